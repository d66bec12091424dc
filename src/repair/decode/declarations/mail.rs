//! Mails: the headers of a mail and of its parts.

use std::ops::Range;

use super::Family;
use super::lines::{find, lines, starts_with, value_of};
use crate::codecs::Label;

/// `Content-Type: text/plain; charset=NAME`, where the text is not written in ASCII.
pub(super) const MAIL: Family = Family { name: "mail", begins: is_mail, places, read: Label::read, utf8: "UTF-8" };

/// Headers that mails have.
const HEADERS: [&[u8]; 12] = [
    b"From:",
    b"From ",
    b"To:",
    b"Date:",
    b"Subject:",
    b"Received:",
    b"Return-Path:",
    b"Message-ID:",
    b"MIME-Version:",
    b"Delivered-To:",
    b"Reply-To:",
    b"Cc:",
];
/// So many of them make a mail.
const LEAST_HEADERS: usize = 2;
/// How a text may be written that stays in ASCII.
const ESCAPED: [&[u8]; 2] = [b"quoted-printable", b"base64"];

/// The end of the headers that begin at a place: the first line that is blank.
fn end_of_headers(bytes: &[u8], from: usize) -> usize {
    lines(&bytes[from..]).find(|line| line.is_empty()).map_or(bytes.len(), |line| from + line.start)
}

fn is_mail(head: &[u8]) -> bool {
    let headers = &head[..end_of_headers(head, 0)];
    let is_header = |line: &[u8]| HEADERS.iter().any(|header| starts_with(line, header));
    let is_formed = lines(headers).all(|line| is_header_line(&headers[line]));
    is_formed && lines(headers).filter(|line| is_header(&headers[line.clone()])).count() >= LEAST_HEADERS
}

/// Whether a line is a header or goes on with one.
fn is_header_line(line: &[u8]) -> bool {
    let name = line.iter().take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'-').count();
    line.starts_with(b" ")
        || line.starts_with(b"\t")
        || starts_with(line, b"From ")
        || name > 0 && line.get(name) == Some(&b':')
}

fn places(bytes: &[u8]) -> Vec<Range<usize>> {
    let of_parts = lines(bytes).filter(|line| bytes[line.clone()].starts_with(b"--")).filter_map(|boundary| {
        let next = lines(&bytes[boundary.end..]).nth(1)?;
        let start = boundary.end + next.start;
        starts_with(&bytes[start..], b"Content-").then_some(start)
    });
    let starts = is_mail(bytes).then_some(0).into_iter().chain(of_parts);
    starts.filter_map(|start| charset_of(bytes, start..end_of_headers(bytes, start))).collect()
}

/// The name in headers whose text is not written in ASCII.
fn charset_of(bytes: &[u8], headers: Range<usize>) -> Option<Range<usize>> {
    let part = &bytes[headers.clone()];
    let is_escaped = find(part, 0, b"content-transfer-encoding:").is_some_and(|at| {
        lines(&part[at..])
            .next()
            .is_some_and(|line| ESCAPED.iter().any(|way| find(&part[at..][line.clone()], 0, way).is_some()))
    });
    let at = find(part, 0, b"content-type:").filter(|_| !is_escaped)?;
    // The header goes on in lines that begin with a space.
    let length = lines(&part[at..]).skip(1).find(|line| !matches!(part[at + line.start..].first(), Some(b' ' | b'\t')));
    let end = length.map_or(headers.end, |line| headers.start + at + line.start);
    value_of(bytes, headers.start + at..end, b"charset")
}
