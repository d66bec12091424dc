//! Every place between two lines, asked once.

use std::ops::Range;

use smallvec::SmallVec;

use super::evidence::{Evidence, is_running};
use super::hyphens::{self, Cut, Usage, Verdict};
use super::join::{self, Gap, Join, Seam};
use super::lines::Line;
use super::lost_hyphens::{self, Lost};
use super::page_cuts::Paragraphs;
use super::pairs::{Heads, Pair, pairs};
use super::signs::{Ending, Start};
use super::structure::{Kind, STRAY_INDENT};
use super::wrapped::Measures;
use super::{HYPHEN, LOST_HYPHEN, PAGE_CUT, WRAPPED, page_cuts};
use crate::language::lowercase;
use crate::repair::Options;
use crate::repair::proposal::Proposal;
use crate::text::Confidence;

/// Log odds below which a place is not worth a reviewer's look.
const WORTH_A_LOOK: f32 = 0.0;
/// Words cut at another sign than a hyphen from which on the text has it for one.
const OTHER_HYPHENS: usize = 3;
/// Line ends from which on a text whose lines end inside no word is one whose lines never do; and as many for each hyphen that ends one. Of
/// a printer's lines one in ten ends in a hyphen.
const LINES_WITHOUT_HYPHEN: usize = 20;
/// How often what is made whole is asked what else it tells, at most: each time fewer words are new.
const MOST_ROUNDS: usize = 4;

/// What two words that nobody knows are on both sides of a page's end: halves of one as often as not.
const HALVES: [(Seam, f32); 2] = [(Seam::Close, 0.5), (Seam::Space, 0.45)];

/// Proposes what is to be done at every place between two lines.
pub(super) fn propose<'t>(
    text: &'t str,
    lines: &[Line],
    kinds: &[Kind],
    heads: &Heads,
    evidence: &Evidence<'t>,
    options: &Options,
    proposals: &mut Vec<Proposal>,
) {
    let pairs = pairs(lines, kinds, heads);
    let measures = Measures::of(text, lines, kinds, &pairs, evidence);
    evidence.expect(measures.names(text, lines, &pairs));
    let habit = habit(text, lines, kinds, &pairs, evidence);
    let seen = |line: usize| &text[lines[line].text.clone()];
    let cut = |pair: &Pair| hyphens::cut(seen(pair.first), seen(pair.second)).map(Box::new);
    // Few lines end in a cut word, and of each much is known.
    let cuts: Vec<Option<Box<Cut>>> = pairs.iter().map(cut).collect();
    let asks_for_hyphens = options.rules.allows(HYPHEN);
    let hyphens = match asks_for_hyphens {
        true => Usage {
            has_capital_nouns: measures.has_capital_nouns(),
            ..usage_of_hyphens(text, kinds, &pairs, &cuts, evidence)
        },
        false => Usage::default(),
    };
    let place = |at: usize| Place {
        text,
        lines,
        kinds,
        heads,
        pairs: &pairs,
        pair: &pairs[at],
        at,
        cut: cuts[at].as_deref(),
        measures: &measures,
        habit,
        hyphens,
        evidence,
    };
    if asks_for_hyphens {
        let cut: Vec<Place> = (0..pairs.len()).map(place).filter(|place| place.hyphen().is_some()).collect();
        learn_made_words(&cut, evidence, options);
    }
    let odds: Vec<Option<f32>> = (0..pairs.len()).map(|at| place(at).odds_of_wrapping()).collect();
    let joined: Vec<bool> = odds.iter().enumerate().map(|(at, odds)| place(at).is_joined(*odds)).collect();
    let paragraphs = page_cuts::paragraphs(lines, &pairs, &joined);
    let lost: Vec<Option<Lost>> = (0..pairs.len()).map(|at| place(at).lost_hyphen()).collect();
    let frequency = lost_hyphens::frequency(&lost);
    for (at, lost) in lost.into_iter().enumerate() {
        let place = place(at);
        if place.may_cut_word() {
            let lost = lost.map(|lost| Lost { odds: lost.odds + frequency, ..lost });
            place.propose(lost, odds[at], &paragraphs[at], options, proposals);
        }
    }
}

