//! What was misread as what.

use std::collections::BTreeMap;

/// Weights are kept in thousandths, so that sums do not depend on their order.
const UNIT: f64 = 1000.0;

/// Misreadings with how often they were seen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Confusions {
    /// By what was meant and what was observed, in thousandths.
    weights: BTreeMap<(String, String), u64>,
}

/// A misreading: a few letters read as others.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Confusion<'a> {
    /// What stands in the text.
    pub observed: &'a str,
    /// What was meant.
    pub meant: &'a str,
    /// How often; a fraction where it was unsure.
    pub weight: f64,
}

impl Confusions {
    /// Adds a misreading, seen `weight` times (at least 0; to a thousandth).
    pub fn add(&mut self, observed: &str, meant: &str, weight: f64) {
        let thousandths = (weight * UNIT).round() as u64;
        if thousandths > 0 {
            self.add_thousandths(observed, meant, thousandths);
        }
    }

    /// How often `meant` was seen as `observed`.
    #[must_use]
    pub fn weight(&self, observed: &str, meant: &str) -> f64 {
        let key = (meant.to_owned(), observed.to_owned());
        self.weights.get(&key).map_or(0.0, |&weight| weight as f64 / UNIT)
    }

    /// All misreadings, in the order of what was meant.
    pub fn iter(&self) -> impl Iterator<Item = Confusion<'_>> {
        self.weights.iter().map(|((meant, observed), &weight)| Confusion {
            observed,
            meant,
            weight: weight as f64 / UNIT,
        })
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.weights.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.weights.is_empty()
    }

    /// What was meant, what was observed, and the weight in thousandths, in order.
    pub(super) fn thousandths(&self) -> impl Iterator<Item = (&str, &str, u64)> {
        self.weights.iter().map(|((meant, observed), &weight)| (meant.as_str(), observed.as_str(), weight))
    }

    /// Misreadings read from a file.
    pub(super) fn restored(weights: BTreeMap<(String, String), u64>) -> Self {
        Self { weights }
    }

    /// Adds what was seen elsewhere.
    pub fn merge(&mut self, other: &Self) {
        for ((meant, observed), &weight) in &other.weights {
            self.add_thousandths(observed, meant, weight);
        }
    }

    fn add_thousandths(&mut self, observed: &str, meant: &str, thousandths: u64) {
        let weight = self.weights.entry((meant.to_owned(), observed.to_owned())).or_default();
        *weight = weight.saturating_add(thousandths);
    }
}
