use std::io::{self, Read, Write};

use crate::archive::error::UndoError;

/// A writer that can be told to forget what it was given.
pub(in crate::archive) trait Restart: Write {
    /// Forgets all that was written.
    fn restart(&mut self) -> io::Result<()>;
}

impl Restart for io::Sink {
    fn restart(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A writer whose content can be read before it is put anywhere.
pub(in crate::archive) trait Reread: Restart {
    /// Calls `read` with all that was written so far, from its start.
    fn reread(&mut self, read: &mut dyn FnMut(&mut dyn Read) -> Result<(), UndoError>) -> Result<(), UndoError>;
}
