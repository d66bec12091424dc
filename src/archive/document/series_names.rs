//! Names of series, remembered. In: the rules' codes and a passage. Out: the name of their series.

use compact_str::CompactString;

use crate::record::series_id;
use crate::text::QuickMap;

/// The names of series that were asked for last: the same passages come again and again.
#[derive(Default)]
pub(super) struct SeriesNames {
    /// By the rules' codes and the passage.
    known: QuickMap<(CompactString, CompactString), CompactString>,
}

impl SeriesNames {
    /// Names that are kept, of passages of so many bytes at most.
    const KEPT: usize = 1024;
    const LONGEST: usize = 64;

    /// The name of the series of a passage by some rules.
    pub fn of(&mut self, codes: &str, passage: &CompactString) -> CompactString {
        if passage.len() > Self::LONGEST {
            return series_id(codes, passage);
        }
        if self.known.len() >= Self::KEPT {
            self.known.clear();
        }
        let key = (codes.into(), passage.clone());
        self.known.entry(key).or_insert_with(|| series_id(codes, passage)).clone()
    }
}
