//! Stretches of lines whose ends an author meant, whatever each line looks like by itself.

use super::super::lines::Line;
use super::Kind;
use crate::repair::document::kind::{regions_of_code, regions_of_markup};
use crate::text::SignIndex;

/// Lines of the longest settings that a text begins with.
const LINES_OF_SETTINGS: usize = 100;
/// Lines of the longest cell between quotation marks.
const LINES_OF_CELL: usize = 40;

/// The lines of what is code or markup in a text of prose: an example, a piece of a script or of a configuration.
pub(super) fn hold_code(text: &str, lines: &[Line], signs: &SignIndex, kinds: &mut [Kind]) {
    let of_markup = if signs.has(b'<') { regions_of_markup(text) } else { Vec::new() };
    for region in regions_of_code(text, signs).into_iter().chain(of_markup) {
        let from = lines.partition_point(|line| line.text.end <= region.start);
        let inside = lines[from..].iter().zip(&mut kinds[from..]).take_while(|(line, _)| line.text.start < region.end);
        inside.filter(|(line, _)| !line.is_blank()).for_each(|(_, kind)| *kind = Kind::Fixed);
    }
}

/// What stands between two rules of three hyphens that a text begins with: the settings of a page.
pub(super) fn hold_front_matter(text: &str, lines: &[Line], kinds: &mut [Kind]) {
    const RULE: &str = "---";
    let seen = |line: &Line| &text[line.text.clone()];
    if lines.first().map(seen) != Some(RULE) {
        return;
    }
    let end = lines.iter().take(LINES_OF_SETTINGS).skip(1).position(|line| seen(line) == RULE);
    let settings = kinds.iter_mut().take(end.map_or(0, |end| end + 1)).skip(1);
    settings.filter(|kind| **kind != Kind::Blank).for_each(|kind| *kind = Kind::Fixed);
}

