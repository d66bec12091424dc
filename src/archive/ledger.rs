use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, BufWriter, Seek, Write};
use std::path::{Path, PathBuf};

use tempfile::{NamedTempFile, spooled_tempfile_in};

use super::document_records::{DocumentRecords, Outcome};
use super::mirror::Mirror;
use super::{ArchiveError, LEDGER_FILE, Tally};
use crate::record::{FORMAT, FORMAT_VERSION, Header, Record, RecordError, write_record};

/// Records of a document are kept in memory up to so many bytes, then in a temporary file.
const SPOOL_BYTES: usize = 64 << 10;

/// Writes the ledger of a run, document by document in the order of their paths.
///
/// Documents of an earlier run that this one did not write, and that are still in the mirror, keep their place.
pub(super) struct LedgerWriter<'a> {
    out: BufWriter<NamedTempFile>,
    path: PathBuf,
    mirror: &'a Mirror,
    earlier: Option<std::iter::Peekable<LedgerReader>>,
    /// What ended the reading of the earlier ledger.
    damage: Option<ArchiveError>,
}

impl<'a> LedgerWriter<'a> {
    /// A ledger in the folder `own`, which takes its name only when it is finished.
    pub fn create(mirror: &'a Mirror, own: &Path, header: Header) -> Result<Self, ArchiveError> {
        let path = own.join(LEDGER_FILE);
        let earlier = match path.exists() {
            true => Some(LedgerReader::open(&path)?.peekable()),
            false => None,
        };
        let file = tempfile::Builder::new().prefix(".ledger-").tempfile_in(own).map_err(ArchiveError::file(&path))?;
        let mut out = BufWriter::new(file);
        write_record(&mut out, &Record::Ledger(header)).map_err(ArchiveError::file(&path))?;
        Ok(Self { out, path, mirror, earlier, damage: None })
    }

    /// Writes what became of the next thing in the archive.
    pub fn write(&mut self, outcome: &mut Outcome) -> Result<(), ArchiveError> {
        match outcome {
            Outcome::Done(section, _) => {
                self.keep_earlier(Some(section))?;
                self.section(section)
            }
            Outcome::Skipped(skipped) => self.record(&Record::Skipped(skipped.clone())),
            Outcome::Failed(_) => Ok(()),
        }
    }

    /// Gives the ledger its name. Fails, with the ledger in place, if the earlier one could not be read to its end.
    pub fn finish(mut self) -> Result<(), ArchiveError> {
        self.keep_earlier(None)?;
        if self.damage.is_some() {
            let aside = self.path.with_extension("damaged.jsonl");
            fs::rename(&self.path, &aside).map_err(ArchiveError::file(aside))?;
        }
        let failed = ArchiveError::file(&self.path);
        let file = self.out.into_inner().map_err(io::IntoInnerError::into_error);
        let persisted = file.and_then(|file| file.persist(&self.path).map_err(|error| error.error));
        persisted.map_err(failed)?;
        self.damage.map_or(Ok(()), Err)
    }

    /// Writes the earlier documents that come before `next`, or all that are left, and passes one of the same path.
    fn keep_earlier(&mut self, next: Option<&DocumentRecords>) -> Result<(), ArchiveError> {
        while let Some(earlier) = &mut self.earlier {
            let due = |found: &Result<DocumentRecords, ArchiveError>| match (found, next) {
                (Ok(found), Some(next)) => found.document.path <= next.document.path,
                _ => true,
            };
            match earlier.next_if(due) {
                None => {
                    if earlier.peek().is_none() {
                        self.earlier = None;
                    }
                    return Ok(());
                }
                Some(Ok(mut found)) => {
                    let replaced = next.is_some_and(|next| next.document.path == found.document.path);
                    if !replaced && self.still_there(&found) {
                        self.section(&mut found)?;
                    }
                }
                Some(Err(damage)) => {
                    self.damage = Some(damage);
                    self.earlier = None;
                }
            }
        }
        Ok(())
    }

