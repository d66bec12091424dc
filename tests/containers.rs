//! Compressed files and archives from outside: what `clean` makes of what is in them, what `restore` gives back, and what hostile
//! ones do.
#![cfg(feature = "cli")]

use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use ordret::Repairer;
use ordret::archive::{self, Cleaning, DocumentRepairer, Failure, Observer, Restored, Selection, Tally};
use proptest::prelude::*;
use tar::{EntryType, Header};
use tempfile::TempDir;

const DAMAGED: &str = "Sagen blev drÃ¸ftet pÃ¥ mÃ¸det.\n";
const MENDED: &str = "Sagen blev drøftet på mødet.\n";
const PACKINGS: [&str; 5] = ["", ".gz", ".zst", ".bz2", ".xz"];

#[derive(Default)]
struct Failures(Vec<String>);

impl Observer for Failures {
    fn failure(&mut self, failure: &Failure) -> io::Result<()> {
        self.0.push(failure.to_string());
        Ok(())
    }
}

fn cleaning(threads: usize) -> Cleaning {
    let repairer = DocumentRepairer { threads, ..DocumentRepairer::new(Repairer::danish()) };
    Cleaning { threads, ..Cleaning::new(repairer) }
}

fn clean_with(input: &Path, output: &Path, cleaning: &Cleaning) -> (Tally, Vec<String>) {
    let mut failures = Failures::default();
    let tally = archive::clean(&[input.to_owned()], output, cleaning, &mut failures).unwrap();
    (tally, failures.0)
}

fn clean(input: &Path, output: &Path) -> (Tally, Vec<String>) {
    clean_with(input, output, &cleaning(2))
}

fn restore(cleaned: &Path, originals: &Path) -> (Restored, Vec<String>) {
    let mut failures = Failures::default();
    let restored = archive::restore(cleaned, originals, 2, false, &mut failures).unwrap();
    (restored, failures.0)
}

/// A home with an archive folder `in`, and paths for an output and for originals.
fn home() -> (TempDir, [PathBuf; 3]) {
    let home = tempfile::tempdir().unwrap();
    let paths = ["in", "out", "back"].map(|name| home.path().join(name));
    fs::create_dir(&paths[0]).unwrap();
    (home, paths)
}

/// Every file below a folder with its bytes, those of `ordret` left out.
fn files(root: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() && path.file_name().unwrap() != archive::OWN_FOLDER {
                folders.push(path);
            } else if path.is_file() {
                found.push((path.strip_prefix(root).unwrap().to_owned(), fs::read(&path).unwrap()));
            }
        }
    }
    found.sort();
    found
}

fn packed(ending: &str, bytes: &[u8]) -> Vec<u8> {
    match ending {
        ".gz" => {
            let header = flate2::GzBuilder::new().filename("maj.txt").mtime(1_500_000_000).comment("protokol");
            let mut encoder = header.write(Vec::new(), flate2::Compression::fast());
            encoder.write_all(bytes).unwrap();
            encoder.finish().unwrap()
        }
        ".zst" => {
            let mut encoder = zstd::Encoder::new(Vec::new(), 1).unwrap();
            encoder.include_checksum(true).unwrap();
            encoder.write_all(bytes).unwrap();
            encoder.finish().unwrap()
        }
        ".bz2" => {
            let mut encoder = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::fast());
            encoder.write_all(bytes).unwrap();
            encoder.finish().unwrap()
        }
        ".xz" => {
            let mut encoder = liblzma::write::XzEncoder::new(Vec::new(), 0);
            encoder.write_all(bytes).unwrap();
            encoder.finish().unwrap()
        }
        _ => bytes.to_vec(),
    }
}

fn unpacked(ending: &str, bytes: &[u8]) -> Vec<u8> {
    let mut unpacked = Vec::new();
    let read = match ending {
        ".gz" => flate2::read::MultiGzDecoder::new(bytes).read_to_end(&mut unpacked),
        ".zst" => zstd::Decoder::new(bytes).unwrap().read_to_end(&mut unpacked),
        ".bz2" => bzip2::read::MultiBzDecoder::new(bytes).read_to_end(&mut unpacked),
        ".xz" => liblzma::read::XzDecoder::new_multi_decoder(bytes).read_to_end(&mut unpacked),
        _ => io::Read::read_to_end(&mut &bytes[..], &mut unpacked),
    };
    read.unwrap();
    unpacked
}

