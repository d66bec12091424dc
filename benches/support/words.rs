//! Texts word by word: which words of the right text stand where in another, as the usual scorers count it.
//!
//! The alignment is the one of rapidfuzz's `Levenshtein.opcodes`, ties included, so that figures compare.

use std::collections::HashMap;
use std::ops::Range;

/// A text's words, by white space.
pub struct Words<'t> {
    pub text: &'t str,
    pub places: Vec<Range<usize>>,
}

impl<'t> Words<'t> {
    pub fn new(text: &'t str) -> Self {
        let places = text
            .split_whitespace()
            .map(|word| {
                let start = word.as_ptr().addr() - text.as_ptr().addr();
                start..start + word.len()
            })
            .collect();
        Self { text, places }
    }

    pub fn len(&self) -> usize {
        self.places.len()
    }

    pub fn get(&self, at: usize) -> &'t str {
        &self.text[self.places[at].clone()]
    }

    /// What stands between a word and the one before it.
    pub fn gap(&self, at: usize) -> &'t str {
        &self.text[self.places[at - 1].end..self.places[at].start]
    }

    /// A few words from one to another, white space folded.
    pub fn span(&self, range: Range<usize>) -> String {
        (range.start..range.end.min(self.len())).map(|at| self.get(at)).collect::<Vec<_>>().join(" ")
    }

    /// The words that begin a line, but for the first.
    pub fn line_starts(&self) -> Vec<usize> {
        (1..self.len()).filter(|&at| self.gap(at).contains(['\n', '\u{c}'])).collect()
    }
}

/// Two texts side by side.
pub struct Alignment {
    /// For every right word, the other text's words that stand for it.
    pub others: Vec<Vec<usize>>,
    /// For every word of the other text, the right word that it stands for, alone or with others.
    pub owners: Vec<Option<usize>>,
    /// For every right word, whether exactly it stands there.
    pub exact: Vec<bool>,
    /// Words to insert, delete or replace.
    pub distance: usize,
}

impl Alignment {
    pub fn new(gold: &Words, other: &Words) -> Self {
        let mut numbers: HashMap<&str, u32> = HashMap::new();
        let mut number = |word| {
            let next = numbers.len() as u32;
            *numbers.entry(word).or_insert(next)
        };
        let a: Vec<u32> = (0..gold.len()).map(|at| number(gold.get(at))).collect();
        let b: Vec<u32> = (0..other.len()).map(|at| number(other.get(at))).collect();
        let (pairs, inserted) = align(&a, &b);
        let mut others = vec![Vec::new(); a.len()];
        let mut owners = vec![None; b.len()];
        let mut distance = inserted.len() + a.len() - pairs.len();
        for &(i, j) in &pairs {
            others[i].push(j);
            owners[j] = Some(i);
            distance += usize::from(a[i] != b[j]);
        }
        // An inserted word counts against the right word before it.
        for (after, j) in inserted {
            let owner = after.saturating_sub(1);
            if owner < a.len() {
                others[owner].push(j);
            }
        }
        for partners in &mut others {
            partners.sort_unstable();
        }
        let exact = others.iter().enumerate().map(|(i, js)| matches!(js[..], [j] if a[i] == b[j])).collect();
        Self { others, owners, exact, distance }
    }

    /// What stands for a run of right words.
    pub fn around(&self, gold: &Range<usize>, other: &Words) -> String {
        let words = gold.clone().flat_map(|at| &self.others[at]);
        let (first, last) = words.fold((usize::MAX, 0), |(first, last), &j| (first.min(j), last.max(j)));
        if first > last { String::new() } else { other.text[other.places[first].start..other.places[last].end].into() }
    }

    /// The gaps between right words (named by the word after) in which the other text breaks its lines; `None` for a
    /// line break that is in no gap.
    pub fn breaks(&self, other: &Words) -> Vec<Option<usize>> {
        let gap = |j: usize| self.owners[j].or_else(|| self.owners[j - 1].map(|i| i + 1));
        other.line_starts().into_iter().map(gap).collect()
    }
}

/// Equal or replacing pairs, ascending, and inserted words of `b`, each with the place in `a` that it stands before.
type Pairs = (Vec<(usize, usize)>, Vec<(usize, usize)>);

fn align(a: &[u32], b: &[u32]) -> Pairs {
    let prefix = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let (rest_a, rest_b) = (&a[prefix..], &b[prefix..]);
    let suffix = rest_a.iter().rev().zip(rest_b.iter().rev()).take_while(|(x, y)| x == y).count();
    let (mid_a, mid_b) = (&rest_a[..rest_a.len() - suffix], &rest_b[..rest_b.len() - suffix]);
    let mut pairs: Vec<(usize, usize)> = (0..prefix).map(|at| (at, at)).collect();
    let mut inserted = Vec::new();

    // costs[j * height + i]: turning the first i of a into the first j of b.
    let height = mid_a.len() + 1;
    let mut costs: Vec<u32> = (0..height as u32).collect();
    for (j, y) in mid_b.iter().enumerate() {
        costs.push(j as u32 + 1);
        for (i, x) in mid_a.iter().enumerate() {
            let (corner, left) = (costs[j * height + i], costs[j * height + i + 1]);
            let above = costs[(j + 1) * height + i];
            costs.push((corner + u32::from(x != y)).min(left + 1).min(above + 1));
        }
    }
    let cost = |i: usize, j: usize| costs[j * height + i];
    let (mut i, mut j) = (mid_a.len(), mid_b.len());
    let middle = pairs.len();
    while i > 0 && j > 0 {
        if cost(i, j) == cost(i - 1, j) + 1 {
            i -= 1;
        } else if j > 1 && cost(i, j - 1) + 1 == cost(i - 1, j - 1) {
            j -= 1;
            inserted.push((prefix + i, prefix + j));
        } else {
            (i, j) = (i - 1, j - 1);
            pairs.push((prefix + i, prefix + j));
        }
    }
    while j > 0 {
        j -= 1;
        inserted.push((prefix + i, prefix + j));
    }
    pairs[middle..].reverse();
    inserted.reverse();
    let (start_a, start_b) = (a.len() - suffix, b.len() - suffix);
    pairs.extend((0..suffix).map(|at| (start_a + at, start_b + at)));
    (pairs, inserted)
}

/// Word errors of a text before and after a repair, measured by the right one.
#[derive(Default)]
pub struct Score {
    pub words: usize,
    pub before: usize,
    pub after: usize,
    pub fixed: usize,
    /// Right words that the repair changed.
    pub broken: usize,
    /// Each of them, with what became of it.
    pub mistakes: Vec<String>,
}

impl Score {
    /// Adds a document. `from` are words of the right text that may be counted as broken.
    pub fn add(&mut self, gold: &Words, damaged: &Words, repaired: &Words) {
        let (was, is) = (Alignment::new(gold, damaged), Alignment::new(gold, repaired));
        self.words += gold.len();
        self.before += was.distance;
        self.after += is.distance;
        for at in 0..gold.len() {
            self.fixed += usize::from(!was.exact[at] && is.exact[at]);
            if was.exact[at] && !is.exact[at] {
                self.broken += 1;
                let became = super::visible(&is.around(&(at..at + 1), repaired));
                self.mistakes.push(format!("`{}` → `{became}`", gold.get(at)));
            }
        }
    }

    /// Broken words per 100,000 that were right.
    pub fn broken_rate(&self) -> f64 {
        1e5 * self.broken as f64 / self.words.saturating_sub(self.before).max(1) as f64
    }
}
