//! Whether what a guessed encoding makes of bytes is text at all: words of a language in its own letters, and signs where signs stand.
//!
//! That a guess reads better than the others says little where the bytes are in an encoding that is none of them: Japanese, Russian
//! or Polish read as windows-1252 is no text, and repairs of it would be nonsense. A document whose guess is not trusted is left as it is.

use std::io;
use std::sync::LazyLock;

use smallvec::SmallVec;

use super::pieces::{Piece, Verdict};
use super::score::Scorer;
use super::tally::{self, Reader};
use super::words::{is_high, is_line_end, words_with};
use crate::codecs::{Codec, codec};
use crate::language::identify::{Tongue, Tongues, is_frequent};
use crate::repair::Blocks;

/// Nats behind the likeliest language within which another may be that of a line as well. Chosen: of lines of six words the right one
/// is nearly always among these.
const NEAR: f32 = 4.0;
/// A line of fewer words is read with those before it.
const TELLING: f32 = 4.0;
/// Of so many words one may be no text: names and slips. Of words in letters of another language more are.
const ODD: u32 = 12;
/// The same where half of the words are known in the options' language.
const ODD_AMONG_OWN: u32 = 4;
/// Known words from which on an encoding is believed that was not the first guess.
const SURE: u32 = 3;
/// So many words that are no text refute what a document says of its encoding, if they are one of so many.
const REFUTES: u32 = 3;
const SURELY_ODD: u32 = 3;
/// After so many words one line in so many is asked; of a line so many words are.
const ENOUGH: u32 = 2000;
const STRIDE: usize = 16;
const MOST: usize = 64;
/// Of so many words one may be one of its line's language in another encoding.
const ANOTHER: u32 = 30;
/// Of so many words one at least is known, before an encoding is believed that few documents are in.
const KNOWN: u32 = 5;

/// Those of other Latin letters.
static OTHERS: LazyLock<Vec<&'static Codec>> = LazyLock::new(|| {
    const NAMES: [&str; 8] =
        ["windows-1250", "ISO-8859-2", "CP852", "windows-1254", "CP857", "windows-1257", "CP775", "ISO-8859-3"];
    NAMES.iter().filter_map(|name| codec(name)).collect()
});

/// How many words said what, by the number of the [`Verdict`].
type Counts = [u32; 5];

/// What the words of a document say of its guessed encoding, or of those that it may have in turn.
pub(super) struct Trust {
    scorer: Scorer,
    read: Reader,
    counts: Counts,
    /// What the lines of these words say of their language.
    tongues: Tongues,
    /// Lines that were passed over since enough was said.
    passed: usize,
}

