//! Characters that were written as escapes for a machine and never turned back: the first pass of the stage, for an
//! escape may hold mojibake, which the later passes then read.
//!
//! Each [`Form`] reads its escapes where the scan found its sign. The escapes of one run of text without spaces are
//! a [`Group`], judged together: whether they stand in prose at all ([`Surroundings`]), and what the words that they
//! make are worth. What a document proves on its own evidence votes for its doubtful places.

mod bytes;
mod cells;
mod encoded_word;
mod entity;
mod percent;
mod quoted_printable;
mod surroundings;
mod unicode_escape;
mod utf7;
mod words;

use std::ops::Range;

use smallvec::SmallVec;

use self::surroundings::Surroundings;
use super::mention::Mentions;
use super::votes::{self, ESCAPE_FORMS, Votes};
use super::{PROVEN, WORTH_A_LOOK, shares};
use crate::repair::proposal::Proposal;
use crate::repair::scan::Scan;
use crate::repair::{LanguageChoice, Options, Rule};
use crate::text::RuleCode;

/// One way of writing characters as escapes.
struct Form {
    rule: RuleCode,
    /// Said of every edit.
    evidence: &'static str,
    /// Where its escapes may begin.
    places: fn(&Scan) -> &[usize],
    /// Reads what begins at a place.
    read: fn(&str, usize) -> Option<Read>,
    /// Whether a group stands where such escapes are damage.
    in_prose: fn(&Group, &mut Surroundings) -> bool,
    /// The log odds of each read of a group, before the rarity of damage is counted.
    odds: fn(&Group, LanguageChoice) -> Odds,
}

/// Log odds, one a read.
type Odds = SmallVec<[f32; 4]>;

/// What an escape, or several on end, says.
#[derive(Clone, Debug, PartialEq)]
struct Read {
    range: Range<usize>,
    text: String,
    /// Log odds that such a string is an escape and nothing else, from how it is written alone.
    odds: f32,
}

/// The escapes of one form in one run of text without spaces.
#[derive(Debug)]
struct Group<'t> {
    text: &'t str,
    /// The run.
    token: Range<usize>,
    reads: Vec<Read>,
}

const CODES: [RuleCode; 6] =
    [RuleCode("E121"), RuleCode("E122"), RuleCode("E123"), RuleCode("E124"), RuleCode("E125"), RuleCode("E126")];

/// The rules of this pass.
pub(super) const RULES: [Rule; CODES.len()] = [
    Rule::new(CODES[0], "html-entity", include_str!("entity.rs")),
    Rule::new(CODES[1], "quoted-printable", include_str!("quoted_printable.rs")),
    Rule::new(CODES[2], "unicode-escape", include_str!("unicode_escape.rs")),
    Rule::new(CODES[3], "percent-escape", include_str!("percent.rs")),
    Rule::new(CODES[4], "utf-7", include_str!("utf7.rs")),
    Rule::new(CODES[5], "encoded-word", include_str!("encoded_word.rs")),
];

static ALL_FORMS: [Form; ESCAPE_FORMS] = [
    Form {
        rule: CODES[0],
        evidence: "an HTML entity in text that is no HTML",
        places: |scan| &scan.ampersands,
        read: entity::read,
        in_prose: entity::in_prose,
        odds: entity::odds,
    },
    Form {
        rule: CODES[1],
        evidence: "a byte as quoted-printable mail writes it, in a word",
        places: |scan| &scan.equals,
        read: quoted_printable::read,
        in_prose: words::in_prose,
        odds: words::odds,
    },
    Form {
        rule: CODES[2],
        evidence: "an escape of program source, in prose",
        places: |scan| &scan.backslashes,
        read: unicode_escape::read,
        in_prose: words::in_prose,
        odds: words::odds,
    },
    Form {
        rule: CODES[3],
        evidence: "bytes as addresses write them, in a word",
        places: |scan| &scan.percents,
        read: percent::read,
        in_prose: words::in_prose,
        odds: words::odds,
    },
    Form {
        rule: CODES[4],
        evidence: "letters as UTF-7 writes them",
        places: |scan| &scan.pluses,
        read: utf7::read,
        in_prose: words::in_prose,
        odds: words::odds,
    },
    Form {
        rule: CODES[2],
        evidence: "an escape as R prints them, in prose",
        places: |scan| &scan.pluses,
        read: unicode_escape::read_of_r,
        in_prose: unicode_escape::is_no_source,
        odds: words::odds,
    },
    Form {
        rule: CODES[2],
        evidence: "a byte as R prints it, in a word",
        places: |scan| &scan.bytes,
        read: unicode_escape::read_byte_of_r,
        in_prose: unicode_escape::is_no_tag,
        odds: words::odds,
    },
    Form {
        rule: CODES[5],
        evidence: "a header of a mail, as it was sent",
        places: |scan| &scan.equals,
        read: encoded_word::read,
        in_prose: encoded_word::in_prose,
        odds: encoded_word::odds,
    },
];

