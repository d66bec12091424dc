//! What a text weighs in a language: its words after each other, its marks and its case by how odd they are.

use std::borrow::Cow;
use std::ptr;

use super::alone;
use crate::language::{Context, Language, Roles};
use crate::repair::Options;
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
    pub plausibility: &'static Plausibility,
    /// Whether nouns have capitals inside a sentence too.
    pub has_capital_nouns: bool,
}

impl PartialEq for Weigher {
    /// Tables are told apart by where they lie.
    fn eq(&self, other: &Self) -> bool {
        let Self { language, plausibility, has_capital_nouns } = *self;
        language == other.language
            && ptr::eq(plausibility, other.plausibility)
            && has_capital_nouns == other.has_capital_nouns
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

impl Surroundings<'_> {
    /// Whether no word stands on either side, as in a heading, a cell or a list of words.
    pub fn is_alone(&self) -> bool {
        !matches!(self.left, Context::Word(_)) && !matches!(self.right, Context::Word(_))
    }
}

impl Weigher {
    /// That of the language that is chosen.
    pub fn of(options: &Options) -> Option<Self> {
        Some(Self {
            language: options.language.pack()?,
            plausibility: Plausibility::of(options.language),
            has_capital_nouns: options.language.is_historical(),
        })
    }

    /// What a word loses by what is odd about its case: by capitals inside it, and by how it begins.
    pub fn oddity(&self, word: &str, place: Place) -> (f32, f32) {
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

    /// What a mark between two characters costs.
    pub fn mark(&self, previous: Option<char>, c: char, next: Option<char>) -> f32 {
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
pub(super) fn unbroken_word(word: &str) -> Cow<'_, str> {
    if word.contains('\n') { word.replace("-\r\n", "").replace("-\n", "").into() } else { word.into() }
}

pub(super) fn is_word_part(c: char) -> bool {
    match c {
        // All letters but two.
        '\u{c0}'..='\u{24f}' => !matches!(c, '×' | '÷'),
        char::REPLACEMENT_CHARACTER => false,
        _ => c.is_alphabetic() || c == '-',
    }
}
