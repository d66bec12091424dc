//! What is counted besides series: damage by folder and by year, and what is misread as what.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

use super::super::damage::{folder_of, share};
use super::{ConfusionRow, ShareRow};
use crate::record::DocumentPath;

/// Pairs of what stands and what is meant that are told apart at most.
const MOST_CONFUSIONS: usize = 10_000;
/// Pairs that are shown.
const SHOWN_CONFUSIONS: usize = 30;
/// Characters of the longest misreading that is counted: what is longer is a passage.
const LONGEST: usize = 4;
/// Folders that are told apart.
const FOLDERS: usize = 200;
/// Years that stand by themselves; of more, decades do.
const YEARS: usize = 40;

/// Words of some documents, and how many of them are damaged.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Share {
    pub documents: u64,
    pub words: f64,
    pub damaged: f64,
    pub left: f64,
    pub edits: u64,
    pub suspects: u64,
}

impl Share {
    pub fn add(&mut self, other: Self) {
        self.documents += other.documents;
        self.words += other.words;
        self.damaged += other.damaged;
        self.left += other.left;
        self.edits += other.edits;
        self.suspects += other.suspects;
    }

    pub fn row(self, name: String) -> ShareRow {
        ShareRow {
            name,
            documents: self.documents,
            edits: self.edits,
            suspects: self.suspects,
            before: share(self.damaged, self.words),
            after: share(self.left, self.words),
        }
    }
}

/// Counts by folder and by year.
#[derive(Default)]
pub(super) struct Shares {
    folders: BTreeMap<String, Share>,
    years: BTreeMap<u16, Share>,
}

impl Shares {
    /// The name under which a folder is counted.
    pub fn name_of(&self, path: &DocumentPath) -> String {
        let folder = folder_of(path);
        let is_told = self.folders.len() < FOLDERS || self.folders.contains_key(&folder);
        if is_told { folder } else { "…".to_owned() }
    }

    /// Counts a document.
    pub fn add(&mut self, folder: &str, path: &DocumentPath, share: Share) {
        self.folders.entry(folder.to_owned()).or_default().add(share);
        if let Some(year) = year_of(&path.to_string()) {
            self.years.entry(year).or_default().add(share);
        }
    }

    /// By folder, and by year, or by decade where there are many years.
    pub fn rows(self) -> (Vec<ShareRow>, Vec<ShareRow>) {
        let folders = self.folders.into_iter().map(|(name, share)| share.row(name)).collect();
        if self.years.len() <= YEARS {
            return (folders, self.years.into_iter().map(|(year, share)| share.row(year.to_string())).collect());
        }
        let mut decades: BTreeMap<u16, Share> = BTreeMap::new();
        for (year, share) in self.years {
            decades.entry(year / 10 * 10).or_default().add(share);
        }
        let name = |decade: u16| format!("{decade}–{}", decade + 9);
        (folders, decades.into_iter().map(|(decade, share)| share.row(name(decade))).collect())
    }
}

/// Counts what is misread as what.
#[derive(Default)]
pub(super) struct Confusions(HashMap<(String, String), (u64, u64)>);

impl Confusions {
    /// Counts a passage and what it is read as; `is_edit` says whether it was mended.
    pub fn add(&mut self, stands: &str, meant: &str, is_edit: bool) {
        let Some((stands, meant)) = confusion(stands, meant) else { return };
        let key = (stands.to_owned(), meant.to_owned());
        if self.0.len() >= MOST_CONFUSIONS && !self.0.contains_key(&key) {
            return;
        }
        let (edits, suspects) = self.0.entry(key).or_default();
        *if is_edit { edits } else { suspects } += 1;
    }

    /// The most frequent ones.
    pub fn rows(self) -> Vec<ConfusionRow> {
        let row = |((stands, meant), (edits, suspects))| ConfusionRow { stands, meant, edits, suspects };
        let mut rows: Vec<ConfusionRow> = self.0.into_iter().map(row).collect();
        rows.sort_by(|one, two| {
            let count = |row: &ConfusionRow| Reverse(row.edits + row.suspects);
            count(one).cmp(&count(two)).then_with(|| (&one.stands, &one.meant).cmp(&(&two.stands, &two.meant)))
        });
        rows.truncate(SHOWN_CONFUSIONS);
        rows
    }
}

/// Where two readings of a passage differ, if that is short.
fn confusion<'t>(stands: &'t str, meant: &'t str) -> Option<(&'t str, &'t str)> {
    let same = stands.chars().zip(meant.chars()).take_while(|(one, two)| one == two);
    let start: usize = same.map(|(c, _)| c.len_utf8()).sum();
    let (stands, meant) = (&stands[start..], &meant[start..]);
    let same = stands.chars().rev().zip(meant.chars().rev()).take_while(|(one, two)| one == two);
    let end: usize = same.map(|(c, _)| c.len_utf8()).sum();
    let (stands, meant) = (&stands[..stands.len() - end], &meant[..meant.len() - end]);
    let is_short = |text: &str| text.chars().count() <= LONGEST;
    (stands != meant && is_short(stands) && is_short(meant)).then_some((stands, meant))
}

/// The year that a path tells: four digits by themselves or the start of a date of eight, in the name before the folders.
fn year_of(path: &str) -> Option<u16> {
    path.rsplit('/').find_map(|part| part.split(|c: char| !c.is_ascii_digit()).find_map(year))
}

fn year(digits: &str) -> Option<u16> {
    let is_in = |range: std::ops::RangeInclusive<u16>, part: Option<&str>| {
        part.and_then(|part| part.parse::<u16>().ok()).filter(|number| range.contains(number))
    };
    let is_date = || is_in(1..=12, digits.get(4..6)).and(is_in(1..=31, digits.get(6..8))).is_some();
    let is_whole = digits.len() == 4 || digits.len() == 8 && is_date();
    // Earlier is hardly in print, later is no year of a document yet.
    is_in(1450..=2099, digits.get(..4)).filter(|_| is_whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_tells_its_year_where_it_has_one() {
        let cases = [
            ("1984/referat.txt", Some(1984)),
            ("1984/referat-1985-03.txt", Some(1985)),
            ("scan/19231104_2.txt", Some(1923)),
            ("sag 19841399.txt", None),
            ("123456/a.txt", None),
            ("0012.txt", None),
            ("referat.txt", None),
        ];
        for (path, wanted) in cases {
            assert_eq!(year_of(path), wanted, "{path}");
        }
    }

    #[test]
    fn what_is_misread_is_where_readings_differ() {
        assert_eq!(confusion("losningen", "løsningen"), Some(("o", "ø")));
        assert_eq!(confusion("rnindre", "mindre"), Some(("rn", "m")));
        assert_eq!(confusion("kom mune", "kommune"), Some((" ", "")));
        assert_eq!(confusion("ens", "ens"), None);
        assert_eq!(confusion("noget helt andet", "ord"), None);
    }
}
