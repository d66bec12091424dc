//! Letters of a language that are written out with plain ones: `Soeren`, `vaere`, for who has no keys for ø and æ, or sends by a
//! line that bears none.
//!
//! A word that is spelled so is right in its way. Some pairs are also what a reader takes for the letter (`ae` for æ, by the
//! table of confusions): of a lone word those tell nothing.

use super::{Knowledge, Language, List, PerLanguage};

/// Pairs of a word that are each tried by themselves; of more only all together. No word has more than so many.
const FEW_PAIRS: usize = 4;
const MOST_PAIRS: usize = 12;

/// Two plain letters that stand for one.
struct Pair {
    letter: char,
    written: [u8; 2],
    /// Whether no reader takes the letter for the two.
    is_telling: bool,
}

static PAIRS: PerLanguage<Vec<Pair>> = PerLanguage::new(pairs);

/// The pairs that the pack lists: a letter, a sign of equality, two letters of ASCII.
fn pairs(language: &'static Language) -> Vec<Pair> {
    let is_read_so = |letter: char, written: &str| {
        let rows = language.confusions().lines().map(|row| row.split('\t'));
        let mut rows = rows.filter_map(|mut row| Some((row.next()?, row.next()?)));
        rows.any(|(meant, read)| meant.chars().eq([letter]) && read == written)
    };
    let pairs = language.list(List::WrittenOut).iter().filter_map(|pair| {
        let (letter, written) = pair.split_once('=')?;
        let letter = letter.chars().next()?;
        Some(Pair { letter, written: written.as_bytes().try_into().ok()?, is_telling: !is_read_so(letter, written) })
    });
    pairs.collect()
}

/// How the letters of a word are written out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum WrittenOut {
    /// As a reader may have taken them.
    Perhaps,
    /// As no reader takes them.
    Surely,
}

impl Language {
    /// Whether a token is a word whose letters are written out; it is asked of tokens that no list knows.
    pub(crate) fn written_out(&'static self, token: &str) -> Option<WrittenOut> {
        let places = places(token, PAIRS.of(self));
        if places.len() > MOST_PAIRS {
            return None;
        }
        let all = (1_u32 << places.len()) - 1;
        let least = if places.len() > FEW_PAIRS { all } else { 1 };
        let taken =
            (least..=all).rev().find(|taken| self.knowledge(&put_back(token, &places, *taken)) > Knowledge::Unknown)?;
        let is_telling = chosen(&places, taken).any(|(_, pair)| pair.is_telling);
        Some(if is_telling { WrittenOut::Surely } else { WrittenOut::Perhaps })
    }
}

/// Where pairs stand in a token, none over another.
fn places<'p>(token: &str, pairs: &'p [Pair]) -> Vec<(usize, &'p Pair)> {
    let bytes = token.as_bytes();
    let mut places: Vec<(usize, &Pair)> = Vec::new();
    for (at, two) in bytes.windows(2).enumerate() {
        let is_free = places.last().is_none_or(|(before, _)| before + 1 < at);
        let pair = pairs.iter().find(|pair| two.eq_ignore_ascii_case(&pair.written));
        places.extend(pair.filter(|_| is_free).map(|pair| (at, pair)));
    }
    places
}

/// Those of the places whose bits are set.
fn chosen<'p>(places: &'p [(usize, &'p Pair)], taken: u32) -> impl Iterator<Item = (usize, &'p Pair)> {
    let is_taken = move |number: usize| taken.checked_shr(number as u32).is_some_and(|bits| bits & 1 != 0);
    places.iter().enumerate().filter(move |(number, _)| is_taken(*number)).map(|(_, place)| *place)
}

/// A token with the letters put back at those places, each cased as the first of its pair.
fn put_back(token: &str, places: &[(usize, &Pair)], taken: u32) -> String {
    let mut whole = String::with_capacity(token.len());
    let mut done = 0;
    for (at, pair) in chosen(places, taken) {
        whole.push_str(&token[done..at]);
        match token.as_bytes()[at].is_ascii_uppercase() {
            true => whole.extend(pair.letter.to_uppercase()),
            false => whole.push(pair.letter),
        }
        done = at + pair.written.len();
    }
    whole.push_str(&token[done..]);
    whole
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_told_whose_letters_are_written_out() {
        let told = |token| Language::danish().written_out(token);
        for token in ["hoejskole", "Soeren", "KOEBENHAVN", "oenskebroend", "foerstehjaelpskursus", "SMOeR"] {
            assert_eq!(told(token), Some(WrittenOut::Surely), "{token}");
        }
        for token in ["vaere", "laese", "Aeble"] {
            assert_eq!(told(token), Some(WrittenOut::Perhaps), "{token}");
        }
        for token in [
            "rnindre",
            "oeoeoeoeoe",
            "",
            "æøå",
            "storste",
            "aeaeaeaeaeaeaeaeaeaeaeaeaeaeaeaeaeaeaeaeaeaeaeaeaeaeaeaeaeaeaeaeae",
        ] {
            assert_eq!(told(token), None, "{token}");
        }
    }
}