/// Bytes that look random and are the same every time.
fn noise(seed: u64, length: usize) -> Vec<u8> {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let step = |_| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 24) as u8
    };
    (0..length).map(step).collect()
}

/// A header of a file, whatever its name.
fn header(name: &[u8], size: u64) -> Header {
    let mut header = Header::new_gnu();
    header.as_old_mut().name[..name.len().min(100)].copy_from_slice(&name[..name.len().min(100)]);
    header.set_entry_type(EntryType::Regular);
    header.set_size(size);
    header.set_mode(0o640);
    header.set_mtime(1_234_567_890);
    header.set_uid(1000);
    header.set_gid(1000);
    header.set_cksum();
    header
}

fn of_type(mut header: Header, kind: EntryType) -> Header {
    header.set_entry_type(kind);
    header.set_cksum();
    header
}

fn blocks(content: &[u8]) -> Vec<u8> {
    let mut blocks = content.to_vec();
    blocks.resize(content.len().next_multiple_of(512), 0);
    blocks
}

fn entry(header: &Header, content: &[u8]) -> Vec<u8> {
    [header.as_bytes().as_slice(), &blocks(content)].concat()
}

fn member(name: &[u8], content: &[u8]) -> Vec<u8> {
    entry(&header(name, content.len() as u64), content)
}

/// A member with a header of another sort before it.
fn extended(kind: u8, extension: &[u8], name: &[u8], content: &[u8]) -> Vec<u8> {
    let before = of_type(header(b"././@LongLink", extension.len() as u64), EntryType::new(kind));
    [entry(&before, extension), member(name, content)].concat()
}

fn archive_of(members: &[Vec<u8>]) -> Vec<u8> {
    [members.concat(), vec![0; 1024]].concat()
}

/// Name, type, mode, time and content of a member.
type Entry = (Vec<u8>, u8, u32, u64, Vec<u8>);

/// The members of an archive, as the crate reads them.
fn entries(archive: &[u8]) -> Vec<Entry> {
    let mut archive = tar::Archive::new(archive);
    let read = |entry: io::Result<tar::Entry<'_, &[u8]>>| {
        let mut entry = entry.unwrap();
        let (name, header) = (entry.path_bytes().into_owned(), entry.header().clone());
        let mut content = Vec::new();
        entry.read_to_end(&mut content).unwrap();
        (name, header.entry_type().as_byte(), header.mode().unwrap(), header.mtime().unwrap(), content)
    };
    archive.entries().unwrap().map(read).collect()
}

/// Every shape of member that has a meaning of its own.
fn odd_members() -> Vec<Vec<u8>> {
    let long = [b"meget/".repeat(40), b"lang.txt".to_vec()].concat();
    let pax_path = pax(&[("path", "protokoller/møde.txt"), ("mtime", "1234567890.5")]);
    let pax_size = pax(&[("size", &DAMAGED.len().to_string()), ("path", "stor.txt")]);
    let mut padded = member(b"fyldt.txt", DAMAGED.as_bytes());
    *padded.last_mut().unwrap() = 7;
    vec![
        entry(&of_type(header(b"2019/", 0), EntryType::Directory), b""),
        member(b"2019/maj.txt", DAMAGED.as_bytes()),
        member(b"2019/juni.txt", MENDED.as_bytes()),
        member(b"tom.txt", b""),
        member(b"billede", &noise(3, 5000)),
        entry(&of_type(header(b"link", 0), EntryType::Symlink), b""),
        entry(&of_type(header(b"haard", 30), EntryType::Link), b""),
        entry(&of_type(header(b"enhed", 0), EntryType::Char), b""),
        entry(&of_type(header(b"roer", 0), EntryType::Fifo), b""),
        member(b"2019/maj.txt", DAMAGED.repeat(3).as_bytes()),
        extended(b'L', &[&long[..], b"\0"].concat(), &long, DAMAGED.as_bytes()),
        extended(b'x', &pax_path, b"m.txt", DAMAGED.as_bytes()),
        extended(b'x', &pax_size, b"s.txt", DAMAGED.as_bytes()),
        padded,
        member(b"../../etc/ude.txt", DAMAGED.as_bytes()),
        member(b"/etc/absolut.txt", DAMAGED.as_bytes()),
        member(b"C:\\windows.txt", DAMAGED.as_bytes()),
        member(b"m\xf8de.txt", b"R\xf8dgr\xf8d med fl\xf8de p\xe5 m\xf8det\n"),
        member(b"inde.gz", &packed(".gz", DAMAGED.as_bytes())),
        member(b"inde.tar", &archive_of(&[member(b"a.txt", DAMAGED.as_bytes())])),
        extended(b'x', &pax(&[("GNU.sparse.major", "1")]), b"spredt2.txt", DAMAGED.as_bytes()),
        member(b"lang.txt", DAMAGED.repeat(60_000).as_bytes()),
        member(b"sidst.txt", DAMAGED.as_bytes()),
    ]
}

