//! Compares what a repair made of damaged text with what it was, passage by passage.

use std::ops::Range;

use ordret::Repair;

use super::damage::Piece;

/// A document whose every damaged passage is known.
#[derive(Default)]
pub struct Document {
    /// As it became.
    pub damaged: String,
    /// As it was.
    pub gold: String,
    spots: Vec<Spot>,
    /// Every line.
    pub lines: Vec<Line>,
}

struct Spot {
    damaged: Range<usize>,
    gold: Range<usize>,
}

/// A line of a document.
pub struct Line {
    damaged: Range<usize>,
    gold: Range<usize>,
    number: usize,
    /// Words that were damaged.
    pub words: Vec<Word>,
}

/// A word with damage in it.
pub struct Word {
    damaged: Range<usize>,
    /// As it was.
    pub gold: String,
    /// The same in pieces.
    pub pieces: Vec<Piece>,
}

impl Document {
    /// Adds a line, each of its pieces a character or a run that belongs together.
    pub fn push_line(&mut self, pieces: &[Piece]) {
        let start = (self.damaged.len(), self.gold.len());
        let mut words = Vec::new();
        let mut word = Vec::new();
        let mut word_start = start.0;
        for piece in pieces {
            if piece.gold.chars().all(char::is_whitespace) {
                finish_word(&mut words, &mut word, word_start..self.damaged.len());
            } else {
                if word.is_empty() {
                    word_start = self.damaged.len();
                }
                word.push(piece.clone());
            }
            let before = (self.damaged.len(), self.gold.len());
            self.damaged.push_str(&piece.damaged);
            self.gold.push_str(&piece.gold);
            if piece.is_damaged() {
                self.spots.push(Spot { damaged: before.0..self.damaged.len(), gold: before.1..self.gold.len() });
            }
        }
        finish_word(&mut words, &mut word, word_start..self.damaged.len());
        let (damaged, gold) = (start.0..self.damaged.len(), start.1..self.gold.len());
        self.lines.push(Line { damaged, gold, number: self.lines.len(), words });
        self.damaged.push('\n');
        self.gold.push('\n');
    }

    /// The text that a range of the damaged text was, if it cuts no damaged passage.
    fn gold_of(&self, range: &Range<usize>) -> Option<&str> {
        let place = |at: usize| -> Option<usize> {
            let next = self.spots.partition_point(|spot| spot.damaged.end <= at);
            match self.spots.get(next) {
                Some(spot) if spot.damaged.start < at => None,
                // Text between two spots keeps its length.
                _ => Some(next.checked_sub(1).map_or(at, |last| {
                    let last = &self.spots[last];
                    last.gold.end + (at - last.damaged.end)
                })),
            }
        };
        self.gold.get(place(range.start)?..place(range.end)?)
    }

    /// The spots that a range meets.
    fn widen(&self, range: &mut Range<usize>) {
        let first = self.spots.partition_point(|spot| spot.damaged.end <= range.start);
        for spot in &self.spots[first..] {
            // A spot of no width (a letter that was lost) belongs to what touches it.
            if spot.damaged.start >= range.end {
                break;
            }
            range.start = range.start.min(spot.damaged.start);
            range.end = range.end.max(spot.damaged.end);
        }
    }
}

fn finish_word(words: &mut Vec<Word>, word: &mut Vec<Piece>, damaged: Range<usize>) {
    let pieces = std::mem::take(word);
    if pieces.iter().any(Piece::is_damaged) {
        words.push(Word { damaged, gold: pieces.iter().map(|piece| piece.gold.as_str()).collect(), pieces });
    }
}

/// What became of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineFate {
    /// It is as it was before the damage.
    Right,
    /// Untouched, and damaged still.
    Left,
    /// Some of it mended, the rest untouched.
    Partly,
    /// Something in it was changed into what it never was.
    Wrong,
}

/// What became of a damaged word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WordFate {
    /// It is as it was before the damage.
    Right,
    /// Changed into what it never was, or mended in part.
    Wrong,
    /// Untouched, and a suspect's candidates hold what it was.
    Offered,
    /// Untouched, and a suspect.
    Suspect,
    /// Untouched, and nothing said.
    Silent,
}

/// A repair beside the document that it should have given back.
pub struct Judgement<'a> {
    document: &'a Document,
    repair: &'a Repair<'a>,
    /// Whether a no-break space and a space are the same.
    spaces_alike: bool,
    /// The output's lines, where the edits alone do not tell what became of the input (another encoding was seen).
    by_text: Option<Vec<&'a str>>,
}

impl<'a> Judgement<'a> {
    pub fn new(document: &'a Document, repair: &'a Repair<'a>, spaces_alike: bool) -> Self {
        let mut judgement = Self { document, repair, spaces_alike, by_text: None };
        let (_, text) = judgement.became(0..document.damaged.len());
        if text != repair.text() {
            judgement.by_text = Some(repair.text().lines().collect());
        }
        judgement
    }

