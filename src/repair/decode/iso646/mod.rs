//! A word in Danish 7-bit ISO 646 is read as such: `{|}[\]` are æ, ø, å, Æ, Ø, Å.
//!
//! **Why it is damage.** Until about 1990 Danish terminals and printers had 128 characters and gave the places of brackets,
//! braces, backslash and bar to the six letters. Read as ASCII the text shows the signs. A document that is all in ISO 646
//! is decoded as such; in others, where the signs are also used as signs, only words of lines that prove themselves are.
//!
//! **Example.** `K|benhavn` → `København`, `S} m} vi l|be` → `Så må vi løbe`.
//!
//! **When it is certain.** When the word becomes a known Danish word, has the sign between letters, and stands on a line
//! where no sign is used as a sign, in a document that has three such words. Code, tables, paths, patterns and formulas are never touched: their signs stand beside
//! digits, punctuation and each other, or join words that are words without them.

mod meaning;
mod proof;

use std::ops::Range;

use self::meaning::{Meaning, is_sign, meanings};
pub(super) use self::proof::Proof;
use super::ISO646;
use super::words::{find, find_rare, is_line_end, is_space, line_around};
use crate::language::Language;
use crate::repair::proposal::Proposal;

/// The code, by its name among the codecs.
pub(super) const CODEC: &str = "ISO646-DK";
/// Log odds that prove a line or document; a known word of five letters with a sign inside is enough.
const PROVEN: f32 = 6.0;
/// Log odds from which a document's lines need no proof of their own.
const WELL_PROVEN: f32 = 30.0;
/// Different words that a document which is not all in ISO 646 has at least, before any is read: one or two are signs that happen
/// to stand between letters.
const PLACES: usize = 3;
/// What is said of them where there are fewer.
const DOUBTED: f32 = 0.9;

/// Proposals for the words of lines that prove themselves, or need not in a document that is well proven.
pub(super) fn proposals(text: &str, document: &Proof) -> Vec<Proposal> {
    let Some(language) = document.language else { return Vec::new() };
    let bytes = text.as_bytes();
    let mut proposals = Vec::new();
    let mut at = 0;
    while let Some(hit) = find_rare(bytes, at, is_sign) {
        let line = line_around(bytes, at, hit);
        at = line.end;
        let mut proof = Proof::default();
        proof.count_lines(&text[line.clone()], language);
        let needed = if document.odds >= WELL_PROVEN && document.signs < document.words { 0.5 } else { PROVEN };
        if proof.odds_in(document) >= needed && proof.signs == 0 && proof.lone == 0 && proof.names <= proof.words {
            propose_line(text, line, language, document.counted.len() >= PLACES, &mut proposals);
        }
    }
    proposals
}

fn propose_line(text: &str, line: Range<usize>, language: &Language, is_proven: bool, proposals: &mut Vec<Proposal>) {
    let mut at = line.start;
    while let Some(hit) = find(&text.as_bytes()[..line.end], at, is_sign) {
        let token = token_around(&text[..line.end], at, hit);
        at = token.end;
        for (piece, meaning) in meanings(&text[token.clone()], language) {
            let (word, probability, evidence) = match meaning {
                Meaning::Word { word, .. } => (word, 0.998, "a Danish word in 7-bit ISO 646, as its line is"),
                Meaning::Name { word } => (word, 0.97, "on a line in 7-bit ISO 646"),
                Meaning::Lone | Meaning::Sign => continue,
            };
            let range = token.start + piece.start..token.start + piece.end;
            let probability = if is_proven { probability } else { DOUBTED };
            proposals.push(Proposal::single(range, ISO646, word, probability, evidence));
        }
    }
}

/// The run without spaces around `hit`, from `floor` at the earliest.
fn token_around(text: &str, floor: usize, hit: usize) -> Range<usize> {
    let bytes = text.as_bytes();
    let parts = |byte: u8| is_space(byte) || is_line_end(byte);
    let start = bytes[floor..hit].iter().rposition(|&byte| parts(byte)).map_or(floor, |space| floor + space + 1);
    start..find(bytes, hit, is_space).unwrap_or(bytes.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn proof(text: &str) -> Proof {
        let mut proof = Proof::new(Some(Language::danish()));
        proof.count(text);
        proof
    }

    #[test]
    fn danish_texts_in_iso646_prove_themselves() {
        for text in [
            "K|benhavn",
            "Vi tog b}den til [r| i g}r, og s} l} vi dér hele s|ndagen.",
            "\\sters og bl}muslinger s{lges p} kajen.",
            "GENERALFORSAMLINGEN HOLDES P] R]DHUSET L\\RDAG",
            "Den 5-}rige k|rte p} l|behjul i b|rnehaven.",
        ] {
            assert!(proof(text).is_throughout(), "{text}: {:?}", proof(text));
        }
    }

    #[test]
    fn signs_that_are_signs_prove_nothing() {
        for text in [
            "if (a[i] || b[j]) { p}",
            "| navn | k|d |\n|------|-----|",
            "C:\\Brugere\\ret\\sted og \\\\server\\re",
            "\\textit{s} \\emph{er} \\frac{l}{r} {\\o}l $x_{i}$",
            "grep -E 'for|efter|f|r' fil|sort|uniq",
            "[l{s mere](https://x.dk) [1] [x] {{navn}} ${p}",
            "bil|tog|fly|b|r",
            "{\"navn\": [1, 2], \"p\": {\"s\": []}}",
            "s/\\([a-z]*\\)|[0-9]\\{3\\}/\\1/g",
            "match x { Some(s) => s, None => {} }",
            "D|D N|D S|T",
        ] {
            assert!(!proof(text).is_proven(), "{text}: {:?}", proof(text));
        }
    }

    #[test]
    fn only_lines_that_prove_themselves_are_read() {
        let text = "Møde på rådhuset\nvi m|des p} havnen klokken fire\nif (x) { return a[i]; }\n| k|b | salg |\n";
        let proof = proof(text);
        assert!(proof.is_proven() && !proof.is_throughout());
        let found: Vec<_> = proposals(text, &proof)
            .iter()
            .map(|p| (text[p.range.clone()].to_owned(), p.candidates[0].text.to_string()))
            .collect();
        assert_eq!(found, [("m|des".to_owned(), "mødes".to_owned()), ("p}".to_owned(), "på".to_owned())]);
    }
}
