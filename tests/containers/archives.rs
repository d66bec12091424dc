//! Archives of many members: tars, packed or not, and zips.

use std::fs;

use tar::EntryType;

use super::mirror::{DAMAGED, MENDED, clean, files, home, noise, restore};
use super::packing::{PACKINGS, packed, unpacked};
use super::tars::{archive_of, entries, entry, header, member, odd_members, of_type};
use super::zips::{Zipped, listed, zip_of};

#[test]
fn what_is_in_an_archive_is_mended_and_all_else_stays() {
    let members = odd_members();
    let original = archive_of(&members);
    for ending in PACKINGS {
        let (home, [input, output, back]) = home();
        let name = format!("minutes.tar{ending}");
        fs::write(input.join(&name), packed(ending, &original)).unwrap();
        let (tally, failures) = clean(&input, &output);
        assert_eq!((failures, tally.changed_members), (vec![], 11), "{ending}");
        let cleaned = unpacked(ending, &fs::read(output.join(&name)).unwrap());
        let (before, after) = (entries(&original), entries(&cleaned));
        assert_eq!(before.len(), after.len());
        for (before, after) in before.iter().zip(&after) {
            let (name, text) = (String::from_utf8_lossy(&before.0), String::from_utf8_lossy(&before.4));
            assert_eq!((&before.0, before.1, before.2, before.3), (&after.0, after.1, after.2, after.3), "{name}");
            let stays = ["inde", "spredt", "billede"].iter().any(|start| name.starts_with(start));
            let mended = if stays { before.4.clone() } else { text.replace(DAMAGED, MENDED).into_bytes() };
            let recoded = "Rødgrød med fløde på mødet\n".as_bytes().to_vec();
            assert!(after.4 == if name.starts_with("m\u{fffd}de") { recoded } else { mended }, "{name}");
        }
        let (restored, failures) = restore(&output, &back);
        assert_eq!(failures, [""; 0]);
        let given_back = fs::read(back.join(&name)).unwrap();
        assert!(unpacked(ending, &given_back) == original, "{ending}");
        // What is not packed is the same file.
        assert!(!ending.is_empty() || (given_back == original && restored.repacked == 0));
        // Names of members lead nowhere.
        let mut there: Vec<_> = fs::read_dir(home.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        there.sort();
        assert_eq!(there, ["back", "in", "out"]);
        assert_eq!(files(&output).len() + files(&back).len(), 2);
    }
}

#[test]
fn the_ledger_tells_every_member_and_where_its_edits_stand() {
    let (_home, [input, output, _]) = home();
    let original = archive_of(&odd_members());
    fs::write(input.join("a.tar"), &original).unwrap();
    clean(&input, &output);
    let cleaned = fs::read(output.join("a.tar")).unwrap();
    let ledger = fs::read_to_string(output.join(".ordret/ledger.jsonl")).unwrap();
    let (mut before, mut after, mut edits, mut paths) = (Vec::new(), Vec::new(), 0, Vec::new());
    let range = |value: &serde_json::Value| value[0].as_u64().unwrap() as usize..value[1].as_u64().unwrap() as usize;
    for line in ledger.lines() {
        let record: serde_json::Value = serde_json::from_str(line).unwrap();
        match record["type"].as_str().unwrap() {
            "member" => {
                paths.push(record["path"].as_str().unwrap().to_owned());
                if let Some(at) = record.get("at") {
                    before = original[range(&at["input"])].to_vec();
                    after = cleaned[range(&at["output"])].to_vec();
                }
            }
            "edit" => {
                edits += 1;
                assert_eq!(&before[range(&record["input"])], record["before"].as_str().unwrap().as_bytes());
                assert_eq!(&after[range(&record["output"])], record["after"].as_str().unwrap().as_bytes());
            }
            // Of edits that are alike and share a line.
            "edits" => edits += record["at"].as_array().unwrap().len(),
            "splice" => {
                let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
                assert_eq!(hex(&original[range(&record["input"])]), record["before_bytes"].as_str().unwrap());
            }
            _ => {}
        }
    }
    assert!(edits >= 36, "{edits}");
    assert_eq!(paths.len(), odd_members().len() - 1);
    for path in ["a.tar//2019/maj.txt", "a.tar//../../etc/ude.txt", "a.tar///etc/absolut.txt", "a.tar//C:\\windows.txt"]
    {
        assert!(paths.iter().any(|found| found == path), "{path}");
    }
}

#[test]
fn what_is_in_a_zip_is_mended_and_all_else_stays() {
    let (damaged, long, noise) = (DAMAGED.as_bytes(), DAMAGED.repeat(60_000), noise(5, 4000));
    let stored = |name| Zipped { method: 0, ..Zipped::new(name, damaged) };
    let behind = |name, flags| Zipped { flags, ..Zipped::new(name, damaged) };
    let members = [
        Zipped { mode: 0o40_755, method: 0, ..Zipped::new("2019/", b"") },
        Zipped::new("2019/maj.txt", damaged),
        Zipped::new("2019/juni.txt", MENDED.as_bytes()),
        Zipped::new("billede", &noise),
        stored("gemt.txt"),
        behind("bagefter.txt", 8),
        Zipped { is_long: true, ..behind("fra et rør.txt", 8) },
        Zipped { is_long: true, ..behind("64 bit.txt", 0) },
        behind("hemmelig.txt", 1),
        Zipped { method: 14, ..Zipped::new("lzma.txt", damaged) },
        Zipped { mode: 0o120_777, ..Zipped::new("link", b"2019/maj.txt") },
        Zipped::new("../../ude.txt", damaged),
        Zipped::new("2019/maj.txt", damaged),
        Zipped::new("inde.zip", b"PK\x03\x04og mere"),
        Zipped::new("lang.txt", long.as_bytes()),
    ];
    let original = zip_of(&members);
    let (home, [input, output, back]) = home();
    fs::write(input.join("a.zip"), &original).unwrap();
    let (tally, failures) = clean(&input, &output);
    assert_eq!((failures, tally.changed_members, tally.members), (vec![], 8, 14));
    let cleaned = fs::read(output.join("a.zip")).unwrap();
    let left = ["hemmelig.txt", "lzma.txt", "link", "inde.zip", "billede"];
    for ((before, after), member) in listed(&original).iter().zip(&listed(&cleaned)).zip(&members) {
        let name = String::from_utf8_lossy(&before.0);
        assert!(before.0 == after.0 && before.2 == after.2, "{name}");
        let stays = left.contains(&&*name) || member.content == noise;
        let text = String::from_utf8_lossy(member.content).replace(DAMAGED, MENDED).into_bytes();
        let wanted = if stays { &before.1 } else { &text };
        assert!(*wanted == after.1, "{name}");
    }
    assert_eq!(listed(&cleaned).len(), members.len());
    let (restored, failures) = restore(&output, &back);
    assert_eq!((failures, restored.documents), (vec![], 1));
    assert!(listed(&fs::read(back.join("a.zip")).unwrap()) == listed(&original));
    assert_eq!(fs::read_dir(home.path()).unwrap().count(), 3);
    assert_eq!(clean(&input, &output).0.unchanged_since, 1);
}

#[test]
fn zips_that_are_clean_or_of_a_program_are_copied() {
    let (_home, [input, output, _]) = home();
    let clean_zip = zip_of(&[Zipped::new("a.txt", MENDED.as_bytes()), Zipped::new("b", &noise(1, 900))]);
    let of_program = [Zipped::new("mimetype", b"application/epub+zip"), Zipped::new("a.txt", DAMAGED.as_bytes())];
    fs::write(input.join("clean.zip"), clean_zip).unwrap();
    fs::write(input.join("of-program.zip"), zip_of(&of_program)).unwrap();
    fs::write(input.join("book.epub"), zip_of(&of_program)).unwrap();
    let (tally, failures) = clean(&input, &output);
    assert_eq!((failures, tally.members, tally.changed), (vec![], 2, 0));
    assert!(files(&input) == files(&output));
}

#[test]
fn a_container_in_which_nothing_is_to_mend_is_copied() {
    let members = [
        member(b"a.txt", MENDED.as_bytes()),
        member(b"b", &noise(9, 3000)),
        entry(&of_type(header(b"link", 0), EntryType::Symlink), b""),
    ];
    let archive = archive_of(&members);
    let trailing = [&archive[..], b"what stands behind the end"].concat();
    let (_home, [input, output, back]) = home();
    for ending in PACKINGS {
        fs::write(input.join(format!("a.tar{ending}")), packed(ending, &archive)).unwrap();
        fs::write(input.join(format!("behind.tar{ending}")), packed(ending, &trailing)).unwrap();
        fs::write(input.join(format!("no-end.tar{ending}")), packed(ending, &members.concat())).unwrap();
        fs::write(input.join(format!("tom{ending}")), packed(ending, b"")).unwrap();
        fs::write(input.join(format!("b{ending}")), packed(ending, &noise(1, 3_000_000))).unwrap();
    }
    let (tally, failures) = clean(&input, &output);
    assert_eq!((failures, tally.changed), (vec![], 0));
    assert!(files(&input) == files(&output));
    restore(&output, &back);
    assert!(files(&input) == files(&back));
}
