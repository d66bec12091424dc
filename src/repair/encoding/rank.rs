//! The ways to read a damaged word against each other.

use std::cell::LazyCell;
use std::ops::Range;
use std::rc::Rc;

use compact_str::CompactString;
use smallvec::SmallVec;

use super::channels::Channels;
use super::choice::Neighbours;
use super::phrase::{Beside, Phrase};
use super::weigh::{Surroundings, Weigher};
use super::word_memo::{Choice, Choices, Ranked};

/// A place with what it may have been.
#[derive(Clone)]
pub(super) struct Reading {
    pub range: Range<usize>,
    pub ranked: Rc<Ranked>,
}

/// Unigrams are surer of themselves than they should be: what is 100 to 1 to them is right 30 times to 1.
pub(super) const TEMPERATURE: f32 = 0.75;
/// The same for a word that stands alone: lists and cells have other words than sentences do.
pub(super) const TEMPERATURE_ALONE: f32 = 0.55;
/// The most that is kept of what a place may have been: what comes behind is not worth a look.
pub(super) const MOST_CANDIDATES: usize = 8;
/// Nats by which a way is behind the best that makes it hopeless: its share is no more than a float can tell.
const HOPELESS: f32 = 18.0;
/// The most that votes may say for one channel against another: see [`prior`].
const MOST_OF_VOTES: f32 = 12.0;

/// The best of the ways to read a stretch of text.
pub(super) fn rank(
    stretch: &Phrase,
    choices: &Choices,
    gains: &[(usize, f32)],
    around: &Surroundings,
    weigher: &Weigher,
) -> Option<Ranked> {
    /// Ways that are weighed of most words.
    const USUAL: usize = 64;
    let channels = Channels::of(weigher.language);
    let beside = Beside::new(around, weigher);
    let as_it_stands = stretch.weigh(&beside, weigher);
    let temperature = if around.is_alone() { TEMPERATURE_ALONE } else { TEMPERATURE };
    let mut ways: Vec<Way> = Vec::with_capacity(choices.texts.len().min(USUAL));
    // Several channels say the same: what it weighs is worked out once. The place among the ways by that of the text.
    let mut places: SmallVec<[usize; 64]> = smallvec::smallvec![usize::MAX; choices.texts.len()];
    let mut best: Option<(f32, usize)> = None;
    for Choice { reach, cost, channel, text } in &choices.ways {
        let (text, place) = (&choices.texts[*text], &mut places[*text]);
        let rest = gains.iter().find(|(known, _)| known == reach).map_or(0.0, |(_, gain)| *gain);
        if let (Some(alone), Some((odds, by))) = (text.uncounted(), best) {
            let most = alone + around.right_alone;
            let votes = if by == *channel { 0.0 } else { MOST_OF_VOTES };
            if (most - as_it_stands) * temperature - cost + rest + HOPELESS + votes < odds {
                continue;
            }
        }
        let known = ways.get_mut(*place);
        let weight = known.as_ref().map_or_else(|| text.weigh(&beside, weigher), |known| known.weight);
        let odds = (weight - as_it_stands) * temperature - cost + rest;
        if best.is_none_or(|(most, _)| odds > most) {
            best = Some((odds, *channel));
        }
        let rarity = |channel: usize| channels.rarity(channel);
        match known {
            Some(known) if known.channel == *channel && known.odds == odds => known.reach = known.reach.max(*reach),
            Some(known) if rarity(known.channel) + known.odds >= rarity(*channel) + odds => {}
            Some(known) => (known.odds, known.channel, known.reach, known.cost) = (odds, *channel, *reach, *cost),
            None => {
                *place = ways.len();
                ways.push(Way {
                    text: &text.text,
                    phrase: text,
                    weight,
                    odds,
                    channel: *channel,
                    reach: *reach,
                    cost: *cost,
                });
            }
        }
    }
    ways.sort_by(|a, b| b.odds.total_cmp(&a.odds).then_with(|| a.text.cmp(b.text)));
    ways.truncate(MOST_CANDIDATES);
    let reach = reach_of(&stretch.text, &ways)?;
    let tail = stretch.text.len() - reach;
    let neighbours = LazyCell::new(|| Neighbours::new(around, weigher));
    let (mut candidates, mut fits) = (Vec::with_capacity(ways.len()), Vec::with_capacity(ways.len()));
    for way in ways.into_iter().filter(|way| way.reach <= reach) {
        let guesses = channels.all[way.channel].guesses();
        fits.push(guesses.then(|| neighbours.fit(way.phrase, way.cost, weigher)).flatten());
        candidates.push((CompactString::from(&way.text[..way.text.len() - tail]), way.odds, way.channel));
    }
    Some(Ranked { length: reach, candidates, fits })
}

/// How far the best way mends, or another that takes nothing more in than the marks behind: whether `pÃ?` is `på` or `på?` the document tells.
fn reach_of(stretch: &str, ways: &[Way]) -> Option<usize> {
    let best = ways.first()?.reach;
    let has_marks_alone = |reach: &usize| !stretch[best..*reach].contains(char::is_alphanumeric);
    ways.iter().map(|way| way.reach).filter(|reach| *reach > best).filter(has_marks_alone).max().or(Some(best))
}

/// One way to read a stretch.
struct Way<'c> {
    /// What all of the stretch would become.
    text: &'c str,
    phrase: &'c Phrase,
    /// What that weighs.
    weight: f32,
    /// Log odds against the stretch as it stands.
    odds: f32,
    channel: usize,
    /// -ln P(observed | text, channel).
    cost: f32,
    /// How far it mends, in bytes from the word's start.
    reach: usize,
}
