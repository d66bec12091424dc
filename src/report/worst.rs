//! The most damaged of many documents, in memory that does not grow with them.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;

/// The most damaged documents so far, with what is kept of each.
pub(super) struct Worst<T> {
    /// How many are kept.
    most: usize,
    kept: BinaryHeap<Reverse<Ranked<T>>>,
}

impl<T> Worst<T> {
    pub fn new(most: usize) -> Self {
        Self { most, kept: BinaryHeap::new() }
    }

    /// Takes in a document, of whose words a share is damaged.
    pub fn push(&mut self, share: f64, path: String, of: T) {
        self.kept.push(Reverse(Ranked { share, path, of }));
        if self.kept.len() > self.most {
            self.kept.pop();
        }
    }

    /// What is kept, the most damaged first; of two alike the one whose path comes first.
    pub fn into_sorted(self) -> impl Iterator<Item = T> {
        self.kept.into_sorted_vec().into_iter().map(|Reverse(ranked)| ranked.of)
    }
}

/// A document by its rank: the more damaged the greater.
struct Ranked<T> {
    share: f64,
    path: String,
    of: T,
}

impl<T> Ord for Ranked<T> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.share.total_cmp(&other.share).then_with(|| other.path.cmp(&self.path))
    }
}

impl<T> PartialOrd for Ranked<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<T> PartialEq for Ranked<T> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl<T> Eq for Ranked<T> {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_damaged_are_kept_and_come_first() {
        let mut worst = Worst::new(3);
        for (share, path) in [(0.1, "a"), (0.4, "c"), (0.4, "b"), (0.0, "d"), (0.9, "e"), (0.2, "f")] {
            worst.push(share, path.to_owned(), path);
        }
        assert_eq!(worst.into_sorted().collect::<Vec<_>>(), ["e", "b", "c"]);
    }
}
