//! What a round has proven: the words of the document, each as much as it is probable, and the evidence of its damage.

use std::rc::Rc;

use smallvec::SmallVec;

use super::super::candidates::Reading;
use super::super::confusions::Confusions;
use super::super::tokens::lowered;
use super::super::weigh::{Counts, Word};
use super::hypotheses::{Doubt, difference};
use super::places::Places;
use super::{COUNTED, Decoder};
use crate::language::Step;
use crate::text::{QuickMap, QuickSet};

/// A word and its space.
const BYTES_A_WORD: f32 = 6.0;

impl Decoder<'_> {
    /// Counts the words of the document, the doubted ones as much as they are probable.
    pub(super) fn count_words(&mut self) {
        let mut counts = match self.sure_counts.take() {
            Some(counts) => counts,
            None => self.count_sure_words(),
        };
        self.sure_counts = Some(counts.clone());
        for word in &self.suspicious {
            let Some(places) = &word.places else { continue };
            let token = word.token(self.text);
            let readings = || word.readings.iter().zip(word.shares()).zip(places.of_readings());
            let spelled = readings().filter(|((reading, _), _)| reading.word.written == token);
            counts.count(places.standing, word.stands() + spelled.map(|((_, share), _)| share).sum::<f32>());
            for ((_, share), place) in readings().filter(|((reading, _), _)| reading.word.written != token) {
                counts.count(*place, *share);
            }
        }
        self.counts = counts;
    }

    /// Counts those words that nobody doubts, as far as a doubted one may be the same, and tells each of these where it is counted.
    fn count_sure_words(&mut self) -> Counts {
        let mut known: QuickMap<&str, usize> = QuickMap::default();
        // Many words share what they are and may be.
        let mut shared: QuickMap<(*const Word, *const Reading), Rc<Places>> = QuickMap::default();
        let places = self.suspicious.iter().map(|word| {
            let places = shared.entry(word.meanings());
            Rc::clone(places.or_insert_with(|| Rc::new(Places::of(&word.standing, &word.readings, &mut known))))
        });
        let places: Vec<Rc<Places>> = places.collect();
        let mut counts = Counts::new(known.len(), self.text.len() as f32 / BYTES_A_WORD);
        let mut lower = String::new();
        let mut suspicious = self.suspicious.iter().map(|word| word.range.start).peekable();
        for range in self.reading.words.iter().map(|word| word.range()) {
            while suspicious.next_if(|start| *start < range.start).is_some() {}
            if suspicious.peek() == Some(&range.start) {
                continue;
            }
            if let Some(place) = known.get(lowered(&self.text[range], &mut lower)) {
                counts.count(*place, 1.0);
            }
        }
        for (word, places) in self.suspicious.iter_mut().zip(places) {
            word.places = Some(places);
        }
        counts
    }

    /// Counts what was found probable as evidence of damage.
    pub(super) fn count_evidence(&mut self) {
        self.own = self.own.cleared();
        // A word proves a confusion once, however often it stands there, and so do words that have it in the same place, and the
        // forms and compounds of one word (`manaen`, `manaens`), which may be one that no list has.
        let mut heard: QuickSet<&str> = QuickSet::default();
        let mut places: QuickSet<Misreading> = QuickSet::default();
        let mut beginnings: QuickSet<Misreading> = QuickSet::default();
        let mut weak = self.own.cleared();
        let known = self.confusions();
        for word in &mut self.suspicious {
            word.counted = 0.0;
            let token = word.whole.as_deref().unwrap_or(&self.text[word.range.clone()]);
            let shares = word.weighed.as_ref().map_or(&[][..], |weighed| &weighed.shares);
            for (reading, share) in word.readings.iter().zip(shares) {
                // A known word proves nothing that was not proven before.
                if *share < COUNTED || word.doubt == Doubt::Known {
                    continue;
                }
                word.counted = 1.0;
                if !heard.insert(token) {
                    continue;
                }
                if reading.word.written == token {
                    self.own.count_old(&reading.steps, *share, known);
                } else if places.insert(Misreading::of(token, reading)) && is_first(&mut beginnings, token, reading) {
                    self.own.count_word(*share);
                    let is_weak = reading.word.is_compound || has_several(reading, known);
                    let proven = if is_weak { &mut weak } else { &mut self.own };
                    proven.count(reading, *share);
                }
            }
            // A capital begins names, which are no damage.
            let is_odd = word.counted == 0.0 && word.doubt == Doubt::Unknown && token.starts_with(char::is_lowercase);
            if is_odd && heard.insert(token) {
                self.own.count_unexplained();
            }
        }
        self.own.count_weak(&weak);
    }
}

/// Whether a reading has several confusions, old spellings aside.
fn has_several(reading: &Reading, known: &Confusions) -> bool {
    reading.steps.iter().filter(|step| !known.is_old(**step)).count() > 1
}

/// Whether no word before had the same confusions behind the same beginning, if that is long enough to be a word.
fn is_first<'t>(beginnings: &mut QuickSet<Misreading<'t>>, token: &'t str, reading: &Reading) -> bool {
    /// Letters of a word, with those that were misread.
    const LEAST_WORD: usize = 4;
    let (_, end) = difference(token, &reading.word.written);
    let before = &token[..end];
    before.chars().count() < LEAST_WORD
        || beginnings.insert(Misreading { steps: reading.steps.clone(), before, after: "" })
}

/// Confusions and the letters beside them. What many words have in the same place (`-ligen` for `-lige`) may be an ending that
/// no list has as well as a confusion: it proves one once.
#[derive(PartialEq, Eq, Hash)]
struct Misreading<'t> {
    steps: SmallVec<[Step; 4]>,
    before: &'t str,
    after: &'t str,
}

impl<'t> Misreading<'t> {
    /// Letters on either side: three tell most endings from one another, and `-gning` from `-tning`.
    const BESIDE: usize = 3;

    fn of(token: &'t str, reading: &Reading) -> Self {
        let (start, end) = difference(token, &reading.word.written);
        let (before, after) = (&token[..start], &token[end..]);
        let first = before.char_indices().rev().take(Self::BESIDE).last().map_or(before.len(), |(at, _)| at);
        let last = after.char_indices().nth(Self::BESIDE).map_or(after.len(), |(at, _)| at);
        Self { steps: reading.steps.clone(), before: &before[first..], after: &after[..last] }
    }
}

#[cfg(test)]
mod tests {
    use super::difference;

    #[test]
    fn words_differ_between_what_they_begin_and_end_with() {
        for (token, word, between) in
            [("vanskeligen", "vanskelige", "n"), ("rnødet", "mødet", "rn"), ("banana", "bana", "na"), ("på", "på", "")]
        {
            let (start, end) = difference(token, word);
            assert_eq!(&token[start..end], between, "{token} {word}");
        }
    }
}
