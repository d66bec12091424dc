//! Passages and rules that are allowed to stand.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::text::RuleCode;

/// What may stay as it is: a passage, whatever rule doubts it; what a rule would mend; or the one only from the other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Allowance {
    /// The passage, exactly as a finding shows it; any where none is said.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub passage: Option<String>,
    /// The rule's code, or the beginning of several; any where none is said.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub rule: Option<String>,
}

impl Allowance {
    /// Whether it says anything: one that does not would allow all.
    pub fn is_empty(&self) -> bool {
        self.passage.is_none() && self.rule.is_none()
    }

    fn allows(&self, passage: &str, rule: RuleCode) -> bool {
        // What a rule of encodings reads may be read with what stands around it.
        let is_met = |allowed: &str| allowed == passage || rule.0.starts_with('E') && passage.contains(allowed);
        self.passage.as_deref().is_none_or(is_met) && self.rule.as_deref().is_none_or(|code| rule.0.starts_with(code))
    }
}

/// All that is allowed, and which of it was met so far. Copies share what was met.
#[derive(Clone, Debug, Default)]
pub struct Allowances(Arc<[(Allowance, AtomicBool)]>);

impl Allowances {
    /// Those that say something.
    pub fn new(allowances: impl IntoIterator<Item = Allowance>) -> Self {
        let said = allowances.into_iter().filter(|allowance| !allowance.is_empty());
        Self(said.map(|allowance| (allowance, AtomicBool::new(false))).collect())
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Each of them, in order.
    pub fn iter(&self) -> impl Iterator<Item = &Allowance> {
        self.0.iter().map(|(allowance, _)| allowance)
    }

    /// Those that no finding was met by, in order.
    pub fn unmet(&self) -> impl Iterator<Item = &Allowance> {
        self.0.iter().filter(|(_, met)| !met.load(Ordering::Relaxed)).map(|(allowance, _)| allowance)
    }

    /// Whether a passage may stand, whatever the rule says.
    pub(super) fn allow(&self, passage: &str, rule: RuleCode) -> bool {
        let mut allows = false;
        for (_, met) in self.0.iter().filter(|(allowance, _)| allowance.allows(passage, rule)) {
            met.store(true, Ordering::Relaxed);
            allows = true;
        }
        allows
    }
}

impl PartialEq for Allowances {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allowance(passage: Option<&str>, rule: Option<&str>) -> Allowance {
        Allowance { passage: passage.map(str::to_owned), rule: rule.map(str::to_owned) }
    }

    #[test]
    fn a_passage_or_a_rule_or_both_are_allowed() {
        let of = |passage, rule| Allowances::new([allowance(passage, rule)]);
        let w101 = RuleCode("W101");
        assert!(of(Some("Moller"), None).allow("Moller", w101));
        assert!(!of(Some("Moller"), None).allow("moller", w101));
        assert!(of(None, Some("W1")).allow("Moller", w101));
        assert!(!of(Some("Moller"), Some("E")).allow("Moller", w101));
        assert!(of(None, None).is_empty(), "nothing said allows nothing");
    }

    #[test]
    fn what_was_never_met_is_known() {
        let allowances = Allowances::new([allowance(Some("Moller"), None), allowance(Some("Sorensen"), None)]);
        assert!(allowances.clone().allow("Moller", RuleCode("W101")));
        assert_eq!(allowances.unmet().collect::<Vec<_>>(), [&allowance(Some("Sorensen"), None)]);
    }
}
