//! A word that a line's end once cut is made whole where the line has since been joined: `mulig- hed`.
//!
//! **Why it is damage.** Programs that take lines for words join them by a space and leave the hyphen. No search finds the
//! halves, and no line end is left that would tell.
//!
//! **Example.** `mulig- hed` → `mulighed`, `kommu- nens` → `kommunens`.
//!
//! **When it is certain.** When the whole is a common word, or stands elsewhere in the text, and is much likelier than its halves as
//! two words.
//! Suspended hyphens stay: before `og`, `eller` and the like (`ind- og udland`), before a comma, and before another one
//! (`vand- varme- og elforsyning`).

use memchr::memmem;

use super::INLINE_HYPHEN;
use super::evidence::Evidence;
use crate::language::{Knowledge, List};
use crate::repair::proposal::Proposal;

/// Words from this probability on are common enough to be no accident of two halves.
const COMMON: f32 = -14.5;
/// A common word, and another known one.
const SURE: f32 = 0.997;
const KNOWN: f32 = 0.9;
/// So many words that were cut tell that lines were joined so.
const SEVERAL: usize = 2;
/// How much likelier a word is than its halves as two words, in nats, to be meant.
const MARGIN: f32 = 6.0;
/// The longest half, in bytes.
const LONGEST: usize = 48;
/// Letters of the whole at least.
const SHORTEST: usize = 5;

/// Proposes to make words whole, wherever a hyphen and a space part one.
pub(super) fn propose(text: &str, evidence: &Evidence, proposals: &mut Vec<Proposal>) {
    if evidence.language().is_none() {
        return;
    }
    let found = memmem::find_iter(text.as_bytes(), b"- ").filter_map(|at| {
        let (left, right) = (half_before(text, at)?, half_after(text, at + 2)?);
        let probability = probability(left, right, evidence)?;
        let said = "the halves of a known word, with a hyphen and a space between";
        Some(Proposal::single(at..at + 2, INLINE_HYPHEN, "", probability, said))
    });
    let mut found: Vec<Proposal> = found.collect();
    // Where several words are so for certain, the others are.
    if found.iter().filter(|proposal| proposal.probability() >= SURE).count() >= SEVERAL {
        found.iter_mut().for_each(|proposal| proposal.candidates[0].probability = SURE);
    }
    proposals.append(&mut found);
}

/// The letters before a place, small ones but for the first, if nothing else belongs to them.
fn half_before(text: &str, at: usize) -> Option<&str> {
    let before = &text[text.floor_char_boundary(at.saturating_sub(LONGEST))..at];
    let word = before.rsplit(|c: char| c.is_whitespace() || "(\"“”»«".contains(c)).next()?;
    let mut letters = word.chars();
    (letters.next()?.is_alphabetic() && letters.all(char::is_lowercase)).then_some(word)
}

/// The small letters from a place on, if a space or a sign of the sentence follows them.
fn half_after(text: &str, at: usize) -> Option<&str> {
    let after = &text[at..text.ceil_char_boundary((at + LONGEST).min(text.len()))];
    let end = after.find(|c: char| !c.is_lowercase()).unwrap_or(after.len());
    let ends = |c: char| c.is_whitespace() || ".,;:!?)\"”»«".contains(c);
    (end > 0 && after[end..].chars().next().is_none_or(ends)).then(|| &after[..end])
}

fn probability(left: &str, right: &str, evidence: &Evidence) -> Option<f32> {
    let whole = format!("{left}{right}");
    let is_suspended = evidence.lists(List::Conjunctions, right) || evidence.seen(&format!("{left}-{right}")) > 0;
    let is_short = left.chars().nth(1).is_none() || right.chars().nth(1).is_none();
    if is_suspended || is_short || whole.chars().count() < SHORTEST || evidence.keeps_hyphen(&left.to_lowercase()) {
        return None;
    }
    // `gerne- men- ingen kom`: two common words with a dash that lacks its space.
    let apart = evidence.log_probability(left) + evidence.log_probability(right);
    let is_likelier = evidence.log_probability(&whole) - apart >= MARGIN;
    let is_known = evidence.knowledge(&whole) == Knowledge::Known;
    let is_common = is_known && evidence.log_probability(&whole) >= COMMON;
    match is_known || evidence.seen(&whole) > 0 {
        true if is_likelier && (is_common || evidence.seen(&whole) > 0) => Some(SURE),
        true => Some(KNOWN),
        false => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::Repairer;

    fn repaired(text: &str) -> String {
        Repairer::danish().repair(text.as_bytes()).into_text().into_owned()
    }

    #[test]
    fn words_that_were_cut_are_made_whole() {
        assert_eq!(repaired("Det giver mulig- hed for at læse."), "Det giver mulighed for at læse.");
        assert_eq!(repaired("Kommu- nens planer."), "Kommunens planer.");
    }

    #[test]
    fn suspended_hyphens_stay() {
        for text in [
            "Ind- og udlån er gratis, og for- og efterår er travle.",
            "Vand-, varme- og elforsyning, køb- eller lejeaftaler.",
            "Vand- varme- og elværk.",
            "Jeg ville gerne- men- ingen kom.",
            "Skriv en e- mail til it- afdelingen.",
            "En by- eller landzone - og mere.",
            "- en liste\n- to punkter",
        ] {
            assert_eq!(repaired(text), text);
        }
    }
}
