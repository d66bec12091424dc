//! Whether an edit, or what a suspect proposes, is right.
//!
//! The passage around it (the words it touches, and on either side up to [`CONTEXT`] words, no farther than the next
//! word that is as the gold has it) is compared with the same passage of the gold text, once with the change and once
//! without. The change is **right** if
//!
//! 1. the passage with it is nearer to the gold than without it (fewer characters replaced, missing or too many), and
//! 2. what it changes stands in the gold at that place, character for character: there is a best alignment of the
//!    passage in which that is matched as a whole. What is the same at the start and at the end before and after is
//!    not changed, only written again.
//!
//! Else it is **wrong**. So a change is judged by itself: another error in the same word does not make it wrong, and
//! a change that only comes nearer, as `Ökonomi` → `Økonami`, is not right. A join is right if the gold has the word in
//! one piece, a removal if the gold has nothing there. A change is **not judged** if the comparison cannot see it (it
//! moves white space that is folded), or if it mends, and does not remove, text that the gold lacks altogether.

use std::ops::Range;

use super::Comparison;
use super::levenshtein::{self, Step};
use super::score::{Interner, Read};
use super::text::{Characters, is_space};

/// How many words on either side are looked at, at most: enough to hold the place, few enough that damage far away
/// has no say.
const CONTEXT: usize = 4;

/// What the gold text says of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The gold has what the change writes.
    Right,
    /// It has something else.
    Wrong,
    /// It cannot tell.
    Unjudged,
}

/// A change to be judged: one that was made, to be taken back for comparison, or one that is proposed, to be made.
#[derive(Clone, Copy, Debug)]
pub struct Change<'a> {
    /// What stands without the change.
    pub before: &'a str,
    /// What stands with it.
    pub after: &'a str,
}

/// A repaired text beside its gold text.
pub struct Judge<'a> {
    gold_text: &'a str,
    text: &'a str,
    gold: Read<'a>,
    words: Read<'a>,
    /// For each word of the text where it stands in the gold.
    partners: Vec<Partner>,
    comparison: Comparison,
}

/// Where a word of the text stands in the gold.
struct Partner {
    /// Gold words passed before it, less those right before it that the text lacks.
    after: usize,
    /// Gold words passed before it.
    at: usize,
    step: Step,
}

impl<'a> Judge<'a> {
    /// A judge of changes to the text.
    pub fn new(gold: &'a str, text: &'a str, comparison: impl Into<Comparison>) -> Self {
        let comparison = comparison.into();
        let mut interner = Interner::of(comparison.fold);
        let (gold_words, words) = (interner.read(gold), interner.read(text));
        let mut partners = Vec::with_capacity(words.ids.len());
        let (mut at, mut after) = (0, 0);
        for step in levenshtein::align(&gold_words.ids, &words.ids) {
            if step != Step::Delete {
                partners.push(Partner { after, at, step });
            }
            at += usize::from(step != Step::Insert);
            if step != Step::Delete {
                after = at;
            }
        }
        Self { gold_text: gold, text, gold: gold_words, words, partners, comparison }
    }

    /// What the gold says of a change at this place of the text, in bytes, where one of its two sides stands.
    pub fn judge(&self, place: Range<usize>, change: Change) -> Verdict {
        let (Some(left), Some(right)) = (self.text.get(..place.start), self.text.get(place.end..)) else {
            return Verdict::Unjudged;
        };
        let writes = |text: &str| !text.chars().all(is_space);
        if self.is_lacking(&place) && writes(change.before) && writes(change.after) {
            return Verdict::Unjudged;
        }
        let passage = self.passage(&place);
        let gold = Characters::of(&self.gold_text[passage.gold], self.comparison).symbols;
        let left = &left[passage.text.start.min(place.start)..];
        let right = &right[..passage.text.end.max(place.end) - place.end];
        let read = |middle: &str| Characters::of(&[left, middle, right].concat(), self.comparison);
        let (without, with) = (read(change.before), read(change.after));
        if without.symbols == with.symbols {
            return Verdict::Unjudged;
        }
        let cost = levenshtein::distance(&gold, &with.symbols);
        let changed = left.len() + common_start(change.before, change.after);
        let end = left.len() + change.after.len() - common_end(change.before, change.after);
        let written = with.range(&(changed..end.max(changed)));
        match cost < levenshtein::distance(&gold, &without.symbols) && stands(&gold, &with.symbols, written, cost) {
            true => Verdict::Right,
            false => Verdict::Wrong,
        }
    }

