//! Known words in a place where another word is meant: each look-alike of a word against the word as it stands, by
//! nothing but what stands around both.
//!
//! This needs no proof from the document: a lone sentence is enough, so nothing here is ever certain. What a place says is
//! read off the pack's word pairs and, for pairs that were never counted, off the classes of the words
//! ([`Company`]): the word on either side, and behind it the next, as if the one between were not there (`har aldrig været`
//! holds `har været`). A logistic regression over correct texts, and the same texts with a known word in each sentence
//! damaged into another, says how much each sign is worth (`benches/calibrate_real_words.py`).

use std::ops::Range;

use super::look_alikes::{self, LookAlike};
use super::tokens::{self, Begins, Beside, Side};
use super::{real_word, strangers};
use crate::language::{Company, Context, Language};
use crate::profile;
use crate::repair::Candidate;
use crate::repair::proposal::Proposal;

/// What each sign is worth, in the order of [`Signs::values`].
const WEIGHTS: [f32; SIGNS] = [
    -1.0, 0.50, 0.32, 0.60, 0.11, 0.29, -0.3, -0.4, 0.2, 0.3, 0.1, 0.0, -0.4, 0.7, -0.5, -3.0, 0.2, 0.15, 0.15,
];
const SIGNS: usize = 19;

/// The most that a place proves: neighbours never make a word certain.
const MOST: f32 = 0.98;
/// Log odds for another language above which the words around do not tell that the text is Danish.
const TOLD: f32 = -1.0;
/// The most that the words behind the nearest ones say, in nats.
const MOST_OF_NEXT: f32 = 4.0;
/// Times that an archive has a pair before it is no chance.
const LEAST_PAIRS: u32 = 2;

