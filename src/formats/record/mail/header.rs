//! What the headers of a message or a part say of its body.

use std::ops::Range;

use crate::text::hex;

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
    /// Something that is said of the text as it stands, so that it is not true of a text that was mended.
    pub proof: Option<&'static str>,
    /// How many bytes the body is said to have.
    pub length: Option<usize>,
    /// The type of the content and its transfer encoding are said.
    pub has_type: bool,
    has_transfer: bool,
    /// One of them is said twice, or it is unclear where the headers end.
    is_ambiguous: bool,
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
            proof: None,
            length: None,
            has_type: false,
            has_transfer: false,
            is_ambiguous: false,
        }
    }
}

/// Headers that say something of the bytes of the body (RFC 6376, 8617, 1864; `Content-Length` is that of boxes of messages).
const PROOFS: [(&[u8], &str); 4] = [
    (b"dkim-signature", "DKIM-Signature"),
    (b"arc-message-signature", "ARC-Message-Signature"),
    (b"content-md5", "Content-MD5"),
    (b"content-length", "Content-Length"),
];

/// The headers that begin at byte `at`, and where the body begins. `None` where no header begins there and no blank line.
pub(super) fn read(bytes: &[u8], at: usize) -> Option<(Head, usize)> {
    let mut head = Head::default();
    let mut at = at;
    loop {
        let line = line(bytes, at);
        let text = bytes[line.clone()].trim_ascii_end();
        if text.is_empty() {
            head.is_ambiguous |= !bytes[line.clone()].iter().all(|byte| matches!(byte, b'\r' | b'\n'));
            return Some((head.settled(), line.end));
        }
        // Programs that add to a box quote the envelope of a message that has one.
        if text.starts_with(b">From ") {
            at = line.end;
            continue;
        }
        let colon = memchr::memchr(b':', text)?;
        let name = text[..colon].trim_ascii_end();
        if name.is_empty() || !name.iter().all(u8::is_ascii_graphic) {
            return None;
        }
        at = line.end;
        while bytes.get(at).is_some_and(|byte| matches!(byte, b' ' | b'\t')) {
            let next = self::line(bytes, at);
            // A line of nothing but spaces is a blank one to many writers; to some readers the headers go on behind it.
            if bytes[next.clone()].trim_ascii().is_empty() {
                break;
            }
            at = next.end;
        }
        head.take(&name.to_ascii_lowercase(), &bytes[line.start + colon + 1..at]);
    }
}

/// Whether a header begins at byte `at`.
pub(super) fn begins(bytes: &[u8], at: usize) -> bool {
    let text = &bytes[line(bytes, at)];
    let name = memchr::memchr(b':', text).map_or(&b""[..], |colon| &text[..colon]);
    !name.is_empty() && name.iter().all(u8::is_ascii_graphic) || text.starts_with(b">From ")
}

/// The line that begins at byte `at`, with its end.
pub(super) fn line(bytes: &[u8], at: usize) -> Range<usize> {
    let rest = bytes.get(at..).unwrap_or_default();
    at..at + memchr::memchr(b'\n', rest).map_or(rest.len(), |end| end + 1)
}

impl Head {
    fn take(&mut self, name: &[u8], value: &[u8]) {
        if let Some((_, proof)) = PROOFS.iter().find(|(header, _)| *header == name) {
            self.proof.get_or_insert(*proof);
        }
        let value = String::from_utf8_lossy(value);
        match name {
            b"content-type" => self.take_type(&value),
            b"content-length" => self.length = value.trim().parse().ok(),
            b"content-disposition" => {
                self.is_attachment = first(&value).eq_ignore_ascii_case("attachment");
            }
            b"content-transfer-encoding" => {
                let said = first(&value).to_ascii_lowercase();
                self.is_ambiguous |= std::mem::replace(&mut self.has_transfer, true);
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

    /// What is said twice says nothing, and so do headers whose end is unclear: readers of mail differ in what they believe.
    fn settled(mut self) -> Self {
        if self.is_ambiguous {
            self.transfer = Transfer::Other;
            self.boundary = None;
        }
        self
    }

    fn take_type(&mut self, value: &str) {
        self.is_ambiguous |= self.has_type;
        self.has_type = true;
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

/// The parameters of a value, by their names in lower case. One that comes in parts, or with its bytes as `%F8` behind a character set and
/// a language, is given as a whole (RFC 2231).
fn parameters(value: &str) -> Vec<(String, String)> {
    let mut whole: Vec<(String, String)> = Vec::new();
    for (name, value) in raw_parameters(value) {
        let (plain, is_encoded) = name.strip_suffix('*').map_or((&*name, false), |plain| (plain, true));
        let (plain, part) = match plain.rsplit_once('*') {
            Some((plain, part)) if part.bytes().all(|byte| byte.is_ascii_digit()) => (plain, Some(part)),
            _ => (plain, None),
        };
        let value = if is_encoded { percent_decoded(&value, part.is_none_or(|part| part == "0")) } else { value };
        let of_parts = whole.iter_mut().find(|(known, _)| known == plain);
        match of_parts {
            Some((_, said)) if part.is_some_and(|part| part != "0") => said.push_str(&value),
            _ => whole.push((plain.to_owned(), value)),
        }
    }
    whole
}

/// A value in which `%41` is `A`; the first part of one has a character set and a language before it, each with a `'` behind.
fn percent_decoded(value: &str, is_first: bool) -> String {
    let text = if is_first { value.splitn(3, '\'').last().unwrap_or_default() } else { value };
    hex::percent_decoded(text)
}

fn raw_parameters(value: &str) -> Vec<(String, String)> {
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
    fn parameters_come_in_parts_and_with_their_bytes_as_digits() {
        for (value, charset, boundary) in [
            ("x/y; boundary*0=\"en;\"; boundary*1=\" to\"; charset*=us-ascii'da'utf%2D8", "utf-8", "en; to"),
            ("x/y; charset*0*=''iso-; charset*1=8859-1; boundary*1=ude", "iso-8859-1", "ude"),
            ("x/y (a; charset=no) ; charset = utf-8 ;; boundary=\"a\\\\b\"", "utf-8", "a\\b"),
            ("x/y; boundary*x=1; charset=utf-8; boundary=\"=_%41\"", "utf-8", "=_%41"),
        ] {
            let message = format!("Content-Type: {value}\n\n");
            let (head, _) = read(message.as_bytes(), 0).unwrap();
            let boundary = (head.boundary.as_deref(), Some(boundary.as_bytes()));
            assert_eq!((head.charset.as_deref(), boundary.0), (Some(charset), boundary.1), "{value}");
        }
    }

    #[test]
    fn headers_that_contradict_each_other_say_nothing() {
        for twice in ["Content-Type: text/plain; charset=utf-8\n", "Content-Transfer-Encoding: base64\n"] {
            let (head, _) = read(format!("{twice}{twice}\n").as_bytes(), 0).unwrap();
            assert_eq!(head.transfer, Transfer::Other);
        }
    }

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
