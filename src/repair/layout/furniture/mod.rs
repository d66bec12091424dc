//! Running heads, footers and page numbers are taken out of the text that they interrupt.
//!
//! **Why it is damage.** They belong to the page, not to the text: they stand in the middle of sentences, and are counted
//! as often as there are pages.
//!
//! **Example.** `… blev det⏎⏎Referat, side 3⏎⏎besluttet at …` → `… blev det besluttet at …`
//!
//! **When it is certain.** The text has four pages or more, by form feeds, by lines that count them at even distances, or by
//! titles with such lines beside them or numbers at their ends,
//! and the line comes back at the same edge of most of them, with the same words or with a number that counts the pages;
//! a page whose head was misread has one that is nearly it. Text must go on from page to page: where it does not (letters
//! or songs, a page each), only what counts the pages goes, and what comes back on pages that are counted. A line that
//! comes back inside pages too is no head, nor is one that counts something else (`Kapitel 3`, `§ 3`, `Punkt 3`), nor the
//! head of a table. `--keep-furniture` leaves them all.

mod chapters;
mod groups;
mod heads;
mod page_lines;
mod pages;
mod rising;
mod template;
mod titles;

use std::collections::BTreeMap;
use std::ops::Range;

use self::heads::heads;
use self::pages::pages;
use super::FURNITURE;
use super::lines::Line;
use super::pairs::Heads;
use super::structure::Kind;
use crate::repair::Options;
use crate::repair::proposal::Proposal;
use crate::text::Confidence;

/// Pages that a text has at least before anything is taken for a head.
const LEAST_PAGES: usize = 4;
/// How far apart two numbers of a row may be: those between were misread.
const MOST_STEPS: u32 = 4;
/// How alike a misread head is to the one it should be.
const ALIKE: f64 = 0.7;
/// The same where the number on it is the one that it should have.
const COUNTED_ALIKE: f64 = 0.5;
/// Probability of a misread head.
const ALIKE_SURE: f32 = 0.996;
/// A head is no longer than so many characters.
const LONGEST: usize = 100;

/// Finds the heads of a text, proposes to remove them, and says which go.
pub(super) fn find(
    text: &str,
    lines: &[Line],
    kinds: &[Kind],
    options: &Options,
    proposals: &mut Vec<Proposal>,
) -> Heads {
    let language = options.language.pack();
    let pages = pages(text, lines, kinds, language);
    if pages.len() < LEAST_PAGES {
        return Heads::default();
    }
    let found = heads(text, lines, kinds, &pages, language);
    if found.is_empty() || is_all_there_is(lines, &found) {
        return Heads::default();
    }
    let mut heads = Heads { is_head: vec![false; lines.len()], removed: Vec::new() };
    found.keys().for_each(|&line| heads.is_head[line] = true);
    let goes = options.furniture
        && options.rules.allows(FURNITURE)
        && found.values().all(|&probability| Confidence::from_probability(probability) >= options.apply);
    if options.furniture {
        let last_text = (0..lines.len()).rev().find(|&at| !lines[at].is_blank() && !heads.is_head[at]);
        for (&line, &probability) in &found {
            let range = removal(text, lines, &heads.is_head, last_text, line);
            let evidence = "it comes back at this edge of the pages";
            proposals.push(Proposal::single(range.clone(), FURNITURE, "", probability, evidence));
            if goes {
                heads.removed.push(range);
            }
        }
    }
    heads
}

/// Whether half as many lines would be left as go, or fewer: what fills a text is no head of it, but a list of numbers and the like.
fn is_all_there_is(lines: &[Line], found: &BTreeMap<usize, f32>) -> bool {
    let seen = lines.iter().filter(|line| !line.is_blank()).count();
    2 * seen < 3 * found.len()
}

/// The bytes that go with a head: its line, and the blank lines up to what comes next. `last_text` is the last line of all
/// that is neither blank nor a head.
fn removal(text: &str, lines: &[Line], is_head: &[bool], last_text: Option<usize>, line: usize) -> Range<usize> {
    let is_seen = |at: &usize| !lines[*at].is_blank();
    let start_of = |at: usize| text[..lines[at].text.start].rfind(['\n', '\r', '\x0c']).map_or(0, |end| end + 1);
    let next = (line + 1..lines.len()).find(is_seen);
    let end = next.map_or(text.len(), start_of);
    let form_feed = text[lines[line].text.end..end].find('\x0c').map_or(end, |at| lines[line].text.end + at);
    // Behind the last text of all nothing is left of the blank lines before the head either.
    let ends_text = last_text.is_none_or(|last| last <= line);
    let seen_before = || (0..line).rev().find(|&at| is_seen(&at));
    let start = match (ends_text, seen_before()) {
        (true, Some(last)) if !is_head[last] => start_of(last + 1),
        _ => start_of(line),
    };
    start..form_feed.max(start)
}
