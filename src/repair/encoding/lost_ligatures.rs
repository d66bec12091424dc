//! Ligatures that are gone, or left a space: what a document lacks throughout is put back where a word asks for it.
//!
//! Part of the rule of lost letters ([`super::lost_letter`]). Programs that take text out of PDF files drop the signs that a font has for two
//! letters: `de nitiv`, `o entlig`, `drø et`. A text of any length has `ti`, `fi` and `ff`; one that lacks a ligature throughout, and has
//! words that are none but would be with it, lost it.

use std::ops::Range;

use memchr::memmem;

use super::LOST_LETTER;
use crate::language::{Case, Knowledge, Language};
use crate::repair::document::Portrait;
use crate::repair::proposal::Proposal;
use crate::repair::{Candidate, Options};
use crate::text::{QuickMap, QuickSet};

/// Letters that fonts have one sign for, those of f and those of t.
const LIGATURES: [&str; 9] = ["fi", "ff", "fl", "ffi", "ffl", "ti", "tt", "ft", "tti"];
/// The commonest of each, which all fonts that have any of them have a sign for.
const COMMONEST: [[&str; 2]; 2] = [["fi", "fl"], ["ti", "tt"]];
/// What a different word says that becomes known, by its letters, eight and more last, in nats; fewer letters come about by chance.
const BECOMES_KNOWN: [f32; 9] = [0.0, 0.0, 0.0, 0.0, 0.5, 1.5, 2.5, 3.5, 4.5];
/// What proves that ligatures are gone: more than 1,000 to 1, and three words.
const PROOF: f32 = 8.0;
const WORDS: usize = 3;
/// At least one in so many different words that are none must ask for a ligature: others have many unknown words, and some fit.
const UNKNOWN_WORDS: usize = 4;
/// How much likelier the word of one ligature is than that of the next, in nats.
const AHEAD: f32 = 2.0;
/// Letters of the shortest word that is put together.
const SHORTEST: usize = 4;
/// Words that are none which are looked at; more say nothing new.
const MOST_UNKNOWN: usize = 4000;

/// What is promised where it is proven: of the one word that fits where a space was left, and where nothing was, for what then is a word by
/// accident (`ere`, which was `flere`) stays; of the likeliest of several; and where it is not proven.
const PROVEN: f32 = 0.997;
const TRACELESS: f32 = 0.97;
const AMONG: f32 = 0.9;
const UNPROVEN: f32 = 0.6;

/// A place where a ligature may have stood.
struct Gone {
    range: Range<usize>,
    /// Whether nothing was left of it.
    is_traceless: bool,
    /// What may stand there, and the word that it makes with its ln P; likeliest first.
    readings: Vec<Meant>,
}

impl Gone {
    fn is_told(&self) -> bool {
        self.readings.get(1).is_none_or(|next| self.readings[0].2 - next.2 >= AHEAD)
    }
}

/// Puts back the ligatures that a text lacks throughout.
pub(in crate::repair) fn pass(text: &str, portrait: &Portrait, options: &Options) -> Vec<Proposal> {
    let Some(language) = options.language.pack() else { return Vec::new() };
    let lacks = |ligature: &&str| memmem::find(text.as_bytes(), ligature.as_bytes()).is_none();
    // Any text but the shortest has one of the commonest of each kind, and most short ones have no word that is none.
    let are_gone = |usual: &[&str; 2]| usual.iter().all(lacks);
    if !COMMONEST.iter().any(are_gone) || portrait.reading(language).words.iter().all(|word| word.is_known) {
        return Vec::new();
    }
    let ligatures: Vec<&str> = LIGATURES.into_iter().filter(lacks).collect();
    let words = words(text);
    if !are_of_language(text, &words, language) {
        return Vec::new();
    }
    let (gone, unknown) = find(text, &words, &ligatures, language);
    let said = said(&gone);
    let is_proven = said.0 >= PROOF && said.1 >= WORDS && said.1 * UNKNOWN_WORDS >= unknown;
    gone.into_iter().map(|gone| propose(gone, is_proven)).collect()
}

