use super::proposal::Proposal;
use super::{Options, Suspect};
use crate::text::Change;

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
    let mut decision = Decision { changes: Vec::with_capacity(proposals.len()), suspects: Vec::new() };
    let mut proposals = proposals.into_iter();
    let Some(mut standing) = proposals.next() else { return decision };
    for proposal in proposals {
        if proposal.range.start < standing.range.end {
            contest(&mut standing, proposal);
        } else {
            settle(std::mem::replace(&mut standing, proposal), options, &mut decision);
        }
    }
    settle(standing, options, &mut decision);
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

fn settle(proposal: Proposal, options: &Options, decision: &mut Decision) {
    let probability = proposal.probability();
    let level = crate::text::Confidence::from_probability(probability);
    let mut candidates = proposal.candidates;
    if level >= options.apply && !candidates.is_empty() {
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
            candidates: candidates.into_vec(),
        });
    }
}
