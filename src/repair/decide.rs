use std::hash::{Hash, Hasher};
use std::sync::Arc;

use smallvec::SmallVec;

use super::proposal::Proposal;
use super::{Candidate, Options, Suspect};
use crate::text::{Change, QuickHasher, QuickMap};

/// Bytes of changes that follow one another which are one change.
const LONGEST_RUN: usize = 256;
/// Lists of candidates that are kept, to be shared.
const KEPT_LISTS: usize = 1 << 12;

/// What is done about a stage's proposals: changes to apply, ascending and disjoint, and suspects to report,
/// whose input and output ranges are both still ranges of the stage's own text.
pub(super) struct Decision {
    pub changes: Vec<Change>,
    pub suspects: Vec<Suspect>,
}

/// Decides a stage's proposals.
///
/// Of proposals that overlap, the best supported one stands and the others become further candidates of it where
/// they speak of the same range. What stands is applied if its probability earns the level that the options
/// apply; else it is a suspect.
pub(super) fn decide(mut proposals: Vec<Proposal>, options: &Options) -> Decision {
    let mut last = None;
    proposals.retain(|proposal| match last {
        Some((rule, allowed)) if rule == proposal.rule => allowed,
        _ => last.insert((proposal.rule, options.rules.allows(proposal.rule))).1,
    });
    proposals.sort_by(|a, b| a.range.start.cmp(&b.range.start).then(b.probability().total_cmp(&a.probability())));
    let mut decision = Decision { changes: Vec::new(), suspects: Vec::new() };
    let mut lists = QuickMap::default();
    let mut proposals = proposals.into_iter();
    let Some(mut standing) = proposals.next() else { return decision };
    for proposal in proposals {
        if proposal.range.start < standing.range.end {
            contest(&mut standing, proposal);
        } else {
            settle(std::mem::replace(&mut standing, proposal), options, &mut decision, &mut lists);
        }
    }
    settle(standing, options, &mut decision, &mut lists);
    decision
}

/// Two proposals over the same text: the better supported stands.
fn contest(standing: &mut Proposal, mut other: Proposal) {
    if other.probability() > standing.probability() {
        std::mem::swap(standing, &mut other);
    }
    if other.range == standing.range {
        for candidate in other.candidates {
            if standing.candidates.iter().all(|known| known.text != candidate.text) {
                standing.candidates.push(candidate);
            }
        }
    }
}

/// Lists of candidates, by their hash.
type Lists = QuickMap<u64, Arc<[Candidate]>>;

/// The candidates as a list that places share which may have been the same.
fn shared(candidates: SmallVec<[Candidate; 1]>, lists: &mut Lists) -> Arc<[Candidate]> {
    let mut hasher = QuickHasher::default();
    for candidate in &candidates {
        candidate.text.hash(&mut hasher);
        candidate.probability.to_bits().hash(&mut hasher);
    }
    if lists.len() >= KEPT_LISTS {
        lists.clear();
    }
    match lists.get(&hasher.finish()) {
        Some(known) if **known == *candidates => Arc::clone(known),
        _ => {
            let list: Arc<[Candidate]> = candidates.into_iter().collect();
            lists.insert(hasher.finish(), Arc::clone(&list));
            list
        }
    }
}

/// Whether a change goes on where the last one ends, by the same rule for the same reason and as surely: they are one.
fn goes_on(last: &Change, next: &Proposal, probability: f32) -> bool {
    last.range.end == next.range.start
        && last.rule == next.rule
        && last.probability == probability
        && last.evidence == next.evidence
        && next.range.end - last.range.start <= LONGEST_RUN
}

fn settle(mut proposal: Proposal, options: &Options, decision: &mut Decision, lists: &mut Lists) {
    let probability = proposal.probability();
    let level = crate::text::Confidence::from_probability(probability);
    let mut candidates = std::mem::take(&mut proposal.candidates);
    if level >= options.apply && !candidates.is_empty() {
        if let Some(last) = decision.changes.last_mut().filter(|last| goes_on(last, &proposal, probability)) {
            last.range.end = proposal.range.end;
            last.replacement.push_str(&candidates[0].text);
            return;
        }
        decision.changes.push(Change {
            range: proposal.range,
            replacement: candidates.swap_remove(0).text,
            rule: proposal.rule,
            probability,
            evidence: proposal.evidence,
        });
    } else {
        decision.suspects.push(Suspect {
            input: proposal.range.clone(),
            output: proposal.range,
            rule: proposal.rule,
            probability,
            evidence: proposal.evidence,
            candidates: shared(candidates, lists),
        });
    }
}
