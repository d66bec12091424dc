use std::io;

/// Documents are read and repaired in blocks of at most so many bytes, so that memory does not grow with them.
pub const BLOCK_BYTES: usize = 1 << 20;

/// A document that can be read again and again, block by block.
pub trait Blocks {
    /// Calls `each` with every block of the document from its start, in order.
    ///
    /// `unit` is the size of the encoding's smallest unit: blocks are cut with [`next_block`], at its multiples.
    fn for_each_block(&mut self, unit: usize, each: &mut dyn FnMut(&[u8])) -> io::Result<()>;
}

impl Blocks for &[u8] {
    fn for_each_block(&mut self, unit: usize, each: &mut dyn FnMut(&[u8])) -> io::Result<()> {
        let mut rest = *self;
        while !rest.is_empty() {
            let (block, left) = rest.split_at(next_block(rest, unit));
            each(block);
            rest = left;
        }
        Ok(())
    }
}

/// The length of the block that `bytes` begin with, where `bytes` are the rest of the document or its next
/// [`BLOCK_BYTES`].
///
/// All of it when it is no longer than a block; else up to the last line end, else the last space, else the last
/// character that is whole in UTF-8 and in units of `unit` bytes.
pub fn next_block(bytes: &[u8], unit: usize) -> usize {
    if bytes.len() < BLOCK_BYTES {
        return bytes.len();
    }
    let window = &bytes[..BLOCK_BYTES];
    let cut_after =
        |byte| memchr::memrchr_iter(byte, window).map(|at| at + 1).find_map(|end| whole_unit(window, end, unit));
    cut_after(b'\n').or_else(|| cut_after(b' ')).unwrap_or_else(|| last_whole_character(window, unit))
}

/// `end`, if a unit whose only non-zero byte was just passed ends there or one byte on (UTF-16 in either order).
fn whole_unit(window: &[u8], end: usize, unit: usize) -> Option<usize> {
    if unit == 1 {
        return Some(end);
    }
    if end.is_multiple_of(2) {
        return (window[end - 2] == 0).then_some(end);
    }
    (window.get(end) == Some(&0)).then_some(end + 1)
}

fn last_whole_character(window: &[u8], unit: usize) -> usize {
    if unit > 1 {
        return last_whole_utf16(window);
    }
    let tail = window.iter().rev().take(3).position(|byte| byte & 0xc0 != 0x80);
    match tail {
        Some(back) if window[window.len() - 1 - back] >= 0xc0 => window.len() - 1 - back,
        _ => window.len(),
    }
}

/// The end of the last unit that is no half of a surrogate pair in either byte order; all where there is none.
fn last_whole_utf16(window: &[u8]) -> usize {
    let (units, _) = window.as_chunks::<2>();
    let surrogate = |unit: &[u8; 2]| unit.iter().any(|byte| (0xd8..=0xdf).contains(byte));
    2 * units.iter().rposition(|unit| !surrogate(unit)).map_or(units.len(), |at| at + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(bytes: &[u8], unit: usize) -> usize {
        next_block(bytes, unit)
    }

    #[test]
    fn blocks_end_at_lines_then_spaces_then_characters() {
        let mut bytes = vec![b'a'; BLOCK_BYTES + 10];
        assert_eq!(cut(b"short", 1), 5);
        assert_eq!(cut(&bytes, 1), BLOCK_BYTES);
        bytes[100] = b' ';
        assert_eq!(cut(&bytes, 1), 101);
        bytes[50] = b'\n';
        assert_eq!(cut(&bytes, 1), 51);
    }

    #[test]
    fn characters_and_utf16_units_stay_whole() {
        let text = "ø".repeat(BLOCK_BYTES);
        assert_eq!(cut(&text.as_bytes()[1..], 1) % 2, 1);
        let utf16: Vec<u8> = "aø\n".repeat(BLOCK_BYTES).encode_utf16().flat_map(u16::to_le_bytes).collect();
        let end = cut(&utf16, 2);
        assert_eq!(&utf16[end - 2..end], b"\n\0");
        let pairs: Vec<u8> = "a😀".repeat(BLOCK_BYTES).encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(cut(&pairs, 2), BLOCK_BYTES - (BLOCK_BYTES - 2) % 6);
    }
}