/// A sparse file of the old sort, whose map goes on in a block of its own.
fn sparse() -> Vec<u8> {
    let mut header = of_type(header(b"spredt.txt", 512), EntryType::GNUSparse);
    header.as_gnu_mut().unwrap().set_is_extended(true);
    header.set_cksum();
    [header.as_bytes().as_slice(), &[0; 512], &blocks(DAMAGED.as_bytes())].concat()
}

fn pax(records: &[(&str, &str)]) -> Vec<u8> {
    let record = |(key, value): &(&str, &str)| {
        let body = format!(" {key}={value}\n");
        (1..)
            .map(|digits| body.len() + digits)
            .find(|length| format!("{length}{body}").len() == *length)
            .map(|length| format!("{length}{body}"))
    };
    records.iter().filter_map(record).collect::<String>().into_bytes()
}

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
fn containers_can_be_left_as_they_are() {
    let (_home, [input, output, _]) = home();
    fs::write(input.join("a.txt.gz"), packed(".gz", DAMAGED.as_bytes())).unwrap();
    let mut cleaning = cleaning(1);
    cleaning.selection.containers.keep = true;
    let (tally, _) = clean_with(&input, &output, &cleaning);
    assert_eq!((tally.changed, tally.members, tally.passed), (0, 0, 1));
}

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

/// A member of a zip as it is to be written.
struct Zipped<'a> {
    name: &'a [u8],
    content: &'a [u8],
    /// 0 stored, 8 deflated; others are only said to be.
    method: u16,
    flags: u16,
    /// The upper half of the attributes.
    mode: u32,
    /// Its lengths have 64 bits: in its own header, behind its content if a flag says so, else in the directory.
    is_long: bool,
}

impl<'a> Zipped<'a> {
    fn new(name: &'a str, content: &'a [u8]) -> Self {
        Self { name: name.as_bytes(), content, method: 8, flags: 0, mode: 0o100_644, is_long: false }
    }

    fn packed(&self) -> Vec<u8> {
        if self.method != 8 {
            return self.content.to_vec();
        }
        let mut encoder = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(self.content).unwrap();
        encoder.finish().unwrap()
    }

    fn crc(&self) -> [u8; 4] {
        let mut crc = flate2::Crc::new();
        crc.update(self.content);
        crc.sum().to_le_bytes()
    }

    /// Checksum and lengths.
    fn fields(&self) -> Vec<u8> {
        let lengths = [self.packed().len() as u32, self.content.len() as u32].map(u32::to_le_bytes);
        [self.crc(), lengths[0], lengths[1]].concat()
    }

    /// The same where the lengths stand elsewhere.
    fn fields_elsewhere(&self) -> Vec<u8> {
        [self.crc(), [0xff; 4], [0xff; 4]].concat()
    }

    /// The extra field that they stand in then.
    fn extra64(&self, lengths: [u64; 2]) -> Vec<u8> {
        let [packed, length] = lengths.map(u64::to_le_bytes);
        [&[1, 0, 16, 0][..], &length, &packed].concat()
    }

    fn long_lengths(&self) -> [u64; 2] {
        [self.packed().len(), self.content.len()].map(|length| length as u64)
    }

    /// What stands behind its content.
    fn note(&self) -> Vec<u8> {
        match (self.flags & 8, self.is_long) {
            (0, _) => Vec::new(),
            (_, false) => [b"PK\x07\x08", &self.fields()[..]].concat(),
            (_, true) => [b"PK\x07\x08", &self.crc()[..], &self.long_lengths().map(u64::to_le_bytes).concat()].concat(),
        }
    }

