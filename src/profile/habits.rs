//! Habits of an archive: what becomes of hyphens at line ends, and what stands at the edges of pages.

use std::collections::BTreeMap;

use super::counts::floor;

/// Different lines at the edges of pages that are kept; of more, the rarest are forgotten as words are.
const MAX_LINES: usize = 20_000;
/// Longer lines are text, no furniture (bytes).
const MAX_LINE_BYTES: usize = 120;
/// Running heads and feet have a line or two.
const EDGE_LINES: usize = 2;

/// What became of the hyphens at line ends whose word stands elsewhere in the same document, within a line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LineEnds {
    /// The word stands elsewhere without the hyphen.
    pub removed: u64,
    /// It stands elsewhere with it.
    pub kept: u64,
    /// It stands nowhere else, or both ways.
    pub open: u64,
}

impl LineEnds {
    /// Adds what was found elsewhere.
    pub fn merge(&mut self, other: Self) {
        self.removed = self.removed.saturating_add(other.removed);
        self.kept = self.kept.saturating_add(other.kept);
        self.open = self.open.saturating_add(other.open);
    }
}

/// The halves of each word that has a hyphen and a line end between them.
pub(super) fn cut_words(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let is_inner = |c: char| c.is_alphanumeric() || c == '-';
    memchr::memchr_iter(b'\n', text.as_bytes()).filter_map(move |end| {
        let before = text[..end].trim_end_matches(['\r', ' ']).strip_suffix('-')?;
        let left = before.rsplit(|c| !is_inner(c)).next()?;
        let after = text[end + 1..].trim_start_matches(' ');
        let right = after.split(|c| !is_inner(c)).next()?;
        let letters = |half: &str| half.chars().any(char::is_alphabetic);
        (letters(left) && letters(right)).then_some((left, right))
    })
}

/// Lines at the edges of pages, with `#` for each row of digits.
///
/// Pages are parted by form feeds; a document without one is a page. The first and the last two lines of a page that
/// are not empty are its edges.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Furniture {
    lines: BTreeMap<String, Habit>,
    missing: u32,
}

/// How often a line stands at the edge of a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Habit {
    /// On how many pages.
    pub pages: u32,
    /// In how many documents.
    pub documents: u32,
}

impl Furniture {
    /// How often a line stands at the edge of a page, whatever its numbers.
    #[must_use]
    pub fn get(&self, line: &str) -> Habit {
        self.lines.get(&template(line)).copied().unwrap_or_default()
    }

    /// The lines with how often they stand there, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, Habit)> {
        self.lines.iter().map(|(line, habit)| (line.as_str(), *habit))
    }

    /// How many lines there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.lines.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// How many pages too few may be counted, since rare lines were forgotten.
    #[must_use]
    pub fn missing(&self) -> u32 {
        self.missing
    }

    /// Adds what was found elsewhere.
    pub fn merge(&mut self, other: &Self) {
        for (line, habit) in &other.lines {
            self.add(line, *habit);
        }
        self.missing = self.missing.saturating_add(other.missing);
    }

    /// Lines read from a file.
    pub(super) fn restored(lines: BTreeMap<String, Habit>, missing: u32) -> Self {
        Self { lines, missing }
    }

    /// Adds the edges of a document's pages.
    fn add_document(&mut self, edges: BTreeMap<String, u32>) {
        for (line, pages) in edges {
            self.add(&line, Habit { pages, documents: 1 });
        }
    }

    fn add(&mut self, template: &str, more: Habit) {
        let habit = self.lines.entry(template.to_owned()).or_default();
        habit.pages = habit.pages.saturating_add(more.pages);
        habit.documents = habit.documents.saturating_add(more.documents);
    }

    /// Forgets what is rarest, if more is known than is kept.
    pub(super) fn forget(&mut self) {
        if self.lines.len() > MAX_LINES {
            let floor = floor(self.lines.values().map(|habit| habit.pages), MAX_LINES / 2);
            self.lines.retain(|_, habit| habit.pages > floor);
            self.missing = self.missing.saturating_add(floor);
        }
    }
}

