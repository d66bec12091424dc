//! UTF-8 that was read as another encoding is read back. Once, twice or more often.
//!
//! **Why it is damage.** A letter beyond ASCII is two to four bytes in UTF-8. A program that takes the bytes for
//! windows-1252, MacRoman, CP850 or another single-byte encoding shows two to four characters for it, and saving
//! them again as UTF-8 makes the misreading permanent.
//!
//! **Example.** `DrÃ¸ftet pÃ¥ mÃ¸det` → `Drøftet på mødet`; `KÃƒÂ¸b` → `Køb`; `l├ªrer` → `lærer`.
//!
//! **When it is certain.** Every character of the passage stands for a byte of the misread encoding, the bytes are
//! UTF-8 without remainder, and what they say is so much more probable as text than what stands there that the odds
//! exceed 200 to 1 after the rarity of damage is counted. One proven passage makes the next in the same document
//! easier to prove. `Å½` or `Ø°`, which are right in Danish text, do not reach it.
//!
//! **Whole documents.** Where the words of a document, or of passages in a row, prove together which encoding UTF-8 was read as,
//! all of it is read back: names, capitals and signs too, which prove nothing by themselves (`pÃ¨re` → `père`). So are the
//! encodings of other scripts (`KГёbenhavn`, `K첩benhavn`, `K酶benhavn`, `Kﾃｸbenhavn`). Proven is what makes words of the language
//! of so many different words that were none that the odds are 200 to 1, while what stays unknown or was known before speaks
//! against it; a region that does not read as the language stays. A letter whose last byte the reader had no character for
//! (`Г�stergade`) is put in where one letter fits.

use std::ops::Range;
use std::sync::{LazyLock, OnceLock};

use smallvec::SmallVec;

use super::channel::{CaseOf, Channel, Confusion, Letters};
use super::scripts::is_other_script;
use super::undo::{Undone, byte_of, undo};
use crate::codecs::{Codec, codec};
use crate::repair::plausibility::Plausibility;
use crate::text::RuleCode;

/// The encodings that UTF-8 is misread as, with the cost of believing in each where another one reads the same passage:
/// the rarer, the dearer.
///
/// A C1 control counts as the byte of its number in every one, which covers Latin-1 whole and the readers that leave
/// windows-1252's undefined bytes alone.
const MISREAD_AS: [(&str, f32); 10] = [
    ("windows-1252", 0.0),
    ("MacRoman", 2.5),
    ("CP850", 2.5),
    ("CP437", 2.5),
    ("CP865", 3.0),
    ("ISO-8859-15", 3.5),
    ("windows-1250", 2.5),
    ("windows-1251", 2.5),
    ("windows-1257", 3.0),
    ("ISO-8859-2", 3.0),
];

/// How often a text may have been misread in turn.
const DEEPEST: usize = 4;
/// Characters of a passage from which most of it must have been misread before it is looked for more misreadings under the
/// first: it is many letters, and what was misread twice was misread as a whole.
const LONG: usize = 64;
/// The cost of each further misreading.
const DEEPER: f32 = 1.0;
/// The cost of each character that a reading leaves and the commonest encoding reads: no text was misread by two at once.
const LEFT: f32 = 2.0;
/// What signs that are a picture take off a reading.
const PICTURE: f32 = 8.0;
/// The cost of a character that stays lost.
const LOST: f32 = 2.0;
/// The cost of a C1 control read as the byte of its number where the encoding has a character for that byte.
const FALLBACK: f32 = 3.0;

/// An encoding by its place in [`MISREAD_AS`].
pub(super) type Chain = u8;

/// How many encodings there are.
pub(super) const CHAINS: usize = MISREAD_AS.len();

/// What a passage may have been before it was misread.
#[derive(Clone, Debug)]
pub(super) struct Reading {
    /// The text.
    pub text: String,
    /// The encoding that was misread last.
    pub chain: Chain,
    /// How much less improbable it is than the passage, in nats.
    pub gain: f32,
}

/// The readings of a passage, best first; at most one an encoding.
pub(super) type Readings = SmallVec<[Reading; 2]>;

static CODECS: LazyLock<Vec<&'static Codec>> =
    LazyLock::new(|| MISREAD_AS.iter().filter_map(|(name, _)| codec(name)).collect());

