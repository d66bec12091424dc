//! Known words in a place where another word is meant: each look-alike of a word against the word as it stands, by
//! nothing but what stands around both.
//!
//! This needs no proof from the document: a lone sentence is enough, so nothing here is ever certain. What a place says is
//! read off the pack's word pairs and, for pairs that were never counted, off the classes of the words
//! ([`Company`]): the word on either side, and behind it the next, as if the one between were not there (`har aldrig været`
//! holds `har været`). A logistic regression over correct texts, and the same texts with a known word in each sentence
//! damaged into another, says how much each sign is worth (`benches/calibrate_real_words.py`).

use std::ops::Range;

use smallvec::SmallVec;

use super::evidence::Evidence;
use super::look_alikes::{self, LookAlike};
use super::real_word;
use super::tokens::{self, Begins, Beside, Side};
use crate::language::{Company, Context, Language, Member, Neighbour, TELLS_OLD};
use crate::profile;
use crate::repair::Candidate;
use crate::repair::document::{Age, Portrait};
use crate::repair::proposal::Proposal;
use crate::repair::reading::Reading;
use crate::text::{QuickMap, QuickSet};
use crate::tokenize::Shape;

/// What each sign is worth, in the order of [`Signs::values`].
const WEIGHTS: [f32; SIGNS] = [
    -0.267, // one
    0.339,  // left
    0.328,  // right
    0.599,  // language
    0.216,  // least
    0.310,  // cost
    -1.121, // stands_left
    -0.762, // stands_right
    0.708,  // listed_left
    0.366,  // listed_right
    -0.248, // open_right
    0.350,  // letters
    -0.289, // accent
    -0.938, // begins
    0.341,  // next
    0.137,  // next_left
    0.164,  // next_right
    -0.071, // class_stands_left
    0.010,  // class_stands_right
    -0.072, // class_stands_least
    0.202,  // class_fits_left
    -0.030, // class_fits_right
    -0.126, // class_fits_least
    0.075,  // same_class
    1.427,  // commonness
    -1.113, // counted
];
const SIGNS: usize = 26;

/// The most that a place proves: neighbours never make a word certain.
const MOST: f32 = 0.98;
/// The most that it is worth in a document that was misread otherwise.
const SUSPECT: f32 = 0.9;
/// The most that the words behind the nearest ones say, in nats.
const MOST_OF_NEXT: f32 = 4.0;
/// The least probability that is reported: right text has many words that might be others.
pub(super) const REPORTED: f32 = 0.75;
/// A text of fewer words is no sentence, but a heading, a cell, a line of something: of its neighbours a word of it has too few.
const SHORTEST: usize = 6;
/// A word that is counted beside a neighbour is doubted from this pull on; beside both it never is.
const PULL_BESIDE_ONE: f32 = 3.0;
/// A look-alike that leads by less, in nats, is not weighed further; no misread word was ever told by so little.
const LEAST_LEAD: f32 = 5.0;
/// A document that proves nothing: so many of so many words are misread as others.
const PRIOR_MISREAD: f32 = 0.3;
const PRIOR_WORDS: f32 = 60.0;
/// Of the words of right text, as many are doubted, each as much as it is likely, in the texts that have most: hymns.
const OF_RIGHT_TEXT: f32 = 1.0 / 60.0;
/// Words of the sentence that the weights are for.
const SENTENCE: f32 = 12.0;
/// How much of a confusion's cost counts: which one OCR makes depends on the scan more than on the letters.
const OF_COST: f32 = 0.5;
/// Times that an archive has a pair before it is no chance.
const LEAST_PAIRS: u32 = 2;

/// A word that another may stand for.
#[derive(Clone, Debug)]
pub(super) struct Doubted {
    pub range: Range<usize>,
    pub standing: Scores,
    /// Its look-alikes, best first, with what speaks for each; never empty.
    pub candidates: Vec<(String, Scores)>,
    /// Log odds that the first is right, in a sentence that is a document by itself.
    log_odds: f32,
    /// The calibrated probability that it is right in this document.
    pub probability: f32,
    /// What that was made of.
    pub signs: Signs,
    /// Where the word before it begins.
    left: Option<usize>,
}

/// What speaks for a word in its place, in nats.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Scores {
    pub channel: f32,
    pub language: f32,
    pub neighbours: f32,
}

