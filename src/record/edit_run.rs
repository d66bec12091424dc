//! Edits that share lines of a ledger. In: the edits of a document, in order. Out: lines, and of them the same edits again.

use std::borrow::Cow;
use std::sync::Arc;

use compact_str::CompactString;
use serde::{Deserialize, Serialize};

use super::finding::finite;
use super::{DocumentEdit, EditKind, Record, Span};
use crate::text::{Confidence, Position};

/// Edits that follow each other and are alike, in one line: a wrapped text has one at the end of each of its lines, and a line for each
/// would be longer than the text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(from = "ReadEditRun")]
pub struct EditRun {
    #[serde(flatten)]
    kind: EditKind,
    at: Vec<At>,
}

/// The same as it is read, field by field: what is flattened is put aside first, each of its numbers.
#[derive(Deserialize)]
struct ReadEditRun {
    #[serde(default)]
    series: CompactString,
    before: CompactString,
    before_bytes: Option<CompactString>,
    after: CompactString,
    rules: Vec<Cow<'static, str>>,
    level: Confidence,
    evidence: Cow<'static, str>,
    at: Vec<At>,
}

/// Edits of some kinds that come among each other again and again, in one line: a text that was decoded wrongly has three or four of each
/// line, and a line for each would be ten times as long as the text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "ReadMixedRun")]
pub struct MixedRun {
    kinds: Vec<EditKind>,
    at: Vec<MixedAt>,
}

/// The same as it is read.
#[derive(Deserialize)]
struct ReadMixedRun {
    kinds: Vec<EditKind>,
    at: Vec<MixedAt>,
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

/// The same of one of several kinds: which of them, from 0, and what is said of others.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
struct MixedAt(usize, u64, u64, u64, u64, #[serde(deserialize_with = "finite")] f32);

/// Where the next edit of a run is counted from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Origin {
    input: u64,
    output: u64,
    line: u64,
}

impl Origin {
    /// The edit of a kind that stands here, named if the document is: `document` is BLAKE3 of its input.
    fn edit(self, kind: &Arc<EditKind>, At(.., column, probability): At, document: Option<&str>) -> DocumentEdit {
        let span = |start: u64, bytes: u64| Span { start, end: start.saturating_add(bytes) };
        let input = span(self.input, kind.input_bytes());
        DocumentEdit {
            id: document.map(|document| kind.id(document, input)).unwrap_or_default(),
            input,
            output: span(self.output, kind.after.len() as u64),
            place: Position { line: self.line, column },
            kind: Arc::clone(kind),
            after_bytes: None,
            probability,
            context: None,
        }
    }

    /// Where the next edit stands. A damaged line may give any numbers; that they fit is checked where they are used.
    fn next(self, At(input, output, line, ..): At) -> Self {
        Self {
            input: self.input.saturating_add(input),
            output: self.output.saturating_add(output),
            line: self.line.saturating_add(line),
        }
    }
}

/// A line that edits share, as it is put together.
#[derive(Debug, Default)]
pub(crate) struct SharedLine {
    kinds: Vec<EditKind>,
    at: Vec<MixedAt>,
    origin: Origin,
}

impl SharedLine {
    /// Takes a kind; gives its place among the kinds.
    pub fn kind(&mut self, kind: EditKind) -> usize {
        self.kinds.push(kind);
        self.kinds.len() - 1
    }

    /// Takes an edit of the kind that has this place. It starts at these bytes of input and output, neither before the edit that was taken last.
    pub fn edit(&mut self, kind: usize, [input, output]: [u64; 2], place: Position, probability: f32) {
        let Origin { input: from, output: out_from, line } = self.origin;
        self.origin = Origin { input, output, line: place.line };
        let passed = [input.saturating_sub(from), output.saturating_sub(out_from), place.line.saturating_sub(line)];
        self.at.push(MixedAt(kind, passed[0], passed[1], passed[2], place.column, probability));
    }

    /// The line.
    pub fn record(self) -> Record {
        let Self { mut kinds, at, .. } = self;
        match kinds.pop() {
            Some(kind) if kinds.is_empty() => {
                let alone =
                    |MixedAt(_, input, output, line, column, probability)| At(input, output, line, column, probability);
                Record::Edits(EditRun { kind, at: at.into_iter().map(alone).collect() })
            }
            last => {
                kinds.extend(last);
                Record::Mixed(MixedRun { kinds, at })
            }
        }
    }
}

impl EditRun {
    /// The edits, one by one. `document` is BLAKE3 of the document's input; without it they have no names.
    pub fn edits(self, document: Option<String>) -> impl Iterator<Item = DocumentEdit> {
        let Self { kind, at } = self;
        let kind = Arc::new(kind);
        let mut here = Origin::default();
        at.into_iter().map(move |at| {
            here = here.next(at);
            here.edit(&kind, at, document.as_deref())
        })
    }
}

impl MixedRun {
    /// The edits, one by one. `document` is BLAKE3 of the document's input; without it they have no names.
    pub fn edits(self, document: Option<String>) -> impl Iterator<Item = DocumentEdit> {
        let Self { kinds, at } = self;
        let kinds: Vec<_> = kinds.into_iter().map(Arc::new).collect();
        let mut here = Origin::default();
        at.into_iter().filter_map(move |MixedAt(kind, input, output, line, column, probability)| {
            let at = At(input, output, line, column, probability);
            here = here.next(at);
            // That there is one was checked when the line was read.
            kinds.get(kind).map(|kind| here.edit(kind, at, document.as_deref()))
        })
    }
}

impl From<ReadEditRun> for EditRun {
    fn from(read: ReadEditRun) -> Self {
        let ReadEditRun { series, before, before_bytes, after, rules, level, evidence, at } = read;
        Self { kind: EditKind { series, before, before_bytes, after, rules, level, evidence }, at }
    }
}

impl TryFrom<ReadMixedRun> for MixedRun {
    type Error = &'static str;

    fn try_from(ReadMixedRun { kinds, at }: ReadMixedRun) -> Result<Self, Self::Error> {
        match at.iter().all(|MixedAt(kind, ..)| *kind < kinds.len()) {
            true => Ok(Self { kinds, at }),
            false => Err("an edit is of no kind of its line"),
        }
    }
}
