//! Which of the lines that come back are heads, and where a page has one that was misread.

use super::super::lines::Line;
use super::super::structure::Kind;
use super::chapters::{sisters, with_chapters};
use super::groups::{Member, groups, inside, is_alike};
use super::pages::{Page, is_inside_table};
use super::rising::rising;
use super::template::{Template, says_page, with_digits};
use super::titles::letters;
use super::{ALIKE, ALIKE_SURE, COUNTED_ALIKE, LEAST_PAGES, LONGEST};
use crate::language::Language;
use crate::text::QuickMap;
use std::collections::BTreeMap;
use std::rc::Rc;

/// Times that a head comes back at least.
const LEAST_TIMES: usize = 3;
/// Share of the pages between its first and its last that have it: heads of left and right pages take turns.
const COVERAGE: f32 = 0.45;
/// Share of the lines of a kind whose number counts the pages.
const COUNTING: f32 = 0.6;
/// Share of the lines of a kind whose number is above the last one, where pages were not seen.
const RISING: f32 = 0.85;
/// Numbers that are years, which rise from one heading to the next.
const YEARS: std::ops::RangeInclusive<u32> = 1500..=2100;
/// Numbers of a date, and on how many pages one stands at least.
const DATE: usize = 3;
const LEAST_DATES: usize = 8;
/// Heads of which misread ones are looked for on every page, a left and a right one for each of so many chapters; where
/// there are more, on the pages between the first and the last that have it.
const MOST_SEEN_ALL_OVER: usize = 64;
/// Share of the pages whose text goes on on the next one, in a text that was cut into pages.
const FLOWING: f32 = 0.2;
/// Share of the pages (of the left or the right ones) that a head stands on where no text flows.
const NEARLY_ALL: f32 = 0.8;
/// Bytes from which a line without a full stop is no heading.
const OPEN_LINE: usize = 36;
/// Probability of a head that comes back.
const SURE: f32 = 0.998;

/// A head that was accepted: its edge, its words, and by how much its number is ahead of the page, if it counts them.
struct Head {
    edge: usize,
    words: String,
    ahead: Option<i64>,
    /// The pages on which its number counts on, if it counts pages of which some were not seen.
    rising: Option<Vec<usize>>,
    /// Whether nothing but a page number is on it; and whether more than the bare number says that it is one.
    is_page_number: bool,
    says_page: bool,
    /// Whether it is set like a row of a table.
    is_row: bool,
}

/// The lines that are heads, with probabilities.
pub(super) fn heads(
    text: &str,
    lines: &[Line],
    kinds: &[Kind],
    pages: &[Page],
    language: Option<&Language>,
) -> BTreeMap<usize, f32> {
    let inside = inside(text, lines, pages);
    let groups = groups(text, lines, pages);
    let sisters = sisters(&groups);
    let mut accepted: Vec<(Head, Vec<Member>)> = groups
        .into_iter()
        .filter_map(|((edge, words), members)| {
            let times = sisters.get(&(edge, letters(&words))).copied().unwrap_or_default().max(members.len());
            Some((accept(edge, &words, &members, times, &inside, kinds, language)?, members))
        })
        .collect();
    // Of a head whose number counts on past pages that were not seen, only the lines that do are heads.
    for (head, members) in &mut accepted {
        if let Some(pages) = &head.rising {
            members.retain(|member| pages.contains(&member.page));
        }
    }
    let found = find_heads(text, lines, pages, &accepted, language);
    let seen = |line: usize| &text[lines[line].text.clone()];
    if text_flows(text, lines, kinds, pages, &found) {
        // The head of a long table comes back too, but below the page's own.
        accepted.retain(|(head, members)| !head.is_row || is_outermost(head, members, pages, &found));
        return with_chapters(find_heads(text, lines, pages, &accepted, language), pages, &sisters, seen);
    }
    // Where no text goes on from page to page, pages may be parts of the text, each with a heading and an end of its own.
    let has_form_feeds = lines.iter().filter(|line| line.after_form_feed).count() + 1 >= LEAST_PAGES;
    let is_nearly_all = |members: &[Member]| members.len() as f32 >= NEARLY_ALL * pages.len() as f32;
    let are_told = has_form_feeds || accepted.iter().any(|(head, members)| head.says_page && is_nearly_all(members));
    accepted.retain(|(head, _)| head.says_page || (are_told && is_no_part(head)));
    // Letters and songs, a page each, end alike too. Only where the pages are counted is what comes back their head.
    let is_counted = accepted.iter().any(|(head, members)| {
        head.is_page_number && (head.ahead.is_some() || head.rising.is_some()) && is_nearly_all(members)
    });
    accepted.retain(|(head, _)| head.is_page_number || is_counted);
    loop {
        let found = find_heads(text, lines, pages, &accepted, language);
        let before = accepted.len();
        accepted.retain(|(head, members)| head.says_page || is_outermost(head, members, pages, &found));
        if accepted.len() == before {
            return with_chapters(found, pages, &sisters, seen);
        }
    }
}

