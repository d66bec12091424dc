//! Characters that program source writes as `\u00f8`, `\U000000f8` or `\xf8` are read back.
//!
//! **Why it is damage.** JSON and most programming languages may write a character as a backslash and its number. Text
//! that is copied out of such a file without being decoded keeps the numbers.
//!
//! **Example.** `K\u00f8benhavn` → `København`; `k\xc3\xb8b` → `køb`; `\ud83d\ude00` → `😀`.
//!
//! **When it is certain.** When it stands in a word of prose. In string literals, JSON, regular expressions, paths and
//! code it is right and stays.

use super::Read;
use super::bytes::{number, spelled};

/// `\u00f8`: nothing else is written so.
const NUMBER: f32 = 12.5;
/// `\xf8`: fewer digits, and the name of a file may begin so.
const BYTE: f32 = 6.0;
/// Two or more bytes that are UTF-8.
const UTF8: f32 = 11.0;

pub(super) fn read(text: &str, at: usize) -> Option<Read> {
    let bytes = &text.as_bytes()[at..];
    let doubled = bytes.iter().take(DEEPEST).take_while(|byte| **byte == b'\\').count();
    match *bytes.get(doubled)? {
        b'u' | b'U' => read_numbers(text, at, doubled),
        b'x' => read_bytes(text, at, doubled),
        _ => None,
    }
}

/// How often a backslash may have been escaped itself, doubling it each time.
const DEEPEST: usize = 4;

fn read_numbers(text: &str, at: usize, slashes: usize) -> Option<Read> {
    let mut units = Vec::new();
    let mut end = at;
    let mut wide = None;
    while let Some((unit, length)) = unit(&text.as_bytes()[end..], slashes) {
        if length > slashes + 5 {
            wide = char::from_u32(unit).filter(|_| units.is_empty()).map(|c| (c, end + length));
            break;
        }
        units.push(u16::try_from(unit).ok()?);
        end += length;
        if units.len() == LONGEST {
            break;
        }
    }
    if let Some((c, end)) = wide {
        return is_written(c).then(|| Read { range: at..end, text: c.into(), odds: NUMBER });
    }
    let decoded = String::from_utf16(&units).ok()?;
    let good = !decoded.is_empty() && decoded.chars().all(is_written);
    good.then_some(Read { range: at..end, text: decoded, odds: NUMBER })
}

/// The most escapes that are read as one.
const LONGEST: usize = 64;

/// The number of one escape of four digits (`u`) or eight (`U`), and the escape's length.
fn unit(rest: &[u8], slashes: usize) -> Option<(u32, usize)> {
    let head = rest.get(..slashes)?;
    if head.iter().any(|byte| *byte != b'\\') {
        return None;
    }
    let digits = if *rest.get(slashes)? == b'u' { 4 } else { 8 };
    if !matches!(rest[slashes], b'u' | b'U') {
        return None;
    }
    let from = slashes + 1;
    let unit = number(rest.get(from..from + digits)?, 16)?;
    Some((unit, from + digits))
}

fn read_bytes(text: &str, at: usize, slashes: usize) -> Option<Read> {
    let rest = &text.as_bytes()[at..];
    let length = slashes + 3;
    let mut bytes = Vec::new();
    while bytes.len() < LONGEST
        && let Some(escape) = rest.get(bytes.len() * length..(bytes.len() + 1) * length)
        && escape[..slashes].iter().all(|byte| *byte == b'\\')
        && escape[slashes] == b'x'
        && let Some(byte) = number(&escape[slashes + 1..], 16).and_then(|byte| u8::try_from(byte).ok())
        && byte >= 0x80
    {
        bytes.push(byte);
    }
    let spelled = spelled(&bytes).filter(|_| !bytes.is_empty())?;
    let odds = if spelled.is_utf8 { UTF8 } else { BYTE };
    Some(Read { range: at..at + bytes.len() * length, text: spelled.text, odds })
}

/// Whether prose may have been written so: ASCII is not escaped, and controls are no text. Bytes that were escaped
/// one by one (`\u00c3\u0085`) pass where windows-1252 has nothing for them to be.
fn is_written(c: char) -> bool {
    c as u32 >= 0x80
}

#[cfg(test)]
mod tests {
    use super::super::tests::{certain, stays};

    #[test]
    fn escapes_in_prose_are_read() {
        certain("P\\u00e5 m\\u00f8det s\\u00e5 vi \\u00c6r\\u00f8", "På mødet så vi Ærø");
        certain("K\\U000000f8b br\\xf8d og \\xc3\\xa6g", "Køb brød og æg");
        certain("Godt g\\u00e5et \\ud83d\\ude00", "Godt gået 😀");
        certain("K\\\\u00f8benhavn", "København");
        certain("Br\\u00c3\\u00b8nden er t\\u00c3\\u00b8r", "Brønden er tør");
    }

    #[test]
    fn code_and_paths_stay() {
        stays("navn = \"S\\u00f8ren\"");
        stays("[\"K\\u00f8ge\",\"S\\u00f8by\"]");
        stays("Se D:\\u00f8st\\u00e5r eller \\\\arkiv\\u00e6ldre\\x");
        stays("re.match('\\u00e6+', tekst)");
        stays("Skriv `\\u00f8` eller \\u{f8}.");
    }
}
