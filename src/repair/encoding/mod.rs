//! The encoding stage: text that was decoded wrongly, once or often, also when it was then printed and read.
//!
//! [`super::scan`] finds the places where damage could begin; the rules say what each may have been; what a document proves on its own
//! evidence votes for its doubtful places ([`Votes`]); and with all votes counted every place becomes a proposal.

mod alone;
mod around;
mod asked;
mod c1;
mod capitals;
mod channel;
mod channels;
mod choice;
mod document_words;
mod escapes;
#[cfg(test)]
mod fitting;
mod font_codes;
mod looks;
mod lost_byte;
mod lost_letter;
mod lost_ligatures;
mod memo;
mod mention;
mod misread;
mod noisy;
mod passages;
mod phrase;
mod printed;
mod questions;
mod rank;
mod reader;
mod recased;
mod scripts;
mod sights;
mod spots;
mod stripped;
mod swap;
mod undo;
mod unread;
mod verdict;
mod votes;
mod weigh;
mod whole;
mod word_memo;
mod words;

use std::ops::Range;

use super::plausibility::Plausibility;
use super::proposal::Proposal;
use super::scan::Scan;
use super::{Options, Rule};
use crate::text::RuleCode;

pub(crate) use votes::Votes;

/// Whether a run of characters beyond ASCII can be read as UTF-8 that was misread: evidence that later stages leave.
pub(super) fn may_be_misread(passage: &str) -> bool {
    misread::possible(passage) && misread::is_readable(passage)
}

/// Whether a rule says which letter was lost of which nothing but a mark is left.
pub(super) fn is_lost_letter(rule: RuleCode) -> bool {
    rule == LOST_LETTER || rule == LOST_BYTE
}

const MISREAD: RuleCode = RuleCode("E101");
const C1: RuleCode = RuleCode("E102");
const SWAP: RuleCode = RuleCode("E103");
const RECASED: RuleCode = RuleCode("E104");
const LOST_BYTE: RuleCode = RuleCode("E105");
const LOST_LETTER: RuleCode = RuleCode("E106");
const STRIPPED: RuleCode = RuleCode("E107");
const PRINTED: RuleCode = RuleCode("E108");
const FONT_CODE: RuleCode = RuleCode("E109");

/// The rules of this stage.
pub(super) const RULES: [&[Rule]; 2] = [
    &[
        Rule::new(MISREAD, "utf8-misread", include_str!("misread.rs")),
        Rule::new(C1, "c1-control", include_str!("c1.rs")),
        Rule::new(SWAP, "single-byte-swap", include_str!("swap.rs")),
        Rule::new(RECASED, "recased", include_str!("recased.rs")),
        Rule::new(LOST_BYTE, "lost-byte", include_str!("lost_byte.rs")),
        Rule::new(LOST_LETTER, "lost-letter", include_str!("lost_letter.rs")),
        Rule::new(STRIPPED, "stripped-bit", include_str!("stripped.rs")),
        Rule::new(PRINTED, "printed-mojibake", include_str!("printed.rs")),
        Rule::new(FONT_CODE, "font-code", include_str!("font_codes.rs")),
    ],
    &escapes::RULES,
];

/// What a pass does: proposals for a block. It votes by what it proves, and by what is `known` of its document; what it proves is
/// added to `proven`.
pub(super) type Pass = fn(&str, &Scan, &Options, Option<&Votes>, proven: &mut Votes) -> Vec<Proposal>;

/// The pass that comes before anything else looks at brackets and braces: they may be letters of an encoding that was read as
/// another.
pub(super) use whole::{is_in_capitals, plain_pass as first_pass};

/// Whether a block is of a document that was read in an encoding which is not undone: then no letters of it are mended but those that its
/// words prove. `known` is what the document proves, where it has several blocks.
pub(super) fn is_unread(text: &str, scan: &Scan, known: Option<&Votes>, proven: &mut Votes) -> bool {
    proven.count_runs(unread::Runs::of(text, scan));
    known.unwrap_or(proven).are_unread()
}

/// Whether a text writes bytes as letters, or counts letters, of which none is damage.
pub(super) use unread::{counts_letters, is_of_bytes};

/// The pass that asks a text which ligatures it lacks: what is gone leaves no sign that a scan could find.
pub(super) use lost_ligatures::pass as ligatures_pass;

/// The passes of this stage, in the order in which damage is undone.
/// Words go twice: what the first time mended are the neighbours of what it left.
pub(super) const PASSES: [Pass; 8] = [
    escapes::pass,
    whole::pass,
    passages::usual_pass,
    font_codes::pass,
    words::pass,
    words::pass,
    passages::rest_pass,
    c1_pass,
];

/// The places of the passes that know by Danish words what is damage.
pub(super) const OF_WORDS: std::ops::RangeInclusive<usize> = 4..=5;

/// The passes that ask what words prove, or what is written in ASCII.
pub(super) const OF_PROOF: std::ops::RangeInclusive<usize> = 0..=1;

/// The place of the pass that is the one before it again, and has nothing new to say where that one changed nothing.
pub(super) const REPEATED: usize = 5;

fn c1_pass(text: &str, scan: &Scan, options: &Options, _: Option<&Votes>, _: &mut Votes) -> Vec<Proposal> {
    let plausibility = Plausibility::of(options.language);
    let mut proposals = Vec::new();
    for range in &scan.passages {
        for (at, control) in text[range.clone()].char_indices().filter(|(_, c)| matches!(c, '\u{80}'..='\u{9f}')) {
            let place = range.start + at..range.start + at + control.len_utf8();
            let (before, after) = neighbours(text, &place);
            if let Some((meant, odds)) = c1::reading(control, before, after, plausibility)
                && !c1::is_of_another_page(text, &place)
            {
                let evidence = "this byte of windows-1252, where text has no control";
                proposals.push(Proposal::single(place, C1, meant.to_string(), shares(&[odds])[0], evidence));
            }
        }
    }
    proposals
}

/// Whether a place is in a character class of a regular expression, where letters stand in any order: `[a-zæøåÄèÈ]`.
fn is_character_class(text: &str, place: &Range<usize>) -> bool {
    /// Bytes that are read back for the bracket.
    const REACH: usize = 96;
    const RANGES: [&str; 3] = ["a-z", "A-Z", "0-9"];
    let before = &text[text.floor_char_boundary(place.start.saturating_sub(REACH))..place.start];
    let inside = before.rfind('[').map(|at| &before[at..]);
    inside.is_some_and(|inside| !inside.contains([']', ' ', '\n']) && RANGES.iter().any(|range| inside.contains(range)))
}

/// Log odds from which a case counts as proven on its own evidence: 200 to 1.
const PROVEN: f32 = 5.3;

/// The least probability that is reported at all.
const WORTH_A_LOOK: f32 = 0.02;

/// The characters on both sides of a range.
fn neighbours(text: &str, range: &Range<usize>) -> (Option<char>, Option<char>) {
    (text[..range.start].chars().next_back(), text[range.end..].chars().next())
}

/// The probabilities of readings from their log odds against a text that is right as it stands, whose own are 0.
fn shares(odds: &[f32]) -> Vec<f32> {
    let most = odds.iter().copied().fold(0.0, f32::max);
    let total: f32 = (-most).exp() + odds.iter().map(|odd| (odd - most).exp()).sum::<f32>();
    odds.iter().map(|odd| (odd - most).exp() / total).collect()
}
