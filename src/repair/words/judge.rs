//! The judgement: every suspicious word of a block against what it may have been, in rounds.
//!
//! The first round knows nothing of the document. What it finds probable says how damaged the document is and in
//! which ways ([`Evidence`]), and which words it has ([`Counts`]); the next rounds weigh everything anew with that, each
//! word between neighbours as they are believed to have been. Known words are doubted only where a confusion was proven
//! that they could come from.

use std::borrow::Cow;
use std::cell::LazyCell;
use std::ops::Range;
use std::rc::Rc;

use smallvec::SmallVec;

use super::archive::Archive;
use super::candidates::{self, Found, Reading};
use super::confusions::Confusions;
use super::cut_words::{cut_words, is_half};
use super::evidence::{Evidence, Rates};
use super::features::Features;
use super::page::SUSPECT;
use super::spellings::OldSpellings;
use super::tokens::{self, Begins, Beside, Side};
use super::weigh::{Around, Counts, Score, Word, again, attested, taught, weigh};
use super::{calibration, learned};
use crate::language::{Context, Knowledge, Language, Reach, Respellings, Roles, Step};
use crate::repair::document::{Age, Portrait};
use crate::repair::reading;
use crate::repair::{LineMode, Options};
use crate::text::{QuickMap, QuickSet};

/// Rounds over the suspicious words of a block.
const ROUNDS: usize = 3;
/// How damaged a document is in which more is looked for than the table explains, and whose words are counted.
const DAMAGED: f32 = 0.004;
/// A repair that is less probable does not count as evidence.
const COUNTED: f32 = 0.5;
/// Letters of a part of a word with hyphens that is looked at by itself.
const LEAST_PART: usize = 4;
/// Known words are doubted where a confusion takes so many of its letters' places, and was proven so often.
const STRONG_RATE: f32 = 0.01;
const STRONG_CASES: f32 = 1.5;
/// So common a confusion needs no case of its own: the document's damage says enough, where its letters are missing.
const EXPECTED_RATE: f32 = 0.06;
/// What it costs that the stroke which begins a word is a capital L, which does not look like one, rather than a small l.
const CAPITAL_STROKE: f32 = 6.0;
/// The most that a known word gains by standing elsewhere in the document, where words like it were misread.
const MOST_OF_DOCUMENT: f32 = 3.0;

/// Why a word is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Doubt {
    /// No list knows it.
    Unknown,
    /// It is read as a compound, or is known, and could come from another word.
    Known,
}

/// A suspicious word.
pub(super) struct Suspicious {
    pub range: Range<usize>,
    /// The word, where a line's end cuts it.
    whole: Option<Box<str>>,
    pub doubt: Doubt,
    pub readings: Rc<[Reading]>,
    standing: Rc<Word>,
    /// What stands beside it; nobody asks where it has no readings.
    beside: Option<Beside>,
    /// What the last round made of it; nothing before the first, and where it has no readings.
    weighed: Option<Rc<Weighed>>,
    /// How much of each reading's probability was counted as evidence.
    counted: f32,
}

/// What a round makes of a word between its neighbours; shared by all places where it is the same.
#[derive(Clone, Debug)]
struct Weighed {
    /// Of each reading, its probability.
    shares: Vec<f32>,
    /// As it stands.
    stands: f32,
    /// The scores as it stands, and of each reading; none after it was given further readings.
    standing: Score,
    scores: Vec<Score>,
    /// Whether they were weighed between its neighbours as they stand.
    is_plain: bool,
}

/// All that a round asks of a word's place: what it makes of one such place holds for all.
#[derive(PartialEq, Eq, Hash)]
struct Setting<'t> {
    /// The readings, the word as it stands, and what the last round made of it, by where they lie.
    readings: *const Reading,
    standing: *const Word,
    before: Option<*const Weighed>,
    counted: u32,
    doubt: Doubt,
    is_plain: bool,
    left: Context<'t>,
    right: Context<'t>,
    begins: Begins,
}

/// Settings that are kept in a round.
const MOST_SETTINGS: usize = 1 << 14;

/// What was judged of a word.
#[derive(Clone, Debug)]
pub(super) struct Judgement {
    pub range: Range<usize>,
    pub doubt: Doubt,
    /// As it stands.
    pub standing: Score,
    /// What it may have been, likeliest first: the place of the reading, and its scores.
    pub ranked: Vec<(Reading, Score)>,
    pub features: Features,
    /// The most that the best reading is worth, by what the archive knows of names.
    most: f32,
}

impl Judgement {
    /// The calibrated probability that the best reading is right.
    pub fn probability(&self) -> f32 {
        calibration::probability(&self.features).min(self.most)
    }
}

/// The passage that the last unknown words stood in.
#[derive(Default)]
struct StrangePassage {
    end: usize,
    unknown: usize,
    /// Whether it is in another language, where that was asked or needs no asking.
    is_foreign: Option<bool>,
}

impl StrangePassage {
    /// Whether the unknown word of this number stands in a passage that is in another language. That is asked where a passage
    /// has some of them, before each is looked at closely: in right Danish few have.
    fn is_foreign(&mut self, reading: &reading::Reading, number: usize, portrait: &Portrait) -> bool {
        const SOME: usize = 3;
        let word = reading.words[number].range();
        if word.start >= self.end {
            let end = portrait.passage_end(word.start);
            let is_foreign = is_own(&reading.words[number..], end, portrait).then_some(false);
            *self = Self { end, unknown: 0, is_foreign };
        }
        self.unknown += 1;
        if self.unknown == SOME {
            self.ask(&word, portrait);
        }
        self.is_foreign == Some(true)
    }