    /// Its fields in its own header and in the directory, with the extra fields there.
    fn headers(&self) -> [(Vec<u8>, Vec<u8>); 2] {
        const TIME: &[u8] = b"UT\x04\0abcd";
        let (own, listed) = (self.flags & 8 == 0, (self.fields(), TIME.to_vec()));
        match (own, self.is_long) {
            (true, false) => [listed.clone(), listed],
            (false, false) => [(vec![0; 12], TIME.to_vec()), listed],
            (true, true) => {
                let long = (self.fields_elsewhere(), [TIME, &self.extra64(self.long_lengths())].concat());
                [long.clone(), long]
            }
            // As programs write to a pipe.
            (false, true) => {
                let own = [[0; 4], [0xff; 4], [0xff; 4]].concat();
                [(own, [&self.extra64([0, 0]), TIME].concat()), listed]
            }
        }
    }

    /// What both headers have between the version and the length of the name.
    fn common(&self, fields: &[u8]) -> Vec<u8> {
        let start = [self.flags, self.method, 0x6b7c, 0x4e5d].map(u16::to_le_bytes).concat();
        [&start, fields].concat()
    }
}

/// A zip of these members, with an extra field, comments, and lengths behind the content where a flag says so.
fn zip_of(members: &[Zipped]) -> Vec<u8> {
    let (mut file, mut directory) = (Vec::new(), Vec::new());
    for member in members {
        let offset = file.len() as u32;
        let [(own, own_extra), (fields, extra)] = member.headers();
        let name_length = (member.name.len() as u16).to_le_bytes();
        let extra_length = (own_extra.len() as u16).to_le_bytes();
        let parts = [b"PK\x03\x04\x14\0", &member.common(&own)[..], &name_length, &extra_length, member.name];
        file.extend([parts.concat(), own_extra, member.packed(), member.note()].concat());
        directory.extend([b"PK\x01\x02\x14\x03\x14\0", &member.common(&fields)[..], &name_length].concat());
        directory.extend([extra.len() as u16, 4, 0, 0].map(u16::to_le_bytes).concat());
        directory.extend((member.mode << 16).to_le_bytes());
        directory.extend(offset.to_le_bytes());
        directory.extend([member.name, &extra, b"note"].concat());
    }
    let (start, count) = (file.len() as u32, (members.len() as u16).to_le_bytes());
    file.extend(&directory);
    file.extend([b"PK\x05\x06\0\0\0\0", &count[..], &count, &(directory.len() as u32).to_le_bytes()].concat());
    file.extend([&start.to_le_bytes()[..], &5u16.to_le_bytes(), b"arkiv"].concat());
    file
}

/// Names, contents, and headers of the directory without lengths, checksums and offsets, of a zip.
fn listed(zip: &[u8]) -> Vec<(Vec<u8>, Vec<u8>, Vec<u8>)> {
    let number = |at: usize, bytes: usize| {
        zip[at..at + bytes].iter().rev().fold(0usize, |number, byte| number << 8 | usize::from(*byte))
    };
    let end = zip.len() - 27;
    let mut at = number(end + 16, 4);
    let mut listed = Vec::new();
    while at < end {
        let (mut packed, name, extra, comment, local) =
            (number(at + 20, 4), number(at + 28, 2), number(at + 30, 2), number(at + 32, 2), number(at + 42, 4));
        assert_eq!(&zip[local..local + 4], b"PK\x03\x04");
        let mut behind_name = zip[at + 46 + name..at + 46 + name + extra + comment].to_vec();
        if packed == 0xffff_ffff {
            let lengths = 8 + 4;
            packed = number(at + 46 + name + lengths + 8, 8);
            behind_name[lengths..lengths + 16].fill(0);
        }
        let start = local + 30 + number(local + 26, 2) + number(local + 28, 2);
        let data = &zip[start..start + packed];
        let mut content = Vec::new();
        match number(at + 10, 2) {
            8 => drop(flate2::read::DeflateDecoder::new(data).read_to_end(&mut content).unwrap()),
            _ => content = data.to_vec(),
        }
        let whole = 46 + name + extra + comment;
        let header = [&zip[at..at + 16], &zip[at + 28..at + 42], &behind_name].concat();
        listed.push((zip[at + 46..at + 46 + name].to_vec(), content, header));
        at += whole;
    }
    listed
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
