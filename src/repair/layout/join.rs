//! The one place where lines are joined: every rule that finds two lines to belong together says how, and here it
//! becomes a proposal.

use std::ops::Range;

use compact_str::CompactString;
use smallvec::{SmallVec, smallvec};

use crate::repair::proposal::Proposal;
use crate::repair::{Candidate, LineMode};
use crate::text::{Evidence, RuleCode};

/// What stands between two lines once they are one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Seam {
    /// A space: the line was wrapped between words.
    Space,
    /// Nothing, and the mark before it goes: `kommune`.
    Close,
    /// The mark alone: `IT-afdelingen`.
    Hyphen,
    /// The mark and a space: `kultur- og fritid`.
    Hang,
}

/// The place between two lines.
#[derive(Clone, Debug)]
pub(super) struct Gap {
    /// The hyphen, or what was read for one, at the end of the first line; empty where there is none.
    pub mark: Range<usize>,
    /// From the mark to the second line. Running heads that go lie between the pieces.
    pub pieces: SmallVec<[Range<usize>; 1]>,
    /// Whether something that stays lies between the lines, so that only a word can be made whole.
    pub is_held: bool,
}

impl Gap {
    /// Where the second line begins.
    fn end(&self) -> usize {
        self.pieces.last().map_or(self.mark.end, |piece| piece.end)
    }
}

/// Two lines that belong together.
pub(super) struct Join<'a> {
    pub gap: Gap,
    /// What may stand between them, most probable first.
    pub readings: &'a [(Seam, f32)],
    pub rule: RuleCode,
    pub evidence: Evidence,
}

/// Proposes to join two lines. With [`LineMode::Keep`] lines stay and only a cut word moves up whole.
pub(super) fn propose(text: &str, join: Join, mode: LineMode, proposals: &mut Vec<Proposal>) {
    let proposal = match mode {
        LineMode::Join if !join.gap.is_held => close_gap(text, &join),
        _ => complete_word(text, &join),
    };
    let Some(proposal) = proposal else { return };
    let is_one_line = mode == LineMode::Join && !join.gap.is_held;
    let rest = if is_one_line { &join.gap.pieces[1..] } else { &[] };
    let (rule, probability) = (join.rule, proposal.probability());
    proposals.push(proposal);
    for piece in rest.iter().filter(|piece| !piece.is_empty()) {
        proposals.push(Proposal::single(piece.clone(), rule, "", probability, join.evidence.clone()));
    }
}

fn close_gap(text: &str, join: &Join) -> Option<Proposal> {
    let mark = &text[join.gap.mark.clone()];
    let range = join.gap.mark.start..join.gap.pieces.first()?.end;
    let candidates = join.readings.iter().map(|&(seam, probability)| {
        let (mark, space) = match seam {
            Seam::Space => (mark, " "),
            Seam::Hang => (hyphen(mark), " "),
            Seam::Close => ("", ""),
            Seam::Hyphen => (hyphen(mark), ""),
        };
        let mut text = CompactString::from(mark);
        text.push_str(space);
        Candidate { text, probability }
    });
    Some(Proposal {
        range,
        rule: join.rule,
        candidates: candidates.collect::<SmallVec<[Candidate; 1]>>(),
        evidence: join.evidence.clone(),
    })
}

/// The hyphen that a mark stands for.
fn hyphen(mark: &str) -> &str {
    if matches!(mark, "‐" | "‑" | "–") { mark } else { "-" }
}

/// The rest of the word moves up to its first half; the lines stay, less one that held nothing else.
fn complete_word(text: &str, join: &Join) -> Option<Proposal> {
    let &(seam, probability) = join.readings.first()?;
    let mark = match seam {
        Seam::Space | Seam::Hang => return None,
        Seam::Close => "",
        Seam::Hyphen => hyphen(&text[join.gap.mark.clone()]),
    };
    let next = join.gap.end();
    let line = text[next..].split(['\n', '\r', '\x0c']).next().unwrap_or_default();
    let word = line.split([' ', '\t']).next().unwrap_or_default();
    let space = line[word.len()..].len() - line[word.len()..].trim_start_matches([' ', '\t']).len();
    // Heads that go lie between the pieces.
    let between = match join.gap.is_held {
        true => text[join.gap.mark.end..next].to_owned(),
        false => join.gap.pieces.iter().map(|piece| &text[piece.clone()]).collect(),
    };
    let is_alone = word.len() + space == line.len();
    let between = if is_alone { without_last_line_end(&between) } else { &between };
    let candidate = Candidate { text: format!("{mark}{word}{between}").into(), probability };
    let range = join.gap.mark.start..next + word.len() + space;
    Some(Proposal { range, rule: join.rule, candidates: smallvec![candidate], evidence: join.evidence.clone() })
}

fn without_last_line_end(gap: &str) -> &str {
    let end = gap.rfind(['\n', '\r', '\x0c']).unwrap_or(0);
    let end = if end > 0 && gap[..=end].ends_with("\r\n") { end - 1 } else { end };
    &gap[..end]
}
