//! The words and signs that a guessed encoding makes of bytes, and what each says of the guess: whether it is text, and signs where signs
//! stand.

use super::score::Scorer;
use crate::language::identify::{Tongue, is_frequent};

/// Letters that the units have that a raised figure follows: m², cm³.
const UNIT: usize = 2;

/// What a piece of text that a guess made says of the guess.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Verdict {
    /// A word that the options' language knows.
    Own,
    /// A word that is frequent in another language, or has the letters that the options' language has alone.
    Known,
    /// A word in letters of its line's language, or in those that it writes in foreign words.
    Fair,
    /// A word that is one of its line's language in another encoding.
    Another,
    /// No word: letters of another language, signs and capitals inside it.
    Odd,
}

/// A run of letters, or of signs beyond ASCII, of a text between spaces that has something beyond ASCII.
pub(super) struct Piece<'t> {
    pub text: &'t str,
    /// The letters right before it, for signs.
    before: &'t str,
    /// The letters right behind it.
    after: &'t str,
}

impl<'t> Piece<'t> {
    /// The pieces of a text.
    pub fn all(text: &'t str) -> impl Iterator<Item = Self> {
        let mut at = 0;
        let mut before = "";
        std::iter::from_fn(move || {
            let rest = text.get(at..)?;
            let first = rest.chars().next()?;
            let length = match is_letter(first) {
                true => rest.find(|c| !is_letter(c)).unwrap_or(rest.len()),
                false if first.is_ascii() => 1,
                false => rest.find(|c: char| c.is_ascii() || is_letter(c)).unwrap_or(rest.len()),
            };
            let behind = &rest[length..];
            let after = &behind[..behind.find(|c| !is_letter(c)).unwrap_or(behind.len())];
            let piece = Piece { text: &rest[..length], before, after };
            before = if is_letter(first) { piece.text } else { "" };
            at += length;
            Some(piece)
        })
        .filter(|piece| !piece.text.is_ascii())
    }

    fn is_word(&self) -> bool {
        self.text.chars().next().is_some_and(is_letter)
    }

    /// What is said of a word that is known.
    pub fn known(&self, scorer: &Scorer) -> Option<Verdict> {
        let is_long = self.is_word() && self.text.chars().nth(1).is_some();
        if !is_long {
            None
        } else if scorer.knows_word(self.text) {
            Some(Verdict::Own)
        } else {
            is_frequent(self.text).then_some(Verdict::Known)
        }
    }

    /// What is said of what is not, on a line of this language; nothing of lone letters and of signs that stand where they may.
    pub fn verdict(&self, tongue: Tongue, scorer: &Scorer, is_rather_another: impl Fn() -> bool) -> Option<Verdict> {
        if !self.is_word() {
            return self.signs();
        }
        let letters = self.text.chars().count();
        let beyond = || self.text.chars().filter(|c| !c.is_ascii());
        // A lone letter, or those that a language has: `æøåÆØÅ`.
        if letters == 1 || beyond().count() == letters && scorer.writes(self.text) {
            return None;
        }
        Some(if beyond().count() == letters || self.has_capital_inside() {
            Verdict::Odd
        } else if is_rather_another() {
            Verdict::Another
        } else if scorer.writes(self.text) && beyond().all(|c| tongue.writes(c)) {
            Verdict::Known
        } else if beyond().any(|c| !tongue.writes(c) && !Tongue::English.writes(c)) {
            Verdict::Odd
        } else {
            Verdict::Fair
        })
    }

    /// Whether it is signs that stand where no text has any: `¡` inside a word.
    pub fn is_misplaced(&self) -> bool {
        !self.is_word() && self.signs() == Some(Verdict::Odd)
    }

    /// Whether a capital beyond ASCII, or behind a small letter beyond, stands inside a word of small letters.
    fn has_capital_inside(&self) -> bool {
        let mut pairs = self.text.chars().zip(self.text.chars().skip(1));
        pairs.any(|(one, two)| one.is_lowercase() && two.is_uppercase() && !(one.is_ascii() && two.is_ascii()))
    }

    /// What signs say: no text has some where they stand.
    fn signs(&self) -> Option<Verdict> {
        let is_between = !self.before.is_empty() && !self.after.is_empty();
        if self.text == "’" && is_between && self.before.is_ascii() && self.after.is_ascii() {
            return Some(Verdict::Known);
        }
        let places = Place::all(self.text, self.before.chars().count(), self.after.chars().count());
        let signs = || self.text.chars();
        let is_run = signs().count() > 1 && !is_drawn(self.text) && !signs().all(is_mark);
        (is_run || signs().zip(places).any(|(sign, place)| place.is_wrong_for(sign))).then_some(Verdict::Odd)
    }
}

/// What stands around a sign.
#[derive(Clone, Copy)]
struct Place {
    /// How many letters stand right before it.
    before: usize,
    /// How many right behind it.
    after: usize,
}

impl Place {
    /// The places of the signs of a run.
    fn all(signs: &str, before: usize, after: usize) -> impl Iterator<Item = Self> {
        let last = signs.chars().count() - 1;
        (0..=last)
            .map(move |at| Self { before: if at == 0 { before } else { 0 }, after: if at == last { after } else { 0 } })
    }

    /// Whether no text has a sign there.
    fn is_wrong_for(self, sign: char) -> bool {
        let Self { before, after } = self;
        match sign {
            '\u{80}'..='\u{9f}' | '\u{e000}'..='\u{f8ff}' => true,
            '’' | '´' | '–' | '—' | '…' | '\u{a0}' | '·' | '\u{ad}' => false,
            '©' | '„' => before > 0,
            '§' => before > 0 || after > UNIT,
            '®' | '™' | '†' | '‡' | '•' | '¶' | '€' | '\u{2500}'..='\u{259f}' => before > 0 && after > 0,
            '°' | '²' | '³' | '¹' | 'º' | 'ª' => before > 0 && (after > 0 || before > UNIT),
            '¡' | '¿' => before > 0,
            'µ' => before > 0 || after > UNIT,
            _ if is_mark(sign) => before > 0 && after > 0,
            _ => before > 0 || after > 0,
        }
    }
}

/// Quotation marks, dashes and what else prose has several of in a row.
fn is_mark(sign: char) -> bool {
    matches!(
        sign,
        '“' | '”'
            | '„'
            | '«'
            | '»'
            | '‘'
            | '’'
            | '‚'
            | '‹'
            | '›'
            | '–'
            | '—'
            | '…'
            | '\u{a0}'
            | '´'
            | '¡'
            | '¿'
            | '•'
    )
}

/// Whether signs are one over and over, or a drawing: lines with corners at most where they meet.
fn is_drawn(signs: &str) -> bool {
    let is_line = |sign: char| matches!(sign, '─' | '═' | '\u{2580}'..='\u{259f}');
    let first = signs.chars().next();
    let lines = signs.chars().filter(|sign| is_line(*sign) || Some(*sign) == first).count();
    signs.chars().all(|sign| matches!(sign, '\u{2500}'..='\u{259f}')) && lines * 2 >= signs.chars().count()
        || signs.chars().all(|sign| Some(sign) == first)
}

/// Letters of words; those that are signs of measures and numbers are none.
fn is_letter(c: char) -> bool {
    c.is_alphabetic() && !matches!(c, 'ª' | 'º' | 'µ' | 'ƒ')
}
