//! Where a damaged word may be: places where a look of some channel could begin.

use std::cell::LazyCell;
use std::ops::Range;

use super::around::{REACH, window, word_around};
use super::channels::Channels;
use super::votes::Votes;
use super::{PRINTED, STRIPPED, is_character_class, mention};
use crate::language::{Case, Language, is_letter};
use crate::repair::addresses::Addresses;
use crate::repair::scan::Scan;

/// Letters that one word may have lost, each of up to two marks; no Danish word has more beyond ASCII.
const MOST_LOST: usize = 6;
/// Spots of one word: up to four characters may stand for each letter that it lost.
const MOST_SPOTS: usize = 4 * MOST_LOST;

/// Whether marks of lost signs may be ligatures: where the text has letters of the language's own beside them, or too few marks
/// to tell that these are what it lost.
pub(super) fn may_lack_ligatures(text: &str, spots: &[usize], language: &Language) -> bool {
    const FEW: usize = 3;
    let marks = spots.iter().filter(|&&at| text[at..].starts_with(char::REPLACEMENT_CHARACTER)).take(FEW).count();
    marks > 0 && (marks < FEW || text.contains(|c| language.own_letters().contains(c)))
}

/// Offsets where a look of some channel could begin.
pub(super) fn spots(text: &str, scan: &Scan, language: &'static Language) -> Vec<usize> {
    let channels = Channels::of(language);
    let mut spots = Vec::new();
    let mentions = mention::Mentions::new(text);
    for range in &scan.passages {
        let looks = text[range.clone()].char_indices().filter(|&(_, c)| channels.begins_a_look(c));
        let looks = looks.map(|(at, _)| range.start + at);
        // Asked once of a passage: a row of quotation marks is one, and each of them a look.
        let is_meant = LazyCell::new(|| mentions.is_at(range, None) || is_character_class(text, range));
        spots.extend(looks.filter(|_| !*is_meant));
    }
    // Rows go first: each mark of one would look to its end for a letter.
    spots.extend(scan.questions.iter().copied().filter(|&at| !is_row_of_marks(text, at) && beside_letter(text, at)));
    spots.extend(scan.crosses.iter().copied().filter(|&at| may_be_stripped(text, at, language)));
    spots.sort_unstable();
    let mut addresses = Addresses::new(text);
    spots.retain(|&at| !is_row_of_marks(text, at) && !addresses.are_at(&(at..at)));
    drop_rubbish(text, &mut spots);
    drop_unreadable(text, &mut spots);
    spots
}

/// Takes out the spots of passages that have more of them than any text would have: letters and signs by chance, of which anything may be
/// read and nothing is meant. Spots side by side may be one letter, and are counted as one.
fn drop_unreadable(text: &str, spots: &mut Vec<usize>) {
    /// Letters of a passage that may be damaged: so many lie on five pages of Danish.
    const PASSAGE: usize = 256;
    /// Whole letters for each of them. In Danish there are thirty, in the densest text that the benches make thirteen, in a list of
    /// words that all have one five or more.
    const WHOLE: i64 = 4;
    /// Bytes between two of them from which the passage is no such.
    const FAR: usize = 8 * PASSAGE;
    if spots.len() < PASSAGE {
        return;
    }
    // Of each spot, the number of its letter; of each letter, the whole ones before it.
    let (mut numbers, mut whole) = (Vec::with_capacity(spots.len()), Vec::new());
    let (mut end, mut before) = (0, 0i64);
    for &spot in spots.iter() {
        if spot > end || whole.is_empty() {
            let between = &text[end..text.floor_char_boundary(spot.min(end + FAR))];
            before +=
                plain_letters(between).unwrap_or_else(|| whole_letters(between) - WHOLE * signs_at_letters(between));
            whole.push(before);
        }
        numbers.push(whole.len() - 1);
        end = spot + text[spot..].chars().next().map_or(1, char::len_utf8);
    }
    if whole.len() < PASSAGE {
        return;
    }
    let is_readable = |number: usize| {
        let last = (number + PASSAGE / 2).clamp(PASSAGE, whole.len()) - 1;
        whole[last] - whole[last + 1 - PASSAGE] >= WHOLE * PASSAGE as i64
    };
    let mut number = numbers.into_iter();
    spots.retain(|_| number.next().is_none_or(is_readable));
}

