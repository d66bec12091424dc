//! What the words are worth that escapes make, and whether they stand in prose at all. For every form but entities.

use std::ops::Range;

use super::bytes::unmisread;
use super::surroundings::Surroundings;
use super::{Group, LanguageChoice, Mentions, Odds, Read};
use crate::language::{Knowledge, Language, List};

/// A known word by its number of letters, from one; the last stands for all longer ones. Short ones come about by
/// chance.
const KNOWN: [f32; 4] = [0.0, 1.0, 4.0, 11.0];
/// A known word of few letters that is among the commonest (`på`, `når`).
const KNOWN_AND_COMMON: [f32; 4] = [0.0, 5.0, 9.0, 11.0];
/// The least log probability of a common word.
const COMMON: f32 = -12.0;
/// A word that can be read as a compound.
const COMPOUND: f32 = 8.0;
/// An unknown word whose escape has letters beside it, or a name.
const UNKNOWN: f32 = 4.0;
/// An unknown word with its escape at an end: `by=E6`.
const UNKNOWN_END: f32 = 1.0;
/// A sign of prose that is no letter.
const SIGN: f32 = 4.5;
/// A sign that prose seldom has: superscripts, inverted marks.
const RARE_SIGN: f32 = -3.0;
/// The most that is believed of signs, and of letters that make no word, before the document has proven something: a
/// text about escapes names them so.
pub(super) const UNPROVEN: f32 = 7.5;
/// For each known word right beside the group: the line is prose of the language. Not for escapes that stand alone,
/// which prose talks of.
const NEIGHBOUR: f32 = 3.0;
/// Signs of prose.
const SIGNS: &str = "–—‘’“”„…«»•€§°½¼¾\u{a0}\u{ad}´·×";
/// Longer words are not looked up.
const LONGEST_WORD: usize = 64;

/// Whether a token is an address, or a part of one that was cut.
pub(super) fn is_address(token: &str) -> bool {
    const MARKS: [&str; 5] = ["://", "www.", "mailto:", "Www.", "WWW."];
    let is_query = token.starts_with(['?', '/']) && token.contains('=');
    is_query || token.contains('@') || MARKS.iter().any(|mark| token.contains(mark))
}

/// Whether a group is a word of prose (and no address, path, formula or name in a program), in a line that is prose.
pub(super) fn in_prose(group: &Group, surroundings: &mut Surroundings) -> bool {
    let at = group.reads[0].range.start;
    is_prose(group)
        && !surroundings.is_code_span(at)
        && !surroundings.is_code_line(at)
        && !surroundings.has_tag(at)
        && !surroundings.is_source()
}

/// Whether nothing in the token but its escapes is foreign to prose.
fn is_prose(group: &Group) -> bool {
    let token = &group.text[group.token.clone()];
    if group.reads.iter().all(|read| is_of_mail(&read.text)) {
        return !is_address(token);
    }
    let outside = |at: usize| {
        let at = group.token.start + at;
        let next = group.reads.partition_point(|read| read.range.end <= at);
        group.reads.get(next).is_none_or(|read| read.range.start > at)
    };
    let foreign = |(at, c): (usize, char)| is_foreign(token, at, c) && outside(at);
    !is_address(token)
        && !is_bytes_literal(token)
        && !is_quoted(group)
        && !token.char_indices().any(foreign)
        && !is_path(token)
}

/// Whether an escape is a space, an equals sign or a line's end that was put in: no letter of a word.
fn is_of_mail(read: &str) -> bool {
    matches!(read, "" | " " | "=")
}

/// Whether Latin letters stand beside letters of scripts that Latin text does not mix in.
fn mixes_scripts(word: &str) -> bool {
    word.chars().any(|c| c.is_ascii_alphabetic()) && word.chars().any(|c| c.is_alphabetic() && c > '\u{370}')
}

/// A quotation mark of program source before an escape: `'`, which prose has inside words only.
fn is_quoted(group: &Group) -> bool {
    let before = &group.text[group.token.start..group.reads[0].range.start];
    before.rfind('\'').is_some_and(|at| !before[..at].ends_with(char::is_alphabetic))
}

