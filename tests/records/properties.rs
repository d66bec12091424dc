use proptest::prelude::*;

use crate::support::{clean, cleaned};

/// Text as fields of records hold it, damaged or not.
fn field() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        Just("mødet".to_owned()),
        Just("mÃ¸det".to_owned()),
        Just("pÃ¥ ".to_owned()),
        Just("kom-\nmunen".to_owned()),
        Just("\"\u{0}\t".to_owned()),
        Just("😀 æ;,".to_owned()),
        "[a-zæøåÆØÅÃ¸¥�\\\\ ]{0,12}",
    ];
    prop::collection::vec(word, 0..12).prop_map(|words| words.join(" "))
}

fn literal(text: &str, is_ascii: bool) -> String {
    let plain = serde_json::to_string(text).unwrap();
    if !is_ascii {
        return plain;
    }
    let mut units = [0; 2];
    let escape = |c: char| match c.is_ascii() {
        true => c.to_string(),
        false => c.encode_utf16(&mut units).iter().map(|unit| format!("\\u{unit:04X}")).collect(),
    };
    plain.chars().map(escape).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn json_stays_json_and_other_fields_stay_byte_for_byte(
        lines in prop::collection::vec((field(), field(), any::<bool>()), 1..6),
    ) {
        let parts = lines.iter().map(|(text, other, is_ascii)| {
            let other = literal(other, *is_ascii);
            (format!("{{\"a\": {other}, \"text\" :"), literal(text, *is_ascii), format!(",\"a\":{other} }}\n"))
        });
        let parts: Vec<_> = parts.collect();
        let input: String = parts.iter().map(|(before, text, after)| format!("{before}{text}{after}")).collect();
        let output = cleaned("a.jsonl", &input);
        prop_assert_eq!(output.lines().count(), lines.len());
        prop_assert!(!input.is_ascii() || output.is_ascii());
        for (line, (before, _, after)) in output.split_inclusive('\n').zip(&parts) {
            prop_assert!(line.starts_with(before) && line.ends_with(after));
            prop_assert!(serde_json::from_str::<serde_json::Value>(line).is_ok());
        }
    }

    #[test]
    fn tables_keep_their_rows_and_their_other_columns(
        rows in prop::collection::vec((field(), field(), any::<bool>()), 1..6),
    ) {
        let cell = |text: &str, is_quoted: bool| match is_quoted {
            true => format!("\"{}\"", text.replace('"', "\"\"")),
            false => text.replace(['"', ';', '\n', '\r'], "."),
        };
        let parts: Vec<_> = rows.iter().map(|(text, other, is_quoted)| {
            let other = cell(other, *is_quoted);
            (format!("{other};"), cell(text, *is_quoted), format!(";{other}\r\n"))
        }).collect();
        let input: String = parts.iter().map(|(before, text, after)| format!("{before}{text}{after}")).collect();
        let output = cleaned("a.csv", &format!("x;tekst;y\r\n{input}"));
        let mut rest = output.strip_prefix("x;tekst;y\r\n").unwrap();
        for (before, _, after) in &parts {
            rest = rest.strip_prefix(before.as_str()).unwrap();
            let end = rest.find(after.as_str()).unwrap();
            rest = &rest[end + after.len()..];
        }
        prop_assert!(rest.is_empty());
    }

    #[test]
    fn any_bytes_come_back(bytes in prop::collection::vec(any::<u8>(), 0..300), kind in 0usize..4, is_headed in any::<bool>()) {
        let name = ["a.jsonl", "a.csv", "a.eml", "a.mbox"][kind];
        let head: &[u8] = [&b""[..], b"x,tekst\n", b"Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\n", b"From x\nContent-Transfer-Encoding: quoted-printable\n\n"][kind];
        clean(name, &if is_headed { [head, &bytes].concat() } else { bytes });
    }
}
