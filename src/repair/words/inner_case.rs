//! Capitals inside words become the small letters that they are, and small l the I that it is.
//!
//! **Why it is damage.** `I` and `l` are one stroke in many fonts, and a letter that is printed large is read as a capital.
//!
//! **Example.** `kanaIstrategi` → `kanalstrategi`; `ØkonomI` → `Økonomi`; `lT-afdelingen` → `IT-afdelingen`.
//!
//! **When it is certain.** When a capital stands inside a word or at its end, in a document that was misread, and the word
//! with the other letter is known while what stands there is not, and stands nowhere else. `lT` is likely. Names of makes
//! (`PowerPoint`, `iPhone`, `LaTeX`, `MitID`) stay: they have whole words or more than one capital. So does what the archive
//! writes so in several documents.

use std::ops::Range;

use super::page::{Page, SUSPECT};
use crate::language::Knowledge;
use crate::repair::proposal::Proposal;
use crate::text::RuleCode;

/// The rule's code.
pub(super) const CODE: RuleCode = RuleCode("W105");

/// The other letter makes a known word.
const KNOWN: f32 = 0.996;
/// It makes a compound.
const COMPOUND: f32 = 0.96;
/// Letters of a word whose last one or inner one is a capital by mistake.
const LEAST_LETTERS: usize = 5;

/// The misread case of an unknown word.
pub(super) fn in_word(page: &Page, range: &Range<usize>) -> Option<Proposal> {
    let word = &page.text[range.clone()];
    let mended = inner_capital(page, word)?;
    if page.language.knowledge(&mended) == Knowledge::Unknown || page.is_usual(word, &mended) {
        return None;
    }
    let is_sure = page.language.is_known(&mended) && word.chars().count() >= LEAST_LETTERS;
    let most = match page.times(word) {
        1 if is_sure => KNOWN,
        1 => COMPOUND,
        _ => SUSPECT,
    };
    page.propose_of_damaged(range.clone(), CODE, &mended, most, "a known word but for the case of a letter")
}

/// `lT` for `IT` at a place, alone or before a hyphen. The list has it as a word, for the sake of units.
pub(super) fn at_acronym(page: &Page, at: usize) -> Option<Proposal> {
    let (before, after) = (page.text[..at].chars().next_back(), page.text[at + 2..].chars().next());
    let begins = before.is_none_or(|c| c.is_whitespace() || "(\"“”»«".contains(c));
    let ends = after.is_none_or(|c| c.is_whitespace() || "-,.;:!?)\"”»«".contains(c));
    if !begins || !ends || page.is_address(&page.run_around(at)) {
        return None;
    }
    page.propose_of_damaged(at..at + 1, CODE, "I", COMPOUND, "a small l before a capital")
}

/// `kanaIstrategi`, `ØkonomI`: a single capital inside a word or at its end.
fn inner_capital(page: &Page, word: &str) -> Option<String> {
    let mut capitals = word.char_indices().skip(1).filter(|(_, c)| c.is_uppercase());
    let (at, capital) = capitals.next()?;
    if capitals.next().is_some() || !word.chars().all(char::is_alphabetic) {
        return None;
    }
    let (head, tail) = (&word[..at], &word[at + capital.len_utf8()..]);
    if capital == 'I' {
        if are_two_words(page, head, &word[at..]) {
            return None;
        }
        let read = ["l", "i"].map(|letter| format!("{head}{letter}{tail}"));
        let known = |knowledge: Knowledge| {
            let mut words = read.iter().filter(|read| page.language.knowledge(read) == knowledge);
            words.next().filter(|_| words.next().is_none()).cloned()
        };
        let is_long = word.chars().count() > LEAST_LETTERS / 2;
        return known(Knowledge::Known).or_else(|| known(Knowledge::Compound)).filter(|_| is_long);
    }
    // `PowerPoint` and `iPhone` are written so.
    let is_make = tail.chars().count() >= 2 || head.chars().count() < 2 || word.chars().count() < LEAST_LETTERS;
    (!is_make).then(|| format!("{head}{}{tail}", capital.to_lowercase()))
}

/// Whether both what stands before a capital and what begins with it are words, as in names of programs: `originalImage`.
fn are_two_words(page: &Page, head: &str, rest: &str) -> bool {
    /// Letters that a part of a name has at least.
    const LEAST: usize = 3;
    [head, rest].iter().all(|part| part.chars().count() >= LEAST && page.language.is_known(part))
}
