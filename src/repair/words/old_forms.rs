//! Words that are not written so today as readings of unknown ones, in a text of their time: `deels` for `decls`.
//!
//! The pack knows them as a table, in which a form can be looked up and nothing can be searched. So only what a document's reader is
//! proven to do is undone, letter by letter.

use std::rc::Rc;

use smallvec::SmallVec;

use super::before::found_before;
use super::candidates::{Reading, written};
use super::confusions::Confusions;
use super::weigh::Word;
use crate::language::{Case, Language, Step, TELLS_OLD};
use crate::text::QuickSet;

/// Confusions of a word, at most.
const MOST_STEPS: usize = 2;
/// Readings of a token.
const KEPT: usize = 6;
/// Letters of a token, below which nearly any word is one confusion away from another.
const LEAST_LETTERS: usize = 3;
/// Letters of a token that is worth the search.
const MOST_LETTERS: usize = 30;
/// ln P of a form that tells that a text is old, as frequent as the pack's recipe asks, and of any other: the median of 84,707 forms in
/// 13.2 million words of 1830 to 1930.
const TELLING: f32 = -10.3;
const OTHER: f32 = -14.5;

/// The old forms that a token may be, by confusions that the document has proven.
pub(super) fn readings(token: &str, proven: &[u16], language: &'static Language) -> Vec<Reading> {
    let case = Case::of(token);
    let letters = token.chars().count();
    if !(LEAST_LETTERS..=MOST_LETTERS).contains(&letters) || !matches!(case, Case::Lower | Case::Capitalised) {
        return Vec::new();
    }
    let rows = Undo::rows(proven, Confusions::of(language));
    let mut reached: Vec<(String, SmallVec<[Step; 4]>)> = vec![(token.to_lowercase(), SmallVec::new())];
    let mut seen: QuickSet<String> = reached.iter().map(|(form, _)| form.clone()).collect();
    let mut readings = Vec::new();
    let mut next = 0;
    while let Some((form, steps)) = reached.get(next).cloned() {
        next += 1;
        each_undone(&form, &rows, |other, step| {
            let age = language.age_of(other);
            let is_last = steps.len() + 1 == MOST_STEPS;
            // Nobody asks again for what is no form and goes no further.
            if is_last && age == 0 || !seen.insert(other.to_owned()) {
                return;
            }
            let mut steps = steps.clone();
            steps.push(step);
            if age != 0 && readings.len() < KEPT {
                let log_probability = if age == TELLS_OLD { TELLING } else { OTHER };
                readings.extend(reading(token, written(case, other, other), &steps, log_probability, language));
            }
            if !is_last {
                reached.push((other.to_owned(), steps));
            }
        });
    }
    readings
}

/// A confusion as it is undone.
struct Undo<'c> {
    step: Step,
    written: &'c str,
    /// In small letters.
    meant: String,
}

impl<'c> Undo<'c> {
    fn rows(proven: &[u16], known: &'c Confusions) -> Vec<Self> {
        let rows = proven.iter().filter_map(|row| Some((Step(*row), known.row(Step(*row))?)));
        let rows = rows.filter(|(_, row)| row.spelled.is_none());
        rows.map(|(step, row)| Self { step, written: &row.written, meant: row.meant.to_lowercase() }).collect()
    }
}

/// Takes the forms that a form becomes when one confusion is undone at one place.
fn each_undone(form: &str, rows: &[Undo], mut take: impl FnMut(&str, Step)) {
    let mut other = String::with_capacity(form.len() + 8);
    for row in rows {
        for (at, written) in form.match_indices(row.written) {
            other.clear();
            other.push_str(&form[..at]);
            other.push_str(&row.meant);
            other.push_str(&form[at + written.len()..]);
            take(&other, row.step);
        }
    }
}

/// The reading of a token as a word; nothing where a step takes what another made.
fn reading(
    token: &str,
    word: String,
    steps: &[Step],
    log_probability: f32,
    language: &'static Language,
) -> Option<Reading> {
    let rows = Confusions::of(language).table.rows();
    let there: SmallVec<[Step; 4]> = steps.into();
    let back: SmallVec<[Step; 4]> = steps.iter().rev().copied().collect();
    let in_order = |steps: SmallVec<[Step; 4]>| Some((found_before(token, &word, &steps, rows)?, steps));
    let (before, steps) = in_order(there).or_else(|| in_order(back))?;
    let word = Rc::new(Word::of_its_time(word, log_probability, language));
    Some(Reading { word, steps, before, parts: 1, attested: None })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_reader_is_proven_to_do_is_undone() {
        let danish = Language::danish();
        let rows = Confusions::of(danish).table.rows();
        let row = |meant: &str, written: &str| {
            rows.iter().position(|row| &*row.meant == meant && &*row.written == written).unwrap() as u16
        };
        let proven = [row("e", "c"), row("ø", "s")];
        let of = |token: &str| -> Vec<String> {
            readings(token, &proven, danish).into_iter().map(|reading| reading.word.written.clone()).collect()
        };
        assert_eq!(of("decls"), ["deels"]);
        assert_eq!(of("Hsidc"), ["Høide"]);
        assert!(of("hcst").is_empty(), "hest is a word of today");
        assert!(of("Frsicn").is_empty(), "what one confusion made, no other takes");
        assert!(of(&"c".repeat(1000)).is_empty());
    }
}
