use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::folder::{is_folder, make_folder_like, make_own_folder};
use super::spool::Drafts;
use crate::archive::{ArchiveError, LEDGER_FILE, OWN_FOLDER, PROFILE_FILE};

/// The journal of a run, which becomes the ledger.
const JOURNAL_FILE: &str = "journal.jsonl";
/// What the runs before the journal's left undone and done.
const UNFINISHED_FILE: &str = "unfinished.jsonl";
const LOCK_FILE: &str = "lock";
const DRAFTS_FOLDER: &str = "drafts";
const MEMBERS_FOLDER: &str = "members";
/// What stands between the name of an output that is one file and those of the files beside it.
const BESIDE: &str = ".ordret.";

/// Where a run writes: a folder, with a folder of `ordret`'s own in it; or one file, with `ordret`'s own files beside it.
#[derive(Clone, Debug)]
pub(in crate::archive) struct Place {
    /// The folder that the paths of documents begin at.
    pub root: PathBuf,
    /// The folder of the files of `ordret`.
    own: PathBuf,
    /// What their names begin with.
    prefix: String,
    /// The output's name below the root, if it is one file.
    pub name: Option<PathBuf>,
    pub drafts: Arc<Drafts>,
}

impl Place {
    /// The place of an output that is a folder.
    pub fn folder(root: &Path) -> Self {
        let own = root.join(OWN_FOLDER);
        // An absolute path need not be made one for each draft.
        let folder = own.join(DRAFTS_FOLDER);
        let folder = std::path::absolute(&folder).unwrap_or(folder);
        let drafts = Drafts { folder, prefix: "draft-".to_owned() };
        Self { root: root.to_owned(), own, prefix: String::new(), name: None, drafts: Arc::new(drafts) }
    }

    /// The place of an output that is one file. `None` if the path names none.
    pub fn file(path: &Path) -> Option<Self> {
        let name = path.file_name()?;
        let own = path.parent().unwrap_or(Path::new("")).to_owned();
        let root = if own.as_os_str().is_empty() { PathBuf::from(".") } else { own.clone() };
        // Names of own files need not be exact: that of the output is.
        let lossy = name.to_string_lossy();
        let drafts = Drafts { folder: root.clone(), prefix: format!(".{lossy}.ordret-") };
        let prefix = format!("{lossy}{BESIDE}");
        Some(Self { root, own, prefix, name: Some(name.into()), drafts: Arc::new(drafts) })
    }

    /// The place of the output of these inputs: a file if there is one input and it is a file, and the output is no folder.
    pub fn of_inputs(inputs: &[PathBuf], output: &Path) -> Self {
        let ends_like_a_folder = output.as_os_str().as_encoded_bytes().ends_with(b"/");
        match (inputs, Self::file(output)) {
            ([input], Some(place)) if !input.is_dir() && !output.is_dir() && !ends_like_a_folder => place,
            _ => Self::folder(output),
        }
    }

    /// The place of an output that is there: of a file if it is one.
    pub fn of_output(output: &Path) -> Self {
        match Self::file(output) {
            Some(place) if !output.is_dir() && (output.is_file() || place.ledger().is_file()) => place,
            _ => Self::folder(output),
        }
    }

    fn own_file(&self, name: &str) -> PathBuf {
        // Beside a file it is `FILE.ordret.jsonl`.
        let name = if self.name.is_some() && name == LEDGER_FILE { "jsonl" } else { name };
        self.own.join(format!("{}{name}", self.prefix))
    }

    /// The ledger of the last run that came to its end.
    pub fn ledger(&self) -> PathBuf {
        self.own_file(LEDGER_FILE)
    }

    /// What the run that is under way has done.
    pub fn journal(&self) -> PathBuf {
        self.own_file(JOURNAL_FILE)
    }

    /// What runs have done that did not come to their end, before the one that is under way.
    pub fn unfinished(&self) -> PathBuf {
        self.own_file(UNFINISHED_FILE)
    }

    /// Where it is written down which members of containers are done while these are not.
    pub fn members(&self) -> PathBuf {
        self.own_file(MEMBERS_FOLDER)
    }

    /// Removes that, when all are done. What stays does no harm.
    pub fn forget_members(&self) {
        let _ = fs::remove_dir_all(self.members());
    }

    /// The profile that the inputs taught.
    pub fn profile(&self) -> PathBuf {
        self.own_file(PROFILE_FILE)
    }

    /// The file that a run locks.
    pub fn lock(&self) -> PathBuf {
        self.own_file(LOCK_FILE)
    }

    /// The file that says what was done here, the best there is, and whether it is the ledger of a run that came to its end.
    pub fn told(&self) -> Option<(PathBuf, bool)> {
        let files = [(self.ledger(), true), (self.journal(), false), (self.unfinished(), false)];
        files.into_iter().find(|(file, _)| file.is_file())
    }

    /// The files that a run may write beside its output, where that is one file, and the output itself.
    pub fn files(&self) -> Vec<PathBuf> {
        let own = [self.ledger(), self.journal(), self.unfinished(), self.profile(), self.lock()];
        self.name.iter().map(|name| self.root.join(name)).chain(own).collect()
    }

