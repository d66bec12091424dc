//! Gathers an overview from a ledger, record by record, in memory that does not grow with it.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::super::damage::{folder_of, is_of_words, share, share_of_document, words_of};
use super::super::worst::Worst;
use super::{Counts, Doubt, Failure, Overview, Row, RuleCounts};
use crate::DocumentKind;
use crate::record::{Document, Header, Record};
use crate::rules;

/// Folders that are told apart; documents of others are counted together.
const MOST_FOLDERS: usize = 300;
/// What those are called.
const OTHERS: &str = "…";
/// What documents in no folder are called.
const ROOT: &str = ".";
/// The most damaged documents that are named.
const WORST: usize = 20;
/// Documents that are named because something is the matter with them.
const NAMED: usize = 200;

/// Gathers an overview.
pub struct Surveying {
    overview: Overview,
    folders: BTreeMap<String, Counts>,
    encodings: BTreeMap<String, Counts>,
    rules: BTreeMap<String, (u64, u64)>,
    worst: Worst<Row>,
    current: Option<Document>,
    /// Edits of its text: a package has others, of the file's own accounts.
    edits: u64,
    /// Words of the document that were damaged, and are.
    damaged: f64,
    left: f64,
}

impl Surveying {
    /// A survey of a ledger that begins so.
    pub fn new(header: &Header) -> Self {
        let run = &header.run;
        let overview = Overview { tool: run.tool.clone(), apply: run.options.apply.clone(), ..Overview::default() };
        let (folders, encodings, rules) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        let (worst, current) = (Worst::new(WORST), None);
        Self { overview, folders, encodings, rules, worst, current, edits: 0, damaged: 0.0, left: 0.0 }
    }

    /// Takes in the next record.
    pub fn take(&mut self, record: &Record) {
        match record {
            Record::Document(document) => {
                self.end_document();
                self.gone(document);
                // What a container holds is counted, each by itself.
                self.current = (document.kind != DocumentKind::Container).then(|| document.clone());
            }
            Record::Member(member) => {
                self.end_document();
                self.current = Some(member.document.clone());
            }
            Record::Edit(edit) if edit.is_of_file() => {}
            Record::Edit(edit) => {
                self.edits += 1;
                self.rule(&edit.codes()).0 += 1;
                if edit.kind.rules.iter().any(|rule| is_of_words(rule)) {
                    self.damaged += 1.0;
                    self.left += f64::from(1.0 - edit.probability);
                }
            }
            Record::Suspect(suspect) => {
                self.rule(&suspect.rule).1 += 1;
                if is_of_words(&suspect.rule) {
                    self.damaged += f64::from(suspect.probability);
                    self.left += f64::from(suspect.probability);
                }
            }
            Record::Skipped(_) => self.overview.skipped += 1,
            Record::Failed(failed) => {
                self.overview.failed_count += 1;
                if self.overview.failed.len() < NAMED {
                    self.overview.failed.push(Failure { path: failed.path.to_string(), cause: failed.cause.clone() });
                }
            }
            _ => {}
        }
    }

    /// What was gathered; `is_finished` where the ledger has its end.
    pub fn finish(mut self, is_finished: bool) -> Overview {
        self.end_document();
        let rows = |counts: BTreeMap<String, Counts>| -> Vec<Row> {
            counts.into_iter().map(|(name, counts)| Row { name, counts }).collect()
        };
        let mut encodings = rows(self.encodings);
        encodings.sort_by_key(|row| Reverse(row.counts.documents));
        let worst = self.worst.into_sorted().collect();
        let rules = self.rules.into_iter().map(|(rule, (edits, suspects))| {
            let first = rule.split('+').next();
            let known = rules().iter().find(|known| Some(known.code.0) == first);
            let about = known.map_or_else(String::new, |known| known.summary());
            RuleCounts { rule, about, edits, suspects }
        });
        Overview { is_finished, folders: rows(self.folders), encodings, rules: rules.collect(), worst, ..self.overview }
    }

    fn gone(&mut self, document: &Document) {
        if document.gone {
            self.overview.gone_count += 1;
            if self.overview.gone.len() < NAMED {
                self.overview.gone.push(document.path.to_string());
            }
        }
    }

    fn rule(&mut self, code: &str) -> &mut (u64, u64) {
        if !self.rules.contains_key(code) {
            self.rules.insert(code.to_owned(), (0, 0));
        }
        self.rules.entry(code.to_owned()).or_default()
    }

    fn end_document(&mut self) {
        let Some(document) = self.current.take() else { return };
        let counts = self.counts(&document);
        (self.edits, self.damaged, self.left) = (0, 0.0, 0.0);
        self.overview.total.add(&counts);
        let folder = match folder_of(&document.path) {
            folder if folder.is_empty() => ROOT.to_owned(),
            folder if self.folders.len() < MOST_FOLDERS || self.folders.contains_key(&folder) => folder,
            _ => OTHERS.to_owned(),
        };
        self.folders.entry(folder).or_default().add(&counts);
        let encoding = document.encoding.clone().unwrap_or_else(|| document.kind.as_str().to_owned());
        self.encodings.entry(encoding).or_default().add(&counts);
        if let (Some(encoding), Some(rival)) = (&document.encoding, &document.rival) {
            self.overview.doubtful_encoding_count += 1;
            if self.overview.doubtful_encodings.len() < NAMED {
                let (path, encoding, rival) = (document.path.to_string(), encoding.clone(), rival.clone());
                self.overview.doubtful_encodings.push(Doubt { path, encoding, rival });
            }
        }
        if counts.edits + counts.suspects > 0 {
            let name = document.path.to_string();
            let of_document = |damaged| share_of_document(damaged, counts.words);
            let (damaged, left) = (of_document(counts.damaged_words), of_document(counts.left_words));
            self.worst.push(damaged, name.clone(), Row { name, counts: Counts { damaged, left, ..counts } });
        }
    }

    fn counts(&self, document: &Document) -> Counts {
        let is_text = document.kind == DocumentKind::Text;
        let mut counts = Counts {
            documents: 1,
            bytes: document.input.bytes,
            no_text: u64::from(!is_text),
            mended: u64::from(document.edits > 0),
            edits: self.edits,
            suspects: document.suspects,
            words: words_of(document),
            damaged_words: self.damaged,
            left_words: self.left,
            ..Counts::default()
        };
        counts.settle();
        counts
    }
}

impl Counts {
    fn add(&mut self, other: &Self) {
        self.documents += other.documents;
        self.bytes += other.bytes;
        self.no_text += other.no_text;
        self.mended += other.mended;
        self.edits += other.edits;
        self.suspects += other.suspects;
        self.words += other.words;
        self.damaged_words += other.damaged_words;
        self.left_words += other.left_words;
        self.settle();
    }

    fn settle(&mut self) {
        (self.damaged, self.left) = (share(self.damaged_words, self.words), share(self.left_words, self.words));
    }
}
