use std::borrow::Cow;

use compact_str::CompactString;
use serde::{Deserialize, Serialize};

use super::{DocumentEdit, Record, Span};
use crate::text::{Confidence, Position};

/// So many edits stand in a line at most, so that a reader holds no more.
const EDITS: usize = 4096;

/// Edits that follow each other and are alike but for where they stand and how probable they are, in one line: a wrapped text has
/// one at the end of each of its lines, and a line for each would be longer than the text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EditRun {
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
    run: Option<(EditRun, Origin)>,
}

impl EditRuns {
    /// Takes an edit; gives what is to be written down then.
    pub fn take(&mut self, edit: DocumentEdit) -> impl Iterator<Item = Record> {
        let written = match &mut self.run {
            Some((run, origin)) if run.at.len() < EDITS => match run.place(&edit, *origin) {
                Some(place) => {
                    run.at.push(place);
                    *origin = Origin::of(&edit);
                    [None, None]
                }
                None => self.begin(edit),
            },
            _ => self.begin(edit),
        };
        written.into_iter().flatten()
    }

    /// Ends the run and begins another with the edit, or gives it by itself.
    fn begin(&mut self, edit: DocumentEdit) -> [Option<Record>; 2] {
        let finished = self.finish();
        self.run = EditRun::begin(&edit).map(|run| (run, Origin::of(&edit)));
        [finished, self.run.is_none().then_some(Record::Edit(edit))]
    }

    /// Ends the run; gives it, or its edit if it has one.
    pub fn finish(&mut self) -> Option<Record> {
        let (run, _) = self.run.take()?;
        match run.at.len() {
            1 => run.edits().next().map(Record::Edit),
            _ => Some(Record::Edits(run)),
        }
    }
}

impl EditRun {
    /// A run of one edit. `None` for an edit whose ranges do not have the lengths of its texts in UTF-8, or that has more to it.
    fn begin(edit: &DocumentEdit) -> Option<Self> {
        let has_lengths =
            edit.input.length() == edit.before.len() as u64 && edit.output.length() == edit.after.len() as u64;
        if !has_lengths || edit.before_bytes.is_some() || edit.after_bytes.is_some() || edit.context.is_some() {
            return None;
        }
        let mut run = Self {
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
            && edit.context.is_none()
            && edit.output.length() == self.after.len() as u64;
        let input = edit.input.start.checked_sub(origin.input)?;
        let output = edit.output.start.checked_sub(origin.output)?;
        let line = edit.place.line.checked_sub(origin.line)?;
        is_like.then_some(At(input, output, line, edit.place.column, edit.probability))
    }

    /// The edits, one by one.
    pub fn edits(self) -> impl Iterator<Item = DocumentEdit> {
        let Self { before, after, rules, level, evidence, at } = self;
        let mut here = Origin::default();
        at.into_iter().map(move |At(input, output, line, column, probability)| {
            // A damaged line may give any numbers; that they fit is checked where they are used.
            here = Origin {
                input: here.input.saturating_add(input),
                output: here.output.saturating_add(output),
                line: here.line.saturating_add(line),
            };
            let span = |start: u64, text: &str| Span { start, end: start.saturating_add(text.len() as u64) };
            DocumentEdit {
                input: span(here.input, &before),
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
            runs.take(edit.clone()).for_each(|record| write_record(&mut lines, &record).unwrap());
        }
        runs.finish().into_iter().for_each(|record| write_record(&mut lines, &record).unwrap());
        assert!(lines.len() < 25 * edits.len(), "{}", lines.len());
        assert_eq!(lines.iter().filter(|byte| **byte == b'\n').count(), 6);
        let back: Vec<Record> = RecordLines::new(lines.as_slice()).map(Result::unwrap).collect();
        assert_eq!(back, edits.into_iter().map(Record::Edit).collect::<Vec<_>>());
    }
}
