//! How probable a word is by itself, by the frequency lists and its letters.

use super::casing::Folded;
use super::knowledge::Knowledge;
use super::lexicon::Roles;
use super::{Language, Trail};

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

/// What is known of a word by itself.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Alone {
    /// What [`Language::log_probability`] says.
    pub log_probability: f32,
    /// What is known of it.
    pub knowledge: Knowledge,
    /// Whether a frequency list has it: hardly a pair has an unknown word that none has.
    pub is_counted: bool,
}

impl Alone {
    /// Whether it is a form or a compound.
    pub fn is_known(&self) -> bool {
        self.knowledge > Knowledge::Unknown
    }
}

impl Language {
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
        let lower = Folded::lower(token);
        let knowledge = self.knowledge_of(token, || lower);
        let listed = lower.and_then(|lower| self.frequencies.probability(lower.as_bytes()));
        let log_probability = match (listed, knowledge) {
            (Some(listed), _) => LISTED_MASS + listed.ln() + self.case_penalty(token),
            (None, Knowledge::Known) if token.contains('-') => self.log_probability_of_parts(token),
            (None, Knowledge::Known) => UNLISTED_FORM,
            (None, Knowledge::Compound) => COMPOUND,
            (None, Knowledge::Unknown) => self.log_probability_unknown(token),
        };
        Alone { log_probability, knowledge, is_counted: listed.is_some() }
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

    fn log_probability_of_parts(&self, token: &str) -> f32 {
        let parts = token.split('-').filter(|part| !part.is_empty());
        parts.map(|part| self.log_probability(part) + HYPHEN).sum()
    }

    fn log_probability_unknown(&self, token: &str) -> f32 {
        UNKNOWN_WORD + self.letters.log_probability(token)
    }

    /// What a listed word loses when it is a name and written in lower case.
    pub(super) fn case_penalty(&self, token: &str) -> f32 {
        let is_lower = token.chars().next().is_some_and(char::is_lowercase);
        if !is_lower || self.lexicon.has_word(token) {
            return 0.0;
        }
        let is_name =
            Folded::capitalised(token).is_some_and(|name| self.lexicon.roles(name.as_bytes()).has(Roles::WORD));
        if is_name { WRONG_CASE } else { 0.0 }
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
}

#[cfg(test)]
mod tests {
    use super::*;

    fn da() -> &'static Language {
        Language::danish()
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
}
