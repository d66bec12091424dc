//! How words follow each other inside the lines of a text: so they do over the ends of lines that a printer wrapped.

use super::super::evidence::Evidence;
use super::super::signs::{Ending, Start};

/// Lines that are read: more say nothing new.
const MOST_LINES: usize = 200;
/// As if so many words had been seen before the first, of each ending.
const UNSEEN: f32 = 40.0;
/// How often words of running Danish end so, and what the next one begins with then: counted in 624,000 words of prose of 1550 to 2020,
/// old and modern texts weighing the same.
const USUAL: [(f32, [f32; 3]); 4] = [
    (0.034, [0.08, 0.73, 0.19]),
    (0.005, [0.29, 0.65, 0.06]),
    (0.095, [0.925, 0.045, 0.03]),
    (0.866, [0.845, 0.13, 0.025]),
];
/// What is said of a sign, a digit or a letter without a case, whatever the text has: in scripts without capitals all words begin so, and an
/// author's lines as well.
const OTHER: f32 = 0.06;
/// The least that is said of a capital inside a sentence: names stand at a line's end as often as anywhere, also in a text that has few.
const LEAST_UPPER: f32 = 0.14;
/// The least that is said of a colon, and of a small letter behind one: too few are seen to tell, and an author's line that ends in one heads
/// a list.
const LEAST_COLON: f32 = 0.01;
const AFTER_COLON: f32 = 0.8;
/// How much seldomer than any other line of an author's one that ends in a full stop stands before a small letter.
const AFTER_STOP: f32 = 0.1;
/// Words without a sign behind them of which the next one has a capital, from which share on a text sets nouns with capitals: in modern
/// Danish it is one in 14, before 1948 one in five.
const CAPITAL_NOUNS: f32 = 0.12;
/// Words that are seen before that is said.
const LEAST_WORDS: f32 = 100.0;

/// Counts of words by how they end, and how the next one begins.
#[derive(Clone, Debug, Default)]
pub(super) struct Inside {
    seen: [[f32; 3]; 4],
}

impl Inside {
    /// Counts the words of lines.
    pub fn of<'t>(lines: impl Iterator<Item = &'t str>, evidence: &Evidence) -> Self {
        let mut inside = Self::default();
        for line in lines.take(MOST_LINES) {
            for space in memchr::memchr_iter(b' ', line.as_bytes()) {
                let (before, rest) = (&line[..space], &line[space + 1..]);
                if !before.ends_with(' ') && !rest.starts_with(' ') {
                    inside.seen[row(Ending::of(before, evidence))][column(Start::of(rest))] += 1.0;
                }
            }
        }
        inside
    }

    /// The share of words that end so.
    pub fn ending(&self, ending: Ending) -> f32 {
        let all: f32 = self.seen.iter().flatten().sum();
        let seen: f32 = self.seen[row(ending)].iter().sum();
        let share = (seen + UNSEEN * USUAL[row(ending)].0) / (all + UNSEEN);
        if ending == Ending::Colon { share.max(LEAST_COLON) } else { share }
    }

    /// Of words that end so, the share before one that begins so; against what an author's lines do before any such letter.
    pub fn start(&self, ending: Ending, start: Start) -> f32 {
        let seen = &self.seen[row(ending)];
        let usual = USUAL[row(ending)].1[column(start)];
        let share = (seen[column(start)] + UNSEEN * usual) / (seen.iter().sum::<f32>() + UNSEEN);
        match (ending, start) {
            (_, Start::Other) => OTHER,
            (Ending::Stop, Start::Lower) => share / AFTER_STOP,
            (Ending::Colon, Start::Lower) => AFTER_COLON,
            (Ending::Bare | Ending::Comma, Start::Upper) => share.max(LEAST_UPPER),
            _ => share,
        }
    }

    /// Whether nouns have capitals, so that a capital tells no name.
    pub fn has_capital_nouns(&self) -> bool {
        let bare = &self.seen[row(Ending::Bare)];
        let all: f32 = bare.iter().sum();
        all >= LEAST_WORDS && bare[column(Start::Upper)] >= CAPITAL_NOUNS * all
    }
}

fn row(ending: Ending) -> usize {
    match ending {
        Ending::Stop => 0,
        Ending::Colon => 1,
        Ending::Comma => 2,
        Ending::Bare => 3,
    }
}

fn column(start: Start) -> usize {
    match start {
        Start::Lower => 0,
        Start::Upper => 1,
        Start::Other => 2,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::repair::Options;
    use crate::repair::document::Portrait;
    use std::rc::Rc;

    #[test]
    fn a_text_shows_what_its_wrapped_lines_end_and_begin_with() {
        let options = Options::default();
        let portrait = Portrait::new("", &options, None, Rc::default());
        let evidence = Evidence::new(options.language, "", &portrait, None);
        let old = "Manden gik med Hunden over Marken til Byen og kjøbte Brød af Bageren for en Daler";
        let modern = "manden gik med hunden over marken til byen og købte brød af bageren for en daler";
        let inside = |line| Inside::of(std::iter::repeat_n(line, 10), &evidence);
        assert!(inside(old).has_capital_nouns() && !inside(modern).has_capital_nouns());
        let upper = |inside: Inside| inside.start(Ending::Bare, Start::Upper);
        assert!(upper(inside(old)) > 1.5 * upper(inside(modern)));
        assert!(inside(old).ending(Ending::Stop) < 0.01);
    }
}
