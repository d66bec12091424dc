//! Passages that were judged before: damage repeats itself, and what a passage may have been depends on it and on the
//! characters beside it alone.
//!
//! Every thread keeps the last few hundred judgements of a language, so memory is bounded and one document pays for the
//! next. What is found here is what [`misread::readings`] would say again.

use std::cell::RefCell;
use std::rc::Rc;

use super::misread::{self, Readings};
use crate::repair::LanguageChoice;
use crate::repair::plausibility::Plausibility;

/// Judgements that are kept; a power of two.
const SLOTS: usize = 1024;
/// Longer passages are judged anew each time.
const LONGEST: usize = 24;
/// No character: the edge of the text.
const EDGE: u8 = 0xff;

/// What is known of a passage between its neighbours.
#[derive(Debug)]
pub(super) struct Judgement {
    pub readings: Readings,
    /// Whether the best reading is of usual characters and no other comes near it.
    pub is_plain: bool,
}

impl Judgement {
    fn new(passage: &str, beside: Neighbours, lossy: bool, plausibility: &Plausibility) -> Self {
        // A passage that took in a plain character took it for a lost byte.
        let is_possible = passage.bytes().any(|byte| byte.is_ascii()) || misread::possible(passage);
        let mut readings = if is_possible {
            misread::readings(passage, beside.0, beside.1, lossy, plausibility)
        } else {
            Readings::new()
        };
        readings.retain(|reading| !is_accident(passage, &reading.text));
        let is_plain = is_plain(&readings, plausibility);
        Self { readings, is_plain }
    }
}

/// Whether a reading of a word in another script is an accident: Cyrillic text has pairs of letters that happen to be UTF-8
/// (`Він`, read as windows-1251). What was misread becomes Latin throughout, or half as many letters of its own script; it
/// never keeps some of them, nor becomes letters that no such text has.
fn is_accident(passage: &str, reading: &str) -> bool {
    let is_other_script = |c: char| c.is_alphabetic() && ('\u{370}'..='\u{1fff}').contains(&c);
    let is_usual = |c: char| {
        matches!(c, ..'\u{250}' | '\u{386}'..='\u{3ce}' | '\u{400}'..='\u{45f}' | '\u{490}'..='\u{491}')
            || matches!(c, '\u{2000}'..='\u{2e7f}' | '\u{fb00}'..='\u{fb06}' | '\u{1f000}'..='\u{1ffff}')
    };
    // A pair that makes one letter is too short to tell.
    let is_halved =
        || (3..).contains(&reading.chars().count()) && 2 * reading.chars().count() <= passage.chars().count();
    passage.contains(is_other_script)
        && (!reading.chars().all(is_usual) || reading.contains(is_other_script) && !is_halved())
}

/// Whether the best reading is of usual characters and no other comes near it.
fn is_plain(readings: &Readings, plausibility: &Plausibility) -> bool {
    /// A reading 400 times less probable does not come near.
    const NEAR: f32 = 6.0;
    match &readings[..] {
        [] => false,
        [best] => plausibility.is_usual(&best.text),
        [best, second, ..] => plausibility.is_usual(&best.text) && best.gain - second.gain > NEAR,
    }
}

/// The characters on both sides of a passage.
pub(super) type Neighbours = (Option<char>, Option<char>);

/// A passage between its neighbours, as far as they count.
#[derive(Clone, Copy, PartialEq)]
struct Key {
    passage: [u8; LONGEST],
    length: u8,
    beside: (u8, u8),
}

impl Key {
    /// Nothing for what is not kept.
    fn new(passage: &str, (before, after): Neighbours) -> Option<Self> {
        let bytes = passage.as_bytes();
        let mut key =
            Self { passage: [0; LONGEST], length: bytes.len() as u8, beside: (class(before)?, class(after)?) };
        key.passage.get_mut(..bytes.len())?.copy_from_slice(bytes);
        Some(key)
    }

