//! An archive at a glance, from its ledger: by folder, by kind of damage, the worst documents, what was guessed with doubt, what
//! failed.

mod print;
mod survey;

use serde::Serialize;

pub use print::OverviewForm;
pub use survey::Surveying;

/// An archive at a glance.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Overview {
    /// The version of `ordret` that cleaned it.
    pub tool: String,
    /// The level that was applied.
    pub apply: String,
    /// Whether the run came to its end.
    pub is_finished: bool,
    /// All documents together.
    pub total: Counts,
    /// Documents by the first folder that they lie in, in the order of names; those beyond some hundred together.
    pub folders: Vec<Row>,
    /// Documents by the encoding that they were read in, the most frequent first.
    pub encodings: Vec<Row>,
    /// Edits and suspects by rule; of an edit that several rules made, by their codes joined with `+`.
    pub rules: Vec<RuleCounts>,
    /// The most damaged documents, the worst first.
    pub worst: Vec<Row>,
    /// Documents that are read nearly as well in another encoding: the first of them.
    pub doubtful_encodings: Vec<Doubt>,
    /// How many there are.
    pub doubtful_encoding_count: u64,
    /// Documents that the inputs no longer held when they were looked for: the first of them.
    pub gone: Vec<String>,
    /// How many there are.
    pub gone_count: u64,
    /// What could not be done, by the last run that came to its end: the first of them.
    pub failed: Vec<Failure>,
    /// How many there are.
    pub failed_count: u64,
    /// Things in the archive that are no documents.
    pub skipped: u64,
}

/// What is counted of documents.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Counts {
    /// How many.
    pub documents: u64,
    /// Their bytes as they came in.
    pub bytes: u64,
    /// Those that are no text.
    pub no_text: u64,
    /// Those with edits.
    pub mended: u64,
    /// Edits.
    pub edits: u64,
    /// Suspects.
    pub suspects: u64,
    /// The share of their words that was damaged, as estimated: 0 to 1.
    pub damaged: f64,
    /// The share that still is.
    pub left: f64,
    #[serde(skip)]
    words: f64,
    #[serde(skip)]
    damaged_words: f64,
    #[serde(skip)]
    left_words: f64,
}

/// Documents that have something in common, or one of them.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Row {
    /// What they have in common, or the document's path.
    pub name: String,
    /// What is counted of them.
    #[serde(flatten)]
    pub counts: Counts,
}

/// What a rule did and doubted.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct RuleCounts {
    /// Its code, or the codes of several joined with `+`.
    pub rule: String,
    /// What it, or the first of them, mends, in one line.
    pub about: String,
    /// Its edits.
    pub edits: u64,
    /// Its suspects.
    pub suspects: u64,
}

/// A document whose encoding was guessed with doubt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Doubt {
    /// Its path.
    pub path: String,
    /// The encoding that it was read in.
    pub encoding: String,
    /// The one that it is read in nearly as well.
    pub rival: String,
}

/// A document that could not be done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Failure {
    /// Its path.
    pub path: String,
    /// Why, and what can be done about it.
    pub cause: String,
}
