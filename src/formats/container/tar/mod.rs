//! tar (POSIX ustar and pax, GNU, and the old one): blocks of 512 bytes, a header of one and its file's content.
//!
//! Every byte is given on, so that an archive none of whose members change is written as it came, whatever wrote it. Sizes and
//! names may stand in headers of their own before a member's (`extensions`).

mod extensions;
mod resize;
mod walk;

use tar::Header;

pub use resize::{padding, resized};
pub use walk::{Member, Part, read};

const BLOCK: usize = 512;

/// Whether an archive may begin so.
pub fn begins(start: &[u8]) -> bool {
    start.first_chunk().is_some_and(|block| header(block).is_some())
}

/// The header that a block is; `None` where its checksum says that it is none.
fn header(block: &[u8; BLOCK]) -> Option<&Header> {
    let header = Header::from_byte_slice(block);
    let said = header.cksum().ok()?;
    (said == sum(block, i64::from) || said == sum(block, |byte| i64::from(byte as i8))).then_some(header)
}

/// The sum of a header's bytes, where those of the checksum itself count as spaces. Old programs took bytes for signed.
fn sum(block: &[u8; BLOCK], value: impl Fn(u8) -> i64) -> u32 {
    let own = CHECKSUM_AT..CHECKSUM_AT + CHECKSUM_BYTES;
    let bytes = block.iter().enumerate().map(|(at, byte)| if own.contains(&at) { b' ' } else { *byte });
    bytes.map(value).sum::<i64>() as u32
}

const CHECKSUM_AT: usize = 148;
const CHECKSUM_BYTES: usize = 8;

/// How many bytes follow so many bytes of content, up to the end of a block.
fn padding_bytes(length: u64) -> usize {
    (length.next_multiple_of(BLOCK as u64) - length) as usize
}
