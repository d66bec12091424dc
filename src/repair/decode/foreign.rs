//! A word in another encoding than its document, which is UTF-8, is read in that encoding.
//!
//! **Why it is damage.** Files that were put together from several sources, or edited by old and new programs in turn, hold
//! lines in windows-1252, in a DOS or in a Macintosh encoding among lines in UTF-8. Their bytes are not valid UTF-8, so
//! no program can show them: most write `�` and lose the letter.
//!
//! **Example.** `p<E5> m<F8>det` → `på mødet`.
//!
//! **When it is certain.** Every word with such bytes is read, whatever level is applied and whichever rules are selected,
//! since the output is UTF-8. All foreign words of a document choose their encoding together, by how Danish the result
//! is; a line that clearly says otherwise has its own. A character of UTF-8 that the end of the document or of a column cut, or that lost its last bytes, becomes `�`,
//! and words of several characters of UTF-8 stay what they are but for the bad bytes. The probability tells how far the next best reading is behind.

use std::ops::Range;

use super::pieces::Piece;
use super::score::Scorer;
use super::tally::{self, Scores};
use super::words::{is_high, is_space, line_around, words_with};
use super::{FOREIGN, Hints};
use crate::text::{Change, Edit};

/// How much a document's choice weighs against a single line's, at most, in nats.
const DOCUMENT: f32 = 8.0;
/// A word of a foreign line that is valid UTF-8 must gain so much to be read as its line is.
const ACCIDENT: f32 = 8.0;
/// What is taken off an encoding that makes no word of a line's few foreign bytes: more than any signs and letters say.
const NEVER: f32 = 500.0;
/// The probabilities of an edit that must be made: there are other encodings still, and a guess is a guess.
const BOUNDS: (f32, f32) = (0.5, 0.999);

/// What is shown of a character that the end of the document cut.
const LOST: &str = "\u{fffd}";

/// The text of a block that is UTF-8 but for some words, and an edit for each of them.
pub(super) fn decode(block: &[u8], hints: &Hints) -> (String, Vec<Edit>) {
    let mut reader = Reader { hints, scorer: Scorer::new(hints.language), text: String::new(), edits: Vec::new() };
    reader.text.reserve(block.len() + block.len() / 16);
    let mut at = 0;
    while let Err(error) = simdutf8::compat::from_utf8(&block[at..]) {
        let line = line_around(block, at, at + error.valid_up_to());
        reader.copy(&block[at..line.start]);
        reader.line(block, line.clone());
        at = line.end;
    }
    reader.copy(&block[at..]);
    (reader.text, reader.edits)
}

struct Reader<'h> {
    hints: &'h Hints,
    scorer: Scorer,
    text: String,
    edits: Vec<Edit>,
}