fn propose(gone: Gone, is_proven: bool) -> Proposal {
    let best = match (is_proven, gone.is_told()) {
        (true, true) if gone.is_traceless => TRACELESS,
        (true, true) => PROVEN,
        (true, false) => AMONG,
        (false, _) => UNPROVEN,
    };
    let rest = (1.0 - best) / gone.readings.len() as f32;
    let candidate = |(at, (meant, ..)): (usize, Meant)| Candidate {
        text: meant.into(),
        probability: if at == 0 { best } else { rest },
    };
    Proposal {
        range: gone.range,
        rule: LOST_LETTER,
        candidates: gone.readings.into_iter().enumerate().map(candidate).collect(),
        evidence: "a ligature that the text lacks throughout; the word fits".into(),
    }
}

/// What different words say that become known, and how many they are.
fn said(gone: &[Gone]) -> (f32, usize) {
    let mut seen: QuickSet<&str> = QuickSet::default();
    let mut said = (0.0, 0);
    for (_, word, _) in gone.iter().filter(|gone| gone.is_told()).filter_map(|gone| gone.readings.first()) {
        let letters = word.chars().count().min(BECOMES_KNOWN.len() - 1);
        if seen.insert(word) && BECOMES_KNOWN[letters] > 0.0 {
            said = (said.0 + BECOMES_KNOWN[letters], said.1 + 1);
        }
    }
    said
}

/// Whether most words of a text are known, of those that are asked.
fn are_of_language(text: &str, words: &[Range<usize>], language: &'static Language) -> bool {
    const ASKED: usize = 200;
    let asked = words.iter().step_by(words.len().div_ceil(ASKED).max(1));
    let (mut all, mut known) = (0, 0);
    for word in asked {
        all += 1;
        known += usize::from(is_known(&text[word.clone()], language));
    }
    2 * known > all
}

/// The words of a text, by their letters.
fn words(text: &str) -> Vec<Range<usize>> {
    let mut words: Vec<Range<usize>> = Vec::new();
    for (at, c) in text.char_indices().filter(|(_, c)| c.is_alphabetic()) {
        match words.last_mut() {
            Some(word) if word.end == at => word.end += c.len_utf8(),
            _ => words.push(at..at + c.len_utf8()),
        }
    }
    words
}

/// The places where a ligature makes a word of what is none, and how many different words are none.
fn find(text: &str, words: &[Range<usize>], ligatures: &[&str], language: &'static Language) -> (Vec<Gone>, usize) {
    let mut asked =
        Asked { ligatures, language, are_known: QuickMap::default(), unknown: 0, inserted: QuickMap::default() };
    let mut found: Vec<Gone> = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let letters = &text[word.clone()];
        if asked.is_known(letters) {
            continue;
        }
        if asked.unknown > MOST_UNKNOWN {
            break;
        }
        if found.last().is_some_and(|gone| gone.range.end >= word.start) {
            continue;
        }
        found.extend(read(text, words, at, &mut asked));
    }
    (found, asked.unknown)
}

/// Whether a word may be what is left of one: of small letters, but for the first.
fn may_be_rest(letters: &str) -> bool {
    matches!(Case::of(letters), Case::Lower | Case::Capitalised)
}

fn is_known(word: &str, language: &Language) -> bool {
    language.knowledge(word) > Knowledge::Unknown
}

/// What ligature may stand at a place, the word that it makes, and ln P of that.
type Meant = (String, String, f32);

/// What was asked of different words.
struct Asked<'a, 't> {
    ligatures: &'a [&'a str],
    language: &'static Language,
    are_known: QuickMap<&'t str, bool>,
    /// How many of them are not.
    unknown: usize,
    inserted: QuickMap<&'t str, Vec<Meant>>,
}

impl<'t> Asked<'_, 't> {
    /// Whether a word is known, or none that may be what is left of one.
    fn is_known(&mut self, letters: &'t str) -> bool {
        *self.are_known.entry(letters).or_insert_with(|| {
            let is_known = !may_be_rest(letters) || is_known(letters, self.language);
            self.unknown += usize::from(!is_known);
            is_known
        })
    }

    /// What was [`inserted`] into a word.
    fn inserted(&mut self, letters: &'t str) -> Vec<Meant> {
        let (ligatures, language) = (self.ligatures, self.language);
        self.inserted.entry(letters).or_insert_with(|| inserted(letters, ligatures, language)).clone()
    }
}

