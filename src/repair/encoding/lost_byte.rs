//! A misread letter that lost its second byte becomes a letter again, where only one makes a word.
//!
//! **Why it is damage.** `ø`, `æ` and `å` are two bytes of UTF-8, the first of which reads `Ã`. Programs that cannot
//! show the second drop it, cut it, or put a space, a question mark or `�` in its place.
//!
//! **Example.** `KÃbenhavn`, `KÃ?benhavn` → `København`; `pÃ ` → `på `.
//!
//! **When it is certain.** When one letter makes a known word that is much more frequent than what any other letter
//! makes. Else the word is a suspect, with its candidates.

use super::channel::{CaseOf, Channel, Confusion, LETTERS};
use crate::codecs::codec;
use crate::text::RuleCode;

/// The encodings that the first byte was misread as, with the cost of believing in each, and recased.
const MISREAD_AS: [(&str, f32); 5] =
    [("windows-1252", 0.1), ("MacRoman", 2.0), ("CP850", 2.0), ("windows-1250", 2.0), ("windows-1257", 2.0)];

/// What may be left of the second byte.
const SECOND: [(&str, f32); 6] = [("", 1.5), (" ", 2.0), ("?", 1.0), ("\u{fffd}", 1.0), ("\u{a0}", 1.5), ("_", 3.0)];

/// The first byte of every letter that Danish has, in UTF-8.
const FIRST_BYTE: u8 = 0xc3;

/// Log odds that a look of this channel is one.
const RARITY: f32 = -3.0;

/// The channel. `à` has no case in it: it stands alone, as a word.
pub(super) fn channels(rule: RuleCode) -> Vec<Channel> {
    let firsts = MISREAD_AS.iter().filter_map(|(name, cost)| Some((codec(name)?.decode(FIRST_BYTE), *cost)));
    let looks = firsts.flat_map(|(first, cost)| SECOND.iter().map(move |(second, more)| (first, second, cost + more)));
    let small = LETTERS.chars().filter(|letter| letter.is_lowercase()).chain(['à']);
    let confusions = looks.flat_map(|(first, second, cost)| {
        small.clone().map(move |letter| Confusion {
            observed: format!("{first}{second}"),
            letter,
            cost,
            then: "",
            case: CaseOf::Place,
        })
    });
    vec![Channel::new(rule, "UTF-8 whose second byte was lost", RARITY, confusions)]
}
