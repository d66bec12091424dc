//! The files that say what runs did to an output: how they are settled before a run and become one ledger after it.
//!
//! What one says of a document outdoes what those after it say: the journal, what unfinished runs left, the ledger of the last
//! run that came to its end.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use tempfile::TempPath;

use super::ArchiveError;
use super::differences::differences;
use super::ledger::{LedgerReader, LedgerWriter, ReadOptions};
use super::merge::{Claim, Group, Merged};
use super::place::Place;
use super::standing::{Standing, standing};
use super::step::{Step, reached};
use super::sync::sync;
use crate::record::{DocumentPath, Failed, Header, Run};

/// The files of a place that there are, read.
pub(super) struct Records {
    /// What unfinished runs did: the journal of the last one, and what those before it did.
    pub unfinished: Vec<LedgerReader>,
    pub ledger: Option<LedgerReader>,
}

impl Records {
    /// Opens the files of a place. `how` is how those of unfinished runs are read, save that they may be torn.
    pub fn open(place: &Place, how: &ReadOptions, ledger: ReadOptions) -> Result<Self, ArchiveError> {
        let torn = || ReadOptions { torn: true, without_skipped: true, ..how.clone() };
        let unfinished = [place.journal(), place.unfinished()].into_iter();
        let unfinished = unfinished.filter_map(|path| LedgerReader::open(&path, torn()).transpose());
        let unfinished = unfinished.collect::<Result<_, _>>()?;
        Ok(Self { unfinished, ledger: LedgerReader::open(&place.ledger(), ledger)? })
    }

    fn readers(&self) -> impl Iterator<Item = &LedgerReader> {
        self.ledger.iter().chain(self.unfinished.iter().rev())
    }

    /// All of them as one, the most trusted first.
    pub fn merged(self) -> Merged {
        Merged::new(self.unfinished.into_iter().chain(self.ledger).collect())
    }
}

/// Whether the files of a place, if there are any, are all of the first version.
pub(super) fn are_old(place: &Place) -> Result<bool, ArchiveError> {
    if place.journal().exists() || place.unfinished().exists() {
        return Ok(false);
    }
    let ledger = LedgerReader::open(&place.ledger(), ReadOptions::default())?;
    Ok(ledger.is_none_or(|ledger| ledger.header().version == 1))
}

/// Makes the files of a place ready for a run: what unfinished runs did becomes one file, and the header of the run knows all
/// earlier runs. Fails if what is there was made with other settings, unless `force`.
pub(super) fn settle(place: &Place, run: Run, force: bool) -> Result<Header, ArchiveError> {
    let how = ReadOptions { drafts: Some(place.drafts.clone()), ..ReadOptions::default() };
    let documents = ReadOptions { without_records: true, without_skipped: true, ..ReadOptions::default() };
    let records = Records::open(place, &how, documents)?;
    let others = records.readers().map(|reader| &reader.header().run).find(|earlier| **earlier != run);
    if let Some(other) = others.filter(|_| !force) {
        let path = place.name.as_ref().map_or_else(|| place.root.clone(), |name| place.root.join(name));
        return Err(ArchiveError::OtherSettings { path, differences: differences(other, &run) });
    }
    let header = Header::new(run.clone(), earlier_runs(&records, &run));
    let unfinished = records.unfinished.len();
    if unfinished > 0 {
        // What the ledger knows better stays there.
        let choose = |claims: &[Claim]| most_likely(place, claims).filter(|&index| claims[index].source < unfinished);
        let (draft, _) = write(place, &place.unfinished(), (records.merged(), &[]), &header, choose)?;
        name(draft, &place.unfinished())?;
        reached(Step::Settled);
    }
    remove(&place.journal())?;
    Ok(header)
}

/// The runs with other settings than `run` that are known.
fn earlier_runs(records: &Records, run: &Run) -> Vec<Run> {
    let mut earlier: Vec<Run> = Vec::new();
    for Header { run: own, earlier: before, .. } in records.readers().map(LedgerReader::header) {
        for known in before.iter().chain([own]) {
            if known != run && !earlier.contains(known) {
                earlier.push(known.clone());
            }
        }
    }
    earlier
}

/// Which claim is true of what stands in the output: the first that fits it; the first of all if none does.
fn most_likely(place: &Place, claims: &[Claim]) -> Option<usize> {
    if claims.len() == 1 {
        return Some(0);
    }
    let below = claims.first()?.document().path.to_path_below()?;
    let contents: Vec<_> = claims.iter().map(|claim| &claim.document().output).collect();
    match standing(&place.root.join(below), contents) {
        Ok(Standing::Known(index)) => Some(index),
        _ => Some(0),
    }
}

