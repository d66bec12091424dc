//! Cyrillic and Greek letters inside Latin words become the Latin letters they look like.
//!
//! **Why it is damage.** Keyboards, OCR and converters of PDF files put `о` (Cyrillic) or `ο` (Greek) where `o` was meant.
//! Nobody sees it, and no search finds the word.
//!
//! **Example.** `Rеgnskаbеt` → `Regnskabet` (four of its letters were Cyrillic).
//!
//! **When it is certain.** When the word holds Latin letters too, every other letter has a Latin double, and the word is
//! known then; or when most of a longer word is Latin. Words wholly Cyrillic or Greek stay, and so do signs of science (µ, Ω, π,
//! Δ), which have no double. Where a letter may be æ, ø or å that was read in an encoding of the other script (`Sе` for `Så`,
//! `mхske` for `måske`), the double is certain only if it makes a known word and that letter none.

use std::ops::Range;

use super::{LOOK_ALIKES, SURE};
use crate::codecs::codec;
use crate::language::{Knowledge, Language};
use crate::repair::Options;
use crate::repair::doubles::{is_foreign, latin_reading};
use crate::repair::encoding::Votes;
use crate::repair::proposal::Proposal;
use crate::repair::scan::Scan;

/// Letters of a known word that proves a double that is only alike.
const LONG_WORD: usize = 4;
/// Latin letters of an unknown word that prove a double.
const MANY_LATIN: usize = 3;
/// An unknown word with fewer, or with as many of the other script.
const DOUBTED: f32 = 0.9;
/// A letter that may be misread instead.
const MISREAD: f32 = 0.5;

pub(super) fn pass(text: &str, scan: &Scan, options: &Options, _: Option<&Votes>, _: &mut Votes) -> Vec<Proposal> {
    let mut proposals = Vec::new();
    let mut done = 0;
    for passage in &scan.passages {
        for (at, c) in text[passage.clone()].char_indices() {
            let at = passage.start + at;
            if at >= done && is_foreign(c) {
                let word = word_around(text, at, done);
                done = word.end;
                mend(text, word, options, &mut proposals);
            }
        }
    }
    proposals
}

/// The word that the letter at `at` is in, from `done` on.
fn word_around(text: &str, at: usize, done: usize) -> Range<usize> {
    let before = text[done..at].char_indices().rev().take_while(|(_, c)| c.is_alphabetic()).last();
    let after = text[at..].char_indices().find(|(_, c)| !c.is_alphabetic());
    before.map_or(at, |(start, _)| done + start)..after.map_or(text.len(), |(end, _)| at + end)
}

fn mend(text: &str, range: Range<usize>, options: &Options, proposals: &mut Vec<Proposal>) {
    let word = &text[range.clone()];
    let foreign = word.chars().filter(|c| is_foreign(*c)).count();
    let latin = word.chars().count() - foreign;
    if latin == 0 {
        return;
    }
    let Some((mended, exact)) = latin_reading(word) else { return };
    let is_known = options.language.pack().is_some_and(|pack| pack.knowledge(&mended) >= Knowledge::Compound)
        && (exact || latin + foreign >= LONG_WORD);
    let own = options.language.pack().map_or(Own::None, |pack| own_letters(word, pack));
    let probability = match is_known {
        _ if is_in_other_script(text, &range) => MISREAD,
        _ if has_capital_inside(word) => MISREAD,
        _ if own == Own::Known || own == Own::Unknown && !is_known => MISREAD,
        true => SURE,
        false if exact && latin >= MANY_LATIN && latin > foreign && !is_inflected(word) => SURE,
        false if exact => DOUBTED,
        false => return,
    };
    for ((at, c), double) in word.char_indices().zip(mended.chars()) {
        if is_foreign(c) {
            let place = range.start + at..range.start + at + c.len_utf8();
            let evidence = "a letter of another script inside a Latin word";
            proposals.push(Proposal::single(place, LOOK_ALIKES, double.to_string(), probability, evidence));
        }
    }
}

