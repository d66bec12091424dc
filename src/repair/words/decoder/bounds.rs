//! The most that a reading is worth, whatever its scores say: where another explanation than a misreading is as good.

use std::ops::Range;

use super::super::candidates::Reading;
use super::super::evidence::{DAMAGED, Evidence, Rates};
use super::super::features::Features;
use super::super::learned::{self, LIKELY};
use super::super::missing_space;
use super::super::page::SUSPECT;
use super::super::tokens::Begins;
use super::doubted::is_strong;
use super::hypotheses::{Doubt, Hypotheses, difference};
use crate::language::{Language, List, Step, lowercase};
use crate::text::QuickSet;

/// The most that a reading of a known word is worth. By the document's own rates: those of its archive, which are of other
/// documents, make none certain. Nor does what is capitalised inside a sentence become a common word: it may be a name.
pub(super) fn most_of_known(word: &Hypotheses, best: &Reading, evidence: &Evidence, own: Option<&Rates>) -> f32 {
    let is_proven = |step: &Step| own.is_none_or(|own| is_strong(usize::from(step.0), evidence, own));
    let is_inside = word.beside.as_ref().is_some_and(|beside| beside.begins == Begins::No);
    let may_be_name = word.standing.is_name() || is_inside && word.standing.is_capitalised() && !evidence.is_old();
    match word.doubt {
        Doubt::Known if may_be_name && !best.word.is_name() || !best.steps.iter().all(is_proven) => LIKELY,
        _ => 1.0,
    }
}

/// The most that a reading is worth that may be another form of what stands there, or another name: another ending (`gåe` for
/// `gået`, `vanskeligen` for `vanskelige`), a negation less, a J for an I (`Jntet`), which older spelling does not tell apart; two words without
/// their space (`atgive` is `at give` as well as `afgive`); and a name, where nothing but names tells that the confusion happened: who writes in
/// ASCII writes `Moller` and `Sorensen`.
pub(super) fn most_of_form(token: &str, best: &Reading, proven: &Proven, language: &'static Language) -> f32 {
    let written = &best.word.written;
    let is_longer = written.strip_prefix(token).is_some_and(|more| more.chars().count() == 1);
    let is_old_capital = token.strip_prefix('J').is_some_and(|rest| written.strip_prefix('I') == Some(rest));
    let is_unproven_name = best.word.is_name() && !proven.has_all(&best.steps);
    let is_two_words = missing_space::pairs(token, language).next().is_some();
    let is_form = is_longer || is_old_capital || is_unproven_name || is_two_words;
    if is_form || has_another_ending(token, written, language) || loses_negation(token, written, language) {
        SUSPECT
    } else {
        1.0
    }
}

/// The most that a reading is worth which begins with a capital inside a sentence, where the token does not: `fan` is `han` as well as
/// `Han`, and a page's capital H is read as f more often.
pub(super) fn most_of_capital(word: &Hypotheses, best: &Reading, token: &str) -> f32 {
    let begins = word.beside.as_ref().is_some_and(|beside| beside.begins == Begins::Yes);
    let gains_capital = token.starts_with(char::is_lowercase) && best.word.written.starts_with(char::is_uppercase);
    if gains_capital && !begins { SUSPECT } else { 1.0 }
}

/// Whether two words are one stem with two endings, or with one and none. A stem has three letters or more.
fn has_another_ending(token: &str, word: &str, language: &Language) -> bool {
    const SHORTEST_STEM: usize = 3;
    let (start, _) = difference(token, word);
    let is_stem = |at: &usize| token.is_char_boundary(*at) && token[..*at].chars().count() >= SHORTEST_STEM;
    let is_ending = |rest: &str| rest.is_empty() || language.lists(List::Endings, rest);
    (0..=start).filter(is_stem).any(|at| is_ending(&token[at..]) && is_ending(&word[at..]))
}

/// Whether a word is a token without its negation, which says the opposite: `ukrypterede` is no `krypterede`, nor is
/// `übetydelige`, as a reader of German reads it, `betydelige`.
fn loses_negation(token: &str, word: &str, language: &Language) -> bool {
    let (token, word) = (lowercase(token).replace('ü', "u"), lowercase(word));
    language.list(List::Negations).iter().any(|negation| token.strip_prefix(negation.as_str()) == Some(&word))
}

/// The most that a reading is worth that no list has, but its parts: whatever was misread, some compound is near, and a word that
/// the lists lack is as likely. Where a reader takes one in so many letters for others, little else is left to doubt. Of those
/// that the calibration's pages have at likely and above with so many cases of their confusions none was wrong (of 22), with fewer
/// 2 of 38; in books and newspapers that it has not seen most of what was wrong was of this kind.
pub(super) fn most_of_compound(features: &Features) -> f32 {
    const PROVEN: f32 = 6.0;
    match () {
        () if !features.is_compound || is_usual(features) => 1.0,
        () if features.cases >= PROVEN => LIKELY,
        () => SUSPECT,
    }
}

