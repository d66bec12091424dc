//! Where passages end: at the ends of lines, of sentences in long ones, and of lists. In: a text. Out: the end of each of its passages.

use memchr::{memchr, memchr2, memchr3_iter};

use crate::text::strides::{self, Lanes, STRIDE};

/// A long line is cut at the end of the first sentence past so many bytes; without one, at the last space before so many.
const SENTENCE: usize = 60;
const LONGEST: usize = 400;
/// A passage of so many bytes tells its language by itself; a line that is no longer is not cut.
pub(super) const ENOUGH: usize = 160;
/// The same of a list, whose words have no sentence around them: those that two languages share stand beside each other in it.
const ENOUGH_OF_LIST: usize = 640;
/// Where the passages of a text end; the last one at its end.
pub(in crate::repair) fn ends(text: &str) -> Vec<usize> {
    let bytes = text.as_bytes();
    let mut ends = Vec::with_capacity(bytes.len() / ENOUGH + 1);
    let mut start = 0;
    while start < bytes.len() {
        let line = end_of_line(bytes, start);
        let list = end_of_list(bytes, start, line);
        if list > line {
            start = list;
            ends.push(start);
            continue;
        }
        while let Some(cut) = cut(text, start, line) {
            start = cut;
            ends.push(start);
        }
        start = line;
        ends.push(start);
    }
    ends
}

/// Where a line ends, its line feed included.
fn end_of_line(bytes: &[u8], start: usize) -> usize {
    memchr(b'\n', &bytes[start..]).map_or(bytes.len(), |at| start + at + 1)
}

/// Where the entries of a list end, or enough of them, of which the first is given; that line's end where it is none.
fn end_of_list(bytes: &[u8], start: usize, line: usize) -> usize {
    let mut end = line;
    if !is_entry(&bytes[start..end]) {
        return end;
    }
    while end - start < ENOUGH_OF_LIST && end < bytes.len() {
        let next = end_of_line(bytes, end);
        if !is_entry(&bytes[end..next]) {
            break;
        }
        end = next;
    }
    end
}

/// Whether a line is an entry of a list: a word, with how often it stands, how it is spoken or what is its code, or a word or two that
/// name something; no line of prose, nor of verse.
fn is_entry(line: &[u8]) -> bool {
    const MOST_WORDS: usize = 4;
    let line = line.trim_ascii();
    if line.is_empty() || line.len() >= ENOUGH {
        return false;
    }
    let (mut words, mut others) = (0, 0);
    if memchr2(b' ', b'\t', line).is_none() {
        return true;
    }
    if begins_with_words(line, MOST_WORDS) {
        return false;
    }
    // What the part is that was begun: a word, as its first byte tells and no other denies.
    let mut part: Option<Byte> = None;
    for kind in line.iter().chain(b" ").map(|byte| BYTES[usize::from(*byte)]) {
        match (kind, part) {
            (Byte::Space, Some(of)) => {
                *(if of == Byte::Letter { &mut words } else { &mut others }) += 1;
                if words > MOST_WORDS {
                    return false;
                }
                if words + others == 2 * MOST_WORDS {
                    break;
                }
                part = None;
            }
            (Byte::Space, None) => {}
            // No digit is in a word, nor a sign of codes.
            (Byte::OfCodes, _) => part = Some(kind),
            (_, None) => part = Some(kind),
            (_, Some(_)) => {}
        }
    }
    words > 0 && (others > 0 || line.contains(&b'\t'))
}

/// Whether the first bytes of a line have more words than so many, among up to twice as many parts: most lines are prose, and told by that.
fn begins_with_words(line: &[u8], most: usize) -> bool {
    let mut first = [b' '; STRIDE];
    let seen = line.len().min(STRIDE);
    first[..seen].copy_from_slice(&line[..seen]);
    let ask = |bytes: Lanes| {
        let digits = bytes.is_of_run(b'9', 10);
        let brackets = bytes.is(b'[').or(bytes.is(b']')).or(bytes.is(b'<')).or(bytes.is(b'>'));
        let codes = digits.or(brackets).or(bytes.is(b'/')).or(bytes.is(b'|')).or(bytes.is(b'='));
        let letters = bytes.lowered().is_of_run(b'z', 26).or(bytes.is_high());
        [bytes.is(b' ').or(bytes.is(b'\t')), letters, codes]
    };
    let [spaces, letters, codes] = strides::bits(&first, ask);
    let (mut rest, mut words) = (!spaces, 0);
    // Parts that end within these bytes, first to last.
    for _ in 0..2 * most {
        let start = rest.trailing_zeros();
        let Some(length) = (rest.unbounded_shr(start)).checked_add(1).map(u64::trailing_zeros) else { break };
        let part = (1_u64.unbounded_shl(length) - 1).unbounded_shl(start);
        if length == 0 || start + length == u64::BITS {
            break;
        }
        words += usize::from(letters >> start & 1 != 0 && codes & part == 0);
        rest &= !part;
    }
    words > most
}

