use std::io::{self, ErrorKind};
use std::process::ExitCode;

use thiserror::Error;

use super::say::complain;
use crate::archive::ArchiveError;
use crate::text::{visible, visible_lines};

/// How a command ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Exit {
    /// All is done.
    Fine = 0,
    /// `check` found damage.
    Damage = 1,
    /// The command was not used right.
    Usage = 2,
    /// Some files failed, or what was printed did not arrive; the others are done.
    Failed = 3,
    /// A signal asked to end before all was done, as shells tell Ctrl-C.
    Interrupted = 130,
}

impl Exit {
    /// Fine, unless something failed.
    pub fn of_failures(failures: u64) -> Self {
        if failures > 0 { Self::Failed } else { Self::Fine }
    }

    /// Tells the error on stderr, unless it is only that nobody reads our output any more: that is told by the exit code.
    pub fn of_error(error: &anyhow::Error) -> Self {
        if is_broken_pipe(error) {
            return Self::Failed;
        }
        let text = format!("{error:#}");
        // A usage error may have lines of its own; names in it are escaped where it is made.
        let text = if error.is::<UsageError>() { visible_lines(&text) } else { visible(&text) };
        complain(format!("error: {text}\n"));
        if error.is::<UsageError>() || error.downcast_ref().is_some_and(is_usage) { Self::Usage } else { Self::Failed }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// The command was not used right; says how to.
#[derive(Debug, Error)]
#[error("{0}")]
pub(super) struct UsageError(pub String);

/// A usage error of this text.
pub(super) fn usage(text: impl Into<String>) -> anyhow::Error {
    UsageError(text.into()).into()
}

fn is_usage(error: &ArchiveError) -> bool {
    matches!(
        error,
        ArchiveError::Foreign(_)
            | ArchiveError::NoFolder(_)
            | ArchiveError::NoFile(_)
            | ArchiveError::Collision(..)
            | ArchiveError::Nested(..)
            | ArchiveError::NoLedger(..)
            | ArchiveError::Ambiguous(..)
            | ArchiveError::Unpaired(..)
            | ArchiveError::NoTexts(..)
            | ArchiveError::NoInput(..)
            | ArchiveError::OutputIsInput(_)
            | ArchiveError::Busy(..)
            | ArchiveError::OtherSettings { .. }
    )
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let broken = |cause: &io::Error| cause.kind() == ErrorKind::BrokenPipe;
    match error.downcast_ref() {
        Some(ArchiveError::Observer(cause)) => broken(cause),
        _ => error.chain().any(|cause| cause.downcast_ref().is_some_and(broken)),
    }
}
