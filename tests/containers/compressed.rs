//! One compressed file.

use std::fs;

use super::mirror::{DAMAGED, MENDED, clean, clean_with, cleaning, home, restore};
use super::packing::{PACKINGS, packed, unpacked};

#[test]
fn what_is_in_a_compressed_file_is_mended_and_comes_back() {
    for ending in &PACKINGS[1..] {
        let (_home, [input, output, back]) = home();
        let text = [DAMAGED.repeat(1000).as_bytes(), MENDED.as_bytes()].concat();
        let name = format!("maj.txt{ending}");
        // Of several parts, as programs that add to a file write it.
        fs::write(input.join(&name), [packed(ending, &text[..777]), packed(ending, &text[777..])].concat()).unwrap();
        let (tally, failures) = clean(&input, &output);
        assert_eq!((failures.len(), tally.members, tally.changed_members, tally.changed), (0, 1, 1, 1), "{ending}");
        assert_eq!(unpacked(ending, &fs::read(output.join(&name)).unwrap()), MENDED.repeat(1001).as_bytes());
        let (restored, failures) = restore(&output, &back);
        assert_eq!((restored.documents, failures.len()), (1, 0));
        // Packed anew, it is no original by its bytes: a further run knows it all the same, and leaves what is another's.
        assert_eq!(restore(&output, &back).1, [""; 0], "{ending}");
        let packed_anew = fs::read(back.join(&name)).unwrap();
        fs::write(back.join(&name), "mine").unwrap();
        assert_eq!(restore(&output, &back).1.len(), 1);
        assert_eq!(fs::read(back.join(&name)).unwrap(), b"mine");
        fs::write(back.join(&name), packed_anew).unwrap();
        assert_eq!(unpacked(ending, &fs::read(back.join(&name)).unwrap()), text);
        assert_eq!(clean(&input, &output).0.unchanged_since, 1);
    }
}

#[test]
fn a_gzip_header_is_kept() {
    let (_home, [input, output, back]) = home();
    fs::write(input.join("a.gz"), packed(".gz", DAMAGED.as_bytes())).unwrap();
    clean(&input, &output);
    restore(&output, &back);
    for folder in [&output, &back] {
        let bytes = fs::read(folder.join("a.gz")).unwrap();
        let decoder = flate2::read::GzDecoder::new(&bytes[..]);
        let header = decoder.header().unwrap();
        let told = (header.filename(), header.mtime(), header.comment());
        assert_eq!(told, (Some(&b"maj.txt"[..]), 1_500_000_000, Some(&b"protokol"[..])));
    }
}

#[test]
fn containers_can_be_left_as_they_are() {
    let (_home, [input, output, _]) = home();
    fs::write(input.join("a.txt.gz"), packed(".gz", DAMAGED.as_bytes())).unwrap();
    let mut cleaning = cleaning(1);
    cleaning.selection.containers.keep = true;
    let (tally, _) = clean_with(&input, &output, &cleaning);
    assert_eq!((tally.changed, tally.members, tally.passed), (0, 0, 1));
}
