//! How good a repair is, measured against the gold text: what each figure is stands in `docs/evaluate.md`.
//!
//! Nothing here knows files. [`Evaluation::of`] measures one document, a [`Summary`] adds them up.

mod confusions;
mod fold;
mod levenshtein;
mod precision;
mod score;
mod summary;
mod text;
mod verdict;

pub use confusions::{Confusion, Misreadings};
pub use fold::{Comparison, FoldKind, Folding, ParseFoldError};
pub use precision::{BINS, Bin, Judged, Precision, Reliability, Verdicts, judge};
pub use score::{Mistake, Score};
pub use summary::{InDocument, Summary};
pub use verdict::{Change, Judge, Verdict};

use crate::Repair;

/// What was measured of one document.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Evaluation {
    /// Characters and words.
    pub score: Score,
    /// Edits and suspects.
    pub reliability: Reliability,
    /// The edits and suspects that are wrong.
    pub wrong: Vec<Judged>,
}

impl Evaluation {
    /// Measures a repaired document.
    pub fn of(gold: &str, damaged: &str, repair: &Repair, comparison: impl Into<Comparison>) -> Self {
        let comparison = comparison.into();
        let repaired = String::from_utf8_lossy(repair.output());
        let score = Score::of(gold, damaged, &repaired, comparison);
        let mut judged = judge(gold, repair, comparison);
        let mut reliability = Reliability::default();
        judged.iter().for_each(|judged| reliability.add(judged));
        judged.retain(|judged| judged.verdict == Verdict::Wrong);
        Self { score, reliability, wrong: judged }
    }

    /// Measures a text that something else repaired: edits are unknown.
    pub fn of_text(gold: &str, damaged: &str, repaired: &str, comparison: impl Into<Comparison>) -> Self {
        Self { score: Score::of(gold, damaged, repaired, comparison), ..Self::default() }
    }
}
