//! How Danish a string of letters looks: a model of letter triples.
//!
//! Words that no list holds (names, new words, old spellings, rubbish) still differ: `Vedbysønder` could be
//! Danish, `Vcdbvsondcr` hardly. The model gives each letter a probability from the two before it, with the
//! edges of the word as letters of their own, and was learned from the frequency list by the recipe.
//!
//! Layout: magic (8 bytes), then one byte for each triple of the alphabet, in sixteenths of a nat.

use std::borrow::Cow;

use super::casing::lower_of_latin;

const MAGIC: [u8; 8] = *b"ORDLET01";
const STEPS_A_NAT: f32 = 16.0;

/// The symbols: the edge of a word, the letters Danish writes (with the accents it borrows), signs inside words,
/// and last one symbol for everything else.
const LETTERS: &str = "abcdefghijklmnopqrstuvwxyzæøåéüöä-'";
const EDGE: usize = 0;
const OTHER: usize = 36;
const SYMBOLS: usize = 37;
const LENGTH: usize = MAGIC.len() + SYMBOLS.pow(3);

/// What can be wrong with the bytes of a letter model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LettersError {
    /// The bytes do not begin as a model of this version does.
    #[error("not a letter model of this version")]
    Magic,
    /// The bytes are too few or too many.
    #[error("a letter model has {LENGTH} bytes, this one has {0}")]
    Length(usize),
}

/// The letter model.
#[derive(Debug, Clone)]
pub struct Letters {
    bytes: Cow<'static, [u8]>,
}

impl Letters {
    /// Reads a model.
    ///
    /// # Errors
    /// When the bytes are not a model of this version or of another length.
    pub fn new(bytes: Cow<'static, [u8]>) -> Result<Self, LettersError> {
        if !bytes.starts_with(&MAGIC) {
            return Err(LettersError::Magic);
        }
        if bytes.len() != LENGTH {
            return Err(LettersError::Length(bytes.len()));
        }
        Ok(Self { bytes })
    }

    /// The logarithm of the probability of the word's letters, from edge to edge. Case does not matter.
    #[must_use]
    pub fn log_probability(&self, word: &str) -> f32 {
        let mut steps = 0u32;
        triples(word, |triple| steps += u32::from(self.bytes[MAGIC.len() + triple]));
        -(steps as f32) / STEPS_A_NAT
    }

    /// The logarithm of the probability of a letter after those that were passed.
    pub(crate) fn step(&self, trail: Trail, letter: char) -> (Trail, f32) {
        let symbol = symbol(letter);
        let triple = (usize::from(trail.0) * SYMBOLS + usize::from(trail.1)) * SYMBOLS + symbol;
        (Trail(trail.1, symbol as u8), -f32::from(self.bytes[MAGIC.len() + triple]) / STEPS_A_NAT)
    }

    /// The same of the word's end after them.
    #[cfg(test)]
    fn step_out(&self, trail: Trail) -> f32 {
        -f32::from(self.bytes[MAGIC.len() + (usize::from(trail.0) * SYMBOLS + usize::from(trail.1)) * SYMBOLS + EDGE])
            / STEPS_A_NAT
    }

    /// Learns a model from words (in lower case) and their weights. Triples are smoothed by pairs, pairs by single letters
    /// (Witten-Bell: the more followers a context has had, the more it leaves to the shorter one).
    #[must_use]
    pub fn write<'a>(words: impl Iterator<Item = (&'a str, f64)>) -> Vec<u8> {
        let mut counts = vec![0.0; SYMBOLS.pow(3)];
        for (word, weight) in words {
            triples(word, |triple| counts[triple] += weight);
        }
        let mut bytes = MAGIC.to_vec();
        bytes.extend(smooth(&counts).iter().map(|p| (-p.ln() * f64::from(STEPS_A_NAT)).round() as u8));
        bytes
    }
}

/// The last two letters of a word that is read letter by letter; of nothing at its start.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Trail(u8, u8);

impl Trail {
    /// Of nothing.
    pub const START: Self = Self(EDGE as u8, EDGE as u8);
}

/// Hands over the index of every triple of the word, edges included.
fn triples(word: &str, mut take: impl FnMut(usize)) {
    let (mut before, mut last) = (EDGE, EDGE);
    for symbol in word.chars().map(symbol).chain([EDGE]) {
        take((before * SYMBOLS + last) * SYMBOLS + symbol);
        (before, last) = (last, symbol);
    }
}

