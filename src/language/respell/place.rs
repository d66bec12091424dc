//! Places of a walk: where it stands in the token, and what it has spent to get there.

use super::letter::Cased;

/// Where a walk stands in the token, and what it has spent.
#[derive(Clone, Copy)]
pub(super) struct Place {
    pub at: u8,
    /// Where the part began, in bytes of the path.
    pub part: u16,
    pub parts: u8,
    pub rows: u8,
    pub letters: u8,
    pub cost: f32,
    pub cased: Cased,
}

/// Where another part of a compound could begin, and no word went on: none does that gets there by as much or more.
#[derive(Clone, Copy)]
pub(super) struct Barren {
    at: u8,
    parts: u8,
    rows: u8,
    letters: u8,
    cost: f32,
}

impl Barren {
    pub fn of(place: &Place) -> Self {
        let Place { at, parts, rows, letters, cost, .. } = *place;
        Self { at, parts, rows, letters, cost }
    }

    pub fn is_no_dearer_than(&self, place: &Place) -> bool {
        self.at == place.at
            && self.parts <= place.parts
            && self.rows <= place.rows
            && self.letters <= place.letters
            && self.cost <= place.cost
    }
}
