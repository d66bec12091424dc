//! The lines that edits share, as they are gathered. In: the edits of a document, in order. Out: lines of a ledger.

use super::edit_run::{At, EditKind, EditRun, MixedRun, Origin};
use super::{DocumentEdit, Record};

/// So many edits stand in a line at most, so that a reader holds no more.
const EDITS: usize = 4096;
/// Fewer edits than this stand each by itself, with what stands beside it, but for those that are alike and follow each other.
const FEW: usize = 64;
/// Edits of several kinds share a line where each kind has so many on average: else the kinds would be the longer part of it.
const OF_A_KIND: usize = 4;
/// Kinds that share a line, at most: of an edit each is asked whether it is of it.
const KINDS: usize = 32;

/// Gathers edits into lines.
#[derive(Debug, Default)]
pub(crate) struct EditRuns {
    /// Edits that wait until there are enough of few kinds.
    few: Vec<DocumentEdit>,
    /// Where there are.
    many: Many,
}

/// Edits of a line that is begun.
#[derive(Debug, Default)]
struct Many {
    kinds: Vec<EditKind>,
    /// The kind of each, by its place among the kinds, and where it stands.
    at: Vec<(usize, At)>,
    /// Where the next one is counted from.
    origin: Origin,
}

impl EditRuns {
    /// Takes an edit; gives what is to be written down then. `complete` gives an edit what it has only in a line of its own.
    pub fn take(&mut self, mut edit: DocumentEdit, mut complete: impl FnMut(&mut DocumentEdit)) -> Vec<Record> {
        let mut written = Vec::new();
        if !self.many.at.is_empty() {
            if self.many.takes(&mut edit, &mut complete) {
                return written;
            }
            written.extend(self.many.line());
        }
        complete(&mut edit);
        self.few.push(edit);
        if self.few.len() == FEW {
            let mut many = Many::default();
            match self.few.iter_mut().all(|edit| many.takes(edit, &mut |_| ())) && many.kinds.len() * OF_A_KIND <= FEW {
                true => (self.few, self.many) = (Vec::new(), many),
                false => written.extend(lines(&mut self.few)),
            }
        }
        written
    }

    /// What is left to be written down.
    pub fn finish(&mut self) -> Vec<Record> {
        match self.many.line() {
            Some(line) => vec![line],
            None => lines(&mut self.few),
        }
    }
}

impl Many {
    /// Takes an edit, if it may be in the line; it is completed if it is the first of its kind.
    fn takes(&mut self, edit: &mut DocumentEdit, complete: &mut impl FnMut(&mut DocumentEdit)) -> bool {
        let Some(at) = self.origin.at(edit).filter(|_| self.at.len() < EDITS) else { return false };
        let known = self.kinds.iter().position(|kind| kind.has(edit));
        let Some(kind) = known.or_else(|| self.begin(edit, complete)) else { return false };
        self.at.push((kind, at));
        self.origin = Origin::of(edit);
        true
    }

    /// Begins a kind, if the line may have one more.
    fn begin(&mut self, edit: &mut DocumentEdit, complete: &mut impl FnMut(&mut DocumentEdit)) -> Option<usize> {
        let place = self.kinds.len();
        let may_be = place < KINDS && (self.at.len() < FEW || (place + 1) * OF_A_KIND <= self.at.len());
        if may_be {
            complete(edit);
            self.kinds.extend(EditKind::of(edit));
        }
        (self.kinds.len() > place).then_some(place)
    }

    /// Ends the line; nothing where none is begun.
    fn line(&mut self) -> Option<Record> {
        let Self { mut kinds, at, .. } = std::mem::take(self);
        if kinds.len() > 1 {
            return Some(Record::Mixed(MixedRun::new(kinds, at.into_iter())));
        }
        let at = at.into_iter().map(|(_, at)| at).collect();
        kinds.pop().map(|kind| Record::Edits(EditRun::new(kind, at)))
    }
}

