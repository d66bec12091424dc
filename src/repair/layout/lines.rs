//! A text cut into its lines.

use std::ops::Range;

use memchr::memchr3_iter;

/// How many columns a tab counts as.
const TAB: usize = 4;

/// Printed letters differ in width: a line counts as full if it lacks no more than this share of the measure.
pub(super) const SLACK: f32 = 0.06;

/// A line as it stands on the page.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Line {
    /// Bytes of what is seen of it: no indentation, no white space at its end. Empty for a blank line.
    pub text: Range<usize>,
    /// Whether a form feed stands right before it.
    pub after_form_feed: bool,
    /// Columns of indentation.
    pub indent: usize,
    /// Columns from the margin to the last character that is seen.
    pub width: usize,
}

impl Line {
    pub fn is_blank(&self) -> bool {
        self.text.is_empty()
    }
}

/// The lines of a text. They end with LF, CR LF, CR or a form feed.
pub(super) fn split(text: &str) -> Vec<Line> {
    let bytes = text.as_bytes();
    let mut lines = Vec::new();
    let mut start = 0;
    let mut after_form_feed = false;
    for end in memchr3_iter(b'\n', b'\r', b'\x0c', bytes) {
        if bytes[end] == b'\n' && end == start && end > 0 && bytes[end - 1] == b'\r' {
            start = end + 1;
            continue;
        }
        // A form feed that stands alone ends no line of its own.
        if bytes[end] != b'\x0c' || end > start {
            lines.push(line(text, start..end, after_form_feed));
            after_form_feed = false;
        }
        after_form_feed |= bytes[end] == b'\x0c';
        start = end + 1;
    }
    if start < bytes.len() {
        lines.push(line(text, start..bytes.len(), after_form_feed));
    }
    lines
}

fn line(text: &str, range: Range<usize>, after_form_feed: bool) -> Line {
    let whole = &text[range.clone()];
    let seen = whole.trim_start();
    let indent = &whole[..whole.len() - seen.len()];
    let seen = seen.trim_end();
    let start = range.start + indent.len();
    let indent = indent.bytes().map(|byte| if byte == b'\t' { TAB } else { usize::from(is_first_byte(byte)) }).sum();
    Line { text: start..start + seen.len(), after_form_feed, indent, width: indent + columns(seen) }
}

/// How many characters a text has.
pub(super) fn columns(text: &str) -> usize {
    // Counted in bytes of a few together, which the processor adds up many at once.
    const TOGETHER: usize = 32;
    let first_bytes = |bytes: &[u8]| bytes.iter().map(|&byte| u8::from(is_first_byte(byte))).sum::<u8>();
    let (chunks, rest) = text.as_bytes().as_chunks::<TOGETHER>();
    chunks.iter().map(|chunk| usize::from(first_bytes(chunk))).sum::<usize>() + usize::from(first_bytes(rest))
}

/// Whether a byte is the first of its character.
fn is_first_byte(byte: u8) -> bool {
    byte & 0xc0 != 0x80
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(text: &str) -> Vec<(&str, bool)> {
        split(text).into_iter().map(|line| (&text[line.text.clone()], line.after_form_feed)).collect()
    }

    #[test]
    fn every_kind_of_line_end_ends_a_line() {
        assert_eq!(seen("a\nb\r\nc\rd"), [("a", false), ("b", false), ("c", false), ("d", false)]);
        assert_eq!(seen("a\r\n\r\nb\n"), [("a", false), ("", false), ("b", false)]);
        assert_eq!(seen("\r\r"), [("", false), ("", false)]);
        assert_eq!(seen(""), []);
    }

    #[test]
    fn a_form_feed_begins_a_page() {
        assert_eq!(seen("a\n\x0cb\nc\x0cd"), [("a", false), ("b", true), ("c", false), ("d", true)]);
        assert_eq!(seen("a\n\x0c\nb"), [("a", false), ("", true), ("b", false)]);
    }

    #[test]
    fn widths_count_characters_and_indentation() {
        let line = &split("  blå grød \t")[0];
        assert_eq!((line.indent, line.width), (2, 10));
        assert_eq!(split("\tx")[0].width, TAB + 1);
    }
}
