//! Makes the table of word pairs from counts of words and pairs.

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::path::Path;

use anyhow::{Context, Result};
use flate2::read::GzDecoder;
use ordret::language::pairs::{PairCount, Pairs};
use ordret::language::{Case, Language, PackFiles};
use ordret::profile::Profile;

/// What a count in old texts is worth beside one in modern ones. With a half the held-out texts, all modern, are
/// foreseen better than without old ones or with as much of them; pairs seen but twice, in old texts, drop out.
const OLD: f64 = 0.5;
/// Fills four megabytes. A quarter of the pairs more made no choice between words better.
const MOST: usize = 550_000;

/// Counts of words and of pairs of them, in lower case, with the marks for edges and numbers among the words.
pub struct Counts {
    pub words: HashMap<String, f64>,
    pub pairs: Vec<PairCount>,
}

impl Counts {
    /// Gzipped counts of modern and old texts: `key<TAB>modern<TAB>old`; the words of a pair with a space between.
    pub fn of_tables(words: &Path, pairs: &Path) -> Result<Self> {
        let pairs = counts(pairs)?.into_iter().filter_map(|(pair, count)| {
            let (left, right) = pair.split_once(' ')?;
            Some(PairCount { left: left.to_owned(), right: right.to_owned(), count })
        });
        Ok(Self { words: counts(words)?.into_iter().collect(), pairs: pairs.collect() })
    }

    /// What `ordret learn` learned. Pairs seen once are left out, as the tables leave them out: they tell of the texts
    /// more than of the language.
    pub fn of_profile(profile: &Profile) -> Self {
        let counts = profile.counts();
        let words = counts.words().filter(|word| word.any_case > 0);
        let mut pairs: Vec<PairCount> = counts
            .pairs()
            .filter(|pair| pair.count > 1)
            .map(|pair| PairCount {
                left: pair.left.to_owned(),
                right: pair.right.to_owned(),
                count: f64::from(pair.count),
            })
            .collect();
        pairs.sort_by(|a, b| (&a.left, &a.right).cmp(&(&b.left, &b.right)));
        Self { words: words.map(|word| (word.form.to_owned(), f64::from(word.any_case))).collect(), pairs }
    }
}

/// Makes the table from counts, on top of the frequencies that `pack` already holds.
pub fn table(counts: &Counts, pack: &Path) -> Result<Vec<u8>> {
    let Counts { words, pairs } = counts;
    // A sum of whole and half numbers does not depend on its order.
    let running: f64 = words.values().sum();
    println!("{} pairs in the counts", pairs.len());
    let language = without_pairs(pack)?;
    let total = |word: &str| words.get(word).copied().unwrap_or(0.0);
    let probability =
        |word: &str| if word.starts_with('<') { total(word) / running } else { probability(&language, word) };
    Ok(Pairs::write(pairs, total, probability, MOST)?)
}

/// Counts are in lower case; a name is as probable as when it is written right.
fn probability(language: &Language, word: &str) -> f64 {
    let name = language.log_probability(&Case::Capitalised.apply(word));
    f64::from(language.log_probability(word).max(name)).exp()
}

/// The language as the files of the pack have it now, pairs aside.
pub fn without_pairs(pack: &Path) -> Result<Language> {
    let read = |name: &str| fs::read(pack.join(name)).with_context(|| name.to_owned());
    let mut files = PackFiles::new("da", read("words.fst")?, read("words.table")?, read("letters.model")?);
    files.frequencies = vec![read("frequencies-wordfreq.table")?.into(), read("frequencies-records.table")?.into()];
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