    /// The same of a word that is worth a closer look.
    fn ask(&mut self, word: &Range<usize>, portrait: &Portrait) -> bool {
        *self.is_foreign.get_or_insert_with(|| portrait.is_foreign(word))
    }
}

/// Whether the rest of a passage, from its first unknown word on, is in the language by the words that are known: in a document
/// that is in it throughout, a passage with so few unknown words need not be asked. Of Danish sentences with an unknown word
/// 43 in a hundred have so few, of bokmål 3 to 7, of Swedish, German and Icelandic none (news and treebanks, counted).
fn is_own(rest: &[reading::Word], end: usize, portrait: &Portrait) -> bool {
    const LEAST_WORDS: usize = 6;
    const WORDS_AN_UNKNOWN: usize = 6;
    let passage = rest.iter().take_while(|word| word.range().start < end);
    let (words, unknown) =
        passage.fold((0, 0), |(words, unknown), word| (words + 1, unknown + usize::from(!word.is_known)));
    words >= LEAST_WORDS && words >= WORDS_AN_UNKNOWN * unknown && portrait.is_own_throughout()
}

/// Whether the spelling of an unknown word, where it stands, is one of the time. Before about 1800 everyone spelled in his own way,
/// so nothing tells.
fn is_of_its_time<'t>(
    range: &Range<usize>,
    text: &'t str,
    portrait: &Portrait,
    spellings: &mut OldSpellings<'t>,
) -> bool {
    match portrait.age(range) {
        Age::Modern => false,
        Age::Old => spellings.has(&text[range.clone()]),
        Age::Oldest => true,
    }
}

/// Whether a place is in the language, in a spelling that had rules.
fn tells_misreadings(place: &Range<usize>, portrait: &Portrait) -> bool {
    !portrait.is_foreign(place) && portrait.age(place) < Age::Oldest
}

/// How often each token stands in a block.
type Times<'t> = QuickMap<&'t str, usize>;

/// Judges the words of one block.
pub(super) struct Judge<'t> {
    text: &'t str,
    language: &'static Language,
    reading: &'t reading::Reading<'t>,
    suspicious: Vec<Suspicious>,
    portrait: &'t Portrait<'t>,
    counts: Counts,
    archive: Option<&'t Archive>,
    /// Whether nouns have capitals.
    has_capital_nouns: bool,
    /// Letters that the spelling of an old text does not have: nothing in it was meant to have them.
    unwritten: Vec<char>,
    pub own: Evidence,
}

impl<'t> Judge<'t> {
    /// Finds the unknown words of a block; nothing where there are none. Where lines are joined, words that a line's end
    /// cuts are among them.
    pub fn new(
        reading: &'t reading::Reading<'t>,
        language: &'static Language,
        archive: Option<&'t Archive>,
        options: &Options,
        portrait: &'t Portrait<'t>,
    ) -> Option<Self> {
        let text = reading.text;
        let mut suspicious = Vec::new();
        let mut seen = Seen { language, tokens: QuickMap::default() };
        let mut spellings = OldSpellings::new(language);
        let mut strange = StrangePassage::default();
        let mut own = learned::OwnReadings::new(&options.words, language);
        for (number, word) in reading.words.iter().enumerate().filter(|(_, word)| !word.is_known) {
            if !strange.is_foreign(reading, number, portrait)
                && let Some(range) = worth_a_look(text, word.range(), &mut seen)
                && !strange.ask(&range, portrait)
                && !is_of_its_time(&range, text, portrait, &mut spellings)
                && !options.words.covers(text, &range, Some(language))
            {
                let taught = own.readings(&text[range.clone()]);
                suspicious.push(Suspicious::new(text, range, language, archive, taught));
            }
        }
        if options.lines == LineMode::Join {
            take_cut_words(text, language, portrait, &mut suspicious);
        }
        if suspicious.is_empty() {
            return None;
        }
        let is_old = portrait.age_of_document() > Age::Modern;
        let unwritten = if is_old { Confusions::of(language).unwritten_in(text) } else { Vec::new() };
        suspicious.iter_mut().for_each(|word| word.leave_out(&unwritten));
        let own = Evidence::of(text, Some(Confusions::of(language))).said_old(portrait.oldness());
        let counts = Counts::default();
        let has_capital_nouns = is_old;
        Some(Self { text, language, reading, suspicious, portrait, counts, archive, has_capital_nouns, unwritten, own })
    }

