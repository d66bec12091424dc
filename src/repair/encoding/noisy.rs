//! The noisy channel: what a damaged word may have been, and how probable each answer is.
//!
//! From a suspicious place the search follows every way in which a channel's looks and plain letters make a word;
//! then each way is scored as `ln P(words | language) - ln P(observed | letters, channel)` against the text as it
//! stands. Nothing here knows one channel from another.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::ops::Range;
use std::ptr;

use compact_str::CompactString;

use super::channel::{CaseOf, Channel, Confusion};
use super::{alone, lost_letter};
use crate::language::{Context, Language, Roles, Trail};
use crate::repair::plausibility::Plausibility;

/// The longest word that is searched, in characters: what is longer is no word.
const LONGEST: usize = 48;
/// How many ways are followed at once; the dearest beyond them are dropped. (Of 20,000 words with letters lost in seven ways
/// 160 and 32 mend the same.)
const BEAM: usize = 32;
/// How many of them are weighed where their word ends, and where more damage of the same kind follows, which then is none
/// of the word's.
const MOST_ENDS: usize = 24;
const MOST_CUTS: usize = 4;

/// A case that no letter has in its place: besides this, which is said of the letter, it costs the word as much again, so
/// that the word with the other case is always likelier.
const OUT_OF_PLACE: f32 = 6.0;

/// A punctuation mark between letters, where no mark belongs.
const MARK_INSIDE_WORD: f32 = 9.0;
/// The same for marks that are now and then there: full stop, apostrophe, solidus.
const USUAL_MARK_INSIDE_WORD: f32 = 4.0;
/// A space beside a space.
const DOUBLE_SPACE: f32 = 5.0;
/// A capital inside a word that has small letters.
const CAPITAL_INSIDE: f32 = 10.0;
/// A common word that begins with a capital inside a sentence, or small where a sentence begins: 1 in 3,000,
/// with the temperature of the odds taken back.
const UNUSUAL_CASE: f32 = 10.7;

/// The same for words that no frequency list has much of: they may be names here.
const UNUSUAL_CASE_OF_RARE_WORD: f32 = 4.0;
/// ln P of a word that is rare in this sense.
const RARE_WORD: f32 = -13.0;
/// A small letter after the end of a sentence.
const SENTENCE_GOES_ON: f32 = 6.0;
/// ln P of the word à, which no word list has, and what it gains before a price, where it mostly stands.
const A_GRAVE: f32 = -9.5;
const A_GRAVE_BEFORE_NUMBER: f32 = 6.0;

/// Where in a sentence a word stands, which says what case to expect.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Place {
    /// A sentence, heading or list item begins here.
    Start,
    /// Inside a sentence.
    Inside,
    /// At the start of a line that may go on with a sentence.
    Unknown,
}

/// What a text weighs in a language.
#[derive(Clone, Copy, Debug)]
pub(super) struct Weigher {
    pub language: &'static Language,
    /// Whether marks of lost signs may be ligatures too.
    pub may_lack_ligatures: bool,
    pub plausibility: &'static Plausibility,
    /// Whether nouns have capitals inside a sentence too.
    pub has_capital_nouns: bool,
}

impl PartialEq for Weigher {
    /// Tables are told apart by where they lie.
    fn eq(&self, other: &Self) -> bool {
        let Self { language, plausibility, has_capital_nouns, may_lack_ligatures } = *self;
        language == other.language
            && ptr::eq(plausibility, other.plausibility)
            && has_capital_nouns == other.has_capital_nouns
            && may_lack_ligatures == other.may_lack_ligatures
    }
}

/// One way to read a damaged place.
#[derive(Clone, Debug)]
pub(super) struct Path {
    /// Bytes of the text that the way covers.
    pub range: Range<usize>,
    /// What they would become.
    pub text: CompactString,
    /// -ln P(observed | text, channel).
    pub cost: f32,
    /// Place of the channel in the list that was searched.
    pub channel: usize,
}

/// A way that is not yet at its end.
#[derive(Clone)]
struct Partial {
    at: usize,
    text: CompactString,
    cost: f32,
    looks: usize,
    /// The last letters, and ln P of all of them: what tells ways of one length from each other before they are words.
    trail: Trail,
    letters: f32,
}

