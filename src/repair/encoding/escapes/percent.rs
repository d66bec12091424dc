//! Bytes that an address wrote as `%C3%B8` are read back in words of prose.
//!
//! **Why it is damage.** Addresses and forms write a byte beyond ASCII as a percent sign and two hexadecimal digits.
//! Text that went through a form or an address and was not decoded keeps the digits.
//!
//! **Example.** `r%C3%B8dvin` → `rødvin`; `k%F8b` → `køb`.
//!
//! **When it is certain.** When the word it makes is known, or when its bytes are UTF-8 between letters. Addresses,
//! paths, query strings and code keep theirs, and `20%af` is a percentage.

use super::Read;
use super::bytes::{hex_byte, spelled};

/// Two or more bytes that are UTF-8 are seldom so by chance.
const UTF8: f32 = 10.0;
/// One byte, `%F8`.
const BYTE: f32 = 3.0;
/// How often the percent sign may have been escaped itself (`%25C3`).
const DEEPEST: usize = 3;

pub(super) fn read(text: &str, at: usize) -> Option<Read> {
    let rest = &text.as_bytes()[at..];
    let mut bytes = Vec::new();
    let mut length = 0;
    while let Some((byte, step)) = byte(&rest[length..]) {
        bytes.push(byte);
        length += step;
    }
    let spelled = spelled(&bytes).filter(|_| !bytes.is_empty())?;
    let follows_number = text.as_bytes()[..at].last().is_some_and(u8::is_ascii_digit);
    if follows_number && !spelled.is_utf8 || is_placeholder(text, at, length) {
        return None;
    }
    let odds = if spelled.is_utf8 { UTF8 } else { BYTE };
    Some(Read { range: at..at + length, text: spelled.text, odds })
}

/// Whether the percent sign begins a name that a program fills in, as `%date` or `%author` in texts to translate: small letters
/// alone, of which the first two happen to be digits.
fn is_placeholder(text: &str, at: usize, length: usize) -> bool {
    let begins = text[..at].chars().next_back().is_none_or(|c| !c.is_alphanumeric());
    let digits = text[at..at + length].strip_prefix('%').unwrap_or_default();
    let goes_on = text[at + length..].starts_with(|c: char| c.is_ascii_lowercase());
    begins && goes_on && digits.bytes().all(|byte| byte.is_ascii_lowercase())
}

/// The byte beyond ASCII that the text begins with as an escape, and the escape's length.
fn byte(rest: &[u8]) -> Option<(u8, usize)> {
    if rest.first() != Some(&b'%') {
        return None;
    }
    let mut from = 1;
    while from < 1 + 2 * DEEPEST && rest.get(from..from + 2) == Some(b"25") {
        from += 2;
    }
    hex_byte(rest.get(from..from + 2)).filter(|byte| *byte >= 0x80).map(|byte| (byte, from + 2))
}

#[cfg(test)]
mod tests {
    use super::super::tests::{certain, stays};

    #[test]
    fn words_of_forms_are_read() {
        certain("Vi spiste r%C3%B8dgr%C3%B8d p%C3%A5 terrassen", "Vi spiste rødgrød på terrassen");
        certain("br%F8drene sl%E5s om n%F8glen", "brødrene slås om nøglen");
        certain("sm%25C3%25B8rrebr%25C3%25B8d", "smørrebrød");
    }

    #[test]
    fn addresses_and_percentages_stay() {
        stays("Se www.havnen.example/b%C3%A5de og /arkiv/%C3%A6ldre samt ?by=%C3%98lby");
        stays("Kopi af %title fra %date; %default og %dette er navne på felter");
        stays("Der er 20%af prisen, 50%de andre og 5%c3 i alt; fil%C3%B8.txt, post@s%C3%B8.example");
    }
}
