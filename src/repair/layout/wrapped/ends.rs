//! How lines end and begin where a printer wrapped them, and where an author ended them.

use super::super::measure::Fill;
use super::super::signs::{Ending, Start};

/// How far the ends that an author made are taken to be like those that are seen; for the rest they are like any author's.
const LIKENESS: f32 = 0.9;
/// An author's line ends before a small letter: as if three had been seen, one in twenty of them so.
const AUTHORS_SEEN: f32 = 3.0;
const AUTHORS_LOWER: f32 = 0.15;
/// As in verse and in what is written without capitals.
pub(super) const VERSES: Usage =
    Usage { stop: 0.05, colon: 0.02, comma: 0.15, bare: 0.78, lower: 0.9, upper: 0.05, other: 0.05 };
pub(super) const AUTHORS: Usage =
    Usage { stop: 0.42, colon: 0.08, comma: 0.02, bare: 0.48, lower: 0.06, upper: 0.74, other: 0.2 };

/// How often lines that an author ended do so in each way, and begin in each way: as headings, lists and ends of paragraphs do.
pub(super) struct Usage {
    pub stop: f32,
    pub colon: f32,
    pub comma: f32,
    pub bare: f32,
    pub lower: f32,
    pub upper: f32,
    pub other: f32,
}

impl Usage {
    pub fn ending(&self, ending: Ending) -> f32 {
        match ending {
            Ending::Stop => self.stop,
            Ending::Colon => self.colon,
            Ending::Comma => self.comma,
            Ending::Bare => self.bare,
        }
    }

    pub fn start(&self, start: Start) -> f32 {
        match start {
            Start::Lower => self.lower,
            Start::Upper => self.upper,
            Start::Other => self.other,
        }
    }
}

/// What a line end looks like.
#[derive(Clone, Copy, Debug)]
pub(super) struct Signs {
    pub fill: Fill,
    pub ending: Ending,
    pub start: Start,
    /// Whether the line's last word leans on the next one.
    pub leans: bool,
    /// Whether a sentence ends inside the line.
    pub has_stop: bool,
    /// Whether the line ends inside a word.
    pub is_cut: bool,
    /// The columns that the line leaves free; and those of them that no difference of letters explains.
    pub free: usize,
    pub room: usize,
    /// The columns that it could fill.
    pub measure: usize,
    /// Whether the next word would not have fitted, to the column.
    pub is_filled: bool,
}

impl Signs {
    /// Those of a line end that nobody asks about but for how full the line is: the next line begins something new.
    pub fn unread(fill: Fill) -> Self {
        let (ending, start) = (Ending::Bare, Start::Other);
        let (leans, has_stop, is_cut, is_filled) = (false, false, false, false);
        Self { fill, ending, start, leans, has_stop, is_cut, free: 0, room: 0, measure: 0, is_filled }
    }

    /// Whether the line ends inside a sentence.
    pub fn goes_on(&self) -> bool {
        matches!(self.ending, Ending::Bare | Ending::Comma) && self.start == Start::Lower
    }
}

/// Counts of line ends, and of those that are open, which an author made: by how they end, and before a small letter. Nearly
/// full ones are not counted: they may be either.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Ends {
    pub all: f32,
    pub open: f32,
    pub stop: f32,
    pub colon: f32,
    pub comma: f32,
    pub bare: f32,
    pub lower: f32,
    /// Open ones that are only supposed.
    pub supposed: f32,
}

impl Ends {
    pub fn add(&mut self, other: Self, weight: f32) {
        self.all += weight * other.all;
        self.open += weight * other.open;
        self.stop += weight * other.stop;
        self.colon += weight * other.colon;
        self.comma += weight * other.comma;
        self.bare += weight * other.bare;
        self.lower += weight * other.lower;
        self.supposed += weight * other.supposed;
    }

    pub fn count(&mut self, signs: Signs) {
        match signs.fill {
            Fill::Full => self.all += 1.0,
            Fill::Open => {
                self.all += 1.0;
                self.open += 1.0;
                let ending = match signs.ending {
                    Ending::Stop => &mut self.stop,
                    Ending::Colon => &mut self.colon,
                    Ending::Comma => &mut self.comma,
                    Ending::Bare => &mut self.bare,
                };
                *ending += 1.0;
                self.lower += f32::from(u8::from(signs.start == Start::Lower));
            }
            Fill::Nearly | Fill::Unknown => {}
        }
    }

    /// The share of all line ends that an author made and ended so.
    pub fn authors(&self, ending: Ending) -> f32 {
        let seen = match ending {
            Ending::Stop => self.stop,
            Ending::Colon => self.colon,
            Ending::Comma => self.comma,
            Ending::Bare => self.bare,
        };
        let any = (1.0 - LIKENESS) * self.open + self.supposed;
        (LIKENESS * seen + any * AUTHORS.ending(ending)) / self.all
    }

    /// The share of an author's line ends that stand before a small letter.
    pub fn lower(&self) -> f32 {
        (self.lower + AUTHORS_LOWER) / (self.open + AUTHORS_SEEN)
    }
}
