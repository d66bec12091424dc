//! What the shapes of two lines say of the end between them.

use super::super::evidence::Evidence;
use super::super::measure::Fill;
use super::super::signs::{Ending, Start};
use super::super::structure::{Setting, asks_for_number, item_marker};
use super::{MARKED, MOST_OF_SHAPE};
use memchr::memchr;

/// What the shapes of the two lines say, as log odds.
pub(super) fn shape_odds(first: &str, second: &str, setting: Setting, fill: Fill, evidence: &Evidence) -> f32 {
    let mut odds = 0.0;
    let [marker_of_first, marker_of_second] = [first, second].map(|seen| item_marker(seen, evidence.language()));
    odds -= match (setting, marker_of_second) {
        (Setting::Start | Setting::Dash, Some(_)) if asks_for_number(first, evidence.language()) => 0.0,
        // A dash of a sentence stands below a full line: it would have fitted on any other.
        (Setting::Dash, Some(marker)) if fill != Fill::Open && goes_on_with_dash(first, second, marker, evidence) => {
            3.0
        }
        (Setting::Start | Setting::Dash, _) => MARKED,
        (Setting::Plain | Setting::Hanging, _) => 0.0,
    };
    // Items of most lists are lines of their own; what hangs below one goes on with it.
    if setting == Setting::Hanging && marker_of_first.is_some() {
        odds += MOST_OF_SHAPE;
    } else if marker_of_first.is_some() && marker_of_second.is_none() {
        odds -= 1.5;
    }
    // `Andersen, Hans, 12, 45`: entries of a register end in numbers.
    if first.ends_with(|c: char| c.is_ascii_digit()) && Start::of(second) == Start::Upper {
        odds -= 3.0;
    }
    // A hard break of Markdown, a line of a shell that goes on; a formula or a setting.
    if first.ends_with('\\') {
        odds -= MARKED;
    }
    if first.ends_with(" =") {
        odds -= 7.0;
    }
    if is_key(second) {
        odds -= 3.0;
    }
    if is_entry(first) && is_entry(second) {
        odds -= 7.0;
    }
    if begin_alike(first, second) {
        odds -= 7.0;
    }
    if has_same_numbers(first, second) {
        odds -= 7.0;
    }
    if is_capitals(first) && !is_capitals(second) {
        odds -= 4.0;
    }
    odds
}

/// Whether a dash may be one of a sentence, by the words on both sides.
fn goes_on_with_dash(first: &str, second: &str, marker: &str, evidence: &Evidence) -> bool {
    let is_inside = Start::of(&second[marker.len()..]) == Start::Lower;
    is_inside && Ending::of(first, evidence) == Ending::Bare
}

/// The word that a line begins with, without signs behind it.
pub(super) fn first_word_of(line: &str) -> &str {
    line[..memchr(b' ', line.as_bytes()).unwrap_or(line.len())].trim_end_matches([',', '.', ':', ';', '?', '!'])
}

/// Whether a line begins with a key: `Dato: 3. maj`.
fn is_key(seen: &str) -> bool {
    let Some((key, _)) = seen.split_once(':') else { return false };
    key.len() <= 30 && key.starts_with(char::is_uppercase) && key.split(' ').count() <= 3 && !key.contains(['.', ','])
}

/// Whether a line begins with one word and a colon, as entries of glossaries and settings do: `bark: det yderste lag`.
fn is_entry(seen: &str) -> bool {
    let Some((key, rest)) = seen.split_once(':') else { return false };
    !key.is_empty() && rest.starts_with(' ') && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'))
}

/// Whether both lines begin with the same word, or both with a number: entries of a list.
fn begin_alike(first: &str, second: &str) -> bool {
    let (one, two) = (first_word_of(first), first_word_of(second));
    let is_number = |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit());
    // Most lines begin with other letters, which need not be set in lower case to be told.
    let may_be_one = |(one, other): (u8, u8)| !one.is_ascii() || !other.is_ascii() || one.eq_ignore_ascii_case(&other);
    let begin_alike = one.bytes().zip(two.bytes()).next().is_some_and(may_be_one);
    (one.len() > 2 && begin_alike && one.to_lowercase() == two.to_lowercase()) || (is_number(one) && is_number(two))
}

/// Whether both lines begin with a token that has digits and is built alike: entries of a log, of an index.
fn has_same_numbers(first: &str, second: &str) -> bool {
    let shape = |line: &str| -> Option<String> {
        let token = line.split(' ').next()?;
        let shape = |c: char| match c {
            '0'..='9' => '9',
            c if c.is_alphabetic() => 'a',
            c => c,
        };
        token.contains(|c: char| c.is_ascii_digit()).then(|| token.chars().map(shape).collect())
    };
    shape(first).is_some_and(|one| shape(second) == Some(one))
}

fn is_capitals(seen: &str) -> bool {
    !seen.chars().any(char::is_lowercase) && seen.chars().any(char::is_uppercase)
}
