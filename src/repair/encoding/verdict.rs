//! What is made of the readings of damaged words: what they prove of the document, and what it proves of them.

use std::cell::LazyCell;

use smallvec::SmallVec;

use super::around::{REACH, place_after};
use super::channel::CaseOf;
use super::channels::Channels;
use super::choice;
use super::document_words::DocumentWords;
use super::rank::{MOST_CANDIDATES, Reading};
use super::votes::{MANY, Votes, prior, prior_of_lost};
use super::weigh::{Place, Weigher};
use super::{PRINTED, PROVEN, STRIPPED, SWAP, WORTH_A_LOOK, mention, shares};
use crate::language::{Case, Language};
use crate::repair::Candidate;
use crate::repair::proposal::Proposal;
use crate::text::{QuickMap, QuickSet, RuleCode};

/// What a channel is believed more, once proven, that reads every look as one letter: it reads them all.
const EXACT: f32 = 1.0;
/// What each case after the first says against one encoding read as another that shows one letter alone, in words that have Latin letters
/// alone as they stand: damage shows all letters of the language (the commonest of the Danish ones is two in five of them), another
/// language has the one (`për` and `të`, as Albanian writes, are no `pær` and `tæ`).
const ONE_LETTER: f32 = 0.9;
/// The most that a word is worth which no dictionary knows, made of letters that were guessed; and of letters that an
/// exact channel gives, in a document that has not proven it.
const UNKNOWN: f32 = 0.9;

/// Letters of a word that shows by itself that its letters lost a bit (`lfre`); shorter ones come about by chance (`Sxe`).
const LONG_ENOUGH: usize = 4;
/// Letters of a short word in capitals.
const SHORT_CODE: usize = 3;
/// Words that prove a kind of damage in a text that has its letters otherwise; fewer may be misread ones.
const FEW: u32 = 3;

/// What the block proves by itself: places whose best reading needs no other case. What makes no known word proves nothing:
/// `Mariæ` does not say that `Marić` was misread.
pub(super) fn count(text: &str, readings: &[Reading], weigher: &Weigher) -> Votes {
    let channels = Channels::of(weigher.language);
    let mut votes = Votes::default();
    // Names that the same channel reads, each once: two are no accident.
    let mut names: Vec<(usize, &str, u64)> = Vec::new();
    let mentions = mention::Mentions::new(text);
    for reading in readings.iter().filter(|reading| !asks(text, reading, weigher)) {
        let Some(best) = reading.ranked.candidates.first() else { continue };
        let shares = shares(&odds_of(text, reading, &Votes::default(), weigher));
        // Which letter a mark was need not be told for it to be one.
        let of_channel = reading.ranked.candidates.iter().zip(shares).filter(|(candidate, _)| candidate.2 == best.2);
        let share: f32 = of_channel.map(|(_, share)| share).sum();
        if (share / (1.0 - share).max(1e-9)).ln() >= PROVEN
            && weigher.knows(&best.0)
            && !(channels.all[best.2].rule == STRIPPED && is_made(&best.0, weigher))
        {
            let is_name = may_be_foreign(text, reading, channels);
            if mentions.is_word_at(&reading.range, &best.0) {
                continue;
            }
            let shown = channels.letters_shown(&text[reading.range.clone()], &best.0);
            if !is_name {
                votes.count_word(best.2, shown);
            } else if names.len() < MOST_CANDIDATES && !names.iter().any(|name| (name.0, name.1) == (best.2, &best.0)) {
                names.push((best.2, best.0.as_str(), shown));
            }
        }
    }
    let is_of_two = |number: usize| names.iter().filter(|name| name.0 == number).count() > 1;
    for &(number, _, shown) in names.iter().filter(|name| is_of_two(name.0)) {
        votes.count_word(number, shown);
    }
    votes
}

/// Whether a word is a compound that begins with a name: there is nothing that makes none (`Brexitåers`).
fn is_made(meant: &str, weigher: &Weigher) -> bool {
    meant.starts_with(char::is_uppercase) && !weigher.is_form(meant)
}

/// Whether a word has nothing but Latin letters as it stands, which one encoding read as another would leave by accident, and says
/// nothing by itself: a name with a capital (`Marić` and `Vêret` are written so elsewhere), or a word so short that each of its like is
/// one of the language's (`në` and `næ`).
fn may_be_foreign(text: &str, reading: &Reading, channels: &Channels) -> bool {
    /// Letters of a short word.
    const SHORT: usize = 3;
    let word = &text[reading.range.clone()];
    let case = Case::of(word);
    // Hardly a name begins with an accent of Latin-1: `Ïstre`. But with what is printed for one letter others begin: `Ägidius`.
    let begins_oddly = || word.starts_with(|c: char| ('\u{80}'..'\u{100}').contains(&c));
    let is_lone = match rule_of(reading, channels) {
        Some(SWAP) => !begins_oddly(),
        Some(PRINTED) => true,
        _ => false,
    };
    // What was printed and read leaves signs between capitals; a Swedish heading has none (`HÄNDELSEN`).
    let is_heading = case == Case::Upper && rule_of(reading, channels) == Some(PRINTED);
    is_lone
        && (is_heading || case == Case::Capitalised || case == Case::Lower && word.chars().count() <= SHORT)
        && word.chars().all(is_latin_letter)
}

