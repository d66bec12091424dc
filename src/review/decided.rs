//! The file of decisions that a review writes.

use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::Path;

use thiserror::Error;

use crate::record::{DECISIONS_FORMAT, DECISIONS_VERSION, DecisionLine, Subject, WrittenDecision, series_id};

/// What editors of Windows put before a text.
const BOM: &[u8] = "\u{feff}".as_bytes();
/// Bytes of the longest line: a passage and what it becomes.
const LINE_BYTES: usize = 1 << 16;

/// Said of another kind of file, which must not be added to.
const NO_DECISIONS: &str = "no file of decisions begins so; choose another --decisions";

/// Why a file of decisions cannot be gone on with.
#[derive(Debug, Error)]
pub enum DecidedError {
    /// It cannot be read or written.
    #[error("{0}")]
    File(#[from] io::Error),
    /// A line is no decision.
    #[error("line {0}: {1}")]
    Line(usize, String),
}

/// A file of decisions, which is added to, and what it says.
#[derive(Debug)]
pub struct DecisionFile {
    file: File,
    said: BTreeMap<Subject, Option<String>>,
}

impl DecisionFile {
    /// Opens a file, or begins one.
    ///
    /// # Errors
    /// Where it cannot be read and written, or holds what is no decision.
    pub fn open(path: &Path) -> Result<Self, DecidedError> {
        let mut file = OpenOptions::new().read(true).append(true).create(true).open(path)?;
        if !file.metadata()?.is_file() {
            return Err(io::Error::other("it is no regular file").into());
        }
        let mut said = BTreeMap::new();
        let mut ends = true;
        let mut reader = BufReader::new(&mut file);
        let mut line = Vec::new();
        for number in 1.. {
            line.clear();
            (&mut reader).take(LINE_BYTES as u64).read_until(b'\n', &mut line)?;
            let Some(last) = line.last() else { break };
            ends = *last == b'\n';
            let text = line.strip_prefix(BOM).unwrap_or(&line).trim_ascii();
            if !text.is_empty() {
                let read: DecisionLine =
                    serde_json::from_slice(text).map_err(|cause| DecidedError::Line(number, cause.to_string()))?;
                if number == 1 && !read.begins_file() {
                    return Err(DecidedError::Line(number, NO_DECISIONS.to_owned()));
                }
                take(&mut said, &read).map_err(|fault| DecidedError::Line(number, fault))?;
            }
        }
        let mut opened = Self { file, said };
        if opened.file.metadata()?.len() == 0 {
            let (format, version) = (DECISIONS_FORMAT.to_owned(), DECISIONS_VERSION);
            opened.append(&[DecisionLine::Decisions { format, version }], "")?;
        } else if !ends {
            opened.append(&[], "\n")?;
        }
        Ok(opened)
    }

    /// Adds lines as they are made: decisions and undoings. A decision about what was decided undoes that first.
    ///
    /// # Errors
    /// Where a line is none of these, with its number from 1; or where the file cannot be written. Then nothing is added.
    pub fn add(&mut self, text: &str) -> Result<(), DecidedError> {
        let mut said = self.said.clone();
        let mut lines = Vec::new();
        for (at, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            let refuse = |cause: String| DecidedError::Line(at + 1, cause);
            if line.len() > LINE_BYTES / 2 {
                return Err(refuse("it is too long".to_owned()));
            }
            let read: DecisionLine = serde_json::from_str(line).map_err(|cause| refuse(cause.to_string()))?;
            match &read {
                DecisionLine::Decision(decision) if said.contains_key(&decision.subject()) => {
                    lines.push(DecisionLine::Undo(WrittenDecision { reading: None, ..decision.clone() }));
                }
                DecisionLine::Decision(_) => {}
                DecisionLine::Undo(undone) if said.contains_key(&undone.subject()) => {}
                DecisionLine::Undo(_) => continue,
                _ => return Err(refuse("it is no decision".to_owned())),
            }
            take(&mut said, &read).map_err(refuse)?;
            lines.push(read);
        }
        self.append(&lines, "")?;
        self.said = said;
        Ok(())
    }

