use std::fmt::Write as _;
use std::io::{self, Write};

use super::Report;
use crate::record::{Context, Document, DocumentEdit, DocumentSuspect, Reading, Record, Span};
use crate::rules;
use crate::text::{Confidence, Position, printed_probability, visible};

/// How a report for people looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TextStyle {
    /// With terminal colours.
    pub color: bool,
    /// With the rule's meaning, byte ranges and all candidates with their probabilities.
    pub full: bool,
}

/// Prints passages for people: where, what, by which rule, how sure, with the line around them.
pub struct Text<W> {
    out: W,
    style: TextStyle,
    path: String,
}

/// Bytes of the longest passage that an exception is shown for.
const LONGEST_EXCEPTION: usize = 120;
/// How many candidates of a suspect are shown, unless all are.
const CANDIDATES: usize = 3;

impl<W: Write> Text<W> {
    /// A report of this style.
    pub fn new(out: W, style: TextStyle) -> Self {
        Self { out, style, path: String::new() }
    }

    /// What the document is.
    fn document(&mut self, document: &Document) -> io::Result<()> {
        let path = self.paint(BOLD, &visible(&self.path));
        let encoding = document.encoding.as_deref().map(|name| format!(" in {name}")).unwrap_or_default();
        let (kind, edits, suspects) = (document.kind.as_str(), document.edits, document.suspects);
        writeln!(self.out, "{path}: {kind}{encoding}; edits: {edits}, suspects: {suspects}")
    }

    fn edit(&mut self, edit: &DocumentEdit) -> io::Result<()> {
        let (before, after) = (visible(edit.before()), visible(edit.after()));
        let what = format!("`{}` → `{}`", self.paint(RED, &before), self.paint(GREEN, &after));
        let head = format!("{} {}: {what}", edit.codes(), edit.kind.level);
        self.passage(edit.place, &head, &before, edit.context.as_deref())?;
        self.reason(&edit.kind.evidence, edit.probability, edit.kind.level)?;
        self.meaning(&edit.kind.rules)?;
        self.ranges(edit.input, edit.output)?;
        // What is wrong by its bytes is hardly ever meant to be so.
        let of_words = edit.kind.rules.iter().find(|rule| rule.starts_with('W'));
        of_words.map_or(Ok(()), |rule| self.exception(edit.before(), rule))
    }

    fn suspect(&mut self, suspect: &DocumentSuspect) -> io::Result<()> {
        let text = visible(&suspect.text);
        let mut head = format!("{} {}: `{}` looks damaged", suspect.rule, suspect.level, self.paint(RED, &text));
        let shown = if self.style.full { 0 } else { CANDIDATES };
        if !suspect.candidates.is_empty() && shown > 0 {
            let readings: Vec<String> = suspect.candidates.iter().take(shown).map(reading).collect();
            // Writing to a string cannot fail.
            let _ = write!(head, "; perhaps {}", readings.join(", "));
        }
        self.passage(suspect.place, &head, &text, suspect.context.as_ref())?;
        self.reason(&suspect.evidence, suspect.probability, suspect.level)?;
        self.meaning(std::slice::from_ref(&suspect.rule))?;
        if self.style.full {
            for candidate in &suspect.candidates {
                writeln!(self.out, "   = candidate {}", reading(candidate))?;
            }
        }
        self.ranges(suspect.input, suspect.output)?;
        self.exception(&suspect.text, &suspect.rule)
    }

    /// What to write into `ordret.toml` so that the passage may stand.
    fn exception(&mut self, passage: &str, rule: &str) -> io::Result<()> {
        if !self.style.full || passage.len() > LONGEST_EXCEPTION {
            return Ok(());
        }
        let passage = toml_string(passage);
        writeln!(self.out, "   = to let it stand, in ordret.toml:")?;
        writeln!(self.out, "     [[allow]]\n     passage = {passage}\n     rule = \"{rule}\"")
    }

