//! What is known of words: by the language, and by the text itself where it stands unbroken.

use std::cell::{OnceCell, RefCell};

use super::structure::Kind;
use super::word_index::{WordIndex, Words};
use crate::language::{Context, Knowledge, Language, List, PerLanguage, lowercase, lowered};
use crate::profile::{Counts, Profile};
use crate::repair::LanguageChoice;
use crate::repair::document::Portrait;
use crate::text::QuickMap;

/// The most that a continuation known to the archive says.
pub(super) const KNOWN_CONTINUATION: f32 = 8.0;
/// How often two words stand side by side before they are known to go on with each other.
const KNOWN_PAIR: u32 = 2;

/// What keeps its hyphen before the rest of a word.
static HYPHENATED: PerLanguage<Vec<&str>> = PerLanguage::new(|language| language.hyphenated().collect());

/// Asked for the words on both sides of a line end.
pub(super) struct Evidence<'t> {
    language: Option<&'static Language>,
    text: &'t str,
    portrait: &'t Portrait<'t>,
    profile: Option<&'t Profile>,
    /// Where the words of the text itself stand. Put down when first asked for: most text is never asked.
    index: OnceCell<Option<WordIndex<'t>>>,
    /// The names that line ends ask about, and where they stand: most text is asked for nothing else.
    names: OnceCell<Words>,
    named: OnceCell<Option<WordIndex<'t>>>,
    /// All of them counted, where so much is asked that this is quicker.
    counts: OnceCell<Counts>,
    /// Words that are made whole for certain, and where, by the address of what begins them, ascending: once they are, the text
    /// has them.
    made: RefCell<QuickMap<String, Vec<usize>>>,
}

impl<'t> Evidence<'t> {
    pub fn new(
        language: LanguageChoice,
        text: &'t str,
        portrait: &'t Portrait<'t>,
        profile: Option<&'t Profile>,
    ) -> Self {
        Self {
            language: language.pack(),
            text,
            portrait,
            profile,
            index: OnceCell::new(),
            names: OnceCell::new(),
            named: OnceCell::new(),
            counts: OnceCell::new(),
            made: RefCell::default(),
        }
    }

    /// Says which words of the text [`Self::known_continuation`] may be asked about, so that no others need be put down.
    pub fn expect(&self, names: impl Iterator<Item = &'t str>) {
        self.names.get_or_init(|| Words::of(names));
    }

