use std::ops::Range;

use super::Edit;

/// Composes the edits of two stages into one list on the first stage's input.
///
/// `first` leads from `input` to a middle text, `second` from the middle text to the output. Edits that touch in
/// the middle text become one edit that names the rules of both; its probability is the least of its parts.
/// Both lists are ascending and disjoint, and so is the result.
pub fn compose(input: &[u8], first: Vec<Edit>, second: Vec<Edit>, output: &str) -> Vec<Edit> {
    if first.is_empty() {
        return second;
    }
    if second.is_empty() {
        return first;
    }
    let mut composed = Vec::with_capacity(first.len() + second.len());
    let mut offsets = Offsets::default();
    let mut first = first.into_iter().peekable();
    let mut second = second.into_iter().peekable();
    loop {
        let from_first = match (first.peek(), second.peek()) {
            (None, None) => break,
            (Some(_), None) => true,
            (None, Some(_)) => false,
            (Some(one), Some(two)) => one.output.start <= two.input.start,
        };
        let mut group = Group::start(if from_first { first.peek() } else { second.peek() }, from_first);
        let alone = match from_first {
            true => first.next_if(|_| second.peek().is_none_or(|two| !group.touches(&two.input))),
            false => second.next_if(|_| first.peek().is_none_or(|one| !group.touches(&one.output))),
        };
        if let Some(edit) = alone {
            let touches_next = match from_first {
                true => first.peek().is_some_and(|one| group.touches(&one.output)),
                false => second.peek().is_some_and(|two| group.touches(&two.input)),
            };
            if !touches_next {
                composed.push(offsets.shift(edit, from_first));
                continue;
            }
            if from_first { group.take_first(edit) } else { group.take_second(edit) }
        }
        loop {
            if let Some(edit) = first.next_if(|one| group.touches(&one.output)) {
                group.take_first(edit);
            } else if let Some(edit) = second.next_if(|two| group.touches(&two.input)) {
                group.take_second(edit);
            } else {
                break;
            }
        }
        composed.push(group.close(&mut offsets, input, output));
    }
    composed
}

/// How far input and output have drifted from the middle text at the place reached so far.
#[derive(Default)]
struct Offsets {
    input: isize,
    output: isize,
}

impl Offsets {
    fn input_of(&self, middle: usize) -> usize {
        middle.wrapping_add_signed(self.input)
    }
    fn output_of(&self, middle: usize) -> usize {
        middle.wrapping_add_signed(self.output)
    }

    /// An edit that hangs together with no other, with the ranges it has on both sides.
    fn shift(&mut self, mut edit: Edit, is_first: bool) -> Edit {
        let middle = if is_first { edit.output.clone() } else { edit.input.clone() };
        let (input, output) = (self.input_of(middle.start), self.output_of(middle.start));
        if is_first {
            self.input += edit.input.len() as isize - middle.len() as isize;
        } else {
            self.output += edit.output.len() as isize - middle.len() as isize;
        }
        edit.input = input..self.input_of(middle.end);
        edit.output = output..self.output_of(middle.end);
        edit
    }
}

/// Edits of both stages that hang together in the middle text.
struct Group {
    middle: Range<usize>,
    edits: Vec<Edit>,
    seconds: Vec<Edit>,
}

impl Group {
    fn start(edit: Option<&Edit>, from_first: bool) -> Self {
        let middle = match edit {
            Some(edit) if from_first => edit.output.clone(),
            Some(edit) => edit.input.clone(),
            None => 0..0,
        };
        Self { middle, edits: Vec::new(), seconds: Vec::new() }
    }

    /// Whether a range of the middle text overlaps the group; ranges that only meet end to end stay apart,
    /// unless one is empty, where order would be lost.
    fn touches(&self, range: &Range<usize>) -> bool {
        let overlaps = range.start < self.middle.end && self.middle.start < range.end;
        let empty = range.is_empty() || self.middle.is_empty();
        overlaps || (empty && range.start <= self.middle.end && self.middle.start <= range.end)
    }

    fn widen(&mut self, range: &Range<usize>) {
        self.middle = self.middle.start.min(range.start)..self.middle.end.max(range.end);
    }

    fn take_first(&mut self, edit: Edit) {
        self.widen(&edit.output);
        self.edits.push(edit);
    }

    fn take_second(&mut self, edit: Edit) {
        self.widen(&edit.input);
        self.seconds.push(edit);
    }

    fn close(mut self, offsets: &mut Offsets, input: &[u8], output: &str) -> Edit {
        let (input_start, output_start) = (offsets.input_of(self.middle.start), offsets.output_of(self.middle.start));
        for edit in &self.edits {
            offsets.input += edit.input.len() as isize - edit.output.len() as isize;
        }
        for edit in &self.seconds {
            offsets.output += edit.output.len() as isize - edit.input.len() as isize;
        }
        let input_range = input_start..offsets.input_of(self.middle.end);
        let output_range = output_start..offsets.output_of(self.middle.end);
        if self.edits.len() + self.seconds.len() == 1 {
            let mut edit = self.edits.pop().or_else(|| self.seconds.pop()).expect("a group has an edit");
            (edit.input, edit.output) = (input_range, output_range);
            return edit;
        }
        merge(self.edits, self.seconds, input_range, output_range, input, output)
    }
}

fn merge(
    first: Vec<Edit>,
    second: Vec<Edit>,
    input_range: Range<usize>,
    output_range: Range<usize>,
    input: &[u8],
    output: &str,
) -> Edit {
    let mut merged = Edit {
        before: input[input_range.clone()].into(),
        after: output[output_range.clone()].into(),
        input: input_range,
        output: output_range,
        rules: Default::default(),
        probability: 1.0,
        evidence: "".into(),
    };
    for edit in first.into_iter().chain(second) {
        for rule in edit.rules {
            if !merged.rules.contains(&rule) {
                merged.rules.push(rule);
            }
        }
        merged.probability = merged.probability.min(edit.probability);
        if merged.evidence.is_empty() {
            merged.evidence = edit.evidence;
        } else if !merged.evidence.contains(&*edit.evidence) {
            merged.evidence = format!("{}; then {}", merged.evidence, edit.evidence).into();
        }
    }
    merged
}
