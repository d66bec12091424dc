//! What a page shows, gathered from a ledger record by record.

use std::cmp::{Ordering, Reverse};
use std::collections::{BTreeMap, BinaryHeap, HashMap};
use std::rc::Rc;

use super::super::damage::{folder_of, is_of_words, share, words_of};
use super::plots::SHARES;
use super::{DocumentRow, EditRow, FolderRow, Page, PlaceRow, RuleRow, SeriesRow};
use crate::record::{Context, Document, DocumentEdit, DocumentPath, DocumentSuspect, Header, Reading, Record, Span};
use crate::text::{Confidence, Position};
use crate::{DocumentKind, rules};

/// Series that are told apart at most; what is found beyond them is only counted.
const MOST_SERIES: usize = 300_000;
/// Series that the page has, the most frequent first, and places shown of each.
const SHOWN_SERIES: usize = 12_000;
const SHOWN_PLACES: usize = 3;
/// Documents that the page has, the most damaged first, and edits shown of each.
const SHOWN_DOCUMENTS: usize = 100;
const SHOWN_EDITS: usize = 60;
/// Folders that the page has, and that a series names.
const SHOWN_FOLDERS: usize = 200;
const FOLDERS_OF_SERIES: usize = 8;
/// Bytes of a passage that are shown of an edit, and of one that is decided on.
const LONGEST_TEXT: usize = 400;
const LONGEST_DECIDED: usize = 400;

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

/// Gathers what a page shows.
pub struct Gathering {
    page: Page,
    rules: BTreeMap<String, (u64, u64)>,
    folders: BTreeMap<String, FolderRow>,
    series: HashMap<(String, String), Series>,
    current: Option<Current>,
    worst: BinaryHeap<Reverse<Worst>>,
    words: f64,
    damaged: f64,
    left: f64,
}

/// The document whose records come.
struct Current {
    document: Document,
    path: Rc<DocumentPath>,
    encoding: Option<Rc<str>>,
    folder: String,
    number: u64,
    damaged: f64,
    left: f64,
    edits: Vec<(EditRow, Span)>,
}

/// All that a rule finds in one passage.
struct Series {
    level: Confidence,
    probability: f32,
    why: String,
    count: u64,
    documents: u64,
    last: u64,
    folders: Vec<String>,
    readings: Vec<(String, f32)>,
    places: Vec<(Position, Passage)>,
}

/// A document among the most damaged.
struct Worst {
    row: DocumentRow,
    path: Rc<DocumentPath>,
    encoding: Option<Rc<str>>,
    spans: Vec<Span>,
}

impl Gathering {
    /// A gathering of a ledger that begins so; `id` tells it from others.
    pub fn new(header: &Header, id: String) -> Self {
        let page = Page {
            id,
            tool: header.run.tool.clone(),
            apply: header.run.options.apply.clone(),
            documents: 0,
            changed: 0,
            edits: 0,
            suspects: 0,
            before: 0.0,
            after: 0.0,
            histogram: vec![0; SHARES.len()],
            rules: Vec::new(),
            folders: Vec::new(),
            series: Vec::new(),
            hidden_series: 0,
            worst: Vec::new(),
        };
        let (rules, folders, series) = (BTreeMap::new(), BTreeMap::new(), HashMap::new());
        let (current, worst) = (None, BinaryHeap::new());
        Self { page, rules, folders, series, current, worst, words: 0.0, damaged: 0.0, left: 0.0 }
    }

    /// Takes in the next record.
    pub fn take(&mut self, record: &Record) {
        match record {
            Record::Document(document) => {
                self.end_document();
                // Of a container its members are told.
                if document.kind != DocumentKind::Container {
                    self.begin_document(document);
                }
            }
            Record::Member(member) => {
                self.end_document();
                self.begin_document(&member.document);
            }
            Record::Edit(edit) if !edit.is_of_file() => self.edit(edit),
            Record::Suspect(suspect) => self.suspect(suspect),
            _ => {}
        }
    }

