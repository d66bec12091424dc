//! Where in a block a chain was at work: whole passages, told by all their words together.

use smallvec::SmallVec;

use super::Nats;
use super::chain::LATER;

/// What it costs to leave a chain, or to come into one, between two passages of a document that has proven it: one in
/// 400 of them does.
const TURN: Nats = 6000;

/// What the words of one passage say for each of the candidates.
pub(super) type Gains = SmallVec<[Nats; 4]>;

/// For each passage the candidate that it went through, if any, so that all words together say most.
pub(super) fn trace(passages: &[Gains], candidates: usize) -> Vec<Option<usize>> {
    // State 0 is a passage that stands; then come the candidates.
    let states = candidates + 1;
    let mut best: Vec<i64> = (0..states).map(|state| -i64::from(state as Nats * LATER)).collect();
    let mut from: Vec<u8> = Vec::with_capacity(passages.len() * states);
    for gains in passages {
        let (top, most) = first_best(&best);
        for (state, score) in best.iter_mut().enumerate() {
            let turned = most - i64::from(TURN);
            let comes_from = if turned > *score { top } else { state };
            let gain = state.checked_sub(1).map_or(0, |candidate| i64::from(gains[candidate]));
            *score = (*score).max(turned) + gain;
            from.push(comes_from as u8);
        }
    }
    let mut state = first_best(&best).0;
    let mut trace = vec![None; passages.len()];
    for at in (0..passages.len()).rev() {
        trace[at] = state.checked_sub(1);
        state = usize::from(from[at * states + state]);
    }
    trace
}

/// The first of the greatest, and its place.
fn first_best(scores: &[i64]) -> (usize, i64) {
    let later = |known: (usize, i64), next: (usize, i64)| if next.1 > known.1 { next } else { known };
    scores.iter().copied().enumerate().fold((0, i64::MIN), later)
}

/// The most that passages in a row say for a candidate, and what all say together.
pub(super) fn most_and_all(passages: &[Gains], candidate: usize) -> (i64, i64) {
    let mut most = 0;
    let mut here = 0_i64;
    let mut all = 0;
    for gains in passages {
        let gain = i64::from(gains[candidate]);
        here = (here + gain).max(0);
        most = most.max(here);
        all += gain;
    }
    (most, all)
}

#[cfg(test)]
mod tests {
    use smallvec::smallvec;

    use super::*;

    #[test]
    fn a_region_is_told_from_what_stands_around_it() {
        let right: Gains = smallvec![-9000];
        let damaged: Gains = smallvec![8000];
        let signs: Gains = smallvec![-500];
        let passages = [right.clone(), right.clone(), damaged.clone(), signs, damaged, right];
        let expected = [None, None, Some(0), Some(0), Some(0), None];
        assert_eq!(trace(&passages, 1), expected);
        assert_eq!(most_and_all(&passages, 0).0, 15500);
    }
}
