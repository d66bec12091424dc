use std::fs::{self, File};
use std::io::{self, BufReader};
use std::path::{Path, PathBuf};

use super::clean::guarded;
use super::document_records::{DocumentRecords, Outcome, edits, encodings, is_content};
use super::ledger::LedgerReader;
use super::mirror::{Draft, Mirror};
use super::undo::{UndoError, undo};
use super::walk::are_nested;
use super::workers::in_order;
use super::{ArchiveError, LEDGER_FILE, OWN_FOLDER, Observer, Trouble};

/// Files are copied in pieces of so many bytes.
const COPY_BYTES: usize = 64 << 10;

/// What a restoring did, in numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Restored {
    /// Documents given back.
    pub documents: u64,
    /// Bytes of them.
    pub bytes: u64,
    /// Documents that could not be.
    pub failures: u64,
}

/// Gives the documents of a cleaned folder back as they came in, byte for byte, into the folder `originals`.
///
/// A document that was changed after it was written is refused and told to the observer, and the others are done.
/// `threads` 0: as many as the machine has; `force`: also into a folder that holds other files.
pub fn restore(
    cleaned: &Path,
    originals: &Path,
    threads: usize,
    force: bool,
    observer: &mut dyn Observer,
) -> Result<Restored, ArchiveError> {
    let path = cleaned.join(OWN_FOLDER).join(LEDGER_FILE);
    let ledger = LedgerReader::open(&path)?;
    if are_nested(cleaned, originals) {
        return Err(ArchiveError::Nested(cleaned.to_owned(), originals.to_owned()));
    }
    let mirror = Mirror::open(originals, force)?;
    let restorer = Restorer { cleaned, mirror };
    let mut restored = Restored::default();
    let mut damage = None;
    let sections = ledger.map_while(|section| section.map_err(|error| damage = Some(error)).ok());
    in_order(
        threads,
        sections,
        |section| restorer.take(section),
        |outcome| {
            let told = match outcome {
                Outcome::Done(section, _) => {
                    restored.documents += 1;
                    restored.bytes += section.document.input.bytes;
                    observer.document(&section.document)
                }
                Outcome::Failed(failure) => {
                    restored.failures += 1;
                    observer.failure(&failure)
                }
                Outcome::Skipped(_) => Ok(()),
            };
            told.map_err(ArchiveError::Observer)
        },
    )?;
    damage.map_or(Ok(restored), Err)
}

/// Gives documents back; shared between workers.
struct Restorer<'a> {
    cleaned: &'a Path,
    mirror: Mirror,
}

impl Restorer<'_> {
    fn take(&self, section: DocumentRecords) -> Outcome {
        let Some(below) = section.document.path.to_path_below() else {
            return Outcome::failed(section.document.path.to_string(), Trouble::Escapes);
        };
        let output = self.cleaned.join(&below);
        guarded(output.clone(), || self.restore(section, &below, &output))
    }

    fn restore(&self, mut section: DocumentRecords, below: &Path, output: &Path) -> Result<Outcome, Trouble> {
        let file = open_untampered(&section, output)?;
        let metadata = file.metadata().map_err(Trouble::Read)?;
        let mut draft = self.mirror.draft(below)?;
        let hasher = undo_into(&mut section, file, &mut draft)?;
        if !is_content(&section.document.input, &hasher) {
            return Err(Trouble::Hash);
        }
        let target = draft.target().to_owned();
        draft.publish(Some(&metadata)).map_err(|cause| Trouble::Write { target, cause })?;
        Ok(Outcome::Done(Box::new(section), None))
    }
}

/// The output, if it is what was written, told by its hash.
fn open_untampered(section: &DocumentRecords, output: &Path) -> Result<File, Trouble> {
    let there = fs::symlink_metadata(output).map_err(Trouble::Read)?;
    if !there.is_file() {
        return Err(Trouble::Tampered);
    }
    let mut hasher = blake3::Hasher::new();
    let mut file = File::open(output).map_err(Trouble::Read)?;
    hasher.update_reader(&mut file).map_err(Trouble::Read)?;
    if !is_content(&section.document.output, &hasher) {
        return Err(Trouble::Tampered);
    }
    io::Seek::rewind(&mut file).map_err(Trouble::Read)?;
    Ok(file)
}

/// Writes the input to the draft; gives its hash.
fn undo_into(section: &mut DocumentRecords, file: File, draft: &mut Draft) -> Result<blake3::Hasher, Trouble> {
    let unchanged = section.document.is_unchanged();
    let encodings = encodings(&section.document).ok_or(Trouble::Undo(UndoError::Hash))?;
    let target: PathBuf = draft.target().to_owned();
    let mut out = Hashing { hasher: blake3::Hasher::new(), out: draft };
    let mut file = BufReader::with_capacity(COPY_BYTES, file);
    let written = if unchanged {
        io::copy(&mut file, &mut out).map(drop).map_err(UndoError::File)
    } else {
        section.records().map_err(UndoError::File).and_then(|records| undo(file, edits(records), encodings, &mut out))
    };
    match written {
        Ok(()) => Ok(out.hasher),
        Err(UndoError::File(cause)) => Err(Trouble::Write { target, cause }),
        Err(error) => Err(Trouble::Undo(error)),
    }
}

/// A draft whose content is hashed as it is written.
struct Hashing<'a> {
    hasher: blake3::Hasher,
    out: &'a mut Draft,
}

impl io::Write for Hashing<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.out.write(bytes)?;
        self.hasher.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}
