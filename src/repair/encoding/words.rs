//! Words with damaged letters: finds them, has every channel read them, and weighs what comes out.

use std::ops::Range;

use smallvec::SmallVec;

use super::around::{stands_in_capitals, surroundings, word_start};
use super::channels::Channels;
use super::looks::ChannelSet;
use super::noisy::{Path, paths};
use super::rank::{Reading, TEMPERATURE, TEMPERATURE_ALONE, rank};
use super::scripts::{has_other_script, is_other_script};
use super::sights::Sights;
use super::spots::{deeper_spots, may_lack_ligatures, spots};
use super::verdict::{Scarce, count, document_words, has_its_letters, propose};
use super::votes::Votes;
use super::weigh::Weigher;
use super::{WORTH_A_LOOK, mention, questions, word_memo};
use crate::repair::Options;
use crate::repair::plausibility::Plausibility;
use crate::repair::proposal::Proposal;
use crate::repair::scan::Scan;
use crate::text::QuickMap;

/// So many spots within so many bytes are no damaged words: a run of one sign, or another script.
const DENSE: (usize, usize) = (24, 72);

/// The proposals for every damaged word of a block.
pub(super) fn pass(
    text: &str,
    scan: &Scan,
    options: &Options,
    known: Option<&Votes>,
    proven: &mut Votes,
) -> Vec<Proposal> {
    let Some(language) = options.language.pack() else { return Vec::new() };
    let mut weigher = Weigher {
        language,
        may_lack_ligatures: false,
        plausibility: Plausibility::of(options.language),
        has_capital_nouns: options.language.is_historical(),
    };
    let channels = Channels::of(language);
    let mut spots = spots(text, scan, weigher.language);
    weigher.may_lack_ligatures = may_lack_ligatures(text, &spots, language);
    let asked = known.is_some_and(|votes| channels.proves_questions(votes));
    // What a place may have been does not depend on the votes: it is worked out once.
    let mut known_readings = QuickMap::default();
    let mut readings = read_all(text, &spots, !asked, &weigher, &mut known_readings);
    let own = count(text, &readings, &weigher);
    let votes = &*Votes::of_block(&own, known);
    if !asked && channels.proves_questions(votes) {
        readings = read_all(text, &spots, false, &weigher, &mut known_readings);
    }
    let deeper = deeper_spots(text, votes, weigher.language);
    if !deeper.is_empty() {
        spots.extend(deeper);
        spots.sort_unstable();
        readings = read_all(text, &spots, !channels.proves_questions(votes), &weigher, &mut known_readings);
    }
    proven.add(&own);
    let mentions = mention::Mentions::new(text);
    let scarce = (!readings.is_empty() && has_its_letters(text, language)).then(|| Scarce::of(&readings, votes));
    let words = document_words(text, &readings, votes, &weigher);
    let propose = |reading| propose(text, reading, votes, &weigher, &mentions, scarce.as_ref(), words.as_ref());
    readings.iter().filter_map(propose).collect()
}

