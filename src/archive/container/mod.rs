//! Documents that lie in containers. In: a packed file or an archive. Out: the same with its members done like other documents, and their
//! records as those of one document; and, on the way back, the file that it was.
//!
//! The reader finds members and spools them ([`read`]), workers repair them ([`repair`]), and what became of them is written and taken
//! down in order. As long as no member changes nothing is written: most containers are copied as they are.

mod edits;
mod form;
mod members;
mod piece;
mod read;
mod read_stream;
mod read_zip;
mod records;
mod repair;
mod undo;
mod undo_stream;
mod undo_zip;
mod write_stream;
mod write_zip;

pub(super) use members::MembersDone;
pub(super) use piece::{Ended, Piece};
pub(super) use read::read;
pub(super) use repair::{Repairing, clean, look};
pub(super) use undo::restore;
