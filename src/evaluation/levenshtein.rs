//! Levenshtein distance and alignment of two sequences, in memory that does not grow with their product.
//!
//! The distance is found with the bit vectors of Myers and Hyyrö (*A bit-vector algorithm for computing Levenshtein
//! and Damerau edit distances*, 2003): 64 columns of the matrix a machine word, and only the words that a path of the
//! least cost can touch. Of all alignments of that cost, [`align`] gives the one that rapidfuzz's
//! `Levenshtein.opcodes` gives, so that two programs count the same words as mended: the common start and end are
//! taken off; from the end backwards a deletion is preferred to an insertion, and that to a pair; and a matrix of more
//! than [`MATRIX_BYTES`] is cut in two at half of the second sequence, at the first place of the first that a path of
//! the least cost passes (Hirschberg).

use std::collections::HashMap;
use std::ops::Range;

/// One step of an alignment that leads from sequence `a` to sequence `b`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The next of `a` is the next of `b`.
    Keep,
    /// The next of `a` became the next of `b`.
    Replace,
    /// The next of `a` is not in `b`.
    Delete,
    /// The next of `b` is not in `a`.
    Insert,
}

/// The matrix, at two bits a cell, from which on it is cut in two; rapidfuzz's figure, as are the next two.
const MATRIX_BYTES: usize = 1024 * 1024;
/// A first sequence that is shorter is not cut.
const SHORT_A: usize = 65;
/// A second sequence that is shorter is not cut.
const SHORT_B: usize = 10;
/// The first bound that is tried for a distance; it is doubled until the distance keeps it.
const FIRST_BOUND: usize = 31;
/// Columns in a machine word.
const WORD: usize = 64;

/// The least number of replacements, deletions and insertions that turn `a` into `b`.
pub fn distance(a: &[u32], b: &[u32]) -> usize {
    let affix = Affix::of(a, b);
    let (a, b) = (affix.inner(a), affix.inner(b));
    let longest = a.len().max(b.len());
    let columns = Columns::new(a.iter().copied());
    let mut bound = FIRST_BOUND.max(a.len().abs_diff(b.len()));
    loop {
        bound = bound.min(longest);
        let distance = columns.walk(b.iter().copied(), bound, |_| {}).last_score(a.len());
        if distance <= bound {
            return distance;
        }
        bound *= 2;
    }
}

/// The steps that turn `a` into `b` at the least cost.
pub fn align(a: &[u32], b: &[u32]) -> Vec<Step> {
    let mut steps = Vec::with_capacity(a.len().max(b.len()));
    // The size of the matrix is judged by the longest path there can be, as rapidfuzz does without a hint.
    align_part(a, b, a.len().max(b.len()), distance(a, b), &mut steps);
    steps
}

/// Aligns a part whose distance is at most `bound`; `claimed` is what the size of its matrix is judged by.
fn align_part(a: &[u32], b: &[u32], claimed: usize, bound: usize, steps: &mut Vec<Step>) {
    let affix = Affix::of(a, b);
    let (a, b) = (affix.inner(a), affix.inner(b));
    steps.extend(std::iter::repeat_n(Step::Keep, affix.prefix));
    let claimed = claimed.min(a.len().max(b.len()));
    let band = a.len().min(2 * claimed + 1);
    if 2 * band * b.len() / 8 < MATRIX_BYTES || a.len() < SHORT_A || b.len() < SHORT_B {
        trace(a, b, bound, steps);
    } else {
        let cut = Cut::find(a, b, bound);
        align_part(&a[..cut.a], &b[..cut.b], cut.left, cut.left, steps);
        align_part(&a[cut.a..], &b[cut.b..], cut.right, cut.right, steps);
    }
    steps.extend(std::iter::repeat_n(Step::Keep, affix.suffix));
}

