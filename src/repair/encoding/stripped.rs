//! A letter that lost its highest bit becomes a letter again.
//!
//! **Why it is damage.** Mail and terminals of seven bits cut the eighth: of ISO 8859-1, ø (F8) became x (78), æ (E6)
//! became f (66), å (E5) became e (65).
//!
//! **Example.** `Kxbenhavn` → `København`, `lfrer` → `lærer`.
//!
//! **When it is certain.** When the word with the letter back is known and the word as it stands is not. What is a
//! word both ways (`ved`, `håb` read `heb`) is mended only in a document that has proven the damage, and only where the
//! word with the letter is much more frequent.

use super::channel::{CaseOf, Channel, Confusion, Letters};
use crate::text::RuleCode;

/// Log odds that an x, f or e inside an unknown word is a stripped letter.
const RARITY: f32 = -8.0;

/// The channel.
pub(super) fn channels(rule: RuleCode, letters: Letters<'_>) -> Vec<Channel> {
    let confusions = letters.own.chars().filter(|letter| u8::try_from(*letter).is_ok()).map(|letter| Confusion {
        observed: char::from(letter as u32 as u8 & 0x7f).to_string(),
        letter,
        cost: 0.0,
        case: CaseOf::Letter,
    });
    vec![Channel::new(rule, "ISO 8859-1 without its highest bit", RARITY, confusions)]
}
