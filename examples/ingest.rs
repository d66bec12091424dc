//! A small ingestion service: reads the documents of a folder, writes their repaired text and a log of what was mended, and
//! prints what a person should look at.
//!
//! `cargo run --release --example ingest -- DOCUMENTS OUT` writes OUT/NAME for each document and OUT/edits.jsonl, a line an
//! edit (`docs/ledger.md` tells the fields). A service that must give originals back keeps `Repair::restore`'s input, or the
//! whole ledger as the command writes it.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use ordret::{DocumentKind, Edit, Repairer, Suspect};
use serde::Serialize;

/// A line of the log.
#[derive(Serialize)]
struct Line<'a> {
    document: &'a str,
    encoding: &'a str,
    #[serde(flatten)]
    edit: &'a Edit,
}

fn main() -> ExitCode {
    let arguments: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let [documents, out] = arguments.as_slice() else {
        eprintln!("usage: ingest DOCUMENTS OUT");
        return ExitCode::from(2);
    };
    match ingest(documents, out, &mut io::stdout()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Repairs each file of the folder `documents` into the folder `out`; suspects go to `review`.
pub fn ingest(documents: &Path, out: &Path, review: &mut impl Write) -> io::Result<()> {
    // Built once: it is `Send` and `Sync`, so that the threads of a service can share it.
    let repairer = Repairer::danish();
    fs::create_dir_all(out)?;
    let mut log = BufWriter::new(File::create(out.join("edits.jsonl"))?);
    for path in files(documents)? {
        let bytes = fs::read(&path)?;
        let name = path.file_name().unwrap_or_default();
        let repair = repairer.repair(&bytes);
        if repair.kind() != DocumentKind::Text {
            writeln!(review, "{}: no text, passed through", path.display())?;
        }
        // Of what is no text these are the bytes as they came.
        fs::write(out.join(name), repair.output())?;
        let (document, encoding) = (name.to_string_lossy(), repair.encoding().name());
        for edit in repair.edits() {
            serde_json::to_writer(&mut log, &Line { document: &document, encoding, edit })?;
            log.write_all(b"\n")?;
        }
        for suspect in repair.suspects() {
            writeln!(review, "{document}: {}", told(suspect, repair.text()))?;
        }
    }
    log.flush()
}

/// The files of a folder, in the order of their names, so that the log is the same in every run.
fn files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let paths: io::Result<Vec<PathBuf>> = fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect();
    let mut files: Vec<PathBuf> = paths?.into_iter().filter(|path| path.is_file()).collect();
    files.sort();
    Ok(files)
}

/// What a reviewer reads of a suspect: the passage, what it may have been, why.
fn told(suspect: &Suspect, text: &str) -> String {
    let passage = text.get(suspect.output.clone()).unwrap_or_default();
    let best = suspect.candidates.first().map_or("?", |candidate| candidate.text());
    format!("{} {passage:?} may be {best:?} ({:.3}): {}", suspect.rule, suspect.probability, suspect.evidence)
}
