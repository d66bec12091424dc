use std::borrow::Cow;
use std::ops::Range;

use super::mail::header::Transfer;
use crate::codecs::Encoding;

/// A field of a record: its text, and which bytes of the record say which of it.
#[derive(Clone, Debug)]
pub(crate) struct Field<'r> {
    /// The text; UTF-8, but for bytes that are foreign to a document in UTF-8 and came as they are.
    pub text: Cow<'r, [u8]>,
    /// Ascending in text and record, and without a gap in the text.
    pub pieces: Vec<Piece>,
    /// How text is written in the field.
    pub code: Code,
}

/// A part of a field that one run of bytes of its record says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Piece {
    /// Bytes of the field's text.
    pub text: Range<usize>,
    /// Bytes of the record.
    pub file: Range<usize>,
    /// How they say it.
    pub way: Way,
}

/// How bytes of a record say a piece of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    /// They are it.
    Copied,
    /// They say it as a whole.
    Coded,
    /// They say what no text is; the piece holds its place in the text and is not changed.
    Fixed,
}

/// How text is written in a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Code {
    /// As the content of a string of JSON, in which letters beyond ASCII are escapes or not.
    Json { escapes: bool, upper: bool },
    /// As the content of a table's field, in quotation marks or not.
    Cell { is_quoted: bool, delimiter: u8, encoding: Encoding },
    /// As a part of a mail.
    Mail(Letter),
    /// As the content of an element of XML.
    Xml,
}

/// How text is written in a part of a mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Letter {
    /// As which lines of ASCII.
    pub transfer: Transfer,
    pub encoding: Encoding,
    /// No letters beyond ASCII can be written.
    pub is_ascii: bool,
    /// A space at a line's end says that the line goes on.
    pub is_flowed: bool,
}

impl Default for Letter {
    fn default() -> Self {
        Self { transfer: Transfer::None, encoding: Encoding::Utf8, is_ascii: false, is_flowed: false }
    }
}

impl Letter {
    /// The bytes that say the text, before their transfer encoding.
    pub fn bytes<'t>(&self, text: &'t str) -> Option<Cow<'t, [u8]>> {
        if self.is_ascii && !text.is_ascii() { None } else { self.encoding.encode_exact(text) }
    }
}

impl Code {
    /// Whether bytes that say nothing, between two pieces, may go when both are written anew.
    fn spans_gaps(self) -> bool {
        match self {
            Self::Json { .. } | Self::Cell { .. } | Self::Xml => false,
            Self::Mail(_) => true,
        }
    }
}

/// A range of a field that can be written anew.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    /// Bytes of the field's text.
    pub text: Range<usize>,
    /// The bytes of the record that say it.
    pub file: Range<usize>,
}

impl Field<'_> {
    /// The least part of the field that holds the range of its text and can be written anew. `None` where nothing can.
    pub fn place(&self, range: &Range<usize>) -> Option<Place> {
        let pieces = self.touched(range);
        if pieces.iter().any(|piece| piece.way == Way::Fixed) {
            return None;
        }
        let is_joined = |pair: &[Piece]| pair[0].file.end == pair[1].file.start;
        if !self.code.spans_gaps() && !pieces.windows(2).all(is_joined) {
            return None;
        }
        let (first, last) = (pieces.first()?, pieces.last()?);
        let (start, file_start) = match first.way {
            Way::Copied => (range.start, first.file.start + (range.start - first.text.start)),
            _ if range.is_empty() && range.end == first.text.end => (range.end, first.file.end),
            _ => (first.text.start, first.file.start),
        };
        let (end, file_end) = match last.way {
            Way::Copied => (range.end, last.file.start + (range.end - last.text.start)),
            _ if range.is_empty() && range.start == last.text.start => (range.start, last.file.start),
            _ => (last.text.end, last.file.end),
        };
        Some(Place { text: start..end, file: file_start..file_end })
    }

    /// The bytes of the record from the first to the last that say some of the range.
    pub fn hull(&self, range: &Range<usize>) -> Range<usize> {
        let pieces = self.touched(range);
        let (Some(first), Some(last)) = (pieces.first(), pieces.last()) else { return 0..0 };
        let start = match first.way {
            Way::Copied => first.file.start + range.start.saturating_sub(first.text.start),
            _ => first.file.start,
        };
        let end = match last.way {
            Way::Copied => last.file.start + (range.end - last.text.start),
            _ => last.file.end,
        };
        start..end.max(start)
    }

    /// The pieces that the range touches; of an empty one the piece that it stands in, or ends.
    fn touched(&self, range: &Range<usize>) -> &[Piece] {
        if range.is_empty() {
            let at = self.pieces.partition_point(|piece| piece.text.end < range.start);
            return self.pieces.get(at..at + 1).unwrap_or_default();
        }
        let first = self.pieces.partition_point(|piece| piece.text.end <= range.start);
        let past = self.pieces.partition_point(|piece| piece.text.start < range.end);
        self.pieces.get(first..past).unwrap_or_default()
    }
}

