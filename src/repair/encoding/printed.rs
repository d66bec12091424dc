//! Mojibake that was printed and then read by OCR becomes letters again.
//!
//! **Why it is damage.** A letter's UTF-8 bytes were shown as windows-1252 (`ø` → `Ã¸`), printed, and scanned. OCR knows
//! no word with `Ã¸` in it and reads what the glyphs resemble: `Å,`, `A,`, `Å` and a space.
//!
//! **Example.** `DrÅ,ftet` → `Drøftet`, `vedlÅ, gges` → `vedlægges`, `pÅ¥` → `på`, `A"konomi` → `Økonomi`.
//!
//! **When it is certain.** When one word alone fits what was read and the text as it stands makes no sense: the same
//! marks can stand for ø and for æ, so the words decide. A comma that is only a comma stays.
//!
//! The looks are made: letter → UTF-8 bytes → windows-1252 glyphs → what OCR reads in each glyph
//! (`dictionaries/glyphs.tsv`), perhaps with a space after it.

use std::sync::LazyLock;

use super::channel::{CaseOf, Channel, Companion, Confusion, Letters};
use crate::codecs::codec;
use crate::text::RuleCode;

/// What OCR reads in glyphs that it does not expect: glyph, reading, cost.
const GLYPHS: &str = include_str!("../../../dictionaries/glyphs.tsv");

/// Log odds that a look of this channel is one.
const RARITY: f32 = -4.0;

/// A space after a narrow mark at the baseline or after nothing is likely; after a full glyph it is not.
const SPACE_AFTER_NARROW: (f32, f32) = (0.5, 1.0);
const SPACE_AFTER_WIDE: (f32, f32) = (4.0, 0.05);

/// Letters of one shape in both cases, and the l that is read as a capital I. Most of them are read right: what a capital
/// at a word's start stands for is left to the place in the sentence.
const COMPANIONS: [Companion; 11] = {
    const fn taken(observed: char, letter: char) -> Companion {
        Companion { observed, letter, cost: 5.3 }
    }
    [
        taken('I', 'l'),
        taken('C', 'c'),
        taken('K', 'k'),
        taken('O', 'o'),
        taken('P', 'p'),
        taken('S', 's'),
        taken('U', 'u'),
        taken('V', 'v'),
        taken('W', 'w'),
        taken('X', 'x'),
        taken('Z', 'z'),
    ]
};

/// The channel.
pub(super) fn channels(rule: RuleCode, letters: Letters<'_>) -> Vec<Channel> {
    let mut beginnings: Vec<char> = letters.all.chars().flat_map(beginnings).collect();
    beginnings.sort_unstable();
    beginnings.dedup();
    let all = letters.all.to_owned();
    let confusions = move || all.chars().flat_map(confusions).collect();
    let name = "UTF-8 read as windows-1252, printed and read by OCR";
    let channel = Channel::of_many(rule, name, RARITY, beginnings, confusions);
    vec![channel.with_companions(&COMPANIONS)]
}

/// The glyphs that a letter was shown as: the bytes of its UTF-8.
fn glyphs(letter: char) -> Option<[char; 2]> {
    let codec = codec("windows-1252")?;
    let [first, second] = *letter.encode_utf8(&mut [0; 4]).as_bytes() else { return None };
    Some([codec.decode(first), codec.decode(second)])
}

/// What the looks of a letter begin with.
fn beginnings(letter: char) -> Vec<char> {
    let Some([first, second]) = glyphs(letter) else { return Vec::new() };
    let begin = |lead: &str| match lead.chars().next() {
        Some(begins) => vec![begins],
        None => readings(second).filter_map(|(tail, _)| tail.chars().next().or(Some(' '))).collect(),
    };
    readings(first).flat_map(|(lead, _)| begin(lead)).collect()
}

/// Every look of a letter.
fn confusions(letter: char) -> Vec<Confusion> {
    let Some([first, second]) = glyphs(letter) else { return Vec::new() };
    let mut confusions = Vec::new();
    for (lead, cost) in readings(first) {
        for (tail, more) in readings(second) {
            let (with_space, without) = if is_narrow(tail) { SPACE_AFTER_NARROW } else { SPACE_AFTER_WIDE };
            let look = |space: &str, more_cost| Confusion {
                observed: format!("{lead}{tail}{space}"),
                letter,
                cost: cost + more + more_cost,
                case: CaseOf::Letter,
            };
            confusions.push(look("", without));
            confusions.push(look(" ", with_space));
        }
    }
    confusions
}

/// What is read in each glyph, with its cost.
static READINGS: LazyLock<Vec<(char, &'static str, f32)>> = LazyLock::new(|| {
    let rows = GLYPHS.lines().filter(|line| !line.starts_with('#'));
    let read = rows.filter_map(|row| {
        let mut fields = row.split('\t');
        let glyph = fields.next()?.chars().next()?;
        Some((glyph, fields.next()?, fields.next()?.parse().ok()?))
    });
    read.collect()
});

/// What is read in a glyph, with its cost.
fn readings(glyph: char) -> impl Iterator<Item = (&'static str, f32)> {
    READINGS.iter().filter(move |(of, ..)| *of == glyph).map(|(_, reading, cost)| (*reading, *cost))
}

fn is_narrow(reading: &str) -> bool {
    matches!(reading, "" | "," | "." | ";" | "¸")
}
