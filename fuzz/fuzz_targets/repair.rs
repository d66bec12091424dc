//! Any bytes: the repair ends, its edits fit, and it gives the input back.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use ordret::{Confidence, LanguageChoice, LineMode, Options, Repairer};

/// The first byte of an input chooses one, and whether the document is also repaired as a text.
static REPAIRERS: LazyLock<[Repairer; 4]> = LazyLock::new(|| {
    let likely = Options::default().with_apply(Confidence::Doubtful);
    [
        Repairer::danish(),
        Repairer::new(likely.clone()),
        Repairer::new(likely.with_lines(LineMode::Keep).with_language(LanguageChoice::DanishHistorical)),
        Repairer::neutral(),
    ]
});

fuzz_target!(|data: &[u8]| {
    let Some((choice, document)) = data.split_first() else { return };
    let repair = REPAIRERS[usize::from(*choice) % REPAIRERS.len()].repair(document);
    assert_eq!(repair.restore(), document, "the input comes back");
    let mut last = 0;
    for edit in repair.edits() {
        assert!(last <= edit.input.start, "edits ascend and do not overlap");
        assert_eq!(&document[edit.input.clone()], edit.before(), "an edit says what was there");
        assert_eq!(&repair.text()[edit.output.clone()], edit.after(), "and what is there");
        last = edit.input.end;
    }
    for suspect in repair.suspects() {
        assert!(document.get(suspect.input.clone()).is_some() && repair.text().get(suspect.output.clone()).is_some());
    }
    if let Some(text) = std::str::from_utf8(document).ok().filter(|_| choice & 4 > 0) {
        assert_eq!(REPAIRERS[0].repair_str(text).restore(), document);
    }
});