    fn same(&self, a: &str, b: &str) -> bool {
        a == b || self.spaces_alike && a.replace('\u{a0}', " ") == b.replace('\u{a0}', " ")
    }

    /// What a range of the input became, the range widened to whole edits and whole damaged passages.
    fn became(&self, mut range: Range<usize>) -> (Range<usize>, String) {
        let edits = self.repair.edits();
        loop {
            let before = range.clone();
            self.document.widen(&mut range);
            let first = edits.partition_point(|edit| edit.input.end < range.start);
            for edit in &edits[first..] {
                if edit.input.start > range.end {
                    break;
                }
                if meet(&edit.input, &range) {
                    range.start = range.start.min(edit.input.start);
                    range.end = range.end.max(edit.input.end);
                }
            }
            if range == before {
                break;
            }
        }
        let mut text = String::new();
        let mut at = range.start;
        let first = edits.partition_point(|edit| edit.input.end < range.start);
        for edit in edits[first..].iter().take_while(|edit| edit.input.start <= range.end) {
            if meet(&edit.input, &range) {
                text.push_str(self.document.damaged.get(at..edit.input.start).unwrap_or_default());
                text.push_str(edit.after());
                at = edit.input.end;
            }
        }
        text.push_str(self.document.damaged.get(at..range.end).unwrap_or_default());
        (range, text)
    }

    /// The output's line in a range of the input, and what became of it.
    pub fn line(&self, line: &Line) -> (LineFate, String) {
        let gold = &self.document.gold[line.gold.clone()];
        let damaged = &self.document.damaged[line.damaged.clone()];
        if let Some(lines) = &self.by_text {
            let got = if lines.len() == self.document.lines.len() { lines[line.number] } else { "(lines moved)" };
            let fate = match got {
                got if self.same(got, gold) => LineFate::Right,
                got if got == damaged => LineFate::Left,
                _ => LineFate::Wrong,
            };
            return (fate, got.to_owned());
        }
        let (range, got) = self.became(line.damaged.clone());
        let fate = if range != line.damaged {
            LineFate::Wrong
        } else if self.same(&got, gold) {
            LineFate::Right
        } else if got == damaged {
            LineFate::Left
        } else {
            let edits = self.repair.edits().iter().filter(|edit| meet(&edit.input, &line.damaged));
            let mut wrong = edits.map(|edit| {
                let (range, text) = self.became(edit.input.clone());
                !self.document.gold_of(&range).is_some_and(|gold| self.same(gold, &text))
            });
            if wrong.any(|wrong| wrong) { LineFate::Wrong } else { LineFate::Partly }
        };
        (fate, got)
    }

    /// The line as it was damaged and as it was.
    pub fn texts(&self, line: &Line) -> (&'a str, &'a str) {
        (&self.document.damaged[line.damaged.clone()], &self.document.gold[line.gold.clone()])
    }

    /// What became of a damaged word.
    pub fn word(&self, word: &Word) -> WordFate {
        self.word_and_text(word).0
    }

    /// The same, with the text that stands there now.
    pub fn word_and_text(&self, word: &Word) -> (WordFate, String) {
        let (range, got) = self.became(word.damaged.clone());
        (self.fate(range, &got), got)
    }

    /// The edits that touch no damaged word and changed right text: what stood there and what came of it.
    pub fn harmed(&self) -> Vec<(String, String)> {
        let mut words = self.document.lines.iter().flat_map(|line| &line.words).map(|word| &word.damaged).peekable();
        let mut harmed = Vec::new();
        for edit in self.repair.edits() {
            while words.next_if(|word| word.end < edit.input.start).is_some() {}
            if words.peek().is_some_and(|word| meet(word, &edit.input)) {
                continue;
            }
            let (range, got) = self.became(edit.input.clone());
            if !self.document.gold_of(&range).is_some_and(|gold| self.same(gold, &got)) {
                harmed.push((self.document.damaged[range].to_owned(), got));
            }
        }
        harmed
    }

    fn fate(&self, range: Range<usize>, got: &str) -> WordFate {
        if self.document.gold_of(&range).is_some_and(|gold| self.same(gold, got)) {
            return WordFate::Right;
        }
        if *got != self.document.damaged[range.clone()] {
            return WordFate::Wrong;
        }
        let mut fate = WordFate::Silent;
        for suspect in self.repair.suspects().iter().filter(|suspect| meet(&suspect.input, &range)) {
            fate = WordFate::Suspect;
            let was = self.document.gold_of(&suspect.input);
            if was.is_some() && suspect.candidates.iter().any(|candidate| Some(candidate.text()) == was) {
                return WordFate::Offered;
            }
        }
        fate
    }
}

/// Whether two ranges overlap; an empty one meets what it lies in or touches.
fn meet(a: &Range<usize>, b: &Range<usize>) -> bool {
    if a.is_empty() || b.is_empty() { a.start <= b.end && b.start <= a.end } else { a.start < b.end && b.start < a.end }
}
