//! Rhymes: what verse has at its line ends, and wrapped prose hardly ever.

use std::borrow::Cow;

use crate::language::lowered;

/// How far a rhyme may be: the next line or the one after it.
const REACH: usize = 2;
/// Shares of the lines that rhyme with one so near, in verse and in prose wrapped at 60 columns. Counted in Danish verse of 1650 to 1910
/// (45 to 70 in 100) and in prose of 1530 to 2020 (1 to 3 in 100).
const IN_VERSE: f32 = 0.5;
const IN_PROSE: f32 = 0.03;
/// Bytes of a line's last word from which it is none.
const LONGEST: usize = 40;

/// The odds that lines under each other are verse and no prose, by their rhymes alone.
pub(super) fn odds<'t>(lines: impl Iterator<Item = &'t str>) -> f32 {
    let ends: Vec<Option<End<'t>>> = lines.map(End::of).collect();
    let rhymes = |at: usize| {
        let near = at.saturating_sub(REACH)..(at + REACH + 1).min(ends.len());
        let mut others = near.filter(|&other| other != at).filter_map(|other| ends[other].as_ref());
        ends[at].as_ref().map(|end| others.any(|other| end.rhymes_with(other)))
    };
    let of_line = |rhymes: bool| match rhymes {
        true => IN_VERSE / IN_PROSE,
        false => (1.0 - IN_VERSE) / (1.0 - IN_PROSE),
    };
    (0..ends.len()).filter_map(rhymes).map(of_line).fold(1.0, |odds, one| (odds * one).clamp(1e-15, 1e15))
}

/// The last word of a line, and where in it the rhyme begins.
struct End<'t> {
    word: Cow<'t, str>,
    rhyme: usize,
}

impl<'t> End<'t> {
    fn of(line: &'t str) -> Option<Self> {
        let line = line.trim_end_matches(|c: char| !c.is_alphanumeric() && c != '-');
        let start = line.char_indices().rev().take_while(|(_, c)| c.is_alphabetic()).last()?.0;
        let word = lowered(&line[start..]);
        let rhyme = (word.len() <= LONGEST).then(|| rhyme_of(&word)).flatten()?;
        Some(Self { rhyme, word })
    }

    /// Whether both end alike from the rhyme on, and are not the same word.
    fn rhymes_with(&self, other: &End) -> bool {
        let (one, two) = (&self.word[self.rhyme..], &other.word[other.rhyme..]);
        one == two && one.len() > 1 && self.word != other.word
    }
}

/// Where the last full syllable of a word begins to sound: its last vowel, or that before a weak ending (`kommer`).
fn rhyme_of(word: &str) -> Option<usize> {
    let is_vowel = |c: char| matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y') || !c.is_ascii();
    let mut vowels = word.char_indices().rev().filter(|&(_, c)| is_vowel(c));
    let (last, vowel) = vowels.next()?;
    let full = if vowel == 'e' { vowels.next().map_or(last, |(at, _)| at) } else { last };
    let before = word[..full].char_indices().rev().take_while(|&(_, c)| is_vowel(c)).last();
    Some(before.map_or(full, |(at, _)| at))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rhymes_tell_verse_from_prose() {
        let verse = "Og sneen lå i gård og gade,\nmen ingen hørte vinden tie,\nfor alle folk de var så glade\nog gik ad deres egen sti, hvor ingen ville sige";
        assert!(odds(verse.lines()) > 30.0);
        let prose = "Udvalget har drøftet sagen med de berørte\nforeninger og besluttet at udsætte den til\nefter sommerferien, hvor der foreligger nye\ntal fra havnen";
        assert!(odds(prose.lines()) < 0.2);
        let is_rhyme = |one: &str, two: &str| End::of(one).unwrap().rhymes_with(&End::of(two).unwrap());
        assert!(is_rhyme("både Vår og Sommer", "før det Aften kommer:"));
        assert!(is_rhyme("giver Haab", "Elskovs Raab!"));
        assert!(!is_rhyme("den gamle", "et gammelt"));
        assert!(!is_rhyme("at se", "at se"));
    }
}
