//! Strings of JSON: what their escapes say, and how text is written as they write it.

use std::ops::Range;

use super::{Field, FieldBuilder, Manner, Way};

/// Stands in a field's text for half of a pair of surrogates, which is no character: the sign of uncertainty (U+2BD1), that no word is
/// damaged to.
const HALF: &str = "\u{2bd1}";

/// The field that the content of a valid string says; it begins at byte `at` of the record. `manner` is its document's.
pub(super) fn field(content: &[u8], at: usize, manner: Manner) -> Field<'_> {
    let own = self::manner(content);
    let manner = if own.plain || own.escaped { own } else { manner };
    let code = super::Code::Json { escapes: manner.escaped && !manner.plain, upper: manner.upper };
    if memchr::memchr(b'\\', content).is_none() {
        return Field::copied(content, at, code);
    }
    let mut builder = FieldBuilder::default();
    for part in parts(content) {
        let file = at + part.range.start..at + part.range.end;
        match part.said {
            Said::Plain => builder.push(&content[part.range], file, Way::Copied),
            Said::Char(c) => builder.push(c.encode_utf8(&mut [0; 4]).as_bytes(), file, Way::Coded),
            Said::Half => builder.push(HALF.as_bytes(), file, Way::Fixed),
        }
    }
    builder.finish(code)
}

/// The text of a string's content; half a pair of surrogates, and a byte that is not UTF-8, become the sign for what is unknown.
pub(super) fn text(content: &[u8]) -> String {
    let mut text = String::new();
    for part in parts(content) {
        match part.said {
            Said::Plain => text.push_str(&String::from_utf8_lossy(&content[part.range])),
            Said::Char(c) => text.push(c),
            Said::Half => text.push(char::REPLACEMENT_CHARACTER),
        }
    }
    text
}

/// How bytes of JSON write letters beyond ASCII.
pub(super) fn manner(bytes: &[u8]) -> Manner {
    let mut manner = Manner { plain: !bytes.is_ascii(), ..Manner::default() };
    for at in memchr::memmem::find_iter(bytes, b"\\u") {
        let digits = bytes.get(at + 2..at + 6).unwrap_or_default();
        if hex(digits).is_some_and(|unit| unit >= 0x80) {
            manner.escaped = true;
            manner.upper |= digits.iter().any(u8::is_ascii_uppercase);
        }
    }
    manner
}

/// Text as the content of a string.
pub(super) fn encode(text: &str, escapes: bool, upper: bool) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '"' | '\\' => bytes.extend([b'\\', c as u8]),
            '\n' => bytes.extend(b"\\n"),
            '\r' => bytes.extend(b"\\r"),
            '\t' => bytes.extend(b"\\t"),
            c if c < ' ' || !c.is_ascii() && escapes => {
                for unit in c.encode_utf16(&mut [0; 2]) {
                    let escape = if upper { format!("\\u{unit:04X}") } else { format!("\\u{unit:04x}") };
                    bytes.extend(escape.bytes());
                }
            }
            c => bytes.extend(c.encode_utf8(&mut [0; 4]).bytes()),
        }
    }
    bytes
}

/// A part of a string's content and what it says.
struct Part {
    range: Range<usize>,
    said: Said,
}

enum Said {
    /// What it is.
    Plain,
    Char(char),
    /// Half a pair of surrogates.
    Half,
}

fn parts(content: &[u8]) -> impl Iterator<Item = Part> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = content.get(at..).filter(|rest| !rest.is_empty())?;
        let start = at;
        let said = match memchr::memchr(b'\\', rest) {
            Some(0) => {
                let (said, length) = escape(rest);
                at += length.min(rest.len());
                said
            }
            next => {
                at += next.unwrap_or(rest.len());
                Said::Plain
            }
        };
        Some(Part { range: start..at, said })
    })
}

/// What the escape says that `bytes` begin with, and its length.
fn escape(bytes: &[u8]) -> (Said, usize) {
    let simple = match bytes.get(1) {
        Some(b'b') => '\u{8}',
        Some(b'f') => '\u{c}',
        Some(b'n') => '\n',
        Some(b'r') => '\r',
        Some(b't') => '\t',
        Some(b'u') => return unit_escape(bytes),
        Some(&other) => char::from(other),
        None => '\\',
    };
    (Said::Char(simple), 2)
}

fn unit_escape(bytes: &[u8]) -> (Said, usize) {
    let unit = |at: usize| hex(bytes.get(at..at + 4)?);
    let Some(first) = unit(2) else { return (Said::Half, 6) };
    if let Some(c) = char::from_u32(u32::from(first)) {
        return (Said::Char(c), 6);
    }
    let second = bytes.get(6..8).filter(|mark| *mark == b"\\u").and_then(|_| unit(8));
    match second.and_then(|second| char::decode_utf16([first, second]).next()) {
        Some(Ok(c)) => (Said::Char(c), 12),
        _ => (Said::Half, 6),
    }
}

fn hex(digits: &[u8]) -> Option<u16> {
    let digits = std::str::from_utf8(digits).ok().filter(|digits| digits.len() == 4)?;
    u16::from_str_radix(digits, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_say_what_they_say_and_come_back_as_they_were() {
        for content in [r"r\u00f8dgr\u00f8d", r#"\"s\u00e5\" \\ \n\t"#, "på", r"\u0000", r"\ud83d\ude00 smil"] {
            let field = field(content.as_bytes(), 0, Manner::default());
            let text = std::str::from_utf8(&field.text).unwrap();
            assert_eq!(field.code.encode(text).unwrap(), content.as_bytes(), "{content}");
        }
        assert_eq!(text(br"\u00e6\u00f8 \/"), "æø /");
    }

    #[test]
    fn half_a_pair_of_surrogates_is_held_fast() {
        let field = field(br"smil \ud83d", 0, Manner::default());
        assert_eq!(&*field.text, format!("smil {HALF}").as_bytes());
        assert_eq!(field.place(&(5..9)), None);
        assert!(field.place(&(0..4)).is_some());
    }

    #[test]
    fn letters_are_written_as_the_string_writes_them_else_as_its_document_does() {
        let escaped = Manner { escaped: true, upper: true, plain: false };
        let code = |content: &'static str| field(content.as_bytes(), 0, escaped).code.encode("å").unwrap();
        assert_eq!(code("modet"), br"\u00E5");
        assert_eq!(code(r"m\u00f8det"), br"\u00e5");
        assert_eq!(code("mødet"), "å".as_bytes());
    }
}