/// Takes the edits; those that follow each other and are alike share a line.
fn lines(few: &mut Vec<DocumentEdit>) -> Vec<Record> {
    let (mut lines, mut rest) = (Vec::new(), std::mem::take(few).into_iter().peekable());
    while let Some(first) = rest.next() {
        let kind = EditKind::of(&first);
        let (mut at, mut origin) = (Origin::default().at(&first).into_iter().collect::<Vec<_>>(), Origin::of(&first));
        while let Some(kind) = &kind
            && let Some(next) = rest.peek().filter(|next| kind.has(next)).and_then(|next| origin.at(next))
        {
            at.push(next);
            origin = rest.next().as_ref().map_or(origin, Origin::of);
        }
        lines.push(match kind {
            Some(kind) if at.len() > 1 => Record::Edits(EditRun::new(kind, at)),
            _ => Record::Edit(first),
        });
    }
    lines
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use super::super::{RecordLines, Span, write_record};
    use super::*;
    use crate::text::{Confidence, Position};

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
        edits.push(DocumentEdit { after_bytes: Some("20".into()), ..edit(9000 * 71, 9000, 1.0, "\n") });
        let lines = written(&edits);
        assert!(lines.len() < 25 * edits.len(), "{}", lines.len());
        assert_eq!(count(&lines), 4);
        assert_eq!(read(&lines), edits);
    }

    /// Edits as they are written; each has what it has in a line of its own where it stands in one, or begins a kind.
    fn written(edits: &[DocumentEdit]) -> Vec<u8> {
        let (mut runs, mut lines) = (EditRuns::default(), Vec::new());
        let mut write = |records: Vec<Record>| {
            records.iter().for_each(|record| write_record(&mut lines, record).unwrap());
        };
        for edit in edits {
            write(runs.take(edit.clone(), |edit| edit.series = edit.before.clone()));
        }
        write(runs.finish());
        lines
    }

    fn read(lines: &[u8]) -> Vec<DocumentEdit> {
        let edit = |record: Result<Record, _>| match record {
            Ok(Record::Edit(edit)) => DocumentEdit { series: "".into(), ..edit },
            other => panic!("{other:?}"),
        };
        RecordLines::new(lines).map(edit).collect()
    }

    fn count(lines: &[u8]) -> usize {
        lines.iter().filter(|byte| **byte == b'\n').count()
    }

    #[test]
    fn edits_of_some_kinds_among_each_other_share_lines_and_come_back() {
        let of_kinds = |kinds: u64, count: u64| -> Vec<DocumentEdit> {
            (1..=count).map(|at| edit(at * 20, at / 3, 1.0, &format!("Ã{}", at * at % kinds))).collect()
        };
        for (kinds, edits, most) in [(3, 10_000, 5), (20, 10_000, 60), (30, 5_000, 300)] {
            let edits = of_kinds(kinds, edits);
            let lines = written(&edits);
            assert!(count(&lines) <= most, "{kinds}: {}", count(&lines));
            assert_eq!(read(&lines), edits, "{kinds}");
            let records = lines.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
            let has_series = |line: &[u8]| !String::from_utf8_lossy(line).contains("\"kinds\":[{\"before\"");
            assert!(records.into_iter().all(has_series), "{kinds}");
        }
        // In other encodings, too.
        let edits: Vec<_> = of_kinds(3, 1000)
            .into_iter()
            .map(|edit| {
                let input = Span { start: edit.input.start, end: edit.input.start + 1 };
                DocumentEdit { before_bytes: Some("e6".into()), input, ..edit }
            })
            .collect();
        assert_eq!((count(&written(&edits)), read(&written(&edits))), (1, edits));
        // Few, or few alike, stand by themselves.
        for (kinds, edits) in [(3, 60), (100_000, 500)] {
            let edits = of_kinds(kinds, edits);
            assert!(count(&written(&edits)) > edits.len() / 2, "{kinds}");
            assert_eq!(read(&written(&edits)), edits, "{kinds}");
        }
    }

    #[test]
    fn an_edit_of_no_kind_is_refused() {
        let edits: Vec<_> = (1..200).map(|at| edit(at * 20, at, 1.0, ["Ã¸", "Ã¥"][at as usize % 2])).collect();
        let line = String::from_utf8(written(&edits)).unwrap();
        assert!(line.starts_with("{\"type\":\"mixed\"") && line.contains("[[0,20,"));
        let other = line.replace("[[0,20,", "[[2,20,");
        assert!(RecordLines::new(other.as_bytes()).next().unwrap().is_err());
    }

    #[test]
    fn a_probability_that_is_no_number_is_refused() {
        let mut line = Vec::new();
        write_record(&mut line, &Record::Edit(edit(71, 1, 0.995, "\n"))).unwrap();
        let endless = String::from_utf8(line).unwrap().replace("0.995", "1e78");
        assert!(RecordLines::new(endless.as_bytes()).next().unwrap().is_err());
    }
}
