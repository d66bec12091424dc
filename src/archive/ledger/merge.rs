use std::collections::VecDeque;
use std::iter::Peekable;

use super::reader::{Item, LedgerReader};
use crate::archive::ArchiveError;
use crate::archive::document::DocumentRecords;
use crate::record::{Document, DocumentPath, Failed, Gone, Header, Run, Skipped};

/// Ledgers read as one, in the order of paths.
pub(in crate::archive) struct Merged {
    sources: Vec<Peekable<LedgerReader>>,
    headers: Vec<Header>,
    /// What was damaged in them, and is not told yet.
    damage: VecDeque<ArchiveError>,
    /// The path that was given last, and the most trusted of the ledgers that knew it.
    last: Option<(DocumentPath, usize)>,
}

/// What ledgers say of one path.
pub(in crate::archive) enum Group {
    /// A document, as each ledger that has it knows it, in the order in which the ledgers were given; and that its input is gone,
    /// where a run said so that did not come to its end.
    Document(Vec<Claim>, Option<Gone>),
    /// What is no document, and the most trusted of the ledgers that say so.
    Skipped(usize, Skipped),
    /// What could not be done, and which of the ledgers says so. What a more trusted one did or failed on since is not given.
    Failed(usize, Failed),
}

/// What a ledger says of a document.
pub(in crate::archive) struct Claim {
    /// Which of the ledgers, from 0.
    pub source: usize,
    pub section: DocumentRecords,
    /// The run that made it. `None` for a number that the ledger does not explain.
    pub run: Option<Run>,
}

impl Claim {
    pub fn document(&self) -> &Document {
        &self.section.document
    }
}

impl Merged {
    /// Reads these ledgers, the most trusted first.
    pub fn new(sources: Vec<LedgerReader>) -> Self {
        let headers = sources.iter().map(|source| source.header().clone()).collect();
        let sources = sources.into_iter().map(Iterator::peekable).collect();
        Self { sources, headers, damage: VecDeque::new(), last: None }
    }

    /// Sets what is damaged aside, until every ledger has something to offer or is at its end.
    fn pass_damage(&mut self) {
        for source in &mut self.sources {
            while let Some(Err(damage)) = source.next_if(Result::is_err) {
                self.damage.push_back(damage);
            }
        }
    }

    fn first_path(&mut self) -> Option<DocumentPath> {
        let heads = self.sources.iter_mut().filter_map(|source| source.peek()?.as_ref().ok());
        heads.map(Item::path).min().cloned()
    }

    /// What the ledgers say next of a path at which one of them has something.
    fn group(&mut self, path: DocumentPath) -> Option<Group> {
        let group = self.document(&path).or_else(|| self.failed(&path));
        let source = match &group {
            Some(Group::Document(claims, _)) => claims.first().map(|claim| claim.source),
            Some(Group::Failed(source, _)) => Some(*source),
            _ => None,
        };
        self.last = source.map(|source| (path, source)).or(self.last.take());
        group
    }

    fn document(&mut self, path: &DocumentPath) -> Option<Group> {
        let (mut claims, mut gone) = (Vec::new(), None);
        for (index, source) in self.sources.iter_mut().enumerate() {
            let due = |item: &Result<Item, ArchiveError>| match item {
                Ok(Item::Failed(..)) | Err(_) => false,
                Ok(item) => item.path() == path,
            };
            match source.next_if(due) {
                Some(Ok(Item::Section(section))) => {
                    let run = self.headers[index].run_of(section.document.run).cloned();
                    claims.push(Claim { source: index, section: *section, run });
                }
                Some(Ok(Item::Skipped(skipped))) if claims.is_empty() => {
                    self.pass_skipped(path);
                    return Some(Group::Skipped(index, skipped));
                }
                Some(Ok(Item::Gone(told))) => gone = gone.or(Some(told)),
                _ => {}
            }
        }
        (!claims.is_empty()).then_some(Group::Document(claims, gone))
    }

    /// Passes over what ledgers say of a path that is no document.
    fn pass_skipped(&mut self, path: &DocumentPath) {
        let due =
            |item: &Result<Item, ArchiveError>| matches!(item, Ok(Item::Skipped(skipped)) if skipped.path == *path);
        for source in &mut self.sources {
            while source.next_if(due).is_some() {}
        }
    }

    fn failed(&mut self, path: &DocumentPath) -> Option<Group> {
        let known = self.last.as_ref().filter(|(last, _)| last == path).map(|(_, source)| *source);
        for (index, source) in self.sources.iter_mut().enumerate() {
            let due = |item: &Result<Item, ArchiveError>| matches!(item, Ok(Item::Failed(_, file)) if file == path);
            while let Some(Ok(Item::Failed(failed, _))) = source.next_if(due) {
                if known.is_none_or(|known| index <= known) {
                    return Some(Group::Failed(index, failed));
                }
            }
        }
        None
    }
}

impl Iterator for Merged {
    type Item = Result<Group, ArchiveError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            self.pass_damage();
            if let Some(damage) = self.damage.pop_front() {
                return Some(Err(damage));
            }
            let path = self.first_path()?;
            // All that they say of it may be outdated.
            if let Some(group) = self.group(path) {
                return Some(Ok(group));
            }
        }
    }
}