/// A line with a single `#` for each row of digits and single spaces: `Side 3 af 12` is `Side # af #`.
#[must_use]
pub fn template(line: &str) -> String {
    let mut template = String::with_capacity(line.len());
    for word in line.split_whitespace() {
        if !template.is_empty() {
            template.push(' ');
        }
        let mut in_digits = false;
        for c in word.chars() {
            let digit = c.is_ascii_digit();
            if !digit {
                template.push(c);
            } else if !in_digits {
                template.push('#');
            }
            in_digits = digit;
        }
    }
    template
}

/// Finds the edges of the pages of one document, which is read part by part.
#[derive(Clone, Debug, Default)]
pub(super) struct Pages {
    /// The edges of pages that have ended.
    edges: BTreeMap<String, u32>,
    /// Lines of this page that are not empty.
    lines: usize,
    /// The last of them that are not at its upper edge.
    last: [Option<String>; EDGE_LINES],
}

impl Pages {
    /// Reads a part of the document, which begins and ends with a line.
    pub fn read(&mut self, text: &str) {
        let mut pages = text.split('\u{c}').peekable();
        while let Some(page) = pages.next() {
            self.read_page(page);
            if pages.peek().is_some() {
                self.end_page();
            }
        }
    }

    /// Ends the document.
    pub fn finish(mut self, furniture: &mut Furniture) {
        self.end_page();
        furniture.add_document(self.edges);
    }

    fn read_page(&mut self, page: &str) {
        let mut rest = page;
        while self.lines < EDGE_LINES {
            let Some((line, after)) = next_line(rest) else { return };
            rest = after;
            self.lines += 1;
            self.edge(line);
        }
        let last = rest.lines().rev().filter(|line| !line.trim().is_empty()).take(EDGE_LINES);
        for line in last.collect::<Vec<_>>().into_iter().rev() {
            self.last.rotate_left(1);
            self.last[EDGE_LINES - 1] = Some(line.to_owned()).filter(|line| line.len() <= MAX_LINE_BYTES);
        }
    }

    fn end_page(&mut self) {
        for line in std::mem::take(&mut self.last).into_iter().flatten() {
            self.edge(&line);
        }
        self.lines = 0;
    }

    fn edge(&mut self, line: &str) {
        if line.len() <= MAX_LINE_BYTES {
            *self.edges.entry(template(line)).or_default() += 1;
        }
    }
}

/// The next line that is not empty, and what comes after it.
fn next_line(mut text: &str) -> Option<(&str, &str)> {
    while !text.is_empty() {
        let (line, rest) = text.split_once('\n').unwrap_or((text, ""));
        if !line.trim().is_empty() {
            return Some((line, rest));
        }
        text = rest;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_are_found_at_line_ends() {
        let text = "den kom-\nmune, IT-\r\nafdelingen - \nog 60-\nårige; kultur- og\nfritid-\n\nSlut";
        let found: Vec<_> = cut_words(text).collect();
        assert_eq!(found, [("kom", "mune"), ("IT", "afdelingen")]);
    }

    #[test]
    fn edges_of_pages_are_lines_with_numbers_left_out() {
        let page = |number: usize| format!("Referat {number}\n\nEn\nto\ntre\nfire\nSide {number} af 12\n");
        let mut pages = Pages::default();
        pages.read(&[page(1), page(22)].join("\u{c}"));
        pages.read(&format!("\u{c}{}", page(3)));
        let mut furniture = Furniture::default();
        pages.finish(&mut furniture);
        let found: Vec<_> = furniture.iter().map(|(line, habit)| (line, habit.pages, habit.documents)).collect();
        assert_eq!(found, [("En", 3, 1), ("Referat #", 3, 1), ("Side # af #", 3, 1), ("fire", 3, 1)]);
        assert_eq!(furniture.get("Side 7 af 8").pages, 3);
    }
}
