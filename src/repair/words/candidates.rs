//! What a token may have been: the readings that the table of confusions gives it, found once for each distinct token.

use std::cell::RefCell;
use std::hash::BuildHasherDefault;
use std::rc::Rc;
use std::thread::LocalKey;

use smallvec::SmallVec;

use super::attested::Attested;
use super::before::{Letter, letters_before};
use super::confusions::Confusions;
use super::weigh::Word;
use crate::language::{Case, Language, Reach, Respelled, Respellings, Sought, Step};
use crate::text::QuickMap;

/// Tokens and readings that a thread remembers of one kind of search, each of some hundred bytes. Real pages of 1 MB have fewer.
const REMEMBERED: usize = 1 << 15;
/// Readings of a token that are kept, likeliest first.
const KEPT: usize = 12;
/// What a letter lost, added or changed in a way that the table does not have steers a search.
const OTHER_COST: f32 = 7.0;
/// The most that the confusions of a word may cost together: two rare ones are no reading.
pub(super) const COST: f32 = 9.0;
/// What common confusions cost together: what they explain needs no rare ones.
pub(super) const CHEAP: f32 = 5.0;
/// ln P of common words.
pub(super) const COMMON: f32 = -14.0;
/// From so many letters on a word may be read as a compound.
const COMPOUND_FROM: usize = 8;

/// One reading of a token.
#[derive(Clone, Debug)]
pub(super) struct Reading {
    /// The word, cased as the token is; in an old spelling where the token has it.
    pub word: Rc<Word>,
    /// The confusions that make the token of it.
    pub steps: SmallVec<[Step; 4]>,
    /// Of each confusion, the letter of the word before it.
    pub before: SmallVec<[Letter; 4]>,
    /// Parts of the word: 1 unless it is known only as a compound.
    pub parts: u8,
    /// Where the pack does not know the word: how well it is attested.
    pub attested: Option<Attested>,
}

/// What is found of a token.
#[derive(Clone, Debug)]
pub(super) struct Found {
    /// The token as it stands.
    pub standing: Rc<Word>,
    pub readings: Rc<[Reading]>,
}

impl Found {
    pub fn new(token: &str, readings: Vec<Reading>, language: &Language) -> Self {
        Self { standing: Rc::new(Word::new(token.to_owned(), token.to_owned(), language)), readings: readings.into() }
    }

    /// The same with learned words for readings, besides those that are known.
    pub fn with(self, mut learned: Vec<Reading>) -> Self {
        learned.retain(|new| self.readings.iter().all(|known| known.word.written != new.word.written));
        if learned.is_empty() {
            return self;
        }
        Self { readings: self.readings.iter().cloned().chain(learned).collect(), ..self }
    }
}

/// What was found of tokens, in the language that was asked last.
struct Remembered {
    language: Option<&'static Language>,
    found: QuickMap<Box<str>, Found>,
    /// Tokens, and the readings of all.
    size: usize,
}

impl Remembered {
    const NOTHING: Self = Self { language: None, found: QuickMap::with_hasher(BuildHasherDefault::new()), size: 0 };

    fn get(&self, token: &str, language: &'static Language) -> Option<Found> {
        self.found.get(token).filter(|_| self.language == Some(language)).cloned()
    }

    fn keep(&mut self, token: &str, found: &Found, language: &'static Language) {
        self.size += 1 + found.readings.len();
        if self.size > REMEMBERED || self.language != Some(language) {
            self.found.clear();
            (self.language, self.size) = (Some(language), 1 + found.readings.len());
        }
        self.found.insert(token.into(), found.clone());
    }
}

type Memory = RefCell<Remembered>;

thread_local! {
    static KNOWN: Memory = const { RefCell::new(Remembered::NOTHING) };
    static COMPOUNDS: Memory = const { RefCell::new(Remembered::NOTHING) };
    static UNEXPLAINED: Memory = const { RefCell::new(Remembered::NOTHING) };
    static KNOWN_WORDS: Memory = const { RefCell::new(Remembered::NOTHING) };
}

/// The readings of a token that no list knows, by the table: but for compounds with rare confusions.
pub(super) fn of_unknown(token: &str, language: &'static Language) -> Found {
    remembered(&KNOWN, token, language, || Found::new(token, search_unknown(token, language), language))
}

/// The readings of a token that has none so far, as a compound with rare confusions. Most names and other unknown words have
/// some, so this is for documents that are damaged.
pub(super) fn of_unknown_compound(token: &str, language: &'static Language) -> Found {
    remembered(&COMPOUNDS, token, language, || Found::new(token, search_compound(token, language), language))
}

/// The readings of a token that the table does not explain: one letter was lost, added or changed in another way.
pub(super) fn of_unexplained(token: &str, language: &'static Language) -> Found {
    remembered(&UNEXPLAINED, token, language, || Found::new(token, search_unexplained(token, language), language))
}