/// Reads every spot that no earlier one has covered.
///
/// With `pass_plain`, question marks are passed over that could not even be reported. `known` holds what was read before, by
/// the spot and where its word begins.
fn read_all(
    text: &str,
    spots: &[usize],
    pass_plain: bool,
    weigher: &Weigher,
    known: &mut QuickMap<(usize, usize), Option<Reading>>,
) -> Vec<Reading> {
    let mut readings: Vec<Reading> = Vec::new();
    let mut rests = Rests::default();
    let mut covered = 0;
    for (number, &spot) in spots.iter().enumerate() {
        let near = |other: Option<&usize>| other.is_some_and(|&other| spot.abs_diff(other) <= DENSE.1);
        let is_dense = near(spots.get(number + DENSE.0)) || near(number.checked_sub(DENSE.0).map(|at| &spots[at]));
        if spot < covered || is_dense || pass_plain && is_plain_question(text, spot, covered, weigher) {
            continue;
        }
        let start = word_start(text, spot).max(covered);
        rests.forget_before(spot);
        let read = || read(text, spot, start, weigher, &mut rests);
        if let Some(reading) = known.entry((spot, start)).or_insert_with(read).clone() {
            covered = reading.range.end;
            readings.push(reading);
        }
    }
    readings
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

/// What the word around a spot may have been.
fn read(text: &str, spot: usize, from: usize, weigher: &Weigher, rests: &mut Rests) -> Option<Reading> {
    let look = text[spot..].chars().next()?;
    let start = word_start(text, spot).max(from);
    let channels = Channels::of(weigher.language);
    let hidden = if weigher.may_lack_ligatures { 0 } else { channels.ligatures };
    let able = channels.beginning_with(look) & !hidden;
    let stretch = word_memo::stretch(text, start, spot, weigher, || find_ways(text, start, spot, able, weigher))?;
    let end = start + stretch.length;
    let around = surroundings(text, start..end, weigher);
    let raise = stands_in_capitals(text, start..end);
    let gains = gains_of_rests(text, start, &stretch.reaches, end, rests, weigher);
    let asked = gains.iter().flat_map(|(reach, gain)| [*reach as u32, gain.to_bits()]).chain([u32::from(raise)]);
    let ranked = word_memo::ranked(&stretch, &around, asked, weigher, || {
        let choices = if raise { stretch.raised(weigher) } else { &stretch.choices };
        rank(&stretch.text, choices, &gains, &around, weigher)
    })?;
    Some(Reading { range: start..start + ranked.length, ranked })
}

/// Every way of these channels to read the word that begins at `start` and the damage at `spot` with it, and where what was looked at
/// for them ends.
fn find_ways(text: &str, start: usize, spot: usize, able: ChannelSet, weigher: &Weigher) -> (Vec<Path>, usize) {
    let channels = Channels::of(weigher.language);
    let mut sights = Sights::new(text, start, channels, able);
    let able = sights.with_looks();
    let mut found = Vec::new();
    for number in (0..channels.all.len()).filter(|number| able >> number & 1 != 0) {
        let ways = paths(&mut sights, number, weigher.language).into_iter();
        found.extend(ways.filter(|path| path.range.end > spot && !is_half_mended(text, path)));
    }
    (found, sights.end())
}

/// Whether a way leaves what is no Latin letter in or beside its word: half of a letter that was misread in another way
/// (`Kֳübenhavn` for `Kֳ¸benhavn`), of which a part happens to be a look of this one.
fn is_half_mended(text: &str, path: &Path) -> bool {
    let of_word = |c: &char| c.is_alphanumeric() || !c.is_ascii() && !c.is_whitespace();
    let before = text[..path.range.start].chars().next_back().filter(of_word);
    let after = text[path.range.end..].chars().next().filter(of_word);
    before.into_iter().chain(after).any(is_other_script) || has_other_script(&path.text)
}

/// What mending the rest behind each way could gain, by where the ways end, in bytes from `start`. The last rest goes first:
/// then each finds those behind it known.
fn gains_of_rests(
    text: &str,
    start: usize,
    reaches: &[usize],
    end: usize,
    rests: &mut Rests,
    weigher: &Weigher,
) -> SmallVec<[(usize, f32); 4]> {
    reaches.iter().map(|&reach| (reach, gain_of_rest(text, start + reach..end, rests, weigher))).collect()
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

/// What mending the rest of the stretch could gain, so that a way which ends before it is not held to its damage.
fn gain_of_rest(text: &str, rest: Range<usize>, rests: &mut Rests, weigher: &Weigher) -> f32 {
    /// Rests of rests; a stretch with more damage than that is no text whose every word counts.
    const DEEPEST: usize = 3;
    let channels = Channels::of(weigher.language);
    let damaged = |&(_, c): &(usize, char)| !c.is_ascii() && channels.begins_a_look(c);
    let spot = text[rest.clone()].char_indices().find(damaged).map(|(at, _)| rest.start + at);
    let Some(spot) = spot.filter(|_| rests.depth < DEEPEST) else { return 0.0 };
    let key = (rest.start, spot);
    if let Some(&gain) = rests.known.get(&key) {
        return gain;
    }
    rests.depth += 1;
    let reading = read(text, spot, rest.start, weigher, rests);
    rests.depth -= 1;
    let best = reading.and_then(|reading| reading.ranked.candidates.first().map(|best| best.1)).unwrap_or(0.0).max(0.0);
    rests.known.insert(key, best);
    rests.reach = rests.reach.max(rest.end);
    best
}

#[cfg(test)]
mod tests {
    use crate::{Confidence, Options, Repairer};

    fn repaired(text: &str) -> String {
        Repairer::new(Options { apply: Confidence::Likely, ..Options::default() })
            .repair(text.as_bytes())
            .into_text()
            .into_owned()
    }

    #[test]
    fn every_letter_that_a_word_lost_is_found() {
        let right = "Der var et spørgsmål om rødgrød, og på repræsentantskabsmødet blev småbørnene nævnt.";
        for mark in ["\u{fffd}", "\u{fffd}\u{fffd}"] {
            let damaged: String =
                right.chars().map(|c| if c.is_ascii() { c.to_string() } else { mark.to_owned() }).collect();
            assert_eq!(repaired(&damaged), right, "{damaged}");
        }
    }

    #[test]
    fn a_document_that_lost_its_letters_is_sure_of_its_common_words_and_keeps_what_asks() {
        let right = "På rådhuset mødtes borgerne, og så kom regnen.\nSå skulle børn og voksne lære at svømme i søen.\n\
                     Vælg markøren på skærmen, og flyt den til højre.\nDe købte rødgrød, men hvem ved? Ingen så det.\n";
        let damaged: String = right.chars().map(|c| if c.is_ascii() { c } else { '?' }).collect();
        assert_eq!(Repairer::danish().repair(damaged.as_bytes()).text(), right);
    }

    #[test]
    fn another_language_with_one_letter_of_its_own_is_not_misread() {
        // Albanian: every `ë` would be an `æ` of CP865 read as MacRoman, and some of the words Danish ones.
        let strings = "emri = Emri i skedarit të ri\nruaj = Ruaje për më vonë\nfshi = Fshije këtë rresht\nndihme = Ndihmë për \
                       përdoruesit\nkerko = Kërko në faqe\n";
        for text in [strings, "Nga %1 në %2", "Subjekt (në daçi)"] {
            assert_eq!(repaired(text), text);
        }
        // Danish, with all its letters.
        assert_eq!(repaired("Vi mõdtes pÜ fërgen og gik pÜ en sõ."), "Vi mødtes på færgen og gik på en sø.");
    }

    #[test]
    fn a_text_that_has_its_letters_did_not_lose_one_of_them() {
        let sound = "Der står træer på øen, og åen løber gennem lærkeskoven, før den når søen ved møllen. ".repeat(12);
        let misread = format!("{sound}De vilde l?re at svømme.");
        assert_eq!(repaired(&misread), misread);
        let lost = format!("{sound}De ville l?re at sv?mme i s?en, da det var sommer. De k?bte sm?r og s?be.");
        assert!(repaired(&lost).contains("lære at svømme i søen"), "{}", repaired(&lost));
    }

    #[test]
    fn many_damaged_words_are_read_and_letters_and_marks_by_chance_are_not() {
        let words = "K\u{fffd}benhavn, spørgsm\u{fffd}l, r\u{fffd}dgr\u{fffd}d, v\u{fffd}relse, k\u{fffd}rlighed, ";
        let mended = repaired(&words.repeat(60));
        assert!(!mended.contains('\u{fffd}'), "{}", &mended[..200]);
        let chance = "r\u{fffd}e \u{fffd}na\u{fffd} a\u{fffd}r \u{fffd}er\u{fffd}an ".repeat(60);
        assert_eq!(repaired(&chance), chance);
    }

    #[test]
    fn a_mark_between_two_words_is_no_letter_of_the_first() {
        let repaired = repaired("Turen gik fra Br\u{fffd}nsh\u{fffd}j\u{fffd}Husum og hjem. Det var for s\u{fffd}nt.");
        assert!(repaired.starts_with("Turen gik fra Brønshøj\u{fffd}Husum"), "{repaired}");
    }
}