/// The letters of a text that has none but those of Latin 1, and no sign beyond ASCII, as nearly every text of Danish has.
fn plain_letters(text: &str) -> Option<i64> {
    /// Counted in bytes of a few together, which the processor adds up many at once.
    const TOGETHER: usize = 32;
    /// What begins a letter of Latin 1, and what ends the two signs among them.
    const BEGINS_LETTER: u8 = 0xc3;
    const TIMES: u8 = 0x97;
    const DIVIDED: u8 = 0xb7;
    let letters = |bytes: &[u8; TOGETHER]| {
        let first = |byte: &u8| u8::from(byte.is_ascii_alphabetic() | (*byte == BEGINS_LETTER));
        let other =
            |byte: &u8| u8::from((*byte > 0xc1) & (*byte != BEGINS_LETTER) | (*byte == TIMES) | (*byte == DIVIDED));
        let others = bytes.iter().map(other).sum::<u8>();
        (others == 0).then(|| i64::from(bytes.iter().map(first).sum::<u8>()))
    };
    let (chunks, rest) = text.as_bytes().as_chunks::<TOGETHER>();
    let mut last = [0; TOGETHER];
    last[..rest.len()].copy_from_slice(rest);
    chunks.iter().chain([&last]).map(letters).sum()
}

fn whole_letters(text: &str) -> i64 {
    text.chars().filter(|c| is_letter(*c)).count() as i64
}

/// Signs beyond ASCII that touch a letter, which are damage as well: of right ones text has a few in a sentence.
fn signs_at_letters(text: &str) -> i64 {
    let is_sign = |c: char| !c.is_ascii() && !is_letter(c) && !c.is_numeric() && !c.is_whitespace();
    if text.is_ascii() {
        return 0;
    }
    let touch = |left, right| is_sign(left) && is_letter(right) || is_sign(right) && is_letter(left);
    let mut before = ' ';
    text.chars().filter(|c| touch(std::mem::replace(&mut before, *c), *c)).count() as i64
}

/// Takes out the spots of words that have more of them than a word may have lost letters: bytes that are no text.
fn drop_rubbish(text: &str, spots: &mut Vec<usize>) {
    let parts = |byte: u8| byte.is_ascii() && !byte.is_ascii_alphabetic();
    let is_one_word = |one: &usize, next: &usize| !text.as_bytes()[*one..*next].iter().any(|byte| parts(*byte));
    if spots.len() > MOST_SPOTS {
        let words = spots.chunk_by(is_one_word).filter(|word| word.len() <= MOST_SPOTS);
        *spots = words.flatten().copied().collect();
    }
}

/// Whether a mark of a lost letter stands in a row of more than any letter, or two side by side, can leave behind, or in a
/// word with more of them than a word may lose: then it is a row of signs (`Hvad????`), or beyond reading.
fn is_row_of_marks(text: &str, at: usize) -> bool {
    let (mark, most) = match text[at..].chars().next() {
        Some('?') => ('?', 2),
        Some('\u{fffd}') => ('\u{fffd}', 4),
        _ => return false,
    };
    let count = |same: usize| same.min(most + 1);
    let on = text[at..].chars().take(most + 1).take_while(|c| *c == mark).count();
    let back = text[..at].chars().rev().take(most + 1).take_while(|c| *c == mark).count();
    let word = |c: &char| !c.is_whitespace();
    let after = text[at..].chars().take(REACH).take_while(word).filter(|c| *c == mark).take(2 * MOST_LOST + 1).count();
    let before = text[..at].chars().rev().take(REACH).take_while(word).filter(|c| *c == mark).take(2 * MOST_LOST + 1);
    count(on) + count(back) > most || after + before.count() > 2 * MOST_LOST
}

/// Places that are worth a look only once the document has proven a channel whose looks are common text.
pub(super) fn deeper_spots(text: &str, votes: &Votes, language: &'static Language) -> Vec<usize> {
    let proven = |rule| {
        let mut channels = Channels::of(language).all.iter().enumerate();
        channels.any(|(number, channel)| channel.rule == rule && votes.word_cases(number) > 0)
    };
    let mut spots: Vec<usize> = Vec::new();
    if proven(PRINTED) {
        spots.extend(text.match_indices(['A', 'Å']).map(|(at, _)| at).filter(|&at| is_odd_capital(text, at)));
    }
    if proven(STRIPPED) || is_danish_in_ascii(text, language) {
        // Where question marks stand for letters a word beside one is half of one.
        let are_letters = Channels::of(language).proves_questions(votes);
        let is_half = |word: &Range<usize>| are_letters && touches(text, word, |c| c == '?');
        let is_whole = |word: &Range<usize>| !(touches_sign(text, word) || is_half(word));
        spots.extend(unknown_words(text, language).filter(is_whole).filter_map(|word| {
            let at = text[word.clone()].find(['x', 'f', 'e', 'X', 'F', 'E'])?;
            Some(word.start + at)
        }));
    }
    spots
}

