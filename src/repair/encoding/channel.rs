//! Channels: what a letter may look like after a kind of damage, and how likely each look is.
//!
//! A [`Channel`] is data. It is made from the codec tables and the tables of glyphs, never typed; the search of
//! [`super::noisy`] does not know one channel from another.

use std::sync::LazyLock;

use super::{LOST_BYTE, LOST_LETTER};
use crate::text::{QuickMap, RuleCode};

/// The letters beyond ASCII that channels are made for: the language's own, and all with those that its text borrows.
#[derive(Clone, Copy, Debug)]
pub(super) struct Letters<'l> {
    pub own: &'l str,
    pub all: &'l str,
}

/// What a letter costs besides that the language only borrows: of two surnames the text has the language's own (`J\u{fffd}rgensen`).
pub(super) const BORROWED: f32 = 2.0;

impl Letters<'_> {
    /// What a guess of this letter costs by whose it is.
    pub fn cost_of(&self, letter: char) -> f32 {
        if self.own.contains(letter) { 0.0 } else { BORROWED }
    }
}

/// Signs that stand behind a word, and before which no space does.
pub(super) const CLOSING: [char; 8] = ['.', ',', ';', ':', '!', '?', ')', '"'];

/// How the case of a letter is known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum CaseOf {
    /// The damage keeps it.
    Letter,
    /// The damage loses it: the letter's place in its word decides.
    Place,
}

/// One look of one letter.
#[derive(Clone, Debug)]
pub(super) struct Confusion {
    /// What stands in the damaged text.
    pub observed: String,
    /// The letter it stands for.
    pub letter: char,
    /// -ln P(observed | letter), in nats.
    pub cost: f32,
    /// How the letter's case is known.
    pub case: CaseOf,
}

/// A kind of damage to single letters.
#[derive(Debug)]
pub(super) struct Channel {
    /// The rule that speaks for it.
    pub rule: RuleCode,
    /// What happened and why it is believed: "CP865 read as windows-1252; the word fits".
    pub evidence: String,
    /// Log odds that a place which could be so damaged is, before the document has proven a case.
    pub rarity: f32,
    /// The characters that its looks begin with.
    beginnings: Vec<char>,
    /// What it confuses; where that is much, made when the first place is looked at.
    confusions: LazyLock<Confusions, Box<dyn FnOnce() -> Confusions + Send>>,
    /// Plain letters that the same damage also takes for others. They go with a look and prove nothing by themselves.
    companions: &'static [Companion],
    /// Whether a look that ends in a space stands before a mark, too.
    stands_before_marks: bool,
}

/// What a channel confuses.
#[derive(Debug)]
struct Confusions {
    /// By the first characters of their looks, likeliest first.
    by_first: QuickMap<char, Vec<Confusion>>,
    /// Whether every look stands for one letter, its case aside: then what it says does not depend on the word.
    are_exact: bool,
}

impl Confusions {
    /// Those of these confusions. Of two that say the same the likelier stays.
    fn of(confusions: impl IntoIterator<Item = Confusion>) -> Self {
        let all: Vec<Confusion> = confusions.into_iter().collect();
        let mut likeliest: Vec<usize> = Vec::with_capacity(all.len());
        let mut places: QuickMap<(&str, char), usize> = QuickMap::default();
        for (number, confusion) in all.iter().enumerate() {
            let place = *places.entry((&confusion.observed, confusion.letter)).or_insert(likeliest.len());
            match likeliest.get_mut(place) {
                Some(known) if all[*known].cost <= confusion.cost => {}
                Some(known) => *known = number,
                None => likeliest.push(number),
            }
        }
        let mut by_first: QuickMap<char, Vec<Confusion>> = QuickMap::default();
        for confusion in likeliest.into_iter().map(|number| &all[number]) {
            if let Some(first) = confusion.observed.chars().next() {
                by_first.entry(first).or_default().push(confusion.clone());
            }
        }
        for of_first in by_first.values_mut() {
            of_first.sort_by(|a, b| a.cost.total_cmp(&b.cost));
        }
        let are_exact = by_first.values().all(|of_first| has_one_letter_a_look(of_first));
        Self { by_first, are_exact }
    }
}

/// A plain letter that was taken for another one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Companion {
    /// What stands in the damaged text.
    pub observed: char,
    /// What it stands for.
    pub letter: char,
    /// -ln P(observed | letter), in nats.
    pub cost: f32,
}

