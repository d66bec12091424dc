//! Words that look misread, and are in another language together: a glossary, a table of translations, a quotation in every line.
//!
//! Each of them stands among words of the language, so its passage tells nothing; and of sister languages many words are one letter from one of
//! ours (`historia`, `kommunala`, `hender`), always the same one, which then looks like what a reader does. But words that a reader
//! misread are of no language; these are of one.

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

/// Takes what is certain and likely from readings of words that are in another language together.
pub(super) fn doubt(text: &str, proposals: &mut [Proposal]) {
    let is_of_words =
        |proposal: &&mut Proposal| [misread::CODE, real_word::CODE, split_word::CODE].contains(&proposal.rule);
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

#[cfg(test)]
mod tests {
    use crate::{Confidence, Options, Repairer};

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
