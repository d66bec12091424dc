//! What a word says for a chain: whether the chain makes a word of the language of it that it was not before.

use std::ops::Range;

use super::Nats;
use super::chain::{Chain, Read};
use super::signs::{composed, gain_of_characters, has_sign_inside, is_out_of_place};
use crate::language::{Knowledge, Language, is_letter};
use crate::repair::doubles;

/// What a word beyond ASCII says that becomes one of the language's, by its letters, 8 and more last: in Danish text four of
/// five such words are known, and letters that never were Danish make a known word of so many by accident the more rarely, the
/// longer it is. Chosen, not fitted: with these figures no chain changes anything in right text of sixty languages (5.5
/// million words) or in Danish of four centuries (5.2 million).
const BECOMES_KNOWN: [Nats; 9] = [0, 1000, 2000, 3500, 5000, 6000, 7000, 7500, 8000];
/// The same of a word that is known as a compound alone.
const BECOMES_COMPOUND: Nats = 4000;
/// What a word that becomes known says besides, by how odd the characters were that stood there: at most so much, and twice what
/// it says itself, for that something is odd does not tell what was meant.
const ODD: Nats = 12_000;
/// What a word says that becomes none: one of five in Danish text, nearly all in others.
const STAYS_UNKNOWN: Nats = -1500;
/// What a known word says that becomes none.
const WAS_KNOWN: Nats = -8000;
/// What a word says that the chain never shows.
const NEVER: Nats = -6000;
/// The least and the most that signs say.
const SIGNS: (Nats, Nats) = (-3000, 1500);

/// Tells what words say for chains.
#[derive(Clone, Copy)]
pub(super) struct Weigher {
    language: &'static Language,
}

/// A token as a chain reads it.
#[derive(Debug, Default)]
pub(super) struct TokenReading {
    /// What it says for the chain.
    pub gain: Nats,
    /// Its runs that change, and what they become; nothing where the token is right as it stands.
    pub changes: Vec<(Range<usize>, String)>,
}

/// Whether a chain makes nothing of a token: it never shows it, or the token is right as it stands.
pub(super) fn is_refused(reading: &TokenReading) -> bool {
    reading.gain <= NEVER
}

/// Whether a chain never shows a token.
pub(super) fn is_never(reading: &TokenReading) -> bool {
    reading.gain == NEVER && reading.changes.is_empty()
}

/// Whether a token that a chain reads is a known word then, and was none; nothing of what has no word of three letters.
pub(super) fn word(token: &str, reading: &TokenReading) -> Option<bool> {
    const LETTERS: usize = 3;
    let text = applied(token, &reading.changes);
    let text = composed(&text);
    let has_word =
        || text.split(|c: char| !is_letter(c)).any(|word| !word.is_ascii() && word.chars().count() >= LETTERS);
    let is_known = reading.gain >= BECOMES_KNOWN[LETTERS];
    (is_known || reading.gain <= STAYS_UNKNOWN && has_word()).then_some(is_known)
}

/// A token on its way through chains. Many read it alike, so each text that it may become is weighed once.
pub(super) struct Asked<'t> {
    weigher: Weigher,
    token: &'t str,
    weighed: Vec<(String, Nats)>,
}

impl Asked<'_> {
    /// The token as a chain reads it.
    pub fn read(&mut self, chain: &Chain) -> TokenReading {
        let (weigher, token, weighed) = (self.weigher, self.token, &mut self.weighed);
        weigher.read(token, chain, |text| match weighed.iter().find(|(known, _)| known == text) {
            Some((_, gain)) => *gain,
            None => {
                let gain = weigher.weigh(token, text);
                weighed.push((text.to_owned(), gain));
                gain
            }
        })
    }
}

impl Weigher {
    pub fn new(language: &'static Language) -> Self {
        Self { language }
    }

    /// What a token says for a chain, in little time: what speaks against it is not weighed in full.
    pub fn rough_gain(&self, token: &str, chain: &Chain) -> Nats {
        if !token.contains(char::REPLACEMENT_CHARACTER)
            && changes(token, chain)
                .is_none_or(|changes| self.standing(&composed(&applied(token, &changes))) == Standing::Unknown)
        {
            return STAYS_UNKNOWN;
        }
        self.ask(token).read(chain).gain
    }