/// The most that a reading is worth in a text of another time, which spelled in ways that no list has (`Circulaire`, `Livsyttringer`,
/// `givtede`): what is one letter more or less, or letters that people write for each other, may be its spelling where no other
/// words prove the confusion; what was a word then (`stode`, `tidt`) is none that was misread; and what a printer set with a letter of a
/// neighbour (`höre`), as some did then, is misread only where more than that is: who reads `ø` so reads other letters wrong as often.
pub(super) fn most_of_old(token: &str, best: &Reading, features: &Features, language: &'static Language) -> f32 {
    let is_written = |c: char| c.is_ascii() || language.own_letters().contains(c);
    let is_one_letter_off = features.others > 0.0 && token.chars().all(is_written);
    let may_be_spelled_so = is_one_letter_off || learned::is_spelling(&best.steps, language);
    let is_proven = features.cases >= learned::PROVEN_CASES || is_usual(features);
    let was_word = language.is_old_form(token);
    let others = features.company - features.cases;
    let may_be_set_so = learned::is_letter_of_neighbour(&best.steps, language) && others < features.cases;
    if was_word || may_be_set_so || may_be_spelled_so && !is_proven { SUSPECT } else { 1.0 }
}

/// The most that a reading is worth of a word whose letters may be written out as well (`slaegt`), in a document that is not damaged
/// otherwise: names of programs and files are written so.
pub(super) fn most_of_written_out(token: &str, features: &Features, language: &'static Language) -> f32 {
    let is_clean = features.damage < DAMAGED;
    if is_clean && language.written_out(token).is_some() { SUSPECT } else { 1.0 }
}

/// The most that a reading is worth which stands on the same line in a list of forms, as a form of its own (`selvhjulpent;selvhjulpents;selvhjulpets`).
pub(super) fn most_of_listed(text: &str, range: &Range<usize>, best: &Reading) -> f32 {
    /// Bytes to either side that are looked at.
    const NEAR: usize = 400;
    let parts = |byte: u8| matches!(byte, b';' | b',' | b'|' | b'/' | b'\t');
    let bytes = text.as_bytes();
    let is_cell = range.start.checked_sub(1).is_some_and(|before| parts(bytes[before]))
        || bytes
            .get(range.end)
            .is_some_and(|after| parts(*after) && !bytes.get(range.end + 1).is_some_and(u8::is_ascii_whitespace));
    if !is_cell {
        return 1.0;
    }
    let start = text.floor_char_boundary(range.start.saturating_sub(NEAR));
    let end = text.ceil_char_boundary((range.end + NEAR).min(text.len()));
    let before = text[start..range.start].rsplit('\n').next().unwrap_or_default();
    let after = text[range.end..end].split('\n').next().unwrap_or_default();
    let has = |side: &str| side.split(|c: char| !c.is_alphabetic()).any(|word| word == best.word.written);
    if has(before) || has(after) { SUSPECT } else { 1.0 }
}

/// Whether the document's reader takes one in twenty letters so.
fn is_usual(features: &Features) -> bool {
    features.rate() >= learned::PROVEN_RATE
}

/// The confusions that words prove which are no names; nothing where an archive tells.
pub(super) struct Proven(pub Option<QuickSet<u16>>);

impl Proven {
    fn has_all(&self, steps: &[Step]) -> bool {
        self.0.as_ref().is_none_or(|proven| steps.iter().all(|step| proven.contains(&step.0)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_loses_its_negation_says_the_opposite() {
        let danish = Language::danish();
        for (token, word) in [("ukrypterede", "krypterede"), ("übetydelig", "betydelig")] {
            assert!(loses_negation(token, word, danish), "{token} {word}");
        }
        for (token, word) in [("ugen", "gangen"), ("rnøde", "møde")] {
            assert!(!loses_negation(token, word, danish), "{token} {word}");
        }
    }

    #[test]
    fn endings_make_another_form_and_no_other_word() {
        let danish = Language::danish();
        for (token, word) in
            [("vanskeligen", "vanskelige"), ("forslager", "forslaget"), ("astronomie", "astronomis"), ("gåe", "gået")]
        {
            assert!(has_another_ending(token, word, danish), "{token} {word}");
        }
        for (token, word) in
            [("bøgeme", "bøgerne"), ("rnøde", "møde"), ("mødei", "mødet"), ("er", "et"), ("kommunec", "kommune")]
        {
            assert!(!has_another_ending(token, word, danish), "{token} {word}");
        }
    }
}
