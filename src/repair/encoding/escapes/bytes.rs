//! Bytes that were written out one by one, as text.

use crate::codecs::{Codec, codec};
use crate::text::hex;

/// What bytes beyond ASCII say, and whether they say it as UTF-8.
pub(super) struct Spelled {
    pub text: String,
    pub is_utf8: bool,
}

/// The bytes as UTF-8 if they are UTF-8, else as windows-1252; `None` when they are neither.
pub(super) fn spelled(bytes: &[u8]) -> Option<Spelled> {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Some(Spelled { text: text.to_owned(), is_utf8: true });
    }
    let windows = windows_1252()?;
    let text = bytes.iter().map(|&byte| windows.decode(byte)).collect::<String>();
    let has_control = text.chars().any(char::is_control);
    (!has_control).then_some(Spelled { text, is_utf8: false })
}

/// Text that was UTF-8 before its bytes were taken for windows-1252 (or Latin-1) characters, read back.
pub(super) fn unmisread(text: &str) -> Option<String> {
    let windows = windows_1252()?;
    let byte_of = |c: char| u8::try_from(c as u32).ok().or_else(|| windows.encode(c));
    let bytes = text.chars().map(byte_of).collect::<Option<Vec<u8>>>()?;
    String::from_utf8(bytes).ok().filter(|mended| mended != text)
}

pub(super) fn windows_1252() -> Option<&'static Codec> {
    codec("windows-1252")
}

/// The byte that two hexadecimal digits say.
pub(super) fn hex_byte(digits: Option<&[u8]>) -> Option<u8> {
    hex::byte(digits?.try_into().ok()?)
}

/// The number that `digits` say to a base, if they are digits of it and no more than a code point has.
pub(super) fn number(digits: &[u8], base: u32) -> Option<u32> {
    if digits.is_empty() || digits.len() > 8 {
        return None;
    }
    digits.iter().try_fold(0u32, |sum, &digit| sum.checked_mul(base)?.checked_add((digit as char).to_digit(base)?))
}
