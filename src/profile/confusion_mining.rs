//! Finds what an archive's scanner misreads, without a text to compare with: unknown words that are a known word but for
//! a letter or two.
//!
//! A word that the language does not know may be right, or a misreading of a known word beside it (`storste`,
//! `største`). One such word proves nothing; that many words tell the same misreading does. So weights are found by
//! expectation–maximisation: each unknown word is shared out among what it may have been, by how frequent that is in
//! the archive and in the language and by how often the misreading was told so far, and the misreadings are weighed
//! anew. Those that few words tell are dropped: they are chance.
//!
//! What a word may have been: a word that the language knows with one letter more, less or other; one of those that the
//! archive has with up to two letters in a row for up to two (`rn`, `m`); or, if there is none, any of those that the
//! language knows.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use compact_str::CompactString;
use xxhash_rust::xxh3::xxh3_64_with_seed;

use super::tables::WordCount;
use super::{Confusions, Counts};
use crate::language::{Case, Knowledge, Language};

/// Letters of an unknown word: shorter ones are near to anything.
const LEAST_LETTERS: usize = 5;
/// Letters that a misreading has on either side.
const MOST_LETTERS: usize = 2;
/// Times that a word of the archive must be in it to explain another.
const LEAST_TIMES: u32 = 4;
/// Words that must tell a misreading: so many, and so many of a thousand that are explained. Two unknown words that are
/// right are hardly ever beside known ones by the same letters; of many, some are.
const LEAST_WORDS: u32 = 3;
const LEAST_PER_MILLE: usize = 5;
/// The words looked at: those that most documents have. More would tell the same.
const MOST_UNKNOWN: usize = 5_000;
const MOST_KNOWN: usize = 20_000;
/// Weights hardly move after so many rounds.
const ROUNDS: usize = 5;

/// The misreadings that explain words of the counts, each weighed by the documents that have it.
pub(super) fn mine(counts: &Counts, language: &Language) -> Confusions {
    let words = Words::of(counts, language);
    let index = Index::new(&words.known);
    let explained: Vec<Explained> =
        words.unknown.iter().filter_map(|word| Explained::new(word, &index, counts, language)).collect();
    let mut weights: BTreeMap<Misreading, Weight> = BTreeMap::new();
    for _ in 0..ROUNDS {
        weights = weigh(&explained, &weights);
    }
    let mut confusions = Confusions::default();
    let least = LEAST_WORDS.max((explained.len() * LEAST_PER_MILLE / 1000) as u32);
    for ((observed, meant), weight) in weights.iter().filter(|(_, weight)| weight.words >= least) {
        confusions.add(observed, meant, weight.documents);
    }
    confusions
}

/// What was observed, and what was meant.
type Misreading = (CompactString, CompactString);

/// How a misreading is told.
#[derive(Clone, Copy, Debug, Default)]
struct Weight {
    documents: f64,
    /// Words that tell it rather than any other.
    words: u32,
}

/// An unknown word and what may explain it.
struct Explained {
    documents: f64,
    /// Misreadings of frequent words, with how often the archive may be expected to have these.
    readings: Vec<(Misreading, f64)>,
}

impl Explained {
    /// `None` when nothing explains it.
    fn new(word: &WordCount<'_>, index: &Index<'_>, counts: &Counts, language: &Language) -> Option<Self> {
        let near = |distance| language.near(word.form, distance).into_iter().map(|found| found.word);
        let mut meant: Vec<String> = near(1).chain(index.near(word.form).map(str::to_owned)).collect();
        if meant.is_empty() {
            meant.extend(near(2));
        }
        meant.sort_unstable();
        meant.dedup();
        let expected = |meant: &str| {
            let in_language = f64::from(language.log_probability(meant)).exp();
            f64::from(counts.lower(meant)) + in_language * counts.total() as f64
        };
        let reading = |meant: &String| Some((difference(word.form, meant)?, expected(meant)));
        let readings: Vec<_> = meant.iter().filter_map(reading).collect();
        (!readings.is_empty()).then(|| Self { documents: word.documents.into(), readings })
    }
}

/// Shares each word out among the misreadings that explain it, by what was told before.
fn weigh(explained: &[Explained], before: &BTreeMap<Misreading, Weight>) -> BTreeMap<Misreading, Weight> {
    let told = |misreading: &Misreading| match before.is_empty() {
        true => 1.0,
        false => before.get(misreading).map_or(0.0, |told| told.documents),
    };
    let mut weights: BTreeMap<Misreading, Weight> = BTreeMap::new();
    for word in explained {
        let score = |(misreading, expected): &(Misreading, f64)| expected * told(misreading);
        let total: f64 = word.readings.iter().map(score).sum();
        for reading in &word.readings {
            let share = score(reading) / total;
            if share > 0.0 {
                let weight = weights.entry(reading.0.clone()).or_default();
                weight.documents += share * word.documents;
                weight.words += u32::from(share > 0.5);
            }
        }
    }
    weights
}

/// The words that are looked at, those that most documents have first.
struct Words<'a> {
    /// The language knows them, and they are frequent enough to explain another.
    known: Vec<WordCount<'a>>,
    /// The language does not know them, and they are no names.
    unknown: Vec<WordCount<'a>>,
}

