//! A document, or a region of one, that one chain of encodings has damaged is read back whole: letters, capitals, names,
//! quotation marks, dashes.
//!
//! Damage happens to files. A word by itself says little of a name or a `½`; all words of a document say which encoding was
//! read as which ([`chain`]). The [`gate`] asks which chains the letters could have gone through at all; every word says what a
//! chain would make of it ([`evidence`]); where passages in a row say enough, the chain is proven ([`PROOF`]), and where each
//! passage went through it is told by all of them together ([`regions`]). What is left after that is for the rules of words.
//!
//! The readings are rule E101's where UTF-8 was misread, else E103's.

mod chain;
mod evidence;
mod gate;
mod recased;
mod regions;

use std::ops::Range;

use self::chain::{Chain, Chains, LATER};
use self::evidence::Evidence;
use self::regions::Gains;
use super::super::document::passage_ends;
use super::{MISREAD, RECASED, Votes, capitals};
use crate::language::identify::{self, Tongues};
use crate::repair::Options;
use crate::repair::proposal::Proposal;
use crate::repair::scan::Scan;
use crate::text::QuickMap;

/// Thousandths of a nat: sums of them do not depend on the order.
type Nats = i32;

/// What the words of a region have to say together to prove a chain, in [`Nats`]: that a document is damaged is held to be
/// one in 3,000, as with every kind of damage (8.0); that it is by this one of sixty chains (4.1); and the odds shall be
/// 200 to 1 after that (5.3).
const PROOF: Nats = 17_400;

/// The probability of a reading that is proven so.
const PROVEN: f32 = 0.996;

/// What a document has proven of chains, by their places.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Proof {
    of_chains: Vec<(i64, i64)>,
}

impl Proof {
    /// Takes in what the passages of a block say for a chain: the most in a row, and all together.
    fn count(&mut self, chain: usize, (most, all): (i64, i64)) {
        if self.of_chains.len() <= chain {
            self.of_chains.resize(chain + 1, (0, 0));
        }
        let known = &mut self.of_chains[chain];
        *known = (known.0.max(most), known.1 + all);
    }

    /// Adds what another part of the same document says.
    pub fn add(&mut self, other: &Self) {
        for (chain, said) in other.of_chains.iter().enumerate() {
            self.count(chain, *said);
        }
    }

    /// The chains that are proven.
    fn proven(&self) -> Vec<usize> {
        let of_chains = self.of_chains.iter().enumerate();
        of_chains.filter(|(_, (most, all))| (*most).max(*all) >= i64::from(PROOF)).map(|(chain, _)| chain).collect()
    }
}

/// Reads back what chains have done to a block.
pub(super) fn pass(
    text: &str,
    scan: &Scan,
    options: &Options,
    known: Option<&Votes>,
    proven: &mut Votes,
) -> Vec<Proposal> {
    let Some(language) = options.language.pack().filter(|_| !scan.passages.is_empty()) else { return Vec::new() };
    let chains = Chains::of(language);
    let of_document = known.map(|votes| votes.chains_proven().proven()).unwrap_or_default();
    let mut evidence = Evidence::new(language);
    let candidates = gate::candidates(text, &scan.passages, chains, &of_document, &mut evidence);
    if candidates.is_empty() {
        return Vec::new();
    }
    let passages = passages(text);
    let mut of_block = Proof::default();
    let fresh = gains(text, &passages, chains, &candidates, &mut evidence, Repeated::Less);
    for (place, chain) in candidates.iter().enumerate() {
        of_block.count(*chain, regions::most_and_all(&fresh, place));
    }
    proven.prove_chains(&of_block);
    let mut believed = of_block.proven();
    believed.extend(of_document);
    let candidates: Vec<usize> = candidates.into_iter().filter(|chain| believed.contains(chain)).collect();
    if candidates.is_empty() {
        return Vec::new();
    }
    let gains = gains(text, &passages, chains, &candidates, &mut evidence, Repeated::Alike);
    let mut trace = regions::trace(&gains, candidates.len());
    if language.name() == identify::TOLD_APART {
        drop_foreign(&passages, &mut trace, |passage, candidate| {
            let number = candidates[candidate];
            read_passage(text, passage, number, &chains.all[number], &mut evidence)
        });
    }
    let mut reader = Reader { text, evidence, capitals: capitals::Words::new(text), proposals: Vec::new() };
    for (passage, candidate) in passages.iter().zip(trace) {
        if let Some(number) = candidate.map(|candidate| candidates[candidate]) {
            for token in &passage.tokens {
                reader.read(token, number, &chains.all[number]);
            }
        }
    }
    reader.proposals
}

/// What a word says that comes again.
#[derive(Clone, Copy, PartialEq)]
enum Repeated {
    /// Half of what it said the last time: it is no new proof.
    Less,
    /// The same.
    Alike,
}

