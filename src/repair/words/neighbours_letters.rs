//! A neighbour's letter that a text uses throughout for one of the language: `ö` for ø, as Danish printers of the 18th and 19th century had it, and
//! as who writes on a Swedish keyboard does.
//!
//! A reader that has no ø, and takes it for `ö`, has no æ either. So a text that has the other letters of the language, and hardly this one, means what it writes.

use memchr::memchr_iter;

use super::super::reading::Reading;
use crate::language::{Language, List};

/// How often the neighbour's letter stands, at least, and each of the others together.
const LEAST: usize = 5;
/// How many of the neighbour's letters stand for each of the language's own.
const TIMES: usize = 10;

/// The letters of neighbours that a text writes for its own.
#[derive(Debug, Default)]
pub(super) struct NeighboursLetters {
    used: Vec<char>,
}

impl NeighboursLetters {
    /// Those of a text.
    pub fn of(reading: &Reading, language: &Language) -> Self {
        let count = |letter: char| times(reading.text, letter);
        let pairs = language.list(List::NeighboursLetters).iter().filter_map(|pair| pair.split_once('='));
        let pairs = pairs.filter_map(|(own, neighbours)| Some((own.chars().next()?, neighbours.chars().next()?)));
        let others =
            |own: char| language.own_letters().chars().filter(move |letter| *letter != own && letter.is_lowercase());
        let is_used = |&(own, neighbours): &(char, char)| {
            let used = count(neighbours);
            used >= LEAST && used >= TIMES * count(own) && others(own).map(count).sum::<usize>() >= LEAST
        };
        let used = pairs.filter(is_used).flat_map(|(_, letter)| std::iter::once(letter).chain(letter.to_uppercase()));
        Self { used: used.collect() }
    }

    /// Whether a word has one of them.
    pub fn are_in(&self, token: &str) -> bool {
        !self.used.is_empty() && token.contains(|c| self.used.contains(&c))
    }
}

/// How often a text has a letter, which its last byte is looked for by.
fn times(text: &str, letter: char) -> usize {
    let mut room = [0; 4];
    let (last, before) = letter.encode_utf8(&mut room).as_bytes().split_last().expect("a letter has a byte");
    memchr_iter(*last, text.as_bytes()).filter(|at| text.as_bytes()[..*at].ends_with(before)).count()
}

#[cfg(test)]
mod tests {
    use crate::Repairer;

    #[test]
    fn a_text_that_writes_a_neighbours_letter_throughout_keeps_it() {
        let old = "Förend jeg begynder paa denne Undersögelse, maa jeg bede Læseren tilgive, at Sproget ikke overalt er saa tydeligt, som \
            jeg kunde önske. Det er nödvendigt, at Spörgsmaalet bliver giort saaledes, at enhver kan höre, hvad der er meent dermed, og \
            ingen tör tvivle derpaa. Mange större Skribenter have behandlet det samme, og deres Grunde ere bleven pröved. ";
        assert_eq!(Repairer::danish().repair(old.repeat(3).as_bytes()).text(), old.repeat(3));
    }
}
