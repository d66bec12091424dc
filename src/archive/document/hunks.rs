use std::ops::Range;

use super::surroundings::Block;
use crate::record::{Hunk, HunkLine};

/// Unchanged lines that are shown around changed ones.
const CONTEXT_LINES: usize = 3;

/// The lines of a block that its edits change, as a unified diff has them. `before_line` and `after_line` are the
/// numbers of the block's first line in the input and in the output.
pub(super) fn hunks(block: &Block, before_line: u64, after_line: u64) -> Vec<Hunk> {
    let edits = block.repair.edits();
    if edits.is_empty() {
        return Vec::new();
    }
    let (before_text, ranges) = text_before(block);
    let before = Lines::new(&before_text);
    let after = Lines::new(block.repair.text());
    let changes = edits.iter().zip(ranges).map(|(edit, range)| {
        let (old, new) = (before.touched(&range), after.touched(&edit.output));
        Change { before: old, after: new }
    });
    let groups = group(changes);
    groups.iter().map(|group| hunk(group, &before, &after, before_line, after_line)).collect()
}

/// The input as text, and where in it the edits are.
fn text_before(block: &Block) -> (String, Vec<Range<usize>>) {
    let text = block.repair.text();
    let mut before = String::with_capacity(text.len());
    let mut ranges = Vec::with_capacity(block.repair.edits().len());
    let mut copied = 0;
    for edit in block.repair.edits() {
        before.push_str(text.get(copied..edit.output.start).unwrap_or_default());
        let start = before.len();
        before.push_str(&block.decode(&edit.before));
        ranges.push(start..before.len());
        copied = edit.output.end;
    }
    before.push_str(text.get(copied..).unwrap_or_default());
    (before, ranges)
}

/// Lines of the input and the lines of the output that they become.
struct Change {
    before: Range<usize>,
    after: Range<usize>,
}

/// Changes whose lines are the same or touch become one; those that are near each other share a group.
fn group(changes: impl Iterator<Item = Change>) -> Vec<Vec<Change>> {
    let mut groups: Vec<Vec<Change>> = Vec::new();
    for change in changes {
        let Some(group) = groups.last_mut() else {
            groups.push(vec![change]);
            continue;
        };
        match group.last_mut() {
            Some(last) if change.before.start <= last.before.end || change.after.start <= last.after.end => {
                last.before.end = last.before.end.max(change.before.end);
                last.after.end = last.after.end.max(change.after.end);
            }
            Some(last) if change.before.start <= last.before.end + 2 * CONTEXT_LINES => group.push(change),
            _ => groups.push(vec![change]),
        }
    }
    groups
}

fn hunk(group: &[Change], before: &Lines, after: &Lines, before_line: u64, after_line: u64) -> Hunk {
    let first = &group[0];
    let lead = first.before.start.min(CONTEXT_LINES).min(first.after.start);
    let mut lines = Vec::new();
    let mut at = first.before.start - lead;
    for change in group {
        push(&mut lines, ' ', before, at..change.before.start);
        push(&mut lines, '-', before, change.before.clone());
        push(&mut lines, '+', after, change.after.clone());
        at = change.before.end;
    }
    push(&mut lines, ' ', before, at..(at + CONTEXT_LINES).min(before.count()));
    Hunk {
        before_line: before_line + (first.before.start - lead) as u64,
        after_line: after_line + (first.after.start - lead) as u64,
        lines,
    }
}

fn push(lines: &mut Vec<HunkLine>, mark: char, of: &Lines, range: Range<usize>) {
    lines.extend(range.map(|line| HunkLine(mark, of.line(line).to_owned())));
}

/// A text by its lines.
struct Lines<'a> {
    text: &'a str,
    starts: Vec<usize>,
}

impl<'a> Lines<'a> {
    fn new(text: &'a str) -> Self {
        let after_newlines = memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1);
        let starts = std::iter::once(0).chain(after_newlines).filter(|&start| start < text.len()).collect();
        Self { text, starts }
    }

    fn count(&self) -> usize {
        self.starts.len()
    }

    fn line(&self, line: usize) -> &'a str {
        let end = self.starts.get(line + 1).copied().unwrap_or(self.text.len());
        self.starts.get(line).and_then(|&start| self.text.get(start..end)).unwrap_or_default()
    }

    /// The lines that a range touches; the line that it ends on is among them.
    fn touched(&self, range: &Range<usize>) -> Range<usize> {
        let of = |at: usize| self.starts.partition_point(|&start| start <= at).saturating_sub(1);
        let first = of(range.start);
        let past = (of(range.end) + 1).min(self.count());
        first.min(past)..past
    }
}
