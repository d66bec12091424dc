//! Reads damaged words: what the channels that are asked make of each, weighed between its neighbours.

use std::ops::Range;

use smallvec::SmallVec;

use super::around::{stands_in_capitals, surroundings, word_start};
use super::channels::Channels;
use super::choice::follows_number;
use super::looks::ChannelSet;
use super::noisy::{Path, paths};
use super::rank::{Reading, TEMPERATURE, TEMPERATURE_ALONE, rank};
use super::scripts::{has_other_script, is_other_script};
use super::sights::Sights;
use super::verdict::count;
use super::votes::Votes;
use super::weigh::Weigher;
use super::{WORTH_A_LOOK, questions, word_memo};
use crate::text::QuickMap;

/// So many spots within so many bytes are no damaged words: a run of one sign, or another script.
const DENSE: (usize, usize) = (24, 72);

/// Reads the damaged words of a block.
pub(super) struct Reader<'t> {
    text: &'t str,
    weigher: &'t Weigher,
    /// The channels that are not asked.
    hidden: ChannelSet,
    /// What was read before, by the spot and where its word begins: what a place may have been does not depend on the votes.
    known: QuickMap<(usize, usize), Option<Reading>>,
    rests: Rests,
}

impl<'t> Reader<'t> {
    pub fn new(text: &'t str, hidden: ChannelSet, weigher: &'t Weigher) -> Self {
        Self { text, weigher, hidden, known: QuickMap::default(), rests: Rests::default() }
    }

    /// Asks some spots, more and more, until they say which of the channels it is that read the same marks: most documents say so soon, and
    /// each channel costs.
    pub fn rule_out(&mut self, spots: &[usize], pass_plain: bool, known: &Votes) {
        /// Spots that are asked first, and how many times as many the next time.
        const FIRST: usize = 64;
        const MORE: usize = 4;
        let mut some = FIRST;
        loop {
            let readings = self.read_all(&spots[..some.min(spots.len())], pass_plain);
            let own = count(self.text, &readings, self.weigher);
            let ruled_out = Channels::of(self.weigher.language).ruled_out(&Votes::of_block(&own, Some(known)));
            if self.hidden | ruled_out != self.hidden {
                self.hidden |= ruled_out;
                // What the channels that are hidden now made of a place, or of the rest behind it, holds no longer.
                (self.known, self.rests) = Default::default();
                return;
            }
            if some >= spots.len() {
                return;
            }
            some *= MORE;
        }
    }

    /// Reads every spot that no earlier one has covered.
    ///
    /// With `pass_plain`, question marks are passed over that could not even be reported.
    pub fn read_all(&mut self, spots: &[usize], pass_plain: bool) -> Vec<Reading> {
        let (text, weigher) = (self.text, self.weigher);
        let mut readings: Vec<Reading> = Vec::new();
        let mut covered = 0;
        for (number, &spot) in spots.iter().enumerate() {
            let near = |other: Option<&usize>| other.is_some_and(|&other| spot.abs_diff(other) <= DENSE.1);
            let is_dense = near(spots.get(number + DENSE.0)) || near(number.checked_sub(DENSE.0).map(|at| &spots[at]));
            if spot < covered || is_dense || pass_plain && is_plain_question(text, spot, covered, weigher) {
                continue;
            }
            let start = word_start(text, spot).max(covered);
            let reading = match self.known.get(&(spot, start)) {
                Some(known) => known.clone(),
                None => {
                    self.rests.forget_before(spot);
                    let reading = self.read(spot, start);
                    self.known.insert((spot, start), reading.clone());
                    reading
                }
            };
            if let Some(reading) = reading {
                covered = reading.range.end;
                readings.push(reading);
            }
        }
        readings
    }

    /// What the word around a spot may have been.
    fn read(&mut self, spot: usize, from: usize) -> Option<Reading> {
        let (text, weigher) = (self.text, self.weigher);
        let look = text[spot..].chars().next()?;
        let start = word_start(text, spot).max(from);
        let able = Channels::of(weigher.language).beginning_with(look) & !self.hidden;
        let find = || find_ways(text, start, spot, able, weigher);
        let stretch = word_memo::stretch(text, start, spot, able, weigher, find)?;
        let end = start + stretch.length;
        let around = surroundings(text, start..end, weigher);
        let is_raised = stands_in_capitals(text, start..end);
        let gains = self.gains_of_rests(start, &stretch.reaches, end);
        let asked = gains.iter().flat_map(|(reach, gain)| [*reach as u32, gain.to_bits()]);
        let beside = [is_raised, follows_number(&text[..start])].map(u32::from);
        let ranked = word_memo::ranked(&stretch, &around, asked.chain(beside), weigher, || {
            rank(&stretch.text, stretch.choices(is_raised, weigher), &gains, &around, weigher)
        })?;
        Some(Reading { range: start..start + ranked.length, ranked })
    }