/// The rule that speaks for the best of a place's candidates.
fn rule_of(reading: &Reading, channels: &Channels) -> Option<RuleCode> {
    reading.ranked.candidates.first().map(|&(_, _, number)| channels.all[number].rule)
}

/// Whether a question mark behind a word asks: where no word of the dictionary itself says otherwise, and at the end of a quotation
/// (`'Kan jeg bruge rucola?'`), which would have no mark else.
fn asks(text: &str, reading: &Reading, weigher: &Weigher) -> bool {
    /// Letters of words that a mark in place of a letter leaves little of: `p?`, `ogs?`.
    const SHORT: usize = 5;
    let word = &text[reading.range.clone()];
    let ends_quotation =
        || word.chars().count() > SHORT && text[reading.range.end..].starts_with(['\'', '"', '”', '’', '«', '»']);
    word.ends_with('?')
        && (ends_quotation() || reading.ranked.candidates.first().is_some_and(|(meant, ..)| !weigher.is_form(meant)))
}

/// Whether what stands in a place is surely damage, once the document has lost letters: a question mark behind a word may ask.
fn is_no_mark(stands: &str, weigher: &Weigher) -> bool {
    let word = stands.trim_end_matches('?');
    word.len() == stands.len() || word.chars().nth(1).is_none() || word.contains('?') || !weigher.is_form(word)
}

/// The calibrated log odds of a place's candidates.
fn odds_of(text: &str, reading: &Reading, votes: &Votes, weigher: &Weigher) -> Vec<f32> {
    let channels = Channels::of(weigher.language);
    let is_spelled = LazyCell::new(|| text[reading.range.clone()].chars().all(is_latin_letter));
    let is_no_mark = LazyCell::new(|| is_no_mark(&text[reading.range.clone()], weigher));
    let odds = reading.ranked.candidates.iter().map(|&(_, odds, number)| {
        let channel = &channels.all[number];
        let believed = match votes.word_cases(number) {
            0 => channels.rarity(number),
            cases if shows_one_letter(number, votes, channels) && *is_spelled => {
                channels.rarity(number) - ONE_LETTER * (cases - 1) as f32
            }
            cases if channel.guesses() && *is_no_mark => channels.rarity(number).max(prior_of_lost(cases)),
            cases => channels.rarity(number).max(prior(cases) + if channel.is_exact() { EXACT } else { 0.0 }),
        };
        odds + believed
    });
    odds.collect()
}

/// Whether what one encoding read as another shows of a document is one letter alone, more than once.
fn shows_one_letter(number: usize, votes: &Votes, channels: &Channels) -> bool {
    channels.all[number].rule == SWAP && votes.word_cases(number) > 1 && votes.word_letters(number) < 2
}

/// Whether a character is a letter of the Latin script, as words of other languages have them.
fn is_latin_letter(c: char) -> bool {
    c.is_alphabetic() && c < '\u{250}' && !matches!(c, 'ª' | 'µ' | 'º')
}

/// Whether a text has its letters: so many of the language's own, as a page has, that one or two words alone did not lose theirs. A program that cannot
/// write a letter writes none of them; what a reader took for `?` may be any letter.
pub(super) fn has_its_letters(text: &str, language: &Language) -> bool {
    const MANY: usize = 50;
    has_letters(text, MANY, language)
}

/// Whether a text has so many of the language's own letters.
fn has_letters(text: &str, many: usize, language: &Language) -> bool {
    let own = language.own_letters();
    text.chars().filter(|c| !c.is_ascii() && own.contains(*c)).take(many).count() == many
}

/// The channels that show so little of a text which has its letters that they prove nothing there.
#[derive(Debug, Default)]
pub(super) struct Scarce {
    /// Channels whose cases are all here, in a few words that come again and again: a code (`S?e`), not damage.
    repeated: QuickSet<usize>,
}

