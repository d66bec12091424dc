//! Any ledger beside an output: it is read or refused, and nothing is written outside the folder that was named.
#![no_main]

use std::fs;
use std::sync::LazyLock;

use libfuzzer_sys::{Corpus, fuzz_target};
use ordret::archive::{self, Unwatched};
use tempfile::TempDir;

/// A folder of this process: `cleaned` with two documents, and what is given back below `home`.
static PLACE: LazyLock<TempDir> = LazyLock::new(|| {
    let place = tempfile::tempdir().expect("a temporary folder can be made");
    fs::create_dir_all(place.path().join("home/cleaned/.ordret")).expect("folders can be made");
    fs::create_dir_all(place.path().join("home/cleaned/sub")).expect("folders can be made");
    for (name, text) in [("a.txt", "Sagen blev drøftet på mødet.\n"), ("sub/b.txt", "Fint.\n")] {
        fs::write(place.path().join("home/cleaned").join(name), text).expect("files can be written");
    }
    place
});

fuzz_target!(|data: &[u8]| -> Corpus {
    if !data.starts_with(b"{") {
        return Corpus::Reject;
    }
    let home = PLACE.path().join("home");
    let (cleaned, originals) = (home.join("cleaned"), home.join("originals"));
    fs::write(cleaned.join(".ordret/ledger.jsonl"), data).expect("the ledger can be written");
    let _ = fs::remove_dir_all(&originals);
    let _ = archive::restore(&cleaned, &originals, 1, false, &mut Unwatched);
    let names = |folder: &std::path::Path| fs::read_dir(folder).map_or(0, Iterator::count);
    assert_eq!(names(PLACE.path()), 1, "nothing is written beside the folder");
    assert!(names(&home) <= 2 && names(&cleaned) == 3, "nor into another");
    Corpus::Keep
});
