//! How words fit into a place between their neighbours.

use crate::language::{Company, Context, Neighbour};

/// What stands around a place: the words beside it, and those behind these.
pub(super) struct Around<'t> {
    pub left: Context<'t>,
    pub right: Context<'t>,
    pub left_neighbour: Neighbour<'t>,
    pub right_neighbour: Neighbour<'t>,
    pub next_left: Neighbour<'t>,
    pub next_right: Neighbour<'t>,
    pub begins: bool,
    /// Where the word before begins.
    pub start: Option<usize>,
}

/// How a word fits into a place.
pub(super) struct Fit {
    pub log_probability: f32,
    pub class: Option<u8>,
    pub left: Company,
    pub right: Company,
    pub next_left: Company,
    pub next_right: Company,
}

impl Fit {
    pub fn neighbours(&self) -> f32 {
        self.left.gain + self.right.gain
    }

    pub fn total(&self) -> f32 {
        self.log_probability + self.neighbours()
    }
}
