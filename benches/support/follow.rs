//! Where in a repaired text stands what was made of a place of the input.

use std::ops::Range;

use ordret::Repair;

/// Finds again in a repaired text what stood somewhere in the input.
pub struct Follow<'r> {
    repair: &'r Repair<'r>,
}

impl<'r> Follow<'r> {
    pub fn new(repair: &'r Repair<'r>) -> Self {
        Self { repair }
    }

    /// What became of a range of the input; where edits reach out of it, their texts are whole.
    pub fn became(&self, input: &Range<usize>) -> &'r str {
        let edits = self.repair.edits();
        let end_of = |edit: Option<&ordret::Edit>| edit.map_or((0, 0), |edit| (edit.input.end, edit.output.end));
        // The first edit that ends behind the start; the first that begins behind the end.
        let first = edits.partition_point(|edit| edit.input.end <= input.start);
        let start = match edits.get(first) {
            Some(edit) if edit.input.start <= input.start => edit.output.start,
            _ => {
                let (from, to) = end_of(first.checked_sub(1).and_then(|at| edits.get(at)));
                input.start - from + to
            }
        };
        let after = edits.partition_point(|edit| edit.input.start < input.end);
        let (from, to) = end_of(after.checked_sub(1).and_then(|at| edits.get(at)));
        let end = if from >= input.end { to } else { input.end - from + to };
        self.repair.text().get(start..end).unwrap_or("")
    }
}
