use std::collections::HashMap;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use crate::archive::output::Drafts;
use crate::record::Content;

/// What a run that was ended had written and not put in its place: files of random names, known by their content.
pub(super) struct Drafted {
    drafts: Arc<Drafts>,
    /// By their sizes.
    files: OnceLock<HashMap<u64, Vec<Draft>>>,
}

struct Draft {
    path: PathBuf,
    /// Once it is asked for; nothing of what cannot be read.
    blake3: OnceLock<Option<String>>,
}

impl Drafted {
    pub fn new(drafts: Arc<Drafts>) -> Self {
        Self { drafts, files: OnceLock::new() }
    }

    /// The file of this content, if there is one.
    pub fn of(&self, content: &Content) -> Option<&Path> {
        let files = self.files.get_or_init(|| list(&self.drafts).unwrap_or_default());
        let is_same = |draft: &&Draft| {
            draft.blake3.get_or_init(|| hash(&draft.path).ok()).as_deref() == Some(content.blake3.as_str())
        };
        files.get(&content.bytes)?.iter().find(is_same).map(|draft| draft.path.as_path())
    }
}

fn list(drafts: &Drafts) -> io::Result<HashMap<u64, Vec<Draft>>> {
    let mut files: HashMap<u64, Vec<Draft>> = HashMap::new();
    for entry in fs::read_dir(&drafts.folder)? {
        let entry = entry?;
        if entry.file_name().as_encoded_bytes().starts_with(drafts.prefix.as_bytes()) && entry.file_type()?.is_file() {
            let draft = Draft { path: entry.path(), blake3: OnceLock::new() };
            files.entry(entry.metadata()?.len()).or_default().push(draft);
        }
    }
    Ok(files)
}

fn hash(path: &Path) -> io::Result<String> {
    let mut hasher = blake3::Hasher::new();
    hasher.update_reader(File::open(path)?)?;
    Ok(hasher.finalize().to_hex().to_string())
}