impl Scores {
    fn total(&self) -> f32 {
        self.channel + self.language + self.neighbours
    }
}

/// The words of a text that others may stand for, ascending, from a probability on. `evidence` is what the document has
/// proven otherwise: in old spelling nothing is doubted, for what is counted is of today, and among misread words, which
/// are no good neighbours, what is doubted is a suspect.
///
/// Of two words side by side, each of which is a neighbour that speaks against the other, only the likelier is doubted.
pub(super) fn doubted(
    reading: &Reading,
    language: &'static Language,
    profile: Option<&profile::Counts>,
    portrait: &Portrait,
    evidence: Option<&Evidence>,
    least: f32,
) -> Vec<Doubted> {
    let is_untold = evidence.is_some_and(Evidence::is_damaged) || reading.words.len() < SHORTEST;
    let most = if is_untold { SUSPECT } else { MOST };
    let mut found: Vec<Doubted> = Vec::new();
    let mut lower = String::new();
    let text = reading.text;
    let words = reading.words.len() as f32;
    // What is less likely than not counts for nothing, and a document only takes off.
    let floor = (least / (1.0 - least)).ln().min(0.0);
    for word in reading.words.iter().filter(|word| word.has_look_alike) {
        let range = word.range();
        let token = &text[range.clone()];
        let standing = if word.shape == Shape::Small { token } else { tokens::lowered(token, &mut lower) };
        let Some(pull) = look_alikes::pull(standing, language) else { continue };
        let place = Place { text, language, profile, range };
        let Some(doubted) = place.doubted(standing, pull).filter(|doubted| doubted.log_odds >= floor) else { continue };
        match found.last_mut() {
            Some(last) if doubted.left == Some(last.range.start) => {
                if doubted.log_odds > last.log_odds {
                    *last = doubted;
                }
            }
            _ => found.push(doubted),
        }
    }
    let company = |found: &[Doubted]| Others::of(found, words, evidence);
    // Right text has many doubts, and hardly one that is reported: then it need not be asked where they stand, or how old it is.
    let all = company(&found);
    if !found.iter().any(|doubted| all.probability(doubted).min(most) >= least)
        || portrait.age_of_document() > Age::Modern
    {
        return Vec::new();
    }
    // What tells that a text is old is right in its time, and a few lines do not tell theirs.
    let is_old = |doubted: &Doubted| language.age_of(&text[doubted.range.clone()]) >= TELLS_OLD;
    found.retain(|doubted| {
        !is_old(doubted) && !portrait.is_foreign(&doubted.range) && portrait.age(&doubted.range) == Age::Modern
    });
    let others = company(&found);
    let own = if others.are_few() { own_words(reading, &found) } else { QuickSet::default() };
    for doubted in &mut found {
        let is_own = own.contains(&text[doubted.range.clone()]);
        doubted.probability = others.probability(doubted).min(if is_own { SUSPECT } else { most });
    }
    found.retain(|doubted| doubted.probability >= least);
    found
}

/// The doubted words that a text has again and again: in one that was hardly misread these are words of its own (`dej` in recipes, `al
/// dente`), and were not misread so many times alike.
fn own_words<'t>(reading: &Reading<'t>, found: &[Doubted]) -> QuickSet<&'t str> {
    const OFTEN: usize = 3;
    let text = reading.text;
    let mut times: QuickMap<&str, usize> = found.iter().map(|doubted| (&text[doubted.range.clone()], 0)).collect();
    for word in reading.words.iter().filter(|word| word.has_look_alike) {
        times.entry(&text[word.range()]).and_modify(|times| *times += 1);
    }
    times.into_iter().filter(|(_, times)| *times >= OFTEN).map(|(word, _)| word).collect()
}

/// What the misread words of a document say of each of its doubts. The more there are the likelier each is.
struct Others {
    /// Unknown words that were misread: they always prove damage.
    misread: f32,
    /// Doubts beyond those that right text has, too.
    doubts: f32,
    words: f32,
}

impl Others {
    /// In a text of so many words, with these doubts.
    fn of(found: &[Doubted], words: f32, evidence: Option<&Evidence>) -> Self {
        Self {
            misread: evidence.map_or(0.0, Evidence::misread_words),
            doubts: found.iter().map(Doubted::counted).sum::<f32>() - OF_RIGHT_TEXT * words,
            words: evidence.map_or(words, |evidence| evidence.words().max(words)),
        }
    }

