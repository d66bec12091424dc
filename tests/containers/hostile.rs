//! Containers that are cut off, damaged, or made to do harm.

use std::fs;
use std::io::Write;

use proptest::prelude::*;

use super::mirror::{DAMAGED, MENDED, clean, clean_with, cleaning, files, home, noise, restore};
use super::packing::{PACKINGS, packed};
use super::tars::{archive_of, extended, member, odd_members, sparse};
use super::zips::{Zipped, zip_of};

#[test]
fn what_is_cut_off_or_damaged_is_named_and_the_rest_is_done() {
    let archive = archive_of(&odd_members());
    for ending in &PACKINGS[1..] {
        let (_home, [input, output, back]) = home();
        let whole = packed(ending, &archive);
        fs::write(input.join(format!("cut.tar{ending}")), &whole[..whole.len() / 2]).unwrap();
        let mut wrong = whole.clone();
        let middle = wrong.len() / 2;
        wrong[middle..middle + 20].fill(0x55);
        fs::write(input.join(format!("wrong.tar{ending}")), wrong).unwrap();
        fs::write(input.join("good.txt"), DAMAGED).unwrap();
        let (tally, failures) = clean(&input, &output);
        assert_eq!((failures.len(), tally.documents), (2, 1), "{ending}: {failures:?}");
        assert!(failures.iter().all(|failure| failure.contains("cannot be unpacked")), "{failures:?}");
        assert_eq!(files(&output).len(), 1);
        let (restored, named) = restore(&output, &back);
        assert!(named.iter().all(|named| named.contains("tar") && named.contains("could not clean it")), "{named:?}");
        assert_eq!((restored.documents, named.len()), (1, 2));
    }
    let (_home, [input, output, _]) = home();
    fs::write(input.join("cut.tar"), &archive[..700]).unwrap();
    let (_, failures) = clean(&input, &output);
    assert_eq!(files(&output).len(), 1, "{failures:?}");
    fs::write(input.join("cut.tar"), &archive_of(&[member(b"a.txt", DAMAGED.as_bytes())])[..520]).unwrap();
    let (_, failures) = clean(&input, &output);
    assert!(failures[0].contains("cut off within a member"), "{failures:?}");
}

#[test]
fn a_damaged_header_is_named_and_the_members_around_it_are_done() {
    let (_home, [input, output, back]) = home();
    let mut broken = member(b"brudt.txt", DAMAGED.repeat(40).as_bytes());
    broken[3] ^= 1;
    let members = [member(b"a.txt", DAMAGED.as_bytes()), broken, member(b"b.txt", DAMAGED.as_bytes())];
    let archive = archive_of(&members);
    fs::write(input.join("a.tar"), &archive).unwrap();
    let (tally, failures) = clean(&input, &output);
    assert_eq!((failures.len(), tally.changed_members), (1, 2));
    assert!(failures[0].contains("at byte 1024 no member"), "{failures:?}");
    let cleaned = fs::read(output.join("a.tar")).unwrap();
    assert!(cleaned.windows(members[1].len()).any(|window| window == members[1]));
    assert_eq!(restore(&output, &back).1, [""; 0]);
    assert!(fs::read(back.join("a.tar")).unwrap() == archive);
    // It is tried again, and told again.
    let (tally, again) = clean(&input, &output);
    assert_eq!((again, tally.unchanged_since), (failures, 0));
    assert!(tally.noted[0].1.contains("1 of its members"), "{:?}", tally.noted);
}

#[test]
fn a_zip_that_lies_is_named_and_the_rest_of_it_is_done() {
    let members = ["a.txt", "b.txt", "c.txt"].map(|name| Zipped::new(name, DAMAGED.as_bytes()));
    let whole = zip_of(&members);
    let at = |needle: &[u8], number: usize| {
        whole.windows(needle.len()).enumerate().filter(|(_, window)| *window == needle).nth(number).unwrap().0
    };
    let second = at(b"PK\x01\x02", 1);
    let packed = at(b"b.txt", 0) + 5 + 8;
    // The checksum, the length, the packed length, the place; the packed bytes themselves.
    // A place within another member makes that one too long.
    let cases = [
        (second + 16, "checksum", 1),
        (second + 24, "than it says", 1),
        (second + 20, "", 1),
        (packed, "", 1),
        (second + 42, "no member can be read", 2),
    ];
    for (byte, told, failed) in cases {
        let mut wrong = whole.clone();
        wrong[byte] ^= 0x55;
        let (_home, [input, output, back]) = home();
        fs::write(input.join("a.zip"), &wrong).unwrap();
        let (tally, failures) = clean(&input, &output);
        assert!(failures.len() == failed && failures[0].contains(told), "{byte}: {failures:?}");
        assert_eq!((tally.documents, tally.changed_members), (1, 3 - failed as u64), "{byte}: {failures:?}");
        assert_eq!(restore(&output, &back).1, [""; 0]);
    }
    for wrong in [&whole[..whole.len() - 30], &whole[..whole.len() / 2], &[b"PK\x03\x04", &whole[..]].concat()] {
        let (_home, [input, output, _]) = home();
        fs::write(input.join("a.zip"), wrong).unwrap();
        let (_, failures) = clean(&input, &output);
        assert!(failures.len() == 1 && failures[0].contains("directory"), "{failures:?}");
    }
}

