//! Files of words that a person says are right.

use std::path::Path;

use super::exit::usage;
use super::inputs::read_regular;
use crate::OwnWords;
use crate::text::visible;

/// The words of all files that were given, and what each file was.
#[derive(Debug, Default)]
pub(super) struct GivenWords {
    pub words: OwnWords,
    /// BLAKE3 of each file, for the ledger.
    pub blake3: Vec<String>,
}

/// Bytes of the largest file of words: a list of a whole language has fewer.
const LARGEST: u64 = 64 << 20;

fn has_ending(path: &Path, ending: &str) -> bool {
    path.extension().is_some_and(|own| own == ending)
}

impl GivenWords {
    /// Reads one more file: a list of words, or a dictionary of Hunspell, whose affixes lie beside it.
    ///
    /// Fails, as a usage error that names the file and the reason, where it is no list of words.
    pub fn read(&mut self, path: &Path) -> anyhow::Result<()> {
        let refuse =
            |cause: &dyn std::fmt::Display| usage(format!("the words {}: {cause}", visible(&path.to_string_lossy())));
        let bytes = read_regular(path, LARGEST).map_err(|cause| refuse(&cause))?;
        if has_ending(path, "aff") {
            return Err(refuse(&"the affixes of a dictionary; give its .dic file, beside which this one is found"));
        }
        if has_ending(path, "dic") {
            let affixes = path.with_extension("aff");
            let beside = |cause| format!("{} beside it: {cause}", visible(&affixes.to_string_lossy()));
            let affixes = read_regular(&affixes, LARGEST).map_err(|cause| refuse(&beside(cause)))?;
            let words = OwnWords::from_hunspell(&affixes, &bytes).map_err(|cause| refuse(&cause))?;
            self.take(&words, &[&affixes, &bytes]);
            return Ok(());
        }
        let text = std::str::from_utf8(&bytes).map_err(|cause| refuse(&format!("not UTF-8: {cause}")))?;
        let words: OwnWords = text.parse().map_err(|cause: crate::OwnWordsError| refuse(&cause))?;
        self.take(&words, &[&bytes]);
        Ok(())
    }

    fn take(&mut self, words: &OwnWords, files: &[&[u8]]) {
        self.words = self.words.with(words);
        self.blake3.extend(files.iter().map(|bytes| blake3::hash(bytes).to_hex().to_string()));
    }
}
