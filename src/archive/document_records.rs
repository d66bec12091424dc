use std::borrow::Cow;
use std::io;
use std::path::PathBuf;

use super::mirror::ClosedDraft;
use super::record_writer::WrittenRecords;
use super::repair_document::RepairedDocument;
use super::spool::{Spool, SpoolReader};
use super::undo::Encodings;
use super::{Failure, Tally};
use crate::DocumentKind;
use crate::codecs::Encoding;
use crate::record::{Document, DocumentEdit, DocumentPath, Gone, Record, RecordError, RecordLines, Skipped};

/// A document and its records, as the ledger holds them.
pub(super) struct DocumentRecords {
    pub document: Document,
    /// Its records, one a line.
    pub records: Spool,
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
            format: repaired.format.map(Cow::Borrowed),
            encoding: of_text(repaired.encodings.input),
            rival: repaired.rival.map(|encoding| encoding.name().to_owned()),
            bom: kind == DocumentKind::Text && repaired.encodings.input.has_bom(),
            output_encoding: of_text(repaired.encodings.output),
            edits: written.tally.edit_count() + written.file_edits,
            suspects: written.tally.suspect_count(),
            note,
            failed: false,
            gone: false,
            run: None,
            container: None,
        };
        Self { document, records: written.records, tally: written.tally, sample: written.sample }
    }

    /// Reads its records, as the way back needs them: without the names of edits that share a line.
    pub fn records(&self) -> io::Result<RecordLines<SpoolReader<'_>>> {
        self.records.read().map(RecordLines::without_names)
    }

    /// The same with their names.
    pub fn named_records(&self) -> io::Result<RecordLines<SpoolReader<'_>>> {
        self.records.read().map(|reader| RecordLines::of_document(reader, &self.document.input.blake3))
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
    /// A document that was done; the failures say what went wrong on the way.
    Done(Box<DocumentRecords>, Vec<Failure>),
    /// A document that was done and whose new version waits to be put in its place; and the file it was made from.
    Written(Box<DocumentRecords>, ClosedDraft, PathBuf, Vec<Failure>),
    /// A container that was given back: what it holds is what came in, and its file is not, having been packed anew.
    Repacked(Box<DocumentRecords>),
    /// A document that was done before with the same settings, and whose input and output are what they were.
    Unchanged(Box<Document>),
    /// Something that is no document.
    Skipped(Skipped),
    /// A document that could not be done.
    Failed(Failure),
    /// A document of earlier runs that is no longer there; and why its output is not removed, where it was to be.
    Gone(Gone, Option<Failure>),
}

impl Outcome {
    pub fn failed(path: impl Into<PathBuf>, trouble: super::Trouble) -> Self {
        Self::Failed(Failure::new(path, trouble))
    }
}
