use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use compact_str::CompactString;

use super::DocumentKind;
use crate::codecs::Encoding;
use crate::text::{Confidence, Edit, Evidence, Ledger, RuleCode};

/// What a suspect passage may have been.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Candidate {
    /// The text that would stand in the passage's place.
    pub(crate) text: CompactString,
    /// Its calibrated probability, 0 to 1.
    pub probability: f32,
}

impl Candidate {
    /// The text that would stand in the passage's place.
    pub fn text(&self) -> &str {
        &self.text
    }
}

/// A passage that looks damaged but was left as it is: too unsure for the level that is applied.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Suspect {
    /// Bytes of the input document.
    pub input: Range<usize>,
    /// Bytes of the output text, where the passage stands.
    pub output: Range<usize>,
    /// The rule that doubts it.
    pub rule: RuleCode,
    /// Calibrated probability of the best candidate.
    pub probability: f32,
    /// Why it is doubted.
    pub evidence: Evidence,
    /// What it may have been, most probable first; in memory once for all places of a document that may have been the same.
    pub candidates: Arc<[Candidate]>,
}

impl Suspect {
    /// The level that the best candidate earns.
    pub fn level(&self) -> Confidence {
        Confidence::from_probability(self.probability)
    }
}

/// What became of a document (or of one block of it: then every offset counts from the block).
///
/// ```
/// let text = "Sagen blev drÃ¸ftet pÃ¥ mødet.";
/// let repair = ordret::Repairer::danish().repair(text.as_bytes());
/// assert!(repair.is_changed());
/// assert_eq!(repair.text(), "Sagen blev drøftet på mødet.");
///
/// let edit = &repair.edits()[0];
/// assert_eq!((edit.before(), edit.after()), ("Ã¸".as_bytes(), "ø"));
/// assert_eq!(&text[edit.input.clone()], "Ã¸");
/// assert_eq!(edit.rules()[0].to_string(), "E101");
/// assert_eq!(edit.level(), ordret::Confidence::Certain);
///
/// assert!(repair.suspects().is_empty());
/// assert_eq!(repair.restore(), text.as_bytes());
/// ```
#[derive(Clone, Debug)]
pub struct Repair<'a> {
    pub(super) input: &'a [u8],
    pub(super) text: Cow<'a, str>,
    pub(super) ledger: Ledger,
    pub(super) suspects: Vec<Suspect>,
    pub(super) encoding: Encoding,
    pub(super) kind: DocumentKind,
}

impl<'a> Repair<'a> {
    /// The repaired text; borrowed from the input when it is UTF-8 and nothing changed.
    ///
    /// Of a document that is no text ([`DocumentKind::Binary`], [`DocumentKind::Undecodable`]) it is the lossy
    /// reading as UTF-8, for a look at it; such a document passes through as [`Repair::output`] has it.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The repaired text, without a copy.
    pub fn into_text(self) -> Cow<'a, str> {
        self.text
    }

    /// The bytes to write: the text in UTF-8, or the input as it came where it is no text.
    pub fn output(&self) -> &[u8] {
        match self.kind {
            DocumentKind::Text => self.text.as_bytes(),
            _ => self.input,
        }
    }

    /// Whether the output is other bytes than the input: something was mended, or the input was in another encoding than
    /// the output.
    pub fn is_changed(&self) -> bool {
        self.output() != self.input
    }

    /// The edits that were applied, in input order.
    pub fn edits(&self) -> &[Edit] {
        &self.ledger.edits
    }

    /// The passages that look damaged and were left, in input order.
    pub fn suspects(&self) -> &[Suspect] {
        &self.suspects
    }

    /// The encoding that the input was read in.
    pub fn encoding(&self) -> Encoding {
        self.encoding
    }

    /// Whether the input is text at all.
    pub fn kind(&self) -> DocumentKind {
        self.kind
    }

    /// The edits as a ledger, to undo and redo them.
    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// The input's bytes, made from the output and the ledger alone.
    pub fn restore(&self) -> Vec<u8> {
        if self.kind != DocumentKind::Text {
            return self.input.to_vec();
        }
        let undone = self.ledger.undo(self.text.as_bytes(), &self.encoding);
        let mut bytes = self.encoding.bom().to_vec();
        // The text and the ledger were made together, so it always undoes; the input stands in all the same.
        bytes.extend(undone.unwrap_or_else(|_| self.input.to_vec()));
        bytes
    }
}

#[cfg(feature = "cli")]
impl<'a> Repair<'a> {
    /// What these edits make of a text; their ranges are those of `input` and `text`.
    pub(crate) fn of_edits(input: &'a [u8], text: String, edits: Vec<Edit>, encoding: Encoding) -> Self {
        let (ledger, suspects) = (Ledger { edits }, Vec::new());
        Self { input, text: Cow::Owned(text), ledger, suspects, encoding, kind: DocumentKind::Text }
    }
}

/// What became of a block, without the block: it can be handed from thread to thread.
#[cfg(feature = "cli")]
pub(crate) struct DetachedRepair {
    /// Nothing where it is the block as it stands.
    pub(super) text: Option<String>,
    pub(super) ledger: Ledger,
    pub(super) suspects: Vec<Suspect>,
    pub(super) encoding: Encoding,
    pub(super) kind: DocumentKind,
}

#[cfg(feature = "cli")]
impl Repair<'_> {
    /// The same without its block.
    pub(crate) fn detached(self) -> DetachedRepair {
        let Self { text, mut ledger, mut suspects, encoding, kind, .. } = self;
        let text = match text {
            Cow::Borrowed(_) => None,
            Cow::Owned(text) => Some(text),
        };
        // It may wait for long.
        ledger.edits.shrink_to_fit();
        suspects.shrink_to_fit();
        DetachedRepair { text, ledger, suspects, encoding, kind }
    }
}

#[cfg(feature = "cli")]
impl DetachedRepair {
    /// About so many bytes of memory hold it: its findings share what is long of them.
    pub(crate) fn bytes(&self) -> usize {
        let text = self.text.as_ref().map_or(0, String::capacity);
        text + size_of_val(&self.ledger.edits[..]) + size_of_val(&self.suspects[..])
    }

    /// The same with its block.
    pub(crate) fn attached(self, input: &[u8]) -> Repair<'_> {
        let Self { text, ledger, suspects, encoding, kind } = self;
        let as_it_stands = || match simdutf8::basic::from_utf8(input) {
            Ok(input) => Cow::Borrowed(input),
            Err(_) => String::from_utf8_lossy(input),
        };
        let text = text.map_or_else(as_it_stands, Cow::Owned);
        Repair { input, text, ledger, suspects, encoding, kind }
    }
}