    fn confusions(&self) -> &'static Confusions {
        Confusions::of(self.language)
    }

    /// What the block has proven, with what is known of its document.
    fn evidence<'e>(&'e self, known: Option<&Evidence>) -> Cow<'e, Evidence> {
        Evidence::of_block(&self.own, known)
    }

    /// The unknown words, ascending.
    pub fn unknown(&self) -> Vec<Range<usize>> {
        self.suspicious.iter().filter(|word| word.whole.is_none()).map(|word| word.range.clone()).collect()
    }

    /// Judges every suspicious word that has a reading which leads by at least so many nats over what stands there.
    /// `known` is what is known of the document besides, where it is longer than the block.
    /// `take` makes of each what is kept of it.
    pub fn judge<T>(
        mut self,
        known: Option<&Evidence>,
        least_lead: f32,
        take: impl Fn(Judgement) -> T,
    ) -> (Vec<T>, Evidence) {
        let prior = self.archive.map_or(&[][..], Archive::rates);
        let rates = self.evidence(known).rates(prior, self.confusions());
        self.weigh_all(&rates);
        self.count_evidence();
        if self.evidence(known).damage() >= DAMAGED {
            self.search_on(&rates, candidates::of_unknown_compound);
        }
        self.learn_names(&rates);
        let damage = self.evidence(known).damage();
        if damage >= DAMAGED {
            self.search_on(&rates, candidates::of_unexplained);
        }
        let nothing = self.suspicious.iter().all(|word| word.shares().iter().all(|share| *share < COUNTED));
        if nothing && strong(&self.evidence(known), prior, self.confusions()).is_none() {
            return (Vec::new(), self.own);
        }
        for round in 1..ROUNDS {
            if round == 1 {
                self.doubt_known(known);
            }
            if damage >= DAMAGED {
                self.count_words();
            }
            let rates = self.evidence(known).rates(prior, self.confusions());
            self.weigh_all(&rates);
            self.count_evidence();
        }
        let evidence = self.evidence(known).into_owned();
        let judgements = self.judgements(&evidence, least_lead, take);
        (judgements, self.own)
    }

    /// Weighs every reading of every suspicious word.
    fn weigh_all(&mut self, rates: &Rates) {
        let believed = self.believed();
        let mut suspicious = std::mem::take(&mut self.suspicious);
        let mut known: QuickMap<Setting, Rc<Weighed>> = QuickMap::default();
        for word in &mut suspicious {
            let Some(beside) = word.beside.as_ref().filter(|_| !word.readings.is_empty()) else { continue };
            let around = self.around(beside, &believed);
            let is_plain = word.is_beside_none(&believed);
            if known.len() >= MOST_SETTINGS {
                known.clear();
            }
            let weighed = known.entry(word.setting(&around, is_plain));
            let weighed = Rc::clone(weighed.or_insert_with(|| Rc::new(self.weigh(word, rates, &around, is_plain))));
            word.weighed = Some(weighed);
        }
        self.suspicious = suspicious;
    }

    /// What stands beside a word, as it is believed to have been.
    fn around<'a>(&self, beside: &Beside, believed: &'a Believed) -> Around<'a>
    where
        't: 'a,
    {
        Around {
            left: context(&beside.left, self.text, believed),
            right: context(&beside.right, self.text, believed),
            begins: match beside.begins {
                Begins::No if self.has_capital_nouns => Begins::NoButNouns,
                begins => begins,
            },
        }
    }

    /// Weighs a word as it stands, and its readings.
    fn weigh(&self, word: &Suspicious, rates: &Rates, around: &Around, is_plain: bool) -> Weighed {
        let before = word.weighed.as_deref();
        // Between the same neighbours only what the document says is new.
        let before = before.filter(|before| before.is_plain && before.scores.len() == word.readings.len() && is_plain);
        let weigh = |word: &Word, own: f32, before: Option<Score>| match before {
            Some(before) => again(&self.counts, word, own, before),
            None => weigh(self.language, &self.counts, word, own, around),
        };
        let mut standing = weigh(&word.standing, word.stands(), before.map(|before| before.standing));
        // That a doubted word comes again says little: what was misread once is misread again.
        standing.document = standing.document.min(0.0);
        let of_reading = |(number, reading): (usize, &Reading)| {
            let own = word.shares().get(number).copied().unwrap_or(0.0);
            // A word that is read here in another case, too, comes no more often for that.
            let readings = word.readings.iter().zip(word.shares());
            let here = readings.filter(|(other, _)| other.word.is_but_for_case(&reading.word)).map(|(_, share)| share);
            let score = weigh(&reading.word, here.sum(), before.and_then(|before| before.scores.get(number).copied()));
            let score = self.archive.map_or(score, |archive| taught(archive.counts(), &reading.word, around, score));
            let score = reading.attested.map_or(score, |learned| attested(&learned, score));
            let most = if word.doubt == Doubt::Known { MOST_OF_DOCUMENT } else { f32::INFINITY };
            let score = Score { document: score.document.min(most), ..score };
            let stroke = if is_capital_stroke(word.token(self.text), &reading.word) { CAPITAL_STROKE } else { 0.0 };
            Score { channel: rates.of(&reading.steps, own.min(word.counted)) - stroke, ..score }
        };
        let scores: Vec<Score> = word.readings.iter().enumerate().map(of_reading).collect();
        let most = scores.iter().map(Score::total).fold(standing.total(), f32::max);
        let total: f32 =
            (standing.total() - most).exp() + scores.iter().map(|score| (score.total() - most).exp()).sum::<f32>();
        Weighed {
            shares: scores.iter().map(|score| (score.total() - most).exp() / total).collect(),
            stands: (standing.total() - most).exp() / total,
            standing,
            scores,
            is_plain,
        }
    }

    /// What the suspicious words are believed to have been.
    fn believed(&self) -> Believed {
        let sure = |word: &'_ Suspicious| word.shares().iter().position(|share| *share > 0.8);
        let words = self.suspicious.iter();
        Believed(
            words.filter_map(|word| Some((word.range.start, Rc::clone(&word.readings[sure(word)?].word)))).collect(),
        )
    }

    /// In a document that is damaged: looks further for words that nothing explained so far.
    fn search_on(&mut self, rates: &Rates, search: fn(&str, &'static Language) -> Found) {
        let mut found = false;
        for word in &mut self.suspicious {
            if word.readings.is_empty() {
                let further = search(word.token(self.text), self.language);
                if !further.readings.is_empty() {
                    found = true;
                    word.readings = further.readings;
                    word.leave_out(&self.unwritten);
                    word.beside = Some(tokens::beside(self.text, &word.range, self.language));
                }
            }
        }
        if found {
            self.weigh_all(rates);
            self.count_evidence();
        }
    }

    /// Reads words that no list knows as others that the document has again and again.
    fn learn_names(&mut self, rates: &Rates) {
        let mut times = Times::default();
        for word in self.suspicious.iter().filter(|word| word.whole.is_none() && word.is_strange()) {
            *times.entry(&self.text[word.range.clone()]).or_default() += 1;
        }
        let Some(names) = learned::Names::of(&times, self.text) else { return };
        let mut found = false;
        let mut readings: QuickMap<&str, Vec<Reading>> = QuickMap::default();
        for word in self.suspicious.iter_mut().filter(|word| word.whole.is_none()) {
            let token = &self.text[word.range.clone()];
            let readings = readings.entry(token).or_insert_with(|| names.readings(token, self.language));
            if !readings.is_empty() {
                found = true;
                word.learn(self.text, readings.clone(), self.language);
            }
        }
        if found {
            self.weigh_all(rates);
            self.count_evidence();
        }
    }

    /// The most that the best reading of a word is worth, by what the archive and the document know of the word as it
    /// stands.
    fn most(&self, word: &Suspicious, (best, score): &(Reading, Score), features: &Features, times: &Times) -> f32 {
        let token = word.token(self.text);
        let here = times.get(token).copied().unwrap_or(1);
        let rate = score.channel.exp();
        let is_own = |archive: &Archive| archive.has_own(token, here, best, rate);
        if features.cases < learned::PROVEN_CASES && self.archive.is_some_and(is_own) {
            return 0.0;
        }
        let each = (score.channel / best.steps.len().max(1) as f32).exp();
        let standing = learned::Standing { cases: features.cases, rate: each, times: here };
        match &best.attested {
            Some(attested) => learned::most(token, best, attested, &standing, self.language),
            None if best.word.is_name() => learned::most_of_name(&best.steps, &standing, self.language),
            None => 1.0,
        }
    }

    /// Whether nothing but names may have been misread, in a text that has none of the language's own letters: who keeps a list
    /// of names in ASCII writes `Moller`.
    fn has_plain_names_only(&self) -> bool {
        let is_common = |word: &&Suspicious| {
            word.counted > 0.0 && word.doubt != Doubt::Known && word.token(self.text).starts_with(char::is_lowercase)
        };
        self.archive.is_none()
            && !self.suspicious.iter().any(|word| is_common(&word))
            && !self.text.contains(|c| self.language.own_letters().contains(c))
    }

    /// The confusions that words prove which begin with a small letter: these are no names.
    fn proven_by_words(&self) -> Proven {
        if self.archive.is_some() {
            return Proven(None);
        }
        let words = self.suspicious.iter().filter(|word| {
            word.doubt == Doubt::Unknown && word.counted > 0.0 && word.token(self.text).starts_with(char::is_lowercase)
        });
        let best = words.filter_map(|word| {
            let place = word.shares().iter().position(|share| *share >= COUNTED)?;
            word.readings.get(place)
        });
        Proven(Some(best.flat_map(|reading| reading.steps.iter().map(|step| step.0)).collect()))
    }

    /// Counts the words of the document, the doubted ones as much as they are probable.
    fn count_words(&mut self) {
        let mut counts = Counts::new(self.text.len() as f32 / 6.0);
        // The places of the word as it stands and of its readings, by where those lie: many words share them.
        let mut asked: QuickMap<(*const Word, *const Reading), Asked> = QuickMap::default();
        for word in &self.suspicious {
            asked.entry(word.meanings()).or_insert_with(|| Asked {
                standing: counts.ask(&word.standing),
                readings: word.readings.iter().map(|reading| counts.ask(&reading.word)).collect(),
            });
        }
        let mut lower = String::new();
        let mut suspicious = self.suspicious.iter().map(|word| word.range.start).peekable();
        for range in self.reading.words.iter().map(|word| word.range()) {
            while suspicious.next_if(|start| *start < range.start).is_some() {}
            if suspicious.peek() != Some(&range.start) {
                counts.count_asked(&self.text[range], &mut lower);
            }
        }
        for word in &self.suspicious {
            let Some(places) = asked.get(&word.meanings()) else { continue };
            let token = word.token(self.text);
            let readings = || word.readings.iter().zip(word.shares()).zip(&places.readings);
            let spelled = readings().filter(|((reading, _), _)| reading.word.written == token);
            counts.count(places.standing, word.stands() + spelled.map(|((_, share), _)| share).sum::<f32>());
            for ((_, share), place) in readings().filter(|((reading, _), _)| reading.word.written != token) {
                counts.count(*place, *share);
            }
        }
        self.counts = counts;
    }

    /// Counts what was found probable as evidence of damage.
    fn count_evidence(&mut self) {
        self.own = self.own.cleared();
        // A word proves a confusion once, however often it stands there.
        let mut heard: QuickSet<&str> = QuickSet::default();
        for word in &mut self.suspicious {
            word.counted = 0.0;
            let token = word.whole.as_deref().unwrap_or(&self.text[word.range.clone()]);
            let shares = word.weighed.as_ref().map_or(&[][..], |weighed| &weighed.shares);
            for (reading, share) in word.readings.iter().zip(shares) {
                // A known word proves nothing that was not proven before.
                if *share < COUNTED || word.doubt == Doubt::Known {
                    continue;
                }
                if reading.word.written == token {
                    word.counted = 1.0;
                    if heard.insert(token) {
                        self.own.count_old(&reading.steps, *share, Confusions::of(self.language));
                    }
                    continue;
                }
                word.counted = 1.0;
                if heard.insert(token) {
                    self.own.count_word(*share);
                    self.own.count(&reading.steps, *share);
                }
            }
        }
    }

    /// Takes in the known words that a proven confusion could have made of others.
    fn doubt_known(&mut self, known: Option<&Evidence>) {
        let prior = self.archive.map_or(&[][..], Archive::rates);
        let Some(table) = strong(&self.evidence(known), prior, self.confusions()) else { return };
        let mut readings: QuickMap<&str, Option<Found>> = QuickMap::default();
        let (text, language) = (self.text, self.language);
        let mut doubted = Vec::new();
        let is_taken = |place: usize| {
            let next = self.suspicious.partition_point(|word| word.range.start <= place);
            next > 0 && self.suspicious[next - 1].range.end > place
        };
        for range in self.reading.words.iter().map(|word| word.range()) {
            if is_taken(range.start)
                || !tokens::is_word(text, &range)
                || is_half(text, &range)
                || lost_a_letter(text, &range)
            {
                continue;
            }
            let token = &text[range.clone()];
            let found = readings.entry(token).or_insert_with(|| of_known(token, &table, language));
            if let Some(found) = found {
                doubted.push(Suspicious::with(text, range, Doubt::Known, found.clone(), language));
            }
        }
        doubted.iter_mut().for_each(|word| word.leave_out(&self.unwritten));
        self.suspicious.extend(doubted);
        self.suspicious.sort_by_key(|word| word.range.start);
    }

    /// The judgements after the last round.
    fn judgements<T>(&self, evidence: &Evidence, least_lead: f32, take: impl Fn(Judgement) -> T) -> Vec<T> {
        let strange: Vec<bool> = self.suspicious.iter().map(|word| word.is_strange()).collect();
        let own = self.archive.map(|_| evidence.rates(&[], self.confusions()));
        let mut times = Times::default();
        self.suspicious.iter().for_each(|word| *times.entry(word.token(self.text)).or_default() += 1);
        let are_plain_names = LazyCell::new(|| self.has_plain_names_only());
        let proven = self.proven_by_words();
        let is_asked = |word: &Suspicious| !word.readings.is_empty() && word.lead_at_most() >= least_lead;
        let judged = self.suspicious.iter().enumerate().filter(|(_, word)| is_asked(word));
        let judged = judged.filter_map(|(number, word)| {
            let Weighed { standing, scores, .. } = &**word.weighed.as_ref()?;
            let (standing, scores) = (*standing, scores.iter().copied());
            let mut ranked: Vec<(Reading, Score)> = word.readings.iter().cloned().zip(scores).collect();
            ranked.sort_by(|a, b| {
                b.1.total().total_cmp(&a.1.total()).then_with(|| a.0.word.written.cmp(&b.0.word.written))
            });
            // In an old spelling the word may stand as it is.
            let token = word.token(self.text);
            let spelled = ranked.iter().filter(|(reading, _)| reading.word.written == token).map(|(_, score)| *score);
            let standing =
                spelled.fold(standing, |most, score| if score.total() > most.total() { score } else { most });
            ranked.retain(|(reading, _)| reading.word.written != token);
            // An old spelling in a document of today is none.
            let is_old = |reading: &Reading| reading.steps.iter().any(|step| self.confusions().is_old(*step));
            if !evidence.is_old() && ranked.first().is_some_and(|(reading, _)| is_old(reading)) {
                return None;
            }
            ranked.first()?;
            let features = self.features(number, &ranked, &standing, evidence, &strange);
            let most = self.most(word, &ranked[0], &features, &times).min(most_of_known(
                word,
                &ranked[0].0,
                evidence,
                own.as_ref(),
            ));
            let most = if ranked[0].0.word.is_name() && *are_plain_names { most.min(SUSPECT) } else { most };
            let most = most.min(most_of_form(token, &ranked[0].0, &proven));
            Some(take(Judgement { range: word.range.clone(), doubt: word.doubt, standing, ranked, features, most }))
        });
        judged.collect()
    }

    fn features(
        &self,
        number: usize,
        ranked: &[(Reading, Score)],
        standing: &Score,
        evidence: &Evidence,
        strange: &[bool],
    ) -> Features {
        /// How far another word is still near, in bytes.
        const NEAR: usize = 60;
        let word = &self.suspicious[number];
        let (best, score) = &ranked[0];
        let near = |other: &Suspicious| other.range.start.abs_diff(word.range.start) < NEAR;
        let strangers = |others: &mut dyn Iterator<Item = usize>| -> usize {
            others.take_while(|other| near(&self.suspicious[*other])).filter(|other| strange[*other]).count()
        };
        let strangers = strangers(&mut (0..number).rev()) + strangers(&mut (number + 1..self.suspicious.len()));
        let token = word.token(self.text);
        let prior = self.archive.map_or(&[][..], Archive::rates);
        Features {
            over_standing: score.total() - standing.total(),
            over_next: ranked.get(1).map_or(20.0, |(_, next)| (score.total() - next.total()).min(20.0)),
            channel: score.channel,
            letters: token.chars().count() as f32,
            is_compound: best.word.is_compound
                && !self.archive.is_some_and(|archive| archive.knows(&best.word.written)),
            is_capitalised: token.starts_with(char::is_uppercase),
            is_known: word.doubt == Doubt::Known,
            others: best.steps.iter().filter(|step| self.confusions().row(**step).is_none()).count() as f32,
            strangers: strangers as f32,
            language: if best.attested.is_some() { score.language + score.profile } else { score.language },
            neighbours: score.neighbours,
            is_at_start: token.chars().next() != best.word.written.chars().next(),
            steps: best.steps.len() as f32,
            company: evidence.misread_words() - word.counted,
            damage: evidence.damage_without(1.0),
            foreign: self.portrait.foreign(&word.range),
            cases: best
                .steps
                .iter()
                .filter(|step| !self.confusions().is_old(**step))
                .map(|step| evidence.cases_with(usize::from(step.0), word.counted, prior))
                .fold(f32::INFINITY, f32::min),
        }
    }
}

