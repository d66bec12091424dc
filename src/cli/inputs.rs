use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::exit::usage;

/// What stands for stdin among paths.
const STDIN: &str = "-";

/// What a command is to read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Inputs<'a> {
    /// One document from stdin: no paths, or `-`.
    Stdin,
    /// Files and folders, one or more.
    Paths(&'a [PathBuf]),
}

impl<'a> Inputs<'a> {
    /// What these paths name.
    ///
    /// Fails, as a usage error, where `-` stands beside other paths.
    pub fn of(paths: &'a [PathBuf]) -> anyhow::Result<Self> {
        let is_stdin = |path: &PathBuf| path.as_os_str() == STDIN;
        match paths {
            [] => Ok(Self::Stdin),
            [only] if is_stdin(only) => Ok(Self::Stdin),
            paths if paths.iter().any(is_stdin) => Err(usage(
                "`-` is stdin and is read alone; give it without other paths, or write ./- for a file of that name",
            )),
            paths => Ok(Self::Paths(paths)),
        }
    }

    /// Where the options are looked for: the files and folders; none for stdin.
    pub fn paths(self) -> &'a [PathBuf] {
        match self {
            Self::Stdin => &[],
            Self::Paths(paths) => paths,
        }
    }
}

/// The bytes of a file of at most `limit` bytes. What is no regular file, as a device or a pipe, may have no end and is refused.
pub(super) fn read_regular(path: &Path, limit: u64) -> io::Result<Vec<u8>> {
    let file = fs::metadata(path)?;
    if !file.is_file() {
        return Err(io::Error::other("it is no regular file"));
    }
    let too_long = || Err(io::Error::other(format!("it is longer than {limit} bytes")));
    if file.len() > limit {
        return too_long();
    }
    let mut bytes = Vec::new();
    // It may grow while it is read.
    File::open(path)?.take(limit + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 <= limit { Ok(bytes) } else { too_long() }
}

/// Whether a path names stdin.
pub(super) fn is_stdin(path: &Path) -> bool {
    path.as_os_str() == STDIN
}
