use std::collections::HashMap;
use std::io;
use std::ops::RangeInclusive;
use std::path::PathBuf;

use super::progress::{Progress, Watch};
use super::say::{complain, say, unheard};
use crate::archive::{Activity, Failure, Observer, Selection, Tally};
use crate::record::{Document, DocumentPath, Failed, Gone, HiddenFindings, Record, Summary};
use crate::report::Report;
use crate::text::{Confidence, Position, visible};

/// How many examples of the same rules are shown.
const EXAMPLES_A_RULE: usize = 2;

/// Watches a run from a terminal: progress and failures on stderr, findings to a printer.
pub(super) struct Console {
    printer: Option<Box<dyn Report>>,
    progress: Progress,
    /// Each file is named as it is done.
    names: bool,
    done: Option<&'static str>,
    examples: Examples,
    filter: Filter,
    hidden: Hidden,
    /// How many findings of each rule were printed of the document that is told.
    of_rules: HashMap<String, u64>,
    /// How many findings were printed.
    printed: u64,
    /// Whether the document that is told is to be printed, and how many were.
    is_wanted: bool,
    documents: u64,
    /// That nobody reads what is printed ends nothing.
    steadfast: bool,
}

/// Which findings are printed.
#[derive(Clone, Debug)]
pub(super) struct Filter {
    /// Those of the member of this name, where the one document is a container.
    pub member: Option<String>,
    /// Those that touch this line.
    pub line: Option<u64>,
    /// Those that touch this column of it.
    pub column: Option<u64>,
    /// Those of this level or a surer one.
    pub level: Confidence,
    /// At most so many of the same rules in a document.
    pub of_a_rule: u64,
    /// Edits only.
    pub edits_only: bool,
}

impl Default for Filter {
    /// All are.
    fn default() -> Self {
        let (level, of_a_rule) = (Confidence::Doubtful, u64::MAX);
        Self { member: None, line: None, column: None, level, of_a_rule, edits_only: false }
    }
}

/// How many findings were not printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Hidden {
    /// Because they are less sure than was asked for.
    pub below: u64,
    /// Because enough of the same rules were printed.
    pub repeated: u64,
}

impl Console {
    /// A console that prints findings, if a printer is given, and keeps at most `examples` edits to be shown.
    pub fn new(printer: Option<Box<dyn Report>>, examples: usize) -> Self {
        Self::watched(printer, examples, &Watch::default())
    }

    /// The same, of a run that is watched so.
    pub fn watched(printer: Option<Box<dyn Report>>, examples: usize, watch: &Watch) -> Self {
        let examples = Examples { limit: examples, ..Examples::default() };
        let (filter, hidden) = (Filter::default(), Hidden::default());
        Self {
            printer,
            progress: Progress::start(watch),
            names: watch.names,
            done: watch.done,
            examples,
            filter,
            hidden,
            of_rules: HashMap::new(),
            printed: 0,
            is_wanted: true,
            documents: 0,
            steadfast: false,
        }
    }

    /// The same for a run that writes more than its report: it goes on where nobody reads that.
    pub fn steadfast(self) -> Self {
        Self { steadfast: true, ..self }
    }

    /// The same, printing findings that a filter lets through.
    pub fn filtered(self, filter: Filter) -> Self {
        Self { filter, ..self }
    }

    /// Counts what there is to do beside the doing, so that it can be told how much is left.
    pub fn count(&mut self, inputs: &[PathBuf], selection: &Selection) {
        self.progress.count(inputs, selection);
    }

    /// What is told of long files while they are read.
    pub fn activity(&self) -> Activity {
        self.progress.activity()
    }

    /// Names a file, where that is asked for.
    fn name(&self, what: &str, path: &DocumentPath, more: &str) {
        if self.names {
            self.progress.suspend(|| say(format!("{what}: {}{more}\n", visible(&path.to_string()))));
        }
    }

    /// What was not printed so far.
    pub fn hidden(&self) -> Hidden {
        self.hidden
    }

    /// How many findings were printed so far.
    pub fn printed(&self) -> u64 {
        self.printed
    }

    /// How many documents were told of so far, each member of a container one of them.
    pub fn documents(&self) -> u64 {
        self.documents
    }

    /// Begins to tell of a document.
    fn begin(&mut self, document: &Document) -> io::Result<()> {
        self.of_rules.clear();
        let member = self.filter.member.as_deref();
        self.is_wanted = member.is_none_or(|member| document.path.member_name() == Some(member));
        if !self.is_wanted {
            return Ok(());
        }
        self.documents += 1;
        self.print(&Record::Document(document.clone()))
    }

    /// Ends the report with its figures, and the progress bar; gives the examples kept.
    pub fn finish_with(mut self, tally: &Tally) -> io::Result<Vec<Record>> {
        let hidden = HiddenFindings { below: self.hidden.below, repeated: self.hidden.repeated };
        self.print(&Record::Summary(Summary { hidden, ..tally.summary() }))?;
        self.finish()
    }

