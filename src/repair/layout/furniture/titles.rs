//! Where pages begin in a text without form feeds that titles run over.
//!
//! A title comes back with the number of its page, which stands now before it and now behind it (`22 Om Bier`, `Om Bier. 23`), or
//! beside a line that counts the pages: right above or below it, or the last one of the page before.

use super::super::lines::Line;
use super::super::structure::Kind;
use super::page_lines::{PAGE_LINES, STANZA_LINES, is_on_page};
use super::template::{Template, are_alike, may_be_page_number, says_page};
use super::{ALIKE, LEAST_PAGES, LONGEST};
use crate::language::Language;
use crate::text::QuickMap;

/// Letters of a title at least.
const LEAST_LETTERS: usize = 6;
/// Titles that are looked at closely, and those whose misread forms are looked for.
const MOST_TITLES: usize = 32;
const MOST_SOUGHT: usize = 6;
/// The share of titles whose numbers must change sides with the pages, and of those beside which a line counts.
const CHANGING: f32 = 0.9;
const BESIDE: f32 = 0.8;
/// Titles that have their number on a side, at least, if numbers change sides.
const LEAST_ON_SIDE: usize = 2;
/// How far the numbers of two titles may be apart that follow each other: the heads between them were misread.
const MOST_STEPS: u32 = 6;
/// Lines from a title to the one that counts the pages.
const AROUND: [isize; 7] = [1, 2, 3, 4, 5, -1, -2];
/// Lines with several titles that are heads of one page.
const HEADS_OF_PAGE: usize = 7;

/// A line that may be a title.
#[derive(Clone, Copy, Debug)]
struct Title {
    /// Where it stands among the lines that are seen, and its line.
    place: usize,
    line: usize,
    /// The number at one end of it, and whether that is the first one.
    number: Option<(u32, bool)>,
}

/// The text with what titles are looked for by.
struct Pages<'t> {
    text: &'t str,
    lines: &'t [Line],
    /// The lines that are seen.
    seen: Vec<usize>,
    language: Option<&'t Language>,
}

/// The first lines of the pages that titles run over; none where nothing says that they are pages.
pub(super) fn page_starts(text: &str, lines: &[Line], kinds: &[Kind], language: Option<&Language>) -> Vec<usize> {
    let seen = (0..lines.len()).filter(|&at| is_on_page(kinds[at])).collect();
    let pages = Pages { text, lines, seen, language };
    if !pages.may_be_counted() {
        return Vec::new();
    }
    let mut groups: Vec<(String, Vec<Title>)> =
        pages.groups().into_iter().filter(|(_, titles)| titles.len() > 1).collect();
    let mut all: Vec<Title> = groups.iter().flat_map(|(_, titles)| titles.iter().copied()).collect();
    all.sort_by_key(|title| title.place);
    groups.retain(|(_, titles)| titles.len() >= LEAST_PAGES);
    groups.sort_by(|(one, titles), (other, others)| others.len().cmp(&titles.len()).then_with(|| one.cmp(other)));
    groups.truncate(MOST_TITLES);
    let mut starts: Vec<usize> = Vec::new();
    let mut sought = 0;
    for (key, titles) in groups {
        let offset = if pages.change_sides(&titles) { Some(0) } else { pages.number_beside(&titles) };
        let Some(offset) = offset else { continue };
        starts.extend(titles.iter().map(|title| pages.first_line(title, offset)));
        if sought < MOST_SOUGHT {
            starts.extend(pages.misread(&key, &titles));
            sought += 1;
        }
    }
    starts.extend(pages.numbered_blocks(&all));
    starts.sort_unstable();
    starts.dedup_by(|next, start| *next - *start < HEADS_OF_PAGE);
    starts.into_iter().map(|place| pages.seen[place]).filter(|&line| line > 0).collect()
}

