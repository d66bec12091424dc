use std::borrow::Cow;
use std::error::Error;
use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ignore::{DirEntry, WalkBuilder};

use super::selection::Selection;
use crate::archive::{ArchiveError, Failure, OPTIONS_FILE, OWN_FOLDER, Trouble};
use crate::record::{DocumentPath, Skipped};

/// One thing found in an archive.
pub(in crate::archive) enum Found {
    /// A regular file.
    Document(Entry),
    /// Something else.
    Skipped(Skipped),
    /// It could not be looked at.
    Failed(Failure),
}

/// A document of an archive.
#[derive(Debug)]
pub(in crate::archive) struct Entry {
    /// The file to read.
    pub source: PathBuf,
    /// The path it is known by.
    pub path: DocumentPath,
}

/// What a run was given: files and folders, each with the path that it has below the mirror's root.
#[derive(Clone, Debug)]
pub(in crate::archive) struct Inputs {
    roots: Vec<Root>,
    selection: Selection,
}

/// A file or folder, and the path that its documents' paths begin with.
#[derive(Clone, Debug)]
struct Root {
    source: PathBuf,
    name: PathBuf,
}

impl Inputs {
    fn of(roots: Vec<Root>) -> Self {
        Self { roots, selection: Selection::default() }
    }

    /// Only the selected documents of them.
    pub fn selected(self, selection: &Selection) -> Self {
        Self { selection: selection.clone(), ..self }
    }

    /// Inputs whose documents are known by the path they were given as.
    pub fn as_given(paths: &[PathBuf]) -> Self {
        Self::of(paths.iter().map(|path| Root { source: path.clone(), name: path.clone() }).collect())
    }

    /// Inputs to be mirrored: the documents of a single folder lie right below the mirror's root; of several
    /// inputs, each lies there under its own last name.
    ///
    /// Fails if two have the same last name.
    pub fn mirrored(paths: &[PathBuf]) -> Result<Self, ArchiveError> {
        if let [folder] = paths
            && folder.is_dir()
        {
            return Ok(Self::of(vec![Root { source: folder.clone(), name: PathBuf::new() }]));
        }
        let mut roots: Vec<Root> =
            paths.iter().map(|path| Root { source: path.clone(), name: last_name(path) }).collect();
        roots.sort_by(|a, b| a.name.as_os_str().as_encoded_bytes().cmp(b.name.as_os_str().as_encoded_bytes()));
        for pair in roots.windows(2) {
            if pair[0].name == pair[1].name {
                let [one, two] = [0, 1].map(|root: usize| pair[root].source.clone());
                return Err(ArchiveError::Collision(one, two, pair[0].name.clone()));
            }
        }
        Ok(Self::of(roots))
    }

    /// One file, whose document is known by this name.
    pub fn renamed(file: &[PathBuf], name: &Path) -> Self {
        Self::of(file.iter().map(|file| Root { source: file.clone(), name: name.to_owned() }).collect())
    }

    /// Fails if an input is not there.
    pub fn refuse_missing(paths: &[PathBuf]) -> Result<(), ArchiveError> {
        let look = |path: &PathBuf| fs::metadata(path).map_err(|cause| ArchiveError::NoInput(path.clone(), cause));
        paths.iter().try_for_each(|path| look(path).map(drop))
    }

    /// Fails if an input is one of the files that the run may write.
    pub fn refuse_files(&self, written: &[PathBuf]) -> Result<(), ArchiveError> {
        let written: Vec<PathBuf> = written.iter().map(|path| resolve(path)).collect();
        match self.roots.iter().find(|root| written.contains(&resolve(&root.source))) {
            Some(root) => Err(ArchiveError::OutputIsInput(root.source.clone())),
            None => Ok(()),
        }
    }

    /// The input, if it is one folder.
    pub fn single_folder(&self) -> Option<&Path> {
        match self.roots.as_slice() {
            [root] if root.name.as_os_str().is_empty() => Some(&root.source),
            _ => None,
        }
    }

    /// Fails if an input lies in the output folder or holds it: outputs would become inputs, or inputs be written over.
    pub fn refuse_nested(&self, output: &Path) -> Result<(), ArchiveError> {
        match self.roots.iter().find(|root| are_nested(&root.source, output)) {
            Some(root) => Err(ArchiveError::Nested(root.source.clone(), output.to_owned())),
            None => Ok(()),
        }
    }

    /// Where the output of something found in the inputs lies; also of what is in a container, as messages name it.
    pub fn place_of(&self, source: &Path) -> DocumentPath {
        let below = self.roots.iter().find_map(|root| Some((root, source.strip_prefix(&root.source).ok()?)));
        match below {
            Some((root, below)) => DocumentPath::lossy(&root.at(below)),
            None => DocumentPath::lossy(source),
        }
    }

    /// Whether a document of this path would be found, if it was there.
    pub fn cover(&self, path: &DocumentPath) -> bool {
        let Some(file) = path.to_path_below() else { return false };
        let below = self.roots.iter().find_map(|root| Some((root, file.strip_prefix(&root.name).ok()?)));
        below.is_some_and(|(root, below)| self.selection.has(root.selected(below), path))
    }