/// The lines of a song with chords, which begins by naming itself: `{title: Tørfisk}`.
pub(super) fn hold_chords(text: &str, lines: &[Line], kinds: &mut [Kind]) {
    /// Directives that a text has at least, the first line being one.
    const LEAST: usize = 2;
    let is_directive = |line: &&Line| {
        let inner = text[line.text.clone()].strip_prefix('{').and_then(|seen| seen.strip_suffix('}'));
        let name = inner.map(|inner| inner.split(':').next().unwrap_or_default());
        name.is_some_and(|name| !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_'))
    };
    let begins = lines.iter().find(|line| !line.is_blank()).filter(is_directive).is_some();
    if begins && lines.iter().filter(is_directive).nth(LEAST - 1).is_some() {
        kinds.iter_mut().filter(|kind| **kind != Kind::Blank).for_each(|kind| *kind = Kind::Fixed);
    }
}

/// Visiting cards and calendars (`BEGIN:VCARD`), whose lines are folded by rules of their own.
pub(super) fn hold_cards(text: &str, lines: &[Line], signs: &SignIndex, kinds: &mut [Kind]) {
    if !signs.has_passage(text, "BEGIN:V", 5) {
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
pub(super) fn hold_cues(text: &str, lines: &[Line], signs: &SignIndex, kinds: &mut [Kind]) {
    if !signs.has_passage(text, " --> ", 3) {
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
pub(super) fn hold_strings(text: &str, lines: &[Line], signs: &SignIndex, kinds: &mut [Kind]) {
    if !signs.has_passage(text, "\"\n", 0) && !signs.has_passage(text, "\"\r", 0) {
        return;
    }
    let is_string = |at: usize| {
        let seen = &text[lines[at].text.clone()];
        seen.len() > 1 && seen.ends_with('"') && (seen.starts_with('"') || seen.starts_with("msg"))
    };
    hold_beside(lines.len(), kinds, is_string);
}

/// The lines of strings between three quotation marks each, as Python has them, and of the manual in a Perl program, where code stands
/// beside them.
pub(super) fn hold_strings_of_code(text: &str, lines: &[Line], signs: &SignIndex, kinds: &mut [Kind]) {
    let is_beside = |starts: [&str; 4]| {
        let has = |start: &&str| lines.iter().any(|line| text[line.text.clone()].starts_with(*start));
        starts.iter().filter(|start| has(start)).count()
    };
    if signs.has_passage(text, "\"\"\"", 0) && is_beside(["def ", "class ", "import ", "from "]) > 0 {
        hold_between(text, lines, kinds, |seen| seen.matches("\"\"\"").count() % 2 == 1, |_, is_quote| is_quote);
    }
    if signs.has_passage(text, "\n=cut", 1) && is_beside(["package ", "use ", "sub ", "my $"]) > 1 {
        hold_between(text, lines, kinds, |seen| seen.starts_with("=") && seen != "=cut", |seen, _| seen == "=cut");
    }
}

/// Holds the lines from one that opens to one that closes; of the latter is said whether it might open as well.
fn hold_between(
    text: &str,
    lines: &[Line],
    kinds: &mut [Kind],
    opens: impl Fn(&str) -> bool,
    closes: impl Fn(&str, bool) -> bool,
) {
    let mut is_inside = false;
    for (line, kind) in lines.iter().zip(kinds) {
        let seen = &text[line.text.clone()];
        let is_opening = opens(seen);
        if (is_inside || is_opening) && !line.is_blank() {
            *kind = Kind::Fixed;
        }
        is_inside = if is_inside { !closes(seen, is_opening) } else { is_opening };
    }
}

/// Lines under each other that begin with a quotation mark that stands apart are remarks of Vim.
pub(super) fn hold_remarks_of_vim(text: &str, lines: &[Line], kinds: &mut [Kind]) {
    hold_beside(lines.len(), kinds, |at| text[lines[at].text.clone()].starts_with("\" "));
}

/// Holds lines under each other that are all so.
fn hold_beside(lines: usize, kinds: &mut [Kind], is_so: impl Fn(usize) -> bool) {
    let held: Vec<usize> = (0..lines).filter(|&at| is_so(at)).collect();
    let beside = held.windows(2).filter(|pair| pair[1] == pair[0] + 1).flatten();
    beside.for_each(|&at| kinds[at] = Kind::Fixed);
}

/// Lines under each other that a bar parts in two are columns read across: nothing goes on over the bar.
pub(super) fn hold_columns(text: &str, lines: &[Line], signs: &SignIndex, kinds: &mut [Kind]) {
    const BAR: &str = " | ";
    let with_bar = signs.places_of(text, BAR, 1).map(|at| lines.partition_point(|line| line.text.end <= at));
    let is_parted = |&at: &usize| {
        let parts = text[lines[at].text.clone()].split_once(BAR);
        kinds[at] == Kind::Prose && parts.is_some_and(|(left, right)| !left.is_empty() && !right.is_empty())
    };
    let mut parted: Vec<usize> = with_bar.filter(|at| *at < lines.len()).filter(is_parted).collect();
    parted.dedup();
    let beside = parted.windows(2).filter(|pair| pair[1] == pair[0] + 1).flatten();
    beside.for_each(|&at| kinds[at] = Kind::Cells);
    hold_among_columns(&parted, kinds);
}

/// Among many lines that a bar parts are some whose bar was read as something else, or as nothing.
fn hold_among_columns(parted: &[usize], kinds: &mut [Kind]) {
    /// So many lines with a bar stand within so many lines.
    const BARS: usize = 6;
    const WITHIN: usize = 12;
    for rows in parted.windows(BARS) {
        let (first, last) = (rows[0], rows[BARS - 1]);
        if last - first < WITHIN {
            kinds[first..=last].iter_mut().filter(|kind| **kind == Kind::Prose).for_each(|kind| *kind = Kind::Cells);
        }
    }
}

/// Lines under each other that stand between hyphens each are names below a text, or headings: `-Anna Holm-`.
pub(super) fn hold_dashed(text: &str, lines: &[Line], kinds: &mut [Kind]) {
    let is_dashed = |at: usize| {
        let inner = text[lines[at].text.clone()].strip_prefix('-').and_then(|seen| seen.strip_suffix('-'));
        inner.is_some_and(|inner| inner.starts_with(char::is_alphanumeric))
    };
    hold_beside(lines.len(), kinds, is_dashed);
}

/// The lines of a cell between quotation marks, in data whose cells are parted by commas, semicolons or tabs: an author broke
/// them.
pub(super) fn hold_quoted_cells(text: &str, lines: &[Line], signs: &SignIndex, kinds: &mut [Kind]) {
    if !signs.has(b'"') {
        return;
    }
    let mut walk = signs.walk();
    let mut first = 0;
    while first < lines.len() {
        let line = &lines[first].text;
        let has_mark = walk.within(line).iter().any(|at| text.as_bytes()[*at] == b'"');
        let opens = if has_mark { cell_opens(&text[line.clone()]) } else { None };
        let length = opens.and_then(|opens_tight| {
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
