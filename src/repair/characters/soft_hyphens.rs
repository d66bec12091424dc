//! Soft hyphens are removed: marks that say where a word may be divided. Those that stand where no word can be divided become
//! the hyphens that they were.
//!
//! **Why it is damage.** A soft hyphen is not seen unless its line ends there. In text that was taken out of a layout it
//! divides the word for every search. At a line's end it does show, and the rules that join lines read it there. Programs also
//! write it for a hyphen, a minus or the dash of a list; to remove that one would change what the text says.
//!
//! **Example.** `kom<U+00AD>mune` → `kommune`; `2019<U+00AD>2021` → `2019-2021`, `IT<U+00AD>afdeling` → `IT-afdeling`,
//! `<U+00AD>5 grader` → `-5 grader`, `kultur<U+00AD> og` → `kultur- og`.
//!
//! **When it is certain.** Inside a line. It is removed between small letters or capitals, and becomes a hyphen at a digit, at a
//! space, between small letters and a capital, behind an abbreviation and beside a letter that stands by itself, unless the
//! word without it is known. Where the soft hyphen with the letter before it could be misread UTF-8 (`Å<U+00AD>`) only in a
//! text that has others and if the word without it is known.

use super::neighbours::{is_invisible, visible, word_parts};
use super::{Place, SOFT_HYPHENS, SURE};
use crate::language::{Knowledge, List};
use crate::repair::Options;
use crate::repair::encoding::may_be_misread;
use crate::repair::proposal::Proposal;

/// It may be half of a letter.
const HALF_OF_A_LETTER: f32 = 0.6;
/// The same, where the word without it is known; others in the text make it [`SURE`].
const IN_A_KNOWN_WORD: f32 = 0.9;
/// Bytes of the longest letter in UTF-8: how far its parts may stand to either side.
const LONGEST_LETTER: usize = 4;
/// How many spaces may end a line behind a soft hyphen.
const MOST_SPACES: usize = 16;

pub(super) fn propose(place: &Place, options: &Options) -> Option<Proposal> {
    let range = place.range();
    let is_at_word = place.before().is_some_and(|c| !c.is_whitespace());
    if ends_line(&place.text[range.end..]) && (is_at_word || place.before().is_none_or(|c| c != ' ')) {
        return None;
    }
    if is_cell(place) {
        return None;
    }
    let is_hyphen = carries_meaning(place, options);
    let probability = match may_be_misread(beside(place)) {
        false => SURE,
        true if !is_hyphen && makes_known_word(place, options) => IN_A_KNOWN_WORD,
        true => HALF_OF_A_LETTER,
    };
    Some(match is_hyphen {
        true => Proposal::single(range, SOFT_HYPHENS, "-", probability, "a soft hyphen where no word can be divided"),
        false => Proposal::single(range, SOFT_HYPHENS, "", probability, "a soft hyphen inside a line"),
    })
}

/// Whether the soft hyphen fills a cell of a table by itself: the table is about it.
fn is_cell(place: &Place) -> bool {
    let begins = place.before().is_none_or(|c| matches!(c, '\t' | '\n' | '\r'));
    begins && place.text[place.range().end..].starts_with('\t')
}

/// Whether the soft hyphen stands where no printer divides a word: it was a hyphen, a minus or a dash.
fn carries_meaning(place: &Place, options: &Options) -> bool {
    let (before, after) = visible(place.text, &place.range());
    let letter = |c: Option<char>| c.is_some_and(char::is_alphabetic);
    let (Some(first), Some(next)) = (before.or(after), after.or(before)) else { return false };
    match (first.is_alphabetic(), next.is_alphabetic()) {
        (true, true) if letter(before) && letter(after) => ends_abbreviation(place, options),
        // `kultur- og`: a word goes on behind the space, or an item behind the comma.
        (true, _) if letter(before) => match next {
            ' ' => goes_on(place),
            c => {
                !matches!(c, '.' | ':' | ';' | '!' | '?' | '…' | '\'' | '’')
                    && !is_invisible(c)
                    && !stands_for_itself(c)
            }
        },
        // Before a word that begins here it says nothing, unless it is the dash of a list.
        (_, true) if letter(after) => {
            before.is_some_and(|c| !c.is_whitespace() && !is_invisible(c) && !stands_for_itself(c))
                || follows_conjunction(place, options)
        }
        _ => before.is_some() || !after.is_some_and(char::is_whitespace) || goes_on(place),
    }
}

/// Whether a word begins here behind `og` and the like: `vindkraft og <U+00AD>varme`.
fn follows_conjunction(place: &Place, options: &Options) -> bool {
    let before = place.text[..place.range().start].strip_suffix(' ');
    let word = before.and_then(|before| before.rsplit(|c: char| !c.is_alphabetic()).next());
    let pack = options.language.pack();
    word.zip(pack).is_some_and(|(word, pack)| !word.is_empty() && pack.lists(List::Conjunctions, word))
}

/// Whether a sign beside a soft hyphen leaves it nothing to stand for: a hyphen, or the marks of emphasis and of links
/// (`**kode**\u{ad}gennemgang`, `[[Skema]]\u{ad}ernes`).
fn stands_for_itself(c: char) -> bool {
    matches!(c, '-' | '‐' | '‑' | '–' | '*' | '_' | '`' | ']')
}

