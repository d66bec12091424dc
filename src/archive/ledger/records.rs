//! The files that say what runs did to an output: how they are settled before a run and become one ledger after it.
//!
//! What one says of a document outdoes what those after it say: the journal, what unfinished runs left, the ledger of the last
//! run that came to its end.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use tempfile::TempPath;

use super::differences::differences;
use super::merge::{Claim, Group, Merged};
use super::reader::{LedgerReader, ReadOptions};
use super::writer::LedgerWriter;
use crate::archive::ArchiveError;
use crate::archive::input::Inputs;
use crate::archive::output::{Place, Standing, Step, reached, standing, sync};
use crate::record::{DocumentPath, Failed, Gone, Header, Record, Run};

/// The files of a place that there are, read.
pub(in crate::archive) struct Records {
    /// What unfinished runs did: the journal of the last one, and what those before it did.
    pub unfinished: Vec<LedgerReader>,
    /// Those of runs that came to their end: one, or those of parts of the archive.
    pub ledgers: Vec<LedgerReader>,
}

impl Records {
    /// Opens the files of a place. `how` is how those of unfinished runs are read, save that they may be torn.
    pub fn open(place: &Place, how: &ReadOptions, ledger: ReadOptions) -> Result<Self, ArchiveError> {
        let torn = || ReadOptions { torn: true, without_skipped: true, ..how.clone() };
        let unfinished = [place.journal(), place.unfinished()].into_iter();
        let unfinished = unfinished.filter_map(|path| LedgerReader::open(&path, torn()).transpose());
        let unfinished = unfinished.collect::<Result<_, _>>()?;
        Ok(Self { unfinished, ledgers: LedgerReader::open_each(&place.ledger(), &ledger)? })
    }

    fn readers(&self) -> impl Iterator<Item = &LedgerReader> {
        self.ledgers.iter().chain(self.unfinished.iter().rev())
    }

    /// All of them as one, the most trusted first.
    pub fn merged(self) -> Merged {
        Merged::new(self.unfinished.into_iter().chain(self.ledgers).collect())
    }
}

/// Whether the files of a place, if there are any, are all of the first version.
pub(in crate::archive) fn are_old(place: &Place) -> Result<bool, ArchiveError> {
    if place.journal().exists() || place.unfinished().exists() {
        return Ok(false);
    }
    let ledger = LedgerReader::open(&place.ledger(), ReadOptions::default())?;
    Ok(ledger.is_none_or(|ledger| ledger.header().version == 1))
}

/// Makes the files of a place ready for a run: what unfinished runs did becomes one file, and the header of the run knows all
/// earlier runs. Fails if what is there was made with other settings, unless `force`.
pub(in crate::archive) fn settle(place: &Place, run: Run, force: bool) -> Result<Header, ArchiveError> {
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
        let rewriting = Rewriting {
            // What the ledger knows better stays there.
            choose: &|claims, _| {
                Chosen::of(most_likely(place, claims).filter(|&index| claims[index].source < unfinished))
            },
            keeps: &|source, _| source < unfinished,
        };
        let (draft, _) = write(place, &place.unfinished(), records.merged(), &header, &rewriting)?;
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

/// A run that has come to its end, less its ledger.
pub(in crate::archive) struct Finished<'a> {
    pub place: &'a Place,
    pub inputs: &'a Inputs,
    pub header: &'a Header,
    /// What is in the journal and not in its place.
    pub unplaced: &'a [Failed],
    /// Outputs are removed of which the journal says so.
    pub prune: bool,
}

