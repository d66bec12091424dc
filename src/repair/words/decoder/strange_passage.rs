//! Whether unknown words stand in a passage of another language, asked as rarely as can be.

use std::ops::Range;

use crate::repair::document::Portrait;
use crate::repair::reading;

/// The passage that the last unknown words stood in.
#[derive(Default)]
pub(super) struct StrangePassage {
    end: usize,
    unknown: usize,
    /// Whether it is in another language, where that was asked or needs no asking.
    is_foreign: Option<bool>,
}

impl StrangePassage {
    /// Whether the word of this number, which the table does not have, stands in a passage that was asked about and is in another
    /// language.
    pub fn is_told_foreign(&mut self, reading: &reading::Reading, number: usize, portrait: &Portrait) -> bool {
        let word = reading.words[number].range();
        if word.start >= self.end {
            let end = portrait.passage_end(word.start);
            let is_foreign = is_own(&reading.words[number..], end, portrait).then_some(false);
            *self = Self { end, unknown: 0, is_foreign };
        }
        self.is_foreign == Some(true)
    }

    /// Whether the passage of an unknown word, which is no compound either, is in another language. That is asked where a passage has
    /// some of them, before each is looked at closely: in right Danish few have.
    pub fn is_foreign(&mut self, word: &Range<usize>, portrait: &Portrait) -> bool {
        const SOME: usize = 3;
        self.unknown += 1;
        self.unknown == SOME && self.ask(word, portrait)
    }

    /// The same of a word that is worth a closer look.
    pub fn ask(&mut self, word: &Range<usize>, portrait: &Portrait) -> bool {
        *self.is_foreign.get_or_insert_with(|| portrait.is_foreign(word))
    }
}

/// Whether the rest of a passage, from its first unknown word on, is in the language by the words that are known: in a document
/// that is in it throughout, a passage with so few unknown words need not be asked. Of Danish sentences with an unknown word
/// 43 in a hundred have so few, of bokmål 3 to 7, of Swedish, German and Icelandic none (news and treebanks, counted).
fn is_own(rest: &[reading::Word], end: usize, portrait: &Portrait) -> bool {
    const LEAST_WORDS: usize = 6;
    const WORDS_AN_UNKNOWN: usize = 6;
    let passage = rest.iter().take_while(|word| word.range().start < end);
    let (words, unknown) =
        passage.fold((0, 0), |(words, unknown), word| (words + 1, unknown + usize::from(!word.is_known)));
    words >= LEAST_WORDS && words >= WORDS_AN_UNKNOWN * unknown && portrait.is_own_throughout()
}
