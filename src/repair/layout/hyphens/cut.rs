//! Where a line's end cuts a word.

use crate::language::Case;
use crate::repair::addresses;

/// The hyphens of line ends: those that a word may keep, those that only a printer sets, and what a hyphen is read as
/// where a line has nothing else to say with it.
const HYPHENS: [char; 4] = ['-', '‐', '‑', '–'];
const PRINTERS: [char; 3] = ['\u{ad}', '¬', '⸗'];
const READ_AS: [char; 2] = ['=', '~'];

/// A word cut at a line end.
pub(in crate::repair::layout) struct Cut<'t> {
    /// What stands before the hyphen, back to the last space or opening sign.
    pub left: &'t str,
    /// The word that the next line begins with, without signs behind it.
    pub right: &'t str,
    /// Bytes of the mark that ends the line.
    pub mark: usize,
    /// Bytes of a hyphen that the next line begins with once more.
    pub doubled: usize,
    /// Whether the next line's word has a suspended hyphen itself.
    pub is_hanging_on: bool,
    /// Whether the next line has no letter: a number there may be that of the page.
    pub is_before_number: bool,
    /// The word before, if it has a capital and no sign parts them: what is cut may be a surname.
    pub name_before: &'t str,
    /// Whether a word without a capital stands before on the line, so that a capital is no sentence's.
    pub is_inside_sentence: bool,
    /// Whether a sign ends a sentence or a quotation behind what the next line begins with: no word that leans on the next stands there.
    pub ends_sentence: bool,
    /// Whether the mark is a soft hyphen or another sign that only a printer sets.
    pub printers_mark: bool,
    /// Whether the mark is another sign, for which a hyphen may have been read.
    pub is_other_sign: bool,
    /// Whether both lines have nothing but the halves: items of a list, more often than a column of one word.
    pub are_alone: bool,
}

/// The cut at the end of the first line; `None` where no hyphen ends a word there.
pub(in crate::repair::layout) fn cut<'t>(first: &'t str, second: &'t str) -> Option<Cut<'t>> {
    let mark = first.chars().next_back()?;
    if !HYPHENS.contains(&mark) && !PRINTERS.contains(&mark) && !READ_AS.contains(&mark) {
        return None;
    }
    let left = last_part(&first[..first.len() - mark.len_utf8()]);
    let doubled = usize::from(second.starts_with('-'));
    let right = first_part(&second[doubled..]);
    if left.is_empty() || right.is_empty() || is_in_address(first, second) || is_cue(left, right) {
        return None;
    }
    let is_cut = HYPHENS.contains(&mark)
        || PRINTERS.contains(&mark)
        || (READ_AS.contains(&mark) && left.ends_with(char::is_alphabetic) && right.starts_with(char::is_lowercase));
    if is_between_hyphens(first, left, mark) {
        return None;
    }
    let raw = &second[doubled + right.len()..];
    // `for-⏎ud-⏎ind-`: a list of beginnings, each on its line.
    if raw == "-" && first.len() == left.len() + mark.len_utf8() {
        return None;
    }
    let before = &first[..first.len() - mark.len_utf8() - left.len()];
    let cut = Cut {
        left,
        right,
        mark: mark.len_utf8(),
        doubled,
        is_hanging_on: raw.trim_start_matches(|c: char| c.is_ascii_digit() || c == ',').starts_with("- "),
        is_before_number: !second.contains(char::is_alphabetic),
        name_before: name_before(before),
        is_inside_sentence: is_inside_sentence(before),
        ends_sentence: raw.starts_with(['.', ':', ';', '!', '?', '»', '«', '”', '"']),
        printers_mark: PRINTERS.contains(&mark),
        is_other_sign: READ_AS.contains(&mark),
        are_alone: first.len() == left.len() + mark.len_utf8() && second.trim_end_matches('-').len() == right.len(),
    };
    is_cut.then_some(cut)
}

/// Whether what follows is in capitals and the word before is not: the name of who speaks next, whom a dash cut short
/// (`Vi er De-⏎MINE.`), or a heading.
fn is_cue(left: &str, right: &str) -> bool {
    Case::of(right) == Case::Upper && left.ends_with(char::is_lowercase) && right.chars().count() > 3
}

/// Whether a line is nothing but a word between hyphens, behind the sign of a remark perhaps: `" -SEP1-`.
fn is_between_hyphens(first: &str, left: &str, mark: char) -> bool {
    let before = &first[..first.len() - mark.len_utf8() - left.len()];
    before.ends_with('-') && !before.contains(char::is_alphanumeric)
}

/// Whether a line so far ends in a word in small letters, or in a number, and nothing parts it from what follows but a comma.
fn is_inside_sentence(line: &str) -> bool {
    let before = line.strip_suffix(' ').map(|line| line.trim_end_matches(',')).unwrap_or_default();
    let word = before.rsplit(' ').next().unwrap_or_default();
    word.ends_with(char::is_alphabetic) && Case::of(word) == Case::Lower
}

/// The capitalised word that a line so far ends in, if no sign parts it from what follows.
fn name_before(line: &str) -> &str {
    let word = line.strip_suffix(' ').and_then(|line| line.rsplit(' ').next()).unwrap_or_default();
    if Case::of(word) == Case::Capitalised && word.ends_with(char::is_alphabetic) { word } else { "" }
}

fn is_part(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '-' | '\'' | '’')
}

/// What a line ends in, back to a space or sign; an ordinal with its full stop (`2.-`).
fn last_part(line: &str) -> &str {
    let before_stop = line.strip_suffix('.').filter(|line| line.ends_with(|c: char| c.is_ascii_digit()));
    let part = &line[before_stop.unwrap_or(line).trim_end_matches(is_part).len()..];
    match before_stop.is_some() || part.ends_with(char::is_alphanumeric) {
        true => part.trim_start_matches(['-', '\'', '’']),
        false => "",
    }
}

/// Whether a line's end cuts an address: whether its hyphen is a part of it nobody can tell.
fn is_in_address(first: &str, second: &str) -> bool {
    let head = first.split_whitespace().next_back().unwrap_or_default();
    let tail = second.split_whitespace().next().unwrap_or_default();
    let whole = format!("{head}{tail}");
    addresses::is_at(&whole, &(head.len()..head.len()))
}

/// What a line begins with, up to a space or sign.
fn first_part(line: &str) -> &str {
    let part = &line[..line.len() - line.trim_start_matches(is_part).len()];
    if part.starts_with(char::is_alphanumeric) { part.trim_end_matches(['-', '\'', '’']) } else { "" }
}
