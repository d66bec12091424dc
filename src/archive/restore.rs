use std::collections::BTreeSet;
use std::ffi::{OsStr, OsString};
use std::fs::{self, File};
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};

use super::container;
use super::document_records::{DocumentRecords, Outcome, edits, encodings};
use super::drafted::Drafted;
use super::guarded::guarded;
use super::hashed::Hashed;
use super::ledger::ReadOptions;
use super::lock::Lock;
use super::merge::{Claim, Group};
use super::mirror::{Draft, Mirror};
use super::output::Reread;
use super::place::Place;
use super::records::Records;
use super::source::Source;
use super::standing::{Standing, is_content, standing};
use super::sync::sync_below;
use super::undo::{UndoError, undo};
use super::walk::are_nested;
use super::workers::in_order;
use super::{ArchiveError, Failure, OWN_FOLDER, Observer, Trouble};
use crate::DocumentKind;
use crate::record::Gone;

/// Files are copied in pieces of so many bytes.
const COPY_BYTES: usize = 64 << 10;

/// What a restoring did, in numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Restored {
    /// Documents given back.
    pub documents: u64,
    /// Bytes of them.
    pub bytes: u64,
    /// Containers among them that were packed anew: what they hold is what came in, their files are not.
    pub repacked: u64,
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
    let how = ReadOptions { without_skipped: true, drafts: Some(to.drafts.clone()), ..ReadOptions::default() };
    let records = Records::open(&from, &how, how.clone())?;
    if records.unfinished.is_empty() && records.ledger.is_none() && from.name.is_none() && from.is_of_ordret() {
        return Err(ArchiveError::NothingDone(cleaned.to_owned()));
    }
    if records.unfinished.is_empty() && records.ledger.is_none() {
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
    let has_ledger = records.ledger.is_some();
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
            let outcome = trouble.map(|trouble| Outcome::failed(&path, trouble));
            ((source < unfinished).then_some(path), outcome)
        }
        Ok(Group::Skipped(_)) => (None, None),
        Err(error) => (None, Some(Outcome::Failed(damaged(error)))),
    };
    in_order(threads, records.merged(), work, |(path, outcome)| {
        last = path.or(last.take());
        let told = match outcome {
            Some(Outcome::Failed(failure)) => {
                restored.failures += 1;
                observer.failure(&failure)
            }
            Some(outcome @ (Outcome::Done(..) | Outcome::Repacked(_))) => {
                restored.repacked += u64::from(matches!(outcome, Outcome::Repacked(_)));
                let (Outcome::Done(section, _) | Outcome::Repacked(section)) = outcome else { return Ok(()) };
                restored.documents += 1;
                restored.bytes += section.document.input.bytes;
                observer.document(&section.document)
            }
            _ => Ok(()),
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

/// Gives documents back; shared between workers.
struct Restorer<'a> {
    from: &'a Place,
    mirror: &'a Mirror,
    drafted: Drafted,
    force: bool,
    /// How many of the first sources are of unfinished runs.
    unfinished: usize,
}

impl Restorer<'_> {
    /// Gives a document back, as the first claim that fits its output says. Its output may have been removed, its input being gone.
    fn take(&self, claims: Vec<Claim>, gone: Option<Gone>) -> Outcome {
        let Some(first) = claims.first() else { return Outcome::failed(&self.from.root, Trouble::Escapes) };
        let Some(below) = first.document().path.to_path_below() else {
            return Outcome::failed(first.document().path.to_string(), Trouble::Escapes);
        };
        let (below, output) = self.paths(below);
        guarded(output.clone(), || {
            let contents = claims.iter().map(|claim| &claim.document().output);
            match standing(&output, contents).map_err(Trouble::Read)? {
                Standing::Known(index) => match claims.into_iter().nth(index) {
                    Some(claim) => self.restore(claim.section, &below, &output),
                    None => Err(Trouble::Tampered),
                },
                _ if claims.iter().all(|claim| claim.source < self.unfinished) => self.restore_drafted(claims, &below),
                Standing::Nothing if gone.as_ref().is_some_and(|gone| gone.pruned) => Err(Trouble::Pruned),
                Standing::Nothing => Err(Trouble::Missing),
                Standing::Other => Err(Trouble::Tampered),
            }
        })
    }

    /// Gives a document back that the run had written, and was ended before it put it in its place.
    fn restore_drafted(&self, claims: Vec<Claim>, below: &Path) -> Result<Outcome, Trouble> {
        let drafted = claims.into_iter().find_map(|claim| {
            let file = self.drafted.of(&claim.document().output)?;
            Some((claim.section, file))
        });
        let (section, file) = drafted.ok_or(Trouble::Undone)?;
        self.restore(section, below, file)
    }

    /// Where a document goes, and where its output lies; a single file may have been given other names since.
    fn paths(&self, below: PathBuf) -> (PathBuf, PathBuf) {
        let output = self.from.root.join(self.from.name.as_ref().unwrap_or(&below));
        (self.mirror.place.name.clone().unwrap_or(below), output)
    }

    fn restore(&self, section: DocumentRecords, below: &Path, output: &Path) -> Result<Outcome, Trouble> {
        let target = self.mirror.target(below);
        let failed = |cause| Trouble::Write { target: target.clone(), cause };
        let is_packed = section.document.kind == DocumentKind::Container && !section.document.is_unchanged();
        let stands = standing(&target, [&section.document.input]).map_err(failed)?;
        let is_other = matches!(stands, Standing::Other) && !self.force && !target.is_dir();
        match stands {
            Standing::Known(_) => return Ok(Outcome::Done(Box::new(section), Vec::new())),
            _ if is_packed => return self.restore_container(section, below, output, is_other),
            _ if is_other => return Err(Trouble::NotOurs(target)),
            _ => {}
        }
        let file = File::open(output).map_err(Trouble::Read)?;
        let metadata = file.metadata().map_err(Trouble::Read)?;
        let mut draft = self.mirror.draft(below, output)?;
        let hasher = undo_into(&section, file, &mut draft)?;
        if !is_content(&section.document.input, &hasher) {
            return Err(Trouble::Hash);
        }
        draft.close(Some(&metadata))?.put_in_place()?;
        Ok(Outcome::Done(Box::new(section), Vec::new()))
    }

    /// Gives a container back. Where a file stands already (`is_other`) it has to be the same, packed anew as an earlier call did.
    fn restore_container(
        &self,
        section: DocumentRecords,
        below: &Path,
        output: &Path,
        is_other: bool,
    ) -> Result<Outcome, Trouble> {
        let source = Source::open(output).map_err(Trouble::Read)?;
        let mut draft = self.mirror.draft(below, output)?;
        let folder = &self.mirror.place.drafts.folder;
        let is_same = container::restore(&section, &source, &mut draft, folder).map_err(Trouble::Undo)?;
        if is_other && !holds(&mut draft).map_err(Trouble::Undo)? {
            return Err(Trouble::NotOurs(draft.target().to_owned()));
        }
        draft.close(source.metadata())?.put_in_place()?;
        let section = Box::new(section);
        Ok(if is_same { Outcome::Done(section, Vec::new()) } else { Outcome::Repacked(section) })
    }
}

/// Whether what stands where a draft will be put is what the draft holds.
fn holds(draft: &mut Draft) -> Result<bool, UndoError> {
    let hash_of = |read: &mut dyn Read| blake3::Hasher::new().update_reader(read).map(|hasher| hasher.finalize());
    let standing = File::open(draft.target()).and_then(|mut file| hash_of(&mut file)).map_err(UndoError::File)?;
    let mut is_so = false;
    draft.reread(&mut |read| {
        is_so = hash_of(read).map_err(UndoError::File)? == standing;
        Ok(())
    })?;
    Ok(is_so)
}

/// Writes the input to the draft; gives its hash.
fn undo_into(section: &DocumentRecords, file: File, draft: &mut Draft) -> Result<blake3::Hasher, Trouble> {
    let unchanged = section.document.is_unchanged();
    let encodings = encodings(&section.document).ok_or(Trouble::Undo(UndoError::Hash))?;
    let target: PathBuf = draft.target().to_owned();
    let mut out = Hashed::new(draft);
    let mut file = BufReader::with_capacity(COPY_BYTES, file);
    let written = if unchanged {
        io::copy(&mut file, &mut out).map(drop).map_err(UndoError::File)
    } else {
        section.records().map_err(UndoError::File).and_then(|records| undo(file, edits(records), encodings, &mut out))
    };
    match written {
        Ok(()) => Ok(out.hasher),
        Err(UndoError::File(cause)) => Err(Trouble::Write { target, cause }),
        Err(error) => Err(Trouble::Undo(error)),
    }
}