impl Suspicious {
    /// An unknown word, with the readings that the archive and a person's own words (`taught`) give it besides.
    fn new(
        text: &str,
        range: Range<usize>,
        language: &'static Language,
        archive: Option<&Archive>,
        taught: Vec<Reading>,
    ) -> Self {
        let token = &text[range.clone()];
        let found = candidates::of_unknown(token, language).with(taught);
        let found = archive.map_or_else(|| found.clone(), |archive| found.clone().with(archive.readings(token)));
        Self::with(text, range, Doubt::Unknown, found, language)
    }

    /// Leaves out the readings that have one of these letters.
    fn leave_out(&mut self, letters: &[char]) {
        let has_one = |reading: &Reading| reading.word.written.chars().any(|c| letters.contains(&c));
        if !letters.is_empty() && self.readings.iter().any(has_one) {
            self.readings = self.readings.iter().filter(|reading| !has_one(reading)).cloned().collect();
        }
    }

    /// What is meant to be a word: as it stands, or without the line's end that cuts it.
    fn token<'a>(&'a self, text: &'a str) -> &'a str {
        self.whole.as_deref().unwrap_or(&text[self.range.clone()])
    }

    fn with(text: &str, range: Range<usize>, doubt: Doubt, found: Found, language: &Language) -> Self {
        let Found { standing, readings } = found;
        let beside = (!readings.is_empty()).then(|| tokens::beside(text, &range, language));
        Self { range, whole: None, doubt, readings, standing, beside, weighed: None, counted: 0.0 }
    }

