//! The stages that a draft goes through, in order.

use std::rc::Rc;

use super::document::Portrait;
use super::document::kind::AffixSigns;
use super::draft::Draft;
use super::encoding::{self, Votes};
use super::proposal::Proposal;
use super::scan::scan;
use super::{Repairer, Survey, characters, decode, layout, words};
use crate::text::RuleCode;

/// The rules of layout that know by the language's words and habits what is damage. In another language they are silent.
const OF_LANGUAGE: [RuleCode; 3] = [RuleCode("L101"), RuleCode("L102"), RuleCode("L108")];

/// How often a block is read, at most: of damaged pages one in five has more to mend on a second reading, and hardly any on a third.
const MOST_READINGS: usize = 3;
/// How often the letters of a block are mended, at most: of documents that lost theirs half have more to mend the second time, one in forty the third.
const MOST_MENDINGS: usize = 3;

impl Repairer {
    /// Takes a draft through every stage, and again where misread words were mended: they tell what those beside them were, and where
    /// a word was cut; and where lines were joined in a text that lost its letters: what stood on the other line is a neighbour now. So a
    /// second run finds nothing more.
    pub(super) fn run_stages(&self, draft: &mut Draft, survey: &Survey) {
        for _ in 0..MOST_READINGS {
            let has_neighbours = self.run_before_words(draft, survey);
            let proposals = {
                let portrait = self.portrait(draft, survey);
                words::pass(&draft.text, &self.options, self.archive(), &portrait, survey.misreadings())
            };
            let mends = proposals.iter().any(|proposal| words::mends_misreading(proposal, &self.options));
            let mended = draft.apply(proposals, &self.options) && mends;
            if !mended && !has_neighbours {
                break;
            }
        }
    }

    /// Takes a draft through the stages that come before words. Says whether words that lost letters were mended, and lines joined after that.
    pub(super) fn run_before_words(&self, draft: &mut Draft, survey: &Survey) -> bool {
        let (mut mended, mut joined) = (false, false);
        for mending in 0..MOST_MENDINGS {
            if !self.mend_text(draft, survey, (survey.votes(), mending > 0), &mut Votes::default()) {
                break;
            }
            mended = true;
        }
        for (rules, pass) in layout::PASSES {
            // A pass none of whose rules may work has nothing to say.
            if self.options.rules.allows_any(rules.iter().copied()) {
                let portrait = self.portrait(draft, survey);
                let proposals = pass(&draft.text, &portrait, &self.options, self.profile());
                drop(portrait);
                joined |= self.apply_in_language(draft, survey, proposals, |rule| OF_LANGUAGE.contains(&rule));
            }
        }
        mended && joined
    }

    /// The portrait of a block's text as it stands.
    pub(super) fn portrait<'t>(&self, draft: &'t Draft, survey: &Survey) -> Portrait<'t> {
        let summary = survey.proof.as_ref().map(|proof| &proof.summary);
        Portrait::new(&draft.text, &self.options, summary, Rc::clone(&draft.told))
    }

    /// Applies what a stage proposes, but for what the language's words say (`is_of_words`, by its rule) in a passage that is
    /// in another. Says whether the text changed.
    fn apply_in_language(
        &self,
        draft: &mut Draft,
        survey: &Survey,
        mut proposals: Vec<Proposal>,
        is_of_words: impl Fn(RuleCode) -> bool,
    ) -> bool {
        if proposals.is_empty() {
            return false;
        }
        let portrait = self.portrait(draft, survey);
        let is_of_others = |Proposal { rule, range, .. }: &Proposal| match encoding::is_lost_letter(*rule) {
            true => portrait.has_lost_others(range),
            false => portrait.is_foreign_though_damaged(range),
        };
        proposals.retain(|proposal| !is_of_words(proposal.rule) || !is_of_others(proposal));
        drop(portrait);
        draft.apply(proposals, &self.options)
    }

    /// Undoes what was done to the encoding and the characters, first or once more, by what is known of the document. Says whether words with
    /// damaged letters were mended: they tell what others were, which a second run would know from the start.
    pub(super) fn mend_text(
        &self,
        draft: &mut Draft,
        survey: &Survey,
        (known, is_again): (Option<&Votes>, bool),
        proven: &mut Votes,
    ) -> bool {
        let rules = &self.options.rules;
        let mends_encoding = rules.allows_any(encoding::RULES.iter().copied().flatten().map(|rule| rule.code));
        let mends_characters = rules.allows_any(characters::RULES.iter().map(|rule| rule.code));
        draft.apply(decode::declarations(&draft.text, survey.encoding, &survey.hints), &self.options);
        let mut found = scan(&draft.text);
        let counts_letters = encoding::counts_letters(&draft.text);
        let mends_characters = mends_characters && !counts_letters;
        let mends_encoding = mends_encoding && !counts_letters && !encoding::is_of_bytes(&draft.text);
        if mends_encoding && (!found.is_empty() || encoding::is_in_capitals(&draft.text)) {
            let proposals = encoding::first_pass(&draft.text, &found, &self.options, known, proven);
            if self.apply_in_language(draft, survey, proposals, |_| false) {
                found = scan(&draft.text);
            }
        }
        let proposals = decode::iso646_words(&draft.text, survey.encoding, &survey.hints);
        if self.apply_in_language(draft, survey, proposals, |_| true) {
            found = scan(&draft.text);
        }
        if !mends_encoding && !mends_characters {
            return false;
        }
        let is_unread = encoding::is_unread(&draft.text, &found, known, proven);
        let (mut changed, mut mended_words) = (true, false);
        for (at, pass) in encoding::PASSES.iter().chain(&characters::PASSES).enumerate() {
            if found.is_empty() {
                break;
            }
            if at == encoding::REPEATED && (!changed || is_again) || is_unread && !encoding::OF_PROOF.contains(&at) {
                continue;
            }
            if !(if at < encoding::PASSES.len() { mends_encoding } else { mends_characters }) {
                continue;
            }
            let is_of_words = encoding::OF_WORDS.contains(&at);
            let not_foreign;
            let seen = if is_of_words && found.is_dense(draft.text.len()) {
                let portrait = self.portrait(draft, survey);
                not_foreign = found.without(|place| portrait.has_lost_others(place));
                &not_foreign
            } else {
                &found
            };
            let mut proposals = pass(&draft.text, seen, &self.options, known, proven);
            drop_affix_signs(&draft.text, &mut proposals);
            changed = self.apply_in_language(draft, survey, proposals, |_| is_of_words);
            if changed {
                found = scan(&draft.text);
                mended_words |= is_of_words;
            }
        }
        if mends_encoding && !is_unread {
            let portrait = self.portrait(draft, survey);
            let proposals = encoding::ligatures_pass(&draft.text, &portrait, &self.options);
            drop(portrait);
            self.apply_in_language(draft, survey, proposals, |_| true);
        }
        mended_words
    }
}

/// Drops what is proposed of signs of affixes in a spelling dictionary.
fn drop_affix_signs(text: &str, proposals: &mut Vec<Proposal>) {
    if !proposals.is_empty() {
        let signs = AffixSigns::of(text);
        proposals.retain(|proposal| !signs.are_at(&proposal.range));
    }
}
