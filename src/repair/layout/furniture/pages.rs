//! Where the pages of a text begin: at form feeds, or around lines that count them at even distances.

use super::super::lines::Line;
use super::super::structure::Kind;
use super::page_lines::{PAGE_LINES, SHORT_PAGE_LINES, STANZA_LINES, is_on_page};
use super::template::{
    Template, are_alike, has_word_for_page, may_be_page_number, may_name_page, names_page, roman, says_page,
    with_digits,
};
use super::titles;
use super::{ALIKE, COUNTED_ALIKE, LEAST_PAGES, LONGEST, MOST_STEPS};
use crate::language::Language;
use std::collections::BTreeMap;

/// Lines at each edge of a page that may be heads.
const EDGE: usize = 3;
/// The same where each of more lines comes back on most pages, and the share of pages that most are.
const DEEPEST: usize = 8;
const MOST: f32 = 0.6;
/// How far distances between page numbers may stray from most of them, as a share of it, where no form feed says pages.
const EVEN: f32 = 0.35;
/// The share of pages that may be shorter, at most.
const SHORT_PAGES: f32 = 0.25;

/// Lines that may be heads of one page, by edge.
pub(super) struct Page {
    /// The lines of the page that are not blank.
    pub lines: Vec<usize>,
    pub top: Vec<usize>,
    pub bottom: Vec<usize>,
}

impl Page {
    /// A page with so many lines at its top that may be heads.
    pub fn new(lines: Vec<usize>, depth: usize) -> Self {
        // The lines of a short page are shared out, the one line of an empty page to its top.
        let top = lines.len().div_ceil(2).min(depth);
        let bottom = (lines.len() - top).min(EDGE);
        Self { top: lines[..top].to_vec(), bottom: lines[lines.len() - bottom..].to_vec(), lines }
    }

    pub fn edge(&self, edge: usize) -> &[usize] {
        if edge == 0 { &self.top } else { &self.bottom }
    }
}

/// The pages of a text: between form feeds, or else around lines that count pages.
pub(super) fn pages(text: &str, lines: &[Line], kinds: &[Kind], language: Option<&Language>) -> Vec<Page> {
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
        pages.len() >= LEAST_PAGES && times.values().any(|&times| times as f32 >= MOST * pages.len() as f32)
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
    let has_number = seen.len() <= LONGEST && (seen.bytes().any(|byte| byte.is_ascii_digit()) || roman(seen).is_some());
    let may_count = has_number && (may_be_page_number(seen, language) || may_name_page(seen, language));
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
        !seen.is_empty() && seen.len() <= LONGEST && {
            let template = Template::of(&with_digits(seen));
            let alike = if template.numbers.contains(&expected) { COUNTED_ALIKE } else { ALIKE };
            are_alike(&template.words, words, alike)
        }
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
pub(super) fn is_inside_table(kinds: &[Kind], line: usize) -> bool {
    let is_row = |line: Option<usize>| line.and_then(|line| kinds.get(line)) == Some(&Kind::Cells);
    is_row(line.checked_sub(1)) && is_row(Some(line + 1))
}

/// Which of the numbers on lines of these words may count pages: any where a page is named, else the first and last sign.
fn counting_places(words: &str, numbers: usize, language: Option<&Language>) -> impl Iterator<Item = usize> + use<> {
    let is_free = says_page(words, language) || has_word_for_page(words, language);
    let ends = (words.starts_with('#'), words.ends_with('#'));
    (0..numbers).filter(move |&place| is_free || (place == 0 && ends.0) || (place + 1 == numbers && ends.1))
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
    let mean = median_distance(row);
    let least = match words {
        "#." => STANZA_LINES,
        _ if says_page(words, language) => SHORT_PAGE_LINES,
        _ => PAGE_LINES,
    };
    // The last page may be short, and where the words say that they count pages so may be the last one of a chapter.
    let is_named = says_page(words, language) || has_word_for_page(words, language);
    let is_last = |at: usize| at + 2 == row.len();
    let is_short = |(at, distance): (usize, f32)| distance < mean && (is_named || is_last(at));
    let is_even = |distance: f32| (distance - mean).abs() <= EVEN * mean;
    let uneven: Vec<(usize, f32)> = distances(row).enumerate().filter(|(_, distance)| !is_even(*distance)).collect();
    mean >= least
        && uneven.iter().all(|uneven| is_short(*uneven))
        && uneven.len() as f32 <= SHORT_PAGES * row.len() as f32
}

/// Lines from each number of a row to the next.
fn distances(row: &[(usize, u32)]) -> impl Iterator<Item = f32> {
    row.windows(2).map(|pair| (pair[1].0 - pair[0].0) as f32 / (pair[1].1 - pair[0].1) as f32)
}

fn median_distance(row: &[(usize, u32)]) -> f32 {
    let mut all: Vec<f32> = distances(row).collect();
    all.sort_by(f32::total_cmp);
    all.get(all.len() / 2).copied().unwrap_or_default()
}

fn mean_distance(row: &[(usize, u32)]) -> f32 {
    distances(row).sum::<f32>() / row.len().saturating_sub(1).max(1) as f32
}

#[cfg(test)]
mod tests {
    use crate::Repairer;

    const LINE: &str = "Møllen ved åen males hver lørdag af de frivillige, som skiftes til at\n";

    fn pages(lines: &[usize], foot: impl Fn(usize) -> String) -> String {
        let pages =
            lines.iter().enumerate().map(|(page, lines)| format!("{}\n{}\n\n", LINE.repeat(*lines), foot(page + 3)));
        pages.collect()
    }

    #[test]
    fn the_last_page_may_be_short() {
        for foot in [
            |page| format!("Årsskrift for Møllen · Side {page}"),
            |page| format!("- {page} -"),
            |page: usize| page.to_string(),
        ] {
            let text = pages(&[24, 24, 24, 24, 24, 6], foot);
            let repair = Repairer::danish().repair(text.as_bytes());
            assert!((3..9).all(|page| !repair.text().lines().any(|line| line == foot(page))), "{}", repair.text());
        }
    }

    #[test]
    fn what_ends_rows_of_records_is_no_head() {
        let rows = "1\tOlen\tolen\tSB\t_\tRef=OS_1|Gloss=ole\n2\ter\tvære\tVB\t_\tRef=OS_1|Gloss=er\n3\trød\trød\tAJ\t_\tRef=OS_1|Gloss=red\n".repeat(4);
        let record = |number: usize| {
            format!(
                "# sent_id = OS_1.{number}\n# text = Olen er rød og går i haven.\n{rows}17\t.\t.\tPU\t_\tRef=OS_1.{number}|Gloss=.\n\n"
            )
        };
        let text: String = (1..30).map(record).collect();
        assert_eq!(Repairer::danish().repair(text.as_bytes()).into_text(), text);
    }
}
