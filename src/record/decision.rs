//! Decisions as a file: JSON Lines, which several people may write and anyone may edit by hand.

use serde::{Deserialize, Serialize};

/// The name that the first line of a file of decisions gives its format.
pub const DECISIONS_FORMAT: &str = "ordret-decisions";
/// The version of its schema.
pub const DECISIONS_VERSION: u32 = 1;

/// A line of a file of decisions. Lines of other types are for later versions, and are passed over.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "lowercase")]
pub enum DecisionLine {
    /// What the file is; may be missing.
    Decisions {
        /// [`DECISIONS_FORMAT`].
        format: String,
        /// [`DECISIONS_VERSION`] when it was written.
        version: u32,
    },
    /// What becomes of a passage.
    Decision(WrittenDecision),
    /// A line of a type that this version does not know.
    #[serde(other)]
    Other,
}

/// What becomes of a passage wherever a rule doubts it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WrittenDecision {
    /// The code of the rule.
    pub rule: String,
    /// The passage, as a finding shows it.
    pub text: String,
    /// What it becomes; missing where it is right as it stands.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub reading: Option<String>,
    /// Who decided.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub by: Option<String>,
    /// When, as they write it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub at: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_may_be_written_by_hand() {
        let line = |text| serde_json::from_str::<DecisionLine>(text).unwrap();
        let decided = line(r#"{"type":"decision","rule":"W101","text":"Moller"}"#);
        let DecisionLine::Decision(decision) = decided else { panic!("no decision") };
        assert_eq!((decision.rule.as_str(), decision.reading), ("W101", None));
        assert_eq!(line(r#"{"type":"remark","text":"later"}"#), DecisionLine::Other);
    }
}
