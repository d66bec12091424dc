use std::io::BufReader;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use super::document_records::{DocumentRecords, Outcome, edits, is_content};
use super::ledger::LedgerWriter;
use super::mirror::{Draft, Mirror};
use super::record_writer::RecordWriter;
use super::repair_document::{self, DocumentRepairer, RepairError, Restart};
use super::source::Source;
use super::undo::{Encodings, UndoError, undo};
use super::walk::{Entry, Found, Inputs};
use super::workers::in_order;
use super::{ArchiveError, Failure, Observer, Tally, Trouble};
use crate::DocumentKind;
use crate::record::{Header, Record, RunOptions};

/// How an archive is cleaned.
#[derive(Clone, Debug)]
pub struct Cleaning {
    /// Repairs the documents.
    pub repairer: DocumentRepairer,
    /// The options behind the repairer, for the ledger.
    pub options: RunOptions,
    /// How many threads; 0: as many as the machine has.
    pub threads: usize,
    /// Write into a folder that holds other files too.
    pub force: bool,
    /// Tell the observer every record, not only a sample.
    pub tell_records: bool,
}

/// Repairs every document of the inputs into the folder `output`, with the ledger below it.
///
/// The output folder and its ledger are the same whatever the number of threads. A document that fails is told to
/// the observer, and the others are done. Fails only where the run as a whole cannot go on.
pub fn clean(
    inputs: &[PathBuf],
    output: &Path,
    cleaning: &Cleaning,
    observer: &mut dyn Observer,
) -> Result<Tally, ArchiveError> {
    let mut inputs = Inputs::mirrored(inputs)?;
    let mut telling = Telling { observer, tally: Tally::default(), records: cleaning.tell_records };
    for failure in inputs.without_nested(output) {
        telling.failure(&failure)?;
    }
    if inputs.is_empty() {
        return Ok(telling.tally);
    }
    let mirror = Mirror::open(output, cleaning.force)?;
    let own = mirror.own_folder()?;
    let mut ledger = LedgerWriter::create(&mirror, &own, Header::new(cleaning.options.clone()))?;
    let cleaner = Cleaner { repairer: &cleaning.repairer, mirror: &mirror, own: &own };
    in_order(
        cleaning.threads,
        inputs.walk(),
        |found| cleaner.take(found),
        |mut outcome| {
            ledger.write(&mut outcome)?;
            telling.outcome(outcome)
        },
    )?;
    ledger.finish()?;
    Ok(telling.tally)
}

/// Counts what happens, and tells it.
pub(super) struct Telling<'a> {
    pub observer: &'a mut dyn Observer,
    pub tally: Tally,
    /// Every record is told.
    pub records: bool,
}

impl Telling<'_> {
    pub fn outcome(&mut self, outcome: Outcome) -> Result<(), ArchiveError> {
        match outcome {
            Outcome::Done(mut section, failure) => {
                self.section(&mut section)?;
                failure.map_or(Ok(()), |failure| self.failure(&failure))
            }
            Outcome::Failed(failure) => self.failure(&failure),
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

    fn section(&mut self, section: &mut DocumentRecords) -> Result<(), ArchiveError> {
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
        for record in section.records().map_err(ArchiveError::file(spool()))? {
            let record = record.map_err(|cause| ArchiveError::Ledger { path: spool(), cause })?;
            self.observer.record(&record).map_err(ArchiveError::Observer)?;
        }
        Ok(())
    }
}

/// Repairs documents into a mirror; shared between workers.
struct Cleaner<'a> {
    repairer: &'a DocumentRepairer,
    mirror: &'a Mirror,
    own: &'a Path,
}

