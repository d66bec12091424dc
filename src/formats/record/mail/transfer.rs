//! Bodies of mail in their transfer encodings.

use std::ops::Range;

use super::super::field::Letter;
use super::super::{FieldBuilder, Way, charset};
use super::header::{self, Transfer};
use crate::codecs::Encoding;
use crate::text::{base64, hex};

/// The text of the bytes `body` of a record.
pub(super) fn read(record: &[u8], body: Range<usize>, letter: Letter) -> FieldBuilder {
    let mut builder = FieldBuilder::default();
    match letter.transfer {
        Transfer::QuotedPrintable => read_quoted_printable(record, body, letter.encoding, &mut builder),
        Transfer::Base64 => read_base64(record, body, letter.encoding, &mut builder),
        _ => charset::push(&mut builder, &record[body.clone()], body.start, letter.encoding),
    }
    builder
}

fn read_quoted_printable(record: &[u8], body: Range<usize>, encoding: Encoding, builder: &mut FieldBuilder) {
    let mut at = body.start;
    while at < body.end {
        let line = header::line(&record[..body.end], at);
        let content = record[line.clone()].trim_ascii_end();
        let end = line.start + content.len();
        while at < end {
            let rest = &record[at..end];
            let plain = memchr::memchr(b'=', rest).unwrap_or(rest.len());
            charset::push(builder, &rest[..plain], at, encoding);
            at += plain;
            match hex_pair(&record[at..end]) {
                Some(byte) => {
                    builder.push_coded(&[byte], at..at + 3, encoding);
                    at += 3;
                }
                // At a line's end it says that the line goes on.
                None if at + 1 == end => break,
                None if at < end => {
                    builder.push(b"=", at..at + 1, Way::Copied);
                    at += 1;
                }
                None => {}
            }
        }
        if !content.ends_with(b"=") {
            let space = &record[end..line.end];
            let breaks = space.len() - space.iter().rev().take_while(|byte| matches!(byte, b'\n' | b'\r')).count();
            builder.push(&space[breaks..], end + breaks..line.end, Way::Copied);
        }
        at = line.end;
    }
}

fn hex_pair(bytes: &[u8]) -> Option<u8> {
    let digits = bytes.strip_prefix(b"=")?.first_chunk()?;
    hex::byte(digits)
}

/// Bytes in quoted-printable. A space at the end, behind which a line may end, is written as a pair.
pub(in super::super) fn quoted_printable(bytes: &[u8]) -> Vec<u8> {
    let mut written = Vec::with_capacity(bytes.len());
    for (at, &byte) in bytes.iter().enumerate() {
        let before_break = bytes.get(at + 1).is_none_or(|next| matches!(next, b'\r' | b'\n'));
        match byte {
            b'\r' | b'\n' => written.push(byte),
            b' ' | b'\t' if !before_break => written.push(byte),
            b'!'..=b'~' if byte != b'=' => written.push(byte),
            _ => written.extend(format!("={byte:02X}").bytes()),
        }
    }
    written
}

/// The most bytes that a line of quoted-printable may have (RFC 2045).
const LINE: usize = 76;

/// The bytes that are to stand in the place of `file`, behind a soft line break where their line would become too long.
pub(in super::super) fn fold(record: &[u8], file: &Range<usize>, bytes: Vec<u8>) -> Vec<u8> {
    let start = memchr::memrchr(b'\n', &record[..file.start]).map_or(0, |at| at + 1);
    let line = header::line(record, start);
    let end = line.start + record[line.clone()].trim_ascii_end().len();
    let grown = (end.max(file.end) - start + bytes.len()).saturating_sub(file.len());
    if bytes.len() <= file.len() || grown <= LINE || file.start == start {
        return bytes;
    }
    let line_break: &[u8] = if record[line].ends_with(b"\r\n") { b"=\r\n" } else { b"=\n" };
    [line_break, &bytes].concat()
}

fn read_base64(record: &[u8], body: Range<usize>, encoding: Encoding, builder: &mut FieldBuilder) {
    let (mut group, mut start) = (Vec::with_capacity(4), body.start);
    for at in body {
        let byte = record[at];
        if base64::value(byte).is_none() {
            // Behind the padding stands nothing that is of the text.
            if byte == b'=' {
                break;
            }
            continue;
        }
        if group.is_empty() {
            start = at;
        }
        group.push(byte);
        if group.len() == 4 {
            builder.push_coded(&bytes_of(&group), start..at + 1, encoding);
            group.clear();
        }
    }
    if group.len() > 1 {
        let end = start + record[start..].iter().take_while(|byte| is_base64(**byte)).count();
        builder.push_coded(&bytes_of(&group), start..end, encoding);
    }
}

/// The bytes that digits say.
fn bytes_of(group: &[u8]) -> Vec<u8> {
    base64::decode(group).unwrap_or_default()
}

/// Whether a byte is a digit of base64, or fills up the last of them.
pub(in super::super) fn is_base64(byte: u8) -> bool {
    byte == b'=' || base64::value(byte).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_that_of_the_standard() {
        let cases = [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")];
        for (bytes, digits) in cases {
            assert_eq!(base64::encode(bytes.as_bytes()), digits.as_bytes());
            let letter = Letter { transfer: Transfer::Base64, ..Letter::default() };
            let field = read(digits.as_bytes(), 0..digits.len(), letter).finish(super::super::Code::Mail(letter));
            assert_eq!(&*field.text, bytes.as_bytes());
        }
    }

    #[test]
    fn quoted_printable_is_that_of_the_standard() {
        assert_eq!(quoted_printable("mø = \r\nx ".as_bytes()), b"m=C3=B8 =3D=20\r\nx=20");
    }
}
