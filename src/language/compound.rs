//! Words put together from words: `administrationsbidrag`.
//!
//! Danish writes compounds as one word and makes new ones every day, so no list holds them all. "Any two known
//! words" would accept almost a third of damaged compounds; the roles of the dictionary (what may begin, stand in
//! the middle, end) and a least length for each part accept few. The linking -s- and -e- belong to the part before
//! them: `administrations` is a form that may begin a compound.

use super::casing::Folded;
use super::lexicon::{Lexicon, Roles};

/// A compound has at least this many letters.
const MIN_LETTERS: usize = 8;
/// A part that needs no further proof has at least this many letters.
const SAFE_PART: usize = 4;
/// A part has at least this many letters; where one has fewer than is safe, every part must be frequent.
const MIN_PART: usize = 3;

/// Reads words as compounds.
pub(super) struct Compounds<'a, F> {
    pub(super) lexicon: &'a Lexicon,
    /// Whether a form is in the frequency list.
    pub(super) frequent: F,
    /// Whether the word is capitalised, so that its first part may be a name.
    pub(super) capitalised: bool,
}

impl<F: Fn(&str) -> bool> Compounds<'_, F> {
    /// Whether a word, given in lower case, is a compound of two or three parts.
    pub(super) fn is_compound(&self, word: &str) -> bool {
        word.chars().count() >= MIN_LETTERS
            && word.chars().all(char::is_alphabetic)
            && !self.roles(word).has(Roles::FORBIDDEN)
            && cuts(word).any(|(first, rest)| self.begins(first) && self.goes_on(first, rest))
    }

    fn roles(&self, part: &str) -> Roles {
        self.lexicon.roles(part.as_bytes())
    }

    fn begins(&self, part: &str) -> bool {
        let is_name = || Folded::capitalised(part).is_some_and(|name| self.roles(name.as_str()).has(Roles::BEGIN));
        self.roles(part).has(Roles::BEGIN) || (self.capitalised && is_name())
    }

    /// Whether what follows the first part is a head, or a middle part and a head.
    fn goes_on(&self, first: &str, rest: &str) -> bool {
        self.is_sound(&[first], rest)
            || cuts(rest)
                .any(|(middle, head)| self.roles(middle).has(Roles::MIDDLE) && self.is_sound(&[first, middle], head))
    }

    /// Whether the head is one, and the parts are long enough, or short but all of them frequent, to be no accident.
    fn is_sound(&self, parts: &[&str], head: &str) -> bool {
        let roles = self.roles(head);
        if !roles.has(Roles::END) || !(is_safe(head) || roles.has(Roles::SHORT_HEAD)) {
            return false;
        }
        let all_frequent = || (self.frequent)(head) && parts.iter().all(|part| self.is_frequent(part));
        parts.iter().all(|part| is_safe(part)) || (is_safe(head) && all_frequent())
    }

    /// A part is frequent as it stands, or without its linking -s-.
    fn is_frequent(&self, part: &str) -> bool {
        (self.frequent)(part) || part.strip_suffix('s').is_some_and(&self.frequent)
    }
}

fn is_safe(part: &str) -> bool {
    part.chars().count() >= SAFE_PART
}

/// Every way to cut a word in two with at least a part's letters before the cut.
fn cuts(word: &str) -> impl Iterator<Item = (&str, &str)> {
    word.char_indices().skip(MIN_PART).map(|(at, _)| word.split_at(at))
}
