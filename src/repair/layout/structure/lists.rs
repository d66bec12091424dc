//! Lines that stand under each other and are items of a list, or are not, by what stands around them.

use memchr::{memchr, memmem, memrchr2};

use super::super::lines::{Line, SLACK};
use super::Kind;

/// Lines that end in a hyphen, one word each, from which they are a list of beginnings.
const LEAST_BEGINNINGS: usize = 3;
/// Lines of a single token each, words or not, from which they are a list: so many lines of a column that hold a word each there are not.
const LEAST_SINGLE: usize = 6;
/// Words of an entry among them, at most, where most lines of a text are so: `i dag`, `adspørger st:adspørge`.
const WORDS_OF_ENTRY: usize = 3;
/// Dashes of sentences that lists are set with as well.
const DASHES: [&str; 2] = ["– ", "— "];
/// Lines to either side that show how wide they are set.
const BESIDE: usize = 6;
/// Lines within which the item before or after another one stands.
const SIBLING: usize = 40;

/// Lines of a single token each, which is no word, are items of a list, however full they are: addresses, paths, checksums,
/// beginnings of words. So are words where many stand under each other: a dictionary, a column of names.
pub(super) fn hold_single_items(text: &str, lines: &[Line], kinds: &mut [Kind]) {
    let seen = |at: usize| &text[lines[at].text.clone()];
    // Nearly every line has a space, which is looked for first.
    let has_gap = |seen: &str| memchr(b' ', seen.as_bytes()).is_some() || seen.contains(char::is_whitespace);
    let single: Vec<bool> = (0..lines.len()).map(|at| kinds[at] == Kind::Prose && !has_gap(seen(at))).collect();
    let mut held: Vec<usize> = Vec::new();
    let mut first = 0;
    while first < lines.len() {
        let length = single[first..].iter().take_while(|is_single| **is_single).count();
        let run = first..first + length;
        let are_beginnings = length >= LEAST_BEGINNINGS && run.clone().all(|at| seen(at).ends_with('-'));
        let are_listed = are_beginnings || length >= LEAST_SINGLE;
        let is_item = |at: usize| are_listed || !is_word(seen(at));
        held.extend(run.clone().filter(|&at| {
            let beside = [at.checked_sub(1), Some(at + 1)].into_iter().flatten();
            is_item(at) && beside.filter(|beside| run.contains(beside)).any(is_item)
        }));
        first += length.max(1);
    }
    let singles = single.iter().filter(|is_single| **is_single).count();
    let is_list = singles >= LEAST_SINGLE && 2 * singles > lines.iter().filter(|line| !line.is_blank()).count();
    let is_entry = |at: &usize| kinds[*at] == Kind::Prose && seen(*at).split(' ').count() <= WORDS_OF_ENTRY;
    held.extend((0..lines.len()).filter(|at| is_list && is_entry(at)));
    held.into_iter().for_each(|at| kinds[at] = Kind::Fixed);
}

/// Lines under each other without a single word, of paths, addresses, names of things and numbers, are rows of a list: `/før /nu 301`.
pub(super) fn hold_wordless(text: &str, lines: &[Line], kinds: &mut [Kind]) {
    /// Lines of a list, at least.
    const LEAST: usize = 3;
    let is_wordless = |at: usize| {
        let seen = &text[lines[at].text.clone()];
        let is_letters = |token: &str| is_word(token) && token.contains(char::is_alphabetic);
        // Most lines have a word first, which need not be asked for signs.
        kinds[at] == Kind::Prose
            && !begins_with_letters(seen)
            && !seen.split(' ').any(is_letters)
            && seen.split(' ').any(|token| !is_word(token))
    };
    let mut held: Vec<usize> = Vec::new();
    let mut first = 0;
    while first < lines.len() {
        let length = (first..lines.len()).take_while(|&at| is_wordless(at)).count();
        if length >= LEAST {
            held.extend(first..first + length);
        }
        first += length.max(1);
    }
    held.into_iter().for_each(|at| kinds[at] = Kind::Fixed);
}

/// Lines under each other that are a number and a word each are counts of words (`3 vej-`, `3 vejen`): what looks like a cut word is one that
/// was counted.
pub(super) fn hold_counted(text: &str, lines: &[Line], kinds: &mut [Kind]) {
    /// Lines of a list, at least.
    const LEAST: usize = 6;
    let is_count = |token: &str| token.bytes().all(|byte| byte.is_ascii_digit());
    let is_counted = |at: usize| {
        let seen = &text[lines[at].text.clone()];
        if !seen.starts_with(|c: char| c.is_ascii_digit()) {
            return false;
        }
        let mut tokens = seen.split_ascii_whitespace();
        let number = tokens.next().is_some_and(is_count);
        number && tokens.next().is_some() && tokens.next().is_none()
    };
    let mut first = 0;
    while first < lines.len() {
        let length = (first..lines.len()).take_while(|&at| is_counted(at)).count();
        if length >= LEAST {
            kinds[first..first + length].fill(Kind::Fixed);
        }
        first += length.max(1);
    }
}

/// Whether the first token of a line is of letters of ASCII alone.
fn begins_with_letters(seen: &str) -> bool {
    let end = seen.bytes().position(|byte| !byte.is_ascii_alphabetic()).unwrap_or(seen.len());
    end > 0 && seen.as_bytes().get(end).is_none_or(|byte| *byte == b' ')
}

