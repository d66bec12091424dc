//! What holds for every kind of container.

use std::fs;

use ordret::archive::{self, Selection};
use proptest::prelude::*;

use super::mirror::{DAMAGED, Failures, MENDED, clean, clean_with, cleaning, files, home, noise, restore};
use super::packing::{PACKINGS, packed, unpacked};
use super::tars::{archive_of, entries, member, odd_members};
use super::zips::{Zipped, listed, zip_of};

#[test]
fn members_may_be_documents_of_records() {
    let (_home, [input, output, back]) = home();
    let lines = format!("{{\"id\":1,\"text\":{:?}}}\n", DAMAGED.trim()).repeat(20);
    let archive = archive_of(&[member(b"a.jsonl", lines.as_bytes()), member(b"b.txt", DAMAGED.as_bytes())]);
    fs::write(input.join("a.tar"), &archive).unwrap();
    fs::write(input.join("b.jsonl.gz"), packed(".gz", lines.as_bytes())).unwrap();
    fs::write(input.join("c.zip"), zip_of(&[Zipped::new("c.jsonl", lines.as_bytes())])).unwrap();
    let mut cleaning = cleaning(2);
    cleaning.repairer.records.fields = vec!["text".to_owned()];
    let (tally, failures) = clean_with(&input, &output, &cleaning);
    assert_eq!((failures, tally.changed_members), (vec![], 4));
    let mended = lines.replace(DAMAGED.trim(), MENDED.trim());
    assert!(entries(&fs::read(output.join("a.tar")).unwrap())[0].4 == mended.as_bytes());
    assert!(unpacked(".gz", &fs::read(output.join("b.jsonl.gz")).unwrap()) == mended.as_bytes());
    assert!(listed(&fs::read(output.join("c.zip")).unwrap())[0].1 == mended.as_bytes());
    assert_eq!(restore(&output, &back).1, [""; 0]);
    assert!(fs::read(back.join("a.tar")).unwrap() == archive);
    assert!(unpacked(".gz", &fs::read(back.join("b.jsonl.gz")).unwrap()) == lines.as_bytes());
}

#[test]
fn the_number_of_threads_leaves_no_trace() {
    let (home, [input, ..]) = home();
    let many = (0..300).map(|n| member(format!("{n}.txt").as_bytes(), DAMAGED.repeat(n % 5).as_bytes()));
    let members: Vec<Vec<u8>> = odd_members().into_iter().chain(many).collect();
    fs::write(input.join("a.tar.gz"), packed(".gz", &archive_of(&members))).unwrap();
    let names: Vec<String> = (0..300).map(|n| format!("{n}.txt")).collect();
    let zipped: Vec<Zipped> = names.iter().map(|name| Zipped::new(name, DAMAGED.as_bytes())).collect();
    fs::write(input.join("b.zip"), zip_of(&zipped)).unwrap();
    let outputs = [1, 2, 5].map(|threads| {
        let output = home.path().join(threads.to_string());
        clean_with(&input, &output, &cleaning(threads));
        (files(&output), fs::read(output.join(".ordret/ledger.jsonl")).unwrap())
    });
    assert!(outputs[0] == outputs[1] && outputs[1] == outputs[2]);
}

#[test]
fn a_file_that_only_looks_like_a_container_is_a_document() {
    let (_home, [input, output, _]) = home();
    fs::write(input.join("a.tar"), DAMAGED).unwrap();
    fs::write(input.join("b.gz"), DAMAGED).unwrap();
    fs::write(input.join("c.txt"), packed(".gz", DAMAGED.as_bytes())).unwrap();
    let (tally, _) = clean(&input, &output);
    assert_eq!((tally.changed, tally.members, tally.passed), (2, 0, 1));
}

#[test]
fn check_and_learn_look_into_containers() {
    let (_home, [input, ..]) = home();
    fs::write(input.join("a.tar.gz"), packed(".gz", &archive_of(&odd_members()))).unwrap();
    let repairer = cleaning(2).repairer;
    let mut failures = Failures::default();
    let selection = Selection::default();
    let tally = archive::check(std::slice::from_ref(&input), &selection, &repairer, 2, &mut failures).unwrap();
    assert_eq!((tally.changed, tally.changed_members, failures.0.len()), (1, 11, 0));
    let (profile, learned) = archive::learn(&[input], &selection, &repairer, &mut failures).unwrap();
    assert_eq!((learned.documents, learned.failures), (14, 0));
    assert!(profile.counts().words().any(|word| word.form == "drøftet"));
}

/// Contents of members of every kind.
fn content() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        (0usize..60).prop_map(|lines| DAMAGED.repeat(lines).into_bytes()),
        (0usize..60).prop_map(|lines| MENDED.repeat(lines).into_bytes()),
        (0u64..99, 0usize..3000).prop_map(|(seed, length)| noise(seed, length)),
        "[ -~æøå\n]{0,900}".prop_map(String::into_bytes),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn every_archive_comes_back(contents in prop::collection::vec(content(), 0..12), ending in 0usize..5) {
        let ending = PACKINGS[ending];
        let members: Vec<Vec<u8>> =
            contents.iter().enumerate().map(|(n, content)| member(format!("{n}.txt").as_bytes(), content)).collect();
        let archive = archive_of(&members);
        let (_home, [input, output, back]) = home();
        let name = format!("a.tar{ending}");
        fs::write(input.join(&name), packed(ending, &archive)).unwrap();
        let (_, failures) = clean(&input, &output);
        prop_assert_eq!(failures, [""; 0]);
        prop_assert_eq!(restore(&output, &back).1, [""; 0]);
        prop_assert!(unpacked(ending, &fs::read(back.join(&name)).unwrap()) == archive);
    }
}
