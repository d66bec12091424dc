//! Words that no pack knows and that the archive or the document itself taught: names and terms.
//!
//! They are readings of unknown words as the pack's are, and are weighed by how often they were seen. Names need more
//! care than words, since two of them may differ by a letter and both be right (`Jensen`, `Jenson`): what people spell in
//! more ways than one is no damage, unless the document has proven that its reader does it; and a word that stands more
//! often than it can have been misread is a word of its own.

use smallvec::SmallVec;

use super::attested::Attested;
use super::candidates::{self, Reading};
use super::confusions::Confusions;
use crate::language::{Forms, Language, Reach, Step};
use crate::repair::exceptions::OwnWords;
use crate::text::QuickMap;

/// Times that a document has a name which it teaches.
const LEAST_TIMES: usize = 3;
/// A word and its space.
const BYTES_A_WORD: f32 = 6.0;
/// Letters of a learned word, and of what may be a misreading of one: shorter ones are near to any.
const LEAST_LETTERS: usize = 4;
/// Letters from which hardly two names differ by what a reader takes for another.
const SAFE_LETTERS: usize = 6;
/// What the confusions of common words cost at most, in nats.
const CHEAP: f32 = 5.0;
/// The most that the confusions of a word may cost together.
const COST: f32 = 9.0;
/// Confusions of a word.
const MOST_ROWS: usize = 2;
/// No letters are lost everywhere.
const MOST_RATE: f32 = 0.95;
/// The share of the table's rates, which are of the worst pages, that an archive may have as a whole.
pub(super) const TABLE_SHARE: f32 = 0.25;
/// Chance: so many times as often as expected.
const CHANCE: f32 = 3.0;

/// How well a word is attested that a person says is right: as one that every document has once on forty pages.
const SAID_RIGHT: Attested = Attested { documents: 100, count: 100.0, total: 1e6 };

/// Whether a form may be learned: letters, and enough of them, of which only the first is a capital.
pub(super) fn may_be_learned(form: &str) -> bool {
    let is_inner = |c: char| c.is_lowercase() || c == '-';
    let mut letters = form.chars();
    form.chars().count() >= LEAST_LETTERS
        && letters.next().is_some_and(char::is_alphabetic)
        && letters.all(is_inner)
        && !form.ends_with('-')
}

/// The learned forms that a token may be a misreading of, likeliest first.
pub(super) fn search(
    token: &str,
    forms: &Forms,
    attested: &dyn Fn(&str) -> Attested,
    language: &'static Language,
) -> Vec<Reading> {
    if forms.is_empty() || token.chars().count() < LEAST_LETTERS {
        return Vec::new();
    }
    let names = token.starts_with(|c: char| !c.is_lowercase());
    let reach = Reach { rows: MOST_ROWS, cost: COST, letters: 0, compounds: false, names };
    let table = Confusions::of(language).in_names();
    let found = forms.respelled(token, table, reach);
    let mut readings = candidates::read(token, found, table, language);
    for reading in &mut readings {
        reading.attested = Some(attested(&reading.word.form));
    }
    readings
}

/// Every word that one confusion of the table makes this one of.
pub(super) fn meant_by<'t>(word: &'t str, known: &'t Confusions) -> impl Iterator<Item = (String, Step)> + 't {
    let rows = known.table.rows().iter().enumerate().filter(|(_, row)| row.spelled.is_none());
    rows.flat_map(move |(number, row)| {
        let other =
            |(at, written): (usize, &str)| format!("{}{}{}", &word[..at], row.meant, &word[at + written.len()..]);
        word.match_indices(&*row.written).map(move |place| (other(place), Step(number as u16)))
    })
}

/// How often a word that stands right so often was misread, at most.
pub(super) fn misread_of(right: f32, rate: f32) -> f32 {
    let rate = rate.min(MOST_RATE);
    CHANCE * right * rate / (1.0 - rate)
}

/// The rate of some confusions on the table's pages.
fn table_rate(steps: &[Step], known: &Confusions) -> f32 {
    steps.iter().map(|step| known.shares.get(usize::from(step.0)).copied().unwrap_or(0.0)).product()
}

/// Whether a reading is a common word by common confusions: then what was learned is a misreading of it.
pub(super) fn is_cheap_and_common(reading: &Reading, known: &Confusions) -> bool {
    let rows = known.table.rows();
    let cost: f32 = reading.steps.iter().map(|step| rows.get(usize::from(step.0)).map_or(COST, |row| row.cost)).sum();
    cost <= CHEAP && reading.word.log_probability > candidates::COMMON
}

