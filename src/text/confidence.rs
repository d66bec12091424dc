use std::fmt;
use std::str::FromStr;

use thiserror::Error;

/// How sure an edit is, as a promise about edits of that level on texts not seen before.
///
/// The levels are ordered: `Doubtful < Likely < Certain`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "lowercase"))]
#[non_exhaustive]
pub enum Confidence {
    /// Worth a look.
    Doubtful,
    /// At least 95 of 100 such edits are right.
    Likely,
    /// At least 99.5 of 100 such edits are right.
    Certain,
}

/// The least probability of a `certain` edit.
const CERTAIN: f32 = 0.995;
/// The least probability of a `likely` edit.
const LIKELY: f32 = 0.95;

impl Confidence {
    /// The three levels, surest first.
    pub const ALL: [Self; 3] = [Self::Certain, Self::Likely, Self::Doubtful];

    /// The level that a calibrated probability earns.
    pub fn from_probability(probability: f32) -> Self {
        if probability >= CERTAIN {
            Self::Certain
        } else if probability >= LIKELY {
            Self::Likely
        } else {
            Self::Doubtful
        }
    }

    /// The least calibrated probability that earns the level, 0 to 1.
    pub fn least_probability(self) -> f32 {
        match self {
            Self::Certain => CERTAIN,
            Self::Likely => LIKELY,
            Self::Doubtful => 0.0,
        }
    }

    /// The level's name as options and the ledger write it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Certain => "certain",
            Self::Likely => "likely",
            Self::Doubtful => "doubtful",
        }
    }
}

impl fmt::Display for Confidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// A probability with three digits behind the point, as it is shown beside its level. It is cut, not rounded: what is short of a
/// level is not shown as if it had reached it.
pub fn printed_probability(probability: f32) -> String {
    format!("{:.3}", (probability * 1000.0).floor() / 1000.0)
}

/// The text was none of the three level names.
#[derive(Debug, Error, PartialEq, Eq)]
#[error("unknown confidence level {0:?}; the levels are certain, likely, doubtful")]
pub struct ParseConfidenceError(String);

impl FromStr for Confidence {
    type Err = ParseConfidenceError;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|level| level.as_str() == name).ok_or_else(|| ParseConfidenceError(name.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_are_ordered_and_named() {
        assert!(Confidence::Certain > Confidence::Likely);
        assert!(Confidence::Likely > Confidence::Doubtful);
        for level in Confidence::ALL {
            assert_eq!(level.as_str().parse(), Ok(level));
        }
        assert!("sure".parse::<Confidence>().is_err());
    }

    #[test]
    fn what_is_shown_earns_the_level_that_is_shown() {
        for thousandth in 0..=100_000 {
            let probability = thousandth as f32 / 100_000.0;
            let shown: f32 = printed_probability(probability).parse().unwrap();
            assert_eq!(Confidence::from_probability(shown), Confidence::from_probability(probability), "{probability}");
        }
        assert_eq!(printed_probability(0.9949), "0.994");
    }

    #[test]
    fn a_probability_earns_its_level() {
        assert_eq!(Confidence::from_probability(0.999), Confidence::Certain);
        assert_eq!(Confidence::from_probability(0.96), Confidence::Likely);
        assert_eq!(Confidence::from_probability(0.5), Confidence::Doubtful);
        assert_eq!(Confidence::from_probability(f32::NAN), Confidence::Doubtful);
    }
}
