//! Running heads, footers and page numbers are taken out of the text that they interrupt.
//!
//! **Why it is damage.** They belong to the page, not to the text: they stand in the middle of sentences, and are counted
//! as often as there are pages.
//!
//! **Example.** `… blev det⏎⏎Referat, side 3⏎⏎besluttet at …` → `… blev det besluttet at …`
//!
//! **When it is certain.** The text has four pages or more, by form feeds or by lines that count them at even distances,
//! and the line comes back at the same edge of most of them, with the same words or with a number that counts the pages;
//! a page whose head was misread has one that is nearly it. Text must go on from page to page: where it does not (letters
//! or songs, a page each), only what counts the pages goes, and what comes back on pages that are counted. A line that
//! comes back inside pages too is no head, nor is one that counts something else (`Kapitel 3`, `§ 3`, `Punkt 3`), nor the
//! head of a table. `--keep-furniture` leaves them all.

use std::collections::BTreeMap;
use std::ops::Range;
use std::rc::Rc;

use super::FURNITURE;
use super::lines::Line;
use super::pairs::Heads;
use super::structure::Kind;
use super::titles::{self, letters};
use crate::language::{Language, List, lowercase};
use crate::repair::Options;
use crate::repair::proposal::Proposal;
use crate::text::{Confidence, QuickMap};

/// Pages that a text has at least before anything is taken for a head.
pub(super) const LEAST_PAGES: usize = 4;
/// Lines at each edge of a page that may be heads.
const EDGE: usize = 3;
/// The same where each of more lines comes back on most pages.
const DEEPEST: usize = 8;
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
/// How alike a misread head is to the one it should be.
const ALIKE: f64 = 0.7;
/// The same where the number on it is the one that it should have.
const COUNTED_ALIKE: f64 = 0.5;
/// How far apart two numbers of a row may be: those between were misread.
const MOST_STEPS: u32 = 4;
/// Kinds of lines at the edges that misread ones are compared with.
const MOST_GROUPS: usize = 16;
/// Heads of which misread ones are looked for on every page, a left and a right one for each of so many chapters; where
/// there are more, on the pages between the first and the last that have it.
const MOST_SEEN_ALL_OVER: usize = 64;
/// Share of the pages whose text goes on on the next one, in a text that was cut into pages.
const FLOWING: f32 = 0.2;
/// Share of the pages (of the left or the right ones) that a head stands on where no text flows.
const NEARLY_ALL: f32 = 0.8;
/// Bytes from which a line without a full stop is no heading.
const OPEN_LINE: usize = 36;
/// How far distances between page numbers may stray from their mean, as a share of it, where no form feed says pages.
const EVEN: f32 = 0.35;
/// Lines of a page at least, where no form feed says pages.
pub(super) const PAGE_LINES: f32 = 8.0;
/// The same where the number has a full stop: stanzas and items are numbered so, and are shorter than most pages.
pub(super) const STANZA_LINES: f32 = 24.0;
/// The same where the line says that it is a page number: `- 3 -`, `Side 3`.
const SHORT_PAGE_LINES: f32 = 3.0;
/// A head is no longer than so many characters.
pub(super) const LONGEST: usize = 100;
/// Probability of a head that comes back, and of a misread one.
const SURE: f32 = 0.998;
const ALIKE_SURE: f32 = 0.996;

/// A line with its numbers taken out.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Template {
    pub words: String,
    pub numbers: Vec<u32>,
}

impl Template {
    pub fn of(seen: &str) -> Self {
        if let Some(number) = roman(seen) {
            return Self { words: "#".to_owned(), numbers: vec![number] };
        }
        let mut template = Self { words: String::with_capacity(seen.len()), numbers: Vec::new() };
        let mut digits = String::new();
        for c in lowercase(seen).chars().chain(['\n']) {
            if c.is_ascii_digit() {
                digits.push(c);
                continue;
            }
            if !digits.is_empty() {
                template.numbers.push(digits.parse().unwrap_or(u32::MAX));
                template.words.push('#');
                digits.clear();
            }
            if !c.is_whitespace() {
                template.words.push(c);
            } else if !template.words.ends_with(' ') {
                template.words.push(' ');
            }
        }
        template.words.truncate(template.words.trim_end().len());
        template
    }

