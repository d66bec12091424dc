use std::collections::VecDeque;
use std::iter::Peekable;

use super::ArchiveError;
use super::document_records::DocumentRecords;
use super::ledger::{Item, LedgerReader};
use crate::record::{Document, DocumentPath, Run, Skipped};

/// Ledgers read as one, in the order of paths.
pub(super) struct Merged {
    sources: Vec<Peekable<LedgerReader>>,
    headers: Vec<crate::record::Header>,
    /// What was damaged in them, and is not told yet.
    damage: VecDeque<ArchiveError>,
}

/// What ledgers say of one path.
pub(super) enum Group {
    /// A document, as each ledger that has it knows it, in the order in which the ledgers were given.
    Document(Vec<Claim>),
    Skipped(Skipped),
}

/// What a ledger says of a document.
pub(super) struct Claim {
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
        Self { sources: sources.into_iter().map(Iterator::peekable).collect(), headers, damage: VecDeque::new() }
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
}

impl Iterator for Merged {
    type Item = Result<Group, ArchiveError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.pass_damage();
        if let Some(damage) = self.damage.pop_front() {
            return Some(Err(damage));
        }
        let path = self.first_path()?;
        let mut claims = Vec::new();
        for (index, source) in self.sources.iter_mut().enumerate() {
            let due = |item: &Result<Item, ArchiveError>| item.as_ref().is_ok_and(|item| *item.path() == path);
            match source.next_if(due) {
                Some(Ok(Item::Section(section))) => {
                    let run = self.headers[index].run_of(section.document.run).cloned();
                    claims.push(Claim { source: index, section: *section, run });
                }
                Some(Ok(Item::Skipped(skipped))) if claims.is_empty() => return Some(Ok(Group::Skipped(skipped))),
                _ => {}
            }
        }
        Some(Ok(Group::Document(claims)))
    }
}