/// Follows a path of the least cost backwards through the whole matrix.
fn trace(a: &[u32], b: &[u32], bound: usize, steps: &mut Vec<Step>) {
    let mut rows: Vec<Row> = Vec::with_capacity(b.len());
    Columns::new(a.iter().copied()).walk(b.iter().copied(), bound, |row| rows.push(row.clone()));
    let start = steps.len();
    let (mut column, mut row) = (a.len(), b.len());
    while row > 0 && column > 0 {
        if rows[row - 1].rises(column - 1) {
            column -= 1;
            steps.push(Step::Delete);
            continue;
        }
        row -= 1;
        if row > 0 && rows[row - 1].falls(column - 1) {
            steps.push(Step::Insert);
            continue;
        }
        column -= 1;
        steps.push(if a[column] == b[row] { Step::Keep } else { Step::Replace });
    }
    steps.extend(std::iter::repeat_n(Step::Delete, column));
    steps.extend(std::iter::repeat_n(Step::Insert, row));
    steps[start..].reverse();
}

/// What two sequences have in common at their start and at their end.
struct Affix {
    prefix: usize,
    suffix: usize,
}

impl Affix {
    fn of(a: &[u32], b: &[u32]) -> Self {
        let prefix = a.iter().zip(b).take_while(|(x, y)| x == y).count();
        let ends = a[prefix..].iter().rev().zip(b[prefix..].iter().rev());
        Self { prefix, suffix: ends.take_while(|(x, y)| x == y).count() }
    }

    fn inner<'a>(&self, sequence: &'a [u32]) -> &'a [u32] {
        &sequence[self.prefix..sequence.len() - self.suffix]
    }
}

/// Where an alignment is cut in two, and what its halves cost.
struct Cut {
    a: usize,
    b: usize,
    left: usize,
    right: usize,
}

impl Cut {
    /// The cut at half of `b`; of several places in `a` the first.
    fn find(a: &[u32], b: &[u32], bound: usize) -> Self {
        let middle = b.len() / 2;
        let left = Columns::new(a.iter().copied()).walk(b[..middle].iter().copied(), bound, |_| {});
        let right = Columns::new(a.iter().rev().copied()).walk(b[middle..].iter().rev().copied(), bound, |_| {});
        let (left, right) = (left.scores(a.len()), right.scores(a.len()));
        let mut best = Self { a: 0, b: middle, left: usize::MAX / 2, right: usize::MAX / 2 };
        for (column, &score) in left.range.clone().zip(&left.values) {
            let Some(&other) = (a.len() - column).checked_sub(right.range.start).and_then(|at| right.values.get(at))
            else {
                continue;
            };
            if score + other < best.left + best.right {
                best = Self { a: column, b: middle, left: score, right: other };
            }
        }
        best
    }
}

/// Where each symbol of `a` stands, as bits, 64 columns a word.
struct Columns {
    words: usize,
    masks: HashMap<u32, Vec<(usize, u64)>>,
}

impl Columns {
    fn new(a: impl ExactSizeIterator<Item = u32>) -> Self {
        let words = a.len().div_ceil(WORD);
        let mut masks: HashMap<u32, Vec<(usize, u64)>> = HashMap::new();
        for (column, symbol) in a.enumerate() {
            let (word, bit) = (column / WORD, 1 << (column % WORD));
            let places = masks.entry(symbol).or_default();
            match places.last_mut() {
                Some((last, mask)) if *last == word => *mask |= bit,
                _ => places.push((word, bit)),
            }
        }
        Self { words, masks }
    }

    /// Goes through the matrix row by row, `each` with every row after a symbol of `b`; gives the last.
    ///
    /// Only the words within `bound` columns of the diagonal are worked: a path that costs no more stays there. What
    /// lies beyond is taken as dear as it can be, so that no score is too low and those of such a path are exact.
    fn walk(&self, b: impl Iterator<Item = u32>, bound: usize, mut each: impl FnMut(&Row)) -> Row {
        let mut row = Row { first: 0, score: 0, words: vec![Delta::RISING; self.band_end(0, bound)] };
        let mut equal = vec![0; self.words];
        for (at, symbol) in b.enumerate() {
            // One column of margin: the score at the left edge is no more than an upper bound.
            let first = at.saturating_sub(bound) / WORD;
            row.move_to(first..self.band_end(at + 1, bound));
            let places = self.masks.get(&symbol).map_or(&[][..], Vec::as_slice);
            let places = &places[places.partition_point(|place| place.0 < row.first)..];
            let places = &places[..places.partition_point(|place| place.0 < row.first + row.words.len())];
            places.iter().for_each(|&(word, mask)| equal[word] = mask);
            row.pass(&equal[row.first.min(self.words)..]);
            places.iter().for_each(|&(word, _)| equal[word] = 0);
            each(&row);
        }
        row
    }

