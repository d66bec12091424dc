//! What a line is by how it is built: prose, or something whose line ends an author meant.

use std::sync::LazyLock;

use memchr::{memchr, memchr_iter, memmem};

use super::lines::Line;
use super::remarks;
use crate::language::{Language, List, lowercase};
use crate::repair::document::kind::{regions_of_code, regions_of_markup};

/// What a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Nothing is on it.
    Blank,
    /// Running text, a heading, a verse: nothing but its width and words tell.
    Prose,
    /// The first line of an item of a list: it may go on, but goes on nothing.
    Item,
    /// Ends an entry with dots and a page number: it may go on another, but nothing goes on it.
    Leader,
    /// Ends in a remark or a line break that is meant: it may go on another, but nothing goes on it.
    Closed,
    /// A row of cells: nothing goes on it but the rest of a word.
    Cells,
    /// A quoted or marked-up line, code: stands by itself.
    Fixed,
    /// A remark that nobody reads: stands by itself, and is of no page.
    Remark,
}

/// Columns of white space inside a line from which it has cells.
static CELL_GAP: LazyLock<memmem::Finder<'static>> = LazyLock::new(|| memmem::Finder::new("   "));
/// Columns of indentation that a reading adds by itself.
pub(super) const STRAY_INDENT: usize = 1;
/// Commas, semicolons or bars on a line from which it may be a row of data.
const SEPARATORS: usize = 2;
/// Dots from which a line has a leader.
const LEADER_DOTS: usize = 3;
/// Bytes of the longest marker of an item.
const LONGEST_MARKER: usize = 9;
/// Letters by which months are told apart, whatever their endings and abbreviations.
const LETTERS_OF_MONTH: usize = 5;
/// Lines of the longest settings that a text begins with.
const LINES_OF_SETTINGS: usize = 100;
/// Lines of the longest cell between quotation marks.
const LINES_OF_CELL: usize = 40;
/// Lines that end in a hyphen, one word each, from which they are a list of beginnings.
const LEAST_BEGINNINGS: usize = 3;
/// Bytes that those letters take at most: four each in small letters, six for a capital of two small ones.
const BYTES_OF_MONTH: usize = 6 * LETTERS_OF_MONTH;
/// Lines within which the item before or after another one stands.
const SIBLING: usize = 40;

/// The kinds of all lines.
pub(super) fn kinds(text: &str, lines: &[Line], language: Option<&Language>) -> Vec<Kind> {
    let mut in_fence = false;
    let mut kinds = Vec::with_capacity(lines.len());
    for line in lines {
        let seen = &text[line.text.clone()];
        let is_fence = seen.starts_with("```") || seen.starts_with("~~~");
        kinds.push(if is_fence || (in_fence && !line.is_blank()) { Kind::Fixed } else { kind(seen, language) });
        in_fence ^= is_fence;
    }
    // A fence that is never closed is no fence.
    if in_fence {
        for (kind, line) in kinds.iter_mut().zip(lines) {
            *kind = self::kind(&text[line.text.clone()], language);
        }
    }
    doubt_lone_numbers(text, lines, &mut kinds);
    hold_single_items(text, lines, &mut kinds);
    hold_columns(text, lines, &mut kinds);
    hold_dashed(text, lines, &mut kinds);
    hold_quoted_cells(text, lines, &mut kinds);
    hold_cues(text, lines, &mut kinds);
    hold_strings(text, lines, &mut kinds);
    hold_cards(text, lines, &mut kinds);
    hold_front_matter(text, lines, &mut kinds);
    hold_code(text, lines, &mut kinds);
    remarks::hold(text, lines, &mut kinds);
    kinds
}

/// The lines of what is code or markup in a text of prose: an example, a piece of a script or of a configuration.
fn hold_code(text: &str, lines: &[Line], kinds: &mut [Kind]) {
    for region in regions_of_code(text).into_iter().chain(regions_of_markup(text)) {
        let from = lines.partition_point(|line| line.text.end <= region.start);
        let inside = lines[from..].iter().zip(&mut kinds[from..]).take_while(|(line, _)| line.text.start < region.end);
        inside.filter(|(line, _)| !line.is_blank()).for_each(|(_, kind)| *kind = Kind::Fixed);
    }
}

/// What stands between two rules of three hyphens that a text begins with: the settings of a page.
fn hold_front_matter(text: &str, lines: &[Line], kinds: &mut [Kind]) {
    const RULE: &str = "---";
    let seen = |line: &Line| &text[line.text.clone()];
    if lines.first().map(seen) != Some(RULE) {
        return;
    }
    let end = lines.iter().take(LINES_OF_SETTINGS).skip(1).position(|line| seen(line) == RULE);
    let settings = kinds.iter_mut().take(end.map_or(0, |end| end + 1)).skip(1);
    settings.filter(|kind| **kind != Kind::Blank).for_each(|kind| *kind = Kind::Fixed);
}

