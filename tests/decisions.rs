//! What becomes of decisions: of one place, of series for good, of reviewers who contradict each other.
#![cfg(feature = "cli")]

use std::fs;
use std::process::{Command, Stdio};

use serde_json::{Value, json};

/// What a run said, and how it ended.
struct Ran {
    code: i32,
    said: String,
}

/// A folder with an archive of two documents, in which `pa` is doubted.
struct Home(tempfile::TempDir);

impl Home {
    fn new() -> Self {
        let home = Self(tempfile::tempdir().unwrap());
        fs::create_dir_all(home.0.path().join("arkiv/1984")).unwrap();
        let quiet = "Udvalget godkendte referatet og gik videre til næste punkt.\n\n".repeat(60);
        for name in ["en", "to"] {
            home.write(
                &format!("arkiv/1984/{name}.txt"),
                &format!("{quiet}Nummer {name}.\n\nDet h?r var sort. Vejen er lang.\n\nDet h?r var kort.\n"),
            );
        }
        home
    }

    fn write(&self, path: &str, text: &str) {
        fs::write(self.0.path().join(path), text).unwrap();
    }

    fn run(&self, line: &str) -> Ran {
        let mut command = Command::new(env!("CARGO_BIN_EXE_ordret"));
        let ran = command.args(line.split(' ')).current_dir(self.0.path()).stdin(Stdio::null()).output().unwrap();
        Ran { code: ran.status.code().unwrap(), said: String::from_utf8(ran.stderr).unwrap() }
    }

