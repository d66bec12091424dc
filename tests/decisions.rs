//! What becomes of decisions: of one place, of series for good, of reviewers who contradict each other.
#![cfg(feature = "cli")]

mod support;

use std::fs;

use serde_json::{Value, json};
use support::Home;

/// A folder with an archive of two documents, in which `h?r` is doubted.
fn home() -> Home {
    let home = Home::new();
    let quiet = "Udvalget godkendte referatet og gik videre til næste punkt.\n\n".repeat(60);
    for name in ["en", "to"] {
        home.write(
            &format!("arkiv/1984/{name}.txt"),
            format!("{quiet}Nummer {name}.\n\nDet h?r var sort. Vejen er lang.\n\nDet h?r var kort.\n"),
        );
    }
    home
}

/// Decisions about each place in which `h?r` is doubted, as the page exports them.
fn places(home: &Home, folder: &str, reading: &str) -> Vec<Value> {
    let (mut document, mut places) = (Value::Null, Vec::new());
    for record in home.ledger(folder) {
        match record["type"].as_str() {
            Some("document" | "member") => document = record,
            Some("suspect") if record["text"] == "h?r" => places.push(json!({
                "type": "decision", "rule": record["rule"], "text": "h?r", "reading": reading, "id": record["id"],
                "path": document["path"], "document": document["input"]["blake3"], "input": record["input"],
            })),
            _ => {}
        }
    }
    places
}

#[test]
fn one_place_is_decided_and_the_others_are_left() {
    let home = home();
    home.run("clean arkiv -o renset");
    let decided = places(&home, "renset", "hår");
    assert_eq!(decided.len(), 4);
    home.write("afgjort.jsonl", format!("{}\n", decided[1]));
    for folder in ["afgjort", "igen"] {
        assert_eq!(home.run(&format!("clean arkiv -o {folder} --decisions afgjort.jsonl -j 2")).code, 0);
        let text = home.read(&format!("{folder}/1984/en.txt"));
        assert!(text.ends_with("Det h?r var sort. Vejen er lang.\n\nDet hår var kort.\n"), "{text}");
    }
    let of_place = home.ledger("afgjort").into_iter().find(|record| record["id"] == decided[1]["id"]).unwrap();
    assert_eq!((&of_place["type"], &of_place["after"]), (&"edit".into(), &"hår".into()));
    assert_eq!(places(&home, "afgjort", "").len(), 3);
    assert_eq!(home.run("clean arkiv -o afgjort --decisions afgjort.jsonl").code, 0);
    home.run("restore afgjort -o tilbage");
    let read = |folder: &str| home.read(&format!("{folder}/1984/en.txt"));
    assert_eq!(read("tilbage"), read("arkiv"));
    // It goes before what is decided of the series.
    let series = json!({ "type": "decision", "rule": "E106", "text": "h?r", "reading": "hør" });
    home.write("afgjort.jsonl", format!("{}\n{series}\n", decided[1]));
    home.run("clean arkiv -o begge --decisions afgjort.jsonl");
    let text = home.read("begge/1984/en.txt");
    assert!(text.ends_with("Det hør var sort. Vejen er lang.\n\nDet hår var kort.\n"), "{text}");
}

#[test]
fn what_was_decided_of_another_version_is_refused_by_name() {
    let home = home();
    home.run("clean arkiv -o renset");
    let decided = places(&home, "renset", "hår");
    let lines: String = [&decided[0], &decided[2]].map(|line| format!("{line}\n")).concat();
    home.write("afgjort.jsonl", &lines);
    home.write("arkiv/1984/en.txt", "Et nyt referat. Det h?r var sort.\n");
    let ran = home.run("clean arkiv -o afgjort --decisions afgjort.jsonl");
    assert_eq!(ran.code, 3, "{}", ran.stderr);
    let named = "refused, its document was changed since it was decided: 1984/en.txt: E106 \"h?r\" at byte";
    assert!(ran.stderr.contains(named) && ran.stderr.contains("in afgjort.jsonl:1)"), "{}", ran.stderr);
    assert!(!ran.stderr.contains("1984/to.txt: E106"), "{}", ran.stderr);
    let edits = home.ledger("afgjort").into_iter().filter(|record| record["after"] == "hår").count();
    assert_eq!(edits, 1, "the other document is done");
    assert_eq!(home.run("check arkiv --decisions afgjort.jsonl").code, 3);
    // A line that was changed by hand into one about another place is none.
    home.write("forkert.jsonl", lines.replacen("\"input\":[", "\"input\":[1", 1));
    let ran = home.run("check arkiv --decisions forkert.jsonl");
    assert!(ran.code == 2 && ran.stderr.contains("is of another finding"), "{}", ran.stderr);
}

