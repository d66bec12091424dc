use std::borrow::Cow;

use compact_str::CompactString;
use serde::{Deserialize, Serialize};

use super::finding::finite;
use super::{DocumentEdit, Record, Span, finding_id};
use crate::text::{Confidence, Position};

/// So many edits stand in a line at most, so that a reader holds no more.
const EDITS: usize = 4096;

/// Edits that follow each other and are alike but for where they stand and how probable they are, in one line: a wrapped text has
/// one at the end of each of its lines, and a line for each would be longer than the text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EditRun {
    /// What the series of the edits is called.
    #[serde(skip_serializing_if = "CompactString::is_empty", default)]
    series: CompactString,
    before: CompactString,
    after: CompactString,
    rules: Vec<Cow<'static, str>>,
    level: Confidence,
    evidence: Cow<'static, str>,
    at: Vec<At>,
}

/// Where an edit of a run stands, and how probable it is.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
struct At(
    /// Bytes of the input from the start of the edit before it to its own; of the first, from the file's.
    u64,
    /// Bytes of the output, likewise.
    u64,
    /// Lines from that of the edit before it; of the first, the line.
    u64,
    /// The column.
    u64,
    /// The probability.
    #[serde(deserialize_with = "finite")]
    f32,
);

/// Where the next edit of a run is counted from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Origin {
    input: u64,
    output: u64,
    line: u64,
}

impl Origin {
    fn of(edit: &DocumentEdit) -> Self {
        Self { input: edit.input.start, output: edit.output.start, line: edit.place.line }
    }
}

/// Gathers edits into runs.
#[derive(Debug, Default)]
pub(crate) struct EditRuns {
    /// A run, its first edit as it came, and where its next one is counted from.
    run: Option<(EditRun, DocumentEdit, Origin)>,
}

impl EditRuns {
    /// Takes an edit; gives what is to be written down then. `complete` gives an edit what it has only in a line of its own.
    pub fn take(
        &mut self,
        edit: DocumentEdit,
        complete: impl FnOnce(&mut DocumentEdit),
    ) -> impl Iterator<Item = Record> {
        let written = match &mut self.run {
            Some((run, _, origin)) if run.at.len() < EDITS => match run.place(&edit, *origin) {
                Some(place) => {
                    run.at.push(place);
                    *origin = Origin::of(&edit);
                    [None, None]
                }
                None => self.begin(edit, complete),
            },
            _ => self.begin(edit, complete),
        };
        written.into_iter().flatten()
    }

    /// Ends the run and begins another with the edit, or gives it by itself.
    fn begin(&mut self, mut edit: DocumentEdit, complete: impl FnOnce(&mut DocumentEdit)) -> [Option<Record>; 2] {
        let finished = self.finish();
        complete(&mut edit);
        let Some(run) = EditRun::begin(&edit) else { return [finished, Some(Record::Edit(edit))] };
        let origin = Origin::of(&edit);
        self.run = Some((run, edit, origin));
        [finished, None]
    }

    /// Ends the run; gives it, or its edit if it has one.
    pub fn finish(&mut self) -> Option<Record> {
        let (run, first, _) = self.run.take()?;
        Some(if run.at.len() == 1 { Record::Edit(first) } else { Record::Edits(run) })
    }
}

impl EditRun {
    /// A run of one edit. `None` for an edit whose ranges do not have the lengths of its texts in UTF-8.
    fn begin(edit: &DocumentEdit) -> Option<Self> {
        let has_lengths =
            edit.input.length() == edit.before.len() as u64 && edit.output.length() == edit.after.len() as u64;
        if !has_lengths || edit.before_bytes.is_some() || edit.after_bytes.is_some() {
            return None;
        }
        let mut run = Self {
            series: edit.series.clone(),
            before: edit.before.clone(),
            after: edit.after.clone(),
            rules: edit.rules.clone(),
            level: edit.level,
            evidence: edit.evidence.clone(),
            at: Vec::new(),
        };
        run.at.push(run.place(edit, Origin::default())?);
        Some(run)
    }

