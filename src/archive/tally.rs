use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::DocumentKind;
use crate::record::{ByRule, Document, Gone, HiddenFindings, Skipped, Summary};
use crate::text::Confidence;

/// How many names of documents a tally keeps of each sort, so that it does not grow with the archive.
const NAMES: usize = 20;

/// What a run did, in numbers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tally {
    /// Documents done.
    pub documents: u64,
    /// Bytes of them.
    pub bytes: u64,
    /// Documents with edits.
    pub changed: u64,
    /// Documents with no edit, but written in another encoding than they came in.
    pub recoded: u64,
    /// Documents that are containers; their members are counted by themselves.
    pub containers: u64,
    /// Members of containers.
    pub members: u64,
    /// Members with edits.
    pub changed_members: u64,
    /// Members that an ended run did before, and that were taken over from it.
    pub members_from_before: u64,
    /// Bytes of long texts that an ended run did before, and that were taken over from it.
    pub bytes_from_before: u64,
    /// Edits by rules (joined with `+`) and level.
    pub edits: BTreeMap<(Cow<'static, str>, Confidence), u64>,
    /// Suspects by rule and level.
    pub suspects: BTreeMap<(Cow<'static, str>, Confidence), u64>,
    /// Documents that an earlier run did, and whose input and output are what they were: they were looked at only. They are among
    /// the documents, and their edits among the counts of none.
    pub unchanged_since: u64,
    /// Documents that passed through, being no text.
    pub passed: u64,
    /// The first of them, by name and kind.
    pub passed_names: Vec<(String, DocumentKind)>,
    /// Documents that passed through, their encoding not being told or not read.
    pub undecoded: u64,
    /// The first of them, by name.
    pub undecoded_names: Vec<String>,
    /// Documents with a note, by name and note.
    pub noted: Vec<(String, Cow<'static, str>)>,
    /// Things that are no documents.
    pub skipped: u64,
    /// The first of them, by name and what they are.
    pub skipped_names: Vec<(String, Cow<'static, str>)>,
    /// Documents of earlier runs that the inputs no longer hold.
    pub gone: u64,
    /// The first of them, by name.
    pub gone_names: Vec<String>,
    /// Those of them whose outputs are removed.
    pub pruned: u64,
    /// Documents that could not be done.
    pub failures: u64,
    /// The ledger, if the run came to its end.
    pub ledger: Option<PathBuf>,
    /// The run was stopped before all was done; the same run goes on from there.
    pub stopped: bool,
}

impl Tally {
    /// Edits of all rules and levels.
    pub fn edit_count(&self) -> u64 {
        self.edits.values().sum()
    }

    /// Edits and suspects of this level or a surer one.
    pub fn found_from(&self, level: Confidence) -> u64 {
        let found = self.edits.iter().chain(&self.suspects).filter(|((_, of), _)| *of >= level);
        found.map(|(_, count)| count).sum()
    }

    /// Calls the one document of a run otherwise, and so the members of it.
    pub(super) fn rename(&mut self, name: &str) {
        let passed = self.passed_names.iter_mut().map(|(known, _)| known).chain(&mut self.undecoded_names);
        for known in passed.chain(self.noted.iter_mut().map(|(known, _)| known)) {
            *known = match known.split_once("//") {
                Some((_, member)) => format!("{name}//{member}"),
                None => name.to_owned(),
            };
        }
    }

    /// The same as the last line of a report.
    pub fn summary(&self) -> Summary {
        let by_rule = |counts: &BTreeMap<(Cow<'static, str>, Confidence), u64>| {
            let row = |((rules, level), count): (&(Cow<'static, str>, Confidence), &u64)| ByRule {
                rules: rules.clone(),
                level: *level,
                count: *count,
            };
            counts.iter().map(row).collect()
        };
        Summary {
            documents: self.documents,
            bytes: self.bytes,
            changed: self.changed,
            recoded: self.recoded,
            unchanged_since: self.unchanged_since,
            passed: self.passed + self.undecoded,
            skipped: self.skipped,
            gone: self.gone,
            pruned: self.pruned,
            failed: self.failures,
            edits: by_rule(&self.edits),
            suspects: by_rule(&self.suspects),
            hidden: HiddenFindings::default(),
        }
    }

    /// Suspects of all levels.
    pub fn suspect_count(&self) -> u64 {
        self.suspects.values().sum()
    }

    pub(super) fn document(&mut self, document: &Document) {
        self.documents += 1;
        self.bytes += document.unpacked_bytes();
        self.containers += u64::from(document.kind == DocumentKind::Container);
        if document.edits > 0 {
            self.changed += 1;
        } else if !document.is_unchanged() {
            self.recoded += 1;
        }
        self.name(document);
    }

    /// Counts a member of a container.
    pub(super) fn member(&mut self, document: &Document) {
        self.members += 1;
        self.changed_members += u64::from(document.edits > 0);
        self.name(document);
    }

    fn name(&mut self, document: &Document) {
        match document.kind {
            DocumentKind::Text | DocumentKind::Container => {}
            DocumentKind::Undecodable => {
                self.undecoded += 1;
                keep(&mut self.undecoded_names, || document.path.to_string());
            }
            kind => {
                self.passed += 1;
                keep(&mut self.passed_names, || (document.path.to_string(), kind));
            }
        }
        if let Some(note) = &document.note {
            keep(&mut self.noted, || (document.path.to_string(), note.clone()));
        }
    }

    /// Counts an edit by these rules, of this level; gives whether there was one before.
    pub(super) fn edit(&mut self, codes: Cow<'static, str>, level: Confidence) -> bool {
        let count = self.edits.entry((codes, level)).or_default();
        *count += 1;
        *count > 1
    }

    /// Counts a suspect by this rule, of this level.
    pub(super) fn suspect(&mut self, rule: Cow<'static, str>, level: Confidence) {
        *self.suspects.entry((rule, level)).or_default() += 1;
    }

    pub(super) fn skip(&mut self, skipped: &Skipped) {
        self.skipped += 1;
        keep(&mut self.skipped_names, || (skipped.path.to_string(), skipped.why.clone()));
    }

    pub(super) fn gone(&mut self, gone: &Gone) {
        self.gone += 1;
        self.pruned += u64::from(gone.pruned);
        keep(&mut self.gone_names, || gone.path.to_string());
    }

    /// Adds what another tally counted of edits, suspects and members.
    pub(super) fn add_notes(&mut self, other: &Self) {
        self.members += other.members;
        self.members_from_before += other.members_from_before;
        self.bytes_from_before += other.bytes_from_before;
        self.changed_members += other.changed_members;
        self.passed += other.passed;
        self.undecoded += other.undecoded;
        other.undecoded_names.iter().for_each(|name| keep(&mut self.undecoded_names, || name.clone()));
        other.passed_names.iter().for_each(|name| keep(&mut self.passed_names, || name.clone()));
        other.noted.iter().for_each(|name| keep(&mut self.noted, || name.clone()));
        for (key, count) in &other.edits {
            *self.edits.entry(key.clone()).or_default() += count;
        }
        for (key, count) in &other.suspects {
            *self.suspects.entry(key.clone()).or_default() += count;
        }
    }
}

/// Keeps one more name, unless there are enough.
pub(super) fn keep<T>(names: &mut Vec<T>, name: impl FnOnce() -> T) {
    if names.len() < NAMES {
        names.push(name());
    }
}
