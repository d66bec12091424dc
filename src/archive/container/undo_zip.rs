use std::io::{self, BufReader};
use std::path::Path;

use super::edits::next_edit;
use super::write_zip::replace;
use crate::archive::document::{DocumentRecords, encodings};
use crate::archive::error::UndoError;
use crate::archive::input::{Hashed, Source};
use crate::archive::output::{Draft, is_content};
use crate::archive::undo::{PartDraft, undo};
use crate::formats::zip::{self, Directory, Entry, Writer};
use crate::record::{Member, Record};

/// Shows that every changed member of a zip can be given back.
pub(super) fn prove(section: &DocumentRecords, output: &Source, folder: Option<&Path>) -> Result<(), UndoError> {
    let directory = Directory::read(output)?;
    each_original(section, output, &directory, folder.unwrap_or(Path::new(".")), |_, _| Ok(()))
}

/// Writes a zip to a draft whose members are what they were before it was cleaned to `output`.
pub(super) fn restore(
    section: &DocumentRecords,
    output: &Source,
    draft: &mut Draft,
    folder: &Path,
) -> Result<(), UndoError> {
    let directory = Directory::read(output)?;
    let mut writer = Writer::new(output, &directory, draft);
    each_original(section, output, &directory, folder, |entry, original| {
        replace(&mut writer, entry, original, folder).map(drop)
    })?;
    Ok(writer.finish()?)
}

/// Calls `each` with every member that was changed and what it was.
fn each_original(
    section: &DocumentRecords,
    output: &Source,
    directory: &Directory,
    folder: &Path,
    mut each: impl FnMut(&Entry, PartDraft) -> io::Result<()>,
) -> Result<(), UndoError> {
    let mut entries = directory.places.iter().filter_map(|place| Entry::read(output, *place).ok());
    let mut records = section.undo_records()?.peekable();
    while let Some(record) = records.next() {
        let Record::Member(member) = record? else { continue };
        let Member { document, at: Some(at) } = *member else { continue };
        let start = at.output.start;
        let entry = entries.find(|entry| entry.data == start).ok_or(UndoError::Edit(start))?;
        let mut original = PartDraft::new(folder);
        let mut hashed = Hashed::new(&mut original);
        let edits = std::iter::from_fn(|| next_edit(&mut records));
        let content = BufReader::new(zip::content(output, &entry));
        undo(content, edits, encodings(&document).ok_or(UndoError::Hash)?, &mut hashed)?;
        if !is_content(&document.input, &hashed.hasher) {
            return Err(UndoError::Hash);
        }
        each(&entry, original)?;
    }
    Ok(())
}
