//! Makes the table of word pairs from counts of words and pairs.

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::path::Path;

use anyhow::{Context, Result};
use flate2::read::GzDecoder;
use ordret::language::pairs::{PairCount, Pairs};
use ordret::language::{Case, Language, PackFiles};

/// What a count in old texts is worth beside one in modern ones. With a half the held-out texts, all modern, are
/// foreseen better than without old ones or with as much of them; pairs seen but twice, in old texts, drop out.
const OLD: f64 = 0.5;
/// Fills four megabytes. A quarter of the pairs more made no choice between words better.
const MOST: usize = 550_000;

/// Makes the table from `words` and `pairs`, gzipped counts (`key<TAB>modern<TAB>old`; the words of a pair with a space
/// between), on top of the frequencies that `pack` already holds.
pub fn table(words: &Path, pairs: &Path, pack: &Path) -> Result<Vec<u8>> {
    let words: HashMap<String, f64> = counts(words)?.into_iter().collect();
    let running: f64 = words.values().sum();
    let pairs: Vec<PairCount> = counts(pairs)?
        .into_iter()
        .filter_map(|(pair, count)| {
            let (left, right) = pair.split_once(' ')?;
            Some(PairCount { left: left.to_owned(), right: right.to_owned(), count })
        })
        .collect();
    println!("{} pairs in the counts", pairs.len());
    let language = without_pairs(pack)?;
    let total = |word: &str| words.get(word).copied().unwrap_or(0.0);
    let probability =
        |word: &str| if word.starts_with('<') { total(word) / running } else { probability(&language, word) };
    Ok(Pairs::write(&pairs, total, probability, MOST)?)
}

/// Counts are in lower case; a name is as probable as when it is written right.
fn probability(language: &Language, word: &str) -> f64 {
    let name = language.log_probability(&Case::Capitalised.apply(word));
    f64::from(language.log_probability(word).max(name)).exp()
}

/// The language as the files of the pack have it now, pairs aside.
pub fn without_pairs(pack: &Path) -> Result<Language> {
    let read = |name: &str| fs::read(pack.join(name)).with_context(|| name.to_owned());
    let files = PackFiles {
        forms: read("words.fst")?.into(),
        words: read("words.table")?.into(),
        frequencies: vec![read("frequencies-wordfreq.table")?.into(), read("frequencies-records.table")?.into()],
        letters: read("letters.model")?.into(),
        pairs: None,
        classes: None,
    };
    Ok(Language::new(files)?)
}

/// The counts of a file, old ones at their weight.
pub fn counts(path: &Path) -> Result<Vec<(String, f64)>> {
    let reader = BufReader::new(GzDecoder::new(File::open(path).with_context(|| path.display().to_string())?));
    let mut counts = Vec::new();
    for line in reader.lines() {
        let line = line?;
        let mut fields = line.split('\t');
        if let (Some(key), Some(Ok(modern)), Some(Ok(old))) =
            (fields.next(), fields.next().map(str::parse::<f64>), fields.next().map(str::parse::<f64>))
        {
            counts.push((key.to_owned(), modern + OLD * old));
        }
    }
    Ok(counts)
}
