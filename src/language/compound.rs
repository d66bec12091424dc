//! Words put together from words: `administrationsbidrag`.
//!
//! Danish writes compounds as one word and makes new ones every day, so no list holds them all. "Any two known
//! words" would accept almost a third of damaged compounds; the roles of the dictionary (what may begin, stand in
//! the middle, end) and a least length for each part accept few. The linking -s- and -e- belong to the part before
//! them: `administrations` is a form that may begin a compound.

use fst::raw::Fst;
use smallvec::SmallVec;

use super::casing::{Folded, is_letter};
use super::lexicon::{Lexicon, Roles};
use super::search::Bytes;
use super::states::{Identity, States};

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
        word.len() >= MIN_LETTERS
            && has_letters_alone(word)
            && States::with(Identity::of(self.forms), |states| {
                let mut cuts = Cuts { compounds: self, states, word, heads: smallvec::smallvec![None; word.len()] };
                cuts.begin(word)
                    || self.capitalised && Folded::capitalised(word).is_some_and(|name| cuts.begin(name.as_str()))
            })
            // Hardly a word comes so far.
            && !self.roles(word).has(Roles::FORBIDDEN)
    }

    fn roles(&self, part: &str) -> Roles {
        self.lexicon.roles(part.as_bytes())
    }

    /// A part is frequent as it stands, or without its linking -s-.
    fn is_frequent(&self, part: &str) -> bool {
        (self.frequent)(part) || part.strip_suffix('s').is_some_and(&self.frequent)
    }
}

/// The ways to cut a word into parts.
struct Cuts<'c, 'a, 'w, F> {
    compounds: &'c Compounds<'a, F>,
    states: &'c mut States,
    word: &'w str,
    /// What was found of the rest of the word from each byte on.
    heads: SmallVec<[Option<Roles>; 64]>,
}

impl<F: Fn(&str) -> bool> Cuts<'_, '_, '_, F> {
    /// Whether the word is a compound whose first part is written as `written` begins, which is the word but for its first letter.
    fn begin(&mut self, written: &str) -> bool {
        let begins = self.parts(written, Roles::BEGIN);
        begins.into_iter().any(|end| {
            // A capital may be longer than its small letter: what is left tells the place.
            let Some(end) = self.word.len().checked_sub(written.len() - end) else { return false };
            self.word.get(..end).is_some_and(|first| first.chars().count() >= MIN_PART) && self.go_on(end)
        })
    }

    /// Whether what follows the first part is a head, or a middle part and a head.
    fn go_on(&mut self, first: usize) -> bool {
        let word = self.word;
        if self.is_sound(&[&word[..first]], first) {
            return true;
        }
        let middles = self.parts(&word[first..], Roles::MIDDLE);
        middles.into_iter().any(|end| {
            let middle = &word[first..first + end];
            middle.chars().count() >= MIN_PART && self.is_sound(&[&word[..first], middle], first + end)
        })
    }

    /// Where the forms with a role end that a text begins with.
    fn parts(&mut self, text: &str, role: Roles) -> SmallVec<[usize; 8]> {
        let has_role = |roles| Roles::from_bits(roles).has(role);
        self.states.forms_that_begin(self.compounds.forms, text.as_bytes(), has_role)
    }

    /// Whether the head is one, and the parts are long enough, or short but all of them frequent, to be no accident.
    fn is_sound(&mut self, parts: &[&str], head: usize) -> bool {
        let compounds = self.compounds;
        let (place, head) = (head, &self.word[head..]);
        let roles = *self.heads[place].get_or_insert_with(|| compounds.roles(head));
        if !roles.has(Roles::END) || !(is_safe(head) || roles.has(Roles::SHORT_HEAD)) {
            return false;
        }
        let all_frequent = || (compounds.frequent)(head) && parts.iter().all(|part| compounds.is_frequent(part));
        parts.iter().all(|part| is_safe(part)) || (is_safe(head) && all_frequent())
    }
}

/// Whether a word has letters alone, and enough of them.
fn has_letters_alone(word: &str) -> bool {
    let mut count = 0;
    word.chars().all(|c| {
        count += 1;
        is_letter(c)
    }) && count >= MIN_LETTERS
}

fn is_safe(part: &str) -> bool {
    part.chars().count() >= SAFE_PART
}