    /// Whether its numbers number parts of the text.
    fn counts_parts(&self, language: Option<&Language>) -> bool {
        let is_part = |token: &str| token == "§" || is_listed(language, List::Parts, token);
        let mut tokens = self.words.split(' ').peekable();
        std::iter::from_fn(|| tokens.next().map(|token| (token, tokens.peek().copied())))
            .any(|(token, next)| is_part(token) && next.is_some_and(|next| next.starts_with('#')))
            || ["#. ", "#) ", "(#) "].iter().any(|item| self.words.starts_with(item))
    }

    /// Whether nothing but a number and the words of a page number are on the line.
    pub fn is_page_number(&self, language: Option<&Language>) -> bool {
        let word = |token: &str| {
            let token = token.trim_matches(|c: char| !c.is_alphanumeric() && c != '#');
            matches!(token, "" | "#" | "s" | "page" | "of" | "pag" | "#/#")
                || is_listed(language, List::Page, token)
                || is_listed(language, List::BesidePage, token)
                // `Side 4-13`, by chapters; alone it may be anything.
                || (token == "#-#" && has_word_for_page(&self.words, language))
        };
        self.words.contains('#') && self.words.split(' ').all(word)
    }
}

/// Whether a list of the language has a word.
fn is_listed(language: Option<&Language>, list: List, word: &str) -> bool {
    language.is_some_and(|language| language.lists(list, word))
}

/// A small roman number that fills a line.
fn roman(seen: &str) -> Option<u32> {
    /// Letters of `xxxviiii`.
    const LONGEST_ROMAN: usize = 8;
    let value = |c| match c {
        'i' => Some(1),
        'v' => Some(5),
        'x' => Some(10),
        'l' => Some(50),
        _ => None,
    };
    if seen.len() > LONGEST_ROMAN {
        return None;
    }
    let digits: Vec<u32> = seen.to_lowercase().chars().map(value).collect::<Option<_>>()?;
    let next = digits.iter().skip(1).chain(&[0]);
    let signed =
        digits.iter().zip(next).map(|(&digit, &next)| if digit < next { -i64::from(digit) } else { i64::from(digit) });
    u32::try_from(signed.sum::<i64>()).ok()
}

/// Letters that are read for digits, in tokens that have a digit or are one sign long.
fn with_digits(seen: &str) -> String {
    let digit = |c| match c {
        'l' | 'I' | '|' | 'i' => '1',
        'O' | 'o' => '0',
        'S' | 's' => '5',
        'B' => '8',
        'Z' | 'z' => '2',
        c => c,
    };
    let token = |token: &str| -> String {
        let is_number = token.chars().all(|c| digit(c).is_ascii_digit());
        if is_number { token.chars().map(digit).collect() } else { token.to_owned() }
    };
    seen.split(' ').map(token).collect::<Vec<_>>().join(" ")
}

/// Lines that may be heads of one page, by edge.
struct Page {
    /// The lines of the page that are not blank.
    lines: Vec<usize>,
    top: Vec<usize>,
    bottom: Vec<usize>,
}

impl Page {
    /// A page with so many lines at its top that may be heads.
    fn new(lines: Vec<usize>, depth: usize) -> Self {
        // The lines of a short page are shared out, the one line of an empty page to its top.
        let top = lines.len().div_ceil(2).min(depth);
        let bottom = (lines.len() - top).min(EDGE);
        Self { top: lines[..top].to_vec(), bottom: lines[lines.len() - bottom..].to_vec(), lines }
    }

    fn edge(&self, edge: usize) -> &[usize] {
        if edge == 0 { &self.top } else { &self.bottom }
    }
}

/// What comes back at an edge: the pages that have it, with the line and its numbers.
type Groups = BTreeMap<(usize, String), Vec<Member>>;

/// A line at the edge of a page.
#[derive(Debug)]
struct Member {
    page: usize,
    line: usize,
    numbers: Vec<u32>,
}

/// A head that was accepted: its edge, its words, and by how much its number is ahead of the page, if it counts them.
struct Head {
    edge: usize,
    words: String,
    ahead: Option<i64>,
    /// Whether its number counts pages of which some were not seen.
    rises: bool,
    /// Whether nothing but a page number is on it; and whether more than the bare number says that it is one.
    is_page_number: bool,
    says_page: bool,
    /// Whether it is set like a row of a table.
    is_row: bool,
}

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

/// Whether a line of a kind is seen on its page.
pub(super) fn is_on_page(kind: Kind) -> bool {
    !matches!(kind, Kind::Blank | Kind::Remark)
}

