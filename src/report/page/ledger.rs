//! A page's data from a ledger's file.

use std::fs::File;
use std::io::{self, BufReader};
use std::path::Path;

use thiserror::Error;

use super::gather::{Gathering, Limits};
use crate::record::{FORMAT_VERSION, Record, RecordError, RecordLines};

/// Why a ledger gives no page.
#[derive(Debug, Error)]
pub enum LedgerError {
    /// It cannot be read.
    #[error("{0}")]
    Read(#[from] io::Error),
    /// A line is no record.
    #[error("{0}")]
    Record(#[from] RecordError),
    /// It does not begin as a ledger.
    #[error("it does not begin as a ledger")]
    Header,
    /// It is of a later version.
    #[error("it is of version {0}, which a later ordret wrote; this one knows {FORMAT_VERSION}")]
    Version(u32),
}

/// Gathers a ledger; `each` is told every record, and the byte of the file that its line begins at.
///
/// # Errors
/// Where the file cannot be read, or is no ledger that this version knows.
pub fn gather(path: &Path, limits: Limits, mut each: impl FnMut(&Record, u64)) -> Result<Gathering, LedgerError> {
    let mut hasher = blake3::Hasher::new();
    hasher.update_reader(File::open(path)?)?;
    let id = hasher.finalize().to_hex()[..16].to_owned();
    let mut records = RecordLines::new(BufReader::new(File::open(path)?));
    let Some(Ok(Record::Ledger(header))) = records.next() else { return Err(LedgerError::Header) };
    if header.version > FORMAT_VERSION {
        return Err(LedgerError::Version(header.version));
    }
    let mut gathering = Gathering::new(&header, id, limits);
    while let Some(record) = records.next() {
        let record = record?;
        each(&record, records.offset());
        gathering.take(&record);
    }
    Ok(gathering)
}
