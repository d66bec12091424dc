//! A token as walks look at it: what is the same for every one of them, however far it goes.

use smallvec::SmallVec;

use super::letter::Letter;
use super::table::{AtLetter, Respellings, at_letters};

/// Longer tokens are no words.
pub(super) const MAX_LETTERS: usize = 40;

/// A token as walks look at it, with the rows of a table that fit it; the same for every reach.
pub(crate) struct Sought<'t> {
    pub(super) table: &'t Respellings,
    pub(super) letters: SmallVec<[Letter; 24]>,
    /// The rows that fit at each letter.
    pub(super) at_letters: SmallVec<[Option<AtLetter<'t>>; 24]>,
    /// Of each letter, what the cheapest row costs that fits there or behind; more than any reach where none does, and at the end.
    pub(super) cheapest_from: SmallVec<[f32; 24]>,
    pub(super) last: Last,
}

impl<'t> Sought<'t> {
    pub fn new(token: &str, table: &'t Respellings) -> Self {
        let letters: SmallVec<[Letter; 24]> = token.chars().map(Letter::of).collect();
        let at_letters = if letters.len() > MAX_LETTERS { SmallVec::new() } else { at_letters(table, &letters) };
        let (last, cheapest_from) = (Last::of(&at_letters), cheapest_from(&at_letters));
        Self { table, letters, at_letters, cheapest_from, last }
    }
}

fn cheapest_from(at_letters: &[Option<AtLetter>]) -> SmallVec<[f32; 24]> {
    let mut costs: SmallVec<[f32; 24]> = smallvec::smallvec![f32::INFINITY; at_letters.len() + 1];
    for (at, letter) in at_letters.iter().enumerate().rev() {
        costs[at] = letter.as_ref().map_or(f32::INFINITY, |at| at.cheapest).min(costs[at + 1]);
    }
    costs
}

/// Behind which letters no row fits, and none that does not count.
#[derive(Clone, Copy)]
pub(super) struct Last {
    pub any: u8,
    pub kept: u8,
}

impl Last {
    fn of(at_letters: &[Option<AtLetter>]) -> Self {
        let behind = |fits: &dyn Fn(&AtLetter) -> bool| {
            at_letters.iter().rposition(|at| at.as_ref().is_some_and(fits)).map_or(0, |at| at as u8 + 1)
        };
        Self { any: behind(&|at| at.fitting != 0), kept: behind(&|at| at.fitting & at.rows.kept != 0) }
    }
}