/// The pages of a text: between form feeds, or else around lines that count pages.
fn pages(text: &str, lines: &[Line], kinds: &[Kind], language: Option<&Language>) -> Vec<Page> {
    let mut starts: Vec<usize> = (1..lines.len()).filter(|&at| lines[at].after_form_feed).collect();
    if starts.len() + 1 < LEAST_PAGES {
        let titled = titles::page_starts(text, lines, kinds, language);
        let counted = counted_pages(text, lines, kinds, language);
        starts = if titled.len() + 1 >= LEAST_PAGES && titled.len() >= counted.len() { titled } else { counted };
    }
    let ends = starts.iter().copied().chain([lines.len()]);
    let ranges = [0].into_iter().chain(starts.iter().copied()).zip(ends);
    let seen = ranges.map(|(start, end)| (start..end).filter(|&at| is_on_page(kinds[at])).collect::<Vec<_>>());
    let seen: Vec<Vec<usize>> = seen.filter(|lines| !lines.is_empty()).collect();
    let depth = depth(text, lines, &seen);
    seen.into_iter().map(|lines| Page::new(lines, depth)).collect()
}

/// How many lines at the tops of pages may be heads: more than [`EDGE`] where they come back on most pages.
fn depth(text: &str, lines: &[Line], pages: &[Vec<usize>]) -> usize {
    let comes_back = |depth: &usize| {
        let mut times: BTreeMap<String, usize> = BTreeMap::new();
        let seen = pages.iter().filter_map(|page| page.get(*depth)).map(|&line| &text[lines[line].text.clone()]);
        seen.filter(|seen| seen.len() <= LONGEST)
            .for_each(|seen| *times.entry(Template::of(seen).words).or_default() += 1);
        pages.len() >= LEAST_PAGES && times.values().any(|&times| times as f32 >= COUNTING * pages.len() as f32)
    };
    (EDGE..DEEPEST).take_while(comes_back).last().map_or(EDGE, |depth| depth + 1)
}

/// Where pages begin in a text without form feeds: at the lines of the longest row of numbers that count on at even
/// distances, and where such a line should be and one stands that is nearly it.
fn counted_pages(text: &str, lines: &[Line], kinds: &[Kind], language: Option<&Language>) -> Vec<usize> {
    let mut groups: BTreeMap<String, Vec<(usize, Vec<u32>)>> = BTreeMap::new();
    let seen = (0..lines.len()).filter(|&at| is_on_page(kinds[at]));
    for at in seen.clone() {
        if is_inside_table(kinds, at) {
            continue;
        }
        if let Some(template) = counting_template(&text[lines[at].text.clone()], language) {
            groups.entry(template.words).or_default().push((at, template.numbers));
        }
    }
    let rows = groups.iter().flat_map(|(words, lines)| {
        let places = counting_places(words, lines[0].1.len(), language);
        places.map(move |place| (words, counting_row(lines, place)))
    });
    let Some((words, row)) = rows.filter(|(words, row)| is_even(words, row, language)).max_by_key(|(_, row)| row.len())
    else {
        return Vec::new();
    };
    let numbers = with_misread(text, lines, words, &row);
    // Numbers stand over their pages where the first one is among the first lines of the text.
    let is_over = seen.clone().take(EDGE).any(|line| numbers.first() == Some(&line));
    // What numbers stanzas, points and questions stands over them, from the first on.
    let template = Template { words: words.clone(), numbers: Vec::new() };
    if is_over && template.is_page_number(language) && !says_page(words, language) {
        return Vec::new();
    }
    let start = |&line: &usize| if is_over { line } else { line + 1 };
    numbers.iter().map(start).filter(|&line| line > 0 && line < lines.len()).collect()
}

/// The template of a line that may count pages.
fn counting_template(seen: &str, language: Option<&Language>) -> Option<Template> {
    let may_count = seen.len() <= LONGEST && (seen.contains(|c: char| c.is_ascii_digit()) || roman(seen).is_some());
    let template = may_count.then(|| Template::of(seen))?;
    let counts = template.is_page_number(language)
        || (names_page(&template.words, language) && !template.counts_parts(language));
    counts.then_some(template)
}

