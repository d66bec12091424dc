use std::io::{self, ErrorKind};
use std::process::ExitCode;

use thiserror::Error;

use crate::archive::ArchiveError;

/// How a command ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Exit {
    /// All is done.
    Fine = 0,
    /// `check` found damage.
    Damage = 1,
    /// The command was not used right.
    Usage = 2,
    /// Some files failed; the others are done.
    Failed = 3,
}

impl Exit {
    /// Fine, unless something failed.
    pub fn of_failures(failures: u64) -> Self {
        if failures > 0 { Self::Failed } else { Self::Fine }
    }

    /// Tells the error on stderr, unless it is only that nobody reads our output any more.
    pub fn of_error(error: &anyhow::Error) -> Self {
        if is_broken_pipe(error) {
            return Self::Fine;
        }
        eprintln!("error: {error:#}");
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
            | ArchiveError::Collision(..)
            | ArchiveError::Nested(..)
            | ArchiveError::NoLedger(..)
            | ArchiveError::Ambiguous(..)
            | ArchiveError::Unpaired(..)
            | ArchiveError::NoTexts(..)
    )
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let broken = |cause: &io::Error| cause.kind() == ErrorKind::BrokenPipe;
    match error.downcast_ref() {
        Some(ArchiveError::Observer(cause)) => broken(cause),
        _ => error.chain().any(|cause| cause.downcast_ref().is_some_and(broken)),
    }
}
