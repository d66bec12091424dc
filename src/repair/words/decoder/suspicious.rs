//! The suspicious words of a block: those that no list knows and that are worth a look, where the text is in the language and
//! in a spelling that had rules, and the words that lines' ends cut.

use std::ops::Range;

use super::super::archive::Archive;
use super::super::cut_words::cut_words;
use super::super::neighbours_letters::NeighboursLetters;
use super::super::spellings::OldSpellings;
use super::super::{candidates, learned};
use super::hypotheses::{Doubt, Hypotheses};
use super::strange_passage::StrangePassage;
use super::worth_a_look::{Seen, worth_a_look};
use crate::language::{Language, WrittenOut};
use crate::repair::document::{Age, Portrait};
use crate::repair::reading::Reading;
use crate::repair::{LineMode, Options};

/// Finds them, ascending. Where lines are joined, words that a line's end cuts are among them.
pub(super) fn find(
    reading: &Reading,
    language: &'static Language,
    archive: Option<&Archive>,
    options: &Options,
    portrait: &Portrait,
) -> Vec<Hypotheses> {
    let text = reading.text;
    let mut suspicious = Vec::new();
    let mut seen = Seen::new(language);
    let mut spellings = OldSpellings::new(language);
    let mut strange = StrangePassage::default();
    let neighbours = NeighboursLetters::of(reading, language);
    let mut own = learned::OwnReadings::new(&options.words, language);
    for (number, word) in reading.words.iter().enumerate().filter(|(_, word)| !word.is_known) {
        if !strange.is_told_foreign(reading, number, portrait)
            && !seen.knows(text, word)
            && !strange.is_foreign(&word.range(), portrait)
            && let Some(range) = worth_a_look(text, word.range(), &mut seen)
            && !strange.ask(&range, portrait)
            && !is_of_its_time(&range, text, portrait, &mut spellings)
            && !neighbours.are_in(&text[range.clone()])
            && !is_written_out(&range, text, language, portrait)
            && !options.words.covers(text, &range, Some(language))
        {
            let taught = own.readings(&text[range.clone()]);
            suspicious.push(Hypotheses::new(text, range, language, archive, taught));
        }
    }
    if options.lines == LineMode::Join {
        take_cut_words(text, language, portrait, &mut suspicious);
    }
    suspicious
}

/// Whether the spelling of an unknown word, where it stands, is one of the time. Before about 1800 everyone spelled in his own way,
/// so nothing tells.
fn is_of_its_time<'t>(
    range: &Range<usize>,
    text: &'t str,
    portrait: &Portrait,
    spellings: &mut OldSpellings<'t>,
) -> bool {
    match portrait.age(range) {
        Age::Modern => false,
        Age::Old => spellings.has(&text[range.clone()]),
        Age::Oldest => true,
    }
}

/// Whether an unknown word is one whose letters are written out. What a reader may have taken for a letter is that only where the text
/// around it writes letters out.
fn is_written_out(range: &Range<usize>, text: &str, language: &'static Language, portrait: &Portrait) -> bool {
    match language.written_out(&text[range.clone()]) {
        Some(WrittenOut::Surely) => true,
        Some(WrittenOut::Perhaps) => portrait.writes_letters_out(range),
        None => false,
    }
}

/// Takes in the unknown words that a line's end cuts, in place of their halves.
fn take_cut_words(text: &str, language: &'static Language, portrait: &Portrait, suspicious: &mut Vec<Hypotheses>) {
    let cuts = cut_words(text, language).filter(|cut| tells_misreadings(&cut.range, portrait)).map(|cut| {
        let found = candidates::of_unknown(&cut.whole, language);
        let word = Hypotheses::with(text, cut.range, Doubt::Unknown, found, language);
        Hypotheses { whole: Some(cut.whole.into()), ..word }
    });
    let cuts: Vec<Hypotheses> = cuts.collect();
    if cuts.is_empty() {
        return;
    }
    suspicious.retain(|word| {
        let next = cuts.partition_point(|cut| cut.range.start <= word.range.start);
        next == 0 || cuts[next - 1].range.end <= word.range.start
    });
    suspicious.extend(cuts);
    suspicious.sort_by_key(|word| word.range.start);
}

/// Whether a place is in the language, in a spelling that had rules.
fn tells_misreadings(place: &Range<usize>, portrait: &Portrait) -> bool {
    !portrait.is_foreign(place) && portrait.age(place) < Age::Oldest
}

#[cfg(test)]
mod tests {
    use crate::Repairer;

    #[test]
    fn texts_that_write_letters_out_stay() {
        let text = "Vi moedes ved soeen, naar skolen er forbi, og koeber broed og oel hos koebmanden. Soeren laeser hoejt af en bog, \
            og de aeldste hjaelper de smaa med at taende baalet. Bagefter koerer vi hjem ad den gamle vej over aaen.";
        assert_eq!(Repairer::danish().repair(text.as_bytes()).text(), text);
        let name =
            "Formanden bød velkommen, og Soeren Moeller fremlagde regnskabet, som blev godkendt uden bemærkninger.";
        assert_eq!(Repairer::danish().repair(name.as_bytes()).text(), name);
    }
}
