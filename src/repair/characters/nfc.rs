//! A letter that was written as a letter and an accent becomes the one letter it is. (Unicode's form NFC.)
//!
//! **Why it is damage.** File names of macOS and some PDF files write å as `a` and a combining ring. It looks the same,
//! but no search for `å` finds it.
//!
//! **Example.** `ga`+ring+`rd` → `gård`; the sign of the ångström, U+212B, → `Å`.
//!
//! Programs that read PDF files give the accent before its letter, and often as a sign of its own: `p˚a`, `caf´e`, `pa˚`.
//!
//! **When it is certain.** For letters that the language writes or borrows, always; for other Latin, Greek and Cyrillic letters that exist as one
//! character, where the text has them as one as often: others may be written so throughout. Accents that no
//! letter has stay, so do other scripts and signs that only science uses (the ohm, the kelvin). An accent that is a sign of its own
//! becomes one with the letter after it or before it where that makes a known word; a ring also where only one of them can have it.

use unicode_normalization::UnicodeNormalization;

use super::neighbours::{is_plain_script, word_parts};
use super::{NFC, Place, SURE};
use crate::language::{Knowledge, List};
use crate::repair::Options;
use crate::repair::proposal::Proposal;

/// More accents on one letter are a game.
const MOST_ACCENTS: usize = 8;

