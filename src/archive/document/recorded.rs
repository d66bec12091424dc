use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use super::document_records::DocumentRecords;
use super::record_writer::RecordWriter;
use super::repair_error::RepairError;
use super::repaired::{Note, RepairedDocument};
use super::repairer::DocumentRepairer;
use super::text_writing::copy;
use crate::DocumentKind;
use crate::archive::Trouble;
use crate::archive::input::Source;
use crate::archive::output::{Drafts, Restart};
use crate::formats::record::Kind;
use crate::record::{Document, DocumentPath};

/// What is said of a document whose repair could not be undone.
const NOT_UNDONE: &str = "its repair could not be undone; left as it came";

impl DocumentRepairer {
    /// Writes what the document becomes to `out`; gives its records, of which large ones spill to `drafts`. `kind` is how its fields are
    /// held, where it is one of records.
    pub(in crate::archive) fn repair_into(
        &self,
        kind: Option<Kind>,
        source: &mut Source,
        path: DocumentPath,
        out: &mut dyn Restart,
        drafts: Option<Arc<Drafts>>,
    ) -> Result<DocumentRecords, RepairError> {
        let mut writer = RecordWriter::new(self.detail, drafts);
        let (repaired, note) = self.repair_document(kind, source, out, &mut writer)?;
        let written = writer.finish().map_err(RepairError::Write)?;
        let section = DocumentRecords::new(path, repaired, written, note);
        self.meet_fields(&section.document);
        Ok(section)
    }

    /// Notes which of the fields that were asked for a document has, also one that was done before.
    pub(in crate::archive) fn meet_fields(&self, document: &Document) {
        if let Some(fields) = &document.fields {
            self.records.met.meet(fields.clone());
        }
    }

    /// Writes the repaired document to `out`, and takes down what was found. `kind` is how its fields are held, where it is one of
    /// records.
    fn repair_document(
        &self,
        kind: Option<Kind>,
        source: &mut Source,
        out: &mut dyn Restart,
        writer: &mut RecordWriter,
    ) -> Result<(RepairedDocument, Option<Note>), RepairError> {
        if let Some((kind, package)) = kind.and_then(|kind| Some((kind, kind.package()?))) {
            return self.repair_package((kind, package), source, out, writer);
        }
        if let Some(kind) = kind {
            return self.repair_records(kind, source, out, writer);
        }
        self.repair_text(source, out, writer)
    }

    /// Writes the document to `out` as it came, its repair being one that cannot be undone.
    pub(in crate::archive) fn leave_in(
        &self,
        source: &mut Source,
        path: DocumentPath,
        out: &mut dyn Restart,
    ) -> Result<DocumentRecords, RepairError> {
        let copied = copy(source, DocumentKind::Undecodable, out)?;
        let none = RecordWriter::new(self.detail, None).finish().map_err(RepairError::Write)?;
        Ok(DocumentRecords::new(path, copied, none, Some(NOT_UNDONE.into())))
    }

    /// What a repair of the document would do.
    pub(in crate::archive) fn examine(
        &self,
        kind: Option<Kind>,
        source: &mut Source,
        path: DocumentPath,
    ) -> Result<DocumentRecords, Trouble> {
        self.refuse_stale(&path, source).map_err(Trouble::Read)?;
        let examined = self.repair_into(kind, source, path, &mut io::sink(), None);
        examined.map_err(|error| error.trouble(PathBuf::from("temporary records")))
    }
}
