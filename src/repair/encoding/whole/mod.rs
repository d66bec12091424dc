//! A document, or a region of one, that one chain of encodings has damaged is read back whole: letters, capitals, names,
//! quotation marks, dashes.
//!
//! Damage happens to files. A word by itself says little of a name or a `½`; all words of a document say which encoding was
//! read as which ([`chain`]). The [`gate`] asks which chains the letters could have gone through at all; every word says what a
//! chain would make of it ([`evidence`]); where passages in a row say enough, the chain is proven ([`PROOF`]), and where each
//! passage went through it is told by all of them together ([`regions`]). What is left after that is for the rules of words.
//!
//! The readings are rule E101's where UTF-8 was misread, else E103's.

mod along;
mod chain;
mod evidence;
mod foreign;
mod gate;
mod proof;
mod recased;
mod regions;
mod signs;
mod spoilt;
mod tokens;

use std::cell::Cell;
use std::ops::Range;

use self::chain::{Chain, Chains, Kind, LATER};
use self::evidence::{TokenReading, Weigher};
pub(super) use self::proof::Proof;
use self::proof::{Nats, PROOF};
use self::regions::Gains;
use self::tokens::{Letters, Passage, Tokens};
use super::mention::Mentions;
use super::{RECASED, Votes, capitals};
use crate::language::{Language, identify};
use crate::repair::Options;
use crate::repair::proposal::Proposal;
use crate::repair::scan::Scan;

/// Reads back what chains have done to a block.
pub(super) fn pass(
    text: &str,
    scan: &Scan,
    options: &Options,
    known: Option<&Votes>,
    proven: &mut Votes,
) -> Vec<Proposal> {
    pass_of(Kind::Letters, text, scan, options, known, proven)
}

/// The same for chains that show letters as signs of ASCII.
pub(in crate::repair) fn plain_pass(
    text: &str,
    scan: &Scan,
    options: &Options,
    known: Option<&Votes>,
    proven: &mut Votes,
) -> Vec<Proposal> {
    pass_of(Kind::Signs, text, scan, options, known, proven)
}

/// Whether a text is all in capitals, with signs of ASCII between them that may be letters.
pub(in crate::repair) fn is_in_capitals(text: &str) -> bool {
    gate::signs_among_capitals(text).next().is_some()
}

/// What a pass does for chains of one kind.
fn pass_of(
    kind: Kind,
    text: &str,
    scan: &Scan,
    options: &Options,
    known: Option<&Votes>,
    proven: &mut Votes,
) -> Vec<Proposal> {
    let has_signs = || kind == Kind::Signs && is_in_capitals(text);
    let is_plain = scan.passages.is_empty() && scan.controls.is_empty() && !has_signs();
    let Some(language) = options.language.pack().filter(|_| !is_plain) else { return Vec::new() };
    let chains = Chains::of(language);
    let of_document = known.map(|votes| votes.chains_proven().proven()).unwrap_or_default();
    let weigher = Weigher::new(language);
    let candidates = gate::candidates(kind, text, scan, chains, &of_document, weigher);
    if candidates.is_empty() {
        return Vec::new();
    }
    let plain = candidates.iter().flat_map(|number| chains.all[*number].plain());
    let tokens = Tokens::of(text, &Letters::new(plain.copied()));
    let mut candidates: Vec<Candidate> =
        candidates.into_iter().map(|number| Candidate::new(number, &chains.all[number])).collect();
    for token in &tokens.different {
        let mut token = weigher.ask(token);
        candidates.iter_mut().for_each(|candidate| candidate.readings.push(token.read(candidate.chain)));
    }
    let of_block = proof_of_block(text, &tokens, &candidates);
    proven.prove_chains(&of_block);
    let mut proof = of_block;
    known.into_iter().for_each(|votes| proof.add(votes.chains_proven()));
    candidates.retain_mut(|candidate| {
        candidate.probability = proof.probability(candidate.number);
        proof.is_proven(candidate.number)
    });
    if candidates.is_empty() {
        return Vec::new();
    }
    drop_lesser(&mut candidates, &proof);
    // Of chains that read the words alike the one is believed that reads the signs best, then the commoner one.
    candidates.sort_by_cached_key(|candidate| candidate.oddness(&tokens));
    let mut trace = regions::trace(&gains(&tokens, &candidates, Repeated::Alike, |_, _| false), candidates.len());
    if language.name() == identify::TOLD_APART {
        foreign::drop_foreign(text, &tokens, &candidates, &mut trace);
    }
    along::take_along(kind, language, &tokens, &candidates, &mut trace);
    vote(&tokens, &candidates, &trace, proven);
    propose(text, language, &tokens, &candidates, &trace)
}

