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

mod casing;
pub mod classes;
mod compound;
pub mod fingerprint;
mod forms;
pub mod frequency;
pub mod identify;
pub mod letters;
mod lexicon;
mod lists;
mod pack;
pub mod pairs;
mod per_language;
mod respell;
mod search;
mod states;

use std::borrow::Cow;
use std::sync::{LazyLock, OnceLock};
use std::{fmt, ptr};

use compact_str::CompactString;
use fst::raw::Fst;

pub use casing::Case;
pub(crate) use casing::lowercase;
pub use forms::Forms;
pub(crate) use lexicon::Look;
pub use lexicon::Roles;
pub(crate) use lists::List;
pub use lists::ListsError;
pub use pack::{PackError, PackFiles};
pub use pairs::Context;
pub(crate) use per_language::PerLanguage;
pub use respell::{Reach, Respelled, Respelling, Respellings, Step};
pub use search::Piece;

use casing::Folded;
use classes::Classes;
use compound::Compounds;
use fingerprint::FingerprintTable;
use frequency::{Frequencies, Mixture};
use letters::Letters;
pub(crate) use letters::Trail;
use lexicon::Lexicon;
use lists::Lists;
use pairs::Pairs;
use search::{Bytes, Found};
use states::Identity;

/// Probability left to words that the frequency lists do not hold, as the logarithm of what the lists keep.
const LISTED_MASS: f32 = -0.08;
/// A known form that no list holds. Some 850,000 forms share about 6% of running text, unevenly.
const UNLISTED_FORM: f32 = -16.5;
/// A compound that no list holds.
const COMPOUND: f32 = -19.0;
/// An unknown word, before its letters are looked at: one word in a hundred is unknown, and the letter model
/// spends most of its probability on words that are known.
const UNKNOWN_WORD: f32 = -8.0;
/// A name written in lower case.
const WRONG_CASE: f32 = -5.0;
/// Letters joined by a hyphen are a matter of a writer's taste; it costs a little.
const HYPHEN: f32 = -2.0;

/// Payload of `old-forms.table`: a form of 1830 to 1930 that is not written so today.
pub const OLD: u8 = 1;
/// One that is so frequent in text of that time, and so rare today, that it tells the age of a text: `paa`, `skulde`.
pub const TELLS_OLD: u8 = 2;
/// One that was hardly written so after about 1800: `oc`, `hannem`.
pub const OLDEST: u8 = 3;

/// How sure it is that a word is a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Knowledge {
    /// No list holds it and it cannot be read as a compound. Names are often unknown, and right.
    Unknown,
    /// It can be read as a compound. Weak: damage sometimes makes a possible compound.
    Compound,
    /// A form of the pack.
    Known,
}

/// A form found by a search, written in the case that was asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Match {
    /// The form.
    pub word: String,
    /// Letters to insert, delete or replace to get from the word searched to this one.
    pub distance: usize,
    /// What [`Language::log_probability`] says of it.
    pub log_probability: f32,
}

/// How two words go together.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Company {
    /// How much oftener the second stands after the first than anywhere, in nats.
    pub gain: f32,
    /// The same of their classes.
    pub class_gain: f32,
    /// Whether they are listed as a pair.
    pub is_listed: bool,
}

/// What is known of a word by itself.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Alone {
    /// What [`Language::log_probability`] says.
    pub log_probability: f32,
    /// Whether it is a form or a compound.
    pub is_known: bool,
    /// Whether a frequency list has it: hardly a pair has an unknown word that none has.
    pub is_counted: bool,
}

