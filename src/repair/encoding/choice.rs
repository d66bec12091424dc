//! Which of the letters that a word may have lost it has: by its own frequency, by the words beside it, and by what its document writes
//! elsewhere.
//!
//! Where a letter left no trace but a mark, the channel says nothing of which it was: in a document that has proven to have lost its letters
//! every word that fits is as good a guess as these signs make it.

use super::alone;
use super::channel::BORROWED;
use super::phrase::Phrase;
use super::weigh::{Surroundings, Weigher};
use crate::language::{Alone, Context, Knowledge, Member, Neighbour};

/// Which spelling a document is in: that of before 1948 has other words than the lists count, and is guessed worse.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Spelling {
    #[default]
    Modern,
    Old,
}

/// The signs of a word in its place, and those that its document says of it: see [`Neighbours::fit`] and [`super::document_words`].
pub(super) const OF_PLACE: usize = 12;
pub(super) const OF_DOCUMENT: usize = 4;

/// The signs of a word in its place.
pub(super) type Signs = [f32; OF_PLACE];

/// What a document says of a word that may stand in a place.
pub(super) type Said = [f32; OF_DOCUMENT];

/// How much each sign counts, and from which share on a guess is as sure as each level promises. Fitted by `benches/fit_choice.py` to which of a
/// place's words stood there, in 147 documents of many kinds whose letters became `?` and `\u{fffd}`, before and after what was certain of them was
/// mended, six places at most of one word in a document: 27,608 in modern spelling, 7,819 in the old one. In folds of documents that were not
/// fitted to, 99.45 and 99.55 of 100 guesses are right from the share on that is called certain, each word counted so few times; 99.1 of each from the
/// one called likely.
struct Fitted {
    place: [f32; OF_PLACE],
    document: Said,
    /// Shares that are as sure as `likely` and as `certain` promise: 95 and 99.5 of 100 of the guesses from there on are right.
    likely: f32,
    certain: f32,
}

const MODERN: Fitted = Fitted {
    place: [
        0.443,  // ln P of the word by itself
        -0.041, // the same where no word stands on either side
        0.025,  // the same, of a common word
        0.329,  // how much oftener it stands behind the word before than anywhere
        0.391,  // how much oftener the word after stands behind it
        0.872,  // it is listed behind the one
        0.368,  // and before the other
        -0.262, // an unknown word
        -2.561, // a compound
        -0.768, // a known word that was counted nowhere
        0.101,  // how usual its case is in its place
        2.496,  // how likely the channel makes this of it
    ],
    document: [
        -1.047, // it stands elsewhere
        1.509,  // the pieces around its letters do
        0.631,  // words begin so behind what stands there
        -0.005, // words with a capital are in capitals
    ],
    likely: 0.9,
    certain: 0.945,
};
const OLD: Fitted = Fitted {
    place: [
        0.252,  // ln P of the word by itself
        0.065,  // the same where no word stands on either side
        -0.383, // the same, of a common word
        0.198,  // how much oftener it stands behind the word before than anywhere
        0.188,  // how much oftener the word after stands behind it
        2.287,  // it is listed behind the one
        1.087,  // and before the other
        -1.711, // an unknown word
        -2.715, // a compound
        -1.475, // a known word that was counted nowhere
        0.170,  // how usual its case is in its place
        2.278,  // how likely the channel makes this of it
    ],
    document: [
        -0.595, // it stands elsewhere
        1.027,  // the pieces around its letters do
        0.164,  // words begin so behind what stands there
        0.115,  // words with a capital are in capitals
    ],
    likely: 0.95,
    certain: 0.98,
};

/// What the levels promise, in log odds.
const LIKELY: f32 = 2.944;
const CERTAIN: f32 = 5.293;

impl Spelling {
    fn fitted(self) -> &'static Fitted {
        match self {
            Self::Modern => &MODERN,
            Self::Old => &OLD,
        }
    }
}

/// How well a word fits into a place, its document aside, by the spelling.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fit([f32; 2]);

impl Fit {
    /// With what the document says of it.
    pub fn with(self, said: &Said, spelling: Spelling) -> f32 {
        self.0[spelling as usize] + weighed(said, &spelling.fitted().document)
    }
}

/// What stands beside a place, as it is asked of every word that may stand there.
pub(super) struct Neighbours<'a> {
    around: &'a Surroundings<'a>,
    left: Neighbour<'a>,
    right: Neighbour<'a>,
}

impl<'a> Neighbours<'a> {
    /// `before` is the text before the place.
    pub fn new(around: &'a Surroundings<'a>, before: &str, weigher: &Weigher) -> Self {
        let language = weigher.language;
        let left = if follows_number(before) { Context::Number } else { around.left };
        Self {
            around,
            left: language.neighbour_on_the_left(left, left.member_on_the_left()),
            right: language.neighbour_on_the_right(around.right, around.right.member_on_the_right()),
        }
    }

    /// How well a word fits into this place; nothing of what is more than a word.
    pub fn fit(&self, phrase: &Phrase, cost: f32, weigher: &Weigher) -> Option<Fit> {
        let signs = self.signs(phrase, cost, weigher)?;
        Some(Fit([&MODERN, &OLD].map(|fitted| weighed(&signs, &fitted.place))))
    }

