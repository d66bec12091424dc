//! Whether what a guessed encoding makes of bytes is text at all: words of a language in its own letters, and signs where signs stand.
//!
//! That a guess reads better than the others says little where the bytes are in an encoding that is none of them: Japanese, Russian
//! or Polish read as windows-1252 is no text, and repairs of it would be nonsense. A document whose guess is not trusted is left as it is.

use smallvec::SmallVec;

use super::score::Scorer;
use super::tally::{self, Reader, USUAL};
use super::words::{is_high, is_line_end, words_with};
use crate::codecs::{Codec, codec};
use crate::language::identify::{Tongue, Tongues, is_frequent};

/// Nats behind the likeliest language within which another may be that of a line as well. Chosen: of lines of six words the right one
/// is nearly always among these.
const NEAR: f32 = 4.0;
/// A line of fewer words is read with those before it.
const TELLING: f32 = 4.0;
/// Of so many words one may be no text: names and slips. Of words in letters of another language more are.
const ODD: u32 = 12;
/// The same where half of the words are known in the options' language.
const ODD_AMONG_OWN: u32 = 4;
/// So many words that are no text refute what a document says of its encoding, if they are one of so many.
const REFUTES: u32 = 3;
const SURELY_ODD: u32 = 3;
/// Of so many words one may be one of its line's language in another encoding.
const ANOTHER: u32 = 30;
/// Of so many words one at least is known, before an encoding is believed that few documents are in.
const KNOWN: u32 = 5;
/// Letters that the units have that a raised figure follows: m², cm³.
const UNIT: usize = 2;

/// What a piece of text that a guess made says of the guess.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Verdict {
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

/// What the words of a document say of its guessed encoding.
pub(super) struct Trust {
    scorer: Scorer,
    read: Reader,
    /// How many words said what, by the number of the [`Verdict`].
    counts: [u32; 5],
    /// What the lines of these words say of their language.
    tongues: Tongues,
}

impl Trust {
    pub fn new(scorer: Scorer, read: Reader) -> Self {
        Self { scorer, read, counts: [0; 5], tongues: Tongues::default() }
    }

    /// Counts the words of a block that are to be read in an encoding: those that `is_asked`.
    pub fn add(&mut self, block: &[u8], guess: &Codec, is_asked: fn(&[u8]) -> bool) {
        for line in block.split(|byte| is_line_end(*byte)).filter(|line| line.iter().any(|byte| is_high(*byte))) {
            let words = words_with(line, is_high).map(|word| &line[word]).filter(|word| is_asked(word));
            let words: SmallVec<[&[u8]; 16]> = words.collect();
            if !words.is_empty() {
                self.add_line(line, &words, guess);
            }
        }
    }

    fn add_line(&mut self, line: &[u8], words: &[&[u8]], guess: &Codec) {
        let texts: SmallVec<[String; 16]> = words.iter().map(|word| (self.read)(word, guess)).collect();
        let mut tongue = None;
        for text in &texts {
            for piece in Piece::all(text) {
                let verdict = piece.known(&self.scorer).or_else(|| {
                    let tongue = *tongue.get_or_insert_with(|| self.tongue(line, &texts, guess));
                    piece.verdict(tongue, &self.scorer, || is_rather_another(piece.text, tongue, guess))
                });
                if let Some(verdict) = verdict {
                    self.counts[verdict as usize] += 1;
                }
            }
        }
    }

    /// The language that a line is in: of those that it may be in the one that writes most of its words.
    fn tongue(&mut self, line: &[u8], words: &[String], guess: &Codec) -> Tongue {
        let mut of_line = Tongues::of(&(self.read)(line, guess));
        self.tongues.add(&of_line);
        if of_line.words() < TELLING {
            of_line = self.tongues;
        }
        let written = |tongue: &Tongue| words.iter().filter(|word| is_in_letters_of(*tongue, word)).count();
        let near = of_line.near(NEAR);
        // English writes all letters of the others, in their words.
        near.max_by_key(|tongue| (written(tongue), *tongue != Tongue::English)).unwrap_or(Tongue::English)
    }

    /// Whether the words refute an encoding that the document says itself.
    pub fn is_refuted(&self) -> bool {
        let count = |verdict: Verdict| self.counts[verdict as usize];
        let odd = count(Verdict::Odd) + count(Verdict::Another);
        odd >= REFUTES && odd * SURELY_ODD > self.counts.iter().sum()
    }

    /// Whether the guess makes text of the document.
    pub fn is_text(&self, guess: &Codec) -> bool {
        let count = |verdict: Verdict| self.counts[verdict as usize];
        let (own, another) = (count(Verdict::Own), count(Verdict::Another));
        let odd = count(Verdict::Odd) + another;
        let all: u32 = self.counts.iter().sum();
        if own * 2 >= all {
            return odd * ODD_AMONG_OWN <= all;
        }
        let known = own + count(Verdict::Known);
        let is_known = || known * KNOWN >= all || (known + count(Verdict::Fair)) * ODD >= all * (ODD - 1);
        odd * ODD <= all && another * ANOTHER <= all && (USUAL.contains(&guess.name()) || is_known())
    }
}

/// A run of letters, or of signs beyond ASCII, of a text between spaces that has something beyond ASCII.
struct Piece<'t> {
    text: &'t str,
    /// The letters right before it, for signs.
    before: &'t str,
    /// The letters right behind it.
    after: &'t str,
}

impl<'t> Piece<'t> {
    /// The pieces of a text.
    fn all(text: &'t str) -> impl Iterator<Item = Self> {
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
    fn known(&self, scorer: &Scorer) -> Option<Verdict> {
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
    fn verdict(&self, tongue: Tongue, scorer: &Scorer, is_rather_another: impl Fn() -> bool) -> Option<Verdict> {
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
        let is_run = signs().count() > 1 && !is_drawn(self.text) && !signs().all(|sign| is_mark(sign));
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

/// Whether another encoding makes of the bytes of a word one that is frequent, or one in the letters of a language that has not those
/// which the guess makes.
fn is_rather_another(word: &str, tongue: Tongue, guess: &Codec) -> bool {
    /// Those of other Latin letters.
    const OTHERS: [&str; 8] =
        ["windows-1250", "ISO-8859-2", "CP852", "windows-1254", "CP857", "windows-1257", "CP775", "ISO-8859-3"];
    let is_written = |word: &str| tongue != Tongue::English && is_in_letters_of(tongue, word);
    let is_strange = !is_written(word);
    let is_word = |other: &str| other != word && (is_strange && is_written(other) || is_frequent(other));
    let Some(bytes) = word.chars().map(|c| guess.encode(c)).collect::<Option<Vec<u8>>>() else { return false };
    OTHERS.iter().filter_map(|name| codec(name)).any(|other| is_word(&tally::read(&bytes, other)))
}

/// Whether all that a text has beyond ASCII is letters that a language writes.
fn is_in_letters_of(tongue: Tongue, text: &str) -> bool {
    text.chars().filter(|c| !c.is_ascii()).all(|c| c.is_alphabetic() && tongue.writes(c))
}

/// Letters of words; those that are signs of measures and numbers are none.
fn is_letter(c: char) -> bool {
    c.is_alphabetic() && !matches!(c, 'ª' | 'º' | 'µ' | 'ƒ')
}