/// Words that a document has again and again, and no list knows: names, most of them.
pub(super) struct Names<'t> {
    forms: Forms,
    times: QuickMap<&'t str, usize>,
    /// Words of the document.
    total: f32,
}

impl<'t> Names<'t> {
    /// The names of a text among its unknown words; nothing where none comes often.
    pub fn of(times: &QuickMap<&'t str, usize>, text: &str) -> Option<Self> {
        let is_name = |(form, times): &(&&str, &usize)| **times >= LEAST_TIMES && may_be_learned(form);
        let times: QuickMap<_, _> = times.iter().filter(is_name).map(|(form, times)| (*form, *times)).collect();
        if times.is_empty() {
            return None;
        }
        let forms = Forms::new(&times.keys().map(|form| (*form).to_owned()).collect());
        Some(Self { forms, times, total: text.len() as f32 / BYTES_A_WORD })
    }

    /// The names that an unknown token may be a misreading of.
    pub fn readings(&self, token: &str, language: &'static Language) -> Vec<Reading> {
        if self.times.contains_key(token) {
            return Vec::new();
        }
        let times = |form: &str| self.times.get(form).copied().unwrap_or(0) as f32;
        let attested = |form: &str| Attested { documents: 0, count: times(form), total: self.total };
        search(token, &self.forms, &attested, language)
    }
}

/// A person's own words as readings of unknown ones, each token asked once in a block.
pub(super) struct OwnReadings<'t> {
    forms: Option<&'t Forms>,
    language: &'static Language,
    known: QuickMap<&'t str, Vec<Reading>>,
}

impl<'t> OwnReadings<'t> {
    pub fn new(words: &'t OwnWords, language: &'static Language) -> Self {
        Self { forms: words.forms(), language, known: QuickMap::default() }
    }

    /// The own words that an unknown token may be a misreading of.
    pub fn readings(&mut self, token: &'t str) -> Vec<Reading> {
        let Some(forms) = self.forms else { return Vec::new() };
        let language = self.language;
        self.known.entry(token).or_insert_with(|| search(token, forms, &|_| SAID_RIGHT, language)).clone()
    }
}

/// What the document and the archive say of a token that may be a misreading of a learned word.
#[derive(Clone, Copy, Debug)]
pub(super) struct Standing {
    /// Cases that prove the least proven of the confusions in the document.
    pub cases: f32,
    /// Their rate in the document, of each on the average.
    pub rate: f32,
    /// Times that the document has the token.
    pub times: usize,
}

impl Standing {
    /// Whether the document has proven that its reader does so.
    fn is_proven(&self) -> bool {
        self.cases >= PROVEN_CASES && self.rate >= PROVEN_RATE
    }
}

/// Reported.
const SUSPECT: f32 = 0.9;
/// Likely at most.
pub(super) const LIKELY: f32 = 0.97;

/// The most that a learned reading of a token is worth; 0 where it is none.
pub(super) fn most(
    token: &str,
    reading: &Reading,
    attested: &Attested,
    standing: &Standing,
    language: &'static Language,
) -> f32 {
    /// So many documents, or times in one, are no chance.
    const SEVERAL: u32 = 4;
    const OFTEN: f32 = 5.0;
    let is_own = attested.documents == 0;
    let rate = standing
        .rate
        .powi(reading.steps.len() as i32)
        .max(TABLE_SHARE * table_rate(&reading.steps, Confusions::of(language)));
    if is_own && standing.times as f32 > 1.0 + misread_of(attested.count, rate) {
        return 0.0;
    }
    let most = match () {
        () if token.chars().count() < SAFE_LETTERS => SUSPECT,
        () if standing.is_proven() => 1.0,
        () if reading.steps.len() > 1 => LIKELY,
        () if is_own && attested.count >= OFTEN || attested.documents >= SEVERAL => 1.0,
        () => LIKELY,
    };
    most.min(most_of_name(&reading.steps, standing, language))
}

