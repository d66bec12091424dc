//! Containers: compressed files and archives of files. One module a format.
//!
//! A container is read as a row of parts: members, whose content may be a document, and what stands around them. So nothing of it
//! but a member's own bytes need be understood to be kept. A stream of bytes that may be packed ([`Packing`]) is a single member or
//! an archive ([`tar`]). The other form of archives, whose members are packed one by one, is [`zip`](crate::formats::zip).

mod bzip2;
mod gzip;
mod limits;
mod packing;
mod plain;
pub mod tar;
mod xz;
mod zstd;

use std::path::Path;

pub use limits::{Bounded, Limits, TOO_MUCH};
pub use packing::{Encoder, Packing};

/// Ways in which a stream of bytes is packed.
const PACKINGS: &[&dyn Packing] = &[&plain::Plain, &gzip::Gzip, &zstd::Zstd, &bzip2::Bzip2, &xz::Xz];

/// So many bytes show what is in a stream.
pub const START_BYTES: usize = 512;

/// The packing of the stream in a file of this name that begins so; `None` where it is no container. Both must agree: what has a
/// name that says nothing is left as it is.
pub fn packing(name: &Path, start: &[u8]) -> Option<&'static dyn Packing> {
    let name = name.file_name()?.to_string_lossy().to_lowercase();
    let has_ending = |packing: &&&dyn Packing| packing.endings().iter().any(|(ending, _)| name.ends_with(ending));
    PACKINGS.iter().find(|packing| has_ending(packing) && packing.begins(start)).copied()
}

/// The packing of this name.
pub fn packing_by_name(name: &str) -> Option<&'static dyn Packing> {
    PACKINGS.iter().find(|packing| packing.name() == name).copied()
}

/// The name of what is packed in a file of this name: without the ending that tells the packing.
pub fn name_inside(packing: &dyn Packing, name: &[u8]) -> Vec<u8> {
    let lower = name.to_ascii_lowercase();
    let ending = packing.endings().iter().find(|(ending, _)| lower.ends_with(ending.as_bytes()));
    match ending {
        Some((ending, inside)) if lower.len() > ending.len() => {
            [&name[..name.len() - ending.len()], inside.as_bytes()].concat()
        }
        _ => b"content".to_vec(),
    }
}

/// What a container that is no container for us begins with: archives in archives are named, and pass through.
pub fn is_archive(name: &[u8], start: &[u8]) -> bool {
    const OTHERS: [&[u8]; 3] = [b"PK\x03\x04", b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07"];
    let packed = PACKINGS.iter().filter(|packing| packing.name() != plain::NAME).any(|packing| packing.begins(start));
    packed || tar::begins(start) || OTHERS.iter().any(|magic| start.starts_with(magic)) || name.ends_with(b".tar")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_container_is_told_by_its_name_and_its_first_bytes() {
        let found = |name: &str, start: &[u8]| packing(Path::new(name), start).map(|packing| packing.name());
        assert_eq!(found("a/maj.txt.gz", b"\x1f\x8b\x08\0"), Some("gzip"));
        assert_eq!(found("MAJ.TGZ", b"\x1f\x8b\x08\0"), Some("gzip"));
        assert_eq!(found("maj.zst", b"\x28\xb5\x2f\xfd"), Some("zstd"));
        assert_eq!(found("maj.bz2", b"BZh9"), Some("bzip2"));
        assert_eq!(found("maj.tar.xz", b"\xfd7zXZ\0"), Some("xz"));
        for (name, start) in
            [("maj.txt", &b"\x1f\x8b\x08\0"[..]), ("maj.gz", b"Maj"), ("maj.tar", b"Maj"), ("maj.gz", b"")]
        {
            assert_eq!(found(name, start), None, "{name}");
        }
    }

    #[test]
    fn the_name_inside_lacks_the_ending() {
        let gzip = packing_by_name("gzip").unwrap();
        for (name, inside) in [("maj.txt.GZ", "maj.txt"), ("maj.tgz", "maj.tar"), (".gz", "content")] {
            assert_eq!(name_inside(gzip, name.as_bytes()), inside.as_bytes());
        }
    }
}
