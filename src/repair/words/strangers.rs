//! Passages in other languages: their words are right, however much they look like misread Danish.
//!
//! The commonest words tell a language ([`dictionaries/strangers.tsv`]): those around a place are weighed for Danish and
//! for each of its neighbours.

use std::ops::Range;
use std::sync::LazyLock;

use super::tokens;
use crate::text::QuickMap;

/// Danish and the others of the table.
const LANGUAGES: usize = 7;
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

/// Log odds that the words around a place are of the likeliest other language rather than Danish.
pub(super) fn log_odds(text: &str, place: &Range<usize>) -> f32 {
    let start = text.floor_char_boundary(place.start.saturating_sub(REACH));
    let around = &text[start..text.ceil_char_boundary((place.end + REACH).min(text.len()))];
    of_words(around)
}

/// The same of a whole document, of which the beginning is enough.
pub(super) fn of_document(text: &str) -> f32 {
    const ENOUGH: usize = 20_000;
    of_words(&text[..text.floor_char_boundary(ENOUGH)])
}

/// The same of a passage.
fn of_words(text: &str) -> f32 {
    let mut sums = [0.0f32; LANGUAGES];
    let mut lower = String::new();
    tokens::words(text, |range| {
        if let Some(row) = WORDS.get(tokens::lowered(&text[range], &mut lower)) {
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