/// Makes the ledger of a run that has come to its end, from its journal and what is true of what runs before it did.
pub(in crate::archive) fn finish(finished: &Finished, journal: LedgerWriter) -> Result<(), ArchiveError> {
    let Finished { place, header, .. } = *finished;
    let (ledger, path) = (place.ledger(), place.journal());
    // With its end it proves itself whole when it is read.
    journal.end()?;
    if !ledger.exists() && !place.unfinished().exists() && finished.unplaced.is_empty() {
        reached(Step::LedgerWritten);
        rename(&path, &ledger)?;
        return see_names(&ledger);
    }
    let how = ReadOptions { drafts: Some(place.drafts.clone()), ..ReadOptions::default() };
    let unfinished = ReadOptions { torn: true, without_skipped: true, ..how.clone() };
    let sources = [(path.clone(), how.clone()), (place.unfinished(), unfinished)];
    let readers = sources.into_iter().filter_map(|(path, how)| LedgerReader::open(&path, how).transpose());
    let mut readers = readers.collect::<Result<Vec<_>, _>>()?;
    readers.extend(LedgerReader::open_each(&ledger, &how)?);
    let rewriting = Rewriting {
        choose: &|claims, gone| finished.choose(claims, gone),
        // The journal is the first, and there is one.
        keeps: &|source, path| source == 0 || !finished.inputs.cover(path),
    };
    let (draft, damage) = write(place, &ledger, Merged::new(readers), header, &rewriting)?;
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

impl Finished<'_> {
    /// What of a document is kept. What this run would have found and did not is gone.
    fn choose(&self, claims: &[Claim], gone: Option<&Gone>) -> Chosen {
        let Some(path) = claims.first().map(|claim| &claim.document().path) else { return Chosen::of(None) };
        let failed = self.unplaced.iter().find(|failed| failed.path == *path).cloned();
        if gone.is_some_and(|gone| gone.pruned) && self.prune && remove_output(self.place, path) {
            return Chosen::of(None);
        }
        let claim = claims.iter().position(|claim| match claim.source {
            0 => failed.is_none(),
            _ => is_there(self.place, path),
        });
        let is_gone = self.inputs.cover(path).then_some(gone.is_some());
        Chosen { claim, is_gone, failed }
    }
}

/// What a ledger keeps of those that it is made of.
struct Rewriting<'a> {
    /// What of a document's claims, of which a run may have said that its input is gone.
    choose: &'a dyn Fn(&[Claim], Option<&Gone>) -> Chosen,
    /// Whether it is told still what failed or is no document, by the ledger that says it and by its path.
    keeps: &'a dyn Fn(usize, &DocumentPath) -> bool,
}

/// What is kept of a document.
struct Chosen {
    /// The claim that is.
    claim: Option<usize>,
    /// Whether its input is gone, where that is known now.
    is_gone: Option<bool>,
    /// What could not be done of it, where that is in no ledger.
    failed: Option<Failed>,
}

impl Chosen {
    /// The claim of this number, as it is.
    fn of(claim: Option<usize>) -> Self {
        Self { claim, is_gone: None, failed: None }
    }
}

/// Writes a ledger to a draft. Gives what was damaged in its sources.
fn write(
    place: &Place,
    path: &Path,
    merged: Merged,
    header: &Header,
    rewriting: &Rewriting,
) -> Result<(TempPath, Option<ArchiveError>), ArchiveError> {
    let file = place.drafts.usual_file().map_err(ArchiveError::file(path))?;
    let (file, draft) = file.into_parts();
    let mut writer = LedgerWriter::begin(file, path.to_owned(), header.clone())?;
    let mut damage = None;
    for group in merged {
        match group {
            Ok(Group::Document(mut claims, gone)) => {
                let Chosen { claim, is_gone, failed } = (rewriting.choose)(&claims, gone.as_ref());
                let chosen = claim.and_then(|index| claims.get_mut(index));
                if let Some(Claim { section, run: Some(run), .. }) = chosen {
                    section.document.gone = is_gone.unwrap_or(section.document.gone);
                    writer.section(section, run)?;
                }
                failed.map_or(Ok(()), |failed| writer.line(&Record::Failed(failed)))?;
            }
            Ok(Group::Skipped(source, skipped)) if (rewriting.keeps)(source, &skipped.path) => {
                writer.line(&Record::Skipped(skipped))?;
            }
            Ok(Group::Failed(source, failed)) if (rewriting.keeps)(source, &failed.path) => {
                writer.line(&Record::Failed(failed))?;
            }
            Ok(Group::Skipped(..) | Group::Failed(..)) => {}
            Err(error) => damage = damage.or(Some(error)),
        }
    }
    writer.end()?;
    Ok((draft, damage))
}

/// Writes a file that takes its name when it is whole.
pub(in crate::archive) fn keep(place: &Place, path: &Path, bytes: &[u8]) -> Result<(), ArchiveError> {
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

/// Removes an output, and the folders that are empty then. `false` where it stays.
fn remove_output(place: &Place, path: &DocumentPath) -> bool {
    let Some(below) = path.to_path_below() else { return false };
    match fs::remove_file(place.root.join(&below)) {
        Err(cause) if cause.kind() != std::io::ErrorKind::NotFound => return false,
        _ => {}
    }
    for folder in below.ancestors().skip(1).filter(|folder| !folder.as_os_str().is_empty()) {
        if fs::remove_dir(place.root.join(folder)).is_err() {
            break;
        }
    }
    true
}

fn is_there(place: &Place, path: &DocumentPath) -> bool {
    let target = path.to_path_below().map(|below| place.root.join(below));
    target.and_then(|target| fs::symlink_metadata(target).ok()).is_some_and(|there| there.is_file())
}
