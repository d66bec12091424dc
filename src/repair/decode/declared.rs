//! A document's own word for its encoding is made to say UTF-8, which its bytes become.
//!
//! **Why it is damage.** XML (`encoding=`), HTML (`meta charset`), style sheets (`@charset`), cards and calendars (`CHARSET=`),
//! catalogues of translations, mails, family trees (`1 CHAR`), library records in lines, RTF (`\ansicpg`), LaTeX (`inputenc`) and
//! the modelines of Emacs and Vim tell a reader which encoding to read in. A document in ISO 8859-1 that becomes UTF-8 and still
//! says ISO 8859-1 is read as `Ã¦Ã¸Ã¥` by every program that obeys.
//!
//! **Example.** `<?xml version="1.0" encoding="ISO-8859-1"?>` → `<?xml version="1.0" encoding="UTF-8"?>`.
//!
//! **When it is certain.** Where the bytes were in another encoding, and become UTF-8. Which that was the declaration says, if the
//! bytes do not contradict: it decides between encodings that fit. Where they contradict (words of the language in another
//! encoding, and none in this), it is not followed, and its edit says so. Where the bytes are UTF-8 as they came, with letters beyond
//! ASCII, the declaration is false: that is reported, *likely*. In a document of ASCII alone every declaration is true. Only the
//! place that a format gives its declaration is looked at, never what a text says about one. Where documents keep their encoding
//! (`--output-encoding original`) they keep what they say.

use super::declarations::Declaration;
use super::score::Scorer;
use super::tally::{self, CANDIDATES};
use super::{DECLARED, Hints};
use crate::codecs::{Encoding, Label};
use crate::repair::proposal::Proposal;

/// The output is UTF-8: what says otherwise is wrong.
const BECOMES_UTF8: f32 = 0.9999;
/// Bytes are not valid UTF-8 by accident, but somebody may still wait for the old name.
const IS_UTF8: f32 = 0.96;

/// What is known of a document's declaration once its bytes were looked at.
#[derive(Clone, Debug)]
pub(super) struct Declared {
    pub declaration: Declaration,
    /// Whether the bytes were UTF-8 as they came.
    pub is_utf8: bool,
}

/// What the declarations of a block become.
pub(super) fn proposals(text: &str, encoding: Encoding, hints: &Hints) -> Vec<Proposal> {
    let Some(Declared { declaration, is_utf8 }) = &hints.declared else { return Vec::new() };
    let name = &declaration.name;
    let (probability, evidence) = match (is_utf8, encoding) {
        (true, _) => (IS_UTF8, format!("the bytes are UTF-8, and {} says {name}", declaration.family.name)),
        (_, Encoding::Utf8) => {
            (BECOMES_UTF8, format!("most of the bytes are UTF-8, and all become it; {name} they were not"))
        }
        (_, encoding) if declaration.is_of(encoding) => {
            (BECOMES_UTF8, format!("the bytes, which were {encoding}, become UTF-8"))
        }
        (_, encoding) => (BECOMES_UTF8, format!("the bytes become UTF-8; they were {encoding}, not {name}")),
    };
    let names = declaration.family.other_names(text);
    names.map(|(place, meant)| Proposal::single(place, DECLARED, meant, probability, evidence.clone())).collect()
}

impl Declaration {
    /// Whether it says this encoding.
    fn is_of(&self, encoding: Encoding) -> bool {
        match self.label {
            Label::Known(said) => said.name() == encoding.name() || self.single_byte() == Some(encoding),
            _ => false,
        }
    }
}

/// What words say for and against an encoding that a document is said to be in.
#[derive(Debug)]
pub(super) struct Claim {
    /// The encoding; nothing where it is not read here.
    pub encoding: Option<Encoding>,
    /// Words that it makes known, and that each candidate does.
    known: u32,
    known_by: [u32; CANDIDATES.len()],
    /// Words that were asked.
    asked: u32,
}

/// So many words are asked.
const ENOUGH: u32 = 400;
/// So many known words in another encoding contradict, if they are at least half of those asked, where what is said makes fewer than
/// one of so many. Of Danish words with letters beyond ASCII four in five are known; of Russian, Greek or Korean ones that are read as
/// some Western encoding a few short ones are, by accident.
const LEAST_AGAINST: u32 = 3;
const HALF: u32 = 2;
const SHARE: u32 = 4;

/// Whether a word is of letters beyond the Latin ones alone, as Russian and Greek words are. A Danish word that is read as one has
/// letters of ASCII beside them.
fn is_of_other_script(word: &str) -> bool {
    const LATIN: char = '\u{370}';
    let mut letters = word.chars().filter(|c| c.is_alphabetic());
    letters.clone().count() > 1 && letters.all(|c| c >= LATIN)
}

impl Claim {
    pub fn new(encoding: Option<Encoding>) -> Self {
        Self { encoding, known: 0, known_by: [0; CANDIDATES.len()], asked: 0 }
    }

    /// Asks what a word that is not UTF-8 says.
    pub fn add(&mut self, word: &[u8], scorer: &Scorer) {
        if self.asked >= ENOUGH {
            return;
        }
        self.asked += 1;
        let said = self.encoding.and_then(|encoding| encoding.decode_exact(word));
        self.known += u32::from(said.is_some_and(|said| scorer.knows_word(&said) || is_of_other_script(&said)));
        for (at, known) in self.known_by.iter_mut().enumerate() {
            *known += u32::from(scorer.knows_word(&tally::read(word, tally::candidate(at))));
        }
    }

    /// Whether the bytes contradict: they make words of the language in another encoding, and hardly any in this.
    pub fn is_contradicted(&self) -> bool {
        let most = self.known_by.iter().copied().max().unwrap_or(0);
        most >= LEAST_AGAINST && most * HALF >= self.asked && self.known * SHARE < most
    }
}
