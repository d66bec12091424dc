//! Which edits share a line of the ledger. In: what is found in a stretch of a document, in order. Out: its lines.
//!
//! A line stands where the first of its edits does. What stands among the edits of a line and is none of them comes behind it, so that
//! a suspect or a rare edit does not cut short what hundreds of edits share.

use super::found::{Finding, Found, Likeness};
use super::series_names::SeriesNames;
use super::stand::Stand;
use crate::record::{Record, SharedLine};
use crate::text::QuickMap;

/// A stretch holds so many findings at most, so that a reader of a line holds no more edits.
pub(super) const STRETCH: usize = 4096;
/// Fewer edits than this stand each by itself, with what stands beside it, but for those that are alike and follow each other.
const FEW: usize = 64;
/// Edits share a line with those of other kinds where there are so many of their own: else their kind would be the longer part of it.
const OF_A_KIND: usize = 4;

/// The findings of a line by their places in the stretch, each with its kind; one that stands alone may have none.
pub(super) type Line = Vec<(Option<usize>, usize)>;

/// The lines of a stretch.
pub(super) fn lines(found: &[Found]) -> Vec<Line> {
    let mut kinds = kinds(found);
    let mut counts = vec![0; found.len()];
    kinds.iter().flatten().for_each(|kind| counts[*kind] += 1);
    let are_many = |kind: &usize| counts[*kind] >= OF_A_KIND;
    if kinds.iter().flatten().filter(|kind| are_many(kind)).count() < FEW {
        return neighbours(&kinds);
    }
    kinds.iter_mut().for_each(|kind| *kind = kind.filter(|kind| are_many(kind)));
    let mut lines: Vec<Line> = Vec::new();
    let mut shared: Option<usize> = None;
    for (at, kind) in kinds.into_iter().enumerate() {
        match shared.filter(|_| kind.is_some()) {
            Some(line) => lines[line].push((kind, at)),
            None => {
                shared = shared.or(kind.map(|_| lines.len()));
                lines.push(vec![(kind, at)]);
            }
        }
    }
    lines
}

/// Lines that those share which are alike and follow each other.
fn neighbours(kinds: &[Option<usize>]) -> Vec<Line> {
    let found: Line = kinds.iter().copied().zip(0..).collect();
    found.chunk_by(|one, next| one.0.is_some() && one.0 == next.0).map(<[_]>::to_vec).collect()
}

/// The kind of each finding that may share a line, by its number. Edits that stand before another that came first share none.
fn kinds<'f>(found: &'f [Found]) -> Vec<Option<usize>> {
    let mut numbers: QuickMap<Likeness<'f>, usize> = QuickMap::default();
    let mut last = (0, 0, 0);
    let mut kind = |(stand, likeness): (Stand, Option<Likeness<'f>>)| {
        let likeness = likeness?;
        let here = (stand.input.start, stand.output.start, stand.place.line);
        let follows = last.0 <= here.0 && last.1 <= here.1 && last.2 <= here.2;
        last = if follows { here } else { last };
        let new = numbers.len();
        follows.then(|| *numbers.entry(likeness).or_insert(new))
    };
    found.iter().map(|found| kind((found.stand, found.likeness()))).collect()
}

/// A line that some edits share.
pub(super) fn shared_line(found: &[Found], shared: &[(Option<usize>, usize)], series: &mut SeriesNames) -> Record {
    let mut line = SharedLine::default();
    let mut places: QuickMap<Option<usize>, usize> = QuickMap::default();
    for (kind, at) in shared {
        let found = &found[*at];
        let Finding::Edit(edit, bytes) = &found.finding else { continue };
        let place = *places.entry(*kind).or_insert_with(|| line.kind(found.kind(edit, bytes, series)));
        let starts = [found.stand.input.start, found.stand.output.start];
        line.edit(place, starts, found.stand.place, edit.probability);
    }
    line.record()
}

#[cfg(test)]
mod tests {
    use super::super::record_writer::{Detail, RecordWriter, Stretch};
    use super::super::stand::EditBytes;
    use super::super::surroundings::Surroundings;
    use super::*;
    use crate::codecs::Encoding;
    use crate::record::{DocumentEdit, RecordError, RecordLines, Span};
    use crate::text::{Edit, Position, RuleCode};
    use crate::{Suspect, record};

    const DOCUMENT: &str = "aa";
    const OF: Surroundings =
        Surroundings { document: DOCUMENT, input: b"", encoding: Encoding::Utf8, is_packed: false };

    /// What is found at each twentieth byte, three to a line.
    enum One {
        /// The text before.
        Edit(String),
        Suspect,
    }

    fn edit(before: &str) -> Edit {
        Edit {
            input: 0..0,
            output: 0..0,
            before: before.as_bytes().into(),
            after: "ø".into(),
            rules: [RuleCode("E101")].into_iter().collect(),
            probability: 0.998,
            evidence: "the words of the document prove it".into(),
        }
    }

    fn suspect() -> Suspect {
        let candidates = Vec::new().into();
        let (rule, evidence) = (RuleCode("W101"), "it may be".into());
        Suspect { input: 0..0, output: 0..0, rule, probability: 0.4, evidence, candidates }
    }

    /// Where the finding of a number stands.
    fn stand(number: u64, taken: usize, given: usize) -> Stand {
        let span = |at: u64, length: usize| Span { start: at, end: at + length as u64 };
        let place = Position { line: number / 3 + 1, column: number % 3 * 20 + 1 };
        Stand { input: span(number * 20, taken), output: span(number * 19, given), place }
    }

