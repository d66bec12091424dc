use std::collections::HashMap;
use std::io::{self, IsTerminal};
use std::time::Duration;

use indicatif::{HumanBytes, ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::archive::{Failure, Observer};
use crate::record::{Document, Failed, Record};
use crate::report::Report;

/// How many examples of the same rules are shown.
const EXAMPLES_A_RULE: usize = 2;

/// Watches a run from a terminal: progress and failures on stderr, findings to a printer.
pub(super) struct Console {
    printer: Option<Box<dyn Report>>,
    progress: Progress,
    examples: Examples,
    /// Prints these lines of a document only.
    line: Option<u64>,
}

impl Console {
    /// A console that prints findings, if a printer is given, and keeps at most `examples` edits to be shown.
    pub fn new(printer: Option<Box<dyn Report>>, examples: usize) -> Self {
        let examples = Examples { limit: examples, ..Examples::default() };
        Self { printer, progress: Progress::start(), examples, line: None }
    }

    /// The same, printing findings of one line only.
    pub fn only_line(self, line: Option<u64>) -> Self {
        Self { line, ..self }
    }

    /// Ends the report and the progress bar; gives the examples kept.
    pub fn finish(mut self) -> io::Result<Vec<Record>> {
        self.progress.bar.finish_and_clear();
        if let Some(printer) = &mut self.printer {
            printer.finish()?;
        }
        Ok(self.examples.records)
    }

    fn print(&mut self, record: &Record) -> io::Result<()> {
        match &mut self.printer {
            Some(printer) => printer.print(record),
            None => Ok(()),
        }
    }

    fn is_wanted(&self, record: &Record) -> bool {
        let at = match record {
            Record::Edit(edit) => edit.place.line,
            Record::Suspect(suspect) => suspect.place.line,
            _ => return true,
        };
        self.line.is_none_or(|line| line == at)
    }
}

impl Observer for Console {
    fn document(&mut self, document: &Document) -> io::Result<()> {
        self.progress.document(document.input.bytes);
        self.print(&Record::Document(document.clone()))
    }

    fn record(&mut self, record: &Record) -> io::Result<()> {
        if self.is_wanted(record) { self.print(record) } else { Ok(()) }
    }

    fn sample(&mut self, document: &Document, edits: &[Record]) -> io::Result<()> {
        self.examples.take(document, edits);
        Ok(())
    }

    fn learned(&mut self, bytes: u64) -> io::Result<()> {
        self.progress.document(bytes);
        Ok(())
    }

    fn failure(&mut self, failure: &Failure) -> io::Result<()> {
        self.progress.bar.suspend(|| eprintln!("error: {failure}"));
        let (path, cause) = (failure.path.display().to_string(), failure.trouble.to_string());
        self.print(&Record::Failed(Failed { path, cause }))
    }
}

/// A few edits of many rules.
#[derive(Default)]
struct Examples {
    limit: usize,
    records: Vec<Record>,
    edits: usize,
    seen: HashMap<String, usize>,
}

impl Examples {
    fn take(&mut self, document: &Document, edits: &[Record]) {
        let mut named = false;
        for record in edits {
            let Record::Edit(edit) = record else { continue };
            let seen = self.seen.entry(edit.codes().into_owned()).or_default();
            if *seen >= EXAMPLES_A_RULE || self.edits >= self.limit {
                continue;
            }
            *seen += 1;
            self.edits += 1;
            if !std::mem::replace(&mut named, true) {
                self.records.push(Record::Document(document.clone()));
            }
            self.records.push(record.clone());
        }
    }
}

/// Files and bytes done so far, on a terminal.
struct Progress {
    bar: ProgressBar,
    documents: u64,
}

impl Progress {
    fn start() -> Self {
        if !io::stderr().is_terminal() {
            return Self { bar: ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden()), documents: 0 };
        }
        let bar = ProgressBar::new_spinner();
        if let Ok(style) = ProgressStyle::with_template("{spinner} {msg} {elapsed}") {
            bar.set_style(style);
        }
        bar.enable_steady_tick(Duration::from_millis(200));
        Self { bar, documents: 0 }
    }

    fn document(&mut self, bytes: u64) {
        if self.bar.is_hidden() {
            return;
        }
        self.documents += 1;
        self.bar.inc(bytes);
        self.bar.set_message(format!("{} files, {}", self.documents, HumanBytes(self.bar.position())));
    }
}
