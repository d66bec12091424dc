//! One single-byte encoding that was read as another is read back.
//!
//! **Why it is damage.** CP865, CP850, MacRoman and windows-1252 give the Danish letters different bytes. A file in one
//! of them that was opened as another shows a fixed other character for each letter, and keeps it when saved.
//!
//! **Example.** `l‘rer` → `lærer` (CP865 read as windows-1252), `K¿benhavn` → `København` (MacRoman).
//!
//! **When it is certain.** When the word with the letters back is known, the word as it stands is not, and no other
//! letters make a known word of similar weight. In a document with many such words also where the word is unknown.
//!
//! **Whole documents.** Where the words of a document, or of passages in a row, prove together which encoding was read as
//! which, all of it is read back: `§`, `½`, quotation marks, names and capitals too. So are encodings whose letters alone say
//! little: CP865 read as CP437 (`K¢benhavn`, `¥STRE`), windows-1252 read as windows-1251 (`Kшbenhavn`), Greek, Hebrew, Arabic,
//! Thai and Baltic ones. Proven is what makes words of the language of so many different words that were none that the odds
//! are 200 to 1, while what stays unknown or was known before speaks against it; a region that does not read as the language
//! stays, and so does a word that is right as it stands. What is asked are the texts of a file (`msgstr "Lćs mere"` beside English), and
//! where they are too short for that, whether most words of the region become known.

use super::channel::{CaseOf, Channel, Confusion, Letters};
use crate::codecs::codec;
use crate::text::RuleCode;

/// What the text was in, what it was read as.
const SWAPS: [(&str, &str); 11] = [
    ("CP865", "windows-1252"),
    ("CP850", "windows-1252"),
    ("MacRoman", "windows-1252"),
    ("CP865", "ISO-8859-1"),
    ("windows-1252", "CP865"),
    ("windows-1252", "CP850"),
    ("windows-1252", "CP437"),
    ("windows-1252", "MacRoman"),
    ("CP865", "MacRoman"),
    ("windows-1252", "windows-1250"),
    ("CP865", "CP437"),
];

/// Log odds that a character which one of the swaps could have put there was put there by it.
const RARITY: f32 = -4.5;

/// The cost of a recasing after the damage.
const RECASED: f32 = 7.0;

/// A channel for each swap; swaps that show every letter alike are one.
pub(super) fn channels(rule: RuleCode, letters: Letters<'_>) -> Vec<Channel> {
    let mut channels: Vec<Channel> = Vec::new();
    let mut seen: Vec<Vec<(char, char)>> = Vec::new();
    for (was, read_as) in SWAPS {
        let shown = shown(was, read_as, letters);
        if seen.contains(&shown) {
            continue;
        }
        let confusions = shown.iter().flat_map(|&(letter, look)| looks(letter, look));
        channels.push(Channel::new(rule, format!("{was} read as {read_as}"), RARITY, confusions));
        seen.push(shown);
    }
    channels
}

/// The looks of a letter: the character it was shown as; and that character recased after the damage, with the letter in
/// the case it tells.
fn looks(letter: char, look: char) -> Vec<Confusion> {
    let confusion = |observed: char, letter: char, cost: f32| Confusion {
        observed: observed.to_string(),
        letter,
        cost,
        case: CaseOf::Letter,
    };
    let small = |c: char| c.to_lowercase().next().unwrap_or(c);
    let capital = |c: char| c.to_uppercase().next().unwrap_or(c);
    let mut looks = vec![confusion(look, letter, 0.0)];
    if small(look) != look {
        looks.push(confusion(small(look), small(letter), RECASED));
    } else if capital(look) != look {
        looks.push(confusion(capital(look), capital(letter), RECASED));
    }
    looks
}

/// Each letter with the character that it was shown as, where that is another one.
fn shown(was: &str, read_as: &str, letters: Letters<'_>) -> Vec<(char, char)> {
    let (Some(was), Some(read_as)) = (codec(was), codec(read_as)) else { return Vec::new() };
    let look = |letter| was.encode(letter).map(|byte| (letter, read_as.decode(byte)));
    letters.all.chars().filter_map(look).filter(|(letter, look)| letter != look).collect()
}
