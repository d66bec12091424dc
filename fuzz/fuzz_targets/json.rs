//! Any bytes as JSON, a value a line or one as a whole: they come back, and what was JSON is the same JSON but for the field.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use ordret_fuzz::Place;
use serde_json::Value;

static PLACE: LazyLock<Place> = LazyLock::new(|| Place::new(&["text", "a.text"], &[]));

fuzz_target!(|data: &[u8]| {
    let Some((choice, file)) = data.split_first() else { return };
    let is_lines = choice % 2 == 0;
    let outcome = PLACE.round(if is_lines { "a.jsonl" } else { "a.json" }, file);
    assert_eq!(outcome.restored.as_deref(), Some(file), "the input comes back");
    let cleaned = outcome.cleaned.expect("no such file is refused");
    if is_lines {
        let (before, after) = (lines(file), lines(&cleaned));
        assert_eq!(before.len(), after.len(), "lines stay");
        before.into_iter().zip(after).for_each(|(before, after)| compare(before, after));
    } else {
        compare(file, &cleaned);
    }
});

fn lines(bytes: &[u8]) -> Vec<&[u8]> {
    bytes.split(|byte| *byte == b'\n').collect()
}

fn compare(before: &[u8], after: &[u8]) {
    let Ok(before) = serde_json::from_slice::<Value>(before) else { return };
    let after = serde_json::from_slice::<Value>(after).expect("what was JSON is JSON");
    assert_eq!(without_field(before), without_field(after), "all but the field stays");
}

/// The value with nothing in strings of the name that is repaired.
fn without_field(value: Value) -> Value {
    match value {
        Value::Object(members) => {
            let without = |(name, value): (String, Value)| {
                let value = if name == "text" { emptied(value) } else { without_field(value) };
                (name, value)
            };
            Value::Object(members.into_iter().map(without).collect())
        }
        Value::Array(items) => Value::Array(items.into_iter().map(without_field).collect()),
        other => other,
    }
}

fn emptied(value: Value) -> Value {
    match value {
        Value::String(_) => Value::String(String::new()),
        Value::Array(items) => Value::Array(items.into_iter().map(emptied).collect()),
        other => without_field(other),
    }
}