    /// What mending the rest behind each way could gain, by where the ways end, in bytes from `start`. The last rest goes first:
    /// then each finds those behind it known.
    fn gains_of_rests(&mut self, start: usize, reaches: &[usize], end: usize) -> SmallVec<[(usize, f32); 4]> {
        reaches.iter().map(|&reach| (reach, self.gain_of_rest(start + reach..end))).collect()
    }

    /// What mending the rest of the stretch could gain, so that a way which ends before it is not held to its damage.
    fn gain_of_rest(&mut self, rest: Range<usize>) -> f32 {
        /// Rests of rests; a stretch with more damage than that is no text whose every word counts.
        const DEEPEST: usize = 3;
        let channels = Channels::of(self.weigher.language);
        let damaged = |&(_, c): &(usize, char)| !c.is_ascii() && channels.begins_a_look(c);
        let spot = self.text[rest.clone()].char_indices().find(damaged).map(|(at, _)| rest.start + at);
        let Some(spot) = spot.filter(|_| self.rests.depth < DEEPEST) else { return 0.0 };
        let key = (rest.start, spot);
        if let Some(&gain) = self.rests.known.get(&key) {
            return gain;
        }
        self.rests.depth += 1;
        let reading = self.read(spot, rest.start);
        self.rests.depth -= 1;
        let best = reading.and_then(|reading| reading.ranked.candidates.first().map(|best| best.1));
        let best = best.unwrap_or(0.0).max(0.0);
        self.rests.known.insert(key, best);
        self.rests.reach = self.rests.reach.max(rest.end);
        best
    }
}

/// Whether the spot is the question mark after a word, and no letter in its place could be reported in a document
/// that has proven no such case.
fn is_plain_question(text: &str, spot: usize, from: usize, weigher: &Weigher) -> bool {
    let Some(rest) = text[spot..].strip_prefix('?') else { return false };
    let channels = Channels::of(weigher.language);
    let start = word_start(text, spot);
    if start < from
        || rest.starts_with(|c: char| c.is_alphabetic() || "?-".contains(c))
        || text[start..spot].contains('\n')
    {
        return false;
    }
    let around = surroundings(text, start..spot + 1, weigher);
    // Log odds of a reading that is worth a look, with the least that the look costs left out.
    let temperature = if around.is_alone() { TEMPERATURE_ALONE } else { TEMPERATURE };
    let least = (WORTH_A_LOOK.ln() - channels.rarity_of_questions()) / temperature;
    questions::is_plain(&text[start..=spot], &around, &channels.letters, least, weigher)
}

/// Every way of these channels to read the word that begins at `start` and the damage at `spot` with it, and where what was looked at
/// for them ends.
fn find_ways(text: &str, start: usize, spot: usize, able: ChannelSet, weigher: &Weigher) -> (Vec<Path>, usize) {
    let channels = Channels::of(weigher.language);
    let mut sights = Sights::new(text, start, channels, able);
    let able = sights.with_looks();
    let mut found = Vec::new();
    for number in (0..channels.all.len()).filter(|number| able >> number & 1 != 0) {
        let mut ways = paths(&mut sights, number, weigher.language);
        ways.retain(|path| path.range.end > spot && !is_half_mended(text, path));
        if channels.all[number].guesses() {
            drop_cut(&mut ways, text, weigher);
        }
        found.append(&mut ways);
    }
    (found, sights.end())
}

/// Drops the ways that end inside the word, before another of its marks, where one to its end makes a word that is known.
fn drop_cut(ways: &mut Vec<Path>, text: &str, weigher: &Weigher) {
    let end = ways.iter().map(|way| way.range.end).max().unwrap_or_default();
    if ways.iter().any(|way| way.range.end == end && weigher.knows(&way.text)) {
        ways.retain(|way| !text[way.range.end..end].contains(char::is_alphanumeric));
    }
}

/// Whether a way leaves what is no Latin letter in or beside its word: half of a letter that was misread in another way
/// (`Kֳübenhavn` for `Kֳ¸benhavn`), of which a part happens to be a look of this one.
fn is_half_mended(text: &str, path: &Path) -> bool {
    let of_word = |c: &char| c.is_alphanumeric() || !c.is_ascii() && !c.is_whitespace();
    let before = text[..path.range.start].chars().next_back().filter(of_word);
    let after = text[path.range.end..].chars().next().filter(of_word);
    before.into_iter().chain(after).any(is_other_script) || has_other_script(&path.text)
}

/// What mending the rests of a stretch could gain.
#[derive(Default)]
struct Rests {
    /// What was worked out, by where the rest begins and its first damage.
    known: QuickMap<(usize, usize), f32>,
    /// How many rests the one that is read now is a rest of.
    depth: usize,
    /// The end of the last rest that is known.
    reach: usize,
}

impl Rests {
    /// Forgets all rests once what is read lies behind them.
    fn forget_before(&mut self, spot: usize) {
        if spot >= self.reach {
            self.known.clear();
        }
    }
}
