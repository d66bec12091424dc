//! What a language knows: its words, compounds, abbreviations, frequencies and letters.
//!
//! A [`Language`] answers questions about single words and knows nothing of damage. The Danish one is embedded
//! ready-made: [`Language::danish`] builds nothing, so it costs no start-up time. How its files are made and
//! where they come from: `dictionaries/`.
//!
//! ```
//! use ordret::language::{Knowledge, Language};
//!
//! let danish = Language::danish();
//! assert!(danish.is_known("drøftelse"));
//! assert!(danish.is_known("København") && !danish.is_known("københavn"));
//! assert_eq!(danish.knowledge("administrationsbidrag"), Knowledge::Compound);
//! assert_eq!(danish.knowledge("rnindre"), Knowledge::Unknown);
//! ```

mod between;
mod casing;
pub mod classes;
mod company;
mod compound;
pub mod fingerprint;
mod forms;
pub mod frequency;
pub mod identify;
mod knowledge;
pub mod letters;
mod lexicon;
mod lists;
mod matches;
mod pack;
pub mod pairs;
mod per_language;
mod probability;
mod respell;
mod search;
mod states;
mod written_out;

use std::borrow::Cow;
use std::sync::{LazyLock, OnceLock};
use std::{fmt, ptr};

use compact_str::CompactString;
use fst::raw::Fst;

pub(crate) use between::{Between, Companion};
pub use casing::Case;
pub(crate) use casing::{is_letter, lower_of_latin, lowercase, lowered};
pub(crate) use company::{Company, Neighbour};
pub use forms::Forms;
pub use knowledge::{Knowledge, OLD, OLDEST, TELLS_OLD};
pub(crate) use lexicon::Look;
pub use lexicon::Roles;
pub(crate) use lists::List;
pub use lists::ListsError;
pub use matches::Match;
pub use pack::{PackError, PackFiles};
pub use pairs::Context;
pub(crate) use pairs::Member;
pub(crate) use per_language::PerLanguage;
pub(crate) use probability::Alone;
pub(crate) use respell::Sought;
pub use respell::{Reach, Respelled, Respelling, Respellings, Step};
pub use search::Piece;
pub(crate) use written_out::WrittenOut;

use classes::Classes;
use fingerprint::FingerprintTable;
use frequency::{Frequencies, Mixture};
use letters::Letters;
pub(crate) use letters::Trail;
use lexicon::Lexicon;
use lists::Lists;
use pairs::Pairs;
use search::Bytes;

/// A language: cheap to share, the same answers from every thread.
///
/// Rules of repair lean on one for as long as the program runs: see [`Language::leak`].
pub struct Language {
    name: Cow<'static, str>,
    forms: Fst<Bytes>,
    lexicon: Lexicon,
    frequencies: Mixture,
    letters: Letters,
    pairs: Option<Pairs>,
    classes: Option<Classes>,
    old_forms: Option<FingerprintTable>,
    look_alikes: Option<FingerprintTable>,
    confusions: Cow<'static, str>,
    spellings: Cow<'static, str>,
    hyphenated: Cow<'static, str>,
    letter_costs: Option<Cow<'static, str>>,
    lists: Lists,
    own_letters: OnceLock<Box<str>>,
}

/// A language is the same as itself alone, whatever it was made of.
impl PartialEq for Language {
    fn eq(&self, other: &Self) -> bool {
        ptr::eq(self, other)
    }
}

impl Eq for Language {}

impl fmt::Debug for Language {
    /// The files are megabytes; their size has to do.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Language").field("name", &self.name).field("forms", &self.forms.len()).finish_non_exhaustive()
    }
}

impl Language {
    /// The Danish language, from the pack embedded in the binary.
    ///
    /// # Panics
    /// Never in a tested build: the embedded files are read by the tests.
    #[must_use]
    pub fn danish() -> &'static Self {
        static DANISH: LazyLock<Language> = LazyLock::new(|| {
            Language::new(PackFiles::danish()).expect("the embedded Danish pack is read by the tests")
        });
        &DANISH
    }

    /// A language from the files of a pack.
    ///
    /// # Errors
    /// When a file is not of this version, is cut short, or files of different builds were mixed.
    pub fn new(files: PackFiles) -> Result<Self, PackError> {
        // Embedded bytes are checked by the tests; what was read from a disk is checked here, since a walk through a
        // damaged fst may go anywhere.
        let is_embedded = matches!(files.forms, Bytes::Borrowed(_));
        let forms = Fst::new(files.forms).map_err(PackError::Forms)?;
        if !is_embedded {
            forms.verify().map_err(PackError::Forms)?;
        }
        let words = FingerprintTable::new(files.words).map_err(PackError::Words)?;
        if words.len() != forms.len() {
            return Err(PackError::Mixed { table: words.len(), forms: forms.len() });
        }
        let frequencies = files.frequencies.into_iter().enumerate().map(|(at, bytes)| {
            let table = FingerprintTable::new(bytes);
            table.map(Frequencies::new).map_err(|source| PackError::Frequencies { number: at + 1, source })
        });
        Ok(Self {
            name: files.name,
            forms,
            lexicon: Lexicon::new(words),
            frequencies: Mixture::new(frequencies.collect::<Result<_, _>>()?),
            letters: Letters::new(files.letters).map_err(PackError::Letters)?,
            pairs: files.pairs.map(Pairs::new).transpose().map_err(PackError::Pairs)?,
            classes: files.classes.map(Classes::new).transpose().map_err(PackError::Classes)?,
            old_forms: files.old_forms.map(FingerprintTable::new).transpose().map_err(PackError::OldForms)?,
            look_alikes: files.look_alikes.map(FingerprintTable::new).transpose().map_err(PackError::LookAlikes)?,
            confusions: files.confusions,
            spellings: files.spellings,
            hyphenated: files.hyphenated,
            letter_costs: files.letter_costs,
            lists: Lists::new(files.lists).map_err(PackError::Lists)?,
            own_letters: OnceLock::new(),
        })
    }

    /// A language from the files of a pack, kept as long as the program runs: a pack is read once, and what repairs make of
    /// it is kept beside it.
    ///
    /// # Errors
    /// Those of [`Language::new`].
    pub fn leak(files: PackFiles) -> Result<&'static Self, PackError> {
        Ok(Box::leak(Box::new(Self::new(files)?)))
    }

    /// Its name: `da`.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The members of a list.
    pub(crate) fn list(&self, list: List) -> &[CompactString] {
        self.lists.of(list)
    }

    /// Whether a list has a member.
    pub(crate) fn lists(&self, list: List, member: &str) -> bool {
        self.lists.has(list, member)
    }

    /// Its letters beyond ASCII, small ones and capitals.
    pub(crate) fn own_letters(&self) -> &str {
        self.own_letters.get_or_init(|| self.list(List::Letters).concat().into())
    }

    /// The rows of `confusions.tsv`.
    pub(crate) fn confusions(&self) -> &str {
        &self.confusions
    }

    /// The rows of `spellings.tsv`.
    pub(crate) fn spellings(&self) -> &str {
        &self.spellings
    }

    /// The rows of `letters.tsv`, if the pack has it.
    pub(crate) fn letter_costs(&self) -> Option<&str> {
        self.letter_costs.as_deref()
    }

    /// What keeps its hyphen before the rest of a word, in lower case and in order.
    pub(crate) fn hyphenated(&self) -> impl Iterator<Item = &str> {
        self.hyphenated.lines().filter(|line| !line.starts_with('#'))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_can_be_shared_between_threads() {
        fn shared<T: Send + Sync>() {}
        shared::<Language>();
    }
}
