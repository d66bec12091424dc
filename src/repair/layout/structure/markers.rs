//! The marker that an item of a list begins with.

use super::LETTERS_OF_MONTH;
use crate::language::{Language, List, lowercase};

/// Bytes of the longest marker of an item.
const LONGEST_MARKER: usize = 9;
/// Bytes that those letters take at most: four each in small letters, six for a capital of two small ones.
const BYTES_OF_MONTH: usize = 6 * LETTERS_OF_MONTH;

/// The marker that a line begins with as an item of a list, with the space behind it: `- `, `1. `, `a) `, `• `.
pub(in crate::repair::layout) fn item_marker<'t>(seen: &'t str, language: Option<&Language>) -> Option<&'t str> {
    let (marker, rest) = seen.split_at(seen.bytes().take(LONGEST_MARKER + 1).position(|byte| byte == b' ')?);
    let rest = &rest[1..];
    let is_marker = match marker.as_bytes() {
        [b'-' | b'*' | b'+' | b'o'] => true,
        [first, ..] if first.is_ascii() => is_numbering(marker),
        _ if matches!(marker, "–" | "—" | "•" | "·" | "●" | "▪" | "■" | "◦" | "○" | "□" | "»" | "«" | "§") => {
            true
        }
        _ => is_numbering(marker),
    };
    (is_marker && !rest.trim_start().is_empty() && !is_date(marker, rest, language)).then(|| &seen[..marker.len() + 1])
}

/// `5. februar`
fn is_date(marker: &str, rest: &str, language: Option<&Language>) -> bool {
    let months = language.map_or(&[][..], |language| language.list(List::Months));
    let is_month = || {
        let next = rest.trim_start();
        // Most words begin with another letter than months do.
        let first = next.chars().next().and_then(|first| first.to_lowercase().next());
        if !months.iter().any(|month| month.chars().next() == first) {
            return false;
        }
        let next = lowercase(&next[..next.floor_char_boundary(BYTES_OF_MONTH)]);
        let told_by = |month: &str| month.char_indices().nth(LETTERS_OF_MONTH).map_or(month.len(), |(at, _)| at);
        months.iter().any(|month| next.starts_with(&month[..told_by(month)]))
    };
    marker.starts_with(|c: char| c.is_ascii_digit()) && is_month()
}

/// `1.`, `12)`, `(3)`, `a)`, `b.`, `iv.`, `2.1`, `2.1.3.`
fn is_numbering(marker: &str) -> bool {
    let is_marked = marker.bytes().any(|byte| matches!(byte, b'.' | b')' | b':'));
    if marker.len() > LONGEST_MARKER || !is_marked {
        return false;
    }
    let body = marker.trim_start_matches('(');
    let inner = body.trim_end_matches([')', '.', ':']);
    let closed = inner.len() < body.len();
    let digits = |part: &str| (1..=3).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    let roman = |part: &str| !part.is_empty() && part.bytes().all(|byte| b"ivxIVX".contains(&byte));
    let single = || inner.chars().count() == 1 && inner.chars().all(char::is_alphabetic);
    // `1.000` is an amount and `05.` part of a date.
    let grouped = || inner.rsplit('.').next().is_some_and(|last| last.len() == 3);
    let dated = inner.split('.').any(|part| part.len() > 1 && part.starts_with('0'));
    match inner.contains('.') {
        true => inner.split('.').all(digits) && !grouped() && !dated,
        false => closed && (digits(inner) || roman(inner) || single()),
    }
}

/// Whether the last word of a line asks for the number that the next one begins with.
pub(in crate::repair::layout) fn asks_for_number(seen: &str, language: Option<&Language>) -> bool {
    let last = seen.rsplit(' ').next().unwrap_or_default().to_lowercase();
    last == "§" || language.is_some_and(|language| language.lists(List::Counted, &last))
}
