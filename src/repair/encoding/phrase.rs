//! A text cut into words and marks once, to be weighed wherever it stands: what a damaged word may have been is asked for at each of its
//! places, and only its edges know where that is.

use std::cell::OnceCell;
use std::ops::Range;

use compact_str::CompactString;
use smallvec::SmallVec;

use super::alone;
use super::weigh::{Place, Surroundings, Weigher, hyphen_at_line_end, is_transparent, is_word_part, unbroken_word};
use crate::language::{Between, Companion, Context};

/// A small letter after the end of a sentence.
const SENTENCE_GOES_ON: f32 = 6.0;
/// ln P of the word à, which no word list has, and what it gains before a price, where it mostly stands.
const A_GRAVE: f32 = -9.5;
const A_GRAVE_BEFORE_NUMBER: f32 = 6.0;

/// A text as it is weighed.
pub(super) struct Phrase {
    pub text: CompactString,
    parts: SmallVec<[Part; 1]>,
    /// What stands before what follows the text, where that is no mark.
    left: Left,
    ends_in_word: bool,
    /// ln P by itself of a text that is one unknown word which was counted nowhere.
    uncounted: Option<f32>,
}

enum Part {
    Word(Word),
    /// What a mark inside costs.
    Mark(f32),
    MarkAtEdge(char),
}

/// What stands before a word, as far as it is known.
#[derive(Clone, Copy)]
enum Left {
    /// What stands before the text.
    Around,
    Unknown,
    /// The word that is this part of the text.
    Word(usize),
}

struct Word {
    range: Range<usize>,
    /// The word without the hyphens at its lines' ends, where it has some.
    unbroken: Option<CompactString>,
    left: Left,
    /// Whether no word of the text stands before it.
    is_first: bool,
    /// ln P of it by itself.
    alone: f32,
    /// What is asked of it, each found when it is first asked for: what it loses by its case in each place, and what it weighs behind
    /// other words of the text.
    companion: OnceCell<Companion>,
    oddity: [OnceCell<(f32, f32)>; 3],
    inside: OnceCell<f32>,
}

/// What stands beside a text, as it is asked for.
pub(super) struct Beside<'a> {
    around: &'a Surroundings<'a>,
    between: Between<'a>,
    /// What a word that was counted nowhere gains by what stands after it.
    after_uncounted: f32,
}

impl<'a> Beside<'a> {
    pub fn new(around: &'a Surroundings<'a>, weigher: &Weigher) -> Self {
        let after_uncounted = match around.right {
            Context::Word(_) => around.right_alone,
            Context::Number => 0.0,
            right => weigher.language.log_probability_before("", right),
        };
        Self { around, between: weigher.language.between(around.left, around.right), after_uncounted }
    }
}