    /// What tells how well it does.
    pub fn signs(&self, phrase: &Phrase, cost: f32, weigher: &Weigher) -> Option<Signs> {
        /// ln P of a word from which it is common.
        const COMMON: f32 = -8.0;
        let (word, oddity) = phrase.lone_word(self.around.place, weigher)?;
        let (language, alone) = (weigher.language, stressed(word, weigher));
        let cost = if alone.is_stressed { cost - BORROWED } else { cost };
        let alone = alone.alone;
        let (member, class) = (Member::of(word), language.class_of(&word.to_lowercase()));
        let left = language.company(&self.left, member.as_ref(), class, alone.log_probability);
        let right = language.company_after(member.as_ref(), class, &self.right);
        let flag = |flag: bool| f32::from(u8::from(flag));
        let only = |flag: bool, value: f32| if flag { value } else { 0.0 };
        let uncounted = |knowledge: Knowledge| flag(!alone.is_counted && alone.knowledge == knowledge);
        let log_probability = alone.log_probability;
        Some([
            log_probability,
            only(self.around.is_alone(), log_probability),
            log_probability.max(COMMON),
            left.gain,
            right.gain,
            flag(left.is_listed),
            flag(right.is_listed),
            uncounted(Knowledge::Unknown),
            uncounted(Knowledge::Compound),
            uncounted(Knowledge::Known),
            -oddity,
            -cost,
        ])
    }
}

/// A word by itself, and whether its accent is one of stress.
struct Stressed {
    alone: Alone,
    is_stressed: bool,
}

/// What the language says of a word by itself. A letter with an accent is no borrowed one where it only says that it is stressed: in a word that was
/// counted so (`dér`, `véd`), and in an imperative that would be read as another form else (`Kontrollér`, of `kontroller`).
fn stressed(word: &str, weigher: &Weigher) -> Stressed {
    /// How a stressed imperative ends, how it would without the accent, and its letters at least.
    const IMPERATIVE: (&str, &str) = ("ér", "er");
    const LEAST: usize = 5;
    /// ln P of the accent: of imperatives that are met so 15 in a hundred have it.
    const ACCENT: f32 = -1.9;
    let alone = alone::alone(word, weigher.language);
    if alone.is_counted {
        return Stressed { alone, is_stressed: word.contains(['é', 'É']) };
    }
    let stem = word.strip_suffix(IMPERATIVE.0).filter(|stem| stem.chars().count() + 2 >= LEAST);
    let plain = stem.map(|stem| alone::alone(&format!("{stem}{}", IMPERATIVE.1), weigher.language));
    match plain.filter(|plain| plain.knowledge == Knowledge::Known) {
        Some(plain) => {
            let alone = Alone { log_probability: alone.log_probability.max(plain.log_probability + ACCENT), ..plain };
            Stressed { alone, is_stressed: true }
        }
        None => Stressed { alone, is_stressed: false },
    }
}

/// Whether a number stands before a place, as in `23-årige`.
pub(super) fn follows_number(before: &str) -> bool {
    before.trim_end_matches([' ', '-', '\u{a0}']).ends_with(|c: char| c.is_ascii_digit())
}

fn weighed(signs: &[f32], worth: &[f32]) -> f32 {
    signs.iter().zip(worth).map(|(sign, worth)| sign * worth).sum()
}

/// Shares what some ways have among them by how well each fits: the log odds of each, and its fit.
pub(super) fn share(ways: &mut [(&mut f32, f32)], spelling: Spelling) {
    let Some(best) = (0..ways.len()).max_by(|one, other| ways[*one].1.total_cmp(&ways[*other].1)) else { return };
    let together = log_of_sum(ways.iter().map(|way| *way.0));
    let rest = log_of_sum(ways.iter().enumerate().filter(|(way, _)| *way != best).map(|(_, way)| way.1));
    let promised = promised(ways[best].1 - rest, spelling);
    for (number, (odds, fit)) in ways.iter_mut().enumerate() {
        **odds =
            together + if number == best { -log_of_one_and(-promised) } else { *fit - rest - log_of_one_and(promised) };
    }
}

/// The logarithm of the sum of what has these.
fn log_of_sum(logs: impl Iterator<Item = f32> + Clone) -> f32 {
    let most = logs.clone().fold(f32::NEG_INFINITY, f32::max);
    if most == f32::NEG_INFINITY { most } else { most + logs.map(|log| (log - most).exp()).sum::<f32>().ln() }
}

/// The logarithm of one and of what has this.
fn log_of_one_and(log: f32) -> f32 {
    log.max(0.0) + (-log.abs()).exp().ln_1p()
}

/// The log odds that a guess is right which leads all others together by so many nats.
fn promised(lead: f32, spelling: Spelling) -> f32 {
    let odds = |share: f32| (share / (1.0 - share)).ln();
    let Fitted { likely, certain, .. } = spelling.fitted();
    let (likely, certain) = (odds(*likely), odds(*certain));
    if lead < likely {
        lead + (LIKELY - likely) * (lead / likely).max(0.0)
    } else if lead < certain {
        LIKELY + (CERTAIN - LIKELY) * (lead - likely) / (certain - likely)
    } else {
        CERTAIN + lead - certain
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_surer_guess_is_never_promised_less() {
        for spelling in [Spelling::Modern, Spelling::Old] {
            let all: Vec<f32> = (-100..100).map(|lead| promised(lead as f32 / 10.0, spelling)).collect();
            assert!(all.is_sorted(), "{spelling:?}");
        }
    }

    #[test]
    fn ways_share_what_they_have_together_and_one_alone_keeps_it() {
        let (mut one, mut other, mut alone) = (1.0, 2.0, 3.0);
        let before = log_of_sum([one, other].into_iter());
        share(&mut [(&mut one, 40.0), (&mut other, 0.0)], Spelling::Modern);
        assert!(one > other + 30.0 && (log_of_sum([one, other].into_iter()) - before).abs() < 0.01, "{one} {other}");
        share(&mut [(&mut alone, 0.0)], Spelling::Old);
        assert_eq!(alone, 3.0);
    }
}