impl Scarce {
    /// Those of a block.
    pub fn of<'r>(readings: impl Iterator<Item = &'r Reading>, votes: &Votes) -> Self {
        let mut shown: QuickMap<usize, (QuickSet<&str>, u32)> = QuickMap::default();
        for (meant, _, number) in readings.filter_map(|reading| reading.ranked.candidates.first()) {
            let (words, times) = shown.entry(*number).or_default();
            words.insert(meant.as_str());
            *times += 1;
        }
        let is_repeated =
            |number: usize, words: usize, times: u32| words < FEW as usize && times >= votes.word_cases(number);
        let repeated = shown.into_iter().filter(|(number, (words, times))| is_repeated(*number, words.len(), *times));
        Self { repeated: repeated.map(|(number, _)| number).collect() }
    }

    fn has(&self, number: usize, votes: &Votes) -> bool {
        votes.word_cases(number) < FEW || self.repeated.contains(&number)
    }
}

/// The odds of a place's candidates, and their shares.
pub(super) struct Weighed {
    pub odds: Vec<f32>,
    pub shares: Vec<f32>,
}

impl Weighed {
    pub fn of(text: &str, reading: &Reading, votes: &Votes, weigher: &Weigher) -> Self {
        let odds = odds_of(text, reading, votes, weigher);
        Self { shares: shares(&odds), odds }
    }
}

/// The shares of a place's candidates, where each way of a channel that guesses letters has its share of what they have by how it fits into its
/// document.
fn shares_in(
    text: &str,
    reading: &Reading,
    weighed: Weighed,
    votes: &Votes,
    weigher: &Weigher,
    words: Option<&DocumentWords>,
) -> Vec<f32> {
    let channels = Channels::of(weigher.language);
    let Some(words) = words.filter(|_| reading.is_guessed(weigher)) else { return weighed.shares };
    let (said, spelling) = (words.say(text, reading, &weighed.shares), words.spelling());
    let (candidates, fits, mut odds) = (&reading.ranked.candidates, reading.fits(text, weigher), weighed.odds);
    for number in (0..channels.all.len()).filter(|number| votes.word_cases(*number) >= words.least_cases()) {
        let of_channel = candidates.iter().zip(fits).zip(odds.iter_mut()).zip(&said);
        let of_channel = of_channel.filter(|(((candidate, _), _), _)| candidate.2 == number);
        let ways = of_channel.map(|(((_, fit), odds), said)| Some((odds, (*fit)?.with(said, spelling))));
        // Where one is more than a word they cannot be compared so.
        if let Some(mut ways) = ways.collect::<Option<SmallVec<[_; MOST_CANDIDATES]>>>().filter(|ways| !ways.is_empty())
        {
            choice::share(&mut ways, spelling);
        }
    }
    shares(&odds)
}

/// Words that a channel which guesses letters must have proven for the document to say which they were: many that lost theirs; one where
/// many others have theirs, as those of a document have once most were mended.
fn cases_that_tell(text: &str, language: &Language) -> u32 {
    if has_letters(text, MANY as usize, language) { 1 } else { MANY }
}

/// What the document writes elsewhere, where it has proven that it lost letters which are guessed.
pub(super) fn document_words(
    text: &str,
    readings: &[(Reading, Weighed)],
    votes: &Votes,
    weigher: &Weigher,
) -> Option<DocumentWords> {
    let channels = Channels::of(weigher.language);
    let guessing = (0..channels.all.len()).filter(|number| channels.all[*number].guesses());
    let most = guessing.map(|number| votes.word_cases(number)).max().filter(|cases| *cases > 0)?;
    let least = cases_that_tell(text, weigher.language);
    if most < least {
        return None;
    }
    let guessed = readings.iter().filter(|(reading, _)| reading.is_guessed(weigher));
    let guessed = guessed.map(|(reading, weighed)| (reading, &weighed.shares[..]));
    Some(DocumentWords::of(text, guessed, least, weigher.language))
}

