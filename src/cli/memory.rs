//! What the command asks of the allocator.

use std::num::NonZero;
use std::thread::available_parallelism;

/// The longest piece of memory that was given back tells glibc how much to keep: twice as much of what is free behind all else. Twice this
/// is what the stages take and give back of one block.
const LONGEST: usize = 8 << 20;
/// On more threads what each keeps is more than it saves.
const FEW_THREADS: usize = 4;

/// Has the allocator keep what a block took for the next one, where few threads work, 0 being one for each core: else it is given back to the
/// system each time, and every page of it cleared anew, which takes a tenth of all time on right text.
///
/// glibc learns so from a piece that is taken and given back (`mallopt(3)`, `M_MMAP_THRESHOLD`), of which no byte is touched; other
/// allocators do nothing else with it.
pub fn keep_between_blocks(threads: usize) {
    let threads = NonZero::new(threads).or_else(|| available_parallelism().ok()).map_or(1, NonZero::get);
    if threads <= FEW_THREADS {
        drop(std::hint::black_box(Vec::<u8>::with_capacity(LONGEST)));
    }
}