impl Pages<'_> {
    fn seen(&self, place: usize) -> &str {
        &self.text[self.lines[self.seen[place]].text.clone()]
    }

    /// The first line of a page: its title, or the line above it in the same block that counts the pages.
    fn first_line(&self, title: &Title, offset: isize) -> usize {
        let above = title.place.saturating_add_signed(offset.min(0));
        let is_one_block = (above + 1..=title.place).all(|place| !self.begins_block(place));
        if is_one_block { above } else { title.place }
    }

    /// Whether enough short lines have a number at an end to count pages: beside titles, on both sides, or alone.
    fn may_be_counted(&self) -> bool {
        let short = || (0..self.seen.len()).map(|place| self.seen(place)).filter(|seen| seen.len() <= LONGEST);
        let has_number = |seen: &&str| {
            let is_letter = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphabetic);
            let (begins, ends) = (seen.as_bytes().first(), seen.as_bytes().last());
            let seen = || seen.trim_matches([' ', '.', '-', '–', '—']).as_bytes();
            !(is_letter(begins) && is_letter(ends))
                && [seen().first(), seen().last()].into_iter().flatten().any(u8::is_ascii_digit)
        };
        let on_side = |first: bool| {
            let is_on_side = move |seen: &&str| number_at_end(seen).is_some_and(|(_, is_first)| is_first == first);
            short().filter(is_on_side).nth(LEAST_ON_SIDE - 1).is_some()
        };
        let is_alone = |seen: &&str| may_be_page_number(seen, self.language);
        short().filter(has_number).nth(LEAST_PAGES - 1).is_some()
            && ((on_side(true) && on_side(false)) || short().filter(is_alone).nth(LEAST_PAGES - 1).is_some())
    }

    /// Whether nothing stands right above a line.
    fn begins_block(&self, place: usize) -> bool {
        let line = self.seen[place];
        line == 0 || self.lines[line - 1].is_blank() || self.lines[line].after_form_feed
    }

    /// The lines that may be titles, by their letters: short ones that a number begins or ends, and those below a blank line.
    fn groups(&self) -> QuickMap<String, Vec<Title>> {
        let mut groups: QuickMap<String, Vec<Title>> = QuickMap::default();
        for place in 0..self.seen.len() {
            let seen = self.seen(place);
            if seen.len() > LONGEST {
                continue;
            }
            let number = number_at_end(seen);
            if (number.is_none() && !self.begins_block(place)) || introduces(seen) {
                continue;
            }
            let key = letters(seen);
            if key.chars().nth(LEAST_LETTERS - 1).is_some() {
                groups.entry(key).or_default().push(Title { place, line: self.seen[place], number });
            }
        }
        groups
    }

    /// Whether the numbers of titles count on, those of left pages before them and those of right pages behind, or the other way.
    fn change_sides(&self, titles: &[Title]) -> bool {
        let numbered: Vec<(usize, u32, bool)> = titles
            .iter()
            .filter_map(|title| title.number.map(|(number, is_first)| (title.line, number, is_first)))
            .collect();
        let sides = numbered.iter().filter(|(_, number, is_first)| (number % 2 == 0) == *is_first).count();
        let first = numbered.iter().filter(|(.., is_first)| *is_first).count();
        let most = sides.max(numbered.len() - sides);
        let is_both = first.min(numbered.len() - first) >= LEAST_ON_SIDE;
        let rows: Vec<(usize, u32)> = numbered.iter().map(|(line, number, _)| (*line, *number)).collect();
        numbered.len() >= LEAST_PAGES
            && is_both
            && most as f32 >= CHANGING * numbered.len() as f32
            && counts_on(&rows)
            && distance(&rows) >= PAGE_LINES
    }

    /// The titles of several chapters, some of a page or two, with the number of the page right below each.
    fn numbered_blocks(&self, titles: &[Title]) -> Vec<usize> {
        let counted = titles.iter().filter_map(|title| Some((title.place, self.counts_beside(title, 1)?)));
        let counted: Vec<(usize, (usize, u32, bool))> = counted.collect();
        let rows: Vec<(usize, u32)> = counted.iter().map(|(_, (line, number, _))| (*line, *number)).collect();
        let apart = counted.iter().filter(|(place, (.., says))| !says && self.stands_apart(*place)).count();
        let are_pages =
            rows.len() >= LEAST_PAGES && counts_on(&rows) && distance(&rows) >= least_lines(apart, counted.len());
        counted.into_iter().filter(|_| are_pages).map(|(place, _)| place).collect()
    }

    /// Whether a title and the line below it are a block by themselves, as who speaks in a stanza of that number (`Thor:`, `2/`).
    fn stands_apart(&self, place: usize) -> bool {
        place + 2 >= self.seen.len() || self.begins_block(place + 2)
    }

    /// How many lines from the titles a line stands that counts their pages, if one does.
    fn number_beside(&self, titles: &[Title]) -> Option<isize> {
        AROUND.into_iter().find(|&offset| {
            let counted = titles.iter().filter_map(|title| self.counts_beside(title, offset)).collect::<Vec<_>>();
            let rows: Vec<(usize, u32)> = counted.iter().map(|(line, number, _)| (*line, *number)).collect();
            let says = counted.iter().filter(|(.., says)| *says).count() == counted.len();
            let is_far = offset < 0 && !says;
            let apart = titles.iter().filter(|title| offset == 1 && !says && self.stands_apart(title.place)).count();
            let least = if is_far { STANZA_LINES } else { least_lines(apart, titles.len()) };
            counted.len() >= LEAST_PAGES
                && counted.len() as f32 >= BESIDE * titles.len() as f32
                && counts_on(&rows)
                && distance(&rows) >= least
        })
    }

    /// The number on a line so far from a title if that may count pages, and whether it says so.
    fn counts_beside(&self, title: &Title, offset: isize) -> Option<(usize, u32, bool)> {
        if offset > 0 && !self.begins_block(title.place) {
            return None;
        }
        let place = title.place.checked_add_signed(offset).filter(|place| *place < self.seen.len())?;
        if !may_be_page_number(self.seen(place), self.language) {
            return None;
        }
        let template = Template::of(self.seen(place));
        let number = *template.numbers.last()?;
        let says = says_page(&template.words, self.language);
        let between = if offset > 0 { title.place + 1..=place } else { place + 1..=title.place };
        let is_one_block = between.clone().all(|at| !self.begins_block(at));
        // A bare number stands in the title's block, or ends the page before.
        let is_placed = says || (offset == 1 && is_one_block) || (offset == -1 && !is_one_block);
        let is_counted = template.is_page_number(self.language);
        (is_counted && is_placed).then_some((title.line, number, says))
    }

    /// Where titles stand that have no number, or whose letters were misread: not near those that are known.
    fn misread(&self, key: &str, titles: &[Title]) -> Vec<usize> {
        let apart = titles.windows(2).map(|pair| (pair[1].place - pair[0].place) as f32).collect();
        let apart = (median(apart) / 2.0) as usize;
        let is_near = |place: usize| {
            let next = titles.partition_point(|title| title.place < place);
            let beside = [next.checked_sub(1), Some(next)].into_iter().flatten().filter_map(|at| titles.get(at));
            beside.into_iter().any(|title| title.place.abs_diff(place) < apart.max(2))
        };
        let is_alike = |place: usize| {
            let seen = self.seen(place);
            let is_as_long = 2 * seen.len() > key.len() && seen.len() < 2 * key.len() + 8 && seen.len() <= LONGEST;
            is_as_long && are_alike(&letters(seen), key, ALIKE)
        };
        (0..self.seen.len()).filter(|&place| !is_near(place) && is_alike(place)).collect()
    }
}

