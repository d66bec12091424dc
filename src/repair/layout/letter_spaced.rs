//! Words whose letters were spaced out become words again.
//!
//! **Why it is damage.** Typewriters and headings space letters for emphasis; read letter by letter there is no word left
//! to find.
//!
//! **Example.** `S p æ r r e t` → `Spærret`, `Ø K O N O M I` → `ØKONOMI`.
//!
//! **When it is certain.** Six letters or more, each followed by one space, make known words. Fewer are reported, and so are
//! those that make no known word: letters in a row may be initials, grades, chords, a list. In program source and data nothing is said.

use std::ops::Range;

use memchr::{memchr, memrchr};

use super::LETTER_SPACED;
use crate::language::Knowledge;
use crate::profile::Profile;
use crate::repair::Options;
use crate::repair::document::Portrait;
use crate::repair::document::kind::is_code;
use crate::repair::proposal::Proposal;
use crate::text::strides::{self, STRIDE};

/// Letters that a spaced word has at least.
const LEAST: usize = 4;
/// Letters from which spaced letters are a word beyond doubt, and the probability of fewer.
const CERTAIN: usize = 6;
const SHORT: f32 = 0.9;
/// Spaces between two words at most.
const MOST_SPACES: usize = 4;
/// Probabilities that spaced letters are the word that they make, by what is known of it.
const KNOWN: f32 = 0.999;
const COMPOUND: f32 = 0.997;
const UNKNOWN: f32 = 0.6;

pub(super) fn pass(text: &str, portrait: &Portrait, options: &Options, _: Option<&Profile>) -> Vec<Proposal> {
    let mut proposals = Vec::new();
    let mut at = 0;
    // The last single letter that was found to be in no spaced word.
    let mut passed = None;
    let (strides, rest) = text.as_bytes().as_chunks::<STRIDE>();
    let mut last = [0; STRIDE];
    last[..rest.len()].copy_from_slice(rest);
    let spaces_of = |stride: &[u8; STRIDE]| strides::bits(stride, |bytes| [bytes.is(b' ')])[0];
    let mut all = strides.iter().chain([&last]).map(spaces_of);
    let mut beyond = all.next().unwrap_or_default();
    for number in 0..=strides.len() {
        let spaces = std::mem::replace(&mut beyond, all.next().unwrap_or_default());
        let start = number * STRIDE;
        if start + STRIDE <= at {
            continue;
        }
        let mut places = spaced(spaces, beyond);
        while places != 0 {
            let place = start + places.trailing_zeros() as usize + 1;
            places &= places - 1;
            if place < at || !text.is_char_boundary(place) || !is_single_at(text, place) {
                continue;
            }
            match run_around(text, place, at, passed) {
                Some((first, end)) => {
                    // What source spaces is a row of keys, of columns, of choices.
                    if portrait.is_prose() && !is_code(line_around(text, first..end)) {
                        propose(text, first, end, options, &mut proposals);
                    }
                    at = end;
                }
                None => passed = Some(place),
            }
        }
    }
    proposals
}

/// The bits of the spaces in a stride that have a space two or three bytes on, and that one another: three spaces with one
/// character of one or two bytes between them. `beyond` are the spaces in the stride behind it.
fn spaced(here: u64, beyond: u64) -> u64 {
    // Those two or three bytes before one of these; a run that goes on beyond is known by its first bytes there.
    let before = |here: u64, beyond: u64| (here >> 2 | beyond << 62) | (here >> 3 | beyond << 61);
    // A run may end with the text or with another sign than a space, so two spaces have to do there.
    here & before(here & before(here, beyond), beyond & before(beyond, 0))
}

/// The run of single letters around one of them, as far back as `least`; `None` if it has no word. What hangs together with
/// a letter that was `passed` is the same run, and would be read to its ends for every letter of it.
fn run_around(text: &str, place: usize, least: usize, passed: Option<usize>) -> Option<(usize, usize)> {
    let mut first = place;
    for (start, sign) in text[least..place].char_indices().rev() {
        let start = least + start;
        if Some(start) == passed {
            return None;
        }
        if is_single(text, start, sign) {
            first = start;
        } else if sign != ' ' {
            break;
        }
    }
    let end = run_end(text, first);
    let is_word = |word: &str| word.chars().filter(|c| c.is_alphabetic()).count() >= LEAST;
    (end > place && text[first..end].split("  ").any(is_word)).then_some((first, end))
}

/// Whether a letter or digit that stands by itself is at a place.
fn is_single_at(text: &str, at: usize) -> bool {
    text[at..].chars().next().is_some_and(|sign| is_single(text, at, sign))
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

/// The lines around a range.
fn line_around(text: &str, range: Range<usize>) -> &str {
    let start = memrchr(b'\n', &text.as_bytes()[..range.start]).map_or(0, |end| end + 1);
    let end = memchr(b'\n', &text.as_bytes()[range.end..]).map_or(text.len(), |end| range.end + end);
    &text[start..end]
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
    let mut probability = words.iter().map(|word| probability(word, options)).fold(1.0, f32::min);
    // Grades, chords and the squares of a puzzle make short words too.
    if words.iter().map(|word| letters(word)).sum::<usize>() < CERTAIN {
        probability = probability.min(SHORT);
    }
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
    let knowledge = options.language.pack().map_or(Knowledge::Unknown, |pack| pack.knowledge(word));
    match knowledge {
        Knowledge::Known => KNOWN,
        Knowledge::Compound => COMPOUND,
        // Few letters in a row are initials or a list.
        Knowledge::Unknown if letters(word) >= 2 * LEAST => UNKNOWN,
        Knowledge::Unknown => 0.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(text: &str) -> Vec<(String, String)> {
        let portrait = Portrait::new(text, &Options::default(), None, Default::default());
        let proposals = pass(text, &portrait, &Options::default(), None);
        proposals
            .into_iter()
            .map(|found| (text[found.range].to_owned(), found.candidates[0].text.to_string()))
            .collect()
    }

    fn found(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(spaced, word)| ((*spaced).to_owned(), (*word).to_owned())).collect()
    }

    #[test]
    fn every_run_is_read_once_and_whole() {
        let spaced = found(&[("S p æ r r e t", "Spærret")]);
        assert_eq!(joined("S p æ r r e t"), spaced);
        assert_eq!(joined("Vejen er S p æ r r e t, og det er den."), spaced);
        assert_eq!(joined("1 2 3, S p æ r r e t"), spaced);
        assert_eq!(joined(&format!("{}, S p æ r r e t", "1 2 3 4 ".repeat(500))), spaced);
        assert_eq!(joined("navn = \"L A T I T U D E\";"), []);
        // What hangs together with letters before a wider gap is no word.
        for text in ["1 2 3 4 5 6", "a  b  c  d  e  f", "a          s p æ r r e t", &"a  b  ".repeat(500)] {
            assert_eq!(joined(text), [], "{text}");
        }
    }
}
