use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::archive::document::DocumentRecords;
use crate::archive::ledger::LedgerWriter;
use crate::archive::output::{ClosedDraft, Step, reached, sync};
use crate::archive::{ArchiveError, Failure};
use crate::record::{DocumentPath, Failed, Header, Record, Run};

/// Documents are put in their places in groups, since to see their records on the disk takes milliseconds: after so many, which a
/// killed run does again,
const GROUP_DOCUMENTS: usize = if cfg!(test) { 3 } else { 1000 };
/// or when so much time has passed since the first of them.
const GROUP_TIME: Duration = Duration::from_secs(2);

/// Puts documents in their places, in groups: first their records are seen on the disk in the journal, then their files get their
/// names. So the records of whatever stands in the output can always be read.
pub(super) struct Commit {
    journal: LedgerWriter,
    run: Run,
    /// A folder of the output's file system.
    folder: PathBuf,
    /// Where the journal lies.
    path: PathBuf,
    waiting: Vec<Waiting>,
    since: Option<Instant>,
    /// Folders whose new names may not be on the disk.
    folders: BTreeSet<PathBuf>,
    /// Documents that are in the journal and could not be put in their places.
    unplaced: Vec<Failed>,
}

struct Waiting {
    path: DocumentPath,
    /// The input, for messages.
    source: PathBuf,
    draft: ClosedDraft,
}

impl Commit {
    /// Begins a journal in a new file.
    pub fn begin(path: PathBuf, folder: PathBuf, header: Header) -> Result<Self, ArchiveError> {
        let file = std::fs::File::create_new(&path).map_err(ArchiveError::file(&path))?;
        let run = header.run.clone();
        let mut journal = LedgerWriter::begin(file, path.clone(), header)?;
        journal.flush()?;
        reached(Step::Begun);
        let (waiting, since, folders, unplaced) = (Vec::new(), None, BTreeSet::new(), Vec::new());
        Ok(Self { journal, run, folder, path, waiting, since, folders, unplaced })
    }

    /// Takes a document that is to be put in its place; gives what could not be.
    pub fn document(
        &mut self,
        section: &DocumentRecords,
        draft: ClosedDraft,
        source: PathBuf,
    ) -> Result<Vec<Failure>, ArchiveError> {
        reached(Step::Drafted);
        self.journal.section(section, &self.run)?;
        self.waiting.push(Waiting { path: section.document.path.clone(), source, draft });
        let since = *self.since.get_or_insert_with(Instant::now);
        match self.waiting.len() >= GROUP_DOCUMENTS || since.elapsed() >= GROUP_TIME {
            true => self.place(),
            false => Ok(Vec::new()),
        }
    }

    /// Writes down what is of no document that is written: what was skipped, failed or is gone.
    pub fn line(&mut self, record: &Record) -> Result<(), ArchiveError> {
        self.journal.line(record)
    }

    /// Puts all that wait in their places; gives what could not be.
    pub fn place(&mut self) -> Result<Vec<Failure>, ArchiveError> {
        self.since = None;
        self.journal.flush()?;
        if self.waiting.is_empty() {
            return Ok(Vec::new());
        }
        reached(Step::Journaled);
        self.see_on_disk(self.waiting.iter().map(|waiting| waiting.draft.file().to_owned()).collect())?;
        reached(Step::Synced);
        let mut failures = Vec::new();
        for Waiting { path, source, draft } in self.waiting.drain(..) {
            self.folders.extend(draft.target().parent().map(Path::to_owned));
            if let Err(trouble) = draft.put_in_place() {
                self.unplaced.push(Failed { path, cause: trouble.to_string(), written: false });
                failures.push(Failure::new(source, trouble));
            }
            reached(Step::Placed);
        }
        Ok(failures)
    }

    fn see_on_disk(&self, mut files: Vec<PathBuf>) -> Result<(), ArchiveError> {
        files.push(self.path.clone());
        sync(&self.folder, &files).map_err(ArchiveError::file(&self.path))
    }

    /// Ends the work: all that was put in its place is seen on the disk. Gives the journal, and what is in it and not in place.
    pub fn finish(mut self) -> Result<(LedgerWriter, Vec<Failed>), ArchiveError> {
        self.journal.flush()?;
        let folders: Vec<PathBuf> = std::mem::take(&mut self.folders).into_iter().collect();
        self.see_on_disk(folders)?;
        Ok((self.journal, self.unplaced))
    }
}
