//! What the rules that go by a pattern read of a block: its text, the words that no list knows, and how sure its passages
//! allow a rule to be.

use std::cell::OnceCell;
use std::ops::Range;

use super::archive::{Archive, Joins};
use super::evidence::DAMAGED;
use crate::language::{Knowledge, Language};
use crate::repair::document::{FOREIGN, Portrait, SURELY_OWN};
use crate::repair::proposal::Proposal;
use crate::text::QuickMap;

/// The most that a repair is worth in a passage that does not tell its language: a suspect.
pub(super) const SUSPECT: f32 = 0.9;
/// The most in a document that is hardly damaged otherwise: a suspect.
const LONE: f32 = 0.94;
/// Runs without space are looked at no further from a place than this, in bytes.
const REACH: usize = 64;
/// Signs of addresses, paths, programs and markup.
const SIGNS: &str = "@/\\_=<>{}[]#~^&$|*`";

/// A block, for the rules that go by a pattern.
pub(super) struct Page<'t> {
    pub text: &'t str,
    pub language: &'static Language,
    /// The words that no list knows, ascending.
    pub unknown: Vec<Range<usize>>,
    archive: Option<&'t Archive>,
    portrait: &'t Portrait<'t>,
    damage: f32,
    /// How often each unknown word stands in it; once it was asked.
    times: OnceCell<QuickMap<&'t str, usize>>,
}

impl<'t> Page<'t> {
    /// A block with its unknown words, in a document of an archive that is so damaged.
    pub fn new(
        text: &'t str,
        language: &'static Language,
        archive: Option<&'t Archive>,
        portrait: &'t Portrait<'t>,
        unknown: Vec<Range<usize>>,
        damage: f32,
    ) -> Self {
        Self { text, language, unknown, archive, portrait, damage, times: OnceCell::new() }
    }

    /// What stands around a place without space, without the punctuation at its ends.
    pub fn run_around(&self, at: usize) -> Range<usize> {
        let from = self.text.floor_char_boundary(at.saturating_sub(REACH));
        let to = self.text.ceil_char_boundary((at + REACH).min(self.text.len()));
        let start = self.text[from..at].rfind(char::is_whitespace).map_or(from, |gap| from + gap);
        let end = self.text[at..to].find(char::is_whitespace).map_or(to, |gap| at + gap);
        let run = &self.text[start..end];
        let is_edge = |c: char| {
            c.is_whitespace()
                || matches!(c, '"' | '\'' | '(' | ')' | ',' | '.' | ';' | ':' | '!' | '?' | '“' | '”' | '»' | '«')
        };
        let trimmed = run.trim_start_matches(is_edge);
        let start = end - trimmed.len();
        start..start + trimmed.trim_end_matches(is_edge).len()
    }

    /// Whether a run is of an address, a path, a program or markup.
    pub fn is_address(&self, run: &Range<usize>) -> bool {
        let run = &self.text[run.clone()];
        run.contains(|c| SIGNS.contains(c)) || run.starts_with("www.") || run.contains("::")
    }

    /// Whether a word is known, or can be read as a compound.
    pub fn is_word(&self, word: &str) -> bool {
        self.language.knowledge(word) >= Knowledge::Compound
    }

    /// How often an unknown word stands in the block.
    pub fn times(&self, word: &str) -> usize {
        let times = self.times.get_or_init(|| {
            let mut times = QuickMap::default();
            for range in &self.unknown {
                *times.entry(&self.text[range.clone()]).or_default() += 1;
            }
            times
        });
        times.get(word).copied().unwrap_or(0)
    }

    /// Whether the archive writes a word as it stands, and not seldom so beside what it may have been.
    pub fn is_usual(&self, word: &str, mended: &str) -> bool {
        self.archive.is_some_and(|archive| archive.writes(word, archive.counts().word(mended)))
    }

    /// What the archive writes of two words: one or two.
    pub fn joins(&self, first: &str, second: &str, whole: &str) -> Joins {
        self.archive.map_or(Joins::Unknown, |archive| archive.joins(first, second, whole))
    }

    /// Whether the document has been damaged by a reader of pages.
    pub fn is_damaged(&self) -> bool {
        self.is_damaged_by(DAMAGED)
    }

    /// Whether it has been so much.
    pub fn is_damaged_by(&self, least: f32) -> bool {
        self.damage >= least
    }

    /// A proposal that is worth at most so much: less where the language is not sure to be Danish, nothing where it is
    /// another.
    pub fn propose(
        &self,
        range: Range<usize>,
        rule: crate::text::RuleCode,
        text: &str,
        most: f32,
        why: &'static str,
    ) -> Option<Proposal> {
        let odds = self.portrait.foreign(&range);
        if odds >= FOREIGN {
            return None;
        }
        let probability = if odds > SURELY_OWN { most.min(SUSPECT) } else { most };
        Some(Proposal::single(range, rule, text, probability, why))
    }

    /// The same, which only a damaged document makes more than a suspect.
    pub fn propose_of_damaged(
        &self,
        range: Range<usize>,
        rule: crate::text::RuleCode,
        text: &str,
        most: f32,
        why: &'static str,
    ) -> Option<Proposal> {
        let most = if self.is_damaged() { most } else { most.min(LONE) };
        self.propose(range, rule, text, most, why)
    }
}
