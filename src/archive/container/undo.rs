use std::path::Path;

use super::form::ZIP;
use super::{undo_stream, undo_zip};
use crate::archive::document::DocumentRecords;
use crate::archive::error::UndoError;
use crate::archive::input::Source;
use crate::archive::output::{Draft, Reread, is_content};
use crate::record::{Document, Unpacked};

/// Shows that a container's draft and its records give back what the container held.
pub(super) fn prove(section: &DocumentRecords, draft: &mut Draft, folder: Option<&Path>) -> Result<(), UndoError> {
    let unpacked = unpacked(&section.document)?;
    match unpacked.format == ZIP {
        true => undo_zip::prove(section, &draft.source()?, folder),
        false => undo_stream::prove(section, unpacked, draft),
    }
}

/// Writes a container to a draft that holds what it held before it was cleaned to `output`. Whether the file is what it was, too,
/// depends on what packed it.
pub(in crate::archive) fn restore(
    section: &DocumentRecords,
    output: &Source,
    draft: &mut Draft,
    folder: &Path,
) -> Result<bool, UndoError> {
    let unpacked = unpacked(&section.document)?;
    match unpacked.format == ZIP {
        true => undo_zip::restore(section, output, draft, folder)?,
        false => undo_stream::restore(section, unpacked, output, draft)?,
    }
    let mut hasher = blake3::Hasher::new();
    draft.reread(&mut |file| Ok(hasher.update_reader(file).map(drop)?))?;
    Ok(is_content(&section.document.input, &hasher))
}

fn unpacked(document: &Document) -> Result<&Unpacked, UndoError> {
    document.container.as_deref().ok_or(UndoError::Hash)
}