    /// A token, to be read as chains read it.
    pub fn ask<'t>(&self, token: &'t str) -> Asked<'t> {
        Asked { weigher: *self, token, weighed: Vec::new() }
    }

    /// A token as a chain reads it, by what `weigh` says of the text that it becomes.
    fn read(&self, token: &str, chain: &Chain, weigh: impl FnOnce(&str) -> Nats) -> TokenReading {
        let whole = self.with_lost(token, chain);
        let Some(changes) = changes(whole.as_deref().unwrap_or(token), chain) else {
            return TokenReading { gain: NEVER, changes: Vec::new() };
        };
        let (changes, text) = match whole {
            None => {
                let text = applied(token, &changes);
                (changes, text)
            }
            Some(filled) => {
                let text = applied(&filled, &changes);
                let (run, meant) = changed(token, 0..token.len(), &text);
                (vec![(run, meant.to_owned())], text)
            }
        };
        if changes.is_empty() {
            return TokenReading::default();
        }
        let gain = weigh(&text);
        let is_kept = gain <= WAS_KNOWN && !self.is_disguised(token);
        TokenReading { gain, changes: if is_kept { Vec::new() } else { changes } }
    }

    /// The token with the letters put in that lost their last byte, if there are such and it is clear which they are: by
    /// the word that they make, else by their case, where one letter of the language has it.
    fn with_lost(&self, token: &str, chain: &Chain) -> Option<String> {
        /// A token with more marks is no word.
        const MARKS: usize = 8;
        let marks = token.matches(char::REPLACEMENT_CHARACTER).count();
        if marks == 0 || marks > MARKS {
            return None;
        }
        let mut ways = fillings(token, chain, |_, _, _| true)?;
        if ways.len() > 1 {
            ways.retain(|way| matches!(self.standing(&read_token(way, chain)), Standing::Known(_)));
        }
        if ways.is_empty() {
            let own = self.language.own_letters();
            ways = fillings(token, chain, |letter, way, place| own.contains(letter) && fits_case(letter, way, place))?;
            ways.truncate(if ways.len() > 1 { 0 } else { 1 });
        }
        let worth = |way: &String| (1000.0 * self.language.log_probability(&read_token(way, chain))) as Nats;
        ways.into_iter().max_by_key(worth).filter(|best| best != token)
    }

    fn weigh(&self, token: &str, text: &str) -> Nats {
        let text = composed(text);
        let text = text.as_ref();
        let (was, is) = (self.standing(token), self.standing(text));
        match (was, is) {
            (Standing::Known(_), Standing::Unknown) => WAS_KNOWN,
            (Standing::Known(_), Standing::Known(_)) => 0,
            (_, Standing::Known(_)) if self.is_disguised(token) => 0,
            (_, Standing::Known(gain)) => gain + gain_of_characters(token, text).clamp(0, ODD.min(2 * gain)),
            (_, Standing::Signs) if is_out_of_place(text) => SIGNS.0,
            (_, Standing::Signs) => gain_of_characters(token, text).clamp(SIGNS.0, most_of_signs(token)),
            _ if self.is_disguised(token) => WAS_KNOWN,
            _ => STAYS_UNKNOWN,
        }
    }

    /// Whether a word of a token is a known one with letters of another script that look like its own.
    fn is_disguised(&self, token: &str) -> bool {
        if !token.chars().all(|c| c.is_ascii() || c.is_alphabetic()) {
            return false;
        }
        let mut words = token.split(|c: char| !c.is_alphabetic()).filter(|word| word.contains(doubles::is_foreign));
        words.any(|word| {
            let latin = doubles::latin_reading(word);
            latin.is_some_and(|(latin, _)| self.language.knowledge(&latin) > Knowledge::Unknown)
        })
    }

    /// How a token stands as text of the language.
    fn standing(&self, token: &str) -> Standing {
        if has_sign_inside(token) {
            return Standing::Unknown;
        }
        let mut standing = Standing::Signs;
        for word in token.split(|c: char| !is_letter(c)).filter(|word| !word.is_ascii()) {
            let letters = word.chars().count();
            if letters == 1 && token.contains(|c: char| c.is_ascii_digit()) {
                return Standing::Unknown;
            }
            // UTF-8 does not lose its letters' case where its looks are set in capitals.
            let is_raised = word.contains(char::is_lowercase) && stands_in_capitals(word);
            let raised = if is_raised { word.to_uppercase() } else { String::new() };
            let gain = match self.language.knowledge(if is_raised { &raised } else { word }) {
                Knowledge::Unknown => return Standing::Unknown,
                Knowledge::Compound => BECOMES_COMPOUND,
                _ => BECOMES_KNOWN[letters.min(BECOMES_KNOWN.len() - 1)],
            };
            standing = match standing {
                Standing::Known(known) => Standing::Known(known.max(gain)),
                _ => Standing::Known(gain),
            };
        }
        standing
    }
}

