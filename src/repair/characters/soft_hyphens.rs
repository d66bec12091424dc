//! Soft hyphens are removed: marks that say where a word may be divided.
//!
//! **Why it is damage.** A soft hyphen is not seen unless its line ends there. In text that was taken out of a layout it
//! divides the word for every search. At a line's end it does show, and the rules that join lines read it there.
//!
//! **Example.** `kom<U+00AD>mune` → `kommune`.
//!
//! **When it is certain.** Inside a line. Where the soft hyphen with the letter before it could be misread UTF-8
//! (`Å<U+00AD>`) only in a text that has others and if the word without it is known.

use super::neighbours::word_parts;
use super::{Place, SOFT_HYPHENS, SURE};
use crate::language::Knowledge;
use crate::repair::Options;
use crate::repair::encoding::may_be_misread;
use crate::repair::proposal::Proposal;

/// It may be half of a letter.
const HALF_OF_A_LETTER: f32 = 0.6;
/// The same, where the word without it is known; others in the text make it [`SURE`].
const IN_A_KNOWN_WORD: f32 = 0.9;
/// Bytes of the longest letter in UTF-8: how far its parts may stand to either side.
const LONGEST_LETTER: usize = 4;
/// How many spaces may end a line behind a soft hyphen.
const MOST_SPACES: usize = 16;

pub(super) fn propose(place: &Place, options: &Options) -> Option<Proposal> {
    let range = place.range();
    if ends_line(&place.text[range.end..]) {
        return None;
    }
    let probability = match may_be_misread(beside(place)) {
        false => SURE,
        true if makes_known_word(place, options) => IN_A_KNOWN_WORD,
        true => HALF_OF_A_LETTER,
    };
    Some(Proposal::single(range, SOFT_HYPHENS, "", probability, "a soft hyphen inside a line"))
}

/// Whether nothing more comes on the line.
fn ends_line(rest: &str) -> bool {
    let next = rest.chars().take(MOST_SPACES).find(|c| !matches!(c, ' ' | '\t' | '\u{ad}'));
    next.is_none_or(|c| matches!(c, '\n' | '\r'))
}

/// The soft hyphen with what it could be one letter together with.
fn beside<'t>(place: &Place<'t>) -> &'t str {
    let before = place.text[place.passage.start..place.at].char_indices().rev().nth(LONGEST_LETTER - 1);
    let after = place.text[place.at..place.passage.end].char_indices().nth(LONGEST_LETTER);
    let start = before.map_or(place.passage.start, |(at, _)| place.passage.start + at);
    &place.text[start..after.map_or(place.passage.end, |(at, _)| place.at + at)]
}

fn makes_known_word(place: &Place, options: &Options) -> bool {
    let (before, after) = word_parts(place.text, &place.range());
    options.language.pack().is_some_and(|pack| pack.knowledge(&(before + &after)) >= Knowledge::Compound)
}

/// A text that has soft hyphens beyond doubt has them in its other known words too.
pub(super) fn believe_in_numbers(proposals: &mut [Proposal]) {
    let has_sure = proposals.iter().any(|other| other.rule == SOFT_HYPHENS && other.probability() >= SURE);
    if !has_sure {
        return;
    }
    for proposal in proposals.iter_mut().filter(|proposal| proposal.rule == SOFT_HYPHENS) {
        if proposal.probability() >= IN_A_KNOWN_WORD {
            proposal.candidates[0].probability = SURE;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{certain, stays};

    #[test]
    fn words_are_made_whole() {
        certain("Gade\u{ad}belys\u{ad}ningen på\u{ad}gik hele nat\u{ad}ten", "Gadebelysningen pågik hele natten");
        certain("RÅ\u{ad}DET og kom\u{ad}munen", "RÅDET og kommunen");
    }

    #[test]
    fn ends_of_lines_and_halves_of_letters_stay() {
        stays("kom\u{ad}\nmune og kom\u{ad} \r\nmune\u{ad}");
        stays("SÅ\u{ad}DAN");
    }
}
