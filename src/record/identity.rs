//! What a finding is called, so that others can speak of it: the same for the same finding in every run, whatever else is found.

use std::fmt::Write;

use compact_str::{CompactString, format_compact};

use super::Span;
use crate::text::hex;

/// Bytes of a name, two hexadecimal digits each: 64 bits, so that of a hundred million findings two have the same one in one
/// archive of 3,700.
const BYTES: usize = 8;

/// Bytes of two places in a file, at most, and what parts them.
const ROOM_FOR_PLACE: usize = 44;

/// The name of a finding: of one passage, in one version of one document, by its rules.
///
/// `document` is BLAKE3 of the document's input, 64 hexadecimal digits, `codes` are joined with `+`, `passage` is the text as it
/// stands. The name is the first 16 hexadecimal digits of BLAKE3 of document, start, end, codes and passage, with NUL between.
pub fn finding_id(document: &str, input: Span, codes: &str, passage: &str) -> CompactString {
    let Span { start, end } = input;
    let mut head = String::with_capacity(document.len() + codes.len() + ROOM_FOR_PLACE);
    head.push_str(document);
    write!(head, "\0{start}\0{end}\0").expect("a string takes all");
    head.push_str(codes);
    head.push('\0');
    hashed(&head, passage)
}

/// The name of a series: all places where the same rules find the same passage, in whatever document. It is the first 16
/// hexadecimal digits of BLAKE3 of codes and passage, with NUL between.
pub fn series_id(codes: &str, passage: &str) -> CompactString {
    hashed(&format_compact!("{codes}\0"), passage)
}

fn hashed(head: &str, passage: &str) -> CompactString {
    let mut hasher = blake3::Hasher::new();
    hasher.update(head.as_bytes()).update(passage.as_bytes());
    hex::encode(&hasher.finalize().as_bytes()[..BYTES])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_speaks_of_one_passage_of_one_version_of_one_document() {
        let at = |start| Span { start, end: start + 2 };
        let name = finding_id("aa", at(3), "W101", "pa");
        assert_eq!(name, finding_id("aa", at(3), "W101", "pa"));
        for other in [
            finding_id("ab", at(3), "W101", "pa"),
            finding_id("aa", at(4), "W101", "pa"),
            finding_id("aa", at(3), "W102", "pa"),
            finding_id("aa", at(3), "W101", "på"),
        ] {
            assert_ne!(name, other);
        }
        // Written down in documents and decisions: it may not change.
        assert_eq!(series_id("W101", "Moller"), "f454ff487ab33c04");
    }
}
