//! What a person decided of findings, series by series: all that one rule finds in one passage.

use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use compact_str::CompactString;

use super::passages;
use crate::repair::Candidate;
use crate::repair::proposal::Proposal;
use crate::text::QuickMap;

/// A decision: what becomes of a passage wherever a rule doubts it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// The code of the rule.
    pub rule: String,
    /// The passage, as it stands.
    pub text: String,
    /// What it becomes; nothing where it is right as it stands.
    pub reading: Option<String>,
    /// Why: who decided it and where that is written. The ledger gives it as the edit's reason.
    pub reason: String,
}

/// Decisions, and which of them were met so far. Copies share what was met.
#[derive(Clone, Debug, Default)]
pub struct Decisions {
    /// Those that were given.
    given: Arc<Known>,
    /// Those that hold for an archive for ever, where nothing that was given says otherwise.
    learned: Arc<Known>,
}

#[derive(Debug, Default)]
struct Known {
    all: Vec<(Decision, AtomicBool)>,
    /// The places of those about each passage.
    by_text: QuickMap<CompactString, Vec<usize>>,
    /// The places of those that a rule of encodings or characters has to leave: what it reads may hold their passage, or be in it.
    left_around: Vec<usize>,
}

impl Decisions {
    /// Of two about the same passage and rule the first holds.
    pub fn new(decisions: impl IntoIterator<Item = Decision>) -> Self {
        Self { given: Arc::new(Known::new(decisions)), learned: Arc::default() }
    }

    /// The same, and what an archive's profile says where these say nothing.
    #[must_use]
    pub(in crate::repair) fn with_learned(&self, decisions: impl IntoIterator<Item = Decision>) -> Self {
        Self { given: Arc::clone(&self.given), learned: Arc::new(Known::new(decisions)) }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.given.all.is_empty() && self.learned.all.is_empty()
    }

    /// Those that were given, in order.
    pub fn iter(&self) -> impl Iterator<Item = &Decision> {
        self.given.all.iter().map(|(decision, _)| decision)
    }

    /// Those that were given and that no finding was met by, in order.
    pub fn unmet(&self) -> impl Iterator<Item = &Decision> {
        self.given.all.iter().filter(|(_, met)| !met.load(Ordering::Relaxed)).map(|(decision, _)| decision)
    }

    /// What was decided of a proposal, and what its reading ends in besides.
    fn of(&self, passage: &str, proposal: &Proposal) -> Option<(&Decision, &'static str)> {
        self.given.of(passage, proposal).or_else(|| self.learned.of(passage, proposal))
    }

    fn hold_right_passage(&self, text: &str, proposal: &Proposal) -> bool {
        self.given.hold_right_passage(text, proposal) || self.learned.hold_right_passage(text, proposal)
    }

    /// Makes of proposals what was decided of them, and leaves out those of passages that stand. Gives the passages of both.
    pub(super) fn carry_out(&self, text: &str, proposals: &mut Vec<Proposal>) -> Vec<Range<usize>> {
        let mut decided = Vec::new();
        proposals.retain_mut(|proposal| match self.of(&text[proposal.range.clone()], proposal) {
            None => !self.hold_right_passage(text, proposal),
            Some((Decision { reading: None, .. }, _)) => {
                decided.push(proposal.range.clone());
                false
            }
            Some((Decision { reading: Some(reading), reason, .. }, ending)) => {
                let text = compact_str::format_compact!("{reading}{ending}");
                proposal.candidates = smallvec::smallvec![Candidate { text, probability: 1.0 }];
                proposal.evidence = reason.clone().into();
                decided.push(proposal.range.clone());
                true
            }
        });
        decided
    }
}