    /// The lines of a ledger that are written of what is found.
    fn written(all: &[One], bytes: &EditBytes) -> Vec<u8> {
        let mut writer = RecordWriter::new(Detail::Ledger, None);
        let suspect = suspect();
        let edits: Vec<Edit> =
            all.iter().map(|one| if let One::Edit(before) = one { edit(before) } else { edit("") }).collect();
        let mut stretch = Stretch::new(&mut writer);
        for ((number, one), edit) in (0..).zip(all).zip(&edits) {
            let found = match one {
                One::Suspect => Found::suspect(&suspect, stand(number, 1, 1), OF),
                One::Edit(before) => {
                    let taken = bytes.before.as_ref().map_or(before.len(), |digits| digits.len() / 2);
                    Found::edit(edit, stand(number, taken, "ø".len()), bytes.clone(), OF)
                }
            };
            stretch.take(found).unwrap();
        }
        stretch.end().unwrap();
        let mut lines = Vec::new();
        writer.finish().unwrap().records.copy(&mut lines).unwrap();
        lines
    }

    fn lines_of(all: &[One]) -> Vec<u8> {
        written(all, &EditBytes::default())
    }

    fn read(lines: &[u8]) -> Vec<Record> {
        RecordLines::of_document(lines, DOCUMENT).collect::<Result<_, RecordError>>().unwrap()
    }

    /// Each finding comes back where it stood, in order, with what it says and is called.
    fn assert_all_come_back(all: &[One], lines: &[u8]) {
        let records = read(lines);
        assert_eq!(records.len(), all.len());
        for ((number, one), record) in (0..).zip(all).zip(&records) {
            match (one, record) {
                (One::Suspect, Record::Suspect(suspect)) => assert_eq!(suspect.input.start, number * 20),
                (One::Edit(before), Record::Edit(edit)) => {
                    let expected = stand(number, edit.input.length() as usize, "ø".len());
                    assert_eq!(
                        (edit.input, edit.output, edit.place),
                        (expected.input, expected.output, expected.place)
                    );
                    assert_eq!((edit.before(), edit.after(), edit.probability), (&**before, "ø", 0.998));
                    assert_eq!(edit.id, record::finding_id(DOCUMENT, edit.input, "E101", before));
                    assert_eq!(edit.kind.series, record::series_id("E101", before));
                }
                (_, other) => panic!("{number}: {other:?}"),
            }
        }
    }

    fn count(lines: &[u8]) -> usize {
        lines.iter().filter(|byte| **byte == b'\n').count()
    }

    /// So many edits of so many kinds, one as often as another.
    fn of_kinds(kinds: usize, edits: usize) -> Vec<One> {
        (0..edits).map(|number| One::Edit(format!("Ã{}", number * number % 7919 % kinds))).collect()
    }

    #[test]
    fn edits_share_lines_and_come_back() {
        for (kinds, edits, most) in
            [(1, 9_000, 3), (3, 10_000, 3), (20, 10_000, 3), (30, 5_000, 2), (300, 5_000, 1_000)]
        {
            let all = of_kinds(kinds, edits);
            let lines = lines_of(&all);
            assert!(count(&lines) <= most, "{kinds}: {}", count(&lines));
            assert_all_come_back(&all, &lines);
        }
        // In other encodings, too.
        let all = of_kinds(3, 1000);
        let lines = written(&all, &EditBytes { before: Some("e6".into()), after: None });
        assert_eq!(count(&lines), 1);
        assert_all_come_back(&all, &lines);
    }

    #[test]
    fn what_stands_among_them_cuts_no_line_short_and_keeps_its_place() {
        let mut all = of_kinds(3, 3000);
        for at in (0..all.len()).step_by(50) {
            all[at] = if at % 100 == 0 { One::Suspect } else { One::Edit(format!("rare {at}")) };
        }
        let lines = lines_of(&all);
        assert_eq!(count(&lines), 1 + 3000 / 50);
        assert!(lines.starts_with(br#"{"type":"suspect""#), "a line stands where its first edit does");
        assert_all_come_back(&all, &lines);
    }

    #[test]
    fn few_stand_by_themselves_but_for_neighbours_that_are_alike() {
        for (kinds, edits) in [(3, 60), (100_000, 500)] {
            let all = of_kinds(kinds, edits);
            let lines = lines_of(&all);
            assert!(count(&lines) > edits / 2, "{kinds}");
            assert_all_come_back(&all, &lines);
        }
        let alone = [One::Edit("Ã¸".into()), One::Suspect, One::Edit("Ã¸".into()), One::Edit("Ã¸".into())];
        assert_eq!(count(&lines_of(&alone)), 3);
        assert_all_come_back(&alone, &lines_of(&alone));
    }

    #[test]
    fn an_edit_whose_file_bytes_are_others_stands_by_itself() {
        let all = of_kinds(1, 100);
        let lines = written(&all, &EditBytes { before: None, after: Some("20".into()) });
        assert_eq!(count(&lines), 100);
        let is_whole = |record| matches!(record, Record::Edit(DocumentEdit { context: Some(_), .. }));
        assert!(read(&lines).into_iter().all(is_whole));
    }

    #[test]
    fn what_no_run_can_have_written_is_refused() {
        let line = String::from_utf8(lines_of(&of_kinds(2, 200))).unwrap();
        assert!(line.starts_with("{\"type\":\"mixed\"") && line.contains("[[0,0,"));
        let refused = |line: String| RecordLines::new(line.as_bytes()).next().unwrap().is_err();
        assert!(refused(line.replace("[[0,0,", "[[2,0,")));
        // A probability that is no number could not be written again.
        assert!(refused(line.replace("0.998]", "1e78]")));
    }
}
