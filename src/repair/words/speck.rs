//! Specks of dirt that were read as signs are taken out.
//!
//! **Why it is damage.** A program that reads a page takes dust, folds and shadows for full stops, quotation marks and
//! bars. They stand alone between the words, or before one, where nobody writes them.
//!
//! **Example.** `De lavede især . knægtene larm ; og '` → `De lavede især knægtene larm og`; `‘Resume` → `Resume`;
//! `virk- .⏎'. somhed` → `virksomhed`.
//!
//! **When it is certain.** In a document many of whose words were misread and which has several specks of several kinds: a
//! full stop or quotation mark that stands alone inside or at the end of a line, not before a capital, among words that
//! were read right; and a known word between whose halves specks stand at a line's end. Commas, other signs, signs at the
//! start of a line (where they may be what is left of a bullet) or among misread words are likely; so are signs that stand
//! before a word and of which no pair of quotation marks is made. Dashes, stars and signs of sums stay, for people write
//! those alone; so do strokes inside a line, which may be the word `i`, rows of the same sign (leaders), what stands in
//! columns (ditto marks, bars of tables), minutes and inches after a number, the stop of an abbreviation, and every sign
//! of a text that sets its full stops apart from its words.

use std::collections::BTreeSet;
use std::ops::Range;

use super::cut_words::joined;
use super::page::Page;
use crate::repair::LineMode;
use crate::repair::proposal::Proposal;
use crate::text::RuleCode;

/// The rule's code.
pub(super) const CODE: RuleCode = RuleCode("W108");

/// Dots and ticks, which are specks wherever they stand alone.
const PLAIN: &str = ".,'\"“”„’‘…";
/// Signs that are as high as a letter, which inside a line may be one.
const STROKES: &str = ":;|_»«¢^";
/// What else dirt is read as.
const OTHERS: &str = "~°©®¥";
/// Signs that nobody writes before a word, and of which no pair of quotation marks is made in Danish.
const BEFORE_WORDS: &str = ".;~_‘|^°";

/// A document that has this share of its words misread, 1 being a quarter, is read badly enough.
const DAMAGED: f32 = 0.03;
/// Specks that stand alone, and their kinds, that a document must have: so many, and one in so many words.
const LEAST: usize = 4;
const LEAST_KINDS: usize = 2;
const LEAST_SHARE: usize = 100;

/// Words around that are asked, on each side, no further away than so many bytes, and the share of them that must be known.
const AROUND: usize = 3;
const REACH: usize = 1000;
const MOST: f32 = 0.8;
const MANY: f32 = 0.6;
/// A plain one inside or at the end of a line, among known words: of 183 such on bad scans 182 stood for nothing.
const SURE: f32 = 0.995;
/// The same among misread words, plain ones at the start of a line, others at its end: of 433 such 420; before a word 46
/// of 46.
const LIKELY: f32 = 0.96;
/// What is left: of 187 such 164.
const DOUBTFUL: f32 = 0.88;
/// A word in two lines that is known as a whole.
const WHOLE: f32 = 0.996;
/// Signs in a row that are of one kind: leaders and ditto marks.
const ROW: usize = 3;

/// A run of signs that stand alone in a line.
struct Run<'t> {
    /// With the space that goes with it.
    range: Range<usize>,
    signs: &'t str,
    is_at_start: bool,
}

impl Run<'_> {
    fn is_plain(&self) -> bool {
        self.signs.chars().all(|c| c == ' ' || PLAIN.contains(c))
    }
}

fn is_speck(sign: char) -> bool {
    [PLAIN, STROKES, OTHERS].iter().any(|signs| signs.contains(sign))
}