    /// Ends the report and the progress bar; gives the examples kept.
    pub fn finish(mut self) -> io::Result<Vec<Record>> {
        self.with_printer(|printer| printer.finish())?;
        self.progress.finish();
        Ok(self.examples.records)
    }

    fn print(&mut self, record: &Record) -> io::Result<()> {
        self.with_printer(|printer| printer.print(record))
    }

    fn with_printer(&mut self, print: impl FnOnce(&mut dyn Report) -> io::Result<()>) -> io::Result<()> {
        let printed = self.printer.as_mut().map_or(Ok(()), |printer| print(&mut **printer));
        match printed {
            Err(_) if self.steadfast => {
                self.printer = None;
                unheard();
                Ok(())
            }
            printed => printed,
        }
    }

    /// Whether a record is to be printed; counts those that are and those that are not.
    fn is_wanted(&mut self, record: &Record) -> bool {
        let (rules, level, place, text) = match record {
            Record::Edit(edit) => (edit.codes(), edit.kind.level, edit.place, edit.before()),
            Record::Suspect(_) if self.filter.edits_only => return false,
            Record::Suspect(suspect) => (suspect.rule.clone(), suspect.level, suspect.place, &*suspect.text),
            _ => return true,
        };
        if !self.is_wanted || !self.filter.is_touched(place, text) {
            return false;
        }
        if level < self.filter.level {
            self.hidden.below += 1;
            return false;
        }
        let count = self.of_rules.entry(rules.into_owned()).or_default();
        if *count >= self.filter.of_a_rule {
            self.hidden.repeated += 1;
            return false;
        }
        *count += 1;
        self.printed += 1;
        true
    }
}

impl Filter {
    /// Whether a passage touches the line, and the column of it.
    fn is_touched(&self, place: Position, text: &str) -> bool {
        let lines = lines_of(place, text);
        let columns = place.column..=place.column + text.chars().count() as u64;
        let is_in_column = |column: u64| lines.start() != lines.end() || columns.contains(&column);
        self.line.is_none_or(|line| lines.contains(&line)) && self.column.is_none_or(is_in_column)
    }
}

/// The lines that a passage stands on; one that ends with a line's end touches the next line, too, which it joins.
fn lines_of(place: Position, text: &str) -> RangeInclusive<u64> {
    place.line..=place.line + text.matches('\n').count() as u64
}

impl Observer for Console {
    fn document(&mut self, document: &Document) -> io::Result<()> {
        let Document { input, edits, suspects, .. } = document;
        self.progress.file(input.bytes, *edits, *suspects);
        let what = if document.is_unchanged() { "unchanged" } else { "mended" };
        self.name(self.done.unwrap_or(what), &document.path, &counts(document));
        self.begin(document)
    }

    fn member(&mut self, document: &Document) -> io::Result<()> {
        self.begin(document)
    }

    fn repacked(&mut self, document: &Document) -> io::Result<()> {
        self.progress.file(document.input.bytes, 0, 0);
        self.name("packed anew", &document.path, "");
        self.begin(document)
    }

    fn unchanged(&mut self, document: &Document) -> io::Result<()> {
        self.progress.file(document.input.bytes, 0, 0);
        self.name("done before", &document.path, "");
        Ok(())
    }

    fn gone(&mut self, gone: &Gone) -> io::Result<()> {
        self.name("gone", &gone.path, "");
        Ok(())
    }

    fn record(&mut self, record: &Record) -> io::Result<()> {
        if let Record::Skipped(skipped) = record {
            self.name("skipped", &skipped.path, &format!(" ({})", skipped.why));
        }
        if self.is_wanted(record) { self.print(record) } else { Ok(()) }
    }

    fn sample(&mut self, document: &Document, edits: &[Record]) -> io::Result<()> {
        self.examples.take(document, edits);
        Ok(())
    }

    fn learned(&mut self, bytes: u64) -> io::Result<()> {
        self.progress.file(bytes, 0, 0);
        Ok(())
    }

    fn failure(&mut self, failure: &Failure) -> io::Result<()> {
        self.progress.suspend(|| complain(format!("error: {}\n", visible(&failure.to_string()))));
        let (path, cause) = (DocumentPath::lossy(&failure.path), failure.trouble.to_string());
        self.print(&Record::Failed(Failed { path, cause, written: false }))
    }
}

/// What was found in a document, for its line.
fn counts(document: &Document) -> String {
    let counts = [(document.edits, "edits"), (document.suspects, "suspects")];
    let counts = counts.into_iter().filter(|(count, _)| *count > 0).map(|(count, of)| format!("{count} {of}"));
    let counts: Vec<String> = counts.collect();
    if counts.is_empty() { String::new() } else { format!(" ({})", counts.join(", ")) }
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
        let mut document = document;
        for record in edits {
            if let Record::Member(member) = record {
                (document, named) = (&member.document, false);
            }
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
