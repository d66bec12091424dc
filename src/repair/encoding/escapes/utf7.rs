//! Letters that UTF-7 wrote as `+APg-` are read back.
//!
//! **Why it is damage.** UTF-7, an encoding of old mail, writes a letter beyond ASCII in base 64 between a plus and a
//! hyphen. A program that does not know it shows that.
//!
//! **Example.** `K+APg-benhavn` → `København`; `+AMU-rsm+APg-de` → `Årsmøde`.
//!
//! **When it is certain.** When the digits have no bit too many, say a letter that the language has, and the word they
//! make is known. `Ctrl+Alt-Delete` and sums do not reach it.

use super::Read;
use crate::text::base64::value;

/// Of all strings of three digits, one in forty thousand says æ, ø, å or their capitals.
const DANISH: f32 = 9.0;
/// Other letters and signs of prose.
const OTHER: f32 = 4.0;
/// Letters that Danish prose has, with those of names nearby.
const LETTERS: &str = "æøåÆØÅéÉäÄöÖüÜèêëáàóô";
/// Signs of prose.
const SIGNS: &str = "–—‘’“”„…«»•§°½\u{a0}€´·×";
/// The longest run of digits that is read.
const LONGEST: usize = 64;

pub(super) fn read(text: &str, at: usize) -> Option<Read> {
    let rest = &text.as_bytes()[at + 1..];
    // The digit that begins every letter below U+0400 and every sign of U+2000 to U+23FF.
    if !matches!(rest.first(), Some(b'A' | b'I')) {
        return None;
    }
    let length = rest.iter().take(LONGEST).take_while(|digit| value(**digit).is_some()).count();
    let units = units(&rest[..length])?;
    let decoded = String::from_utf16(&units).ok()?;
    let danish = decoded.chars().all(|c| "æøåÆØÅ".contains(c));
    if decoded.is_empty() || !decoded.chars().all(|c| LETTERS.contains(c) || SIGNS.contains(c)) {
        return None;
    }
    let end = at + 1 + length + usize::from(rest.get(length) == Some(&b'-'));
    Some(Read { range: at..end, text: decoded, odds: if danish { DANISH } else { OTHER } })
}

/// The UTF-16 that digits of base 64 say, when no bit of them is left over but zeros.
fn units(digits: &[u8]) -> Option<Vec<u16>> {
    let mut units = Vec::with_capacity(digits.len() * 6 / 16);
    let (mut bits, mut held) = (0u32, 0);
    for digit in digits {
        bits = bits << 6 | u32::from(value(*digit)?);
        held += 6;
        if held >= 16 {
            held -= 16;
            units.push((bits >> held) as u16);
            bits &= (1 << held) - 1;
        }
    }
    (held < 6 && bits == 0).then_some(units)
}

#[cfg(test)]
mod tests {
    use super::super::tests::{certain, stays};

    #[test]
    fn words_are_read() {
        certain("S+APg-ren tog b+AOU-den til +AMY-r+APg-", "Søren tog båden til Ærø");
    }

    #[test]
    fn sums_and_keys_stay() {
        stays("Tryk Ctrl+Alt-Delete; A+B-C og 5+3-2, C++ og I+APA-bilag, plan+APg-x1");
    }
}
