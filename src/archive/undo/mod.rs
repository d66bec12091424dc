//! The way back, and its proof. In: an output and the edits of its document. Out: the input; or, of the input, the output once more. No
//! repair is put anywhere before it is shown that it can be undone.

mod edits;
mod proof;
mod redo;

pub(super) use edits::undo;
pub(super) use proof::{PartDraft, leave, repair_proven};
pub(super) use redo::redo;
