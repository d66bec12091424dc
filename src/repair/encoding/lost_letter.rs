//! A letter that became `�` or `?` is found again, where only one makes a word.
//!
//! **Why it is damage.** A program that cannot read a byte puts `�` in its place, one that cannot write a letter puts
//! `?`. Which letter it was is lost; only the word can tell.
//!
//! **Example.** `K�benhavn` → `København`, `f?lge` → `følge`.
//!
//! Ligatures may be gone altogether, or have left a space (`de nitiv`, `o entlig`): where a text lacks one throughout and three words that are
//! none become words with it, it is put back where it left a space, and likely where it left nothing; fewer are suspects.
//!
//! A text that has æ, ø and å, or few marks, may have lost ligatures instead, as PDF files do: `o�entlig` → `offentlig`, `par�er` → `partier`.
//!
//! **When it is certain.** When one letter, or one ligature, makes a known word that is much more frequent than what any other
//! makes. A lost first letter has lost its case too: inside a sentence it is small, but before a word with a capital the two may
//! be a name (`�stre Landsret`). Else the word is a suspect, with its candidates. A question mark after a word stays one, and
//! that of an address (`side.html?id=3`), too: nothing is guessed in URLs, e-mail addresses and paths.

use super::channel::{CaseOf, Channel, Confusion, Letters};
use crate::text::RuleCode;

/// The channel's name, the look of a lost letter, and the channel's rarity.
type Mark = (&'static str, &'static str, f32);

/// What stands for a letter, and the log odds that such a mark is a lost letter: `?` has a use of its own, and two marks for a letter's two
/// bytes are rarer. Each is a channel of its own: a document whose letters became two marks has them all so (`p??` is `på`, not `på?`).
const MARKS: [Mark; 4] = [
    ("a letter replaced by \u{fffd}", "\u{fffd}", -1.0),
    ("a letter replaced by \u{fffd}\u{fffd}", "\u{fffd}\u{fffd}", -2.3),
    ("a letter replaced by ?", "?", -4.0),
    ("a letter replaced by ??", "??", -5.3),
];
/// What a mark costs to believe.
const COST: f32 = 0.2;

/// The character for a ligature, its letters, the cost of believing in it.
type Ligature = (char, &'static str, f32);

/// Letters that fonts have one sign for, which programs lose together: those of f, which most fonts have, and those of t, of newer fonts
/// (Calibri). A document that has lost the one kind need not have lost the other. Each by the character that stands for it: where Unicode
/// has none, by what PDF files of wide-spread fonts give for it. With the cost of believing in it, the dearer the rarer it is.
const LIGATURES: [(&str, &[Ligature]); 2] = [
    (
        "a ligature replaced by \u{fffd}",
        &[
            ('\u{fb01}', "fi", 0.5),
            ('\u{fb00}', "ff", 0.7),
            ('\u{fb02}', "fl", 1.0),
            ('\u{fb03}', "ffi", 2.0),
            ('\u{fb04}', "ffl", 3.0),
        ],
    ),
    (
        "a ligature of t replaced by \u{fffd}",
        &[('\u{19f}', "ti", 1.0), ('\u{1a9}', "tt", 1.2), ('\u{fb05}', "ft", 1.5)],
    ),
];
/// Log odds that `\u{fffd}` is a ligature: fewer programs lose them than letters.
const LIGATURE: f32 = -2.0;

/// The letters of a ligature.
#[inline]
pub(super) fn letters_of(ligature: char) -> Option<&'static str> {
    /// The first of them: nearly all letters that are asked about come before it.
    const FIRST: char = '\u{19f}';
    if ligature < FIRST {
        return None;
    }
    let mut all = LIGATURES.iter().flat_map(|(_, ligatures)| ligatures.iter());
    all.find(|(known, ..)| *known == ligature).map(|(_, letters, _)| *letters)
}

/// Whether a channel is one of ligatures.
pub(super) fn is_of_ligatures(channel: &Channel) -> bool {
    LIGATURES.iter().any(|(evidence, _)| channel.evidence.starts_with(evidence))
}

/// A channel for each mark, and those of ligatures.
pub(super) fn channels(rule: RuleCode, letters: Letters<'_>) -> Vec<Channel> {
    let channel = |(name, look, rarity): Mark| {
        let small = letters.all.chars().filter(|letter| letter.is_lowercase());
        let confusions = small.map(|letter| Confusion {
            observed: look.to_owned(),
            letter,
            cost: COST + letters.cost_of(letter),
            case: CaseOf::Place,
        });
        Channel::new(rule, name, rarity, confusions)
    };
    let ligatures = LIGATURES.iter().map(|(evidence, ligatures)| {
        let confusions = ligatures.iter().map(|&(letter, _, cost)| Confusion {
            observed: char::REPLACEMENT_CHARACTER.to_string(),
            letter,
            cost,
            case: CaseOf::Letter,
        });
        Channel::new(rule, *evidence, LIGATURE, confusions)
    });
    MARKS.into_iter().map(channel).chain(ligatures).collect()
}
