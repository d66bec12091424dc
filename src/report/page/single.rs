//! Suspects that are decided each by itself.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use compact_str::CompactString;

use super::current::Current;
use super::series::Series;
use crate::record::DocumentSuspect;

/// Places that are kept at most, some 500 bytes each.
const MOST: usize = 50_000;

/// Places, in the order of the ledger, each with the rule and the passage.
#[derive(Default)]
pub(super) struct Singles {
    places: Vec<((String, String), Series)>,
    /// The number of each by what it is called: the same document in two folders is decided once.
    numbers: HashMap<CompactString, usize>,
}

impl Singles {
    /// Takes in a place; whether there was room for it.
    pub fn take(&mut self, suspect: &DocumentSuspect, current: &Current) -> bool {
        let number = match self.numbers.entry(suspect.id_in(&current.input)) {
            Entry::Occupied(known) => *known.get(),
            Entry::Vacant(_) if self.places.len() >= MOST => return false,
            Entry::Vacant(vacant) => {
                self.places.push(((suspect.rule.to_string(), suspect.text().to_owned()), Series::new()));
                *vacant.insert(self.places.len() - 1)
            }
        };
        self.places[number].1.take(suspect, current, 1);
        true
    }

    /// All of them.
    pub fn into_places(self) -> Vec<((String, String), Series)> {
        self.places
    }
}
