use std::fs;
use std::path::Path;

use crate::support::{RIGHT, clean, cleaned, escaped, misread};

#[test]
fn json_is_mended_in_its_fields_and_written_as_it_was() {
    let (raw, damaged) = (RIGHT, misread(RIGHT));
    let (raw_escaped, damaged_escaped) = (escaped(RIGHT), escaped(&damaged));
    let line =
        |text: &str| format!("{{ \"nr\" : 1.50,\"tekst\":\"{damaged}\" , \"text\":\"{text}\",\"x\":[1e3,{{}}]}}\r\n");
    let ascii = |text: &str| format!("{{\"text\":\"{text}\",\"anden\":\"{damaged_escaped}\"}}\n");
    let cases = [
        (line(&damaged), line(raw)),
        (ascii(&damaged_escaped), ascii(&raw_escaped)),
        (
            ascii(&format!("\\\"{damaged_escaped}\\\" \\/ \\ud83d\\ude00 \\ud83d \\u0041")),
            ascii(&format!("\\\"{raw_escaped}\\\" \\/ \\ud83d\\ude00 \\ud83d \\u0041")),
        ),
        (
            format!("{{\"text\":[\"{damaged}\",{{\"text\":\"{damaged}\"}}],\"text\":\"{damaged}\"}}"),
            format!("{{\"text\":[\"{raw}\",{{\"text\":\"{damaged}\"}}],\"text\":\"{raw}\"}}"),
        ),
        (format!("{{\"text\":\"Kom-\\nmunen.\\n\\n{damaged}\"}}"), format!("{{\"text\":\"Kommunen.\\n\\n{raw}\"}}")),
    ];
    for (input, wanted) in cases {
        assert_eq!(cleaned("a.jsonl", &input), wanted);
    }
    let facebook = format!("{{\n  \"beskeder\": [\n    {{\"indhold\": \"{damaged_escaped}\"}}\n  ]\n}}\n");
    assert_eq!(cleaned("m.json", &facebook), facebook.replace(&damaged_escaped, &raw_escaped));
}

#[test]
fn what_is_no_json_is_named_and_passes_through() {
    let damaged = misread(RIGHT);
    let good = format!("{{\"text\":\"{damaged}\"}}\n");
    let bad = format!("{{\"text\":\"{damaged}\"\n\n{{\"text\":\"{damaged}\"}} x\n\0\n\"{damaged}\"\n");
    let (output, notes) = clean("a.ndjson", format!("{good}{bad}{good}").as_bytes());
    let mended = good.replace(&damaged, RIGHT);
    assert_eq!(String::from_utf8(output).unwrap(), format!("{mended}{bad}{mended}"));
    assert_eq!(notes, ["left as they came: line 2 (not JSON), line 4 (not JSON), line 5 (not JSON)"]);
    let (_, notes) = clean("b.jsonl", b"{\"other\":\"x\"}\n");
    assert_eq!(notes, ["no field of that name"]);
}

#[test]
fn an_edit_never_crosses_the_border_of_a_field() {
    let fields = "{\"text\":\"Der blev bevilget penge til kom-\"}\n{\"text\":\"munens nye skole.\"}\n";
    assert_eq!(cleaned("a.jsonl", fields), fields);
    let heads = "{\"text\":\"Side 1\"}\n".repeat(40);
    assert_eq!(cleaned("a.jsonl", &heads), heads);
}

#[test]
fn fields_prove_together_what_one_cannot() {
    let line = |text: &str| format!("{{\"text\":\"{text}\"}}\n");
    let words = ["rødgrød på bordet", "også børnene så æblerne", "København får måske sne", "gråvejr og blæst på øen"];
    let as_437 = |text: &str| text.replace('ø', "¢");
    let input: String = words.iter().cycle().take(60).map(|text| line(&as_437(text))).collect();
    let wanted: String = words.iter().cycle().take(60).map(|text| line(text)).collect();
    assert_eq!(cleaned("a.jsonl", &input), wanted);
}

#[test]
fn a_long_line_and_many_lines_are_done() {
    let damaged = misread(RIGHT);
    let long = format!("{{\"a\":\"{}\",\"text\":\"{}\"}}\n", "x".repeat(1 << 20), format!("{damaged} ").repeat(4000));
    assert_eq!(cleaned("a.jsonl", &long), long.replace(&damaged, RIGHT));
    let many = format!("{{\"text\":\"{damaged}\",\"id\":\"{damaged}\"}}\n").repeat(16_000);
    let wanted = format!("{{\"text\":\"{RIGHT}\",\"id\":\"{damaged}\"}}\n").repeat(16_000);
    assert!(cleaned("a.jsonl", &many) == wanted);
}

#[test]
fn right_text_stays() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/archive/clean");
    let mut lines = String::new();
    for entry in fs::read_dir(folder).unwrap() {
        let text = fs::read_to_string(entry.unwrap().path()).unwrap_or_default();
        let text = text.trim_start_matches('\u{feff}');
        lines.extend(text.split("\n\n").map(|text| format!("{{\"text\":{}}}\n", serde_json::to_string(text).unwrap())));
    }
    assert_eq!(cleaned("a.jsonl", &lines), lines);
}
