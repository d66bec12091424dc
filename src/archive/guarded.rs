use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;

use super::Trouble;
use super::document_records::Outcome;
use super::output::RepairError;
use super::undo::UndoError;

/// Does `work` on a document; what goes wrong, also a panic, is the document's failure alone.
pub(super) fn guarded(path: PathBuf, work: impl FnOnce() -> Result<Outcome, Trouble>) -> Outcome {
    caught(work).unwrap_or_else(|trouble| Outcome::failed(path, trouble))
}

/// Does the work; that it broke off becomes a trouble like any other.
pub(super) fn caught<T>(work: impl FnOnce() -> Result<T, Trouble>) -> Result<T, Trouble> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or(Err(Trouble::Panicked))
}

pub(super) fn trouble(error: RepairError, target: PathBuf) -> Trouble {
    match error {
        RepairError::Read(cause) => Trouble::Read(cause),
        RepairError::Write(cause) => Trouble::Write { target, cause },
        RepairError::Lacks => Trouble::Unproven(UndoError::Gap(0)),
    }
}
