use std::io::{self, Write};

use super::Report;
use crate::record::{DocumentEdit, DocumentSuspect, Record};
use crate::rules;
use crate::text::{Confidence, Position, printed_probability, visible};

/// Candidates of a suspect that are named.
const CANDIDATES: usize = 3;

/// Prints workflow commands, which GitHub Actions shows as annotations of the files.
pub struct GitHub<W> {
    out: W,
    path: String,
}

impl<W: Write> GitHub<W> {
    /// An empty report.
    pub fn new(out: W) -> Self {
        Self { out, path: String::new() }
    }

    fn edit(&mut self, edit: &DocumentEdit) -> io::Result<()> {
        let (before, after) = (visible(edit.before()), visible(edit.after()));
        let said = format!("`{before}` is `{after}`: {}", edit.kind.evidence);
        self.annotation(edit.kind.level, edit.probability, &edit.codes(), edit.place, edit.before(), &said)
    }

    fn suspect(&mut self, suspect: &DocumentSuspect) -> io::Result<()> {
        let readings: Vec<String> =
            suspect.candidates.iter().take(CANDIDATES).map(|reading| format!("`{}`", visible(&reading.text))).collect();
        let perhaps = if readings.is_empty() { String::new() } else { format!("; perhaps {}", readings.join(", ")) };
        let said = format!("`{}` looks damaged{perhaps}: {}", visible(&suspect.text), suspect.evidence);
        self.annotation(suspect.level, suspect.probability, &suspect.rule, suspect.place, &suspect.text, &said)
    }

    fn annotation(
        &mut self,
        level: Confidence,
        probability: f32,
        codes: &str,
        place: Position,
        passage: &str,
        said: &str,
    ) -> io::Result<()> {
        let (file, Position { line, column }) = (property(&self.path), place);
        let last_line = line + passage.matches('\n').count() as u64;
        // A column has a meaning only where the passage stands on one line.
        let columns = match last_line == line {
            true => format!(",col={column},endColumn={}", column + passage.chars().count() as u64),
            false => String::new(),
        };
        let known = rules().iter().find(|rule| codes.split('+').any(|code| code == rule.code.0));
        let title = property(&format!("{codes} {}", known.map_or("", |rule| rule.name)));
        let message = data(&format!("{said} ({level}, {})", printed_probability(probability)));
        let command = severity(level);
        writeln!(self.out, "::{command} file={file},line={line},endLine={last_line}{columns},title={title}::{message}")
    }
}

fn severity(level: Confidence) -> &'static str {
    match level {
        Confidence::Certain => "error",
        Confidence::Likely => "warning",
        Confidence::Doubtful => "notice",
    }
}

/// A message as a workflow command holds it: it ends with its line.
fn data(text: &str) -> String {
    let mut data = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            // No control reaches the log, where a terminal may obey it.
            '%' | '\0'..='\x1f' | '\x7f' => data.push_str(&format!("%{:02X}", u32::from(c))),
            c => data.push(c),
        }
    }
    data
}

/// A property as a workflow command holds it: commas part them, and a colon ends them.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

impl<W: Write> Report for GitHub<W> {
    fn print(&mut self, record: &Record) -> io::Result<()> {
        match record {
            Record::Document(document) => {
                let path = document.path.to_string();
                self.path = path.strip_prefix("./").unwrap_or(&path).to_owned();
                Ok(())
            }
            Record::Edit(edit) => self.edit(edit),
            Record::Suspect(suspect) => self.suspect(suspect),
            Record::Failed(failed) => {
                writeln!(self.out, "::error file={}::{}", property(&failed.path.to_string()), data(&failed.cause))
            }
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
    fn nothing_ends_a_command_before_its_end() {
        assert_eq!(property("a:b,c%\n::error::x"), "a%3Ab%2Cc%25%0A%3A%3Aerror%3A%3Ax");
        assert_eq!(data("100%\r\n::set-output"), "100%25%0D%0A::set-output");
    }
}
