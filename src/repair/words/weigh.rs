//! The scores: how probable a word is between its neighbours, in the language and in the document.

use super::attested::{Attested, LEAST_DOCUMENTS};
use super::tokens::Begins;
use crate::language::{Alone, Between, Case, Companion, Context, Knowledge, Language, Roles, lowercase};
use crate::profile;

/// The part of a document's words that is said again from the document rather than from the language.
const OF_DOCUMENT: f32 = 0.15;
/// The most that a word gains by being in the document.
const MOST_OF_DOCUMENT: f32 = 5.0;
/// An unknown word with a capital is a name more often than not: what it gains over an unknown word without.
const UNKNOWN_NAME: f32 = 4.0;
/// The same at the start of a sentence, where every word has one, and where every noun has one.
const UNKNOWN_AT_START: f32 = 2.0;
/// A common word with a capital inside a sentence.
const ODD_CAPITAL: f32 = 4.0;
/// A common word in capitals.
const CAPITALS: f32 = 6.0;
/// A word without one where a sentence begins.
const ODD_SMALL: f32 = 5.0;
/// The same where a line begins, which may go on with a sentence.
const ODD_SMALL_PERHAPS: f32 = 1.5;

/// What stands beside a word, as far as it weighs.
#[derive(Clone, Copy, Debug)]
pub(super) struct Around<'t> {
    pub left: Context<'t>,
    pub right: Context<'t>,
    pub begins: Begins,
}

/// How often a document has each word that is asked about, as far as its words are sure. A word is told by its place.
#[derive(Clone, Debug, Default)]
pub(super) struct Counts {
    counts: Vec<f32>,
    total: f32,
}

/// Where a word is counted, and how much of its count is from here.
#[derive(Clone, Copy, Debug)]
pub(super) struct Counted {
    pub place: usize,
    pub here: f32,
}

impl Counts {
    /// Counts of so many words in a document of `total` words.
    pub fn new(words: usize, total: f32) -> Self {
        Self { counts: vec![0.0; words], total: total.max(1.0) }
    }

    /// Counts the word of a place as much as it is probable.
    pub fn count(&mut self, place: usize, probability: f32) {
        self.counts[place] += probability;
    }

    /// What a word gains that the document has so often, besides here; nothing where it is not counted.
    fn gain(&self, counted: Option<Counted>, log_probability: f32) -> f32 {
        let Some(Counted { place, here }) = counted else { return 0.0 };
        let count = self.counts[place] - here;
        if count < 0.05 {
            return (1.0 - OF_DOCUMENT).ln();
        }
        let gain = (1.0 - OF_DOCUMENT + OF_DOCUMENT * (count / self.total) / log_probability.exp().max(1e-30)).ln();
        gain.min(MOST_OF_DOCUMENT)
    }
}

/// Scores of one reading, in nats.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Score {
    /// ln P(word) in the language, its neighbours aside.
    pub language: f32,
    /// What its neighbours add.
    pub neighbours: f32,
    /// What the document adds.
    pub document: f32,
    /// What the profile adds to all of these.
    pub profile: f32,
    /// ln P(what stands there | word).
    pub channel: f32,
}

impl Score {
    pub fn total(&self) -> f32 {
        self.language + self.neighbours + self.document + self.profile + self.channel
    }
}

/// Scores a word between its neighbours.
pub(super) fn weigh(
    language: &Language,
    counts: &Counts,
    word: &Word,
    counted: Option<Counted>,
    (between, begins): (&Between, Begins),
) -> Score {
    let mut log_probability = word.log_probability;
    let neighbours = language.log_gain_between(between, &word.form, &word.companion, log_probability);
    log_probability += word.gain + case_gain(word, begins);
    let document = counts.gain(counted, log_probability);
    Score { language: log_probability, neighbours, document, profile: 0.0, channel: 0.0 }
}

/// The same between the same neighbours as `before`, with other counts.
pub(super) fn again(counts: &Counts, counted: Option<Counted>, before: Score) -> Score {
    Score { document: counts.gain(counted, before.language), profile: 0.0, channel: 0.0, ..before }
}

/// The scores of a reading with what an archive knows of it: how often it has the word, and beside what.
///
/// Only readings gain: what stands there may be a misreading that the whole archive has.
pub(super) fn taught(profile: &profile::Counts, word: &Word, around: &Around, score: Score) -> Score {
    /// Pairs seen less often are chance.
    const LEAST_PAIRS: u32 = 2;
    if profile.documents(&word.lower) < LEAST_DOCUMENTS {
        return score;
    }
    let share = |count: u32, total: f64| (f64::from(count) / total.max(1.0)) as f32;
    let ratio = share(profile.lower(&word.lower), profile.total() as f64) / word.log_probability.exp().max(1e-30);
    let of_word = (1.0 - OF_DOCUMENT + OF_DOCUMENT * ratio).ln().min(MOST_OF_DOCUMENT);
    let beside = |pairs: u32, other: &str| {
        let others = f64::from(profile.lower(other));
        if pairs < LEAST_PAIRS {
            0.0
        } else {
            (share(pairs, others).ln() - word.log_probability).clamp(0.0, MOST_OF_DOCUMENT)
        }
    };
    let left = match around.left {
        Context::Word(left) => beside(profile.pair(left, &word.lower), left),
        _ => 0.0,
    };
    let right = match around.right {
        Context::Word(right) => beside(profile.pair(&word.lower, right), right),
        _ => 0.0,
    };
    let gain = (of_word - score.document).max(0.0) + (left + right - score.neighbours).max(0.0);
    Score { profile: gain, ..score }
}