/// Visiting cards and calendars (`BEGIN:VCARD`), whose lines are folded by rules of their own.
fn hold_cards(text: &str, lines: &[Line], kinds: &mut [Kind]) {
    if memmem::find(text.as_bytes(), b"BEGIN:V").is_none() {
        return;
    }
    let mut depth = 0_usize;
    for (line, kind) in lines.iter().zip(kinds) {
        let seen = &text[line.text.clone()];
        depth += usize::from(seen.starts_with("BEGIN:V"));
        if depth > 0 && !line.is_blank() {
            *kind = Kind::Fixed;
        }
        depth = depth.saturating_sub(usize::from(seen.starts_with("END:V")));
    }
}

/// The lines of a cue of subtitles, below the line that says when it is shown: who wrote them chose their ends.
fn hold_cues(text: &str, lines: &[Line], kinds: &mut [Kind]) {
    if memmem::find(text.as_bytes(), b" --> ").is_none() {
        return;
    }
    let is_time = |seen: &str| {
        let ends = seen.split_once(" --> ");
        ends.is_some_and(|(from, to)| {
            [from, to].iter().all(|time| time.contains(':') && time.starts_with(|c: char| c.is_ascii_digit()))
        })
    };
    let mut is_in_cue = false;
    for (line, kind) in lines.iter().zip(kinds) {
        is_in_cue = !line.is_blank() && (is_in_cue || is_time(&text[line.text.clone()]));
        if is_in_cue {
            *kind = Kind::Fixed;
        }
    }
}

/// Lines under each other that are a string each, as translations of programs have them.
fn hold_strings(text: &str, lines: &[Line], kinds: &mut [Kind]) {
    if memmem::find(text.as_bytes(), b"\"\n").is_none() && memmem::find(text.as_bytes(), b"\"\r").is_none() {
        return;
    }
    let is_string = |at: usize| {
        let seen = &text[lines[at].text.clone()];
        seen.len() > 1 && seen.ends_with('"') && (seen.starts_with('"') || seen.starts_with("msg"))
    };
    let strings: Vec<usize> = (0..lines.len()).filter(|&at| is_string(at)).collect();
    let beside = strings.windows(2).filter(|pair| pair[1] == pair[0] + 1).flatten();
    beside.for_each(|&at| kinds[at] = Kind::Fixed);
}

/// Lines under each other that a bar parts in two are columns read across: nothing goes on over the bar.
fn hold_columns(text: &str, lines: &[Line], kinds: &mut [Kind]) {
    if memmem::find(text.as_bytes(), b" | ").is_none() {
        return;
    }
    let is_parted = |at: usize| {
        let parts = text[lines[at].text.clone()].split_once(" | ");
        kinds[at] == Kind::Prose && parts.is_some_and(|(left, right)| !left.is_empty() && !right.is_empty())
    };
    let parted: Vec<usize> = (0..lines.len()).filter(|&at| is_parted(at)).collect();
    let beside = parted.windows(2).filter(|pair| pair[1] == pair[0] + 1).flatten();
    beside.for_each(|&at| kinds[at] = Kind::Cells);
}

/// Lines under each other that stand between hyphens each are names below a text, or headings: `-Anna Holm-`.
fn hold_dashed(text: &str, lines: &[Line], kinds: &mut [Kind]) {
    let is_dashed = |at: usize| {
        let inner = text[lines[at].text.clone()].strip_prefix('-').and_then(|seen| seen.strip_suffix('-'));
        inner.is_some_and(|inner| inner.starts_with(char::is_alphanumeric))
    };
    let dashed: Vec<usize> = (0..lines.len()).filter(|&at| is_dashed(at)).collect();
    let beside = dashed.windows(2).filter(|pair| pair[1] == pair[0] + 1).flatten();
    beside.for_each(|&at| kinds[at] = Kind::Fixed);
}

