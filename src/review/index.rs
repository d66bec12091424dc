//! Where in a ledger what stands.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, BufReader, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use crate::DocumentKind;
use crate::record::{Context, Document, DocumentSuspect, Record, RecordLines, Span, read_line, read_record, series_id};
use crate::report::{Beside, DocumentRow, EditRow, LedgerError, Limits, Page, Passage, PlaceRow, SeriesRow, gather};
use crate::report::{Decided, decided_as, place_row};

/// Places that are remembered at most, sixteen bytes each; those of further suspects are counted and not listed.
const MOST_PLACES: usize = 1 << 24;
/// Edits of a document that are shown.
const SHOWN_EDITS: usize = 500;

/// What a page shows of a ledger, and where in the ledger the rest stands.
pub struct Index {
    dir: PathBuf,
    ledger: PathBuf,
    /// The page without its series.
    pub(super) page: Page,
    /// All series, the most frequent first.
    pub(super) series: Vec<SeriesRow>,
    places: HashMap<String, Vec<Spot>>,
    /// Of each document, where its line begins.
    documents: Vec<u64>,
}

/// Where a suspect's line begins, and which document it is of, from 0.
#[derive(Clone, Copy, Debug)]
struct Spot {
    line: u64,
    document: u32,
}

impl Index {
    /// Reads the ledger of a cleaned archive.
    ///
    /// # Errors
    /// Where it cannot be read, or is no ledger that this version knows.
    pub fn of(dir: &Path, ledger: &Path) -> Result<Self, LedgerError> {
        let (mut places, mut documents, mut count) = (HashMap::<String, Vec<Spot>>::new(), Vec::new(), 0);
        let gathering = gather(ledger, Limits::SERVED, |record, line| match record {
            // A container is none, but its members are.
            Record::Document(document) if document.kind == DocumentKind::Container => {}
            Record::Document(_) | Record::Member(_) => documents.push(line),
            // What is decided by itself stands in its row.
            Record::Suspect(suspect) if decided_as(suspect, true) == Decided::Series && count < MOST_PLACES => {
                let document = documents.len().saturating_sub(1) as u32;
                let series = series_id(&suspect.rule, suspect.text()).into();
                places.entry(series).or_default().push(Spot { line, document });
                count += 1;
            }
            _ => {}
        })?;
        let mut beside = Beside::new(dir);
        let mut page = gathering.finish(|passage| beside.of(passage));
        let series = page.take_series();
        Ok(Self { dir: dir.to_owned(), ledger: ledger.to_owned(), page, series, places, documents })
    }

    /// So many places of a series, from the one numbered `from`; as many as there are.
    pub(super) fn places(&self, series: &str, from: usize, count: usize) -> io::Result<Vec<PlaceRow>> {
        let spots = self.places.get(series).map(Vec::as_slice).unwrap_or_default();
        let spots = spots.get(from..).unwrap_or_default();
        let mut reader = BufReader::new(File::open(&self.ledger)?);
        let mut beside = Beside::new(&self.dir);
        let mut rows = Vec::new();
        for spot in spots.iter().take(count) {
            let Record::Suspect(suspect) = record_at(&mut reader, spot.line)? else { continue };
            let line = self.documents[spot.document as usize];
            let Some(document) = document_of(record_at(&mut reader, line)?) else { continue };
            let number = u64::from(spot.document) + 1;
            rows.push(place_row(&with_context(suspect, &document, &mut beside), &document, number));
        }
        Ok(rows)
    }

    /// A document by its number, from 1, with its edits; nothing where there is none of that number.
    pub(super) fn document(&self, number: usize) -> io::Result<Option<DocumentRow>> {
        let Some(line) = number.checked_sub(1).and_then(|at| self.documents.get(at)) else { return Ok(None) };
        let mut file = File::open(&self.ledger)?;
        file.seek(SeekFrom::Start(*line))?;
        let mut records = RecordLines::new(BufReader::new(file));
        let Some(document) = records.next().transpose().ok().flatten().and_then(document_of) else { return Ok(None) };
        let mut beside = Beside::new(&self.dir);
        let mut shown = Vec::new();
        for record in records {
            match record.map_err(io::Error::other)? {
                Record::Edit(edit) if !edit.is_of_file() && shown.len() < SHOWN_EDITS => {
                    let mut row = EditRow::new(&edit);
                    row.stand_beside(beside.of(&passage(&document, edit.output)));
                    shown.push(row);
                }
                Record::Edit(_) | Record::Suspect(_) => {}
                _ => break,
            }
        }
        Ok(Some(DocumentRow {
            path: document.path.to_string(),
            number: number as u64,
            edits: document.edits,
            suspects: document.suspects,
            before: None,
            after: None,
            shown,
        }))
    }
}

/// The document that a line tells of.
fn document_of(record: Record) -> Option<Document> {
    match record {
        Record::Document(document) => Some(document),
        Record::Member(member) => Some(member.document),
        _ => None,
    }
}

fn record_at(reader: &mut BufReader<File>, line: u64) -> io::Result<Record> {
    reader.seek(SeekFrom::Start(line))?;
    let mut buffer = Vec::new();
    read_line(reader, &mut buffer)?;
    read_record(&buffer).map_err(io::Error::other)
}

/// The suspect with what stands beside it, where an old ledger does not say it.
fn with_context(suspect: DocumentSuspect, document: &Document, beside: &mut Beside) -> DocumentSuspect {
    let read =
        |suspect: &DocumentSuspect, beside: &mut Beside| -> Context { beside.of(&passage(document, suspect.output)) };
    let context = suspect.context.clone().or_else(|| Some(read(&suspect, beside)));
    DocumentSuspect { context, ..suspect }
}

fn passage(document: &Document, output: Span) -> Passage {
    Passage {
        path: document.path.clone().into(),
        encoding: document.output_encoding.as_deref().map(Into::into),
        output,
    }
}
