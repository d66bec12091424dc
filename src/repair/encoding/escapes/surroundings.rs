//! What stands around an escape: whether the place is prose, or markup, code, an address, where escapes belong.
//!
//! Asked for places in ascending order; each part of the text is looked at once, so that a line of a megabyte costs
//! what a megabyte of lines costs.

use std::cell::OnceCell;
use std::ops::Range;

use memchr::{memchr_iter, memchr2, memmem, memrchr2};

use super::cells::Cells;

use crate::repair::document::kind::{is_code, is_markup, is_source, tags};

/// A longer line is looked at in pieces of this many bytes: what is code or a tag in it shows within a sentence or two.
const WINDOW: usize = 1000;
/// Looks at the surroundings of ascending places of a text.
#[derive(Debug)]
pub(super) struct Surroundings<'t> {
    text: &'t str,
    said_markup: bool,
    markup: OnceCell<bool>,
    source: OnceCell<bool>,
    catalogue: OnceCell<bool>,
    cells: OnceCell<Cells>,
    token: Range<usize>,
    line: Line,
    /// How far fences of code blocks are counted, and whether one is open there.
    fences: (usize, bool),
}

/// A line, or the window of one.
#[derive(Debug, Default)]
struct Line {
    range: Range<usize>,
    is_code: bool,
    has_tag: bool,
    /// How far backticks are counted, and whether one is open there.
    ticks: (usize, bool),
}

impl<'t> Surroundings<'t> {
    /// Of a text; `said_markup` when the document that it is a block of is known to be markup.
    pub fn new(text: &'t str, said_markup: bool) -> Self {
        Self {
            text,
            said_markup,
            markup: OnceCell::new(),
            source: OnceCell::new(),
            catalogue: OnceCell::new(),
            cells: OnceCell::new(),
            token: 0..0,
            line: Line::default(),
            fences: (0, false),
        }
    }

    /// The run without white space that a range begins in and at least reaches over; in a line of data what of it is one value.
    pub fn token(&mut self, range: &Range<usize>) -> Range<usize> {
        let bytes = self.text.as_bytes();
        let cells = *self.cells.get_or_init(|| Cells::of(self.text));
        let from = self.token.end.min(range.start);
        let before = bytes[from..range.start].iter().rposition(|byte| cells.parts(*byte));
        let start = cells.value_start(self.text, before.map_or(from, |at| from + at + 1), range.start);
        let rest = &bytes[range.end..];
        let end = range.end + rest.iter().position(|byte| cells.parts(*byte)).unwrap_or(rest.len());
        self.token = start..end;
        self.token.clone()
    }

    /// Whether the block, or the document that it belongs to, is HTML or XML.
    pub fn is_markup(&self) -> bool {
        self.said_markup || *self.markup.get_or_init(|| is_markup(self.text))
    }

    /// Whether the block was looked at and is markup.
    pub fn has_found_markup(&self) -> bool {
        self.markup.get() == Some(&true)
    }

    /// Whether the block is program source or data, not prose.
    pub fn is_source(&self) -> bool {
        *self.source.get_or_init(|| is_source(self.text))
    }

    /// Whether the block is of a catalogue of translations, as gettext has them.
    pub fn is_catalogue(&self) -> bool {
        const MESSAGE: &str = "msgid \"";
        let begins_line = |at: usize| at == 0 || matches!(self.text.as_bytes()[at - 1], b'\n' | b'\r');
        *self.catalogue.get_or_init(|| memmem::find_iter(self.text.as_bytes(), MESSAGE).any(begins_line))
    }

    /// Whether the line around `at` holds code.
    pub fn is_code_line(&mut self, at: usize) -> bool {
        self.line(at).is_code
    }

    /// Whether the line around `at` holds a tag.
    pub fn has_tag(&mut self, at: usize) -> bool {
        self.line(at).has_tag
    }

    /// Whether `at` stands between backticks, in its line or in a fenced block.
    pub fn is_code_span(&mut self, at: usize) -> bool {
        let text = self.text.as_bytes();
        let line = self.line(at);
        let (from, open) = line.ticks;
        let ticks = memchr_iter(b'`', &text[from.min(at)..at]).count();
        line.ticks = (at, open ^ (ticks % 2 == 1));
        line.ticks.1 || self.is_fenced(at)
    }

    fn is_fenced(&mut self, at: usize) -> bool {
        let (from, open) = self.fences;
        let fences = memmem::find_iter(&self.text.as_bytes()[from.min(at)..at], "```");
        let start_of_line = |fence: &usize| fence + from == 0 || self.text.as_bytes()[fence + from - 1] == b'\n';
        let count = fences.filter(start_of_line).count();
        // A fence that ends beyond `at` is counted the next time.
        self.fences = (at, open ^ (count % 2 == 1));
        self.fences.1
    }

    fn line(&mut self, at: usize) -> &mut Line {
        if !self.line.range.contains(&at) {
            let from = self.line.range.end.min(at);
            self.line = Line::around(self.text, from, at);
        }
        &mut self.line
    }
}

impl Line {
    /// The line of `at`, as far as it was not looked at before `from`.
    fn around(text: &str, from: usize, at: usize) -> Self {
        let bytes = text.as_bytes();
        let from = floor(text, from.max(at.saturating_sub(WINDOW / 2)));
        let start = memrchr2(b'\n', b'\r', &bytes[from..at]).map_or(from, |end| from + end + 1);
        let most = floor(text, (start + WINDOW).max(at + 1).min(text.len()));
        let most = if most > at { most } else { text.len() };
        let end = memchr2(b'\n', b'\r', &bytes[at..most]).map_or(most, |end| at + end + 1);
        let line = &text[start..end];
        Self { range: start..end, is_code: is_code(line), has_tag: tags(line).next().is_some(), ticks: (start, false) }
    }
}

/// The nearest character boundary that is not after `at`.
fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_line_is_looked_at_in_pieces() {
        let text = format!("{} \"a\": 1 {}", "ø".repeat(2000), "å".repeat(2000));
        let mut surroundings = Surroundings::new(&text, false);
        assert!(!surroundings.is_code_line(100));
        assert!(surroundings.is_code_line(4003));
        assert!(!surroundings.is_code_line(7000));
    }

    #[test]
    fn backticks_open_and_close() {
        let text = "a `b c` d\n```\ne\n```\nf";
        let mut surroundings = Surroundings::new(text, false);
        let spans = [0, 3, 5, 8, 14, 20].map(|at| surroundings.is_code_span(at));
        assert_eq!(spans, [false, true, true, false, true, false]);
    }
}
