//! Any bytes as a compressed file or an archive, whose kind the first byte chooses, and whether they are its content or itself: it is
//! refused, or what is in it comes back.
#![no_main]

use std::io::{Cursor, Read};
use std::sync::LazyLock;

use libfuzzer_sys::{Corpus, fuzz_target};
use ordret::formats::container::{Packing, packing_by_name};
use ordret_fuzz::Place;

static PLACE: LazyLock<Place> = LazyLock::new(|| Place::new(&["text"], &["text"]));

/// Names of packings, and of files that are packed so.
const KINDS: [(&str, &str); 10] = [
    ("none", "a.tar"),
    ("zip", "a.zip"),
    ("gzip", "a.txt.gz"),
    ("zstd", "a.txt.zst"),
    ("bzip2", "a.txt.bz2"),
    ("xz", "a.txt.xz"),
    ("gzip", "a.tgz"),
    ("zstd", "a.tar.zst"),
    ("bzip2", "a.tbz"),
    ("xz", "a.tar.xz"),
];
/// Those of an input that is packed here, so that what is in it is reached although checksums guard it.
const PACKED: u8 = 0x80;

fuzz_target!(|data: &[u8]| -> Corpus {
    let Some((choice, content)) = data.split_first() else { return Corpus::Reject };
    let (packing, name) = KINDS[usize::from(choice & !PACKED) % KINDS.len()];
    let packing = packing_by_name(packing);
    let file = match packing {
        Some(packing) if choice & PACKED != 0 => pack(packing, content),
        _ => content.to_vec(),
    };
    let outcome = PLACE.round(name, &file);
    let (Some(cleaned), Some(restored)) = (outcome.cleaned, outcome.restored) else { return Corpus::Keep };
    match packing {
        _ if restored == file => {}
        Some(packing) if cleaned != file => {
            assert_eq!(unpack(packing, &restored), unpack(packing, &file), "the content comes back");
        }
        // A zip is proven member by member.
        None => assert_ne!(cleaned, file, "what was copied comes back"),
        Some(_) => panic!("what was copied comes back"),
    }
    Corpus::Keep
});

fn pack(packing: &dyn Packing, content: &[u8]) -> Vec<u8> {
    let mut packed = Vec::new();
    let mut encoder = packing.encoder(b"", Box::new(&mut packed)).expect("memory can be written");
    encoder.write_all(content).expect("memory can be written");
    encoder.finish().expect("memory can be written");
    packed
}

fn unpack(packing: &dyn Packing, packed: &[u8]) -> Vec<u8> {
    let mut content = Vec::new();
    let decoder = packing.decoder(Box::new(Cursor::new(packed))).expect("it was unpacked before");
    decoder.take(1 << 20).read_to_end(&mut content).expect("it was unpacked before");
    content
}