    /// Of each reading, its probability after the last round.
    fn shares(&self) -> &[f32] {
        self.weighed.as_ref().map_or(&[], |weighed| &weighed.shares)
    }

    /// The probability that it was meant as it stands, after the last round.
    fn stands(&self) -> f32 {
        self.weighed.as_ref().map_or(1.0, |weighed| weighed.stands)
    }

    /// What may be meant by it, by where that lies.
    fn meanings(&self) -> (*const Word, *const Reading) {
        (Rc::as_ptr(&self.standing), self.readings.as_ptr())
    }

    /// What a round asks of its place.
    fn setting<'a>(&self, around: &Around<'a>, is_plain: bool) -> Setting<'a> {
        let (standing, readings) = self.meanings();
        Setting {
            readings,
            standing,
            before: self.weighed.as_ref().map(Rc::as_ptr),
            counted: self.counted.to_bits(),
            doubt: self.doubt,
            is_plain,
            left: around.left,
            right: around.right,
            begins: around.begins,
        }
    }

    /// Takes in further readings.
    fn learn(&mut self, text: &str, readings: Vec<Reading>, language: &Language) {
        let found = Found { standing: Rc::clone(&self.standing), readings: Rc::clone(&self.readings) }.with(readings);
        self.readings = found.readings;
        self.beside.get_or_insert_with(|| tokens::beside(text, &self.range, language));
        if let Some(weighed) = &mut self.weighed {
            Rc::make_mut(weighed).scores.clear();
        }
    }

    /// Whether no word beside it is believed to have been another.
    fn is_beside_none(&self, believed: &Believed) -> bool {
        let is_believed = |side: &Side| matches!(side, Side::Word(range) if believed.at(range.start).is_some());
        believed.0.is_empty()
            || self.beside.as_ref().is_none_or(|beside| !is_believed(&beside.left) && !is_believed(&beside.right))
    }

    /// The most that a reading leads over the word as it stands, in nats.
    fn lead_at_most(&self) -> f32 {
        let Some(Weighed { standing, scores, .. }) = self.weighed.as_deref() else { return f32::NEG_INFINITY };
        scores.iter().map(Score::total).fold(f32::NEG_INFINITY, f32::max) - standing.total()
    }

    /// Whether nothing probable is known of it.
    fn is_strange(&self) -> bool {
        self.doubt == Doubt::Unknown && self.shares().iter().all(|share| *share < COUNTED)
    }
}

