use std::fs::{self, File, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::path::{Path, PathBuf};

use crate::archive::ArchiveError;

/// The right to write an output, or to read it while nobody writes.
///
/// It is a lock of the system on a file, which ends with the process however that ends; the file says whose it is.
pub(in crate::archive) struct Lock {
    file: File,
    /// The file to be removed when the lock ends; none for readers.
    path: Option<PathBuf>,
}

impl Lock {
    /// Takes the right to write. Fails at once, naming the holder, if another process has it.
    pub fn exclusive(path: &Path) -> Result<Self, ArchiveError> {
        loop {
            let file = File::options().read(true).write(true).create(true).truncate(false).open(path);
            let file = file.map_err(ArchiveError::file(path))?;
            held(file.try_lock(), path, &file)?;
            // Its last holder may have removed the file between our opening and locking it.
            if is_at(&file, path) {
                let mut lock = Self { file, path: Some(path.to_owned()) };
                lock.sign().map_err(ArchiveError::file(path))?;
                return Ok(lock);
            }
        }
    }

    /// Takes the right to read, if there is anything to take it of. Fails at once, naming the holder, if a process writes.
    pub fn shared(path: &Path) -> Result<Option<Self>, ArchiveError> {
        let Ok(file) = File::open(path) else { return Ok(None) };
        held(file.try_lock_shared(), path, &file)?;
        Ok(Some(Self { file, path: None }))
    }

    fn sign(&mut self) -> io::Result<()> {
        self.file.set_len(0)?;
        self.file.rewind()?;
        writeln!(self.file, "{}", std::process::id())
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        if let Some(path) = &self.path {
            // A file that stays does no harm: the lock, not the file, is what holds.
            let _ = fs::remove_file(path);
        }
    }
}

/// Whether the lock was taken; a file system without locks gives none and refuses none.
fn held(taken: Result<(), TryLockError>, path: &Path, file: &File) -> Result<(), ArchiveError> {
    match taken {
        Ok(()) => Ok(()),
        Err(TryLockError::Error(cause)) if cause.kind() == io::ErrorKind::Unsupported => Ok(()),
        Err(TryLockError::Error(cause)) => Err(ArchiveError::File { path: path.to_owned(), cause }),
        Err(TryLockError::WouldBlock) => Err(ArchiveError::Busy(path.to_owned(), holder(file))),
    }
}

/// The number of the process that the file names; 0 if it names none (yet).
fn holder(file: &File) -> u32 {
    let mut text = String::new();
    // The longest number of a process has ten digits.
    let _ = file.take(16).read_to_string(&mut text);
    text.trim().parse().unwrap_or(0)
}

#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let identity = |metadata: fs::Metadata| (metadata.dev(), metadata.ino());
    match (file.metadata(), fs::symlink_metadata(path)) {
        (Ok(ours), Ok(there)) => identity(ours) == identity(there),
        _ => false,
    }
}

/// An open file cannot be removed there.
#[cfg(not(unix))]
fn is_at(_: &File, _: &Path) -> bool {
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_writes_and_others_are_told_who() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("lock");
        assert!(Lock::shared(&path).unwrap().is_none());
        let lock = Lock::exclusive(&path).unwrap();
        let own = std::process::id();
        assert!(matches!(Lock::exclusive(&path), Err(ArchiveError::Busy(_, pid)) if pid == own));
        assert!(matches!(Lock::shared(&path), Err(ArchiveError::Busy(_, pid)) if pid == own));
        drop(lock);
        assert!(!path.exists());
    }

    #[test]
    fn what_a_killed_process_left_does_not_lock() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("lock");
        fs::write(&path, "4711\n").unwrap();
        let reading = Lock::shared(&path).unwrap().unwrap();
        assert!(matches!(Lock::exclusive(&path), Err(ArchiveError::Busy(_, 4711))));
        drop(reading);
        drop(Lock::exclusive(&path).unwrap());
    }
}
