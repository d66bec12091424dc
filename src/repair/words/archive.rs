//! What an archive taught, as this stage asks it: its own words, how often it has each, and its scanner's rates.

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};
use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};

use xxhash_rust::xxh3::Xxh3DefaultBuilder;

use super::attested::{Attested, LEAST_DOCUMENTS};
use super::candidates::{self, Reading};
use super::confusions::Confusions;
use super::learned::{self, TABLE_SHARE};
use crate::language::{Forms, Knowledge, Language, Step};
use crate::profile::{Counts, Profile};

/// Documents from which an archive knows a word well.
const KNOWN_WELL: u32 = 3;
/// Of the times that a word is written, the share of a form that is one of its own, and no slip.
const LEAST_SHARE: f32 = 0.2;
/// How often an archive writes a genitive that it has not: once for so many times of the name.
const GENITIVE: f32 = 0.1;
/// Words whose readings a thread remembers.
const REMEMBERED: usize = 1 << 14;

/// What an archive writes of two words that may be one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Joins {
    /// Nothing that would tell.
    Unknown,
    /// One, much oftener than two.
    Joined,
    /// Two.
    Apart,
}

/// A profile with what is made of it once, when it is first asked.
pub(in crate::repair) struct Archive {
    profile: Arc<Profile>,
    language: &'static Language,
    /// Tells archives apart in a thread's memory.
    number: u64,
    forms: OnceLock<Forms>,
    rates: OnceLock<Vec<f32>>,
}

impl fmt::Debug for Archive {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Archive").field(&self.profile).finish()
    }
}

/// What a thread found of words in an archive.
type Memory = (u64, HashMap<Box<str>, Vec<Reading>, Xxh3DefaultBuilder>);

thread_local! {
    static KNOWN: RefCell<Memory> = const { RefCell::new((0, HashMap::with_hasher(Xxh3DefaultBuilder::new()))) };
}

impl Archive {
    /// What a profile taught of texts in a language.
    pub fn new(profile: Arc<Profile>, language: &'static Language) -> Self {
        static NUMBERS: AtomicU64 = AtomicU64::new(1);
        let number = NUMBERS.fetch_add(1, Ordering::Relaxed);
        Self { profile, language, number, forms: OnceLock::new(), rates: OnceLock::new() }
    }

