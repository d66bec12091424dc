//! Bytes that are no text: known by the mark they begin with, or by the controls they are full of.

use super::words::{find_rare, is_high};

/// The share of controls from which bytes are no text. Random bytes have 10%, text that went through much has 1%.
const CONTROLS: f32 = 0.05;
/// The same where bytes beyond ASCII are many and no UTF-8: tables of numbers have both.
const AMONG_HIGH: f32 = 0.01;
/// The share of bytes beyond ASCII that no text of Latin letters has.
const HIGH: f32 = 0.2;
/// Fewer controls than this prove nothing.
const FEW: usize = 5;

/// Whether the first bytes of a document, which are not UTF-16, are no text.
pub(super) fn is_binary(head: &[u8]) -> bool {
    let (controls, all) = match find_rare(head, 0, is_control) {
        Some(_) => count_controls(head),
        None => (0, head.len()),
    };
    let many = controls >= FEW
        && !are_of_words(head)
        && !are_codes_of_fonts(head)
        && (controls as f32 > CONTROLS * all as f32
            || controls as f32 > AMONG_HIGH * all as f32 && is_mostly_high(head));
    many || is_made_of_zeros(head, controls)
        || is_exchange_format(head)
        || infer::get(head).is_some_and(|kind| is_mark(&kind, controls))
}

/// Whether bytes begin with a zero, which no text does, or are mostly zeros that stand here and there: numbers and room in records. A
/// text may end in zeros, and a file that was cut off may have a stretch of them.
fn is_made_of_zeros(head: &[u8], controls: usize) -> bool {
    let rest = || head.iter().filter(|byte| **byte != 0).count();
    head.first() == Some(&0) || controls > 1 && 2 * rest() < head.len()
}

/// Whether all controls are letters of Danish, Norwegian and Swedish in the alphabet of GSM, or the hyphens of Word, in text that is
/// ASCII otherwise and in which letters stand behind them.
fn are_of_words(head: &[u8]) -> bool {
    /// Æ, æ, Ø, ø, Å, å and É there; 1E and 1F are the hyphens.
    const LETTERS: [u8; 8] = [0x1c, 0x1d, 0x0b, 0x0c, 0x0e, 0x0f, 0x1e, 0x1f];
    let is_text = |byte: &u8| matches!(byte, b'\t' | b'\n' | b'\r' | b' '..=b'~') || LETTERS.contains(byte);
    let is_beside = |pair: &&[u8]| LETTERS.contains(&pair[0]) && pair[1].is_ascii_alphabetic();
    let letters = head.iter().filter(|byte| LETTERS.contains(byte)).count();
    head.iter().all(is_text) && head.windows(2).filter(is_beside).count() * 2 > letters
}

/// Whether nearly all controls stand beside small letters, in sentences: signs of a font that a program did not know.
fn are_codes_of_fonts(head: &[u8]) -> bool {
    /// Of so many bytes of sentences one at least is a space; records and names have fewer.
    const SPACES: usize = 12;
    let is_space = |byte: u8| matches!(byte, b' ' | b'\n' | b'\r' | b'\t');
    let is_code = |byte: u8| byte != 0 && byte < b' ' && !is_space(byte);
    let is_small = |at: Option<usize>| at.and_then(|at| head.get(at)).is_some_and(u8::is_ascii_lowercase);
    let codes = || (0..head.len()).filter(|at| is_code(head[*at]));
    let beside = codes().filter(|at| is_small(at.checked_sub(1)) || is_small(Some(at + 1))).count();
    let spaces = head.iter().filter(|byte| is_space(**byte)).count();
    let is_cut = |error: std::str::Utf8Error| error.error_len().is_none();
    !head.iter().any(|byte| matches!(byte, 0 | 0x7f))
        && spaces * SPACES > head.len()
        && beside * 10 >= codes().count() * 9
        && std::str::from_utf8(head).err().is_none_or(is_cut)
}

