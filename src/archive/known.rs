use std::iter::Peekable;

use super::merge::{Claim, Group, Merged};
use super::walk::{Entry, Found};
use crate::record::{Document, Run};

/// Things found in an archive, each with what is known of it from earlier runs. Both come in the order of paths.
pub(super) struct Known<I> {
    found: I,
    earlier: Peekable<std::iter::Flatten<Merged>>,
    run: Run,
}

/// What an earlier run did.
pub(super) struct Earlier {
    pub document: Document,
    /// It had the settings of this run.
    pub same_settings: bool,
}

impl<I: Iterator<Item = Found>> Known<I> {
    /// What is found, with what ledgers know of it. What is damaged in them is passed over: the end of the run tells it.
    pub fn new(found: I, earlier: Merged, run: Run) -> Self {
        Self { found, earlier: earlier.flatten().peekable(), run }
    }

    fn of(&mut self, entry: &Entry) -> Vec<Earlier> {
        let before = |group: &Group| match group {
            Group::Document(claims) => claims.first().is_none_or(|claim| claim.document().path < entry.path),
            Group::Skipped(_) => true,
        };
        while self.earlier.next_if(before).is_some() {}
        let same = |group: &Group| match group {
            Group::Document(claims) => claims.first().is_some_and(|claim| claim.document().path == entry.path),
            Group::Skipped(_) => false,
        };
        match self.earlier.next_if(same) {
            Some(Group::Document(claims)) => claims.into_iter().map(|claim| self.earlier(claim)).collect(),
            _ => Vec::new(),
        }
    }

    fn earlier(&self, claim: Claim) -> Earlier {
        let same_settings = claim.run.as_ref() == Some(&self.run);
        Earlier { document: claim.section.document, same_settings }
    }
}

impl<I: Iterator<Item = Found>> Iterator for Known<I> {
    type Item = (Found, Vec<Earlier>);

    fn next(&mut self) -> Option<Self::Item> {
        let found = self.found.next()?;
        let earlier = match &found {
            Found::Document(entry) => self.of(entry),
            _ => Vec::new(),
        };
        Some((found, earlier))
    }
}
