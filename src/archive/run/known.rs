use std::iter::{Flatten, Peekable};

use crate::archive::input::{Found, Inputs};
use crate::archive::ledger::{Claim, Group, Merged};
use crate::record::{Document, DocumentPath, Run};

/// Things found in an archive, each with what is known of it from earlier runs, and what earlier runs found that is gone. All come in
/// the order of paths.
pub(super) struct Known<I> {
    found: I,
    inputs: Inputs,
    earlier: Peekable<Flatten<Merged>>,
    run: Run,
    /// What was found and comes after what is gone.
    waiting: Option<Found>,
    /// The last folder that could not be read: what lies in it may be there.
    unread: Option<DocumentPath>,
}

/// One thing to be done.
pub(super) enum Task {
    /// Something that was found; of a document, what earlier runs did with it, the most trusted first.
    Found(Found, Vec<Earlier>),
    /// A document that is gone, and what earlier runs did with it.
    Gone(DocumentPath, Vec<Earlier>),
}

/// What an earlier run did.
pub(super) struct Earlier {
    pub document: Document,
    /// It had the settings of this run.
    pub same_settings: bool,
}

impl<I: Iterator<Item = Found>> Known<I> {
    /// What is found in the inputs, with what ledgers know of it. What is damaged in them is passed over: the end of the run tells it.
    pub fn new(found: I, inputs: Inputs, earlier: Merged, run: Run) -> Self {
        Self { found, inputs, earlier: earlier.flatten().peekable(), run, waiting: None, unread: None }
    }

    /// Where what was found lies.
    fn place(&self, found: &Found) -> DocumentPath {
        match found {
            Found::Document(entry) => entry.path.clone(),
            Found::Skipped(skipped) => skipped.path.clone(),
            Found::Failed(failure) => self.inputs.place_of(&failure.path),
        }
    }

    /// The next document that ledgers know and that comes before this path; of all that are left if there is none.
    fn passed(&mut self, before: Option<&DocumentPath>) -> Option<Vec<Claim>> {
        loop {
            let is_due = |group: &Group| match group {
                Group::Document(claims, _) => {
                    claims.first().is_none_or(|claim| before.is_none_or(|before| claim.document().path < *before))
                }
                Group::Skipped(..) | Group::Failed(..) => true,
            };
            match self.earlier.next_if(is_due)? {
                Group::Document(claims, _) if self.is_gone(&claims) => return Some(claims),
                _ => {}
            }
        }
    }

    /// Whether this run would have found the document, if it was there.
    fn is_gone(&self, claims: &[Claim]) -> bool {
        let Some(path) = claims.first().map(|claim| &claim.document().path) else { return false };
        let may_be_there = self.unread.as_ref().is_some_and(|folder| path.is_in(folder));
        !may_be_there && self.inputs.cover(path)
    }

    fn of(&mut self, place: &DocumentPath) -> Vec<Earlier> {
        let is_same = |group: &Group| match group {
            Group::Document(claims, _) => claims.first().is_some_and(|claim| claim.document().path == *place),
            _ => false,
        };
        match self.earlier.next_if(is_same) {
            Some(Group::Document(claims, _)) => self.earlier(claims),
            _ => Vec::new(),
        }
    }

    fn earlier(&self, claims: Vec<Claim>) -> Vec<Earlier> {
        let earlier = |claim: Claim| {
            let same_settings = claim.run.as_ref() == Some(&self.run);
            Earlier { document: claim.section.document, same_settings }
        };
        claims.into_iter().map(earlier).collect()
    }
}

impl<I: Iterator<Item = Found>> Iterator for Known<I> {
    type Item = Task;

    fn next(&mut self) -> Option<Task> {
        let found = self.waiting.take().or_else(|| self.found.next());
        let place = found.as_ref().map(|found| self.place(found));
        if let Some(gone) = self.passed(place.as_ref()) {
            self.waiting = found;
            let path = gone.first()?.document().path.clone();
            return Some(Task::Gone(path, self.earlier(gone)));
        }
        let (found, place) = (found?, place?);
        let earlier = match &found {
            Found::Document(_) => self.of(&place),
            Found::Failed(_) => {
                self.unread = Some(place);
                Vec::new()
            }
            Found::Skipped(_) => Vec::new(),
        };
        Some(Task::Found(found, earlier))
    }
}
