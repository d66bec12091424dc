//! Finding forms that are near a word, or fit a pattern, by walking the fst.

use fst::raw::{Fst, Node, Output};

use super::lexicon::Roles;

/// The bytes an fst lies in.
pub(crate) type Bytes = std::borrow::Cow<'static, [u8]>;

/// Longer words are not searched for: the walk costs more the longer the word, and no repair needs it.
const MAX_LETTERS: usize = 40;

/// Farther is not searched: every word would be near every other, and the walk would be the whole fst.
const MAX_DISTANCE: usize = 3;

/// A form found, as the pack writes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) form: String,
    pub(crate) roles: Roles,
    pub(crate) distance: usize,
}

/// One place of a pattern: what may stand there. Alternatives may differ in length, and one may be empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Piece<'a> {
    /// Exactly this.
    Text(&'a str),
    /// One of these.
    OneOf(&'a [&'a str]),
}

/// Every form within `distance` insertions, deletions and replacements of the lower-case `word`, capitals
/// counting as their small letters.
pub(crate) fn near(fst: &Fst<Bytes>, word: &str, distance: usize) -> Vec<Found> {
    let letters: Vec<char> = word.chars().collect();
    if letters.len() > MAX_LETTERS {
        return Vec::new();
    }
    let distance = distance.min(MAX_DISTANCE);
    let mut walk = Near { fst, letters, distance, path: Vec::new(), found: Vec::new() };
    let row = Row { costs: std::array::from_fn(|at| at as u8), depth: 0 };
    walk.step(&fst.root(), Output::zero(), &row, 0);
    walk.found
}

/// One row of the edit-distance table: the cost of turning each beginning of the word into the path so far.
/// Only the cells within `distance` of the diagonal are kept up; the others cost too much anyway.
#[derive(Clone, Copy)]
struct Row {
    costs: [u8; MAX_LETTERS + 1],
    depth: usize,
}

/// A cost beyond any distance searched for, with room to add to it.
const TOO_FAR: u8 = u8::MAX / 2;

/// The walk through all forms with the rows of the edit-distance table kept beside the path.
struct Near<'f> {
    fst: &'f Fst<Bytes>,
    letters: Vec<char>,
    distance: usize,
    path: Vec<u8>,
    found: Vec<Found>,
}

impl Near<'_> {
    /// Visits a node. `start` is where the last, perhaps incomplete, character of the path begins.
    fn step(&mut self, node: &Node<'_>, output: Output, row: &Row, start: usize) {
        if node.is_final() && start == self.path.len() {
            self.keep(output.cat(node.final_output()), row);
        }
        for transition in node.transitions() {
            let next = self.fst.node(transition.addr);
            let output = output.cat(transition.out);
            self.path.push(transition.inp);
            match decode(&self.path[start..]) {
                None => self.step(&next, output, row, start),
                Some(letter) => {
                    if let Some(row) = self.next_row(row, letter) {
                        self.step(&next, output, &row, self.path.len());
                    }
                }
            }
            self.path.pop();
        }
    }

    fn keep(&mut self, output: Output, row: &Row) {
        let distance = usize::from(row.costs[self.letters.len()]);
        if let (true, Ok(form)) = (distance <= self.distance, std::str::from_utf8(&self.path)) {
            let roles = Roles::from_bits(output.value() as u8);
            self.found.push(Found { form: form.to_owned(), roles, distance });
        }
    }

    /// The row after one more letter of the form; `None` when no cell is within the distance any more.
    fn next_row(&self, row: &Row, letter: char) -> Option<Row> {
        let letter = letter.to_lowercase().next().unwrap_or(letter);
        let depth = row.depth + 1;
        let (from, to) = (depth.saturating_sub(self.distance), (depth + self.distance).min(self.letters.len()));
        let mut next = Row { costs: [TOO_FAR; MAX_LETTERS + 1], depth };
        let mut within = false;
        for at in from..=to {
            let mut cost = row.costs[at] + 1;
            if let Some(before) = at.checked_sub(1) {
                let replaced = row.costs[before] + u8::from(self.letters[before] != letter);
                cost = cost.min(replaced).min(next.costs[before] + 1);
            }
            next.costs[at] = cost.min(TOO_FAR);
            within |= usize::from(cost) <= self.distance;
        }
        within.then_some(next)
    }
}

/// The character these bytes make up; `None` while they are not complete.
fn decode(bytes: &[u8]) -> Option<char> {
    std::str::from_utf8(bytes).ok()?.chars().next()
}

