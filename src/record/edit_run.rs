//! Edits that share lines of a ledger. In: the edits of a document, in order. Out: lines, and of them the same edits again.

use std::borrow::Cow;

use compact_str::CompactString;
use serde::{Deserialize, Serialize};

use super::finding::finite;
use super::{DocumentEdit, Span, finding_id};
use crate::text::{Confidence, Position};

/// What edits that are alike share: all but where they stand and how probable they are.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EditKind {
    /// What the series of the edits is called.
    #[serde(skip_serializing_if = "CompactString::is_empty", default)]
    series: CompactString,
    before: CompactString,
    /// The bytes that came in, hexadecimal, where they are not `before` in UTF-8.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    before_bytes: Option<CompactString>,
    after: CompactString,
    rules: Vec<Cow<'static, str>>,
    level: Confidence,
    evidence: Cow<'static, str>,
}

/// Edits that follow each other and are alike, in one line: a wrapped text has one at the end of each of its lines, and a line for each
/// would be longer than the text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EditRun {
    #[serde(flatten)]
    kind: EditKind,
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
pub(super) struct At(
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
pub(super) struct MixedAt(usize, u64, u64, u64, u64, #[serde(deserialize_with = "finite")] f32);

/// Where the next edit of a run is counted from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Origin {
    input: u64,
    output: u64,
    line: u64,
}

impl Origin {
    pub fn of(edit: &DocumentEdit) -> Self {
        Self { input: edit.input.start, output: edit.output.start, line: edit.place.line }
    }

    /// Where an edit stands, counted from here. `None` for one that stands before.
    pub fn at(self, edit: &DocumentEdit) -> Option<At> {
        let input = edit.input.start.checked_sub(self.input)?;
        let output = edit.output.start.checked_sub(self.output)?;
        let line = edit.place.line.checked_sub(self.line)?;
        Some(At(input, output, line, edit.place.column, edit.probability))
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

impl EditKind {
    /// The kind of an edit. `None` for one whose ranges do not have the lengths of what it says.
    pub fn of(edit: &DocumentEdit) -> Option<Self> {
        let kind = Self {
            series: edit.series.clone(),
            before: edit.before.clone(),
            before_bytes: edit.before_bytes.clone(),
            after: edit.after.clone(),
            rules: edit.rules.clone(),
            level: edit.level,
            evidence: edit.evidence.clone(),
        };
        kind.has_lengths(edit).then_some(kind)
    }

    /// Bytes of the input that its edits take.
    fn input_bytes(&self) -> u64 {
        let length = self.before_bytes.as_ref().map_or(self.before.len(), |digits| digits.len() / 2);
        length as u64
    }

    /// Whether the ranges of an edit can be told from what the kind says.
    fn has_lengths(&self, edit: &DocumentEdit) -> bool {
        edit.after_bytes.is_none()
            && edit.input.length() == self.input_bytes()
            && edit.output.length() == self.after.len() as u64
    }

    /// Whether an edit is of this kind. What its series is called follows from the rest.
    pub fn has(&self, edit: &DocumentEdit) -> bool {
        edit.before == self.before
            && edit.after == self.after
            && edit.rules == self.rules
            && edit.level == self.level
            && edit.evidence == self.evidence
            && edit.before_bytes == self.before_bytes
            && self.has_lengths(edit)
    }

    /// The edit of this kind that stands there, named if the document is: `document` is BLAKE3 of its input.
    fn edit(&self, here: Origin, At(.., column, probability): At, document: Option<&str>) -> DocumentEdit {
        let span = |start: u64, bytes: u64| Span { start, end: start.saturating_add(bytes) };
        let input = span(here.input, self.input_bytes());
        let id = document.map(|document| finding_id(document, input, &self.rules.join("+"), &self.before));
        DocumentEdit {
            id: id.unwrap_or_default(),
            series: self.series.clone(),
            input,
            output: span(here.output, self.after.len() as u64),
            place: Position { line: here.line, column },
            before: self.before.clone(),
            before_bytes: self.before_bytes.clone(),
            after: self.after.clone(),
            after_bytes: None,
            rules: self.rules.clone(),
            level: self.level,
            probability,
            evidence: self.evidence.clone(),
            context: None,
        }
    }
}

impl EditRun {
    pub(super) fn new(kind: EditKind, at: Vec<At>) -> Self {
        Self { kind, at }
    }

    /// The edits, one by one. `document` is BLAKE3 of the document's input; without it they have no names.
    pub fn edits(self, document: Option<String>) -> impl Iterator<Item = DocumentEdit> {
        let Self { kind, at } = self;
        let mut here = Origin::default();
        at.into_iter().map(move |at| {
            here = here.next(at);
            kind.edit(here, at, document.as_deref())
        })
    }
}

impl MixedRun {
    /// Of edits that are each of one of the kinds, by its place among them.
    pub(super) fn new(kinds: Vec<EditKind>, at: impl Iterator<Item = (usize, At)>) -> Self {
        let mixed = |(kind, At(input, output, line, column, probability))| {
            MixedAt(kind, input, output, line, column, probability)
        };
        Self { kinds, at: at.map(mixed).collect() }
    }

    /// The edits, one by one. `document` is BLAKE3 of the document's input; without it they have no names.
    pub fn edits(self, document: Option<String>) -> impl Iterator<Item = DocumentEdit> {
        let Self { kinds, at } = self;
        let mut here = Origin::default();
        at.into_iter().filter_map(move |MixedAt(kind, input, output, line, column, probability)| {
            let at = At(input, output, line, column, probability);
            here = here.next(at);
            // That there is one was checked when the line was read.
            kinds.get(kind).map(|kind| kind.edit(here, at, document.as_deref()))
        })
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
