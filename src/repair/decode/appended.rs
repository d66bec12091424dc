//! A part in UTF-16 that was appended to a document in UTF-8 is read as what it is.
//!
//! **Why it is damage.** A script that writes into a file another program began (`>>` of older PowerShells) appends in an encoding
//! of its own. Every second byte of that part is NUL, so programs that show it show `A n d e n`, and most take the file for
//! no text at all.
//!
//! **Example.** `Første linje⏎A<00>n<00>d<00>e<00>n<00>` → `Første linje⏎Anden`.
//!
//! **When it is certain.** What comes before is UTF-8, the rest is UTF-16 to its end, and nearly all of it in characters that Latin
//! text has. A byte order mark where the part begins goes with it.

use super::{APPENDED, utf16};
use crate::codecs::Encoding;
use crate::text::Edit;

/// So sure: by accident no text has a NUL for every second byte.
const SURE: f32 = 0.9999;

/// Bytes of UTF-8 that come before at least.
const LEAST: usize = 8;

/// A document's part in UTF-16, from a byte on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Appended {
    pub start: usize,
    pub encoding: Encoding,
}

impl Appended {
    /// The part that a whole document ends in, where it is in UTF-8 before that.
    pub fn find(bytes: &[u8]) -> Option<Self> {
        let nul = memchr::memchr(0, bytes)?;
        let marked = nul.checked_sub(3).filter(|at| bytes[*at..].starts_with(&[0xff, 0xfe]));
        let little = marked
            .or(nul.checked_sub(1))
            .map(|start| Self { start, encoding: Encoding::Utf16Le { bom: marked.is_some() } });
        let big = Self { start: nul, encoding: Encoding::Utf16Be { bom: false } };
        little.into_iter().chain([big]).find(|part| part.is_in(bytes))
    }

    fn is_in(self, bytes: &[u8]) -> bool {
        let (before, rest) = bytes.split_at(self.start);
        let rest = &rest[self.encoding.bom().len()..];
        let same = |found: Option<Encoding>| found.is_some_and(|found| found.name() == self.encoding.name());
        // Four units of UTF-16 without a zero are not at once a text in UTF-8, but by the rarest of accidents.
        let is_text = |text: &str| !text.contains(|c: char| c.is_control() && !matches!(c, '\t' | '\n' | '\r'));
        let is_before = before.len() >= LEAST && std::str::from_utf8(before).is_ok_and(is_text);
        is_before && same(utf16::unmarked(rest)) && self.encoding.decode_exact(rest).is_some()
    }

    /// The text of a document with such a part, and an edit for each of that part's lines.
    pub fn decode(self, bytes: &[u8]) -> (String, Vec<Edit>) {
        let mut text = String::from_utf8_lossy(&bytes[..self.start]).into_owned();
        let mut edits = Vec::new();
        let mut at = self.start;
        let mut skipped = self.encoding.bom().len();
        while at < bytes.len() {
            let end = at + skipped + self.line(&bytes[at + skipped..]);
            let line = self.encoding.decode_exact(&bytes[at + skipped..end]).unwrap_or_default();
            let start = text.len();
            text.push_str(&line);
            edits.push(Edit {
                before: bytes[at..end].into(),
                input: at..end,
                output: start..text.len(),
                after: line.as_ref().into(),
                rules: smallvec::smallvec![APPENDED],
                probability: SURE,
                evidence: format!("{} behind UTF-8", self.encoding).into(),
            });
            at = end;
            skipped = 0;
        }
        (text, edits)
    }

    /// The bytes of the line that comes next, its end included.
    fn line(self, bytes: &[u8]) -> usize {
        let (units, _) = bytes.as_chunks::<2>();
        let is_end = |unit: &&[u8; 2]| **unit == [b'\n', 0] || **unit == [0, b'\n'];
        units.iter().position(|unit| is_end(&unit)).map_or(bytes.len(), |place| 2 * (place + 1))
    }
}

#[cfg(test)]
mod tests {
    use crate::Repairer;

    fn utf16(text: &str, bytes_of: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(bytes_of).collect()
    }

    #[test]
    fn an_appended_part_is_read_and_given_back() {
        let (first, second) = ("Første linje fra Ærø.\r\n", "Anden linje er føjet til.\r\nTredje også.\r\n");
        for part in [
            utf16(second, u16::to_le_bytes),
            utf16(second, u16::to_be_bytes),
            utf16(&format!("\u{feff}{second}"), u16::to_le_bytes),
        ] {
            let document = [first.as_bytes(), &part].concat();
            let repair = Repairer::danish().repair(&document);
            assert_eq!(repair.text(), format!("{first}{second}"));
            assert_eq!(repair.restore(), document);
        }
    }

    #[test]
    fn zeros_of_another_kind_stay() {
        for document in [&b"en linje\0 med et nul"[..], b"padded\0\0\0\0\0\0\0\0", b"a\0b\0c\0 d e f g h i j k l m n o"]
        {
            assert_eq!(super::Appended::find(document), None);
        }
    }
}
