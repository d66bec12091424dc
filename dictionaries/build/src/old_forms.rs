//! The forms of Danish as it was spelled from 1830 to 1930 that are not written so today.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use anyhow::{Context, Result};
use flate2::read::GzDecoder;
use ordret::language::Roles;
use ordret::language::fingerprint::FingerprintTable;
use ordret::language::frequency::{OLDEST, quantise};

use crate::frequencies::Probabilities;
use crate::hunspell::Forms;

/// A form that was counted less often may be a misprint of its edition.
const LEAST_COUNT: u64 = 3;
/// A form that the dictionary allows (`paa`) counts as old where it was written so many times as often then as now.
const OLDER: f64 = 100.0;

/// The table, in lower case, each form with its frequency: of counts (`word<TAB>count`, gzipped, as it was cased).
/// `today` are the frequencies of modern words; `oldest` are those that were hardly written so any more.
pub fn table(path: &Path, forms: &Forms, today: &Probabilities, oldest: &str) -> Result<Vec<u8>> {
    let mut counts: BTreeMap<String, u64> = BTreeMap::new();
    for line in BufReader::new(GzDecoder::new(File::open(path)?)).lines() {
        let line = line?;
        let (word, count) = line.split_once('\t').with_context(|| format!("{line:?} has no count"))?;
        if is_word(word) {
            *counts.entry(word.to_lowercase()).or_default() += count.parse::<u64>()?;
        }
    }
    let total: u64 = counts.values().sum();
    let is_older = |word: &str, count: u64| {
        let is_known = forms.get(word).is_some_and(|roles| roles.has(Roles::WORD));
        let now = today.get(word).copied().unwrap_or(1e-8);
        !is_known || count as f64 / total as f64 > OLDER * now
    };
    counts.retain(|word, count| *count >= LEAST_COUNT && is_older(word, *count));
    let mut entries: BTreeMap<&str, u8> =
        counts.iter().map(|(word, count)| (word.as_str(), quantise(*count as f64 / total as f64))).collect();
    entries.extend(oldest.lines().filter(|line| !line.starts_with('#')).map(|word| (word, OLDEST)));
    println!("{} forms of old spelling", entries.len());
    Ok(FingerprintTable::write(&entries.into_iter().collect::<Vec<_>>())?)
}

fn is_word(word: &str) -> bool {
    word.chars().all(|c| c.is_alphabetic() || c == '\'') && word.chars().nth(1).is_some()
}
