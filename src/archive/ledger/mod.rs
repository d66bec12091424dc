//! What is kept of many documents. In: their records, in the order of paths. Out: one file that proves itself whole, which is read back
//! document by document. What unfinished runs left is settled before a run, and becomes one ledger after it.

mod check;
mod concatenated;
mod differences;
mod merge;
mod reader;
mod records;
mod writer;

pub(super) use merge::{Claim, Group, Merged};
pub(super) use reader::{Item, LedgerReader, ReadOptions};
pub(super) use records::{Finished, Records, are_old, finish, keep, settle};
pub(super) use writer::{LedgerWriter, SectionLine};