    fn still_there(&self, section: &DocumentRecords) -> bool {
        let target = section.document.path.to_path_below().map(|below| self.mirror.target(&below));
        target.and_then(|target| fs::symlink_metadata(target).ok()).is_some_and(|there| there.is_file())
    }

    fn section(&mut self, section: &mut DocumentRecords) -> Result<(), ArchiveError> {
        self.record(&Record::Document(section.document.clone()))?;
        let copied = section.records.rewind().and_then(|()| io::copy(&mut section.records, &mut self.out));
        copied.map(drop).map_err(ArchiveError::file(&self.path))
    }

    fn record(&mut self, record: &Record) -> Result<(), ArchiveError> {
        write_record(&mut self.out, record).map_err(ArchiveError::file(&self.path))
    }
}

/// Reads a ledger, document by document; holds one document's records at a time.
pub(super) struct LedgerReader {
    reader: BufReader<File>,
    path: PathBuf,
    line: Vec<u8>,
    number: u64,
    /// The document whose records come next.
    pending: Option<crate::record::Document>,
}

impl LedgerReader {
    /// Opens a ledger and checks its header.
    pub fn open(path: &Path) -> Result<Self, ArchiveError> {
        let file = File::open(path).map_err(|cause| ArchiveError::NoLedger(path.to_owned(), cause))?;
        let reader = BufReader::new(file);
        let mut ledger = Self { reader, path: path.to_owned(), line: Vec::new(), number: 0, pending: None };
        match ledger.read_line().and_then(|_| ledger.parse()) {
            Ok(Record::Ledger(header)) if header.format == FORMAT && header.version == FORMAT_VERSION => Ok(ledger),
            _ => Err(ArchiveError::Version(path.to_owned())),
        }
    }

    /// Reads the next line; `false` at the end.
    fn read_line(&mut self) -> Result<bool, ArchiveError> {
        self.line.clear();
        self.number += 1;
        let read = self.reader.read_until(b'\n', &mut self.line).map_err(ArchiveError::file(&self.path))?;
        Ok(read > 0)
    }

    fn parse(&self) -> Result<Record, ArchiveError> {
        serde_json::from_slice(&self.line).map_err(|cause| ArchiveError::Ledger {
            path: self.path.clone(),
            cause: RecordError::Line { line: self.number, cause },
        })
    }

    /// The next section, whose records are copied as they stand.
    fn section(&mut self) -> Result<Option<DocumentRecords>, ArchiveError> {
        let folder = self.path.parent().unwrap_or(Path::new("")).to_owned();
        let mut records = spooled_tempfile_in(SPOOL_BYTES, folder);
        while self.read_line()? {
            if !is_detail(&self.line) {
                match self.parse()? {
                    Record::Document(document) => {
                        if let Some(done) = self.pending.replace(document) {
                            return Ok(Some(section(done, records)));
                        }
                        continue;
                    }
                    Record::Skipped(_) | Record::Ledger(_) => continue,
                    Record::Edit(_) | Record::Suspect(_) | Record::Hunk(_) | Record::Failed(_) => {}
                }
            }
            records.write_all(&self.line).map_err(ArchiveError::file(&self.path))?;
        }
        Ok(self.pending.take().map(|done| section(done, records)))
    }
}

impl Iterator for LedgerReader {
    type Item = Result<DocumentRecords, ArchiveError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.section().transpose()
    }
}

/// Whether the line is an edit or a suspect, told from its beginning as `ordret` writes it.
fn is_detail(line: &[u8]) -> bool {
    line.starts_with(br#"{"type":"edit""#) || line.starts_with(br#"{"type":"suspect""#)
}

fn section(document: crate::record::Document, records: tempfile::SpooledTempFile) -> DocumentRecords {
    DocumentRecords { document, records, tally: Tally::default(), sample: Vec::new() }
}