/// The scores of a word that the pack does not know, with how well it is attested.
pub(super) fn attested(attested: &Attested, score: Score) -> Score {
    let log_probability = (OF_DOCUMENT * attested.count / attested.total.max(1.0)).ln();
    let gain = log_probability - score.language;
    match attested.documents {
        0 => Score { document: score.document.max(gain), ..score },
        _ => Score { profile: score.profile.max(gain - score.document), ..score },
    }
}

/// What the case of a word says for or against it.
fn case_gain(word: &Word, begins: Begins) -> f32 {
    match (word.case, begins) {
        (CaseKind::Small, Begins::Yes) => -ODD_SMALL,
        (CaseKind::Small, Begins::Perhaps) => -ODD_SMALL_PERHAPS,
        (CaseKind::Small, _) | (CaseKind::Name, _) => 0.0,
        (CaseKind::Stranger, Begins::Yes | Begins::NoButNouns) => UNKNOWN_AT_START,
        (CaseKind::Stranger, _) => UNKNOWN_NAME,
        (CaseKind::Common, Begins::No) => -ODD_CAPITAL,
        (CaseKind::Common, _) => 0.0,
        (CaseKind::Capitals, _) => -CAPITALS,
    }
}

/// What a word's case may say.
#[derive(Clone, Copy, Debug, PartialEq)]
enum CaseKind {
    Small,
    /// With a capital, and known so.
    Name,
    /// A common word with a capital.
    Common,
    /// A common word in capitals.
    Capitals,
    /// With a capital, and unknown.
    Stranger,
}

/// A word with what is known of it wherever it stands.
#[derive(Clone, Debug)]
pub(super) struct Word {
    /// As it is written.
    pub written: String,
    /// In the spelling of today.
    pub form: String,
    /// ln P(form) in the language.
    pub log_probability: f32,
    /// What its parts add to that, where it is a compound.
    gain: f32,
    pub is_compound: bool,
    case: CaseKind,
    /// As it is written, in lower case.
    pub lower: String,
    /// What its neighbours ask of its form.
    companion: Companion,
}

impl Word {
    pub fn new(written: String, form: String, language: &Language) -> Self {
        let Alone { log_probability, knowledge, .. } = language.alone(&form);
        let case = match Case::of(&form) {
            Case::Lower => CaseKind::Small,
            _ if knowledge == Knowledge::Unknown => CaseKind::Stranger,
            Case::Capitalised if !language.roles(&form).has(Roles::WORD) => CaseKind::Common,
            Case::Upper if language.is_known(&form.to_lowercase()) => CaseKind::Capitals,
            _ => CaseKind::Name,
        };
        let lower = lowercase(&written);
        let is_compound = knowledge == Knowledge::Compound;
        let gain = if is_compound { compound_gain(&form, language) } else { 0.0 };
        let companion = Companion::new(&form);
        Self { written, form, log_probability, gain, is_compound, case, lower, companion }
    }

    /// A word that is not written so today, which was in its time as probable as is said. Capitals were written at will.
    pub fn of_its_time(written: String, log_probability: f32, language: &Language) -> Self {
        let word = Self::new(written.clone(), written, language);
        let case = if word.case == CaseKind::Small { CaseKind::Small } else { CaseKind::Common };
        Self { log_probability, gain: 0.0, is_compound: false, case, ..word }
    }

    /// Whether it has a capital here.
    pub fn is_capitalised(&self) -> bool {
        self.case != CaseKind::Small
    }

    /// Whether it is written with a capital wherever it stands.
    pub fn is_name(&self) -> bool {
        self.case == CaseKind::Name
    }
}

/// What a compound gains whose parts are common words: heads and beginnings differ in how many compounds they make.
fn compound_gain(form: &str, language: &Language) -> f32 {
    /// ln P of a usual part, and how much of what a part is more common than that counts.
    const USUAL: f32 = -11.5;
    const SHARE: f32 = 0.4;
    const SHORTEST: usize = 3;
    let lower = lowercase(form);
    let part = |part: &str| {
        let whole = language.log_probability(part);
        let unlinked = part.strip_suffix(['s', 'e']).map_or(f32::NEG_INFINITY, |part| language.log_probability(part));
        SHARE * (whole.max(unlinked).max(-16.5) - USUAL)
    };
    let cuts = lower.char_indices().skip(SHORTEST).map(|(at, _)| lower.split_at(at));
    let gains = cuts.filter(|(first, head)| {
        language.roles(head).has(Roles::END)
            && head.chars().count() >= SHORTEST
            && (language.roles(first).has(Roles::BEGIN) || language.is_compound(first))
    });
    gains
        .map(|(first, head)| part(first) + part(head))
        .fold(None, |most: Option<f32>, gain| Some(most.map_or(gain, |most| most.max(gain))))
        .unwrap_or(0.0)
}