/// The most that a reading of a known word is worth. By the document's own rates: those of its archive, which are of other
/// documents, make none certain. Nor does what is capitalised inside a sentence become a common word: it may be a name.
fn most_of_known(word: &Suspicious, best: &Reading, evidence: &Evidence, own: Option<&Rates>) -> f32 {
    let is_proven = |step: &Step| own.is_none_or(|own| is_strong(usize::from(step.0), evidence, own));
    let is_inside = word.beside.as_ref().is_some_and(|beside| beside.begins == Begins::No);
    let may_be_name = word.standing.is_name() || is_inside && word.standing.is_capitalised() && !evidence.is_old();
    match word.doubt {
        Doubt::Known if may_be_name && !best.word.is_name() || !best.steps.iter().all(is_proven) => learned::LIKELY,
        _ => 1.0,
    }
}

/// Whether a reading takes the capital I that begins a token for a capital L: `Iave` for `Lave`, not `lave`.
fn is_capital_stroke(token: &str, word: &Word) -> bool {
    token.starts_with('I') && word.written.starts_with('L') && token.contains(char::is_lowercase)
}

/// The most that a reading is worth that may be another form of what stands there, or another name: an ending more
/// (`gåe` for `gået`), a J for an I (`Jntet`), which older spelling does not tell apart; and a name, where nothing but names
/// tells that the confusion happened: who writes in ASCII writes `Moller` and `Sorensen`.
fn most_of_form(token: &str, best: &Reading, proven: &Proven) -> f32 {
    let written = &best.word.written;
    let is_longer = written.strip_prefix(token).is_some_and(|more| more.chars().count() == 1);
    let is_old_capital = token.strip_prefix('J').is_some_and(|rest| written.strip_prefix('I') == Some(rest));
    let is_unproven_name = best.word.is_name() && !proven.has_all(&best.steps);
    if is_longer || is_old_capital || is_unproven_name { SUSPECT } else { 1.0 }
}