/// What is proposed of a place; in a text that has its letters, so many words as prove a lost letter are not a few.
pub(super) fn propose(
    text: &str,
    (reading, weighed): (Reading, Weighed),
    votes: &Votes,
    weigher: &Weigher,
    mentions: &mention::Mentions,
    scarce: Option<&Scarce>,
    words: Option<&DocumentWords>,
) -> Option<Proposal> {
    let reading = &reading;
    let asks = asks(text, reading, weigher);
    let channels = Channels::of(weigher.language);
    let probabilities = shares_in(text, reading, weighed, votes, weigher, words);
    let mut ranked: Vec<_> = reading.ranked.candidates.iter().zip(probabilities).collect();
    let is_untold = is_case_untold(text, reading, channels, weigher) || begins_inside(text, reading, channels);
    let is_mentioned =
        reading.ranked.candidates.first().is_some_and(|best| mentions.is_word_at(&reading.range, &best.0));
    let rule = rule_of(reading, channels);
    let mut alike = channels.all.iter().enumerate().filter(|(_, channel)| Some(channel.rule) == rule);
    let is_spelled = LazyCell::new(|| text[reading.range.clone()].chars().all(is_latin_letter));
    let is_proven =
        |number: usize| votes.word_cases(number) > 0 && !(shows_one_letter(number, votes, channels) && *is_spelled);
    let is_name = may_be_foreign(text, reading, channels) && !alike.any(|(number, _)| is_proven(number));
    for ((meant, _, number), probability) in &mut ranked {
        let is_proven = is_proven(*number);
        let sure = channels.all[*number].is_exact() && is_proven;
        let is_lone =
            is_of_readers(*number, votes, channels) && scarce.is_some_and(|scarce| scarce.has(*number, votes));
        let is_scant = channels.all[*number].rule == STRIPPED
            && votes.word_cases(*number) < 2
            && meant.chars().count() < LONG_ENOUGH;
        let is_code = channels.questions.contains(number) && is_short_in_capitals(meant);
        let is_lone_letter = !is_proven && channels.all[*number].rule == SWAP && meant.chars().count() == 1;
        let is_made = !is_proven && channels.all[*number].rule == STRIPPED && is_made(meant, weigher);
        // Of two short words and a ligature many a compound is made (`Ki\u{fffd}nnet` is no `Kitinnet`).
        let is_pieced =
            channels.ligatures >> *number & 1 != 0 && votes.word_cases(*number) < FEW && !weigher.is_form(meant);
        if asks
            || is_untold
            || is_lone
            || is_scant
            || is_mentioned && !is_proven
            || is_made
            || is_pieced
            || is_code
            || is_lone_letter
            || is_name
            || !sure && !weigher.knows(meant)
        {
            *probability = probability.min(UNKNOWN);
        }
    }
    ranked.sort_by(|a, b| b.1.total_cmp(&a.1));
    let &(&(_, _, number), probability) = ranked.first()?;
    if probability < WORTH_A_LOOK {
        return None;
    }
    let channel = &channels.all[number];
    let candidates = ranked.into_iter().filter(|(_, share)| *share >= 0.001);
    let candidates = candidates.map(|((text, _, _), probability)| Candidate { text: text.clone(), probability });
    Some(Proposal {
        range: reading.range.clone(),
        rule: channel.rule,
        candidates: candidates.collect(),
        evidence: channel.evidence.as_str().into(),
    })
}

/// Whether a word is a few capitals: with a question mark between them they may be a code (`D?V`).
fn is_short_in_capitals(word: &str) -> bool {
    word.chars().count() <= SHORT_CODE && word.chars().all(char::is_uppercase)
}

/// Whether what a channel reads is what readers of scans write for any letter: a question mark, or a sign (`°`) for one letter alone, where the
/// encoding that was read as another would have changed them all.
fn is_of_readers(number: usize, votes: &Votes, channels: &Channels) -> bool {
    channels.questions.contains(&number) || channels.all[number].rule == SWAP && votes.word_letters(number) < 2
}

/// Whether what is read begins inside a word, behind damage that was taken for a word of its own (`\u{c3}` of `\u{c3}\u{fffd}konomien`).
fn begins_inside(text: &str, reading: &Reading, channels: &Channels) -> bool {
    let before = text[..reading.range.start].chars().next_back();
    before.is_some_and(|c| !c.is_ascii() && c.is_alphabetic() && channels.begins_a_look(c))
}

/// Whether a word lost its first letter, and with it the case, inside a sentence before a word with a capital: both may be a name
/// (`\u{fffd}stre Landsret`), or not (`den \u{fffd}stre Landevej`).
fn is_case_untold(text: &str, reading: &Reading, channels: &Channels, weigher: &Weigher) -> bool {
    let damaged = &text[reading.range.clone()];
    let is_lost = reading.ranked.candidates.first().is_some_and(|&(_, _, number)| {
        let mut is_lost = false;
        channels.all[number].look_at(damaged, |look| is_lost |= look.case == CaseOf::Place);
        is_lost
    });
    let next = text[reading.range.end..].strip_prefix(' ').unwrap_or_default();
    let word = &next[..next.find(|c: char| !c.is_alphabetic()).unwrap_or(next.len())];
    is_lost
        && Case::of(word) == Case::Capitalised
        && place_after(
            &text[text.floor_char_boundary(reading.range.start.saturating_sub(REACH))..reading.range.start],
            weigher.language,
        ) == Place::Inside
}

#[cfg(test)]
mod tests {
    use crate::Repairer;

    #[test]
    fn a_question_mark_at_the_end_of_a_quotation_asks() {
        let text = "- spørgsmål: 'Kan jeg bruge iceberg?'\n  svar: 'Ja, men smagen er mildere.'\n";
        assert_eq!(Repairer::danish().repair(text.as_bytes()).text(), text);
        let damaged = "Bestyrelsen sagde 'ja' til at f?lge planen.";
        assert_eq!(Repairer::danish().repair(damaged.as_bytes()).text(), "Bestyrelsen sagde 'ja' til at følge planen.");
    }
}
