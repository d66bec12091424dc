use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

/// So many files are seen on the disk one by one; for more, their file system is asked once.
#[cfg(target_os = "linux")]
const FEW: usize = 16;

/// Sees on the disk what was written to these files and folders, all of which are on the file system of `folder`.
pub(in crate::archive) fn sync(folder: &Path, files: &[PathBuf]) -> io::Result<()> {
    #[cfg(target_os = "linux")]
    if files.len() > FEW {
        return rustix::fs::syncfs(File::open(folder)?).map_err(io::Error::from);
    }
    files.iter().try_for_each(|file| sync_one(file, folder))
}

/// Sees on the disk what was written below a folder, where the system can be asked for that.
pub(in crate::archive) fn sync_below(folder: &Path) -> io::Result<()> {
    #[cfg(target_os = "linux")]
    rustix::fs::syncfs(File::open(folder)?)?;
    #[cfg(not(target_os = "linux"))]
    let _ = folder;
    Ok(())
}

#[cfg(unix)]
fn sync_one(file: &Path, _: &Path) -> io::Result<()> {
    File::open(file)?.sync_all()
}

/// There a file must be open for writing, and folders cannot be seen on the disk.
#[cfg(not(unix))]
fn sync_one(file: &Path, _: &Path) -> io::Result<()> {
    if file.is_dir() { Ok(()) } else { File::options().write(true).open(file)?.sync_all() }
}
