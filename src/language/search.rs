//! Finding forms that are near a word, or fit a pattern, by walking the fst.

use fst::raw::{Fst, Node, Output};

use super::lexicon::Roles;

/// The bytes an fst lies in.
pub(crate) type Bytes = std::borrow::Cow<'static, [u8]>;

/// Longer words are not searched for: the walk costs more the longer the word, and no repair needs it.
const MAX_LETTERS: usize = 40;

/// A form found, as the pack writes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) form: String,
    pub(crate) roles: Roles,
    pub(crate) distance: usize,
}

/// One place of a pattern: what may stand there. Alternatives may differ in length, and one may be empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
    let row: Vec<u8> = (0..=letters.len() as u8).collect();
    let mut walk = Near { fst, letters, distance, path: Vec::new(), found: Vec::new() };
    walk.step(&fst.root(), Output::zero(), &row, 0);
    walk.found
}

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
    fn step(&mut self, node: &Node<'_>, output: Output, row: &[u8], start: usize) {
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
                    let row = self.next_row(row, letter);
                    if row.iter().any(|cost| usize::from(*cost) <= self.distance) {
                        self.step(&next, output, &row, self.path.len());
                    }
                }
            }
            self.path.pop();
        }
    }

    fn keep(&mut self, output: Output, row: &[u8]) {
        let distance = usize::from(*row.last().unwrap_or(&u8::MAX));
        if let (true, Ok(form)) = (distance <= self.distance, std::str::from_utf8(&self.path)) {
            let roles = Roles::from_bits(output.value() as u8);
            self.found.push(Found { form: form.to_owned(), roles, distance });
        }
    }

    /// The row of the edit-distance table after one more letter of the form.
    fn next_row(&self, row: &[u8], letter: char) -> Vec<u8> {
        let letter = letter.to_lowercase().next().unwrap_or(letter);
        let mut next = Vec::with_capacity(row.len());
        next.push(row[0].saturating_add(1));
        for (at, wanted) in self.letters.iter().enumerate() {
            let replaced = row[at].saturating_add(u8::from(*wanted != letter));
            let inserted = next[at].saturating_add(1);
            let deleted = row[at + 1].saturating_add(1);
            next.push(replaced.min(inserted).min(deleted));
        }
        next
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
    fn a_pattern_may_have_alternatives_of_any_length() {
        let fst = forms(&["største", "storste", "står", "mindre"]);
        let vowels = Piece::OneOf(&["ø", "å", "æ"]);
        assert_eq!(names(fitting(&fst, &[Piece::Text("st"), vowels, Piece::Text("rste")])), ["største"]);
        let m = Piece::OneOf(&["m", "rn"]);
        assert_eq!(names(fitting(&fst, &[m, Piece::Text("indre"), Piece::OneOf(&["", "s"])])), ["mindre"]);
        assert!(fitting(&fst, &[]).is_empty());
    }
}
