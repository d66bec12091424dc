use std::path::{Path, PathBuf};

use super::exit::usage;
use crate::archive::{ledger_of, output_of};
use crate::report::LedgerError;
use crate::text::visible;

/// What `clean` wrote, and the file that tells what was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Told {
    /// The folder, or the file.
    pub output: PathBuf,
    pub ledger: PathBuf,
    /// Whether it is the ledger of a run that came to its end.
    pub is_finished: bool,
}

impl Told {
    /// What a path names: the folder or file that `clean` wrote, or its ledger.
    ///
    /// Fails, as a usage error, where nothing tells what was done.
    pub fn of(path: &Path) -> anyhow::Result<Self> {
        let outputs = [Some(path.to_owned()), output_of(path)];
        let told = outputs.into_iter().flatten().find_map(|output| {
            let (ledger, is_finished) = ledger_of(&output)?;
            Some(Self { output, ledger, is_finished })
        });
        told.ok_or_else(|| {
            let path = visible(&path.to_string_lossy());
            usage(format!("{path} has no ledger; name the folder or file that `ordret clean -o` wrote, or its ledger"))
        })
    }

    /// The same of a run that came to its end.
    pub fn finished(path: &Path) -> anyhow::Result<Self> {
        let told = Self::of(path)?;
        if told.is_finished {
            return Ok(told);
        }
        Err(usage(format!(
            "the run that writes {} was ended early; give the same `ordret clean` again, which goes on from there",
            visible(&told.output.to_string_lossy())
        )))
    }

    /// Says why the ledger cannot be read, and what helps.
    pub fn unreadable(&self, cause: LedgerError) -> anyhow::Error {
        anyhow::Error::new(cause).context(format!("the ledger {}", self.ledger.display()))
    }
}
