//! What suspicious words are believed to have been: the context of those beside them.

use std::rc::Rc;

use super::super::tokens::Side;
use super::super::weigh::Word;
use crate::language::Context;

/// What suspicious words are believed to have been, by where they begin, ascending.
pub(super) struct Believed(pub Vec<(usize, Rc<Word>)>);

impl Believed {
    pub fn at(&self, start: usize) -> Option<&Word> {
        let place = self.0.binary_search_by_key(&start, |(start, _)| *start).ok()?;
        Some(&self.0[place].1)
    }
}

/// A neighbour, as it is believed to have been.
pub(super) fn context<'a>(side: &Side, text: &'a str, believed: &'a Believed) -> Context<'a> {
    match side {
        Side::Word(range) => match believed.at(range.start) {
            Some(word) => Context::Word(&word.form),
            None => Context::Word(&text[range.clone()]),
        },
        side => side.context(text),
    }
}
