//! Words with damaged letters: finds them, has every channel read them, and weighs what comes out.

use std::cell::LazyCell;
use std::ops::Range;
use std::rc::Rc;

use compact_str::CompactString;
use smallvec::SmallVec;

use super::channel::CaseOf;
use super::channels::Channels;
use super::mention;
use super::noisy::{Path, Place, Surroundings, Weigher, hyphen_at_line_end, is_transparent, paths};
use super::scripts::is_other_script;
use super::votes::{Votes, prior};
use super::word_memo::{Choice, Ranked};
use super::{
    PRINTED, PROVEN, STRIPPED, SWAP, WORTH_A_LOOK, capitals, is_character_class, questions, shares, word_memo,
};
use crate::language::{Case, Context, Language};
use crate::repair::addresses::Addresses;
use crate::repair::plausibility::Plausibility;
use crate::repair::proposal::Proposal;
use crate::repair::scan::Scan;
use crate::repair::{Candidate, Options};
use crate::text::QuickMap;

/// Unigrams are surer of themselves than they should be: what is 100 to 1 to them is right 30 times to 1.
const TEMPERATURE: f32 = 0.75;
/// The same for a word that stands alone: lists and cells have other words than sentences do.
const TEMPERATURE_ALONE: f32 = 0.55;
/// How far back and forth a word is followed, in bytes.
const REACH: usize = 160;

/// So many spots within so many bytes are no damaged words: a run of one sign, or another script.
const DENSE: (usize, usize) = (24, 72);

/// The most that is kept of what a place may have been: what comes behind is not worth a look.
const MOST_CANDIDATES: usize = 8;

/// Nats by which a way is behind the best that makes it hopeless: its share is no more than a float can tell.
const HOPELESS: f32 = 18.0;
/// The most that votes may say for one channel against another: see [`prior`].
const MOST_OF_VOTES: f32 = 12.0;

/// A place with what it may have been.
#[derive(Clone)]
struct Reading {
    range: Range<usize>,
    ranked: Rc<Ranked>,
}

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
    let asked = channels.questions.is_some_and(|number| known.is_some_and(|votes| votes.word_cases(number) > 0));
    // What a place may have been does not depend on the votes: it is worked out once.
    let mut known_readings = QuickMap::default();
    let mut readings = read_all(text, &spots, !asked, &weigher, &mut known_readings);
    let own = count(text, &readings, &weigher);
    let votes = &*Votes::of_block(&own, known);
    if !asked && channels.questions.is_some_and(|number| votes.word_cases(number) > 0) {
        readings = read_all(text, &spots, false, &weigher, &mut known_readings);
    }
    let deeper = deeper_spots(text, votes, weigher.language);
    if !deeper.is_empty() {
        spots.extend(deeper);
        spots.sort_unstable();
        let asked = channels.questions.is_none_or(|number| votes.word_cases(number) > 0);
        readings = read_all(text, &spots, !asked, &weigher, &mut known_readings);
    }
    proven.add(&own);
    let mentions = mention::Mentions::new(text);
    readings.iter().filter_map(|reading| propose(text, reading, votes, &weigher, &mentions)).collect()
}

/// Whether marks of lost signs may be ligatures: where the text has letters of the language's own beside them, or too few marks
/// to tell that these are what it lost.
fn may_lack_ligatures(text: &str, spots: &[usize], language: &Language) -> bool {
    const FEW: usize = 3;
    let marks = spots.iter().filter(|&&at| text[at..].starts_with(char::REPLACEMENT_CHARACTER)).take(FEW).count();
    marks > 0 && (marks < FEW || text.contains(|c| language.own_letters().contains(c)))
}

/// Offsets where a look of some channel could begin.
fn spots(text: &str, scan: &Scan, language: &'static Language) -> Vec<usize> {
    let channels = Channels::of(language);
    let mut spots = Vec::new();
    let mentions = LazyCell::new(|| mention::Mentions::new(text));
    for range in &scan.passages {
        let looks = text[range.clone()].char_indices().filter(|&(_, c)| channels.begins_a_look(c));
        let looks = looks.map(|(at, _)| range.start + at);
        spots.extend(looks.filter(|_| !mentions.is_at(range, None) && !is_character_class(text, range)));
    }
    // Rows go first: each mark of one would look to its end for a letter.
    spots.extend(scan.questions.iter().copied().filter(|&at| !is_row_of_marks(text, at) && beside_letter(text, at)));
    spots.extend(scan.crosses.iter().copied().filter(|&at| may_be_stripped(text, at, language)));
    spots.sort_unstable();
    let mut addresses = Addresses::new(text);
    spots.retain(|&at| !is_row_of_marks(text, at) && !addresses.are_at(&(at..at)));
    drop_rubbish(text, &mut spots);
    spots
}