    /// Says which words are made whole for certain, and so are seen elsewhere from now on; of each what begins it. Whether any of them
    /// was not among those before.
    pub fn set_made<'w>(&self, words: impl Iterator<Item = (String, &'w str)>) -> bool {
        let mut made: QuickMap<String, Vec<usize>> = QuickMap::default();
        words.for_each(|(word, beginning)| made.entry(word).or_default().push(beginning.as_ptr() as usize));
        made.values_mut().for_each(|places| places.sort_unstable());
        let is_news = made.keys().any(|word| !self.made.borrow().contains_key(word));
        *self.made.borrow_mut() = made;
        is_news
    }

    /// The language that is asked.
    pub fn language(&self) -> Option<&'static Language> {
        self.language
    }

    /// What the language knows of a word.
    pub fn knowledge(&self, word: &str) -> Knowledge {
        self.language.map_or(Knowledge::Unknown, |language| language.knowledge(word))
    }

    /// Whether a list of the language has the word.
    pub fn lists(&self, list: List, word: &str) -> bool {
        self.language.is_some_and(|language| language.lists(list, word))
    }

    /// Whether what stands before a hyphen keeps it before the rest of a word.
    pub fn keeps_hyphen(&self, beginning: &str) -> bool {
        self.language.is_some_and(|language| HYPHENATED.of(language).binary_search(&beginning).is_ok())
    }

    pub fn is_known(&self, word: &str) -> bool {
        self.language.is_some_and(|language| language.is_known(word))
    }

    /// Whether the language knows the word with exactly the hyphens it has.
    pub fn is_hyphenated_form(&self, word: &str) -> bool {
        self.language.is_some_and(|language| language.roles(word).has(crate::language::Roles::WORD))
    }

    /// Whether a form begins compounds.
    pub fn begins_compound(&self, form: &str) -> bool {
        self.language.is_some_and(|language| language.roles(form).has(crate::language::Roles::BEGIN))
    }

    /// Whether a token, its dots included, is an abbreviation.
    pub fn is_abbreviation(&self, token: &str) -> bool {
        self.language.is_some_and(|language| language.is_abbreviation(token.trim_start_matches(['(', '"', '”', '»'])))
    }

    /// The logarithm of a word's probability; of any word the same where there is no language.
    pub fn log_probability(&self, word: &str) -> f32 {
        self.language.map_or(0.0, |language| language.log_probability(word))
    }

    /// How much likelier `next` is after `last` than at the start of a line of its own, as log odds.
    pub fn attraction(&self, last: &str, next: &str) -> f32 {
        let Some(language) = self.language else { return 0.0 };
        if !language.is_known(last) || !language.is_known(next) {
            return 0.0;
        }
        language.attraction(last, next)
    }

    /// Whether the word leans on one that follows: no heading, item or verse ends in it, and every third wrapped line does.
    pub fn leans_on_next(&self, word: &str) -> bool {
        self.lists(List::Leaning, &lowered(word))
    }

    /// The logarithm of the probability of `next` after `last`.
    pub fn log_probability_after(&self, last: &str, next: &str) -> f32 {
        self.language.map_or(0.0, |language| language.log_probability_after(Context::Word(last), next))
    }

    /// How often the text and the archive have the word, in any case, where no line end can have cut it.
    pub fn seen(&self, word: &str) -> u32 {
        let made = self.made.borrow().get(word).map_or(0, |places| places.len() as u32);
        self.seen_whole(word).saturating_add(made)
    }

    /// The same of other places than the one where this beginning is cut: what is made whole there is no reason for it.
    pub fn seen_elsewhere(&self, word: &str, beginning: &str) -> u32 {
        let here = beginning.as_ptr() as usize;
        let others = |places: &Vec<usize>| places.len() - usize::from(places.binary_search(&here).is_ok());
        let made = self.made.borrow().get(word).map_or(0, |places| others(places) as u32);
        self.seen_whole(word).saturating_add(made)
    }

    /// How often they have it as it stands, not cut by a line end.
    fn seen_whole(&self, word: &str) -> u32 {
        let archive = self.profile.map_or(0, |profile| profile.counts().lower(word));
        self.own_times(word).saturating_add(archive)
    }

    /// How much likelier `next`, a name, is after `last` than anywhere, by what the text and the archive have on one line, as
    /// log odds; `None` where they do not have the two together.
    pub fn known_continuation(&self, last: &str, next: &str) -> Option<f32> {
        if !may_be_names(last, next) {
            return None;
        }
        let (last, next) = (lowercase(last), lowercase(next));
        let own = self.asked(&[&last, &next], |index| index.pairs(&last, &next), |counts| counts.pair(&last, &next));
        let archive = self.profile.map(Profile::counts);
        let together = own + archive.map_or(0, |archive| archive.pair(&last, &next));
        if own == 0 && together < KNOWN_PAIR {
            return None;
        }
        let share = |count: u32, of: u64| count as f32 / of.max(1) as f32;
        let seen = |word: &str| self.own_times(word) + archive.map_or(0, |archive| archive.lower(word));
        let total = self.asked(&[], |index| Some(index.total()), Counts::total) + archive.map_or(0, Counts::total);
        let after = share(together, seen(&last).max(together).into());
        let anywhere = share(seen(&next).max(1), total);
        Some((after / anywhere).ln().clamp(0.0, KNOWN_CONTINUATION))
    }

    /// How often the text has a word, in any case.
    fn own_times(&self, word: &str) -> u32 {
        self.asked(&[word], |index| index.times(word), |counts| counts.lower(word))
    }

    /// What the index of the text says of words, or else its counts.
    fn asked<T>(
        &self,
        words: &[&str],
        index: impl FnOnce(&WordIndex<'t>) -> Option<T>,
        counts: impl FnOnce(&Counts) -> T,
    ) -> T {
        let known = if self.counts.get().is_none() { self.index_of(words) } else { None };
        known.and_then(index).unwrap_or_else(|| counts(self.counts.get_or_init(|| Counts::of(self.text))))
    }

    /// The index that knows of some words.
    fn index_of(&self, words: &[&str]) -> Option<&WordIndex<'t>> {
        let names = self.names.get().filter(|names| words.iter().all(|word| names.have(word)));
        if let Some(names) = names.filter(|_| self.index.get().is_none()) {
            let named = || WordIndex::of_words(self.text, self.portrait.cut(), names.clone());
            return self.named.get_or_init(named).as_ref();
        }
        let all =
            || Some(WordIndex::of(self.text, self.portrait.cut())?.knowing(self.named.get().and_then(Option::as_ref)));
        self.index.get_or_init(all).as_ref()
    }

    /// The share of a line's words that the language knows; all where there is no language.
    pub fn known_share(&self, line: &str) -> f32 {
        let Some(language) = self.language else { return 1.0 };
        let words = || line.split(' ').map(trim_signs).filter(|word| word.starts_with(char::is_alphabetic));
        let known = words().filter(|word| language.knowledge(word) > Knowledge::Unknown).count();
        known as f32 / words().count().max(1) as f32
    }
}

/// Whether the words on both sides of a line end may be names.
pub(super) fn may_be_names(last: &str, next: &str) -> bool {
    next.starts_with(char::is_uppercase) && last.starts_with(char::is_uppercase)
}

/// A token without the signs around it; one that ends in a hyphen is none.
fn trim_signs(token: &str) -> &str {
    let word = token.trim_matches(|c: char| !c.is_alphanumeric() && c != '-');
    if word.ends_with('-') { "" } else { word }
}

/// Whether lines of this kind are read as sentences.
pub(super) fn is_running(kind: Kind) -> bool {
    matches!(kind, Kind::Prose | Kind::Item)
}