/// `b'…'`, as Python writes bytes.
fn is_bytes_literal(token: &str) -> bool {
    token.starts_with("b'") || token.starts_with("b\"")
}

/// A path has a slash in front, or more than one, or one beside a name with a dot (`og/eller` has none of these).
fn is_path(token: &str) -> bool {
    let slashes = token.matches('/').count();
    token.starts_with('/') || slashes > 1 || (slashes == 1 && has_inner_dot(token))
}

/// Whether a dot stands between letters: the name of a file or of a computer.
fn has_inner_dot(token: &str) -> bool {
    token.char_indices().any(|(at, c)| c == '.' && is_inside(token, at, c) && !token[..at].ends_with('.'))
}

/// Whether the character at `at` has a letter, a digit or an escape behind it and a letter or a digit before it.
fn is_inside(token: &str, at: usize, c: char) -> bool {
    let before = token[..at].chars().next_back();
    let after = token[at + c.len_utf8()..].chars().next();
    before.is_some_and(char::is_alphanumeric)
        && after.is_some_and(|c| c.is_alphanumeric() || matches!(c, '%' | '=' | '\\' | '+'))
}

/// Whether a character of a token is one that prose does not have there.
fn is_foreign(token: &str, at: usize, c: char) -> bool {
    match c {
        '*' | '+' | '<' | '>' | '&' | '=' | '@' | '_' | '{' | '}' | '[' | ']' | '|' | '^' | '$' | '#' | '~' | '`'
        | '\\' => true,
        '"' | ':' | '.' | ';' => is_inside(token, at, c) && !token[..at].ends_with('.'),
        '?' | '%' => token[at + 1..].starts_with(|c: char| c.is_alphanumeric() || c == '%'),
        _ => false,
    }
}

pub(super) fn odds(group: &Group, language: LanguageChoice) -> Odds {
    let decoded = Decoded::of(group);
    let beside = language.pack().map_or(0.0, |language| NEIGHBOUR * known_neighbours(group, language));
    let mut last: Option<(Range<usize>, f32)> = None;
    let mut odds = Odds::with_capacity(group.reads.len());
    for (read, place) in group.reads.iter().zip(&decoded.places) {
        let of_text = match &last {
            Some((word, value)) if word.contains(&place.start) && has_letter(read) => *value,
            _ if has_letter(read) => {
                let word = decoded.word(place);
                let value = word_odds(&decoded.text, &word, place, language.pack());
                let is_word = word.len() > place.len()
                    && !mixes_scripts(&decoded.text[word.clone()])
                    && (value > UNKNOWN || is_letter_of_word(group, read, language));
                let value = match is_word || value > UNKNOWN {
                    true => value + beside,
                    false => value.min(UNPROVEN - read.odds),
                };
                last = Some((word, value));
                value
            }
            _ if is_of_mail(&read.text) || read.text.chars().all(|c| SIGNS.contains(c)) => {
                SIGN.min(UNPROVEN - read.odds)
            }
            _ => RARE_SIGN.min(UNPROVEN - read.odds),
        };
        odds.push(read.odds + of_text);
    }
    odds
}

/// Whether a text speaks of the escapes of a group: `S&oslash;ren` beside `Søren`, `"%C3%B8"`.
pub(super) fn is_mentioned(group: &Group, mentions: &Mentions) -> bool {
    let decoded = Decoded::of(group);
    let ends = group.reads.first().zip(group.reads.last()).zip(decoded.places.first().zip(decoded.places.last()));
    ends.is_some_and(|((first, last), (begin, end))| {
        mentions.is_at(&(first.range.start..last.range.end), Some(&decoded.text[begin.start..end.end]))
    })
}

/// Whether an escape makes letters of the language, and not a letter at the end of one: `y=E5` is a setting, `by=E6` at most a word.
fn is_letter_of_word(group: &Group, read: &Read, language: LanguageChoice) -> bool {
    let Some(language) = language.pack() else { return true };
    let is_own =
        |c: char| language.own_letters().contains(c) || language.list(List::BorrowedLetters).concat().contains(c);
    let head = &group.text[group.token.start..read.range.start];
    let tail = &group.text[read.range.end..group.token.end];
    let is_lone = |part: &str| part.chars().filter(|c| c.is_alphabetic()).count() < 2;
    read.text.chars().all(is_own) && !(is_lone(head) && is_lone(tail))
}