    fn ledger(&self, folder: &str) -> Vec<Value> {
        let ledger = fs::read_to_string(self.0.path().join(folder).join(".ordret/ledger.jsonl")).unwrap();
        ledger.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    /// Decisions about each place in which `h?r` is doubted, as the page exports them.
    fn places(&self, folder: &str, reading: &str) -> Vec<Value> {
        let (mut document, mut places) = (Value::Null, Vec::new());
        for record in self.ledger(folder) {
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
}

#[test]
fn one_place_is_decided_and_the_others_are_left() {
    let home = Home::new();
    home.run("clean arkiv -o renset");
    let places = home.places("renset", "hår");
    assert_eq!(places.len(), 4);
    home.write("afgjort.jsonl", &format!("{}\n", places[1]));
    for folder in ["afgjort", "igen"] {
        assert_eq!(home.run(&format!("clean arkiv -o {folder} --decisions afgjort.jsonl -j 2")).code, 0);
        let text = fs::read_to_string(home.0.path().join(folder).join("1984/en.txt")).unwrap();
        assert!(text.ends_with("Det h?r var sort. Vejen er lang.\n\nDet hår var kort.\n"), "{text}");
    }
    let of_place = home.ledger("afgjort").into_iter().find(|record| record["id"] == places[1]["id"]).unwrap();
    assert_eq!((&of_place["type"], &of_place["after"]), (&"edit".into(), &"hår".into()));
    assert_eq!(home.places("afgjort", "").len(), 3);
    assert_eq!(home.run("clean arkiv -o afgjort --decisions afgjort.jsonl").code, 0);
    home.run("restore afgjort -o tilbage");
    let read = |folder: &str| fs::read(home.0.path().join(folder).join("1984/en.txt")).unwrap();
    assert_eq!(read("tilbage"), read("arkiv"));
    // It goes before what is decided of the series.
    let series = json!({ "type": "decision", "rule": "E106", "text": "h?r", "reading": "hør" });
    home.write("afgjort.jsonl", &format!("{}\n{series}\n", places[1]));
    home.run("clean arkiv -o begge --decisions afgjort.jsonl");
    let text = fs::read_to_string(home.0.path().join("begge/1984/en.txt")).unwrap();
    assert!(text.ends_with("Det hør var sort. Vejen er lang.\n\nDet hår var kort.\n"), "{text}");
}

#[test]
fn what_was_decided_of_another_version_is_refused_by_name() {
    let home = Home::new();
    home.run("clean arkiv -o renset");
    let places = home.places("renset", "hår");
    let lines: String = [&places[0], &places[2]].map(|line| format!("{line}\n")).concat();
    home.write("afgjort.jsonl", &lines);
    home.write("arkiv/1984/en.txt", "Et nyt referat. Det h?r var sort.\n");
    let ran = home.run("clean arkiv -o afgjort --decisions afgjort.jsonl");
    assert_eq!(ran.code, 3, "{}", ran.said);
    let named = "refused, its document was changed since it was decided: 1984/en.txt: E106 \"h?r\" at byte";
    assert!(ran.said.contains(named) && ran.said.contains("in afgjort.jsonl:1)"), "{}", ran.said);
    assert!(!ran.said.contains("1984/to.txt: E106"), "{}", ran.said);
    let edits = home.ledger("afgjort").into_iter().filter(|record| record["after"] == "hår").count();
    assert_eq!(edits, 1, "the other document is done");
    assert_eq!(home.run("check arkiv --decisions afgjort.jsonl").code, 3);
    // A line that was changed by hand into one about another place is none.
    home.write("forkert.jsonl", &lines.replacen("\"input\":[", "\"input\":[1", 1));
    let ran = home.run("check arkiv --decisions forkert.jsonl");
    assert!(ran.code == 2 && ran.said.contains("is of another finding"), "{}", ran.said);
}

#[test]
fn reviewers_who_contradict_each_other_are_named() {
    let home = Home::new();
    home.run("clean arkiv -o renset");
    let (one, two) = (&home.places("renset", "hår")[0], &home.places("renset", "hør")[0]);
    home.write("kb.jsonl", &format!("{one}\n"));
    home.write("ms.jsonl", &format!("\n{two}\n"));
    let ran = home.run("clean arkiv -o afgjort --decisions kb.jsonl --decisions ms.jsonl");
    assert_eq!(ran.code, 2);
    assert!(ran.said.contains("kb.jsonl:1 says E106 \"h?r\" in 1984/en.txt at byte"), "{}", ran.said);
    assert!(ran.said.contains("ms.jsonl:2 says"), "{}", ran.said);
    // Who takes back what he said contradicts nobody.
    let undo = two.to_string().replace("\"decision\"", "\"undo\"");
    home.write("ms.jsonl", &format!("{two}\n{undo}\n{one}\n"));
    assert_eq!(home.run("clean arkiv -o afgjort --decisions kb.jsonl --decisions ms.jsonl").code, 0);
}

#[test]
fn decisions_become_rules_of_the_archive() {
    let home = Home::new();
    home.write(
        "kb.jsonl",
        "{\"type\":\"decision\",\"rule\":\"E106\",\"text\":\"h?r\",\"reading\":\"hår\",\"by\":\"KB\"}\n",
    );
    home.write("ms.jsonl", "{\"type\":\"decision\",\"rule\":\"E106\",\"text\":\"h?r\",\"by\":\"MS\"}\n");
    assert_eq!(home.run("learn --decisions kb.jsonl -o kb.profile").code, 0);
    assert_eq!(home.run("learn --decisions ms.jsonl -o ms.profile").code, 0);
    let ran = home.run("clean arkiv -o renset --profile kb.profile");
    assert_eq!(ran.code, 0, "{}", ran.said);
    let made: Vec<Value> = home.ledger("renset").into_iter().filter(|record| record["after"] == "hår").collect();
    assert!(made.iter().all(|edit| edit["evidence"] == "decided by KB, in kb.jsonl:1"), "{made:?}");
    // Edits that are alike share a line.
    let count = |record: &Value| record["at"].as_array().map_or(1, Vec::len);
    assert_eq!(made.iter().map(count).sum::<usize>(), 4);
    // What is decided now goes before it, and what is not met any more is no news.
    home.run("clean arkiv -o andet --profile kb.profile --decisions ms.jsonl");
    assert!(home.ledger("andet").iter().all(|record| record["after"] != "hår" && record["text"] != "h?r"));
    home.write("kort.txt", "Ingenting.\n");
    assert!(!home.run("check kort.txt --profile kb.profile").said.contains("not found any more"));
    let ran = home.run("learn --merge kb.profile --merge ms.profile -o begge.profile");
    assert_eq!(ran.code, 2);
    assert!(
        ran.said.contains(
            "E106 \"h?r\" is \"hår\" (decided by KB, in kb.jsonl:1), and right (decided by MS, in ms.jsonl:1)"
        )
    );
}

/// Places in archives and in fields are decided as those of other documents.
#[test]
fn places_of_members_and_fields_are_decided() {
    let home = Home::new();
    let text = |name: &str| fs::read_to_string(home.0.path().join("arkiv/1984").join(name)).unwrap();
    let (one, two) = (text("en.txt"), text("to.txt"));
    fs::remove_dir_all(home.0.path().join("arkiv")).unwrap();
    fs::create_dir(home.0.path().join("arkiv")).unwrap();
    let mut tar = tar::Builder::new(Vec::new());
    let mut header = tar::Header::new_gnu();
    header.set_size(one.len() as u64);
    tar.append_data(&mut header, "en.txt", one.as_bytes()).unwrap();
    fs::write(home.0.path().join("arkiv/en.tar"), tar.into_inner().unwrap()).unwrap();
    home.write("arkiv/to.jsonl", &format!("{}\n", json!({ "text": two })));
    home.run("clean arkiv -o renset --field text");
    let places = home.places("renset", "hår");
    assert_eq!(places.len(), 4);
    home.write("afgjort.jsonl", &format!("{}\n{}\n", places[1], places[2]));
    let ran = home.run("clean arkiv -o afgjort --field text --decisions afgjort.jsonl");
    assert_eq!(ran.code, 0, "{}", ran.said);
    let archive = fs::read(home.0.path().join("afgjort/en.tar")).unwrap();
    let records = fs::read(home.0.path().join("afgjort/to.jsonl")).unwrap();
    let (archive, records) = (String::from_utf8_lossy(&archive), String::from_utf8_lossy(&records));
    assert!(archive.contains("h?r var sort.") && archive.contains("hår var kort."), "{archive}");
    assert!(records.contains("hår var sort.") && records.contains("h?r var kort."), "{records}");
    assert!(!ran.said.contains("decision"), "{}", ran.said);
    home.run("restore afgjort -o tilbage");
    for name in ["en.tar", "to.jsonl"] {
        assert!(
            fs::read(home.0.path().join("arkiv").join(name)).unwrap()
                == fs::read(home.0.path().join("tilbage").join(name)).unwrap()
        );
    }
    // Of another version of the document nothing was decided.
    home.write("arkiv/to.jsonl", &format!("{}\n", json!({ "text": format!("Nyt. {two}") })));
    let ran = home.run("clean arkiv -o siden --field text --decisions afgjort.jsonl");
    assert!(ran.said.contains("to.jsonl"), "{}", ran.said);
}