impl Partial {
    /// The way on with a letter.
    fn with(&self, letter: char, length: usize, cost: f32, language: &Language) -> Self {
        let mut next = Self { at: self.at + length, cost: self.cost + cost, ..self.clone() };
        match lost_letter::letters_of(letter) {
            Some(letters) => letters.chars().for_each(|letter| next.push(letter, language)),
            None => next.push(letter, language),
        }
        next
    }

    fn push(&mut self, letter: char, language: &Language) {
        let (trail, likely) = language.letter_log_probability(self.trail, letter);
        self.text.push(letter);
        self.trail = trail;
        self.letters += likely;
    }

    /// The way on with the one letter that may be meant.
    fn on(mut self, letter: char, language: &Language) -> Self {
        match lost_letter::letters_of(letter) {
            Some(letters) => letters.chars().for_each(|letter| self.push(letter, language)),
            None => self.push(letter, language),
        }
        self.at += letter.len_utf8();
        self
    }

    /// How dear it is, the letters that it has counted.
    fn dearness(&self) -> f32 {
        self.cost - self.letters
    }

    /// The cheaper before the dearer.
    fn order(&self, other: &Self) -> Ordering {
        self.dearness().total_cmp(&other.dearness()).then_with(|| self.text.cmp(&other.text))
    }
}

/// Bytes of a hyphen, a line's end and a letter, at most.
const HYPHEN_AND_LETTER: usize = 7;

/// What a channel sees at one place of the text, whatever way leads there.
struct Sight<'c> {
    /// Where what was looked at ends.
    end: usize,
    letter: Option<char>,
    /// Whether that letter may stand for another without a look.
    has_companions: bool,
    /// Bytes of a hyphen and line end.
    hyphen: Option<usize>,
    /// The looks that begin there, each with the character after it.
    looks: Vec<(&'c Confusion, Option<char>)>,
}

impl<'c> Sight<'c> {
    fn new(text: &str, at: usize, channel: &'c Channel) -> Self {
        let rest = &text[at..];
        let letter = rest.chars().next().filter(|c| c.is_alphabetic());
        let mut looks = Vec::new();
        let seen = channel.look_at(rest, |look, after| {
            let goes_on = || after.is_some_and(|c| c.is_lowercase() || channel.companions_of(c).next().is_some());
            let ends = || after.is_none_or(char::is_whitespace);
            if !look.observed.contains(' ') || goes_on() || ends() {
                looks.push((look, after));
            }
        });
        Self {
            end: at + seen.max(if rest.starts_with('-') { HYPHEN_AND_LETTER } else { 0 }),
            letter,
            has_companions: letter.is_some_and(|letter| channel.companions_of(letter).next().is_some()),
            hyphen: hyphen_at_line_end(rest),
            looks,
        }
    }
}

impl Sight<'_> {
    /// The letter that stands there, where nothing else may be meant.
    fn plain_letter(&self) -> Option<char> {
        self.letter.filter(|_| !self.has_companions && self.hyphen.is_none() && self.looks.is_empty())
    }
}

/// What a channel sees at the places of a text from one on, each looked at once.
struct Sights<'c, 't> {
    text: &'t str,
    start: usize,
    channel: &'c Channel,
    seen: Vec<Option<Sight<'c>>>,
}

impl<'c> Sights<'c, '_> {
    fn at(&mut self, at: usize) -> &Sight<'c> {
        let place = at - self.start;
        if self.seen.len() <= place {
            self.seen.resize_with(place + 1, || None);
        }
        self.seen[place].get_or_insert_with(|| Sight::new(self.text, at, self.channel))
    }
}

