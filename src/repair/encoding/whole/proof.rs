//! What a document has proven of chains.

use crate::repair::encoding::shares;

/// Thousandths of a nat: sums of them do not depend on the order.
pub(super) type Nats = i32;

/// What the words of a region have to say together before a chain is as likely as not, in [`Nats`]: that a document is damaged
/// is held to be one in 3,000, as with every kind of damage (8.0), and that it is by this one of sixty chains (4.1).
const PRIOR: Nats = 12_100;
/// What they have to say to prove it: the odds shall be 200 to 1 after that.
pub(super) const PROOF: Nats = PRIOR + 5_300;

/// What a document has proven of chains, by their places.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::repair::encoding) struct Proof {
    of_chains: Vec<(i64, i64)>,
}

impl Proof {
    /// Takes in what the passages of a block say for a chain: the most in a row, and all together.
    pub(super) fn count(&mut self, chain: usize, (most, all): (i64, i64)) {
        if self.of_chains.len() <= chain {
            self.of_chains.resize(chain + 1, (0, 0));
        }
        let known = &mut self.of_chains[chain];
        *known = (known.0.max(most), known.1 + all);
    }

    /// Adds what another part of the same document says.
    pub fn add(&mut self, other: &Self) {
        for (chain, said) in other.of_chains.iter().enumerate() {
            self.count(chain, *said);
        }
    }

    /// The chains that are proven.
    pub(super) fn proven(&self) -> Vec<usize> {
        (0..self.of_chains.len()).filter(|chain| self.is_proven(*chain)).collect()
    }

    pub(super) fn is_proven(&self, chain: usize) -> bool {
        self.said(chain) >= i64::from(PROOF)
    }

    /// What is said for a chain by the words in a row that say most, or by all together.
    pub(super) fn said(&self, chain: usize) -> i64 {
        self.of_chains.get(chain).map_or(0, |(most, all)| *most.max(all))
    }

    /// The probability that a chain was at work.
    pub(super) fn probability(&self, chain: usize) -> f32 {
        let odds = (self.said(chain) - i64::from(PRIOR)) as f32 / 1000.0;
        shares(&[odds]).first().copied().unwrap_or_default()
    }
}
