//! The parts of one document on some threads. In: its parts, in order. Out: what became of each, in the same order.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::{Mutex, PoisonError, mpsc};

use super::workers::as_many_as_asked;

/// Does `work` for every block that `read` gives, on `threads` threads (0: as many as the machine has), and hands each block
/// with its result to `each` on the calling thread, in order. At most two blocks a thread are held.
pub(super) fn blocks_in_order<R: Send, E>(
    threads: usize,
    read: impl FnOnce(&mut dyn FnMut(&[u8]) -> Result<(), E>) -> Result<(), E>,
    work: impl Fn(&[u8]) -> R + Sync,
    mut each: impl FnMut(&[u8], R) -> Result<(), E>,
) -> Result<(), E> {
    if as_many_as_asked(threads) == 1 {
        return read(&mut |block| each(block, work(block)));
    }
    let read = |each: &mut dyn FnMut(Vec<u8>) -> Result<(), E>| read(&mut |block| each(block.to_vec()));
    items_in_order(threads, read, |block| work(block), |block, result| each(&block, result))
}

/// The same for every item that `read` gives, which `work` may change.
pub(super) fn items_in_order<T: Send, R: Send, E>(
    threads: usize,
    read: impl FnOnce(&mut dyn FnMut(T) -> Result<(), E>) -> Result<(), E>,
    work: impl Fn(&mut T) -> R + Sync,
    each: impl FnMut(T, R) -> Result<(), E>,
) -> Result<(), E> {
    weighed_in_order(threads, |_| 0, read, work, each)
}

/// The same where results may be much larger than their items: `weigh` says how many bytes one holds. Fewer are under way where those
/// that came last were heavy, so that memory does not grow with the damage.
pub(super) fn weighed_in_order<T: Send, R: Send, E>(
    threads: usize,
    weigh: impl Fn(&R) -> usize + Sync,
    read: impl FnOnce(&mut dyn FnMut(T) -> Result<(), E>) -> Result<(), E>,
    work: impl Fn(&mut T) -> R + Sync,
    mut each: impl FnMut(T, R) -> Result<(), E>,
) -> Result<(), E> {
    let threads = as_many_as_asked(threads);
    if threads == 1 {
        return read(&mut |mut item| {
            let result = work(&mut item);
            each(item, result)
        });
    }
    let (jobs, waiting) = mpsc::channel::<(usize, T)>();
    let waiting = Mutex::new(waiting);
    std::thread::scope(|scope| {
        // What ends the run, also a panic, drops this, and so the threads end.
        let jobs = jobs;
        let (sender, results) = mpsc::channel();
        let (waiting, work) = (&waiting, &work);
        let begin_thread = || {
            let sender = sender.clone();
            scope.spawn(move || {
                let next = || waiting.lock().unwrap_or_else(PoisonError::into_inner).recv();
                while let Ok((index, mut item)) = next() {
                    let result = catch_unwind(AssertUnwindSafe(|| work(&mut item)));
                    if sender.send((index, (item, result))).is_err() {
                        return;
                    }
                }
            });
        };
        // One is begun when there is more under way than there are: each keeps memory of the heaviest item that it worked at.
        let mut begun = 0;
        let mut flight = Flight::of(2 * threads - 1);
        let mut early = BTreeMap::new();
        let mut take = |flight: &mut Flight, may_wait: bool| {
            while flight.is_full() || may_wait && flight.sent > flight.next {
                let Ok((index, done)) = results.recv() else { return Ok(()) };
                flight.wait(done.1.as_ref().map_or(0, &weigh));
                early.insert(index, done);
                while let Some((item, result)) = early.remove(&flight.next) {
                    let result = result.unwrap_or_else(|panic| resume_unwind(panic));
                    flight.leave(weigh(&result));
                    each(item, result)?;
                }
            }
            Ok(())
        };
        read(&mut |item| {
            if begun < threads.min(flight.under_way() + 1) {
                begin_thread();
                begun += 1;
            }
            // The threads are there as long as there is somebody to send.
            let _ = jobs.send((flight.sent, item));
            flight.sent += 1;
            take(&mut flight, false)
        })?;
        take(&mut flight, true)
    })
}

