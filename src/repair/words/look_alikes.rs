//! Known words that may be other known words, misread: `mode` for `møde`.
//!
//! Half a million words are known and some thirty thousand of them are one confusion away from a word that is
//! about as likely or likelier (`look-alikes.table` of the pack, made by the recipe). Only these are looked at, so
//! right text costs a lookup a word.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use xxhash_rust::xxh3::Xxh3DefaultBuilder;

use super::confusions::Confusions;
use crate::language::{Language, Member, Roles};

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

/// A word that another may be a misreading of.
#[derive(Clone, Debug)]
pub(super) struct LookAlike {
    pub word: String,
    /// ln P(word) in the language.
    pub log_probability: f32,
    /// What the confusion costs, in nats, on pages that have it.
    pub cost: f32,
    /// As the table of pairs writes it.
    pub member: Option<Member>,
    /// Its class in the language.
    pub class: Option<u8>,
}

/// What is known of a word in small letters, and the words that it may be a misreading of.
#[derive(Debug)]
pub(super) struct ConfusionSet {
    /// ln P(word) in the language, and its class in it.
    pub log_probability: f32,
    pub class: Option<u8>,
    pub others: Vec<LookAlike>,
}

/// By how many nats the likeliest look-alike of a word in small letters is likelier than itself, from [`LEAST_PULL`] on.
#[inline]
pub(super) fn pull(word: &str, language: &Language) -> Option<f32> {
    let payload = language.look_alike(word);
    let pull = LEAST_LISTED + f32::from(payload) / STEPS_A_NAT;
    (payload != 0 && pull >= LEAST_PULL).then_some(pull)
}

thread_local! {
    /// What is known of words of the language that was asked last.
    static KNOWN: RefCell<(Option<&'static Language>, Memory)> =
        const { RefCell::new((None, HashMap::with_hasher(Xxh3DefaultBuilder::new()))) };
}

type Memory = HashMap<Box<str>, Rc<ConfusionSet>, Xxh3DefaultBuilder>;

/// A word in small letters, and the words that it may be a misreading of.
pub(super) fn of(word: &str, language: &'static Language) -> Rc<ConfusionSet> {
    let is_same = |asked: &Option<&'static Language>| *asked == Some(language);
    if let Some(known) = KNOWN.with_borrow(|(asked, known)| is_same(asked).then(|| known.get(word).cloned()).flatten())
    {
        return known;
    }
    let (log_probability, class) = (language.log_probability(word), language.class_of(word));
    let found = Rc::new(ConfusionSet { log_probability, class, others: search(word, language) });
    KNOWN.with_borrow_mut(|(asked, known)| {
        if known.len() >= REMEMBERED || !is_same(asked) {
            known.clear();
            *asked = Some(language);
        }
        known.insert(word.into(), found.clone());
    });
    found
}

fn search(word: &str, language: &'static Language) -> Vec<LookAlike> {
    let mut found: Vec<LookAlike> = Vec::new();
    let confusions = Confusions::of(language);
    confusions.of_small_letters(language).each_once(word, COST, |form, step| {
        if form == word || !is_small_word(form, language) {
            return;
        }
        let Some(cost) = confusions.row(step).map(|row| row.cost) else { return };
        let log_probability = language.log_probability(form);
        match found.iter_mut().find(|known| known.word == *form) {
            Some(known) => known.cost = known.cost.min(cost),
            None if log_probability < LEAST_LOG_PROBABILITY => {}
            None => {
                let (member, class) = (Member::of(form), language.class_of(form));
                found.push(LookAlike { word: form.to_owned(), log_probability, cost, member, class });
            }
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
            assert!(pull(word, Language::danish()).is_some(), "{word}");
            let found = of(word, Language::danish());
            assert!(found.others.iter().any(|found| found.word == meant), "{word}: {found:?}");
        }
    }

    #[test]
    fn the_commonest_words_are_hardly_ever_others() {
        for word in ["og", "det", "ikke", "kommunen", "blev", "xyzzy", ""] {
            assert_eq!(pull(word, Language::danish()), None, "{word}");
        }
    }
}