/// What hyphens at line ends are in a text, as the words tell that are cut at them.
fn usage_of_hyphens(
    text: &str,
    kinds: &[Kind],
    pairs: &[Pair],
    cuts: &[Option<Box<Cut>>],
    evidence: &Evidence,
) -> Usage {
    let asked = pairs.iter().zip(cuts).filter(|(pair, _)| may_cut_word(kinds, pair));
    let cuts: Vec<&Cut> = asked.filter_map(|(_, cut)| cut.as_deref()).collect();
    let proven = cuts.iter().filter(|cut| cut.is_other_sign && hyphens::makes_word(cut, evidence));
    let are_few = pairs.len() >= LINES_WITHOUT_HYPHEN && cuts.len() * LINES_WITHOUT_HYPHEN <= pairs.len();
    Usage {
        has_other_signs: proven.take(OTHER_HYPHENS).count() == OTHER_HYPHENS,
        has_own_only: are_few && !cuts.iter().any(|cut| hyphens::is_printers(cut, evidence)),
        has_capital_nouns: false,
        parted: hyphens::share_of_parted(text, &cuts, evidence),
    }
}

/// Learns which words are made whole for certain: a word that is cut at two places is known at one of them from the other, as it would
/// be once that one is whole. So a second run knows no more than the first.
fn learn_made_words(places: &[Place], evidence: &Evidence, options: &Options) {
    let made = || places.iter().filter_map(|place| place.made_word(options));
    for _ in 0..MOST_ROUNDS {
        if !evidence.set_made(made()) {
            break;
        }
    }
}

/// The share of paragraphs that the author of a text begins with a small letter.
fn habit(text: &str, lines: &[Line], kinds: &[Kind], pairs: &[Pair], evidence: &Evidence) -> f32 {
    let seen = |line: usize| &text[lines[line].text.clone()];
    let parted = pairs.iter().filter(|pair| !pair.is_adjacent() && !pair.is_paged);
    let prose = parted.filter(|pair| is_running(kinds[pair.first]) && kinds[pair.second] == Kind::Prose);
    let after_stops = prose.filter(|pair| Ending::of(seen(pair.first), evidence) == Ending::Stop);
    page_cuts::habit(after_stops.map(|pair| Start::of(seen(pair.second)) == Start::Lower))
}

/// A place between two lines, with all that is asked about it.
struct Place<'p, 't> {
    text: &'p str,
    lines: &'p [Line],
    kinds: &'p [Kind],
    heads: &'p Heads,
    pairs: &'p [Pair],
    pair: &'p Pair,
    at: usize,
    /// The word that is cut here, if the lines are such that one may be.
    cut: Option<&'p Cut<'p>>,
    measures: &'p Measures,
    /// The share of paragraphs that their author begins with a small letter.
    habit: f32,
    /// What hyphens at line ends are in this text.
    hyphens: Usage,
    evidence: &'p Evidence<'t>,
}