impl Phrase {
    pub fn new(text: CompactString, weigher: &Weigher) -> Self {
        let mut phrase =
            Self { text, parts: SmallVec::new(), left: Left::Around, ends_in_word: false, uncounted: None };
        let text = phrase.text.clone();
        let mut word_start = None;
        // Up to here a word goes on over a line's end.
        let mut unbroken = 0;
        let mut previous = None;
        let mut chars = text.char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            if is_word_part(c) || word_start.is_some() && at < unbroken {
                word_start.get_or_insert(at);
                if let Some(length) = (c == '-').then(|| hyphen_at_line_end(&text[at..])).flatten() {
                    unbroken = at + length;
                }
            } else {
                if let Some(start) = word_start.take() {
                    phrase.add_word(start..at, weigher);
                }
                if !is_transparent(c) {
                    phrase.left = Left::Unknown;
                }
                let next = chars.peek().map(|&(_, next)| next);
                let is_at_edge = at == 0 || next.is_none();
                phrase.parts.push(match is_at_edge {
                    true => Part::MarkAtEdge(c),
                    false => Part::Mark(weigher.mark(previous, c, next)),
                });
            }
            previous = Some(c);
        }
        if let Some(start) = word_start {
            phrase.add_word(start..text.len(), weigher);
            phrase.ends_in_word = true;
        }
        phrase
    }

    fn add_word(&mut self, range: Range<usize>, weigher: &Weigher) {
        let raw = &self.text[range.clone()];
        let unbroken = raw.contains('\n').then(|| CompactString::from(unbroken_word(raw)));
        let written = unbroken.as_deref().unwrap_or(raw);
        let alone = alone::alone(written, weigher.language);
        if range == (0..self.text.len()) && written != "à" && !raw.contains('-') {
            self.uncounted = (!alone.is_counted && !alone.is_known()).then_some(alone.log_probability);
        }
        let (left, is_first) = (self.left, !self.parts.iter().any(|part| matches!(part, Part::Word(_))));
        self.left = Left::Word(self.parts.len());
        self.parts.push(Part::Word(Word {
            range,
            unbroken,
            left,
            is_first,
            alone: alone.log_probability,
            companion: OnceCell::new(),
            oddity: Default::default(),
            inside: OnceCell::new(),
        }));
    }

    /// ln P by itself of a text that is one unknown word which was counted nowhere; nothing of any other. With ln P of the word after
    /// it that is the most it can weigh.
    pub fn uncounted(&self) -> Option<f32> {
        self.uncounted
    }

    /// The word that it is, where it is no more than that but for marks at its edges, and what is odd about its case in a place.
    pub fn lone_word(&self, place: Place, weigher: &Weigher) -> Option<(&str, f32)> {
        let mut words = self.parts.iter().filter_map(|part| match part {
            Part::Word(word) => Some(word),
            Part::Mark(_) | Part::MarkAtEdge(_) => None,
        });
        let (word, None) = (words.next()?, words.next()) else { return None };
        let (capitals, unusual) =
            *word.oddity[place as usize].get_or_init(|| weigher.oddity(self.written(word), place));
        Some((self.written(word), capitals + unusual))
    }

    /// ln P of it in a place: its words after each other in the language, its marks and its case by how odd they are.
    pub fn weigh(&self, beside: &Beside, weigher: &Weigher) -> f32 {
        if let (Some(alone), [Part::Word(word)]) = (self.uncounted, &self.parts[..]) {
            // Hardly a pair has such a word.
            let after = beside.between.left_over() + alone;
            return self.cased(after, word, beside.around.place, weigher) + beside.after_uncounted;
        }
        let Surroundings { before, after, .. } = *beside.around;
        let mut total = 0.0;
        for part in &self.parts {
            match part {
                Part::Word(word) => total += self.weigh_word(word, beside, weigher),
                Part::Mark(cost) => total -= cost,
                Part::MarkAtEdge(mark) => total -= self.mark_at_edge(*mark, before, after, part, weigher),
            }
        }
        total + self.weigh_end(beside, weigher)
    }

    /// What a mark at an edge of the text costs, between what stands there before and after it.
    fn mark_at_edge(
        &self,
        mark: char,
        before: Option<char>,
        after: Option<char>,
        part: &Part,
        weigher: &Weigher,
    ) -> f32 {
        let is_first = self.parts.first().is_some_and(|first| std::ptr::eq(first, part));
        let previous = if is_first { before } else { self.text.chars().rev().nth(1) };
        let next = if is_first { self.text.chars().nth(1).or(after) } else { after };
        weigher.mark(previous, mark, next)
    }

    fn weigh_word(&self, word: &Word, beside: &Beside, weigher: &Weigher) -> f32 {
        let written = self.written(word);
        if written == "à" {
            return A_GRAVE;
        }
        let place = if word.is_first { beside.around.place } else { Place::Inside };
        match word.left {
            Left::Around => {
                let companion = self.companion(word);
                let after = weigher.language.log_probability_at(&beside.between, written, companion, word.alone);
                self.cased(after, word, place, weigher)
            }
            Left::Unknown => self.cased(word.alone, word, place, weigher),
            Left::Word(before) => *word.inside.get_or_init(|| {
                let after = self.after(before, word, weigher);
                self.cased(after, word, place, weigher)
            }),
        }
    }

    /// ln P of a word behind the one that is a part of the text.
    fn after(&self, before: usize, word: &Word, weigher: &Weigher) -> f32 {
        let (language, written, companion) = (weigher.language, self.written(word), self.companion(word));
        match self.parts.get(before) {
            Some(Part::Word(left)) if left.unbroken.is_none() => {
                language.log_probability_behind(self.companion(left), written, companion, word.alone)
            }
            _ => {
                let left = self.raw(before).map_or(Context::Unknown, Context::Word);
                language.log_probability_after_known(left, written, || word.alone)
            }
        }
    }

    fn cased(&self, weight: f32, word: &Word, place: Place, weigher: &Weigher) -> f32 {
        let oddity = &word.oddity[place as usize];
        let (capitals, unusual) = *oddity.get_or_init(|| weigher.oddity(self.written(word), place));
        weight - capitals - unusual
    }

    /// ln P of what stands after the text.
    fn weigh_end(&self, beside: &Beside, weigher: &Weigher) -> f32 {
        let (language, around) = (weigher.language, beside.around);
        let of_right =
            |companion: &Companion| language.log_probability_of_right(&beside.between, companion, around.right_alone);
        if let (true, Some(Part::Word(word))) = (self.ends_in_word, self.parts.last()) {
            return match around.right {
                Context::Number if self.written(word) == "à" => A_GRAVE_BEFORE_NUMBER,
                Context::Number => 0.0,
                _ => of_right(self.companion(word)),
            };
        }
        let left = match (self.left, around.left) {
            (Left::Word(number), _) => self.raw(number),
            (Left::Around, Context::Word(word)) => Some(word),
            _ => None,
        };
        match (left, around.right) {
            (Some(left), _) => of_right(&Companion::new(left)),
            (None, Context::Word(right)) => {
                // After a mark the next word stands for itself, and mostly begins a sentence.
                let goes_on = self.text.ends_with(['?', '!', '.']) && right.starts_with(char::is_lowercase);
                around.right_alone - if goes_on { SENTENCE_GOES_ON } else { 0.0 }
            }
            _ => 0.0,
        }
    }

    fn companion<'w>(&self, word: &'w Word) -> &'w Companion {
        word.companion.get_or_init(|| Companion::new(self.written(word)))
    }

    fn written<'w>(&'w self, word: &'w Word) -> &'w str {
        word.unbroken.as_deref().unwrap_or_else(|| &self.text[word.range.clone()])
    }

    /// The word that is a part of the text, as it stands there.
    fn raw(&self, part: usize) -> Option<&str> {
        match self.parts.get(part)? {
            Part::Word(word) => Some(&self.text[word.range.clone()]),
            Part::Mark(_) | Part::MarkAtEdge(_) => None,
        }
    }
}

impl Weigher {
    /// ln P of a passage: its words after each other in the language, its marks and its case by how odd they are.
    pub fn weigh(&self, text: &str, around: &Surroundings) -> f32 {
        Phrase::new(text.into(), self).weigh(&Beside::new(around, self), self)
    }
}
