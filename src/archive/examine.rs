use std::io;
use std::path::PathBuf;

use super::document_records::DocumentRecords;
use super::guarded::trouble;
use super::record_writer::RecordWriter;
use super::source::Source;
use super::{DocumentRepairer, Trouble};
use crate::record::DocumentPath;

/// What a repair of the document would do.
pub(super) fn examine(
    repairer: &DocumentRepairer,
    source: &mut Source,
    path: DocumentPath,
) -> Result<DocumentRecords, Trouble> {
    let failed = |error| trouble(error, PathBuf::new());
    let survey = repairer.survey(source).map_err(failed)?;
    let mut writer = RecordWriter::new(repairer.detail, None);
    let (repaired, note) = repairer.repair_or_widen(source, &survey, &mut io::sink(), &mut writer).map_err(failed)?;
    let written = writer.finish().map_err(Trouble::Read)?;
    Ok(DocumentRecords::new(path, repaired, written, note))
}
