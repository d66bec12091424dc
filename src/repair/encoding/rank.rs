//! The ways to read a damaged word against each other.

use std::ops::Range;
use std::rc::Rc;

use compact_str::CompactString;
use smallvec::SmallVec;

use super::around::surroundings;
use super::channels::Channels;
use super::choice::{Fit, Neighbours};
use super::phrase::{Beside, Phrase};
use super::weigh::{Surroundings, Weigher};
use super::word_memo::{Choice, Choices, Ranked};

/// A place with what it may have been.
#[derive(Clone)]
pub(super) struct Reading {
    pub range: Range<usize>,
    pub ranked: Rc<Ranked>,
}

impl Reading {
    /// Whether the letters of a way are guessed.
    pub fn is_guessed(&self, weigher: &Weigher) -> bool {
        let channels = Channels::of(weigher.language);
        self.ranked.candidates.iter().any(|&(_, _, number)| channels.all[number].guesses())
    }

    /// How each candidate fits into its place whose letters are guessed.
    pub fn fits(&self, text: &str, weigher: &Weigher) -> &[Option<Fit>] {
        self.ranked
            .fits(|| self.of_guessed(text, weigher, |neighbours, phrase, cost| neighbours.fit(phrase, cost, weigher)))
    }

    /// What is made of each candidate whose letters are guessed, between its neighbours.
    pub fn of_guessed<T>(
        &self,
        text: &str,
        weigher: &Weigher,
        make: impl Fn(&Neighbours, &Phrase, f32) -> Option<T>,
    ) -> Box<[Option<T>]> {
        let channels = Channels::of(weigher.language);
        let around = surroundings(text, self.range.start..self.range.start + self.ranked.stretch, weigher);
        let neighbours = Neighbours::new(&around, &text[..self.range.start], weigher);
        let ways = self.ranked.candidates.iter().zip(&self.ranked.ways);
        let made = ways.map(|(candidate, (phrase, cost))| {
            channels.all[candidate.2].guesses().then(|| make(&neighbours, phrase, *cost)).flatten()
        });
        made.collect()
    }
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
    for &Choice { reach, cost, channel, text: number } in &choices.ways {
        let (text, place) = (&choices.texts[number], &mut places[number]);
        let rest = gains.iter().find(|(known, _)| *known == reach).map_or(0.0, |(_, gain)| *gain);
        if let (Some(alone), Some((odds, by))) = (text.uncounted(), best) {
            let most = alone + around.right_alone;
            let votes = if by == channel { 0.0 } else { MOST_OF_VOTES };
            if (most - as_it_stands) * temperature - cost + rest + HOPELESS + votes < odds {
                continue;
            }
        }
        let known = ways.get_mut(*place);
        let weight = known.as_ref().map_or_else(|| text.weigh(&beside, weigher), |known| known.weight);
        let odds = (weight - as_it_stands) * temperature - cost + rest;
        if best.is_none_or(|(most, _)| odds > most) {
            best = Some((odds, channel));
        }
        let rarity = |channel: usize| channels.rarity(channel);
        match known {
            Some(known) if known.channel == channel && known.odds == odds => known.reach = known.reach.max(reach),
            Some(known) if rarity(known.channel) + known.odds >= rarity(channel) + odds => {}
            Some(known) => (known.odds, known.channel, known.reach, known.cost) = (odds, channel, reach, cost),
            None => {
                *place = ways.len();
                ways.push(Way { text: &text.text, place: number, weight, odds, channel, reach, cost });
            }
        }
    }
    ways.sort_by(|a, b| b.odds.total_cmp(&a.odds).then_with(|| a.text.cmp(b.text)));
    ways.truncate(MOST_CANDIDATES);
    let reach = reach_of(&stretch.text, &ways)?;
    let tail = stretch.text.len() - reach;
    let (mut candidates, mut phrases) = (Vec::with_capacity(ways.len()), Vec::with_capacity(ways.len()));
    for way in ways.into_iter().filter(|way| way.reach <= reach) {
        phrases.push((Rc::clone(&choices.texts[way.place]), way.cost));
        candidates.push((CompactString::from(&way.text[..way.text.len() - tail]), way.odds, way.channel));
    }
    Some(Ranked::new(reach, candidates.into(), phrases.into(), stretch.text.len()))
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
    /// The place of its text among those of the stretch.
    place: usize,
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
