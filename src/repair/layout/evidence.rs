//! What is known of words: by the language, and by the text itself where it stands unbroken.

use std::cell::{Cell, OnceCell};

use memchr::{memchr2_iter, memmem};

use super::structure::Kind;
use crate::language::{Context, Knowledge, Language, lowercase};
use crate::profile::{Counts, Profile};
use crate::repair::LanguageChoice;

/// The most that a continuation known to the archive says.
pub(super) const KNOWN_CONTINUATION: f32 = 8.0;
/// How often two words stand side by side before they are known to go on with each other.
const KNOWN_PAIR: u32 = 2;

/// Words that lean on the next one.
const LEANING: [&str; 40] = [
    "og", "eller", "men", "at", "hvis", "når", "fordi", "som", "samt", "i", "på", "til", "for", "af", "med", "fra",
    "hos", "mod", "uden", "mellem", "en", "et", "er", "var", "har", "havde", "skal", "vil", "kan", "blev", "bliver",
    "sin", "sit", "sine", "min", "din", "vores", "hvor", "end", "per",
];

/// Asked for the words on both sides of a line end.
pub(super) struct Evidence<'t> {
    language: Option<&'static Language>,
    text: &'t str,
    profile: Option<&'t Profile>,
    /// What the text itself teaches. Counted when first asked for: most text is never asked.
    counts: OnceCell<Counts>,
    /// How often it was looked through for a pair instead.
    looked: Cell<u32>,
}

impl<'t> Evidence<'t> {
    pub fn new(language: LanguageChoice, text: &'t str, profile: Option<&'t Profile>) -> Self {
        Self { language: language.pack(), text, profile, counts: OnceCell::new(), looked: Cell::new(0) }
    }

    /// What the language knows of a word.
    pub fn knowledge(&self, word: &str) -> Knowledge {
        self.language.map_or(Knowledge::Unknown, |language| language.knowledge(word))
    }

    pub fn is_known(&self, word: &str) -> bool {
        self.knowledge(word) == Knowledge::Known
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
        language.log_probability_after(Context::Word(last), next) - language.log_probability_after(Context::Edge, next)
    }

    /// Whether the word leans on one that follows: no heading, item or verse ends in it, and every third wrapped line does.
    pub fn leans_on_next(&self, word: &str) -> bool {
        self.language.is_some() && LEANING.contains(&lowercase(word).as_str())
    }

    /// The logarithm of the probability of `next` after `last`.
    pub fn log_probability_after(&self, last: &str, next: &str) -> f32 {
        self.language.map_or(0.0, |language| language.log_probability_after(Context::Word(last), next))
    }

    /// How often the text and the archive have the word, in any case, where no line end can have cut it.
    pub fn seen(&self, word: &str) -> u32 {
        let own = self.counts().lower(word);
        own.saturating_add(self.profile.map_or(0, |profile| profile.counts().lower(word)))
    }

    /// How much likelier `next`, a name, is after `last` than anywhere, by what the text and the archive have on one line, as
    /// log odds; `None` where they do not have the two together.
    pub fn known_continuation(&self, last: &str, next: &str) -> Option<f32> {
        if !next.starts_with(char::is_uppercase) || !last.starts_with(char::is_uppercase) {
            return None;
        }
        let (last, next) = (lowercase(last), lowercase(next));
        let both = || [Some(self.counts()), self.profile.map(Profile::counts)].into_iter().flatten();
        let own = if self.may_be_pair(&last, &next) { self.counts().pair(&last, &next) } else { 0 };
        let together = own + self.profile.map_or(0, |profile| profile.counts().pair(&last, &next));
        if own == 0 && together < KNOWN_PAIR {
            return None;
        }
        let share = |count: u32, of: u64| count as f32 / of.max(1) as f32;
        let seen = |word: &str| both().map(|counts| counts.lower(word)).sum::<u32>();
        let after = share(together, seen(&last).max(together).into());
        let anywhere = share(seen(&next).max(1), both().map(Counts::total).sum());
        Some((after / anywhere).ln().clamp(0.0, KNOWN_CONTINUATION))
    }