/// What the words of each passage say for each of the candidates.
fn gains<'t>(
    text: &'t str,
    passages: &[Passage],
    chains: &Chains,
    candidates: &[usize],
    evidence: &mut Evidence<'t>,
    repeated: Repeated,
) -> Vec<Gains> {
    let mut seen: QuickMap<&str, u32> = QuickMap::default();
    let of_passage = |passage: &Passage| {
        let mut gains = vec![0; candidates.len()];
        for token in passage.tokens.iter().map(|token| &text[token.clone()]) {
            let times = if repeated == Repeated::Less { seen.entry(token).or_default() } else { &mut 0 };
            for (gain, number) in gains.iter_mut().zip(candidates) {
                let said = evidence.gain(token, *number, &chains.all[*number]);
                *gain += if said > 0 { said >> (*times).min(31) } else { said };
            }
            *times += 1;
        }
        gains
    };
    passages.iter().map(of_passage).collect()
}

/// A passage that is not all ASCII.
struct Passage {
    range: Range<usize>,
    /// Those that are not all ASCII.
    tokens: Vec<Range<usize>>,
}

/// The passages of a text that are not all ASCII.
fn passages(text: &str) -> Vec<Passage> {
    let mut passages: Vec<Passage> = Vec::new();
    let mut ends = passage_ends(text).into_iter();
    let (mut start, mut end) = (0, 0);
    for token in tokens(text) {
        while token.start >= end {
            (start, end) = (end, ends.next().unwrap_or(text.len()).max(end + 1));
        }
        match passages.last_mut() {
            Some(passage) if passage.range.start == start => passage.tokens.push(token),
            _ => passages.push(Passage { range: start..end.min(text.len()), tokens: vec![token] }),
        }
    }
    passages
}

/// Drops regions that are read as another language: what a chain makes of them is no better than what stands there.
fn drop_foreign(passages: &[Passage], trace: &mut [Option<usize>], mut read: impl FnMut(&Passage, usize) -> String) {
    /// Passages of a region that are asked, spread evenly.
    const SAMPLES: usize = 24;
    /// What a passage says is cut off here: one that is long says no more than that it is what it is.
    const MOST: f32 = 3.0;
    /// Log odds that a region is in the language below which it is dropped: a few words say nothing.
    const FOREIGN: f32 = -2.0;
    let mut at = 0;
    for region in trace.chunk_by_mut(|one, next| one == next) {
        let of_region = &passages[at..at + region.len()];
        at += region.len();
        let Some(candidate) = region[0] else { continue };
        let odds = of_region.iter().step_by(of_region.len().div_ceil(SAMPLES)).map(|passage| {
            let tongues = Tongues::of(&read(passage, candidate));
            tongues.danish_log_odds().clamp(-MOST, MOST)
        });
        if odds.sum::<f32>() < FOREIGN {
            region.fill(None);
        }
    }
}

/// A passage as a chain reads it.
fn read_passage<'t>(
    text: &'t str,
    passage: &Passage,
    number: usize,
    chain: &Chain,
    evidence: &mut Evidence<'t>,
) -> String {
    let mut read = String::with_capacity(passage.range.len());
    let mut at = passage.range.start;
    for token in &passage.tokens {
        for (run, meant) in &evidence.read(&text[token.clone()], number, chain).changes {
            read.push_str(&text[at..token.start + run.start]);
            read.push_str(meant);
            at = token.start + run.end;
        }
    }
    read.push_str(&text[at..passage.range.end.max(at)]);
    read
}

/// The tokens that are not all ASCII.
fn tokens(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let next = text.as_bytes()[at..].iter().position(|byte| !byte.is_ascii())?;
        let token = evidence::token_around(text, at + next);
        at = token.end;
        Some(token)
    })
}

/// Reads tokens back.
struct Reader<'t> {
    text: &'t str,
    evidence: Evidence<'t>,
    capitals: capitals::Words<'t>,
    proposals: Vec<Proposal>,
}

impl Reader<'_> {
    /// Proposes what a chain, known by its number, reads in a token.
    fn read(&mut self, token: &Range<usize>, number: usize, chain: &'static Chain) {
        let reading = self.evidence.read(&self.text[token.clone()], number, chain);
        for (run, meant) in &reading.changes {
            let place = token.start + run.start..token.start + run.end;
            let is_recased =
                chain.rule == MISREAD && meant.contains(char::is_lowercase) && self.capitals.surround(&place);
            let proposal = if is_recased {
                Proposal::single(place, RECASED, meant.to_uppercase(), PROVEN, chain.evidence.as_str())
            } else {
                Proposal::single(place, chain.rule, meant.as_str(), PROVEN, chain.evidence.as_str())
            };
            self.proposals.push(proposal);
        }
    }
}

/// What the candidates that come later are worth less is small beside what a word says.
const _: () = assert!(LATER < PROOF / 100);
