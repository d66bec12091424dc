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

use self::chain::{Chain, Chains, LATER, Read};
use self::evidence::{Evidence, read_runs};
use self::regions::Gains;
use super::super::document::passage_ends;
use super::{MISREAD, RECASED, Votes, capitals};
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
    let mut evidence = Evidence::new(language, options.language);
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
    let trace = regions::trace(&gains, candidates.len());
    let mut reader = Reader { text, evidence, capitals: capitals::Words::new(text), proposals: Vec::new() };
    for (passage, candidate) in passages.iter().zip(trace) {
        if let Some(number) = candidate.map(|candidate| candidates[candidate]) {
            for token in passage {
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
    passages: &[Vec<Range<usize>>],
    chains: &Chains,
    candidates: &[usize],
    evidence: &mut Evidence<'t>,
    repeated: Repeated,
) -> Vec<Gains> {
    let mut seen: QuickMap<&str, u32> = QuickMap::default();
    let of_passage = |passage: &Vec<Range<usize>>| {
        let mut gains = vec![0; candidates.len()];
        for token in passage.iter().map(|token| &text[token.clone()]) {
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

/// The tokens beyond ASCII of each passage that has any.
fn passages(text: &str) -> Vec<Vec<Range<usize>>> {
    let mut passages: Vec<Vec<Range<usize>>> = Vec::new();
    let mut ends = passage_ends(text).into_iter();
    let mut end = 0;
    for token in tokens(text) {
        if token.start >= end || passages.is_empty() {
            end = ends.find(|end| *end > token.start).unwrap_or(text.len());
            passages.push(Vec::new());
        }
        if let Some(passage) = passages.last_mut() {
            passage.push(token);
        }
    }
    passages
}

/// What stands between spaces and is not all ASCII.
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
        let written = &self.text[token.clone()];
        if self.evidence.is_kept(written, number, chain) {
            return;
        }
        for (run, read) in read_runs(written, chain) {
            let Read::Text(meant) = read else { continue };
            let (run, meant) = changed(written, run, &meant);
            let place = token.start + run.start..token.start + run.end;
            let is_recased =
                chain.rule == MISREAD && meant.contains(char::is_lowercase) && self.capitals.surround(&place);
            let proposal = if is_recased {
                Proposal::single(place, RECASED, meant.to_uppercase(), PROVEN, chain.evidence.as_str())
            } else {
                Proposal::single(place, chain.rule, meant, PROVEN, chain.evidence.as_str())
            };
            self.proposals.push(proposal);
        }
    }
}

/// What of a run changes, without the characters at its ends that stay.
fn changed<'m>(token: &str, run: Range<usize>, meant: &'m str) -> (Range<usize>, &'m str) {
    let written = &token[run.clone()];
    let start: usize =
        written.chars().zip(meant.chars()).take_while(|(old, new)| old == new).map(|(c, _)| c.len_utf8()).sum();
    let (written, meant) = (&written[start..], &meant[start..]);
    let alike = written.chars().rev().zip(meant.chars().rev()).take_while(|(old, new)| old == new);
    let end: usize = alike.map(|(c, _)| c.len_utf8()).sum();
    (run.start + start..run.end - end, &meant[..meant.len() - end])
}

/// What the candidates that come later are worth less is small beside what a word says.
const _: () = assert!(LATER < PROOF / 100);