/// Letters that one word may have lost, each of up to two marks; no Danish word has more beyond ASCII.
const MOST_LOST: usize = 6;

/// Spots of one word: up to four characters may stand for each letter that it lost.
const MOST_SPOTS: usize = 4 * MOST_LOST;

/// Takes out the spots of words that have more of them than a word may have lost letters: bytes that are no text.
fn drop_rubbish(text: &str, spots: &mut Vec<usize>) {
    let parts = |byte: u8| byte.is_ascii() && !byte.is_ascii_alphabetic();
    let is_one_word = |one: &usize, next: &usize| !text.as_bytes()[*one..*next].iter().any(|byte| parts(*byte));
    if spots.len() > MOST_SPOTS {
        let words = spots.chunk_by(is_one_word).filter(|word| word.len() <= MOST_SPOTS);
        *spots = words.flatten().copied().collect();
    }
}

/// Whether a mark of a lost letter stands in a row of more than any letter, or two side by side, can leave behind, or in a
/// word with more of them than a word may lose: then it is a row of signs (`Hvad????`), or beyond reading.
fn is_row_of_marks(text: &str, at: usize) -> bool {
    let (mark, most) = match text[at..].chars().next() {
        Some('?') => ('?', 2),
        Some('\u{fffd}') => ('\u{fffd}', 4),
        _ => return false,
    };
    let count = |same: usize| same.min(most + 1);
    let on = text[at..].chars().take(most + 1).take_while(|c| *c == mark).count();
    let back = text[..at].chars().rev().take(most + 1).take_while(|c| *c == mark).count();
    let word = |c: &char| !c.is_whitespace();
    let after = text[at..].chars().take(REACH).take_while(word).filter(|c| *c == mark).take(2 * MOST_LOST + 1).count();
    let before = text[..at].chars().rev().take(REACH).take_while(word).filter(|c| *c == mark).take(2 * MOST_LOST + 1);
    count(on) + count(back) > most || after + before.count() > 2 * MOST_LOST
}

/// Places that are worth a look only once the document has proven a channel whose looks are common text.
fn deeper_spots(text: &str, votes: &Votes, language: &'static Language) -> Vec<usize> {
    let proven = |rule| {
        let mut channels = Channels::of(language).all.iter().enumerate();
        channels.any(|(number, channel)| channel.rule == rule && votes.word_cases(number) > 0)
    };
    let mut spots: Vec<usize> = Vec::new();
    if proven(PRINTED) {
        spots.extend(text.match_indices(['A', 'Å']).map(|(at, _)| at).filter(|&at| is_odd_capital(text, at)));
    }
    if proven(STRIPPED) || is_danish_in_ascii(text, language) {
        spots.extend(unknown_words(text, language).filter(|word| !touches_sign(text, word)).filter_map(|word| {
            let at = text[word.clone()].find(['x', 'f', 'e', 'X', 'F', 'E'])?;
            Some(word.start + at)
        }));
    }
    spots
}

/// Whether the capital at `at` is inside a word of small letters, before a mark, or before a lone Y: what OCR makes of
/// printed mojibake, and what right text hardly has.
fn is_odd_capital(text: &str, at: usize) -> bool {
    let before = text[..at].chars().next_back();
    let mut after = text[at..].chars().skip(1);
    let next = after.next();
    before.is_some_and(char::is_lowercase)
        || next.is_some_and(|c| !c.is_alphanumeric() && !c.is_whitespace())
        || matches!(next, Some('Y' | 'X' | 'y')) && !after.next().is_some_and(char::is_uppercase)
}

/// Whether the x at `at` may be an ø that lost a bit: in a word that is none, as words are cased, which no sign marks as a
/// name in a program, in Danish that has lost all its letters.
fn may_be_stripped(text: &str, at: usize, language: &Language) -> bool {
    /// Two and three letters make too many words by chance.
    const SHORTEST: usize = 4;
    let word = word_around(text, at);
    let letters = &text[word.clone()];
    (SHORTEST..REACH).contains(&letters.len())
        && window(text, &word).is_ascii()
        && !language.is_known(letters)
        && Case::of(letters) != Case::Mixed
        && !touches_sign(text, &word)
        && is_danish_in_ascii(window(text, &word), language)
}

