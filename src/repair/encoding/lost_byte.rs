//! A misread letter that lost its second byte becomes a letter again, where only one makes a word.
//!
//! **Why it is damage.** `ø`, `æ` and `å` are two bytes of UTF-8, the first of which reads `Ã`. Programs that cannot
//! show the second drop it, cut it, or put a space, a question mark or `�` in its place.
//!
//! **Example.** `KÃbenhavn`, `KÃ?benhavn` → `København`; `pÃ ` → `på `.
//!
//! **When it is certain.** When one letter makes a known word that is much more frequent than what any other letter
//! makes. Else the word is a suspect, with its candidates.

use super::channel::{CaseOf, Channel, Confusion, Letters};
use crate::codecs::codec;
use crate::text::RuleCode;

/// The encodings that the first byte was misread as, with the cost of believing in each, and recased.
const MISREAD_AS: [(&str, f32); 5] =
    [("windows-1252", 0.1), ("MacRoman", 2.0), ("CP850", 2.0), ("windows-1250", 2.0), ("windows-1257", 2.0)];

/// What may be left of the second byte.
const SECOND: [(&str, f32); 6] = [("", 1.5), (" ", 2.0), ("?", 1.0), ("\u{fffd}", 1.0), ("\u{a0}", 1.5), ("_", 3.0)];

/// The first byte of every letter that Danish has, in UTF-8.
const FIRST_BYTE: u8 = 0xc3;

/// What it takes off the cost that a byte cannot but be lost.
const CERTAIN_LOSS: f32 = 3.0;

/// Log odds that a look of this channel is one.
const RARITY: f32 = -3.0;

/// The channel. `à` has no case in it: it stands alone, as a word.
pub(super) fn channels(rule: RuleCode, letters: Letters<'_>) -> Vec<Channel> {
    let firsts = MISREAD_AS.iter().filter_map(|(name, cost)| Some((codec(name)?.decode(FIRST_BYTE), *cost)));
    let looks = firsts.flat_map(|(first, cost)| SECOND.iter().map(move |(second, more)| (first, second, cost + more)));
    let small = letters.all.chars().filter(|letter| letter.is_lowercase() && has_first_byte(*letter)).chain(['à']);
    let confusions = looks.flat_map(|(first, second, cost)| {
        small.clone().map(move |letter| Confusion {
            observed: format!("{first}{second}"),
            letter,
            cost,
            case: CaseOf::Place,
        })
    });
    let confusions = confusions.chain(MISREAD_AS.iter().flat_map(|(name, cost)| undefined(name, *cost, letters)));
    vec![Channel::new(rule, "UTF-8 whose second byte was lost", RARITY, confusions)]
}

/// Whether a letter's UTF-8 is two bytes of which the first is the one that is left.
fn has_first_byte(letter: char) -> bool {
    matches!(letter.encode_utf8(&mut [0; 4]).as_bytes(), [FIRST_BYTE, _])
}

/// The letters whose second byte the encoding leaves undefined: of these a strict reader shows `�`.
fn undefined(name: &str, cost: f32, letters: Letters<'_>) -> Vec<Confusion> {
    let Some(codec) = codec(name) else { return Vec::new() };
    let second = |letter: char| letter.to_string().as_bytes()[1];
    let lost = letters.all.chars().filter(|&letter| has_first_byte(letter) && !codec.is_defined(second(letter)));
    let confusion = |letter| Confusion {
        observed: format!("{}\u{fffd}", codec.decode(FIRST_BYTE)),
        letter,
        cost: cost - CERTAIN_LOSS,
        case: CaseOf::Letter,
    };
    lost.map(confusion).collect()
}