/// Reads escapes back, of every form.
pub(super) fn pass(
    text: &str,
    scan: &Scan,
    options: &Options,
    known: Option<&Votes>,
    proven: &mut Votes,
) -> Vec<Proposal> {
    let mut own = Votes::default();
    let mentions = Mentions::new(text);
    let mut of_form = |(at, form)| find(form, at, &mentions, scan, options, known, &mut own);
    let found: Vec<Vec<(Group, Odds)>> = ALL_FORMS.iter().enumerate().map(&mut of_form).collect();
    proven.add(&own);
    let votes = Votes::of_block(&own, known);
    let mut proposals = Vec::new();
    for (at, (form, groups)) in ALL_FORMS.iter().zip(found).enumerate() {
        let prior = votes::prior(votes.escapes(at));
        for (group, odds) in groups {
            propose(form, group, &odds, prior, &mut proposals);
        }
    }
    proposals
}

/// Everything that one form says of a block, with what it proves counted in `own`.
fn find<'t>(
    form: &Form,
    at: usize,
    mentions: &Mentions<'t>,
    scan: &Scan,
    options: &Options,
    known: Option<&Votes>,
    own: &mut Votes,
) -> Vec<(Group<'t>, Odds)> {
    let text = mentions.text();
    let mut surroundings = Surroundings::new(text, known.is_some_and(Votes::is_markup));
    let groups = groups(form, text, scan, &mut surroundings);
    let mut judged = Vec::with_capacity(groups.len());
    let mut together = Together::default();
    for group in groups {
        if !(form.in_prose)(&group, &mut surroundings) {
            continue;
        }
        let mut odds = (form.odds)(&group, options.language);
        if odds.iter().any(|odds| *odds > words::UNPROVEN) && words::is_mentioned(&group, mentions) {
            odds.iter_mut().for_each(|odds| *odds = odds.min(words::UNPROVEN));
        }
        if odds.iter().any(|odds| odds + votes::prior(0) >= PROVEN) {
            own.count_escape(at);
        } else {
            together.add(&group, &odds);
        }
        judged.push((group, odds));
    }
    for _ in 0..together.proven() {
        own.count_escape(at);
    }
    if surroundings.has_found_markup() {
        own.note_markup();
    }
    judged
}

/// Groups that prove nothing alone and something together: different words that are all likely.
#[derive(Default)]
struct Together<'t> {
    tokens: SmallVec<[&'t str; 4]>,
    odds: f32,
}

impl<'t> Together<'t> {
    /// More words than these prove no more; as many as the list holds without allocating.
    const MOST: usize = 4;
    /// The least log odds of a group that counts: more than an escape that stands alone has.
    const LIKELY: f32 = words::UNPROVEN + 0.1;

    fn add(&mut self, group: &Group<'t>, odds: &Odds) {
        let token = &group.text[group.token.clone()];
        let least = odds.iter().copied().fold(f32::INFINITY, f32::min);
        if least >= Self::LIKELY && self.tokens.len() < Self::MOST && !self.tokens.contains(&token) {
            self.tokens.push(token);
            self.odds += least;
        }
    }

    /// How many proven cases they amount to.
    fn proven(&self) -> usize {
        if self.odds + votes::prior(0) >= PROVEN { self.tokens.len() } else { 0 }
    }
}

/// The reads of a form, by the run that they stand in.
fn groups<'t>(form: &Form, text: &'t str, scan: &Scan, surroundings: &mut Surroundings) -> Vec<Group<'t>> {
    let mut groups: Vec<Group> = Vec::new();
    let mut done = 0;
    for &place in (form.places)(scan) {
        if place < done {
            continue;
        }
        let Some(read) = (form.read)(text, place) else { continue };
        done = read.range.end;
        match groups.last_mut() {
            Some(group) if place < group.token.end => group.reads.push(read),
            _ => groups.push(Group { text, token: surroundings.token(&read.range), reads: vec![read] }),
        }
    }
    groups
}

fn propose(form: &Form, group: Group, odds: &Odds, prior: f32, proposals: &mut Vec<Proposal>) {
    for (read, odds) in group.reads.into_iter().zip(odds) {
        let probability = shares(&[odds + prior])[0];
        if probability >= WORTH_A_LOOK {
            proposals.push(Proposal::single(read.range, form.rule, read.text, probability, form.evidence));
        }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::Repairer;

    /// Asserts that the default level makes `right` of `damaged`, and that it can be undone.
    pub fn certain(damaged: &str, right: &str) {
        certain_in(LanguageChoice::Danish, damaged, right);
    }

    pub(super) fn certain_in(language: LanguageChoice, damaged: &str, right: &str) {
        let repairer = Repairer::new(Options { language, ..Options::default() });
        let repair = repairer.repair(damaged.as_bytes());
        assert_eq!(repair.text(), right);
        assert_eq!(repair.restore(), damaged.as_bytes());
    }

    /// Asserts that the default level changes nothing.
    pub fn stays(text: &str) {
        certain(text, text);
    }

    pub(super) fn stays_in(language: LanguageChoice, text: &str) {
        certain_in(language, text, text);
    }
}
