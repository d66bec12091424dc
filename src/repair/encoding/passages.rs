//! Passages that may be misread UTF-8, by themselves and with what the document proves of them.

use std::ops::Range;
use std::rc::Rc;
use std::sync::LazyLock;

use super::memo::{self, Judgement};
use super::misread::{self, CHAINS, Reading};
use super::{
    MISREAD, PROVEN, RECASED, Votes, WORTH_A_LOOK, capitals, is_character_class, mention, neighbours, scripts, shares,
};
use crate::language::Language;
use crate::repair::plausibility::Plausibility;
use crate::repair::proposal::Proposal;
use crate::repair::scan::Scan;
use crate::repair::{Candidate, LanguageChoice, Options};
use crate::text::Confidence;

/// Misread passages that prove themselves and can be read in one way. What would stand for a letter that the language
/// hardly has (`Å¥` for ť), or for one letter or another, waits until the rules that know words have had their say.
pub(super) fn usual_pass(
    text: &str,
    scan: &Scan,
    options: &Options,
    known: Option<&Votes>,
    proven: &mut Votes,
) -> Vec<Proposal> {
    let mut findings = collect(text, scan, options);
    if options.language == LanguageChoice::None {
        return findings.vote_and_propose(known, proven);
    }
    findings.misread.retain(|misread| misread.judgement.is_plain);
    let mut proposals = findings.vote_and_propose(known, proven);
    proposals.retain(|proposal| Confidence::from_probability(proposal.probability()) == Confidence::Certain);
    proposals
}

pub(super) fn rest_pass(
    text: &str,
    scan: &Scan,
    options: &Options,
    known: Option<&Votes>,
    proven: &mut Votes,
) -> Vec<Proposal> {
    let Some(language) = options.language.pack() else { return Vec::new() };
    let findings = collect(text, scan, options);
    let votes = &*Votes::of_block(proven, known);
    let plausibility = Plausibility::of(options.language);
    let doubted = |proposal| doubt_unusual(proposal, text, votes, plausibility, language);
    findings.proposals(votes).into_iter().map(doubted).collect()
}

/// What begins with a capital of the language may be damaged in other ways (`pÅ¥` for `på`): a letter that the language hardly
/// has is believed there only where the document has proven that it was misread so.
fn doubt_unusual(
    mut proposal: Proposal,
    text: &str,
    votes: &Votes,
    plausibility: &Plausibility,
    language: &Language,
) -> Proposal {
    let begins = text[proposal.range.clone()].chars().next();
    let is_own_capital = begins.is_some_and(|c| c.is_uppercase() && language.own_letters().contains(c));
    // `zvlášť`: letters alone, which other languages have, are no misread letter that hardly one has.
    let are_letters = text[proposal.range.clone()].chars().all(char::is_alphabetic);
    if votes.has_misread() || !is_own_capital && !are_letters {
        return proposal;
    }
    for candidate in &mut proposal.candidates {
        if !plausibility.is_usual(&candidate.text) {
            candidate.probability = candidate.probability.min(DOUBTED);
        }
    }
    proposal
}

/// Worth a look, no more.
const DOUBTED: f32 = 0.9;

fn doubt(proposal: &mut Proposal) {
    proposal.limit(DOUBTED);
}

/// Whether a passage would become a picture between letters (`Offici⚴le`), or a sign of Chinese beside one: it was misread in another
/// way, or not at all.
fn is_picture_in_word(text: &str, place: &Range<usize>, meant: &str) -> bool {
    /// Arrows and what comes behind them.
    const PICTURES: char = '\u{2190}';
    let (before, after) = neighbours(text, place);
    let letter = |c: Option<char>| c.is_some_and(char::is_alphabetic);
    let is_mark = |c: char| matches!(c, '\u{3000}'..='\u{303f}' | '\u{ff01}'..='\u{ff65}');
    let is_picture = |c: char| c >= PICTURES && !c.is_alphabetic() && c != char::REPLACEMENT_CHARACTER && !is_mark(c);
    /// Where the signs of Chinese and of its neighbours begin.
    const CHINESE: char = '\u{2e80}';
    let latin = |c: Option<char>| c.is_some_and(|c| c.is_alphabetic() && c < '\u{250}');
    let is_chinese = |c: char| c >= CHINESE && c.is_alphabetic();
    letter(before) && letter(after) && meant.chars().all(is_picture)
        || (latin(before) || latin(after)) && meant.contains(is_chinese)
}

