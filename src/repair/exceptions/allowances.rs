//! Passages and rules that are allowed to stand.

use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::passages;
use crate::text::RuleCode;

/// What may stay as it is: a passage, whatever rule doubts it; what a rule would mend; what stands in some documents; or what
/// several of these say together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Allowance {
    /// The passage, exactly as a finding shows it, or the genitive of a name; any where none is said.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub passage: Option<String>,
    /// The rule's code, or the beginning of several; any where none is said.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub rule: Option<String>,
    /// A glob of the documents' paths; any where none is said. A repairer knows no paths: who has them leaves out what is not
    /// for a document ([`Allowances::chosen`]).
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub path: Option<String>,
}

impl Allowance {
    /// Whether it says anything: one that does not would allow all.
    pub fn is_empty(&self) -> bool {
        self.passage.is_none() && self.rule.is_none() && self.path.is_none()
    }

    fn allows(&self, text: &str, place: &Range<usize>, rule: RuleCode) -> bool {
        // What a rule of encodings reads may be read with what stands around it.
        let is_met = |allowed: &str| {
            passages::is_of(text, place, allowed) || rule.0.starts_with('E') && text[place.clone()].contains(allowed)
        };
        self.rule.as_deref().is_none_or(|code| rule.0.starts_with(code)) && self.passage.as_deref().is_none_or(is_met)
    }
}

/// All that is allowed, and which of it was met so far. Copies share what was met.
#[derive(Clone, Debug, Default)]
pub struct Allowances(Arc<[Arc<Known>]>);

#[derive(Debug)]
struct Known {
    allowance: Allowance,
    was_met: AtomicBool,
}

impl Allowances {
    /// Those that say something.
    pub fn new(allowances: impl IntoIterator<Item = Allowance>) -> Self {
        let said = allowances.into_iter().filter(|allowance| !allowance.is_empty());
        Self(said.map(|allowance| Arc::new(Known { allowance, was_met: AtomicBool::new(false) })).collect())
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Each of them, in order.
    pub fn iter(&self) -> impl Iterator<Item = &Allowance> {
        self.0.iter().map(|known| &known.allowance)
    }

    /// Some of them, by their numbers in order; what is met of these is met of all.
    #[must_use]
    pub fn chosen(&self, is_chosen: impl Fn(usize) -> bool) -> Self {
        let chosen = self.0.iter().enumerate().filter(|(number, _)| is_chosen(*number));
        Self(chosen.map(|(_, known)| Arc::clone(known)).collect())
    }

    /// Those that no finding was met by, in order.
    pub fn unmet(&self) -> impl Iterator<Item = &Allowance> {
        self.0.iter().filter(|known| !known.was_met.load(Ordering::Relaxed)).map(|known| &known.allowance)
    }

    /// Whether a place of a text may stand, whatever the rule says.
    pub(super) fn allow(&self, text: &str, place: &Range<usize>, rule: RuleCode) -> bool {
        let mut allows = false;
        for known in self.0.iter().filter(|known| known.allowance.allows(text, place, rule)) {
            known.was_met.store(true, Ordering::Relaxed);
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
        Allowance { passage: passage.map(str::to_owned), rule: rule.map(str::to_owned), path: None }
    }

    fn allows(allowances: &Allowances, word: &str) -> bool {
        allowances.allow(word, &(0..word.len()), RuleCode("W101"))
    }

    #[test]
    fn a_passage_or_a_rule_or_both_are_allowed() {
        let of = |passage, rule| Allowances::new([allowance(passage, rule)]);
        assert!(allows(&of(Some("Moller"), None), "Moller"));
        assert!(allows(&of(Some("Moller"), None), "Mollers"));
        assert!(!allows(&of(Some("Moller"), None), "moller"));
        assert!(allows(&of(None, Some("W1")), "Moller"));
        assert!(!allows(&of(Some("Moller"), Some("E")), "Moller"));
        assert!(of(None, None).is_empty(), "nothing said allows nothing");
    }

    #[test]
    fn what_was_never_met_is_known() {
        let allowances = Allowances::new([allowance(Some("Moller"), None), allowance(Some("Sorensen"), None)]);
        assert!(allows(&allowances.clone(), "Moller"));
        assert_eq!(allowances.unmet().collect::<Vec<_>>(), [&allowance(Some("Sorensen"), None)]);
        assert!(allows(&allowances.chosen(|number| number == 1), "Sorensen"));
        assert_eq!(allowances.unmet().count(), 0, "what is met of some is met of all");
    }
}
