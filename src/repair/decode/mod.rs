//! The decode stage: which encoding a document's bytes are in, and its text.
//!
//! [`detect`] reads the document once; only one that is not plain UTF-8 is read again, to find the encoding that makes it
//! the best Danish ([`tally`], [`score`]), and to see whether it is exact. [`decode`] then reads a block: words that are
//! foreign to a document in UTF-8 become edits of rule E001 ([`foreign`]), lines in 7-bit ISO 646 of a document that
//! is not all in it become proposals of rule E002 ([`iso646`]).

mod binary;
mod detect;
mod foreign;
mod iso646;
mod score;
mod tally;
mod utf16;
mod words;

use std::borrow::Cow;

use super::proposal::Proposal;
use super::{LanguageChoice, Rule};
use crate::codecs::Encoding;
use crate::text::{Edit, RuleCode};

#[cfg(feature = "cli")]
pub(super) use detect::detect_fields;
pub(super) use detect::{Detection, detect, detect_text};

const FOREIGN: RuleCode = RuleCode("E001");
const ISO646: RuleCode = RuleCode("E002");

/// The rules of this stage.
pub(super) const RULES: [Rule; 2] = [
    Rule::new(FOREIGN, "foreign-word", include_str!("foreign.rs")),
    Rule::new(ISO646, "iso646-word", include_str!("iso646.rs")),
];

/// What was learned of a whole document and is needed to read its blocks, beside its encoding.
#[derive(Clone, Debug)]
pub(super) struct Hints {
    language: LanguageChoice,
    /// What the document's foreign words say of their encoding.
    foreign: tally::Tally,
    /// What the document's words say of 7-bit ISO 646.
    iso646: iso646::Proof,
}

impl Hints {
    fn new(language: LanguageChoice) -> Self {
        Self {
            language,
            foreign: tally::Tally::new(language, tally::read_in_pieces),
            iso646: iso646::Proof::new(language.pack()),
        }
    }
}

/// The text of a block, and the edits that bytes foreign to the encoding took.
///
/// Every byte string has a text. Ranges of the input count from the block.
pub(super) fn decode<'a>(block: &'a [u8], encoding: Encoding, hints: &Hints) -> (Cow<'a, str>, Vec<Edit>) {
    match encoding.decode_exact(block) {
        Some(text) => (text, Vec::new()),
        None => {
            let (text, edits) = foreign::decode(block, hints);
            (text.into(), edits)
        }
    }
}

/// The words in 7-bit ISO 646 of a block whose document is not all in it.
pub(super) fn iso646_words(text: &str, encoding: Encoding, hints: &Hints) -> Vec<Proposal> {
    match encoding {
        Encoding::Utf8 if hints.iso646.is_proven() => iso646::proposals(text, &hints.iso646),
        _ => Vec::new(),
    }
}
