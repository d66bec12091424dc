//! What is written is as `docs/schema/` says, and what is printed for other programs as their formats say.
#![cfg(feature = "cli")]

mod schema;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::{Value, json};

/// Documents with what a ledger may hold: misread words, lines that are joined, other encodings, what is no text.
fn archive(home: &Path) {
    let folder = home.join("arkiv");
    fs::create_dir_all(folder.join("1984")).unwrap();
    let quiet = "Udvalget godkendte referatet og gik videre til næste punkt.\n\n".repeat(60);
    let damaged = "Storste bekymring er vejene. Foreningen vil sporge kommunen om stotte til losningen pa modet, for naeste \
                   ar begynder, og bestyrelsen onsker at drofte spergsmalet pa modet. Det h?r var sort. Sagen blev drÃ¸ftet.\n";
    fs::write(folder.join("1984/referat.txt"), quiet + damaged).unwrap();
    fs::write(folder.join("bred.txt"), wrapped()).unwrap();
    fs::write(folder.join("forvansket.txt"), "Sagen blev drÃ¸ftet pÃ¥ mÃ¸det i gÃ¥r.\n\n".repeat(40)).unwrap();
    fs::write(
        folder.join("gammel.txt"),
        b"Formanden \xf8nskede en afg\xf8relse om \xe5en, % og : inden n\xe6ste m\xf8de.\n",
    )
    .unwrap();
    fs::write(folder.join("billede.png"), b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01").unwrap();
    let mail = "Subject: =?utf-8?Q?M=C3=B8de?=\nContent-Type: text/plain; charset=utf-8\n\
                Content-Transfer-Encoding: quoted-printable\n\nSagen blev dr=C3=83=C2=B8ftet p=C3=83=C2=A5 m=C3=83=C2=B8det.\n";
    fs::write(folder.join("brev.eml"), mail).unwrap();
    let mut tar = tar::Builder::new(Vec::new());
    for (name, text) in [("en.txt", "Sagen blev drÃ¸ftet.\n"), ("to.txt", "Den er drøftet.\n")] {
        let mut header = tar::Header::new_gnu();
        header.set_size(text.len() as u64);
        tar.append_data(&mut header, name, text.as_bytes()).unwrap();
    }
    fs::write(folder.join("pakket.tar"), tar.into_inner().unwrap()).unwrap();
    fs::write(home.join("undtaget.txt"), "Sagen blev drÃ¸ftet.").unwrap();
}

/// Text whose lines a printer wrapped.
fn wrapped() -> String {
    let sentences = [
        "Bestyrelsen gennemgik regnskabet for det forløbne år og godkendte det uden bemærkninger.",
        "Formanden fortalte om de nye lokaler, som foreningen havde lejet af kommunen.",
        "Der var mange, der gerne ville høre mere om planerne for sommeren og efteråret.",
        "Kassereren mente, at kontingentet burde blive det samme som i de sidste tre år.",
    ];
    let words = (0..24).flat_map(|at| sentences[(at * 3 + at / 4) % 4].split(' '));
    let (mut text, mut width) = (String::new(), 0);
    for word in words {
        let length = word.chars().count() + 1;
        let is_full = width + length > 70;
        if width > 0 {
            text.push(if is_full { '\n' } else { ' ' });
        }
        width = if is_full { length } else { width + length };
        text.push_str(word);
    }
    text + "\n"
}

fn ordret(home: &Path, arguments: &[&str]) -> String {
    let ran =
        Command::new(env!("CARGO_BIN_EXE_ordret")).args(arguments).current_dir(home).stdin(Stdio::null()).output();
    let ran = ran.unwrap();
    assert!(ran.status.code().is_some_and(|code| code <= 1), "{}", String::from_utf8_lossy(&ran.stderr));
    String::from_utf8(ran.stdout).unwrap()
}

fn schema_of(name: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/schema").join(format!("{name}.schema.json"));
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

/// That each line is as the schema says; gives the types of lines that there are.
fn types_of(lines: &str, schema: &str) -> BTreeSet<String> {
    let schema = schema_of(schema);
    let mut types = BTreeSet::new();
    for line in lines.lines() {
        let value: Value = serde_json::from_str(line).unwrap();
        assert_eq!(schema::faults(&schema, &value), [""; 0], "{line}");
        types.insert(value["type"].as_str().unwrap().to_owned());
    }
    types
}

fn set(types: &[&str]) -> BTreeSet<String> {
    types.iter().map(ToString::to_string).collect()
}

#[test]
fn the_ledger_is_as_its_schema_says() {
    let home = tempfile::tempdir().unwrap();
    archive(home.path());
    ordret(home.path(), &["clean", "arkiv", "-o", "renset"]);
    let ledger = fs::read_to_string(home.path().join("renset/.ordret/ledger.jsonl")).unwrap();
    assert_eq!(
        types_of(&ledger, "ledger"),
        set(&["ledger", "document", "member", "splice", "edit", "edits", "mixed", "suspect", "end"])
    );
}

#[test]
fn reports_are_as_their_schema_says() {
    let home = tempfile::tempdir().unwrap();
    archive(home.path());
    let all = ["report", "document", "edit", "suspect", "summary"];
    for (command, types) in [
        (&["check", "arkiv", "--level", "doubtful"][..], &all[..]),
        (&["clean", "arkiv", "-o", "renset"], &all),
        (&["clean", "arkiv", "-o", "renset"], &["report", "unchanged", "summary"]),
        (&["diff", "arkiv"], &["report", "document", "edit", "summary"]),
        (&["explain", "arkiv/1984/referat.txt"], &all),
        (&["check", "arkiv", "--group"], &["report", "series", "summary"]),
    ] {
        let printed = ordret(home.path(), &[command, &["--format", "json"]].concat());
        assert_eq!(types_of(&printed, "report"), set(types), "{command:?}");
        let last: Value = serde_json::from_str(printed.lines().last().unwrap()).unwrap();
        assert_eq!(schema::faults(&schema_of("summary"), &last), [""; 0]);
    }
}

#[test]
fn an_archive_at_a_glance_is_as_its_schema_says() {
    let home = tempfile::tempdir().unwrap();
    archive(home.path());
    fs::write(home.path().join("arkiv/halv.txt.gz"), b"\x1f\x8b\x08\0\0\0\0\0\0\x03half").unwrap();
    let mut clean = Command::new(env!("CARGO_BIN_EXE_ordret"));
    let cleaned = clean.args(["clean", "arkiv", "-o", "renset", "--format", "json"]).current_dir(home.path());
    let cleaned = cleaned.output().unwrap();
    let last = String::from_utf8(cleaned.stdout).unwrap().lines().last().unwrap().to_owned();
    let overview: Value =
        serde_json::from_str(&ordret(home.path(), &["summary", "renset", "--format", "json"])).unwrap();
    assert_eq!(schema::faults(&schema_of("overview"), &overview), [""; 0]);
    assert_eq!((overview["failed_count"].as_u64(), overview["is_finished"].as_bool()), (Some(1), Some(true)));
    // Both count alike.
    let summary: Value = serde_json::from_str(&last).unwrap();
    let count = |found: &Value| found["count"].as_u64().unwrap();
    for (counted, told) in [(&summary["edits"], "edits"), (&summary["suspects"], "suspects")] {
        for rule in overview["rules"].as_array().unwrap() {
            let of_rule = counted.as_array().unwrap().iter().filter(|found| found["rules"] == rule["rule"]);
            assert_eq!(rule[told].as_u64(), Some(of_rule.map(count).sum()), "{rule}");
        }
    }
}

/// A finding is called the same wherever it is written down.
#[test]
fn findings_have_names() {
    let home = tempfile::tempdir().unwrap();
    archive(home.path());
    ordret(home.path(), &["clean", "arkiv", "-o", "renset"]);
    let names = |lines: &str| -> BTreeSet<String> {
        let values = lines.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
        values.filter_map(|value| value["id"].as_str().map(str::to_owned)).collect()
    };
    let ledger = fs::read_to_string(home.path().join("renset/.ordret/ledger.jsonl")).unwrap();
    let report = ordret(home.path(), &["check", "arkiv", "--level", "doubtful", "--format", "json"]);
    let sarif: Value =
        serde_json::from_str(&ordret(home.path(), &["check", "arkiv", "--level", "doubtful", "--format", "sarif"]))
            .unwrap();
    let results = sarif["runs"][0]["results"].as_array().unwrap();
    let printed: BTreeSet<String> = results
        .iter()
        .map(|result| result["partialFingerprints"]["ordretFinding/v1"].as_str().unwrap().to_owned())
        .collect();
    assert!(names(&ledger).len() > 5 && names(&ledger).is_subset(&names(&report)));
    assert_eq!(printed, names(&report));
    assert_eq!(results.len(), printed.len());
    // What shares a line of the ledger has its names there, too.
    let again = ordret(home.path(), &["clean", "arkiv", "-o", "igen", "--format", "json"]);
    assert_eq!(names(&again), names(&report));
}

#[test]
fn sarif_is_sarif() {
    let home = tempfile::tempdir().unwrap();
    archive(home.path());
    let schema: Value = serde_json::from_str(include_str!("schema/sarif.json")).unwrap();
    for command in
        [&["check", "arkiv", "--level", "doubtful"][..], &["clean", "arkiv", "-o", "renset"], &["diff", "arkiv"]]
    {
        let log: Value =
            serde_json::from_str(&ordret(home.path(), &[command, &["--format", "sarif"]].concat())).unwrap();
        assert_eq!(schema::faults(&schema, &log), [""; 0], "{command:?}");
        let run = &log["runs"][0];
        let known: Vec<&Value> =
            run["tool"]["driver"]["rules"].as_array().unwrap().iter().map(|rule| &rule["id"]).collect();
        let results = run["results"].as_array().unwrap();
        assert!(!results.is_empty() && results.iter().all(|result| known.contains(&&result["ruleId"])));
        for result in results {
            let region = &result["locations"][0]["physicalLocation"];
            let file = home.path().join(command.get(1).filter(|_| command[0] != "clean").map_or("arkiv", |_| ""));
            let uri = region["artifactLocation"]["uri"].as_str().unwrap();
            // What is in an archive is no file.
            let Some(bytes) = (!uri.contains("//")).then(|| fs::read(file.join(uri)).unwrap()) else { continue };
            let region = &region["region"];
            let (start, length) = (region["byteOffset"].as_u64().unwrap(), region["byteLength"].as_u64().unwrap());
            let passage = &bytes[start as usize..(start + length) as usize];
            if let (Ok(passage), true) = (std::str::from_utf8(passage), region.get("snippet").is_some()) {
                assert_eq!(region["snippet"]["text"], json!(passage));
            }
        }
    }
}

#[test]
fn github_is_told_in_workflow_commands() {
    let home = tempfile::tempdir().unwrap();
    archive(home.path());
    fs::copy(home.path().join("arkiv/1984/referat.txt"), home.path().join("arkiv/a, b:100%.txt")).unwrap();
    let printed = ordret(home.path(), &["check", "arkiv", "--format", "github"]);
    assert!(printed.contains("::error file=arkiv/1984/referat.txt,line=121,endLine=121,col="), "{printed}");
    assert!(printed.contains("::error file=arkiv/a%2C b%3A100%25.txt,line=121,"), "{printed}");
    let is_command = |line: &str| {
        ["::error file=", "::warning file=", "::notice file="].iter().any(|start| line.starts_with(start))
            && line.contains(",title=")
    };
    assert!(printed.lines().all(is_command), "{printed}");
}

#[test]
fn decisions_are_as_their_schema_says() {
    let schema = schema_of("decisions");
    let text = include_str!("cmd/decisions.in/a.jsonl").to_owned() + include_str!("cmd/decisions.in/b.jsonl");
    let shown = include_str!("../docs/report.md")
        .lines()
        .filter(|line| line.starts_with("{\"type\":\"deci") || line.starts_with("{\"type\":\"undo"));
    for line in text.lines().chain(shown).filter(|line| !line.trim().is_empty()) {
        assert_eq!(schema::faults(&schema, &serde_json::from_str(line).unwrap()), [""; 0], "{line}");
    }
    let wrong = json!({ "type": "decision", "rule": "W101", "text": "pa", "id": "0123456789abcdef" });
    assert!(!schema::faults(&schema, &wrong).is_empty(), "a place is all of it or none");
}
