//! What the end of one line and the start of the next are like.

use super::evidence::Evidence;

/// Whether a line ends in a hyphen, or what is read for one, that stands at a word.
pub(super) fn ends_in_hyphen(line: &str) -> bool {
    let word = line.trim_end_matches(['-', '¬', '\u{ad}', '⸗', '=', '~', '‐', '–']);
    word.len() < line.len() && word.ends_with(char::is_alphanumeric)
}

/// How the end of a line is marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ending {
    /// A full stop, or what does its work.
    Stop,
    Colon,
    Comma,
    /// No sign.
    Bare,
}

impl Ending {
    pub fn of(seen: &str, evidence: &Evidence) -> Self {
        let seen = without_dash(seen);
        match seen.trim_end_matches(['"', '”', '“', '»', '«', '\'', '’', ')', ']']).chars().next_back() {
            Some('.') if evidence.is_abbreviation(last_word(seen)) => Self::Bare,
            Some('.' | '!' | '?' | '…') => Self::Stop,
            Some(':') => Self::Colon,
            Some(',' | ';') => Self::Comma,
            _ => Self::Bare,
        }
    }
}

/// What stands behind the last space of a line. Nearly all such are short, and are not looked for by many bytes at once.
pub(super) fn last_word(seen: &str) -> &str {
    &seen[seen.bytes().rposition(|byte| byte == b' ').map_or(0, |space| space + 1)..]
}

/// A line without a dash that stands apart at its end, which says no more than what it stands behind: `Sol! -`.
fn without_dash(seen: &str) -> &str {
    if !seen.ends_with(['-', '–', '—']) {
        return seen;
    }
    let before = seen.trim_end_matches([' ', '-', '–', '—']);
    if seen[before.len()..].starts_with(' ') { before } else { seen }
}

/// What follows a dash that a line begins with, and a space behind it.
fn dash_and_rest(seen: &str) -> Option<&str> {
    seen.split_once(' ').filter(|(dash, _)| !dash.contains(char::is_alphanumeric)).map(|(_, rest)| rest)
}

/// How a line begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Start {
    Lower,
    Upper,
    Other,
}

impl Start {
    pub fn of(seen: &str) -> Self {
        match seen.trim_start_matches(['"', '”', '“', '»', '«', '\'', '(']).chars().next() {
            // A dash, not the hyphens of an option (`--ignore`).
            Some('–' | '—' | '-') => dash_and_rest(seen).map_or(Self::Other, Self::of),
            Some(c) if c.is_lowercase() => Self::Lower,
            Some(c) if c.is_uppercase() => Self::Upper,
            _ => Self::Other,
        }
    }
}