/// Every way through `text` from `start` that uses at least one look of the channel and ends with its word, and where what was
/// looked at for them ends: behind the text's end where more text could say more.
pub(super) fn paths(
    text: &str,
    start: usize,
    channel: &Channel,
    number: usize,
    language: &Language,
) -> (Vec<Path>, usize) {
    let mut sights = Sights { text, start, channel, seen: Vec::new() };
    if let Some(end) = end_without_looks(&mut sights) {
        return (Vec::new(), end);
    }
    let mut open = vec![Partial {
        at: start,
        text: CompactString::default(),
        cost: 0.0,
        looks: 0,
        trail: Trail::default(),
        letters: 0.0,
    }];
    let mut closed = Vec::new();
    let mut next = Vec::new();
    for _ in 0..LONGEST {
        for partial in open.drain(..) {
            let begun = next.len();
            let sight = sights.at(partial.at);
            if let Some(letter) = sight.plain_letter() {
                next.push(partial.on(letter, language));
                continue;
            }
            step(text, channel, sight, &partial, language, &mut next);
            if partial.looks > 0 && (sight.letter.is_none() || next.len() == begun) {
                let is_cut = next.len() > begun;
                closed.push((is_cut, partial));
            }
        }
        if next.is_empty() {
            break;
        }
        if next.len() > BEAM {
            let order =
                |a: &Partial, b: &Partial| a.dearness().total_cmp(&b.dearness()).then_with(|| a.text.cmp(&b.text));
            next.select_nth_unstable_by(BEAM, order);
            next.truncate(BEAM);
        }
        std::mem::swap(&mut open, &mut next);
    }
    drop_dearest(&mut closed);
    let path =
        |(_, end): (bool, Partial)| Path { range: start..end.at, text: end.text, cost: end.cost, channel: number };
    let end = sights.seen.iter().flatten().map(|sight| sight.end).max().unwrap_or(start);
    (closed.into_iter().map(path).collect(), end)
}

/// Where what is looked at of a word ends in which no look of the channel is met; nothing where one is.
fn end_without_looks(sights: &mut Sights) -> Option<usize> {
    let (mut at, mut end) = (sights.start, sights.start);
    for _ in 0..LONGEST {
        let sight = sights.at(at);
        if !sight.looks.is_empty() {
            return None;
        }
        end = end.max(sight.end);
        match (sight.letter, sight.hyphen) {
            (Some(letter), _) => at += letter.len_utf8(),
            (None, Some(length)) => at += length,
            (None, None) => break,
        }
    }
    Some(end)
}

/// Drops the dearest of the ways that end at one place, where each may be cut there from what goes on.
fn drop_dearest(closed: &mut Vec<(bool, Partial)>) {
    closed.sort_by(|(_, a), (_, b)| a.at.cmp(&b.at).then_with(|| a.order(b)));
    let (mut at, mut cheaper) = (0, 0);
    closed.retain(|(is_cut, end)| {
        cheaper = if end.at == at { cheaper + 1 } else { 0 };
        at = end.at;
        cheaper < if *is_cut { MOST_CUTS } else { MOST_ENDS }
    });
}

/// The ways on from one place: the letter that stands there, and every look that begins there.
fn step(text: &str, channel: &Channel, sight: &Sight, from: &Partial, language: &Language, next: &mut Vec<Partial>) {
    if let Some(c) = sight.letter {
        let readings = channel.companions_of(c).map(|companion| (companion.letter, companion.cost));
        for (letter, cost) in readings.chain([(c, 0.0)]) {
            next.push(from.with(letter, c.len_utf8(), cost, language));
        }
    }
    if let Some(length) = sight.hyphen {
        let mut broken = from.clone();
        broken.text.push_str(&text[from.at..from.at + length]);
        broken.at += length;
        next.push(broken);
    }
    for &(confusion, after) in &sight.looks {
        let cases = match confusion.case {
            CaseOf::Letter => [(confusion.letter, 0.0), (confusion.letter, OUT_OF_PLACE)],
            CaseOf::Place => cases_of(confusion.letter, from.text.chars().next_back(), after),
        };
        for (letter, cost) in cases.into_iter().filter(|(_, cost)| *cost < OUT_OF_PLACE) {
            let mut mended = from.with(letter, confusion.observed.len(), confusion.cost + cost, language);
            mended.looks += 1;
            next.push(mended);
        }
    }
}

/// The cases that a letter may have in its place: a place after a small letter wants a small one, a place between
/// capitals a capital; at a word's start both are tried, and the place in the sentence weighs them later.
fn cases_of(letter: char, before: Option<char>, after: Option<char>) -> [(char, f32); 2] {
    let small = letter.to_lowercase().next().unwrap_or(letter);
    let capital = letter.to_uppercase().next().unwrap_or(letter);
    let lower = |c: Option<char>| c.is_some_and(char::is_lowercase);
    let upper = |c: Option<char>| c.is_some_and(char::is_uppercase);
    let (as_small, as_capital) = match (before, after) {
        (None, after) if upper(after) => (OUT_OF_PLACE, 0.0),
        (None, _) => (0.0, 0.0),
        (before, _) if lower(before) => (0.0, OUT_OF_PLACE),
        (_, after) if upper(after) => (OUT_OF_PLACE, 0.0),
        (_, after) if lower(after) => (0.0, OUT_OF_PLACE),
        _ => (0.5, 2.0),
    };
    [(small, as_small), (capital, as_capital)]
}

