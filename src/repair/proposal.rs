use std::ops::Range;

use smallvec::SmallVec;

use super::Candidate;
use crate::text::{Evidence, RuleCode};

/// What a stage proposes for one range of its text: what it may have been, best first.
#[derive(Clone, Debug)]
pub(crate) struct Proposal {
    /// Bytes of the stage's text.
    pub range: Range<usize>,
    /// The rule that speaks.
    pub rule: RuleCode,
    /// What the range may become, most probable first, each with its calibrated probability; never empty.
    pub candidates: SmallVec<[Candidate; 1]>,
    /// Why the first is believed.
    pub evidence: Evidence,
}

impl Proposal {
    /// A proposal of a single reading.
    pub fn single(
        range: Range<usize>,
        rule: RuleCode,
        text: impl Into<compact_str::CompactString>,
        probability: f32,
        evidence: impl Into<Evidence>,
    ) -> Self {
        let candidate = Candidate { text: text.into(), probability };
        Self { range, rule, candidates: smallvec::smallvec![candidate], evidence: evidence.into() }
    }

    /// Says of no reading that it is more probable than `most`.
    pub fn limit(&mut self, most: f32) {
        self.candidates.iter_mut().for_each(|candidate| candidate.probability = candidate.probability.min(most));
    }

    /// The probability of the best reading.
    pub fn probability(&self) -> f32 {
        self.candidates.first().map_or(0.0, |best| best.probability)
    }
}