    /// The place, what is said of it, and the line it stands on with marks below the passage.
    fn passage(&mut self, place: Position, head: &str, text: &str, context: Option<&Context>) -> io::Result<()> {
        let at = format!("{}:{}:{}", visible(&self.path), place.line, place.column);
        writeln!(self.out, "{}: {head}", self.paint(BOLD, &at))?;
        let Some(context) = context else { return Ok(()) };
        let (left, right) = (visible(&context.left), visible(&context.right));
        let text = text.replace("\\n", "⏎");
        let marks = "^".repeat(text.chars().count().max(1));
        let indent = " ".repeat(left.chars().count());
        writeln!(self.out, "   | {left}{text}{right}")?;
        writeln!(self.out, "   | {indent}{}", self.paint(RED, &marks))
    }

    fn reason(&mut self, evidence: &str, probability: f32, level: Confidence) -> io::Result<()> {
        let next = match level {
            Confidence::Doubtful => Some(Confidence::Likely),
            Confidence::Likely => Some(Confidence::Certain),
            Confidence::Certain => None,
        };
        // Who asks why is told what is missing for the next level.
        let missing =
            next.filter(|_| self.style.full).map(|next| format!("; {next} from {}", next.least_probability()));
        let (evidence, probability) = (visible(evidence), printed_probability(probability));
        writeln!(self.out, "   = {evidence} ({probability}{})", missing.unwrap_or_default())
    }

    fn meaning(&mut self, codes: &[std::borrow::Cow<'static, str>]) -> io::Result<()> {
        if !self.style.full {
            return Ok(());
        }
        for rule in rules().iter().filter(|rule| codes.iter().any(|code| code == rule.code.0)) {
            writeln!(self.out, "   = rule {} {}: {}", rule.code, rule.name, rule.summary())?;
        }
        Ok(())
    }

    fn ranges(&mut self, input: Span, output: Span) -> io::Result<()> {
        if !self.style.full {
            return Ok(());
        }
        let Span { start, end } = input;
        writeln!(self.out, "   = bytes {start}..{end} of the input, {}..{} of the output", output.start, output.end)
    }

    fn paint(&self, color: &str, text: &str) -> String {
        self.style.paint(color, text)
    }
}

impl TextStyle {
    fn paint(self, color: &str, text: &str) -> String {
        if self.color { format!("{color}{text}\x1b[0m") } else { text.to_owned() }
    }

    /// A passage that is damaged.
    pub(super) fn paint_bad(self, text: &str) -> String {
        self.paint(RED, text)
    }

    /// What it becomes.
    pub(super) fn paint_good(self, text: &str) -> String {
        self.paint(GREEN, text)
    }
}

const RED: &str = "\x1b[31m";
const GREEN: &str = "\x1b[32m";
const BOLD: &str = "\x1b[1m";

fn reading(candidate: &Reading) -> String {
    format!("`{}` ({})", visible(&candidate.text), printed_probability(candidate.probability))
}

/// A text as TOML writes it between quotes, with everything escaped that a terminal would hide or obey.
fn toml_string(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            c if visible(c.encode_utf8(&mut [0; 4])) != c.to_string() => {
                // Writing to a string cannot fail.
                let _ = write!(quoted, "\\U{:08X}", u32::from(c));
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

impl<W: Write> Report for Text<W> {
    fn print(&mut self, record: &Record) -> io::Result<()> {
        match record {
            Record::Document(document) => {
                self.path = document.path.to_string();
                if self.style.full { self.document(document) } else { Ok(()) }
            }
            Record::Edit(edit) => self.edit(edit),
            Record::Suspect(suspect) => self.suspect(suspect),
            _ => Ok(()),
        }
    }

    fn finish(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passages_are_quoted_as_toml_reads_them() {
        for passage in ["Moller", "a\"b\\c", "linje\nto\tskift", "bl\u{ad}ød \u{1b}[31m"] {
            let table: toml::Table = format!("passage = {}", toml_string(passage)).parse().unwrap();
            assert_eq!(table["passage"].as_str(), Some(passage));
        }
    }
}
