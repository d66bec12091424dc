//! `SOURCES.toml` tells of every file what it is, and each is the one that it tells of.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use sha2::{Digest, Sha256};

/// What belongs to the crate and not to the data.
const CRATE: [&str; 4] = ["Cargo.toml", "NOTICE", "README.md", "SOURCES.toml"];

fn folder() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn sources() -> toml::Table {
    ordret_languages::SOURCES.parse().unwrap()
}

#[test]
fn every_file_is_the_one_recorded() {
    let sources = sources();
    let told = sources["file"].as_table().unwrap();
    let entries = fs::read_dir(folder()).unwrap().map(Result::unwrap).filter(|entry| entry.path().is_file());
    let names = entries.map(|entry| entry.file_name().into_string().unwrap());
    // A package that cargo made holds files of cargo's own beside them.
    let is_data = |name: &String| !CRATE.contains(&&**name) && !name.starts_with("Cargo.") && !name.starts_with('.');
    assert_eq!(names.filter(is_data).collect::<BTreeSet<_>>(), told.keys().cloned().collect());
    for (name, file) in told {
        let bytes = fs::read(folder().join(name)).unwrap();
        let found: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(file["sha256"].as_str(), Some(found.as_str()), "{name} changed: record its checksum");
        let licence = file["licence"].as_str().unwrap();
        let parts = || licence.split(" AND ").flat_map(|part| part.split(" OR "));
        assert!(parts().all(|part| ordret_languages::LICENCE.contains(part)), "{name}: {licence}");
        assert!(parts().all(|part| folder().join(format!("LICENSES/{part}.txt")).is_file()), "{name}: {licence}");
        let made_of = file.get("made-of").and_then(toml::Value::as_array).into_iter().flatten();
        for input in made_of.map(|input| input.as_str().unwrap()) {
            assert!(sources["input"].get(input).is_some(), "{name} is made of {input}");
        }
    }
}

#[test]
fn the_manifest_the_notice_and_the_sources_tell_the_same() {
    let manifest: toml::Table = fs::read_to_string(folder().join("Cargo.toml")).unwrap().parse().unwrap();
    assert_eq!(manifest["package"]["license"].as_str(), Some(ordret_languages::LICENCE));
    let notice = ordret_languages::NOTICE.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(notice.contains(ordret_languages::LICENCE));
    for (name, source) in sources()["source"].as_table().unwrap() {
        assert!(ordret_languages::LICENCE.contains(source["licence"].as_str().unwrap()), "{name}");
        assert!(notice.contains(source["title"].as_str().unwrap()), "{name}");
    }
}
