//! What a language knows of a word: whether it is one, a compound, an abbreviation, how it may be used, and of which time it is.

use super::Language;
use super::casing::{Case, Folded};
use super::compound::Compounds;
use super::lexicon::{Look, Roles};

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

impl Language {
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
        Folded::lower(token).is_some_and(|lower| self.is_compound_of(token, &lower))
    }

    /// The same, where the token in lower case is known.
    fn is_compound_of(&self, token: &str, lower: &Folded) -> bool {
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
        compounds.is_compound(lower.as_str())
    }

    /// What is known of the token. With hyphens it is as known as its least known part.
    #[must_use]
    pub fn knowledge(&self, token: &str) -> Knowledge {
        self.knowledge_of(token, || Folded::lower(token))
    }

    /// The same, where it may be known already how the token is written in lower case.
    pub(super) fn knowledge_of(&self, token: &str, lower: impl FnOnce() -> Option<Folded>) -> Knowledge {
        if self.lexicon.has_word(token) {
            return Knowledge::Known;
        }
        if token.contains('-') {
            return self.knowledge_of_parts(token);
        }
        let is_compound = lower().is_some_and(|lower| self.is_compound_of(token, &lower));
        if is_compound { Knowledge::Compound } else { Knowledge::Unknown }
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
        let lower = Folded::lower_of_plain(token).or_else(|| Folded::lower(token));
        lower.map_or(0, |lower| forms.get(lower.as_bytes()))
    }

    /// The same of a word in small letters alone.
    pub(crate) fn age_of_small(&self, word: &str) -> u8 {
        self.old_forms.as_ref().map_or(0, |forms| forms.get(word.as_bytes()))
    }

    /// What the pack says of a word that may be another, misread; 0 where it says nothing.
    #[inline]
    pub(crate) fn look_alike(&self, word: &str) -> u8 {
        self.look_alikes.as_ref().map_or(0, |table| table.get(word.as_bytes()))
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
}
