use std::fs::{self, File, FileTimes, Metadata, Permissions};
use std::io::{self, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use tempfile::{NamedTempFile, TempPath};

use super::folder::make_folder_like;
use super::place::Place;
use super::restart::{Reread, Restart};
use crate::archive::Trouble;
use crate::archive::error::UndoError;
use crate::archive::input::Source;

/// Writes to a draft are gathered up to so many bytes.
const BUFFER_BYTES: usize = 64 << 10;

/// A folder that an archive is mirrored in.
#[derive(Clone, Debug)]
pub(in crate::archive) struct Mirror {
    pub place: Place,
    /// The folder that was made or looked at last: files come folder by folder.
    made: Arc<Mutex<Option<PathBuf>>>,
}

impl Mirror {
    pub fn new(place: Place) -> Self {
        Self { place, made: Arc::default() }
    }

    /// Where a document lies.
    pub fn target(&self, below: &Path) -> PathBuf {
        self.place.root.join(below)
    }

    /// A new version of a document, in a temporary file until it is put in its place. Folders are made with the modes that
    /// those of the file `like` have.
    pub fn draft(&self, below: &Path, like: &Path) -> Result<Draft, Trouble> {
        let target = self.target(below);
        if self.place.is_own(below) {
            return Err(Trouble::Occupied { target, what: "a file of ordret's own" });
        }
        let folder = below.parent().unwrap_or(Path::new(""));
        let is_made = |made: &Option<PathBuf>| made.as_deref() == Some(folder);
        if !is_made(&self.made.lock().unwrap_or_else(PoisonError::into_inner)) {
            self.make_folders(folder, like.parent().unwrap_or(Path::new("")))?;
            *self.made.lock().unwrap_or_else(PoisonError::into_inner) = Some(folder.to_owned());
        }
        refuse(&target, |kind| kind.is_dir().then_some("a folder"))?;
        let file = self.place.drafts.file().map_err(|cause| Trouble::Write { target: target.clone(), cause })?;
        Ok(Draft { out: BufWriter::with_capacity(BUFFER_BYTES, file), target })
    }

    /// Makes the folders of a path one by one; none may be a file, or a link that leads elsewhere.
    fn make_folders(&self, below: &Path, like: &Path) -> Result<(), Trouble> {
        let mut folder = self.place.root.clone();
        let mut models: Vec<&Path> = like.ancestors().take(below.components().count()).collect();
        for part in below.components() {
            folder.push(part);
            refuse(&folder, |kind| match (kind.is_dir(), kind.is_symlink()) {
                (true, _) => None,
                (_, true) => Some("a symbolic link"),
                _ => Some("a file"),
            })?;
            match make_folder_like(&folder, models.pop()) {
                Err(cause) if cause.kind() != io::ErrorKind::AlreadyExists => {
                    return Err(Trouble::Write { target: folder, cause });
                }
                _ => {}
            }
        }
        Ok(())
    }
}

/// Fails if something stands at the path of which `what` gives a name.
fn refuse(path: &Path, what: impl Fn(fs::FileType) -> Option<&'static str>) -> Result<(), Trouble> {
    match fs::symlink_metadata(path).ok().and_then(|there| what(there.file_type())) {
        Some(what) => Err(Trouble::Occupied { target: path.to_owned(), what }),
        None => Ok(()),
    }
}

/// A document's new version, not yet in its place; it is gone if it is dropped.
pub(in crate::archive) struct Draft {
    out: BufWriter<NamedTempFile>,
    target: PathBuf,
}

impl Draft {
    /// Where the document will lie.
    pub fn target(&self) -> &Path {
        &self.target
    }

    /// What was written so far, as a document that is read.
    pub fn source(&mut self) -> io::Result<Source> {
        self.out.flush()?;
        Source::open(self.out.get_ref().path())
    }

    /// Ends the writing, with the mode and time of the file it was made from.
    pub fn close(self, like: Option<&Metadata>) -> Result<ClosedDraft, Trouble> {
        let target = self.target;
        let closed = self.out.into_inner().map_err(io::IntoInnerError::into_error).and_then(|file| {
            if let Some(like) = like {
                keep_attributes(file.as_file(), like)?;
            }
            Ok(file.into_temp_path())
        });
        match closed {
            Ok(file) => Ok(ClosedDraft { file, target, left: None }),
            Err(cause) => Err(Trouble::Write { target, cause }),
        }
    }
}

/// A document's whole new version in a closed file, not yet in its place; it is gone if it is dropped.
pub(in crate::archive) struct ClosedDraft {
    file: TempPath,
    target: PathBuf,
    /// A file that was of use only while it was made.
    left: Option<PathBuf>,
}

impl ClosedDraft {
    /// The same, which removes this file when it is in its place.
    pub fn leaving(self, file: PathBuf) -> Self {
        Self { left: Some(file), ..self }
    }

    /// The file it is in.
    pub fn file(&self) -> &Path {
        &self.file
    }

    /// Where the document will lie.
    pub fn target(&self) -> &Path {
        &self.target
    }

    /// Puts the document in its place at once.
    pub fn put_in_place(self) -> Result<(), Trouble> {
        let target = self.target;
        self.file.persist(&target).map_err(|error| Trouble::Write { target, cause: error.error })?;
        if let Some(left) = self.left {
            // It may not be there; and what stays does no harm.
            let _ = fs::remove_file(left);
        }
        Ok(())
    }
}

impl Write for Draft {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.out.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

impl Restart for Draft {
    fn restart(&mut self) -> io::Result<()> {
        self.out.flush()?;
        let file = self.out.get_mut().as_file_mut();
        file.rewind()?;
        file.set_len(0)
    }
}

impl Reread for Draft {
    fn reread(&mut self, read: &mut dyn FnMut(&mut dyn Read) -> Result<(), UndoError>) -> Result<(), UndoError> {
        self.out.flush()?;
        let file = self.out.get_mut().as_file_mut();
        file.rewind()?;
        let result = read(file);
        file.seek(SeekFrom::End(0))?;
        result
    }
}

/// Gives the file the mode and the time of another; where a file system has no such thing, it goes without.
fn keep_attributes(file: &File, like: &Metadata) -> io::Result<()> {
    let mut times = FileTimes::new();
    if let Ok(modified) = like.modified() {
        times = times.set_modified(modified);
    }
    let kept = file.set_times(times).and_then(|()| file.set_permissions(mode(like)));
    match kept {
        Err(error) if matches!(error.kind(), io::ErrorKind::Unsupported | io::ErrorKind::PermissionDenied) => Ok(()),
        other => other,
    }
}

/// Who may read, write and run the file; no more than that.
#[cfg(unix)]
fn mode(like: &Metadata) -> Permissions {
    use std::os::unix::fs::PermissionsExt;
    Permissions::from_mode(like.permissions().mode() & 0o777)
}

#[cfg(not(unix))]
fn mode(like: &Metadata) -> Permissions {
    like.permissions()
}
