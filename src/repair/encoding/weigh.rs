//! What a text weighs in a language: its words after each other, its marks and its case by how odd they are.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::ptr;

use super::alone;
use crate::language::{Between, Companion, Context, Language, Roles};
use crate::repair::plausibility::Plausibility;

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

/// A word that stands for the whole of a passage, with what is asked of it wherever the passage stands.
pub(super) struct Word {
    /// ln P of it by itself.
    pub alone: f32,
    /// Whether it is unknown and was counted nowhere: with ln P of the word after it, ln P of it alone is the most that it can weigh.
    pub is_uncounted: bool,
    /// Found when it is first asked for, as is what it loses by its case in each place.
    companion: OnceCell<Companion>,
    oddity: [OnceCell<(f32, f32)>; 3],
}

/// What stands beside a passage.
pub(super) struct Beside<'c> {
    place: Place,
    between: Between<'c>,
    right_alone: f32,
    /// What a word that was counted nowhere gains by what stands after it.
    after_uncounted: f32,
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
        let (capitals, unusual) = self.oddity(word, place);
        weight - capitals - unusual
    }

    /// What a word loses by what is odd about its case: by capitals inside it, and by how it begins.
    fn oddity(&self, word: &str, place: Place) -> (f32, f32) {
        let mut chars = word.chars();
        let first_is_capital = chars.next().is_some_and(char::is_uppercase);
        let rest_has_capital = chars.clone().any(char::is_uppercase);
        let rest_has_small = chars.clone().any(char::is_lowercase);
        // `GÅ` for `G?`: one capital does not tell that the letter behind it was one.
        let is_one_and_own = chars.next().is_some_and(|c| !c.is_ascii() && c.is_uppercase()) && chars.next().is_none();
        let capitals = if rest_has_capital && word.chars().any(char::is_lowercase) {
            CAPITAL_INSIDE * word.chars().skip(1).filter(|c| c.is_uppercase()).count() as f32
        } else {
            0.0
        };
        let unusual = match place {
            Place::Start => !first_is_capital,
            Place::Inside if self.has_capital_nouns || !first_is_capital => false,
            Place::Inside => (is_one_and_own || !rest_has_capital && rest_has_small) && !self.is_name(word),
            Place::Unknown => false,
        };
        let is_rare = || place == Place::Inside && self.alone(word) < RARE_WORD;
        match unusual {
            false => (capitals, 0.0),
            true if is_rare() => (capitals, UNUSUAL_CASE_OF_RARE_WORD),
            true => (capitals, UNUSUAL_CASE),
        }
    }

    /// ln P of a word by itself.
    pub fn alone(&self, word: &str) -> f32 {
        alone::alone(word, self.language).log_probability
    }

    /// What is known of a text that is one word; nothing of any other.
    pub fn word_of(&self, text: &str) -> Option<Word> {
        if text == "à" || text.is_empty() || !text.chars().all(char::is_alphabetic) {
            return None;
        }
        let alone = alone::alone(text, self.language);
        Some(Word {
            alone: alone.log_probability,
            is_uncounted: !alone.is_counted && !alone.is_known(),
            companion: OnceCell::new(),
            oddity: Default::default(),
        })
    }

    /// What stands beside a passage, as words ask for it.
    pub fn beside<'c>(&self, around: &Surroundings<'c>) -> Beside<'c> {
        let after_uncounted = match around.right {
            Context::Word(_) => around.right_alone,
            Context::Number => 0.0,
            right => self.language.log_probability_before("", right),
        };
        let right = if around.right == Context::Number { Context::Unknown } else { around.right };
        let between = self.language.between(around.left, right);
        Beside { place: around.place, between, right_alone: around.right_alone, after_uncounted }
    }

    /// [`Self::weigh`] of a text that is one word.
    pub fn weigh_word(&self, text: &str, word: &Word, beside: &Beside) -> f32 {
        let Beside { place, between, right_alone, after_uncounted } = beside;
        let (capitals, unusual) = *word.oddity[*place as usize].get_or_init(|| self.oddity(text, *place));
        if word.is_uncounted {
            // Hardly a pair has such a word.
            return between.left_over() + word.alone - capitals - unusual + after_uncounted;
        }
        let companion = word.companion.get_or_init(|| Companion::new(text));
        self.language.log_probability_at(between, text, companion, word.alone) - capitals - unusual
            + self.language.log_probability_of_right(between, companion, *right_alone)
    }

    /// Whether every word of the text is known, in a case that words have.
    pub fn knows(&self, text: &str) -> bool {
        let joined = unbroken_word(text);
        let mut words = joined.split(|c: char| !is_word_part(c)).filter(|word| !word.is_empty());
        words.all(|word| word == "à" || alone::alone(word, self.language).is_known())
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