/// The same misreadings as channels of single letters, for words in which the passage alone does not prove them.
pub(super) fn channels(rule: RuleCode, letters: Letters<'_>) -> Vec<Channel> {
    /// Log odds that a look of these channels is one; the looks are odder than what most other damage leaves.
    const RARITY: f32 = -2.0;
    let channel = |((name, disbelief), codec): (&(&str, f32), &&'static Codec)| {
        let confusions = letters.all.chars().map(|letter| Confusion {
            observed: letter.encode_utf8(&mut [0; 4]).bytes().map(|byte| codec.decode(byte)).collect(),
            letter,
            cost: 0.0,
            case: CaseOf::Letter,
        });
        Channel::new(rule, format!("UTF-8 read as {name}"), RARITY - disbelief, confusions)
    };
    MISREAD_AS.iter().zip(CODECS.iter()).map(channel).collect()
}

/// The name of a chain's encoding.
pub(super) fn name(chain: Chain) -> &'static str {
    MISREAD_AS[chain as usize].0
}

/// The chain of an encoding of this name.
pub(super) fn chain(name: &str) -> Option<Chain> {
    MISREAD_AS.iter().position(|(known, _)| *known == name).map(|place| place as Chain)
}

/// Whether a passage of non-ASCII characters can hold misread UTF-8 at all: two in a row that are a first byte and a
/// following byte in one of the encodings. A look-up for each character; what fails it needs no further thought.
pub(super) fn possible(passage: &str) -> bool {
    let mut previous = 0;
    passage.chars().any(|c| {
        let roles = roles(c);
        let pair = previous & (roles >> 16);
        previous = roles & 0xffff;
        pair != 0
    })
}

/// Whether any encoding makes UTF-8 of a part of the passage.
pub(super) fn is_readable(passage: &str) -> bool {
    CODECS.iter().any(|codec| undo(codec, passage, false).is_some())
}

/// Whether an encoding makes UTF-8 of nearly all of a passage, in letters of one script.
pub(super) fn is_explained(passage: &str) -> bool {
    /// Of so many characters all but one are of UTF-8; the rest are signs beside them.
    const SIGNS: usize = 4;
    let length = passage.chars().count();
    let is_whole = |undone: &Undone| undone.covered * SIGNS >= length * (SIGNS - 1) && is_of_one_script(&undone.text);
    CODECS.iter().any(|codec| undo(codec, passage, true).is_some_and(|undone| is_whole(&undone)))
}

/// Whether all letters of a text are Latin, or none is.
fn is_of_one_script(text: &str) -> bool {
    let mut letters = text.chars().filter(|c| c.is_alphabetic()).map(is_other_script);
    let first = letters.next();
    letters.all(|is_other| Some(is_other) == first)
}

/// Whether a passage ends within a sequence: its last character is a first byte that has no following one.
pub(super) fn ends_open(passage: &str) -> bool {
    let mut tail = passage.chars().rev();
    let last = tail.next().map_or(0, roles) & 0xffff;
    let three = tail.next().map_or(0, roles) & 0xffff;
    (last | three) != 0
}

/// The passage with the bytes that were lost after it and what hangs together with it through them: a no-break space
/// that became a plain one after `Â`; where losses are read at all (`lossy`), after any first byte, and `?` too.
pub(super) fn with_lost_bytes(text: &str, range: &Range<usize>, lossy: bool) -> Range<usize> {
    let bytes = text.as_bytes();
    let mut end = range.end;
    let goes_on = |end: usize| match bytes.get(end) {
        Some(b' ') if lone_sign(&text[..end]) => true,
        Some(b' ' | b'?') => lossy && ends_open(&text[range.start..end]),
        _ => false,
    };
    while goes_on(end) {
        let more = bytes[end + 1..].iter().take_while(|byte| !byte.is_ascii()).count();
        end += 1 + more;
    }
    // Portuguese: as much of what follows as tells that à is joined with it.
    let joined = lossy && text[..end].ends_with(' ') && JOINED_WITH_A.iter().any(|word| text[end..].starts_with(word));
    let doubled = lossy && end > range.end && bytes.get(end) == Some(&b' ');
    range.start..end + usize::from(joined || doubled)
}

