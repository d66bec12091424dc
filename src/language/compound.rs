//! Words put together from words: `administrationsbidrag`.
//!
//! Danish writes compounds as one word and makes new ones every day, so no list holds them all. "Any two known
//! words" would accept almost a third of damaged compounds; the roles of the dictionary (what may begin, stand in
//! the middle, end) and a least length for each part accept few. The linking -s- and -e- belong to the part before
//! them: `administrations` is a form that may begin a compound.

use fst::raw::Fst;
use smallvec::SmallVec;

use super::casing::Folded;
use super::lexicon::{Lexicon, Roles};
use super::search::Bytes;
use super::states::States;

/// A compound has at least this many letters.
const MIN_LETTERS: usize = 8;
/// A part that needs no further proof has at least this many letters.
const SAFE_PART: usize = 4;
/// A part has at least this many letters; where one has fewer than is safe, every part must be frequent.
const MIN_PART: usize = 3;

/// Reads words as compounds.
pub(super) struct Compounds<'a, F> {
    /// All forms, to find in one walk which beginnings of a word are some.
    pub(super) forms: &'a Fst<Bytes>,
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
            && (self.any_part(word, word, Roles::BEGIN, |first, rest| self.goes_on(first, rest))
                || self.capitalised && self.begins_with_name(word))
    }

    /// Whether its first part is a name.
    fn begins_with_name(&self, word: &str) -> bool {
        let name = Folded::capitalised(word);
        // A capital may be longer than its small letter; cuts are told by what is left.
        name.is_some_and(|name| self.any_part(name.as_str(), word, Roles::BEGIN, |first, rest| self.goes_on(first, rest)))
    }

    /// Whether `is_so` of any way to cut `word` in two, the first of which has a role; it has that role as `written`, which
    /// differs from the word in its first letter at most.
    fn any_part<'w>(&self, written: &str, word: &'w str, role: Roles, is_so: impl Fn(&'w str, &'w str) -> bool) -> bool {
        let ends: SmallVec<[usize; 8]> = States::with(self.forms, |states| {
            states.forms_that_begin(self.forms, written.as_bytes(), |roles| Roles::from_bits(roles).has(role))
        });
        let cuts = ends.into_iter().filter_map(|end| {
            let left = written.len() - end;
            word.split_at_checked(word.len().checked_sub(left)?)
        });
        cuts.into_iter().any(|(first, rest)| first.chars().count() >= MIN_PART && is_so(first, rest))
    }

    fn roles(&self, part: &str) -> Roles {
        self.lexicon.roles(part.as_bytes())
    }

    /// Whether what follows the first part is a head, or a middle part and a head.
    fn goes_on(&self, first: &str, rest: &str) -> bool {
        self.is_sound(&[first], rest)
            || self.any_part(rest, rest, Roles::MIDDLE, |middle, head| self.is_sound(&[first, middle], head))
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
