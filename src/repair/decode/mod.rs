//! The decode stage: which encoding a document's bytes are in, and its text.
//!
//! [`detect`] reads the document once; only one that is not plain UTF-8 is read again, to find the encoding that makes it
//! the best Danish ([`tally`], [`score`]), and to see whether it is exact. [`decode`] then reads a block: words that are
//! foreign to a document in UTF-8 become edits of rule E001 ([`foreign`]), lines in 7-bit ISO 646 of a document that
//! is not all in it become proposals of rule E002 ([`iso646`]).

mod appended;
mod beyond;
mod binary;
mod declarations;
mod declared;
mod detect;
mod foreign;
mod iso646;
mod known;
mod pieces;
mod score;
mod tally;
mod trust;
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
const APPENDED: RuleCode = RuleCode("E004");
const DECLARED: RuleCode = RuleCode("E003");

/// The rules of this stage.
pub(super) const RULES: [Rule; 4] = [
    Rule::new(FOREIGN, "foreign-word", include_str!("foreign.rs")),
    Rule::new(ISO646, "iso646-word", include_str!("iso646/mod.rs")),
    Rule::new(APPENDED, "appended-utf-16", include_str!("appended.rs")),
    Rule::new(DECLARED, "declared-encoding", include_str!("declared.rs")),
];

/// What was learned of a whole document and is needed to read its blocks, beside its encoding.
#[derive(Clone, Debug)]
pub(super) struct Hints {
    language: LanguageChoice,
    /// What the document's foreign words say of their encoding.
    foreign: tally::Tally,
    /// Whether it has words in UTF-8, of letters that the language has.
    has_utf8: bool,
    /// What the document's words say of 7-bit ISO 646.
    iso646: iso646::Proof,
    /// What it says of its encoding itself, where that is not what its text is in the end.
    declared: Option<declared::Declared>,
    /// Its end, where that is in UTF-16 and the rest is not.
    appended: Option<appended::Appended>,
}

impl Hints {
    /// The same where the text stays in the document's encoding.
    #[cfg(feature = "cli")]
    pub fn keeping_encoding(&self) -> Self {
        Self { declared: None, ..self.clone() }
    }

    fn new(language: LanguageChoice) -> Self {
        Self {
            language,
            foreign: tally::Tally::new(language, tally::read_in_pieces),
            has_utf8: false,
            iso646: iso646::Proof::new(language.pack()),
            declared: None,
            appended: None,
        }
    }
}

/// The text of a block, and the edits that bytes foreign to the encoding took.
///
/// Every byte string has a text. Ranges of the input count from the block.
pub(super) fn decode<'a>(block: &'a [u8], encoding: Encoding, hints: &Hints) -> (Cow<'a, str>, Vec<Edit>) {
    if let Some(appended) = hints.appended {
        let (text, edits) = appended.decode(block);
        return (text.into(), edits);
    }
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

/// What the declarations of a block become whose document says that it is in another encoding than UTF-8.
pub(super) fn declarations(text: &str, encoding: Encoding, hints: &Hints) -> Vec<Proposal> {
    declared::proposals(text, encoding, hints)
}
