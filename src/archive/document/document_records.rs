use std::borrow::Cow;
use std::io;

use super::record_writer::WrittenRecords;
use super::repaired::RepairedDocument;
use crate::DocumentKind;
use crate::archive::Tally;
use crate::archive::output::{Spool, SpoolReader};
use crate::codecs::Encoding;
use crate::record::{Document, DocumentEdit, DocumentPath, Record, RecordError, RecordLines};

/// A document and its records, as the ledger holds them.
pub(in crate::archive) struct DocumentRecords {
    pub document: Document,
    /// Its records, one a line.
    pub records: Spool,
    pub tally: Tally,
    pub sample: Vec<Record>,
}

impl DocumentRecords {
    /// The section of a document that was mended.
    pub(super) fn new(
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
            fields: repaired.fields,
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

    /// Reads its records but for the suspects, as the way back needs them: edits that share a line have no names.
    pub fn undo_records(&self) -> io::Result<RecordLines<SpoolReader<'_>>> {
        self.records.read().map(RecordLines::for_undo)
    }

    /// Reads all its records.
    pub fn all_records(&self) -> io::Result<RecordLines<SpoolReader<'_>>> {
        self.records.read().map(|reader| RecordLines::of_document(reader, &self.document.input.blake3))
    }
}

/// The edits among records.
pub(in crate::archive) fn edits(
    records: impl Iterator<Item = Result<Record, RecordError>>,
) -> impl Iterator<Item = Result<DocumentEdit, RecordError>> {
    records.filter_map(|record| match record {
        Ok(Record::Edit(edit)) => Some(Ok(edit)),
        Ok(_) => None,
        Err(error) => Some(Err(error)),
    })
}