/// The lines of a cell between quotation marks, in data whose cells are parted by commas, semicolons or tabs: an author broke
/// them.
fn hold_quoted_cells(text: &str, lines: &[Line], kinds: &mut [Kind]) {
    if memchr(b'"', text.as_bytes()).is_none() {
        return;
    }
    let mut first = 0;
    while first < lines.len() {
        let length = cell_opens(&text[lines[first].text.clone()]).and_then(|opens_tight| {
            let below = lines[first + 1..].iter().take(LINES_OF_CELL);
            let mut below = below.map(|line| &text[line.text.clone()]);
            let at = below.position(|line| line.contains('"'))?;
            let closes_tight = cell_closes(&text[lines[first + 1 + at].text.clone()])?;
            (opens_tight || closes_tight).then_some(at + 2)
        });
        let length = length.unwrap_or(1);
        if length > 1 {
            kinds[first..first + length]
                .iter_mut()
                .filter(|kind| **kind != Kind::Blank)
                .for_each(|kind| *kind = Kind::Fixed);
            // The last line may open another cell.
            first += length - 1;
        } else {
            first += 1;
        }
    }
}

/// Whether the last quotation mark of a line, which none closes, opens a cell: `Some(true)` behind a separator, `Some(false)` at
/// the line's start.
fn cell_opens(seen: &str) -> Option<bool> {
    let at = seen.rfind('"').filter(|_| seen.matches('"').count() % 2 == 1)?;
    match seen[..at].chars().next_back() {
        None => Some(false),
        Some(',' | ';' | '\t') => Some(true),
        Some(_) => None,
    }
}

/// The same of the first quotation mark of a line, which closes a cell: `Some(true)` before a separator and the next cell.
fn cell_closes(seen: &str) -> Option<bool> {
    let rest = &seen[seen.find('"')? + 1..];
    match rest.strip_prefix([',', ';', '\t']) {
        Some(next) => (!next.starts_with(' ')).then_some(true),
        None => rest.is_empty().then_some(false),
    }
}

/// Lines of a single token each, which is no word, are items of a list, however full they are: addresses, paths, checksums,
/// beginnings of words.
fn hold_single_items(text: &str, lines: &[Line], kinds: &mut [Kind]) {
    let seen = |at: usize| &text[lines[at].text.clone()];
    let is_single = |at: usize| kinds[at] == Kind::Prose && !seen(at).contains(char::is_whitespace);
    let mut held: Vec<usize> = Vec::new();
    let mut first = 0;
    while first < lines.len() {
        let length = (first..lines.len()).take_while(|&at| is_single(at)).count();
        let run = first..first + length;
        let are_beginnings = length >= LEAST_BEGINNINGS && run.clone().all(|at| seen(at).ends_with('-'));
        let is_item = |at: usize| are_beginnings || !is_word(seen(at));
        held.extend(run.clone().filter(|&at| {
            let beside = [at.checked_sub(1), Some(at + 1)].into_iter().flatten();
            is_item(at) && beside.filter(|beside| run.contains(beside)).any(is_item)
        }));
        first += length.max(1);
    }
    held.into_iter().for_each(|at| kinds[at] = Kind::Fixed);
}

/// Whether a token is a word or a number with the signs of a sentence around it, whole or cut by a hyphen.
fn is_word(token: &str) -> bool {
    let inner = token.trim_matches(|c: char| !c.is_alphanumeric());
    let is_number = || inner.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '-' | '–' | '/' | ':'));
    inner.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '\'' | '’' | '¬' | '\u{ad}')) || is_number()
}

/// A number before a small letter that no item before or after it counts from or on is an ordinal: `det⏎25. år`.
fn doubt_lone_numbers(text: &str, lines: &[Line], kinds: &mut [Kind]) {
    let numbers: Vec<(usize, u32, bool)> = (0..lines.len())
        .filter(|&at| kinds[at] == Kind::Item)
        .filter_map(|at| {
            let (number, rest) = text[lines[at].text.clone()].split_once(". ")?;
            Some((at, number.parse().ok()?, rest.starts_with(char::is_lowercase)))
        })
        .collect();
    for (place, &(at, number, is_small)) in numbers.iter().enumerate() {
        let beside =
            [place.checked_sub(1), Some(place + 1)].into_iter().flatten().filter_map(|beside| numbers.get(beside));
        let mut beside = beside.filter(|(line, ..)| line.abs_diff(at) <= SIBLING);
        if is_small && number > 1 && !beside.any(|(_, other, _)| other.abs_diff(number) == 1) {
            kinds[at] = Kind::Prose;
        }
    }
}

/// How a line is set beside those before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Setting {
    /// As any other.
    Plain,
    /// It begins something: an item of a list, or with an indentation.
    Start,
    /// It hangs below an item of a list, as far in as the item's text.
    Hanging,
}

