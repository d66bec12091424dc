//! Words that run together get their space back.
//!
//! **Why it is damage.** Spaces are lost where a page is read or text is copied out of a layout: after a full stop, after
//! the day of a date, after a short word.
//!
//! **Example.** `den 31.oktober` → `den 31. oktober`; `iDanmark` → `i Danmark`; `tildagsorden` → `til dagsorden`.
//!
//! **When it is certain.** Never: people write `31.oktober` too, and leave out the space after a full stop. A
//! short word before the name of a place, in a document that was misread, is likely; all else is reported.
//! Abbreviations, addresses, names of files and identifiers stay, and what the archive writes as one word.

use std::ops::Range;

use super::archive::Joins;
use super::page::{Page, SUSPECT};
use crate::language::{Context, Knowledge, Language, List, Roles, lowercase};
use crate::repair::proposal::Proposal;
use crate::text::RuleCode;

/// The rule's code.
pub(super) const CODE: RuleCode = RuleCode("W103");

/// People write so, too.
const WRITTEN: f32 = 0.9;
/// A short word before the name of a place: no brand, where the two stand side by side elsewhere.
const BEFORE_NAME: f32 = 0.97;

/// Letters of a word that ends a sentence.
const LEAST_LETTERS: usize = 3;
/// Letters of the word that a short one has run into.
const LEAST_OF_OTHER: usize = 4;
/// ln P of the other word: a common one.
const COMMON: f32 = -14.0;

/// The missing space after the full stop at a place.
pub(super) fn after_stop(page: &Page, at: usize) -> Option<Proposal> {
    let after = letters_at(&page.text[at + 1..])?;
    let before = &page.text[page.text.floor_char_boundary(at.saturating_sub(64))..at];
    let last = before.chars().next_back()?;
    let is_missing = if last.is_ascii_digit() {
        is_day(before) && page.language.lists(List::Months, after) && ends_well(page, at + 1 + after.len())
    } else {
        last.is_lowercase() && ends_a_sentence(page, before, after) && ends_well(page, at + 1 + after.len())
    };
    if !is_missing || page.is_address(&page.run_around(at)) {
        return None;
    }
    page.propose(at..at + 1, CODE, ". ", WRITTEN, "two words without a space between them")
}

/// The letters that a text begins with, if any.
fn letters_at(text: &str) -> Option<&str> {
    let letters = &text[..text.find(|c: char| !c.is_alphabetic()).unwrap_or(text.len())];
    (!letters.is_empty()).then_some(letters)
}

/// Whether what stands at a place may follow a word of a sentence, and is no ending of a file's name.
fn ends_well(page: &Page, at: usize) -> bool {
    let rest = &page.text[at..];
    let Some(c) = rest.chars().next() else { return true };
    match rest.strip_prefix('.').and_then(letters_at) {
        Some(next) => page.language.is_abbreviation(&format!("{next}.")),
        None => c.is_whitespace() || ",.;:!?)\"”»".contains(c),
    }
}

/// Whether a text ends in the day of a month.
fn is_day(before: &str) -> bool {
    let rest = before.trim_end_matches(|c: char| c.is_ascii_digit());
    let day = before[rest.len()..].parse::<u8>();
    day.is_ok_and(|day| (1..=31).contains(&day))
        && rest.chars().next_back().is_none_or(|c| c.is_whitespace() || "(-–\"".contains(c))
}

/// Whether a known word ends before a full stop, and a known word with a capital begins after it.
fn ends_a_sentence(page: &Page, before: &str, after: &str) -> bool {
    let rest = before.trim_end_matches(char::is_alphabetic);
    let word = &before[rest.len()..];
    let mut letters = after.chars();
    rest.chars().next_back().is_none_or(|c| c.is_whitespace() || "(\"“”»«".contains(c))
        && word.chars().count() >= LEAST_LETTERS
        && word.chars().all(char::is_lowercase)
        && letters.next().is_some_and(char::is_uppercase)
        && letters.all(char::is_lowercase)
        && after.chars().count() >= 2
        && page.is_word(word)
        && page.is_word(after)
        && !page.language.is_abbreviation(&format!("{word}."))
}

/// The missing space in an unknown word.
pub(super) fn in_word(page: &Page, range: &Range<usize>) -> Option<Proposal> {
    let word = &page.text[range.clone()];
    let proposal = before_name(page, range, word).or_else(|| after_short(page, range, word))?;
    let (left, right) = proposal.candidates.first()?.text.split_once(' ')?;
    (page.joins(left, right, word) != Joins::Joined).then_some(proposal)
}

/// `iDanmark`: the name of a place after a short word.
fn before_name(page: &Page, range: &Range<usize>, word: &str) -> Option<Proposal> {
    const LEAST_OF_NAME: usize = 5;
    let places = page.language.list(List::BeforePlaces).iter();
    let (before, name) = places.filter_map(|before| Some((before, word.strip_prefix(before.as_str())?))).next()?;
    let is_name = name.starts_with(char::is_uppercase)
        && name.chars().skip(1).all(char::is_lowercase)
        && name.chars().count() >= LEAST_OF_NAME
        && page.language.roles(name).has(Roles::WORD)
        && !page.language.is_known(&name.to_lowercase())
        && page.language.is_pair(Context::Word(&lowercase(before)), Context::Word(name));
    if !is_name {
        return None;
    }
    let most = if page.times(word) == 1 { BEFORE_NAME } else { SUSPECT };
    let parted = format!("{before} {name}");
    page.propose_of_damaged(
        range.clone(),
        CODE,
        &parted,
        most,
        "a short word and the name of a place, which stand together often",
    )
}

/// `tildagsorden`: a short word and a common one that are a pair.
fn after_short(page: &Page, range: &Range<usize>, word: &str) -> Option<Proposal> {
    if !word.chars().all(char::is_lowercase) {
        return None;
    }
    let mut pairs = pairs(word, page.language);
    let (left, right) = pairs.next()?;
    if pairs.next().is_some() || page.times(word) > 1 {
        return None;
    }
    page.propose(range.clone(), CODE, &format!("{left} {right}"), WRITTEN, "two words that stand together often")
}

/// Two words that stand together often, a short one and a common one, of which a word without a space between them would be made.
pub(super) fn pairs<'w>(word: &'w str, language: &'static Language) -> impl Iterator<Item = (&'w str, &'w str)> {
    let before = language.list(List::Short).iter().filter_map(|short| {
        let other = word.strip_prefix(short.as_str())?;
        Some((&word[..short.len()], other, other))
    });
    let after = language.list(List::ShortEndings).iter().filter_map(|short| {
        let other = word.strip_suffix(short.as_str())?;
        Some((other, &word[other.len()..], other))
    });
    let is_other = |other: &str| {
        other.chars().count() >= LEAST_OF_OTHER
            && language.knowledge(other) == Knowledge::Known
            && language.log_probability(other) > COMMON
    };
    before
        .chain(after)
        .filter(move |(.., other)| is_other(other))
        .map(|(left, right, _)| (left, right))
        .filter(|(left, right)| language.is_pair(Context::Word(left), Context::Word(right)))
}
