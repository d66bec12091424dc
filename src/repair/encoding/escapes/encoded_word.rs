//! A header of a mail that was copied as it was sent (`=?ISO-8859-1?Q?m=F8de?=`) says what it says.
//!
//! **Why it is damage.** The headers of mail were ASCII. A mail program writes what is not as an *encoded word* (RFC 2047): its
//! encoding, `Q` (as quoted-printable) or `B` (as base64), and the bytes. Lists of mails, logs and answers that quote headers
//! keep it.
//!
//! **Example.** `Emne: =?utf-8?Q?=C3=85rsm=C3=B8de?=` → `Emne: Årsmøde`.
//!
//! **When it is certain.** Nothing else is written so. Several that follow each other are one, without the space between them. The
//! headers of a mail itself stay, where programs expect them so, as does code.

use crate::codecs::{Encoding, Label};
use crate::repair::LanguageChoice;
use crate::text::base64;

use super::bytes::hex_byte;
use super::surroundings::Surroundings;
use super::{Group, Odds, Read};

/// What it proves by how it is written: more than enough.
const WRITTEN: f32 = 16.0;
/// The standard allows 75 characters; programs write more.
const LONGEST: usize = 400;
/// Headers that a mail begins with.
const HEADERS: [&str; 9] =
    ["From", "To", "Date", "Subject", "Received", "Return-Path", "Message-ID", "MIME-Version", "Delivered-To"];

/// All encoded words on end, from `at` on.
pub(super) fn read(text: &str, at: usize) -> Option<Read> {
    let (mut meant, mut end) = word(text, at)?;
    loop {
        let rest = &text[end..];
        let space = rest.len() - rest.trim_start_matches([' ', '\t', '\r', '\n']).len();
        let Some((more, after)) = word(text, end + space).filter(|_| space > 0) else { break };
        meant.push_str(&more);
        end = after;
    }
    Some(Read { range: at..end, text: meant, odds: WRITTEN })
}

/// What one encoded word says, and where it ends.
fn word(text: &str, at: usize) -> Option<(String, usize)> {
    let rest = text.get(at..)?.strip_prefix("=?")?;
    let rest = &rest[..rest.floor_char_boundary(LONGEST)];
    let (charset, rest) = rest.split_once('?')?;
    let (way, rest) = rest.split_once('?')?;
    let (written, _) = rest.split_once("?=")?;
    if written.contains(|c: char| !c.is_ascii_graphic()) {
        return None;
    }
    let bytes = match way {
        "Q" | "q" => of_quoted(written.as_bytes())?,
        "B" | "b" => of_base64(written.as_bytes())?,
        _ => return None,
    };
    let Label::Known(encoding) = Label::read(charset.split('*').next()?) else { return None };
    let meant = read_as(encoding, &bytes)?;
    let is_text = !meant.is_empty() && !meant.contains(char::is_control);
    is_text.then(|| (meant, at + "=?".len() + charset.len() + 1 + way.len() + 1 + written.len() + "?=".len()))
}

fn read_as(encoding: Encoding, bytes: &[u8]) -> Option<String> {
    encoding.decode_exact(bytes).map(std::borrow::Cow::into_owned)
}

/// The bytes of quoted-printable as headers have it, where `_` is a space.
fn of_quoted(written: &[u8]) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(written.len());
    let mut at = 0;
    while let Some(&byte) = written.get(at) {
        let (read, length) = match byte {
            b'_' => (b' ', 1),
            b'=' => (hex_byte(written.get(at + 1..at + 3))?, 3),
            other => (other, 1),
        };
        bytes.push(read);
        at += length;
    }
    Some(bytes)
}

/// The bytes of base64.
fn of_base64(written: &[u8]) -> Option<Vec<u8>> {
    let digits = written.trim_ascii_end().split(|byte| *byte == b'=').next()?;
    base64::decode(digits)
}

/// Where it is damage: anywhere but in code and in the headers of a mail.
pub(super) fn in_prose(group: &Group, surroundings: &mut Surroundings) -> bool {
    let at = group.reads[0].range.start;
    !surroundings.is_code_span(at) && !surroundings.is_source() && !is_header_of_mail(group.text, at)
}

/// Whether a place is in the headers that a mail begins with.
fn is_header_of_mail(text: &str, at: usize) -> bool {
    let is_header = |line: &str| {
        line.split_once(':').is_some_and(|(name, _)| HEADERS.iter().any(|known| known.eq_ignore_ascii_case(name)))
    };
    let headers = text[..at].lines();
    let mut count = 0;
    for line in headers {
        if line.trim().is_empty() {
            return false;
        }
        count += usize::from(is_header(line) || line.starts_with("From "));
    }
    let line = &text[text[..at].rfind('\n').map_or(0, |end| end + 1)..];
    count > 1 || count == 1 && is_header(line) && text[at..].lines().skip(1).take(3).any(is_header)
}

pub(super) fn odds(group: &Group, _: LanguageChoice) -> Odds {
    group.reads.iter().map(|read| read.odds).collect()
}

#[cfg(test)]
mod tests {
    use super::super::tests::{certain, stays};

    #[test]
    fn headers_that_were_copied_are_read() {
        certain("Mailen hed =?ISO-8859-1?Q?Vedr=F8rende_m=F8det?= og kom.", "Mailen hed Vedrørende mødet og kom.");
        certain("Emne: =?utf-8?B?w4VyZXRzIGY=?= =?utf-8?Q?=C3=B8dselsdag?=\n", "Emne: Årets fødselsdag\n");
    }

    #[test]
    fn mails_code_and_other_signs_stay() {
        stays("From: a@b.dk\nTo: c@d.dk\nSubject: =?utf-8?Q?=C3=85r?=\n\nHej");
        stays("Skriv `=?utf-8?Q?=C3=85r?=` i feltet. Er x =? y?");
    }
}
