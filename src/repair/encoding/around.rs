//! What stands around a damaged word: the word itself as far as it reaches, its neighbours, its place in the sentence.

use std::ops::Range;

use super::capitals;
use super::weigh::{Place, Surroundings, Weigher, hyphen_at_line_end, is_transparent};
use crate::language::{Context, Language};

/// How far back and forth a word is followed, in bytes.
pub(super) const REACH: usize = 160;

/// What stands around a word, for a look at what language it is.
pub(super) fn window<'t>(text: &'t str, word: &Range<usize>) -> &'t str {
    let start = text.floor_char_boundary(word.start.saturating_sub(2 * REACH));
    &text[start..text.ceil_char_boundary((word.end + 2 * REACH).min(text.len()))]
}

/// The letters around a place, as far as words reach.
pub(super) fn word_around(text: &str, at: usize) -> Range<usize> {
    let letters = text[at..].chars().take(REACH).take_while(|c| c.is_alphabetic());
    word_start(text, at)..at + letters.map(char::len_utf8).sum::<usize>()
}

/// Where the letters before a place begin, over a hyphen at a line's end too.
pub(super) fn word_start(text: &str, at: usize) -> usize {
    let letters = |end: usize| -> usize {
        let letters = text[..end].chars().rev().take_while(|c| c.is_alphabetic());
        end - letters.map(char::len_utf8).take(REACH).sum::<usize>()
    };
    let start = letters(at);
    let line_before = text[..start].strip_suffix('\n').map(|line| line.strip_suffix('\r').unwrap_or(line));
    match line_before.and_then(|line| line.strip_suffix('-')) {
        Some(begun) if begun.ends_with(char::is_lowercase) && hyphen_at_line_end(&text[begun.len()..]).is_some() => {
            letters(begun.len())
        }
        _ => start,
    }
}

/// What stands around a range of the text.
pub(super) fn surroundings<'t>(text: &'t str, range: Range<usize>, weigher: &Weigher) -> Surroundings<'t> {
    let before = &text[text.floor_char_boundary(range.start.saturating_sub(REACH))..range.start];
    let after = &text[range.end..text.ceil_char_boundary((range.end + REACH).min(text.len()))];
    let place = place_after(before, weigher.language);
    let left = match place {
        Place::Start => Context::Edge,
        _ => word_at(before.trim_end_matches(is_transparent), |text| {
            text.rfind(ends_word).map_or(0, |at| at + text[at..].chars().next().map_or(0, char::len_utf8))..text.len()
        }),
    };
    let left = if left == Context::Number { Context::Unknown } else { left };
    let right = word_at(after.trim_start_matches(is_transparent), |text| 0..text.find(ends_word).unwrap_or(text.len()));
    let right_alone = if let Context::Word(word) = right { weigher.alone(word) } else { 0.0 };
    Surroundings { before: before.chars().next_back(), after: after.chars().next(), place, left, right, right_alone }
}

/// The word or number at an edge of a text; nothing where what stands there is neither.
fn word_at(text: &str, edge: impl Fn(&str) -> Range<usize>) -> Context<'_> {
    let word = &text[edge(text)];
    if word.is_empty() || word.len() > REACH {
        Context::Unknown
    } else if word.chars().all(char::is_alphabetic) {
        Context::Word(word)
    } else if word.starts_with(|c: char| c.is_ascii_digit()) {
        Context::Number
    } else {
        Context::Unknown
    }
}

fn ends_word(c: char) -> bool {
    is_transparent(c) || matches!(c, '.' | '!' | '?' | ':' | ';' | '(' | ')')
}

/// Whether the last line of a text is as long as lines are that go on in the next one.
fn is_wrapped(text: &str) -> bool {
    /// Characters; narrow columns are wrapped at 30 to 40, headings are mostly shorter.
    const LONG: usize = 32;
    let line = &text[text.rfind('\n').map_or(0, |at| at + 1)..];
    line.chars().count() >= LONG
}

/// Where in a sentence the word after `before` stands.
pub(super) fn place_after(before: &str, language: &Language) -> Place {
    let marks = [' ', '"', '“', '”', '»', '«', '(', '-', '•', '*', '#', '\t', '>'];
    if ends_in_tag(before) {
        return Place::Unknown;
    }
    let rest = before.trim_end_matches(marks);
    let line = rest.trim_end_matches(['\n', '\r']);
    let breaks = rest[line.len()..].matches('\n').count();
    let last_word = line.rsplit(char::is_whitespace).next().unwrap_or_default();
    match line.chars().next_back() {
        Some('.') if breaks == 0 && language.is_abbreviation(last_word) => Place::Inside,
        // `Den 3. årgang`: an ordinal number ends no sentence, a year may.
        Some('.') if breaks == 0 && is_ordinal(last_word) => Place::Unknown,
        // `p? ?konomien`: what lost its letter asks nothing.
        Some('?') if lost_letter(last_word, language) => Place::Unknown,
        None | Some('.' | '!' | '?') => Place::Start,
        Some(_) if breaks > 1 => Place::Start,
        Some(':' | ';') => Place::Unknown,
        Some(last) if breaks == 1 && is_wrapped(line) && (last.is_lowercase() || last == ',') => Place::Inside,
        Some(_) if breaks == 1 => Place::Unknown,
        // A number at a line's start is that of a heading or an item: "3 Økonomi".
        Some(last) if last.is_ascii_digit() => Place::Unknown,
        Some(_) => Place::Inside,
    }
}

/// Whether a text ends in a tag, which may begin a heading or an item as well as stand inside a sentence.
fn ends_in_tag(text: &str) -> bool {
    let inside = text.trim_end_matches(' ').strip_suffix('>').and_then(|tag| tag.rsplit_once('<')).map(|(_, tag)| tag);
    inside.is_some_and(|tag| tag.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/') && !tag.contains('\n'))
}

/// Whether a token with question marks behind it is no word without them.
fn lost_letter(token: &str, language: &Language) -> bool {
    let word = token.trim_end_matches('?').trim_start_matches(|c: char| !c.is_alphabetic());
    let is_short = word.chars().nth(1).is_none();
    !word.is_empty() && word.chars().all(char::is_alphabetic) && (is_short || !language.is_known(word))
}

/// Whether a token is a number of one or two digits with a full stop.
fn is_ordinal(token: &str) -> bool {
    let digits = token.trim_end_matches('.');
    (1..=2).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether a stretch has capitals and signs alone, among capitals: signs lost the case of the letters they stand for.
pub(super) fn stands_in_capitals(text: &str, stretch: Range<usize>) -> bool {
    if text[stretch.clone()].contains(char::is_lowercase) {
        return false;
    }
    let near = window(text, &stretch);
    // Nearly all places are among none.
    if !near.bytes().any(|byte| byte.is_ascii_uppercase()) {
        return false;
    }
    let start = near.as_ptr() as usize - text.as_ptr() as usize;
    capitals::Words::new(near).surround(&(stretch.start - start..stretch.end - start))
}