fn is_accent(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

pub(super) fn propose(place: &Place, _: &Options) -> Option<Proposal> {
    if place.c == '\u{212b}' {
        return Some(Proposal::single(place.range(), NFC, "Å", SURE, "the sign of the ångström is the letter Å"));
    }
    if let Some(proposal) = before_letter(place) {
        return Some(proposal);
    }
    // The first accent speaks for all on its letter.
    let base = place.before().filter(|base| base.is_alphabetic() && is_plain_script(*base) && !is_accent(*base))?;
    let accents = place.text[place.at..].chars().take(MOST_ACCENTS + 1).take_while(|c| is_accent(*c));
    let (count, length) = accents.fold((0, 0), |(count, length), c| (count + 1, length + c.len_utf8()));
    if count > MOST_ACCENTS {
        return None;
    }
    let range = place.at - base.len_utf8()..place.at + length;
    let composed: String = place.text[range.clone()].nfc().collect();
    let shorter = composed.chars().count() <= count;
    shorter.then(|| Proposal::single(range, NFC, composed, SURE, "a letter and its accent are one character"))
}

/// A ring that the letter before it cannot have, and the letter after it can: `p`+ring+`a`.
fn before_letter(place: &Place) -> Option<Proposal> {
    if place.c != RING || place.before().is_some_and(|base| is_accent(base) || composed(base, RING).is_some()) {
        return None;
    }
    let letter = place.after()?;
    let whole = composed(letter, RING)?;
    let range = place.at..place.range().end + letter.len_utf8();
    Some(Proposal::single(range, NFC, whole.to_string(), SURE, "an accent before its letter"))
}

/// The one character that a letter and an accent are.
fn composed(letter: char, accent: char) -> Option<char> {
    let mut whole = [letter, accent].into_iter().nfc();
    let first = whole.next().filter(|_| letter.is_alphabetic())?;
    whole.next().is_none().then_some(first)
}

/// An accent that is a sign of its own (`˚`, `´`, `¨`) between letters.
pub(super) fn propose_spacing(place: &Place, options: &Options) -> Option<Proposal> {
    let language = options.language.pack()?;
    let accent = SPACING.iter().find(|(sign, _)| *sign == place.c)?.1;
    let is_written =
        |c: &char| language.own_letters().contains(*c) || language.list(List::BorrowedLetters).concat().contains(*c);
    let with = |letter: Option<char>| letter.and_then(|letter| composed(letter, accent)).filter(is_written);
    let (head, tail) = word_parts(place.text, &place.range());
    let without = |word: &str, at_start: bool| {
        let mut letters = word.chars();
        if at_start {
            letters.next()
        } else {
            letters.next_back()
        };
        letters.as_str().to_owned()
    };
    let after = with(place.after()).map(|c| (c, format!("{head}{c}{}", without(&tail, true))));
    let before = with(place.before()).map(|c| (c, format!("{}{c}{tail}", without(&head, false))));
    // Apostrophes of other languages are written with these signs, too: only inside words that a list has.
    let is_inside = !head.is_empty() && !tail.is_empty();
    let are_before = has_rings_before(place.text, place.at);
    let is_known = |(_, word): &&(char, String)| match accent {
        RING => language.knowledge(word) > Knowledge::Unknown,
        _ => is_inside && word.chars().count() >= SHORTEST && language.knowledge(word) == Knowledge::Known,
    };
    let known = [after.as_ref().filter(is_known), before.as_ref().filter(is_known)];
    let is_after = match (known, &after, &before) {
        ([Some(_), None], ..) => true,
        ([None, Some(_)], ..) => false,
        // Nothing else is a ring between letters.
        ([None, None], Some(_), None) if accent == RING => true,
        ([None, None], None, Some(_)) if accent == RING => false,
        // Where rings stand before their letters, accents in words do.
        ([None, None], Some(_), _) if is_inside && are_before => true,
        _ => return None,
    };
    let letter = if is_after { place.after() } else { place.before() }?.len_utf8();
    let range = if is_after { place.at..place.range().end + letter } else { place.at - letter..place.range().end };
    let whole = if is_after { after } else { before }?.0;
    Some(Proposal::single(
        range,
        NFC,
        whole.to_string(),
        SURE,
        "an accent that stands beside its letter; the word fits",
    ))
}

/// Whether rings stand before their letters near a place: no other sign looks so, and accents then stand there, too.
fn has_rings_before(text: &str, at: usize) -> bool {
    /// Bytes to either side that are looked at.
    const NEAR: usize = 1024;
    let start = text.floor_char_boundary(at.saturating_sub(NEAR));
    let near = &text[start..text.ceil_char_boundary((at + NEAR).min(text.len()))];
    near.contains("˚a") || near.contains("˚A")
}

/// Letters of a word that tells an accent from an apostrophe.
const SHORTEST: usize = 4;
/// The combining ring.
const RING: char = '\u{30a}';
/// Accents that are signs of their own, and the combining ones that they are.
const SPACING: [(char, char); 3] = [('\u{2da}', RING), ('\u{b4}', '\u{301}'), ('\u{a8}', '\u{308}')];

#[cfg(test)]
mod tests {
    use super::super::tests::{certain, stays};

    #[test]
    fn letters_are_composed() {
        certain("Pa\u{30a} havnega\u{30a}rden sad Rene\u{301} og A\u{30a}se", "På havnegården sad René og Åse");
        certain(
            "Tie\u{302}\u{301}ng Vie\u{323}\u{302}t: tiếng Việt, Йод: И\u{306}од",
            "Tiếng Việt: tiếng Việt, Йод: Йод",
        );
        certain("1 \u{212b}", "1 Å");
    }

    #[test]
    fn accents_beside_their_letter_become_one_with_it() {
        certain("P\u{30a}al bor p\u{30a}a Lang\u{30a}as, \u{30a}Ase med", "Pål bor på Langås, Åse med");
        certain("Vi gik p\u{2da}a caf\u{b4}e i Malm\u{a8}o", "Vi gik på café i Malmö");
        certain("Ra\u{2da}dhuset pa\u{2da} \u{2da}ARSM\u{d8}DET", "Rådhuset på ÅRSMØDET");
        certain("Vi bor p\u{2da}a All\u{b4}eg\u{2da}arden", "Vi bor på Allégården");
        stays("5 \u{2da}C, Lars\u{b4} bil, rock\u{b4}n\u{b4}roll, l\u{b4}amour");
    }

    #[test]
    fn accents_without_a_letter_of_their_own_stay() {
        // Vietnamese and Kabyle that write so throughout.
        certain(
            "Tie\u{302}\u{301}ng Vie\u{323}\u{302}t, ttwah\u{323}udden",
            "Tie\u{302}\u{301}ng Vie\u{323}\u{302}t, ttwah\u{323}udden",
        );
        stays("x\u{304} og 300 \u{212a} samt 5 \u{2126}, \u{301} =\u{338}");
        stays(&format!("a{}", "\u{301}".repeat(50)));
    }
}
