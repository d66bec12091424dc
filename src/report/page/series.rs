//! All that a rule finds in one passage, wherever it stands: one decision.

use std::rc::Rc;

use super::current::Current;
use super::decided::has_places;
use super::{PlaceRow, SeriesRow};
use crate::record::{Context, Document, DocumentPath, DocumentSuspect, Reading, Span, series_id};
use crate::text::{Confidence, Position};

/// Folders that a series names.
const FOLDERS: usize = 8;
/// Readings that a series has: as many as there are keys for them.
const READINGS: usize = 9;

/// A passage of a document, as it stands in the output.
#[derive(Clone, Debug, PartialEq)]
pub struct Passage {
    /// The document.
    pub path: Rc<DocumentPath>,
    /// The encoding that it was written in.
    pub encoding: Option<Rc<str>>,
    /// Bytes of the output.
    pub output: Span,
}

/// A series as it grows.
pub(super) struct Series {
    level: Confidence,
    pub probability: f32,
    why: String,
    pub count: u64,
    pub documents: u64,
    last: u64,
    folders: Vec<String>,
    readings: Vec<(String, f32)>,
    places: Vec<Place>,
}

/// One of the places that are shown.
struct Place {
    id: String,
    document: Rc<str>,
    number: u64,
    input: Span,
    place: Position,
    has_places: bool,
    passage: Passage,
    /// What stands beside it; to be read where the ledger does not say.
    context: Option<Context>,
}

impl Series {
    pub fn new() -> Self {
        Self {
            level: Confidence::Doubtful,
            probability: 0.0,
            why: String::new(),
            count: 0,
            documents: 0,
            last: 0,
            folders: Vec::new(),
            readings: Vec::new(),
            places: Vec::new(),
        }
    }

    /// Takes in a place of it; shows it, if fewer than `most` are.
    pub fn take(&mut self, suspect: &DocumentSuspect, current: &Current, most: usize) {
        self.count += 1;
        self.documents += u64::from(self.last != current.number);
        self.last = current.number;
        if self.folders.len() < FOLDERS && !self.folders.contains(&current.folder) {
            self.folders.push(current.folder.clone());
        }
        if suspect.probability > self.probability || self.count == 1 {
            let reading = |reading: &Reading| (reading.text().to_owned(), reading.probability);
            (self.level, self.probability) = (suspect.level, suspect.probability);
            self.why = suspect.evidence.clone().into_owned();
            self.readings = suspect.candidates.iter().take(READINGS).map(reading).collect();
        }
        if self.places.len() < most {
            self.places.push(Place::new(suspect, current));
        }
    }

    /// What it is most probably.
    pub fn best(&self) -> Option<&str> {
        self.readings.first().map(|(text, _)| text.as_str())
    }

    /// What the page has of it. `is_single` says that it is one place, which is decided by itself.
    pub fn row(
        self,
        (rule, text): (String, String),
        is_single: bool,
        context: &mut impl FnMut(&Passage) -> Context,
    ) -> SeriesRow {
        let of_place = self.places.first().filter(|_| is_single);
        SeriesRow {
            id: of_place.map_or_else(|| series_id(&rule, &text).into(), |place| place.id.clone()),
            single: is_single,
            rule,
            text,
            level: self.level.as_str(),
            probability: self.probability,
            why: self.why,
            count: self.count,
            documents: self.documents,
            folders: self.folders,
            readings: self.readings,
            places: self.places.into_iter().map(|place| place.row(context)).collect(),
        }
    }
}

impl Place {
    fn new(suspect: &DocumentSuspect, current: &Current) -> Self {
        let (path, encoding) = (Rc::clone(&current.path), current.encoding.clone());
        Self {
            id: suspect.id_in(&current.input).into(),
            document: Rc::clone(&current.input),
            number: current.number,
            input: suspect.input,
            place: suspect.place,
            has_places: current.has_places,
            passage: Passage { path, encoding, output: suspect.output },
            context: suspect.context.clone(),
        }
    }

    fn row(self, context: &mut impl FnMut(&Passage) -> Context) -> PlaceRow {
        let Context { left, right } = self.context.unwrap_or_else(|| context(&self.passage));
        PlaceRow {
            id: self.id,
            document: self.document.to_string(),
            input: self.input,
            path: self.passage.path.to_string(),
            number: self.number,
            shared: !self.has_places,
            line: self.place.line,
            column: self.place.column,
            left,
            right,
        }
    }
}

/// A suspect as a page shows it; with what stands beside it, if that is known. `number` is its document's, from 1.
pub fn place_row(suspect: &DocumentSuspect, document: &Document, number: u64) -> PlaceRow {
    let Context { left, right } = suspect.context.clone().unwrap_or_default();
    PlaceRow {
        id: suspect.id_in(&document.input.blake3).into(),
        document: document.input.blake3.clone(),
        input: suspect.input,
        path: document.path.to_string(),
        number,
        shared: !has_places(document),
        line: suspect.place.line,
        column: suspect.place.column,
        left,
        right,
    }
}