/// By line: how it is set. A stretch that is indented as a whole begins nothing by that.
pub(super) fn settings(text: &str, lines: &[Line], kinds: &[Kind], language: Option<&Language>) -> Vec<Setting> {
    let mut settings = vec![Setting::Plain; lines.len()];
    let mut first = 0;
    while first < lines.len() {
        let stretch = lines[first..].iter().position(Line::is_blank).unwrap_or(lines.len() - first);
        let margin = lines[first..first + stretch].iter().map(|line| line.indent).min().unwrap_or(0);
        let hangs = hangs(text, &lines[first..first + stretch], margin);
        // The indentation of the item that lines hang below.
        let mut item: Option<usize> = None;
        for at in first..first + stretch {
            let indent = lines[at].indent;
            let is_item = kinds[at] == Kind::Item;
            let marker = is_item.then(|| item_marker(&text[lines[at].text.clone()], language)).flatten();
            item = if marker.is_some() { Some(indent) } else { item.filter(|item| indent > *item + STRAY_INDENT) };
            settings[at] = match marker {
                Some(_) => Setting::Start,
                None if item.is_some() => Setting::Hanging,
                None if hangs && indent > margin + STRAY_INDENT => Setting::Hanging,
                None if hangs && at > first => Setting::Start,
                None if indent > margin + STRAY_INDENT => Setting::Start,
                None => Setting::Plain,
            };
        }
        first += stretch + 1;
    }
    settings
}

/// Whether the lines of a stretch hang below those at the margin, as in a register or a bibliography: those at the margin
/// begin with capitals, those further in mostly not.
fn hangs(text: &str, lines: &[Line], margin: usize) -> bool {
    let mut small = [0, 0];
    let mut all = [0, 0];
    for line in lines {
        let place = usize::from(line.indent > margin + STRAY_INDENT);
        all[place] += 1;
        small[place] += usize::from(!text[line.text.clone()].starts_with(char::is_uppercase));
    }
    all[1] > 0 && all[0] > 1 && small[0] == 0 && 2 * small[1] > all[1]
}

fn kind(seen: &str, language: Option<&Language>) -> Kind {
    if seen.is_empty() {
        Kind::Blank
    } else if is_fixed(seen) {
        Kind::Fixed
    } else if has_cells(seen) {
        Kind::Cells
    } else if has_leader(seen) {
        Kind::Leader
    } else if item_marker(seen, language).is_some() {
        Kind::Item
    } else {
        Kind::Prose
    }
}

/// Whether a line is a quotation, markup or a rule.
fn is_fixed(seen: &str) -> bool {
    let bytes = seen.as_bytes();
    let starts = match bytes[0] {
        b'>' | b'|' => true,
        b'<' => bytes.get(1).is_some_and(|&byte| byte.is_ascii_alphabetic() || matches!(byte, b'/' | b'!')),
        // A heading, or a remark of a script: `# x`, `#`, `#----`; but not `#3`.
        b'#' => !seen.trim_start_matches('#').starts_with(char::is_alphanumeric),
        // A request of troff: `.SH NAME`.
        b'.' => is_request(bytes),
        b'`' => seen.starts_with("```"),
        _ => false,
    };
    starts || is_rule(bytes)
}

/// Whether a line is a request of troff: a full stop and two letters at most, in capitals but for the last.
fn is_request(bytes: &[u8]) -> bool {
    let name = bytes[1..].split(|byte| *byte == b' ').next().unwrap_or_default();
    (1..=2).contains(&name.len()) && name[0].is_ascii_uppercase() && name.iter().all(u8::is_ascii_alphanumeric)
}

/// Whether a line is drawn: three signs or more and nothing that is read.
fn is_rule(bytes: &[u8]) -> bool {
    let drawn = |byte: &u8| matches!(byte, b'-' | b'=' | b'*' | b'_' | b'~' | b'+' | b'.' | b' ');
    bytes.len() >= 3 && bytes.iter().all(drawn)
}

/// Whether a line is cut into cells: by tabs, wide gaps, bars, or separators without a space behind them.
fn has_cells(seen: &str) -> bool {
    let bytes = seen.as_bytes();
    let tight = |separator: u8| {
        memchr_iter(separator, bytes).filter(|at| bytes.get(at + 1).is_some_and(|next| *next != b' ')).count()
    };
    memchr(b'\t', bytes).is_some()
        || CELL_GAP.find(bytes).is_some()
        || has_no_break_gap(seen)
        || memchr_iter(b'|', bytes).count() >= SEPARATORS
        || tight(b';') >= SEPARATORS
        || tight(b',') > SEPARATORS + decimal_commas(bytes)
}

