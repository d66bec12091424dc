//! As much of JSON Schema as the schemas of this repository use. A keyword that is not known fails, so that none is passed over.

use serde_json::Value;

/// What of a value is not as its schema says; nothing where all is.
pub fn faults(schema: &Value, value: &Value) -> Vec<String> {
    let mut found = Vec::new();
    check(schema, schema, value, "", &mut found);
    found
}

fn check(root: &Value, schema: &Value, value: &Value, at: &str, found: &mut Vec<String>) {
    for (keyword, said) in schema.as_object().expect("a schema is an object") {
        let holds = match keyword.as_str() {
            "$schema" | "$defs" | "title" | "description" => true,
            "$ref" => {
                let pointer = said.as_str().unwrap().strip_prefix('#').expect("a reference is within its file");
                let other = root.pointer(pointer).unwrap_or_else(|| panic!("{said} is nowhere"));
                check(root, other, value, at, found);
                true
            }
            "oneOf" => {
                let fits = said.as_array().unwrap().iter().filter(|schema| {
                    let mut others = Vec::new();
                    check(root, schema, value, at, &mut others);
                    others.is_empty()
                });
                fits.count() == 1
            }
            "const" => value == said,
            "enum" => said.as_array().unwrap().contains(value),
            "type" => is_of_type(value, said.as_str().unwrap()),
            "minimum" => value.as_f64().is_none_or(|number| number >= said.as_f64().unwrap()),
            "maximum" => value.as_f64().is_none_or(|number| number <= said.as_f64().unwrap()),
            "minLength" => value.as_str().is_none_or(|text| text.chars().count() as u64 >= said.as_u64().unwrap()),
            "pattern" => value.as_str().is_none_or(|text| matches(text, said.as_str().unwrap())),
            "minItems" => value.as_array().is_none_or(|items| items.len() as u64 >= said.as_u64().unwrap()),
            "maxItems" => value.as_array().is_none_or(|items| items.len() as u64 <= said.as_u64().unwrap()),
            "items" => {
                for (index, item) in value.as_array().into_iter().flatten().enumerate() {
                    check(root, said, item, &format!("{at}/{index}"), found);
                }
                true
            }
            "properties" => {
                for (name, schema) in said.as_object().unwrap() {
                    if let Some(value) = value.get(name) {
                        check(root, schema, value, &format!("{at}/{name}"), found);
                    }
                }
                true
            }
            "additionalProperties" => {
                assert_eq!(said, false);
                let known = schema["properties"].as_object().unwrap();
                value.as_object().is_none_or(|object| object.keys().all(|name| known.contains_key(name)))
            }
            "required" => said.as_array().unwrap().iter().all(|name| value.get(name.as_str().unwrap()).is_some()),
            "dependentRequired" => said.as_object().unwrap().iter().all(|(name, others)| {
                let has = |name: &Value| value.get(name.as_str().unwrap()).is_some();
                value.get(name).is_none() || others.as_array().unwrap().iter().all(has)
            }),
            other => panic!("the keyword {other} is not known"),
        };
        if !holds {
            found.push(format!("{at}: not {keyword} {said}: {value}"));
        }
    }
}

fn is_of_type(value: &Value, name: &str) -> bool {
    match name {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "number" => value.is_number(),
        "integer" => value.is_u64() || value.is_i64(),
        other => panic!("the type {other} is not known"),
    }
}

/// The patterns of the schemas, each as a program.
fn matches(text: &str, pattern: &str) -> bool {
    let is_hex = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte));
    let is_code = |text: &str| {
        let (letter, digits) = text.split_at(text.len().min(1));
        letter.bytes().all(|byte| byte.is_ascii_uppercase())
            && digits.len() == 3
            && digits.bytes().all(|byte| byte.is_ascii_digit())
    };
    match pattern {
        "^[0-9a-f]{16}$" => text.len() == 16 && is_hex(text),
        "^[0-9a-f]{64}$" => text.len() == 64 && is_hex(text),
        "^([0-9a-f]{2})*$" => text.len().is_multiple_of(2) && is_hex(text),
        "^[A-Z][0-9]{3}$" => is_code(text),
        "^[A-Z][0-9]{3}(\\+[A-Z][0-9]{3})*$" => text.split('+').all(is_code),
        other => panic!("the pattern {other} is not known"),
    }
}
