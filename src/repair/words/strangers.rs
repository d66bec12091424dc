//! Passages in other languages: their words are right, however much they look like misread Danish.
//!
//! The commonest words tell a language ([`dictionaries/strangers.tsv`]): those around a place are weighed for Danish and
//! for each of its neighbours.

use std::cell::RefCell;
use std::ops::Range;
use std::sync::LazyLock;

use super::tokens;
use crate::text::QuickMap;

/// Danish and the others of the table.
const LANGUAGES: usize = 7;
/// Log odds from which words are held to be of another language.
pub(super) const FOREIGN: f32 = 2.0;
/// Log odds for another language below which the words around tell that the text is Danish.
pub(super) const TOLD: f32 = -2.5;
/// How far around a place words are asked, in bytes.
const REACH: usize = 240;
/// The most that one word may say.
const MOST: f32 = 3.0;

/// What a word says for each language rather than Danish, which is the first.
static WORDS: LazyLock<QuickMap<&'static str, [f32; LANGUAGES]>> = LazyLock::new(|| {
    let table = include_str!("../../../dictionaries/strangers.tsv");
    let rows = table.lines().filter(|line| !line.starts_with('#')).filter_map(|line| {
        let (word, logs) = line.split_once('\t')?;
        let mut row = [0.0; LANGUAGES];
        for (cell, log) in row.iter_mut().zip(logs.split('\t')) {
            *cell = log.parse().ok()?;
        }
        Some((word, row.map(|log: f32| (log - row[0]).clamp(-MOST, MOST))))
    });
    rows.collect()
});

/// The words of a text, each looked up once however many of its passages are asked about.
pub(super) struct Passages<'t> {
    text: &'t str,
    /// What the words say that were looked up, by where they begin.
    said: RefCell<QuickMap<usize, Option<&'static [f32; LANGUAGES]>>>,
}

impl<'t> Passages<'t> {
    /// The passages of a text, of which no word is looked up yet.
    pub fn new(text: &'t str) -> Self {
        Self { text, said: RefCell::default() }
    }

    /// Log odds that the words around a place are of the likeliest other language rather than Danish.
    pub fn log_odds(&self, place: &Range<usize>) -> f32 {
        let (start, around) = around(self.text, place);
        let mut said = self.said.borrow_mut();
        sum(around, |word, lower| {
            let look_up = |lower| WORDS.get(tokens::lowered(&around[word.clone()], lower));
            // The passage may cut a word at either end, also behind its hyphen.
            if word.start == 0 || word.end + 1 >= around.len() {
                return look_up(lower);
            }
            *said.entry(start + word.start).or_insert_with(|| look_up(lower))
        })
    }
}

/// The same of a single place.
pub(super) fn log_odds(text: &str, place: &Range<usize>) -> f32 {
    of_words(around(text, place).1)
}

/// The passage around a place, and where it begins.
fn around<'t>(text: &'t str, place: &Range<usize>) -> (usize, &'t str) {
    let start = text.floor_char_boundary(place.start.saturating_sub(REACH));
    (start, &text[start..text.ceil_char_boundary((place.end + REACH).min(text.len()))])
}

/// The same of a whole document, of which the beginning is enough.
pub(super) fn of_document(text: &str) -> f32 {
    const ENOUGH: usize = 20_000;
    of_words(&text[..text.floor_char_boundary(ENOUGH)])
}

/// The same of a passage.
fn of_words(text: &str) -> f32 {
    sum(text, |word, lower| WORDS.get(tokens::lowered(&text[word], lower)))
}

/// The odds that all words of a passage come to. `said` looks a word up; it is given room for it in lower case.
fn sum(text: &str, mut said: impl FnMut(Range<usize>, &mut String) -> Option<&'static [f32; LANGUAGES]>) -> f32 {
    let mut sums = [0.0f32; LANGUAGES];
    let mut lower = String::new();
    tokens::words(text, |word| {
        if let Some(row) = said(word, &mut lower) {
            for (sum, log) in sums.iter_mut().zip(row) {
                *sum += log;
            }
        }
    });
    sums[1..].iter().copied().fold(f32::NEG_INFINITY, f32::max)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_told_by_their_commonest_words() {
        for text in [
            "Det ble sagt at hun ikke hadde vært hjemme etter klokken ti, og nå vet ingen noe.",
            "Det var inte så att han hade gått hem, men ingen visste vad som hänt.",
            "Er ist nicht nach Hause gegangen, und niemand weiß, was mit ihm ist.",
            "There is no doubt that this was what they had been looking for.",
            "Il ne fait pas de doute que les enfants sont dans la maison.",
        ] {
            assert!(of_words(text) > 3.0, "{text}");
        }
        for text in [
            "Det blev sagt, at hun ikke havde været hjemme efter klokken ti.",
            "Vi skal sa sporge borgmesteren, om hun har faet svar pa brevet.",
            "Thi naar han tvivler, da har han ingen Kraft til at handle.",
        ] {
            assert!(of_words(text) < 2.0, "{text}");
        }
    }
}
