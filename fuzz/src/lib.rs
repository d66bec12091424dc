//! What targets of documents in files share: a file is cleaned and given back as the command does it.

use std::fs;
use std::io;
use std::path::PathBuf;

use ordret::archive::{self, Cleaning, DocumentRepairer, Failure, Observer, Trouble};
use ordret::{Confidence, Options, Repairer};
use tempfile::TempDir;

/// A folder in which files are cleaned, and how.
pub struct Place {
    home: TempDir,
    cleaning: Cleaning,
}

/// What became of a file.
pub struct Outcome {
    /// What was written; nothing where the file was refused.
    pub cleaned: Option<Vec<u8>>,
    /// What came back of that.
    pub restored: Option<Vec<u8>>,
}

impl Place {
    /// One in which all that is found is done, on one thread.
    ///
    /// # Panics
    /// If no temporary folder can be made.
    pub fn new(fields: &[&str], columns: &[&str]) -> Self {
        let repairer = Repairer::new(Options::default().with_apply(Confidence::Doubtful));
        let mut cleaning = Cleaning::new(DocumentRepairer::new(repairer));
        cleaning.threads = 1;
        cleaning.repairer.records.fields = fields.iter().map(|&field| field.into()).collect();
        cleaning.repairer.records.columns = columns.iter().map(|&column| column.into()).collect();
        // What unpacks to more takes long and shows nothing new.
        cleaning.selection.containers.limits.bytes = 1 << 20;
        Self { home: tempfile::tempdir().expect("a temporary folder can be made"), cleaning }
    }

    /// Cleans a file of this name and restores it, and holds that nothing broke off, that what was done can be undone, and that nothing
    /// is written elsewhere.
    ///
    /// # Panics
    /// If that does not hold.
    pub fn round(&self, name: &str, file: &[u8]) -> Outcome {
        let [input, output, back] = ["in", "out", "back"].map(|folder| self.home.path().join(folder));
        for folder in [&input, &output, &back] {
            let _ = fs::remove_dir_all(folder);
        }
        fs::create_dir(&input).expect("folders can be made");
        fs::write(input.join(name), file).expect("files can be written");
        let mut watched = Watched { refused: 0 };
        archive::clean(&[PathBuf::from(&input)], &output, &self.cleaning, &mut watched)
            .expect("a run comes to its end");
        let mut restoring = Restoring { may_name: watched.refused };
        archive::restore(&output, &back, 1, false, &mut restoring).expect("a run comes to its end");
        assert_eq!(fs::read_dir(self.home.path()).map_or(0, Iterator::count), 3, "nothing is written elsewhere");
        assert_eq!(fs::read(input.join(name)).expect("the input is there"), file, "the input stays");
        Outcome { cleaned: fs::read(output.join(name)).ok(), restored: fs::read(back.join(name)).ok() }
    }
}

/// A file or a member may be refused; no repair may break off or be such that it cannot be undone.
struct Watched {
    refused: usize,
}

impl Observer for Watched {
    fn failure(&mut self, failure: &Failure) -> io::Result<()> {
        assert!(!matches!(failure.trouble, Trouble::Panicked | Trouble::Unproven(_)), "{failure}");
        self.refused += 1;
        Ok(())
    }
}

/// All that was written comes back; what was refused is named once more.
struct Restoring {
    may_name: usize,
}

impl Observer for Restoring {
    fn failure(&mut self, failure: &Failure) -> io::Result<()> {
        let left = self.may_name.checked_sub(1);
        assert!(left.is_some() && matches!(failure.trouble, Trouble::NotCleaned(_)), "{failure}");
        self.may_name -= 1;
        Ok(())
    }
}