impl<'p> Place<'p, '_> {
    fn first(&self) -> &'p str {
        &self.text[self.lines[self.pair.first].text.clone()]
    }

    fn second(&self) -> &'p str {
        &self.text[self.lines[self.pair.second].text.clone()]
    }

    fn may_cut_word(&self) -> bool {
        may_cut_word(self.kinds, self.pair)
    }

    /// Whether the second line may go on with the first by what both are.
    fn is_running(&self) -> bool {
        is_running(self.kinds[self.pair.first])
            && matches!(self.kinds[self.pair.second], Kind::Prose | Kind::Item | Kind::Leader | Kind::Closed)
    }

    fn lost_hyphen(&self) -> Option<Lost> {
        let may_be_cut = self.is_running() && self.second().starts_with(char::is_lowercase);
        let lost = may_be_cut.then(|| lost_hyphens::find(self.first(), self.second(), self.evidence)).flatten()?;
        self.cut.is_none().then_some(lost)
    }

    /// Whether the two lines are of one paragraph, by the odds that the first was wrapped, or by a word that is cut between them.
    fn is_joined(&self, wrapping: Option<f32>) -> bool {
        wrapping.is_some_and(|odds| odds > WORTH_A_LOOK) || (self.pair.is_adjacent() && self.hyphen().is_some())
    }

    /// The log odds that the first line was wrapped, where the second is the next.
    fn odds_of_wrapping(&self) -> Option<f32> {
        let may_be = self.pair.is_adjacent() && self.may_cut_word() && self.is_running();
        if !may_be || self.cut.is_some() {
            return None;
        }
        self.measures.odds(self.at, self.pair, self.text, self.lines, self.evidence)
    }

    fn propose(
        &self,
        lost: Option<Lost>,
        wrapping: Option<f32>,
        paragraphs: &Paragraphs,
        options: &Options,
        proposals: &mut Vec<Proposal>,
    ) {
        if let Some(cut) = self.cut {
            return self.propose_hyphen(cut, options, proposals);
        }
        if !self.is_running() {
            return;
        }
        let odds = match self.pair.is_adjacent() {
            true => wrapping,
            false => self.odds_of_page_cut(paragraphs),
        };
        if let Some(lost) = lost.filter(|lost| lost.odds > WORTH_A_LOOK) {
            // Half a word is no end of a line that an author made.
            let wrapped = if self.pair.is_adjacent() { 1.0 } else { odds.map_or(0.0, probability) };
            let readings = [(Seam::Close, wrapped * probability(lost.odds))];
            let evidence = "the halves of a known word, their hyphen lost or misread";
            return self.join((lost.mark, 0), &readings, LOST_HYPHEN, evidence, options, proposals);
        }
        let Some(odds) = odds.filter(|odds| *odds > WORTH_A_LOOK) else { return };
        let (rule, evidence) = match self.pair.is_adjacent() {
            true => (WRAPPED, "a full line, and the next goes on with it"),
            false => (PAGE_CUT, "a paragraph that the end of a page cut"),
        };
        let seam = if ends_glued(self.first()) { Seam::Close } else { Seam::Space };
        let sure = probability(odds);
        if !self.pair.is_adjacent() && lost_hyphens::may_be_halves(self.first(), self.second(), self.evidence) {
            let readings = HALVES.map(|(seam, share)| (seam, share * sure));
            return self.join(
                (0, 0),
                &readings,
                rule,
                "a page's end between two words that nobody knows, or halves of one",
                options,
                proposals,
            );
        }
        self.join((0, 0), &[(seam, sure)], rule, evidence, options, proposals);
    }

    /// The log odds that a page's end cut a paragraph here.
    fn odds_of_page_cut(&self, paragraphs: &Paragraphs) -> Option<f32> {
        let end = &self.text[self.lines[paragraphs.last_line].text.clone()];
        page_cuts::odds((self.first(), self.second(), end), paragraphs, &self.page_cut(), self.evidence)
    }

    fn page_cut(&self) -> page_cuts::Cut<'p> {
        let (first, second) = (self.pair.first, self.pair.second);
        page_cuts::Cut {
            pair: self.pair,
            kinds: (self.kinds[first], self.kinds[second]),
            fill: self.measures.fill(self.at),
            is_set_otherwise: self.lines[first].indent.abs_diff(self.lines[second].indent) > STRAY_INDENT,
            habit: self.habit,
        }
    }

    fn propose_hyphen(&self, cut: &Cut, options: &Options, proposals: &mut Vec<Proposal>) {
        let Verdict { readings, evidence } = self.decide(cut);
        self.join((cut.mark, cut.doubled), &readings, HYPHEN, evidence, options, proposals);
    }

    /// What a cut may have been, where it stands.
    fn decide(&self, cut: &Cut) -> Verdict {
        let ends_in_digit = cut.left.ends_with(|c: char| c.is_ascii_digit());
        // A list item never begins with the rest of a word, nor does a page's heading.
        let standing = match (self.kinds[self.pair.second], self.pair.is_adjacent()) {
            (Kind::Item, _) => 0.5,
            (_, true) => 1.0,
            _ if self.parts_words(cut) => 0.9,
            // No word is cut before a number; a page's head begins with one.
            _ if !ends_in_digit && is_number(cut.right) => 0.5,
            (_, false) => 0.999,
        };
        let standing = if self.is_in_list_of_hyphens() { 0.5 * standing } else { standing };
        // Where no line ends inside a word, verse may end in a hyphen as well; it does not part numbers.
        let standing = match self.hyphens.has_own_only && !ends_in_digit {
            true => standing * (1.0 - self.measures.list(self.at)),
            false => standing,
        };
        let mut verdict = hyphens::decide(cut, self.hyphens, self.evidence);
        verdict.readings.iter_mut().for_each(|(_, probability)| *probability *= standing);
        verdict
    }

    /// The word that a hyphen, or what is read for one, cuts here.
    fn hyphen(&self) -> Option<&'p Cut<'p>> {
        self.cut.filter(|_| self.may_cut_word())
    }

    /// The word that is made whole here at the level that is applied.
    fn made_word(&self, options: &Options) -> Option<(String, &str)> {
        let cut = self.hyphen()?;
        let (seam, probability) = *self.decide(cut).readings.first()?;
        let mark = match seam {
            Seam::Close => "",
            Seam::Hyphen => "-",
            Seam::Space | Seam::Hang => return None,
        };
        let is_made = Confidence::from_probability(probability) >= options.apply;
        is_made.then(|| (lowercase(&format!("{}{mark}{}", cut.left, cut.right)), cut.left))
    }

    /// Whether a blank line that is no page's parts two words, the first alone on its line: `Nøgle-` heads a list.
    fn parts_words(&self, cut: &Cut) -> bool {
        !self.pair.is_adjacent()
            && !self.pair.is_paged
            && !self.first().contains(' ')
            && [cut.left, cut.right].iter().all(|half| self.evidence.is_known(&half.to_lowercase()))
    }

    /// Whether the line before or after ends in a hyphen as this one does, each before a number or a capital: `Uge 28-⏎Uge 29-`
    /// is a list, whose hyphens its author set.
    fn is_in_list_of_hyphens(&self) -> bool {
        let seen = |line: usize| &self.text[self.lines[line].text.clone()];
        let begins = |line: &str| line.starts_with(|c: char| c.is_ascii_digit() || c.is_uppercase());
        let is_so = |pair: &Pair| pair.is_adjacent() && seen(pair.first).ends_with('-') && begins(seen(pair.second));
        let beside = [self.at.checked_sub(1), Some(self.at + 1)].into_iter().flatten();
        is_so(self.pair) && beside.filter_map(|at| self.pairs.get(at)).any(is_so)
    }

    /// Proposes to join the lines; `mark` is how many bytes of the first one end it as a hyphen, and of the second one
    /// begin it as one.
    fn join(
        &self,
        mark: (usize, usize),
        readings: &[(Seam, f32)],
        rule: crate::text::RuleCode,
        evidence: &'static str,
        options: &Options,
        proposals: &mut Vec<Proposal>,
    ) {
        let end = self.lines[self.pair.first].text.end;
        let gap = Gap {
            mark: end - mark.0..end,
            pieces: self.pieces(end..self.lines[self.pair.second].text.start + mark.1),
            is_held: self.pair.is_held,
        };
        join::propose(self.text, Join { gap, readings, rule, evidence: evidence.into() }, options.lines, proposals);
    }

    /// What is left of a range without the heads that go.
    fn pieces(&self, range: Range<usize>) -> SmallVec<[Range<usize>; 1]> {
        let mut pieces = SmallVec::new();
        let mut start = range.start;
        let removed = &self.heads.removed;
        let from = removed.partition_point(|head| head.end <= range.start);
        for head in removed[from..].iter().take_while(|head| head.start < range.end) {
            pieces.push(start..head.start);
            start = head.end;
        }
        pieces.push(start..range.end);
        pieces
    }
}

