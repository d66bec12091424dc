//! What a page shows, gathered from a ledger record by record.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use super::super::damage::{is_of_words, share_of_document, words_of};
use super::super::worst::Worst;
use super::current::Current;
use super::decided::{Decided, decided_as, has_places};
use super::figures::{Confusions, Share, Shares};
use super::plots::SHARES;
use super::series::{Passage, Series};
use super::shown::Shown;
use super::single::Singles;
use super::{DocumentRow, EditRow, Page, RuleRow, UnknownRow, for_script};
use crate::record::{Context, Document, DocumentEdit, DocumentSuspect, Header, Record, series_id};
use crate::text::Confidence;
use crate::{DocumentKind, rules};

/// Series that are told apart at most; what is found beyond them is only counted.
const MOST_SERIES: usize = 300_000;
/// Documents that the page has, the most damaged first, and edits shown of each.
const SHOWN_DOCUMENTS: usize = 100;
const SHOWN_EDITS: usize = 60;
/// Unknown words that the page has.
const SHOWN_WORDS: usize = 30;

/// How much of what was found a page holds.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Series, the most frequent first.
    pub series: usize,
    /// Places of each series.
    pub places: usize,
    /// Bytes of all series, and of all documents, as they are written.
    pub bytes: usize,
}

impl Limits {
    /// Of a page in one file, which stays below 20 MB: 11.5 for series, half of that for documents, and what is around them.
    pub const FILE: Self = Self { series: 12_000, places: 3, bytes: 11 << 20 };
    /// Of a page that is served: what is shown of series is asked for.
    pub const SERVED: Self = Self { series: MOST_SERIES, places: 0, bytes: usize::MAX };
}

/// Gathers what a page shows.
pub struct Gathering {
    page: Page,
    limits: Limits,
    /// Edits, and suspects, of each rule by level, the surest first.
    rules: BTreeMap<String, [[u64; 3]; 2]>,
    shares: Shares,
    confusions: Confusions,
    series: HashMap<(String, String), Series>,
    single: Singles,
    current: Option<Current>,
    worst: Worst<Shown>,
    all: Share,
}

impl Gathering {
    /// A gathering of a ledger that begins so; `id` tells it from others.
    pub fn new(header: &Header, id: String, limits: Limits) -> Self {
        let page = Page {
            id,
            tool: header.run.tool.clone(),
            apply: header.run.options.apply.clone(),
            histogram: vec![(0, 0); SHARES.len()],
            ..Page::default()
        };
        Self {
            page,
            limits,
            rules: BTreeMap::new(),
            shares: Shares::default(),
            confusions: Confusions::default(),
            series: HashMap::new(),
            single: Singles::default(),
            current: None,
            worst: Worst::new(SHOWN_DOCUMENTS),
            all: Share::default(),
        }
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
        self.current = Some(Current {
            path: Rc::new(document.path.clone()),
            encoding: document.output_encoding.as_deref().map(Rc::from),
            input: document.input.blake3.as_str().into(),
            folder: self.shares.name_of(&document.path),
            number: self.page.documents,
            words: words_of(document),
            edits: document.edits,
            suspects: document.suspects,
            has_places: has_places(document),
            damaged: 0.0,
            left: 0.0,
            shown: Vec::new(),
        });
    }

    fn edit(&mut self, edit: &DocumentEdit) {
        self.page.edits += 1;
        for rule in &edit.kind.rules {
            self.rules.entry(rule.to_string()).or_default()[0][place_of(edit.kind.level)] += 1;
        }
        let Some(current) = &mut self.current else { return };
        if !edit.kind.rules.iter().any(|rule| is_of_words(rule)) {
            return;
        }
        self.confusions.add(edit.before(), edit.after(), true);
        current.damaged += 1.0;
        current.left += f64::from(1.0 - edit.probability);
        if current.shown.len() < SHOWN_EDITS {
            current.shown.push((EditRow::new(edit), edit.output));
        }
    }

    fn suspect(&mut self, suspect: &DocumentSuspect) {
        self.page.suspects += 1;
        self.rules.entry(suspect.rule.to_string()).or_default()[1][place_of(suspect.level)] += 1;
        let Some(current) = &mut self.current else { return };
        if is_of_words(&suspect.rule) {
            current.damaged += f64::from(suspect.probability);
            current.left += f64::from(suspect.probability);
            if let Some(best) = suspect.candidates.first() {
                self.confusions.add(suspect.text(), best.text(), false);
            }
        }
        let key = || (suspect.rule.to_string(), suspect.text().to_owned());
        match decided_as(suspect, current.has_places) {
            Decided::Series => {
                if self.series.len() >= MOST_SERIES && !self.series.contains_key(&key()) {
                    self.page.hidden_suspects += 1;
                    return;
                }
                self.series.entry(key()).or_insert_with(Series::new).take(suspect, current, self.limits.places);
            }
            Decided::Place => self.page.hidden_suspects += u64::from(!self.single.take(suspect, current)),
            Decided::Nowhere => self.page.not_decided += 1,
        }
    }

