//! Reads the sources of word frequencies: the wordfreq list and a table of counts.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use anyhow::{Context, Result, ensure};
use flate2::read::GzDecoder;
use ordret::language::fingerprint::FingerprintTable;
use ordret::language::frequency::quantise;
use ordret::profile::Profile;

/// Words in lower case with their probabilities.
pub type Probabilities = BTreeMap<String, f64>;

/// Counts below this say more about the texts than about the language.
const MIN_COUNT: u64 = 5;

/// Reads wordfreq's cBpack: a header, then one list of words for each centibel below 1 (0 cB, -1 cB, …).
pub fn wordfreq(path: &Path) -> Result<Probabilities> {
    let mut reader = GzDecoder::new(BufReader::new(File::open(path)?));
    let value = rmpv::decode::read_value(&mut reader).context("the list is no msgpack")?;
    let bins = value.as_array().context("the list is no array")?;
    ensure!(bins.first().is_some_and(rmpv::Value::is_map), "the list has no header");
    let mut words = Probabilities::new();
    for (centibels, bin) in bins[1..].iter().enumerate() {
        let probability = 10f64.powf(-(centibels as f64) / 100.0);
        for word in bin.as_array().context("a bin is no array")? {
            let word = word.as_str().context("a word is no text")?;
            if is_word(word) {
                words.insert(word.to_owned(), probability);
            }
        }
    }
    Ok(words)
}

/// Reads counts (`word<TAB>modern<TAB>old`, gzipped); only the modern column is used.
pub fn counts(path: &Path) -> Result<Probabilities> {
    let reader = BufReader::new(GzDecoder::new(File::open(path)?));
    let mut counts = BTreeMap::new();
    for line in reader.lines() {
        let line = line?;
        let mut fields = line.split('\t');
        if let (Some(word), Some(Ok(count))) = (fields.next(), fields.next().map(str::parse::<u64>))
            && is_word(word)
        {
            counts.insert(word.to_owned(), count);
        }
    }
    Ok(listed(counts))
}

/// The words of what `ordret learn` learned.
pub fn of_profile(profile: &Profile) -> Probabilities {
    let words = profile.counts().words().filter(|word| word.any_case > 0 && is_word(word.form));
    listed(words.map(|word| (word.form.to_owned(), u64::from(word.any_case))).collect())
}

fn listed(mut counts: BTreeMap<String, u64>) -> Probabilities {
    let total: u64 = counts.values().sum();
    counts.retain(|_, count| *count >= MIN_COUNT);
    counts.into_iter().map(|(word, count)| (word, count as f64 / total as f64)).collect()
}

/// Numbers and marks (`<s>`) are left out.
fn is_word(word: &str) -> bool {
    word.chars().any(char::is_alphabetic) && !word.contains(|c: char| c.is_numeric() || c == '<' || c.is_whitespace())
}

/// The table of a source.
pub fn table(words: &Probabilities) -> Result<Vec<u8>> {
    let entries: Vec<(&str, u8)> = words.iter().map(|(w, p)| (w.as_str(), quantise(*p))).collect();
    Ok(FingerprintTable::write(&entries)?)
}