    /// Whether hardly a word of the text was misread: fewer than two, or than one in a thousand, which misspelled ones come near.
    fn are_few(&self) -> bool {
        const FEW: f32 = 1.5;
        const OF_WORDS: f32 = 1e-3;
        self.misread + self.doubts.max(0.0) < FEW.max(OF_WORDS * self.words)
    }

    /// The probability that one of the doubts is right.
    fn probability(&self, doubted: &Doubted) -> f32 {
        let others = self.misread + (self.doubts - doubted.counted()).max(0.0);
        logistic(doubted.log_odds + prior(others, self.words))
    }
}

impl Doubted {
    /// How much it counts as damage to the others.
    fn counted(&self) -> f32 {
        if self.log_odds > 0.0 { logistic(self.log_odds) } else { 0.0 }
    }
}

/// What a text of so many words, of which so many others are misread, takes off the log odds of a lone sentence.
fn prior(others: f32, words: f32) -> f32 {
    let share = |others: f32, words: f32| (others + PRIOR_MISREAD) / (words + PRIOR_WORDS);
    (share(others, words) / share(0.0, SENTENCE)).ln().min(0.0)
}

fn logistic(log_odds: f32) -> f32 {
    1.0 / (1.0 + (-log_odds).exp())
}

/// What is proposed of them.
pub(super) fn proposal(doubted: Doubted) -> Proposal {
    let best = doubted.candidates[0].1.total();
    let of_best = |score: &Scores| doubted.probability * (score.total() - best).min(0.0).exp();
    let mut candidates: Vec<Candidate> = doubted
        .candidates
        .iter()
        .map(|(word, scores)| Candidate { text: word.as_str().into(), probability: of_best(scores) })
        .collect();
    candidates.sort_by(|a, b| b.probability.total_cmp(&a.probability));
    let evidence = "a word that looks like it fits far better between its neighbours";
    Proposal { range: doubted.range, rule: real_word::CODE, candidates: candidates.into(), evidence: evidence.into() }
}

/// A place in a text where a word stands.
struct Place<'t> {
    text: &'t str,
    language: &'static Language,
    profile: Option<&'t profile::Counts>,
    range: Range<usize>,
}

/// What stands around a place: the words beside it, and those behind these.
struct Around<'t> {
    left: Context<'t>,
    right: Context<'t>,
    left_neighbour: Neighbour,
    right_neighbour: Neighbour,
    next_left: Neighbour,
    next_right: Neighbour,
    begins: bool,
    /// Where the word before begins.
    start: Option<usize>,
}

/// How a word fits into a place.
struct Fit {
    log_probability: f32,
    class: Option<u8>,
    left: Company,
    right: Company,
    next_left: Company,
    next_right: Company,
}

impl Fit {
    fn neighbours(&self) -> f32 {
        self.left.gain + self.right.gain
    }

    fn total(&self) -> f32 {
        self.log_probability + self.neighbours()
    }
}

