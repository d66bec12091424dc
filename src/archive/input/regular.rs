//! Files that are regular ones. In: a path. Out: the open file, or an error where a pipe, a device or (for ordret's own) a link stands there.

use std::fs::{File, Metadata, OpenOptions};
use std::io;
use std::path::Path;

/// Opens a regular file, to be read. What is none (a pipe, a device) is refused, and nobody waits for somebody to write into it.
pub(in crate::archive) fn open_regular(path: &Path) -> io::Result<(File, Metadata)> {
    regular(at_once(File::options().read(true)).open(path)?)
}

/// The same, where a link is none either; to be written, too, and made if it is not there.
pub(in crate::archive) fn open_own(path: &Path) -> io::Result<File> {
    let mut options = File::options();
    unlinked(options.read(true).write(true).create(true).truncate(false));
    regular(options.open(path)?).map(|(file, _)| file)
}

fn regular(file: File) -> io::Result<(File, Metadata)> {
    let metadata = file.metadata()?;
    if metadata.is_file() { Ok((file, metadata)) } else { Err(io::Error::other("it is no regular file")) }
}

#[cfg(unix)]
fn at_once(options: &mut OpenOptions) -> &mut OpenOptions {
    flagged(options, rustix::fs::OFlags::NONBLOCK)
}

#[cfg(unix)]
fn unlinked(options: &mut OpenOptions) -> &mut OpenOptions {
    flagged(options, rustix::fs::OFlags::NONBLOCK | rustix::fs::OFlags::NOFOLLOW)
}

#[cfg(unix)]
fn flagged(options: &mut OpenOptions, flags: rustix::fs::OFlags) -> &mut OpenOptions {
    use std::os::unix::fs::OpenOptionsExt;
    // The flags that there are fit.
    options.custom_flags(flags.bits() as i32)
}

#[cfg(not(unix))]
fn at_once(options: &mut OpenOptions) -> &mut OpenOptions {
    options
}

#[cfg(not(unix))]
fn unlinked(options: &mut OpenOptions) -> &mut OpenOptions {
    options
}
