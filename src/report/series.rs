use std::cmp::Reverse;
use std::collections::HashMap;
use std::io::{self, Write};

use serde::Serialize;

use super::Report;
use super::text::TextStyle;
use crate::record::{Record, ReportHeader, Summary, series_id, write_record};
use crate::text::{Confidence, Position, visible};

/// Series that are kept apart at most; what is found beyond them is only counted.
const MOST: usize = 1 << 20;

/// Prints what is found by series: the same passage, doubted by the same rules and read the same way, is one decision wherever
/// it stands. What is doubted comes before what is mended, the most frequent first, with the first place that has it.
pub struct Series<W> {
    out: W,
    form: SeriesForm,
    /// How many series are printed at most.
    most: usize,
    path: String,
    documents: u64,
    found: HashMap<Key, Times>,
    /// Findings of further series, once [`MOST`] are kept.
    beyond: u64,
    summary: Option<Summary>,
}

/// How series are printed.
#[derive(Clone, Copy, Debug)]
pub enum SeriesForm {
    /// For people.
    Text(TextStyle),
    /// A JSON object a line.
    Json,
}

/// What makes findings one series.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Key {
    rules: String,
    is_edit: bool,
    text: String,
    reading: Option<String>,
}

/// How often a series was met, and where first.
#[derive(Clone, Debug)]
struct Times {
    count: u64,
    documents: u64,
    /// The last document that has it.
    last: u64,
    level: Confidence,
    probability: f32,
    path: String,
    place: Position,
}

/// A series as a line of JSON.
#[derive(Serialize)]
struct Line<'a> {
    r#type: &'static str,
    series: &'a str,
    count: u64,
    documents: u64,
    rules: &'a str,
    /// Whether it is mended; else it is a suspect.
    edit: bool,
    level: Confidence,
    /// Of the surest of its findings.
    probability: f32,
    text: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    reading: Option<&'a str>,
    first: First<'a>,
}

/// The first place of a series.
#[derive(Serialize)]
struct First<'a> {
    path: &'a str,
    #[serde(flatten)]
    place: Position,
}

impl<W: Write> Series<W> {
    /// A report of at most so many series.
    pub fn new(out: W, form: SeriesForm, most: usize) -> Self {
        Self { out, form, most, path: String::new(), documents: 0, found: HashMap::new(), beyond: 0, summary: None }
    }

    fn count(&mut self, key: Key, level: Confidence, probability: f32, place: Position) {
        if self.found.len() >= MOST && !self.found.contains_key(&key) {
            self.beyond += 1;
            return;
        }
        let (path, document) = (&self.path, self.documents);
        let first = || Times { count: 0, documents: 0, last: 0, level, probability, path: path.clone(), place };
        let times = self.found.entry(key).or_insert_with(first);
        times.count += 1;
        times.documents += u64::from(times.last != document);
        times.last = document;
        times.level = times.level.max(level);
        times.probability = times.probability.max(probability);
    }

    fn line(&mut self, key: &Key, times: &Times) -> io::Result<()> {
        match self.form {
            SeriesForm::Text(style) => self.text(key, times, style),
            SeriesForm::Json => {
                let line = Line {
                    r#type: "series",
                    series: &series_id(&key.rules, &key.text),
                    count: times.count,
                    documents: times.documents,
                    rules: &key.rules,
                    edit: key.is_edit,
                    level: times.level,
                    probability: times.probability,
                    text: &key.text,
                    reading: key.reading.as_deref(),
                    first: First { path: &times.path, place: times.place },
                };
                serde_json::to_writer(&mut self.out, &line)?;
                self.out.write_all(b"\n")
            }
        }
    }

    fn text(&mut self, key: &Key, times: &Times, style: TextStyle) -> io::Result<()> {
        let files = if times.documents == 1 { "1 file".to_owned() } else { format!("{} files", times.documents) };
        let text = style.paint_bad(&visible(&key.text));
        let what = match (&key.reading, key.is_edit) {
            (Some(reading), true) => format!("`{text}` → `{}`", style.paint_good(&visible(reading))),
            (Some(reading), false) => format!("`{text}` looks damaged; perhaps `{}`", visible(reading)),
            (None, _) => format!("`{text}` looks damaged"),
        };
        let Times { count, level, path, place, .. } = times;
        writeln!(self.out, "{count:>7} in {files}: {} {level}: {what}", key.rules)?;
        writeln!(self.out, "        first at {}:{}:{}", visible(path), place.line, place.column)
    }
}

impl<W: Write> Report for Series<W> {
    fn print(&mut self, record: &Record) -> io::Result<()> {
        match record {
            Record::Document(document) => {
                self.path = document.path.to_string();
                self.documents += 1;
            }
            Record::Edit(edit) => {
                let (text, reading) = (edit.before().to_owned(), Some(edit.after().to_owned()));
                let key = Key { rules: edit.codes().into_owned(), is_edit: true, text, reading };
                self.count(key, edit.kind.level, edit.probability, edit.place);
            }
            Record::Suspect(suspect) => {
                let reading = suspect.candidates.first().map(|best| best.text().to_owned());
                let (rules, text) = (suspect.rule.clone().into_owned(), suspect.text().to_owned());
                self.count(
                    Key { rules, is_edit: false, text, reading },
                    suspect.level,
                    suspect.probability,
                    suspect.place,
                );
            }
            Record::Summary(summary) => self.summary = Some(summary.clone()),
            _ => {}
        }
        Ok(())
    }

    fn finish(&mut self) -> io::Result<()> {
        let mut found: Vec<(Key, Times)> = std::mem::take(&mut self.found).into_iter().collect();
        let is_json = matches!(self.form, SeriesForm::Json);
        if is_json {
            write_record(&mut self.out, &Record::Report(ReportHeader::default()))?;
        }
        let rank = |key: &Key, times: &Times| (key.is_edit, Reverse(times.count));
        found.sort_by(|(one, a), (two, b)| rank(one, a).cmp(&rank(two, b)).then_with(|| one.cmp(two)));
        for (key, times) in found.iter().take(self.most) {
            self.line(key, times)?;
        }
        if let Some(summary) = self.summary.take().filter(|_| is_json) {
            write_record(&mut self.out, &Record::Summary(summary))?;
        }
        if !is_json {
            let hidden = found.len().saturating_sub(self.most);
            if hidden > 0 {
                writeln!(self.out, "{hidden} more series; `--show all` shows them")?;
            }
            if self.beyond > 0 {
                writeln!(self.out, "{} more findings of further series, which were not told apart", self.beyond)?;
            }
        }
        self.out.flush()
    }
}
