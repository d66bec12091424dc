//! How often a word is used.

use super::fingerprint::FingerprintTable;

/// Payloads count sixteenths of a nat: finer than the counts behind them are sure.
const STEPS_A_NAT: f32 = 16.0;

/// The payload that stores a probability; the rarest a byte can hold is e^-15.9.
#[must_use]
pub fn quantise(probability: f64) -> u8 {
    // A probability is at most 1, so its negative logarithm is at least 0; `as` keeps what is out of range
    // within the byte, and 0 would mean "absent".
    ((-probability.ln() * f64::from(STEPS_A_NAT)).round() as u8).max(1)
}

/// The natural logarithm of the probability that a payload stores; `None` for 0, which means absent.
#[inline]
pub(crate) fn restore(payload: u8) -> Option<f32> {
    (payload != 0).then(|| -f32::from(payload) / STEPS_A_NAT)
}

/// Word frequencies from one source. Words are listed in lower case.
#[derive(Debug, Clone)]
pub(crate) struct Frequencies {
    table: FingerprintTable,
}

impl Frequencies {
    pub(crate) fn new(table: FingerprintTable) -> Self {
        Self { table }
    }

    /// Whether the source lists a lower-case word.
    pub(crate) fn lists(&self, word: &[u8]) -> bool {
        self.table.get(word) != 0
    }

    /// The probability of a lower-case word; `None` when the source does not list it.
    pub(crate) fn probability(&self, word: &[u8]) -> Option<f32> {
        restore(self.table.get(word)).map(f32::exp)
    }
}

/// Several sources as one: the mean of what they say, a source that does not list a word saying 0.
#[derive(Debug, Clone)]
pub(crate) struct Mixture {
    sources: Vec<Frequencies>,
}

impl Mixture {
    pub(crate) fn new(sources: Vec<Frequencies>) -> Self {
        Self { sources }
    }

    /// The probability of a lower-case word; `None` when no source lists it.
    pub(crate) fn probability(&self, word: &[u8]) -> Option<f32> {
        let mut said = self.sources.iter().filter_map(|source| source.probability(word)).peekable();
        said.peek()?;
        Some(said.sum::<f32>() / self.sources.len() as f32)
    }

    /// Whether any source lists the word.
    pub(crate) fn lists(&self, word: &[u8]) -> bool {
        self.sources.iter().any(|source| source.lists(word))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(entries: &[(&str, f64)]) -> Frequencies {
        let entries: Vec<(&str, u8)> = entries.iter().map(|(w, p)| (*w, quantise(*p))).collect();
        Frequencies::new(FingerprintTable::new(FingerprintTable::write(&entries).unwrap().into()).unwrap())
    }

    #[test]
    fn a_stored_probability_comes_back_within_four_percent() {
        for p in [0.04, 1e-3, 1e-6, 2e-7] {
            let back = source(&[("ord", p)]).probability(b"ord").unwrap();
            assert!((f64::from(back) / p - 1.0).abs() < 0.04, "{p} came back as {back}");
        }
        assert_eq!(quantise(1.0), 1, "0 would mean absent");
        assert_eq!(quantise(0.0), 255);
    }

    #[test]
    fn sources_are_averaged_and_silence_counts_as_zero() {
        let mixture = Mixture::new(vec![source(&[("og", 0.04)]), source(&[("og", 0.02), ("ord", 0.002)])]);
        assert!((mixture.probability(b"og").unwrap() - 0.03).abs() < 0.001);
        assert!((mixture.probability(b"ord").unwrap() - 0.001).abs() < 0.0001);
        assert_eq!(mixture.probability(b"xyz"), None);
        assert!(mixture.lists(b"ord") && !mixture.lists(b"xyz"));
    }
}
