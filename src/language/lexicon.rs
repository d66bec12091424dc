//! Which forms exist, and what part they may play in a compound.

use super::casing::{Case, Folded};
use super::fingerprint::FingerprintTable;

/// What a form may be used as; one byte, the payload of the word table and the value in `words.fst`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Roles(u8);

impl Roles {
    /// No role: the form is not in the pack.
    pub const NONE: Self = Self(0);
    /// Stands alone as a word.
    pub const WORD: Self = Self(1);
    /// First part of a compound (`administrations`).
    pub const BEGIN: Self = Self(2);
    /// Middle part of a compound.
    pub const MIDDLE: Self = Self(4);
    /// Last part of a compound, its head (`bidrag`).
    pub const END: Self = Self(8);
    /// Named by the dictionary as wrong, also as a compound (`medlemsskaber`).
    pub const FORBIDDEN: Self = Self(16);
    /// An abbreviation, written with its dots (`bl.a.`).
    pub const ABBREVIATION: Self = Self(32);

    /// A head of three letters that makes compounds daily (`tid`, `net`), so it may be that short.
    pub const SHORT_HEAD: Self = Self(64);

    /// One confusion of letters away from a word that is about as common (`mode`, `møde`): it is in `look-alikes.table`, too.
    /// `words.fst` does not have this one.
    pub const LOOK_ALIKE: Self = Self(128);

    /// The roles in one byte.
    #[must_use]
    pub const fn bits(self) -> u8 {
        self.0
    }

    /// Roles from the byte of a table. Bits without a meaning are kept and never asked for.
    #[must_use]
    pub const fn from_bits(bits: u8) -> Self {
        Self(bits)
    }

    /// Whether every role of `other` is among these.
    #[must_use]
    pub const fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// These roles and those of `other`.
    #[must_use]
    pub const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// These roles without those of `other`.
    #[must_use]
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }
}

/// What one look into the table says of a word of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Look {
    /// Whether it is known, as [`super::Language::is_known`] says.
    pub is_known: bool,
    /// Whether it has a look-alike in any case: [`Roles::LOOK_ALIKE`].
    pub has_look_alike: bool,
    /// Whether a compound may begin with it in small letters: [`Roles::BEGIN`]. Said of words that are odd in another way, too.
    pub may_begin: bool,
}

/// The forms of the language, each in the case it is written in: `kommune`, `København`, `DSB`.
///
/// That the case is part of the form is what keeps a quarter of a million names from being accepted in lower
/// case: `København` is a form, `københavn` is none.
#[derive(Debug, Clone)]
pub(crate) struct Lexicon {
    table: FingerprintTable,
}

/// The first byte of a curved apostrophe.
const CURVED_BEGINS: u8 = 0xe2;

impl Lexicon {
    pub(crate) fn new(table: FingerprintTable) -> Self {
        Self { table }
    }

    /// The roles of exactly this form.
    #[inline]
    pub(crate) fn roles(&self, form: &[u8]) -> Roles {
        Roles::from_bits(self.table.get(form))
    }

    /// Whether the word, as it is cased, is a form that stands alone. Hyphens are not looked into.
    #[inline]
    pub(crate) fn has_word(&self, word: &str) -> bool {
        // Nearly every word of a text is found here, by one lookup and without looking at its case.
        self.is_word_form(word.as_bytes()) || self.has_word_folded(word)
    }

    /// What is known of a word in small letters of Latin-1.
    #[inline]
    pub(crate) fn look_up_small(&self, word: &str) -> Look {
        let roles = self.roles(word.as_bytes());
        Look {
            is_known: roles.has(Roles::WORD),
            has_look_alike: roles.has(Roles::LOOK_ALIKE),
            may_begin: roles.has(Roles::BEGIN),
        }
    }

    /// What is known of a word in such letters but for a first capital of ASCII.
    #[inline]
    pub(crate) fn look_up_capitalised(&self, word: &str) -> Look {
        let Some(lower) = Folded::lower_of_plain(word) else { return Look { may_begin: true, ..Look::default() } };
        let roles = self.roles(lower.as_bytes());
        Look {
            is_known: roles.has(Roles::WORD) || self.is_word_form(word.as_bytes()),
            has_look_alike: roles.has(Roles::LOOK_ALIKE),
            may_begin: roles.has(Roles::BEGIN),
        }
    }

    /// Whether a word has a look-alike, whatever its case.
    pub(crate) fn has_look_alike(&self, word: &str) -> bool {
        Folded::lower(word).is_some_and(|lower| self.roles(lower.as_bytes()).has(Roles::LOOK_ALIKE))
    }

    /// A capital may stand at the head of a sentence or a title, and capitals throughout may hide anything. The pack
    /// writes apostrophes straight, texts also curved: `KL’s`.
    fn has_word_folded(&self, word: &str) -> bool {
        if let Some(lower) = Folded::lower_of_plain(word) {
            return self.is_word_form(lower.as_bytes());
        }
        // Hardly any word has a byte that begins one.
        if word.as_bytes().contains(&CURVED_BEGINS) && word.contains('’') {
            return Folded::with_straight_apostrophes(word).is_some_and(|straight| self.has_word(straight.as_str()));
        }
        if word.as_bytes().first().is_none_or(u8::is_ascii_lowercase) {
            return false;
        }
        let known = |folded: Option<Folded>| folded.is_some_and(|f| self.is_word_form(f.as_bytes()));
        match Case::of(word) {
            Case::Lower | Case::Mixed => false,
            Case::Capitalised => known(Folded::lower(word)),
            Case::Upper => known(Folded::lower(word)) || known(Folded::capitalised(word)),
        }
    }

    fn is_word_form(&self, form: &[u8]) -> bool {
        self.roles(form).has(Roles::WORD)
    }

    /// Whether the token is an abbreviation, with its dots as written in the pack.
    pub(crate) fn is_abbreviation(&self, token: &str) -> bool {
        let is = |form: &[u8]| self.roles(form).has(Roles::ABBREVIATION);
        is(token.as_bytes())
            || (Case::of(token) != Case::Lower && Folded::lower(token).is_some_and(|f| is(f.as_bytes())))
    }
}