/// What an unknown word may have been: with the word before or behind it, with a space that stands for what begins it, or by itself.
fn read<'t>(text: &'t str, words: &[Range<usize>], at: usize, asked: &mut Asked<'_, 't>) -> Option<Gone> {
    let word = &words[at];
    let is_apart = |one: &Range<usize>, next: &Range<usize>| &text[one.end..next.start] == " ";
    let before = at.checked_sub(1).map(|before| &words[before]).filter(|before| is_apart(before, word));
    let after = words.get(at + 1).filter(|after| is_apart(word, after));
    let letters = &text[word.clone()];
    let (ligatures, language) = (asked.ligatures, asked.language);
    let joined = |one: &Range<usize>, next: &Range<usize>| {
        gone(one.end..next.start, ligatures, language, |ligature| {
            format!("{}{ligature}{}", &text[one.clone()], &text[next.clone()])
        })
    };
    let begun = || {
        let starts = text[..word.start].ends_with("  ") && Case::of(letters) == Case::Lower;
        let range = word.start - usize::from(starts)..word.start;
        starts.then(|| gone(range, ligatures, language, |ligature| format!("{ligature}{letters}"))).flatten()
    };
    before
        .and_then(|before| joined(before, word))
        .or_else(|| after.and_then(|after| joined(word, after)))
        .or_else(begun)
        .or_else(|| sorted(word.clone(), true, asked.inserted(letters)))
}

/// The readings of a place by each ligature.
fn gone(
    range: Range<usize>,
    ligatures: &[&str],
    language: &'static Language,
    word: impl Fn(&str) -> String,
) -> Option<Gone> {
    let readings = ligatures.iter().filter_map(|ligature| {
        let word = word(ligature);
        let is_word = word.chars().count() >= SHORTEST && language.is_known(&word);
        is_word.then(|| {
            let likely = language.log_probability(&word);
            ((*ligature).to_owned(), word, likely)
        })
    });
    sorted(range, false, readings.collect())
}

/// The readings of a word that lost a ligature without a trace.
fn inserted(letters: &str, ligatures: &[&str], language: &'static Language) -> Vec<Meant> {
    let mut readings: Vec<Meant> = Vec::new();
    if letters.chars().count() + 2 <= SHORTEST {
        return readings;
    }
    for place in letters.char_indices().map(|(at, _)| at).chain([letters.len()]) {
        for ligature in ligatures {
            let whole = [&letters[..place], ligature, &letters[place..]].concat();
            if language.is_known(&whole) && !readings.iter().any(|(known, ..)| *known == whole) {
                readings.push((whole.clone(), whole.clone(), language.log_probability(&whole)));
            }
        }
    }
    readings
}

fn sorted(range: Range<usize>, is_traceless: bool, mut readings: Vec<Meant>) -> Option<Gone> {
    readings.sort_by(|one, other| other.2.total_cmp(&one.2).then_with(|| one.0.cmp(&other.0)));
    (!readings.is_empty()).then_some(Gone { range, is_traceless, readings })
}

#[cfg(test)]
mod tests {
    use super::super::escapes::tests::{certain, stays};
    use crate::Options;

    const RIGHT: &str = "Bestyrelsen er definitiv enig i, at effektivitet skal vægtes højere, og at det offentlige skal have bedre \
                         finanser. Det er nu syv år siden, at politikken blev vedtaget, og de officielle tal er klare.";

    #[test]
    fn ligatures_that_left_a_space_are_put_back() {
        let damaged = ["ffi", "ff", "fi"].iter().fold(RIGHT.to_owned(), |text, ligature| text.replace(ligature, " "));
        certain(&damaged, RIGHT);
    }

    #[test]
    fn ligatures_that_left_nothing_are_likely_where_one_word_fits() {
        let damaged = ["ffi", "ff", "fi"].iter().fold(RIGHT.to_owned(), |text, ligature| text.replace(ligature, ""));
        stays(&damaged);
        let options = Options::default().with_apply(crate::Confidence::Likely);
        let repaired = crate::Repairer::new(options).repair(damaged.as_bytes()).into_text().into_owned();
        for word in ["definitiv", "effektivitet", "offentlige", "finanser", "officielle"] {
            assert!(repaired.contains(word), "{word}: {repaired}");
        }
    }

    #[test]
    fn short_texts_and_names_stay() {
        stays("Hanne og Preben bor på Sverigesvej i Hals, og de har en hund, der hedder Kvik.");
        stays("Jeg mødte Xanu og Brokk ved åen, og Zorba sov under en busk, mens Kvalo og Ronja legede.");
    }
}
