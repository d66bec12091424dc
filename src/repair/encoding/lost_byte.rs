//! A misread letter that lost its second byte becomes a letter again, where only one makes a word.
//!
//! **Why it is damage.** `ø`, `æ` and `å` are two bytes of UTF-8, the first of which reads `Ã`. Programs that cannot
//! show the second drop it, cut it, or put a space, a question mark or `�` in its place.
//!
//! **Example.** `KÃbenhavn`, `KÃ?benhavn` → `København`; `pÃ ` → `på `.
//!
//! **When it is certain.** When one letter makes a known word that is much more frequent than what any other letter
//! makes. Else the word is a suspect, with its candidates.

use super::LOST_BYTE;
use super::channel::{CLOSING, CaseOf, Channel, Confusion, Letters};
use super::looks::ChannelSet;
use crate::codecs::codec;
use crate::text::RuleCode;

/// The encodings that the first byte was misread as, with the cost of believing in each, and recased.
const MISREAD_AS: [(&str, f32); 5] =
    [("windows-1252", 0.1), ("MacRoman", 2.0), ("CP850", 2.0), ("windows-1250", 2.0), ("windows-1257", 2.0)];

/// What may be left of the second byte, with how it is said, and the cost of believing in it. Each is a channel of its own: a document has all
/// its letters so (`pÃ?` is `på`, not `på?`).
const SECOND: [(&str, &str, f32); 6] = [
    ("", "is gone", 1.5),
    (" ", "became a space", 2.0),
    ("?", "became ?", 1.0),
    (UNDEFINED, "became \u{fffd}", 1.0),
    ("\u{a0}", "became a no-break space", 1.5),
    ("_", "became _", 3.0),
];
/// What a strict reader shows of a byte that its encoding leaves undefined.
const UNDEFINED: &str = "\u{fffd}";

/// The first byte of every letter that Danish has, in UTF-8.
const FIRST_BYTE: u8 = 0xc3;

/// What it takes off the cost that a byte cannot but be lost.
const CERTAIN_LOSS: f32 = 3.0;

/// Log odds that a look of this channel is one.
const RARITY: f32 = -3.0;

/// The channels. `à` has no case in it: it stands alone, as a word.
pub(super) fn channels(rule: RuleCode, letters: Letters<'_>) -> Vec<Channel> {
    let firsts: Vec<(char, f32)> =
        MISREAD_AS.iter().filter_map(|(name, cost)| Some((codec(name)?.decode(FIRST_BYTE), *cost))).collect();
    let small = letters.all.chars().filter(|letter| letter.is_lowercase() && has_first_byte(*letter)).chain(['à']);
    let channel = |(second, said, more): (&str, &str, f32)| {
        let looks = firsts.iter().map(|(first, cost)| (format!("{first}{second}"), cost + more));
        let confusions = looks.flat_map(|(look, cost)| {
            let confusion = move |letter| Confusion {
                observed: look.clone(),
                letter,
                cost: cost + letters.cost_of(letter),
                case: CaseOf::Place,
            };
            small.clone().map(confusion)
        });
        let undefined = MISREAD_AS.iter().filter(|_| second == UNDEFINED);
        let undefined = undefined.flat_map(|(name, cost)| undefined_in(name, *cost, letters));
        Channel::new(rule, format_args!("UTF-8 whose second byte {said}"), RARITY, confusions.chain(undefined))
            .standing_before_marks()
    };
    SECOND.into_iter().map(channel).collect()
}

/// The channels that a text speaks against: where the same sign stands behind each of its first bytes, it is what became of the second ones, and
/// none that reads the first byte alone, or with another sign, is asked. `spots` are where looks begin.
pub(super) fn ruled_out(text: &str, spots: &[usize], channels: &[Channel]) -> ChannelSet {
    /// First bytes from which on that tells, where text has the sign as well.
    const LEAST: usize = 3;
    let numbered = || channels.iter().enumerate().filter(|(_, channel)| channel.rule == LOST_BYTE);
    let (mut told, mut weight) = (None, 0);
    for rest in spots.iter().map(|&spot| &text[spot..]) {
        let looks = numbered().map(|(number, channel)| (longest_look(rest, channel), number));
        let Some((look, number)) = looks.max().filter(|(look, _)| *look > 0) else { continue };
        let sign = rest[..look].chars().nth(1);
        if sign.is_none() || told.is_some_and(|told| told != number) {
            return 0;
        }
        told = Some(number);
        let is_surely_sign = sign.is_some_and(|sign| !sign.is_ascii()) || rest[look..].starts_with(CLOSING);
        weight += if is_surely_sign { LEAST } else { 1 };
    }
    let Some(told) = told.filter(|_| weight >= LEAST) else { return 0 };
    numbered().filter(|(number, _)| *number != told).fold(0, |set, (number, _)| set | 1 << number)
}

/// Bytes of the longest look of a channel that a text begins with; 0 where there is none.
fn longest_look(text: &str, channel: &Channel) -> usize {
    let mut longest = 0;
    channel.look_at(text, |look| longest = longest.max(look.observed.len()));
    longest
}

/// Whether a letter's UTF-8 is two bytes of which the first is the one that is left.
fn has_first_byte(letter: char) -> bool {
    matches!(letter.encode_utf8(&mut [0; 4]).as_bytes(), [FIRST_BYTE, _])
}

/// The letters whose second byte the encoding leaves undefined: of these a strict reader shows `�`.
fn undefined_in(name: &str, cost: f32, letters: Letters<'_>) -> Vec<Confusion> {
    let Some(codec) = codec(name) else { return Vec::new() };
    let second = |letter: char| letter.to_string().as_bytes()[1];
    let lost = letters.all.chars().filter(|&letter| has_first_byte(letter) && !codec.is_defined(second(letter)));
    let confusion = |letter| Confusion {
        observed: format!("{}{UNDEFINED}", codec.decode(FIRST_BYTE)),
        letter,
        cost: cost - CERTAIN_LOSS,
        case: CaseOf::Letter,
    };
    lost.map(confusion).collect()
}