/// The confusions that words prove which are no names; nothing where an archive tells.
struct Proven(Option<QuickSet<u16>>);

impl Proven {
    fn has_all(&self, steps: &[Step]) -> bool {
        self.0.as_ref().is_none_or(|proven| steps.iter().all(|step| proven.contains(&step.0)))
    }
}

/// A neighbour, as it is believed to have been.
fn context<'a>(side: &Side, text: &'a str, believed: &'a Believed) -> Context<'a> {
    match side {
        Side::Word(range) => match believed.at(range.start) {
            Some(word) => Context::Word(&word.form),
            None => Context::Word(&text[range.clone()]),
        },
        side => side.context(text),
    }
}

/// What suspicious words are believed to have been, by where they begin, ascending.
struct Believed(Vec<(usize, Rc<Word>)>);

impl Believed {
    fn at(&self, start: usize) -> Option<&Word> {
        let place = self.0.binary_search_by_key(&start, |(start, _)| *start).ok()?;
        Some(&self.0[place].1)
    }
}

/// Where the counts of a word and of its readings stand.
struct Asked {
    standing: usize,
    readings: SmallVec<[usize; 12]>,
}

/// The tokens of a block that were looked up, each once: unknown words come again, and compounds cost most.
struct Seen<'t> {
    language: &'static Language,
    /// Whether each is unknown.
    tokens: QuickMap<&'t str, bool>,
}

impl<'t> Seen<'t> {
    fn is_unknown(&mut self, token: &'t str) -> bool {
        *self.tokens.entry(token).or_insert_with(|| self.language.knowledge(token) == Knowledge::Unknown)
    }
}

/// Takes in the unknown words that a line's end cuts, in place of their halves.
fn take_cut_words(text: &str, language: &'static Language, portrait: &Portrait, suspicious: &mut Vec<Suspicious>) {
    let cuts = cut_words(text, language).filter(|cut| tells_misreadings(&cut.range, portrait)).map(|cut| {
        let found = candidates::of_unknown(&cut.whole, language);
        let word = Suspicious::with(text, cut.range, Doubt::Unknown, found, language);
        Suspicious { whole: Some(cut.whole.into()), ..word }
    });
    let cuts: Vec<Suspicious> = cuts.collect();
    if cuts.is_empty() {
        return;
    }
    suspicious.retain(|word| {
        let next = cuts.partition_point(|cut| cut.range.start <= word.range.start);
        next == 0 || cuts[next - 1].range.end <= word.range.start
    });
    suspicious.extend(cuts);
    suspicious.sort_by_key(|word| word.range.start);
}

/// The range to look at of a run of letters that is no known word; nothing for abbreviations, compounds, and what is
/// no word at all.
fn worth_a_look<'t>(text: &'t str, range: Range<usize>, seen: &mut Seen<'t>) -> Option<Range<usize>> {
    let range = with_mark_before(text, trimmed(text, range));
    let range = if text[range.clone()].contains('-') { unknown_part(text, range, seen.language) } else { range };
    let token = &text[range.clone()];
    let is_marked = token.starts_with(|c: char| !c.is_alphabetic());
    if !is_marked && !tokens::is_word(text, &range) {
        return None;
    }
    if token.contains('\'')
        || is_cut_short(text, &range)
        || is_half(text, &range)
        || lost_a_letter(text, &range)
        || is_short_acronym(token)
        || is_foreign_name(token, seen.language)
    {
        return None;
    }
    if token.chars().count() < 2 || !seen.is_unknown(token) {
        return None;
    }
    let with_dot = text[range.start..].char_indices().nth(token.chars().count() + 1).map(|(at, _)| at);
    let dotted = &text[range.start..with_dot.map_or(text.len(), |at| range.start + at)];
    (!is_short_form(dotted, seen.language)).then_some(range)
}

/// Of a word with hyphens the one part that no list knows, if it is one alone: `ECO-nogletal`.
fn unknown_part(text: &str, range: Range<usize>, language: &Language) -> Range<usize> {
    let mut start = range.start;
    let parts = text[range.clone()].split('-').map(|part| {
        let place = start..start + part.len();
        start = place.end + 1;
        place
    });
    let mut unknown = parts.filter(|part| language.knowledge(&text[part.clone()]) == Knowledge::Unknown);
    match (unknown.next(), unknown.next()) {
        (Some(part), None) if text[part.clone()].chars().count() >= LEAST_PART => part,
        _ => range,
    }
}

