//! What a run writes down, as one record a line: the ledger's lines, and what the printers of a report print.
//!
//! The schema is documented in `docs/ledger.md`; a change of it that older readers would misread raises
//! [`FORMAT_VERSION`].

mod decision;
mod header;
mod lines;
mod path;
mod schema;

pub use decision::{DECISIONS_FORMAT, DECISIONS_VERSION, DecisionLine, WrittenDecision};
pub use header::{FORMAT, FORMAT_VERSION, Header, RunOptions};
pub use lines::{RecordError, RecordLines, write_record};
pub use path::DocumentPath;
pub use schema::{
    Content, Context, Document, DocumentEdit, DocumentSuspect, Failed, Hunk, HunkLine, Reading, Skipped, Span,
};

use serde::{Deserialize, Serialize};

/// One line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "lowercase")]
pub enum Record {
    /// The first line of a ledger.
    Ledger(Header),
    /// A document; its edits and suspects follow.
    Document(Document),
    /// An edit of the document before it.
    Edit(DocumentEdit),
    /// A passage of the document before it that looks damaged and was left.
    Suspect(DocumentSuspect),
    /// Lines of the document before it, as they were and as they become; in reports only.
    Hunk(Hunk),
    /// Something in the archive that is no document.
    Skipped(Skipped),
    /// A document that could not be done; in reports only.
    Failed(Failed),
}
