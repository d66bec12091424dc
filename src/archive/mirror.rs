use std::fs::{self, File, FileTimes, Metadata, Permissions};
use std::io::{self, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::repair_document::Restart;
use super::{ArchiveError, OWN_FOLDER, Trouble};

/// Writes to a draft are gathered up to so many bytes.
const BUFFER_BYTES: usize = 64 << 10;

/// A folder that an archive is mirrored in.
#[derive(Clone, Debug)]
pub(super) struct Mirror {
    root: PathBuf,
}

impl Mirror {
    /// The folder, made if it is missing. One that holds what `ordret` did not write is refused, unless `force`.
    pub fn open(root: &Path, force: bool) -> Result<Self, ArchiveError> {
        if root.exists() && !root.is_dir() {
            return Err(ArchiveError::NoFolder(root.to_owned()));
        }
        fs::create_dir_all(root).map_err(ArchiveError::file(root))?;
        let foreign = !root.join(OWN_FOLDER).is_dir() && holds_anything(root).map_err(ArchiveError::file(root))?;
        if foreign && !force {
            return Err(ArchiveError::Foreign(root.to_owned()));
        }
        Ok(Self { root: root.to_owned() })
    }

    /// The folder for what `ordret` knows of the archive, made if it is missing.
    pub fn own_folder(&self) -> Result<PathBuf, ArchiveError> {
        let folder = self.root.join(OWN_FOLDER);
        fs::create_dir_all(&folder).map_err(ArchiveError::file(&folder))?;
        Ok(folder)
    }

    /// Where a document lies.
    pub fn target(&self, below: &Path) -> PathBuf {
        self.root.join(below)
    }

    /// A new version of a document, in a temporary file in its own folder until it is published.
    pub fn draft(&self, below: &Path) -> Result<Draft, Trouble> {
        let target = self.target(below);
        let folder = self.make_folders(below.parent().unwrap_or(Path::new("")))?;
        refuse(&target, |kind| kind.is_dir().then_some("a folder"))?;
        let failed = |cause| Trouble::Write { target: target.clone(), cause };
        let file = tempfile::Builder::new().prefix(".ordret-").tempfile_in(folder).map_err(failed)?;
        Ok(Draft { out: BufWriter::with_capacity(BUFFER_BYTES, file), target })
    }

    /// Makes the folders of a path one by one; none may be a file, or a link that leads elsewhere.
    fn make_folders(&self, below: &Path) -> Result<PathBuf, Trouble> {
        let mut folder = self.root.clone();
        for part in below.components() {
            folder.push(part);
            refuse(&folder, |kind| match (kind.is_dir(), kind.is_symlink()) {
                (true, _) => None,
                (_, true) => Some("a symbolic link"),
                _ => Some("a file"),
            })?;
            match fs::create_dir(&folder) {
                Err(cause) if cause.kind() != io::ErrorKind::AlreadyExists => {
                    return Err(Trouble::Write { target: folder, cause });
                }
                _ => {}
            }
        }
        Ok(folder)
    }
}

/// Fails if something stands at the path of which `what` gives a name.
fn refuse(path: &Path, what: impl Fn(fs::FileType) -> Option<&'static str>) -> Result<(), Trouble> {
    match fs::symlink_metadata(path).ok().and_then(|there| what(there.file_type())) {
        Some(what) => Err(Trouble::Occupied { target: path.to_owned(), what }),
        None => Ok(()),
    }
}

fn holds_anything(folder: &Path) -> io::Result<bool> {
    Ok(fs::read_dir(folder)?.next().transpose()?.is_some())
}

/// A document's new version, not yet in its place; it is gone if it is dropped.
pub(super) struct Draft {
    out: BufWriter<NamedTempFile>,
    target: PathBuf,
}

impl Draft {
    /// Where the document will lie.
    pub fn target(&self) -> &Path {
        &self.target
    }

    /// Calls `read` with all that was written so far, from its start.
    pub fn read_back<T>(&mut self, read: impl FnOnce(&mut dyn Read) -> T) -> io::Result<T> {
        self.out.flush()?;
        let file = self.out.get_mut().as_file_mut();
        file.rewind()?;
        let result = read(file);
        file.seek(SeekFrom::End(0))?;
        Ok(result)
    }

    /// Puts the document in its place at once, with the mode and time of the file it was made from.
    pub fn publish(self, like: Option<&Metadata>) -> io::Result<()> {
        let file = self.out.into_inner().map_err(io::IntoInnerError::into_error)?;
        if let Some(like) = like {
            keep_attributes(file.as_file(), like)?;
        }
        file.persist(&self.target).map_err(|error| error.error)?;
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
