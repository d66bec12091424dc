use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::Repairer;
use crate::archive::guarded::caught;
use crate::archive::input::{Entry, Found, Inputs};
use crate::archive::workers::in_order;
use crate::archive::{ArchiveError, Failure, Observer, Trouble};
use crate::evaluation::{Comparison, Evaluation, Misreadings, Summary};

/// What the name of a gold text holds, where any does.
const GOLD: &str = ".gold";
/// What the name of a damaged text holds, where any does.
const DAMAGED: &str = ".ocr";

/// Which files belong together. A file, or a folder whose files pair by folder and by name up to the first dot.
#[derive(Clone, Debug)]
pub struct Pairing {
    /// The texts as they should be.
    pub gold: PathBuf,
    /// The texts as they are.
    pub damaged: PathBuf,
    /// What the names of the gold texts hold; `None`: `.gold` where any does.
    pub gold_name: Option<String>,
    /// What the names of the damaged and repaired texts hold; `None`: `.ocr` where any does.
    pub damaged_name: Option<String>,
}

/// Where the repaired texts come from.
#[derive(Clone, Debug)]
pub enum Repaired {
    /// The damaged texts are repaired.
    By(Box<Repairer>),
    /// They lie here, as something repaired them before.
    In(PathBuf),
}

/// How a repair is measured.
#[derive(Clone, Copy, Debug, Default)]
pub struct Measure<'a> {
    /// How texts are compared.
    pub comparison: Comparison,
    /// Keep so many mistakes of each sort.
    pub mistakes: usize,
    /// Learn misreadings from the pairs, of the damaged text as this repairs it: encodings are no misreading.
    pub reader: Option<&'a Repairer>,
}

/// What an evaluation found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Evaluated {
    /// All documents together.
    pub summary: Summary,
    /// Files that lack another, in the order of their names.
    pub lacking: Vec<Lacking>,
    /// Documents that could not be measured.
    pub failures: u64,
    /// What the pairs tell of their reader; nothing unless it was asked for.
    pub misreadings: Misreadings,
}

/// A file that has no partner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lacking {
    /// The file.
    pub path: PathBuf,
    /// What it lacks: `gold`, `damaged` or `repaired`.
    pub what: &'static str,
}

/// Measures the repair of every damaged text that has a gold text.
///
/// A document that fails is told to the observer, and the others are measured. Fails if a file or folder that was given is
/// not there, if no files pair, if a name is ambiguous, or if the run cannot go on.
pub fn evaluate(
    pairing: &Pairing,
    repaired: &Repaired,
    measure: Measure<'_>,
    threads: usize,
    observer: &mut dyn Observer,
) -> Result<Evaluated, ArchiveError> {
    let mut evaluated = Evaluated { summary: Summary::new(measure.mistakes), ..Evaluated::default() };
    let mut fail = |failure: &Failure, failures: &mut u64| {
        *failures += 1;
        observer.failure(failure).map_err(ArchiveError::Observer)
    };
    let (triples, unread) = pairing.triples(repaired, &mut evaluated.lacking)?;
    for failure in &unread {
        fail(failure, &mut evaluated.failures)?;
    }
    if triples.is_empty() && unread.is_empty() {
        return Err(ArchiveError::Unpaired(pairing.gold.clone(), pairing.damaged.clone()));
    }
    let work = |triple: Triple| {
        let measured = triple.measure(repaired, measure);
        (triple.stem, measured)
    };
    in_order(threads, triples.into_iter(), work, |(stem, measured)| match measured {
        Ok((evaluation, misreadings)) => {
            evaluated.summary.add(&stem, evaluation);
            evaluated.misreadings.merge(misreadings);
            Ok(())
        }
        Err(failure) => fail(&failure, &mut evaluated.failures),
    })?;
    Ok(evaluated)
}

/// The files of one document.
struct Triple {
    stem: String,
    gold: PathBuf,
    damaged: PathBuf,
    repaired: Option<PathBuf>,
}

impl Triple {
    fn measure(&self, repaired: &Repaired, measure: Measure<'_>) -> Result<(Evaluation, Misreadings), Failure> {
        let comparison = measure.comparison;
        let gold = String::from_utf8(read(&self.gold)?).map_err(|_| Failure::new(&self.gold, Trouble::Gold))?;
        let bytes = read(&self.damaged)?;
        let damaged = String::from_utf8_lossy(&bytes);
        let other = self.repaired.as_deref().map(read).transpose()?;
        let measured = caught(|| {
            let read = measure.reader.map(|reader| reader.repair(&bytes).into_text());
            let misreadings = read.map(|read| Misreadings::of(&gold, &read)).unwrap_or_default();
            let evaluation = match (other, repaired) {
                (None, Repaired::By(repairer)) => Evaluation::of(&gold, &damaged, &repairer.repair(&bytes), comparison),
                (other, _) => {
                    let other = other.unwrap_or_default();
                    Evaluation::of_text(&gold, &damaged, &String::from_utf8_lossy(&other), comparison)
                }
            };
            Ok((evaluation, misreadings))
        });
        measured.map_err(|trouble| Failure::new(&self.damaged, trouble))
    }
}

fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    fs::read(path).map_err(|cause| Failure::new(path, Trouble::Read(cause)))
}

/// Files by folder and by name up to the first dot.
type Stems = BTreeMap<String, PathBuf>;

impl Pairing {
    /// The documents that have all the texts they need, and what could not be looked at.
    fn triples(
        &self,
        repaired: &Repaired,
        lacking: &mut Vec<Lacking>,
    ) -> Result<(Vec<Triple>, Vec<Failure>), ArchiveError> {
        let mut unread = Vec::new();
        let mut stems = |path: &Path, name: &Option<String>, usual, option| {
            list(path, name.as_deref(), usual, &mut unread).and_then(|files| by_stem(path, files, option))
        };
        let gold = stems(&self.gold, &self.gold_name, GOLD, "--gold-name")?;
        let mut damaged = stems(&self.damaged, &self.damaged_name, DAMAGED, "--damaged-name")?;
        let mut others = match repaired {
            Repaired::By(_) => None,
            Repaired::In(path) => Some(stems(path, &self.damaged_name, DAMAGED, "--damaged-name")?),
        };
        let mut triples = Vec::new();
        for (stem, gold) in gold {
            let Some(damaged) = damaged.remove(&stem) else {
                lacking.push(Lacking { path: gold, what: "damaged" });
                continue;
            };
            let other = others.as_mut().map(|others| others.remove(&stem));
            if let Some(None) = other {
                lacking.push(Lacking { path: damaged, what: "repaired" });
                continue;
            }
            triples.push(Triple { stem, gold, damaged, repaired: other.flatten() });
        }
        lacking.extend(damaged.into_values().map(|path| Lacking { path, what: "gold" }));
        lacking.extend(others.into_iter().flatten().map(|(_, path)| Lacking { path, what: "gold" }));
        Ok((triples, unread))
    }
}

/// The documents of a file or folder whose names hold `name`, or, if that is not given, the usual part where any does.
/// Hidden files are none.
fn list(path: &Path, name: Option<&str>, usual: &str, unread: &mut Vec<Failure>) -> Result<Vec<Entry>, ArchiveError> {
    if let Err(cause) = fs::metadata(path) {
        return Err(ArchiveError::NoTexts(path.to_owned(), cause));
    }
    let mut files = Vec::new();
    for found in Inputs::mirrored(&[path.to_owned()])?.walk() {
        match found {
            Found::Document(entry) if !file_name(&entry).starts_with('.') => files.push(entry),
            Found::Failed(failure) => unread.push(failure),
            Found::Document(_) | Found::Skipped(_) => {}
        }
    }
    let part = name.unwrap_or(usual);
    if name.is_some() || files.iter().any(|entry| file_name(entry).contains(part)) {
        files.retain(|entry| file_name(entry).contains(part));
    }
    Ok(files)
}

fn file_name(entry: &Entry) -> String {
    entry.source.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// The files by their stems. A file that was given by itself pairs with whatever is given for it.
fn by_stem(given: &Path, files: Vec<Entry>, option: &'static str) -> Result<Stems, ArchiveError> {
    let alone = !given.is_dir();
    let mut stems = Stems::new();
    for entry in files {
        let path = entry.path.to_string();
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", &path));
        let stem = name.split('.').next().unwrap_or_default();
        let stem = match (alone, folder) {
            (true, _) => String::new(),
            (false, "") => stem.to_owned(),
            (false, folder) => format!("{folder}/{stem}"),
        };
        if let Some(other) = stems.insert(stem, entry.source.clone()) {
            return Err(ArchiveError::Ambiguous(other, entry.source, option));
        }
    }
    Ok(stems)
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Silent;

    impl Observer for Silent {}

    #[test]
    fn the_figures_do_not_depend_on_the_threads() {
        let home = tempfile::tempdir().unwrap();
        let [gold, damaged] = ["gold", "damaged"].map(|name| home.path().join(name));
        for folder in [&gold, &damaged] {
            fs::create_dir(folder).unwrap();
        }
        for number in 0..40 {
            let text = format!("Ansøgning {number} om støtte til nøglehuset blev drøftet på mødet.");
            fs::write(gold.join(format!("{number}.gold.txt")), text.replace("mødet", "modet")).unwrap();
            fs::write(damaged.join(format!("{number}.txt")), text.replace('ø', "Ã¸")).unwrap();
        }
        let pairing = Pairing { gold, damaged, gold_name: None, damaged_name: None };
        let repaired = Repaired::By(Box::new(Repairer::danish()));
        let [one, many] = [1, 5].map(|threads| {
            evaluate(&pairing, &repaired, Measure { mistakes: 3, ..Measure::default() }, threads, &mut Silent).unwrap()
        });
        assert_eq!(one, many);
        assert_eq!((one.summary.documents, one.summary.wrong.len()), (40, 3));
        assert!(one.summary.score.fixed >= 40 && one.lacking.is_empty());
    }
}