impl Cleaner<'_> {
    fn take(&self, found: Found) -> Outcome {
        match found {
            Found::Skipped(skipped) => Outcome::Skipped(skipped),
            Found::Failed(failure) => Outcome::Failed(failure),
            Found::Document(entry) => {
                let source = entry.source.clone();
                guarded(source, || self.clean(entry))
            }
        }
    }

    fn clean(&self, entry: Entry) -> Result<Outcome, Trouble> {
        let mut source = Source::open(&entry.source).map_err(Trouble::Read)?;
        let below = entry.path.to_path_below().ok_or(Trouble::Path)?;
        let mut draft = self.mirror.draft(&below)?;
        let mut section = self.repair(&mut source, &entry, &mut draft)?;
        let proof = prove(&mut section, &mut draft);
        let failure = match proof {
            Ok(()) => None,
            Err(error) => {
                section = self.copy(&mut source, &entry, &mut draft)?;
                Some(Failure::new(entry.source, Trouble::Unproven(error)))
            }
        };
        let target = draft.target().to_owned();
        draft.publish(source.metadata()).map_err(|cause| Trouble::Write { target, cause })?;
        Ok(Outcome::Done(Box::new(section), failure))
    }

    fn repair(&self, source: &mut Source, entry: &Entry, draft: &mut Draft) -> Result<DocumentRecords, Trouble> {
        let target = draft.target().to_owned();
        let failed = |error| trouble(error, target.clone());
        let survey = self.repairer.survey(source).map_err(failed)?;
        let mut writer = RecordWriter::new(self.repairer.detail, Some(self.own));
        let (repaired, note) = self.repairer.repair_or_widen(source, &survey, draft, &mut writer).map_err(failed)?;
        let written = writer.finish().map_err(|cause| failed(RepairError::Write(cause)))?;
        Ok(DocumentRecords::new(entry.path.clone(), repaired, written, note))
    }

    /// The document as it came.
    fn copy(&self, source: &mut Source, entry: &Entry, draft: &mut Draft) -> Result<DocumentRecords, Trouble> {
        let target = draft.target().to_owned();
        let failed = |error| trouble(error, target.clone());
        draft.restart().map_err(|cause| failed(RepairError::Write(cause)))?;
        let copied = repair_document::copy(source, DocumentKind::Undecodable, draft).map_err(failed)?;
        let none = RecordWriter::new(self.repairer.detail, Some(self.own)).finish();
        let none = none.map_err(|cause| failed(RepairError::Write(cause)))?;
        Ok(DocumentRecords::new(
            entry.path.clone(),
            copied,
            none,
            Some("its repair could not be undone; left as it came".into()),
        ))
    }
}

/// Does `work` on a document; what goes wrong, also a panic, is the document's failure alone.
pub(super) fn guarded(path: PathBuf, work: impl FnOnce() -> Result<Outcome, Trouble>) -> Outcome {
    caught(work).unwrap_or_else(|trouble| Outcome::failed(path, trouble))
}

/// Does the work; that it broke off becomes a trouble like any other.
pub(super) fn caught<T>(work: impl FnOnce() -> Result<T, Trouble>) -> Result<T, Trouble> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or(Err(Trouble::Panicked))
}

pub(super) fn trouble(error: RepairError, target: PathBuf) -> Trouble {
    match error {
        RepairError::Read(cause) => Trouble::Read(cause),
        RepairError::Write(cause) => Trouble::Write { target, cause },
        RepairError::Lacks => Trouble::Unproven(UndoError::Gap(0)),
    }
}

/// Shows that the draft and its edits give the input back, by undoing them.
fn prove(section: &mut DocumentRecords, draft: &mut Draft) -> Result<(), UndoError> {
    if section.document.is_unchanged() {
        return Ok(());
    }
    let encodings: Encodings = super::document_records::encodings(&section.document).ok_or(UndoError::Hash)?;
    let mut hasher = blake3::Hasher::new();
    let records = section.records()?;
    draft.read_back(|file| undo(BufReader::new(file), edits(records), encodings, &mut hasher))??;
    if is_content(&section.document.input, &hasher) { Ok(()) } else { Err(UndoError::Hash) }
}
