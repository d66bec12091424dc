//! An edit of a document as it is written down: where it stands, and what it shares with others. In: an edit, or a line. Out: the other.

use std::borrow::Cow;
use std::sync::Arc;

use compact_str::CompactString;
use serde::{Deserialize, Serialize, Serializer};

use super::finding::finite;
use super::{Context, Span, finding_id};
use crate::text::{Confidence, Position, hex};

/// An edit of a document.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(from = "ReadEdit")]
pub struct DocumentEdit {
    /// What it is called ([`finding_id`]); empty in ledgers from before findings had names.
    pub id: CompactString,
    /// Bytes of the input file.
    pub input: Span,
    /// Bytes of the output file.
    pub output: Span,
    /// Where the input range starts.
    pub place: Position,
    /// What it shares with those that are alike.
    pub kind: Arc<EditKind>,
    /// The output's bytes in its range, hexadecimal, where they are not its kind's `after` in the output's encoding.
    pub(crate) after_bytes: Option<CompactString>,
    /// Calibrated probability that it is right, 0 to 1.
    pub probability: f32,
    /// What stands beside it; nothing where a ledger has several edits in one line.
    pub context: Option<Box<Context>>,
}

/// What edits that are alike share: all but where they stand and how probable they are.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EditKind {
    /// What the series of the edits is called ([`series_id`](super::series_id)).
    #[serde(skip_serializing_if = "CompactString::is_empty", default)]
    pub series: CompactString,
    /// The input's text in the range, as decoded; lossy where it does not decode.
    pub(crate) before: CompactString,
    /// The input's bytes in the range, hexadecimal, where `before` is not exactly them in UTF-8.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub(crate) before_bytes: Option<CompactString>,
    /// The output's text in its range.
    pub(crate) after: CompactString,
    /// The rules that made it, first to last.
    pub rules: Vec<Cow<'static, str>>,
    /// The level that its probability earns.
    pub level: Confidence,
    /// Why it is believed.
    pub evidence: Cow<'static, str>,
}

impl DocumentEdit {
    /// The input's text in the range, as decoded; lossy where it does not decode.
    pub fn before(&self) -> &str {
        &self.kind.before
    }

    /// The output's text in its range.
    pub fn after(&self) -> &str {
        &self.kind.after
    }

    /// Whether it mends no text: bytes that count and describe what was mended, as the directory of a package does.
    pub fn is_of_file(&self) -> bool {
        self.kind.rules.is_empty()
    }

    /// The input's bytes in the edit's range. `None` where the record does not hold them.
    pub fn input_bytes(&self) -> Option<Cow<'_, [u8]>> {
        match &self.kind.before_bytes {
            None => Some(Cow::Borrowed(self.kind.before.as_bytes())),
            Some(digits) => hex::decode(digits).map(Cow::Owned),
        }
    }

    /// The output's bytes in the edit's range, where the record holds them: else they are `after` in the output's encoding. `Some(None)`
    /// where what it holds are no bytes.
    pub fn output_bytes(&self) -> Option<Option<Vec<u8>>> {
        self.after_bytes.as_ref().map(|digits| hex::decode(digits))
    }

    /// Where it starts in the input and in the output: the order of findings.
    pub(super) fn start(&self) -> (u64, u64) {
        (self.input.start, self.output.start)
    }

    /// The codes of the rules, joined with `+`.
    pub fn codes(&self) -> Cow<'static, str> {
        self.kind.codes()
    }
}

impl EditKind {
    /// The input's text in the range, as decoded; lossy where it does not decode.
    pub fn before(&self) -> &str {
        &self.before
    }

    /// Bytes of the input that its edits take.
    pub(super) fn input_bytes(&self) -> u64 {
        let length = self.before_bytes.as_ref().map_or(self.before.len(), |digits| digits.len() / 2);
        length as u64
    }

    /// What an edit of this kind is called that takes these bytes of a document; `document` is BLAKE3 of its input.
    pub(super) fn id(&self, document: &str, input: Span) -> CompactString {
        finding_id(document, input, &self.codes(), &self.before)
    }

    fn codes(&self) -> Cow<'static, str> {
        match self.rules.as_slice() {
            [rule] => rule.clone(),
            rules => Cow::Owned(rules.join("+")),
        }
    }
}

/// An edit as its line is read. Places are read field by field: what is flattened is put aside first, each of its numbers.
#[derive(Deserialize)]
struct ReadEdit {
    #[serde(default)]
    id: CompactString,
    #[serde(default)]
    series: CompactString,
    input: Span,
    output: Span,
    line: u64,
    column: u64,
    before: CompactString,
    before_bytes: Option<CompactString>,
    after: CompactString,
    after_bytes: Option<CompactString>,
    rules: Vec<Cow<'static, str>>,
    level: Confidence,
    #[serde(deserialize_with = "finite")]
    probability: f32,
    evidence: Cow<'static, str>,
    context: Option<Box<Context>>,
}

impl From<ReadEdit> for DocumentEdit {
    fn from(read: ReadEdit) -> Self {
        let ReadEdit { id, input, output, line, column, after_bytes, probability, context, .. } = read;
        let ReadEdit { series, before, before_bytes, after, rules, level, evidence, .. } = read;
        let kind = Arc::new(EditKind { series, before, before_bytes, after, rules, level, evidence });
        Self { id, input, output, place: Position { line, column }, kind, after_bytes, probability, context }
    }
}

/// An edit as its line is written.
#[derive(Serialize)]
struct WrittenEdit<'a> {
    #[serde(skip_serializing_if = "str::is_empty")]
    id: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    series: &'a str,
    input: Span,
    output: Span,
    line: u64,
    column: u64,
    before: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    before_bytes: Option<&'a str>,
    after: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    after_bytes: Option<&'a str>,
    rules: &'a [Cow<'static, str>],
    level: Confidence,
    probability: f32,
    evidence: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    context: Option<&'a Context>,
}

impl Serialize for DocumentEdit {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let EditKind { series, before, before_bytes, after, rules, level, evidence } = &*self.kind;
        let written = WrittenEdit {
            id: &self.id,
            series,
            input: self.input,
            output: self.output,
            line: self.place.line,
            column: self.place.column,
            before,
            before_bytes: before_bytes.as_deref(),
            after,
            after_bytes: self.after_bytes.as_deref(),
            rules,
            level: *level,
            probability: self.probability,
            evidence,
            context: self.context.as_deref(),
        };
        written.serialize(to)
    }
}