    /// Every thing in the inputs, folder by folder in the order of their names. Hidden files are documents like any
    /// other and no ignore file counts; files of options ([`OPTIONS_FILE`]) and folders of records ([`OWN_FOLDER`]) are none, except
    /// those that were given; symbolic links are not followed, except those that were given.
    pub fn walk(self) -> impl Iterator<Item = Found> + Send {
        let selection = Arc::new(self.selection);
        self.roots.into_iter().flat_map(move |root| root.walk(Arc::clone(&selection)))
    }
}

impl Root {
    /// Where what lies there below the input goes.
    fn at(&self, below: &Path) -> PathBuf {
        if below.as_os_str().is_empty() { self.name.clone() } else { self.name.join(below) }
    }

    /// The path that selects what lies there below the input: of an input that is a file, its name.
    fn selected<'a>(&'a self, below: &'a Path) -> &'a Path {
        match below.as_os_str().is_empty() {
            true => Path::new(self.source.file_name().unwrap_or_default()),
            false => below,
        }
    }

    fn walk(self, selection: Arc<Selection>) -> impl Iterator<Item = Found> + Send {
        let walk = WalkBuilder::new(&self.source)
            .standard_filters(false)
            .follow_links(false)
            .sort_by_file_name(OsStr::cmp)
            .filter_entry(|entry| !is_in_own_folder(entry))
            .build();
        walk.filter_map(move |entry| match entry {
            Ok(entry) => self.found(entry, &selection),
            Err(error) => Some(Found::Failed(walk_failure(&self.source, error))),
        })
    }

    /// What the entry is; `None` for a folder, and for what is not selected.
    fn found(&self, entry: DirEntry, selection: &Selection) -> Option<Found> {
        let root = entry.depth() == 0;
        let kind = match entry.file_type() {
            Some(kind) if root && kind.is_symlink() => entry.path().metadata().ok()?.file_type(),
            Some(kind) => kind,
            None => return None,
        };
        let is_own = kind.is_dir() && !root && entry.file_name() == OWN_FOLDER;
        if kind.is_dir() && !is_own {
            return None;
        }
        let below = entry.path().strip_prefix(&self.source).unwrap_or(entry.path());
        let Some(path) = DocumentPath::new(&self.at(below)) else {
            return Some(Found::Failed(Failure::new(entry.path(), Trouble::Path)));
        };
        if !selection.has(self.selected(below), &path) {
            return None;
        }
        if is_own {
            let why = Cow::Borrowed("records of ordret, no documents");
            return Some(Found::Skipped(Skipped { path, why }));
        }
        if kind.is_file() && !root && entry.file_name() == OPTIONS_FILE {
            let why = Cow::Borrowed("options of ordret, no document");
            return Some(Found::Skipped(Skipped { path, why }));
        }
        if kind.is_file() {
            return Some(Found::Document(Entry { source: entry.into_path(), path }));
        }
        let why = if kind.is_symlink() { "a symbolic link" } else { "no regular file" };
        Some(Found::Skipped(Skipped { path, why: Cow::Borrowed(why) }))
    }
}

/// Whether the entry lies in a folder of `ordret`'s own below the input.
fn is_in_own_folder(entry: &DirEntry) -> bool {
    entry.depth() > 1 && entry.path().parent().and_then(Path::file_name) == Some(OsStr::new(OWN_FOLDER))
}

fn walk_failure(root: &Path, error: ignore::Error) -> Failure {
    let (path, error) = unwrap_path(error);
    let path = path.unwrap_or_else(|| root.to_owned());
    match error.into_io_error() {
        Some(cause) => Failure::new(path, Trouble::Read(innermost(cause))),
        None => Failure::new(path, Trouble::Walk(ignore::Error::InvalidDefinition)),
    }
}

/// The system's own error, without what the walk says around it.
fn innermost(error: io::Error) -> io::Error {
    let mut cause = error.get_ref().map(|outer| outer as &(dyn Error + 'static));
    while let Some(outer) = cause {
        if let Some(code) = outer.downcast_ref().and_then(io::Error::raw_os_error) {
            return io::Error::from_raw_os_error(code);
        }
        cause = outer.source();
    }
    error
}

/// The path that an error of the walk speaks of, and the error without it.
fn unwrap_path(error: ignore::Error) -> (Option<PathBuf>, ignore::Error) {
    match error {
        ignore::Error::WithPath { path, err } => (Some(path), *err),
        ignore::Error::WithDepth { err, .. } => unwrap_path(*err),
        other => (None, other),
    }
}

fn last_name(path: &Path) -> PathBuf {
    let own = |path: &Path| path.file_name().map(PathBuf::from);
    own(path).or_else(|| own(&path.canonicalize().ok()?)).unwrap_or_else(|| PathBuf::from("archive"))
}

/// Whether a file is a place, or lies in it; both may still be to be made.
pub fn lies_in(file: &Path, place: &Path) -> bool {
    resolve(file).starts_with(resolve(place))
}

/// Whether one of two folders lies in the other, or they are the same.
pub(in crate::archive) fn are_nested(one: &Path, other: &Path) -> bool {
    let (one, other) = (resolve(one), resolve(other));
    one.starts_with(&other) || other.starts_with(&one)
}

/// The path without symbolic links and dots, as far as it exists.
fn resolve(path: &Path) -> PathBuf {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let existing = absolute.ancestors().find_map(|start| Some((start, start.canonicalize().ok()?)));
    match existing {
        Some((start, resolved)) => resolved.join(absolute.strip_prefix(start).unwrap_or(Path::new(""))),
        None => absolute,
    }
}