/// The length of a hyphen and line end that `text` begins with, where the next line goes on with a small letter.
pub(super) fn hyphen_at_line_end(text: &str) -> Option<usize> {
    let after = text.strip_prefix('-')?;
    let line = after.strip_prefix("\r\n").or_else(|| after.strip_prefix('\n'))?;
    line.starts_with(char::is_lowercase).then(|| text.len() - line.len())
}

/// What stands around a passage, as far as it weighs.
#[derive(Clone, Copy, Debug)]
pub(super) struct Surroundings<'a> {
    pub before: Option<char>,
    pub after: Option<char>,
    /// Where in a sentence the passage begins.
    pub place: Place,
    /// The word before and the word after, where they are words.
    pub left: Context<'a>,
    pub right: Context<'a>,
    /// ln P of the word after by itself; 0 where it is no word.
    pub right_alone: f32,
}

impl Surroundings<'_> {
    /// Whether no word stands on either side, as in a heading, a cell or a list of words.
    pub fn is_alone(&self) -> bool {
        !matches!(self.left, Context::Word(_)) && !matches!(self.right, Context::Word(_))
    }
}

impl Weigher {
    /// ln P of a passage: its words after each other in the language, its marks and its case by how odd they are.
    pub fn weigh(&self, text: &str, around: &Surroundings) -> f32 {
        let mut total = 0.0;
        let mut place = around.place;
        let mut left = around.left;
        let mut word_start = None;
        // Up to here a word goes on over a line's end.
        let mut unbroken = 0;
        let mut previous = around.before;
        let mut chars = text.char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            let broken = word_start.is_some() && at < unbroken;
            if is_word_part(c) || broken {
                word_start.get_or_insert(at);
                if let Some(length) = hyphen_at_line_end(&text[at..]) {
                    unbroken = at + length;
                }
            } else {
                if let Some(start) = word_start.take() {
                    total += self.word(&text[start..at], left, place);
                    place = Place::Inside;
                    left = Context::Word(&text[start..at]);
                }
                if !is_transparent(c) {
                    left = Context::Unknown;
                }
                total -= self.mark(previous, c, chars.peek().map(|&(_, next)| next).or(around.after));
            }
            previous = Some(c);
        }
        if let Some(start) = word_start {
            let word = unbroken_word(&text[start..]);
            total += self.word(&word, left, place);
            total += match around.right {
                Context::Number if word == "à" => A_GRAVE_BEFORE_NUMBER,
                Context::Number => 0.0,
                _ => self.before(&word, around),
            };
        } else if let Context::Word(word) = left {
            total += self.before(word, around);
        } else if let Context::Word(right) = around.right {
            // After a mark the next word stands for itself, and mostly begins a sentence.
            let goes_on = text.ends_with(['?', '!', '.']) && right.starts_with(char::is_lowercase);
            total += around.right_alone - if goes_on { SENTENCE_GOES_ON } else { 0.0 };
        }
        total
    }

    /// ln P of what stands after the word.
    fn before(&self, word: &str, around: &Surroundings) -> f32 {
        match around.right {
            Context::Word(right) => {
                self.language.log_probability_after_known(Context::Word(word), right, || around.right_alone)
            }
            right => self.language.log_probability_before(word, right),
        }
    }

    fn word(&self, word: &str, left: Context, place: Place) -> f32 {
        let word = &*unbroken_word(word);
        if word == "à" {
            return A_GRAVE;
        }
        let weight = self.language.log_probability_after_known(left, word, || self.alone(word));
        self.cased(weight, word, place)
    }

    /// What a word weighs, with what is odd about its case.
    fn cased(&self, mut weight: f32, word: &str, place: Place) -> f32 {
        let mut chars = word.chars();
        let first_is_capital = chars.next().is_some_and(char::is_uppercase);
        let rest_has_capital = chars.clone().any(char::is_uppercase);
        let rest_has_small = chars.any(char::is_lowercase);
        if rest_has_capital && word.chars().any(char::is_lowercase) {
            weight -= CAPITAL_INSIDE * word.chars().skip(1).filter(|c| c.is_uppercase()).count() as f32;
        }
        let unusual = match place {
            Place::Start => !first_is_capital,
            Place::Inside if self.has_capital_nouns => false,
            Place::Inside => first_is_capital && !rest_has_capital && rest_has_small && !self.is_name(word),
            Place::Unknown => false,
        };
        if unusual {
            let rare = place == Place::Inside && self.alone(word) < RARE_WORD;
            weight -= if rare { UNUSUAL_CASE_OF_RARE_WORD } else { UNUSUAL_CASE };
        }
        weight
    }

    /// ln P of a word by itself.
    pub fn alone(&self, word: &str) -> f32 {
        alone::alone(word, self.language).log_probability
    }

    /// ln P by itself of a text that is one unknown word which was counted nowhere; nothing of any other. With ln P of the word
    /// after it that is the most it can weigh.
    pub fn uncounted(&self, text: &str) -> Option<f32> {
        if text == "à" || !text.chars().all(char::is_alphabetic) {
            return None;
        }
        let alone = alone::alone(text, self.language);
        (!alone.is_counted && !alone.is_known).then_some(alone.log_probability)
    }

    /// What an uncounted word weighs whose ln P by itself is known: as [`Weigher::weigh`] has it, no pair having such a word.
    /// `beside` is what [`Weigher::beside_uncounted`] says.
    pub fn weigh_uncounted(&self, word: &str, alone: f32, around: &Surroundings, beside: (f32, f32)) -> f32 {
        self.cased(beside.0 + alone, word, around.place) + beside.1
    }

    /// What an uncounted word gains by what stands before it and by what stands after it.
    pub fn beside_uncounted(&self, around: &Surroundings) -> (f32, f32) {
        let after = match around.right {
            Context::Word(_) => around.right_alone,
            Context::Number => 0.0,
            right => self.language.log_probability_before("", right),
        };
        (self.language.left_over(around.left), after)
    }

    /// Whether every word of the text is known, in a case that words have.
    pub fn knows(&self, text: &str) -> bool {
        let joined = unbroken_word(text);
        let mut words = joined.split(|c: char| !is_word_part(c)).filter(|word| !word.is_empty());
        words.all(|word| word == "à" || alone::alone(word, self.language).is_known)
    }

    /// Whether a word is in the dictionary itself, not only a compound of its words.
    pub fn is_form(&self, word: &str) -> bool {
        self.language.is_known(word)
    }

    /// Whether a capitalised word is known as such, or not known in lower case.
    fn is_name(&self, word: &str) -> bool {
        self.language.roles(word).has(Roles::WORD) || !self.language.is_known(&word.to_lowercase())
    }

    fn mark(&self, previous: Option<char>, c: char, next: Option<char>) -> f32 {
        let letter = |c: Option<char>| c.is_some_and(char::is_alphabetic);
        match c {
            ' ' if previous == Some(' ') || next == Some(' ') => DOUBLE_SPACE,
            ' ' | '\n' | '-' => 0.0,
            _ if !c.is_ascii() => {
                let mut buffer = [0; 4];
                self.plausibility.cost(previous, c.encode_utf8(&mut buffer), next)
            }
            '.' | '\'' | '/' if letter(previous) && letter(next) => USUAL_MARK_INSIDE_WORD,
            _ if letter(previous) && letter(next) => MARK_INSIDE_WORD,
            ',' | '?' | '!' | ';' | ':' if letter(next) => USUAL_MARK_INSIDE_WORD,
            _ => 0.0,
        }
    }
}

/// What stands between two words of a pair without parting them.
pub(super) fn is_transparent(c: char) -> bool {
    matches!(c, ' ' | ',' | '\n' | '\r' | '"' | '“' | '”' | '»' | '«' | '\u{a0}')
}

/// The word without the hyphens at its lines' ends.
fn unbroken_word(word: &str) -> Cow<'_, str> {
    if word.contains('\n') { word.replace("-\r\n", "").replace("-\n", "").into() } else { word.into() }
}

fn is_word_part(c: char) -> bool {
    c.is_alphabetic() || c == '-'
}
