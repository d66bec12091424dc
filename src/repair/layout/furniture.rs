//! Running heads, footers and page numbers are taken out of the text that they interrupt.
//!
//! **Why it is damage.** They belong to the page, not to the text: they stand in the middle of sentences, and are counted
//! as often as there are pages.
//!
//! **Example.** `… blev det⏎⏎Referat, side 3⏎⏎besluttet at …` → `… blev det besluttet at …`
//!
//! **When it is certain.** The text has four pages or more, by form feeds or by lines that count them at even distances,
//! and the line comes back at the same edge of most of them, with the same words or with a number that counts the pages;
//! a page whose head was misread has one that is nearly it. A line that comes back inside pages too is no head, nor is one
//! that counts something else (`Kapitel 3`, `§ 3`, `Punkt 3`), nor a row of a table. `--keep-furniture` leaves them all.

use std::collections::BTreeMap;
use std::ops::Range;

use super::FURNITURE;
use super::gaps::Heads;
use super::lines::Line;
use super::structure::Kind;
use crate::repair::Options;
use crate::repair::proposal::Proposal;
use crate::text::Confidence;

/// Pages that a text has at least before anything is taken for a head.
const LEAST_PAGES: usize = 4;
/// Lines at each edge of a page that may be heads.
const EDGE: usize = 3;
/// Times that a head comes back at least.
const LEAST_TIMES: usize = 3;
/// Share of the pages between its first and its last that have it: heads of left and right pages take turns.
const COVERAGE: f32 = 0.45;
/// Share of the lines of a kind whose number counts the pages.
const COUNTING: f32 = 0.6;
/// How alike a misread head is to the one it should be.
const ALIKE: f64 = 0.72;
/// How far distances between page numbers may stray from their mean, as a share of it, where no form feed says pages.
const EVEN: f32 = 0.35;
/// Lines of a page at least, where no form feed says pages.
const PAGE_LINES: f32 = 8.0;
/// A head is no longer than so many characters.
const LONGEST: usize = 100;
/// Probability of a head that comes back, and of a misread one.
const SURE: f32 = 0.998;
const ALIKE_SURE: f32 = 0.996;

/// Words that number parts of a text, not pages.
const PARTS: [&str; 22] = [
    "kapitel",
    "kap.",
    "§",
    "punkt",
    "pkt.",
    "afsnit",
    "spørgsmål",
    "bilag",
    "tabel",
    "figur",
    "del",
    "opgave",
    "dag",
    "uge",
    "sag",
    "stk.",
    "nr.",
    "nr",
    "artikel",
    "trin",
    "scene",
    "akt",
];

/// A line with its numbers taken out.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Template {
    words: String,
    numbers: Vec<u32>,
}

