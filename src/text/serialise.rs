//! Edits as a service logs them: with the names and units of the ledger (`docs/ledger.md`).

use std::borrow::Cow;
use std::ops::Range;

use serde::{Serialize, Serializer};

use super::{Confidence, Edit, RuleCode, hex};

#[derive(Serialize)]
struct EditFields<'e> {
    input: [usize; 2],
    output: [usize; 2],
    /// The bytes as UTF-8, lossy; `before_bytes` has them where they are not.
    before: Cow<'e, str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    before_bytes: Option<String>,
    after: &'e str,
    rules: &'e [RuleCode],
    level: Confidence,
    probability: f32,
    evidence: &'e str,
}

impl Serialize for Edit {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let before = String::from_utf8_lossy(&self.before);
        let fields = EditFields {
            input: span(&self.input),
            output: span(&self.output),
            before_bytes: matches!(before, Cow::Owned(_)).then(|| hex::encode(&self.before)),
            before,
            after: &self.after,
            rules: &self.rules,
            level: self.level(),
            probability: self.probability,
            evidence: &self.evidence,
        };
        fields.serialize(serializer)
    }
}

/// A range as the ledger writes it: `[start, end]`.
pub(crate) fn span(range: &Range<usize>) -> [usize; 2] {
    [range.start, range.end]
}