/// Whether an apostrophe stands for the end of a word, as in speech and verse (`sa'`, `vær'`): none before it opens a quotation.
fn is_cut_short(text: &str, range: &Range<usize>) -> bool {
    let is_mark = |c: char| matches!(c, '\'' | '’' | '‘');
    text[range.end..].starts_with(is_mark) && !text[..range.start].ends_with(is_mark)
}

/// Whether a run of letters is part of a word that lost a letter beside it, as a mark in its place tells: what is left is no word
/// that was misread.
fn lost_a_letter(text: &str, range: &Range<usize>) -> bool {
    let is_mark = |c: char| matches!(c, '?' | char::REPLACEMENT_CHARACTER);
    let after = &text[range.end..];
    let rest = after.trim_start_matches(is_mark);
    text[..range.start].ends_with(is_mark)
        || after.starts_with(char::REPLACEMENT_CHARACTER)
        || rest.len() < after.len() && rest.starts_with(char::is_alphabetic)
}

/// Whether a token with its full stop is an abbreviation, or ends in one as `Sagsnr.` does.
fn is_short_form(dotted: &str, language: &Language) -> bool {
    let token = dotted.trim_end_matches(|c: char| !c.is_alphabetic());
    if token.strip_suffix("nr").is_some_and(|word| word.chars().count() > 2) {
        return true;
    }
    // `nf.`, `Bl.`: two letters and a full stop are short for something, whether or not a list has it.
    if dotted.ends_with('.') && token.chars().count() <= 2 {
        return true;
    }
    /// Letters of the word before.
    const SHORTEST: usize = 3;
    let ends = dotted.char_indices().skip(SHORTEST).map(|(at, _)| dotted.split_at(at));
    dotted.ends_with('.')
        && (language.is_abbreviation(dotted)
            || ends.clone().any(|(word, end)| {
                end.len() > 2 && language.is_abbreviation(end) && language.roles(&word.to_lowercase()).has(Roles::BEGIN)
            }))
}

/// Whether a capitalised token has letters that the language hardly has: a name from elsewhere.
fn is_foreign_name(token: &str, language: &Language) -> bool {
    /// Letters beyond ASCII that texts of any language have, or that are read for plain ones.
    const ANYWHERE: &str = "éœÉŒſ";
    let is_usual = |c: char| c.is_ascii() || ANYWHERE.contains(c) || language.own_letters().contains(c);
    token.starts_with(char::is_uppercase) && token.chars().any(|c| c.is_alphabetic() && !is_usual(c))
}

/// Whether a token is so short and all in capitals that it may be any acronym.
fn is_short_acronym(token: &str) -> bool {
    const LONGEST: usize = 5;
    token.chars().all(|c| c.is_uppercase() || c == '-') && token.chars().count() <= LONGEST
}

/// Marks that OCR reads for a capital, at the start of a word.
const MARKS: [char; 2] = ['@', '®'];

/// The range without quotation marks and dashes at its ends.
fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let run = &text[range.clone()];
    let end = range.start + run.trim_end_matches(|c: char| !c.is_alphabetic()).len();
    let trimmed = run.trim_start_matches(|c: char| !c.is_alphabetic() && !MARKS.contains(&c));
    let start = range.end - trimmed.len();
    start.min(end)..end
}

fn with_mark_before(text: &str, range: Range<usize>) -> Range<usize> {
    let Some(mark) = text[..range.start].chars().next_back().filter(|mark| MARKS.contains(mark)) else { return range };
    let start = range.start - mark.len_utf8();
    let begins = text[..start].chars().next_back().is_none_or(|c| c.is_whitespace() || "(\"“”".contains(c));
    if begins { start..range.end } else { range }
}

/// The rows of the table that the document has proven, or its archive has, so often that known words may come from them.
fn strong(evidence: &Evidence, prior: &[f32], known: &'static Confusions) -> Option<Respellings> {
    let rates = evidence.rates(prior, known);
    let is_strong = |row: usize| is_strong(row, evidence, &rates);
    (0..known.shares.len()).any(is_strong).then(|| known.table.only(is_strong))
}

/// Whether a row is so common, by these rates, that known words may come from it.
fn is_strong(row: usize, evidence: &Evidence, rates: &Rates) -> bool {
    let least = if evidence.cases(row) >= STRONG_CASES { STRONG_RATE } else { EXPECTED_RATE };
    rates.row(row) >= least
}

/// What a known word may have been, by the strong confusions: then also what one other confusion makes of it, so that
/// the best of all is found. `None` where they make nothing of it.
fn of_known(token: &str, strong: &Respellings, language: &'static Language) -> Option<Found> {
    if !strong.fit_somewhere(token) {
        return None;
    }
    let letters = token.chars().count();
    let names = token.starts_with(char::is_uppercase);
    let reach = Reach { rows: 2, cost: 12.0, letters: 0, compounds: false, names };
    let compound = letters >= 8 && !language.is_known(token);
    let mut readings = candidates::search(token, strong, Reach { compounds: compound, ..reach }, language);
    if readings.is_empty() {
        return None;
    }
    let table = &Confusions::of(language).table;
    let others = candidates::search(token, table, Reach { rows: 1, ..reach }, language);
    let is_new = |other: &Reading| readings.iter().all(|known| known.word.written != other.word.written);
    let new: Vec<Reading> = others.into_iter().filter(is_new).collect();
    readings.extend(new);
    Some(Found::new(token, readings, language))
}
