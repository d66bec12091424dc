//! Files of decisions.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use super::exit::usage;
use crate::record::{DECISIONS_FORMAT, DECISIONS_VERSION, DecisionLine, WrittenDecision};
use crate::{Decision, Decisions};

/// Bytes of the largest file of decisions: a million of them need less.
const LARGEST: u64 = 256 << 20;
/// Conflicts that are named.
const NAMED: usize = 20;

/// The decisions of all files that were given.
#[derive(Debug, Default)]
pub(super) struct GivenDecisions {
    found: BTreeMap<(String, String), Found>,
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
        for (at, line) in lines.lines().enumerate() {
            let line = line.map_err(|cause| refuse(&cause))?;
            hasher.update(line.as_bytes()).update(b"\n");
            if line.trim().is_empty() {
                continue;
            }
            let place = format!("{}:{}", path.display(), at + 1);
            let read: DecisionLine = serde_json::from_str(&line)
                .map_err(|cause| usage(format!("{place}: no decision as `ordret report` exports them: {cause}")))?;
            match read {
                DecisionLine::Decisions { format, version } => {
                    if format != DECISIONS_FORMAT || version > DECISIONS_VERSION {
                        return Err(usage(format!(
                            "{place}: {format} {version} is not known; a later ordret wrote it"
                        )));
                    }
                }
                DecisionLine::Decision(decision) => {
                    let is_known = crate::rules().iter().any(|rule| rule.code.0 == decision.rule);
                    if !is_known || decision.text.is_empty() {
                        let (rule, text) = (&decision.rule, &decision.text);
                        return Err(usage(format!("{place}: {rule:?} is the code of no rule, or {text:?} no passage")));
                    }
                    self.take(Found { decision, place });
                }
                DecisionLine::Other => {}
            }
        }
        self.blake3.push(hasher.finalize().to_hex().to_string());
        Ok(())
    }

    /// Takes in a decision. One that says otherwise than an earlier one is a conflict.
    fn take(&mut self, found: Found) {
        let key = (found.decision.rule.clone(), found.decision.text.clone());
        match self.found.get(&key) {
            None => drop(self.found.insert(key, found)),
            Some(known) if known.decision.reading == found.decision.reading => {}
            Some(known) => self.conflicts.push(format!(
                "{} says {}, {} says {}",
                known.place,
                said(&known.decision),
                found.place,
                said(&found.decision)
            )),
        }
    }

    /// All of them.
    ///
    /// Fails, as a usage error, where two people decided otherwise: which holds is not for a program to say.
    pub fn finish(&self) -> anyhow::Result<Decisions> {
        if self.conflicts.is_empty() {
            return Ok(Decisions::new(self.found.values().map(Found::decision)));
        }
        let named = self.conflicts.iter().take(NAMED).map(String::as_str).collect::<Vec<_>>().join("\n  ");
        let more = self.conflicts.len().saturating_sub(NAMED);
        let more = if more > 0 { format!("\n  and {more} more") } else { String::new() };
        Err(usage(format!("decisions that contradict each other; take out one of each two:\n  {named}{more}")))
    }
}

impl Found {
    fn decision(&self) -> Decision {
        let WrittenDecision { rule, text, reading, by, at } = self.decision.clone();
        let by = by.map_or_else(String::new, |by| format!(" by {by}"));
        let at = at.map_or_else(String::new, |at| format!(", {at}"));
        Decision { rule, text, reading, reason: format!("decided{by}{at}, in {}", self.place) }
    }
}

fn said(decision: &WrittenDecision) -> String {
    match &decision.reading {
        Some(reading) => format!("{} {:?} is {reading:?}", decision.rule, decision.text),
        None => format!("{} {:?} is right", decision.rule, decision.text),
    }
}
