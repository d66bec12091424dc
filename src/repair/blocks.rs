use std::borrow::Cow;
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

/// Pieces of a block, spread evenly, that tell the rest of its document what it is like, and bytes of each. Together they are a
/// sixteenth of a block, 10,000 words: so the survey of a long document costs a sixteenth of its repair, and what one word in a
/// thousand shows is seen ten times a block.
const PIECES: usize = 4;
const PIECE_BYTES: usize = 16 << 10;

/// What a block of a long document is surveyed by: pieces of it, each of whole lines where it has any so short. All of a block that is
/// no longer than they are.
pub(super) fn sample(block: &[u8], unit: usize) -> Cow<'_, [u8]> {
    if block.len() <= PIECES * PIECE_BYTES {
        return Cow::Borrowed(block);
    }
    let mut sample = Vec::with_capacity(PIECES * PIECE_BYTES);
    for piece in 0..PIECES {
        let from = block.len() / PIECES * piece;
        let start = if piece == 0 { 0 } else { piece_border(block, from, unit) };
        let end = piece_border(block, from + PIECE_BYTES, unit);
        sample.extend_from_slice(&block[start..end.max(start)]);
    }
    Cow::Owned(sample)
}

/// Where a piece may begin or end near a place: behind a line, else a space, else before a character.
fn piece_border(block: &[u8], at: usize, unit: usize) -> usize {
    let window = &block[..(at + PIECE_BYTES / 4).min(block.len())];
    let behind = |byte| memchr::memchr_iter(byte, &window[at..]).find_map(|end| whole_unit(window, at + end + 1, unit));
    behind(b'\n').or_else(|| behind(b' ')).unwrap_or_else(|| last_whole_character(&block[..at], unit))
}

/// The length of the block that `bytes` begin with, where `bytes` are the rest of the document or its next
/// [`BLOCK_BYTES`].
///
/// All of it when it is shorter than a block; else up to where least can go on: the last blank line behind a sentence,
/// else the last line that ends a sentence, else the last that no hyphen ends, else the last sentence of a line, else the last
/// space, else the last character that is whole in UTF-8 and in units of `unit` bytes. So what a block's end parts belongs
/// to two paragraphs wherever a document has any.
pub fn next_block(bytes: &[u8], unit: usize) -> usize {
    if bytes.len() < BLOCK_BYTES {
        return bytes.len();
    }
    let window = &bytes[..BLOCK_BYTES];
    let ends = |byte| memchr::memrchr_iter(byte, window).filter_map(move |at| whole_unit(window, at + 1, unit));
    let near = |byte| ends(byte).take_while(|end| window.len() - end < LOOKBACK);
    let best_line = || near(b'\n').map(|end| (Border::at(window, end), end)).max();
    let best = best_line().filter(|(border, _)| *border > Border::Cut).map(|(_, end)| end);
    let sentence = || near(b' ').find(|end| Border::at(window, *end) == Border::Sentence);
    best.or_else(|| ends(b'\n').next())
        .or_else(sentence)
        .or_else(|| ends(b' ').next())
        .unwrap_or_else(|| last_whole_character(window, unit))
}

/// How far before a block's greatest length an end is looked for, in bytes: longer than nearly any paragraph.
const LOOKBACK: usize = 64 << 10;

/// What an end parts; the greater the better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Border {
    /// A word, perhaps: a hyphen ends the line.
    Cut,
    /// Lines, perhaps of one sentence.
    Line,
    /// Sentences.
    Sentence,
    /// Paragraphs.
    Paragraph,
}

impl Border {
    /// What is parted behind `end`, by the text before it. Bytes of 0 are halves of UTF-16.
    fn at(window: &[u8], end: usize) -> Self {
        /// Bytes that are looked at before an end.
        const TAIL: usize = 32;
        let tail = &window[end.saturating_sub(TAIL)..end];
        let mut before = tail.iter().rev().copied().filter(|byte| *byte != 0).peekable();
        let mut lines = 0;
        while let Some(space) = before.next_if(u8::is_ascii_whitespace) {
            lines += usize::from(space == b'\n');
        }
        let closing = |byte: &u8| matches!(byte, b'"' | b')' | b'\'');
        while before.next_if(closing).is_some() {}
        match before.peek() {
            Some(b'.' | b'!' | b'?') if lines > 1 => Self::Paragraph,
            Some(b'.' | b'!' | b'?') => Self::Sentence,
            // A hyphen, the soft one and `¬` in UTF-8 and in single bytes, and what is read for them.
            Some(b'-' | 0xad | 0xac | b'=' | b'~') => Self::Cut,
            _ => Self::Line,
        }
    }
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
    fn blocks_end_between_paragraphs_where_there_are_any() {
        let rest = |text: &str, unit: usize| {
            let mut bytes = "Et ord. ".repeat(BLOCK_BYTES / 8 - 40).into_bytes();
            bytes.extend(text.bytes());
            bytes.extend("og så videre uden punktum ".repeat(40).bytes());
            if unit == 2 {
                bytes = bytes[BLOCK_BYTES / 2..].iter().flat_map(|byte| [*byte, 0]).collect();
            }
            let end = cut(&bytes, unit);
            bytes[end..].iter().copied().filter(|byte| *byte != 0).take(6).map(char::from).collect::<String>()
        };
        for unit in [1, 2] {
            assert_eq!(rest("Slut.\n\nAfsnit to.\nLinje kom-\nmune", unit), "Afsnit");
            assert_eq!(rest("Slut.\nLinje kom-\nmune", unit), "Linje ");
            assert_eq!(rest("ender uden\nLinje kom-\nmune", unit), "Linje ");
        }
        assert_eq!(rest("Slut. Sidste", 1), "Sidste");
    }

    #[test]
    fn samples_are_whole_lines_spread_over_a_block() {
        let line = |number: usize| format!("Linje {number} af blokken.\n");
        let block: String = (0..BLOCK_BYTES / 24).map(line).collect();
        let seen = sample(block.as_bytes(), 1);
        let seen = std::str::from_utf8(&seen).unwrap();
        assert!(seen.len() < block.len() / 12 && seen.lines().all(|line| block.contains(&format!("{line}\n"))));
        let number = |line: &str| line.split(' ').nth(1).unwrap().parse::<usize>().unwrap();
        let (first, last) = (seen.lines().next().unwrap(), seen.lines().last().unwrap());
        assert!(number(first) == 0 && number(last) > 3 * block.lines().count() / 4);
        for rows in ["æ".repeat(BLOCK_BYTES / 2), "æøå ".repeat(BLOCK_BYTES / 7)] {
            assert!(std::str::from_utf8(&sample(rows.as_bytes(), 1)).is_ok());
            let wide: Vec<u8> = rows.encode_utf16().flat_map(u16::to_le_bytes).collect();
            let seen = sample(&wide, 2);
            let (units, rest) = seen.as_chunks::<2>();
            let units = units.iter().map(|unit| u16::from_le_bytes(*unit));
            assert!(rest.is_empty() && char::decode_utf16(units).all(|c| c.is_ok_and(|c| rows.contains(c))));
        }
        assert_eq!(sample(b"kort", 1), &b"kort"[..]);
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