    fn begin_document(&mut self, document: &Document) {
        self.page.documents += 1;
        self.page.changed += u64::from(document.edits > 0);
        let folder = folder_of(&document.path);
        let name = if self.folders.len() < SHOWN_FOLDERS || self.folders.contains_key(&folder) {
            folder
        } else {
            "…".to_owned()
        };
        let row = self.folders.entry(name.clone()).or_insert_with(|| FolderRow { name, ..FolderRow::default() });
        row.documents += 1;
        self.current = Some(Current {
            document: document.clone(),
            path: Rc::new(document.path.clone()),
            encoding: document.output_encoding.as_deref().map(Rc::from),
            folder: row.name.clone(),
            number: self.page.documents,
            damaged: 0.0,
            left: 0.0,
            edits: Vec::new(),
        });
    }

    fn edit(&mut self, edit: &DocumentEdit) {
        self.page.edits += 1;
        for rule in &edit.rules {
            self.rules.entry(rule.to_string()).or_default().0 += 1;
        }
        let Some(current) = &mut self.current else { return };
        if let Some(folder) = self.folders.get_mut(&current.folder) {
            folder.edits += 1;
        }
        if edit.rules.iter().any(|rule| is_of_words(rule)) {
            current.damaged += 1.0;
            current.left += f64::from(1.0 - edit.probability);
            if current.edits.len() < SHOWN_EDITS {
                let row = EditRow {
                    line: edit.place.line,
                    rules: edit.codes().into_owned(),
                    before: shortened(edit.before()),
                    after: shortened(edit.after()),
                    left: String::new(),
                    right: String::new(),
                };
                current.edits.push((row, edit.output));
            }
        }
    }

    fn suspect(&mut self, suspect: &DocumentSuspect) {
        self.page.suspects += 1;
        self.rules.entry(suspect.rule.to_string()).or_default().1 += 1;
        let Some(current) = &mut self.current else { return };
        if let Some(folder) = self.folders.get_mut(&current.folder) {
            folder.suspects += 1;
        }
        if is_of_words(&suspect.rule) {
            current.damaged += f64::from(suspect.probability);
            current.left += f64::from(suspect.probability);
        }
        // A line's end is the same passage everywhere: what becomes of one says nothing of another.
        if suspect.text().trim().is_empty() {
            return;
        }
        let key = (suspect.rule.to_string(), suspect.text().to_owned());
        let is_new = || !self.series.contains_key(&key);
        if suspect.text().len() > LONGEST_DECIDED || self.series.len() >= MOST_SERIES && is_new() {
            self.page.hidden_series += 1;
            return;
        }
        self.series.entry(key).or_insert_with(Series::new).take(suspect, current);
    }

    fn end_document(&mut self) {
        let Some(current) = self.current.take() else { return };
        let words = words_of(&current.document);
        self.words += words;
        self.damaged += current.damaged;
        self.left += current.left;
        let share = |damaged: f64| share(damaged, words);
        let before = share(current.damaged);
        let bar = SHARES.iter().rposition(|from| before >= *from).unwrap_or(0);
        self.page.histogram[bar] += 1;
        if current.edits.is_empty() && current.document.suspects == 0 {
            return;
        }
        let (shown, spans) = current.edits.into_iter().unzip();
        let row = DocumentRow {
            path: current.document.path.to_string(),
            edits: current.document.edits,
            suspects: current.document.suspects,
            before,
            after: share(current.left),
            shown,
        };
        self.worst.push(Reverse(Worst { row, path: current.path, encoding: current.encoding, spans }));
        if self.worst.len() > SHOWN_DOCUMENTS {
            self.worst.pop();
        }
    }