/// The readings of a known token by one confusion of the table.
pub(super) fn of_known(token: &str, language: &'static Language) -> Found {
    let table = &Confusions::of(language).table;
    let search = || search(token, table, reach_of_known(token), language);
    remembered(&KNOWN_WORDS, token, language, || Found::new(token, search(), language))
}

/// One confusion of a known token, however rare: what was proven may be any.
pub(super) fn reach_of_known(token: &str) -> Reach {
    /// More than any two rows cost.
    const ANY: f32 = 12.0;
    Reach { rows: 1, cost: ANY, letters: 0, compounds: false, names: token.starts_with(char::is_uppercase) }
}

fn remembered(
    memory: &'static LocalKey<Memory>,
    token: &str,
    language: &'static Language,
    find: impl FnOnce() -> Found,
) -> Found {
    if let Some(known) = memory.with_borrow(|known| known.get(token, language)) {
        return known;
    }
    let found = find();
    memory.with_borrow_mut(|known| known.keep(token, &found, language));
    found
}

fn search_unknown(token: &str, language: &'static Language) -> Vec<Reading> {
    let letters = letters(token);
    let reach = Reach { rows: most_rows(letters), cost: CHEAP, ..reach(token) };
    let table = &Confusions::of(language).table;
    let compounds = letters >= COMPOUND_FROM;
    let ways = [(true, reach), (compounds, Reach { compounds, ..reach }), (true, Reach { cost: COST, ..reach })];
    first_found(token, &ways, table, language)
}

/// The readings of a token by what is common in a document, which a table says. Where these are rare words all, what common words
/// dearer confusions make is among them: `sindcs` is `findes` as well as `sindes`.
pub(super) fn of_unknown_by(token: &str, table: &Respellings, language: &'static Language) -> Vec<Reading> {
    let letters = letters(token);
    let reach = Reach { rows: most_rows(letters), cost: CHEAP, ..reach(token) };
    let compounds = letters >= COMPOUND_FROM;
    let mut readings = first_found(token, &[(true, reach), (compounds, Reach { compounds, ..reach })], table, language);
    let is_common = |reading: &Reading| reading.word.log_probability > COMMON;
    if !readings.is_empty() && !readings.iter().any(is_common) {
        let dearer = search(token, table, Reach { cost: COST, ..reach }, language);
        let is_new = |other: &Reading| readings.iter().all(|known| known.word.written != other.word.written);
        let new: Vec<Reading> = dearer.into_iter().filter(|other| is_common(other) && is_new(other)).collect();
        readings.extend(new);
    }
    readings
}

/// What the first of some ways finds that finds anything.
fn first_found(token: &str, ways: &[(bool, Reach)], table: &Respellings, language: &'static Language) -> Vec<Reading> {
    let sought = Sought::new(token, table);
    let ways = ways.iter().filter(|(is_way, _)| *is_way);
    let mut found = ways.map(|(_, reach)| read(token, language.respelled_as(&sought, *reach).forms, table, language));
    found.find(|readings| !readings.is_empty()).unwrap_or_default()
}

fn search_compound(token: &str, language: &'static Language) -> Vec<Reading> {
    if letters(token) < COMPOUND_FROM {
        return Vec::new();
    }
    let reach = Reach { rows: 2, compounds: true, ..reach(token) };
    search(token, &Confusions::of(language).table, reach, language)
}

fn search_unexplained(token: &str, language: &'static Language) -> Vec<Reading> {
    let letters = letters(token);
    if letters < 4 || token.contains('-') {
        return Vec::new();
    }
    let reach = Reach { rows: usize::from(letters >= 6), letters: 1, ..reach(token) };
    search(token, &Confusions::of(language).table, reach, language)
}

/// Where nothing else is said, no confusion and no letter may be misread.
fn reach(token: &str) -> Reach {
    let names = token.starts_with(|c: char| !c.is_lowercase());
    Reach { rows: 0, cost: COST, letters: 0, compounds: false, names }
}

fn letters(token: &str) -> usize {
    token.chars().filter(|c| c.is_alphabetic()).count()
}

/// Short words are nearly anything after a few confusions.
fn most_rows(letters: usize) -> usize {
    match letters {
        0..=2 => 1,
        3..=4 => 2,
        5..=12 => 3,
        _ => 4,
    }
}

/// The readings that a table gives a token; none is the token itself.
pub(super) fn search(token: &str, table: &Respellings, reach: Reach, language: &'static Language) -> Vec<Reading> {
    let found = language.respelled(token, table, reach);
    read(token, found, table, language)
}

