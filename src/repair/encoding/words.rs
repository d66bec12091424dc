//! Words with damaged letters: finds them, has every channel read them, and weighs what comes out.

use std::ops::Range;
use std::sync::LazyLock;

use super::channel::Channel;
use super::noisy::{Path, Place, Weigher, paths};
use super::plausibility::Plausibility;
use super::votes::{Votes, prior};
use super::{LOST_BYTE, LOST_LETTER, PRINTED, PROVEN, RECASED, STRIPPED, SWAP, WORTH_A_LOOK, shares};
use super::{lost_byte, lost_letter, printed, recased, stripped, swap};
use crate::language::Language;
use crate::repair::proposal::Proposal;
use crate::repair::scan::Scan;
use crate::repair::{Candidate, LanguageChoice, Options};

/// Unigrams are surer of themselves than they should be: what is 100 to 1 to them is right 30 times to 1.
const TEMPERATURE: f32 = 0.75;
/// How far back and forth a word is followed, in bytes.
const REACH: usize = 160;

/// Every channel, each at a fixed place: votes are counted by it.
static CHANNELS: LazyLock<Vec<Channel>> = LazyLock::new(|| {
    let of_all = [
        swap::channels(SWAP),
        recased::channels(RECASED),
        lost_byte::channels(LOST_BYTE),
        lost_letter::channels(LOST_LETTER),
        stripped::channels(STRIPPED),
        printed::channels(PRINTED),
    ];
    of_all.into_iter().flatten().collect()
});

/// A place with what it may have been; log odds before the votes are counted.
struct Reading {
    range: Range<usize>,
    /// Text, log odds against the text as it stands, channel; likeliest first.
    candidates: Vec<(String, f32, usize)>,
}

/// The proposals for every damaged word of a block.
pub(super) fn pass(
    text: &str,
    scan: &Scan,
    options: &Options,
    known: Option<&Votes>,
    proven: &mut Votes,
) -> Vec<Proposal> {
    let LanguageChoice::Danish = options.language else { return Vec::new() };
    let weigher = Weigher { language: Language::danish(), plausibility: Plausibility::of(options.language) };
    let mut readings = read_all(text, spots(text, scan, weigher.language), &weigher);
    let own = count(&readings);
    let votes = known.unwrap_or(&own);
    let deeper = deeper_spots(text, votes, &readings, weigher.language);
    if !deeper.is_empty() {
        readings.extend(read_all(text, deeper, &weigher));
    }
    proven.add(&own);
    readings.into_iter().filter_map(|reading| propose(reading, votes)).collect()
}

/// Offsets where a look of some channel could begin.
fn spots(text: &str, scan: &Scan, language: &Language) -> Vec<usize> {
    let mut spots = Vec::new();
    for range in &scan.passages {
        let looks = text[range.clone()].char_indices().filter(|&(_, c)| CHANNELS.iter().any(|ch| ch.begins_with(c)));
        spots.extend(looks.map(|(at, _)| range.start + at));
    }
    spots.extend(scan.questions.iter().copied().filter(|&at| beside_letter(text, at)));
    spots.extend(scan.crosses.iter().copied().filter(|&at| !language.is_known(&text[word_around(text, at)])));
    spots.sort_unstable();
    spots
}

/// Places that are worth a look only once the document has proven a channel whose looks are common text.
fn deeper_spots(text: &str, votes: &Votes, readings: &[Reading], language: &Language) -> Vec<usize> {
    let proven = |rule| {
        CHANNELS.iter().enumerate().any(|(number, channel)| channel.rule == rule && votes.word_cases(number) > 0)
    };
    let mut spots: Vec<usize> = Vec::new();
    if proven(PRINTED) {
        let mark = |at: &usize| !text[at + 1..].starts_with(|c: char| c.is_alphanumeric() || c.is_whitespace());
        spots.extend(memchr::memchr_iter(b'A', text.as_bytes()).filter(mark));
    }
    if proven(STRIPPED) || is_danish_in_ascii(text, language) {
        spots.extend(unknown_words(text, language).filter_map(|word| {
            let at = text[word.clone()].find(['x', 'f', 'e', 'X', 'F', 'E'])?;
            Some(word.start + at)
        }));
    }
    spots.retain(|at| !readings.iter().any(|reading| reading.range.contains(at)));
    spots.sort_unstable();
    spots
}