    /// The page, for which `context` reads what stands beside a passage in the output.
    pub fn finish(mut self, mut context: impl FnMut(&Passage) -> Context) -> Page {
        self.end_document();
        let mut page = self.page;
        let share = |damaged: f64| if self.words > 0.0 { damaged / self.words } else { 0.0 };
        (page.before, page.after) = (share(self.damaged), share(self.left));
        page.rules = self.rules.into_iter().map(|(code, (edits, suspects))| rule_row(code, edits, suspects)).collect();
        page.folders = self.folders.into_values().collect();
        let mut series: Vec<((String, String), Series)> = self.series.into_iter().collect();
        series.sort_by(|(one, a), (two, b)| {
            let surest_first = b.probability.total_cmp(&a.probability);
            Reverse(a.count).cmp(&Reverse(b.count)).then(surest_first).then_with(|| one.cmp(two))
        });
        page.hidden_series += series.len().saturating_sub(SHOWN_SERIES) as u64;
        series.truncate(SHOWN_SERIES);
        page.series = series.into_iter().map(|((rule, text), series)| series.row(rule, text, &mut context)).collect();
        page.worst = self.worst.into_sorted_vec().into_iter().map(|Reverse(worst)| worst.row(&mut context)).collect();
        page
    }
}

impl Series {
    fn new() -> Self {
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

    fn take(&mut self, suspect: &DocumentSuspect, current: &Current) {
        self.count += 1;
        self.documents += u64::from(self.last != current.number);
        self.last = current.number;
        if self.folders.len() < FOLDERS_OF_SERIES && !self.folders.contains(&current.folder) {
            self.folders.push(current.folder.clone());
        }
        if suspect.probability > self.probability || self.count == 1 {
            let reading = |reading: &Reading| (reading.text().to_owned(), reading.probability);
            (self.level, self.probability) = (suspect.level, suspect.probability);
            self.why = suspect.evidence.clone().into_owned();
            self.readings = suspect.candidates.iter().take(9).map(reading).collect();
        }
        if self.places.len() < SHOWN_PLACES {
            let (path, encoding) = (Rc::clone(&current.path), current.encoding.clone());
            self.places.push((suspect.place, Passage { path, encoding, output: suspect.output }));
        }
    }

    fn row(self, rule: String, text: String, context: &mut impl FnMut(&Passage) -> Context) -> SeriesRow {
        let id = blake3::hash(format!("{rule}\0{text}").as_bytes()).to_hex()[..16].to_owned();
        let place = |(place, passage): &(Position, Passage)| {
            let Context { left, right } = context(passage);
            PlaceRow { path: passage.path.to_string(), line: place.line, column: place.column, left, right }
        };
        SeriesRow {
            id,
            rule,
            text,
            level: self.level.as_str(),
            probability: self.probability,
            why: self.why,
            count: self.count,
            documents: self.documents,
            folders: self.folders,
            readings: self.readings,
            places: self.places.iter().map(place).collect(),
        }
    }
}

impl Worst {
    fn row(mut self, context: &mut impl FnMut(&Passage) -> Context) -> DocumentRow {
        for (edit, output) in self.row.shown.iter_mut().zip(self.spans) {
            let passage = Passage { path: Rc::clone(&self.path), encoding: self.encoding.clone(), output };
            Context { left: edit.left, right: edit.right } = context(&passage);
        }
        self.row
    }
}

impl Ord for Worst {
    /// The least damaged first; of two alike the one whose path comes last.
    fn cmp(&self, other: &Self) -> Ordering {
        self.row.before.total_cmp(&other.row.before).then_with(|| other.row.path.cmp(&self.row.path))
    }
}

impl PartialOrd for Worst {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Worst {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Worst {}

fn rule_row(code: String, edits: u64, suspects: u64) -> RuleRow {
    let known = rules().iter().find(|rule| rule.code.0 == code);
    let (name, summary) = known.map_or_else(Default::default, |rule| (rule.name, rule.summary()));
    RuleRow { code, name, summary, edits, suspects }
}

fn shortened(text: &str) -> String {
    match text.len() <= LONGEST_TEXT {
        true => text.to_owned(),
        false => format!("{}…", &text[..text.floor_char_boundary(LONGEST_TEXT)]),
    }
}