/// A word that another may stand for.
#[derive(Clone, Debug)]
pub(super) struct Doubted {
    pub range: Range<usize>,
    pub standing: Scores,
    /// Its look-alikes, best first, with what speaks for each; never empty.
    pub candidates: Vec<(String, Scores)>,
    /// The calibrated probability that the first is right.
    pub probability: f32,
    /// What that was made of.
    pub signs: Signs,
    /// Where the words beside it begin.
    beside: [Option<usize>; 2],
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

/// The words of a text that others may stand for, ascending, from a probability on. Of two words side by side, each of
/// which is a neighbour that speaks against the other, only the likelier is doubted.
pub(super) fn doubted(
    text: &str,
    language: &'static Language,
    profile: Option<&profile::Counts>,
    least: f32,
) -> Vec<Doubted> {
    let mut found: Vec<Doubted> = Vec::new();
    let mut lower = String::new();
    tokens::words(text, |range| {
        let word = &text[range.clone()];
        if word.len() < 2 || !look_alikes::has_look_alike(tokens::lowered(word, &mut lower)) {
            return;
        }
        let place = Place { text, language, profile, range };
        let Some(doubted) = place.doubted(&lower_of(word)).filter(|doubted| doubted.probability >= least) else {
            return;
        };
        match found.last_mut() {
            Some(last) if doubted.beside[0] == Some(last.range.start) => {
                if doubted.probability > last.probability {
                    *last = doubted;
                }
            }
            _ => found.push(doubted),
        }
    });
    found
}

/// What is proposed of them.
pub(super) fn proposal(doubted: Doubted) -> Proposal {
    let best = doubted.candidates[0].1.total();
    let of_best = |score: &Scores| doubted.probability * (score.total() - best).min(0.0).exp();
    let candidates = doubted
        .candidates
        .iter()
        .map(|(word, scores)| Candidate { text: word.as_str().into(), probability: of_best(scores) })
        .collect();
    let evidence = "a word that looks like it fits far better between its neighbours";
    Proposal { range: doubted.range, rule: real_word::CODE, candidates, evidence: evidence.into() }
}

fn lower_of(word: &str) -> String {
    word.to_lowercase()
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
    next_left: Context<'t>,
    next_right: Context<'t>,
    begins: bool,
    starts: [Option<usize>; 2],
}

/// How a word fits into a place.
struct Fit {
    log_probability: f32,
    left: Company,
    right: Company,
    next_left: Company,
    next_right: Company,
}

impl Fit {
    fn neighbours(&self) -> f32 {
        self.left.gain + self.right.gain
    }
}

impl<'t> Place<'t> {
    fn doubted(&self, standing: &str) -> Option<Doubted> {
        let word = &self.text[self.range.clone()];
        let is_small = word == standing;
        let is_capitalised = !is_small && word.chars().skip(1).all(|c| !c.is_uppercase());
        if !(is_small || is_capitalised) || !tokens::is_word(self.text, &self.range) {
            return None;
        }
        let beside = tokens::beside(self.text, &self.range, self.language);
        if is_capitalised && beside.begins != Begins::Yes {
            return None;
        }
        let around = self.around(&beside)?;
        let stands = self.fit(standing, self.language.log_probability(standing), &around);
        let look_alikes = look_alikes::of(standing, self.language);
        let mut ranked: Vec<(&LookAlike, Fit, f32)> = look_alikes
            .iter()
            .map(|other| {
                let fit = self.fit(&other.word, other.log_probability, &around);
                let fit = self.taught(other, fit, &around);
                let lead = fit.log_probability + fit.neighbours() - 0.5 * other.cost;
                (other, fit, lead)
            })
            .collect();
        ranked.sort_by(|a, b| b.2.total_cmp(&a.2));
        let next = ranked.get(1).map_or(MOST_OF_NEXT, |next| (ranked[0].2 - next.2).min(MOST_OF_NEXT));
        let (best, fit, _) = ranked.first()?;
        let signs = Signs::of(standing, best, &stands, fit, &around, next);
        // Another language's words are right beside each other.
        let is_told = strangers::log_odds(self.text, &self.range) < TOLD;
        let probability = if is_told { signs.probability() } else { 0.0 };
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
            candidates: ranked.iter().map(|(other, fit, _)| (written(&other.word), scores(fit, other.cost))).collect(),
            probability,
            signs,
            beside: around.starts,
        })
    }

    /// What stands around; nothing where nothing is known of either side, or the archive has the word there.
    fn around(&self, beside: &Beside) -> Option<Around<'t>> {
        let next = |side: &Side, pick: fn(Beside) -> Side| match side {
            Side::Word(range) => match pick(tokens::beside(self.text, range, self.language)) {
                Side::Word(range) => Context::Word(&self.text[range]),
                _ => Context::Unknown,
            },
            _ => Context::Unknown,
        };
        let start = |side: &Side| match side {
            Side::Word(range) => Some(range.start),
            _ => None,
        };
        let around = Around {
            left: beside.left.context(self.text),
            right: beside.right.context(self.text),
            next_left: next(&beside.left, |beside| beside.left),
            next_right: next(&beside.right, |beside| beside.right),
            begins: beside.begins == Begins::Yes,
            starts: [start(&beside.left), start(&beside.right)],
        };
        (start(&beside.left).is_some() || start(&beside.right).is_some()).then_some(around)
    }

    fn fit(&self, word: &str, log_probability: f32, around: &Around) -> Fit {
        let language = self.language;
        Fit {
            log_probability,
            left: language.company(around.left, word, log_probability),
            right: language.company_after(word, around.right),
            next_left: language.company(around.next_left, word, log_probability),
            next_right: language.company_after(word, around.next_right),
        }
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
        "class_left",
        "class_right",
        "open_right",
        "letters",
        "accent",
        "begins",
        "next",
        "next_left",
        "next_right",
    ];

    fn of(standing: &str, other: &LookAlike, stands: &Fit, fits: &Fit, around: &Around, next: f32) -> Self {
        let flag = |flag: bool| f32::from(u8::from(flag));
        let language = fits.log_probability - stands.log_probability;
        let left = fits.left.gain - stands.left.gain;
        let right = fits.right.gain - stands.right.gain;
        let over = |one: Company, other: Company| (one.gain - other.gain).clamp(-MOST_OF_NEXT, MOST_OF_NEXT);
        let letters = standing.chars().count();
        let accents = |word: &str| word.chars().filter(|c| "æøå".contains(*c)).count();
        Self([
            1.0,
            left,
            right,
            language,
            (left + language).min(right),
            -other.cost,
            flag(stands.left.is_listed),
            flag(stands.right.is_listed),
            flag(fits.left.is_listed),
            flag(fits.right.is_listed),
            fits.left.class_gain - stands.left.class_gain,
            fits.right.class_gain - stands.right.class_gain,
            flag(around.right == Context::Unknown),
            letters.min(8) as f32 / 4.0,
            flag(accents(&other.word) > accents(standing)),
            flag(around.begins),
            next,
            over(fits.next_left, stands.next_left),
            over(fits.next_right, stands.next_right),
        ])
    }

    /// Each value, in the order of [`Self::NAMES`].
    pub fn values(&self) -> impl Iterator<Item = (&'static str, f32)> {
        Self::NAMES.into_iter().zip(self.0)
    }

    fn probability(&self) -> f32 {
        let log_odds: f32 = self.0.iter().zip(WEIGHTS).map(|(sign, weight)| sign * weight).sum();
        (1.0 / (1.0 + (-log_odds).exp())).min(MOST)
    }
}