/// Whether the rest of a word may stand on the second line of a pair: also where one of the two has cells.
fn may_cut_word(kinds: &[Kind], pair: &Pair) -> bool {
    let (first, second) = (kinds[pair.first], kinds[pair.second]);
    let begins = matches!(first, Kind::Prose | Kind::Item | Kind::Cells);
    let goes_on = matches!(second, Kind::Prose | Kind::Item | Kind::Leader | Kind::Closed | Kind::Cells);
    begins && goes_on && (first, second) != (Kind::Cells, Kind::Cells)
}

/// Whether what a line ends in goes on without a space: `Mer-/⏎mindreforbrug`, `og/⏎eller`, a hyphen behind a sign. (A virgule between
/// spaces is a comma of old, and hyphens between spaces are a dash.)
fn ends_glued(line: &str) -> bool {
    let before = line.strip_suffix('/').unwrap_or_else(|| line.trim_end_matches('-'));
    before.len() < line.len() && before.ends_with(|c: char| !c.is_whitespace())
}

fn is_number(word: &str) -> bool {
    word.bytes().all(|byte| byte.is_ascii_digit())
}

/// The probability that log odds are.
fn probability(odds: f32) -> f32 {
    1.0 / (1.0 + (-odds).exp())
}

#[cfg(test)]
mod tests {
    use super::ends_glued;

    #[test]
    fn a_dash_between_spaces_is_glued_to_nothing() {
        for (line, wanted) in [
            ("og/", true),
            ("tanken---", true),
            ("(4)-", true),
            ("han saa ---", false),
            ("han saa --", false),
            ("om /", false),
            ("slut", false),
        ] {
            assert_eq!(ends_glued(line), wanted, "{line}");
        }
    }
}