/// The lines of accepted heads, and on pages that lack one the line that is nearly it.
fn find_heads(
    text: &str,
    lines: &[Line],
    pages: &[Page],
    accepted: &[(Head, Vec<Member>)],
    language: Option<&Language>,
) -> BTreeMap<usize, f32> {
    let mut found = BTreeMap::new();
    for (head, members) in accepted {
        let counts = |member: &&Member| {
            let is_expected = |number: &u32| head.ahead == Some(i64::from(*number) - member.page as i64);
            head.ahead.is_none() || member.numbers.iter().any(is_expected)
        };
        found.extend(members.iter().filter(counts).map(|member| (member.line, SURE)));
    }
    let is_seen_all_over = accepted.len() <= MOST_SEEN_ALL_OVER;
    let mut words = Words { text, lines, of_lines: QuickMap::default() };
    for (head, members) in accepted {
        let mut alike: QuickMap<Rc<str>, bool> = QuickMap::default();
        let pages = pages.iter().enumerate();
        let (skipped, taken) = if is_seen_all_over { (0, usize::MAX) } else { span(members) };
        for (at, page) in pages.skip(skipped).take(taken) {
            let edge = page.edge(head.edge);
            let has_it = edge.iter().any(|line| {
                found.contains_key(line) && {
                    let words = words.of(*line);
                    *alike
                        .entry(words)
                        .or_insert_with_key(|words| **words == *head.words || is_alike(words, &head.words))
                }
            });
            let misread = || {
                let mut others = edge.iter().filter(|line| !found.contains_key(line));
                others.find(|line| is_misread(&text[lines[**line].text.clone()], head, at, language)).copied()
            };
            if let Some(line) = (!has_it).then(misread).flatten() {
                found.insert(line, ALIKE_SURE);
            }
        }
    }
    found
}

/// The first page that has a head, and how many there are from it to the last one.
fn span(members: &[Member]) -> (usize, usize) {
    let ends = members.first().zip(members.last());
    ends.map_or((0, 0), |(first, last)| (first.page, last.page - first.page + 1))
}

/// The words of lines, each found out once.
struct Words<'t> {
    text: &'t str,
    lines: &'t [Line],
    of_lines: QuickMap<usize, Rc<str>>,
}

impl Words<'_> {
    fn of(&mut self, line: usize) -> Rc<str> {
        let seen = &self.text[self.lines[line].text.clone()];
        Rc::clone(self.of_lines.entry(line).or_insert_with(|| Template::of(seen).words.into()))
    }
}

/// Whether a head stands on nearly all pages with nothing but other heads beyond it.
fn is_outermost(head: &Head, members: &[Member], pages: &[Page], found: &BTreeMap<usize, f32>) -> bool {
    let beyond = |member: &Member| {
        let is_text = |line: &usize| !found.contains_key(line);
        let lines = pages[member.page].edge(head.edge).iter();
        match head.edge {
            0 => lines.take_while(|line| **line < member.line).any(is_text),
            _ => lines.rev().take_while(|line| **line > member.line).any(is_text),
        }
    };
    members.len() as f32 >= NEARLY_ALL * pages.len() as f32 / 2.0 && !members.iter().any(beyond)
}

/// Whether a head can be no heading and no end of a part: a number alone stands under its page, and other heads are titles
/// of some words without a full stop.
fn is_no_part(head: &Head) -> bool {
    if head.is_page_number {
        return head.edge == 1;
    }
    let words = head.words.split(' ').filter(|word| word.contains(char::is_alphabetic)).count();
    words >= 2 && !head.words.ends_with(['.', ':'])
}