/// Whether a token is a word or a number with the signs of a sentence around it, whole or cut by a hyphen.
fn is_word(token: &str) -> bool {
    let inner = token.trim_matches(|c: char| !c.is_alphanumeric());
    let is_number = || inner.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '-' | '–' | '/' | ':'));
    inner.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '\'' | '’' | '¬' | '\u{ad}')) || is_number()
}

/// A number before a small letter that no item before or after it counts from or on is an ordinal (`det⏎25. år`), and a lone capital an
/// initial (`Hr.⏎P. Jensen`).
pub(super) fn doubt_lone_numbers(text: &str, lines: &[Line], kinds: &mut [Kind]) {
    let numbers: Vec<(usize, u32, bool)> = (0..lines.len())
        .filter(|&at| kinds[at] == Kind::Item)
        .filter_map(|at| {
            let (marker, rest) = text[lines[at].text.clone()].split_once(' ')?;
            let marker = marker.strip_suffix('.')?;
            let capital = || initial(marker).filter(|_| goes_on_before(text, lines, at));
            let number = marker.parse().ok().or_else(capital)?;
            Some((at, number, initial(marker).is_some() || rest.starts_with(char::is_lowercase)))
        })
        .collect();
    for (place, &(at, number, may_be_none)) in numbers.iter().enumerate() {
        let beside =
            [place.checked_sub(1), Some(place + 1)].into_iter().flatten().filter_map(|beside| numbers.get(beside));
        let mut beside = beside.filter(|(line, ..)| line.abs_diff(at) <= SIBLING);
        if may_be_none && number > 1 && !beside.any(|(_, other, _)| other.abs_diff(number) == 1) {
            kinds[at] = Kind::Prose;
        }
    }
}

/// A single capital as a number far from those of items.
fn initial(marker: &str) -> Option<u32> {
    const FAR: u32 = 1 << 20;
    let mut chars = marker.chars();
    let capital = chars.next().filter(|c| c.is_uppercase())?;
    chars.next().is_none().then_some(FAR + u32::from(capital))
}

/// Whether the line before ends as a sentence that goes on.
fn goes_on_before(text: &str, lines: &[Line], at: usize) -> bool {
    let before = at.checked_sub(1).map_or("", |before| &text[lines[before].text.clone()]);
    let is_name = || before.rsplit(' ').next().is_some_and(|word| word.starts_with(char::is_uppercase));
    before.ends_with(|c: char| c.is_alphabetic() || c == ',') || (before.ends_with('.') && is_name())
}

/// A number or letter before a bracket that closes what a line above opened is none of an item: `(side⏎60)`.
pub(super) fn doubt_closing_brackets(text: &str, lines: &[Line], kinds: &mut [Kind]) {
    let seen = |at: usize| &text[lines[at].text.clone()];
    for at in (0..lines.len()).filter(|&at| kinds[at] == Kind::Item).collect::<Vec<_>>() {
        let marker = seen(at).split(' ').next().unwrap_or_default();
        if !marker.contains(')') || marker.contains('(') {
            continue;
        }
        let above = (at.saturating_sub(BESIDE)..at).rev().take_while(|&above| !lines[above].is_blank());
        let bracket = |above: usize| memrchr2(b'(', b')', seen(above).as_bytes()).map(|at| seen(above).as_bytes()[at]);
        if above.filter_map(bracket).next() == Some(b'(') {
            kinds[at] = Kind::Prose;
        }
    }
}

/// A dash at a line's start is one of a sentence in a text that has such dashes inside lines, where each of them stands behind a full line:
/// items of a list begin behind lines of any length.
pub(super) fn doubt_dashes(text: &str, lines: &[Line], kinds: &mut [Kind]) {
    let seen = |at: usize| &text[lines[at].text.clone()];
    let begins = |at: usize| kinds[at] == Kind::Item && DASHES.iter().any(|dash| seen(at).starts_with(dash));
    let places: Vec<usize> = (0..lines.len()).filter(|&at| begins(at)).collect();
    let inside = DASHES.map(memmem::Finder::new);
    let is_inside = |at: usize| {
        let seen = seen(at).as_bytes();
        let is_apart = |place: usize| place > 0 && seen[place - 1] == b' ';
        inside.iter().any(|dash| dash.find_iter(seen).any(is_apart))
    };
    let are_of_sentences = !places.is_empty()
        && places.iter().all(|&at| follows_full_line(lines, kinds, at))
        && (0..lines.len()).any(is_inside);
    if are_of_sentences {
        places.into_iter().for_each(|at| kinds[at] = Kind::Prose);
    }
}

/// Whether the line before is prose, and as wide as any beside it but for the dash that did not fit.
fn follows_full_line(lines: &[Line], kinds: &[Kind], at: usize) -> bool {
    let Some(before) = at.checked_sub(1).filter(|&before| matches!(kinds[before], Kind::Prose | Kind::Item)) else {
        return false;
    };
    let beside = before.saturating_sub(BESIDE)..(at + BESIDE).min(lines.len());
    let widest = lines[beside].iter().map(|line| line.width).max().unwrap_or_default();
    (lines[before].width + 2) as f32 > (1.0 - SLACK) * widest as f32
}

#[cfg(test)]
mod tests {
    use crate::Repairer;

    #[test]
    fn counted_words_keep_their_hyphens_and_lines() {
        let text = "   9 vejen\n   8 vej-\n   8 op\n   7 1994-\n   7 1996\n   6 sogne-\n   6 og\n   5 råd\n";
        assert_eq!(Repairer::danish().repair(text.as_bytes()).text(), text);
    }
}