/// Whether a word would be half mended: letters of another script stay in the rest of it, which no passage explains (`├Жrø`); or any
/// beyond ASCII, beside a reading that text hardly has (`ŐCWRĚŻjŢÔ`).
fn leaves_other_script(text: &str, at: usize, misread: &[Misread], plausibility: &Plausibility) -> bool {
    /// Bytes that a word is followed to either side.
    const REACH: usize = 48;
    let Misread { range, .. } = &misread[at];
    let Some(best) = misread[at].best().filter(|best| !best.text.contains(scripts::is_other_script)) else {
        return false;
    };
    let is_left = |c: char| scripts::is_other_script(c) || !c.is_ascii() && !plausibility.is_usual(&best.text);
    let of_word = |&(_, c): &(usize, char)| c.is_alphabetic() || !c.is_ascii() && !c.is_whitespace();
    let is_explained = |place: usize| {
        let other = misread.partition_point(|other| other.range.end <= place);
        misread.get(other).is_some_and(|other| other.range.start <= place)
    };
    let start = text.floor_char_boundary(range.start.saturating_sub(REACH));
    let end = text.ceil_char_boundary((range.end + REACH).min(text.len()));
    let before = text[start..range.start].char_indices().rev().take_while(of_word).map(|(at, c)| (start + at, c));
    let after = text[range.end..end].char_indices().take_while(of_word).map(|(at, c)| (range.end + at, c));
    before.chain(after).any(|(place, c)| is_left(c) && !is_explained(place))
}

/// What was found in a block, before the document has voted.
#[derive(Debug)]
struct Findings<'t> {
    text: &'t str,
    misread: Vec<Misread>,
}

/// A passage that may be misread UTF-8.
#[derive(Debug)]
struct Misread {
    range: Range<usize>,
    judgement: Rc<Judgement>,
    /// Whether it stands among capitals.
    capitals: bool,
    /// Whether mending it would leave no word.
    breaks_word: bool,
}

/// Asks every rule about every place that the scan found.
fn collect<'t>(text: &'t str, scan: &Scan, options: &Options) -> Findings<'t> {
    let lossy = options.language == LanguageChoice::None;
    let mut findings = Findings { text, misread: Vec::with_capacity(scan.passages.len()) };
    let mut words = capitals::Words::new(text);
    for range in &scan.passages {
        let range = misread::with_lost_bytes(text, range, lossy);
        if findings.misread.last().is_some_and(|last: &Misread| last.range.end > range.start) {
            continue;
        }
        let judgement = memo::judge(&text[range.clone()], neighbours(text, &range), options.language);
        if !judgement.readings.is_empty() {
            let capitals = words.surround(&range);
            let meant = judgement.readings.first().map(|best| best.text.as_str());
            let breaks_word = meant.is_some_and(|meant| is_picture_in_word(text, &range, meant));
            findings.misread.push(Misread { range, judgement, capitals, breaks_word });
        }
    }
    let plausibility = Plausibility::of(options.language);
    for at in 0..findings.misread.len() {
        findings.misread[at].breaks_word |= leaves_other_script(text, at, &findings.misread, plausibility);
    }
    findings
}

impl Misread {
    fn best(&self) -> Option<&Reading> {
        self.judgement.readings.first()
    }

    /// Whether the text speaks of it: then it proves nothing.
    fn is_mentioned(&self, text: &str, mentions: &mention::Mentions) -> bool {
        let meant = self.best().map(|best| best.text.as_str());
        mentions.is_at(&self.range, meant) || is_character_class(text, &self.range)
    }
}

