//! What the headers of a message or a part say of its body.

use std::ops::Range;

/// What the headers say.
#[derive(Clone, Debug)]
pub(super) struct Head {
    /// The type of the content, in lower case: `text/plain`.
    pub content_type: String,
    pub charset: Option<String>,
    pub boundary: Option<Vec<u8>>,
    pub transfer: Transfer,
    /// It is said that bytes beyond ASCII may come.
    pub is_8bit: bool,
    /// A space at a line's end says that the line goes on.
    pub is_flowed: bool,
    pub is_attachment: bool,
}

/// How a body's bytes are written as lines of ASCII.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Transfer {
    /// They are what they are.
    #[default]
    None,
    QuotedPrintable,
    Base64,
    /// In a way that is not read.
    Other,
}

impl Default for Head {
    fn default() -> Self {
        Self {
            content_type: "text/plain".into(),
            charset: None,
            boundary: None,
            transfer: Transfer::None,
            is_8bit: false,
            is_flowed: false,
            is_attachment: false,
        }
    }
}

/// The headers that begin at byte `at`, and where the body begins. `None` where no header begins there and no blank line.
pub(super) fn read(bytes: &[u8], at: usize) -> Option<(Head, usize)> {
    let mut head = Head::default();
    let mut at = at;
    loop {
        let line = line(bytes, at);
        let text = bytes[line.clone()].trim_ascii_end();
        if text.is_empty() {
            return Some((head, line.end));
        }
        let colon = memchr::memchr(b':', text)?;
        let name = text[..colon].trim_ascii_end();
        if name.is_empty() || !name.iter().all(u8::is_ascii_graphic) {
            return None;
        }
        at = line.end;
        while bytes.get(at).is_some_and(|byte| matches!(byte, b' ' | b'\t')) {
            let next = self::line(bytes, at);
            // A line of nothing but spaces is a blank one to many writers.
            if bytes[next.clone()].trim_ascii().is_empty() {
                break;
            }
            at = next.end;
        }
        head.take(&name.to_ascii_lowercase(), &bytes[line.start + colon + 1..at]);
    }
}

/// The line that begins at byte `at`, with its end.
pub(super) fn line(bytes: &[u8], at: usize) -> Range<usize> {
    let rest = bytes.get(at..).unwrap_or_default();
    at..at + memchr::memchr(b'\n', rest).map_or(rest.len(), |end| end + 1)
}

impl Head {
    fn take(&mut self, name: &[u8], value: &[u8]) {
        let value = String::from_utf8_lossy(value);
        match name {
            b"content-type" => self.take_type(&value),
            b"content-disposition" => {
                self.is_attachment = first(&value).eq_ignore_ascii_case("attachment");
            }
            b"content-transfer-encoding" => {
                let said = first(&value).to_ascii_lowercase();
                self.is_8bit = matches!(said.as_str(), "8bit" | "binary");
                self.transfer = match said.as_str() {
                    "" | "7bit" | "8bit" | "binary" => Transfer::None,
                    "quoted-printable" => Transfer::QuotedPrintable,
                    "base64" => Transfer::Base64,
                    _ => Transfer::Other,
                };
            }
            _ => {}
        }
    }

    fn take_type(&mut self, value: &str) {
        self.content_type = first(value).to_ascii_lowercase();
        for (name, value) in parameters(value) {
            match name.as_str() {
                "charset" => self.charset = Some(value.to_ascii_lowercase()),
                "boundary" => {
                    self.boundary = Some(value.trim_end().as_bytes().to_vec()).filter(|mark| !mark.is_empty())
                }
                "format" => self.is_flowed = value.eq_ignore_ascii_case("flowed"),
                _ => {}
            }
        }
    }
}

/// The value without its parameters.
fn first(value: &str) -> &str {
    value.split([';', '(']).next().unwrap_or_default().trim()
}

/// The parameters of a value, by their names in lower case.
fn parameters(value: &str) -> Vec<(String, String)> {
    let mut parameters = Vec::new();
    let mut rest = value.split_once(';').map_or("", |(_, rest)| rest);
    while let Some((name, after)) = rest.split_once('=') {
        let name = name.trim_matches([';', ' ', '\t', '\r', '\n']).to_ascii_lowercase();
        let after = after.trim_start();
        let (said, left) = match after.strip_prefix('"') {
            Some(quoted) => quoted_string(quoted),
            None => {
                let end = after.find([';', '(']).unwrap_or(after.len());
                (after[..end].trim().to_owned(), &after[end..])
            }
        };
        parameters.push((name, said));
        rest = left.split_once(';').map_or("", |(_, rest)| rest);
    }
    parameters
}

/// A string whose first quotation mark is behind it, and what comes after its last.
fn quoted_string(text: &str) -> (String, &str) {
    let mut said = String::new();
    let mut chars = text.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '"' => return (said, &text[at + 1..]),
            '\\' => said.extend(chars.next().map(|(_, c)| c)),
            '\r' | '\n' => {}
            c => said.push(c),
        }
    }
    (said, "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_folded_and_have_parameters() {
        let bytes = b"Subject: =?utf-8?q?x?=\r\nContent-Type: Multipart/Mixed;\r\n\tboundary=\"a\\\"; b\" ; charset=UTF-8 (x)\r\n\r\nbody";
        let (head, body) = read(bytes, 0).unwrap();
        assert_eq!(head.content_type, "multipart/mixed");
        assert_eq!(head.boundary.as_deref(), Some(&b"a\"; b"[..]));
        assert_eq!(head.charset.as_deref(), Some("utf-8"));
        assert_eq!(&bytes[body..], b"body");
        assert!(read(b"ingen mail\n", 0).is_none());
        assert!(read(b"\nbody", 0).is_some());
    }
}
