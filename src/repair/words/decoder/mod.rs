//! The decoder: every suspicious word of a block against what it may have been, in rounds.
//!
//! The first round knows nothing of the document. What it finds probable says how damaged the document is and in
//! which ways ([`Evidence`]), and which words it has ([`Counts`]); the next rounds weigh everything anew with that, each
//! word between neighbours as they are believed to have been. Known words are doubted only where a confusion was proven
//! that they could come from.

mod believed;
mod bounds;
mod counting;
mod doubted;
mod further;
mod hypotheses;
mod places;
mod strange_passage;
mod suspicious;
mod verdict;
mod weighing;
mod worth_a_look;

use std::borrow::Cow;
use std::ops::Range;

use super::archive::Archive;
use super::candidates;
use super::confusions::Confusions;
use super::evidence::Evidence;
use super::weigh::Counts;
use crate::language::Language;
use crate::repair::Options;
use crate::repair::document::{Age, Portrait};
use crate::repair::reading;
use crate::text::QuickMap;

use self::doubted::are_some_strong;
pub(super) use self::hypotheses::Doubt;
use self::hypotheses::{Hypotheses, Unwritten};
pub(super) use self::verdict::Judgement;

/// Rounds over the suspicious words of a block.
const ROUNDS: usize = 3;
/// How damaged a document is in which more is looked for than the table explains, and whose words are counted.
const DAMAGED: f32 = 0.004;
/// A repair that is less probable does not count as evidence.
const COUNTED: f32 = 0.5;

/// How often each token stands in a block.
type Times<'t> = QuickMap<&'t str, usize>;

/// Judges the words of one block.
pub(super) struct Decoder<'t> {
    text: &'t str,
    language: &'static Language,
    reading: &'t reading::Reading<'t>,
    suspicious: Vec<Hypotheses>,
    portrait: &'t Portrait<'t>,
    counts: Counts,
    /// Those of the words that nobody doubts, once they were counted.
    sure_counts: Option<Counts>,
    archive: Option<&'t Archive>,
    /// Whether nouns have capitals.
    has_capital_nouns: bool,
    /// Letters that the spelling of an old text does not have, or that are written out: nothing in it was meant to have them.
    unwritten: Unwritten,
    pub own: Evidence,
}

impl<'t> Decoder<'t> {
    /// Finds the unknown words of a block; nothing where there are none. Where lines are joined, words that a line's end
    /// cuts are among them.
    pub fn new(
        reading: &'t reading::Reading<'t>,
        language: &'static Language,
        archive: Option<&'t Archive>,
        options: &Options,
        portrait: &'t Portrait<'t>,
    ) -> Option<Self> {
        let text = reading.text;
        let mut suspicious = suspicious::find(reading, language, archive, options, portrait);
        if suspicious.is_empty() {
            return None;
        }
        let is_old = portrait.age_of_document() > Age::Modern;
        let unwritten = match is_old {
            _ if portrait.has_letters_written_out() => language.own_letters().chars().collect(),
            true => Confusions::of(language).unwritten_in(reading, language),
            false => Vec::new(),
        };
        let mut unwritten = Unwritten::new(unwritten);
        suspicious.iter_mut().for_each(|word| unwritten.leave_out(word));
        let own = Evidence::of(text, Some(Confusions::of(language))).said_old(portrait.oldness());
        let counts = Counts::default();
        let has_capital_nouns = is_old;
        Some(Self {
            text,
            language,
            reading,
            suspicious,
            portrait,
            counts,
            sure_counts: None,
            archive,
            has_capital_nouns,
            unwritten,
            own,
        })
    }

    fn confusions(&self) -> &'static Confusions {
        Confusions::of(self.language)
    }

    /// What the block has proven, with what is known of its document.
    fn evidence<'e>(&'e self, known: Option<&Evidence>) -> Cow<'e, Evidence> {
        Evidence::of_block(&self.own, known)
    }

    /// The unknown words, ascending.
    pub fn unknown(&self) -> Vec<Range<usize>> {
        self.suspicious.iter().filter(|word| word.whole.is_none()).map(|word| word.range.clone()).collect()
    }

    /// Judges every suspicious word that has a reading which leads by at least so many nats over what stands there.
    /// `known` is what is known of the document besides, where it is longer than the block.
    /// `take` makes of each what is kept of it.
    pub fn judge<T>(
        mut self,
        known: Option<&Evidence>,
        least_lead: f32,
        take: impl Fn(Judgement) -> T,
    ) -> (Vec<T>, Evidence) {
        let prior = self.archive.map_or(&[][..], Archive::rates);
        let rates = self.evidence(known).rates(prior, self.confusions());
        self.weigh_all(&rates);
        self.count_evidence();
        if self.evidence(known).damage() >= DAMAGED {
            self.own.count_pairs(self.text);
            self.search_on(&rates, candidates::of_unknown_compound);
            self.search_by_usual(known, &rates);
        }
        self.learn_names(&rates);
        let damage = self.evidence(known).damage();
        if damage >= DAMAGED {
            self.search_on(&rates, candidates::of_unexplained);
        }
        let nothing = self.suspicious.iter().all(|word| word.shares().iter().all(|share| *share < COUNTED));
        if nothing && !are_some_strong(&self.evidence(known), prior, self.confusions()) {
            return (Vec::new(), self.own);
        }
        for round in 1..ROUNDS {
            if round == 1 {
                self.doubt_known(known);
            }
            if damage >= DAMAGED {
                self.count_words();
            }
            let rates = self.evidence(known).rates(prior, self.confusions());
            self.weigh_all(&rates);
            self.count_evidence();
        }
        let evidence = self.evidence(known).into_owned();
        let judgements = self.judgements(&evidence, least_lead, take);
        (judgements, self.own)
    }
}
