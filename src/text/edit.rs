use std::fmt;
use std::ops::Range;

use compact_str::CompactString;
use smallvec::SmallVec;

use super::{Confidence, Evidence};

/// The stable code of a rule: a letter for its stage and a number, such as `E101`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct RuleCode(pub &'static str);

impl fmt::Display for RuleCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.0)
    }
}

impl fmt::Debug for RuleCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

/// The rules behind an edit, in the order in which they worked; each at most once. Nearly all edits have one.
pub(crate) type Rules = SmallVec<[RuleCode; 1]>;

/// What a stage wants done to the text it was given: one range, one replacement.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// Bytes of the stage's own input text; on character boundaries.
    pub range: Range<usize>,
    /// What the range becomes; may be empty.
    pub(crate) replacement: CompactString,
    /// The rule that proposes it.
    pub rule: RuleCode,
    /// Calibrated probability that the change is right, 0 to 1.
    pub probability: f32,
    /// Why it is believed.
    pub evidence: Evidence,
}

impl Change {
    /// A change of `range` into `replacement`, by `rule`, with its calibrated probability of being right, 0 to 1.
    pub fn new(
        range: Range<usize>,
        replacement: &str,
        rule: RuleCode,
        probability: f32,
        evidence: impl Into<Evidence>,
    ) -> Self {
        Self { range, replacement: replacement.into(), rule, probability, evidence: evidence.into() }
    }

    /// What the range becomes; may be empty.
    pub fn replacement(&self) -> &str {
        &self.replacement
    }
}

/// One edit of a document as the ledger keeps it.
///
/// `document[input]` is [`Edit::before`], `text[output]` is [`Edit::after`], where `document` is the bytes that came in and
/// `text` the repaired text in UTF-8.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Edit {
    /// Bytes of the input document.
    pub input: Range<usize>,
    /// Bytes of the output text.
    pub output: Range<usize>,
    /// The input's bytes in `input`, in the input's own encoding.
    pub(crate) before: SmallVec<[u8; 16]>,
    /// The output's text in `output`.
    pub(crate) after: CompactString,
    /// The rules that made it, first to last.
    pub(crate) rules: Rules,
    /// Calibrated probability that the edit is right; of a composed edit, its least sure part's.
    pub probability: f32,
    /// Why it is believed.
    pub evidence: Evidence,
}

impl Edit {
    /// The input's bytes in `input`, in the input's own encoding.
    pub fn before(&self) -> &[u8] {
        &self.before
    }

    /// The output's text in `output`.
    pub fn after(&self) -> &str {
        &self.after
    }

    /// The rules that made it, first to last; each at most once.
    pub fn rules(&self) -> &[RuleCode] {
        &self.rules
    }

    /// The level that the edit's probability earns.
    pub fn level(&self) -> Confidence {
        Confidence::from_probability(self.probability)
    }
}
