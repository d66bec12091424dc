//! What lies in `dictionaries/` is told in its `SOURCES.toml`: what it is made of, its licence, its checksum.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use sha2::{Digest, Sha256};

#[test]
fn every_table_is_the_one_recorded() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("dictionaries");
    let sources: toml::Table = fs::read_to_string(folder.join("SOURCES.toml")).unwrap().parse().unwrap();
    let told = sources["file"].as_table().unwrap();
    let names = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let tables: BTreeSet<String> = names.filter(|name| name.ends_with(".tsv") || name.ends_with(".txt")).collect();
    assert_eq!(tables, told.keys().cloned().collect(), "SOURCES.toml names other tables than there are");
    for (name, table) in told {
        let bytes = fs::read(folder.join(name)).unwrap();
        let found: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(table["sha256"].as_str(), Some(found.as_str()), "{name} changed: record its checksum");
        assert!(table["licence"].is_str(), "{name} has a licence");
        assert_eq!(
            table.get("made-of").is_some(),
            table.get("made-by").is_some(),
            "{name}: what makes it, and of what"
        );
    }
}

/// The notice names every source of what is embedded, and its licence.
#[test]
fn the_notice_names_the_sources_of_what_is_embedded() {
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let notice = words(&fs::read_to_string(root.join("NOTICE")).unwrap());
    assert!(notice.contains(env!("CARGO_PKG_LICENSE")));
    for (licence, sources) in
        [(ordret_da::LICENCE, ordret_da::SOURCES), (ordret_languages::LICENCE, ordret_languages::SOURCES)]
    {
        assert!(notice.contains(licence), "{licence}");
        let sources: toml::Table = sources.parse().unwrap();
        for source in sources["source"].as_table().unwrap().values() {
            let told = |key: &str| source.get(key).is_none_or(|text| notice.contains(&words(text.as_str().unwrap())));
            assert!(told("title") && told("address") && told("licence"), "{:?}", source["title"]);
        }
    }
}
