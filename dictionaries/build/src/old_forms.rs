//! The forms of Danish as it was spelled from 1830 to 1930 that are not written so today.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use anyhow::{Context, Result};
use flate2::read::GzDecoder;
use ordret::language::Roles;
use ordret::language::fingerprint::FingerprintTable;
use ordret::language::{OLD, OLDEST, TELLS_OLD};

use crate::frequencies::Probabilities;
use crate::hunspell::Forms;

/// A form that was counted less often may be a misprint of its edition.
const LEAST_COUNT: u64 = 3;
/// A form that the dictionary allows (`paa`) counts as old where it was written so many times as often then as now.
const OLDER: f64 = 100.0;
/// One that was so frequent, and so many times as frequent as now, tells that a text is old: four in a hundred words of such
/// text are, and one in a thousand of modern text, misread text too.
const TELLING: f64 = 2e-5;
const MUCH_OLDER: f64 = 400.0;

/// The table, in lower case, each form with what it tells: of counts (`word<TAB>count`, gzipped, as it was cased).
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
    let all = counts.clone();
    let now = |word: &str| today.get(word).copied().unwrap_or(1e-8);
    let then = |count: u64| count as f64 / total as f64;
    let is_older = |word: &str, count: u64| {
        let is_known = forms.get(word).is_some_and(|roles| roles.has(Roles::WORD));
        !is_known || then(count) > OLDER * now(word)
    };
    counts.retain(|word, count| *count >= LEAST_COUNT && is_older(word, *count));
    let tells = |word: &str, count: u64| then(count) >= TELLING && then(count) > MUCH_OLDER * now(word);
    let payload = |word: &str, count: u64| if tells(word, count) { TELLS_OLD } else { OLD };
    counts.retain(|word, count| tells(word, *count) || !is_misprint(word, *count, &all));
    let mut entries: BTreeMap<&str, u8> =
        counts.iter().map(|(word, count)| (word.as_str(), payload(word, *count))).collect();
    entries.extend(oldest.lines().filter(|line| !line.starts_with('#')).map(|word| (word, OLDEST)));
    println!("{} forms of old spelling", entries.len());
    Ok(FingerprintTable::write(&entries.into_iter().collect::<Vec<_>>())?)
}

/// Whether a form is one letter that is easily taken for another away from one that is so many times as frequent: a misprint
/// of an edition (`storste`), not a spelling.
fn is_misprint(word: &str, count: u64, all: &BTreeMap<String, u64>) -> bool {
    const TIMES: u64 = 50;
    const TAKEN: [(char, char); 16] = [
        ('o', 'ø'),
        ('a', 'å'),
        ('e', 'æ'),
        ('a', 'æ'),
        ('f', 's'),
        ('c', 'e'),
        ('e', 'c'),
        ('n', 'u'),
        ('u', 'n'),
        ('i', 'l'),
        ('l', 'i'),
        ('t', 'l'),
        ('h', 'b'),
        ('b', 'h'),
        ('v', 'r'),
        ('r', 'v'),
    ];
    word.char_indices().any(|(at, c)| {
        TAKEN.iter().filter(|(read, _)| *read == c).any(|(_, meant)| {
            let other = format!("{}{meant}{}", &word[..at], &word[at + c.len_utf8()..]);
            all.get(&other).is_some_and(|often| *often >= TIMES * count)
        })
    })
}

fn is_word(word: &str) -> bool {
    word.chars().all(|c| c.is_alphabetic() || c == '\'') && word.chars().nth(1).is_some()
}
