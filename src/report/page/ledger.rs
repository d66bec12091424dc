//! A page's data from a ledger's file.

use std::fs::File;
use std::path::Path;

use super::super::ledger::{LedgerError, LedgerRecords};
use super::gather::{Gathering, Limits};
use crate::record::Record;

/// Gathers a ledger; `each` is told every record, and the byte of the file that its line begins at.
///
/// # Errors
/// Where the file cannot be read, or is no ledger that this version knows.
pub fn gather(path: &Path, limits: Limits, mut each: impl FnMut(&Record, u64)) -> Result<Gathering, LedgerError> {
    let mut hasher = blake3::Hasher::new();
    hasher.update_reader(File::open(path)?)?;
    let id = hasher.finalize().to_hex()[..16].to_owned();
    let (header, mut records) = LedgerRecords::open(path)?;
    let mut gathering = Gathering::new(&header, id, limits);
    while let Some(record) = records.read()? {
        each(&record, records.offset());
        gathering.take(&record);
    }
    Ok(gathering)
}
