//! The lanes: which words each language has, and how often.

use anyhow::{Context, Result};

use crate::faces;
use crate::inputs::{Inputs, Listed, Words};

/// Words of a list of wordfreq that are read.
const LISTED: usize = 120_000;
/// What sentences weigh beside a list of words.
const SENTENCES: f64 = 0.1;
/// What the Declaration weighs, word by word, beside sentences: it is of one kind.
const DECLARATION: f64 = 0.5;
/// What a spelling dictionary weighs beside text: it knows words, not how often they stand.
const DICTIONARY: f64 = 0.35;

/// How many of a text's words are in no list, by where the words of the lane come from. Chosen: lists of wordfreq reach down to
/// one word in a million or deeper; what is made by rules covers less; of other languages half a text's words are new.
const UNSEEN_LISTED: f64 = 0.05;
const UNSEEN_MADE: f64 = 0.15;
const UNSEEN_OTHER: f64 = 0.5;

/// One lane.
pub struct Lane {
    /// Its code in `languages.tsv`.
    pub code: String,
    /// Its words. None in the last lane, which is the mean of the others.
    pub words: Words,
    /// The share of running text whose words are not among them.
    pub unseen: f64,
}

/// A line of `languages.tsv`.
struct Line {
    code: String,
    wordfreq: Vec<String>,
    lingua: Vec<String>,
    udhr: Vec<String>,
}

impl Line {
    fn parse(line: &str) -> Option<Self> {
        let fields: Vec<&str> = line.split('\t').collect();
        let [code, _, wordfreq, lingua, udhr] = fields[..] else {
            return None;
        };
        let names = |field: &str| field.split(',').filter(|name| *name != "-").map(str::to_owned).collect();
        Some(Self { code: code.to_owned(), wordfreq: names(wordfreq), lingua: names(lingua), udhr: names(udhr) })
    }
}

/// Reads all lanes, in the order of `languages.tsv`.
pub fn read(inputs: &Inputs<'_>) -> Result<Vec<Lane>> {
    let table = inputs.table("languages.tsv")?;
    let mut lines = Vec::new();
    for line in table.lines().filter(|line| !line.starts_with('#')) {
        lines.push(Line::parse(line).with_context(|| format!("languages.tsv: {line}"))?);
    }
    let named: Vec<String> = lines.iter().flat_map(|line| line.udhr.clone()).collect();
    for line in lines.iter_mut().filter(|line| line.udhr == ["*"]) {
        line.udhr = inputs.udhr_in_latin()?.into_iter().filter(|name| !named.contains(name)).collect();
    }
    let danish = Danish {
        modern: inputs.counts("unigrams.tsv.gz")?,
        old: inputs.counts("old/unigrams.tsv.gz")?,
        listed: inputs.wordfreq("da", LISTED)?,
    };
    lines.iter().map(|line| danish.face(inputs, line).unwrap_or_else(|| language(inputs, line))).collect()
}

/// What is listed of Danish.
struct Danish {
    modern: Listed,
    old: Listed,
    listed: Listed,
}

impl Danish {
    /// A lane of Danish.
    fn face(&self, inputs: &Inputs<'_>, line: &Line) -> Option<Result<Lane>> {
        let lane = |words: Result<Words>, unseen| {
            Some(words.map(|words| Lane { code: line.code.clone(), words: words.shares(), unseen }))
        };
        match line.code.as_str() {
            "da" => lane(self.modern(inputs, line), UNSEEN_LISTED),
            "da-1900" => lane(Ok(Words::of(&self.old)), UNSEEN_LISTED),
            "da-1600" => lane(faces::early(inputs, &self.modern, &self.old), UNSEEN_MADE),
            "da-misread" => {
                let sources = [(&self.modern, 1.0), (&self.listed, 0.7), (&self.old, 0.5)];
                lane(faces::misread(inputs, sources), UNSEEN_MADE)
            }
            _ => None,
        }
    }

    /// Half our own counts, half what other languages have.
    fn modern(&self, inputs: &Inputs<'_>, line: &Line) -> Result<Words> {
        let mut words = Words::default();
        words.mix(&language(inputs, line)?.words, 0.5);
        words.mix(&Words::of(&self.modern), 0.5);
        Ok(words)
    }
}

/// A lane of lists, sentences and texts.
fn language(inputs: &Inputs<'_>, line: &Line) -> Result<Lane> {
    let mut listed = Words::default();
    for name in &line.wordfreq {
        listed.mix(&Words::of(&inputs.wordfreq(name, LISTED)?), 1.0);
    }
    let mut read = Words::default();
    for name in &line.lingua {
        read.add(&inputs.lingua(name)?, 1.0);
    }
    let weight = if line.lingua.is_empty() { 1.0 } else { DECLARATION };
    for name in &line.udhr {
        read.add(&inputs.udhr(name)?, weight);
    }
    let unseen = match (line.code.as_str(), line.wordfreq.is_empty()) {
        ("other", _) => UNSEEN_OTHER,
        (_, true) => read.unseen().clamp(UNSEEN_LISTED, UNSEEN_OTHER),
        (_, false) => UNSEEN_LISTED,
    };
    let mut words = Words::default();
    let sentences = if line.wordfreq.is_empty() { 1.0 } else { SENTENCES };
    words.mix(&listed.shares(), 1.0 - sentences);
    words.mix(&read.shares(), sentences);
    if line.code == "fo" {
        let mut dictionary = Words::default();
        dictionary.add(&inputs.dictionary("dictionary-fo")?, 1.0);
        words.mix(&dictionary.shares(), DICTIONARY);
    }
    Ok(Lane { code: line.code.clone(), words: words.shares(), unseen })
}
