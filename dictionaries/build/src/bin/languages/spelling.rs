//! How a language spells: the probability of a letter after those before it.

use std::collections::{BTreeMap, HashMap};

use ordret::language::identify::letters;

use crate::inputs::Words;

/// Letters that are looked at together. Three: four in 8,192 rows err more, and in 16,384 hardly less.
pub const ORDER: u32 = 3;
/// Rare words are those that are spelled, so frequent ones count for less: a share is raised to this.
const DAMPING: f64 = 0.6;
/// How many letters the lists are taken to have shown, per word listed, and the most of words that tell anything more.
const SHOWN: f64 = 1.5;
const SATURATED: f64 = 60_000.0;
/// How much the shorter context is believed, for each letter that was seen after the longer one (Witten and Bell have 1).
const SHORTER: f64 = 1.2;
/// Probability of a letter of which nothing is known.
const ANY_LETTER: f64 = 1.0 / 50.0;

/// Counts of letters of a language.
pub struct Spelling {
    /// By how many letters there are: letters, and how often they stand.
    grams: Vec<HashMap<u32, f64>>,
    /// The same of what comes before a letter, and how many letters come after it.
    contexts: Vec<HashMap<u32, (f64, f64)>>,
}

impl Spelling {
    /// Counts the letters of words.
    pub fn of(words: &Words) -> Self {
        let weight = |share: f64| (share * 1e6).powf(DAMPING);
        let sum: f64 = words.0.values().map(|share| weight(*share)).sum();
        let scale = (words.0.len() as f64 * SHOWN).min(SATURATED) / sum.max(f64::MIN_POSITIVE);
        let (mut grams, mut contexts) = (vec![HashMap::new()], vec![HashMap::new()]);
        for order in 1..=ORDER {
            let mut counts = BTreeMap::<u32, f64>::new();
            for (word, share) in &words.0 {
                for gram in letters::grams(word, order) {
                    *counts.entry(gram).or_default() += weight(*share) * scale;
                }
            }
            let mut before = HashMap::<u32, (f64, f64)>::new();
            for (gram, count) in &counts {
                let context = before.entry(gram >> 8).or_default();
                *context = (context.0 + count, context.1 + count.min(1.0));
            }
            grams.push(counts.into_iter().collect());
            contexts.push(before);
        }
        Self { grams, contexts }
    }

    /// The letters that are seen, and their share.
    pub fn seen(&self) -> impl Iterator<Item = (u32, f64)> {
        let all: f64 = self.contexts[ORDER as usize].values().map(|(count, _)| count).sum();
        self.grams[ORDER as usize].iter().map(move |(gram, count)| (*gram, count / all.max(1.0)))
    }

    /// The probability of the last letter of these.
    pub fn probability(&self, gram: u32) -> f64 {
        (1..=ORDER as usize).fold(ANY_LETTER, |shorter, order| {
            let gram = gram & (u32::MAX >> (32 - 8 * order as u32));
            let Some((count, types)) = self.contexts[order].get(&(gram >> 8)) else {
                return shorter;
            };
            let seen = self.grams[order].get(&gram).unwrap_or(&0.0);
            (seen + SHORTER * types * shorter) / (count + SHORTER * types)
        })
    }

    /// The probability of a word, given that it has to be spelled.
    pub fn word(&self, codes: &[u8]) -> f64 {
        letters::grams(codes, ORDER).map(|gram| self.probability(gram)).product()
    }
}
