//! The verdict after the last round: of each suspicious word its hypotheses by rank, with what calibration asks of the best one,
//! and the most that it is worth whatever that says.

use std::cell::LazyCell;
use std::ops::Range;

use super::super::archive::Archive;
use super::super::candidates::Reading;
use super::super::evidence::Evidence;
use super::super::features::Features;
use super::super::page::SUSPECT;
use super::super::weigh::Score;
use super::super::{calibration, learned};
use super::bounds::{
    Proven, most_of_capital, most_of_compound, most_of_form, most_of_known, most_of_listed, most_of_old,
    most_of_written_out,
};
use super::hypotheses::{Doubt, Hypotheses, Weighed};
use super::{COUNTED, Decoder, Times};

/// What was judged of a word.
#[derive(Clone, Debug)]
pub(in crate::repair::words) struct Judgement {
    pub range: Range<usize>,
    pub doubt: Doubt,
    /// As it stands.
    pub standing: Score,
    /// What it may have been, likeliest first: the place of the reading, and its scores.
    pub ranked: Vec<(Reading, Score)>,
    pub features: Features,
    /// The most that the best reading is worth, by what the archive knows of names.
    most: f32,
}

impl Judgement {
    /// The calibrated probability that the best reading is right.
    pub fn probability(&self) -> f32 {
        calibration::probability(&self.features).min(self.most)
    }
}

