//! Whether a place stands among capitals, so that a letter which lost its case there is a capital.

use std::ops::Range;

/// How far around the place letters are asked, in bytes.
const REACH: usize = 40;
/// How many capitals make it sure, where the word itself has no other letters.
const ENOUGH: usize = 4;

/// Whether the letters of the word around `range` are all capitals; where the word has fewer than two, those around it
/// on the line.
pub(super) fn surround(text: &str, range: &Range<usize>) -> bool {
    let before = text[..range.start].chars().rev();
    let after = text[range.end..].chars();
    let in_word = |c: &char| !c.is_whitespace();
    match Cases::count(before.clone().take_while(in_word).chain(after.clone().take_while(in_word))) {
        Cases { small: 1.., .. } => false,
        Cases { capital: 2.., .. } => true,
        _ => {
            let on_line = |c: &char| *c != '\n';
            let near = before.take_while(on_line).take(REACH).chain(after.take_while(on_line).take(REACH));
            let Cases { capital, small } = Cases::count(near);
            small == 0 && capital >= ENOUGH
        }
    }
}

/// ASCII letters by case: what stands around damage may be damaged too.
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
            surround(text, &(at..at + 4))
        };
        assert!(among("KÃ¸BENHAVN"));
        assert!(!among("KÃ¸benhavn"));
        assert!(!among("Ã¸ og andre SMÅTING"));
        assert!(among("BØGER PÃ¸ HYLDER"));
        assert!(!among("PÃ¸ hylder"));
    }
}