/// Whether a block is Danish without a single letter beyond ASCII, which hardly a line of Danish is.
fn is_danish_in_ascii(text: &str, language: &Language) -> bool {
    /// Words asked; a Danish text knows most of them, an English one few.
    const ASKED: usize = 60;
    if !text.is_ascii() {
        return false;
    }
    let words = text.split(|c: char| !c.is_ascii_alphabetic()).filter(|word| !word.is_empty()).take(ASKED);
    let (mut asked, mut known) = (0, 0);
    for word in words {
        asked += 1;
        known += usize::from(language.is_known(word));
    }
    asked >= 3 && known * 10 >= asked * 6
}

/// The words of ASCII letters that the language does not know.
fn unknown_words<'a>(text: &'a str, language: &'a Language) -> impl Iterator<Item = Range<usize>> + 'a {
    let words = text.split(|c: char| !c.is_alphabetic()).filter(|word| word.len() > 1 && word.is_ascii());
    let place = |word: &str| word.as_ptr() as usize - text.as_ptr() as usize;
    words.filter(|word| !language.is_known(word)).map(move |word| place(word)..place(word) + word.len())
}

fn beside_letter(text: &str, at: usize) -> bool {
    let letter = |c: Option<char>| c.is_some_and(char::is_alphabetic);
    letter(text[..at].chars().next_back()) || letter(text[at + 1..].trim_start_matches('?').chars().next())
}

/// The letters around a place.
fn word_around(text: &str, at: usize) -> Range<usize> {
    let end = text[at..].find(|c: char| !c.is_alphabetic()).map_or(text.len(), |length| at + length);
    word_start(text, at)..end
}

/// Where the letters before a place begin.
fn word_start(text: &str, at: usize) -> usize {
    let letters = text[..at].chars().rev().take_while(|c| c.is_alphabetic());
    let length: usize = letters.map(char::len_utf8).take(REACH).sum();
    at - length
}

/// Reads every spot that no earlier one has covered.
fn read_all(text: &str, spots: Vec<usize>, weigher: &Weigher) -> Vec<Reading> {
    let mut readings: Vec<Reading> = Vec::new();
    let mut covered = 0;
    for spot in spots {
        if spot < covered {
            continue;
        }
        if let Some(reading) = read(text, spot, covered, weigher) {
            covered = reading.range.end;
            readings.push(reading);
        }
    }
    readings
}

/// What the word around a spot may have been.
fn read(text: &str, spot: usize, from: usize, weigher: &Weigher) -> Option<Reading> {
    let look = text[spot..].chars().next()?;
    let start = word_start(text, spot).max(from);
    let able = CHANNELS.iter().enumerate().filter(|(_, channel)| channel.begins_with(look));
    let mut found: Vec<Path> = able.flat_map(|(number, channel)| paths(text, start, channel, number)).collect();
    found.retain(|path| path.range.end > spot);
    let end = found.iter().map(|path| path.range.end).max()?;
    let place = Surroundings::of(text, start..end);
    let as_it_stands = place.weigh(&text[start..end], weigher);
    let mut candidates: Vec<(String, f32, usize, usize)> = Vec::new();
    let mut rests = Vec::new();
    for path in found {
        let reach = path.range.end;
        let whole = path.text + &text[reach..end];
        let rest = gain_of_rest(text, reach..end, &mut rests, weigher);
        let odds = place.weigh(&whole, weigher) - path.cost - as_it_stands + rest;
        match candidates.iter_mut().find(|known| known.0 == whole) {
            Some(known) if CHANNELS[known.2].rarity + known.1 >= CHANNELS[path.channel].rarity + odds => {}
            Some(known) => *known = (whole, odds, path.channel, reach),
            None => candidates.push((whole, odds, path.channel, reach)),
        }
    }
    candidates.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    candidates.truncate(8);
    let reach = candidates.first()?.3;
    let tail = end - reach;
    let cut = |(text, odds, channel, own): (String, f32, usize, usize)| {
        (own <= reach).then(|| (text[..text.len() - tail].to_owned(), odds, channel))
    };
    Some(Reading { range: start..reach, candidates: candidates.into_iter().filter_map(cut).collect() })
}

