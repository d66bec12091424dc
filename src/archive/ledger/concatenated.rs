//! Ledgers one behind the other in a file, as those of parts of an archive are when they are put together. In: the file. Out: where each
//! begins.

use std::io::{self, Read};
use std::path::Path;

use memchr::memmem;

use crate::archive::input::open_regular;

/// How a ledger's first line begins, behind another line. No other line does: what is text has its quotes escaped.
const HEAD: &[u8] = b"\n{\"type\":\"ledger\"";
/// Bytes that are looked at together.
const PIECE_BYTES: usize = 1 << 20;

/// Where the ledgers of a file begin, and where the last one ends.
pub(super) fn borders(path: &Path) -> io::Result<Vec<u64>> {
    let (mut file, _) = open_regular(path)?;
    let finder = memmem::Finder::new(HEAD);
    let (mut borders, mut at) = (vec![0], 0);
    let mut piece = Vec::with_capacity(PIECE_BYTES);
    loop {
        let wanted = (PIECE_BYTES - piece.len()) as u64;
        let got = (&mut file).take(wanted).read_to_end(&mut piece)?;
        borders.extend(finder.find_iter(&piece).map(|found| at + found as u64 + 1));
        if got == 0 {
            borders.push(at + piece.len() as u64);
            return Ok(borders);
        }
        // The next may begin in what is kept.
        let kept = piece.len().min(HEAD.len() - 1);
        at += (piece.len() - kept) as u64;
        piece.drain(..piece.len() - kept);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_ledger_is_found_wherever_it_begins() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("ledger.jsonl");
        let head = "{\"type\":\"ledger\"}\n";
        for length in (PIECE_BYTES - 40)..(PIECE_BYTES + 4) {
            let first = format!("{head}{}\n", "x".repeat(length));
            std::fs::write(&path, [&first, head].concat()).unwrap();
            let ends = [0, first.len() as u64, (first.len() + head.len()) as u64];
            assert_eq!(borders(&path).unwrap(), ends, "{length}");
        }
        std::fs::write(&path, head).unwrap();
        assert_eq!(borders(&path).unwrap(), [0, head.len() as u64]);
    }
}