/// How what Portuguese joins with à begins.
const JOINED_WITH_A: [&str; 3] = ["s ", "quel", "quil"];

/// Whether a text ends with `Â` that stands after no letter, as it does for a no-break space.
fn lone_sign(text: &str) -> bool {
    text.strip_suffix('Â').is_some_and(|before| !before.ends_with(char::is_alphabetic))
}

/// In which encodings the character is a first byte of UTF-8 (low half) or a following one (high half), a bit each.
fn roles(c: char) -> u32 {
    /// Characters of a page, and pages whose characters have their roles in a table once one of them was asked for; the
    /// others are worked out.
    const PAGE: usize = 0x100;
    const PAGES: usize = 0x27;
    static TABLE: [OnceLock<[u32; PAGE]>; PAGES] = [const { OnceLock::new() }; PAGES];
    if c == char::REPLACEMENT_CHARACTER {
        return 0xffff << 16;
    }
    let (page, place) = (c as usize / PAGE, c as usize % PAGE);
    let role = |place: usize| char::from_u32((page * PAGE + place) as u32).map_or(0, compute_roles);
    TABLE.get(page).map_or_else(|| compute_roles(c), |table| table.get_or_init(|| std::array::from_fn(role))[place])
}

fn compute_roles(c: char) -> u32 {
    let mut roles = 0;
    for (chain, codec) in CODECS.iter().enumerate() {
        match byte_of(codec, c) {
            Some(0xc2..=0xf4) => roles |= 1 << chain,
            Some(0x80..=0xbf) => roles |= 1 << (chain + 16),
            _ => {}
        }
    }
    roles
}

/// What `passage`, between two neighbours, was before it was misread.
///
/// With `lossy`, a following byte that was replaced by `�` counts, and the letter it belonged to becomes `�`.
pub(super) fn readings(
    passage: &str,
    before: Option<char>,
    after: Option<char>,
    lossy: bool,
    plausibility: &Plausibility,
) -> Readings {
    let observed = plausibility.cost(before, passage, after);
    let length = passage.chars().count();
    let undone: SmallVec<[_; CHAINS]> = CODECS.iter().map(|codec| undo(codec, passage, lossy)).collect();
    let usual = undone[0].as_ref().map_or(0, |undone| undone.covered);
    let mut found = Readings::new();
    for (chain, undone) in undone.into_iter().enumerate() {
        let Some(Undone { text, covered }) = undone else { continue };
        let observed = observed - LEFT * usual.saturating_sub(covered) as f32;
        let fallback = if chain > 0 && falls_back(CODECS[chain], passage) { FALLBACK } else { 0.0 };
        let lost = LOST * text.matches(char::REPLACEMENT_CHARACTER).count() as f32;
        let gain = observed - plausibility.cost(before, &text, after) - fallback - lost;
        let mut best = Reading { text, chain: chain as Chain, gain };
        if length <= LONG || 2 * covered >= length {
            deepen(&mut best, before, after, lossy, observed, plausibility);
        }
        match found.iter_mut().find(|known| known.text == best.text) {
            Some(known) if known.gain >= best.gain => {}
            Some(known) => *known = best,
            None => found.push(best),
        }
    }
    if is_space_after_number(passage, before) {
        found.iter_mut().for_each(|reading| reading.gain += AFTER_NUMBER);
    }
    if is_picture(passage, before, after) {
        found.iter_mut().for_each(|reading| reading.gain -= PICTURE);
    }
    compete(&mut found);
    found
}

/// What that says, in nats.
const AFTER_NUMBER: f32 = 8.0;

/// Whether a passage is a no-break space of which a plain one and its first byte were left, behind a digit or a full stop: no text has
/// `1.250Â kr.`.
fn is_space_after_number(passage: &str, before: Option<char>) -> bool {
    passage.strip_prefix("Â ").is_some_and(str::is_empty) && before.is_some_and(|c| c.is_ascii_digit() || c == '.')
}

