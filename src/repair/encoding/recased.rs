//! UTF-8 that was misread and then set in lower or upper case is read back.
//!
//! **Why it is damage.** `Ã¸` in lower case is `ã¸`: the bytes are no longer UTF-8, so they cannot be read back one by
//! one. Search indexes, file names and headings are often recased so.
//!
//! **Example.** `kã¸benhavn` → `københavn`, `DRÃ¸FTELSE` → `DRØFTELSE`.
//!
//! **When it is certain.** When the word with the letter back is known. The letter takes the case of its word. Where a document
//! proves that all of it was set in one case after it was misread, signs and names are read back too.

use super::channel::{CaseOf, Channel, Confusion, Letters};
use crate::codecs::codec;
use crate::text::RuleCode;

/// The encodings that UTF-8 is misread as before anybody recases it.
const MISREAD_AS: [&str; 8] =
    ["windows-1252", "ISO-8859-1", "MacRoman", "CP850", "CP437", "ISO-8859-15", "windows-1250", "windows-1257"];

/// The cost of a look that recasing changed, and of one that it left: that is more likely plain mojibake.
const CHANGED: f32 = 0.7;
const UNCHANGED: f32 = 3.0;

/// Log odds that a look of this channel is one. The looks are as odd as mojibake itself.
const RARITY: f32 = -3.0;

/// One channel an encoding.
pub(super) fn channels(rule: RuleCode, letters: Letters<'_>) -> Vec<Channel> {
    let channel = |name: &'static str| {
        Channel::new(rule, format!("UTF-8 read as {name}, then recased"), RARITY, confusions(name, letters))
    };
    MISREAD_AS.into_iter().map(channel).collect()
}

fn confusions(misread_as: &str, letters: Letters<'_>) -> Vec<Confusion> {
    let Some(codec) = codec(misread_as) else { return Vec::new() };
    let misread = |text: String| -> String { text.bytes().map(|byte| codec.decode(byte)).collect() };
    let looks = |letter: char, times: usize| {
        let look = (0..times).fold(letter.to_string(), |look, _| misread(look));
        recased(letter, &look)
    };
    let all = |times| letters.all.chars().flat_map(move |letter| looks(letter, times));
    all(1).chain(all(2)).collect()
}

/// A look in lower and in upper case. One that recasing changed tells the letter's case; one that it left does not.
fn recased(letter: char, look: &str) -> Vec<Confusion> {
    let case = |recased: &str| if recased == look { CaseOf::Place } else { CaseOf::Letter };
    let recased =
        [(look.to_lowercase(), letter.to_lowercase().next()), (look.to_uppercase(), letter.to_uppercase().next())];
    let confusion = |(observed, letter): (String, Option<char>)| {
        let case = case(&observed);
        let cost = if case == CaseOf::Place { UNCHANGED } else { CHANGED };
        letter.map(|letter| Confusion { observed, letter, cost, case })
    };
    recased.into_iter().filter_map(confusion).collect()
}
