use super::{Change, Edit};

/// Applies a stage's changes to its text: the new text, and one edit a change with the ranges in both.
///
/// `changes` are sorted by range and do not overlap; one that breaks this, or cuts a character, is left out,
/// so that the worst a faulty proposal can do is nothing. Edits are written in the same pass as the text.
pub fn apply(text: &str, changes: Vec<Change>) -> (String, Vec<Edit>) {
    let growth: usize = changes.iter().map(|c| c.replacement.len()).sum();
    let mut output = String::with_capacity(text.len() + growth);
    let mut edits = Vec::with_capacity(changes.len());
    let mut copied = 0;
    for change in changes {
        let Some(before) = text.get(change.range.clone()) else {
            continue;
        };
        if change.range.start < copied || before == change.replacement {
            continue;
        }
        output.push_str(&text[copied..change.range.start]);
        let start = output.len();
        output.push_str(&change.replacement);
        copied = change.range.end;
        edits.push(Edit {
            before: before.as_bytes().into(),
            input: change.range,
            output: start..output.len(),
            after: change.replacement,
            rules: smallvec::smallvec![change.rule],
            probability: change.probability,
            evidence: change.evidence,
        });
    }
    output.push_str(&text[copied..]);
    (output, edits)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::RuleCode;

    fn change(range: std::ops::Range<usize>, replacement: &str) -> Change {
        Change {
            range,
            replacement: replacement.into(),
            rule: RuleCode("T001"),
            probability: 1.0,
            evidence: "test".into(),
        }
    }

    #[test]
    fn text_and_ranges_come_out_together() {
        let (text, edits) = apply("KÃ¸b nÃ¥", vec![change(1..5, "ø"), change(8..12, "u")]);
        assert_eq!(text, "Køb nu");
        assert_eq!(edits[0].output, 1..3);
        assert_eq!(&text[edits[1].output.clone()], "u");
    }

    #[test]
    fn what_overlaps_or_cuts_a_character_is_left_out() {
        let (text, edits) =
            apply("aøb", vec![change(0..1, "x"), change(0..3, "y"), change(2..3, "z"), change(3..99, "w")]);
        assert_eq!(text, "xøb");
        assert_eq!(edits.len(), 1);
    }
}
