//! The scores: how probable a word is between its neighbours, in the language and in the document.

use std::collections::HashMap;

use super::tokens::Begins;
use crate::language::{Case, Context, Knowledge, Language};

/// The part of a document's words that is said again from the document rather than from the language.
const OF_DOCUMENT: f32 = 0.15;
/// An unknown word with a capital is a name more often than not: what it gains over an unknown word without.
const UNKNOWN_NAME: f32 = 4.0;
/// The same at the start of a sentence, where every word has one.
const UNKNOWN_AT_START: f32 = 2.0;
/// A common word with a capital inside a sentence.
const ODD_CAPITAL: f32 = 4.0;

/// What stands beside a word, as far as it weighs.
#[derive(Clone, Copy, Debug)]
pub(super) struct Around<'t> {
    pub left: Context<'t>,
    pub right: Context<'t>,
    pub begins: Begins,
}

/// How often a document has each word, as far as its words are sure.
#[derive(Clone, Debug, Default)]
pub(super) struct Counts {
    counts: HashMap<String, f32>,
    total: f32,
}

impl Counts {
    /// Counts of a document of so many words.
    pub fn new(total: f32) -> Self {
        Self { counts: HashMap::new(), total: total.max(1.0) }
    }

    /// Counts a word as much as it is probable.
    pub fn count(&mut self, word: &str, probability: f32) {
        *self.counts.entry(word.to_lowercase()).or_default() += probability;
    }

    /// Takes an interest in a word.
    pub fn ask(&mut self, word: &str) {
        self.counts.entry(word.to_lowercase()).or_default();
    }

    /// Counts a word only if it was asked for; `lower` is in lower case.
    pub fn count_asked(&mut self, lower: &str) {
        if let Some(count) = self.counts.get_mut(lower) {
            *count += 1.0;
        }
    }

    /// What a word gains that the document has so often, besides `own` times here.
    fn gain(&self, word: &str, own: f32, log_probability: f32) -> f32 {
        let count = self.counts.get(&word.to_lowercase()).copied().unwrap_or(0.0) - own;
        if count < 0.05 {
            return (1.0 - OF_DOCUMENT).ln();
        }
        (1.0 - OF_DOCUMENT + OF_DOCUMENT * (count / self.total) / log_probability.exp().max(1e-30)).ln()
    }
}

/// Scores of one reading, in nats.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Score {
    /// ln P(word) in the language, its neighbours aside.
    pub language: f32,
    /// What its neighbours add.
    pub neighbours: f32,
    /// What the document adds.
    pub document: f32,
    /// ln P(what stands there | word).
    pub channel: f32,
}

impl Score {
    pub fn total(&self) -> f32 {
        self.language + self.neighbours + self.document + self.channel
    }
}

/// Scores a word between its neighbours; `own` is how much of it the counts have from here.
pub(super) fn weigh(language: &Language, counts: &Counts, word: &str, own: f32, around: &Around) -> Score {
    let mut log_probability = language.log_probability(word);
    let between = language.log_probability_between(around.left, word, around.right);
    // What the word on the right is by itself says nothing of this one.
    let alone = match around.right {
        Context::Word(right) => log_probability + language.log_probability(right),
        _ => log_probability,
    };
    let neighbours = between - alone;
    log_probability += case_gain(language, word, around.begins);
    Score { language: log_probability, neighbours, document: counts.gain(word, own, log_probability), channel: 0.0 }
}

/// What the case of a word says for or against it.
fn case_gain(language: &Language, word: &str, begins: Begins) -> f32 {
    let case = Case::of(word);
    if case == Case::Lower {
        return 0.0;
    }
    if language.knowledge(word) == Knowledge::Unknown {
        return if begins == Begins::Yes { UNKNOWN_AT_START } else { UNKNOWN_NAME };
    }
    let is_common = case == Case::Capitalised && language.is_known(&word.to_lowercase());
    let is_name = language.roles(word).has(crate::language::Roles::WORD);
    if is_common && !is_name && begins == Begins::No { -ODD_CAPITAL } else { 0.0 }
}