/// How many of the words right before and right after a group are known.
fn known_neighbours(group: &Group, language: &Language) -> f32 {
    let mut before = group.text[..group.token.start].chars().rev().take(LONGEST_WORD);
    let mut after = group.text[group.token.end..].chars().take(LONGEST_WORD);
    // The white space between: a line's end parts words no more than a space does.
    before.next();
    after.next();
    let is_part = |c: &char| !c.is_whitespace();
    let before: String = before.take_while(is_part).collect::<Vec<_>>().into_iter().rev().collect();
    let after: String = after.take_while(is_part).collect();
    let is_known = |token: &String| {
        let word = token.trim_matches(|c: char| !c.is_alphanumeric());
        language.lists(List::OneLetter, word) || (word.chars().nth(1).is_some() && language.is_known(word))
    };
    match (is_known(&before), is_known(&after)) {
        (true, true) => 2.0,
        // At an end of the text there is no word that could be unknown.
        (true, false) if after.is_empty() => 2.0,
        (false, true) if before.is_empty() => 2.0,
        (false, false) => 0.0,
        _ => 1.0,
    }
}

fn has_letter(read: &Read) -> bool {
    read.text.chars().any(char::is_alphabetic)
}

/// A token with its escapes read, and where they are in it.
struct Decoded {
    text: String,
    places: Vec<Range<usize>>,
}

impl Decoded {
    fn of(group: &Group) -> Self {
        let mut text = String::with_capacity(group.token.len());
        let mut places = Vec::with_capacity(group.reads.len());
        let mut copied = group.token.start;
        for read in &group.reads {
            text.push_str(&group.text[copied..read.range.start]);
            places.push(text.len()..text.len() + read.text.len());
            text.push_str(&read.text);
            copied = read.range.end;
        }
        text.push_str(&group.text[copied..group.token.end.max(copied)]);
        Self { text, places }
    }

    /// The word that a place is in, signs of mojibake within the place included.
    fn word(&self, place: &Range<usize>) -> Range<usize> {
        let read = |at: usize| {
            let next = self.places.partition_point(|place| place.end <= at);
            self.places.get(next).is_some_and(|place| place.start <= at)
        };
        let is_part = |at: usize, c: char| c.is_alphabetic() || c == '-' || read(at);
        let before = self.text[..place.start].char_indices().rev();
        let start = before.take_while(|&(at, c)| is_part(at, c)).last().map_or(place.start, |(at, _)| at);
        let after = self.text[place.end..].char_indices();
        let length = after.take_while(|&(at, c)| is_part(place.end + at, c)).last();
        start..length.map_or(place.end, |(at, c)| place.end + at + c.len_utf8())
    }
}

/// What the word is worth in the language, whatever signs were read at its edges; also as what it was before it was
/// misread.
fn word_odds(text: &str, range: &Range<usize>, place: &Range<usize>, language: Option<&Language>) -> f32 {
    let word = text[range.clone()].trim_matches(|c: char| !c.is_alphabetic());
    let inside = place.start > range.start && place.end < range.end;
    let is_placed = match language {
        None => range.len() > place.len(),
        Some(_) => inside || word.starts_with(char::is_uppercase),
    };
    let unknown = if is_placed { UNKNOWN } else { UNKNOWN_END };
    let Some(language) = language.filter(|_| word.len() <= LONGEST_WORD) else { return unknown };
    let mended = unmisread(word);
    let word = mended.as_deref().unwrap_or(word);
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    let by_letters = |values: &[f32; 4]| values[letters.clamp(1, values.len()) - 1];
    match language.knowledge(word) {
        Knowledge::Known if language.log_probability(word) > COMMON => by_letters(&KNOWN_AND_COMMON),
        Knowledge::Known => by_letters(&KNOWN),
        Knowledge::Compound => COMPOUND,
        Knowledge::Unknown => unknown,
    }
}
