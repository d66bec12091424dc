use serde_json::{Map, Value};

use crate::record::Run;

/// Options whose values are hashes of files or whole tables, which say nothing to people, with what they are called.
const NOT_SHOWN: [(&str, &str); 5] = [
    ("profile", "the profile"),
    ("words", "files of words"),
    ("decisions", "files of decisions"),
    ("allow", "[[allow]]"),
    ("files", "[[files]]"),
];

/// What differs between the settings of two runs, by the names of the options.
pub(super) fn differences(one: &Run, other: &Run) -> Vec<String> {
    let mut differences = Vec::new();
    if one.tool != other.tool {
        differences.push(format!("ordret {} then, {} now", one.tool, other.tool));
    }
    let (then, now) = (fields(one), fields(other));
    let mut names: Vec<&String> = then.keys().chain(now.keys()).collect();
    names.sort();
    names.dedup();
    differences.extend(names.into_iter().filter_map(|name| difference(name, then.get(name), now.get(name))));
    differences
}

fn fields(run: &Run) -> Map<String, Value> {
    match serde_json::to_value(&run.options) {
        Ok(Value::Object(fields)) => fields,
        _ => Map::new(),
    }
}

/// How one option differs, if it does.
fn difference(name: &str, then: Option<&Value>, now: Option<&Value>) -> Option<String> {
    if then == now {
        return None;
    }
    match NOT_SHOWN.iter().find(|(option, _)| *option == name) {
        Some((_, title)) => Some(format!("{title}: {}", changes(&items(then), &items(now)))),
        None => Some(format!("{name}: {} then, {} now", shown(then), shown(now))),
    }
}

fn items(value: Option<&Value>) -> Vec<&Value> {
    match value {
        None | Some(Value::Null) => Vec::new(),
        Some(Value::Array(items)) => items.iter().collect(),
        Some(other) => vec![other],
    }
}

/// How many of some things are gone and new; one that was changed is both.
fn changes(then: &[&Value], now: &[&Value]) -> String {
    let lacking = |of: &[&Value], others: &[&Value]| of.iter().filter(|item| !others.contains(item)).count();
    match (lacking(then, now), lacking(now, then)) {
        (0, 0) => "in another order".to_owned(),
        (0, new) => format!("{new} more now"),
        (gone, 0) => format!("{gone} fewer now"),
        (gone, new) => format!("{gone} changed or gone, {new} new"),
    }
}

fn shown(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => "not given".to_owned(),
        Some(Value::Array(items)) if items.is_empty() => "none".to_owned(),
        Some(Value::Array(items)) => items.iter().map(|item| shown(Some(item))).collect::<Vec<_>>().join(","),
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::RunOptions;

    fn told(change: impl FnOnce(&mut RunOptions)) -> Vec<String> {
        let then = RunOptions { apply: "certain".into(), words: vec!["ab12".into()], ..RunOptions::default() };
        let mut now = then.clone();
        change(&mut now);
        differences(&Run::new(then), &Run::new(now))
    }

    #[test]
    fn what_differs_is_named_and_hashes_are_not_shown() {
        assert_eq!(told(|_| ()), [""; 0]);
        assert_eq!(told(|now| now.apply = "likely".into()), ["apply: certain then, likely now"]);
        assert_eq!(told(|now| now.select = vec!["E".into(), "C1".into()]), ["select: none then, E,C1 now"]);
        assert_eq!(told(|now| now.words.push("cd34".into())), ["files of words: 1 more now"]);
        assert_eq!(told(|now| now.words = vec!["cd34".into()]), ["files of words: 1 changed or gone, 1 new"]);
        assert_eq!(told(|now| now.words.clear()), ["files of words: 1 fewer now"]);
        assert_eq!(told(|now| now.profile = Some("ef".into())), ["the profile: 1 more now"]);
    }
}
