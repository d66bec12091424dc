use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering::Relaxed;

use super::commit::Commit;
use super::container::{self, Repairing};
use super::document_records::{DocumentRecords, Outcome};
use super::guarded::{guarded, trouble};
use super::known::{Earlier, Known};
use super::ledger::ReadOptions;
use super::lock::Lock;
use super::mirror::{ClosedDraft, Draft, Mirror};
use super::place::Place;
use super::proof::repair_proven;
use super::records::{self, Records};
use super::repair_document::DocumentRepairer;
use super::source::Source;
use super::standing::{Standing, standing};
use super::step::{Step, reached};
use super::walk::{Entry, Found, Inputs};
use super::workers::in_order;
use super::{ArchiveError, Containers, Failure, Observer, Selection, Tally, Trouble};
use crate::record::{Content, Document, Failed, Record, Run, RunOptions, Unchanged};

/// How an archive is cleaned.
#[derive(Clone, Debug)]
pub struct Cleaning {
    /// Repairs the documents.
    pub repairer: DocumentRepairer,
    /// The options behind the repairer, for the ledger.
    pub options: RunOptions,
    /// How many threads; 0: as many as the machine has.
    pub threads: usize,
    /// Write into a folder that holds other files too, over files that `ordret` did not write or that were changed since, and over
    /// the output of other settings.
    pub force: bool,
    /// Which documents are repaired.
    pub selection: Selection,
    /// Tell the observer every record, not only a sample.
    pub tell_records: bool,
    /// The profile that was learned for the run, as a file; it is kept beside the ledger.
    pub profile: Option<Vec<u8>>,
    /// Set it, and the run ends with the documents that are under way; the same run goes on from there.
    pub stop: Arc<AtomicBool>,
}

impl Cleaning {
    /// One of all documents, on as many threads as the machine has, that tells a sample of what it finds.
    pub fn new(repairer: DocumentRepairer) -> Self {
        Self {
            repairer,
            options: RunOptions::default(),
            threads: 0,
            force: false,
            selection: Selection::default(),
            tell_records: false,
            profile: None,
            stop: Arc::default(),
        }
    }
}

/// Repairs every document of the inputs into the folder `output`, with the ledger below it; a single file into the file `output`,
/// unless that is a folder or its path ends like one.
///
/// The output and its ledger are the same whatever the number of threads, and however often the run was ended before it came to
/// its end, by whatever means. What was done before with the same settings is not done again. A document that fails is told to
/// the observer, and the others are done. Fails only where the run as a whole cannot go on.
pub fn clean(
    inputs: &[PathBuf],
    output: &Path,
    cleaning: &Cleaning,
    observer: &mut dyn Observer,
) -> Result<Tally, ArchiveError> {
    Inputs::refuse_missing(inputs)?;
    let place = Place::of_inputs(inputs, output);
    let found = match &place.name {
        Some(name) => Inputs::renamed(inputs, name),
        None => Inputs::mirrored(inputs)?,
    };
    let found = found.selected(&cleaning.selection);
    let mut telling = Telling::new(observer, cleaning.tell_records);
    match &place.name {
        Some(_) => found.refuse_files(&place.files())?,
        None => found.refuse_nested(output)?,
    }
    let may_be_old = place.name.is_none() && place.is_of_ordret();
    place.open(cleaning.force, found.single_folder())?;
    let lock = Lock::exclusive(&place.lock())?;
    let cleaned = clean_locked(&place, may_be_old, found, cleaning, &mut telling);
    place.close();
    drop(lock);
    cleaned.map(|()| telling.tally)
}