impl Template {
    fn of(seen: &str) -> Self {
        if let Some(number) = roman(seen) {
            return Self { words: "#".to_owned(), numbers: vec![number] };
        }
        let mut template = Self { words: String::with_capacity(seen.len()), numbers: Vec::new() };
        let mut digits = String::new();
        for c in seen.to_lowercase().chars().chain(['\n']) {
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
    fn counts_parts(&self) -> bool {
        let mut tokens = self.words.split(' ').peekable();
        std::iter::from_fn(|| tokens.next().map(|token| (token, tokens.peek().copied())))
            .any(|(token, next)| PARTS.contains(&token) && next.is_some_and(|next| next.starts_with('#')))
            || self.words.starts_with("#. ")
    }

    /// Whether nothing but a number and the words of a page number are on the line.
    fn is_page_number(&self) -> bool {
        let word = |token: &str| {
            let token = token.trim_matches(|c: char| !c.is_alphanumeric() && c != '#');
            matches!(token, "" | "#" | "side" | "s" | "af" | "page" | "of" | "pag" | "sidetal" | "#/#")
        };
        self.words.contains('#') && self.words.split(' ').all(word)
    }
}

/// A small roman number that fills a line.
fn roman(seen: &str) -> Option<u32> {
    let value = |c| match c {
        'i' => Some(1),
        'v' => Some(5),
        'x' => Some(10),
        'l' => Some(50),
        _ => None,
    };
    let digits: Vec<u32> = seen.to_lowercase().chars().map(value).collect::<Option<_>>()?;
    let next = digits.iter().skip(1).chain(&[0]);
    let signed =
        digits.iter().zip(next).map(|(&digit, &next)| if digit < next { -i64::from(digit) } else { i64::from(digit) });
    (digits.len() <= 8).then(|| u32::try_from(signed.sum::<i64>()).ok())?
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
    fn new(lines: Vec<usize>) -> Self {
        // The one line of an empty page is at its top.
        let top = lines.len().min(EDGE);
        let bottom = (lines.len() - top).min(EDGE);
        Self { top: lines[..top].to_vec(), bottom: lines[lines.len() - bottom..].to_vec(), lines }
    }

    fn edge(&self, edge: usize) -> &[usize] {
        if edge == 0 { &self.top } else { &self.bottom }
    }
}

/// What comes back at an edge: the pages that have it, with the line and its numbers.
type Groups = BTreeMap<(usize, String), Vec<(usize, usize, Vec<u32>)>>;

/// A head that was accepted: its edge, its words, and by how much its number is ahead of the page, if it counts them.
struct Head {
    edge: usize,
    words: String,
    ahead: Option<i64>,
}

/// Finds the heads of a text, proposes to remove them, and says which go.
pub(super) fn find(
    text: &str,
    lines: &[Line],
    kinds: &[Kind],
    options: &Options,
    proposals: &mut Vec<Proposal>,
) -> Heads {
    let pages = pages(text, lines, kinds);
    if pages.len() < LEAST_PAGES {
        return Heads::default();
    }
    let found = heads(text, lines, kinds, &pages);
    if found.is_empty() {
        return Heads::default();
    }
    let mut heads = Heads { is_head: vec![false; lines.len()], removed: Vec::new() };
    found.keys().for_each(|&line| heads.is_head[line] = true);
    let goes = options.furniture
        && options.rules.allows(FURNITURE)
        && found.values().all(|&probability| Confidence::from_probability(probability) >= options.apply);
    if options.furniture {
        for (&line, &probability) in &found {
            let range = removal(text, lines, &heads.is_head, line);
            let evidence = "it comes back at this edge of the pages";
            proposals.push(Proposal::single(range.clone(), FURNITURE, "", probability, evidence));
            if goes {
                heads.removed.push(range);
            }
        }
    }
    heads
}

/// The pages of a text: between form feeds, or else around lines that count pages.
fn pages(text: &str, lines: &[Line], kinds: &[Kind]) -> Vec<Page> {
    let mut starts: Vec<usize> = (1..lines.len()).filter(|&at| lines[at].after_form_feed).collect();
    if starts.len() + 1 < LEAST_PAGES {
        starts = counted_pages(text, lines, kinds);
    }
    let ends = starts.iter().copied().chain([lines.len()]);
    let ranges = [0].into_iter().chain(starts.iter().copied()).zip(ends);
    let seen = ranges.map(|(start, end)| (start..end).filter(|&at| kinds[at] != Kind::Blank).collect::<Vec<_>>());
    seen.filter(|lines| !lines.is_empty()).map(Page::new).collect()
}

/// Where pages begin in a text without form feeds: behind the lines of the longest row of numbers that count on at even
/// distances.
fn counted_pages(text: &str, lines: &[Line], kinds: &[Kind]) -> Vec<usize> {
    let mut groups: BTreeMap<String, Vec<(usize, Vec<u32>)>> = BTreeMap::new();
    for (at, line) in
        lines.iter().enumerate().filter(|(at, line)| kinds[*at] != Kind::Blank && line.text.len() <= LONGEST)
    {
        let seen = &text[line.text.clone()];
        if !seen.contains(|c: char| c.is_ascii_digit()) {
            continue;
        }
        let template = Template::of(seen);
        if template.is_page_number() || (!template.counts_parts() && names_page(&template.words)) {
            groups.entry(template.words).or_default().push((at, template.numbers));
        }
    }
    let rows = groups.values().flat_map(|lines| (0..lines[0].1.len()).map(|place| counting_row(lines, place)));
    let row = rows.filter(|row| is_even(row)).max_by_key(Vec::len).unwrap_or_default();
    // Whether numbers stand above or below their pages is told by what is nearer to a blank edge; a page begins behind the
    // number either way, since heads on both sides of it are looked for.
    row.iter().map(|&(line, _)| line + 1).filter(|&line| line < lines.len()).collect()
}

/// Whether the words of a template name a page, or have nothing but one number at an end.
fn names_page(words: &str) -> bool {
    let is_word = |token: &str| matches!(token.trim_matches(|c: char| !c.is_alphanumeric()), "side" | "s" | "page");
    words.split(' ').any(is_word) || words.ends_with(" #") || words.starts_with("# ")
}

/// The longest row of lines whose number grows by one (or by two, on left or right pages).
fn counting_row(lines: &[(usize, Vec<u32>)], place: usize) -> Vec<(usize, u32)> {
    let number = |line: &(usize, Vec<u32>)| line.1.get(place).copied();
    let mut best: Vec<(usize, u32)> = Vec::new();
    let mut row: Vec<(usize, u32)> = Vec::new();
    for line in lines {
        let Some(number) = number(line) else { continue };
        match row.last() {
            Some(&(_, last)) if number > last && number - last <= 2 => row.push((line.0, number)),
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
fn is_even(row: &[(usize, u32)]) -> bool {
    if row.len() < LEAST_PAGES {
        return false;
    }
    let distances: Vec<f32> =
        row.windows(2).map(|pair| (pair[1].0 - pair[0].0) as f32 / (pair[1].1 - pair[0].1) as f32).collect();
    let mean = distances.iter().sum::<f32>() / distances.len() as f32;
    let stray = distances.iter().map(|distance| (distance - mean).abs()).fold(0.0, f32::max);
    mean >= PAGE_LINES && stray <= EVEN * mean
}

/// The lines that are heads, with probabilities.
fn heads(text: &str, lines: &[Line], kinds: &[Kind], pages: &[Page]) -> BTreeMap<usize, f32> {
    let mut groups = Groups::new();
    for (page, edge, line) in candidates(pages) {
        let seen = &text[lines[line].text.clone()];
        if seen.len() <= LONGEST {
            let template = Template::of(seen);
            groups.entry((edge, template.words)).or_default().push((page, line, template.numbers));
        }
    }
    let inside = inside(text, lines, pages);
    let mut found = BTreeMap::new();
    let mut accepted: Vec<Head> = Vec::new();
    for ((edge, words), mut members) in groups {
        members.dedup_by_key(|member| member.0);
        let Some(head) = accept(edge, &words, &members, &inside, lines, kinds) else { continue };
        let counted = |&(page, _, ref numbers): &(usize, usize, Vec<u32>)| {
            head.ahead.is_none_or(|ahead| numbers.iter().any(|&number| i64::from(number) - page as i64 == ahead))
        };
        // A line of the same words with another number is a misread one, if its page has no other.
        found.extend(members.iter().filter(|member| counted(member)).map(|member| (member.1, SURE)));
        accepted.push(head);
    }
    for head in &accepted {
        for (at, page) in pages.iter().enumerate() {
            let edge = page.edge(head.edge);
            let has_it = edge.iter().any(|line| {
                found.contains_key(line) && Template::of(&text[lines[*line].text.clone()]).words == head.words
            });
            let misread = || {
                edge.iter()
                    .find(|line| !found.contains_key(line) && is_misread(&text[lines[**line].text.clone()], head, at))
            };
            if let Some(&line) = (!has_it).then(misread).flatten() {
                found.insert(line, ALIKE_SURE);
            }
        }
    }
    found
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

/// Takes a group for a head, if it is one.
fn accept(
    edge: usize,
    words: &str,
    members: &[(usize, usize, Vec<u32>)],
    inside: &BTreeMap<String, usize>,
    lines: &[Line],
    kinds: &[Kind],
) -> Option<Head> {
    let (first, last) = (members.first()?, members.last()?);
    let span = last.0 - first.0 + 1;
    let template = Template { words: words.to_owned(), numbers: first.2.clone() };
    let is_frequent = members.len() >= LEAST_TIMES && members.len() as f32 >= COVERAGE * span as f32;
    let is_inside = inside.get(words).is_some_and(|&times| 2 * times > members.len()) && !template.is_page_number();
    if !is_frequent || is_inside {
        return None;
    }
    let ahead = (0..first.2.len()).find_map(|place| ahead(members, place));
    let is_constant = members.iter().all(|member| member.2 == first.2);
    let is_row = members.iter().any(|member| kinds[member.1] == Kind::Fixed) && ahead.is_none();
    let is_item = members.iter().any(|member| kinds[member.1] == Kind::Item) && ahead.is_none();
    let has_letters = words.chars().filter(|c| c.is_alphabetic()).count() >= 3;
    let is_head = match ahead {
        Some(_) => !template.counts_parts(),
        None => is_constant && has_letters && members.len() >= LEAST_PAGES.min(span),
    };
    let _ = lines;
    (is_head && !is_row && !is_item).then(|| Head { edge, words: words.to_owned(), ahead })
}

/// By how much the number at a place is ahead of the page, if it counts the pages.
fn ahead(members: &[(usize, usize, Vec<u32>)], place: usize) -> Option<i64> {
    let mut times: BTreeMap<i64, usize> = BTreeMap::new();
    for (page, _, numbers) in members {
        *times.entry(i64::from(*numbers.get(place)?) - *page as i64).or_default() += 1;
    }
    let (&ahead, &most) = times.iter().max_by_key(|(_, times)| **times)?;
    (most >= 2 && most as f32 >= COUNTING * members.len() as f32).then_some(ahead)
}

/// Whether a line of a page is the head that the page lacks, misread.
fn is_misread(seen: &str, head: &Head, page: usize) -> bool {
    if seen.len() > LONGEST {
        return false;
    }
    let template = Template::of(&with_digits(seen));
    let expected = |number: &u32| head.ahead.is_some_and(|ahead| i64::from(*number) == page as i64 + ahead);
    let is_number =
        template.is_page_number() && Template { words: head.words.clone(), numbers: Vec::new() }.is_page_number();
    if is_number {
        return template.numbers.iter().any(expected) || template.words == head.words;
    }
    let letters = head.words.chars().filter(|c| c.is_alphabetic()).count();
    letters >= 5 && strsim::normalized_levenshtein(&template.words, &head.words) >= ALIKE
}

/// The bytes that go with a head: its line, and the blank lines up to what comes next.
fn removal(text: &str, lines: &[Line], is_head: &[bool], line: usize) -> Range<usize> {
    let is_seen = |at: &usize| !lines[*at].is_blank();
    let start_of = |at: usize| text[..lines[at].text.start].rfind(['\n', '\r', '\x0c']).map_or(0, |end| end + 1);
    let next = (line + 1..lines.len()).find(is_seen);
    let end = next.map_or(text.len(), start_of);
    let form_feed = text[lines[line].text.end..end].find('\x0c').map_or(end, |at| lines[line].text.end + at);
    // Behind the last text of all nothing is left of the blank lines before the head either.
    let ends_text = (line + 1..lines.len()).all(|at| lines[at].is_blank() || is_head[at]);
    let last_text = || (0..line).rev().find(|&at| is_seen(&at));
    let start = match (ends_text, last_text()) {
        (true, Some(last)) if !is_head[last] => {
            let end = lines[last].text.end;
            end + text[end..].find('\n').map_or(0, |at| at + 1)
        }
        _ => start_of(line),
    };
    start..form_feed.max(start)
}