impl Reader<'_> {
    /// Takes over bytes that are UTF-8.
    fn copy(&mut self, bytes: &[u8]) {
        self.text.push_str(std::str::from_utf8(bytes).expect("what lies between foreign words is valid UTF-8"));
    }

    /// Reads a line that holds foreign bytes.
    fn line(&mut self, block: &[u8], line: Range<usize>) {
        let bytes = &block[line.clone()];
        let odds = self.line_odds(bytes);
        let encoding = tally::best(&odds);
        let mut copied = line.start;
        for word in words_with(bytes, is_high) {
            let word = line.start + word.start..line.start + word.end;
            let cut =
                cut_character(&block[..word.end]).filter(|at| word.end == block.len() || self.is_cut_short(block, *at));
            let Some(after) = cut.map_or_else(
                || self.reading(&block[word.clone()], encoding),
                |at| Some(String::from_utf8_lossy(&block[word.start..at]).into_owned() + LOST),
            ) else {
                continue;
            };
            self.copy(&block[copied..word.start]);
            copied = word.end;
            self.edit(block, word, &after, &odds, encoding);
        }
        self.copy(&block[copied..line.end]);
    }

    /// Whether a character of a letter was cut at a word's end, as the width of a column cuts it: in a document that has such letters.
    fn is_cut_short(&self, block: &[u8], at: usize) -> bool {
        self.hints.has_utf8 && matches!(block[at], 0xc2 | 0xc3)
    }

    /// How far each encoding is behind on a line, with the document's choice counted.
    fn line_odds(&self, line: &[u8]) -> Scores {
        let mut odds = self.hints.foreign.behind().map(|behind| behind.max(-DOCUMENT));
        for word in words_with(line, is_high).filter(|word| is_foreign(&line[word.clone()])) {
            let scores = tally::scores(&line[word], &self.scorer, tally::read_in_pieces);
            odds.iter_mut().zip(scores).for_each(|(sum, score)| *sum += score);
        }
        self.doubt_wordless(line, &mut odds);
        odds
    }

    /// Doubts the encodings that make no word of a line's few foreign bytes, where the document tells none: these are signs and foreign letters of
    /// windows-1252 far more often, unless it has signs inside words there that another reads as letters (`l¡nea`, `línea` in CP850).
    fn doubt_wordless(&self, line: &[u8], odds: &mut Scores) {
        let words = || words_with(line, is_high).filter(|word| is_foreign(&line[word.clone()]));
        let high = words().flat_map(|word| &line[word]).filter(|byte| is_high(**byte)).count();
        let read = |at: usize, word: Range<usize>| tally::read_in_pieces(&line[word], tally::candidate(at));
        let is_text = |at: usize| words().all(|word| !Piece::all(&read(at, word)).any(|piece| piece.is_misplaced()));
        let is_refuted = !is_text(0) && (1..odds.len()).any(is_text);
        let is_told = high > tally::FEW || self.hints.foreign.behind()[0] < -tally::NO_WORD;
        if is_told && !is_refuted {
            return;
        }
        for (at, odds) in odds.iter_mut().enumerate() {
            let is_doubted = match at {
                _ if is_refuted => !is_text(at),
                0 => false,
                _ => !words().any(|word| self.scorer.knows_word(&read(at, word))),
            };
            *odds -= if is_doubted { NEVER } else { 0.0 };
        }
    }

    /// What a word of a foreign line says; `None` if it stays as it is.
    fn reading(&self, word: &[u8], encoding: usize) -> Option<String> {
        if self.hints.has_utf8 && has_only_cut_characters(word) {
            return Some(String::from_utf8_lossy(word).into_owned());
        }
        let (characters, stray) = characters(word);
        if characters > 1 && characters > stray {
            // Several characters of UTF-8 are no accident, whatever the language makes of them.
            let pieces = || match is_of_other_script(word) {
                true => String::from_utf8_lossy(word).into_owned(),
                false => tally::read_in_pieces(word, tally::candidate(encoding)),
            };
            return is_foreign(word).then(pieces);
        }
        let whole = tally::read(word, tally::candidate(encoding));
        let pieces = tally::read_in_pieces(word, tally::candidate(encoding));
        if pieces == whole {
            return Some(whole);
        }
        let gain = self.scorer.score(&whole) - self.scorer.score(&pieces);
        match is_foreign(word) {
            true => Some(if gain > 0.0 { whole } else { pieces }),
            // What is UTF-8 already needs a word to be anything else.
            false => (gain > ACCIDENT && (self.scorer.knows_word(&whole) || !pieces.contains(char::is_alphabetic)))
                .then_some(whole),
        }
    }

    fn edit(&mut self, block: &[u8], word: Range<usize>, after: &str, odds: &Scores, encoding: usize) {
        let change = Change {
            range: word.clone(),
            replacement: after.into(),
            rule: FOREIGN,
            probability: probability(&block[word.clone()], after, odds),
            evidence: format!("not UTF-8, and {} on this line", tally::candidate(encoding).name()).into(),
        };
        let start = self.text.len();
        self.text.push_str(after);
        self.edits.push(Edit {
            before: block[word].into(),
            input: change.range,
            output: start..self.text.len(),
            after: change.replacement,
            rules: smallvec::smallvec![change.rule],
            probability: change.probability,
            evidence: change.evidence,
        });
    }
}

/// Whether a word that is not UTF-8 is read in an encoding that is guessed, and is no UTF-8 with a bad byte.
pub(super) fn is_guessed(word: &[u8]) -> bool {
    let (characters, stray) = characters(word);
    is_foreign(word) && !(characters > 1 && characters > stray) && cut_character(word).is_none()
}

/// Whether bytes are not UTF-8.
fn is_foreign(bytes: &[u8]) -> bool {
    simdutf8::basic::from_utf8(bytes).is_err()
}

/// How many characters of two bytes and more the bytes have as UTF-8, and how many bytes are of none.
pub(super) fn characters(bytes: &[u8]) -> (usize, usize) {
    let counts = bytes.utf8_chunks().map(|chunk| {
        let characters = chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        (characters, chunk.invalid().len())
    });
    counts.fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1))
}

/// Whether all characters of two bytes and more are of scripts that no single-byte encoding of Latin letters has: then a stray byte is
/// no letter of one either.
fn is_of_other_script(bytes: &[u8]) -> bool {
    bytes.utf8_chunks().all(|chunk| chunk.valid().chars().all(|c| c.is_ascii() || c > '\u{24f}'))
}

/// Where the character begins within which bytes end, if they are UTF-8 before it: its first byte is one that in windows-1252 is
/// no letter at a word's end (`Ã`, `Â`, `â`, `ð`).
pub(super) fn cut_character(bytes: &[u8]) -> Option<usize> {
    let word = bytes.iter().rposition(|&byte| is_space(byte)).map_or(0, |space| space + 1);
    let error = std::str::from_utf8(&bytes[word..]).err()?;
    let at = word + error.valid_up_to();
    (error.error_len().is_none() && matches!(bytes[at], 0xc2 | 0xc3 | 0xe2 | 0xf0)).then_some(at)
}

