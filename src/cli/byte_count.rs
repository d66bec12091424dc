use std::str::FromStr;

use thiserror::Error;

/// A number of bytes, as `64M`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ByteCount(pub u64);

/// The text is no number of bytes.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("{0:?} is no number of bytes; K, M, G or T may stand behind it")]
pub(super) struct ParseByteCountError(String);

impl FromStr for ByteCount {
    type Err = ParseByteCountError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let units = [('K', 10), ('M', 20), ('G', 30), ('T', 40)];
        let unit = units.into_iter().find_map(|(unit, power)| Some((text.strip_suffix(unit)?, power)));
        let (digits, power) = unit.unwrap_or((text, 0));
        let count = digits.parse::<u64>().ok().and_then(|count| count.checked_mul(1 << power));
        count.map(Self).ok_or_else(|| ParseByteCountError(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_powers_of_1024() {
        let count = |text: &str| text.parse().map(|ByteCount(bytes)| bytes).ok();
        assert_eq!(
            [count("0"), count("7"), count("64M"), count("1T")],
            [Some(0), Some(7), Some(64 << 20), Some(1 << 40)]
        );
        assert_eq!([count(""), count("M"), count("-1"), count("1 M"), count("99999999T")], [None; 5]);
    }
}