/// The specks of a block. Where lines are joined, words that a line's end cuts between specks are made whole.
pub(super) fn among(page: &Page, mode: LineMode) -> Vec<Proposal> {
    if !page.is_damaged_by(DAMAGED) {
        return Vec::new();
    }
    let lines = || lines(page.text);
    let alone: Vec<Run> = lines().flat_map(|line| alone(page.text, line)).collect();
    let words = page.text.split_ascii_whitespace().count();
    let kinds: BTreeSet<char> = alone.iter().flat_map(|run| run.signs.chars()).filter(|c| is_speck(*c)).collect();
    let is_too_few = alone.len() < LEAST || kinds.len() < LEAST_KINDS || alone.len() * LEAST_SHARE < words;
    if is_too_few || is_spaced(page.text, alone.len()) {
        return Vec::new();
    }
    let taken = |range: Range<usize>, most: f32| {
        page.propose(range, CODE, "", most, "a sign that no word has, on a page with many such")
    };
    let cuts = if mode == LineMode::Join { cut_words(page) } else { Vec::new() };
    let before = lines().flat_map(|line| before_words(page.text, line)).filter_map(|range| taken(range, LIKELY));
    let alone = alone.iter().filter(|run| !belongs(page, run));
    alone.filter_map(|run| taken(run.range.clone(), sureness(page, run))).chain(before).chain(cuts).collect()
}

/// The words that a line's end cuts, where specks stand at the cut: `virk- .⏎'. somhed`.
fn cut_words(page: &Page) -> Vec<Proposal> {
    let whole = |hyphen: usize| {
        let start = page.text[..hyphen].trim_end_matches(char::is_alphabetic).len();
        let first = &page.text[start..hyphen];
        // Only the first hyphen of a row ends a word; the others would each look to the row's end.
        if first.is_empty() {
            return None;
        }
        let is_gap = |c: char| c.is_whitespace() || c == '-' || is_speck(c);
        let gap = &page.text[hyphen..][..page.text[hyphen..].find(|c| !is_gap(c))?];
        let right = hyphen + gap.len();
        let end = right + page.text[right..].find(|c: char| !c.is_alphabetic())?;
        let is_cut = gap.contains('\n') && gap.contains(is_speck);
        let word = joined(first, &page.text[right..end], page.language)
            .filter(|word| is_cut && page.language.is_known(word))?;
        page.propose(start..end, CODE, &word, WHOLE, "a word in two lines, with specks")
    };
    page.text.match_indices('-').filter_map(|(hyphen, _)| whole(hyphen)).collect()
}

fn sureness(page: &Page, run: &Run) -> f32 {
    let known = known_around(page, &run.range);
    // A comma may have come loose from its word, and so may what ends a sentence or a quotation, before a capital.
    let next = page.text[run.range.end..].chars().take(REACH).find(|c| c.is_alphanumeric());
    let is_loose = run.signs.contains(',') || next.is_some_and(char::is_uppercase);
    match (run.is_plain(), run.is_at_start) {
        (true, false) if known >= MOST && !is_loose => SURE,
        (true, false) => LIKELY,
        (true, true) | (false, false) if known >= MANY => LIKELY,
        _ => DOUBTFUL,
    }
}

/// The share of known ones among the words around a place.
fn known_around(page: &Page, place: &Range<usize>) -> f32 {
    let is_word = |token: &&str| token.contains(char::is_alphabetic);
    let from = page.text.floor_char_boundary(place.start.saturating_sub(REACH));
    let to = page.text.ceil_char_boundary((place.end + REACH).min(page.text.len()));
    let before = page.text[from..place.start].split_whitespace().rev().filter(is_word).take(AROUND);
    let after = page.text[place.end..to].split_whitespace().filter(is_word).take(AROUND);
    let known: Vec<bool> =
        before.chain(after).map(|token| page.is_word(token.trim_matches(|c: char| !c.is_alphabetic()))).collect();
    known.iter().filter(|known| **known).count() as f32 / known.len().max(1) as f32
}

/// Whether a text sets its full stops and commas apart from its words, as corpora do: then those that stand alone are no
/// dirt.
fn is_spaced(text: &str, alone: usize) -> bool {
    let is_closed = |token: &&str| token.len() > 1 && token.ends_with(['.', ',']) && !token.starts_with(is_speck);
    text.split_ascii_whitespace().filter(is_closed).count() < 2 * alone / 3
}

