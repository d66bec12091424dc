use std::io;
use std::path::PathBuf;

use crate::archive::Trouble;
use crate::archive::error::UndoError;
use crate::archive::input::ReadError;

/// A document could not be repaired.
pub(in crate::archive) enum RepairError {
    Read(io::Error),
    Write(io::Error),
    /// The output's encoding lacks a character of the repaired text.
    Lacks,
    /// The run was asked to end, and goes on from here.
    Stopped,
}

impl From<ReadError> for RepairError {
    fn from(ReadError(cause): ReadError) -> Self {
        Self::Read(cause)
    }
}

impl RepairError {
    /// What a reader is told of it; `target` is what was written.
    pub fn trouble(self, target: PathBuf) -> Trouble {
        match self {
            Self::Read(cause) => Trouble::Read(cause),
            Self::Write(cause) => Trouble::Write { target, cause },
            Self::Stopped => Trouble::Stopped,
            Self::Lacks => Trouble::Unproven(UndoError::Gap(0)),
        }
    }
}