/// Whether all that is foreign of a word in a document of UTF-8 is characters of three and four bytes that lost their last ones: no letter of
/// windows-1252 has a sign of the others behind it but a quotation mark or a dash.
fn has_only_cut_characters(word: &[u8]) -> bool {
    /// Ellipsis, quotation marks, dashes, no-break space, `«`, `°`, `·`, `»`: what may stand behind a word's last letter.
    const MARKS: [u8; 12] = [0x85, 0x91, 0x92, 0x93, 0x94, 0x96, 0x97, 0xa0, 0xab, 0xb0, 0xb7, 0xbb];
    let mut cut = word.utf8_chunks().map(|chunk| chunk.invalid()).filter(|invalid| !invalid.is_empty()).peekable();
    cut.peek().is_some() && cut.all(|bytes| bytes.len() > 1 && !bytes[1..].iter().any(|byte| MARKS.contains(byte)))
}

fn reads_alike(word: &[u8], encoding: usize, after: &str) -> bool {
    let codec = tally::candidate(encoding);
    tally::read(word, codec) == after || tally::read_in_pieces(word, codec) == after
}

/// The share of the encodings that read the word like this.
fn probability(word: &[u8], after: &str, odds: &Scores) -> f32 {
    let most = odds.iter().copied().fold(f32::MIN, f32::max);
    let weights = odds.map(|odd| (odd - most).exp());
    let best = tally::best(odds);
    let same = (0..weights.len()).filter(|&at| at == best || reads_alike(word, at, after));
    let share = same.map(|at| weights[at]).sum::<f32>() / weights.iter().sum::<f32>();
    share.clamp(BOUNDS.0, BOUNDS.1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::repair::LanguageChoice;

    fn check(bytes: &[u8], expected: &str) {
        check_in(&Hints::new(LanguageChoice::Danish), bytes, expected);
    }

    fn check_in(hints: &Hints, bytes: &[u8], expected: &str) {
        let (text, edits) = decode(bytes, hints);
        assert_eq!(text, expected);
        for edit in &edits {
            assert_eq!(bytes[edit.input.clone()], edit.before[..]);
            assert_eq!(text[edit.output.clone()], *edit.after);
            assert_eq!(edit.rules[..], [FOREIGN]);
        }
    }

    #[test]
    fn each_word_with_foreign_bytes_becomes_an_edit_whatever_ends_its_line() {
        for end in ["\n", "\r\n", "\r"] {
            let bytes = ["Søen er blå".as_bytes(), end.as_bytes(), b"og b\xe5den gr\xf8n nu", end.as_bytes()];
            check(&bytes.concat(), &format!("Søen er blå{end}og båden grøn nu{end}"));
        }
    }

    #[test]
    fn a_line_has_the_encoding_that_it_says() {
        check(
            b"Her g\xe5r f\xe6rgen til \xd8stersund\nHer g\x86r f\x91rgen til \x9dstersund\nHer g\x8cr f\xbergen til \xafstersund",
            "Her går færgen til Østersund\nHer går færgen til Østersund\nHer går færgen til Østersund",
        );
    }

    #[test]
    fn signs_inside_words_are_letters_of_another_encoding() {
        check(b"La l\xa1nea no es v\xa0lida", "La línea no es válida");
        check(b"Das kostet 5\xa3 oder 3\xa4", "Das kostet 5£ oder 3¤");
    }

    #[test]
    fn one_bad_byte_takes_nothing_else_with_it() {
        check(&["测试".as_bytes(), b"\xff", "文本".as_bytes()].concat(), "测试\u{fffd}文本");
        check(
            &["Ελληνικά κείμενα".as_bytes(), b"\xff ", "και άλλα".as_bytes()].concat(),
            "Ελληνικά κείμενα\u{fffd} και άλλα",
        );
        check(&["Vi mødes på All".as_bytes(), b"\xc3"].concat(), "Vi mødes på All\u{fffd}");
        check_in(
            &Hints { has_utf8: true, ..Hints::new(LanguageChoice::Danish) },
            &["Birthe All".as_bytes(), b"\xc3 ", "Åby\n".as_bytes()].concat(),
            "Birthe All\u{fffd} Åby\n",
        );
        check_in(
            &Hints { has_utf8: true, ..Hints::new(LanguageChoice::Danish) },
            &["Det var på ".as_bytes(), b"\xeb\xb8en. En \xf0\x9f\x98 og id\xe9\xbb"].concat(),
            "Det var på \u{fffd}en. En \u{fffd} og idé»",
        );
    }

    #[test]
    fn words_that_mix_both_or_are_valid_by_accident_are_read_as_they_read_best() {
        check("før/".as_bytes().iter().chain(b"\xf8re").copied().collect::<Vec<u8>>().as_slice(), "før/øre");
        check(b"V\xe6r s\xe5 god at g\xe5 P\xc5\x94", "Vær så god at gå PÅ”");
    }
}
