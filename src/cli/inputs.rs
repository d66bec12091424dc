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

/// Whether a path names stdin.
pub(super) fn is_stdin(path: &Path) -> bool {
    path.as_os_str() == STDIN
}