impl Trust {
    /// Asks a document's words that are to be read in one of these encodings: those that `is_asked`.
    ///
    /// # Errors
    /// Those of reading the document.
    pub fn of(
        blocks: &mut impl Blocks,
        scorer: Scorer,
        guesses: &[&'static Codec],
        read: Reader,
        is_asked: fn(&[u8]) -> bool,
    ) -> io::Result<Self> {
        let mut trust = Self { scorer, read, counts: [0; 5], tongues: Tongues::default(), passed: 0 };
        blocks.for_each_block(1, &mut |block| trust.add(block, guesses, is_asked))?;
        Ok(trust)
    }

    fn add(&mut self, block: &[u8], guesses: &[&'static Codec], is_asked: fn(&[u8]) -> bool) {
        for line in block.split(|byte| is_line_end(*byte)).filter(|line| line.iter().any(|byte| is_high(*byte))) {
            if self.all() >= ENOUGH {
                self.passed += 1;
                if !self.passed.is_multiple_of(STRIDE) {
                    continue;
                }
            }
            let words = words_with(line, is_high).map(|word| &line[word]).filter(|word| is_asked(word));
            let words: SmallVec<[&[u8]; 16]> = words.take(MOST).collect();
            if !words.is_empty() {
                self.add_line(line, &words, guesses);
            }
        }
    }

    /// Counts the words of a line, in the encoding that makes text of most of them.
    fn add_line(&mut self, line: &[u8], words: &[&[u8]], guesses: &[&'static Codec]) {
        let odd = |counts: &Counts| counts[Verdict::Odd as usize] + counts[Verdict::Another as usize];
        let best = guesses.iter().map(|guess| self.counts_of(line, words, guess)).min_by_key(|(counts, _)| odd(counts));
        if let Some((counts, tongues)) = best {
            self.counts.iter_mut().zip(counts).for_each(|(sum, count)| *sum = sum.saturating_add(count));
            tongues.iter().for_each(|tongues| self.tongues.add(tongues));
        }
    }

    /// What an encoding makes of the words of a line, and what the line says of its language, if it was asked.
    fn counts_of(&self, line: &[u8], words: &[&[u8]], guess: &Codec) -> (Counts, Option<Tongues>) {
        let texts: SmallVec<[String; 16]> = words.iter().map(|word| (self.read)(word, guess)).collect();
        let mut counts = [0; 5];
        let mut known = None;
        for piece in texts.iter().flat_map(|text| Piece::all(text)) {
            let verdict = piece.known(&self.scorer).or_else(|| {
                let (tongue, _) = *known.get_or_insert_with(|| self.tongue(line, &texts, guess));
                piece.verdict(tongue, &self.scorer, || is_rather_another(piece.text, tongue, guess))
            });
            if let Some(verdict) = verdict {
                counts[verdict as usize] += 1;
            }
        }
        (counts, known.map(|(_, tongues)| tongues))
    }

    /// The language that a line is in: of those that it may be in the one that writes most of its words; and what it says of them.
    fn tongue(&self, line: &[u8], words: &[String], guess: &Codec) -> (Tongue, Tongues) {
        let of_line = Tongues::of(&(self.read)(line, guess));
        let mut said = of_line;
        if of_line.words() < TELLING {
            said.add(&self.tongues);
        }
        let written = |tongue: &Tongue| words.iter().filter(|word| is_in_letters_of(*tongue, word)).count();
        // English writes all letters of the others, in their words.
        let tongue = said.near(NEAR).max_by_key(|tongue| (written(tongue), *tongue != Tongue::English));
        (tongue.unwrap_or(Tongue::English), of_line)
    }

    fn count(&self, verdict: Verdict) -> u32 {
        self.counts[verdict as usize]
    }

    fn all(&self) -> u32 {
        self.counts.iter().fold(0, |sum, count| sum.saturating_add(*count))
    }

    /// How many words are no text.
    pub fn odd(&self) -> u32 {
        self.count(Verdict::Odd) + self.count(Verdict::Another)
    }

    /// Whether the words refute an encoding that the document says itself.
    pub fn is_refuted(&self) -> bool {
        self.odd() >= REFUTES && self.odd().saturating_mul(SURELY_ODD) > self.all()
    }

    /// Whether an encoding that few documents are in surely makes text of one: half of its words are known, and none is odd.
    pub fn is_surely_text(&self) -> bool {
        let known = self.count(Verdict::Own) + self.count(Verdict::Known);
        known >= SURE && known >= self.all().div_ceil(2) && self.odd() == 0
    }

    /// Whether a guess makes text of the document.
    pub fn is_text(&self, guess: &Codec) -> bool {
        let own = self.count(Verdict::Own);
        let is_few = |count: u32, of: u32, all: u32| count.saturating_mul(of) <= all;
        if own >= self.all().div_ceil(2) {
            return is_few(self.odd(), ODD_AMONG_OWN, self.all());
        }
        let known = own + self.count(Verdict::Known);
        let unknown = self.all() - known - self.count(Verdict::Fair);
        is_few(self.odd(), ODD, self.all())
            && is_few(self.count(Verdict::Another), ANOTHER, self.all())
            && (tally::is_usual(guess) || known.saturating_mul(KNOWN) >= self.all() || is_few(unknown, ODD, self.all()))
    }
}

/// Whether another encoding makes of the bytes of a word one that is frequent, or one in the letters of a language that has not those
/// which the guess makes.
fn is_rather_another(word: &str, tongue: Tongue, guess: &Codec) -> bool {
    let is_written = |word: &str| tongue != Tongue::English && is_in_letters_of(tongue, word);
    let is_strange = !is_written(word);
    let is_word = |other: &str| other != word && (is_strange && is_written(other) || is_frequent(other));
    let Some(bytes) = word.chars().map(|c| guess.encode(c)).collect::<Option<Vec<u8>>>() else { return false };
    OTHERS.iter().any(|other| is_word(&tally::read(&bytes, other)))
}

/// Whether all that a text has beyond ASCII is letters that a language writes.
fn is_in_letters_of(tongue: Tongue, text: &str) -> bool {
    text.chars().filter(|c| !c.is_ascii()).all(|c| c.is_alphabetic() && tongue.writes(c))
}