/// What a token of signs says at most: in a column each number is another token, with the same sign.
fn most_of_signs(token: &str) -> Nats {
    if token.contains(|c: char| c.is_ascii_digit()) { 0 } else { SIGNS.1 }
}

/// How the words beyond ASCII of a token stand.
#[derive(Clone, Copy, PartialEq)]
enum Standing {
    /// There are none.
    Signs,
    /// One of them is unknown.
    Unknown,
    /// All are known; what that is worth.
    Known(Nats),
}

/// Whether a word's letters of ASCII are capitals, of which it has two.
fn stands_in_capitals(word: &str) -> bool {
    let count = |is_so: fn(&u8) -> bool| word.bytes().filter(is_so).count();
    count(u8::is_ascii_uppercase) > 1 && count(u8::is_ascii_lowercase) == 0
}

/// Whether a letter is of the case that its place in a token asks for.
fn fits_case(letter: char, token: &str, place: &Range<usize>) -> bool {
    let before = token[..place.start].chars().next_back();
    let after = token.get(place.end..).and_then(|rest| rest.chars().next());
    match (before, after) {
        (Some(before), _) if before.is_lowercase() => letter.is_lowercase(),
        (Some(before), Some(after)) if before.is_uppercase() && after.is_uppercase() => letter.is_uppercase(),
        (Some(before), Some(after)) if before.is_uppercase() && after.is_lowercase() => letter.is_lowercase(),
        _ => true,
    }
}

/// The runs of a token that a chain changes, with what they become; nothing where it never shows one of them.
fn changes(token: &str, chain: &Chain) -> Option<Vec<(Range<usize>, String)>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = token[at..].find(|c| chain.reads(c)).map(|length| at + length) {
        at = token[start..].find(|c| !chain.reads(c)).map_or(token.len(), |length| start + length);
        at = chain.end_of_run(token, at);
        match chain.read(&token[start..at]) {
            Read::Same => {}
            Read::Never => return None,
            Read::Text(meant) => {
                let (run, meant) = changed(token, start..at, &meant);
                found.push((run, meant.to_owned()));
            }
        }
    }
    Some(found)
}

/// A token as a chain reads it; as it stands where the chain never shows it.
fn read_token(token: &str, chain: &Chain) -> String {
    changes(token, chain).map_or_else(|| token.to_owned(), |changes| applied(token, &changes))
}

/// Every way to put letters in for those that lost their last byte, of letters that are fit for their place; nothing where
/// there are too many.
fn fillings(token: &str, chain: &Chain, is_fit: impl Fn(char, &str, &Range<usize>) -> bool) -> Option<Vec<String>> {
    /// Ways to fill in a token that are looked at.
    const MOST: usize = 64;
    let mut ways = vec![token.to_owned()];
    while ways.first().is_some_and(|way| chain.first_lost(way).is_some()) {
        let mut filled: Vec<String> = Vec::new();
        for way in &ways {
            let Some((place, letters)) = chain.first_lost(way) else { continue };
            let fit = letters.iter().filter(|letter| is_fit(**letter, way, &place));
            filled.extend(fit.map(|letter| format!("{}{letter}{}", &way[..place.start], &way[place.end..])));
        }
        if filled.len() > MOST {
            return None;
        }
        ways = filled;
    }
    Some(ways)
}

/// A token with changes made.
pub fn applied(token: &str, changes: &[(Range<usize>, String)]) -> String {
    let mut text = String::with_capacity(token.len());
    let mut at = 0;
    for (run, meant) in changes {
        text.push_str(&token[at..run.start]);
        text.push_str(meant);
        at = run.end;
    }
    text.push_str(&token[at..]);
    text
}

/// What of a run changes, without the characters at its ends that stay.
fn changed<'m>(token: &str, run: Range<usize>, meant: &'m str) -> (Range<usize>, &'m str) {
    let written = &token[run.clone()];
    let start: usize =
        written.chars().zip(meant.chars()).take_while(|(old, new)| old == new).map(|(c, _)| c.len_utf8()).sum();
    let (written, meant) = (&written[start..], &meant[start..]);
    let alike = written.chars().rev().zip(meant.chars().rev()).take_while(|(old, new)| old == new);
    let end: usize = alike.map(|(c, _)| c.len_utf8()).sum();
    (run.start + start..run.end - end, &meant[..meant.len() - end])
}
