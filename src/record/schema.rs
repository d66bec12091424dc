use std::borrow::Cow;
use std::ops::Range;

use compact_str::CompactString;
use serde::{Deserialize, Serialize};

use super::DocumentPath;
use crate::DocumentKind;
use crate::text::{Confidence, Position, hex};

/// A document of an archive.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Document {
    /// Where it lies, below the archive's root (in reports: as it was given).
    #[serde(flatten)]
    pub path: DocumentPath,
    /// What came in.
    pub input: Content,
    /// What went out.
    pub output: Content,
    /// Whether it is text.
    pub kind: DocumentKind,
    /// How its fields are held, where it is a document of records; texts of edits and suspects are then what the fields say.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub format: Option<Cow<'static, str>>,
    /// The encoding it was read in; of text only.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub encoding: Option<String>,
    /// An encoding that it reads nearly as well in: which one it is in was guessed with doubt.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub rival: Option<String>,
    /// The input begins with a byte order mark that is no part of the text.
    pub bom: bool,
    /// The encoding it was written in; of text only.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub output_encoding: Option<String>,
    /// How many edits follow.
    pub edits: u64,
    /// How many suspects follow.
    pub suspects: u64,
    /// What a reader should know of it, such as why it passed through.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub note: Option<Cow<'static, str>>,
    /// Which of the header's earlier runs made it, from 1; none: the run that wrote the ledger.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub run: Option<u32>,
    /// What a container unpacks to; of containers only.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub container: Option<Box<Unpacked>>,
}

/// What a container unpacks to, before and after.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unpacked {
    /// How it is packed: `none`, `gzip`, `zstd`, `bzip2`, `xz`; `zip` packs each member by itself.
    pub packing: String,
    /// What is packed: `file`, `tar`, `zip`.
    pub format: String,
    /// How many members are told of.
    pub members: u64,
    /// What came in, unpacked; of what is packed as a whole only.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub input: Option<Content>,
    /// What went out, unpacked, likewise.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub output: Option<Content>,
}

/// A member of a container, a document like others.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Member {
    /// The document. Its edits and suspects follow; their bytes are those of the member.
    #[serde(flatten)]
    pub document: Document,
    /// Where it lies in what the container unpacks to, before and after (of a zip: where its packed bytes lie in the file); of
    /// members that were changed only.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub at: Option<MemberAt>,
}

/// Where a member lies in what its container unpacks to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberAt {
    /// In what came in.
    pub input: Span,
    /// In what went out.
    pub output: Span,
}

/// Bytes of an unpacked container that are of no member and had to change, as a member's length in its header.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Splice {
    /// Bytes of what came in, unpacked.
    pub input: Span,
    /// Bytes of what went out, unpacked.
    pub output: Span,
    /// The bytes that came in, hexadecimal.
    pub before_bytes: String,
}

impl Document {
    /// How many bytes came in, those of a container unpacked where that is known.
    pub fn unpacked_bytes(&self) -> u64 {
        let unpacked = self.container.as_ref().and_then(|container| container.input.as_ref());
        unpacked.unwrap_or(&self.input).bytes
    }

    /// Whether the output is the input, byte for byte.
    pub fn is_unchanged(&self) -> bool {
        self.input == self.output
    }
}

/// The bytes of a file, by hash and size.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// BLAKE3 of the bytes, 64 hexadecimal digits.
    pub blake3: String,
    /// How many bytes.
    pub bytes: u64,
}

/// A range of bytes of a file, written `[start, end]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "(u64, u64)", into = "(u64, u64)")]
pub struct Span {
    /// The first byte.
    pub start: u64,
    /// One past the last byte.
    pub end: u64,
}

impl Span {
    /// A range of a block that begins at byte `base` of its file.
    pub fn at(base: u64, range: &Range<usize>) -> Self {
        Self { start: base + range.start as u64, end: base + range.end as u64 }
    }

    /// A range of so many bytes.
    pub fn of(start: u64, length: u64) -> Self {
        Self { start, end: start + length }
    }

    /// How many bytes; 0 for a range that ends before it starts.
    pub fn length(&self) -> u64 {
        self.end.saturating_sub(self.start)
    }
}

impl From<(u64, u64)> for Span {
    fn from((start, end): (u64, u64)) -> Self {
        Self { start, end }
    }
}

impl From<Span> for (u64, u64) {
    fn from(span: Span) -> Self {
        (span.start, span.end)
    }
}

/// An edit of a document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DocumentEdit {
    /// What it is called ([`finding_id`](super::finding_id)); empty in ledgers from before findings had names.
    #[serde(skip_serializing_if = "CompactString::is_empty", default)]
    pub id: CompactString,
    /// What its series is called ([`series_id`](super::series_id)).
    #[serde(skip_serializing_if = "CompactString::is_empty", default)]
    pub series: CompactString,
    /// Bytes of the input file.
    pub input: Span,
    /// Bytes of the output file.
    pub output: Span,
    /// Where the input range starts.
    #[serde(flatten)]
    pub place: Position,
    /// The input's text in the range, as decoded; lossy where it does not decode.
    pub(crate) before: CompactString,
    /// The input's bytes in the range, hexadecimal, where `before` is not exactly them in UTF-8.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub(crate) before_bytes: Option<CompactString>,
    /// The output's text in its range.
    pub(crate) after: CompactString,
    /// The output's bytes in its range, hexadecimal, where they are not `after` in the output's encoding.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub(crate) after_bytes: Option<CompactString>,
    /// The rules that made it, first to last.
    pub rules: Vec<Cow<'static, str>>,
    /// The level its probability earns.
    pub level: Confidence,
    /// Calibrated probability that it is right, 0 to 1.
    pub probability: f32,
    /// Why it is believed.
    pub evidence: Cow<'static, str>,
    /// What stands beside it; nothing where a ledger has several edits in one line.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub context: Option<Context>,
}

