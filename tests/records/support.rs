use std::fs;

use ordret::Repairer;
use ordret::archive::{self, Cleaning, DocumentRepairer, Failure, Observer};
use ordret::record::{Record, RecordLines};

#[derive(Default)]
struct Told {
    failures: Vec<String>,
    notes: Vec<String>,
}

impl Observer for Told {
    fn failure(&mut self, failure: &Failure) -> std::io::Result<()> {
        self.failures.push(failure.to_string());
        Ok(())
    }

    fn document(&mut self, document: &ordret::record::Document) -> std::io::Result<()> {
        self.notes.extend(document.note.clone().map(|note| note.into_owned()));
        Ok(())
    }
}

fn cleaning(threads: usize) -> Cleaning {
    let mut repairer = DocumentRepairer { threads, ..DocumentRepairer::new(Repairer::danish()) };
    repairer.records.fields = vec!["text".into(), "beskeder.indhold".into()];
    repairer.records.columns = vec!["tekst".into(), "Bemærkning".into()];
    Cleaning { threads, tell_records: true, ..Cleaning::new(repairer) }
}

/// What becomes of a file of this name, and what is said of it; it is given back, and comes out the same with other threads.
pub fn clean(name: &str, bytes: &[u8]) -> (Vec<u8>, Vec<String>) {
    let home = tempfile::tempdir().unwrap();
    let input = home.path().join("in");
    fs::create_dir(&input).unwrap();
    fs::write(input.join(name), bytes).unwrap();
    let run = |threads: usize| {
        let output = home.path().join(format!("out{threads}"));
        let mut told = Told::default();
        archive::clean(std::slice::from_ref(&input), &output, &cleaning(threads), &mut told).unwrap();
        assert!(told.failures.is_empty(), "{:?}", told.failures);
        let ledger = fs::read(output.join(".ordret/ledger.jsonl")).unwrap();
        (fs::read(output.join(name)).unwrap(), ledger, told.notes)
    };
    let (one, two) = (run(1), run(2));
    assert!(one == two, "threads make a difference");
    let originals = home.path().join("originals");
    let mut told = Told::default();
    archive::restore(&home.path().join("out2"), &originals, 0, false, &mut told).unwrap();
    assert!(told.failures.is_empty(), "{:?}", told.failures);
    assert!(fs::read(originals.join(name)).unwrap() == bytes, "not given back");
    (one.0, one.2)
}

/// What is left of a file of this name although it looks damaged: line, column, what stands there, and why it is left.
pub fn left(name: &str, bytes: &[u8]) -> Vec<(u64, u64, String, String)> {
    let home = tempfile::tempdir().unwrap();
    let (input, output) = (home.path().join(name), home.path().join("out/"));
    fs::write(&input, bytes).unwrap();
    archive::clean(&[input], &output, &cleaning(1), &mut Told::default()).unwrap();
    let ledger = fs::read(output.join(".ordret/ledger.jsonl")).unwrap();
    let suspects = RecordLines::new(&ledger[..]).filter_map(|record| match record.unwrap() {
        Record::Suspect(suspect) => Some(suspect),
        _ => None,
    });
    suspects
        .map(|found| (found.place.line, found.place.column, found.text().to_owned(), found.evidence.to_string()))
        .collect()
}

pub fn cleaned(name: &str, text: &str) -> String {
    String::from_utf8(clean(name, text.as_bytes()).0).unwrap()
}

/// Text as a program makes of it that reads UTF-8 as windows-1252.
pub fn misread(text: &str) -> String {
    text.replace('ø', "Ã¸").replace('å', "Ã¥").replace('æ', "Ã¦")
}

/// The same in the escapes of JSON.
pub fn escaped(text: &str) -> String {
    text.chars().map(|c| if c.is_ascii() { c.to_string() } else { format!("\\u{:04x}", c as u32) }).collect()
}

pub const RIGHT: &str = "Sagen blev drøftet på mødet, og der blev sat penge af til nye æbletræer.";