/// The number of a letter's symbol.
fn symbol(letter: char) -> usize {
    match letter {
        'a'..='z' => letter as usize - 'a' as usize + 1,
        'A'..='Z' => letter as usize - 'A' as usize + 1,
        // Nearly all that is left of Danish and of what it borrows, by its place in the list.
        'æ' | 'Æ' => 27,
        'ø' | 'Ø' => 28,
        'å' | 'Å' => 29,
        'é' | 'É' => 30,
        'ü' | 'Ü' => 31,
        'ö' | 'Ö' => 32,
        'ä' | 'Ä' => 33,
        // The others of Latin 1 are in no list.
        '\u{80}'..='\u{ff}' => OTHER,
        _ => rare_symbol(letter),
    }
}

fn rare_symbol(letter: char) -> usize {
    let lower = lower_of_latin(letter).or_else(|| letter.to_lowercase().next()).unwrap_or(letter);
    LETTERS.chars().position(|l| l == lower).map_or(OTHER, |at| at + 1)
}

/// The probability of each third symbol after each pair.
fn smooth(counts: &[f64]) -> Vec<f64> {
    let single = interpolate(&fold(counts, 0), |_| 1.0 / SYMBOLS as f64);
    let pair = interpolate(&fold(counts, 1), |at| single[at % SYMBOLS]);
    interpolate(counts, |at| pair[at % SYMBOLS.pow(2)])
}

/// Sums the counts over all but the last `context` + 1 symbols.
fn fold(counts: &[f64], context: u32) -> Vec<f64> {
    let size = SYMBOLS.pow(context + 1);
    let mut folded = vec![0.0; size];
    for (at, count) in counts.iter().enumerate() {
        folded[at % size] += count;
    }
    folded
}

/// Witten-Bell over each row of followers, with `shorter` for the probability by the shorter context.
fn interpolate(counts: &[f64], shorter: impl Fn(usize) -> f64) -> Vec<f64> {
    let mut probabilities = Vec::with_capacity(counts.len());
    for (row, followers) in counts.chunks(SYMBOLS).enumerate() {
        let total: f64 = followers.iter().sum();
        let kinds = followers.iter().filter(|count| **count > 0.0).count().max(1) as f64;
        probabilities.extend(
            followers
                .iter()
                .enumerate()
                .map(|(column, count)| (count + kinds * shorter(row * SYMBOLS + column)) / (total + kinds)),
        );
    }
    probabilities
}

#[cfg(test)]
mod tests {
    use super::*;

    fn learned() -> Letters {
        let words = ["kommune", "kommunen", "møde", "mødet", "bidrag"];
        Letters::new(Letters::write(words.iter().map(|w| (*w, 1.0))).into()).unwrap()
    }

    #[test]
    fn what_is_frequent_has_the_place_that_the_list_gives_it() {
        assert!(('\u{0}'..='\u{24f}').all(|c| symbol(c) == rare_symbol(c)));
    }

    #[test]
    fn a_word_is_worth_the_same_letter_by_letter() {
        let letters = Letters::new(Letters::write([("ådal", 3.0), ("dale", 2.0)].into_iter()).into()).unwrap();
        for word in ["ådal", "Dale", "d'Å", "żé"] {
            let walk = |(trail, sum): (Trail, f32), c| {
                let (trail, more) = letters.step(trail, c);
                (trail, sum + more)
            };
            let (trail, sum) = word.chars().fold((Trail::default(), 0.0), walk);
            assert_eq!(sum + letters.step_out(trail), letters.log_probability(word));
        }
    }

    #[test]
    fn every_context_leaves_all_of_its_probability_to_its_followers() {
        let letters = learned();
        for row in letters.bytes[MAGIC.len()..].chunks(SYMBOLS) {
            let sum: f32 = row.iter().map(|steps| (-f32::from(*steps) / STEPS_A_NAT).exp()).sum();
            assert!((sum - 1.0).abs() < 0.05, "{sum}");
        }
    }

    #[test]
    fn what_was_learned_is_likelier_than_what_was_not_and_case_is_nothing() {
        let letters = learned();
        assert!(letters.log_probability("kommune") > letters.log_probability("kornrnune"));
        assert_eq!(letters.log_probability("MØDE"), letters.log_probability("møde"));
        assert!(letters.log_probability("漢字").is_finite());
        assert!(letters.log_probability("").is_finite());
    }

    #[test]
    fn damaged_bytes_are_refused() {
        let good = Letters::write([("ord", 1.0)].into_iter());
        assert_eq!(Letters::new(good[1..].to_vec().into()).unwrap_err(), LettersError::Magic);
        let short = good[..good.len() - 1].to_vec();
        assert_eq!(Letters::new(short.clone().into()).unwrap_err(), LettersError::Length(short.len()));
    }

    #[test]
    fn the_alphabet_and_its_numbers_agree() {
        assert_eq!(LETTERS.chars().count() + 1, OTHER);
        assert_eq!(symbol('æ'), rare_symbol('Æ'));
        assert_eq!(symbol('z'), rare_symbol('z'));
        assert_eq!(symbol('漢'), OTHER);
    }
}