/// Lets readings of different encodings compete: the rarer encoding pays the difference. Best first.
fn compete(found: &mut Readings) {
    let disbelief = |reading: &Reading| MISREAD_AS[reading.chain as usize].1;
    let least = found.iter().map(disbelief).fold(f32::INFINITY, f32::min);
    for reading in found.iter_mut() {
        reading.gain -= disbelief(reading) - least;
        if is_still_damaged(&reading.text) {
            reading.gain = reading.gain.min(0.0);
        }
    }
    found.sort_by(|a, b| b.gain.total_cmp(&a.gain));
}

/// Whether a passage is signs alone that touch no word: people draw faces and figures with them.
fn is_picture(passage: &str, before: Option<char>, after: Option<char>) -> bool {
    let touches = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    !touches(before) && !touches(after) && !passage.chars().any(|c| c.is_alphabetic() || c.is_control())
}

/// Whether a reading is itself full of characters that never stand together: letters of many scripts and signs mixed.
fn is_still_damaged(text: &str) -> bool {
    let long = text.chars().count() > 4;
    long && text.chars().any(|c| c >= '\u{2000}')
        && text.chars().any(|c| ('\u{c0}'..='\u{24f}').contains(&c))
        && text.chars().filter(|c| matches!(c, '¢' | '€' | '™' | 'ã' | 'â' | 'Ã' | '¬')).count() > 1
}

/// Whether a passage has a C1 control that the encoding would have shown as a character. (windows-1252 is exempt: there
/// both are seen, often in one text.)
fn falls_back(codec: &Codec, passage: &str) -> bool {
    passage.chars().any(|c| matches!(c, '\u{80}'..='\u{9f}') && codec.encode(c).is_none())
}

/// Undoes further misreadings of a reading as long as that makes it more probable.
fn deepen(
    best: &mut Reading,
    before: Option<char>,
    after: Option<char>,
    lossy: bool,
    observed: f32,
    plausibility: &Plausibility,
) {
    let mut text = best.text.clone();
    for depth in 1..DEEPEST {
        let deeper = CODECS.iter().zip(MISREAD_AS).enumerate().filter_map(|(chain, (codec, (_, disbelief)))| {
            // What was lost was lost in one misreading; another one would take whole words for it.
            let text = undo(codec, &text, lossy && chain == best.chain as usize)?.text;
            let cost = plausibility.cost(before, &text, after) + disbelief;
            Some((cost, text))
        });
        let Some((cost, next)) = deeper.min_by(|a, b| a.0.total_cmp(&b.0)) else { return };
        let gain = observed - cost - DEEPER * depth as f32;
        text = next;
        if gain > best.gain {
            best.gain = gain;
            best.text.clone_from(&text);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::repair::LanguageChoice;

    fn best(passage: &str) -> String {
        let plausibility = Plausibility::of(LanguageChoice::Danish);
        let readings = readings(passage, Some('r'), Some('f'), false, plausibility);
        readings.first().map(|best| best.text.clone()).unwrap_or_default()
    }

    #[test]
    fn every_depth_is_undone() {
        assert_eq!(best("Ã¸"), "ø");
        assert_eq!(best("ÃƒÂ¸"), "ø");
        assert_eq!(best("ÃƒÆ’Ã‚Â¸"), "ø");
        assert_eq!(best("â€œ"), "“");
    }

    #[test]
    fn long_passages_are_undone_as_deep_as_they_were_misread() {
        let once = |text: &str| text.bytes().map(|byte| CODECS[0].decode(byte)).collect::<String>();
        let right = "ЖизньПрекраснаИУдивительна".repeat(4);
        assert_eq!(best(&once(&once(&right))), right);
    }

    #[test]
    fn every_encoding_is_undone() {
        for (passage, right) in [("√∏", "ø"), ("├ª", "æ"), ("ÃŠ", "æ"), ("Ă¸", "ø"), ("Ãž", "ø"), ("Ćø", "ø")]
        {
            assert!(possible(passage), "{passage}");
            assert_eq!(best(passage), right, "{passage}");
        }
    }

    #[test]
    fn emoji_written_as_surrogates_are_one_character() {
        assert_eq!(best("í\u{a0}½í¸\u{8d}"), "😍");
    }

    #[test]
    fn plain_letters_are_not_even_considered() {
        for passage in ["ø", "æ", "å", "–", "”", "’"] {
            assert!(!possible(passage), "{passage}");
        }
    }
}
