//! Whether what a guessed encoding makes of bytes is text at all: words of a language in its own letters, and signs where signs stand.
//!
//! That a guess reads better than the others says little where the bytes are in an encoding that is none of them: Japanese, Russian
//! or Polish read as windows-1252 is no text, and repairs of it would be nonsense. A document whose guess is not trusted is left as it is.

use smallvec::SmallVec;

use super::score::Scorer;
use super::tally::{Reader, USUAL};
use super::words::{is_high, is_line_end, words_with};
use crate::codecs::{Codec, codec};
use crate::language::identify::{Tongue, Tongues, is_frequent};

/// Nats behind the likeliest language within which another may be that of a line as well. Chosen: of lines of six words the right one
/// is nearly always among these.
const NEAR: f32 = 6.0;
/// A line of fewer words is read with those before it.
const TELLING: f32 = 4.0;
/// Of so many words one may be no text: names and slips. Of words in letters of another language more are.
const ODD: u32 = 12;
/// The same where half of the words are known in the options' language.
const ODD_AMONG_OWN: u32 = 4;
/// Of so many words one at most may have letters that only foreign words have in the language of its line.
const BORROWED: u32 = 3;
/// Of so many words one at least is known, before an encoding is believed that few documents are in.
const KNOWN: u32 = 5;
/// Letters that the units have that a raised figure follows: m², cm³.
const UNIT: usize = 2;

/// What a piece of text that a guess made says of the guess.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Verdict {
    /// A word that the options' language knows.
    Own,
    /// A word that is frequent in another language.
    Known,
    /// A word in letters of its line's language.
    Fair,
    /// A word with letters that this language writes in foreign words alone.
    Borrowed,
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
        let mut tongues: Option<SmallVec<[Tongue; 8]>> = None;
        for bytes in words {
            let text = (self.read)(bytes, guess);
            for piece in Piece::all(&text) {
                let verdict = piece.known(&self.scorer).or_else(|| {
                    let near = tongues.get_or_insert_with(|| self.near(line, guess));
                    piece.verdict(near, || self.is_rather_another(bytes, near))
                });
                if let Some(verdict) = verdict {
                    self.counts[verdict as usize] += 1;
                }
            }
        }
    }

    /// The languages that a line may be in.
    fn near(&mut self, line: &[u8], guess: &Codec) -> SmallVec<[Tongue; 8]> {
        let mut of_line = Tongues::of(&(self.read)(line, guess));
        self.tongues.add(&of_line);
        if of_line.words() < TELLING {
            of_line = self.tongues;
        }
        of_line.near(NEAR).collect()
    }

    /// Whether another encoding makes bytes a word of one of these languages, in its own letters.
    fn is_rather_another(&self, bytes: &[u8], near: &[Tongue]) -> bool {
        /// Those of other Latin letters.
        const OTHERS: [&str; 5] = ["windows-1250", "ISO-8859-2", "windows-1254", "windows-1257", "ISO-8859-3"];
        let is_word = |text: &str| {
            let letters = || text.chars().filter(|c| !c.is_ascii());
            letters().all(char::is_alphabetic)
                && (near.iter().any(|tongue| *tongue != Tongue::English && letters().all(|c| tongue.writes(c)))
                    || text.split(|c: char| !c.is_alphabetic()).any(|word| !word.is_ascii() && is_frequent(word)))
        };
        OTHERS.iter().filter_map(|name| codec(name)).any(|other| is_word(&(self.read)(bytes, other)))
    }

    /// Whether the guess makes text of the document.
    pub fn is_text(&self, guess: &Codec) -> bool {
        let count = |verdict: Verdict| self.counts[verdict as usize];
        let (own, odd) = (count(Verdict::Own), count(Verdict::Odd));
        let all: u32 = self.counts.iter().sum();
        if own * 2 >= all {
            return odd * ODD_AMONG_OWN <= all;
        }
        let is_known = USUAL.contains(&guess.name()) || (own + count(Verdict::Known)) * KNOWN >= all;
        odd * ODD <= all && count(Verdict::Borrowed) * BORROWED <= all && is_known
    }
}

/// A run of letters, or a sign, of a text between spaces that has something beyond ASCII.
struct Piece<'t> {
    text: &'t str,
    /// The letters right before it, for a sign.
    before: &'t str,
    /// What follows it.
    after: Option<char>,
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
                false => first.len_utf8(),
            };
            let piece = Piece { text: &rest[..length], before, after: rest[length..].chars().next() };
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

    /// What is said of what is not, on a line of these languages; nothing of lone letters and of signs that stand where they may.
    fn verdict(&self, near: &[Tongue], is_rather_another: impl Fn() -> bool) -> Option<Verdict> {
        if !self.is_word() {
            return self.is_misplaced().then_some(Verdict::Odd);
        }
        let beyond = || self.text.chars().filter(|c| !c.is_ascii());
        if self.text.chars().count() == 1 {
            return None;
        }
        if beyond().count() == self.text.chars().count() || self.has_capital_inside() {
            return Some(Verdict::Odd);
        }
        if near.iter().any(|tongue| *tongue != Tongue::English && beyond().all(|c| tongue.writes(c))) {
            return Some(Verdict::Fair);
        }
        let of_foreign_words = beyond().all(|c| Tongue::English.writes(c));
        let is_english = near.is_empty() || near.contains(&Tongue::English) || near.contains(&Tongue::Other);
        Some(match of_foreign_words && !is_rather_another() {
            true if is_english => Verdict::Fair,
            true => Verdict::Borrowed,
            false => Verdict::Odd,
        })
    }

    /// Whether a capital beyond ASCII, or behind a small letter beyond, stands inside a word of small letters.
    fn has_capital_inside(&self) -> bool {
        let mut pairs = self.text.chars().zip(self.text.chars().skip(1));
        pairs.any(|(one, two)| one.is_lowercase() && two.is_uppercase() && !(one.is_ascii() && two.is_ascii()))
    }

    /// Whether a sign stands where no text has it.
    fn is_misplaced(&self) -> bool {
        let Some(sign) = self.text.chars().next() else { return false };
        let (before, after) = (!self.before.is_empty(), self.after.is_some_and(is_letter));
        let is_unit = self.before.chars().count() <= UNIT;
        match sign {
            '\u{80}'..='\u{9f}' | '\u{e000}'..='\u{f8ff}' => true,
            '’' | '–' | '—' | '…' | '\u{a0}' | '·' | '\u{ad}' => false,
            '“'
            | '”'
            | '„'
            | '«'
            | '»'
            | '‘'
            | '‚'
            | '‹'
            | '›'
            | '©'
            | '®'
            | '™'
            | '†'
            | '‡'
            | '•'
            | '§'
            | '¶'
            | '€'
            | '\u{2500}'..='\u{259f}' => before && after,
            '°' | '²' | '³' | '¹' | 'º' | 'ª' => before && (after || !is_unit),
            '¡' | '¿' => before,
            'µ' => before,
            _ => before || after,
        }
    }
}

/// Letters of words; those that are signs of measures and numbers are none.
fn is_letter(c: char) -> bool {
    c.is_alphabetic() && !matches!(c, 'ª' | 'º' | 'µ' | 'ƒ')
}
