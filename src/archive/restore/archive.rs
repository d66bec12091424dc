use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::io;
use std::path::Path;

use super::drafted::Drafted;
use super::restorer::{Given, Restorer};
use crate::archive::input::are_nested;
use crate::archive::ledger::{Group, ReadOptions, Records};
use crate::archive::output::{Lock, Mirror, Place, sync_below};
use crate::archive::tally::keep;
use crate::archive::workers::in_order;
use crate::archive::{ArchiveError, Failure, OWN_FOLDER, Observer, Trouble};
use crate::record::Record;

/// What a restoring did, in numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Restored {
    /// Documents given back.
    pub documents: u64,
    /// Bytes of them.
    pub bytes: u64,
    /// Containers among them that were packed anew: what they hold is what came in, their files are not.
    pub repacked: u64,
    /// The first of them, by name.
    pub repacked_names: Vec<String>,
    /// Things that the run skipped, so that there is nothing to give back.
    pub skipped: u64,
    /// The first of them, by name and what they are.
    pub skipped_names: Vec<(String, Cow<'static, str>)>,
    /// Documents that could not be, and what is missing of the ledger.
    pub failures: u64,
}

/// Gives the documents of a cleaned folder back as they came in, byte for byte, into the folder `originals`; that of a cleaned
/// file into the file `originals`, or into a folder of that name.
///
/// Of an output whose run has not come to its end, what it has done is given back, what it has not done as the run before it had
/// it, and the observer is told. So it is of what the last run failed on. A document that was changed after it was written is refused and told to the observer, and the
/// others are done. Where an earlier restoring was at work, this one goes on. `threads` 0: as many as the machine has; `force`: also into a folder that holds other files, and over them.
pub fn restore(
    cleaned: &Path,
    originals: &Path,
    threads: usize,
    force: bool,
    observer: &mut dyn Observer,
) -> Result<Restored, ArchiveError> {
    let from = Place::of_output(cleaned);
    let to = match &from.name {
        Some(_) if !originals.is_dir() => Place::file(originals).unwrap_or_else(|| Place::folder(originals)),
        _ => Place::folder(originals),
    };
    let _reading = Lock::shared(&from.lock())?;
    let how = ReadOptions { drafts: Some(to.drafts.clone()), ..ReadOptions::default() };
    let records = Records::open(&from, &how, how.clone())?;
    if records.unfinished.is_empty() && records.ledgers.is_empty() && from.name.is_none() && from.is_of_ordret() {
        return Err(ArchiveError::NothingDone(cleaned.to_owned()));
    }
    if records.unfinished.is_empty() && records.ledgers.is_empty() {
        return Err(ArchiveError::NoLedger(from.ledger()));
    }
    if are_nested(cleaned, originals) && from.name.is_none() {
        return Err(ArchiveError::Nested(cleaned.to_owned(), originals.to_owned()));
    }
    if to.has_records() {
        return Err(ArchiveError::Foreign(originals.to_owned()));
    }
    let goes_on = force || holds_originals_only(&to, &from)?;
    to.open(goes_on, from.name.is_none().then_some(cleaned))?;
    let lock = Lock::exclusive(&to.lock())?;
    to.sweep()?;
    let restored = restore_locked(&from, records, Mirror::new(to.clone()), threads, force, observer);
    to.close();
    drop(lock);
    to.remove_own();
    restored
}

/// Whether all that lies in the folder may have been put there by an earlier restoring of the same output: it goes on there, and a
/// file that is no original is refused by itself.
fn holds_originals_only(to: &Place, from: &Place) -> Result<bool, ArchiveError> {
    let Ok(entries) = fs::read_dir(&to.root) else { return Ok(false) };
    let names = entries.map(|entry| entry.map(|entry| entry.file_name())).collect::<Result<_, _>>();
    let mut foreign: BTreeSet<OsString> = names.map_err(ArchiveError::file(&to.root))?;
    foreign.remove(OsStr::new(OWN_FOLDER));
    let documents = ReadOptions { without_records: true, without_skipped: true, ..ReadOptions::default() };
    let mut known = Records::open(from, &documents, documents.clone())?.merged();
    while !foreign.is_empty() {
        let Some(group) = known.next() else { return Ok(false) };
        let Ok(Group::Document(claims, _)) = group else { continue };
        let path = claims.first().and_then(|claim| claim.document().path.to_path_below());
        if let Some(first) = path.as_deref().and_then(|path| path.components().next()) {
            foreign.remove(first.as_os_str());
        }
    }
    Ok(true)
}

fn restore_locked(
    from: &Place,
    records: Records,
    mirror: Mirror,
    threads: usize,
    force: bool,
    observer: &mut dyn Observer,
) -> Result<Restored, ArchiveError> {
    let mut restored = Restored::default();
    let unfinished = records.unfinished.len();
    let has_ledger = !records.ledgers.is_empty();
    let drafted = Drafted::new(from.drafts.clone());
    let restorer = Restorer { from, mirror: &mirror, drafted, force, unfinished };
    let mut last = None;
    let work = |group: Result<Group, ArchiveError>| match group {
        Ok(Group::Document(claims, gone)) => {
            let of_unfinished = claims.first().is_some_and(|claim| claim.source < unfinished);
            let path = of_unfinished.then(|| claims[0].document().path.to_string());
            (path, Some(restorer.take(claims, gone)))
        }
        Ok(Group::Failed(source, failed)) => {
            let path = failed.path.to_string();
            let trouble = (!failed.written).then_some(Trouble::NotCleaned(failed.cause));
            let outcome = trouble.map(|trouble| Given::failed(&path, trouble));
            ((source < unfinished).then_some(path), outcome)
        }
        Ok(Group::Skipped(_, skipped)) => (None, Some(Given::Nothing(skipped))),
        Err(error) => (None, Some(Given::Failed(damaged(error)))),
    };
    in_order(threads, records.merged(), work, |(path, outcome)| {
        last = path.or(last.take());
        let told = match outcome {
            Some(Given::Failed(failure)) => {
                restored.failures += 1;
                observer.failure(&failure)
            }
            Some(Given::Back { section, is_repacked }) => {
                let document = &section.document;
                restored.documents += 1;
                restored.bytes += document.input.bytes;
                if !is_repacked {
                    observer.document(document)
                } else {
                    restored.repacked += 1;
                    keep(&mut restored.repacked_names, || document.path.to_string());
                    observer.repacked(document)
                }
            }
            Some(Given::Nothing(skipped)) => {
                restored.skipped += 1;
                keep(&mut restored.skipped_names, || (skipped.path.to_string(), skipped.why.clone()));
                observer.record(&Record::Skipped(skipped))
            }
            None => Ok(()),
        };
        told.map_err(ArchiveError::Observer)
    })?;
    let root = &mirror.place.root;
    sync_below(root).map_err(ArchiveError::file(root))?;
    // A run that was ended before it did anything took nothing from the ledger.
    if unfinished > 0 && !(has_ledger && last.is_none()) {
        restored.failures += 1;
        let failure = Failure::new(&from.root, Trouble::Unfinished(last));
        observer.failure(&failure).map_err(ArchiveError::Observer)?;
    }
    Ok(restored)
}

/// What is wrong with a ledger, as a failure among others.
fn damaged(error: ArchiveError) -> Failure {
    match error {
        ArchiveError::Ledger { path, cause } => Failure::new(path, Trouble::Damage(cause)),
        ArchiveError::File { path, cause } => Failure::new(path, Trouble::Read(cause)),
        other => Failure::new("the ledger", Trouble::Read(io::Error::other(other))),
    }
}
