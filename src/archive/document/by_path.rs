use std::collections::HashMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use ignore::gitignore::{Gitignore, GitignoreBuilder};

use super::output_encoding::OutputEncoding;
use crate::Options;
use crate::archive::input::ParseGlobError;

/// How documents are repaired whose paths say that they are repaired otherwise than the others.
///
/// Copies share which globs a document was met by.
#[derive(Clone)]
pub struct ByPath(Arc<Shared>);

struct Shared {
    bases: Vec<Base>,
    globs: Vec<Glob>,
    make: Box<Make>,
    /// What was made for each set of globs.
    made: Mutex<HashMap<Vec<usize>, (Options, OutputEncoding)>>,
}

/// What documents are repaired by that some of the globs match, by the globs' numbers.
type Make = dyn Fn(&[usize]) -> (Options, OutputEncoding) + Send + Sync;

struct Glob {
    glob: Gitignore,
    was_met: AtomicBool,
}

/// An input as it was given, and the path that globs know it by.
struct Base {
    given: PathBuf,
    known: PathBuf,
}

impl ByPath {
    /// Documents of these inputs are known by their paths below `folder`, or, where an input lies elsewhere, below the input.
    ///
    /// A glob is one of a `.gitignore` in that folder, save that one with a slash inside matches in every folder below it; with
    /// a slash in front, right there. `make` gives what documents are repaired by that some of them match.
    ///
    /// Fails where a glob is none, or begins with `!`.
    pub fn new(
        inputs: &[PathBuf],
        folder: Option<&Path>,
        globs: &[Vec<String>],
        make: impl Fn(&[usize]) -> (Options, OutputEncoding) + Send + Sync + 'static,
    ) -> Result<Self, ParseGlobError> {
        let folder = folder.and_then(|folder| folder.canonicalize().ok());
        let bases = inputs.iter().map(|input| Base::new(input, folder.as_deref())).collect();
        let globs = globs.iter().map(|globs| Glob::new(globs)).collect::<Result<_, _>>()?;
        Ok(Self(Arc::new(Shared { bases, globs, make: Box::new(make), made: Mutex::default() })))
    }

    /// The globs that no document was met by, by their numbers.
    pub fn unmet(&self) -> impl Iterator<Item = usize> {
        let globs = self.0.globs.iter().enumerate();
        globs.filter(|(_, glob)| !glob.was_met.load(Ordering::Relaxed)).map(|(number, _)| number)
    }

    /// What a document is repaired by; nothing where no glob matches its path.
    pub(super) fn of(&self, source: &Path) -> Option<(Options, OutputEncoding)> {
        let path = self.0.known_path(source)?;
        let matching: Vec<usize> = (0..self.0.globs.len()).filter(|glob| self.0.globs[*glob].matches(&path)).collect();
        if matching.is_empty() {
            return None;
        }
        let mut made = self.0.made.lock().unwrap_or_else(PoisonError::into_inner);
        Some(made.entry(matching).or_insert_with_key(|matching| (self.0.make)(matching)).clone())
    }
}

impl fmt::Debug for ByPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ByPath").field(&self.0.globs.len()).finish()
    }
}

impl Shared {
    /// The path that globs know a document by.
    fn known_path(&self, source: &Path) -> Option<PathBuf> {
        let below = |base: &Base| {
            let below = source.strip_prefix(&base.given).ok()?;
            Some(if below.as_os_str().is_empty() { base.known.clone() } else { base.known.join(below) })
        };
        self.bases.iter().find_map(below)
    }
}

impl Base {
    fn new(input: &Path, folder: Option<&Path>) -> Self {
        let whole = input.canonicalize().unwrap_or_else(|_| input.to_owned());
        let below =
            folder.and_then(|folder| whole.strip_prefix(folder).ok()).filter(|path| !path.as_os_str().is_empty());
        let alone =
            || if whole.is_dir() { PathBuf::new() } else { whole.file_name().map(PathBuf::from).unwrap_or_default() };
        Self { given: input.to_owned(), known: below.map_or_else(alone, Path::to_owned) }
    }
}

impl Glob {
    fn new(globs: &[String]) -> Result<Self, ParseGlobError> {
        let mut builder = GitignoreBuilder::new("");
        for glob in globs {
            if glob.starts_with('!') || glob.trim().is_empty() {
                return Err(ParseGlobError::meaningless(glob));
            }
            let is_of_any_folder = glob.trim_end_matches('/').contains('/') && !glob.starts_with(['/', '*']);
            let line = if is_of_any_folder { format!("**/{glob}") } else { glob.clone() };
            builder.add_line(None, &line).map_err(|cause| ParseGlobError::new(glob, cause))?;
        }
        let glob = builder.build().map_err(|cause| ParseGlobError::new(&globs.join(" "), cause))?;
        Ok(Self { glob, was_met: AtomicBool::new(false) })
    }

    fn matches(&self, path: &Path) -> bool {
        let matches = !path.has_root() && self.glob.matched_path_or_any_parents(path, false).is_ignore();
        if matches {
            self.was_met.store(true, Ordering::Relaxed);
        }
        matches
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::super::repairer::DocumentRepairer;
    use super::*;
    use crate::{LineMode, Repairer};

    fn by_path(inputs: &[PathBuf], folder: &Path, globs: &[&str]) -> Result<ByPath, ParseGlobError> {
        let globs: Vec<Vec<String>> = globs.iter().map(|glob| vec![(*glob).to_owned()]).collect();
        let make = |_: &[usize]| (Options::default().with_lines(LineMode::Keep), OutputEncoding::Original);
        ByPath::new(inputs, Some(folder), &globs, make)
    }

    #[test]
    fn globs_are_of_the_folder_and_the_same_however_the_input_is_named() {
        let home = tempfile::tempdir().unwrap();
        let archive = home.path().join("arkiv");
        fs::create_dir_all(archive.join("vers")).unwrap();
        let poem = archive.join("vers/digt.txt");
        fs::write(&poem, "x").unwrap();
        for (glob, is_met) in [
            ("vers/**", true),
            ("vers/", true),
            ("*.txt", true),
            ("arkiv/vers/*.txt", true),
            ("/arkiv/vers", true),
            ("/vers", false),
            ("ers/**", false),
            ("*.md", false),
        ] {
            for input in [archive.clone(), archive.join("vers"), poem.clone()] {
                let by_path = by_path(std::slice::from_ref(&input), home.path(), &[glob]).unwrap();
                assert_eq!(by_path.of(&poem).is_some(), is_met, "{glob} of {input:?}");
                assert_eq!(by_path.unmet().count(), usize::from(!is_met));
            }
        }
        assert!(by_path(&[], home.path(), &["!x"]).is_err() && by_path(&[], home.path(), &["{a"]).is_err());
    }

    #[test]
    fn an_input_elsewhere_is_known_by_what_lies_below_it() {
        let (home, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let by_path = by_path(&[other.path().to_owned()], home.path(), &["/vers"]).unwrap();
        assert!(by_path.of(&other.path().join("vers/digt.txt")).is_some());
        let repairer = DocumentRepairer { by_path: Some(by_path), ..DocumentRepairer::new(Repairer::danish()) };
        let lines = |path: &str| repairer.of(&other.path().join(path)).repairer.options().lines;
        assert_eq!((lines("vers/digt.txt"), lines("prosa.txt")), (LineMode::Keep, LineMode::Join));
    }
}