/// Drops chains that read nothing but what another, which more speaks for, reads alike: `├╕` shows so after several, `├Ш` after one, and the
/// others only leave what they do not know, be it half of a word.
fn drop_lesser(candidates: &mut Vec<Candidate>, proof: &Proof) {
    let is_lesser = |one: &Candidate, other: &Candidate| {
        let mut readings = one.readings.iter().zip(&other.readings);
        proof.said(one.number) < proof.said(other.number)
            && readings.all(|(one, other)| one.changes.iter().all(|change| other.changes.contains(change)))
    };
    let lesser: Vec<usize> = candidates
        .iter()
        .filter(|one| candidates.iter().any(|other| is_lesser(one, other)))
        .map(|candidate| candidate.number)
        .collect();
    candidates.retain(|candidate| !lesser.contains(&candidate.number));
}

/// Counts what is read back as proven cases for what is left: passages of the same chain that lost a byte.
fn vote(tokens: &Tokens, candidates: &[Candidate], trace: &[Option<usize>], proven: &mut Votes) {
    for (passage, place) in tokens.passages.iter().zip(trace) {
        let Some(candidate) = place.map(|place| &candidates[place]) else { continue };
        if let Some(chain) = candidate.chain.of_passages() {
            let changed = passage.tokens.iter().filter(|(_, token)| !candidate.readings[*token].changes.is_empty());
            changed.for_each(|_| proven.count_chain(chain));
        }
    }
}

/// A chain that may have been at work, and what it makes of each different token of a block.
struct Candidate {
    /// The chain's place among all.
    number: usize,
    chain: &'static Chain,
    readings: Vec<TokenReading>,
    /// The probability that it was, once it is proven.
    probability: f32,
}

impl Candidate {
    fn new(number: usize, chain: &'static Chain) -> Self {
        Self { number, chain, readings: Vec::new(), probability: 0.0 }
    }

    /// How odd all characters of a block are as the chain reads them.
    fn oddness(&self, tokens: &Tokens) -> i64 {
        let read = |(token, reading): (&&str, &TokenReading)| evidence::applied(token, &reading.changes);
        tokens.different.iter().zip(&self.readings).map(read).map(|text| i64::from(signs::oddness(&text))).sum()
    }

    /// A part of a passage as the chain reads it, which has these of its tokens.
    fn read(&self, text: &str, part: &Range<usize>, tokens: &[(usize, usize)]) -> String {
        let mut read = String::with_capacity(part.len());
        let mut at = part.start;
        for &(start, token) in tokens {
            for (run, meant) in &self.readings[token].changes {
                read.push_str(&text[at..start + run.start]);
                read.push_str(meant);
                at = start + run.end;
            }
        }
        // A passage that is cut within a word ends before its last token does.
        read.push_str(&text[at..part.end.max(at)]);
        read
    }
}

/// What a block proves of the candidates. What is mentioned (code, a quotation of damage) proves nothing.
fn proof_of_block(text: &str, tokens: &Tokens, candidates: &[Candidate]) -> Proof {
    /// Words that are asked whether the text speaks of them: a text with so many more is damaged.
    const ASKED: usize = 64;
    let mentions = Mentions::new(text);
    let damaged = Cell::new(0);
    let is_mentioned = |start: usize, token: usize| {
        // What the candidates make of it differs little where they are believed at all.
        let best = candidates.iter().map(|candidate| &candidate.readings[token]).max_by_key(|reading| reading.gain);
        let Some(best) = best.filter(|best| best.gain > 0 && damaged.get() < ASKED) else { return false };
        let place = start..start + tokens.different[token].len();
        let meant = evidence::applied(tokens.different[token], &best.changes);
        let is_mentioned = mentions.is_at(&place, Some(&meant));
        damaged.set(damaged.get() + usize::from(!is_mentioned));
        is_mentioned
    };
    let gains = gains(tokens, candidates, Repeated::Less, is_mentioned);
    let mut proof = Proof::default();
    for (place, candidate) in candidates.iter().enumerate() {
        proof.count(candidate.number, regions::most_and_all(&gains, place));
    }
    proof
}