/// What stands beside a place, with what is known of it.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Neighbour<'c> {
    /// As the table of pairs writes it; nothing where nothing is known.
    written: Option<&'c str>,
    class: Option<u8>,
    /// On the left: the logarithm of what the words listed after it leave to all others.
    left_over: f32,
    /// On the right: the logarithm of its probability.
    log_probability: f32,
}

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

    /// What the pack says of a word that may be another, misread; 0 where it says nothing.
    #[inline]
    pub(crate) fn look_alike(&self, word: &str) -> u8 {
        self.look_alikes.as_ref().map_or(0, |table| table.get(word.as_bytes()))
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

    /// Whether the token is a known form, compounds aside.
    ///
    /// A capitalised token is known when its lower-case form is (`Mødet`), one in capitals also when its
    /// capitalised form is (`KØBENHAVN`); a name in lower case is not (`københavn`). Abbreviations are known with
    /// their dots. A token with hyphens is known as it stands or when all of its parts are.
    #[inline]
    #[must_use]
    pub fn is_known(&self, token: &str) -> bool {
        self.lexicon.has_word(token) || self.is_known_by_parts(token)
    }

    /// What the table says of a word in small letters of Latin-1 alone.
    #[inline]
    pub(crate) fn look_up_small(&self, word: &str) -> Look {
        self.lexicon.look_up_small(word)
    }

    /// What it says of such a word with a first capital of ASCII.
    #[inline]
    pub(crate) fn look_up_capitalised(&self, word: &str) -> Look {
        self.lexicon.look_up_capitalised(word)
    }

    /// What it says of any other.
    pub(crate) fn look_up(&self, word: &str) -> Look {
        Look { is_known: self.is_known(word), has_look_alike: self.lexicon.has_look_alike(word), may_begin: true }
    }

    /// Whether the token can be read as a compound: `administrationsbidrag`, `Administrationsbidrag`.
    #[must_use]
    pub fn is_compound(&self, token: &str) -> bool {
        let case = Case::of(token);
        if case == Case::Mixed {
            return false;
        }
        let compounds = Compounds {
            forms: &self.forms,
            lexicon: &self.lexicon,
            frequent: |part: &str| self.frequencies.lists(part.as_bytes()),
            capitalised: case != Case::Lower,
        };
        Folded::lower(token).is_some_and(|lower| compounds.is_compound(lower.as_str()))
    }

    /// What is known of the token. With hyphens it is as known as its least known part.
    #[must_use]
    pub fn knowledge(&self, token: &str) -> Knowledge {
        if self.lexicon.has_word(token) {
            return Knowledge::Known;
        }
        if token.contains('-') {
            return self.knowledge_of_parts(token);
        }
        if self.is_compound(token) { Knowledge::Compound } else { Knowledge::Unknown }
    }

    /// Whether the token, whatever its case, is a form of an older spelling that is not written so today: `paa`,
    /// `Haandværk`. With hyphens, when each part is one or is known.
    #[must_use]
    pub fn is_old_form(&self, token: &str) -> bool {
        let is_form = |part: &str| self.age_of(part) != 0;
        let mut parts = token.split('-').filter(|part| !part.is_empty());
        is_form(token) || token.contains('-') && parts.all(|part| is_form(part) || self.is_known(part))
    }

    /// What a token says of the age of its text: [`OLD`], [`TELLS_OLD`], [`OLDEST`], or nothing (0).
    #[must_use]
    pub fn age_of(&self, token: &str) -> u8 {
        let Some(forms) = &self.old_forms else { return 0 };
        Folded::lower(token).map_or(0, |lower| forms.get(lower.as_bytes()))
    }

    /// Whether the token, dots included, is an abbreviation: `bl.a.`, `Jf.`.
    #[must_use]
    pub fn is_abbreviation(&self, token: &str) -> bool {
        self.lexicon.is_abbreviation(token)
    }

    /// What exactly this form, as it is cased, may be used as.
    #[must_use]
    pub fn roles(&self, form: &str) -> Roles {
        self.lexicon.roles(form.as_bytes())
    }

    /// The natural logarithm of the probability that a word of running text is this one, whatever its case.
    ///
    /// Known words that no frequency list holds get e^-16.5, compounds e^-19, unknown words what their letters
    /// are worth; a name in lower case loses e^5. Comparable between words of any kind and length.
    #[must_use]
    pub fn log_probability(&self, token: &str) -> f32 {
        let Some(lower) = Folded::lower(token) else {
            return self.log_probability_unknown(token);
        };
        if let Some(listed) = self.frequencies.probability(lower.as_bytes()) {
            return LISTED_MASS + listed.ln() + self.case_penalty(token);
        }
        match self.knowledge(token) {
            Knowledge::Known if token.contains('-') => self.log_probability_of_parts(token),
            Knowledge::Known => UNLISTED_FORM,
            Knowledge::Compound => COMPOUND,
            Knowledge::Unknown => self.log_probability_unknown(token),
        }
    }

    /// What is known of a token by itself.
    pub(crate) fn alone(&self, token: &str) -> Alone {
        let knowledge = self.knowledge(token);
        let listed = Folded::lower(token).and_then(|lower| self.frequencies.probability(lower.as_bytes()));
        let log_probability = match (listed, knowledge) {
            (Some(listed), _) => LISTED_MASS + listed.ln() + self.case_penalty(token),
            (None, Knowledge::Known) if token.contains('-') => self.log_probability_of_parts(token),
            (None, Knowledge::Known) => UNLISTED_FORM,
            (None, Knowledge::Compound) => COMPOUND,
            (None, Knowledge::Unknown) => self.log_probability_unknown(token),
        };
        Alone { log_probability, is_known: knowledge != Knowledge::Unknown, is_counted: listed.is_some() }
    }

    /// The logarithm of what the words listed after `left` leave to all others.
    pub(crate) fn left_over(&self, left: Context<'_>) -> f32 {
        match (&self.pairs, left.on_the_left()) {
            (Some(pairs), Some(left)) => pairs.left_over(left),
            _ => 0.0,
        }
    }

    /// At least [`Self::log_probability`], without looking at what costs most: cases, and parts of compounds.
    #[must_use]
    pub(crate) fn log_probability_at_most(&self, token: &str) -> f32 {
        let Some(lower) = Folded::lower(token).filter(|_| !token.contains('-')) else {
            return self.log_probability(token);
        };
        match self.frequencies.probability(lower.as_bytes()) {
            Some(listed) => LISTED_MASS + listed.ln(),
            None => UNLISTED_FORM.max(COMPOUND).max(self.log_probability_unknown(token)),
        }
    }

    /// The natural logarithm of the probability that the word after `left` is this one, whatever its case.
    ///
    /// Pairs that are listed are as probable as they were frequent; another word has its share by
    /// [`Self::log_probability`] of what they leave over. Where nothing is known of `left`, or of what follows it,
    /// it is [`Self::log_probability`].
    ///
    /// ```
    /// use ordret::language::{Context, Language};
    ///
    /// let after = |left, word| Language::danish().log_probability_after(Context::Word(left), word);
    /// assert!(after("et", "møde") > after("et", "måde"));
    /// assert!(after("denne", "måde") > after("denne", "møde"));
    /// ```
    #[must_use]
    pub fn log_probability_after(&self, left: Context<'_>, word: &str) -> f32 {
        self.log_probability_after_known(left, word, || self.log_probability(word))
    }

    /// The same where [`Self::log_probability`] of the word may be known already.
    pub(crate) fn log_probability_after_known(
        &self,
        left: Context<'_>,
        word: &str,
        alone: impl FnOnce() -> f32,
    ) -> f32 {
        let (Some(pairs), Some(left)) = (&self.pairs, left.on_the_left()) else {
            return alone();
        };
        let listed = if word.is_empty() { None } else { pairs.listed(left, word) };
        listed.map_or_else(|| pairs.left_over(left) + alone(), |listed| listed + self.case_penalty(word))
    }

    /// The natural logarithm of the probability that what stands after the word is `right`; 0 where nothing is known
    /// of `right`, so that the words that may stand before it compare alike.
    #[must_use]
    pub fn log_probability_before(&self, word: &str, right: Context<'_>) -> f32 {
        let mark = |probability: fn(&Pairs) -> f32| {
            let (Some(pairs), Some(mark)) = (&self.pairs, right.on_the_right()) else {
                return 0.0;
            };
            let listed = if word.is_empty() { None } else { pairs.listed(word, mark) };
            listed.unwrap_or_else(|| pairs.left_over(word) + probability(pairs))
        };
        match right {
            Context::Unknown => 0.0,
            Context::Edge => mark(Pairs::end),
            Context::Number => mark(Pairs::number),
            Context::Word(right) => self.log_probability_after(Context::Word(word), right),
        }
    }

    /// How well the word fits between its neighbours: [`Self::log_probability_after`] the left one and
    /// [`Self::log_probability_before`] the right one, together. Compares words for one place.
    #[must_use]
    pub fn log_probability_between(&self, left: Context<'_>, word: &str, right: Context<'_>) -> f32 {
        self.log_probability_after(left, word) + self.log_probability_before(word, right)
    }

    /// What the neighbours of a word add to its own `log_probability`: how much more often it stands between them than
    /// anywhere.
    pub(crate) fn log_gain_between(
        &self,
        left: Context<'_>,
        word: &str,
        right: Context<'_>,
        log_probability: f32,
    ) -> f32 {
        let Some(pairs) = &self.pairs else { return 0.0 };
        if word.is_empty() {
            return 0.0;
        }
        let after = left.on_the_left().map_or(0.0, |left| match pairs.listed(left, word) {
            Some(listed) => listed + self.case_penalty(word) - log_probability,
            None => pairs.left_over(left),
        });
        let before = right.on_the_right().map_or(0.0, |mark| match (pairs.listed(word, mark), right) {
            (Some(listed), Context::Word(right)) => listed - self.log_probability(right),
            (Some(listed), Context::Number) => listed - pairs.number(),
            (Some(listed), _) => listed - pairs.end(),
            (None, _) => pairs.left_over(word),
        });
        after + before
    }

    /// What stands to the left of a place, with what is asked of it for every word that may stand there.
    #[must_use]
    pub(crate) fn neighbour_on_the_left<'c>(&self, left: Context<'c>) -> Neighbour<'c> {
        let written = left.on_the_left();
        let left_over = match (&self.pairs, written) {
            (Some(pairs), Some(left)) => pairs.left_over(left),
            _ => 0.0,
        };
        Neighbour { written, class: written.and_then(|left| self.class_of(left)), left_over, log_probability: 0.0 }
    }

    /// The same of what stands to the right.
    #[must_use]
    pub(crate) fn neighbour_on_the_right<'c>(&self, right: Context<'c>) -> Neighbour<'c> {
        let written = right.on_the_right();
        let mark = |probability: fn(&Pairs) -> f32| self.pairs.as_ref().map_or(0.0, probability);
        let log_probability = match right {
            Context::Unknown => 0.0,
            Context::Word(right) => self.log_probability(right),
            Context::Number => mark(Pairs::number),
            Context::Edge => mark(Pairs::end),
        };
        Neighbour { written, class: written.and_then(|right| self.class_of(right)), left_over: 0.0, log_probability }
    }

    /// What a word of this class gains by standing after a neighbour, with the classes of both to speak for a pair that is
    /// not listed.
    #[must_use]
    pub(crate) fn company(&self, left: &Neighbour, word: &str, class: Option<u8>, log_probability: f32) -> Company {
        let (Some(pairs), Some(written)) = (&self.pairs, left.written) else { return Company::default() };
        let listed = pairs.listed(written, word).map(|listed| listed - log_probability);
        self.pair_gain(listed, (left.class, class), || left.left_over)
    }

    /// The same of what stands after the word: how much oftener it does than anywhere.
    #[must_use]
    pub(crate) fn company_after(&self, word: &str, class: Option<u8>, right: &Neighbour) -> Company {
        let (Some(pairs), Some(written)) = (&self.pairs, right.written) else { return Company::default() };
        let listed = pairs.listed(word, written).map(|listed| listed - right.log_probability);
        self.pair_gain(listed, (class, right.class), || pairs.left_over(word))
    }

    fn pair_gain(
        &self,
        listed: Option<f32>,
        classes: (Option<u8>, Option<u8>),
        left_over: impl FnOnce() -> f32,
    ) -> Company {
        /// The share of pairs that are not listed which goes by classes; the others are as frequent as chance.
        const BY_CLASSES: f32 = 0.8;
        let class_gain = match (&self.classes, classes) {
            (Some(known), (Some(left), Some(right))) => known.gain(left, right),
            _ => 0.0,
        };
        match listed {
            Some(gain) => Company { gain, class_gain, is_listed: true },
            None => {
                let gain = left_over() + (1.0 - BY_CLASSES + BY_CLASSES * class_gain.exp()).ln();
                Company { gain, class_gain, is_listed: false }
            }
        }
    }

    /// The class of a word: which words keep the same company.
    #[must_use]
    pub(crate) fn class_of(&self, word: &str) -> Option<u8> {
        self.classes.as_ref()?.of(word)
    }

    /// Whether a word in small letters was counted among other words, so that its company is known.
    #[must_use]
    pub(crate) fn is_counted(&self, word: &str) -> bool {
        self.classes.as_ref().is_some_and(|classes| classes.lists(word))
    }

    /// Whether the two are listed as a pair. Rare pairs are not; a pair of strangers is taken for a listed one less
    /// than once in a million.
    #[must_use]
    pub fn is_pair(&self, left: Context<'_>, right: Context<'_>) -> bool {
        let (Some(pairs), Some(left), Some(right)) = (&self.pairs, left.on_the_left(), right.on_the_right()) else {
            return false;
        };
        pairs.listed(left, right).is_some()
    }

    /// The natural logarithm of the probability of a letter after those of a word that were passed.
    pub(crate) fn letter_log_probability(&self, trail: Trail, letter: char) -> (Trail, f32) {
        self.letters.step(trail, letter)
    }

    /// The natural logarithm of the probability of the word's letters, its edges included. Says how Danish an
    /// unknown word looks; longer words are less probable, so compare words of one length or divide by it.
    #[must_use]
    pub fn letters_log_probability(&self, word: &str) -> f32 {
        self.letters.log_probability(word)
    }

    /// The known forms within `distance` letters of the word (inserted, deleted, replaced; at most 3), best first: nearest,
    /// then most probable, then in order. They are written in the case of the word; names are found only when
    /// the word is capitalised. Compounds are not found.
    #[must_use]
    pub fn near(&self, word: &str, distance: usize) -> Vec<Match> {
        let found = search::near(&self.forms, &word.to_lowercase(), distance);
        self.ranked(found, Case::of(word))
    }

    /// The known forms that a pattern, in lower-case letters, can be read as, ranked as by [`Self::near`]. `case`
    /// is how the word is written; names are found only when it is capitalised.
    ///
    /// ```
    /// use ordret::language::{Case, Language, Piece};
    ///
    /// let pattern = [Piece::Text("k"), Piece::OneOf(&["æ", "ø", "å"]), Piece::Text("benhavn")];
    /// let found = Language::danish().fitting(&pattern, Case::Capitalised);
    /// assert_eq!(found[0].word, "København");
    /// ```
    #[must_use]
    pub fn fitting(&self, pattern: &[Piece<'_>], case: Case) -> Vec<Match> {
        let mut found = search::fitting(&self.forms, pattern);
        if case != Case::Lower {
            found.extend(self.names_fitting(pattern));
        }
        self.ranked(found, case)
    }

    /// The forms that the token may be a respelling of, in no order: what may be written for what is the table's. Of
    /// compounds only those are found that [`Self::is_compound`] reads as such.
    ///
    /// The time of a search is bounded; of a token with too many readings not all are found.
    #[must_use]
    pub fn respelled(&self, token: &str, table: &Respellings, reach: Reach) -> Vec<Respelled> {
        let mut found = respell::respelled(&self.forms, Identity::of(&self.forms), token, table, reach);
        found.retain(|found| found.parts == 1 || self.is_compound(&found.form));
        found
    }

    /// The capitalised forms that fit: the first letter of the pattern is tried as a capital.
    fn names_fitting(&self, pattern: &[Piece<'_>]) -> Vec<Found> {
        let Some((first, rest)) = pattern.split_first() else {
            return Vec::new();
        };
        let texts = match first {
            Piece::Text(text) => std::slice::from_ref(text),
            Piece::OneOf(texts) => texts,
        };
        let capitals: Vec<String> = texts.iter().map(|text| Case::Capitalised.apply(text)).collect();
        let capitals: Vec<&str> = capitals.iter().map(String::as_str).collect();
        let pattern: Vec<_> = std::iter::once(Piece::OneOf(&capitals)).chain(rest.iter().copied()).collect();
        search::fitting(&self.forms, &pattern)
    }

    /// Words among the forms found, in the case asked for, best first.
    fn ranked(&self, found: Vec<Found>, case: Case) -> Vec<Match> {
        let usable = |found: &Found| {
            found.roles.has(Roles::WORD) && (case != Case::Lower || Case::of(&found.form) == Case::Lower)
        };
        let mut matches: Vec<Match> = found
            .into_iter()
            .filter(usable)
            .map(|found| Match {
                log_probability: self.log_probability(&found.form),
                word: case.apply(&found.form),
                distance: found.distance,
            })
            .collect();
        matches.sort_by(|a, b| {
            let by_probability = b.log_probability.total_cmp(&a.log_probability);
            a.distance.cmp(&b.distance).then(by_probability).then_with(|| a.word.cmp(&b.word))
        });
        // A word and a name may be written alike once capitalised: `Bo`.
        matches.dedup_by(|a, b| a.word == b.word);
        matches
    }

    fn is_known_by_parts(&self, token: &str) -> bool {
        token.contains('-') && self.knowledge_of_parts(token) == Knowledge::Known
    }

    fn knowledge_of_parts(&self, token: &str) -> Knowledge {
        let parts = token.split('-').filter(|part| !part.is_empty());
        parts.map(|part| self.knowledge_of_part(part)).min().unwrap_or(Knowledge::Unknown)
    }

    /// A part of a hyphenated word may also be a single letter (`e-mail`) or what only begins compounds
    /// (`kultur- og fritids-`).
    fn knowledge_of_part(&self, part: &str) -> Knowledge {
        let mut letters = part.chars();
        let single = letters.next().is_some_and(char::is_alphabetic) && letters.next().is_none();
        let begins = |part: &str| {
            Folded::lower(part).is_some_and(|lower| self.lexicon.roles(lower.as_bytes()).has(Roles::BEGIN))
        };
        if single || begins(part) { Knowledge::Known } else { self.knowledge(part) }
    }

    fn log_probability_of_parts(&self, token: &str) -> f32 {
        let parts = token.split('-').filter(|part| !part.is_empty());
        parts.map(|part| self.log_probability(part) + HYPHEN).sum()
    }

    fn log_probability_unknown(&self, token: &str) -> f32 {
        UNKNOWN_WORD + self.letters.log_probability(token)
    }

    /// What a listed word loses when it is a name and written in lower case.
    fn case_penalty(&self, token: &str) -> f32 {
        let is_lower = token.chars().next().is_some_and(char::is_lowercase);
        if !is_lower || self.lexicon.has_word(token) {
            return 0.0;
        }
        let is_name =
            Folded::capitalised(token).is_some_and(|name| self.lexicon.roles(name.as_bytes()).has(Roles::WORD));
        if is_name { WRONG_CASE } else { 0.0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn da() -> &'static Language {
        Language::danish()
    }

    fn known(token: &str) -> bool {
        da().is_known(token)
    }

    #[test]
    fn a_language_can_be_shared_between_threads() {
        fn shared<T: Send + Sync>() {}
        shared::<Language>();
    }

    #[test]
    fn forms_are_known_in_the_cases_they_may_be_written_in() {
        for token in
            ["drøftelse", "Drøftelse", "DRØFTELSE", "København", "KØBENHAVN", "Københavns", "DSB", "kommunernes"]
        {
            assert!(known(token), "{token}");
        }
        for token in ["københavn", "dRøftelse", "kØBENHAVN", "dsb", "kontak", "rnindre", "storste", "", "-", "123"] {
            assert!(!known(token), "{token}");
        }
    }

    #[test]
    fn curved_apostrophes_are_apostrophes() {
        assert!(known("KL's") && known("KL’s") && known("pc’er") == known("pc'er"));
        assert!(!known("’") && !known("xq’s"));
    }

    #[test]
    fn spellings_that_are_meant_are_known_and_names_of_places_are() {
        for token in ["linien", "idag", "paa", "Furesø", "Vesthimmerlands", "råderummet", "MitID", "kWh", "pga"] {
            assert!(known(token), "{token}");
        }
    }

    #[test]
    fn abbreviations_are_known_with_their_dots() {
        for token in ["bl.a.", "Bl.a.", "jf.", "Jf.", "mhp.", "Sagsnr.", "f.eks."] {
            assert!(known(token) && da().is_abbreviation(token), "{token}");
        }
        assert!(!known("bl.a") && !known("hdr") && !da().is_abbreviation("kommune"));
    }

    #[test]
    fn compounds_are_read_by_the_roles_of_their_parts() {
        for token in [
            "administrationsbidrag",
            "Råderumskatalog",
            "BORGMESTERKONTORET",
            "udvalgsmødets",
            "prøvetidsaftale",
            "Kalundborgborgere",
        ] {
            assert!(da().knowledge(token) >= Knowledge::Compound, "{token}");
        }
        for token in ["kontak", "administrationbidrag", "medlemsskaber", "xyzkommune", "kalundborgborgere"] {
            assert_eq!(da().knowledge(token), Knowledge::Unknown, "{token}");
        }
        assert_eq!(da().knowledge("administrationsbidrag"), Knowledge::Compound);
    }

    #[test]
    fn hyphenated_words_are_as_known_as_their_least_known_part() {
        assert!(known("fritids-") && known("e-mail") && known("Kultur-"));
        assert!(known("IT-projekt"));
        assert_eq!(da().knowledge("kultur-administrationsbidrag"), Knowledge::Compound);
        assert_eq!(da().knowledge("kultur-rnindre"), Knowledge::Unknown);
    }

    #[test]
    fn probabilities_are_ordered_as_a_reader_would() {
        let p = |token: &str| da().log_probability(token);
        assert!(p("og") > p("kommune") && p("kommune") > p("kommuneassistenternes"));
        assert!(p("kommuneassistenternes") > p("administrationsbidrag"));
        assert!(p("administrationsbidrag") > p("adrninistrationsbidrag"));
        assert!(p("København") > p("københavn"));
        assert_eq!(p("Kommune"), p("kommune"));
        assert!(p("største") > p("storste"));
        assert!(p("").is_finite() && p(&"x".repeat(10_000)).is_finite());
    }

    #[test]
    fn two_unknown_words_compare_by_their_letters() {
        let p = |token: &str| da().letters_log_probability(token);
        assert!(p("vedbysønder") > p("vcdbysondcr"));
        assert!(p("drøftet") > p("drÃ¸ftet"));
    }

    /// Which of the words fits best between its neighbours.
    fn fitting<'a>(left: Context<'_>, words: &[&'a str], right: Context<'_>) -> &'a str {
        let score = |word: &str| da().log_probability_between(left, word, right);
        words.iter().copied().max_by(|a, b| score(a).total_cmp(&score(b))).unwrap()
    }

    #[test]
    fn neighbours_choose_between_words_that_are_all_right_alone() {
        use Context::Word;
        let cases = [
            ("et", ["møde", "måde", "mode"], "med", "møde"),
            ("denne", ["møde", "måde", "mode"], "at", "måde"),
            ("lagt", ["pa", "på", "pæ"], "at", "på"),
            ("vi", ["har", "hår", "hør"], "haft", "har"),
            ("for", ["år", "ar", "ør"], "siden", "år"),
            ("vil", ["gøre", "gåre", "gare"], "det", "gøre"),
            ("han", ["før", "får", "far"], "at", "får"),
            ("min", ["før", "får", "far"], "er", "far"),
        ];
        for (left, words, right, wanted) in cases {
            assert_eq!(fitting(Word(left), &words, Word(right)), wanted, "{left} … {right}");
        }
    }

    #[test]
    fn edges_and_numbers_are_neighbours_too() {
        let after = |left, word| da().log_probability_after(left, word);
        let before = |word, right| da().log_probability_before(word, right);
        assert!(after(Context::Edge, "hvis") > after(Context::Word("af"), "hvis"));
        assert!(after(Context::Number, "år") > after(Context::Unknown, "år") + 2.0);
        assert!(before("kl", Context::Number) > before("jeg", Context::Number) + 2.0);
        assert!(before("mig", Context::Edge) > before("jeg", Context::Edge));
        assert_eq!(before("møde", Context::Unknown), 0.0);
    }

    #[test]
    fn what_is_unknown_beside_a_word_leaves_it_as_probable_as_alone() {
        let alone = da().log_probability("møde");
        for left in [Context::Unknown, Context::Word("rnindre"), Context::Word(""), Context::Word(&"x".repeat(999))] {
            assert_eq!(da().log_probability_after(left, "møde"), alone, "{left:?}");
        }
        let unknown = da().log_probability_after(Context::Word("et"), "rnindre");
        assert!(unknown < da().log_probability("rnindre") && unknown.is_finite());
        assert!(da().log_probability_after(Context::Word("et"), "").is_finite());
        assert_eq!(da().log_probability_before("rnindre", Context::Word("møde")), alone);
    }

    #[test]
    fn case_is_nothing_to_pairs_but_names_want_theirs() {
        let after = |left, word| da().log_probability_after(Context::Word(left), word);
        assert_eq!(after("ET", "Møde"), after("et", "møde"));
        assert!(after("i", "København") > after("i", "københavn") + 4.0);
        assert!(da().is_pair(Context::Word("I"), Context::Word("københavn")));
        assert!(!da().is_pair(Context::Word("af"), Context::Word("hvorimod")));
        assert!(!da().is_pair(Context::Unknown, Context::Number) && !da().is_pair(Context::Word(""), Context::Number));
    }

    #[test]
    fn strangers_are_hardly_ever_taken_for_pairs() {
        let strangers = (0..1_000_000).filter(|n| {
            let (left, right) = (format!("x{n}"), format!("q{n}"));
            da().is_pair(Context::Word(&left), Context::Word(&right))
        });
        assert!(strangers.count() <= 5);
    }

    #[test]
    fn a_pack_without_pairs_has_no_neighbours() {
        let lone = Language::new(PackFiles { pairs: None, ..PackFiles::danish() }).unwrap();
        assert_eq!(lone.log_probability_after(Context::Word("et"), "møde"), lone.log_probability("møde"));
        assert_eq!(lone.log_probability_before("et", Context::Number), 0.0);
        assert!(!lone.is_pair(Context::Word("det"), Context::Word("er")));
    }

    #[test]
    fn near_words_come_best_first_and_in_the_case_of_the_word() {
        let words =
            |word, distance| -> Vec<String> { da().near(word, distance).into_iter().map(|found| found.word).collect() };
        assert_eq!(words("storste", 1)[0], "største");
        assert_eq!(words("DROFTELSE", 1)[0], "DRØFTELSE");
        assert!(words("Kobenhavn", 1).contains(&"København".to_owned()));
        assert!(!words("kobenhavn", 1).contains(&"København".to_owned()));
    }

    #[test]
    fn patterns_find_words_and_in_capitals_names() {
        let odd = Piece::OneOf(&["æ", "ø", "å"]);
        let found = |pattern: &[Piece<'_>], case| -> Vec<String> {
            da().fitting(pattern, case).into_iter().map(|found| found.word).collect()
        };
        assert_eq!(found(&[Piece::Text("bes"), odd, Piece::Text("get")], Case::Lower), ["besøget"]);
        assert_eq!(found(&[odd, Piece::Text("konomiske")], Case::Upper), ["ØKONOMISKE"]);
        assert_eq!(found(&[Piece::Text("k"), odd, Piece::Text("benhavn")], Case::Lower), [""; 0]);
    }
}