impl Findings<'_> {
    fn vote_and_propose(self, known: Option<&Votes>, proven: &mut Votes) -> Vec<Proposal> {
        proven.add(&self.votes());
        self.proposals(&Votes::of_block(proven, known))
    }

    /// What the block proves by itself.
    fn votes(&self) -> Votes {
        /// Cases that are asked whether the text speaks of them: what has so many more is damaged, and they weigh no more.
        const ASKED: usize = 32;
        let mut votes = Votes::default();
        let rare = Votes::default();
        let mentions = mention::Mentions::new(self.text);
        let mut counted = 0;
        for misread in &self.misread {
            if let Some(best) = misread.best()
                && best.gain + rare.chain(best.chain) >= PROVEN
            {
                if counted < ASKED && misread.is_mentioned(self.text, &mentions) {
                    votes.count_mentioned();
                } else {
                    votes.count_chain(best.chain);
                    counted += 1;
                }
            }
        }
        votes
    }

    /// The proposals, with the document's votes counted.
    fn proposals(self, votes: &Votes) -> Vec<Proposal> {
        let mut proposals = Vec::with_capacity(self.misread.len());
        let mut made = Made::default();
        let mentions = mention::Mentions::new(self.text);
        for misread in &self.misread {
            if let Some(proposal) = made.of(&misread.judgement, misread.capitals, votes) {
                let mut proposal = Proposal { range: misread.range.clone(), ..proposal.clone() };
                if misread.breaks_word || !votes.has_misread() && misread.is_mentioned(self.text, &mentions) {
                    doubt(&mut proposal);
                }
                proposals.push(proposal);
            }
        }
        proposals
    }
}

/// Proposals that were made for other places of the same block, so that each is worked out once.
#[derive(Default)]
struct Made<'j> {
    slots: Vec<Option<MadeProposal<'j>>>,
}

/// A judgement, whether its passage stands among capitals, and the proposal that makes.
type MadeProposal<'j> = (&'j Rc<Judgement>, bool, Option<Proposal>);

impl<'j> Made<'j> {
    const SLOTS: usize = 256;

    /// The proposal for a passage, without its range.
    fn of(&mut self, judgement: &'j Rc<Judgement>, capitals: bool, votes: &Votes) -> Option<&Proposal> {
        if self.slots.is_empty() {
            self.slots.resize_with(Self::SLOTS, || None);
        }
        let place = Rc::as_ptr(judgement) as usize;
        let slot = &mut self.slots[(place >> 4 ^ place >> 12) % Self::SLOTS];
        let known = matches!(slot, Some((known, among, _)) if Rc::ptr_eq(known, judgement) && *among == capitals);
        if !known {
            *slot = Some((judgement, capitals, misread_proposal(judgement, capitals, votes)));
        }
        slot.as_ref().and_then(|(_, _, proposal)| proposal.as_ref())
    }
}

/// What is said of a passage that was misread as each encoding.
static EVIDENCE: LazyLock<[String; CHAINS]> = LazyLock::new(|| {
    std::array::from_fn(|chain| {
        format!("its bytes, read as UTF-8 instead of {}, say this", misread::name(chain as misread::Chain))
    })
});

/// A passage's readings against each other and against the passage as it stands; the range is left to the caller.
fn misread_proposal(judgement: &Judgement, capitals: bool, votes: &Votes) -> Option<Proposal> {
    let readings = &judgement.readings;
    let odds = readings.iter().map(|reading| reading.gain + votes.chain(reading.chain));
    let probabilities = shares(&odds.collect::<Vec<_>>());
    let mut ranked: Vec<(&Reading, f32)> = readings.iter().zip(probabilities).collect();
    ranked.sort_by(|a, b| b.1.total_cmp(&a.1));
    let &(best, probability) = ranked.first()?;
    if probability < WORTH_A_LOOK {
        return None;
    }
    let raised = capitals && best.text.chars().any(char::is_lowercase);
    let cased = |text: &str| if capitals { text.to_uppercase() } else { text.to_owned() };
    let candidates =
        ranked.iter().map(|&(reading, probability)| Candidate { text: cased(&reading.text).into(), probability });
    let rule = if raised { RECASED } else { MISREAD };
    let evidence = EVIDENCE[best.chain as usize].as_str();
    Some(Proposal { range: 0..0, rule, candidates: candidates.collect(), evidence: evidence.into() })
}
