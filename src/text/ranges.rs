use std::ops::Range;

/// Places of a text: ascending, and those that overlap made one, so that one is found by halving.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Ranges(Vec<Range<usize>>);

impl Ranges {
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Adds places.
    pub fn extend(&mut self, ranges: impl IntoIterator<Item = Range<usize>>) {
        let known = self.0.len();
        self.0.extend(ranges);
        if self.0.len() == known {
            return;
        }
        self.0.sort_by_key(|range| range.start);
        self.0.dedup_by(|next, last| {
            let is_within = next.start < last.end;
            if is_within {
                last.end = last.end.max(next.end);
            }
            is_within
        });
    }

    /// Whether a place has a byte of one of them.
    pub fn overlap(&self, place: &Range<usize>) -> bool {
        let at = self.0.partition_point(|range| range.end <= place.start);
        self.0.get(at).is_some_and(|range| range.start < place.end && place.start < range.end)
    }

    /// Moves each to where `moved` says that it stands. They keep their order.
    pub fn map(&mut self, moved: impl Fn(Range<usize>) -> Range<usize>) {
        self.0.iter_mut().for_each(|range| *range = moved(range.clone()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_overlaps_what_any_of_the_ranges_does() {
        let given = [7..9, 2..4, 3..6, 20..21, 9..9];
        let mut ranges = Ranges::default();
        ranges.extend(given[..2].iter().cloned());
        ranges.extend(given[2..].iter().cloned());
        for start in 0..24 {
            for end in start + 1..25 {
                let any = given.iter().any(|range| range.start < end && start < range.end);
                assert_eq!(ranges.overlap(&(start..end)), any, "{start}..{end}");
            }
        }
        ranges.map(|range| range.start + 100..range.end + 100);
        assert!(ranges.overlap(&(105..106)) && !ranges.overlap(&(5..6)));
    }
}