    /// Writes lines behind `before` to the end of the file, and sees them on the disk.
    fn append(&mut self, lines: &[DecisionLine], before: &str) -> io::Result<()> {
        let mut bytes = before.as_bytes().to_vec();
        for line in lines {
            serde_json::to_writer(&mut bytes, line)?;
            bytes.push(b'\n');
        }
        self.file.write_all(&bytes)?;
        self.file.sync_data()
    }

    /// What was decided of a series: nothing; that it is right as it stands; what it becomes.
    pub(super) fn of_series(&self, rule: &str, text: &str) -> Option<Option<&str>> {
        let subject = Subject::Series(rule.to_owned(), text.to_owned());
        self.said.get(&subject).map(Option::as_deref)
    }

    /// The same of a place, by what its finding is called.
    pub(super) fn of_place(&self, id: &str) -> Option<Option<&str>> {
        self.said.get(&Subject::Place(id.to_owned())).map(Option::as_deref)
    }

    /// All that was decided, by what the series or place is called.
    pub(super) fn all(&self) -> Vec<(String, Option<&str>)> {
        let name = |subject: &Subject| match subject {
            Subject::Series(rule, text) => series_id(rule, text).into(),
            Subject::Place(id) => id.clone(),
        };
        self.said.iter().map(|(subject, said)| (name(subject), said.as_deref())).collect()
    }

    /// How much was decided.
    pub fn len(&self) -> usize {
        self.said.len()
    }

    /// Whether nothing was decided.
    pub fn is_empty(&self) -> bool {
        self.said.is_empty()
    }
}

/// Takes in a line; fails where it is about nothing.
fn take(said: &mut BTreeMap<Subject, Option<String>>, line: &DecisionLine) -> Result<(), String> {
    if let Some(fault) = line.fault() {
        return Err(fault);
    }
    match line {
        DecisionLine::Decision(decision) => drop(said.insert(decision.subject(), decision.reading.clone())),
        DecisionLine::Undo(undone) => drop(said.remove(&undone.subject())),
        DecisionLine::Decisions { .. } | DecisionLine::Other => {}
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const ACCEPTED: &str = r#"{"type":"decision","rule":"W101","text":"pa","reading":"på"}"#;
    const RIGHT: &str = r#"{"type":"decision","rule":"W101","text":"pa"}"#;

    #[test]
    fn another_kind_of_file_is_left_alone() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("ledger.jsonl");
        let ledger = "{\"type\":\"ledger\",\"format\":\"ordret-ledger\"}\n";
        std::fs::write(&path, ledger).unwrap();
        assert!(DecisionFile::open(&path).unwrap_err().to_string().contains("no file of decisions"));
        assert_eq!(std::fs::read_to_string(&path).unwrap(), ledger);
        std::fs::write(&path, format!("\u{feff}{ACCEPTED}\n")).unwrap();
        assert_eq!(DecisionFile::open(&path).unwrap().len(), 1);
    }

    #[test]
    fn a_changed_mind_is_written_down_and_read_back() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("decisions.jsonl");
        let mut file = DecisionFile::open(&path).unwrap();
        file.add(ACCEPTED).unwrap();
        file.add(RIGHT).unwrap();
        assert_eq!(file.of_series("W101", "pa"), Some(None));
        let written = std::fs::read_to_string(&path).unwrap();
        let types: Vec<&str> = written.lines().map(|line| line.split('"').nth(3).unwrap()).collect();
        assert_eq!(types, ["decisions", "decision", "undo", "decision"]);
        let again = DecisionFile::open(&path).unwrap();
        assert_eq!((again.of_series("W101", "pa"), again.len()), (Some(None), 1));
    }

    #[test]
    fn what_is_no_decision_is_refused_and_nothing_of_it_is_written() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("decisions.jsonl");
        std::fs::write(&path, RIGHT).unwrap();
        let mut file = DecisionFile::open(&path).unwrap();
        for wrong in ["nonsense", r#"{"type":"decision","rule":"X1","text":"pa"}"#, r#"{"type":"decisions"}"#] {
            assert!(file.add(&format!("{ACCEPTED}\n{wrong}")).is_err(), "{wrong}");
        }
        assert_eq!(std::fs::read_to_string(&path).unwrap(), format!("{RIGHT}\n"));
        assert!(DecisionFile::open(home.path()).is_err());
    }
}