    /// The passage around a place, for a reader: as the gold has it, and as the text has it; the words with one space
    /// between them.
    pub fn quote(&self, place: Range<usize>) -> (String, String) {
        let passage = self.passage(&place);
        let fold = |text: &str| text.split(is_space).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
        (fold(&self.gold_text[passage.gold]), fold(&self.text[passage.text]))
    }

    /// Whether all words that a place cuts into are words that the gold has nothing for.
    fn is_lacking(&self, place: &Range<usize>) -> bool {
        let first = self.words.places.partition_point(|word| word.end <= place.start);
        let end = self.words.places.partition_point(|word| word.start < place.end);
        first < end && self.partners[first..end].iter().all(|partner| partner.step == Step::Insert)
    }

    /// The words around a place, and the same words of the gold, in bytes of the texts.
    fn passage(&self, place: &Range<usize>) -> Passage {
        let touched = self.words.places.partition_point(|word| word.end < place.start);
        let past = self.words.places.partition_point(|word| word.start <= place.end);
        let (mut first, mut end) = (touched, past);
        while first > 0 && touched - first < CONTEXT && !(first < touched && self.is_kept(first)) {
            first -= 1;
        }
        while end < self.partners.len() && end - past < CONTEXT && !(end > past && self.is_kept(end - 1)) {
            end += 1;
        }
        let gold_start = match self.partners.get(first) {
            _ if first == 0 => 0,
            Some(partner) if partner.step == Step::Keep => partner.at,
            Some(partner) => partner.after,
            None => self.gold_end_of(first - 1),
        };
        let gold_end = match self.partners.get(end) {
            None => self.gold.places.len(),
            Some(_) if end > 0 && self.is_kept(end - 1) => self.gold_end_of(end - 1),
            Some(partner) => partner.at,
        };
        Passage { text: span(&self.words.places, first..end), gold: span(&self.gold.places, gold_start..gold_end) }
    }

    fn is_kept(&self, word: usize) -> bool {
        self.partners[word].step == Step::Keep
    }

    /// Gold words passed after a word of the text.
    fn gold_end_of(&self, word: usize) -> usize {
        let partner = &self.partners[word];
        partner.at + usize::from(partner.step != Step::Insert)
    }
}

/// How many bytes two texts have in common at their start.
fn common_start(one: &str, other: &str) -> usize {
    let same = one.chars().zip(other.chars()).take_while(|(x, y)| x == y);
    same.map(|(x, _)| x.len_utf8()).sum()
}

/// How many bytes two texts have in common at their end, behind what they have in common at their start.
fn common_end(one: &str, other: &str) -> usize {
    let start = common_start(one, other);
    let same = one[start..].chars().rev().zip(other[start..].chars().rev()).take_while(|(x, y)| x == y);
    same.map(|(x, _)| x.len_utf8()).sum()
}

/// The same passage of both texts, in bytes.
struct Passage {
    text: Range<usize>,
    gold: Range<usize>,
}

/// The bytes from the first to the last of some words; of no words, the place between.
fn span(places: &[Range<usize>], words: Range<usize>) -> Range<usize> {
    match places.get(words.clone()) {
        Some([first, .., last]) => first.start..last.end,
        Some([only]) => only.clone(),
        _ => {
            let at = places.get(words.start).map(|place| place.start).or(places.last().map(|place| place.end));
            at.unwrap_or(0)..at.unwrap_or(0)
        }
    }
}

/// Whether some alignment of the text with the gold that costs no more than `cost` matches what stands at `written`
/// with the same characters of the gold.
fn stands(gold: &[u32], text: &[u32], written: Range<usize>, cost: usize) -> bool {
    let (left, word, right) = (&text[..written.start], &text[written.clone()], &text[written.end..]);
    let before = prefix_costs(gold.iter(), left.iter());
    let after = prefix_costs(gold.iter().rev(), right.iter().rev());
    (0..=gold.len().saturating_sub(word.len())).any(|at| {
        let end = at + word.len();
        gold.get(at..end) == Some(word) && before[at] + after[gold.len() - end] == cost
    })
}

