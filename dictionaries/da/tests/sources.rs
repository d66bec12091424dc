//! `SOURCES.toml` tells of every file what it is, and each is the one that it tells of.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

/// What belongs to the crate and not to the data.
const CRATE: [&str; 4] = ["Cargo.toml", "NOTICE", "README.md", "SOURCES.toml"];

fn folder() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn sources() -> toml::Table {
    ordret_da::SOURCES.parse().unwrap()
}

/// Every file of the data, own tables as `own/…`.
fn files() -> BTreeSet<String> {
    let names = |folder: PathBuf| {
        let entries = fs::read_dir(folder).unwrap().map(Result::unwrap);
        entries.filter(|entry| entry.path().is_file()).map(|entry| entry.file_name().into_string().unwrap())
    };
    // A package that cargo made holds files of cargo's own beside them.
    let is_data = |name: &String| !CRATE.contains(&&**name) && !name.starts_with("Cargo.") && !name.starts_with('.');
    let own = names(folder().join("own")).map(|name| format!("own/{name}"));
    names(folder().to_owned()).filter(is_data).chain(own).collect()
}

fn keys(table: &str) -> BTreeSet<String> {
    sources()[table].as_table().unwrap().keys().cloned().collect()
}

fn texts(value: &toml::Value, key: &str) -> Vec<String> {
    let list = value.get(key).and_then(toml::Value::as_array);
    list.into_iter().flatten().map(|text| text.as_str().unwrap().to_owned()).collect()
}

#[test]
fn every_file_is_the_one_recorded_or_the_recipe_was_not_run() {
    assert_eq!(files(), keys("sha256"), "SOURCES.toml lists other files than the folder holds: run the recipe");
    for (file, checksum) in sources()["sha256"].as_table().unwrap() {
        let bytes = fs::read(folder().join(file)).unwrap();
        let found: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(Some(found.as_str()), checksum.as_str(), "{file} changed: run the recipe");
    }
}

#[test]
fn every_file_tells_its_licence_and_what_it_is_made_of() {
    assert_eq!(files(), keys("file"));
    let known: BTreeSet<String> = keys("file").union(&keys("input")).cloned().collect();
    for (file, told) in sources()["file"].as_table().unwrap() {
        let licence = told["licence"].as_str().unwrap();
        assert!(licence.split(" AND ").all(|one| ordret_da::LICENCE.contains(one)), "{file}: {licence}");
        let made_of = texts(told, "made-of");
        assert_eq!(told.get("made-by").is_some(), !made_of.is_empty(), "{file}: what makes it, and of what");
        assert!(made_of.iter().all(|input| known.contains(input)), "{file} is made of {made_of:?}");
    }
}

/// Nothing is freer than the files that it is made of.
#[test]
fn licences_are_handed_on() {
    let sources = sources();
    for (file, told) in sources["file"].as_table().unwrap() {
        for input in texts(told, "made-of").iter().filter_map(|input| sources["file"].get(input)) {
            let (own, handed) = (told["licence"].as_str().unwrap(), input["licence"].as_str().unwrap());
            let bound = handed.split(" AND ").filter(|one| *one != "MIT OR Apache-2.0");
            assert!(bound.clone().all(|one| own.contains(one)), "{file} is {own} and made of what is {handed}");
        }
    }
}

#[test]
fn the_manifest_the_notice_and_the_sources_tell_the_same() {
    let manifest: toml::Table = fs::read_to_string(folder().join("Cargo.toml")).unwrap().parse().unwrap();
    assert_eq!(manifest["package"]["license"].as_str(), Some(ordret_da::LICENCE));
    let source_keys = keys("source");
    for (name, input) in sources()["input"].as_table().unwrap() {
        assert!(source_keys.contains(input["source"].as_str().unwrap()), "{name}");
    }
    let notice = ordret_da::NOTICE.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(notice.contains(ordret_da::LICENCE));
    for (name, source) in sources()["source"].as_table().unwrap() {
        assert!(notice.contains(source["licence"].as_str().unwrap()), "{name}");
        if let Some(address) = source.get("address") {
            assert!(notice.contains(address.as_str().unwrap()), "{name}");
        }
    }
    for licence in ["MPL-1.1", "CC-BY-SA-4.0", "MIT", "Apache-2.0"] {
        assert!(folder().join(format!("LICENSES/{licence}.txt")).is_file(), "{licence}");
    }
}

#[test]
fn own_tables_are_sorted_unique_and_well_formed() {
    for file in files().iter().filter(|file| file.starts_with("own/")) {
        let text = fs::read_to_string(folder().join(file)).unwrap();
        assert!(text.starts_with("# ") && text.ends_with('\n'), "{file} says what it is for");
        let lines: Vec<&str> = text.lines().filter(|line| !line.starts_with('#')).collect();
        let forms: Vec<&str> = lines.iter().map(|line| line.split('\t').next().unwrap()).collect();
        for pair in forms.windows(2) {
            assert!(pair[0] < pair[1], "{file}: {} stands before {}", pair[0], pair[1]);
        }
        for form in forms {
            assert_form(file, form);
        }
    }
}

fn assert_form(file: &str, form: &str) {
    let inner = |c: char| c.is_alphabetic() || "-'.".contains(c);
    assert!(form.starts_with(char::is_alphabetic) && form.chars().all(inner), "{file}: {form:?}");
    let dotted = file == "own/abbreviations.txt";
    assert_eq!(form.contains('.'), dotted, "{file}: dots belong to abbreviations: {form}");
}
