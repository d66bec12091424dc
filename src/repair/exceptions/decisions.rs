//! What a person decided of findings, series by series: all that one rule finds in one passage.

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
    all: Arc<[(Decision, AtomicBool)]>,
    /// The places of those about each passage.
    by_text: Arc<QuickMap<CompactString, Vec<usize>>>,
    /// The places of those that a rule of encodings or characters has to leave: what it reads may hold their passage, or be in it.
    left_around: Arc<[usize]>,
}

impl Decisions {
    /// Of two about the same passage and rule the first holds.
    pub fn new(decisions: impl IntoIterator<Item = Decision>) -> Self {
        let mut by_text: QuickMap<CompactString, Vec<usize>> = QuickMap::default();
        let all: Arc<[(Decision, AtomicBool)]> =
            decisions.into_iter().map(|decision| (decision, AtomicBool::new(false))).collect();
        for (at, (decision, _)) in all.iter().enumerate() {
            by_text.entry(decision.text.as_str().into()).or_default().push(at);
        }
        let is_left = |decision: &Decision| decision.reading.is_none() && decision.rule.starts_with(['E', 'C']);
        let left_around = (0..all.len()).filter(|at| is_left(&all[*at].0)).collect();
        Self { all, by_text: Arc::new(by_text), left_around }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// Those that no finding was met by, in order.
    pub fn unmet(&self) -> impl Iterator<Item = &Decision> {
        self.all.iter().filter(|(_, met)| !met.load(Ordering::Relaxed)).map(|(decision, _)| decision)
    }

    /// Makes of proposals what was decided of them, and leaves out those of passages that stand.
    pub(super) fn carry_out(&self, text: &str, proposals: &mut Vec<Proposal>) {
        proposals.retain_mut(|proposal| {
            let passage = &text[proposal.range.clone()];
            match self.of(passage, proposal.rule.0).or_else(|| self.of_nominative(passage, proposal)) {
                None => !self.holds_right_passage(text, proposal),
                Some((Decision { reading: None, .. }, _)) => false,
                Some((Decision { reading: Some(reading), reason, .. }, ending)) => {
                    let text = compact_str::format_compact!("{reading}{ending}");
                    proposal.candidates = smallvec::smallvec![Candidate { text, probability: 1.0 }];
                    proposal.evidence = reason.clone().into();
                    true
                }
            }
        });
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
        let places = self.by_text.get(name)?.iter().map(|at| &self.all[*at]);
        let is_of = |decision: &Decision| decision.rule == proposal.rule.0 && is_offered(decision);
        let (decision, met) = places.into_iter().find(|(decision, _)| is_of(decision))?;
        met.store(true, Ordering::Relaxed);
        Some((decision, "s"))
    }

    /// Whether a rule doubts a passage for one in it, or around it, that was decided to be right: what stands side by side may be
    /// read together, and shown as one.
    fn holds_right_passage(&self, text: &str, proposal: &Proposal) -> bool {
        let passage = &text[proposal.range.clone()];
        let is_in = |decision: &Decision| {
            decision.rule == proposal.rule.0
                && (passage.contains(&decision.text) || passages::is_of(text, &proposal.range, &decision.text))
        };
        let found = self.left_around.iter().map(|at| &self.all[*at]).find(|(decision, _)| is_in(decision));
        found.inspect(|(_, met)| met.store(true, Ordering::Relaxed)).is_some()
    }

    fn of(&self, passage: &str, rule: &str) -> Option<(&Decision, &'static str)> {
        let places = self.by_text.get(passage)?;
        let (decision, met) = places.iter().map(|at| &self.all[*at]).find(|(decision, _)| decision.rule == rule)?;
        met.store(true, Ordering::Relaxed);
        Some((decision, ""))
    }
}

impl PartialEq for Decisions {
    fn eq(&self, other: &Self) -> bool {
        self.all.iter().map(|(decision, _)| decision).eq(other.all.iter().map(|(decision, _)| decision))
    }
}