/// Whether signs or digits of programs, numbers and addresses touch a word.
fn touches_sign(text: &str, word: &Range<usize>) -> bool {
    let sign = |c: char| c.is_ascii_digit() || "_@/\\=&%$#<>{}[]'`~^|".contains(c);
    text[..word.start].ends_with(sign) || text[word.end..].starts_with(sign)
}

/// What stands around a word, for a look at what language it is.
fn window<'t>(text: &'t str, word: &Range<usize>) -> &'t str {
    let start = text.floor_char_boundary(word.start.saturating_sub(2 * REACH));
    &text[start..text.ceil_char_boundary((word.end + 2 * REACH).min(text.len()))]
}

/// Whether a text is Danish without a single letter beyond ASCII, which hardly a few lines of Danish are.
fn is_danish_in_ascii(text: &str, language: &Language) -> bool {
    /// Words asked; a Danish text knows most of them, an English one few.
    const ASKED: usize = 60;
    if !text.is_ascii() {
        return false;
    }
    let words = text.split(|c: char| !c.is_ascii_alphabetic()).filter(|word| word.len() > 1).take(ASKED);
    let (mut asked, mut known) = (0, 0);
    for word in words {
        asked += 1;
        known += usize::from(language.is_known(word));
    }
    // A lone word has no neighbours to ask.
    asked == 1 || known * 10 >= asked * 4
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

/// The letters around a place, as far as words reach.
fn word_around(text: &str, at: usize) -> Range<usize> {
    let letters = text[at..].chars().take(REACH).take_while(|c| c.is_alphabetic());
    word_start(text, at)..at + letters.map(char::len_utf8).sum::<usize>()
}

/// Where the letters before a place begin, over a hyphen at a line's end too.
fn word_start(text: &str, at: usize) -> usize {
    let letters = |end: usize| -> usize {
        let letters = text[..end].chars().rev().take_while(|c| c.is_alphabetic());
        end - letters.map(char::len_utf8).take(REACH).sum::<usize>()
    };
    let start = letters(at);
    let line_before = text[..start].strip_suffix('\n').map(|line| line.strip_suffix('\r').unwrap_or(line));
    match line_before.and_then(|line| line.strip_suffix('-')) {
        Some(begun) if begun.ends_with(char::is_lowercase) && hyphen_at_line_end(&text[begun.len()..]).is_some() => {
            letters(begun.len())
        }
        _ => start,
    }
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
    let Some(number) = channels.questions else { return false };
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
    let least = (WORTH_A_LOOK.ln() - channels.rarity(number)) / temperature;
    questions::is_plain(&text[start..=spot], &around, &channels.letters, least, weigher)
}

/// What the word around a spot may have been.
fn read(text: &str, spot: usize, from: usize, weigher: &Weigher, rests: &mut Rests) -> Option<Reading> {
    let look = text[spot..].chars().next()?;
    let start = word_start(text, spot).max(from);
    let channels = Channels::of(weigher.language);
    let able = channels.all.iter().enumerate().filter(|(number, channel)| {
        channel.begins_with(look) && (weigher.may_lack_ligatures || Some(*number) != channels.ligatures)
    });
    let stretch = word_memo::stretch(text, start, spot, weigher, || {
        let (mut found, mut seen) = (Vec::new(), start);
        for (number, channel) in able {
            let (ways, end) = paths(text, start, channel, number, weigher.language);
            found.extend(ways.into_iter().filter(|path| path.range.end > spot && !is_half_mended(text, path)));
            // What stands behind a way was looked at, too.
            let behind = text.get(end..).and_then(|rest| rest.chars().next());
            seen = seen.max(end + behind.map_or(1, char::len_utf8));
        }
        (found, seen)
    })?;
    let end = start + stretch.length;
    let around = surroundings(text, start..end, weigher);
    let raise = stands_in_capitals(text, start..end);
    let gains = gains_of_rests(text, start, &stretch.reaches, end, rests, weigher);
    let asked = gains.iter().flat_map(|(reach, gain)| [*reach as u32, gain.to_bits()]).chain([u32::from(raise)]);
    let ranked = word_memo::ranked(&stretch, &around, asked, weigher, || {
        let raised = raise.then(|| stretch.raised(weigher));
        rank(&stretch.text, raised.as_deref().unwrap_or(&stretch.choices), &gains, &around, weigher)
    })?;
    Some(Reading { range: start..start + ranked.length, ranked })
}

/// The best of the ways to read a stretch of text.
fn rank(
    stretch: &str,
    choices: &[Choice],
    gains: &[(usize, f32)],
    around: &Surroundings,
    weigher: &Weigher,
) -> Option<Ranked> {
    let channels = Channels::of(weigher.language);
    let as_it_stands = weigher.weigh(stretch, around);
    let temperature = if around.is_alone() { TEMPERATURE_ALONE } else { TEMPERATURE };
    let mut ways: Vec<Way> = Vec::new();
    // Several channels say the same: what it weighs is worked out once. The place among the ways by that of the choice.
    let mut places: SmallVec<[usize; 64]> = smallvec::smallvec![usize::MAX; choices.len()];
    let mut best: Option<(f32, usize)> = None;
    let beside = weigher.beside_uncounted(around);
    for Choice { path, whole, uncounted, same } in choices {
        let reach = path.range.end;
        let rest = gains.iter().find(|(known, _)| *known == reach).map_or(0.0, |(_, gain)| *gain);
        if let (Some(alone), Some((odds, channel))) = (uncounted, best) {
            let most = alone + around.right_alone;
            let votes = if channel == path.channel { 0.0 } else { MOST_OF_VOTES };
            if (most - as_it_stands) * temperature - path.cost + rest + HOPELESS + votes < odds {
                continue;
            }
        }
        let known = ways.get_mut(places[*same]);
        let weigh = || match uncounted {
            Some(alone) => weigher.weigh_uncounted(whole, *alone, around, beside),
            None => weigher.weigh(whole, around),
        };
        let weight = known.as_ref().map_or_else(weigh, |known| known.weight);
        let odds = (weight - as_it_stands) * temperature - path.cost + rest;
        if best.is_none_or(|(most, _)| odds > most) {
            best = Some((odds, path.channel));
        }
        let rarity = |channel: usize| channels.rarity(channel);
        match known {
            Some(known) if known.channel == path.channel && known.odds == odds => known.reach = known.reach.max(reach),
            Some(known) if rarity(known.channel) + known.odds >= rarity(path.channel) + odds => {}
            Some(known) => (known.odds, known.channel, known.reach) = (odds, path.channel, reach),
            None => {
                places[*same] = ways.len();
                ways.push(Way { text: whole.clone(), weight, odds, channel: path.channel, reach });
            }
        }
    }
    ways.sort_by(|a, b| b.odds.total_cmp(&a.odds).then_with(|| a.text.cmp(&b.text)));
    ways.truncate(MOST_CANDIDATES);
    let reach = ways.first()?.reach;
    let tail = stretch.len() - reach;
    let mut candidates = Vec::with_capacity(ways.len());
    candidates.extend(ways.into_iter().filter(|way| way.reach <= reach).map(|way| {
        let text = CompactString::from(&way.text[..way.text.len() - tail]);
        (text, way.odds, way.channel)
    }));
    Some(Ranked { length: reach, candidates })
}

/// Whether a way leaves what is no Latin letter in or beside its word: half of a letter that was misread in another way
/// (`Kֳübenhavn` for `Kֳ¸benhavn`), of which a part happens to be a look of this one.
fn is_half_mended(text: &str, path: &Path) -> bool {
    let of_word = |c: &char| c.is_alphanumeric() || !c.is_ascii() && !c.is_whitespace();
    let before = text[..path.range.start].chars().next_back().filter(of_word);
    let after = text[path.range.end..].chars().next().filter(of_word);
    before.into_iter().chain(path.text.chars()).chain(after).any(is_other_script)
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

/// One way to read a stretch.
struct Way {
    /// What all of the stretch would become.
    text: CompactString,
    /// What that weighs.
    weight: f32,
    /// Log odds against the stretch as it stands.
    odds: f32,
    channel: usize,
    /// How far it mends, in bytes from the word's start.
    reach: usize,
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

/// Whether a stretch has capitals and signs alone, among capitals: signs lost the case of the letters they stand for.
fn stands_in_capitals(text: &str, stretch: Range<usize>) -> bool {
    if text[stretch.clone()].contains(char::is_lowercase) {
        return false;
    }
    let near = window(text, &stretch);
    // Nearly all places are among none.
    if !near.bytes().any(|byte| byte.is_ascii_uppercase()) {
        return false;
    }
    let start = near.as_ptr() as usize - text.as_ptr() as usize;
    capitals::Words::new(near).surround(&(stretch.start - start..stretch.end - start))
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

/// What stands around a range of the text.
fn surroundings<'t>(text: &'t str, range: Range<usize>, weigher: &Weigher) -> Surroundings<'t> {
    let before = &text[text.floor_char_boundary(range.start.saturating_sub(REACH))..range.start];
    let after = &text[range.end..text.ceil_char_boundary((range.end + REACH).min(text.len()))];
    let place = place_after(before, weigher.language);
    let left = match place {
        Place::Start => Context::Edge,
        _ => word_at(before.trim_end_matches(is_transparent), |text| {
            text.rfind(ends_word).map_or(0, |at| at + text[at..].chars().next().map_or(0, char::len_utf8))..text.len()
        }),
    };
    let left = if left == Context::Number { Context::Unknown } else { left };
    let right = word_at(after.trim_start_matches(is_transparent), |text| 0..text.find(ends_word).unwrap_or(text.len()));
    let right_alone = if let Context::Word(word) = right { weigher.alone(word) } else { 0.0 };
    Surroundings { before: before.chars().next_back(), after: after.chars().next(), place, left, right, right_alone }
}

/// The word or number at an edge of a text; nothing where what stands there is neither.
fn word_at(text: &str, edge: impl Fn(&str) -> Range<usize>) -> Context<'_> {
    let word = &text[edge(text)];
    if word.is_empty() || word.len() > REACH {
        Context::Unknown
    } else if word.chars().all(char::is_alphabetic) {
        Context::Word(word)
    } else if word.starts_with(|c: char| c.is_ascii_digit()) {
        Context::Number
    } else {
        Context::Unknown
    }
}

fn ends_word(c: char) -> bool {
    is_transparent(c) || matches!(c, '.' | '!' | '?' | ':' | ';' | '(' | ')')
}

/// Whether the last line of a text is as long as lines are that go on in the next one.
fn is_wrapped(text: &str) -> bool {
    /// Characters; narrow columns are wrapped at 30 to 40, headings are mostly shorter.
    const LONG: usize = 32;
    let line = &text[text.rfind('\n').map_or(0, |at| at + 1)..];
    line.chars().count() >= LONG
}

/// Where in a sentence the word after `before` stands.
fn place_after(before: &str, language: &Language) -> Place {
    let marks = [' ', '"', '“', '”', '»', '«', '(', '-', '•', '*', '#', '\t', '>'];
    let rest = before.trim_end_matches(marks);
    let line = rest.trim_end_matches(['\n', '\r']);
    let breaks = rest[line.len()..].matches('\n').count();
    let last_word = line.rsplit(char::is_whitespace).next().unwrap_or_default();
    match line.chars().next_back() {
        Some('.') if breaks == 0 && language.is_abbreviation(last_word) => Place::Inside,
        // `Den 3. årgang`: an ordinal number ends no sentence, a year may.
        Some('.') if breaks == 0 && is_ordinal(last_word) => Place::Unknown,
        None | Some('.' | '!' | '?') => Place::Start,
        Some(_) if breaks > 1 => Place::Start,
        Some(':' | ';') => Place::Unknown,
        Some(last) if breaks == 1 && is_wrapped(line) && (last.is_lowercase() || last == ',') => Place::Inside,
        Some(_) if breaks == 1 => Place::Unknown,
        // A number at a line's start is that of a heading or an item: "3 Økonomi".
        Some(last) if last.is_ascii_digit() => Place::Unknown,
        Some(_) => Place::Inside,
    }
}

/// Whether a token is a number of one or two digits with a full stop.
fn is_ordinal(token: &str) -> bool {
    let digits = token.trim_end_matches('.');
    (1..=2).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// What the block proves by itself: places whose best reading needs no other case. What makes no known word proves nothing:
/// `Mariæ` does not say that `Marić` was misread.
fn count(text: &str, readings: &[Reading], weigher: &Weigher) -> Votes {
    let channels = Channels::of(weigher.language);
    let mut votes = Votes::default();
    // Names that the same channel reads, each once: two are no accident.
    let mut names: Vec<(usize, &str, u64)> = Vec::new();
    let mentions = mention::Mentions::new(text);
    for reading in readings.iter().filter(|reading| !asks(text, reading, weigher)) {
        let odds = odds_of(text, reading, &Votes::default(), channels);
        if let (Some(share), Some(best)) = (shares(&odds).first(), reading.ranked.candidates.first())
            && (share / (1.0 - share).max(1e-9)).ln() >= PROVEN
            && weigher.knows(&best.0)
            && !(channels.all[best.2].rule == STRIPPED && is_made(&best.0, weigher))
        {
            let is_name = may_be_foreign(text, reading, channels);
            if mentions.is_word_at(&reading.range, &best.0) {
                continue;
            }
            let shown = channels.letters_shown(&text[reading.range.clone()], &best.0);
            if !is_name {
                votes.count_word(best.2, shown);
            } else if names.len() < MOST_CANDIDATES && !names.iter().any(|name| (name.0, name.1) == (best.2, &best.0)) {
                names.push((best.2, best.0.as_str(), shown));
            }
        }
    }
    let is_of_two = |number: usize| names.iter().filter(|name| name.0 == number).count() > 1;
    for &(number, _, shown) in names.iter().filter(|name| is_of_two(name.0)) {
        votes.count_word(number, shown);
    }
    votes
}

/// Whether a word is a compound that begins with a name: there is nothing that makes none (`Brexitåers`).
fn is_made(meant: &str, weigher: &Weigher) -> bool {
    meant.starts_with(char::is_uppercase) && !weigher.is_form(meant)
}

/// Whether a word has nothing but Latin letters as it stands, which one encoding read as another would leave by accident, and says
/// nothing by itself: a name with a capital (`Marić` and `Vêret` are written so elsewhere), or a word so short that each of its like is
/// one of the language's (`në` and `næ`).
fn may_be_foreign(text: &str, reading: &Reading, channels: &Channels) -> bool {
    /// Letters of a short word.
    const SHORT: usize = 3;
    let word = &text[reading.range.clone()];
    let case = Case::of(word);
    reading.ranked.candidates.first().is_some_and(|&(_, _, number)| channels.all[number].rule == SWAP)
        && (case == Case::Capitalised || case == Case::Lower && word.chars().count() <= SHORT)
        && word.chars().all(is_latin_letter)
        // Hardly a name begins with an accent of Latin-1: `Ïstre`.
        && !word.starts_with(|c: char| ('\u{80}'..'\u{100}').contains(&c))
}

/// Whether a question mark behind a word asks: where no word of the dictionary itself says otherwise.
fn asks(text: &str, reading: &Reading, weigher: &Weigher) -> bool {
    text[reading.range.clone()].ends_with('?')
        && reading.ranked.candidates.first().is_some_and(|(meant, ..)| !weigher.is_form(meant))
}

/// What a channel is believed more, once proven, that reads every look as one letter: it reads them all.
const EXACT: f32 = 1.0;

/// What each case after the first says against one encoding read as another that shows one letter alone, in words that have Latin letters
/// alone as they stand: damage shows all letters of the language (the commonest of the Danish ones is two in five of them), another
/// language has the one (`për` and `të`, as Albanian writes, are no `pær` and `tæ`).
const ONE_LETTER: f32 = 0.9;

/// The calibrated log odds of a place's candidates.
fn odds_of(text: &str, reading: &Reading, votes: &Votes, channels: &Channels) -> Vec<f32> {
    let is_spelled = LazyCell::new(|| text[reading.range.clone()].chars().all(is_latin_letter));
    let odds = reading.ranked.candidates.iter().map(|&(_, odds, number)| {
        let channel = &channels.all[number];
        let believed = match votes.word_cases(number) {
            0 => channels.rarity(number),
            cases if shows_one_letter(number, votes, channels) && *is_spelled => {
                channels.rarity(number) - ONE_LETTER * (cases - 1) as f32
            }
            cases => channels.rarity(number).max(prior(cases) + if channel.is_exact { EXACT } else { 0.0 }),
        };
        odds + believed
    });
    odds.collect()
}

/// Whether what one encoding read as another shows of a document is one letter alone, more than once.
fn shows_one_letter(number: usize, votes: &Votes, channels: &Channels) -> bool {
    channels.all[number].rule == SWAP && votes.word_cases(number) > 1 && votes.word_letters(number) < 2
}

/// Whether a character is a letter of the Latin script, as words of other languages have them.
fn is_latin_letter(c: char) -> bool {
    c.is_alphabetic() && c < '\u{250}' && !matches!(c, 'ª' | 'µ' | 'º')
}

/// The most that a word is worth which no dictionary knows, made of letters that were guessed; and of letters that an
/// exact channel gives, in a document that has not proven it.
const UNKNOWN: f32 = 0.9;

fn propose(
    text: &str,
    reading: &Reading,
    votes: &Votes,
    weigher: &Weigher,
    mentions: &mention::Mentions,
) -> Option<Proposal> {
    let asks = asks(text, reading, weigher);
    let channels = Channels::of(weigher.language);
    let probabilities = shares(&odds_of(text, reading, votes, channels));
    let mut ranked: Vec<_> = reading.ranked.candidates.iter().zip(probabilities).collect();
    let is_case_untold = is_case_untold(text, reading, channels, weigher);
    let is_mentioned =
        reading.ranked.candidates.first().is_some_and(|best| mentions.is_word_at(&reading.range, &best.0));
    let is_name = may_be_foreign(text, reading, channels);
    let mut swaps = channels.all.iter().enumerate().filter(|(_, channel)| channel.rule == SWAP);
    let is_spelled = LazyCell::new(|| text[reading.range.clone()].chars().all(is_latin_letter));
    let is_proven =
        |number: usize| votes.word_cases(number) > 0 && !(shows_one_letter(number, votes, channels) && *is_spelled);
    let is_swapped = is_name && swaps.any(|(number, _)| is_proven(number));
    for ((meant, _, number), probability) in &mut ranked {
        let is_proven = is_proven(*number);
        let is_name = is_name && !is_swapped;
        let sure = channels.all[*number].is_exact && is_proven;
        let is_made = !is_proven && channels.all[*number].rule == STRIPPED && is_made(meant, weigher);
        if asks || is_case_untold || is_mentioned && !is_proven || is_made || is_name || !sure && !weigher.knows(meant)
        {
            *probability = probability.min(UNKNOWN);
        }
    }
    ranked.sort_by(|a, b| b.1.total_cmp(&a.1));
    let &(&(_, _, number), probability) = ranked.first()?;
    if probability < WORTH_A_LOOK {
        return None;
    }
    let channel = &channels.all[number];
    let candidates = ranked.into_iter().filter(|(_, share)| *share >= 0.001);
    let candidates = candidates.map(|((text, _, _), probability)| Candidate { text: text.clone(), probability });
    Some(Proposal {
        range: reading.range.clone(),
        rule: channel.rule,
        candidates: candidates.collect(),
        evidence: channel.evidence.as_str().into(),
    })
}

/// Whether a word lost its first letter, and with it the case, inside a sentence before a word with a capital: both may be a name
/// (`\u{fffd}stre Landsret`), or not (`den \u{fffd}stre Landevej`).
fn is_case_untold(text: &str, reading: &Reading, channels: &Channels, weigher: &Weigher) -> bool {
    let damaged = &text[reading.range.clone()];
    let is_lost = reading.ranked.candidates.first().is_some_and(|&(_, _, number)| {
        let mut is_lost = false;
        channels.all[number].look_at(damaged, |look, _| is_lost |= look.case == CaseOf::Place);
        is_lost
    });
    let next = text[reading.range.end..].strip_prefix(' ').unwrap_or_default();
    let word = &next[..next.find(|c: char| !c.is_alphabetic()).unwrap_or(next.len())];
    is_lost
        && Case::of(word) == Case::Capitalised
        && place_after(
            &text[text.floor_char_boundary(reading.range.start.saturating_sub(REACH))..reading.range.start],
            weigher.language,
        ) == Place::Inside
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
    fn a_mark_between_two_words_is_no_letter_of_the_first() {
        let repaired = repaired("Turen gik fra Br\u{fffd}nsh\u{fffd}j\u{fffd}Husum og hjem. Det var for s\u{fffd}nt.");
        assert!(repaired.starts_with("Turen gik fra Brønshøj\u{fffd}Husum"), "{repaired}");
    }
}