    fn slot(&self) -> usize {
        let (words, _) = self.passage.as_chunks::<8>();
        let beside = u64::from(self.beside.0) << 8 | u64::from(self.beside.1) | u64::from(self.length) << 16;
        let mixed = words.iter().fold(beside, |mixed, word| {
            (mixed ^ u64::from_le_bytes(*word)).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(23)
        });
        (mixed >> 7) as usize % SLOTS
    }
}

/// What a neighbour counts as: the small letters of ASCII count alike, and so do the capitals and the digits.
fn class(neighbour: Option<char>) -> Option<u8> {
    match neighbour {
        None => Some(EDGE),
        Some(c) if !c.is_ascii() => None,
        Some('a'..='z') => Some(b'a'),
        Some('A'..='Z') => Some(b'A'),
        Some('0'..='9') => Some(b'0'),
        Some(c) => Some(c as u8),
    }
}

/// The judgements of one language, or of none.
type Slots = Vec<Option<(Key, Rc<Judgement>)>>;

thread_local! {
    /// Without a language, and in the one that was asked last.
    static KNOWN: [RefCell<(LanguageChoice, Slots)>; 2] =
        const { [const { RefCell::new((LanguageChoice::None, Vec::new())) }; 2] };
}

/// What is known of a passage that stands between these neighbours.
pub(super) fn judge(passage: &str, beside: Neighbours, language: LanguageChoice) -> Rc<Judgement> {
    let anew = || {
        let lossy = language == LanguageChoice::None;
        Rc::new(Judgement::new(passage, beside, lossy, Plausibility::of(language)))
    };
    let Some(key) = Key::new(passage, beside) else { return anew() };
    KNOWN.with(|of_languages| {
        let (asked, slots) = &mut *of_languages[usize::from(language == LanguageChoice::None)].borrow_mut();
        if slots.is_empty() || *asked != language {
            *asked = language;
            slots.clear();
            slots.resize_with(SLOTS, || None);
        }
        match &mut slots[key.slot()] {
            Some((known, judgement)) if *known == key => Rc::clone(judgement),
            slot => Rc::clone(&slot.insert((key, anew())).1),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_of_one_class_count_alike() {
        let passages = ["Ã¸", "Ã¥", "Ãƒ˜", "Ã…", "â€œ", "Å½", "Ø°", "√∏", "├©", "Â£", "Î±", "Ð¶", "ÃƒÂ¸", "Ã ", "àÂ"];
        for language in [LanguageChoice::Danish, LanguageChoice::None] {
            let lossy = language == LanguageChoice::None;
            let judged = |passage: &str, beside: (char, char)| {
                let beside = (Some(beside.0), Some(beside.1));
                let Judgement { readings, is_plain } =
                    Judgement::new(passage, beside, lossy, Plausibility::of(language));
                format!("{readings:?} {is_plain}")
            };
            for passage in passages {
                for (first, others) in [('a', 'a'..='z'), ('A', 'A'..='Z'), ('0', '0'..='9')] {
                    for other in others {
                        for fixed in ['a', 'A', '0', ' ', '.', ','] {
                            assert_eq!(
                                judged(passage, (first, fixed)),
                                judged(passage, (other, fixed)),
                                "{other}{passage}{fixed}"
                            );
                            assert_eq!(
                                judged(passage, (fixed, first)),
                                judged(passage, (fixed, other)),
                                "{fixed}{passage}{other}"
                            );
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn what_was_judged_before_is_judged_alike() {
        for round in 0..3 {
            for number in 0..3000u32 {
                let passage: String = ['Ã', char::from_u32(0xa0 + number % 95).unwrap_or('¸'), 'Å'].iter().collect();
                let judgement = judge(&passage, (Some('r'), Some(' ')), LanguageChoice::Danish);
                let anew =
                    Judgement::new(&passage, (Some('a'), Some(' ')), false, Plausibility::of(LanguageChoice::Danish));
                assert_eq!(format!("{judgement:?}"), format!("{anew:?}"), "{passage} in round {round}");
            }
        }
    }
}