/// Whether signs belong to what stands before or after them: ditto marks and cells in columns, minutes and inches after a
/// number, the stop of an abbreviation or before a number.
fn belongs(page: &Page, run: &Run) -> bool {
    const COLUMN: &str = "  ";
    let (before, after) = (&page.text[..run.range.start], &page.text[run.range.end..]);
    let line = before.rsplit('\n').next().unwrap_or_default();
    let place = &page.text[run.range.clone()];
    let is_cell = place.contains(COLUMN) || place.contains('\t') || line.ends_with(COLUMN) && !line.trim().is_empty();
    let last = line.split_whitespace().next_back().unwrap_or_default();
    let ends_in_digit = last.ends_with(|c: char| c.is_ascii_digit());
    let is_unit = ends_in_digit && run.signs.contains(['\'', '"', '”', '’', '°']);
    let is_short = last.chars().count() == 1 || page.language.is_abbreviation(&format!("{last}."));
    let is_stop = run.signs.starts_with('.') && !last.is_empty();
    is_cell || is_unit || is_stop && (is_short || ends_in_digit || after.starts_with(|c: char| c.is_ascii_digit()))
}

/// The ranges of the lines of a text, without their ends.
fn lines(text: &str) -> impl Iterator<Item = Range<usize>> {
    text.split_inclusive('\n').scan(0, |start, line| {
        let range = *start..*start + line.trim_end_matches(['\n', '\r']).len();
        *start += line.len();
        Some(range)
    })
}

/// The tokens of a line.
fn tokens(text: &str, line: Range<usize>) -> impl Iterator<Item = Range<usize>> {
    let mut at = line.start;
    std::iter::from_fn(move || {
        let start = line.end - text[at..line.end].trim_start().len();
        at = text[start..line.end].find(char::is_whitespace).map_or(line.end, |length| start + length);
        (start < line.end).then_some(start..at)
    })
}

/// The runs of specks that stand alone in a line, each with the space that goes with it.
fn alone(text: &str, line: Range<usize>) -> Vec<Run<'_>> {
    let is_alone = |token: &Range<usize>| text[token.clone()].chars().all(is_speck);
    let tokens: Vec<Range<usize>> = tokens(text, line.clone()).collect();
    // Bars that stand in a row of them are of a table.
    let is_table = text[line.clone()].matches('|').count() > 1;
    let mut runs = Vec::new();
    let mut at = 0;
    for run in tokens.chunk_by(|left, right| is_alone(left) == is_alone(right)) {
        let (first, last) = (at, at + run.len());
        at = last;
        let signs = &text[run[0].start..run[run.len() - 1].end];
        let is_inside = first > 0 && last < tokens.len();
        let may_be_letter = is_inside && signs.contains(|c| STROKES.contains(c));
        if !is_alone(&run[0]) || is_row(signs) || may_be_letter || (is_table && signs.contains('|')) {
            continue;
        }
        let range = match tokens.get(last) {
            Some(next) => run[0].start..next.start,
            None => first.checked_sub(1).map_or(run[0].start, |before| tokens[before].end)..line.end,
        };
        runs.push(Run { range, signs, is_at_start: first == 0 });
    }
    runs
}

/// Whether signs are a row of one: leaders, dots of an omission, ditto marks. Two dots are what is left of one.
fn is_row(signs: &str) -> bool {
    if signs.contains("..") {
        return true;
    }
    let mut signs = signs.chars().filter(|c| !c.is_whitespace());
    let Some(first) = signs.next() else { return false };
    let mut others = 1;
    signs.all(|sign| {
        others += 1;
        sign == first
    }) && others >= ROW
}

/// The signs that stand before words of a line.
fn before_words(text: &str, line: Range<usize>) -> Vec<Range<usize>> {
    let sign = |token: Range<usize>| {
        let word = text[token.clone()].trim_start_matches(|c| BEFORE_WORDS.contains(c));
        let signs = text[token.clone()].len() - word.len();
        let is_word = word.chars().take(2).filter(|c| c.is_alphabetic()).count() == 2;
        let is_paired = word.contains(['’', '\'']) || text[line.clone()].matches('|').count() > 1;
        (signs > 0 && is_word && !is_paired).then(|| token.start..token.start + signs)
    };
    tokens(text, line.clone()).filter_map(sign).collect()
}
