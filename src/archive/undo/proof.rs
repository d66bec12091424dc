use std::io::{self, BufReader, BufWriter, IntoInnerError, Read, Seek, SeekFrom, Write};
use std::path::Path;
use std::sync::Arc;

use tempfile::SpooledTempFile;

use super::edits::undo;
use crate::BLOCK_BYTES;
use crate::archive::document::{
    BlocksDone, DocumentRecords, DocumentRepairer, Encodings, RepairError, edits, encodings,
};
use crate::archive::error::UndoError;
use crate::archive::input::Source;
use crate::archive::output::{Drafts, Reread, Restart, is_content};
use crate::formats::record::Kind;
use crate::record::DocumentPath;

/// So many bytes of the input are hashed at once.
const HASHED_BYTES: usize = 64 << 10;

/// Repairs a document, of records if a kind is given, into a draft, and shows that it can be undone. If it cannot, the draft holds the document as it came, and the
/// error says why. Records spill to the drafts; which blocks of a long text are done is written down, where it is said where.
pub(in crate::archive) fn repair_proven(
    repairer: &DocumentRepairer,
    kind: Option<Kind>,
    source: &mut Source,
    path: &DocumentPath,
    draft: &mut dyn Reread,
    (drafts, blocks): (&Arc<Drafts>, Option<&BlocksDone>),
) -> Result<(DocumentRecords, Option<UndoError>), RepairError> {
    repairer.refuse_stale(path, source).map_err(RepairError::Read)?;
    let (path_of, drafts) = (path.clone(), Some(Arc::clone(drafts)));
    let section = repairer.repair_into(kind, source, path_of, as_restart(draft), drafts, blocks.cloned())?;
    match prove(&section, draft) {
        Ok(()) => Ok((section, None)),
        Err(error) => {
            let mut section = leave(repairer, source, path, draft)?;
            section.document.failed = true;
            Ok((section, Some(error)))
        }
    }
}

/// Puts the document as it came into the draft.
pub(in crate::archive) fn leave(
    repairer: &DocumentRepairer,
    source: &mut Source,
    path: &DocumentPath,
    draft: &mut dyn Reread,
) -> Result<DocumentRecords, RepairError> {
    draft.restart().map_err(RepairError::Write)?;
    repairer.leave_in(source, path.clone(), as_restart(draft))
}

fn as_restart(draft: &mut dyn Reread) -> &mut dyn Restart {
    draft
}

/// Shows that the draft and its edits give the input back, by undoing them.
fn prove(section: &DocumentRecords, draft: &mut dyn Reread) -> Result<(), UndoError> {
    if section.document.is_unchanged() {
        return Ok(());
    }
    let encodings: Encodings = encodings(&section.document).ok_or(UndoError::Hash)?;
    // Between two edits there are few bytes as a rule, and many are hashed sooner at once.
    let mut input = BufWriter::with_capacity(HASHED_BYTES, blake3::Hasher::new());
    draft.reread(&mut |file| undo(BufReader::new(file), edits(section.undo_records()?), encodings, &mut input))?;
    let hasher = input.into_inner().map_err(IntoInnerError::into_error)?;
    if is_content(&section.document.input, &hasher) { Ok(()) } else { Err(UndoError::Hash) }
}

/// A draft that is put into something larger: in memory, or in a file if it is long.
pub(in crate::archive) struct PartDraft(SpooledTempFile);

impl PartDraft {
    /// Of more than a block it is a file in `folder`.
    pub fn new(folder: &Path) -> Self {
        Self(SpooledTempFile::new_in(BLOCK_BYTES, folder))
    }

    /// Reads it from its start.
    pub fn reader(&mut self) -> io::Result<impl Read> {
        self.0.rewind()?;
        Ok(&mut self.0)
    }
}

impl Write for PartDraft {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

impl Restart for PartDraft {
    fn restart(&mut self) -> io::Result<()> {
        self.0.rewind()?;
        self.0.set_len(0)
    }
}

impl Reread for PartDraft {
    fn reread(&mut self, read: &mut dyn FnMut(&mut dyn Read) -> Result<(), UndoError>) -> Result<(), UndoError> {
        self.0.rewind()?;
        let result = read(&mut self.0);
        self.0.seek(SeekFrom::End(0))?;
        result
    }
}