impl Channel {
    /// A channel of these confusions.
    pub fn new(
        rule: RuleCode,
        name: impl std::fmt::Display,
        rarity: f32,
        confusions: impl IntoIterator<Item = Confusion>,
    ) -> Self {
        let confused = Confusions::of(confusions);
        let beginnings = confused.by_first.keys().copied().collect();
        Self::made_when_asked(rule, name, rarity, beginnings, move || confused)
    }

    /// A channel of confusions that are many, of whose looks it is known what they begin with.
    pub fn of_many(
        rule: RuleCode,
        name: impl std::fmt::Display,
        rarity: f32,
        beginnings: Vec<char>,
        confusions: impl FnOnce() -> Vec<Confusion> + Send + 'static,
    ) -> Self {
        Self::made_when_asked(rule, name, rarity, beginnings, || Confusions::of(confusions()))
    }

    fn made_when_asked(
        rule: RuleCode,
        name: impl std::fmt::Display,
        rarity: f32,
        beginnings: Vec<char>,
        confused: impl FnOnce() -> Confusions + Send + 'static,
    ) -> Self {
        let evidence = format!("{name}; the word fits");
        let confusions = LazyLock::new(Box::new(confused) as Box<dyn FnOnce() -> Confusions + Send>);
        Self { rule, evidence, rarity, beginnings, confusions, companions: &[], stands_before_marks: false }
    }

    /// Whether every look stands for one letter, its case aside: then what it says does not depend on the word.
    pub fn is_exact(&self) -> bool {
        self.confusions.are_exact
    }

    /// Whether its looks say nothing of the letter that they stand for.
    pub fn guesses(&self) -> bool {
        matches!(self.rule, LOST_BYTE | LOST_LETTER)
    }

    /// The same channel with these companions.
    pub fn with_companions(self, companions: &'static [Companion]) -> Self {
        Self { companions, ..self }
    }

    /// The same channel, of whose looks those that end in a space stand before a mark, too, as no word and its space do.
    pub fn standing_before_marks(self) -> Self {
        Self { stands_before_marks: true, ..self }
    }

    /// Whether a look that ends in a space stands before a mark, too.
    pub fn stands_before_marks(&self) -> bool {
        self.stands_before_marks
    }

    /// What a plain letter may stand for besides itself.
    pub fn companions_of(&self, observed: char) -> impl Iterator<Item = &'static Companion> {
        self.companions.iter().filter(move |companion| companion.observed == observed)
    }

    /// Whether a look begins with this character.
    pub fn begins_with(&self, c: char) -> bool {
        self.beginnings.contains(&c)
    }

    /// The first characters of its looks.
    pub fn beginnings(&self) -> impl Iterator<Item = char> {
        self.beginnings.iter().copied()
    }

    /// What it confuses, each with its place among those whose looks begin with the same character.
    pub fn confusions(&self) -> impl Iterator<Item = (usize, &Confusion)> {
        self.confusions.by_first.values().flat_map(|of_first| of_first.iter().enumerate())
    }

    /// What it confuses whose looks begin with a character, the likeliest first.
    pub fn beginning_with(&self, c: char) -> &[Confusion] {
        self.confusions.by_first.get(&c).map_or(&[], Vec::as_slice)
    }

    /// Takes what it confuses whose looks a text begins with, the likeliest first.
    pub fn look_at<'c>(&'c self, text: &str, take: impl FnMut(&'c Confusion)) {
        let first = text.chars().next().unwrap_or_default();
        self.beginning_with(first).iter().filter(|confusion| text.starts_with(&confusion.observed)).for_each(take);
    }
}

fn has_one_letter_a_look(confusions: &[Confusion]) -> bool {
    let mut letters: QuickMap<&str, char> = QuickMap::default();
    confusions.iter().all(|confusion| {
        let letter = *letters.entry(&confusion.observed).or_insert(confusion.letter);
        letter.to_lowercase().eq(confusion.letter.to_lowercase())
    })
}

#[cfg(test)]
mod tests {
    use super::super::channels::Channels;
    use crate::language::Language;

    #[test]
    fn what_looks_begin_with_is_known_before_they_are_made() {
        for channel in &Channels::of(Language::danish()).all {
            let mut known: Vec<char> = channel.beginnings().collect();
            known.sort_unstable();
            known.dedup();
            let mut made: Vec<char> = channel.confusions.by_first.keys().copied().collect();
            made.sort_unstable();
            assert_eq!(known, made, "{}", channel.evidence);
        }
    }
}