/// Does the work of a run that has the output for itself.
fn clean_locked(
    place: &Place,
    may_be_old: bool,
    found: Inputs,
    cleaning: &Cleaning,
    telling: &mut Telling,
) -> Result<(), ArchiveError> {
    place.sweep()?;
    if may_be_old && records::are_old(place)? {
        place.sweep_old()?;
    }
    reached(Step::Locked);
    let header = records::settle(place, Run::new(cleaning.options.clone()), cleaning.force)?;
    let documents = ReadOptions { without_records: true, without_skipped: true, ..ReadOptions::default() };
    let earlier = Records::open(place, &documents, documents.clone())?.merged();
    let known = Known::new(found.walk(), earlier, header.run.clone());
    let mut commit = Commit::begin(place.journal(), place.root.clone(), header.clone())?;
    let mirror = Mirror { place: place.clone() };
    let (force, containers) = (cleaning.force, cleaning.selection.containers);
    let cleaner = Cleaner { repairer: &cleaning.repairer, mirror: &mirror, force, containers };
    let is_going_on = || !cleaning.stop.load(Relaxed);
    in_order(
        cleaning.threads,
        known.take_while(|_| is_going_on()),
        |(found, earlier)| cleaner.take(found, &earlier),
        |outcome| {
            let failures = take_down(outcome, &mut commit, telling)?;
            failures.iter().try_for_each(|failure| telling.failure(failure))
        },
    )?;
    commit.place()?.iter().try_for_each(|failure| telling.failure(failure))?;
    let (journal, unplaced) = commit.finish()?;
    if let Some(profile) = &cleaning.profile {
        records::keep(place, &place.profile(), profile)?;
    }
    telling.tally.stopped = !is_going_on();
    if telling.tally.stopped {
        return Ok(());
    }
    records::finish(place, journal, &header, &unplaced, &telling.failed)?;
    telling.tally.ledger = Some(place.ledger());
    Ok(())
}

/// Hands what became of one thing to the journal, and tells it; gives what could not be put in its place then.
fn take_down(outcome: Outcome, commit: &mut Commit, telling: &mut Telling) -> Result<Vec<Failure>, ArchiveError> {
    match outcome {
        Outcome::Written(section, draft, source, failure) => {
            let failures = commit.document(&section, draft, source)?;
            telling.outcome(Outcome::Done(section, failure))?;
            return Ok(failures);
        }
        Outcome::Skipped(skipped) => {
            commit.skipped(skipped.clone())?;
            telling.outcome(Outcome::Skipped(skipped))?;
        }
        other => telling.outcome(other)?,
    }
    Ok(Vec::new())
}

/// Counts what happens, and tells it.
pub(super) struct Telling<'a> {
    pub observer: &'a mut dyn Observer,
    pub tally: Tally,
    /// Every record is told.
    records: bool,
    /// The first failures, for the ledger.
    failed: Vec<Failed>,
}

/// So many failures are kept for the ledger, so that memory does not grow with them.
const MOST_FAILED: usize = 10_000;

impl<'a> Telling<'a> {
    pub fn new(observer: &'a mut dyn Observer, records: bool) -> Self {
        Self { observer, tally: Tally::default(), records, failed: Vec::new() }
    }