/// The most that any reading as a name is worth, by the confusions that it takes: what may be the spelling of another is
/// none until the document proves that its reader does so. Letters that a reader lacks need no case of their own where
/// pages are as damaged as that.
pub(super) fn most_of_name(steps: &[Step], standing: &Standing, language: &'static Language) -> f32 {
    let kinds: SmallVec<[Kind; 4]> = steps.iter().map(|step| kind_of(*step, language)).collect();
    let all = |kind: Kind| kinds.iter().all(|other| *other == kind);
    match () {
        () if standing.is_proven() || all(Kind::Misreading) => 1.0,
        () if !kinds.contains(&Kind::Spelling) => {
            if standing.rate >= PROVEN_RATE {
                1.0
            } else {
                SUSPECT
            }
        }
        () if kinds.contains(&Kind::Misreading) => LIKELY,
        () => 0.0,
    }
}

/// Whether all of some confusions may be other ways to spell.
pub(super) fn is_spelling(steps: &[Step], language: &'static Language) -> bool {
    steps.iter().all(|step| kind_of(*step, language) == Kind::Spelling)
}

/// Whether all of some confusions, old spellings aside, write a letter of the language as a neighbour does: `ö` for `ø`.
pub(super) fn is_letter_of_neighbour(steps: &[Step], language: &'static Language) -> bool {
    let known = Confusions::of(language);
    let written = |step: &Step| known.row(*step).map_or("", |row| &*row.written);
    let is_so = |step: &Step| kind_of(*step, language) == Kind::Transliteration && !written(step).is_ascii();
    let mut read = steps.iter().filter(|step| !known.is_old(**step)).peekable();
    read.peek().is_some() && read.all(is_so)
}

/// Cases and rate that prove a confusion in a document.
pub(super) const PROVEN_CASES: f32 = 1.5;
pub(super) const PROVEN_RATE: f32 = 0.05;

/// What a confusion may be besides one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// Nothing: nobody writes so.
    Misreading,
    /// A letter of the language written with those that others have: `ae` for `æ`.
    Transliteration,
    /// Another way to spell a name.
    Spelling,
}

/// Letters that people write for each other in names, h and doubled letters aside.
const SPELLED_ALIKE: [&str; 9] = ["aeiouyæøåäöüéèáàâóòôúùœ", "ijy", "ckqx", "gk", "scz", "vwfu", "bp", "dt", "mn"];

fn kind_of(step: Step, language: &'static Language) -> Kind {
    let Some(row) = Confusions::of(language).row(step) else { return Kind::Misreading };
    let (meant, written) = (sounds(&row.meant), sounds(&row.written));
    let alike = |(one, other): (&char, &char)| {
        one == other || SPELLED_ALIKE.iter().any(|letters| letters.contains(*one) && letters.contains(*other))
    };
    let is_alike = meant.len() == written.len() && meant.iter().zip(&written).all(alike);
    let is_vowel = |c: &char| SPELLED_ALIKE[0].contains(*c);
    let is_own = row.meant.contains(|c| language.own_letters().contains(c));
    match (is_own, is_alike) {
        (true, _) if written.iter().all(is_vowel) => Kind::Transliteration,
        (_, true) => Kind::Spelling,
        _ => Kind::Misreading,
    }
}

/// Letters in lower case without h, and doubled ones once.
fn sounds(letters: &str) -> SmallVec<[char; 4]> {
    let mut sounds: SmallVec<[char; 4]> = letters.chars().flat_map(char::to_lowercase).filter(|c| *c != 'h').collect();
    sounds.dedup();
    sounds
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_write_is_told_from_what_readers_take_for_another() {
        let kind = |meant: &str, written: &str| {
            let rows = Confusions::of(Language::danish()).table.rows();
            let row = rows.iter().position(|row| &*row.meant == meant && &*row.written == written);
            kind_of(Step(row.unwrap() as u16), Language::danish())
        };
        for (meant, written) in [("e", "o"), ("d", "t"), ("i", "j"), ("m", "n"), ("ll", "l"), ("o", "a")] {
            assert_eq!(kind(meant, written), Kind::Spelling, "{meant} {written}");
        }
        for (meant, written) in [("rn", "m"), ("l", "i"), ("h", "b"), ("t", "f"), ("u", "n"), ("e", "c"), ("o", "0")] {
            assert_eq!(kind(meant, written), Kind::Misreading, "{meant} {written}");
        }
        for (meant, written) in [("ø", "o"), ("å", "a"), ("æ", "ae"), ("æ", "e")] {
            assert_eq!(kind(meant, written), Kind::Transliteration, "{meant} {written}");
        }
    }
}
