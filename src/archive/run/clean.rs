use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering::Relaxed;

use super::cleaner::Cleaner;
use super::commit::Commit;
use super::known::Known;
use super::outcome::{Outcome, Written};
use super::telling::Telling;
use crate::archive::container::MembersDone;
use crate::archive::document::DocumentRepairer;
use crate::archive::input::{Activity, Inputs, Selection};
use crate::archive::ledger::{self, Finished, ReadOptions, Records};
use crate::archive::output::{Lock, Mirror, Place, Step, reached};
use crate::archive::workers::in_order;
use crate::archive::{ArchiveError, Failure, Observer, Tally};
use crate::record::{Failed, Record, Run, RunOptions};

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
    /// Remove the outputs, and their records, of documents that the inputs no longer hold.
    pub prune: bool,
    /// Which documents are repaired.
    pub selection: Selection,
    /// Tell the observer every record, not only a sample.
    pub tell_records: bool,
    /// The profile that was learned for the run, as a file; it is kept beside the ledger.
    pub profile: Option<Vec<u8>>,
    /// Is told of long files while they are read.
    pub activity: Activity,
    /// Set it, and the run ends with the documents that are under way, of a long text with the blocks that are; the same run goes on
    /// from there.
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
            prune: false,
            selection: Selection::default(),
            tell_records: false,
            profile: None,
            activity: Activity::default(),
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
    let file = place.name.as_ref().and(inputs.first()).map(PathBuf::as_path);
    let mut telling = Telling::new(observer, cleaning.tell_records).naming(file);
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
    cleaned.map(|()| telling.finish())
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
    if may_be_old && ledger::are_old(place)? {
        place.sweep_old()?;
    }
    reached(Step::Locked);
    let header = ledger::settle(place, Run::new(cleaning.options.clone()), cleaning.force)?;
    let documents = ReadOptions { without_records: true, without_skipped: true, ..ReadOptions::default() };
    let earlier = Records::open(place, &documents, documents.clone())?.merged();
    let known = Known::new(found.clone().walk(), found.clone(), earlier, header.run.clone());
    let mut commit = Commit::begin(place.journal(), place.root.clone(), header.clone())?;
    let mirror = Mirror::new(place.clone());
    let (force, containers) = (cleaning.force, cleaning.selection.containers);
    let members = MembersDone { folder: place.members(), header: header.clone() };
    let cleaner = Cleaner {
        repairer: &cleaning.repairer,
        mirror: &mirror,
        force,
        prune: cleaning.prune,
        containers,
        members: &members,
        activity: &cleaning.activity,
        stop: &cleaning.stop,
    };
    let is_going_on = || !cleaning.stop.load(Relaxed);
    in_order(
        cleaning.threads,
        known.take_while(|_| is_going_on()),
        |task| cleaner.take(task),
        |outcome| {
            let failures = take_down(outcome, &found, &mut commit, telling)?;
            failures.iter().try_for_each(|failure| telling.failure(failure))
        },
    )?;
    commit.place()?.iter().try_for_each(|failure| telling.failure(failure))?;
    let (journal, unplaced) = commit.finish()?;
    if let Some(profile) = &cleaning.profile {
        ledger::keep(place, &place.profile(), profile)?;
    }
    telling.tally.stopped = !is_going_on();
    if telling.tally.stopped {
        return Ok(());
    }
    let prune = cleaning.prune && telling.may_prune()?;
    let finished = Finished { place, inputs: &found, header: &header, unplaced: &unplaced, prune };
    ledger::finish(&finished, journal)?;
    place.forget_members();
    telling.tally.ledger = Some(place.ledger());
    Ok(())
}

/// Hands what became of one thing to the journal, and tells it; gives what could not be put in its place then.
fn take_down(
    outcome: Outcome,
    inputs: &Inputs,
    commit: &mut Commit,
    telling: &mut Telling,
) -> Result<Vec<Failure>, ArchiveError> {
    let failed = |failure: &Failure, written: bool| {
        let place = inputs.place_of(&failure.path);
        Record::Failed(Failed { path: place, cause: failure.trouble.to_string(), written })
    };
    match outcome {
        Outcome::Written(written) => {
            let Written { section, line, draft, source, failures } = *written;
            let unplaced = commit.document(&section, &line, draft, source)?;
            failures.iter().try_for_each(|failure| commit.line(&failed(failure, true)))?;
            telling.done(&section, &failures)?;
            return Ok(unplaced);
        }
        Outcome::Skipped(skipped) => {
            commit.line(&Record::Skipped(skipped.clone()))?;
            telling.outcome(Outcome::Skipped(skipped))?;
        }
        Outcome::Failed(failure) => {
            commit.line(&failed(&failure, false))?;
            telling.outcome(Outcome::Failed(failure))?;
        }
        Outcome::Gone(gone, foreign) => {
            commit.line(&Record::Gone(gone.clone()))?;
            foreign.iter().try_for_each(|failure| {
                let (path, cause) = (gone.path.clone(), failure.trouble.to_string());
                commit.line(&Record::Failed(Failed { path, cause, written: true }))
            })?;
            telling.outcome(Outcome::Gone(gone, foreign))?;
        }
        other => telling.outcome(other)?,
    }
    Ok(Vec::new())
}