impl Decoder<'_> {
    /// The judgements after the last round.
    pub(super) fn judgements<T>(&self, evidence: &Evidence, least_lead: f32, take: impl Fn(Judgement) -> T) -> Vec<T> {
        let strange: Vec<bool> = self.suspicious.iter().map(|word| word.is_strange()).collect();
        let own = self.archive.map(|_| evidence.rates(&[], self.confusions()));
        let mut times = Times::default();
        self.suspicious.iter().for_each(|word| *times.entry(word.token(self.text)).or_default() += 1);
        let are_plain_names = LazyCell::new(|| self.has_plain_names_only());
        let proven = self.proven_by_words();
        let is_foreign = self.portrait.is_foreign_rather();
        let is_asked = |word: &Hypotheses| !word.readings.is_empty() && word.lead_at_most() >= least_lead;
        let judged = self.suspicious.iter().enumerate().filter(|(_, word)| is_asked(word));
        let judged = judged.filter_map(|(number, word)| {
            let Weighed { standing, scores, .. } = &**word.weighed.as_ref()?;
            let (standing, scores) = (*standing, scores.iter().copied());
            let mut ranked: Vec<(Reading, Score)> = word.readings.iter().cloned().zip(scores).collect();
            ranked.sort_by(|a, b| {
                b.1.total().total_cmp(&a.1.total()).then_with(|| a.0.word.written.cmp(&b.0.word.written))
            });
            // In an old spelling the word may stand as it is.
            let token = word.token(self.text);
            let spelled = ranked.iter().filter(|(reading, _)| reading.word.written == token).map(|(_, score)| *score);
            let standing =
                spelled.fold(standing, |most, score| if score.total() > most.total() { score } else { most });
            ranked.retain(|(reading, _)| reading.word.written != token);
            // An old spelling in a document of today is none.
            let is_old = |reading: &Reading| reading.steps.iter().any(|step| self.confusions().is_old(*step));
            if !evidence.is_old() && ranked.first().is_some_and(|(reading, _)| is_old(reading)) {
                return None;
            }
            ranked.first()?;
            let features = self.features(number, &ranked, &standing, evidence, (&strange, &times));
            let best = &ranked[0].0;
            let may_be_plain = best.word.is_name() && *are_plain_names;
            let bounds = [
                self.most(word, &ranked[0], &features, &times),
                if may_be_plain || is_foreign { SUSPECT } else { 1.0 },
                most_of_known(word, best, evidence, own.as_ref()),
                most_of_form(token, best, &proven, self.language),
                most_of_capital(word, best, token),
                most_of_compound(&features),
                most_of_written_out(token, &features, self.language),
                most_of_listed(self.text, &word.range, best),
                if features.is_old { most_of_old(token, best, &features, self.language) } else { 1.0 },
            ];
            let most = bounds.into_iter().fold(1.0, f32::min);
            Some(take(Judgement { range: word.range.clone(), doubt: word.doubt, standing, ranked, features, most }))
        });
        judged.collect()
    }

    fn features(
        &self,
        number: usize,
        ranked: &[(Reading, Score)],
        standing: &Score,
        evidence: &Evidence,
        (strange, times): (&[bool], &Times),
    ) -> Features {
        /// How far another word is still near, in bytes.
        const NEAR: usize = 60;
        let word = &self.suspicious[number];
        let (best, score) = &ranked[0];
        let near = |other: &Hypotheses| other.range.start.abs_diff(word.range.start) < NEAR;
        let strangers = |others: &mut dyn Iterator<Item = usize>| -> usize {
            others.take_while(|other| near(&self.suspicious[*other])).filter(|other| strange[*other]).count()
        };
        let strangers = strangers(&mut (0..number).rev()) + strangers(&mut (number + 1..self.suspicious.len()));
        let token = word.token(self.text);
        let prior = self.archive.map_or(&[][..], Archive::rates);
        Features {
            over_standing: score.total() - standing.total(),
            over_next: ranked.get(1).map_or(20.0, |(_, next)| (score.total() - next.total()).min(20.0)),
            channel: score.channel,
            letters: token.chars().count() as f32,
            is_compound: best.word.is_compound
                && !self.archive.is_some_and(|archive| archive.knows(&best.word.written)),
            is_capitalised: token.starts_with(char::is_uppercase),
            is_known: word.doubt == Doubt::Known,
            others: best.steps.iter().filter(|step| self.confusions().row(**step).is_none()).count() as f32,
            strangers: strangers as f32,
            language: if best.attested.is_some() { score.language + score.profile } else { score.language },
            neighbours: score.neighbours,
            is_at_start: token.chars().next() != best.word.written.chars().next(),
            steps: best.steps.len() as f32,
            parts: f32::from(best.parts),
            times: times.get(token).copied().unwrap_or(1) as f32,
            company: evidence.misread_words() - word.counted,
            damage: evidence.damage_without(1.0),
            explained: evidence.explained_without(word.counted),
            is_old: self.has_capital_nouns || evidence.is_old(),
            foreign: self.portrait.foreign(&word.range),
            cases: best
                .steps
                .iter()
                .filter(|step| !self.confusions().is_old(**step))
                .map(|step| evidence.cases_with(usize::from(step.0), word.counted, prior))
                .fold(f32::INFINITY, f32::min),
        }
    }

    /// The most that the best reading of a word is worth, by what the archive and the document know of the word as it
    /// stands.
    fn most(&self, word: &Hypotheses, (best, score): &(Reading, Score), features: &Features, times: &Times) -> f32 {
        let token = word.token(self.text);
        let here = times.get(token).copied().unwrap_or(1);
        let rate = score.channel.exp();
        let is_own = |archive: &Archive| archive.has_own(token, here, best, rate);
        if features.cases < learned::PROVEN_CASES && self.archive.is_some_and(is_own) {
            return 0.0;
        }
        let standing = learned::Standing { cases: features.cases, rate: features.rate(), times: here };
        match &best.attested {
            Some(attested) => learned::most(token, best, attested, &standing, self.language),
            None if best.word.is_name() => learned::most_of_name(&best.steps, &standing, self.language),
            None => 1.0,
        }
    }

    /// Whether nothing but names may have been misread, in a text that has none of the language's own letters: who keeps a list
    /// of names in ASCII writes `Moller`.
    fn has_plain_names_only(&self) -> bool {
        let is_common = |word: &&Hypotheses| {
            word.counted > 0.0 && word.doubt != Doubt::Known && word.token(self.text).starts_with(char::is_lowercase)
        };
        self.archive.is_none()
            && !self.suspicious.iter().any(|word| is_common(&word))
            && !self.text.contains(|c| self.language.own_letters().contains(c))
    }

    /// The confusions that words prove which begin with a small letter: these are no names.
    fn proven_by_words(&self) -> Proven {
        if self.archive.is_some() {
            return Proven(None);
        }
        let words = self.suspicious.iter().filter(|word| {
            word.doubt == Doubt::Unknown && word.counted > 0.0 && word.token(self.text).starts_with(char::is_lowercase)
        });
        let best = words.filter_map(|word| {
            let place = word.shares().iter().position(|share| *share >= COUNTED)?;
            word.readings.get(place)
        });
        Proven(Some(best.flat_map(|reading| reading.steps.iter().map(|step| step.0)).collect()))
    }
}
