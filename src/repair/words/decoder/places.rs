//! Where a doubted word and its readings are counted: at one place each, those that are the same word in another case at the same.

use smallvec::SmallVec;

use super::super::candidates::Reading;
use super::super::weigh::{Counted, Word};
use crate::text::QuickMap;

/// Where a word and its readings are counted.
pub(super) struct Places {
    pub standing: usize,
    readings: SmallVec<[usize; 12]>,
}

impl Places {
    /// Those of a word, which are new where no word before it has them.
    pub fn of<'w>(standing: &'w Word, readings: &'w [Reading], known: &mut QuickMap<&'w str, usize>) -> Self {
        let mut place = |word: &'w Word| {
            let next = known.len();
            *known.entry(&word.lower).or_insert(next)
        };
        Self { standing: place(standing), readings: readings.iter().map(|reading| place(&reading.word)).collect() }
    }

    /// Those of the readings, in their order.
    pub fn of_readings(&self) -> &[usize] {
        &self.readings
    }

    /// Where a reading is counted: also by those that are the same word in another case, which comes no more often for that.
    pub fn of_reading(&self, number: usize, shares: &[f32]) -> Counted {
        let place = self.readings[number];
        let here = self.readings.iter().zip(shares).filter(|(other, _)| **other == place).map(|(_, share)| share);
        Counted { place, here: here.sum() }
    }
}
