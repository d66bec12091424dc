//! Habits of an archive: what becomes of hyphens at line ends, and what stands at the edges of pages.

use std::collections::BTreeMap;

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
        self.removed += other.removed;
        self.kept += other.kept;
        self.open += other.open;
    }
}

/// Lines at the edges of pages, with `#` for each row of digits.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Furniture {
    lines: BTreeMap<String, Habit>,
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
    /// How often a line, in the form of [`template`], stands at the edge of a page.
    #[must_use]
    pub fn get(&self, line: &str) -> Habit {
        self.lines.get(&template(line)).copied().unwrap_or_default()
    }

    /// The lines with how often they stand there, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, Habit)> {
        self.lines.iter().map(|(line, habit)| (line.as_str(), *habit))
    }

    /// Adds what was found elsewhere.
    pub fn merge(&mut self, other: &Self) {
        for (line, habit) in &other.lines {
            self.add(line, *habit);
        }
    }

    pub(super) fn add(&mut self, template: &str, more: Habit) {
        let habit = self.lines.entry(template.to_owned()).or_default();
        habit.pages = habit.pages.saturating_add(more.pages);
        habit.documents = habit.documents.saturating_add(more.documents);
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
