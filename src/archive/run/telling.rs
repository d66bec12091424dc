use std::path::PathBuf;

use super::outcome::Outcome;
use crate::archive::document::DocumentRecords;
use crate::archive::{ArchiveError, Failure, Observer, Tally, Trouble};
use crate::record::{Gone, Record, Unchanged};

/// Counts what happens, and tells it.
pub(super) struct Telling<'a> {
    pub observer: &'a mut dyn Observer,
    pub tally: Tally,
    /// Every record is told.
    records: bool,
}

impl<'a> Telling<'a> {
    pub fn new(observer: &'a mut dyn Observer, records: bool) -> Self {
        Self { observer, tally: Tally::default(), records }
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
            Outcome::Done(section, failures) => {
                self.section(&section)?;
                failures.iter().try_for_each(|failure| self.failure(failure))
            }
            Outcome::Written(section, _, _, failures) => self.outcome(Outcome::Done(section, failures)),
            Outcome::Unchanged(document) => {
                self.tally.document(&document);
                self.tally.unchanged_since += 1;
                let record = Record::Unchanged(Unchanged { path: document.path.clone() });
                self.observer.unchanged(&document).map_err(ArchiveError::Observer)?;
                if self.records { self.observer.record(&record).map_err(ArchiveError::Observer) } else { Ok(()) }
            }
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
                self.tally.skip(&skipped);
                self.observer.record(&Record::Skipped(skipped)).map_err(ArchiveError::Observer)
            }
        }
    }

    pub fn failure(&mut self, failure: &Failure) -> Result<(), ArchiveError> {
        self.tally.failures += 1;
        self.observer.failure(failure).map_err(ArchiveError::Observer)
    }

    fn section(&mut self, section: &DocumentRecords) -> Result<(), ArchiveError> {
        self.tally.document(&section.document);
        self.tally.add_notes(&section.tally);
        self.observer.document(&section.document).map_err(ArchiveError::Observer)?;
        if !section.sample.is_empty() {
            self.observer.sample(&section.document, &section.sample).map_err(ArchiveError::Observer)?;
        }
        if !self.records {
            return Ok(());
        }
        let spool = || PathBuf::from("temporary records");
        for record in section.named_records().map_err(ArchiveError::file(spool()))? {
            let record = record.map_err(|cause| ArchiveError::Ledger { path: spool(), cause: cause.into() })?;
            let told = match &record {
                Record::Member(member) => self.observer.member(&member.document),
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
