//! A ledger that is read for a report, record by record.

use std::fs::File;
use std::io::{self, BufReader};
use std::path::Path;

use thiserror::Error;

use crate::record::{FORMAT_VERSION, Header, Record, RecordError, RecordLines};

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
}

/// What helps where a ledger is not as it was written.
const REMEDY: &str = "bring it back as ordret wrote it, or clean the archive into another folder";

/// The records of a ledger.
pub struct LedgerRecords {
    lines: RecordLines<BufReader<File>>,
    has_end: bool,
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
        Ok((header, Self { lines, has_end }))
    }

    /// The next record; nothing behind the last.
    ///
    /// # Errors
    /// Where it cannot be read, or the ledger's end is missing.
    pub fn read(&mut self) -> Result<Option<Record>, LedgerError> {
        let record = self.lines.next().transpose()?;
        self.has_end |= matches!(record, Some(Record::End(_)));
        if record.is_none() && !self.has_end { Err(LedgerError::Cut) } else { Ok(record) }
    }

    /// The byte that the last record's line begins at.
    pub fn offset(&self) -> u64 {
        self.lines.offset()
    }
}