    pub fn outcome(&mut self, outcome: Outcome) -> Result<(), ArchiveError> {
        match outcome {
            Outcome::Done(section, failures) => {
                self.section(&section)?;
                failures.iter().try_for_each(|failure| self.failure(failure))
            }
            Outcome::Written(section, _, _, failures) => self.outcome(Outcome::Done(section, failures)),
            Outcome::Repacked(section) => self.outcome(Outcome::Done(section, Vec::new())),
            Outcome::Unchanged(document) => {
                self.tally.document(&document);
                self.tally.unchanged_since += 1;
                let record = Record::Unchanged(Unchanged { path: document.path.clone() });
                self.observer.unchanged(&document).map_err(ArchiveError::Observer)?;
                if self.records { self.observer.record(&record).map_err(ArchiveError::Observer) } else { Ok(()) }
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
        if self.failed.len() < MOST_FAILED {
            self.failed.push(Failed { path: failure.path.display().to_string(), cause: failure.trouble.to_string() });
        }
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
        for record in section.records().map_err(ArchiveError::file(spool()))? {
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

/// Repairs documents into a mirror; shared between workers.
struct Cleaner<'a> {
    repairer: &'a DocumentRepairer,
    mirror: &'a Mirror,
    force: bool,
    containers: Containers,
}

impl Cleaner<'_> {
    fn take(&self, found: Found, earlier: &[Earlier]) -> Outcome {
        match found {
            Found::Skipped(skipped) => Outcome::Skipped(skipped),
            Found::Failed(failure) => Outcome::Failed(failure),
            Found::Document(entry) => {
                let source = entry.source.clone();
                guarded(source, || self.clean(entry, earlier))
            }
        }
    }

    fn clean(&self, entry: Entry, earlier: &[Earlier]) -> Result<Outcome, Trouble> {
        let mut source = Source::open(&entry.source).map_err(Trouble::Read)?;
        let below = entry.path.to_path_below().ok_or(Trouble::Path)?;
        let before = self.before(&mut source, &below, earlier)?;
        if let Before::Done(document) = before {
            return Ok(Outcome::Unchanged(document));
        }
        let mut draft = self.mirror.draft(&below, &entry.source)?;
        let (section, failures) = self.repair(&mut source, &entry, &mut draft)?;
        if source.has_changed().map_err(Trouble::Read)? {
            return Err(Trouble::Changed);
        }
        // What stands there already, byte for byte, is not lost by being written over.
        if matches!(before, Before::Foreign) && !self.force && !stands(draft.target(), &section.document.output)? {
            return Err(Trouble::NotOurs(draft.target().to_owned()));
        }
        let draft: ClosedDraft = draft.close(source.metadata())?;
        Ok(Outcome::Written(Box::new(section), draft, entry.source, failures))
    }

    /// What stands in the document's place before it is done. It was done before if that was with the same settings, and neither
    /// it nor its output has changed since.
    fn before(&self, source: &mut Source, below: &Path, earlier: &[Earlier]) -> Result<Before, Trouble> {
        let target = self.mirror.target(below);
        let outputs = earlier.iter().map(|earlier| &earlier.document.output);
        let standing = standing(&target, outputs).map_err(|cause| Trouble::Write { target, cause })?;
        match (standing, earlier.first()) {
            (Standing::Other, _) => Ok(Before::Foreign),
            (Standing::Known(0), Some(Earlier { document, same_settings: true })) => {
                let is_same = source.content().map_err(Trouble::Read)? == document.input;
                Ok(if is_same { Before::Done(Box::new(document.clone())) } else { Before::Free })
            }
            _ => Ok(Before::Free),
        }
    }

    /// Writes what the document becomes to the draft, having shown that it can be undone; gives what could not be done.
    fn repair(
        &self,
        source: &mut Source,
        entry: &Entry,
        draft: &mut Draft,
    ) -> Result<(DocumentRecords, Vec<Failure>), Trouble> {
        let (target, drafts) = (draft.target().to_owned(), &self.mirror.place.drafts);
        if let Some(container) = self.containers.open(source, entry)? {
            let how = Repairing { repairer: self.repairer, file: &entry.source, drafts: Some(drafts) };
            return container::clean(&container, &how, draft);
        }
        let repairer = self.repairer.of(&entry.source);
        let kind = repairer.records.kind_of(&entry.source);
        let repaired = repair_proven(&repairer, kind, source, &entry.path, draft, drafts);
        let (section, error) = repaired.map_err(|error| trouble(error, target))?;
        let failure = error.map(|error| Failure::new(entry.source.clone(), Trouble::Unproven(error)));
        Ok((section, failure.into_iter().collect()))
    }
}

/// What stands in the place of an output.
enum Before {
    /// The output itself, of this document.
    Done(Box<Document>),
    /// Nothing, or what an earlier run wrote.
    Free,
    /// What `ordret` did not write, or what was changed since.
    Foreign,
}

/// Whether a file of this content stands there.
fn stands(target: &Path, content: &Content) -> Result<bool, Trouble> {
    let standing = standing(target, [content]);
    let standing = standing.map_err(|cause| Trouble::Write { target: target.to_owned(), cause })?;
    Ok(standing == Standing::Known(0))
}