/// Pieces that a field may have: a text of ten megabytes whose letters beyond ASCII are escapes has half as many. What has more was
/// made to take memory.
const PIECES: usize = 1 << 20;

/// Builds a field piece by piece.
#[derive(Debug, Default)]
pub(crate) struct FieldBuilder {
    text: Vec<u8>,
    pieces: Vec<Piece>,
    /// It has more pieces than a field may have, and is left.
    is_too_much: bool,
}

impl FieldBuilder {
    /// Adds text that the bytes `file` of the record say.
    pub fn push(&mut self, text: &[u8], file: Range<usize>, way: Way) {
        if text.is_empty() || self.is_too_much {
            return;
        }
        if self.pieces.len() >= PIECES {
            *self = Self { is_too_much: true, ..Self::default() };
            return;
        }
        let start = self.text.len();
        self.text.extend_from_slice(text);
        let end = self.text.len();
        match self.pieces.last_mut() {
            Some(last) if way == Way::Copied && last.way == Way::Copied && last.file.end == file.start => {
                last.text.end = end;
                last.file.end = file.end;
            }
            _ => self.pieces.push(Piece { text: start..end, file, way }),
        }
    }

    /// Adds what bytes of an encoding say, which the bytes `file` of the record stand for as a whole.
    pub fn push_coded(&mut self, bytes: &[u8], file: Range<usize>, encoding: Encoding) {
        match encoding.decode_exact(bytes) {
            Some(text) => self.push(text.as_bytes(), file, Way::Coded),
            // What is not UTF-8 by itself may be with what stands beside it.
            None => self.push(bytes, file, Way::Coded),
        }
    }

    /// Whether nothing of it can be changed.
    pub fn is_empty(&self) -> bool {
        self.pieces.iter().all(|piece| piece.way == Way::Fixed)
    }

    /// The field.
    pub fn finish(self, code: Code) -> Field<'static> {
        Field { text: Cow::Owned(self.text), pieces: self.pieces, code }
    }
}

impl<'r> Field<'r> {
    /// A field that is its bytes, which begin at byte `at` of the record.
    pub fn copied(bytes: &'r [u8], at: usize, code: Code) -> Self {
        let piece = Piece { text: 0..bytes.len(), file: at..at + bytes.len(), way: Way::Copied };
        Self { text: Cow::Borrowed(bytes), pieces: vec![piece], code }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `a\u00e6b<tag>c` as a field whose tag says nothing.
    fn field() -> Field<'static> {
        let mut builder = FieldBuilder::default();
        builder.push(b"a", 10..11, Way::Copied);
        builder.push("æ".as_bytes(), 11..17, Way::Coded);
        builder.push(b"b", 17..18, Way::Copied);
        builder.push(b"c", 23..24, Way::Copied);
        builder.finish(Code::Json { escapes: true, upper: false })
    }

    #[test]
    fn ranges_grow_to_what_can_be_written_anew_and_do_not_cross_a_gap() {
        let place = |range| field().place(&range).map(|place| (place.text, place.file));
        assert_eq!(place(0..1), Some((0..1, 10..11)));
        assert_eq!(place(0..3), Some((0..3, 10..17)));
        assert_eq!(place(1..2), Some((1..3, 11..17)));
        assert_eq!(place(3..5), None);
        assert_eq!(place(1..1), Some((1..1, 11..11)));
        assert_eq!(place(3..3), Some((3..3, 17..17)));
        assert_eq!(field().hull(&(3..5)), 17..24);
    }
}
