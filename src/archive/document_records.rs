use std::borrow::Cow;
use std::io::{self, BufReader};
use std::path::PathBuf;

use tempfile::SpooledTempFile;

use super::record_writer::WrittenRecords;
use super::repair_document::RepairedDocument;
use super::undo::Encodings;
use super::{Failure, Tally};
use crate::DocumentKind;
use crate::codecs::Encoding;
use crate::record::{Content, Document, DocumentEdit, DocumentPath, Record, RecordError, RecordLines, Skipped};

/// A document and its records, as the ledger holds them.
pub(super) struct DocumentRecords {
    pub document: Document,
    /// Its records, one a line, from the start.
    pub records: SpooledTempFile,
    pub tally: Tally,
    pub sample: Vec<Record>,
}

impl DocumentRecords {
    /// The section of a document that was mended.
    pub fn new(
        path: DocumentPath,
        repaired: RepairedDocument,
        written: WrittenRecords,
        note: Option<Cow<'static, str>>,
    ) -> Self {
        let kind = repaired.kind;
        let of_text = |encoding: Encoding| (kind == DocumentKind::Text).then(|| encoding.name().to_owned());
        let document = Document {
            path,
            input: repaired.input,
            output: repaired.output,
            kind,
            encoding: of_text(repaired.encodings.input),
            bom: kind == DocumentKind::Text && repaired.encodings.input.has_bom(),
            output_encoding: of_text(repaired.encodings.output),
            edits: written.tally.edit_count(),
            suspects: written.tally.suspect_count(),
            note,
        };
        Self { document, records: written.records, tally: written.tally, sample: written.sample }
    }

    /// Reads its records.
    pub fn records(&mut self) -> io::Result<RecordLines<BufReader<&mut SpooledTempFile>>> {
        io::Seek::rewind(&mut self.records)?;
        Ok(RecordLines::new(BufReader::new(&mut self.records)))
    }
}

/// The edits among records.
pub(super) fn edits(
    records: impl Iterator<Item = Result<Record, RecordError>>,
) -> impl Iterator<Item = Result<DocumentEdit, RecordError>> {
    records.filter_map(|record| match record {
        Ok(Record::Edit(edit)) => Some(Ok(edit)),
        Ok(_) => None,
        Err(error) => Some(Err(error)),
    })
}

/// The encodings that a document's record names; `None` for one that is unknown.
pub(super) fn encodings(document: &Document) -> Option<Encodings> {
    let named = |name: &Option<String>| -> Option<Encoding> {
        let encoding: Encoding = name.as_deref().unwrap_or("UTF-8").parse().ok()?;
        Some(match encoding {
            Encoding::Utf16Le { .. } => Encoding::Utf16Le { bom: document.bom },
            Encoding::Utf16Be { .. } => Encoding::Utf16Be { bom: document.bom },
            other => other,
        })
    };
    Some(Encodings { input: named(&document.encoding)?, output: named(&document.output_encoding)? })
}

/// What a worker made of one thing in an archive.
pub(super) enum Outcome {
    /// A document that was done; the failure says what went wrong on the way.
    Done(Box<DocumentRecords>, Option<Failure>),
    /// Something that is no document.
    Skipped(Skipped),
    /// A document that could not be done.
    Failed(Failure),
}

impl Outcome {
    pub fn failed(path: impl Into<PathBuf>, trouble: super::Trouble) -> Self {
        Self::Failed(Failure::new(path, trouble))
    }
}

/// Whether the hash of a content is the one given.
pub(super) fn is_content(content: &Content, hasher: &blake3::Hasher) -> bool {
    hasher.count() == content.bytes && *hasher.finalize().to_hex() == *content.blake3
}
