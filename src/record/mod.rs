//! What a run writes down, as one record a line: the ledger's lines, and what the printers of a report print.
//!
//! The schema is documented in `docs/ledger.md`; a change of it that older readers would misread raises
//! [`FORMAT_VERSION`].

mod decision;
mod document;
mod edit;
mod edit_run;
mod finding;
mod header;
mod hunk;
mod identity;
mod lines;
mod path;
mod report;
mod span;
mod undone;

pub use decision::{DECISIONS_FORMAT, DECISIONS_VERSION, DecidedPlace, DecisionLine, Subject, WrittenDecision};
pub use document::{Content, Document, Member, MemberAt, Splice, Unpacked};
pub use edit::{DocumentEdit, EditKind};
pub(crate) use edit_run::SharedLine;
pub use edit_run::{EditRun, MixedRun};
pub use finding::{Context, DocumentSuspect, Reading};
pub use header::{End, FORMAT, FORMAT_VERSION, FileOptions, Header, Run, RunOptions};
pub use hunk::{Hunk, HunkLine};
pub use identity::{finding_id, series_id};
pub use lines::{LINE_BYTES, RecordError, RecordLines, read_line, read_record, write_record};
pub use path::DocumentPath;
pub use report::{ByRule, HiddenFindings, REPORT_FORMAT, REPORT_VERSION, ReportHeader, Summary};
pub use span::Span;
pub use undone::{Failed, Gone, Skipped, Unchanged};

use serde::{Deserialize, Serialize};

/// One line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "lowercase")]
pub enum Record {
    /// The first line of a ledger.
    Ledger(Header),
    /// A document; its edits and suspects follow.
    Document(Document),
    /// A member of the container before it; its edits and suspects follow.
    Member(Box<Member>),
    /// Bytes of the container before it that are of no member and changed.
    Splice(Splice),
    /// An edit of the document before it.
    Edit(DocumentEdit),
    /// Edits of the document before it that are alike; in ledgers only.
    Edits(EditRun),
    /// Edits of the document before it of some kinds among each other; in ledgers only.
    Mixed(MixedRun),
    /// A passage of the document before it that looks damaged and was left.
    Suspect(DocumentSuspect),
    /// Lines of the document before it, as they were and as they become; in reports only.
    Hunk(Hunk),
    /// Something in the archive that is no document.
    Skipped(Skipped),
    /// A document that could not be done, or some of it.
    Failed(Failed),
    /// A document of an earlier run whose input is no longer there; in journals and reports only.
    Gone(Gone),
    /// A document that was done before and is as it was; in reports only.
    Unchanged(Unchanged),
    /// The last line of a ledger.
    End(End),
    /// The first line of a report.
    Report(ReportHeader),
    /// The last line of a report.
    Summary(Summary),
    /// A line of a type that this version does not know; it is never written.
    #[serde(other)]
    Unknown,
}

impl Record {
    /// BLAKE3 of the input of the document that the record begins.
    fn input(&self) -> Option<&str> {
        match self {
            Self::Document(document) => Some(&document.input.blake3),
            Self::Member(member) => Some(&member.document.input.blake3),
            _ => None,
        }
    }
}
