//! Words and lines of raw bytes, before it is known what the bytes say.

use std::ops::Range;

/// Bytes that are looked over together: enough to make little of the end of each stride.
const STRIDE: usize = 512;

/// Whether a byte parts words, in every encoding whose first half is ASCII.
pub(super) fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | 0x0b | 0x0c)
}

/// Whether a byte ends a line: LF, or CR, which ends one with or without an LF after it.
pub(super) fn is_line_end(byte: u8) -> bool {
    matches!(byte, b'\n' | b'\r')
}

/// Whether a byte lies beyond ASCII.
pub(super) fn is_high(byte: u8) -> bool {
    byte >= 0x80
}

/// The first byte at or after `from` that is wanted, where most texts have many.
#[inline]
pub(super) fn find(bytes: &[u8], from: usize, wanted: impl Fn(u8) -> bool) -> Option<usize> {
    bytes.get(from..)?.iter().position(|&byte| wanted(byte)).map(|offset| from + offset)
}

/// The same, where most texts have none: whole strides are looked at, so that the compiler makes vectors of it.
#[inline]
pub(super) fn find_rare(bytes: &[u8], from: usize, wanted: impl Fn(u8) -> bool) -> Option<usize> {
    let (strides, _) = bytes.get(from..)?.as_chunks::<STRIDE>();
    let clean = |stride: &&[u8; STRIDE]| stride.iter().fold(0, |any, &byte| any | u8::from(wanted(byte))) == 0;
    let start = from + STRIDE * strides.iter().take_while(clean).count();
    find(bytes, start, wanted)
}

/// The words (longest runs without a space) that hold a wanted byte, in order.
pub(super) fn words_with<'b>(
    bytes: &'b [u8],
    wanted: impl Fn(u8) -> bool + Copy + 'b,
) -> impl Iterator<Item = Range<usize>> + 'b {
    let mut done = 0;
    std::iter::from_fn(move || {
        let hit = find(bytes, done, wanted)?;
        let start = bytes[done..hit].iter().rposition(|&byte| is_space(byte)).map_or(done, |space| done + space + 1);
        let end = find(bytes, hit, is_space).unwrap_or(bytes.len());
        done = end;
        Some(start..end)
    })
}

/// The line that `at` lies in, without its end; `floor` is where a line is known to begin at the earliest.
pub(super) fn line_around(bytes: &[u8], floor: usize, at: usize) -> Range<usize> {
    let start = bytes[floor..at].iter().rposition(|&byte| is_line_end(byte)).map_or(floor, |end| floor + end + 1);
    start..find(bytes, at, is_line_end).unwrap_or(bytes.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_lines_are_found_whole_wherever_they_lie() {
        for pad in 0..140 {
            let text = [&b"x".repeat(pad)[..], b"\rab \xe6c\xf8\td\n"].concat();
            let words: Vec<_> = words_with(&text, is_high).collect();
            assert_eq!(words, std::slice::from_ref(&(pad + 4..pad + 7)));
            assert_eq!(line_around(&text, 0, pad + 5), pad + 1..pad + 9);
            assert_eq!(find_rare(&text, 0, is_high), Some(pad + 4));
        }
        assert_eq!(words_with(b"", is_high).count(), 0);
    }
}
