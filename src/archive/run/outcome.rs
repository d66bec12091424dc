use std::path::PathBuf;

use crate::archive::document::DocumentRecords;
use crate::archive::guarded::caught;
use crate::archive::ledger::SectionLine;
use crate::archive::output::ClosedDraft;
use crate::archive::{Failure, Trouble};
use crate::record::{Document, Gone, Skipped};

/// What a worker made of one thing in an archive.
pub(super) enum Outcome {
    /// A document that was done; the failures say what went wrong on the way.
    Done(Box<DocumentRecords>, Vec<Failure>),
    /// A document that was done and whose new version waits to be put in its place.
    Written(Box<Written>),
    /// A document that was done before with the same settings, and whose input and output are what they were.
    Unchanged(Box<Document>),
    /// Something that is no document.
    Skipped(Skipped),
    /// A document that the run was asked to end at.
    Stopped,
    /// A document that could not be done.
    Failed(Failure),
    /// A document of earlier runs that is no longer there; and why its output is not removed, where it was to be.
    Gone(Gone, Option<Failure>),
}

/// A document's new version, and what went wrong on the way.
pub(super) struct Written {
    pub section: DocumentRecords,
    /// Its line of the journal.
    pub line: SectionLine,
    pub draft: ClosedDraft,
    /// The file it was made from.
    pub source: PathBuf,
    pub failures: Vec<Failure>,
}

impl Outcome {
    /// Does `work` on a document; what goes wrong, also a panic, is the document's failure alone.
    pub fn guarded(path: PathBuf, work: impl FnOnce() -> Result<Self, Trouble>) -> Self {
        caught(work).unwrap_or_else(|trouble| Self::failed(path, trouble))
    }

    fn failed(path: impl Into<PathBuf>, trouble: Trouble) -> Self {
        Self::Failed(Failure::new(path, trouble))
    }
}
