use std::io;
use std::path::PathBuf;

use super::document_records::DocumentRecords;
use super::guarded::trouble;
use super::record_writer::RecordWriter;
use super::source::Source;
use super::{DocumentRepairer, Trouble};
use crate::formats::record::Kind;
use crate::record::DocumentPath;

/// What a repair of the document would do.
pub(super) fn examine(
    repairer: &DocumentRepairer,
    kind: Option<Kind>,
    source: &mut Source,
    path: DocumentPath,
) -> Result<DocumentRecords, Trouble> {
    let failed = |error| trouble(error, PathBuf::new());
    repairer.refuse_stale(&path, source).map_err(Trouble::Read)?;
    let mut writer = RecordWriter::new(repairer.detail, None);
    let (repaired, note) = repairer.repair_document(kind, source, &mut io::sink(), &mut writer).map_err(failed)?;
    let written = writer.finish().map_err(Trouble::Read)?;
    Ok(DocumentRecords::new(path, repaired, written, note))
}
