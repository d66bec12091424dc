//! Sets paragraphs as a printer would: lines of a width, long words cut between syllables or at their own hyphens. What
//! was cut is known, so that a repair can be measured.

use std::ops::Range;

use hypher::{Lang, hyphenate_bounded};
use ordret::Repair;

use super::follow::Follow;
use super::words::{Alignment, Words};

/// What a hyphen at the end of a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Hyphen {
    /// The printer's: it goes.
    Remove,
    /// The word's own: it stays, and nothing comes after it.
    Keep,
    /// A suspended one (`kultur- og fritid`): it stays, and a space comes after it.
    Hang,
}

/// A hyphen at the end of a line.
pub struct Break {
    pub hyphen: Hyphen,
    /// The words of the right text that it is about: one, or two around a suspended hyphen.
    pub words: Range<usize>,
    /// As it was printed, from the first word's start to the last word's end.
    pub printed: String,
    /// Where that stands in the printed text.
    pub place: Range<usize>,
}

/// How a paragraph is told from the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Separation {
    BlankLine,
    Indent,
    Nothing,
}

/// A document as it was printed, and as it was written.
#[derive(Default)]
pub struct Printed {
    /// With the printer's lines.
    pub text: String,
    /// One line a paragraph.
    pub gold: String,
    pub breaks: Vec<Break>,
    /// Words of `gold` so far.
    words: usize,
    pub lines: Vec<Line>,
}

/// A line as printed.
pub struct Line {
    /// Where it begins in `Printed::text`.
    pub start: usize,
    /// Whether it begins a paragraph.
    pub first: bool,
    /// Its first word, in `Printed::gold`.
    pub word: usize,
    /// Whether that word began on the line before.
    pub inside: bool,
}

/// What a printer sets by.
#[derive(Clone, Copy)]
pub struct Style {
    /// Characters a line.
    pub width: usize,
    pub separation: Separation,
    /// What stands for the printer's hyphen.
    pub hyphen: &'static str,
    /// Only one in so many hyphens is printed so, the others as `-`.
    pub one_in: usize,
}

impl Style {
    pub fn new(width: usize, separation: Separation) -> Self {
        Self { width, separation, hyphen: "-", one_in: 1 }
    }
}

/// The least number of letters that the printer leaves on a line, and takes to the next.
const LEFT: usize = 2;
const RIGHT: usize = 2;

impl Printed {
    /// Sets paragraphs, one after the other.
    pub fn set<'p>(paragraphs: impl IntoIterator<Item = &'p str>, style: Style) -> Self {
        let mut printed = Self::default();
        for paragraph in paragraphs {
            printed.push_paragraph(paragraph, style);
        }
        printed
    }

    /// Sets one more paragraph.
    pub fn push_paragraph(&mut self, paragraph: &str, style: Style) {
        let first = self.text.is_empty();
        if !first && style.separation == Separation::BlankLine {
            self.text.push('\n');
        }
        let indent = if style.separation == Separation::Indent { "   " } else { "" };
        self.hang_item(paragraph, style, indent, "");
    }

    /// Sets a paragraph or an item of a list whose first and other lines begin so.
    pub fn hang_item(&mut self, paragraph: &str, style: Style, first: &str, others: &str) {
        self.begin_line(true, false, first);
        for mark in first.split_whitespace() {
            self.gold.push_str(mark);
            self.gold.push(' ');
            self.words += 1;
        }
        let mut column = first.chars().count();
        let mut empty = true;
        let mut last = 0..0;
        let words: Vec<&str> = paragraph.split_whitespace().collect();
        for (at, word) in words.iter().enumerate() {
            // A dash never begins a line, where it would look like an item of a list.
            let bound = words.get(at + 1).filter(|next| is_dash(next)).map_or(0, |next| next.chars().count() + 1);
            let mut rest = *word;
            let mut start = None;
            let mut hyphens: Vec<Hyphen> = Vec::new();
            while column + usize::from(!empty) + rest.chars().count() + bound > style.width {
                let room = style.width.saturating_sub(column + usize::from(!empty));
                if let Some((length, hyphen)) = cut(word, rest, room) {
                    if !empty {
                        self.text.push(' ');
                    }
                    start.get_or_insert(self.text.len());
                    self.text.push_str(&rest[..length]);
                    if hyphen == Hyphen::Remove {
                        let number = self.breaks.len() + hyphens.len();
                        self.text.push_str(if number.is_multiple_of(style.one_in) { style.hyphen } else { "-" });
                    }
                    hyphens.push(hyphen);
                    rest = &rest[length..];
                } else if empty {
                    break;
                } else {
                    self.note_suspended(last.clone(), others, rest);
                }
                self.text.push('\n');
                self.begin_line(false, start.is_some(), others);
                column = others.chars().count();
                empty = true;
            }
            if !empty {
                self.text.push(' ');
                column += 1;
            }
            let start = start.unwrap_or(self.text.len());
            self.text.push_str(rest);
            column += rest.chars().count();
            empty = false;
            last = start..self.text.len();
            // A word cut twice counts once: for its hardest hyphen.
            if let Some(&hyphen) = hyphens.iter().max() {
                let printed = self.text[start..].to_owned();
                let place = start..self.text.len();
                self.breaks.push(Break { hyphen, words: self.words..self.words + 1, printed, place });
            }
            self.words += 1;
            self.gold.push_str(if at == 0 { "" } else { " " });
            self.gold.push_str(word);
        }
        self.text.push('\n');
        self.gold.push('\n');
    }

    /// The words set so far.
    pub fn word_count(&self) -> usize {
        self.words
    }

    /// Adds lines that are no paragraph and stay as they are.
    pub fn push_lines(&mut self, lines: &str) {
        for line in lines.lines() {
            self.begin_line(true, false, line);
            self.text.push('\n');
            self.gold.push_str(line);
            self.gold.push('\n');
            self.words += line.split_whitespace().count();
        }
    }

    fn begin_line(&mut self, first: bool, inside: bool, indent: &str) {
        self.lines.push(Line { start: self.text.len(), first, word: self.words, inside });
        self.text.push_str(indent);
    }

    /// Notes the suspended hyphen of the last word, if it has one, before the line ends.
    fn note_suspended(&mut self, last: Range<usize>, indent: &str, next: &str) {
        let word = &self.text[last.clone()];
        if word.ends_with('-') && !is_dash(word) {
            let printed = format!("{word}\n{indent}{next}");
            let place = last.start..last.start + printed.len();
            self.breaks.push(Break { hyphen: Hyphen::Hang, words: self.words - 1..self.words + 1, printed, place });
        }
    }
}

