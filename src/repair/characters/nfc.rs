//! A letter that was written as a letter and an accent becomes the one letter it is. (Unicode's form NFC.)
//!
//! **Why it is damage.** File names of macOS and some PDF files write å as `a` and a combining ring. It looks the same,
//! but no search for `å` finds it.
//!
//! **Example.** `ga`+ring+`rd` → `gård`; the sign of the ångström, U+212B, → `Å`.
//!
//! **When it is certain.** Always, for Latin, Greek and Cyrillic letters that exist as one character. Accents that no
//! letter has stay, so do other scripts and signs that only science uses (the ohm, the kelvin).

use unicode_normalization::UnicodeNormalization;

use super::neighbours::is_plain_script;
use super::{NFC, Place, SURE};
use crate::repair::Options;
use crate::repair::proposal::Proposal;

/// More accents on one letter are a game.
const MOST_ACCENTS: usize = 8;

fn is_accent(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

pub(super) fn propose(place: &Place, _: &Options) -> Option<Proposal> {
    if place.c == '\u{212b}' {
        return Some(Proposal::single(place.range(), NFC, "Å", SURE, "the sign of the ångström is the letter Å"));
    }
    // The first accent speaks for all on its letter.
    let base = place.before().filter(|base| base.is_alphabetic() && is_plain_script(*base) && !is_accent(*base))?;
    let accents = place.text[place.at..].chars().take(MOST_ACCENTS + 1).take_while(|c| is_accent(*c));
    let (count, length) = accents.fold((0, 0), |(count, length), c| (count + 1, length + c.len_utf8()));
    if count > MOST_ACCENTS {
        return None;
    }
    let range = place.at - base.len_utf8()..place.at + length;
    let composed: String = place.text[range.clone()].nfc().collect();
    let shorter = composed.chars().count() <= count;
    shorter.then(|| Proposal::single(range, NFC, composed, SURE, "a letter and its accent are one character"))
}

#[cfg(test)]
mod tests {
    use super::super::tests::{certain, stays};

    #[test]
    fn letters_are_composed() {
        certain("Pa\u{30a} havnega\u{30a}rden sad Rene\u{301} og A\u{30a}se", "På havnegården sad René og Åse");
        certain("Tie\u{302}\u{301}ng Vie\u{323}\u{302}t, Йод: И\u{306}од", "Tiếng Việt, Йод: Йод");
        certain("1 \u{212b}", "1 Å");
    }

    #[test]
    fn accents_without_a_letter_of_their_own_stay() {
        stays("x\u{304} og 300 \u{212a} samt 5 \u{2126}, \u{301} =\u{338}");
        stays(&format!("a{}", "\u{301}".repeat(50)));
    }
}