/// The readings that forms which were found give a token, likeliest first.
pub(super) fn read(
    token: &str,
    found: Vec<Respelled>,
    table: &Respellings,
    language: &'static Language,
) -> Vec<Reading> {
    let known = Confusions::of(language);
    let word_of = |written, form| Rc::new(Word::new(written, form, language));
    let steers = |steps: &[Step]| -> f32 {
        steps.iter().map(|step| table.rows().get(usize::from(step.0)).map_or(OTHER_COST, |row| row.cost)).sum()
    };
    let mut readings: Vec<Reading> = Vec::new();
    for found in found {
        let case = without_strokes(found.case, token);
        if found.steps.is_empty()
            || case == Case::Lower && Case::of(&found.form) != Case::Lower
            || reads_strokes_in_two_ways(token, &found.steps, table)
        {
            continue;
        }
        let steps = parted(&found.steps, known);
        for case in cases(token, &found.form, case) {
            let word = written(case, &found.form, &found.spelled);
            let is_misread = found.steps.iter().any(|step| !known.is_old(*step));
            if word == token && is_misread || word != token && is_same_but_case(&word, token) {
                continue;
            }
            let form = written(case, &found.form, &found.form);
            let steps = steps.clone();
            match readings.iter_mut().find(|known| known.word.written == word) {
                Some(known) if steers(&known.steps) <= steers(&steps) => {}
                Some(known) => *known = reading(word_of(word, form), steps, found.parts),
                None => readings.push(reading(word_of(word, form), steps, found.parts)),
            }
        }
    }
    let rank = |reading: &Reading| reading.word.log_probability - steers(&reading.steps);
    readings.sort_by(|a, b| rank(b).total_cmp(&rank(a)).then_with(|| a.word.written.cmp(&b.word.written)));
    readings.truncate(KEPT);
    for reading in &mut readings {
        reading.before = letters_before(token, &reading.word.written, &reading.steps, table.rows());
    }
    readings
}

/// A reading as the pack's words give it.
fn reading(word: Rc<Word>, steps: SmallVec<[Step; 4]>, parts: u8) -> Reading {
    Reading { word, steps, before: SmallVec::new(), parts, attested: None }
}

/// Whether a reading takes some of the capital I's inside a word for another letter and some for what they are: what was printed
/// twice alike was read twice alike, so that `LiIIe` is `Lille` and not `Lilie`.
fn reads_strokes_in_two_ways(token: &str, steps: &[Step], table: &Respellings) -> bool {
    const STROKE: char = 'I';
    let strokes = token.chars().skip(1).filter(|&c| c == STROKE).count();
    if strokes < 2 || !token.contains(char::is_lowercase) {
        return false;
    }
    let rows = steps.iter().filter_map(|step| table.rows().get(usize::from(step.0)));
    let read = rows.filter(|row| row.written.eq_ignore_ascii_case("i")).count();
    (1..strokes).contains(&read)
}

/// The case of a token, where of its capitals the strokes count for none if it has small letters and hardly another capital: they are
/// small letters then (`AIIe`, `aIIe`).
fn without_strokes(case: Case, token: &str) -> Case {
    let capitals = token.chars().filter(|c| c.is_uppercase() && *c != 'I').count();
    match case {
        Case::Upper if capitals > 1 || !token.contains(char::is_lowercase) => Case::Upper,
        Case::Upper if token.starts_with(char::is_lowercase) => Case::Lower,
        Case::Upper => Case::Capitalised,
        case => case,
    }
}

/// The cases that a form may have had: that of the token, and another where the misread letters do not tell it. A stroke
/// is a capital or none (`Iobende`, `lndstilling`), and in a short word in capitals the letters after the first may have
/// been read so (`SA` for `Så`).
fn cases(token: &str, form: &str, case: Case) -> SmallVec<[Case; 2]> {
    /// Letters of a short word.
    const SHORT: usize = 3;
    let first = |word: &str| word.chars().next().and_then(|c| c.to_lowercase().next());
    let is_stroke = token.starts_with(['I', 'l']) && first(token) != first(form);
    let mut cases = SmallVec::from_slice(&[case]);
    match case {
        _ if Case::of(form) != Case::Lower => {}
        Case::Lower if is_stroke => cases.push(Case::Capitalised),
        Case::Capitalised if is_stroke => cases.push(Case::Lower),
        Case::Upper if token.chars().count() <= SHORT => cases.push(Case::Capitalised),
        _ => {}
    }
    cases
}

/// Whether two words have the same letters in other cases: letters that were read right tell no other word.
fn is_same_but_case(one: &str, other: &str) -> bool {
    one.chars().flat_map(char::to_lowercase).eq(other.chars().flat_map(char::to_lowercase))
}

/// The steps, those of misread old spellings as the two that they are.
fn parted(steps: &[Step], known: &Confusions) -> SmallVec<[Step; 4]> {
    let mut parted = SmallVec::new();
    for step in steps {
        match known.parts.get(&step.0) {
            Some(parts) => parted.extend_from_slice(parts),
            None => parted.push(*step),
        }
    }
    parted
}

/// A spelling of a form of the pack in the case of a token. Forms with capitals of their own keep them.
pub(super) fn written(case: Case, form: &str, spelled: &str) -> String {
    match (case, Case::of(form)) {
        (Case::Upper, _) => spelled.to_uppercase(),
        (Case::Capitalised, _) | (_, Case::Capitalised) => Case::Capitalised.apply(spelled),
        _ => spelled.to_owned(),
    }
}
