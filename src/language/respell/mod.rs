//! Finding the forms that a token may be a respelling of, by walking the fst with weighted edits.
//!
//! What may stand for what, and at what cost, is the caller's: nothing here knows why a word is misspelled.

mod letter;
mod place;
mod sought;
mod step;
mod table;
mod walk;

use fst::raw::Fst;
use smallvec::SmallVec;

pub(crate) use self::sought::Sought;
pub use self::step::Step;
pub use self::table::{Respelling, Respellings};
pub(super) use self::walk::respelled_among;
use super::casing::Case;
use super::search::Bytes;
use super::states::{Identity, States};

/// How far a search goes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reach {
    /// Rows that may be used.
    pub rows: usize,
    /// The most that they may cost together.
    pub cost: f32,
    /// Letters that may be lost, added or changed besides.
    pub letters: usize,
    /// Whether compounds are read too.
    pub compounds: bool,
    /// Whether capitalised forms are found.
    pub names: bool,
}

/// A form that the token may be meant for.
#[derive(Debug, Clone, PartialEq)]
pub struct Respelled {
    /// The form as the pack writes it; of a compound, its parts put together.
    pub form: String,
    /// The form with what is kept of the token's spelling.
    pub spelled: String,
    /// The edits, in the order of the word.
    pub(crate) steps: SmallVec<[Step; 4]>,
    /// How it is cased, as far as its letters stand as they were meant.
    pub case: Case,
    /// How many parts it has: 1 unless it is read as a compound.
    pub parts: u8,
}

impl Respelled {
    /// The edits, in the order of the word.
    #[must_use]
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }
}

/// What a search found.
#[derive(Debug, Default)]
pub(crate) struct Search {
    pub forms: Vec<Respelled>,
    /// Whether it went everywhere within reach, rather than being given up.
    pub is_whole: bool,
}

/// Every form of an fst that a token may be a respelling of, within reach.
pub(super) fn respelled(fst: &Fst<Bytes>, identity: Identity, sought: &Sought, reach: Reach) -> Search {
    States::with(identity, |states| respelled_among(states, Some(fst), sought, reach))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;

    const REACH: Reach = Reach { rows: 2, cost: 9.0, letters: 0, compounds: false, names: false };

    fn table(rows: &[(&str, &str, bool)]) -> Respellings {
        let row = |&(meant, written, is_kept): &(&str, &str, bool)| Respelling {
            meant: meant.into(),
            written: written.into(),
            cost: 1.0,
            spelled: is_kept.then(|| written.into()),
        };
        Respellings::new(rows.iter().map(row).collect())
    }

    fn spelled(token: &str, rows: &[(&str, &str, bool)], reach: Reach) -> Vec<(String, Case)> {
        let mut found: Vec<_> = Language::danish()
            .respelled(token, &table(rows), reach)
            .into_iter()
            .filter(|found| !found.steps.is_empty())
            .map(|found| (found.spelled, found.case))
            .collect();
        found.sort_by(|a, b| a.0.cmp(&b.0));
        found
    }

    #[test]
    fn rows_of_any_length_lead_to_forms() {
        let rows = [("ø", "o", false), ("m", "rn", false)];
        assert_eq!(spelled("storste", &rows, REACH), [("største".to_owned(), Case::Lower)]);
        assert_eq!(
            spelled("rnodet", &rows, REACH),
            [("modet".to_owned(), Case::Lower), ("mødet".to_owned(), Case::Lower)]
        );
        assert!(spelled("xqzv", &rows, REACH).is_empty());
    }

    #[test]
    fn the_case_is_that_of_the_letters_that_stand() {
        let rows = [("l", "I", false), ("Ø", "@", false), ("ø", "o", false)];
        assert_eq!(spelled("kanaI", &rows, REACH), [("kanal".to_owned(), Case::Lower)]);
        assert_eq!(spelled("@konomi", &rows, REACH), [("økonomi".to_owned(), Case::Capitalised)]);
        assert_eq!(spelled("OKONOMI", &rows, REACH), [("økonomi".to_owned(), Case::Upper)]);
    }

    #[test]
    fn what_is_kept_is_spelled_as_it_stands() {
        let rows = [("å", "aa", true), ("s", "f", false)];
        assert_eq!(spelled("gaarde", &rows, REACH)[0], ("gaarde".to_owned(), Case::Lower));
        assert!(spelled("faaledes", &rows, REACH).contains(&("saaledes".to_owned(), Case::Lower)));
    }

    #[test]
    fn letters_are_lost_added_and_changed_within_reach() {
        let reach = Reach { letters: 1, ..REACH };
        for token in ["kommne", "kommuune", "kommxne"] {
            assert!(spelled(token, &[], reach).contains(&("kommune".to_owned(), Case::Lower)), "{token}");
            assert!(spelled(token, &[], REACH).is_empty());
        }
    }

    #[test]
    fn compounds_are_found_by_their_parts() {
        let rows = [("ø", "o", false)];
        let reach = Reach { compounds: true, ..REACH };
        let found = spelled("havnefoged", &[], reach);
        assert!(found.is_empty(), "nothing to mend");
        assert!(!spelled("kommunemodet", &rows, reach).is_empty());
    }
}