    /// The words up to the last column that a row needs.
    fn band_end(&self, row: usize, bound: usize) -> usize {
        (row.saturating_add(bound) / WORD + 1).min(self.words)
    }
}

/// One row of the matrix: how the scores rise and fall along `a`.
#[derive(Clone)]
struct Row {
    /// The first word that is worked.
    first: usize,
    /// The score to the left of it.
    score: usize,
    words: Vec<Delta>,
}

/// 64 columns: where the score is one more, and one less, than to the left.
#[derive(Clone, Copy)]
struct Delta {
    rises: u64,
    falls: u64,
}

impl Delta {
    const RISING: Self = Self { rises: u64::MAX, falls: 0 };

    /// The score to the right of the first `columns` columns, if it is `score` to the left.
    fn apply(self, score: usize, columns: usize) -> usize {
        let mask = if columns >= WORD { u64::MAX } else { (1 << columns) - 1 };
        score + (self.rises & mask).count_ones() as usize - (self.falls & mask).count_ones() as usize
    }
}

impl Row {
    /// Leaves words out on the left and takes words in on the right.
    fn move_to(&mut self, words: Range<usize>) {
        while self.first < words.start && !self.words.is_empty() {
            self.score = self.words.remove(0).apply(self.score, WORD);
            self.first += 1;
        }
        self.words.resize(words.end.saturating_sub(self.first).max(self.words.len()), Delta::RISING);
    }

    /// Passes a symbol of `b`; `equal`: the columns of `a` that hold it, from the first word that is worked.
    fn pass(&mut self, equal: &[u64]) {
        let (mut rise, mut fall) = (1, 0);
        self.score += 1;
        for (delta, equal) in self.words.iter_mut().zip(equal) {
            let Delta { rises, falls } = *delta;
            let x = equal | fall;
            let diagonal = ((x & rises).wrapping_add(rises) ^ rises) | x | falls;
            let down = falls | !(diagonal | rises);
            let up = diagonal & rises;
            let (shifted_down, shifted_up) = ((down << 1) | rise, (up << 1) | fall);
            (rise, fall) = (down >> (WORD - 1), up >> (WORD - 1));
            *delta = Delta { rises: shifted_up | !(diagonal | shifted_down), falls: shifted_down & diagonal };
        }
    }

    fn rises(&self, column: usize) -> bool {
        self.delta(column).is_some_and(|delta| delta.rises >> (column % WORD) & 1 == 1)
    }

    fn falls(&self, column: usize) -> bool {
        self.delta(column).is_some_and(|delta| delta.falls >> (column % WORD) & 1 == 1)
    }

    fn delta(&self, column: usize) -> Option<Delta> {
        self.words.get((column / WORD).checked_sub(self.first)?).copied()
    }

    /// The score after all `columns` columns.
    fn last_score(&self, columns: usize) -> usize {
        let mut left = columns.saturating_sub(self.first * WORD);
        self.words.iter().fold(self.score, |score, delta| {
            let here = left.min(WORD);
            left -= here;
            delta.apply(score, here)
        })
    }

    fn scores(&self, columns: usize) -> Scores {
        let start = self.first * WORD;
        let end = columns.min(start + self.words.len() * WORD);
        let mut score = self.score;
        let mut values = vec![score];
        for column in start..end {
            score = score + usize::from(self.rises(column)) - usize::from(self.falls(column));
            values.push(score);
        }
        Scores { range: start..end + 1, values }
    }
}

/// The scores of a row to the left of the columns in the range.
struct Scores {
    range: Range<usize>,
    values: Vec<usize>,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn letters(text: &str) -> Vec<u32> {
        text.chars().map(u32::from).collect()
    }

