use std::borrow::Cow;
use std::path::{Path, PathBuf};

use super::outcome::Outcome;
use crate::archive::document::DocumentRecords;
use crate::archive::{ArchiveError, Failure, Observer, Tally, Trouble};
use crate::record::{Document, DocumentPath, Gone, Member, Record, Skipped, Unchanged};

/// Counts what happens, and tells it.
pub(super) struct Telling<'a> {
    pub observer: &'a mut dyn Observer,
    pub tally: Tally,
    /// Every record is told.
    records: bool,
    /// What the one document of the run is called, where it is known by another name to its output.
    name: Option<DocumentPath>,
}

impl<'a> Telling<'a> {
    pub fn new(observer: &'a mut dyn Observer, records: bool) -> Self {
        Self { observer, tally: Tally::default(), records, name: None }
    }

    /// The same for a run of one file into one: what is found is told of the file that it stands in.
    pub fn naming(self, file: Option<&Path>) -> Self {
        Self { name: file.and_then(DocumentPath::new), ..self }
    }

    /// A document as it is told.
    fn told<'d>(&self, document: &'d Document) -> Cow<'d, Document> {
        match &self.name {
            Some(name) => Cow::Owned(Document { path: document.path.in_file(name), ..document.clone() }),
            None => Cow::Borrowed(document),
        }
    }

    /// What is no document, as it is told.
    fn told_skipped(&self, skipped: Skipped) -> Skipped {
        match &self.name {
            Some(name) => Skipped { path: skipped.path.in_file(name), ..skipped },
            None => skipped,
        }
    }

    /// What was done.
    pub fn finish(mut self) -> Tally {
        if let Some(name) = &self.name {
            self.tally.rename(&name.to_string());
        }
        self.tally
    }

    /// Whether outputs may be removed whose inputs are gone. Where none of an earlier run is as it was, as when a disk is not mounted or
    /// the inputs are named otherwise, so that they lie elsewhere, none is, which is told.
    pub fn may_prune(&mut self) -> Result<bool, ArchiveError> {
        let none_is_left = self.tally.unchanged_since == 0 && self.tally.gone > 0;
        if none_is_left {
            self.tally.pruned = 0;
            self.failure(&Failure::new("--prune", Trouble::Emptied))?;
        }
        Ok(!none_is_left)
    }

    pub fn outcome(&mut self, outcome: Outcome) -> Result<(), ArchiveError> {
        match outcome {
            Outcome::Done(section, failures) => self.done(&section, &failures),
            Outcome::Written(written) => self.done(&written.section, &written.failures),
            Outcome::Unchanged(document) => {
                self.tally.document(&document);
                self.tally.unchanged_since += 1;
                let document = self.told(&document).into_owned();
                let record = Record::Unchanged(Unchanged { path: document.path.clone() });
                self.observer.unchanged(&document).map_err(ArchiveError::Observer)?;
                if self.records { self.observer.record(&record).map_err(ArchiveError::Observer) } else { Ok(()) }
            }
            Outcome::Stopped => Ok(()),
            Outcome::Failed(failure) => self.failure(&failure),
            Outcome::Gone(gone, foreign) => {
                self.tally.gone(&gone);
                self.observer.gone(&gone).map_err(ArchiveError::Observer)?;
                if self.records {
                    // Whether it is removed is told at the end.
                    let gone = Gone { pruned: false, ..gone };
                    self.observer.record(&Record::Gone(gone)).map_err(ArchiveError::Observer)?;
                }
                foreign.iter().try_for_each(|failure| self.failure(failure))
            }
            Outcome::Skipped(skipped) => {
                let skipped = self.told_skipped(skipped);
                self.tally.skip(&skipped);
                self.observer.record(&Record::Skipped(skipped)).map_err(ArchiveError::Observer)
            }
        }
    }

    /// A document was done, in part where there are failures.
    pub fn done(&mut self, section: &DocumentRecords, failures: &[Failure]) -> Result<(), ArchiveError> {
        self.section(section)?;
        failures.iter().try_for_each(|failure| self.failure(failure))
    }

    pub fn failure(&mut self, failure: &Failure) -> Result<(), ArchiveError> {
        self.tally.failures += 1;
        self.observer.failure(failure).map_err(ArchiveError::Observer)
    }

    /// A record of a document, as it is told.
    fn told_record(&self, record: &Record) -> Record {
        match record {
            Record::Member(member) => {
                Record::Member(Box::new(Member { document: self.told(&member.document).into_owned(), at: member.at }))
            }
            record => record.clone(),
        }
    }

    fn section(&mut self, section: &DocumentRecords) -> Result<(), ArchiveError> {
        self.tally.document(&section.document);
        self.tally.add_notes(&section.tally);
        let document = self.told(&section.document);
        self.observer.document(&document).map_err(ArchiveError::Observer)?;
        if !section.sample.is_empty() {
            let sample: Vec<Record> = section.sample.iter().map(|record| self.told_record(record)).collect();
            self.observer.sample(&document, &sample).map_err(ArchiveError::Observer)?;
        }
        if !self.records {
            return Ok(());
        }
        let spool = || PathBuf::from("temporary records");
        for record in section.all_records().map_err(ArchiveError::file(spool()))? {
            let record = record.map_err(|cause| ArchiveError::Ledger { path: spool(), cause: cause.into() })?;
            let told = match &record {
                Record::Member(member) => self.observer.member(&self.told(&member.document)),
                // Only the way back needs them.
                Record::Edit(edit) if edit.is_of_file() => Ok(()),
                Record::Splice(_) => Ok(()),
                record => self.observer.record(record),
            };
            told.map_err(ArchiveError::Observer)?;
        }
        Ok(())
    }
}
