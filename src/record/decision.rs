//! Decisions as a file: JSON Lines, which several people may write and anyone may edit by hand.

use serde::{Deserialize, Serialize};

use super::{Span, finding_id};

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
    /// What the same file says before of the same passage and rule does not hold any more. Its reading means nothing.
    Undo(WrittenDecision),
    /// A line of a type that this version does not know.
    #[serde(other)]
    Other,
}

impl DecisionLine {
    /// Whether a file of decisions may begin with it: a line of another type is then of another kind of file, a ledger for one.
    pub fn begins_file(&self) -> bool {
        *self != Self::Other
    }

    /// What is wrong with it: it is of a later version, or cannot be about any finding.
    pub fn fault(&self) -> Option<String> {
        match self {
            Self::Decisions { format, version } => (format != DECISIONS_FORMAT || *version > DECISIONS_VERSION)
                .then(|| format!("{format} {version} is not known; a later ordret wrote it")),
            Self::Decision(decision) => decision.fault(),
            Self::Undo(_) | Self::Other => None,
        }
    }
}

/// What becomes of a passage: wherever a rule doubts it, or in one place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "ReadDecision")]
pub struct WrittenDecision {
    /// The code of the rule; of an edit that several made, their codes joined with `+`.
    pub rule: String,
    /// The passage, as a finding shows it.
    pub text: String,
    /// What it becomes; missing where it is right as it stands.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub reading: Option<String>,
    /// The one place that it is about; missing where it is about all of them.
    #[serde(flatten)]
    pub place: Option<DecidedPlace>,
    /// Who decided.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub by: Option<String>,
    /// When, as they write it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub at: Option<String>,
}

/// A decision as its line is read.
#[derive(Deserialize)]
struct ReadDecision {
    rule: String,
    text: String,
    reading: Option<String>,
    id: Option<String>,
    path: Option<String>,
    document: Option<String>,
    input: Option<Span>,
    by: Option<String>,
    at: Option<String>,
}

impl TryFrom<ReadDecision> for WrittenDecision {
    type Error = &'static str;

    fn try_from(read: ReadDecision) -> Result<Self, Self::Error> {
        let place = match (read.id, read.path, read.document, read.input) {
            (None, None, None, None) => None,
            (Some(id), Some(path), Some(document), Some(input)) => Some(DecidedPlace { id, path, document, input }),
            // Else what is meant for one place would be done in all.
            _ => return Err("id, path, document and input name one place together: give all of them or none"),
        };
        let ReadDecision { rule, text, reading, by, at, .. } = read;
        Ok(Self { rule, text, reading, place, by, at })
    }
}

/// The one place that a decision is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecidedPlace {
    /// What the finding is called ([`finding_id`]).
    pub id: String,
    /// The document, below the archive's root.
    pub path: String,
    /// BLAKE3 of the document's input, 64 hexadecimal digits.
    pub document: String,
    /// Bytes of the document's input.
    pub input: Span,
}

/// What a decision is about: no two of a file, and no two of several people, may say otherwise of it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// A rule and a passage, wherever it stands.
    Series(String, String),
    /// A finding, by what it is called.
    Place(String),
}

impl WrittenDecision {
    /// What it is about.
    pub fn subject(&self) -> Subject {
        match &self.place {
            Some(place) => Subject::Place(place.id.clone()),
            None => Subject::Series(self.rule.clone(), self.text.clone()),
        }
    }

    /// What is wrong with it: what cannot be about any finding.
    pub fn fault(&self) -> Option<String> {
        let Self { rule, text, place, .. } = self;
        let is_known = |code: &str| crate::rules().iter().any(|known| known.code.0 == code);
        // Only what is in one place may be of several rules: a decision about a series is obeyed by each rule by itself.
        let are_known = if place.is_some() { rule.split('+').all(is_known) } else { is_known(rule) };
        if !are_known {
            return Some(format!("{rule:?} is the code of no rule"));
        }
        if text.is_empty() {
            return Some("its text is empty, and no passage is".to_owned());
        }
        let place = place.as_ref()?;
        let is_its_own = finding_id(&place.document, place.input, rule, text) == place.id;
        (!is_its_own)
            .then(|| format!("the id {:?} is of another finding than document, input, rule and text are", place.id))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str) -> DecisionLine {
        serde_json::from_str(text).unwrap()
    }

    #[test]
    fn lines_may_be_written_by_hand() {
        let decided = line(r#"{"type":"decision","rule":"W101","text":"Moller"}"#);
        let DecisionLine::Decision(decision) = decided else { panic!("no decision") };
        assert_eq!((decision.rule.as_str(), &decision.reading, &decision.place), ("W101", &None, &None));
        assert_eq!(decision.fault(), None);
        assert_eq!(line(r#"{"type":"remark","text":"later"}"#), DecisionLine::Other);
    }

    #[test]
    fn a_place_is_named_whole_or_not_at_all() {
        let half = r#"{"type":"decision","rule":"W101","text":"pa","id":"0000000000000000"}"#;
        let refused = serde_json::from_str::<DecisionLine>(half).unwrap_err();
        assert!(refused.to_string().contains("all of them or none"), "{refused}");
    }

    #[test]
    fn a_place_is_known_by_its_name_alone() {
        let id = finding_id("aa", Span { start: 3, end: 5 }, "W101", "pa");
        let written = |id: &str| {
            format!(
                r#"{{"type":"decision","rule":"W101","text":"pa","reading":"på","id":"{id}","path":"a.txt","document":"aa","input":[3,5]}}"#
            )
        };
        let DecisionLine::Decision(decision) = line(&written(&id)) else { panic!("no decision") };
        assert_eq!((decision.subject(), decision.fault()), (Subject::Place(id.to_string()), None));
        assert_eq!(serde_json::to_string(&DecisionLine::Decision(decision)).unwrap(), written(&id));
        let DecisionLine::Decision(other) = line(&written("0000000000000000")) else { panic!("no decision") };
        assert!(other.fault().unwrap().contains("another finding"));
    }
}