/// Whether the capital at `at` is inside a word of small letters, before a mark, or before a lone Y: what OCR makes of
/// printed mojibake, and what right text hardly has.
fn is_odd_capital(text: &str, at: usize) -> bool {
    let before = text[..at].chars().next_back();
    let mut after = text[at..].chars().skip(1);
    let next = after.next();
    before.is_some_and(char::is_lowercase)
        || next.is_some_and(|c| !c.is_alphanumeric() && !c.is_whitespace())
        || matches!(next, Some('Y' | 'X' | 'y')) && !after.next().is_some_and(char::is_uppercase)
}

/// Whether the x at `at` may be an ø that lost a bit: in a word that is none, as words are cased, which no sign marks as a
/// name in a program, in Danish that has lost all its letters.
fn may_be_stripped(text: &str, at: usize, language: &Language) -> bool {
    /// Two and three letters make too many words by chance.
    const SHORTEST: usize = 4;
    let word = word_around(text, at);
    let letters = &text[word.clone()];
    (SHORTEST..REACH).contains(&letters.len())
        && window(text, &word).is_ascii()
        && !language.is_known(letters)
        && Case::of(letters) != Case::Mixed
        && !touches_sign(text, &word)
        && is_danish_in_ascii(window(text, &word), language)
}

/// Whether signs or digits of programs, numbers and addresses touch a word.
fn touches_sign(text: &str, word: &Range<usize>) -> bool {
    let sign = |c: char| c.is_ascii_digit() || "_@/\\=&%$#<>{}[]'`~^|".contains(c);
    touches(text, word, sign)
}

fn touches(text: &str, word: &Range<usize>, sign: impl Fn(char) -> bool) -> bool {
    text[..word.start].ends_with(&sign) || text[word.end..].starts_with(sign)
}

/// Whether a text is Danish without a single letter beyond ASCII, which hardly a few lines of Danish are.
fn is_danish_in_ascii(text: &str, language: &Language) -> bool {
    /// Words asked; a Danish text knows most of them, an English one few.
    const ASKED: usize = 60;
    if !text.is_ascii() {
        return false;
    }
    let words = text.split(|c: char| !c.is_ascii_alphabetic()).filter(|word| word.len() > 1).take(ASKED);
    let (mut asked, mut known) = (0, 0);
    for word in words {
        asked += 1;
        known += usize::from(language.is_known(word));
    }
    // A lone word has no neighbours to ask.
    asked == 1 || known * 10 >= asked * 4
}

/// The words of ASCII letters that the language does not know.
fn unknown_words<'a>(text: &'a str, language: &'a Language) -> impl Iterator<Item = Range<usize>> + 'a {
    let words = text.split(|c: char| !c.is_alphabetic()).filter(|word| word.len() > 1 && word.is_ascii());
    let place = |word: &str| word.as_ptr() as usize - text.as_ptr() as usize;
    words.filter(|word| !language.is_known(word)).map(move |word| place(word)..place(word) + word.len())
}

fn beside_letter(text: &str, at: usize) -> bool {
    let letter = |c: Option<char>| c.is_some_and(char::is_alphabetic);
    letter(text[..at].chars().next_back()) || letter(text[at + 1..].trim_start_matches('?').chars().next())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_counted_alike_however_plain_a_text_is() {
        for text in ["", "Rødgrød med fløde, 12 kr. på Ærø", "×", "3 ÷ 2", "a€b", "ç\u{a0}ÿ"] {
            let plain = plain_letters(&text.repeat(9));
            assert!(
                plain.is_none_or(|plain| plain == whole_letters(&text.repeat(9)) && signs_at_letters(text) == 0),
                "{text}"
            );
        }
        assert_eq!((plain_letters("På Ærø."), plain_letters("a€b")), (Some(5), None));
    }
}
