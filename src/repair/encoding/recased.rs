//! UTF-8 that was misread and then set in lower or upper case is read back.
//!
//! **Why it is damage.** `Ã¸` in lower case is `ã¸`: the bytes are no longer UTF-8, so they cannot be read back one by
//! one. Search indexes, file names and headings are often recased so.
//!
//! **Example.** `kã¸benhavn` → `københavn`, `DRÃ¸FTELSE` → `DRØFTELSE`.
//!
//! **When it is certain.** When the word with the letter back is known. The letter takes the case of its word.

use super::channel::{CaseOf, Channel, Confusion, LETTERS};
use crate::codecs::codec;
use crate::text::RuleCode;

/// The encodings that UTF-8 is misread as before anybody recases it.
const MISREAD_AS: [&str; 4] = ["windows-1252", "ISO-8859-1", "MacRoman", "CP850"];

/// Log odds that a look of this channel is one. The looks are as odd as mojibake itself.
const RARITY: f32 = -3.0;

/// One channel an encoding.
pub(super) fn channels(rule: RuleCode) -> Vec<Channel> {
    let channel = |name: &'static str| {
        Channel::new(rule, format!("UTF-8 read as {name}, then recased"), RARITY, confusions(name))
    };
    MISREAD_AS.into_iter().map(channel).collect()
}

fn confusions(misread_as: &str) -> Vec<Confusion> {
    let Some(codec) = codec(misread_as) else { return Vec::new() };
    let look =
        |letter: char| -> String { letter.encode_utf8(&mut [0; 4]).bytes().map(|byte| codec.decode(byte)).collect() };
    let recased = |letter| {
        let look = look(letter);
        [look.to_lowercase(), look.to_uppercase(), look]
    };
    let confusion = |letter, observed| Confusion { observed, letter, cost: 0.7, then: "", case: CaseOf::Place };
    LETTERS.chars().flat_map(|letter| recased(letter).map(|observed| confusion(letter, observed))).collect()
}