    fn end_document(&mut self) {
        let Some(current) = self.current.take() else { return };
        let Current { words, damaged, left, edits, suspects, .. } = current;
        let counted = Share { documents: 1, words, damaged, left, edits, suspects };
        self.all.add(counted);
        self.shares.add(&current.folder, &current.path, counted);
        let (before, after) = (share_of_document(damaged, words), share_of_document(left, words));
        let bar = |share: f64| SHARES.iter().rposition(|from| share >= *from).unwrap_or(0);
        self.page.histogram[bar(before)].0 += 1;
        self.page.histogram[bar(after)].1 += 1;
        if current.shown.is_empty() && suspects == 0 {
            return;
        }
        let (shown, spans) = current.shown.into_iter().unzip();
        let (path, number) = (current.path.to_string(), current.number);
        let (share, before, after) = (before, Some(before), Some(after));
        let row = DocumentRow { path: path.clone(), number, edits, suspects, before, after, shown };
        self.worst.push(share, path, Shown { row, path: current.path, encoding: current.encoding, spans });
    }

    /// The page, for which `context` reads what stands beside a passage in the output, where the ledger does not say it.
    pub fn finish(mut self, mut context: impl FnMut(&Passage) -> Context) -> Page {
        self.end_document();
        let mut page = self.page;
        let all = self.all.row(String::new());
        (page.before, page.after) = (all.before, all.after);
        page.rules = self.rules.into_iter().map(|(code, levels)| rule_row(code, levels)).collect();
        page.words = self.all.words.round() as u64;
        (page.folders, page.years) = self.shares.rows();
        page.confusions = self.confusions.rows();
        let series = sorted(self.series);
        page.unknown = unknown(&series);
        let single = self.single.into_places();
        let count = series.len() + single.len();
        let series = series.into_iter().map(|found| (found, false));
        let single = single.into_iter().map(|found| (found, true));
        let rows = series.chain(single).take(self.limits.series);
        let rows = rows.map(|((key, series), is_single)| series.row(key, is_single, &mut context));
        page.series = within(self.limits.bytes, rows);
        page.hidden_series = (count - page.series.len()) as u64;
        let worst = self.worst.into_sorted().map(|shown| shown.row(&mut context));
        page.worst = within(self.limits.bytes / 2, worst);
        page
    }
}

type Found = ((String, String), Series);

/// The most frequent first; of those as frequent the surest.
fn sorted(series: HashMap<(String, String), Series>) -> Vec<Found> {
    let mut series: Vec<Found> = series.into_iter().collect();
    series.sort_by(|(one, a), (two, b)| {
        let surest_first = b.probability.total_cmp(&a.probability);
        Reverse(a.count).cmp(&Reverse(b.count)).then(surest_first).then_with(|| one.cmp(two))
    });
    series
}

/// The words that are doubted most often.
fn unknown(series: &[Found]) -> Vec<UnknownRow> {
    let of_words = series.iter().filter(|((rule, _), _)| rule.starts_with('W'));
    let row = |((rule, text), series): &Found| UnknownRow {
        id: series_id(rule, text).into(),
        text: text.clone(),
        reading: series.best().map(str::to_owned),
        count: series.count,
        documents: series.documents,
    };
    of_words.take(SHOWN_WORDS).map(row).collect()
}

/// As many rows as may be written in so many bytes.
fn within<R: serde::Serialize>(bytes: usize, rows: impl Iterator<Item = R>) -> Vec<R> {
    let mut left = bytes;
    let fits = |row: &R| {
        let length = serde_json::to_string(row).map_or(0, |json| for_script(&json).len() + 1);
        left = left.saturating_sub(length);
        left > 0
    };
    if bytes == usize::MAX { rows.collect() } else { rows.take_while(fits).collect() }
}

/// The place of a level among all, the surest first.
fn place_of(level: Confidence) -> usize {
    match level {
        Confidence::Certain => 0,
        Confidence::Likely => 1,
        Confidence::Doubtful => 2,
    }
}

fn rule_row(code: String, levels: [[u64; 3]; 2]) -> RuleRow {
    let known = rules().iter().find(|rule| rule.code.0 == code);
    let (name, summary) = known.map_or_else(Default::default, |rule| (rule.name, rule.summary()));
    let [edits, suspects] = levels.map(|of_levels| of_levels.iter().sum());
    RuleRow { code, name, summary, edits, suspects, levels }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_has_no_more_than_fits() {
        let rows = || (0..100).map(|_| "<".repeat(10));
        assert_eq!(within(usize::MAX, rows()).len(), 100);
        // In a script each of them is ten escapes of six bytes between quotes.
        assert_eq!(within(10 * 63 + 1, rows()).len(), 10);
    }
}