/// What a word says that comes again.
#[derive(Clone, Copy, PartialEq)]
enum Repeated {
    /// Half of what it said the last time: it is no new proof.
    Less,
    /// The same.
    Alike,
}

/// What the words of each passage say for each of the candidates, but for those that are passed over: by where each begins, and
/// its place among the different ones.
fn gains(
    tokens: &Tokens,
    candidates: &[Candidate],
    repeated: Repeated,
    is_passed_over: impl Fn(usize, usize) -> bool,
) -> Vec<Gains> {
    let mut seen = vec![0_u8; if repeated == Repeated::Less { tokens.different.len() } else { 0 }];
    let of_passage = |passage: &Passage| {
        let mut gains: Gains = smallvec::smallvec![0; candidates.len()];
        for &(start, token) in &passage.tokens {
            if is_passed_over(start, token) {
                continue;
            }
            let times = seen.get(token).copied().unwrap_or(0);
            for (gain, candidate) in gains.iter_mut().zip(candidates) {
                let said = candidate.readings[token].gain;
                *gain = gain.saturating_add(if said > 0 { said >> times.min(31) } else { said });
            }
            if let Some(times) = seen.get_mut(token) {
                *times = times.saturating_add(1);
            }
        }
        gains
    };
    tokens.passages.iter().map(of_passage).collect()
}

/// Proposes what the chains read that the passages went through.
fn propose(
    text: &str,
    language: &Language,
    tokens: &Tokens,
    candidates: &[Candidate],
    trace: &[Option<usize>],
) -> Vec<Proposal> {
    let mut capitals = capitals::Words::new(text);
    let mut proposals = Vec::new();
    for (passage, place) in tokens.passages.iter().zip(trace) {
        let Some(candidate) = place.map(|place| &candidates[place]) else { continue };
        let Candidate { chain, probability, .. } = candidate;
        for &(start, token) in &passage.tokens {
            if let Some((place, letter)) = before_space(text, start, tokens.different[token], chain) {
                let letter = letter.to_string();
                proposals.push(Proposal::single(place, chain.rule, letter, *probability, chain.evidence.as_str()));
            }
            let changes = &candidate.readings[token].changes;
            let written = tokens.different[token];
            let is_spoilt = |(run, meant): &(Range<usize>, String)| {
                spoilt::puts_sign_into_word(language, written, run, meant)
                    || spoilt::puts_letter_at_number(written, run, meant)
            };
            if changes.iter().any(is_spoilt) {
                continue;
            }
            for (run, meant) in changes {
                let place = start + run.start..start + run.end;
                // A letter of ASCII among the bytes kept its case: `JVJ’s`.
                let has_small = || meant.contains(|c: char| c.is_lowercase() && !c.is_ascii());
                let is_raised = has_small() && capitals.surround(&place);
                proposals.push(if is_raised {
                    Proposal::single(place, RECASED, meant.to_uppercase(), *probability, chain.evidence.as_str())
                } else {
                    Proposal::single(place, chain.rule, meant.as_str(), *probability, chain.evidence.as_str())
                });
            }
        }
    }
    proposals
}

/// A letter alone before a space that was its second byte, or was lost: of two spaces one was.
fn before_space(text: &str, start: usize, token: &str, chain: &Chain) -> Option<(Range<usize>, char)> {
    let end = start + token.len();
    let rest = text.get(end..).filter(|rest| rest.starts_with(' '))?;
    let letter = chain.beside_space(token)?;
    Some((start..end + usize::from(rest.starts_with("  ")), letter))
}

/// What the candidates that come later are worth less is small beside what a word says.
const _: () = assert!(LATER < PROOF / 100);