/// Every form that the pattern can be read as, exactly as it is cased.
pub(crate) fn fitting(fst: &Fst<Bytes>, pattern: &[Piece<'_>]) -> Vec<Found> {
    let mut walk = Fitting { fst, path: String::new(), found: Vec::new() };
    walk.step(fst.root(), Output::zero(), pattern);
    walk.found
}

/// The walk along the forms that fit so far.
struct Fitting<'f> {
    fst: &'f Fst<Bytes>,
    path: String,
    found: Vec<Found>,
}

impl<'f> Fitting<'f> {
    fn step(&mut self, node: Node<'f>, output: Output, pattern: &[Piece<'_>]) {
        let Some((piece, rest)) = pattern.split_first() else {
            return self.keep(&node, output);
        };
        match piece {
            Piece::Text(text) => self.along(node, output, text, rest),
            Piece::OneOf(texts) => texts.iter().for_each(|text| self.along(node, output, text, rest)),
        }
    }

    /// Goes on along one alternative, if any form does.
    fn along(&mut self, mut node: Node<'f>, mut output: Output, text: &str, rest: &[Piece<'_>]) {
        for byte in text.bytes() {
            let Some(index) = node.find_input(byte) else {
                return;
            };
            let transition = node.transition(index);
            output = output.cat(transition.out);
            node = self.fst.node(transition.addr);
        }
        let before = self.path.len();
        self.path.push_str(text);
        self.step(node, output, rest);
        self.path.truncate(before);
    }

    fn keep(&mut self, node: &Node<'_>, output: Output) {
        if node.is_final() {
            let roles = Roles::from_bits(output.cat(node.final_output()).value() as u8);
            self.found.push(Found { form: self.path.clone(), roles, distance: 0 });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn forms(words: &[&str]) -> Fst<Bytes> {
        let mut words = words.to_vec();
        words.sort_unstable();
        let map = fst::Map::from_iter(words.iter().map(|w| (*w, 1))).unwrap();
        Fst::new(Bytes::from(map.into_fst().into_inner())).unwrap()
    }

    fn names(found: Vec<Found>) -> Vec<String> {
        found.into_iter().map(|f| f.form).collect()
    }

    #[test]
    fn near_counts_letters_not_bytes() {
        let fst = forms(&["største", "storste", "stør", "København"]);
        let found = near(&fst, "størte", 1);
        assert_eq!(found, [Found { form: "største".into(), roles: Roles::WORD, distance: 1 }]);
        assert_eq!(names(near(&fst, "storste", 1)), ["storste", "største"]);
        assert_eq!(names(near(&fst, "københaun", 1)), ["København"]);
        assert!(near(&fst, &"å".repeat(1000), 2).is_empty());
    }

    #[test]
    fn near_finds_what_comparing_with_every_word_finds() {
        let words = ["bar", "barn", "børn", "brande", "råd", "rød", "a", "år", "æråår", "barnebarn", "narb"];
        let fst = forms(&words);
        for query in words.iter().chain(&["", "ba", "barnebørn", "ærar", "xxxxx"]) {
            for distance in 0..=MAX_DISTANCE {
                let mut expected: Vec<&str> = words.to_vec();
                expected.retain(|word| edits(word, query) <= distance);
                expected.sort_unstable();
                assert_eq!(names(near(&fst, query, distance)), expected, "{query} within {distance}");
            }
        }
    }

    /// The edit distance as its definition says it.
    fn edits(a: &str, b: &str) -> usize {
        let (mut a_rest, mut b_rest) = (a.chars(), b.chars());
        match (a_rest.next(), b_rest.next()) {
            (None, _) => b.chars().count(),
            (_, None) => a.chars().count(),
            (Some(x), Some(y)) if x == y => edits(a_rest.as_str(), b_rest.as_str()),
            _ => {
                let (a_rest, b_rest) = (a_rest.as_str(), b_rest.as_str());
                1 + edits(a_rest, b_rest).min(edits(a_rest, b)).min(edits(a, b_rest))
            }
        }
    }

    #[test]
    fn a_pattern_may_have_alternatives_of_any_length() {
        let fst = forms(&["største", "storste", "står", "mindre"]);
        let vowels = Piece::OneOf(&["ø", "å", "æ"]);
        assert_eq!(names(fitting(&fst, &[Piece::Text("st"), vowels, Piece::Text("rste")])), ["største"]);
        let m = Piece::OneOf(&["m", "rn"]);
        assert_eq!(names(fitting(&fst, &[m, Piece::Text("indre"), Piece::OneOf(&["", "s"])])), ["mindre"]);
        assert!(fitting(&fst, &[]).is_empty());
    }
}
