//! What a doubt's probability is made of.

use super::MOST_OF_NEXT;
use super::fit::{Around, Fit};
use crate::language::{Company, Context, Language};
use crate::repair::words::look_alikes::LookAlike;

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

/// What a doubt's probability is made of, a look-alike beside the word as it stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::repair::words) struct Signs([f32; SIGNS]);

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

    pub(super) fn of(
        language: &Language,
        standing: &str,
        (other, fits): (&LookAlike, &Fit),
        stands: &Fit,
        around: &Around,
        next: f32,
    ) -> Self {
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

    pub(super) fn log_odds(&self) -> f32 {
        self.0.iter().zip(WEIGHTS).map(|(sign, weight)| sign * weight).sum()
    }
}
