//! Suspects as a service logs them: with the names and units of the ledger (`docs/ledger.md`).

use serde::{Serialize, Serializer};

use super::{Candidate, Suspect};
use crate::text::{Confidence, RuleCode, span};

#[derive(Serialize)]
struct SuspectFields<'s> {
    input: [usize; 2],
    output: [usize; 2],
    rule: RuleCode,
    level: Confidence,
    probability: f32,
    evidence: &'s str,
    candidates: &'s [Candidate],
}

impl Serialize for Suspect {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let fields = SuspectFields {
            input: span(&self.input),
            output: span(&self.output),
            rule: self.rule,
            level: self.level(),
            probability: self.probability,
            evidence: &self.evidence,
            candidates: &self.candidates,
        };
        fields.serialize(serializer)
    }
}