/// Whether a line says who speaks, or that something follows: a colon is among the signs that end it, and no head of a page has one.
fn introduces(seen: &str) -> bool {
    seen[seen.trim_end_matches(|c: char| !c.is_alphanumeric()).len()..].contains(':')
}

/// Lines that pages have at least, where so many of the titles with bare numbers below them stand apart.
fn least_lines(apart: usize, titles: usize) -> f32 {
    if 2 * apart > titles { STANZA_LINES } else { PAGE_LINES }
}

/// Whether numbers count pages: nearly each is a little higher than the one before.
fn counts_on(rows: &[(usize, u32)]) -> bool {
    let steps = rows.windows(2).filter(|pair| (1..=MOST_STEPS).contains(&pair[1].1.wrapping_sub(pair[0].1))).count();
    rows.len() > 1 && steps as f32 >= BESIDE * (rows.len() - 1) as f32
}

/// Lines of a page, by lines and their numbers.
fn distance(rows: &[(usize, u32)]) -> f32 {
    let rows = rows.windows(2).filter(|pair| pair[1].1 > pair[0].1);
    median(rows.map(|pair| (pair[1].0 - pair[0].0) as f32 / (pair[1].1 - pair[0].1) as f32).collect())
}

fn median(mut values: Vec<f32>) -> f32 {
    values.sort_by(f32::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or_default()
}

/// The letters of a line, small.
pub(super) fn letters(seen: &str) -> String {
    seen.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect()
}

/// A whole number that a line begins or ends with, and whether it begins with it.
fn number_at_end(seen: &str) -> Option<(u32, bool)> {
    let [Some(begins), Some(ends)] = [seen.bytes().next(), seen.bytes().next_back()] else { return None };
    // Most lines have a letter at both ends.
    if begins.is_ascii_alphabetic() && ends.is_ascii_alphabetic() {
        return None;
    }
    let is_of_number = |c: char| c.is_ascii_digit() || c == '+';
    if !seen.starts_with(is_of_number) && !seen.trim_end_matches('.').ends_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let number = |word: &str| word.trim_end_matches('.').parse().ok();
    let (first, last) = (seen.split(' ').next()?, seen.rsplit(' ').next()?);
    number(first).map(|number| (number, true)).or_else(|| number(last).map(|number| (number, false)))
}

#[cfg(test)]
mod tests {
    use crate::Repairer;

    fn repaired(text: &str) -> String {
        Repairer::danish().repair(text.as_bytes()).into_text().into_owned()
    }

    /// Sentences that go on from page to page, in lines of some 60 characters.
    fn body(page: usize) -> Vec<String> {
        const WORDS: [&str; 12] =
            ["bierne", "samler", "honning", "om", "sommeren", "og", "holder", "sig", "i", "ro", "hele", "vinteren"];
        let words = (0..90).map(|at| WORDS[(at * 7 + page * 5) % WORDS.len()]);
        let words: Vec<&str> = words.collect();
        words.chunks(9).map(|line| line.join(" ")).collect()
    }

    #[test]
    fn titles_whose_numbers_change_sides_go() {
        let mut text = String::new();
        for page in 20..44 {
            let title = match page {
                25 => "Om Biernes Levemaade.".to_owned(),
                31 => "Om Biernes Levernaade. 31".to_owned(),
                38 => "38 Om Bicrnes Levemaade .".to_owned(),
                page if page % 2 == 0 => format!("{page} Om Biernes Levemaade."),
                page => format!("Om Biernes Levemaade. {page}"),
            };
            text.push_str(&format!("{title}\n{}\n", body(page).join("\n")));
            text.push_str(if page % 3 == 0 { "\n" } else { "" });
        }
        let after = repaired(&text);
        assert_eq!(after.matches("Levemaade").count() + after.matches("Levernaade").count(), 0, "{after}");
        assert_eq!(after.matches("honning").count(), text.matches("honning").count());
    }

    #[test]
    fn titles_with_the_number_below_go() {
        let mut text = String::new();
        for page in 7..19 {
            let body = body(page)[..8 + page % 3].join("\n");
            let title = if page < 9 { "KAPITEL 1. INDLEDNING" } else { "KAPITEL 2. METODE" };
            text.push_str(&format!("\n\n{title}\n{page}\n{body}\n"));
        }
        let after = repaired(&text);
        assert_eq!(after.matches("KAPITEL").count(), 0, "{after}");
        assert!(!after.contains("12"), "{after}");
    }

    #[test]
    fn heads_of_several_lines_go() {
        let mut text = String::new();
        for page in 1..22 {
            let body = body(page)[..8 + page % 3].join("\n");
            let (chapter, name) = if page < 12 { (1, "Brugere og roller") } else { (2, "Fejltekster") };
            let number = if page < 12 { page } else { page - 11 };
            text.push_str(&format!(
                "\n\nVEJ/ARK - Vejledning\n{name}\n \n \nVEJ/ARK Version 2\nSide {chapter}-{number}\n04.02.2014\n{body}\n"
            ));
        }
        let after = repaired(&text);
        for words in ["VEJ/ARK", "Side", "04.02", "Fejltekster", "Brugere"] {
            assert_eq!(after.matches(words).count(), 0, "{words}: {after}");
        }
        assert_eq!(after.matches("honning").count(), text.matches("honning").count());
    }

    #[test]
    fn refrains_cues_and_headings_stay() {
        let verse: String = (1..9)
            .map(|number| {
                format!(
                    "{number}.\nO, hvor er vor have skøn\n{}\nSyng nu, alle mand!\n\n",
                    "løv og lyng og lange lier\n".repeat(7).trim_end()
                )
            })
            .collect();
        let stanzas: String = (1..15)
            .map(|number| {
                let who = if number % 2 == 0 { "Thor" } else { "Odin" };
                let words: Vec<String> = body(number).into_iter().take(4).collect();
                format!("{who} kvad af vor have skøn:\n{number}/\n\n{}\n\n", words.join("\n"))
            })
            .collect();
        let headings: String =
            (1..9).map(|number| format!("\nAfsnit {number} Formål\n{}\n", body(number).join("\n"))).collect();
        for text in [verse, stanzas, headings] {
            let after = repaired(&text);
            for words in ["vor have skøn", "alle mand", "Formål"] {
                assert_eq!(after.matches(words).count(), text.matches(words).count(), "{after}");
            }
        }
    }
}