impl Known {
    fn new(decisions: impl IntoIterator<Item = Decision>) -> Self {
        let all: Vec<(Decision, AtomicBool)> =
            decisions.into_iter().map(|decision| (decision, AtomicBool::new(false))).collect();
        let mut by_text: QuickMap<CompactString, Vec<usize>> = QuickMap::default();
        for (at, (decision, _)) in all.iter().enumerate() {
            by_text.entry(decision.text.as_str().into()).or_default().push(at);
        }
        let is_left = |decision: &Decision| decision.reading.is_none() && decision.rule.starts_with(['E', 'C']);
        let left_around = (0..all.len()).filter(|at| is_left(&all[*at].0)).collect();
        Self { all, by_text, left_around }
    }

    /// Whether a rule doubts a passage for one in it, or around it, that was decided to be right: what stands side by side may be
    /// read together, and shown as one.
    fn hold_right_passage(&self, text: &str, proposal: &Proposal) -> bool {
        let passage = &text[proposal.range.clone()];
        let is_in = |decision: &Decision| {
            decision.rule == proposal.rule.0
                && (holds(passage, &decision.text) || passages::is_of(text, &proposal.range, &decision.text))
        };
        let found = self.left_around.iter().map(|at| &self.all[*at]).find(|(decision, _)| is_in(decision));
        found.inspect(|(_, met)| met.store(true, Ordering::Relaxed)).is_some()
    }

    fn of(&self, passage: &str, proposal: &Proposal) -> Option<(&Decision, &'static str)> {
        let of_passage = self.find(passage, |decision| decision.rule == proposal.rule.0).map(|decision| (decision, ""));
        of_passage.or_else(|| self.of_nominative(passage, proposal))
    }

    /// What was decided of the name that a passage is the genitive of, and its ending. What such a name becomes, its genitive
    /// becomes only where that is among its candidates.
    fn of_nominative(&self, passage: &str, proposal: &Proposal) -> Option<(&Decision, &'static str)> {
        let name = passage.strip_suffix('s').filter(|name| passages::is_genitive(passage, name))?;
        let is_offered = |decision: &Decision| match &decision.reading {
            None => true,
            Some(reading) => {
                proposal.candidates.iter().any(|candidate| candidate.text.strip_suffix('s') == Some(reading.as_str()))
            }
        };
        let found = self.find(name, |decision| decision.rule == proposal.rule.0 && is_offered(decision))?;
        Some((found, "s"))
    }

    /// The first decision about a passage that is so.
    fn find(&self, passage: &str, is_so: impl Fn(&Decision) -> bool) -> Option<&Decision> {
        let places = self.by_text.get(passage)?;
        let (decision, met) = places.iter().map(|at| &self.all[*at]).find(|(decision, _)| is_so(decision))?;
        met.store(true, Ordering::Relaxed);
        Some(decision)
    }
}

impl PartialEq for Decisions {
    fn eq(&self, other: &Self) -> bool {
        let all = |known: &Known| known.all.iter().map(|(decision, _)| decision.clone()).collect::<Vec<_>>();
        all(&self.given) == all(&other.given) && all(&self.learned) == all(&other.learned)
    }
}

/// Whether a passage holds another one, not within one of its words. What begins or ends with two letters is a word there; what
/// damage makes of a letter hardly does.
fn holds(passage: &str, text: &str) -> bool {
    let begins = text.chars().take(2).all(char::is_alphabetic);
    let ends = text.chars().rev().take(2).all(char::is_alphabetic);
    passage.match_indices(text).any(|(at, _)| {
        let before = passage[..at].chars().next_back().is_some_and(char::is_alphabetic);
        let behind = passage[at + text.len()..].chars().next().is_some_and(char::is_alphabetic);
        !(begins && before || ends && behind)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_not_held_by_a_longer_one() {
        assert!(holds("et arbejdsm?de nu", "arbejdsm?de") && holds("mÃ¸de", "Ã¸"));
        assert!(!holds("samarbejdsm?de", "arbejdsm?de") && !holds("arbejdsm?der", "arbejdsm?de"));
    }
}
