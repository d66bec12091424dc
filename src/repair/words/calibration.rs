//! From scores to probabilities that keep their promise.
//!
//! Scores are too sure of themselves: they know nothing of what they do not know. A logistic regression over what was
//! right on pages with known text says how much each sign is worth (`benches/calibrate_words.py` made the weights), and
//! no reading is surer than its lead over the text as it stands and over the next reading allows.

use super::evidence::DAMAGED;
use super::features::Features;
use crate::repair::document::{FOREIGN, SURELY_OWN};

/// What each sign is worth, in the order of [`signs`].
const WEIGHTS: [f32; SIGNS] = [
    2.80,  // 1
    1.23,  // standing
    0.37,  // next
    -2.35, // short
    0.99,  // known
    -0.05, // known_next
    -0.75, // compound
    -1.44, // unproven_compound
    -0.43, // others
    0.13,  // doubtful_next
    -0.17, // damage
    -0.10, // cases
    0.66,  // capitalised
    -0.29, // strangers
    0.12,  // foreign
    -0.78, // channel
    -2.62, // rarity
    0.95,  // neighbours
    -0.50, // at_start
    -0.60, // sure_next
    -0.73, // sure_standing
    1.07,  // long
    -1.88, // steps
    0.70,  // explained
    -0.97, // known_capital
    -0.44, // old
    1.12,  // explained_proven
    0.35,  // standing_proven
];
const SIGNS: usize = 28;

/// Weighted sums are stretched so that these two have the levels' log odds. On pages the weights were not fitted to, of the words
/// between the two 95 in 100 were right once the decoder's bounds were kept, and of those above 99.3; most of the rest are misprints of the
/// texts themselves (`udsædvanlig`).
const LIKELY: (f32, f32) = (2.0, 2.95);
const CERTAIN: (f32, f32) = (3.0, 5.3);

/// How much of a lead in nats is believed.
const BELIEVED: f32 = 1.0;

/// The most that a reading is worth which is known only as a compound, by confusions that the document has not proven.
const UNPROVEN_COMPOUND: f32 = 0.9;
/// Cases that prove a confusion.
const PROVEN: f32 = 1.5;

/// The most that a reading is worth in a document that has hardly another misread word: people misspell, too, and make
/// up words.
const LONE: f32 = 0.94;
/// So many other misread words keep a word company.
const COMPANY: f32 = 1.5;
/// Cases of a confusion that make it Danish, whatever the words around are.
const ESTABLISHED: f32 = 2.5;
/// The lead in nats of readings that stand by themselves.
const LONG_LEAD: f32 = 25.0;

/// The probability that a judgement's best reading is right.
pub(super) fn probability(features: &Features) -> f32 {
    if features.foreign >= FOREIGN {
        return 0.0;
    }
    let sum: f32 = signs(features).iter().zip(WEIGHTS).map(|(sign, weight)| sign * weight).sum();
    let slope = (CERTAIN.1 - LIKELY.1) / (CERTAIN.0 - LIKELY.0);
    let log_odds = LIKELY.1 + slope * (sum - LIKELY.0);
    let lead = features.over_standing.min(features.over_next);
    let probability = logistic(log_odds.min(BELIEVED * lead));
    let is_lone = (features.damage < DAMAGED || features.company < COMPANY) && lead < LONG_LEAD;
    let probability = if is_lone { probability.min(LONE) } else { probability };
    let is_untold = features.foreign > SURELY_OWN && features.cases < ESTABLISHED;
    let probability = if is_untold { probability.min(LONE) } else { probability };
    let is_unproven = features.is_compound && features.cases < PROVEN;
    if is_unproven { probability.min(UNPROVEN_COMPOUND) } else { probability }
}

fn logistic(log_odds: f32) -> f32 {
    1.0 / (1.0 + (-log_odds).exp())
}

/// What is weighed, each about as large as 1.
fn signs(features: &Features) -> [f32; SIGNS] {
    let flag = |flag: bool| f32::from(u8::from(flag));
    let next = features.over_next.min(12.0) / 6.0;
    let cases = features.cases.min(50.0).ln_1p();
    let standing = features.over_standing.min(20.0) / 10.0;
    let explained = (features.explained / (1.0 - features.explained)).ln() / 4.0;
    [
        1.0,
        standing,
        next,
        (6.0 - features.letters).max(0.0) / 4.0,
        flag(features.is_known),
        flag(features.is_known) * next,
        flag(features.is_compound),
        flag(features.is_compound) / (1.0 + cases),
        features.others,
        (4.0 - features.over_next).max(0.0) / 4.0,
        features.damage.ln() / 4.0,
        cases,
        flag(features.is_capitalised),
        features.strangers.min(4.0) / 4.0,
        features.foreign.max(-20.0) / 20.0,
        features.channel.max(-15.0) / 10.0,
        -features.language / 10.0,
        features.neighbours.clamp(-6.0, 6.0) / 6.0,
        flag(features.is_at_start),
        (8.0 - features.over_next).max(0.0) / 8.0,
        (8.0 - features.over_standing).max(0.0) / 8.0,
        (features.letters - 8.0).max(0.0) / 6.0,
        (features.steps - 1.0) / 2.0,
        explained,
        flag(features.is_known && features.is_capitalised),
        flag(features.is_old),
        explained * cases,
        standing * cases,
    ]
}