/// Whether bytes begin as records of libraries do (ISO 2709): each says how many bytes it and its fields have, so that any change would
/// break it.
fn is_exchange_format(head: &[u8]) -> bool {
    /// The control that ends the directory of a record's fields.
    const FIELD_END: u8 = 0x1e;
    let Some((leader, fields)) = head.split_at_checked(24) else { return false };
    let is_leader = leader[..5].iter().all(u8::is_ascii_digit) && leader[10..12] == *b"22" && leader[20..22] == *b"45";
    let base = std::str::from_utf8(&leader[12..17]).ok().and_then(|base| base.parse::<usize>().ok());
    is_leader && base.is_some_and(|base| fields.get(base.wrapping_sub(25)) == Some(&FIELD_END))
}

/// Whether bytes are no UTF-8, and more of them beyond ASCII than text has.
fn is_mostly_high(head: &[u8]) -> bool {
    let high = head.iter().filter(|&&byte| is_high(byte)).count();
    let is_cut = |error: std::str::Utf8Error| error.error_len().is_none();
    high as f32 > HIGH * head.len() as f32 && std::str::from_utf8(head).is_err_and(|error| !is_cut(error))
}

/// Whether a mark of a file type speaks for itself. Many marks are two or three letters that a text may begin with
/// (`BM`, `MZ`, `ID3`), so bytes without a single control are text all the same, but for PDF, whose mark is long.
fn is_mark(kind: &infer::Type, controls: usize) -> bool {
    match kind.matcher_type() {
        infer::MatcherType::Text => false,
        _ => controls > 0 || kind.mime_type() == "application/pdf",
    }
}

/// How many bytes are controls that no text has, and how many bytes there are; a run of zeros (padding) counts once.
fn count_controls(head: &[u8]) -> (usize, usize) {
    // Nearly every text has none, and the compiler makes vectors of this look.
    if head.iter().fold(0, |any, &byte| any | u8::from(is_control(byte))) == 0 {
        return (0, head.len());
    }
    let mut counts = (0, 0);
    for run in head.chunk_by(|one, two| *one == 0 && *two == 0) {
        counts.0 += usize::from(is_control(run[0]));
        counts.1 += 1;
    }
    counts
}

/// Controls other than those of text, of terminals (escape, backspace, bell) and of DOS (Ctrl-Z).
fn is_control(byte: u8) -> bool {
    matches!(byte, 0..=6 | 0x0e..=0x19 | 0x1c..=0x1f | 0x7f)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_and_controls_tell_binary_from_text() {
        let padded = [&b"Sidste linje i en fil, der blev afbrudt"[..], &[0; 4096]].concat();
        let random: Vec<u8> = (0..2000u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
        for (bytes, binary) in [
            (&b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01"[..], true),
            (b"PK\x03\x04\x14\0\0\0\x08\0", true),
            (b"%PDF-1.4\n1 0 obj", true),
            (b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0", true),
            (b"\x01\0\0\0\x02\0\0\0\x03\0\0\0\x04\0\0\0", true),
            (b"00058nam  2200037   4500245002000000\x1e00\x1faKj\xb5rlighed\x1e\x1d", true),
            (b"S\x0f du m\x0f k\x0cbe \x0cl og br\x0cd p\x0f vejen", false),
            (b"BM er forkortelsen for bymuseet", false),
            (b"MZ kommer efter MY", false),
            (b"En tekst med et nul\0 i midten", false),
            (b"<html><body>side</body></html>", false),
            (b"#!/bin/sh\necho hej", false),
            (b"\x1b[31mr\xf8d\x1b[0m", false),
            (b"", false),
            (&[0; 3000], true),
            (b"\0linker-1230\0\x10/Programmer/Hus\0", true),
            (b"pamh\x01\0\0\0x\0\0\0\0\0\0\0\x08\0\0\0\0\0\0\0", true),
            (&padded, false),
            (&random, true),
            // A table of numbers: few controls, and bytes of every kind.
            (b"\x04\0K\xd3\x8e\xa4l\xc2\x91\x9d2\xfe\x80a\xe1\x03n\xb4\xc9p\x01\xa8\xf2\x95t\x05e\xb7\xdd\x8b/r\x06s\xf9\x84\xaa", true),
            ("Ввведение в историю".as_bytes(), false),
        ] {
            assert_eq!(is_binary(bytes), binary, "{:?}", String::from_utf8_lossy(&bytes[..bytes.len().min(40)]));
        }
    }
}
