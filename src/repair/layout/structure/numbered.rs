//! Lines that an edition counts at their ends, every fifth or tenth: `og tændte lampen over bordet    15`.

use std::ops::Range;

use super::super::lines::Line;
use super::Kind;

/// Numbers in a row that count on, at least, and what they may count on by.
const LEAST: usize = 3;
const STEPS: std::ops::RangeInclusive<u32> = 2..=20;

/// Lines that are counted keep their ends, which the numbers refer to: those of verse, and of what is quoted by its lines.
pub(super) fn hold_numbered(text: &str, lines: &[Line], kinds: &mut [Kind]) {
    let filled: Vec<usize> = (0..lines.len()).filter(|&at| !lines[at].is_blank()).collect();
    let number = |place: usize| number_at_end(&text[lines[filled[place]].text.clone()]).map(|number| (place, number));
    let numbers: Vec<(usize, u32)> = (0..filled.len()).filter_map(number).collect();
    let counts_on = |one: &(usize, u32), two: &(usize, u32)| {
        let step = two.1.wrapping_sub(one.1);
        STEPS.contains(&step) && two.0 - one.0 == step as usize
    };
    let range = |run: &[(usize, u32)]| {
        let step = run[1].0 - run[0].0;
        (run[0].0 + 1).saturating_sub(step)..(run[run.len() - 1].0 + step).min(filled.len())
    };
    let runs = numbers.chunk_by(counts_on).filter(|run| run.len() >= LEAST).map(range);
    // A name or a head between two counted parts interrupts the count and no more.
    let whole = runs.reduce(|one: Range<usize>, two| one.start..two.end).unwrap_or_default();
    filled[whole].iter().for_each(|&at| kinds[at] = Kind::Fixed);
}

/// The number that stands apart behind the words of a line.
fn number_at_end(line: &str) -> Option<u32> {
    const MOST_DIGITS: usize = 5;
    // As most lines do.
    if !line.ends_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let digits = line.len() - line.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let (words, number) = line.split_at(line.len() - digits);
    let is_apart = words.ends_with("  ") || words.ends_with('\t');
    (is_apart && digits <= MOST_DIGITS && words.contains(char::is_alphabetic)).then(|| number.parse().ok())?
}

#[cfg(test)]
mod tests {
    use crate::Repairer;

    #[test]
    fn counted_lines_stay() {
        let line = "og over engen gik den gamle smed med lygten i sin hånd,";
        let verse: String =
            (1..=15).map(|at| if at % 5 == 0 { format!("{line}    {at}\n") } else { format!("{line}\n") }).collect();
        assert_eq!(Repairer::danish().repair(verse.as_bytes()).text(), verse);
    }
}
