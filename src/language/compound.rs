//! Words put together from words: `administrationsbidrag`.
//!
//! Danish writes compounds as one word and makes new ones every day, so no list holds them all. "Any two known
//! words" would accept almost a third of damaged compounds; the roles of the dictionary (what may begin, stand in
//! the middle, end) and a least length for each part accept few. The linking -s- and -e- belong to the part before
//! them: `administrations` is a form that may begin a compound.

use super::lexicon::{Lexicon, Roles};

/// A compound has at least this many letters.
const MIN_LETTERS: usize = 8;
/// A part that needs no further proof has at least this many letters; the head always has.
const SAFE_PART: usize = 4;
/// A part has at least this many letters; where one has fewer than is safe, every part must be frequent.
const MIN_PART: usize = 3;

/// Whether a lower-case word is a compound of two or three parts. `frequent` tells whether a form is in the
/// frequency list.
pub(super) fn is_compound(lexicon: &Lexicon, word: &str, frequent: impl Fn(&str) -> bool) -> bool {
    if word.chars().count() < MIN_LETTERS || !word.chars().all(char::is_alphabetic) {
        return false;
    }
    if lexicon.roles(word.as_bytes()).has(Roles::FORBIDDEN) {
        return false;
    }
    let has = |part: &str, role| lexicon.roles(part.as_bytes()).has(role);
    cuts(word).filter(|(first, _)| has(first, Roles::BEGIN)).any(|(first, rest)| {
        let two = has(rest, Roles::END) && is_sound(&[first, rest], &frequent);
        two || cuts(rest).any(|(middle, head)| {
            has(middle, Roles::MIDDLE) && has(head, Roles::END) && is_sound(&[first, middle, head], &frequent)
        })
    })
}

/// Whether the parts are long enough, or short but all of them frequent, to be no accident.
fn is_sound(parts: &[&str], frequent: impl Fn(&str) -> bool) -> bool {
    let letters = |part: &str| part.chars().count();
    let safe = |part: &&str| letters(part) >= SAFE_PART;
    parts.iter().all(safe) || (parts.last().is_some_and(safe) && parts.iter().all(|part| is_frequent(part, &frequent)))
}

/// A part is frequent as it stands, or without its linking -s-.
fn is_frequent(part: &str, frequent: impl Fn(&str) -> bool) -> bool {
    frequent(part) || part.strip_suffix('s').is_some_and(frequent)
}

/// Every way to cut a word in two with at least a part's letters before the cut.
fn cuts(word: &str) -> impl Iterator<Item = (&str, &str)> {
    word.char_indices().skip(MIN_PART).map(|(at, _)| word.split_at(at))
}