/// Whether text goes on from page to page, past what was found of heads. Rows of a table and lines that stand by themselves do not.
fn text_flows(text: &str, lines: &[Line], kinds: &[Kind], pages: &[Page], found: &BTreeMap<usize, f32>) -> bool {
    let is_text = |line: &&usize| !found.contains_key(*line);
    let seen = |line: &usize| match kinds[*line] {
        Kind::Cells | Kind::Fixed => "",
        _ => &text[lines[*line].text.clone()],
    };
    let flows = |pair: &[Page]| {
        let last = pair[0].lines.iter().rev().find(is_text).map_or("", seen);
        let next = pair[1].lines.iter().find(is_text).map_or("", seen);
        let is_open = last.ends_with(|c: char| c.is_alphabetic() || matches!(c, ',' | '-')) && last.len() >= OPEN_LINE;
        next.starts_with(char::is_lowercase) || (is_open && !next.is_empty())
    };
    let flowing = pages.windows(2).filter(|pair| flows(pair)).count() as f32;
    flowing > 0.0 && flowing >= FLOWING * (pages.len() - 1) as f32
}

/// Takes a group for a head, if it is one. `times` is how often its letters stand at this edge, whatever number is beside them.
fn accept(
    edge: usize,
    words: &str,
    members: &[Member],
    times: usize,
    inside: &BTreeMap<String, usize>,
    kinds: &[Kind],
    language: Option<&Language>,
) -> Option<Head> {
    let (first, last) = (members.first()?, members.last()?);
    let span = last.page - first.page + 1;
    let template = Template { words: words.to_owned(), numbers: first.numbers.clone() };
    let is_page_number = template.is_page_number(language);
    let says_page = is_page_number && says_page(words, language);
    let is_frequent = members.len() >= LEAST_TIMES && times as f32 >= COVERAGE * span as f32;
    let is_inside = inside.get(words).is_some_and(|&times| 2 * times > members.len()) && !is_page_number;
    let rows = members.iter().filter(|member| is_inside_table(kinds, member.line)).count();
    if !is_frequent || is_inside || 2 * rows > members.len() {
        return None;
    }
    let ahead = (0..first.numbers.len()).find_map(|place| ahead(members, place));
    let are_years = members.iter().all(|member| member.numbers.iter().all(|number| YEARS.contains(number)));
    let may_rise = ahead.is_none() && words.contains('#') && !are_years;
    let rising = may_rise.then(|| rising(members)).filter(|pages| pages.len() as f32 >= RISING * members.len() as f32);
    let constant = members.iter().filter(|member| member.numbers == first.numbers).count();
    let is_of = |kind: Kind| members.iter().any(|member| kinds[member.line] == kind);
    let is_line = is_of(Kind::Fixed) || is_of(Kind::Item);
    let is_row = is_of(Kind::Cells) && ahead.is_none() && rising.is_none();
    let is_head = match ahead {
        Some(_) => !template.counts_parts(language),
        None if rising.is_some() => !template.counts_parts(language),
        None => {
            let letters = words.chars().filter(|c| c.is_alphabetic()).count();
            // A date: the same on all pages.
            let is_date = first.numbers.len() >= DATE && constant == members.len() && members.len() > LEAST_DATES;
            !is_line && 2 * constant > members.len() && (letters >= 3 || is_date)
        }
    };
    is_head.then(|| Head { edge, words: words.to_owned(), ahead, rising, is_page_number, says_page, is_row })
}

/// By how much the number at a place is ahead of the page, if it counts the pages.
fn ahead(members: &[Member], place: usize) -> Option<i64> {
    let mut times: BTreeMap<i64, usize> = BTreeMap::new();
    for member in members {
        if let Some(&number) = member.numbers.get(place) {
            *times.entry(i64::from(number) - member.page as i64).or_default() += 1;
        }
    }
    let (&ahead, &most) = times.iter().max_by_key(|(_, times)| **times)?;
    (most >= 2 && most as f32 >= COUNTING * members.len() as f32).then_some(ahead)
}

/// Whether a line of a page is the head that the page lacks, misread.
fn is_misread(seen: &str, head: &Head, page: usize, language: Option<&Language>) -> bool {
    if seen.len() > LONGEST {
        return false;
    }
    let template = Template::of(&with_digits(seen));
    let expected = |number: &u32| head.ahead.is_some_and(|ahead| i64::from(*number) == page as i64 + ahead);
    if head.is_page_number && template.is_page_number(language) {
        return template.numbers.iter().any(expected) || template.words == head.words;
    }
    let letters = head.words.chars().filter(|c| c.is_alphabetic()).count();
    let alike = if template.numbers.iter().any(expected) { COUNTED_ALIKE } else { ALIKE };
    letters >= 4 && strsim::normalized_levenshtein(&template.words, &head.words) >= alike
}