/// Makes the ledger of a run that has come to its end, from its journal and what is true of what runs before it did. `unplaced` is
/// in the journal and not in its place; `failed` could not be done.
pub(super) fn finish(
    place: &Place,
    journal: LedgerWriter,
    header: &Header,
    unplaced: &[DocumentPath],
    failed: &[Failed],
) -> Result<(), ArchiveError> {
    let (ledger, path) = (place.ledger(), place.journal());
    // With its end it proves itself whole when it is read.
    journal.end(failed)?;
    if !ledger.exists() && !place.unfinished().exists() && unplaced.is_empty() {
        reached(Step::LedgerWritten);
        rename(&path, &ledger)?;
        return see_names(&ledger);
    }
    let how = ReadOptions { drafts: Some(place.drafts.clone()), ..ReadOptions::default() };
    let earlier = ReadOptions { without_skipped: true, ..how.clone() };
    let sources = [
        (path.clone(), how),
        (place.unfinished(), ReadOptions { torn: true, ..earlier.clone() }),
        (ledger.clone(), earlier),
    ];
    let readers = sources.into_iter().filter_map(|(path, how)| LedgerReader::open(&path, how).transpose());
    let readers = readers.collect::<Result<Vec<_>, _>>()?;
    let choose = |claims: &[Claim]| {
        claims.iter().position(|claim| {
            let path = &claim.document().path;
            // The journal is the first, and there is one.
            if claim.source == 0 { !unplaced.contains(path) } else { is_there(place, path) }
        })
    };
    let (draft, damage) = write(place, &ledger, (Merged::new(readers), failed), header, choose)?;
    reached(Step::LedgerWritten);
    if matches!(&damage, Some(ArchiveError::Ledger { path: damaged, .. }) if *damaged == path) {
        // What was written is not what is read: the disk is not to be trusted, and nothing is thrown away.
        return damage.map_or(Ok(()), Err);
    }
    if damage.is_some() {
        let aside = ledger.with_extension("damaged.jsonl");
        fs::copy(&ledger, &aside).map_err(ArchiveError::file(aside))?;
    }
    name(draft, &ledger)?;
    reached(Step::LedgerNamed);
    remove(&place.unfinished())?;
    remove(&path)?;
    damage.map_or(Ok(()), Err)
}

/// Writes a ledger of what is chosen of each document's claims, and of what could not be done, to a draft. Gives what was damaged in its sources.
fn write(
    place: &Place,
    path: &Path,
    (merged, failed): (Merged, &[Failed]),
    header: &Header,
    choose: impl Fn(&[Claim]) -> Option<usize>,
) -> Result<(TempPath, Option<ArchiveError>), ArchiveError> {
    let file = place.drafts.usual_file().map_err(ArchiveError::file(path))?;
    let (file, draft) = file.into_parts();
    let mut writer = LedgerWriter::begin(file, path.to_owned(), header.clone())?;
    let mut damage = None;
    for group in merged {
        match group {
            Ok(Group::Document(claims)) => {
                let chosen = choose(&claims).and_then(|index| claims.get(index));
                if let Some(Claim { section, run: Some(run), .. }) = chosen {
                    writer.section(section, run)?;
                }
            }
            Ok(Group::Skipped(skipped)) => writer.skipped(skipped)?,
            Err(error) => damage = damage.or(Some(error)),
        }
    }
    writer.end(failed)?;
    Ok((draft, damage))
}

/// Writes a file that takes its name when it is whole.
pub(super) fn keep(place: &Place, path: &Path, bytes: &[u8]) -> Result<(), ArchiveError> {
    let written = place.drafts.usual_file().and_then(|mut file| {
        file.write_all(bytes)?;
        file.as_file().sync_all()?;
        Ok(file.into_temp_path())
    });
    name(written.map_err(ArchiveError::file(path))?, path)
}

/// Gives a draft its name, and sees that on the disk.
fn name(draft: TempPath, path: &Path) -> Result<(), ArchiveError> {
    draft.persist(path).map_err(|error| ArchiveError::File { path: path.to_owned(), cause: error.error })?;
    see_names(path)
}

fn rename(from: &Path, to: &Path) -> Result<(), ArchiveError> {
    fs::rename(from, to).map_err(ArchiveError::file(to))
}

/// Sees on the disk which names the files beside `path` have.
fn see_names(path: &Path) -> Result<(), ArchiveError> {
    let folder = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    sync(folder, &[PathBuf::from(folder)]).map_err(ArchiveError::file(folder))
}

fn remove(path: &Path) -> Result<(), ArchiveError> {
    match fs::remove_file(path) {
        Err(cause) if cause.kind() != std::io::ErrorKind::NotFound => {
            Err(ArchiveError::File { path: path.to_owned(), cause })
        }
        _ => Ok(()),
    }
}

fn is_there(place: &Place, path: &DocumentPath) -> bool {
    let target = path.to_path_below().map(|below| place.root.join(below));
    target.and_then(|target| fs::symlink_metadata(target).ok()).is_some_and(|there| there.is_file())
}
