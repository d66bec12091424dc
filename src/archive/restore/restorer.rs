use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};

use super::drafted::Drafted;
use crate::DocumentKind;
use crate::archive::container;
use crate::archive::document::{DocumentRecords, edits, encodings};
use crate::archive::error::UndoError;
use crate::archive::guarded::caught;
use crate::archive::input::{Hashed, Source, open_regular};
use crate::archive::ledger::Claim;
use crate::archive::output::{Draft, Mirror, Place, Reread, Standing, is_content, standing};
use crate::archive::undo::undo;
use crate::archive::{Failure, Trouble};
use crate::record::{Gone, Skipped};

/// Files are copied in pieces of so many bytes.
const COPY_BYTES: usize = 64 << 10;

/// What became of one document.
pub(super) enum Given {
    /// It is back; a container may be packed anew: what it holds is what came in, and its file is not.
    Back {
        section: Box<DocumentRecords>,
        is_repacked: bool,
    },
    /// The run skipped it.
    Nothing(Skipped),
    Failed(Failure),
}

impl Given {
    /// Does `work` on a document; what goes wrong, also a panic, is the document's failure alone.
    fn guarded(path: PathBuf, work: impl FnOnce() -> Result<Self, Trouble>) -> Self {
        caught(work).unwrap_or_else(|trouble| Self::failed(path, trouble))
    }

    fn same(section: DocumentRecords) -> Self {
        Self::Back { section: Box::new(section), is_repacked: false }
    }

    pub fn failed(path: impl Into<PathBuf>, trouble: Trouble) -> Self {
        Self::Failed(Failure::new(path, trouble))
    }
}

/// Gives documents back; shared between workers.
pub(super) struct Restorer<'a> {
    pub from: &'a Place,
    pub mirror: &'a Mirror,
    pub drafted: Drafted,
    pub force: bool,
    /// How many of the first sources are of unfinished runs.
    pub unfinished: usize,
}

impl Restorer<'_> {
    /// Gives a document back, as the first claim that fits its output says. Its output may have been removed, its input being gone.
    pub fn take(&self, claims: Vec<Claim>, gone: Option<Gone>) -> Given {
        let Some(first) = claims.first() else { return Given::failed(&self.from.root, Trouble::Escapes) };
        let Some(below) = first.document().path.to_path_below() else {
            return Given::failed(first.document().path.to_string(), Trouble::Escapes);
        };
        let (below, output) = self.paths(below);
        Given::guarded(output.clone(), || {
            let contents = claims.iter().map(|claim| &claim.document().output);
            match standing(&output, contents).map_err(Trouble::Read)? {
                Standing::Known(index) => match claims.into_iter().nth(index) {
                    Some(claim) => self.restore(claim.section, &below, &output),
                    None => Err(Trouble::Tampered),
                },
                _ if claims.iter().all(|claim| claim.source < self.unfinished) => self.restore_drafted(claims, &below),
                Standing::Nothing if gone.as_ref().is_some_and(|gone| gone.pruned) => Err(Trouble::Pruned),
                Standing::Nothing => Err(Trouble::Missing),
                Standing::Other => Err(Trouble::Tampered),
            }
        })
    }

    /// Gives a document back that the run had written, and was ended before it put it in its place.
    fn restore_drafted(&self, claims: Vec<Claim>, below: &Path) -> Result<Given, Trouble> {
        let drafted = claims.into_iter().find_map(|claim| {
            let file = self.drafted.of(&claim.document().output)?;
            Some((claim.section, file))
        });
        let (section, file) = drafted.ok_or(Trouble::Undone)?;
        self.restore(section, below, file)
    }

    /// Where a document goes, and where its output lies; a single file may have been given other names since.
    fn paths(&self, below: PathBuf) -> (PathBuf, PathBuf) {
        let output = self.from.root.join(self.from.name.as_ref().unwrap_or(&below));
        (self.mirror.place.name.clone().unwrap_or(below), output)
    }

    fn restore(&self, section: DocumentRecords, below: &Path, output: &Path) -> Result<Given, Trouble> {
        let target = self.mirror.target(below);
        let failed = |cause| Trouble::Write { target: target.clone(), cause };
        let is_packed = section.document.kind == DocumentKind::Container && !section.document.is_unchanged();
        let stands = standing(&target, [&section.document.input]).map_err(failed)?;
        if stands == Standing::Other {
            self.mirror.refuse_folder(below)?;
        }
        let is_other = stands == Standing::Other && !self.force;
        match stands {
            Standing::Known(_) => return Ok(Given::same(section)),
            _ if is_packed => return self.restore_container(section, below, output, is_other),
            _ if is_other => return Err(Trouble::NotOurs(target)),
            _ => {}
        }
        let (file, metadata) = open_regular(output).map_err(Trouble::Read)?;
        let mut draft = self.mirror.draft(below, output)?;
        let hasher = undo_into(&section, file, &mut draft)?;
        if !is_content(&section.document.input, &hasher) {
            return Err(Trouble::Hash);
        }
        draft.close(Some(&metadata))?.put_in_place()?;
        Ok(Given::same(section))
    }

    /// Gives a container back. Where a file stands already (`is_other`) it has to be the same, packed anew as an earlier call did.
    fn restore_container(
        &self,
        section: DocumentRecords,
        below: &Path,
        output: &Path,
        is_other: bool,
    ) -> Result<Given, Trouble> {
        let source = Source::open(output).map_err(Trouble::Read)?;
        let mut draft = self.mirror.draft(below, output)?;
        let folder = &self.mirror.place.drafts.folder;
        let is_same = container::restore(&section, &source, &mut draft, folder).map_err(Trouble::Undo)?;
        if is_other && !holds(&mut draft).map_err(Trouble::Undo)? {
            return Err(Trouble::NotOurs(draft.target().to_owned()));
        }
        draft.close(source.metadata())?.put_in_place()?;
        Ok(Given::Back { section: Box::new(section), is_repacked: !is_same })
    }
}

/// Whether what stands where a draft will be put is what the draft holds.
fn holds(draft: &mut Draft) -> Result<bool, UndoError> {
    let hash_of = |read: &mut dyn Read| blake3::Hasher::new().update_reader(read).map(|hasher| hasher.finalize());
    let standing = File::open(draft.target()).and_then(|mut file| hash_of(&mut file)).map_err(UndoError::File)?;
    let mut is_so = false;
    draft.reread(&mut |read| {
        is_so = hash_of(read).map_err(UndoError::File)? == standing;
        Ok(())
    })?;
    Ok(is_so)
}

/// Writes the input to the draft; gives its hash.
fn undo_into(section: &DocumentRecords, file: File, draft: &mut Draft) -> Result<blake3::Hasher, Trouble> {
    let unchanged = section.document.is_unchanged();
    let encodings = encodings(&section.document).ok_or(Trouble::Undo(UndoError::Hash))?;
    let target: PathBuf = draft.target().to_owned();
    let mut out = Hashed::new(draft);
    let mut file = BufReader::with_capacity(COPY_BYTES, file);
    let written = if unchanged {
        io::copy(&mut file, &mut out).map(drop).map_err(UndoError::File)
    } else {
        section
            .undo_records()
            .map_err(UndoError::File)
            .and_then(|records| undo(file, edits(records), encodings, &mut out))
    };
    match written {
        Ok(()) => Ok(out.hasher),
        Err(UndoError::File(cause)) => Err(Trouble::Write { target, cause }),
        Err(error) => Err(Trouble::Undo(error)),
    }
}
