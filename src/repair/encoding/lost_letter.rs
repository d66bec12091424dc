//! A letter that became `�` or `?` is found again, where only one makes a word.
//!
//! **Why it is damage.** A program that cannot read a byte puts `�` in its place, one that cannot write a letter puts
//! `?`. Which letter it was is lost; only the word can tell.
//!
//! **Example.** `K�benhavn` → `København`, `f?lge` → `følge`.
//!
//! **When it is certain.** When one letter makes a known word that is much more frequent than what any other letter
//! makes. Else the word is a suspect, with its candidates. A question mark after a word stays one, and
//! that of an address (`side.html?id=3`), too: nothing is guessed in URLs, e-mail addresses and paths.

use super::channel::{CaseOf, Channel, Confusion, Letters};
use crate::text::RuleCode;

/// The channel's name, the looks of a lost letter with their costs, and the channel's rarity.
type Mark = (&'static str, &'static [(&'static str, f32)], f32);

/// What stands for a letter, how much it costs to believe (two marks for a letter's two bytes are rarer), and the log
/// odds that such a mark is a lost letter: `?` has a use of its own.
const MARKS: [Mark; 2] = [
    ("a letter replaced by \u{fffd}", &[("\u{fffd}", 0.2), ("\u{fffd}\u{fffd}", 1.5)], -1.0),
    ("a letter replaced by ?", &[("?", 0.2), ("??", 1.5)], -4.0),
];

/// A channel for each mark.
pub(super) fn channels(rule: RuleCode, letters: Letters<'_>) -> Vec<Channel> {
    let channel = |(name, looks, rarity): Mark| {
        let confusions = looks.iter().flat_map(|(look, cost)| {
            letters.all.chars().filter(|letter| letter.is_lowercase()).map(move |letter| Confusion {
                observed: (*look).to_owned(),
                letter,
                cost: *cost,
                case: CaseOf::Place,
            })
        });
        Channel::new(rule, name, rarity, confusions)
    };
    MARKS.into_iter().map(channel).collect()
}
