//! Files of decisions.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::mem;
use std::path::Path;

use super::exit::usage;
use crate::archive::{PlacedDecision, PlacedDecisions};
use crate::record::{DecisionLine, Subject, WrittenDecision};
use crate::{Decision, Decisions};

/// Bytes of the largest file of decisions: a million of them need less.
const LARGEST: u64 = 256 << 20;
/// Conflicts that are named.
const NAMED: usize = 20;

/// The decisions of all files that were given.
#[derive(Debug, Default)]
pub(super) struct GivenDecisions {
    found: BTreeMap<Subject, Found>,
    conflicts: Vec<String>,
    /// BLAKE3 of each file, for the ledger.
    pub blake3: Vec<String>,
}

/// A decision with where it is written.
#[derive(Debug)]
struct Found {
    decision: WrittenDecision,
    place: String,
}

impl GivenDecisions {
    /// Reads one more file.
    ///
    /// Fails, as a usage error that names the file, the line and the reason, where it is no file of decisions.
    pub fn read(&mut self, path: &Path) -> anyhow::Result<()> {
        let refuse = |cause: &dyn std::fmt::Display| usage(format!("the decisions {}: {cause}", path.display()));
        let file = File::open(path).map_err(|cause| refuse(&cause))?;
        let size = file.metadata().map_err(|cause| refuse(&cause))?;
        if !size.is_file() || size.len() > LARGEST {
            return Err(refuse(&format!("no file, or one of more than {} MiB", LARGEST >> 20)));
        }
        self.read_lines(BufReader::new(file.take(LARGEST)), path)
    }

    /// Reads the lines of one more file, which errors call by its path.
    pub fn read_lines(&mut self, lines: impl BufRead, path: &Path) -> anyhow::Result<()> {
        let refuse = |cause: &dyn std::fmt::Display| usage(format!("the decisions {}: {cause}", path.display()));
        let mut hasher = blake3::Hasher::new();
        let (mut of_file, mut is_first) = (BTreeMap::new(), true);
        for (at, line) in lines.lines().enumerate() {
            let line = line.map_err(|cause| refuse(&cause))?;
            hasher.update(line.as_bytes()).update(b"\n");
            // Editors of Windows put a mark before a text.
            let line = line.strip_prefix('\u{feff}').filter(|_| at == 0).unwrap_or(&line);
            if !line.trim().is_empty() {
                let place = format!("{}:{}", path.display(), at + 1);
                let read = read_line(line, &place)?;
                if mem::take(&mut is_first) && !read.begins_file() {
                    return Err(usage(format!(
                        "{place}: no file of decisions begins so; give one that `ordret report` exported"
                    )));
                }
                self.take(read, place, &mut of_file);
            }
        }
        for (subject, found) in of_file {
            self.add(subject, found);
        }
        self.blake3.push(hasher.finalize().to_hex().to_string());
        Ok(())
    }

    /// Takes in a line of a file, of which `of_file` was read before.
    fn take(&mut self, read: DecisionLine, place: String, of_file: &mut BTreeMap<Subject, Found>) {
        match read {
            DecisionLine::Decision(decision) => {
                let (subject, found) = (decision.subject(), Found { decision, place });
                match of_file.get(&subject) {
                    None => drop(of_file.insert(subject, found)),
                    Some(known) => self.conflicts.extend(known.conflict(&found)),
                }
            }
            DecisionLine::Undo(undone) => drop(of_file.remove(&undone.subject())),
            DecisionLine::Decisions { .. } | DecisionLine::Other => {}
        }
    }

    /// Adds what a file says. What says otherwise than an earlier file is a conflict.
    fn add(&mut self, subject: Subject, found: Found) {
        match self.found.get(&subject) {
            None => drop(self.found.insert(subject, found)),
            Some(known) => self.conflicts.extend(known.conflict(&found)),
        }
    }

    /// All of them: of series, and of single places.
    ///
    /// Fails, as a usage error, where two people decided otherwise: which holds is not for a program to say.
    pub fn finish(&self) -> anyhow::Result<(Decisions, PlacedDecisions)> {
        if self.conflicts.is_empty() {
            let series = self.found.values().filter_map(Found::of_series);
            return Ok((Decisions::new(series), PlacedDecisions::new(self.found.values().filter_map(Found::of_place))));
        }
        let named = self.conflicts.iter().take(NAMED).map(String::as_str).collect::<Vec<_>>().join("\n  ");
        let more = self.conflicts.len().saturating_sub(NAMED);
        let more = if more > 0 { format!("\n  and {more} more") } else { String::new() };
        Err(usage(format!("decisions that contradict each other; take out one of each two:\n  {named}{more}")))
    }
}

/// Reads a line that stands at a place.
fn read_line(line: &str, place: &str) -> anyhow::Result<DecisionLine> {
    let read: DecisionLine = serde_json::from_str(line)
        .map_err(|cause| usage(format!("{place}: no decision as `ordret report` exports them: {cause}")))?;
    match read.fault() {
        Some(fault) => Err(usage(format!("{place}: {fault}"))),
        None => Ok(read),
    }
}

impl Found {
    /// That two say otherwise, if they do.
    fn conflict(&self, other: &Self) -> Option<String> {
        let names = || {
            let (one, two) = (said(&self.decision), said(&other.decision));
            format!("{} says {one}, {} says {two}", self.place, other.place)
        };
        (self.decision.reading != other.decision.reading).then(names)
    }

    /// Who decided, when, and where that is written.
    fn reason(&self) -> String {
        let said = |before: &str, said: &Option<String>| said.as_ref().map(|said| format!("{before}{said}"));
        let (by, at) = (said(" by ", &self.decision.by), said(", ", &self.decision.at));
        format!("decided{}{}, in {}", by.unwrap_or_default(), at.unwrap_or_default(), self.place)
    }

    fn of_series(&self) -> Option<Decision> {
        let WrittenDecision { rule, text, reading, place: None, .. } = self.decision.clone() else { return None };
        Some(Decision { rule, text, reading, reason: self.reason() })
    }

    fn of_place(&self) -> Option<PlacedDecision> {
        let WrittenDecision { rule, text, reading, place: Some(place), .. } = self.decision.clone() else {
            return None;
        };
        Some(PlacedDecision { rule, text, reading, place, reason: self.reason() })
    }
}

fn said(decision: &WrittenDecision) -> String {
    let WrittenDecision { rule, text, reading, place, .. } = decision;
    let there =
        place.as_ref().map_or_else(String::new, |place| format!(" in {} at byte {}", place.path, place.input.start));
    match reading {
        Some(reading) => format!("{rule} {text:?}{there} is {reading:?}"),
        None => format!("{rule} {text:?}{there} is right"),
    }
}