/// Whether a word goes on behind the space after the soft hyphen.
fn goes_on(place: &Place) -> bool {
    place.text[place.range().end..].trim_start_matches(['\u{ad}', ' ']).starts_with(char::is_alphanumeric)
}

/// Whether what stands before is whole, or what stands after: `IT|afdeling`, `Jens|Peter`, `X|Factor`, `e|mail`.
fn ends_abbreviation(place: &Place, options: &Options) -> bool {
    let (before, after) = word_parts(place.text, &place.range());
    let is_lone = |part: &str| part.chars().nth(1).is_none();
    let is_upper = |part: &str| part.chars().all(char::is_uppercase);
    let is_abbreviation = !is_lone(&before) && is_upper(&before) && after.chars().all(char::is_lowercase);
    let begins_anew = after.starts_with(char::is_uppercase) && !is_upper(&before);
    let may_be = is_abbreviation || begins_anew || is_lone(&before) || is_lone(&after);
    may_be && !makes_known_word(place, options)
}

/// `¬`, which word processors show for a soft hyphen and programs that read pages write for it: between letters that make a known
/// word. Where the halves are both words, too, others have to prove it.
pub(super) fn propose_sign(place: &Place, options: &Options) -> Option<Proposal> {
    let language = options.language.pack()?;
    let (before, after) = word_parts(place.text, &place.range());
    let known = |word: &str| language.knowledge(word) >= Knowledge::Compound;
    let is_divided = !before.is_empty() && !after.is_empty() && known(&format!("{before}{after}"));
    let probability = if known(&before) && known(&after) { IN_A_KNOWN_WORD } else { SURE };
    let evidence = "a sign for a soft hyphen; the word is known";
    is_divided.then(|| Proposal::single(place.range(), SOFT_HYPHENS, "", probability, evidence))
}

/// Whether nothing more comes on the line.
fn ends_line(rest: &str) -> bool {
    let next = rest.chars().take(MOST_SPACES).find(|c| !matches!(c, ' ' | '\t' | '\u{ad}'));
    next.is_none_or(|c| matches!(c, '\n' | '\r'))
}

/// The soft hyphen with what it could be one letter together with.
fn beside<'t>(place: &Place<'t>) -> &'t str {
    let before = place.text[place.passage.start..place.at].char_indices().rev().nth(LONGEST_LETTER - 1);
    let after = place.text[place.at..place.passage.end].char_indices().nth(LONGEST_LETTER);
    let start = before.map_or(place.passage.start, |(at, _)| place.passage.start + at);
    &place.text[start..after.map_or(place.passage.end, |(at, _)| place.at + at)]
}

fn makes_known_word(place: &Place, options: &Options) -> bool {
    let (before, after) = word_parts(place.text, &place.range());
    options.language.pack().is_some_and(|pack| pack.knowledge(&(before + &after)) >= Knowledge::Compound)
}

/// A text that has soft hyphens beyond doubt has them in its other known words too.
pub(super) fn believe_in_numbers(proposals: &mut [Proposal]) {
    let has_sure = proposals.iter().any(|other| other.rule == SOFT_HYPHENS && other.probability() >= SURE);
    if !has_sure {
        return;
    }
    for proposal in proposals.iter_mut().filter(|proposal| proposal.rule == SOFT_HYPHENS) {
        if proposal.probability() >= IN_A_KNOWN_WORD {
            proposal.candidates[0].probability = SURE;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{certain, stays};

    #[test]
    fn words_are_made_whole() {
        certain("Gade\u{ad}belys\u{ad}ningen på\u{ad}gik hele nat\u{ad}ten", "Gadebelysningen pågik hele natten");
        certain("RÅ\u{ad}DET og kom\u{ad}munen", "RÅDET og kommunen");
    }

    #[test]
    fn signs_for_soft_hyphens_go() {
        certain("kom\u{ac}munens regn\u{ac}skaber", "kommunens regnskaber");
        stays("p \u{ac} q, \u{ac}p og A\u{ac}B");
    }

    #[test]
    fn hyphens_that_were_written_as_soft_ones_stay_hyphens() {
        certain("\u{ad}5 grader, kl. 10\u{ad}12, 2019\u{ad}2021", "-5 grader, kl. 10-12, 2019-2021");
        certain("IT\u{ad}afdelingen for kultur\u{ad} og fritid", "IT-afdelingen for kultur- og fritid");
        certain("vindkraft og \u{ad}varme", "vindkraft og -varme");
        certain("Jens\u{ad}Peter så X\u{ad}Factor i 5\u{ad}årsalderen", "Jens-Peter så X-Factor i 5-årsalderen");
        certain("Dagsorden:\n\u{ad} Valg\n\u{ad} Beretning", "Dagsorden:\n- Valg\n- Beretning");
    }

    #[test]
    fn ends_of_lines_and_halves_of_letters_stay() {
        stays("kom\u{ad}\nmune og kom\u{ad} \r\nmune\u{ad}");
        stays("SÅ\u{ad}DAN");
        stays("255\t173\tAD\t\u{ad}\tblødt bindetegn\n");
    }
}
