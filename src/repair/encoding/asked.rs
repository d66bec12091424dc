//! A word that a document is asked about: what is looked for of it elsewhere.

use compact_str::CompactString;
use smallvec::SmallVec;

/// Letters on both sides of one of the language's own that make a piece with it.
const BESIDE: usize = 2;

/// The letters of a piece, a number of so many bits each.
pub(super) type Piece = u64;
const BITS: u32 = 12;

/// A word that is asked about.
pub(super) struct Asked {
    /// The word in lower case.
    pub lower: CompactString,
    /// The pieces around its letters beyond ASCII.
    pub pieces: SmallVec<[Piece; 4]>,
}

impl Asked {
    pub fn new(word: &str) -> Self {
        let lower: CompactString = word.chars().flat_map(char::to_lowercase).collect();
        let letters: SmallVec<[char; 32]> = std::iter::once('^').chain(lower.chars()).chain(['$']).collect();
        let around = |at: usize| &letters[at.saturating_sub(BESIDE)..letters.len().min(at + BESIDE + 1)];
        let number = |letters: &[char]| {
            letters.iter().fold(0, |number: Piece, c| number << BITS | Piece::from(*c) & ((1 << BITS) - 1))
        };
        let places = (0..letters.len()).filter(|at| !letters[*at].is_ascii());
        let pieces = places.map(|at| number(around(at))).collect();
        Self { lower, pieces }
    }
}
