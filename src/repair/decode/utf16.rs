//! UTF-16: with a byte order mark, and without one, told by where its zero bytes lie.

use std::io;

use crate::codecs::Encoding;
use crate::repair::Blocks;

/// The share of units that must be common characters for bytes without a mark to be UTF-16.
const COMMON: f32 = 0.7;

/// UTF-16 as the document's first bytes announce it.
pub(super) fn marked(head: &[u8]) -> Option<Encoding> {
    match head {
        // A zero unit after the mark makes it the mark of UTF-32, which is read by nobody here.
        [0xff, 0xfe, 0, 0, ..] => None,
        [0xff, 0xfe, ..] => Some(Encoding::Utf16Le { bom: true }),
        [0xfe, 0xff, ..] => Some(Encoding::Utf16Be { bom: true }),
        _ => None,
    }
}

/// UTF-16 without a mark, if the first bytes of a document are that rather than anything else.
///
/// Nearly every unit of text in a Latin script has a zero byte, always on the same side. Bytes in which zeros lie on both
/// sides, or only here and there, are not it.
pub(super) fn unmarked(head: &[u8]) -> Option<Encoding> {
    memchr::memchr(0, head)?;
    let (units, _) = head.as_chunks::<2>();
    let little = share(units, |&[low, high]| (high, low));
    let big = share(units, |&[high, low]| (high, low));
    if little >= COMMON && little > big {
        Some(Encoding::Utf16Le { bom: false })
    } else if big >= COMMON && big > little {
        Some(Encoding::Utf16Be { bom: false })
    } else {
        None
    }
}

/// The share of units that are common characters. A lone ASCII character and a zero is no document in UTF-16.
fn share(units: &[[u8; 2]], split: impl Fn(&[u8; 2]) -> (u8, u8)) -> f32 {
    let common = units.iter().map(&split).filter(|&(high, low)| is_common(high, low)).count();
    match units {
        [unit] if split(unit).1.is_ascii() => 0.0,
        _ => common as f32 / units.len().max(1) as f32,
    }
}

/// Whether a unit is a printable Latin character, a tab, a line end, or a dash, quotation mark, ellipsis or € of U+20xx.
fn is_common(high: u8, low: u8) -> bool {
    match high {
        0 => matches!(low, b'\t' | b'\n' | b'\r' | 0x20..=0x7e | 0xa0..),
        0x20 => matches!(low, 0x13 | 0x14 | 0x18..=0x1e | 0x22 | 0x26 | 0xac),
        _ => false,
    }
}

/// Whether the whole document decodes in this encoding of UTF-16.
pub(super) fn is_exact(blocks: &mut impl Blocks, encoding: Encoding) -> io::Result<bool> {
    let mut exact = true;
    let mut mark = encoding.bom().len();
    let unit = match encoding {
        Encoding::Utf16Be { .. } => u16::from_be_bytes,
        _ => u16::from_le_bytes,
    };
    blocks.for_each_block(encoding.unit(), &mut |block| {
        let body = &block[std::mem::take(&mut mark).min(block.len())..];
        let (pairs, rest) = body.as_chunks::<2>();
        exact = exact
            && rest.is_empty()
            && char::decode_utf16(pairs.iter().map(|&pair| unit(pair))).all(|character| character.is_ok());
    })?;
    Ok(exact)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utf16(text: &str, big: bool) -> Vec<u8> {
        let bytes = if big { u16::to_be_bytes } else { u16::to_le_bytes };
        text.encode_utf16().flat_map(bytes).collect()
    }

    #[test]
    fn short_danish_texts_without_a_mark_are_known() {
        for text in ["Å", "på", "ÆØÅ", "“Så!”", "Blå båd", "Pris: 5 €\r\n", "– Ål –"] {
            assert_eq!(unmarked(&utf16(text, false)), Some(Encoding::Utf16Le { bom: false }), "{text}");
            assert_eq!(unmarked(&utf16(text, true)), Some(Encoding::Utf16Be { bom: false }), "{text}");
        }
    }

    #[test]
    fn text_with_a_stray_zero_and_numbers_in_binary_are_not() {
        for bytes in [&b"a\0"[..], b"en tekst\0 med et nul", b"ab\0cd", b"\0\0\0\0", b"\x01\0\x02\0\x03\0", b""] {
            assert_eq!(unmarked(bytes), None, "{bytes:?}");
        }
        assert_eq!(marked(b"\xff\xfe\0\0a\0\0\0"), None);
    }
}