/// Results that wait for an earlier one, and those that are awaited, may hold so many bytes: with the blocks themselves and what the
/// threads work with it stays below the 100 MB that are promised.
const HELD_BYTES: usize = 32 << 20;
/// While a result is made, about so many times its bytes are in use.
const MAKING: usize = 2;

/// What is under way.
struct Flight {
    /// Items that were sent, and that were handed on.
    sent: usize,
    next: usize,
    /// At most so many may be between.
    most: usize,
    /// Results that wait for an earlier one, and their bytes.
    waiting: usize,
    bytes: usize,
    /// The bytes that a result is thought to hold: as those before, of which heavy ones are remembered for a while.
    expected: usize,
}

impl Flight {
    /// Nothing, of at most so many. As long as nothing is known, two are under way.
    fn of(most: usize) -> Self {
        Self { sent: 0, next: 0, most, waiting: 0, bytes: 0, expected: HELD_BYTES / (2 * MAKING) }
    }

    /// Whether no more may be sent. One may always be.
    fn is_full(&self) -> bool {
        let under_way = self.under_way();
        let held = self.bytes + (under_way - self.waiting) * MAKING * self.expected;
        under_way > self.most || under_way > 1 && held > HELD_BYTES
    }

    fn under_way(&self) -> usize {
        self.sent - self.next
    }

    /// A result of so many bytes is there.
    fn wait(&mut self, bytes: usize) {
        self.waiting += 1;
        self.bytes += bytes;
        self.expected = bytes.max(self.expected / 2);
    }

    /// The next one, of so many bytes, is handed on.
    fn leave(&mut self, bytes: usize) {
        self.next += 1;
        self.waiting -= 1;
        self.bytes -= bytes;
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};

    use super::*;

    #[test]
    fn blocks_come_in_order_with_what_was_made_of_them() {
        let all: Vec<Vec<u8>> = (0..50u8).map(|number| vec![number; 3]).collect();
        for threads in [1, 2, 7] {
            let mut seen = Vec::new();
            let read = |each: &mut dyn FnMut(&[u8]) -> Result<(), ()>| all.iter().try_for_each(|block| each(block));
            let each = |block: &[u8], sum: u32| {
                assert_eq!(sum, 3 * u32::from(block[0]));
                seen.push(block.to_vec());
                Ok(())
            };
            blocks_in_order(threads, read, |block| block.iter().map(|byte| u32::from(*byte)).sum(), each).unwrap();
            assert_eq!(seen, all);
        }
    }

    #[test]
    fn an_error_or_a_panic_at_a_block_ends_the_run() {
        let read = |each: &mut dyn FnMut(&[u8]) -> Result<(), u8>| (0..100).try_for_each(|number| each(&[number]));
        let each = |_: &[u8], number: u8| if number == 5 { Err(number) } else { Ok(()) };
        assert_eq!(blocks_in_order(3, read, |block| block[0], each), Err(5));
        let panics = || blocks_in_order(2, read, |_| panic!("a block"), |_, ()| Ok(()));
        assert!(catch_unwind(AssertUnwindSafe(panics)).is_err());
    }

    #[test]
    fn heavy_results_are_few_at_a_time() {
        const HEAVY: usize = HELD_BYTES / 4;
        let held = || {
            let (made, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
            let read = |each: &mut dyn FnMut(usize) -> Result<(), ()>| (0..64).try_for_each(each);
            let work = |_: &mut usize| {
                most.fetch_max(made.fetch_add(1, SeqCst) + 1, SeqCst);
                std::thread::sleep(std::time::Duration::from_millis(1));
            };
            let each = |_, ()| {
                // Who takes them is slower than those who make them.
                std::thread::sleep(std::time::Duration::from_millis(3));
                made.fetch_sub(1, SeqCst);
                Ok(())
            };
            weighed_in_order(8, |()| HEAVY, read, work, each).unwrap();
            most.into_inner()
        };
        assert!(held() <= 5, "{}", held());
    }

    #[test]
    fn light_results_are_as_many_as_threads_can_use() {
        let mut flight = Flight::of(15);
        let mut first = 0;
        for _ in 0..40 {
            while !flight.is_full() {
                flight.sent += 1;
            }
            first = if first == 0 { flight.sent } else { first };
            flight.wait(0);
            flight.leave(0);
        }
        assert_eq!((first, flight.sent - flight.next), (3, 15));
    }
}
