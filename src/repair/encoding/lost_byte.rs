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
use crate::text::RuleCode;

/// What stands for the first byte, C3, of a letter, with what it costs to believe.
const FIRST: [(&str, f32); 4] = [("Ã", 0.1), ("ã", 2.0), ("├", 3.0), ("√", 3.0)];

/// What may be left of the second byte.
const SECOND: [(&str, f32); 6] = [("", 1.5), (" ", 2.0), ("?", 1.0), ("\u{fffd}", 1.0), ("\u{a0}", 1.5), ("_", 3.0)];

/// Log odds that a look of this channel is one.
const RARITY: f32 = -3.0;

/// The channel.
pub(super) fn channels(rule: RuleCode) -> Vec<Channel> {
    let looks = FIRST.iter().flat_map(|first| SECOND.iter().map(move |second| (first, second)));
    let confusions = looks.flat_map(|((first, cost), (second, more))| {
        LETTERS.chars().filter(|letter| letter.is_lowercase()).map(move |letter| Confusion {
            observed: format!("{first}{second}"),
            letter,
            cost: cost + more,
            then: "",
            case: CaseOf::Place,
        })
    });
    vec![Channel::new(rule, "UTF-8 whose second byte was lost", RARITY, confusions)]
}
