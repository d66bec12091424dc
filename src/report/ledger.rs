//! A ledger that is read for a report, record by record.

use std::fs::File;
use std::io::{self, BufReader};
use std::path::Path;

use blake3::Hasher;
use thiserror::Error;

use crate::record::{End, FORMAT_VERSION, Header, Record, RecordError, RecordLines, Run};

/// Why a ledger cannot be read, and what helps.
#[derive(Debug, Error)]
pub enum LedgerError {
    /// Its file cannot be read.
    #[error("{0}")]
    Read(#[from] io::Error),
    /// A line is no record.
    #[error("{0}; it was cut short or changed: {REMEDY}")]
    Record(#[from] RecordError),
    /// It does not begin as a ledger.
    #[error("it does not begin as a ledger: {REMEDY}")]
    Header,
    /// It is of a later version.
    #[error(
        "it is of version {0}, and this ordret reads them up to {FORMAT_VERSION}: use the ordret that wrote it, or a later one"
    )]
    Version(u32),
    /// Its end is missing.
    #[error("its end is missing: {REMEDY}")]
    Cut,
    /// Its lines are not those that its end speaks of.
    #[error("it is not as it was written: {REMEDY}")]
    Altered,
}

/// What helps where a ledger is not as it was written.
const REMEDY: &str = "bring it back as ordret wrote it, or clean the archive into another folder";

/// How the last line of a ledger begins.
const END: &[u8] = br#"{"type":"end""#;

/// The records of a ledger, which is seen to be whole when all are read.
pub struct LedgerRecords {
    lines: RecordLines<BufReader<File>>,
    /// All lines so far, from the second version on.
    hasher: Option<Hasher>,
    /// The line that was hashed last.
    hashed: u64,
    documents: u64,
    has_end: bool,
    /// The run, if it has an end: ledgers of its parts may stand one behind the other.
    run: Run,
}

impl LedgerRecords {
    /// Opens a ledger; gives its header.
    ///
    /// # Errors
    /// Where it cannot be read, or is no ledger that this version knows.
    pub fn open(path: &Path) -> Result<(Header, Self), LedgerError> {
        let mut lines = RecordLines::new(BufReader::new(File::open(path)?));
        let Some(Ok(Record::Ledger(header))) = lines.next() else { return Err(LedgerError::Header) };
        if !header.is_known() {
            return Err(LedgerError::Version(header.version));
        }
        // The first version had no end.
        let has_end = header.version == 1;
        let hasher = (!has_end).then(Hasher::new);
        let mut records = Self { lines, hasher, hashed: 0, documents: 0, has_end, run: header.run.clone() };
        records.hash();
        Ok((header, records))
    }

    /// Takes the line that was read last into the hash, but for the end, which speaks of those before it.
    fn hash(&mut self) {
        let is_new = self.hashed < self.lines.line() && !self.lines.bytes().starts_with(END);
        if let Some(hasher) = self.hasher.as_mut().filter(|_| is_new) {
            hasher.update(self.lines.bytes());
        }
        self.hashed = self.lines.line();
    }

    /// Whether the end speaks of the lines that were read.
    fn is_whole(&self, end: &End) -> bool {
        let hash = self.hasher.as_ref().map(|hasher| hasher.finalize().to_hex());
        end.documents == self.documents && hash.is_none_or(|hash| *hash == *end.blake3)
    }

    /// Whether the ledger of another part of the same run begins here.
    fn goes_on_with(&self, header: &Header) -> bool {
        self.has_end && self.hasher.is_some() && header.is_known() && header.version > 1 && header.run == self.run
    }

    /// The next record; nothing behind the last.
    ///
    /// # Errors
    /// Where it cannot be read, its end is missing, or its lines are not those that the end speaks of.
    pub fn read(&mut self) -> Result<Option<Record>, LedgerError> {
        let record = self.lines.next().transpose()?;
        match &record {
            None if !self.has_end => return Err(LedgerError::Cut),
            Some(Record::End(end)) if !self.is_whole(end) => return Err(LedgerError::Altered),
            Some(Record::End(_)) => self.has_end = true,
            Some(Record::Ledger(header)) if self.goes_on_with(header) => {
                self.hasher = Some(Hasher::new());
                (self.documents, self.has_end) = (0, false);
            }
            // What stands behind the end was not written there.
            Some(_) if self.has_end && self.hasher.is_some() => return Err(LedgerError::Altered),
            Some(Record::Document(_)) => self.documents += 1,
            _ => {}
        }
        self.hash();
        Ok(record)
    }

    /// The byte that the last record's line begins at.
    pub fn offset(&self) -> u64 {
        self.lines.offset()
    }
}
