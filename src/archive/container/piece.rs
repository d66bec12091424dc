use std::io;
use std::path::Path;

use crate::archive::Trouble;
use crate::archive::document::{DocumentRecords, DocumentRepairer};
use crate::archive::input::Source;
use crate::archive::undo::PartDraft;
use crate::formats::record::Kind;
use crate::formats::zip::Entry;
use crate::record::{Content, Document, DocumentPath};
use crate::{BLOCK_BYTES, DocumentKind, Repairer};

/// What is said of an archive in an archive.
pub(super) const IN_ARCHIVE: &str = "an archive in an archive, passed through";

/// A piece of a container, in the order in which they stand in it.
pub(in crate::archive) enum Piece {
    /// Bytes that stay.
    Kept(Vec<u8>),
    /// A document.
    Document(Box<Spooled>),
    /// A member that passed through; its bytes were kept.
    Passed(Box<Document>),
    /// What fills the last block of the member that was given last.
    Padding(Vec<u8>),
    /// A place, by its byte, where no member can be read.
    Damaged(u64),
    /// A member that cannot be unpacked, and why.
    Broken(DocumentPath, io::Error),
}

/// A document that lies in a container.
pub(in crate::archive) struct Spooled {
    pub path: DocumentPath,
    /// How its fields are held, where it is a document of records.
    pub kind: Option<Kind>,
    pub source: Source,
    pub frame: Frame,
    /// What an ended run made of it.
    pub before: Option<Box<DocumentRecords>>,
}

/// What tells the length of a member's content.
pub(in crate::archive) enum Frame {
    /// Bytes that stand before it.
    Head(Vec<u8>),
    /// A member of a zip.
    Entry(Box<Entry>),
}

/// Why the reading of a container ended early.
pub(in crate::archive) struct Ended(pub Trouble);

impl From<io::Error> for Ended {
    fn from(cause: io::Error) -> Self {
        Self(Trouble::Unpack(cause))
    }
}

/// What became of a document in a container.
pub(super) struct Done {
    pub section: DocumentRecords,
    /// What it became, if it was changed.
    pub output: Option<PartDraft>,
    pub trouble: Option<Trouble>,
    /// An ended run did it.
    pub is_from_before: bool,
}

/// Whether a member that is no shorter than a block, and begins so, is no text: then it need not wait in a file.
pub(super) fn is_long_binary(repairer: &Repairer, start: &[u8]) -> io::Result<bool> {
    if start.len() < BLOCK_BYTES {
        return Ok(false);
    }
    // What is shorter than a block stays in memory.
    let mut head = Source::begun(start[..start.len() - 1].to_vec(), io::empty(), None)?;
    let (survey, _) = repairer.survey_start(&mut head)?;
    Ok(survey.kind == DocumentKind::Binary)
}

/// How the fields of a member of this name are held, where it is a document of records.
pub(super) fn kind_of(repairer: &DocumentRepairer, name: &[u8]) -> Option<Kind> {
    repairer.records.kind_of(Path::new(&*String::from_utf8_lossy(name)))
}

/// What is told of something that is no text.
pub(super) fn passed(path: DocumentPath, content: Content, note: Option<String>) -> Document {
    Document {
        path,
        input: content.clone(),
        output: content,
        kind: DocumentKind::Binary,
        format: None,
        encoding: None,
        rival: None,
        bom: false,
        output_encoding: None,
        edits: 0,
        suspects: 0,
        note: note.map(Into::into),
        failed: false,
        gone: false,
        run: None,
        fields: None,
        container: None,
    }
}
