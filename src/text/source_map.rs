use std::ops::Range;

use super::Edit;

/// Where a byte of the output came from, and where a byte of the input went.
///
/// Only the edges of edits are kept, so memory grows with the damage and not with the text. Between edits input
/// and output run in step, byte for byte, as they do when the input is UTF-8.
#[derive(Clone, Debug, Default)]
pub struct SourceMap {
    /// Input and output range of every edit, ascending.
    edges: Vec<(Range<usize>, Range<usize>)>,
}

impl SourceMap {
    /// The map of a document's edits, which are ascending and disjoint.
    pub fn new(edits: &[Edit]) -> Self {
        let edges = edits.iter().map(|e| (e.input.clone(), e.output.clone()));
        Self { edges: edges.collect() }
    }

    /// The input range that the output range came from; a range that touches an edit takes the whole edit in.
    pub fn to_input(&self, output: Range<usize>) -> Range<usize> {
        translate(&self.edges, output, |(input, output)| (output, input))
    }

    /// The output range that the input range became; a range that touches an edit takes the whole edit in.
    pub fn to_output(&self, input: Range<usize>) -> Range<usize> {
        translate(&self.edges, input, |(input, output)| (input, output))
    }
}

/// The input and the output range of one edit.
type Edge = (Range<usize>, Range<usize>);
/// An edge seen from one side: that side's range, then the other's.
type View = fn(&Edge) -> (&Range<usize>, &Range<usize>);

fn translate(edges: &[Edge], range: Range<usize>, view: View) -> Range<usize> {
    let passed = edges.partition_point(|edge| view(edge).0.end <= range.start);
    let start = match edges.get(passed).map(view) {
        Some((from, to)) if from.start < range.start => to.start,
        _ => shift(edges, passed, range.start, view),
    };
    let begun = edges.partition_point(|edge| view(edge).0.start < range.end);
    let end = match begun.checked_sub(1).map(|last| view(&edges[last])) {
        Some((from, to)) if from.end > range.end => to.end,
        _ => shift(edges, begun, range.end, view),
    };
    start..end.max(start)
}

/// The offset on the other side of a place that lies in no edit and has `passed` edits before it.
fn shift(edges: &[Edge], passed: usize, offset: usize, view: View) -> usize {
    match passed.checked_sub(1).map(|last| view(&edges[last])) {
        Some((from, to)) => to.end + (offset - from.end),
        None => offset,
    }
}
