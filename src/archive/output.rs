//! What a document is repaired into: a writer that can begin anew, and be read before what it holds is put anywhere.

use std::io::{self, Read, Write};

use super::source::ReadError;
use super::undo::UndoError;

/// A writer that can be told to forget what it was given.
pub(super) trait Restart: Write {
    /// Forgets all that was written.
    fn restart(&mut self) -> io::Result<()>;
}

impl Restart for io::Sink {
    fn restart(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A writer whose content can be read before it is put anywhere.
pub(super) trait Reread: Restart {
    /// Calls `read` with all that was written so far, from its start.
    fn reread(&mut self, read: &mut dyn FnMut(&mut dyn Read) -> Result<(), UndoError>) -> Result<(), UndoError>;
}

/// A document could not be repaired.
pub(super) enum RepairError {
    Read(io::Error),
    Write(io::Error),
    /// The output's encoding lacks a character of the repaired text.
    Lacks,
}

impl From<ReadError> for RepairError {
    fn from(ReadError(cause): ReadError) -> Self {
        Self::Read(cause)
    }
}
