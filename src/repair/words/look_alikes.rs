//! Known words that may be other known words, misread: `mode` for `møde`.
//!
//! Half a million words are known and some thirty thousand of them are one confusion away from a word that is
//! about as likely or likelier (`dictionaries/da/look-alikes.table`, made by the recipe). Only these are looked at, so
//! right text costs a lookup a word.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::LazyLock;

use xxhash_rust::xxh3::Xxh3DefaultBuilder;

use super::confusions::Confusions;
use crate::language::fingerprint::FingerprintTable;
use crate::language::{Language, Respellings, Roles, Step};

/// Words whose readings a thread remembers.
const REMEMBERED: usize = 1 << 12;
/// The most that one confusion costs.
const COST: f32 = 6.0;
/// Words that are rarer are no readings of others.
const LEAST_LOG_PROBABILITY: f32 = -15.5;

/// Payloads of the table count eighths of a nat from there.
const LEAST_LISTED: f32 = -2.25;
const STEPS_A_NAT: f32 = 8.0;
/// What pulls less leaves a word alone: of the errors that neighbours tell 97 in 100 pull more, of right words 5.
const LEAST_PULL: f32 = -1.0;

/// Words with a look-alike that is about as likely or likelier.
static TABLE: LazyLock<FingerprintTable> = LazyLock::new(|| {
    FingerprintTable::new(Cow::Borrowed(ordret_da::LOOK_ALIKES)).expect("the embedded table is read by the tests")
});

/// The confusions of small Danish letters. What has others was meant to: `hér`.
static CONFUSIONS: LazyLock<Respellings> = LazyLock::new(|| {
    let known = Confusions::known();
    let is_small = |letters: &str| letters.chars().all(|c| c.is_ascii_lowercase() || "æøå".contains(c));
    known.table.only(|row| {
        let row = known.row(Step(row as u16));
        row.is_some_and(|row| row.spelled.is_none() && is_small(&row.meant) && is_small(&row.written))
    })
});

/// A word that another may be a misreading of.
#[derive(Clone, Debug)]
pub(super) struct LookAlike {
    pub word: String,
    /// ln P(word) in the language.
    pub log_probability: f32,
    /// What the confusion costs, in nats, on pages that have it.
    pub cost: f32,
}

/// By how many nats the likeliest look-alike of a word in small letters is likelier than itself, from [`LEAST_PULL`] on.
#[inline]
pub(super) fn pull(word: &str) -> Option<f32> {
    let payload = TABLE.get(word.as_bytes());
    let pull = LEAST_LISTED + f32::from(payload) / STEPS_A_NAT;
    (payload != 0 && pull >= LEAST_PULL).then_some(pull)
}

thread_local! {
    static KNOWN: RefCell<HashMap<Box<str>, Rc<[LookAlike]>, Xxh3DefaultBuilder>> =
        const { RefCell::new(HashMap::with_hasher(Xxh3DefaultBuilder::new())) };
}

/// The words that a word in small letters may be a misreading of.
pub(super) fn of(word: &str, language: &'static Language) -> Rc<[LookAlike]> {
    if let Some(known) = KNOWN.with_borrow(|known| known.get(word).cloned()) {
        return known;
    }
    let found: Rc<[LookAlike]> = search(word, language).into();
    KNOWN.with_borrow_mut(|known| {
        if known.len() >= REMEMBERED {
            known.clear();
        }
        known.insert(word.into(), found.clone());
    });
    found
}

fn search(word: &str, language: &'static Language) -> Vec<LookAlike> {
    let mut found: Vec<LookAlike> = Vec::new();
    CONFUSIONS.each_once(word, COST, |form, step| {
        if form == word || !is_small_word(form, language) {
            return;
        }
        let Some(cost) = Confusions::known().row(step).map(|row| row.cost) else { return };
        let log_probability = language.log_probability(form);
        match found.iter_mut().find(|known| known.word == *form) {
            Some(known) => known.cost = known.cost.min(cost),
            None if log_probability < LEAST_LOG_PROBABILITY => {}
            None => found.push(LookAlike { word: form.to_owned(), log_probability, cost }),
        }
    });
    found.sort_by(|a, b| a.word.cmp(&b.word));
    found
}

fn is_small_word(form: &str, language: &Language) -> bool {
    let roles = language.roles(form);
    roles.has(Roles::WORD)
        && !roles.has(Roles::ABBREVIATION)
        && form.chars().all(char::is_lowercase)
        && form.chars().count() > 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_know_what_they_may_have_been() {
        for (word, meant) in [("mode", "møde"), ("nar", "når"), ("tyst", "lyst"), ("ned", "med"), ("skelen", "skolen")]
        {
            assert!(pull(word).is_some(), "{word}");
            let found = of(word, Language::danish());
            assert!(found.iter().any(|found| found.word == meant), "{word}: {found:?}");
        }
    }

    #[test]
    fn the_commonest_words_are_hardly_ever_others() {
        for word in ["og", "det", "ikke", "kommunen", "blev", "xyzzy", ""] {
            assert_eq!(pull(word), None, "{word}");
        }
    }
}