impl DocumentEdit {
    /// The input's text in the range, as decoded; lossy where it does not decode.
    pub fn before(&self) -> &str {
        &self.before
    }

    /// The output's text in its range.
    pub fn after(&self) -> &str {
        &self.after
    }

    /// Whether it mends no text: bytes that count and describe what was mended, as the directory of a package does.
    pub fn is_of_file(&self) -> bool {
        self.rules.is_empty()
    }

    /// The input's bytes in the edit's range. `None` where the record does not hold them.
    pub fn input_bytes(&self) -> Option<Cow<'_, [u8]>> {
        match &self.before_bytes {
            None => Some(Cow::Borrowed(self.before.as_bytes())),
            Some(digits) => hex::decode(digits).map(Cow::Owned),
        }
    }

    /// The output's bytes in the edit's range, where the record holds them: else they are `after` in the output's encoding. `Some(None)`
    /// where what it holds are no bytes.
    pub fn output_bytes(&self) -> Option<Option<Vec<u8>>> {
        self.after_bytes.as_ref().map(|digits| hex::decode(digits))
    }

    /// The codes of the rules, joined with `+`.
    pub fn codes(&self) -> Cow<'static, str> {
        match self.rules.as_slice() {
            [rule] => rule.clone(),
            rules => Cow::Owned(rules.join("+")),
        }
    }
}

/// A passage that looks damaged and was left as it is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DocumentSuspect {
    /// What it is called ([`finding_id`](super::finding_id)); empty in ledgers from before findings had names.
    #[serde(skip_serializing_if = "CompactString::is_empty", default)]
    pub id: CompactString,
    /// What its series is called ([`series_id`](super::series_id)).
    #[serde(skip_serializing_if = "CompactString::is_empty", default)]
    pub series: CompactString,
    /// Bytes of the input file.
    pub input: Span,
    /// Bytes of the output file.
    pub output: Span,
    /// Where the input range starts.
    #[serde(flatten)]
    pub place: Position,
    /// The text in the range, as decoded.
    pub(crate) text: CompactString,
    /// The rule that doubts it.
    pub rule: Cow<'static, str>,
    /// The level that the best candidate earns.
    pub level: Confidence,
    /// Calibrated probability of the best candidate, 0 to 1.
    pub probability: f32,
    /// Why it is doubted.
    pub evidence: Cow<'static, str>,
    /// What it may have been, most probable first.
    pub candidates: Vec<Reading>,
    /// What stands beside it; nothing where a ledger has several edits in one line.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub context: Option<Context>,
}

impl DocumentSuspect {
    /// What it is called in a document whose input has this BLAKE3.
    pub fn id_in(&self, document: &str) -> CompactString {
        match self.id.is_empty() {
            true => super::finding_id(document, self.input, &self.rule, &self.text),
            false => self.id.clone(),
        }
    }

    /// The text in the range, as decoded.
    pub fn text(&self) -> &str {
        &self.text
    }
}

/// What a suspect passage may have been.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reading {
    /// The text that would stand in the passage's place.
    pub(crate) text: CompactString,
    /// Its calibrated probability, 0 to 1.
    pub probability: f32,
}

impl Reading {
    /// The text that would stand in the passage's place.
    pub fn text(&self) -> &str {
        &self.text
    }
}

/// What stands beside a passage on its line, shortened with `…`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Context {
    /// Before it.
    pub left: String,
    /// After it.
    pub right: String,
}

/// A piece of a unified diff over the decoded text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hunk {
    /// The first line of the input, from 1.
    pub before_line: u64,
    /// The first line of the output, from 1.
    pub after_line: u64,
    /// The lines, in the diff's order.
    pub lines: Vec<HunkLine>,
}

/// A line of a hunk: its mark (` `, `-`, `+`) and its text with its line end, if it has one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HunkLine(pub char, pub String);

/// Something in an archive that is no document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Skipped {
    /// Where it lies.
    #[serde(flatten)]
    pub path: DocumentPath,
    /// What it is.
    pub why: Cow<'static, str>,
}

/// The last line of a ledger; what has none was not written to its end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct End {
    /// How many documents the ledger holds.
    pub documents: u64,
    /// BLAKE3 of all bytes before this line, 64 hexadecimal digits.
    pub blake3: String,
}

/// A document that an earlier run did with the same settings, whose input and output are what they were; in reports only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unchanged {
    /// Where it lies.
    #[serde(flatten)]
    pub path: DocumentPath,
}

/// A document that could not be done. In a ledger, of the last run that came to its end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failed {
    /// The document, as it was given or found.
    pub path: String,
    /// Why, and what can be done about it.
    pub cause: String,
}