/// What a byte is in the parts of a line.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Byte {
    Space,
    Letter,
    /// A digit, or a sign of codes and of phonetic writing.
    OfCodes,
    Sign,
}

/// What each byte is.
const BYTES: [Byte; 256] = {
    let mut bytes = [Byte::Sign; 256];
    let mut at = 0;
    while at < bytes.len() {
        bytes[at] = match at as u8 {
            b' ' | b'\t' => Byte::Space,
            b'a'..=b'z' | b'A'..=b'Z' | 0x80.. => Byte::Letter,
            b'0'..=b'9' | b'/' | b'[' | b']' | b'|' | b'<' | b'>' | b'=' => Byte::OfCodes,
            _ => Byte::Sign,
        };
        at += 1;
    }
    bytes
};

/// Where a passage ends before its line does: behind a sentence, else, if it is too long, behind a space, else anywhere.
fn cut(text: &str, start: usize, line: usize) -> Option<usize> {
    if line - start <= ENOUGH {
        return None;
    }
    let most = text.floor_char_boundary((start + LONGEST).min(line));
    let window = &text.as_bytes()[start + SENTENCE..most];
    let ends_sentence = |at: &usize| window.get(at + 1) == Some(&b' ');
    let sentence = memchr3_iter(b'.', b'!', b'?', window).find(ends_sentence).map(|at| start + SENTENCE + at + 2);
    let space = || window.iter().rposition(|byte| *byte == b' ').map(|at| start + SENTENCE + at + 1);
    let is_long = line - start > LONGEST;
    sentence.filter(|end| *end < line).or_else(|| is_long.then(|| space().unwrap_or(most)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passages(text: &str) -> Vec<&str> {
        let mut start = 0;
        ends(text).into_iter().map(|end| &text[std::mem::replace(&mut start, end)..end]).collect()
    }

    #[test]
    fn passages_are_lines_and_sentences_of_long_lines() {
        assert_eq!(passages("En linje.\nEn til.\n\nSidste"), ["En linje.\n", "En til.\n", "\n", "Sidste"]);
        assert_eq!(
            passages("abe 12\nabe /ɑːbə/\nEn abe er et dyr.\n1 2\n"),
            ["abe 12\nabe /ɑːbə/\n", "En abe er et dyr.\n", "1 2\n"]
        );
        let list = "abbedi\nabe\r\nabnorm\n";
        assert_eq!(
            passages(&format!("Ord med a:\n{list}\nabort\nSlut her")),
            ["Ord med a:\n", list, "\n", "abort\n", "Slut her"]
        );
        let long = list.repeat(40);
        let pages = passages(&long);
        assert!(pages[1..].iter().all(|passage| passage.len() < ENOUGH_OF_LIST + ENOUGH) && pages.len() > 1);
        let sentence = "Det her er en sætning, som er lang nok til at stå for sig selv i et langt afsnit. ";
        assert_eq!(passages(&sentence.repeat(6)), [sentence; 6]);
        assert_eq!(passages(&"å".repeat(1000)).concat(), "å".repeat(1000));
        assert!(passages(&"å".repeat(1000)).iter().all(|passage| passage.len() <= LONGEST));
    }

    #[test]
    fn lines_are_told_alike_by_their_first_bytes_and_by_their_parts() {
        let lines = [
            "En linje med fem ord",
            "En linje med fem ord og et til, som går ud over de første 64 bytes af linjen",
            "abe 12 hund 13 kat 14 hest 15 ko 16",
            "a b c d",
            "a b c d e",
            "/a /b /c /d a b c d e",
            "ærø\tå ø æ é",
            "x1 a b c d e",
        ];
        let words = |line: &str| {
            let parts = line.split([' ', '\t']).filter(|part| !part.is_empty()).take(8);
            let is_word = |part: &&str| {
                part.starts_with(|c: char| c.is_alphabetic())
                    && !part.contains(|c: char| c.is_ascii_digit() || "/[]|<>=".contains(c))
            };
            parts.filter(is_word).count()
        };
        for line in lines {
            let has_many = words(line) > 4;
            assert!(!begins_with_words(line.as_bytes(), 4) || has_many, "{line}");
            assert_eq!(
                is_entry(line.as_bytes()),
                !has_many && words(line) > 0 && (words(line) < line.split([' ', '\t']).count() || line.contains('\t')),
                "{line}"
            );
        }
        assert!(begins_with_words(lines[1].as_bytes(), 4) && begins_with_words(lines[0].as_bytes(), 4));
    }
}