/// Whether a gap as wide is made of no-break spaces, alone or with plain ones between them.
fn has_no_break_gap(seen: &str) -> bool {
    const NO_BREAK: &str = "\u{a0}";
    let is_gap = |gap: &str| gap.chars().count() >= CELL_GAP.needle().len() && gap.contains(NO_BREAK);
    seen.contains(NO_BREAK) && seen.split(|c: char| !matches!(c, ' ' | '\u{a0}')).any(is_gap)
}

/// Commas between digits, as in `12,50`.
fn decimal_commas(bytes: &[u8]) -> usize {
    let between = |at: usize| {
        let digit = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_digit);
        digit(at.checked_sub(1)) && digit(Some(at + 1))
    };
    memchr_iter(b',', bytes).filter(|&at| between(at)).count()
}

/// Whether a line ends with dots that lead to a number: `Ny leder..... 8`.
fn has_leader(seen: &str) -> bool {
    let rest = seen.trim_end_matches(['.', ' ']);
    let before = rest.trim_end_matches(|c: char| c.is_ascii_digit());
    let dots = before.trim_end_matches(['.', '…', '·', '_', ' ']);
    let led = |c: char| if c == '…' { LEADER_DOTS } else { usize::from(c != ' ') };
    before.len() < rest.len() && before[dots.len()..].chars().map(led).sum::<usize>() >= LEADER_DOTS
}

/// The marker that a line begins with as an item of a list, with the space behind it: `- `, `1. `, `a) `, `• `.
pub(super) fn item_marker<'t>(seen: &'t str, language: Option<&Language>) -> Option<&'t str> {
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
    let is_month = || {
        let next = rest.trim_start();
        let next = lowercase(&next[..next.floor_char_boundary(BYTES_OF_MONTH)]);
        let months = language.map_or(&[][..], |language| language.list(List::Months));
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
pub(super) fn asks_for_number(seen: &str, language: Option<&Language>) -> bool {
    let last = seen.rsplit(' ').next().unwrap_or_default().to_lowercase();
    last == "§" || language.is_some_and(|language| language.lists(List::Counted, &last))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_told_by_how_they_are_built() {
        let cases = [
            ("", Kind::Blank),
            ("Mødet blev hævet kl. 16.", Kind::Prose),
            ("- at sagen drøftes", Kind::Item),
            ("o ét punkt", Kind::Item),
            ("1. Godkendelse", Kind::Item),
            ("2.1 Økonomi", Kind::Item),
            ("a) børn", Kind::Item),
            ("IV. Regnskab", Kind::Item),
            ("• mælk", Kind::Item),
            ("Ny leder..... 8", Kind::Leader),
            ("Ny leder….. 8.", Kind::Leader),
            ("Han tøvede...", Kind::Prose),
            ("Navn\tBeløb", Kind::Cells),
            ("Navn    Beløb", Kind::Cells),
            ("Navn\u{a0}\u{a0}\u{a0}Beløb", Kind::Cells),
            ("Navn\u{a0} \u{a0}Beløb", Kind::Cells),
            ("kl.\u{a0}10 i\u{a0}Vejen", Kind::Prose),
            ("| a | b |", Kind::Fixed),
            ("> Hej igen", Kind::Fixed),
            ("## Referat", Kind::Fixed),
            ("<p>Tekst", Kind::Fixed),
            ("-----", Kind::Fixed),
            ("navn;alder;by", Kind::Cells),
            ("Priserne er 12,50, 13,75 og 14,00 kr.", Kind::Prose),
            ("#3 på listen", Kind::Prose),
            ("5. februar var der møde", Kind::Prose),
            ("1.000 kr. i støtte", Kind::Prose),
        ];
        for (line, wanted) in cases {
            assert_eq!(kind(line, Some(Language::danish())), wanted, "{line}");
        }
    }

    #[test]
    fn a_lone_number_before_a_small_letter_is_an_ordinal() {
        let kinds = |text: &str| kinds(text, &super::super::lines::split(text), None);
        assert_eq!(kinds("2022 var det\n25. år i træk"), [Kind::Prose, Kind::Prose]);
        assert_eq!(kinds("1. mødet\n2. regnskabet"), [Kind::Item, Kind::Item]);
        assert_eq!(kinds("7. Regnskab"), [Kind::Item]);
    }

    #[test]
    fn fenced_lines_stand_by_themselves_if_the_fence_is_closed() {
        let text = "```\nlet a\n```\ntekst";
        assert_eq!(
            kinds(text, &super::super::lines::split(text), None),
            [Kind::Fixed, Kind::Fixed, Kind::Fixed, Kind::Prose]
        );
        let open = "```\nlet a";
        assert_eq!(kinds(open, &super::super::lines::split(open), None), [Kind::Fixed, Kind::Prose]);
    }
}