impl<'a> Words<'a> {
    fn of(counts: &'a Counts, language: &Language) -> Self {
        let is_long = |word: &WordCount<'_>| word.form.chars().nth(LEAST_LETTERS - 1).is_some();
        let mut all: Vec<_> =
            counts.words().filter(|word| word.any_case > 0 && word.form.chars().all(char::is_alphabetic)).collect();
        all.sort_unstable_by_key(|word| (Reverse(word.documents), word.form));
        let (mut known, mut unknown) = (Vec::new(), Vec::new());
        for word in all {
            let (may_explain, may_be_misread) = (word.any_case >= LEAST_TIMES, word.count > 0 && is_long(&word));
            let has_room = may_explain && known.len() < MOST_KNOWN || may_be_misread && unknown.len() < MOST_UNKNOWN;
            match has_room.then(|| is_known(word.form, language)) {
                Some(true) if may_explain => known.push(word),
                Some(false) if may_be_misread => unknown.push(word),
                _ => {}
            }
        }
        known.truncate(MOST_KNOWN);
        unknown.truncate(MOST_UNKNOWN);
        Self { known, unknown }
    }
}

fn is_known(folded: &str, language: &Language) -> bool {
    let name = Case::Capitalised.apply(folded);
    language.knowledge(folded).max(language.knowledge(&name)) > Knowledge::Unknown
}

/// Known words by what is left of them when a few letters in a row are taken out.
struct Index<'a> {
    words: &'a [WordCount<'a>],
    /// The hash of what is left, and the word.
    rests: Vec<(u64, u32)>,
}

impl<'a> Index<'a> {
    fn new(words: &'a [WordCount<'a>]) -> Self {
        let rest = |(number, word): (usize, &WordCount<'a>)| rests(word.form, 1).map(move |rest| (rest, number as u32));
        let mut rests: Vec<(u64, u32)> = words.iter().enumerate().flat_map(rest).collect();
        rests.sort_unstable();
        Self { words, rests }
    }

    /// Words that differ from the word by a few letters in a row.
    fn near(&self, unknown: &str) -> impl Iterator<Item = &'a str> {
        rests(unknown, 0).flat_map(|rest| self.with_rest(rest)).map(|number| self.words[number as usize].form)
    }

    fn with_rest(&self, rest: u64) -> impl Iterator<Item = u32> {
        let start = self.rests.partition_point(|entry| entry.0 < rest);
        self.rests[start..].iter().take_while(move |entry| entry.0 == rest).map(|entry| entry.1)
    }
}

/// Hashes of what is left of a word without `least` to [`MOST_LETTERS`] letters in a row.
fn rests(word: &str, least: usize) -> impl Iterator<Item = u64> {
    let ends = move |start: usize| word[start..].char_indices().map(move |(at, _)| start + at).chain([word.len()]);
    let starts = word.char_indices().map(|(at, _)| at).chain([word.len()]);
    starts.flat_map(move |start| {
        let ends = ends(start).skip(least).take(MOST_LETTERS + 1 - least);
        ends.map(move |end| xxh3_64_with_seed(&word.as_bytes()[end..], xxh3_64_with_seed(&word.as_bytes()[..start], 0)))
    })
}

/// Where the two differ, less what they have in common at their ends; `None` where that is too much.
fn difference(observed: &str, meant: &str) -> Option<Misreading> {
    let common = |(one, other): &(char, char)| one == other;
    let start: usize = observed.chars().zip(meant.chars()).take_while(common).map(|(c, _)| c.len_utf8()).sum();
    let (observed, meant) = (&observed[start..], &meant[start..]);
    let end: usize =
        observed.chars().rev().zip(meant.chars().rev()).take_while(common).map(|(c, _)| c.len_utf8()).sum();
    let (observed, meant) = (&observed[..observed.len() - end], &meant[..meant.len() - end]);
    let is_short = |text: &str| text.chars().count() <= MOST_LETTERS;
    (is_short(observed) && is_short(meant)).then(|| (observed.into(), meant.into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_many_unknown_words_tell_is_found_and_chance_is_not() {
        let right = "møde. største. mindre. følger. skole. kommune. løsning. økonomi. nummer. ";
        let misread = "storste rnindre folger okonomi kornmune nurnmer skolx";
        let confusions = mine(&Counts::of(&format!("{}{misread}", right.repeat(9))), Language::danish());
        let found: Vec<_> = confusions.iter().map(|found| (found.observed, found.meant, found.weight)).collect();
        assert_eq!(found, [("rn", "m", 3.0), ("o", "ø", 3.0)]);
    }

    #[test]
    fn words_need_not_be_in_the_archive_but_names_and_a_few_words_tell_nothing() {
        let found = |text: &str| mine(&Counts::of(text), Language::danish()).len();
        assert_eq!(found("storste folger okonomi"), 1);
        assert_eq!(found("storste folger"), 0);
        assert_eq!(found("Storste Folger Okonomi"), 0);
    }

    #[test]
    fn differences_have_no_common_ends() {
        let found = |observed, meant| {
            difference(observed, meant).map(|(observed, meant)| [observed.to_string(), meant.to_string()])
        };
        assert_eq!(found("rnindre", "mindre").unwrap(), ["rn", "m"]);
        assert_eq!(found("storste", "største").unwrap(), ["o", "ø"]);
        assert_eq!(found("komune", "kommune").unwrap(), ["", "m"]);
        assert_eq!(found("moderne", "møder"), None);
    }
}