/// Whether a capital of the other script stands inside a word that has small letters: bytes are shown so (`nástrojЕЇ` is UTF-8 read as
/// windows-1251), and nobody's keyboard wrote a double there.
fn has_capital_inside(word: &str) -> bool {
    word.contains(char::is_lowercase) && word.chars().skip(1).any(|c| is_foreign(c) && c.is_uppercase())
}

/// Whether what stands around a word, on its line, is mostly in the other script: then its Latin letters are the doubles (`iх` in
/// Belarusian).
fn is_in_other_script(text: &str, word: &Range<usize>) -> bool {
    /// Bytes to either side that are looked at.
    const NEAR: usize = 256;
    let before = &text[text.floor_char_boundary(word.start.saturating_sub(NEAR))..word.start];
    let after = &text[word.end..text.ceil_char_boundary((word.end + NEAR).min(text.len()))];
    let before = before.chars().rev().take_while(|c| *c != '\n');
    let letters = before.chain(after.chars().take_while(|c| *c != '\n')).filter(|c| c.is_alphabetic());
    let (other, all) = letters.fold((0, 0), |(other, all), c| (other + usize::from(is_foreign(c)), all + 1));
    2 * other > all
}

/// What a word is if its letters of another script are letters of the language, read in an encoding of that script.
#[derive(Clone, Copy, PartialEq)]
enum Own {
    /// They are none.
    None,
    /// No known word.
    Unknown,
    /// A known word.
    Known,
}

/// The encodings of Cyrillic and Greek that Latin text is read in.
const SCRIPTS: [&str; 6] = ["windows-1251", "CP866", "KOI8-R", "ISO-8859-5", "windows-1253", "ISO-8859-7"];

/// What the word is as windows-1252, at best.
fn own_letters(word: &str, language: &Language) -> Own {
    let readings = SCRIPTS.into_iter().filter_map(|name| read_back(word, name, language));
    let known = readings.map(|reading| match language.knowledge(&reading) {
        Knowledge::Unknown => Own::Unknown,
        _ => Own::Known,
    });
    known.max_by_key(|own| *own as u8).unwrap_or(Own::None)
}

/// The word with its letters of another script read as windows-1252 instead, if all of them become letters and one of them an
/// own letter of the language.
fn read_back(word: &str, read_as: &str, language: &Language) -> Option<String> {
    let (script, latin) = (codec(read_as)?, codec("windows-1252")?);
    let mut has_own = false;
    let mut read = |c: char| {
        if !is_foreign(c) {
            return Some(c);
        }
        let letter = script.encode(c).map(|byte| latin.decode(byte)).filter(|letter| letter.is_alphabetic())?;
        has_own |= language.own_letters().contains(letter);
        Some(letter)
    };
    let reading = word.chars().map(&mut read).collect::<Option<String>>()?;
    has_own.then_some(reading)
}

/// Whether a Latin abbreviation has an ending of the other script, as Russian has them: `VIPа`.
fn is_inflected(word: &str) -> bool {
    let ending = word.trim_start_matches(|c: char| c.is_ascii_uppercase());
    ending.chars().all(|c| is_foreign(c) && c.is_lowercase())
}

#[cfg(test)]
mod tests {
    use super::super::tests::{certain, certain_with, stays};
    use super::*;

    #[test]
    fn latin_words_are_made_latin() {
        certain("Fоrеningеn hоldеr møde οm vejen", "Foreningen holder møde om vejen");
        certain("Vеstеrgaard-Jеnsеn", "Vestergaard-Jensen");
        let options = Options { language: crate::LanguageChoice::None, ..Options::default() };
        certain_with(options, "the wаlrus", "the walrus");
    }

    #[test]
    fn words_of_other_scripts_and_signs_of_science_stay() {
        certain("Velikost nástrojЕЇ", "Velikost nástrojЕЇ");
        stays("каб усталяваць iх па свайму жаданню: кнопка A IІ група крові");
        stays("Минск, Αθήνα, Δt, kΩ, μm, πr, αβ, σx, Яandex, VIPа, Cирия, H₂О, νx");
    }
}
