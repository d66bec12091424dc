//! Words whose letters were spaced out become words again.
//!
//! **Why it is damage.** Typewriters and headings space letters for emphasis; read letter by letter there is no word left
//! to find.
//!
//! **Example.** `S p æ r r e t` → `Spærret`, `Ø K O N O M I` → `ØKONOMI`.
//!
//! **When it is certain.** Four letters or more, each followed by one space, make a known word. Where they make none they
//! are reported: letters in a row may be initials or a list.

use super::LETTER_SPACED;
use crate::language::{Knowledge, Language};
use crate::profile::Profile;
use crate::repair::proposal::Proposal;
use crate::repair::{LanguageChoice, Options};

/// Letters that a spaced word has at least.
const LEAST: usize = 4;
/// Bytes looked over together.
const STRIDE: usize = 256;
/// Probabilities that spaced letters are the word that they make, by what is known of it.
const KNOWN: f32 = 0.999;
const COMPOUND: f32 = 0.997;
const UNKNOWN: f32 = 0.6;

pub(super) fn pass(text: &str, options: &Options, _: Option<&Profile>) -> Vec<Proposal> {
    let mut proposals = Vec::new();
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let end = (at + STRIDE).min(bytes.len());
        let mut next = end;
        if has_spaced(&bytes[at..(end + 4).min(bytes.len())]) {
            let mut from = at;
            while let Some((start, stop)) = next_run(text, from, end) {
                propose(text, start, stop, options, &mut proposals);
                from = stop;
                next = next.max(stop);
            }
        }
        at = next;
    }
    proposals
}

/// Whether three spaces stand with one byte between them.
fn has_spaced(bytes: &[u8]) -> bool {
    let pairs = bytes.iter().zip(bytes.iter().skip(2)).zip(bytes.iter().skip(4));
    pairs.fold(0, |any, ((one, two), three)| {
        any | (u8::from(*one == b' ') & u8::from(*two == b' ') & u8::from(*three == b' '))
    }) != 0
}

/// The next run of single letters with a space between them that begins in `from..to`.
fn next_run(text: &str, from: usize, to: usize) -> Option<(usize, usize)> {
    let mut at = text.floor_char_boundary(from);
    // A run may have begun before the stride.
    while let Some((start, letter)) = text[..at].char_indices().next_back() {
        if !(letter == ' ' || is_single(text, start, letter)) {
            break;
        }
        at = start;
    }
    while at < to {
        let end = run_end(text, at);
        if end > at {
            if text[at..end].chars().filter(|c| *c != ' ').count() >= LEAST && end > from {
                return Some((at, end));
            }
            at = end;
        }
        at = text[at..].chars().next().map_or(to, |c| at + c.len_utf8());
    }
    None
}

/// Whether the letter at a place stands by itself.
fn is_single(text: &str, at: usize, letter: char) -> bool {
    let lone = |beside: Option<char>| beside.is_none_or(|c| !c.is_alphanumeric());
    letter.is_alphabetic()
        && lone(text[..at].chars().next_back())
        && lone(text[at + letter.len_utf8()..].chars().next())
}

/// The end of the run of single letters that begins at a place; the place itself where none does.
fn run_end(text: &str, at: usize) -> usize {
    let mut end = at;
    let mut next = at;
    while let Some(letter) = text[next..].chars().next() {
        if !is_single(text, next, letter) {
            break;
        }
        end = next + letter.len_utf8();
        let mut after = text[end..].chars();
        if after.next() != Some(' ') || after.next() == Some(' ') {
            break;
        }
        next = end + 1;
    }
    end
}

fn propose(text: &str, start: usize, end: usize, options: &Options, proposals: &mut Vec<Proposal>) {
    let word: String = text[start..end].chars().filter(|c| *c != ' ').collect();
    let letters = word.chars().count();
    let knowledge = match options.language {
        LanguageChoice::Danish => Language::danish().knowledge(&word),
        LanguageChoice::None => Knowledge::Unknown,
    };
    let probability = match knowledge {
        Knowledge::Known => KNOWN,
        Knowledge::Compound => COMPOUND,
        // Few letters in a row are initials or a list.
        Knowledge::Unknown if letters >= 2 * LEAST => UNKNOWN,
        Knowledge::Unknown => return,
    };
    proposals.push(Proposal::single(start..end, LETTER_SPACED, word, probability, "spaced letters make a word"));
}
