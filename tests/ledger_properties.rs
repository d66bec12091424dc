//! What every edit list must keep, for any text and any proposals: undo, redo, slices, composing.

use ordret::text::{Change, Ledger, RuleCode, SourceMap, Verbatim, apply, compose};
use proptest::prelude::*;

fn changes() -> impl Strategy<Value = Vec<(usize, usize, String)>> {
    proptest::collection::vec((0usize..200, 0usize..6, "[a-zæøå€ ]{0,4}"), 0..12)
}

/// Changes on character boundaries, ascending and disjoint, from loose numbers.
fn fit(text: &str, loose: &[(usize, usize, String)], rule: &'static str) -> Vec<Change> {
    let edges: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let mut changes: Vec<Change> = loose
        .iter()
        .map(|(start, length, replacement)| {
            let start = start % edges.len();
            let end = (start + length).min(edges.len() - 1);
            Change::new(edges[start]..edges[end], replacement, RuleCode(rule), 0.9, rule)
        })
        .collect();
    changes.sort_by_key(|c| (c.range.start, c.range.end));
    let mut free = 0;
    let mut last_was_empty_at = None;
    changes.retain(|c| {
        let fits = c.range.start >= free && last_was_empty_at != Some(c.range.start);
        if fits {
            free = c.range.end;
            last_was_empty_at = c.range.is_empty().then_some(c.range.end);
        }
        fits
    });
    changes
}

fn assert_ledger_holds(input: &str, output: &str, ledger: &Ledger) {
    assert_eq!(ledger.redo(input.as_bytes(), &Verbatim).unwrap(), output.as_bytes());
    assert_eq!(ledger.undo(output.as_bytes(), &Verbatim).unwrap(), input.as_bytes());
    let map = SourceMap::new(&ledger.edits);
    for edit in &ledger.edits {
        assert_eq!(&input.as_bytes()[edit.input.clone()], edit.before());
        assert_eq!(&output[edit.output.clone()], edit.after());
        if !edit.input.is_empty() && !edit.output.is_empty() {
            assert_eq!(map.to_output(edit.input.clone()), edit.output);
            assert_eq!(map.to_input(edit.output.clone()), edit.input);
        }
    }
}

proptest! {
    #[test]
    fn one_stage(input in "[a-zæøå€\n ]{0,80}", loose in changes()) {
        let (output, edits) = apply(&input, fit(&input, &loose, "T001"));
        assert_ledger_holds(&input, &output, &Ledger { edits });
    }

    #[test]
    fn three_stages_compose_into_one_ledger(
        input in "[a-zæøå€\n ]{0,80}",
        one in changes(), two in changes(), three in changes(),
    ) {
        let mut text = input.clone();
        let mut edits = Vec::new();
        for (loose, rule) in [(one, "T001"), (two, "T002"), (three, "T003")] {
            let (next, stage) = apply(&text, fit(&text, &loose, rule));
            edits = compose(input.as_bytes(), edits, stage, &next);
            text = next;
        }
        assert_ledger_holds(&input, &text, &Ledger { edits });
    }

    #[test]
    fn a_tampered_output_is_refused_not_misread(input in "[a-zæøå]{1,30}", loose in changes()) {
        let (output, edits) = apply(&input, fit(&input, &loose, "T001"));
        prop_assume!(edits.iter().any(|e| !e.after().is_empty()));
        let ledger = Ledger { edits };
        let tampered = "#".repeat(output.len());
        prop_assert!(ledger.undo(tampered.as_bytes(), &Verbatim).is_err());
    }
}

#[test]
fn a_composed_edit_names_both_rules() {
    let input = "KÃ¸b";
    let stage = |text: &str, range, replacement: &str, rule| {
        let change = Change::new(range, replacement, RuleCode(rule), 0.97, rule);
        apply(text, vec![change])
    };
    let (middle, first) = stage(input, 1..5, "ø", "E101");
    let (output, second) = stage(&middle, 0..4, "Købe", "W101");
    let composed = compose(input.as_bytes(), first, second, &output);
    assert_eq!(composed.len(), 1);
    assert_eq!(composed[0].rules(), &[RuleCode("E101"), RuleCode("W101")]);
    assert_eq!(composed[0].before(), input.as_bytes());
    assert_eq!(composed[0].after(), "Købe");
}
