//! Spans of code in prose, between backticks: what stands there is the name of a program, a file, a letter.

use std::ops::Range;

use memchr::memchr2;

/// Whether backticks open before a place and close behind it, on its line and `reach` bytes away at most.
pub(super) fn is_between_backticks(text: &str, place: &Range<usize>, reach: usize) -> bool {
    let bytes = text.as_bytes();
    let after = &bytes[place.end..(place.end + reach).min(bytes.len())];
    // Most lines have none, which is told at once.
    let closes = || memchr2(b'`', b'\n', after).is_some_and(|at| after[at] == b'`');
    let before = || bytes[..place.start].iter().rev().take(reach).take_while(|byte| **byte != b'\n');
    closes() && before().filter(|byte| **byte == b'`').count() % 2 == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_between_backticks_are_told() {
        let text = "Feltet `vaerdi` og `a` er vaerdi.\nOgså vaerdi";
        let is_in = |at: usize| is_between_backticks(text, &(at..at + "vaerdi".len()), text.len());
        let places: Vec<bool> = text.match_indices("vaerdi").map(|(at, _)| is_in(at)).collect();
        assert_eq!(places, [true, false, false]);
    }
}