    fn confusions(&self) -> &'static Confusions {
        Confusions::of(self.language)
    }

    /// The profile.
    pub fn profile(&self) -> &Arc<Profile> {
        &self.profile
    }

    /// Its words and pairs.
    pub fn counts(&self) -> &Counts {
        self.profile.counts()
    }

    /// The rates of the table's confusions in this archive, by rows; 0 where it tells none.
    pub fn rates(&self) -> &[f32] {
        self.rates.get_or_init(|| super::scanner::rates(&self.profile, self.confusions()))
    }

    /// The words of the archive that an unknown token may be a misreading of.
    pub(super) fn readings(&self, token: &str) -> Vec<Reading> {
        KNOWN.with_borrow_mut(|(number, known)| {
            if *number != self.number || known.len() >= REMEMBERED {
                *number = self.number;
                known.clear();
            }
            if let Some(readings) = known.get(token) {
                return readings.clone();
            }
            let readings = self.search(token);
            known.insert(token.into(), readings.clone());
            readings
        })
    }

    fn search(&self, token: &str) -> Vec<Reading> {
        let attested = |form: &str| self.attested(form);
        let mut readings = learned::search(token, self.forms(), &attested, self.language);
        readings.retain(|reading| self.is_trusted(token, reading));
        readings
    }

    /// How well a form is attested that the pack does not know.
    fn attested(&self, form: &str) -> Attested {
        let counts = self.counts();
        let of = |form: &str, share: f32| Attested {
            documents: counts.documents(form),
            count: share * counts.lower(form) as f32,
            total: counts.total() as f32,
        };
        match form.strip_suffix('s').filter(|_| counts.documents(form) < LEAST_DOCUMENTS) {
            Some(name) => of(name, GENITIVE),
            None => of(form, 1.0),
        }
    }

    /// Whether a learned word may be what a token is a misreading of: it is none itself, of a word of the pack or of the
    /// archive, and the archive does not have the token more often than it can have misread it so.
    fn is_trusted(&self, token: &str, reading: &Reading) -> bool {
        let Some(attested) = reading.attested else { return true };
        let counts = self.counts();
        let is_rare = counts.documents(token) < LEAST_DOCUMENTS
            || counts.lower(token) as f32 <= learned::misread_of(attested.count, self.rate(&reading.steps));
        let of_pack = || candidates::of_unknown(&reading.word.form, self.language).readings;
        is_rare
            && !of_pack().iter().any(|reading| learned::is_cheap_and_common(reading, self.confusions()))
            && !self.is_misread(&reading.word.form, attested.count)
    }

    /// Whether the archive has another word so often that a word that is seen so often may be a misreading of it.
    fn is_misread(&self, word: &str, times: f32) -> bool {
        let may_come = |count: f32, steps: &[Step]| times <= learned::misread_of(count, self.rate(steps));
        let mut near = learned::meant_by(word, self.confusions());
        let attested = |form: &str| self.attested(form);
        near.any(|(other, step)| may_come(self.counts().lower(&other) as f32, &[step]))
            || learned::search(word, self.forms(), &attested, self.language)
                .iter()
                .any(|other| other.attested.is_some_and(|attested| may_come(attested.count, &other.steps)))
    }

    /// The highest rate that some confusions may have in the archive: its own as far as it tells, or the table's.
    fn rate(&self, steps: &[Step]) -> f32 {
        let (rates, table) = (self.rates(), &self.confusions().shares);
        let rate = |row: &Step| {
            let of = |rates: &[f32]| rates.get(usize::from(row.0)).copied().unwrap_or(0.0);
            of(rates).max(of(table))
        };
        steps.iter().map(rate).product()
    }

    /// Whether a token is a word of its own rather than a misreading of another: several documents have it, it stands
    /// more often than the other was misread so, and hardly ever does the other stand there. `here` is how often the
    /// document that is looked at has it, and `rate` how often it misreads so.
    pub(super) fn has_own(&self, token: &str, here: usize, reading: &Reading, rate: f32) -> bool {
        /// Of the times of a token, those that the other stands there at most.
        const HARDLY: f32 = 0.1;
        let counts = self.counts();
        if counts.documents(token) < KNOWN_WELL {
            return false;
        }
        let times = counts.lower(token) as f32 - here as f32;
        let in_language = reading.word.log_probability.exp() * counts.total() as f32;
        let right = (counts.lower(&reading.word.written) as f32).max(in_language);
        right <= HARDLY * times && times > learned::misread_of(right, rate.max(TABLE_SHARE * self.rate(&reading.steps)))
    }

    /// Whether the archive knows a word well.
    pub fn knows(&self, word: &str) -> bool {
        self.counts().documents(word) >= KNOWN_WELL
    }

    /// Whether the archive writes a word so, in several documents and not seldom beside so many times the other way.
    pub fn writes(&self, form: &str, other_times: u32) -> bool {
        let counts = self.counts();
        let times = counts.word(form);
        counts.documents(form) >= KNOWN_WELL && times >= KNOWN_WELL && times as f32 >= LEAST_SHARE * other_times as f32
    }

    /// What the archive writes of two words: one or two.
    pub(super) fn joins(&self, first: &str, second: &str, whole: &str) -> Joins {
        /// How much oftener the one is written than the other where it is what is written.
        const MUCH: u32 = 5;
        let counts = self.counts();
        let (apart, joined) = (counts.pair(first, second), counts.lower(whole));
        if joined >= KNOWN_WELL && counts.documents(whole) >= LEAST_DOCUMENTS && joined >= MUCH * apart {
            Joins::Joined
        } else if apart >= KNOWN_WELL && apart > joined {
            Joins::Apart
        } else {
            Joins::Unknown
        }
    }

    /// The words of the archive that the pack does not know, names with their genitives.
    fn forms(&self) -> &Forms {
        self.forms.get_or_init(|| {
            let counts = self.counts();
            let mut forms = BTreeSet::new();
            for word in counts.words().filter(|word| learned::may_be_learned(word.form)) {
                let is_usual = word.count >= LEAST_DOCUMENTS
                    && word.count as f32 >= LEAST_SHARE * counts.lower(word.form) as f32
                    && counts.documents(word.form) >= LEAST_DOCUMENTS;
                if !is_usual || self.language.knowledge(word.form) > Knowledge::Unknown {
                    continue;
                }
                if word.form.starts_with(char::is_uppercase) && !word.form.ends_with('s') {
                    let genitive = format!("{}s", word.form);
                    if self.language.knowledge(&genitive) == Knowledge::Unknown {
                        forms.insert(genitive);
                    }
                }
                forms.insert(word.form.to_owned());
            }
            Forms::new(&forms)
        })
    }
}
