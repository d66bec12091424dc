//! Characters that are not seen are removed: byte order marks inside a text, zero-width spaces, joiners.
//!
//! **Why it is damage.** Programs and web pages leave them behind. They divide words for every search.
//!
//! **Example.** `vej<U+200B>ledning` → `vejledning`.
//!
//! **When it is certain.** Where the script has no use for them. Joiners stay in emoji and beside letters of Arabic,
//! Persian, Indian and other scripts, zero-width spaces beside letters and signs of scripts without spaces; marks of direction
//! are removed only inside words of Latin, Greek and Cyrillic letters. A byte order mark stays at the very start.

use super::neighbours::{is_plain_script, visible};
use super::{INVISIBLE, Place, SURE};
use crate::repair::Options;
use crate::repair::proposal::Proposal;

pub(super) fn propose(place: &Place, _: &Options) -> Option<Proposal> {
    let (before, after) = visible(place.text, &place.range());
    let both = |is: fn(Option<char>) -> bool| is(before) && is(after);
    let is_stray = match place.c {
        '\u{feff}' => place.at > 0,
        '\u{200b}' | '\u{2060}' => both(|c| !c.is_some_and(needs_marks)),
        '\u{200c}' | '\u{200d}' => both(|c| c.is_none_or(never_joins)),
        _ => both(|c| c.is_some_and(|c| c.is_alphabetic() && is_plain_script(c))),
    };
    is_stray.then(|| Proposal::single(place.range(), INVISIBLE, "", SURE, "it is not seen, and parts a word"))
}

/// Letters and signs of scripts that do not part words by spaces, or whose letters change beside joiners.
fn needs_marks(c: char) -> bool {
    !is_plain_script(c) && (c.is_alphabetic() || is_sign_of_script(c))
}

/// The blocks from Hebrew to the Vedic extensions, those of Asia and Africa behind the Chinese ones, and of old scripts: their vowel signs,
/// digits and stops are no letters.
fn is_sign_of_script(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{1cff}' | '\u{a000}'..='\u{abff}' | '\u{11000}'..='\u{11fff}')
}

/// What a joiner can do nothing to: letters and signs of plain scripts, spaces, punctuation.
fn never_joins(c: char) -> bool {
    is_plain_script(c) || c.is_whitespace() || matches!(c, '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205e}')
}

#[cfg(test)]
mod tests {
    use super::super::tests::{certain, stays};

    #[test]
    fn what_is_not_seen_is_removed() {
        certain("Vand\u{200b}værket\u{feff} har\u{2060} ny for\u{200d}mand\u{200c}.", "Vandværket har ny formand.");
        certain("bru\u{200e}ger og\u{200b}\u{200b}\u{feff}så", "bruger også");
    }

    #[test]
    fn what_has_a_use_stays() {
        stays(
            "\u{feff}Først; \u{202a}C:\\x\u{202c}, (\u{200f}), 👨\u{200d}👩\u{200d}👧, می\u{200c}خواهم, ไทย\u{200b}ไทย, រួចរាល់\u{200b} សមាស\u{200b}ភាគ, ၅၀၂။\u{200b}",
        );
    }
}