/// What mending the rest of the stretch could gain, so that a way which ends before it is not held to its damage.
/// `known` keeps what was worked out, by where the rest begins.
fn gain_of_rest(text: &str, rest: Range<usize>, known: &mut Vec<(usize, f32)>, weigher: &Weigher) -> f32 {
    if let Some(&(_, gain)) = known.iter().find(|(start, _)| *start == rest.start) {
        return gain;
    }
    let damaged = |&(_, c): &(usize, char)| !c.is_ascii() && CHANNELS.iter().any(|channel| channel.begins_with(c));
    let spot = text[rest.clone()].char_indices().find(damaged).map(|(at, _)| rest.start + at);
    let reading = spot.and_then(|spot| read(text, spot, rest.start, weigher));
    let best = reading.and_then(|reading| reading.candidates.first().map(|best| best.1)).unwrap_or(0.0).max(0.0);
    known.push((rest.start, best));
    best
}

/// What stands around a word, as far as it weighs.
struct Surroundings {
    before: Option<char>,
    after: Option<char>,
    place: Place,
}

impl Surroundings {
    fn of(text: &str, range: Range<usize>) -> Self {
        let before = text[..range.start].chars().next_back();
        let after = text[range.end..].chars().next();
        Self { before, after, place: place_after(&text[..range.start]) }
    }

    fn weigh(&self, text: &str, weigher: &Weigher) -> f32 {
        weigher.weigh(text, self.before, self.after, self.place)
    }
}

/// Where in a sentence the word after `before` stands.
fn place_after(before: &str) -> Place {
    let marks = [' ', '"', '“', '”', '»', '«', '(', '-', '•', '*', '#', '\t', '>'];
    let rest = before.trim_end_matches(marks);
    let line = rest.trim_end_matches(['\n', '\r']);
    let breaks = rest[line.len()..].matches('\n').count();
    match line.chars().next_back() {
        None | Some('.' | '!' | '?') => Place::Start,
        Some(_) if breaks > 1 => Place::Start,
        Some(':' | ';') => Place::Unknown,
        Some(_) if breaks == 1 => Place::Unknown,
        // A number at a line's start is that of a heading or an item: "3 Økonomi".
        Some(last) if last.is_ascii_digit() => Place::Unknown,
        Some(_) => Place::Inside,
    }
}

/// What the block proves by itself: places whose best reading needs no other case.
fn count(readings: &[Reading]) -> Votes {
    let mut votes = Votes::default();
    for reading in readings {
        let odds = odds_of(reading, &Votes::default());
        if let (Some(share), Some(best)) = (shares(&odds).first(), reading.candidates.first())
            && (share / (1.0 - share).max(1e-9)).ln() >= PROVEN
        {
            votes.count_word(best.2);
        }
    }
    votes
}

/// The calibrated log odds of a place's candidates.
fn odds_of(reading: &Reading, votes: &Votes) -> Vec<f32> {
    let odds = reading.candidates.iter().map(|&(_, odds, number)| {
        let believed = match votes.word_cases(number) {
            0 => CHANNELS[number].rarity,
            cases => CHANNELS[number].rarity.max(prior(cases)),
        };
        (odds + believed) * TEMPERATURE
    });
    odds.collect()
}

fn propose(reading: Reading, votes: &Votes) -> Option<Proposal> {
    let probabilities = shares(&odds_of(&reading, votes));
    let mut ranked: Vec<_> = reading.candidates.into_iter().zip(probabilities).collect();
    ranked.sort_by(|a, b| b.1.total_cmp(&a.1));
    let &((_, _, number), probability) = ranked.first()?;
    if probability < WORTH_A_LOOK {
        return None;
    }
    let channel = &CHANNELS[number];
    let evidence = format!("{}; the word fits", channel.name);
    let candidates = ranked.into_iter().filter(|(_, share)| *share >= 0.001);
    let candidates = candidates.map(|((text, _, _), probability)| Candidate { text: text.into(), probability });
    Some(Proposal {
        range: reading.range,
        rule: channel.rule,
        candidates: candidates.collect(),
        evidence: evidence.into(),
    })
}