    /// The whole matrix, `[row][column]`.
    fn matrix(a: &[u32], b: &[u32]) -> Vec<Vec<usize>> {
        let mut rows = vec![(0..=a.len()).collect::<Vec<_>>()];
        for (j, y) in b.iter().enumerate() {
            let mut row = vec![j + 1];
            for (i, x) in a.iter().enumerate() {
                let pair = rows[j][i] + usize::from(x != y);
                row.push(pair.min(rows[j][i + 1] + 1).min(row[i] + 1));
            }
            rows.push(row);
        }
        rows
    }

    /// The documented alignment, read off the whole matrix.
    fn plain(a: &[u32], b: &[u32]) -> Vec<Step> {
        let affix = Affix::of(a, b);
        let (a, b) = (affix.inner(a), affix.inner(b));
        let cells = matrix(a, b);
        let (mut i, mut j) = (a.len(), b.len());
        let mut steps = vec![Step::Keep; affix.suffix];
        while i > 0 || j > 0 {
            if i > 0 && cells[j][i] == cells[j][i - 1] + 1 {
                i -= 1;
                steps.push(Step::Delete);
            } else if j > 0 && (i == 0 || cells[j - 1][i] + 1 == cells[j - 1][i - 1]) {
                j -= 1;
                steps.push(Step::Insert);
            } else {
                (i, j) = (i - 1, j - 1);
                steps.push(if a[i] == b[j] { Step::Keep } else { Step::Replace });
            }
        }
        steps.extend(vec![Step::Keep; affix.prefix]);
        steps.reverse();
        steps
    }

    /// Replays the steps; gives what they make of `a`, and their cost.
    fn replay(a: &[u32], b: &[u32], steps: &[Step]) -> (Vec<u32>, usize) {
        let (mut i, mut j, mut made, mut cost) = (0, 0, Vec::new(), 0);
        for step in steps {
            cost += usize::from(*step != Step::Keep);
            match step {
                Step::Keep => made.push(a[i]),
                Step::Replace | Step::Insert => made.push(b[j]),
                Step::Delete => {}
            }
            i += usize::from(*step != Step::Insert);
            j += usize::from(*step != Step::Delete);
        }
        assert_eq!(i, a.len());
        (made, cost)
    }

    #[test]
    fn small_distances() {
        for (a, b, expected) in
            [("", "", 0), ("", "øl", 2), ("mødet", "modet", 1), ("kommune", "kom mune", 1), ("ål", "la", 2)]
        {
            assert_eq!(distance(&letters(a), &letters(b)), expected, "{a} {b}");
        }
    }

    #[test]
    fn a_long_sequence_is_cut_and_still_aligned_at_the_least_cost() {
        let a: Vec<u32> = (0..5000).map(|at| at * 7919 % 1013).collect();
        let mut b = a.clone();
        for at in (0..5000).step_by(13) {
            b[at] = 2000 + at as u32;
        }
        b.drain(700..760);
        b.splice(4000..4000, 3000..3100);
        let steps = align(&a, &b);
        let (made, cost) = replay(&a, &b, &steps);
        assert_eq!(made, b);
        assert_eq!(cost, distance(&a, &b));
        assert_eq!(cost, *matrix(&a, &b).last().unwrap().last().unwrap());
    }

    proptest! {
        #[test]
        fn the_documented_alignment_is_found(
            a in prop::collection::vec(0_u32..4, 0..200),
            b in prop::collection::vec(0_u32..4, 0..200),
        ) {
            prop_assert_eq!(distance(&a, &b), matrix(&a, &b)[b.len()][a.len()]);
            prop_assert_eq!(align(&a, &b), plain(&a, &b));
        }

        #[test]
        fn near_sequences_too(
            a in prop::collection::vec(0_u32..50, 100..400),
            hits in prop::collection::vec((0_usize..400, 0_u32..3, 0_u32..50), 0..12),
        ) {
            let mut b = a.clone();
            for (at, kind, symbol) in hits {
                let at = at % b.len();
                match kind {
                    0 => b[at] = symbol,
                    1 => b.insert(at, symbol),
                    _ => { b.remove(at); }
                }
            }
            prop_assert_eq!(distance(&a, &b), matrix(&a, &b)[b.len()][a.len()]);
            prop_assert_eq!(align(&a, &b), plain(&a, &b));
        }
    }
}