impl<'t> Place<'t> {
    fn doubted(&self, standing: &str, pull: f32) -> Option<Doubted> {
        let word = &self.text[self.range.clone()];
        let is_small = word == standing;
        let is_capitalised = !is_small && word.chars().skip(1).all(|c| !c.is_uppercase());
        if !(is_small || is_capitalised) || !tokens::is_word(self.text, &self.range) {
            return None;
        }
        let beside = tokens::beside(self.text, &self.range, self.language);
        let is_alone = ![&beside.left, &beside.right].iter().any(|side| matches!(side, Side::Word(_)));
        if is_alone || is_capitalised && beside.begins != Begins::Yes {
            return None;
        }
        let (left, right) = (beside.left.context(self.text), beside.right.context(self.text));
        let (on_the_left, on_the_right) = (left.member_on_the_left(), right.member_on_the_right());
        let member = Member::of(standing);
        let is_counted = |left: &Option<Member>, right: &Option<Member>| {
            self.language.is_pair_of_members(left.as_ref(), right.as_ref())
        };
        let counted = usize::from(is_counted(&on_the_left, &member)) + usize::from(is_counted(&member, &on_the_right));
        if counted == 2 || counted == 1 && pull < PULL_BESIDE_ONE {
            return None;
        }
        let mut around = self.around(&beside, (left, on_the_left), (right, on_the_right));
        let (class, log_probability) = (self.language.class_of(standing), self.language.log_probability(standing));
        let mut stands = self.fit(member.as_ref(), class, log_probability, &around);
        let look_alikes = look_alikes::of(standing, self.language);
        let mut ranked = self.ranked(&look_alikes, &around);
        let next = ranked.get(1).map_or(MOST_OF_NEXT, |next| (ranked[0].2 - next.2).min(MOST_OF_NEXT));
        let (best, fits, _) = ranked.first_mut()?;
        if fits.total() - stands.total() < LEAST_LEAD {
            return None;
        }
        self.look_further(&beside, &mut around);
        self.fit_further(&mut stands, member.as_ref(), &around);
        self.fit_further(fits, best.member.as_ref(), &around);
        let signs = Signs::of(self, standing, (best, fits), &stands, &around, next);
        let written = |word: &str| {
            if is_small { word.to_owned() } else { crate::language::Case::Capitalised.apply(word) }
        };
        let scores = |fit: &Fit, cost: f32| Scores {
            channel: -cost,
            language: fit.log_probability,
            neighbours: fit.neighbours(),
        };
        Some(Doubted {
            range: self.range.clone(),
            standing: scores(&stands, 0.0),
            candidates: ranked
                .iter()
                .map(|(other, fits, _)| (written(&other.word), scores(fits, other.cost)))
                .collect(),
            log_odds: signs.log_odds(),
            probability: 0.0,
            signs,
            left: around.start,
        })
    }