    /// Whether the text may have the second word, in lower case, after the first. The first few times it is looked through,
    /// for to count everything takes longer.
    fn may_be_pair(&self, last: &str, next: &str) -> bool {
        /// Looks that take about as long as the count.
        const LOOKS: u32 = 32;
        if self.counts.get().is_some() || self.looked.get() >= LOOKS {
            return true;
        }
        self.looked.set(self.looked.get() + 1);
        may_follow(self.text, last, next)
    }

    fn counts(&self) -> &Counts {
        self.counts.get_or_init(|| Counts::of(self.text))
    }

    /// The share of a line's words that the language knows; all where there is no language.
    pub fn known_share(&self, line: &str) -> f32 {
        let Some(language) = self.language else { return 1.0 };
        let words = || line.split(' ').map(trim_signs).filter(|word| word.starts_with(char::is_alphabetic));
        let known = words().filter(|word| language.knowledge(word) > Knowledge::Unknown).count();
        known as f32 / words().count().max(1) as f32
    }
}

/// Whether the second word, in lower case, may stand right after the first somewhere in a text, in any case. Only what says no
/// is sure.
fn may_follow(text: &str, last: &str, next: &str) -> bool {
    let is_latin = |word: &str| word.chars().all(|c| c <= '\u{ff}');
    let small = next.chars().next().unwrap_or_default();
    let capital = small.to_uppercase().next().unwrap_or(small);
    if !is_latin(last) || !is_latin(next) || small.len_utf8() != capital.len_utf8() || has_unit_sign(text) {
        return true;
    }
    let last_byte = |c: char| c.encode_utf8(&mut [0; 4]).bytes().next_back().unwrap_or_default();
    let is_gap = |c: char| c == ',' || c.is_whitespace();
    memchr2_iter(last_byte(small), last_byte(capital), text.as_bytes()).any(|at| {
        let start = (at + 1).saturating_sub(small.len_utf8());
        text.is_char_boundary(start)
            && text[..start].ends_with(is_gap)
            && begins_with(text[start..].chars(), next.chars())
            && begins_with(text[..start].trim_end_matches(is_gap).chars().rev(), last.chars().rev())
    })
}

/// Whether letters may begin with those of a word in lower case. Letters beyond ASCII may be any.
fn begins_with(mut letters: impl Iterator<Item = char>, mut word: impl Iterator<Item = char>) -> bool {
    word.all(|wanted| letters.next().is_some_and(|c| c.to_ascii_lowercase() == wanted || !c.is_ascii()))
}

/// Whether a text has the sign for kelvin or for angstrom, whose small letters have other capitals.
fn has_unit_sign(text: &str) -> bool {
    memmem::find(text.as_bytes(), &"\u{212a}".as_bytes()[..2]).is_some_and(|_| text.contains(['\u{212a}', '\u{212b}']))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pair_that_is_counted_may_follow() {
        let text = "Jens, Hansen og HANSEN\u{a0}jensen (Ærø Århus), KL’s Udvalg \u{212a}aj Å";
        let words = ["jens", "hansen", "og", "jensen", "ærø", "århus", "kl's", "udvalg", "kaj", "å"];
        let counts = Counts::of(text);
        let mut counted = 0;
        for (left, right) in words.iter().flat_map(|left| words.iter().map(move |right| (left, right))) {
            let is_pair = counts.pair(left, right) > 0;
            counted += usize::from(is_pair);
            assert!(!is_pair || may_follow(text, left, right), "{left} {right}");
        }
        assert_eq!(counted, 8);
        assert!(
            !may_follow("Jens Hansen, Århus", "hansen", "jens") && may_follow("Jens HANSEN, Århus", "hansen", "århus")
        );
    }
}