/// The lines of a row, with those between them and before and behind it that should be of it and nearly are.
fn with_misread(text: &str, lines: &[Line], words: &str, row: &[(usize, u32)]) -> Vec<usize> {
    let distance = mean_distance(row);
    let is_nearly = |line: usize, expected: u32| {
        let seen = &text[lines[line].text.clone()];
        let template = Template::of(&with_digits(seen));
        let alike = if template.numbers.contains(&expected) { COUNTED_ALIKE } else { ALIKE };
        !seen.is_empty() && seen.len() <= LONGEST && strsim::normalized_levenshtein(&template.words, words) >= alike
    };
    let around = |place: f32, expected: u32| {
        let reach = distance * EVEN;
        let range = (place - reach).max(0.0) as usize..((place + reach).max(0.0) as usize + 1).min(lines.len());
        range.filter(|&line| is_nearly(line, expected)).min_by_key(|&line| (line as f32 - place).abs() as usize)
    };
    let mut found: Vec<usize> = row.iter().map(|&(line, _)| line).collect();
    for pair in row.windows(2) {
        let (steps, length) = (pair[1].1 - pair[0].1, (pair[1].0 - pair[0].0) as f32);
        for step in 1..steps {
            found.extend(around(pair[0].0 as f32 + length * step as f32 / steps as f32, pair[0].1 + step));
        }
    }
    if let (Some(first), Some(last)) = (row.first(), row.last()) {
        found.extend(around(first.0 as f32 - distance, first.1.saturating_sub(1)));
        found.extend(around(last.0 as f32 + distance, last.1 + 1));
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// Whether a line stands between two rows of a table, with nothing to part it from them: it is a row itself.
fn is_inside_table(kinds: &[Kind], line: usize) -> bool {
    let is_row = |line: Option<usize>| line.and_then(|line| kinds.get(line)) == Some(&Kind::Cells);
    is_row(line.checked_sub(1)) && is_row(Some(line + 1))
}

/// Which of the numbers on lines of these words may count pages: any where a page is named, else the first and last sign.
fn counting_places(words: &str, numbers: usize, language: Option<&Language>) -> impl Iterator<Item = usize> + use<> {
    let is_free = says_page(words, language) || has_word_for_page(words, language);
    let ends = (words.starts_with('#'), words.ends_with('#'));
    (0..numbers).filter(move |&place| is_free || (place == 0 && ends.0) || (place + 1 == numbers && ends.1))
}

/// Whether the words of a template name a page, or have a number at an end.
fn names_page(words: &str, language: Option<&Language>) -> bool {
    has_word_for_page(words, language) || words.ends_with(" #") || words.starts_with("# ")
}

fn has_word_for_page(words: &str, language: Option<&Language>) -> bool {
    let is_word = |token: &str| {
        let word = token.trim_matches(|c: char| !c.is_alphanumeric());
        matches!(word, "s" | "page") || is_listed(language, List::Page, word)
    };
    words.split(' ').any(is_word)
}

/// Whether more than a bare number is on a line that counts pages.
pub(super) fn says_page(words: &str, language: Option<&Language>) -> bool {
    let template = Template { words: words.to_owned(), numbers: Vec::new() };
    // `(3)` and `3)` number examples, equations and items as well.
    template.is_page_number(language)
        && words.contains(|c: char| c.is_alphabetic() || matches!(c, '-' | '–' | '—' | '/'))
}

/// The longest row of lines whose number grows by one (or by two, on left or right pages).
fn counting_row(lines: &[(usize, Vec<u32>)], place: usize) -> Vec<(usize, u32)> {
    let number = |line: &(usize, Vec<u32>)| line.1.get(place).copied();
    let mut best: Vec<(usize, u32)> = Vec::new();
    let mut row: Vec<(usize, u32)> = Vec::new();
    for line in lines {
        let Some(number) = number(line) else { continue };
        match row.last() {
            Some(&(_, last)) if number > last && number - last <= MOST_STEPS => row.push((line.0, number)),
            Some(&(_, last)) if number == last => {}
            _ => {
                if row.len() > best.len() {
                    best = std::mem::take(&mut row);
                }
                row = vec![(line.0, number)];
            }
        }
    }
    if row.len() > best.len() { row } else { best }
}

/// Whether a row has enough lines, at even distances that pages have.
fn is_even(words: &str, row: &[(usize, u32)], language: Option<&Language>) -> bool {
    if row.len() < LEAST_PAGES {
        return false;
    }
    let mean = mean_distance(row);
    let least = match words {
        "#." => STANZA_LINES,
        _ if says_page(words, language) => SHORT_PAGE_LINES,
        _ => PAGE_LINES,
    };
    mean >= least && distances(row).all(|distance| (distance - mean).abs() <= EVEN * mean)
}

/// Lines from each number of a row to the next.
fn distances(row: &[(usize, u32)]) -> impl Iterator<Item = f32> {
    row.windows(2).map(|pair| (pair[1].0 - pair[0].0) as f32 / (pair[1].1 - pair[0].1) as f32)
}

fn mean_distance(row: &[(usize, u32)]) -> f32 {
    distances(row).sum::<f32>() / row.len().saturating_sub(1).max(1) as f32
}

/// The lines that are heads, with probabilities.
fn heads(
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
    accepted.iter_mut().for_each(|(head, members)| keep_counting(head, members));
    let found = find_heads(text, lines, pages, &accepted, language);
    let seen = |line: usize| &text[lines[line].text.clone()];
    if text_flows(text, lines, pages, &found) {
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
    let is_counted = accepted
        .iter()
        .any(|(head, members)| head.is_page_number && (head.ahead.is_some() || head.rises) && is_nearly_all(members));
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

/// The heads with those among them that change with the chapters, some of a page or two: above a head, with nothing but heads above it,
/// and seen more than once.
fn with_chapters<'t>(
    mut found: BTreeMap<usize, f32>,
    pages: &[Page],
    sisters: &BTreeMap<(usize, String), usize>,
    seen: impl Fn(usize) -> &'t str,
) -> BTreeMap<usize, f32> {
    for page in pages {
        for (above, pair) in page.top.windows(2).enumerate() {
            let comes_back = |line: usize| sisters.get(&(0, letters(seen(line)))).is_some_and(|times| *times > 1);
            let is_first = page.top[..above].iter().all(|line| found.contains_key(line));
            if is_first && !found.contains_key(&pair[0]) && found.contains_key(&pair[1]) && comes_back(pair[0]) {
                found.insert(pair[0], ALIKE_SURE);
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

/// Whether text goes on from page to page, past what was found of heads.
fn text_flows(text: &str, lines: &[Line], pages: &[Page], found: &BTreeMap<usize, f32>) -> bool {
    let is_text = |line: &&usize| !found.contains_key(*line);
    let seen = |line: &usize| &text[lines[*line].text.clone()];
    let flows = |pair: &[Page]| {
        let last = pair[0].lines.iter().rev().find(is_text).map_or("", seen);
        let next = pair[1].lines.iter().find(is_text).map_or("", seen);
        let is_open = last.ends_with(|c: char| c.is_alphabetic() || matches!(c, ',' | '-')) && last.len() >= OPEN_LINE;
        next.starts_with(char::is_lowercase) || (is_open && !next.is_empty())
    };
    let flowing = pages.windows(2).filter(|pair| flows(pair)).count() as f32;
    flowing > 0.0 && flowing >= FLOWING * (pages.len() - 1) as f32
}

/// The lines at the edges of pages by their words; what is nearly one of the larger groups is put to it.
fn groups(text: &str, lines: &[Line], pages: &[Page]) -> Groups {
    let mut groups = Groups::new();
    for (page, edge, line) in candidates(pages) {
        let seen = &text[lines[line].text.clone()];
        if seen.len() <= LONGEST {
            let template = Template::of(seen);
            groups.entry((edge, template.words)).or_default().push(Member { page, line, numbers: template.numbers });
        }
    }
    let mut large: Vec<(usize, String)> =
        groups.iter().filter(|(_, members)| members.len() > 1).map(|(key, _)| key.clone()).collect();
    large.sort_by_key(|key| std::cmp::Reverse(groups[key].len()));
    large.truncate(MOST_GROUPS);
    let small: Vec<(usize, String)> = groups.keys().filter(|key| !large.contains(key)).cloned().collect();
    for key in small {
        let nearest = large.iter().find(|large| large.0 == key.0 && is_alike(&large.1, &key.1));
        if let (Some(large), Some(members)) = (nearest, groups.get(&key)) {
            let numbers =
                members.iter().map(|member| Member { numbers: member.numbers.clone(), ..*member }).collect::<Vec<_>>();
            groups.entry(large.clone()).or_default().extend(numbers);
        }
    }
    for members in groups.values_mut() {
        members.sort_by_key(|member| (member.page, member.line));
        members.dedup_by_key(|member| member.page);
    }
    groups
}

/// Whether one template may be the other, misread.
fn is_alike(one: &str, other: &str) -> bool {
    let letters = one.chars().filter(|c| c.is_alphabetic()).count();
    let lengths = (one.len().min(other.len()), one.len().max(other.len()));
    letters >= 4 && 2 * lengths.0 > lengths.1 && strsim::normalized_levenshtein(one, other) >= ALIKE
}

/// Every line at an edge: page, edge, line.
fn candidates(pages: &[Page]) -> impl Iterator<Item = (usize, usize, usize)> {
    let of_edge = |page: usize, edge: usize| move |&line: &usize| (page, edge, line);
    pages
        .iter()
        .enumerate()
        .flat_map(move |(at, page)| page.top.iter().map(of_edge(at, 0)).chain(page.bottom.iter().map(of_edge(at, 1))))
}

/// How often lines of each kind stand inside the pages.
fn inside(text: &str, lines: &[Line], pages: &[Page]) -> BTreeMap<String, usize> {
    let mut inside = BTreeMap::new();
    for page in pages {
        let middle = page.top.len()..page.lines.len() - page.bottom.len();
        for &line in &page.lines[middle] {
            let seen = &text[lines[line].text.clone()];
            if seen.len() <= LONGEST {
                *inside.entry(Template::of(seen).words).or_default() += 1;
            }
        }
    }
    inside
}

/// How often lines of the same letters stand at an edge: the head of a left page has its number before it, that of a right page
/// behind, and some have lost it.
fn sisters(groups: &Groups) -> BTreeMap<(usize, String), usize> {
    let mut sisters = BTreeMap::new();
    for ((edge, words), members) in groups {
        let letters = letters(words);
        if !letters.is_empty() {
            *sisters.entry((*edge, letters)).or_default() += members.len();
        }
    }
    sisters
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
    let rises = may_rise && rising(members).len() as f32 >= RISING * members.len() as f32;
    let constant = members.iter().filter(|member| member.numbers == first.numbers).count();
    let is_of = |kind: Kind| members.iter().any(|member| kinds[member.line] == kind);
    let is_line = is_of(Kind::Fixed) || is_of(Kind::Item);
    let is_row = is_of(Kind::Cells) && ahead.is_none() && !rises;
    let is_head = match ahead {
        _ if rises => !template.counts_parts(language),
        Some(_) => !template.counts_parts(language),
        None => {
            let letters = words.chars().filter(|c| c.is_alphabetic()).count();
            // A date: the same on all pages.
            let is_date = first.numbers.len() >= DATE && constant == members.len() && members.len() > LEAST_DATES;
            !is_line && 2 * constant > members.len() && (letters >= 3 || is_date)
        }
    };
    is_head.then(|| Head { edge, words: words.to_owned(), ahead, rises, is_page_number, says_page, is_row })
}

/// Of a head whose number counts on past pages that were not seen, only the lines that do are heads.
fn keep_counting(head: &Head, members: &mut Vec<Member>) {
    if head.rises {
        let pages = rising(members);
        members.retain(|member| pages.contains(&member.page));
    }
}

/// The pages of members whose last number is above the one before, by not much more than there are pages between them.
fn rising(members: &[Member]) -> Vec<usize> {
    /// A misread number may be the first; then the next one begins the row.
    const STARTS: usize = 3;
    let from = |first: usize| {
        let mut row: Vec<&Member> = Vec::new();
        for member in &members[first..] {
            if !member.numbers.is_empty() && row.last().is_none_or(|last| goes_on(last, member)) {
                row.push(member);
            }
        }
        row.into_iter().map(|member| member.page).collect::<Vec<_>>()
    };
    (0..STARTS.min(members.len())).map(from).max_by_key(Vec::len).unwrap_or_default()
}

/// Whether the last number of a line is above that of another one, by as many pages as may be between them, or counts anew in the
/// next chapter: `Side 4-13`, `Side 5-1`.
fn goes_on(last: &Member, next: &Member) -> bool {
    let most = MOST_STEPS + 2 * (next.page - last.page) as u32;
    let is_step = |from: u32, to: u32| to > from && to - from <= most;
    match (&last.numbers[..], &next.numbers[..]) {
        ([from], [to]) => is_step(*from, *to),
        ([chapter, from], [next, to]) => {
            (chapter == next && is_step(*from, *to)) || (is_step(*chapter, *next) && *to <= most)
        }
        _ => false,
    }
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
