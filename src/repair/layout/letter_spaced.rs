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
/// Spaces between two words at most.
const MOST_SPACES: usize = 4;
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
        if has_spaced(&bytes[at..(end + 6).min(bytes.len())]) {
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

/// Whether three spaces stand with one character of one or two bytes between them.
fn has_spaced(bytes: &[u8]) -> bool {
    let Some(places) = bytes.len().checked_sub(6) else { return !bytes.is_empty() };
    let space = |offset: usize| bytes[offset..offset + places].iter().map(|&byte| u8::from(byte == b' '));
    let near = space(2).zip(space(4)).zip(space(5)).map(|((two, four), five)| two & (four | five));
    let far = space(3).zip(space(5)).zip(space(6)).map(|((three, five), six)| three & (five | six));
    space(0).zip(near).zip(far).fold(0, |any, ((first, near), far)| any | (first & (near | far))) != 0
}

/// The next run of single letters or digits with a space between them, and more between words, that begins in `from..to`.
fn next_run(text: &str, from: usize, to: usize) -> Option<(usize, usize)> {
    let mut at = text.floor_char_boundary(from);
    // A run may have begun before the stride.
    while let Some((start, sign)) = text[..at].char_indices().next_back() {
        if !(sign == ' ' || is_single(text, start, sign)) {
            break;
        }
        at = start;
    }
    while at < to {
        let end = run_end(text, at);
        if end > from
            && text[at..end].split("  ").any(|word| word.chars().filter(|c| c.is_alphabetic()).count() >= LEAST)
        {
            return Some((at, end));
        }
        at = end.max(at + text[at..].chars().next().map_or(1, char::len_utf8));
    }
    None
}

/// Whether the letter or digit at a place stands by itself.
fn is_single(text: &str, at: usize, sign: char) -> bool {
    let lone = |beside: Option<char>| beside.is_none_or(|c| !c.is_alphanumeric());
    sign.is_alphanumeric() && lone(text[..at].chars().next_back()) && lone(text[at + sign.len_utf8()..].chars().next())
}

/// The end of the run of single letters that begins at a place; the place itself where none does.
fn run_end(text: &str, at: usize) -> usize {
    let mut end = at;
    let mut next = at;
    while let Some(sign) = text[next..].chars().next() {
        if !is_single(text, next, sign) {
            break;
        }
        end = next + sign.len_utf8();
        let spaces = text[end..].bytes().take_while(|byte| *byte == b' ').count();
        if !(1..=MOST_SPACES).contains(&spaces) {
            break;
        }
        next = end + spaces;
    }
    end
}

fn letters(word: &str) -> usize {
    word.chars().filter(|c| *c != ' ').count()
}

fn propose(text: &str, start: usize, end: usize, options: &Options, proposals: &mut Vec<Proposal>) {
    let words: Vec<String> = text[start..end]
        .split("  ")
        .map(|word| word.chars().filter(|c| *c != ' ').collect::<String>())
        .filter(|word| !word.is_empty())
        .collect();
    let probability = words.iter().map(|word| probability(word, options)).fold(1.0, f32::min);
    if probability > 0.0 {
        let joined = words.join(" ");
        proposals.push(Proposal::single(start..end, LETTER_SPACED, joined, probability, "spaced letters make a word"));
    }
}

/// The probability that spaced letters are this word.
fn probability(word: &str, options: &Options) -> f32 {
    if word.chars().all(|c| c.is_ascii_digit()) {
        return KNOWN;
    }
    let knowledge = match options.language {
        LanguageChoice::Danish => Language::danish().knowledge(word),
        LanguageChoice::None => Knowledge::Unknown,
    };
    match knowledge {
        Knowledge::Known => KNOWN,
        Knowledge::Compound => COMPOUND,
        // Few letters in a row are initials or a list.
        Knowledge::Unknown if letters(word) >= 2 * LEAST => UNKNOWN,
        Knowledge::Unknown => 0.0,
    }
}
