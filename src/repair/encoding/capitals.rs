//! Whether a place stands among capitals, so that a letter which lost its case there is a capital.

use std::ops::Range;

/// How far around the place letters are asked, in bytes.
const REACH: usize = 40;
/// How many capitals make it sure, where the word itself has no other letters.
const ENOUGH: usize = 4;

/// The words of a text, asked in ascending order: each is read once, however long it is and however often it is asked.
pub(super) struct Words<'t> {
    text: &'t str,
    /// The run without ends of words that was read last, and its letters.
    run: Range<usize>,
    cases: Cases,
}

impl<'t> Words<'t> {
    /// The words of a text.
    pub fn new(text: &'t str) -> Self {
        Self { text, run: 0..0, cases: Cases::default() }
    }

    /// Whether the letters of the word around `range` are all capitals; where the word has fewer than two, those around
    /// it on the line.
    pub fn surround(&mut self, range: &Range<usize>) -> bool {
        let bytes = self.text.as_bytes();
        let small = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_lowercase);
        if small(range.start.checked_sub(1)) || small(Some(range.end)) {
            return false;
        }
        match self.around(range) {
            Cases { small: 1.., .. } => false,
            Cases { capital: 2.., .. } => true,
            _ => {
                let before = self.text[..range.start].chars().rev();
                let after = self.text[range.end..].chars();
                let on_line = |c: &char| *c != '\n';
                let near = before.take_while(on_line).take(REACH).chain(after.take_while(on_line).take(REACH));
                let Cases { capital, small } = Cases::count(near);
                small == 0 && capital >= ENOUGH
            }
        }
    }

    /// The letters of the words that end and begin where the range does. The range itself has none.
    fn around(&mut self, range: &Range<usize>) -> Cases {
        let is_read = self.run.start <= range.start && range.end <= self.run.end;
        if !is_read {
            let before = self.text[..range.start].chars().rev().take_while(|c| !ends_word(*c));
            let after = self.text[range.end..].chars().take_while(|c| !ends_word(*c));
            let length = |chars: &mut dyn Iterator<Item = char>| chars.map(char::len_utf8).sum::<usize>();
            let run = range.start - length(&mut before.clone())..range.end + length(&mut after.clone());
            // A no-break space may be half of a letter; what lies beyond it is another word for the next passage.
            let is_whole = !self.text[range.clone()].contains(ends_word);
            self.run = if is_whole { run } else { 0..0 };
            self.cases = Cases::count(before.chain(after));
        }
        self.cases
    }
}

/// Whether a character ends a word whose letters are of one case: `H-Sø`, `På/SP` are two.
fn ends_word(c: char) -> bool {
    c.is_whitespace() || matches!(c, '-' | '/')
}

/// ASCII letters by case: what stands around damage may be damaged too.
#[derive(Clone, Copy, Default)]
struct Cases {
    capital: usize,
    small: usize,
}

impl Cases {
    fn count(chars: impl Iterator<Item = char>) -> Self {
        let mut cases = Self { capital: 0, small: 0 };
        for c in chars {
            cases.capital += usize::from(c.is_ascii_uppercase());
            cases.small += usize::from(c.is_ascii_lowercase());
        }
        cases
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_word_decides_and_then_the_line() {
        let among = |text: &str| {
            let at = text.find("Ã¸").unwrap();
            Words::new(text).surround(&(at..at + 4))
        };
        assert!(among("KÃ¸BENHAVN"));
        assert!(!among("KÃ¸benhavn"));
        assert!(!among("Ã¸ og andre SMÅTING"));
        assert!(among("BØGER PÃ¸ HYLDER"));
        assert!(!among("PÃ¸ hylder"));
        assert!(!among("Den H-SÃ¸ har sagen") && !among("Se PÃ¸/SP for mere"));
        assert!(among("BRED-SÃ¸ER"));
    }
}