#[test]
fn members_of_a_zip_that_lie_in_each_other_are_not_unpacked() {
    let zeros = vec![0; 1 << 20];
    let mut bomb = zip_of(&[Zipped::new("a", &zeros), Zipped::new("b", &zeros), Zipped::new("c", &zeros)]);
    // All of the directory speak of the first.
    for at in 0..bomb.len() - 46 {
        if bomb[at..].starts_with(b"PK\x01\x02") {
            bomb[at + 42..at + 46].fill(0);
        }
    }
    let (_home, [input, output, _]) = home();
    fs::write(input.join("a.zip"), &bomb).unwrap();
    let (tally, failures) = clean(&input, &output);
    assert_eq!((failures.len(), tally.members), (2, 1), "{failures:?}");
    assert!(fs::read(output.join("a.zip")).unwrap() == bomb);
}

#[test]
fn bombs_are_named_and_not_unpacked() {
    let (_home, [input, output, _]) = home();
    let zeros = vec![0; 70 << 20];
    let mut hardest = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    hardest.write_all(&zeros).unwrap();
    fs::write(input.join("zeros.gz"), hardest.finish().unwrap()).unwrap();
    fs::write(input.join("zeros.tar.zst"), packed(".zst", &archive_of(&[member(b"zeros", &zeros)]))).unwrap();
    fs::write(input.join("good.txt"), DAMAGED).unwrap();
    let (tally, failures) = clean(&input, &output);
    assert_eq!((failures.len(), tally.documents), (2, 1), "{failures:?}");
    assert!(failures.iter().all(|failure| failure.contains("--max-ratio")), "{failures:?}");
    let mut cleaning = cleaning(1);
    cleaning.selection.containers.limits.bytes = 1 << 20;
    fs::write(input.join("large.gz"), packed(".gz", &noise(2, 2 << 20))).unwrap();
    let (_, failures) = clean_with(&input, &output, &cleaning);
    let of_large = failures.iter().find(|failure| failure.contains("large.gz"));
    assert!(of_large.is_some_and(|failure| failure.contains("--max-unpacked")), "{failures:?}");
}

#[test]
fn many_and_deep_names_are_names() {
    let (_home, [input, output, back]) = home();
    let deep = [b"a/".repeat(10_000), b"b.txt\0".to_vec()].concat();
    let huge = vec![b'x'; 2 << 20];
    let mut members = vec![
        extended(b'L', &deep, b"deep", DAMAGED.as_bytes()),
        // A name that is too long to be looked into.
        extended(b'L', &huge, b"huge.txt", DAMAGED.as_bytes()),
        extended(b'x', b"999999 path=x\n", b"pax.txt", DAMAGED.as_bytes()),
        member(b"evil\x1b[2J\n+++ b/x.txt", DAMAGED.as_bytes()),
        sparse(),
    ];
    members.extend((0..10_000).map(|n| member(format!("{}x.txt", "d/".repeat(n % 40)).as_bytes(), MENDED.as_bytes())));
    let archive = archive_of(&members);
    fs::write(input.join("a.tar"), &archive).unwrap();
    let (tally, failures) = clean(&input, &output);
    assert_eq!((failures, tally.members, tally.changed_members), (vec![], 10_005, 2));
    restore(&output, &back);
    assert!(fs::read(back.join("a.tar")).unwrap() == archive);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, ..ProptestConfig::default() })]

    /// Whatever a damaged zip is, its members come back or it is named.
    #[test]
    fn a_damaged_zip_comes_back_or_is_named(changes in prop::collection::vec((0usize..2000, any::<u8>()), 1..8)) {
        let names = ["a.txt", "b.txt", "c.txt", "d.txt"];
        let members = names.map(|name| Zipped { flags: 8, ..Zipped::new(name, DAMAGED.as_bytes()) });
        let mut zip = zip_of(&members);
        let length = zip.len();
        changes.iter().for_each(|(at, byte)| zip[at % length] = *byte);
        let (_home, [input, output, back]) = home();
        fs::write(input.join("a.zip"), &zip).unwrap();
        let (tally, failures) = clean(&input, &output);
        prop_assert!(!failures.iter().any(|failure| failure.contains("please report")), "{failures:?}");
        prop_assert!(tally.documents == 1 || !failures.is_empty());
        let named = restore(&output, &back).1;
        prop_assert_eq!(named.len(), usize::from(tally.documents == 0), "{:?}", named);
        if tally.changed == 0 && tally.documents == 1 {
            prop_assert!(fs::read(back.join("a.zip")).unwrap() == zip);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    /// Whatever a damaged archive is, it comes back or is named.
    #[test]
    fn a_damaged_archive_comes_back_or_is_named(changes in prop::collection::vec((0usize..20_000, any::<u8>()), 1..20)) {
        let members = odd_members();
        let mut archive = archive_of(&members[..20]);
        let length = archive.len();
        changes.iter().for_each(|(at, byte)| archive[at % length] = *byte);
        let (_home, [input, output, back]) = home();
        fs::write(input.join("a.tar"), &archive).unwrap();
        let (tally, failures) = clean(&input, &output);
        prop_assert!(!failures.iter().any(|failure| failure.contains("please report")), "{failures:?}");
        if tally.documents == 1 {
            prop_assert_eq!(restore(&output, &back).1, [""; 0]);
            prop_assert!(fs::read(back.join("a.tar")).unwrap() == archive);
        } else {
            prop_assert!(!failures.is_empty());
        }
    }
}
