use std::path::Path;
use std::str::FromStr;

use ignore::gitignore::{Gitignore, GitignoreBuilder};
use thiserror::Error;

use crate::formats::container::Limits;
use crate::record::DocumentPath;

/// Which documents of the inputs are looked at. All are, unless it is said.
#[derive(Clone, Debug)]
pub struct Selection {
    include: Gitignore,
    exclude: Gitignore,
    shard: Shard,
    /// What becomes of files that hold documents.
    pub containers: Containers,
}

/// What becomes of compressed files and archives.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Containers {
    /// They pass through as they are.
    pub keep: bool,
    /// How far they are unpacked.
    pub limits: Limits,
}

impl Selection {
    /// Those that one of the globs `include` matches, if there are any, and none of `exclude`; and of these the shard. The globs
    /// are those of a `.gitignore`, of paths below the input.
    pub fn new(include: &[String], exclude: &[String], shard: Option<Shard>) -> Result<Self, ParseGlobError> {
        let (include, exclude, shard) = (globs(include)?, globs(exclude)?, shard.unwrap_or(Shard::WHOLE));
        Ok(Self { include, exclude, shard, containers: Containers::default() })
    }

    /// Whether a document is among them: by its path below its input, and by the one it is known by.
    pub(super) fn has(&self, below: &Path, path: &DocumentPath) -> bool {
        let matches = |globs: &Gitignore| globs.matched_path_or_any_parents(below, false).is_ignore();
        (self.include.is_empty() || matches(&self.include))
            && (self.exclude.is_empty() || !matches(&self.exclude))
            && self.shard.has(path)
    }
}

impl Default for Selection {
    fn default() -> Self {
        let (include, exclude, containers) = (Gitignore::empty(), Gitignore::empty(), Containers::default());
        Self { include, exclude, shard: Shard::WHOLE, containers }
    }
}

/// A glob cannot be read.
#[derive(Debug, Error)]
#[error("the glob {0:?}: {1}")]
pub struct ParseGlobError(String, ignore::Error);

impl ParseGlobError {
    pub(in crate::archive) fn new(glob: &str, cause: ignore::Error) -> Self {
        Self(glob.to_owned(), cause)
    }

    /// Of a glob that would match nothing.
    pub(in crate::archive) fn meaningless(glob: &str) -> Self {
        Self::new(glob, ignore::Error::Glob { glob: None, err: "says what is not meant, or nothing".to_owned() })
    }
}

fn globs(globs: &[String]) -> Result<Gitignore, ParseGlobError> {
    let mut builder = GitignoreBuilder::new("");
    for glob in globs {
        builder.add_line(None, glob).map_err(|cause| ParseGlobError(glob.clone(), cause))?;
    }
    builder.build().map_err(|cause| ParseGlobError(globs.join(" "), cause))
}

/// One of so many parts of an archive, each of which has about as many documents: which one a document is in depends on its path
/// alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shard {
    /// From 0.
    number: u64,
    of: u64,
}

impl Shard {
    const WHOLE: Self = Self { number: 0, of: 1 };

    fn has(self, path: &DocumentPath) -> bool {
        self == Self::WHOLE || xxhash_rust::xxh3::xxh3_64(&path.bytes()) % self.of == self.number
    }
}

/// The text names no part.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("{0:?} is no part; the third of sixteen is 3/16")]
pub struct ParseShardError(String);

impl FromStr for Shard {
    type Err = ParseShardError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let parts = text.split_once('/').and_then(|(number, of)| Some((number.parse().ok()?, of.parse().ok()?)));
        match parts {
            Some((number, of)) if (1..=of).contains(&number) => Ok(Self { number: number - 1, of }),
            _ => Err(ParseShardError(text.to_owned())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Names = &'static [&'static str];

    #[test]
    fn globs_are_those_of_a_gitignore() {
        let cases: [(Names, Names, Names, Names); 4] = [
            (&[], &[], &["a.txt", "b/c"], &[]),
            (&["*.txt"], &[], &["a.txt", "b/c.txt"], &["a.md", "txt"]),
            (&[], &["old", "/c.txt"], &["b/c.txt", "older/a"], &["old", "old/a", "b/old/a", "c.txt"]),
            (&["*.txt", "docs/"], &["!x", "secret*"], &["docs/a.md", "a.txt"], &["docs/secret.txt", "b.md"]),
        ];
        let owned = |globs: &[&str]| globs.iter().map(ToString::to_string).collect::<Vec<_>>();
        for (include, exclude, taken, left) in cases {
            let selection = Selection::new(&owned(include), &owned(exclude), None).unwrap();
            let has = |path: &&str| selection.has(Path::new(path), &DocumentPath::new(Path::new(path)).unwrap());
            assert!(taken.iter().all(has), "{include:?} {exclude:?}");
            assert!(!left.iter().any(has), "{include:?} {exclude:?}");
        }
        assert!(Selection::new(&owned(&["{a"]), &[], None).is_err());
    }

    #[test]
    fn every_document_is_in_one_part() {
        let paths: Vec<_> = (0..1000).map(|n| DocumentPath::new(Path::new(&format!("a/{n}.txt"))).unwrap()).collect();
        let shards: Vec<Shard> = (1..=4).map(|number| format!("{number}/4").parse().unwrap()).collect();
        for path in &paths {
            assert_eq!(shards.iter().filter(|shard| shard.has(path)).count(), 1);
        }
        assert!(shards.iter().all(|shard| paths.iter().filter(|path| shard.has(path)).count() > 200));
        for wrong in ["0/4", "5/4", "1", "a/b", "1/0", "-1/4"] {
            assert!(wrong.parse::<Shard>().is_err(), "{wrong}");
        }
    }
}
