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
    4.90,  // 1
    1.22,  // standing
    0.49,  // next
    -2.50, // short
    0.58,  // known
    -0.19, // known_next
    -0.39, // compound
    -0.70, // unproven_compound
    -0.54, // others
    0.01,  // doubtful_next
    1.03,  // damage
    0.24,  // cases
    -1.28, // capitalised
    -0.24, // strangers
    -0.07, // foreign
    -0.89, // channel
    -3.17, // rarity
    1.07,  // neighbours
    -0.46, // at_start
    -0.23, // sure_next
    -0.53, // sure_standing
    1.28,  // long
    -1.67, // steps
    0.75,  // explained
    -0.01, // known_capital
    -0.28, // old
    0.69,  // explained_proven
    0.19,  // standing_proven
    -1.66, // three_parts
    -2.18, // company
    1.62,  // capital_rarity
    -0.69, // capital_old
    -1.13, // capital_compound
    -0.69, // capital_times
    0.83,  // many_cases
];
const SIGNS: usize = 35;

/// Weighted sums are stretched so that these two have the levels' log odds, in a text of today and in one of another time: a book of 1848 of
/// whose reader, but of none of these pages, the weights knew had 105 of 120 edits right between the lower sums. Of words of pages printed
/// anew, to which nothing was fitted, 97.9 in 100 between the two were right (379) and 99.6 above (570) once all bounds were kept; of those of
/// the calibration's pages, by weights of the others, 95.8 and 99.5. Most of the rest are misprints of the texts themselves (`udsædvanlig`).
const SUMS: (f32, f32) = (1.9, 2.9);
const SUMS_OF_OLD: (f32, f32) = (2.7, 3.4);
/// The levels' log odds: likely, certain.
const LOG_ODDS: (f32, f32) = (2.95, 5.3);

/// How much of a lead in nats is believed.
const BELIEVED: f32 = 1.0;

/// The most that a reading is worth which is known only as a compound, by confusions that the document has not proven.
const UNPROVEN_COMPOUND: f32 = 0.9;
/// The most that a reading is worth which takes letters in ways that no table has, or a word that no list of frequencies has for one
/// of a text of another time, which had other words: of 250 and of 560 that were certain else 96 in 100 were right.
const BOLD: f32 = 0.97;
const RARE: f32 = -15.0;
/// Cases that prove a confusion.
const PROVEN: f32 = 1.5;

/// The most that a reading is worth in a document that has hardly another misread word: people misspell, too, and make
/// up words.
const LONE: f32 = 0.94;
/// The least share of odd words that a reading explains on any page of the calibration whose readings are likely: where fewer are
/// explained, the words are the document's own, a dialect's or a trade's, and what the signs are worth is not known.
const LEAST_EXPLAINED: f32 = 0.2;
/// So many other misread words keep a word company.
const COMPANY: f32 = 1.5;
/// Cases of a confusion that make it Danish, whatever the words around are.
const ESTABLISHED: f32 = 2.5;
/// Cases that tell how a document's reader reads.
const MANY: f32 = 20.0;
/// The lead in nats of readings that stand by themselves.
const LONG_LEAD: f32 = 25.0;

/// The probability that a judgement's best reading is right.
pub(super) fn probability(features: &Features) -> f32 {
    if features.foreign >= FOREIGN {
        return 0.0;
    }
    let sum: f32 = signs(features).iter().zip(WEIGHTS).map(|(sign, weight)| sign * weight).sum();
    let (likely, certain) = if features.is_old { SUMS_OF_OLD } else { SUMS };
    let slope = (LOG_ODDS.1 - LOG_ODDS.0) / (certain - likely);
    let log_odds = LOG_ODDS.0 + slope * (sum - likely);
    let lead = features.over_standing.min(features.over_next);
    let probability = logistic(log_odds.min(BELIEVED * lead));
    let is_lone = (features.damage < DAMAGED || features.company < COMPANY) && lead < LONG_LEAD;
    let has_own_words = features.explained < LEAST_EXPLAINED;
    let probability = if is_lone || has_own_words { probability.min(LONE) } else { probability };
    let is_untold = features.foreign > SURELY_OWN && features.cases < ESTABLISHED;
    let probability = if is_untold { probability.min(LONE) } else { probability };
    let is_bold = features.others > 0.0 || features.is_old && features.language < RARE;
    let probability = if is_bold { probability.min(BOLD) } else { probability };
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
        flag(features.parts > 2.0),
        features.company.max(0.0).ln_1p() / 5.0,
        flag(features.is_capitalised) * -features.language / 10.0,
        flag(features.is_capitalised && features.is_old),
        flag(features.is_capitalised && features.is_compound),
        flag(features.is_capitalised) * features.times.ln() / 2.0,
        flag(features.cases >= MANY),
    ]
}
