//! The rows of the model: which words get one, and what words and letters cost.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result};
use ordret::language::identify::letters;
use ordret::language::identify::model::{LANES, MOST, Model, ROW, Row, STEP};

use crate::lanes::Lane;
use crate::spelling::{ORDER, Spelling};

/// 8,192 rows for letters, 65,536 slots for words.
const GRAM_BITS: u32 = 13;
const SLOT_BITS: u32 = 16;
/// The letters of a word are no independent witnesses either: what their costs are multiplied by. Of 0.45, 0.6 and 0.8, what was
/// best on development texts.
const LETTERS: f64 = 0.6;
/// Lanes of Danish, and how many times more than another's their letters weigh where several share a row.
const DANISH: usize = 4;
const HEAVIER: f64 = 8.0;
/// The least probability that is told from none.
const LEAST: f64 = 1e-30;

/// How many of the most frequent words of a lane get a row. Chosen: most to Danish, many to what is near to it.
fn rows_of(code: &str) -> usize {
    match code {
        "da" => 8000,
        "da-1900" => 5500,
        "da-1600" => 3000,
        "da-misread" => 3500,
        "nb" => 3000,
        "nn" => 2500,
        "sv" => 2000,
        "de" | "en" => 900,
        "is" | "fo" | "nl" | "fr" => 600,
        "other" => 300,
        _ => 280,
    }
}

/// Makes the file.
pub fn model(lanes: &[Lane]) -> Result<Vec<u8>> {
    let spellings: Vec<Spelling> = lanes.iter().map(|lane| Spelling::of(&lane.words)).collect();
    let words = words(lanes, &spellings);
    println!("{} words have a row", words.len());
    Model::write(&words, SLOT_BITS, &grams(&spellings), ORDER).context("the tables are too small")
}

/// Fills the last lane, which is the mean of all that are not Danish.
fn with_mean(mut probabilities: [f64; LANES]) -> [f64; LANES] {
    let others = &probabilities[DANISH..LANES - 1];
    probabilities[LANES - 1] = others.iter().sum::<f64>() / others.len() as f64;
    probabilities
}

fn words(lanes: &[Lane], spellings: &[Spelling]) -> Vec<(u64, Row)> {
    let mut chosen = BTreeSet::new();
    for lane in lanes {
        let mut words: Vec<_> = lane.words.0.iter().collect();
        words.sort_by(|a, b| b.1.total_cmp(a.1).then_with(|| a.0.cmp(b.0)));
        chosen.extend(words.into_iter().take(rows_of(&lane.code)).map(|(word, _)| word));
    }
    let probability = |word: &Vec<u8>, lane: usize| {
        let Lane { words, unseen, .. } = &lanes[lane];
        (1.0 - unseen) * words.0.get(word).unwrap_or(&0.0) + unseen * spellings[lane].word(word)
    };
    let row_of = |word: &Vec<u8>| {
        let probabilities = with_mean(std::array::from_fn(|lane| probability(word, lane)));
        row(&probabilities.map(|probability| -probability.max(LEAST).ln()))
    };
    chosen.into_iter().map(|word| (letters::key(word), row_of(word))).collect()
}

/// What letters cost. Those that share a row cost what they do in the mean.
fn grams(spellings: &[Spelling]) -> Vec<Row> {
    let mut seen = BTreeMap::<u32, f64>::new();
    for (lane, spelling) in spellings.iter().enumerate() {
        let weight = if lane < DANISH { HEAVIER } else { 1.0 };
        let mut grams: Vec<(u32, f64)> = spelling.seen().collect();
        grams.sort_by_key(|(gram, _)| *gram);
        for (gram, share) in grams {
            *seen.entry(gram).or_default() += share * weight;
        }
    }
    let most = f64::from(MOST) * f64::from(STEP) / LETTERS;
    let mut sums = vec![([0.0; LANES], 0.0); 1 << GRAM_BITS];
    for (gram, weight) in seen {
        let probabilities = with_mean(std::array::from_fn(|lane| spellings[lane].probability(gram)));
        let best = probabilities.iter().copied().fold(0.0, f64::max);
        let (costs, weights) = &mut sums[Model::gram_place(gram, GRAM_BITS)];
        for (cost, probability) in costs.iter_mut().zip(&probabilities) {
            *cost += weight * (best / probability).ln().min(most);
        }
        *weights += weight;
    }
    let of_sum = |(costs, weights): &([f64; LANES], f64)| row(&costs.map(|cost| LETTERS * cost / weights.max(LEAST)));
    sums.iter().map(of_sum).collect()
}

/// Costs in steps, above the least.
fn row(costs: &[f64; LANES]) -> Row {
    let least = costs.iter().copied().fold(f64::INFINITY, f64::min);
    let steps = |lane: usize| (((costs[lane] - least) / f64::from(STEP)).round() as u64).min(u64::from(MOST)) as u8;
    std::array::from_fn(|place| steps(place) | steps(place + ROW) << 4)
}
