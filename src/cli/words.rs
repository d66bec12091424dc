//! Files of words that a person says are right.

use std::fs;
use std::path::Path;

use super::exit::usage;
use crate::OwnWords;

/// The words of all files that were given, and what each file was.
#[derive(Debug, Default)]
pub(super) struct GivenWords {
    pub words: OwnWords,
    /// BLAKE3 of each file, for the ledger.
    pub blake3: Vec<String>,
}

/// Bytes of the largest file of words: a list of a whole language has fewer.
const LARGEST: u64 = 64 << 20;

impl GivenWords {
    /// Reads one more file.
    ///
    /// Fails, as a usage error that names the file and the reason, where it is no list of words.
    pub fn read(&mut self, path: &Path) -> anyhow::Result<()> {
        let refuse = |cause: &dyn std::fmt::Display| usage(format!("the words {}: {cause}", path.display()));
        let size = fs::metadata(path).map_err(|cause| refuse(&cause))?;
        if !size.is_file() || size.len() > LARGEST {
            return Err(refuse(&format!("no file, or one of more than {} MiB", LARGEST >> 20)));
        }
        let bytes = fs::read(path).map_err(|cause| refuse(&cause))?;
        let text = std::str::from_utf8(&bytes).map_err(|cause| refuse(&format!("not UTF-8: {cause}")))?;
        let words: OwnWords = text.parse().map_err(|cause: crate::OwnWordsError| refuse(&cause))?;
        self.words = self.words.with(&words);
        self.blake3.push(blake3::hash(&bytes).to_hex().to_string());
        Ok(())
    }
}
