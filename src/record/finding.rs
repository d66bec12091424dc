use std::borrow::Cow;

use compact_str::CompactString;
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize};

use super::Span;
use crate::text::{Confidence, Position};

/// A passage that looks damaged and was left as it is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DocumentSuspect {
    /// What it is called ([`finding_id`](super::finding_id)); empty in ledgers from before findings had names.
    #[serde(skip_serializing_if = "CompactString::is_empty", default)]
    pub id: CompactString,
    /// What its series is called ([`series_id`](super::series_id)).
    #[serde(skip_serializing_if = "CompactString::is_empty", default)]
    pub series: CompactString,
    /// Bytes of the input file.
    pub input: Span,
    /// Bytes of the output file.
    pub output: Span,
    /// Where the input range starts.
    #[serde(flatten)]
    pub place: Position,
    /// The text in the range, as decoded.
    pub(crate) text: CompactString,
    /// The rule that doubts it.
    pub rule: Cow<'static, str>,
    /// The level that the best candidate earns.
    pub level: Confidence,
    /// Calibrated probability of the best candidate, 0 to 1.
    #[serde(deserialize_with = "finite")]
    pub probability: f32,
    /// Why it is doubted.
    pub evidence: Cow<'static, str>,
    /// What it may have been, most probable first.
    pub candidates: Vec<Reading>,
    /// What stands beside it; nothing where a ledger has several edits in one line.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub context: Option<Context>,
}

impl DocumentSuspect {
    /// What it is called in a document whose input has this BLAKE3.
    pub fn id_in(&self, document: &str) -> CompactString {
        match self.id.is_empty() {
            true => super::finding_id(document, self.input, &self.rule, &self.text),
            false => self.id.clone(),
        }
    }

    /// Where it starts in the input and in the output: the order of findings.
    pub(super) fn start(&self) -> (u64, u64) {
        (self.input.start, self.output.start)
    }

    /// The text in the range, as decoded.
    pub fn text(&self) -> &str {
        &self.text
    }
}

/// What a suspect passage may have been.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reading {
    /// The text that would stand in the passage's place.
    pub(crate) text: CompactString,
    /// Its calibrated probability, 0 to 1.
    #[serde(deserialize_with = "finite")]
    pub probability: f32,
}

impl Reading {
    /// The text that would stand in the passage's place.
    pub fn text(&self) -> &str {
        &self.text
    }
}

/// What stands beside a passage on its line, shortened with `…`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Context {
    /// Before it.
    pub left: String,
    /// After it.
    pub right: String,
}

/// Reads a probability. One that is no number could not be written again.
pub(super) fn finite<'de, D: Deserializer<'de>>(from: D) -> Result<f32, D::Error> {
    let probability = f32::deserialize(from)?;
    if probability.is_finite() { Ok(probability) } else { Err(D::Error::custom("a probability is too large")) }
}