    /// Whether a path below the root is kept for `ordret` itself.
    pub fn is_own(&self, below: &Path) -> bool {
        self.name.is_none() && below.starts_with(OWN_FOLDER)
    }

    /// Whether a run has been at work here.
    pub fn is_of_ordret(&self) -> bool {
        is_folder(&self.own)
    }

    /// Makes the folders, that of the output with the mode of `like`. A folder that holds what `ordret` did not write is refused,
    /// unless `force`.
    pub fn open(&self, force: bool, like: Option<&Path>) -> Result<(), ArchiveError> {
        let root = &self.root;
        if root.exists() && !root.is_dir() {
            return Err(ArchiveError::NoFolder(root.to_owned()));
        }
        if !root.exists() {
            root.parent().map_or(Ok(()), fs::create_dir_all).map_err(ArchiveError::file(root))?;
            make_folder_like(root, like).map_err(ArchiveError::file(root))?;
        }
        if let Some(name) = &self.name {
            let file = root.join(name);
            let is_other = fs::metadata(&file).is_ok_and(|there| !there.is_file());
            return if is_other { Err(ArchiveError::NoFile(file)) } else { Ok(()) };
        }
        if !self.is_of_ordret() && !force && holds_anything(root).map_err(ArchiveError::file(root))? {
            return Err(ArchiveError::Foreign(root.to_owned()));
        }
        make_own_folder(&self.own).map_err(ArchiveError::file(&self.own))
    }

    /// Makes the folder for drafts, and removes what killed runs left half written. Only for who holds the lock.
    pub fn sweep(&self) -> Result<(), ArchiveError> {
        let Drafts { folder, prefix } = &*self.drafts;
        let failed = || ArchiveError::file(folder);
        make_own_folder(folder).map_err(failed())?;
        for entry in fs::read_dir(folder).map_err(failed())? {
            let entry = entry.map_err(failed())?;
            let is_draft = entry.file_name().as_encoded_bytes().starts_with(prefix.as_bytes());
            if is_draft && entry.file_type().is_ok_and(|kind| kind.is_file()) {
                fs::remove_file(entry.path()).map_err(ArchiveError::file(entry.path()))?;
            }
        }
        Ok(())
    }

    /// Removes what killed runs of version 0.1.0 left, which had no folder for it: files of random names among the documents and
    /// in the own folder. Only for who holds the lock, of an output that no later version has written to.
    pub fn sweep_old(&self) -> Result<(), ArchiveError> {
        let mut folders = vec![self.root.clone()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(&folder).map_err(ArchiveError::file(&folder))? {
                let entry = entry.map_err(ArchiveError::file(&folder))?;
                let kind = entry.file_type().map_err(ArchiveError::file(entry.path()))?;
                if kind.is_dir() {
                    folders.push(entry.path());
                } else if kind.is_file() && is_old_draft(entry.file_name().as_encoded_bytes()) {
                    fs::remove_file(entry.path()).map_err(ArchiveError::file(entry.path()))?;
                }
            }
        }
        Ok(())
    }

    /// Whether there is anything of a run that cleaned.
    pub fn has_records(&self) -> bool {
        [self.ledger(), self.journal(), self.unfinished()].iter().any(|file| file.exists())
    }

    /// Removes the folder for drafts. Only for who holds the lock.
    pub fn close(&self) {
        if self.name.is_none() {
            // What stays does no harm.
            let _ = fs::remove_dir(&self.drafts.folder);
        }
    }

    /// Removes the own folder if nothing is in it.
    pub fn remove_own(&self) {
        if self.name.is_none() {
            let _ = fs::remove_dir(&self.own);
        }
    }
}

/// The folder or file whose ledger lies here, as its name tells.
pub fn output_of(ledger: &Path) -> Option<PathBuf> {
    let (folder, name) = (ledger.parent()?, ledger.file_name()?.to_str()?);
    if name == LEDGER_FILE && folder.ends_with(OWN_FOLDER) {
        return folder.parent().map(|root| if root.as_os_str().is_empty() { ".".into() } else { root.to_owned() });
    }
    let output = name.strip_suffix("jsonl")?.strip_suffix(BESIDE)?;
    (!output.is_empty()).then(|| folder.join(output))
}

/// The file that says what was done to an output, and whether it is the ledger of a run that came to its end; nothing where there
/// is none.
pub fn ledger_of(output: &Path) -> Option<(PathBuf, bool)> {
    Place::of_output(output).told()
}

/// Whether version 0.1.0 gave a temporary file this name.
fn is_old_draft(name: &[u8]) -> bool {
    let random = name.strip_prefix(b".ordret-").or_else(|| name.strip_prefix(b".ledger-"));
    random.is_some_and(|random| random.len() == 6 && random.iter().all(u8::is_ascii_alphanumeric))
}

fn holds_anything(folder: &Path) -> io::Result<bool> {
    Ok(fs::read_dir(folder)?.next().transpose()?.is_some())
}