    /// Where the edit stands in the run, if it is like the others.
    fn place(&self, edit: &DocumentEdit, origin: Origin) -> Option<At> {
        let is_like = edit.before == self.before
            && edit.after == self.after
            && edit.rules == self.rules
            && edit.level == self.level
            && edit.evidence == self.evidence
            && edit.before_bytes.is_none()
            && edit.after_bytes.is_none()
            && edit.output.length() == self.after.len() as u64;
        let input = edit.input.start.checked_sub(origin.input)?;
        let output = edit.output.start.checked_sub(origin.output)?;
        let line = edit.place.line.checked_sub(origin.line)?;
        is_like.then_some(At(input, output, line, edit.place.column, edit.probability))
    }

    /// The edits, one by one. `document` is BLAKE3 of the document's input; without it they have no names.
    pub fn edits(self, document: Option<String>) -> impl Iterator<Item = DocumentEdit> {
        let Self { series, before, after, rules, level, evidence, at } = self;
        let codes = rules.join("+");
        let mut here = Origin::default();
        at.into_iter().map(move |At(input, output, line, column, probability)| {
            // A damaged line may give any numbers; that they fit is checked where they are used.
            here = Origin {
                input: here.input.saturating_add(input),
                output: here.output.saturating_add(output),
                line: here.line.saturating_add(line),
            };
            let span = |start: u64, text: &str| Span { start, end: start.saturating_add(text.len() as u64) };
            let input = span(here.input, &before);
            let id = document.as_deref().map(|document| finding_id(document, input, &codes, &before));
            DocumentEdit {
                id: id.unwrap_or_default(),
                series: series.clone(),
                input,
                output: span(here.output, &after),
                place: Position { line: here.line, column },
                before: before.clone(),
                before_bytes: None,
                after_bytes: None,
                after: after.clone(),
                rules: rules.clone(),
                level,
                probability,
                evidence: evidence.clone(),
                context: None,
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::{RecordLines, write_record};
    use super::*;

    fn edit(start: u64, line: u64, probability: f32, before: &str) -> DocumentEdit {
        let span = |start: u64, length: usize| Span { start, end: start + length as u64 };
        DocumentEdit {
            id: "".into(),
            series: "".into(),
            input: span(start, before.len()),
            output: span(start + line, 1),
            place: Position { line, column: 70 },
            before: before.into(),
            before_bytes: None,
            after_bytes: None,
            after: " ".into(),
            rules: vec![Cow::Borrowed("L103")],
            level: Confidence::Certain,
            probability,
            evidence: Cow::Borrowed("a full line"),
            context: None,
        }
    }

    #[test]
    fn edits_that_are_alike_share_a_line_and_come_back() {
        let mut edits: Vec<DocumentEdit> = (1..9000).map(|line| edit(line * 71, line, 0.995, "\n")).collect();
        edits.insert(40, edit(40 * 71 + 5, 40, 1.0, "Ã¸"));
        edits.push(DocumentEdit { before_bytes: Some("0a".into()), ..edit(9000 * 71, 9000, 1.0, "\n") });
        let (mut runs, mut lines) = (EditRuns::default(), Vec::new());
        for edit in &edits {
            runs.take(edit.clone(), |_| ()).for_each(|record| write_record(&mut lines, &record).unwrap());
        }
        runs.finish().into_iter().for_each(|record| write_record(&mut lines, &record).unwrap());
        assert!(lines.len() < 25 * edits.len(), "{}", lines.len());
        assert_eq!(lines.iter().filter(|byte| **byte == b'\n').count(), 6);
        let back: Vec<Record> = RecordLines::new(lines.as_slice()).map(Result::unwrap).collect();
        assert_eq!(back, edits.into_iter().map(Record::Edit).collect::<Vec<_>>());
    }

    #[test]
    fn a_probability_that_is_no_number_is_refused() {
        let mut line = Vec::new();
        write_record(&mut line, &Record::Edit(edit(71, 1, 0.995, "\n"))).unwrap();
        let endless = String::from_utf8(line).unwrap().replace("0.995", "1e78");
        assert!(RecordLines::new(endless.as_bytes()).next().unwrap().is_err());
    }
}