/// What it costs to turn each prefix of `gold` into all of `text`, the empty prefix first.
fn prefix_costs<'a>(
    gold: impl ExactSizeIterator<Item = &'a u32> + Clone,
    text: impl Iterator<Item = &'a u32>,
) -> Vec<usize> {
    let mut costs: Vec<usize> = (0..=gold.len()).collect();
    for symbol in text {
        let mut corner = std::mem::replace(&mut costs[0], 0);
        costs[0] = corner + 1;
        for (at, other) in gold.clone().enumerate() {
            let pair = corner + usize::from(other != symbol);
            corner = costs[at + 1];
            costs[at + 1] = pair.min(corner + 1).min(costs[at] + 1);
        }
    }
    costs
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The verdict on the change that brackets mark in the text: `[before|after]`.
    fn verdict(gold: &str, marked: &str, keep_lines: bool) -> Verdict {
        let (left, rest) = marked.split_once('[').unwrap();
        let (middle, right) = rest.split_once(']').unwrap();
        let (before, after) = middle.split_once('|').unwrap();
        let made = [left, after, right].concat();
        let place = left.len()..left.len() + after.len();
        let done = Judge::new(gold, &made, keep_lines).judge(place, Change { before, after });
        let left_as_it_was = [left, before, right].concat();
        let place = left.len()..left.len() + before.len();
        let proposed = Judge::new(gold, &left_as_it_was, keep_lines).judge(place, Change { before, after });
        assert_eq!(done, proposed, "{marked}");
        done
    }

    #[test]
    fn a_change_is_right_where_the_gold_has_what_it_writes() {
        for (gold, marked) in [
            ("mødet i aften", "m[Ã¸|ø]det i aften"),
            ("mødet i aften", "[modet|mødet] i aften"),
            // Other errors in and around the word do not matter.
            ("mødet i aften", "m[Ã¸|ø]dct i aftcn"),
            ("hele kommunen er med", "hele kom[-\n|]munen er med"),
            ("ny idrætshal i byen", "ny idræts[ |]hal i byen"),
            ("kom til Danmark nu", "kom til[| ]Danmark nu"),
            ("slut på siden og videre", "slut på siden [Side 3 af 12\n|]og videre"),
            ("den største sal", "den [st0rste|største] sal"),
            // The break that it carries along is another's damage.
            ("ved Holbæk fjord", "ved [Hol-\nbÃ¦k|Hol-\nbæk] fjord"),
        ] {
            assert_eq!(verdict(gold, marked, false), Verdict::Right, "{marked}");
        }
    }

    #[test]
    fn a_change_is_wrong_where_the_gold_has_something_else() {
        for (gold, marked) in [
            ("mødet i aften", "[mødet|modet] i aften"),
            // Nearer than before, and still not right.
            ("ny Økonomi nu", "ny [Ôkonorni|Økonomj] nu"),
            ("hele IT-afdelingen kom", "hele IT[-\n|]afdelingen kom"),
            ("slut på siden og videre", "slut på [siden |]og videre"),
            ("den største sal", "den [s|]tørste sal"),
            ("den lille sal", "den [lilIe|lilje] sal"),
            ("mødet i aften", "mø[| ]det i aften"),
        ] {
            assert_eq!(verdict(gold, marked, false), Verdict::Wrong, "{marked}");
        }
    }

    #[test]
    fn what_cannot_be_seen_is_not_judged() {
        assert_eq!(verdict("en lang linje", "en lang[\n| ]linje", false), Verdict::Unjudged);
        assert_eq!(verdict("en lang linje", "en lang[\n| ]linje", true), Verdict::Right);
        assert_eq!(verdict("en lang\nlinje", "en lang[\n| ]linje", true), Verdict::Wrong);
        // A running head that the gold does not have.
        let gold = "forrige side slutter her og næste side begynder";
        assert_eq!(
            verdict(gold, "forrige side slutter her Mødereferat S[1|i]de 4 og næste side begynder", false),
            Verdict::Unjudged
        );
    }

    #[test]
    fn texts_without_words_are_judged_too() {
        assert_eq!(verdict("", "[\u{1}|]", false), Verdict::Right);
        assert_eq!(verdict("", "[|x]", false), Verdict::Wrong);
        assert_eq!(verdict("x", "[|x]", false), Verdict::Right);
        assert_eq!(verdict("", "[ |]", false), Verdict::Unjudged);
    }
}