#[test]
fn reviewers_who_contradict_each_other_are_named() {
    let home = home();
    home.run("clean arkiv -o renset");
    let (one, two) = (&places(&home, "renset", "hår")[0], &places(&home, "renset", "hør")[0]);
    home.write("kb.jsonl", format!("{one}\n"));
    home.write("ms.jsonl", format!("\n{two}\n"));
    let ran = home.run("clean arkiv -o afgjort --decisions kb.jsonl --decisions ms.jsonl");
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("kb.jsonl:1 says E106 \"h?r\" in 1984/en.txt at byte"), "{}", ran.stderr);
    assert!(ran.stderr.contains("ms.jsonl:2 says"), "{}", ran.stderr);
    // Who takes back what he said contradicts nobody.
    let undo = two.to_string().replace("\"decision\"", "\"undo\"");
    home.write("ms.jsonl", format!("{two}\n{undo}\n{one}\n"));
    assert_eq!(home.run("clean arkiv -o afgjort --decisions kb.jsonl --decisions ms.jsonl").code, 0);
}

#[test]
fn decisions_become_rules_of_the_archive() {
    let home = home();
    home.write(
        "kb.jsonl",
        "{\"type\":\"decision\",\"rule\":\"E106\",\"text\":\"h?r\",\"reading\":\"hår\",\"by\":\"KB\"}\n",
    );
    home.write("ms.jsonl", "{\"type\":\"decision\",\"rule\":\"E106\",\"text\":\"h?r\",\"by\":\"MS\"}\n");
    assert_eq!(home.run("learn --decisions kb.jsonl -o kb.profile").code, 0);
    assert_eq!(home.run("learn --decisions ms.jsonl -o ms.profile").code, 0);
    let ran = home.run("clean arkiv -o renset --profile kb.profile");
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let made: Vec<Value> = home.ledger("renset").into_iter().filter(|record| record["after"] == "hår").collect();
    assert!(made.iter().all(|edit| edit["evidence"] == "decided by KB, in kb.jsonl:1"), "{made:?}");
    // Edits that are alike share a line.
    let count = |record: &Value| record["at"].as_array().map_or(1, Vec::len);
    assert_eq!(made.iter().map(count).sum::<usize>(), 4);
    // What is decided now goes before it, and what is not met any more is no news.
    home.run("clean arkiv -o andet --profile kb.profile --decisions ms.jsonl");
    assert!(home.ledger("andet").iter().all(|record| record["after"] != "hår" && record["text"] != "h?r"));
    home.write("kort.txt", "Ingenting.\n");
    assert!(!home.run("check kort.txt --profile kb.profile").stderr.contains("not found any more"));
    let ran = home.run("learn --merge kb.profile --merge ms.profile -o begge.profile");
    assert_eq!(ran.code, 2);
    assert!(
        ran.stderr.contains(
            "E106 \"h?r\" is \"hår\" (decided by KB, in kb.jsonl:1), and right (decided by MS, in ms.jsonl:1)"
        )
    );
}

/// Places in archives and in fields are decided as those of other documents.
#[test]
fn places_of_members_and_fields_are_decided() {
    let home = home();
    let text = |name: &str| home.read(&format!("arkiv/1984/{name}"));
    let (one, two) = (text("en.txt"), text("to.txt"));
    fs::remove_dir_all(home.path("arkiv")).unwrap();
    let mut tar = tar::Builder::new(Vec::new());
    let mut header = tar::Header::new_gnu();
    header.set_size(one.len() as u64);
    tar.append_data(&mut header, "en.txt", one.as_bytes()).unwrap();
    home.write("arkiv/en.tar", tar.into_inner().unwrap());
    home.write("arkiv/to.jsonl", format!("{}\n", json!({ "text": two })));
    home.run("clean arkiv -o renset --field text");
    let decided = places(&home, "renset", "hår");
    assert_eq!(decided.len(), 4);
    home.write("afgjort.jsonl", format!("{}\n{}\n", decided[1], decided[2]));
    let ran = home.run("clean arkiv -o afgjort --field text --decisions afgjort.jsonl");
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let archive = home.read_bytes("afgjort/en.tar");
    let records = home.read_bytes("afgjort/to.jsonl");
    let (archive, records) = (String::from_utf8_lossy(&archive), String::from_utf8_lossy(&records));
    assert!(archive.contains("h?r var sort.") && archive.contains("hår var kort."), "{archive}");
    assert!(records.contains("hår var sort.") && records.contains("h?r var kort."), "{records}");
    assert!(!ran.stderr.contains("decision"), "{}", ran.stderr);
    home.run("restore afgjort -o tilbage");
    for name in ["en.tar", "to.jsonl"] {
        assert!(home.read_bytes(&format!("arkiv/{name}")) == home.read_bytes(&format!("tilbage/{name}")));
    }
    // Of another version of the document nothing was decided.
    home.write("arkiv/to.jsonl", format!("{}\n", json!({ "text": format!("Nyt. {two}") })));
    let ran = home.run("clean arkiv -o siden --field text --decisions afgjort.jsonl");
    assert!(ran.stderr.contains("to.jsonl"), "{}", ran.stderr);
}
