//! Words that look misread, and are in another language together: a glossary, a table of translations, a quotation in every line.
//!
//! Each of them stands among words of the language, so its passage tells nothing; and of sister languages many words are one letter from one of
//! ours (`historia`, `kommunala`, `hender`), always the same one, which then looks like what a reader does. But words that a reader
//! misread are of no language; these are of one.

use std::ops::Range;

use super::super::proposal::Proposal;
use super::page::SUSPECT;
use super::{misread, real_word, split_word};
use crate::language::identify::{Tongue, Tongues};
use crate::text::QuickSet;

/// What a reading is worth whose word counts.
const PROBABLE: f32 = 0.5;
/// Different words that tell together, and the log odds from which they are in another language that is known. Of a hundred pages and more that
/// readers of a dozen kinds misread none has words beyond -1 that look like a language; worse ones are like none.
const LEAST: usize = 3;
const FOREIGN: f32 = 2.0;
/// The same of a language that is not known, a dialect: what was misread worst is as many words at most, beyond -6 at most.
const LEAST_OF_UNKNOWN: usize = 24;
const FOREIGN_OF_UNKNOWN: f32 = 8.0;

/// Documents that are damaged so are misread throughout: a few words beside each other look like another language by chance there (of the
/// pages that a reader of English misread one edit in 200).
const MISREAD: f32 = 0.03;

/// Takes what is certain and likely from readings of words that are in another language together.
pub(super) fn doubt(text: &str, proposals: &mut [Proposal], damage: f32) {
    let is_of_words =
        |proposal: &&mut Proposal| [misread::CODE, real_word::CODE, split_word::CODE].contains(&proposal.rule);
    let is_sure = |proposal: &&mut Proposal| proposal.probability() > SUSPECT;
    if damage < MISREAD {
        let sure = proposals.iter_mut().filter(is_of_words).filter(is_sure);
        sure.filter(|proposal| is_in_phrase(text, &proposal.range)).for_each(|proposal| proposal.limit(SUSPECT));
    }
    let words: QuickSet<&str> = proposals
        .iter_mut()
        .filter(is_of_words)
        .filter(|proposal| proposal.probability() >= PROBABLE)
        .map(|proposal| &text[proposal.range.clone()])
        .collect();
    if words.len() < LEAST {
        return;
    }
    let mut tongues = Tongues::default();
    let mut words: Vec<&str> = words.into_iter().collect();
    words.sort_unstable();
    words.iter().for_each(|word| tongues.add(&Tongues::of(word)));
    let (least, foreign) = match tongues.best() {
        Tongue::Other => (LEAST_OF_UNKNOWN, FOREIGN_OF_UNKNOWN),
        _ => (LEAST, FOREIGN),
    };
    if words.len() < least || tongues.danish_log_odds() > -foreign {
        return;
    }
    proposals.iter_mut().filter(is_of_words).for_each(|proposal| proposal.limit(SUSPECT));
}

/// Whether a word stands in a phrase of another language, such as a title (`Studier i nordisk kulturhistoria`), or in a line of one, told by
/// the words beside it.
fn is_in_phrase(text: &str, word: &Range<usize>) -> bool {
    /// Words to either side, and bytes in which they are looked for.
    const WORDS: usize = 4;
    const NEAR: usize = 48;
    let from = text.floor_char_boundary(word.start.saturating_sub(NEAR));
    let to = text.ceil_char_boundary((word.end + NEAR).min(text.len()));
    let around = |ends: fn(char) -> bool| {
        let before = text[from..word.start].rsplit(ends).next().unwrap_or_default();
        let after = text[word.end..to].split(ends).next().unwrap_or_default();
        (before, after)
    };
    let (before, after) =
        around(|c| matches!(c, '\n' | '"' | '“' | '”' | '»' | '«' | '(' | ')' | '[' | ']' | ';' | ':'));
    let first = before.rmatch_indices(' ').nth(WORDS).map_or(0, |(at, _)| at + 1);
    let last = after.match_indices(' ').nth(WORDS).map_or(after.len(), |(at, _)| at);
    let phrase = word.start - before.len() + first..word.end + last;
    let (before, after) = around(|c| c == '\n');
    let line = word.start - before.len()..word.end + after.len();
    [phrase, line].into_iter().any(|range| Tongues::of(&text[range]).danish_log_odds() < -FOREIGN)
}

#[cfg(test)]
mod tests {
    use super::is_in_phrase;
    use crate::{Confidence, Options, Repairer};

    #[test]
    fn titles_in_other_languages_are_told_by_their_words() {
        let told = |text: &str, word: &str| {
            let at = text.find(word).unwrap();
            is_in_phrase(text, &(at..at + word.len()))
        };
        assert!(told("Anmeldelse af »Skogen och människan i gammal tid«, trykt i avisen 1944", "gammal"));
        assert!(!told("Anmeldelse af bogen om skoven og mennesket i gammal tid, trykt i avisen", "gammal"));
        assert!(!told("Formanden bod velkommen til modet i aftes", "bod"));
    }

    #[test]
    fn words_of_a_glossary_stay() {
        let pairs = [
            ("et beredskab", "en nödsituation"),
            ("en befrielse", "en frigörelse"),
            ("en historie", "en historia"),
            ("en prinsesse", "en prinsessa"),
            ("den kommunale skole", "den kommunala skolan"),
            ("at acceptere", "att acceptera"),
            ("at garantere", "att garantera"),
            ("en bekræftelse", "en bekräftelse"),
            ("de amerikanske aviser", "de amerikanska tidningarna"),
            ("at fortælle", "att berätta"),
            ("en forvaltning", "en förvaltning"),
            ("den første sommer", "den förste sommar"),
        ];
        let glossary: String = pairs.iter().map(|(ours, theirs)| format!("{ours}; {ours}; {theirs}\n")).collect();
        let options = Options { apply: Confidence::Likely, ..Options::default() };
        assert_eq!(Repairer::new(options).repair(glossary.as_bytes()).text(), glossary);
    }
}
