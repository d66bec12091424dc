//! A round: every hypothesis weighed by its channel, its language, its neighbours and its document.

use std::cell::LazyCell;
use std::rc::Rc;

use super::super::candidates::Reading;
use super::super::evidence::Rates;
use super::super::tokens::{Begins, Beside};
use super::super::weigh::{Around, Counted, Score, Word, again, attested, taught, weigh};
use super::Decoder;
use super::believed::{Believed, context};
use super::hypotheses::{Doubt, Hypotheses, Setting, Weighed};
use crate::text::QuickMap;

/// Settings that are kept in a round.
const MOST_SETTINGS: usize = 1 << 14;
/// What it costs that the stroke which begins a word is a capital L, which does not look like one, rather than a small l.
const CAPITAL_STROKE: f32 = 6.0;
/// The most that a known word gains by standing elsewhere in the document, where words like it were misread.
const MOST_OF_DOCUMENT: f32 = 3.0;

impl<'t> Decoder<'t> {
    /// Weighs every reading of every suspicious word.
    pub(super) fn weigh_all(&mut self, rates: &Rates) {
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
    fn weigh(&self, word: &Hypotheses, rates: &Rates, around: &Around, is_plain: bool) -> Weighed {
        let before = word.weighed.as_deref();
        // Between the same neighbours only what the document says is new.
        let before = before.filter(|before| before.is_plain && before.scores.len() == word.readings.len() && is_plain);
        let between = LazyCell::new(|| self.language.between(around.left, around.right));
        let weigh = |word: &Word, counted: Option<Counted>, before: Option<Score>| match before {
            Some(before) => again(&self.counts, counted, before),
            None => weigh(self.language, &self.counts, word, counted, (&between, around.begins)),
        };
        let places = word.places.as_deref();
        let of_standing = places.map(|places| Counted { place: places.standing, here: word.stands() });
        let mut standing = weigh(&word.standing, of_standing, before.map(|before| before.standing));
        // That a doubted word comes again says little: what was misread once is misread again.
        standing.document = standing.document.min(0.0);
        let of_reading = |(number, reading): (usize, &Reading)| {
            let own = word.shares().get(number).copied().unwrap_or(0.0);
            let counted = places.map(|places| places.of_reading(number, word.shares()));
            let score = weigh(&reading.word, counted, before.and_then(|before| before.scores.get(number).copied()));
            let score = self.archive.map_or(score, |archive| taught(archive.counts(), &reading.word, around, score));
            let score = reading.attested.map_or(score, |learned| attested(&learned, score));
            let most = if word.doubt == Doubt::Known { MOST_OF_DOCUMENT } else { f32::INFINITY };
            let score = Score { document: score.document.min(most), ..score };
            let stroke = if is_capital_stroke(word.token(self.text), &reading.word) { CAPITAL_STROKE } else { 0.0 };
            Score { channel: rates.of(reading, own.min(word.counted)) - stroke, ..score }
        };
        let scores: Vec<Score> = word.readings.iter().enumerate().map(of_reading).collect();
        let most = scores.iter().map(Score::total).fold(standing.total(), f32::max);
        let stands = (standing.total() - most).exp();
        let mut shares: Vec<f32> = scores.iter().map(|score| (score.total() - most).exp()).collect();
        let total = stands + shares.iter().sum::<f32>();
        shares.iter_mut().for_each(|share| *share /= total);
        Weighed { shares, stands: stands / total, standing, scores, is_plain }
    }

    /// What the suspicious words are believed to have been.
    fn believed(&self) -> Believed {
        let sure = |word: &'_ Hypotheses| word.shares().iter().position(|share| *share > 0.8);
        let words = self.suspicious.iter();
        Believed(
            words.filter_map(|word| Some((word.range.start, Rc::clone(&word.readings[sure(word)?].word)))).collect(),
        )
    }
}

/// Whether a reading takes the capital I that begins a token for a capital L: `Iave` for `Lave`, not `lave`.
fn is_capital_stroke(token: &str, word: &Word) -> bool {
    token.starts_with('I') && word.written.starts_with('L') && token.contains(char::is_lowercase)
}