fn is_dash(word: &str) -> bool {
    matches!(word, "-" | "–" | "—")
}

/// The longest beginning of what is left of a word that fits with its hyphen, and what the hyphen is.
fn cut(word: &str, rest: &str, room: usize) -> Option<(usize, Hyphen)> {
    if word.contains(['@', '\\']) || word.contains("://") || word.contains("www.") {
        return None;
    }
    let own = rest.match_indices('-').filter_map(|(at, _)| {
        let around = rest[..at].ends_with(char::is_alphanumeric) && rest[at + 1..].starts_with(char::is_alphanumeric);
        around.then_some((at + 1, Hyphen::Keep))
    });
    let slash = rest.match_indices("-/").map(|(at, _)| (at + 2, Hyphen::Keep));
    let runs = alphabetic_runs(rest).flat_map(|run| {
        let letters = &rest[run.clone()];
        let capitals = letters.chars().filter(|c| c.is_uppercase()).count();
        let mut at = run.start;
        let cuts: Vec<usize> = if capitals > 1 || letters.chars().count() < LEFT + RIGHT + 1 {
            Vec::new()
        } else {
            let syllables = hyphenate_bounded(letters, Lang::Danish, LEFT, RIGHT);
            syllables
                .map(|syllable| {
                    at += syllable.len();
                    at
                })
                .filter(|&at| at < run.end)
                .collect()
        };
        cuts.into_iter().map(|at| (at, Hyphen::Remove))
    });
    let fits = |&(at, hyphen): &(usize, Hyphen)| {
        let signs = rest[..at].chars().count() + usize::from(hyphen == Hyphen::Remove);
        signs <= room
    };
    own.chain(slash).chain(runs).filter(fits).max_by_key(|&(at, _)| at)
}

fn alphabetic_runs(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + text[at..].find(char::is_alphabetic)?;
        let end = text[start..].find(|c: char| !c.is_alphabetic()).map_or(text.len(), |length| start + length);
        at = end;
        Some(start..end)
    })
}

/// What a repair made of the printer's hyphens.
#[derive(Default)]
pub struct HyphenTally {
    pub all: usize,
    pub right: usize,
    /// As they were printed still.
    pub left: usize,
    /// Not right, and covered by no suspect.
    pub silent: usize,
    pub mistakes: Vec<String>,
}

impl HyphenTally {
    /// Counts a document's hyphens of the kinds wanted.
    pub fn add(&mut self, printed: &Printed, kinds: &[Hyphen], repair: &Repair) {
        let (gold, output) = (Words::new(&printed.gold), Words::new(repair.text()));
        let alignment = Alignment::new(&gold, &output);
        let follow = Follow::new(repair);
        for broken in printed.breaks.iter().filter(|broken| kinds.contains(&broken.hyphen)) {
            self.all += 1;
            let words = &broken.words;
            let exact = words.clone().all(|at| alignment.exact[at]);
            let spaced = words.len() == 1 || exact && output.gap(alignment.others[words.end - 1][0]) == " ";
            if exact && spaced {
                self.right += 1;
                continue;
            }
            let became = follow.became(&broken.place);
            self.left += usize::from(became == broken.printed);
            let overlaps = |range: &Range<usize>| range.start < broken.place.end && range.end > broken.place.start;
            let doubted = repair.suspects().iter().any(|suspect| overlaps(&suspect.input));
            self.silent += usize::from(!doubted);
            self.mistakes.push(format!(
                "`{}` → `{}`, want `{}`{}",
                super::visible(&broken.printed),
                super::visible(became),
                gold.span(words.clone()),
                if doubted { " (suspect)" } else { "" }
            ));
        }
    }

    /// Adds another's counts.
    pub fn merge(&mut self, other: Self) {
        self.all += other.all;
        self.right += other.right;
        self.left += other.left;
        self.silent += other.silent;
        self.mistakes.extend(other.mistakes);
    }
}
