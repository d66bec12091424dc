//! The forms of a language that a word is near to, that a pattern fits, and that a token may be a respelling of.

use super::Language;
use super::casing::Case;
use super::lexicon::Roles;
use super::respell::{self, Reach, Respelled, Respellings, Search, Sought};
use super::search::{self, Found, Piece};
use super::states::Identity;

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

impl Language {
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
        self.respelled_as(&Sought::new(token, table), reach).forms
    }

    /// The same of a token that was looked at, with whether all were found.
    pub(crate) fn respelled_as(&self, sought: &Sought, reach: Reach) -> Search {
        let mut search = respell::respelled(&self.forms, Identity::of(&self.forms), sought, reach);
        search.forms.retain(|found| found.parts == 1 || self.is_compound(&found.form));
        search
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
}

#[cfg(test)]
mod tests {
    use super::*;

    fn da() -> &'static Language {
        Language::danish()
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