    /// Look-alikes, best first, each with how it fits and what that is worth beside its confusion.
    fn ranked<'l>(&self, look_alikes: &'l [LookAlike], around: &Around) -> SmallVec<[(&'l LookAlike, Fit, f32); 4]> {
        let weighed = look_alikes.iter().map(|other| {
            let fit = self.fit(other.member.as_ref(), other.class, other.log_probability, around);
            let fits = self.taught(other, fit, around);
            let worth = fits.total() - OF_COST * other.cost;
            (other, fits, worth)
        });
        let mut ranked: SmallVec<[_; 4]> = weighed.collect();
        ranked.sort_by(|a, b| b.2.total_cmp(&a.2));
        ranked
    }

    /// The words beside the place, each with how the table of pairs writes it.
    fn around(
        &self,
        beside: &Beside,
        (left, on_the_left): (Context<'t>, Option<Member>),
        (right, on_the_right): (Context<'t>, Option<Member>),
    ) -> Around<'t> {
        let start = match &beside.left {
            Side::Word(range) => Some(range.start),
            _ => None,
        };
        Around {
            left,
            right,
            left_neighbour: self.language.neighbour_on_the_left(left, on_the_left),
            right_neighbour: self.language.neighbour_on_the_right(right, on_the_right),
            next_left: Neighbour::default(),
            next_right: Neighbour::default(),
            begins: beside.begins == Begins::Yes,
            start,
        }
    }

    /// Takes in the words behind those.
    fn look_further(&self, beside: &Beside, around: &mut Around<'t>) {
        let next = |side: &Side, pick: fn(Beside) -> Side| match side {
            Side::Word(range) => match pick(tokens::beside(self.text, range, self.language)) {
                Side::Word(range) => Context::Word(&self.text[range]),
                _ => Context::Unknown,
            },
            _ => Context::Unknown,
        };
        let (left, right) = (next(&beside.left, |beside| beside.left), next(&beside.right, |beside| beside.right));
        around.next_left = self.language.neighbour_on_the_left(left, left.member_on_the_left());
        around.next_right = self.language.neighbour_on_the_right(right, right.member_on_the_right());
    }

    /// How a word fits between the words beside the place.
    fn fit(&self, word: Option<&Member>, class: Option<u8>, log_probability: f32, around: &Around) -> Fit {
        Fit {
            log_probability,
            class,
            left: self.language.company(&around.left_neighbour, word, class, log_probability),
            right: self.language.company_after(word, class, &around.right_neighbour),
            next_left: Company::default(),
            next_right: Company::default(),
        }
    }

    /// The same of the words behind those.
    fn fit_further(&self, fit: &mut Fit, word: Option<&Member>, around: &Around) {
        fit.next_left = self.language.company(&around.next_left, word, fit.class, fit.log_probability);
        fit.next_right = self.language.company_after(word, fit.class, &around.next_right);
    }

    /// How a look-alike fits by what the archive has of its pairs; what stands there gains nothing by them, since what
    /// was misread once is misread again.
    fn taught(&self, other: &LookAlike, mut fit: Fit, around: &Around) -> Fit {
        let Some(profile) = self.profile else { return fit };
        let gain = |pairs: u32, left: &str, log_probability: f32| {
            let share = f64::from(pairs) / f64::from(profile.lower(left).max(pairs));
            (pairs >= LEAST_PAIRS).then(|| share.ln() as f32 - log_probability)
        };
        let better = |company: Company, gain: Option<f32>| match gain {
            Some(gain) if gain > company.gain => Company { gain, is_listed: true, ..company },
            _ => company,
        };
        if let Context::Word(left) = around.left {
            let left = left.to_lowercase();
            fit.left = better(fit.left, gain(profile.pair(&left, &other.word), &left, other.log_probability));
        }
        if let Context::Word(right) = around.right {
            let right = right.to_lowercase();
            let pairs = profile.pair(&other.word, &right);
            fit.right = better(fit.right, gain(pairs, &other.word, self.language.log_probability(&right)));
        }
        fit
    }
}

/// What a doubt's probability is made of, a look-alike beside the word as it stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Signs([f32; SIGNS]);

impl Signs {
    /// The signs by name.
    pub const NAMES: [&str; SIGNS] = [
        "one",
        "left",
        "right",
        "language",
        "least",
        "cost",
        "stands_left",
        "stands_right",
        "listed_left",
        "listed_right",
        "open_right",
        "letters",
        "accent",
        "begins",
        "next",
        "next_left",
        "next_right",
        "class_stands_left",
        "class_stands_right",
        "class_stands_least",
        "class_fits_left",
        "class_fits_right",
        "class_fits_least",
        "same_class",
        "commonness",
        "counted",
    ];

    fn of(
        place: &Place,
        standing: &str,
        (other, fits): (&LookAlike, &Fit),
        stands: &Fit,
        around: &Around,
        next: f32,
    ) -> Self {
        let language = place.language;
        let flag = |flag: bool| f32::from(u8::from(flag));
        let clamped = |nats: f32| nats.clamp(-MOST_OF_NEXT, MOST_OF_NEXT);
        let over = |one: Company, other: Company| clamped(one.gain - other.gain);
        let worst = |fit: &Fit| fit.left.class_gain.min(fit.right.class_gain).clamp(-MOST_OF_NEXT, 0.0);
        let accents = |word: &str| word.chars().filter(|c| language.own_letters().contains(*c)).count();
        let log_odds = fits.log_probability - stands.log_probability;
        let left = fits.left.gain - stands.left.gain;
        let right = fits.right.gain - stands.right.gain;
        Self([
            1.0,
            left,
            right,
            log_odds,
            (left + log_odds).min(right),
            -other.cost,
            flag(stands.left.is_listed),
            flag(stands.right.is_listed),
            flag(fits.left.is_listed),
            flag(fits.right.is_listed),
            flag(around.right == Context::Unknown),
            standing.chars().count().min(8) as f32 / 4.0,
            flag(accents(&other.word) > accents(standing)),
            flag(around.begins),
            next,
            over(fits.next_left, stands.next_left),
            over(fits.next_right, stands.next_right),
            clamped(stands.left.class_gain),
            clamped(stands.right.class_gain),
            worst(stands),
            clamped(fits.left.class_gain),
            clamped(fits.right.class_gain),
            worst(fits),
            flag(stands.class == fits.class),
            stands.log_probability / 10.0,
            flag(language.is_counted(standing)),
        ])
    }

    /// Each value, in the order of [`Self::NAMES`].
    pub fn values(&self) -> impl Iterator<Item = (&'static str, f32)> {
        Self::NAMES.into_iter().zip(self.0)
    }

    fn log_odds(&self) -> f32 {
        self.0.iter().zip(WEIGHTS).map(|(sign, weight)| sign * weight).sum()
    }
}
