//! From scores to probabilities that keep their promise.

use super::judge::Features;

/// The probability that a judgement's best reading is right.
pub(super) fn probability(features: &Features) -> f32 {
    if features.foreign >= super::judge::FOREIGN {
        return 0.0;
    }
    let margin = features.over_standing.min(features.over_next);
    1.0 / (1.0 + (-0.8 * margin).exp())
}
