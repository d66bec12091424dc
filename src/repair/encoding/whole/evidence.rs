//! What a word says for a chain: whether the chain makes a word of the language of it that it was not before.

use std::ops::Range;

use super::Nats;
use super::chain::{Chain, Read};
use crate::language::{Knowledge, Language};
use crate::repair::LanguageChoice;
use crate::repair::doubles;
use crate::repair::plausibility::Plausibility;
use crate::text::QuickMap;

/// What a word beyond ASCII says that becomes one of the language's, by its letters, 8 and more last: in Danish text four of
/// five such words are known; that letters which never were Danish make a word of so many by accident is rare in this measure.
/// Measured on text of sixty languages read by every chain; of longer words too few were found to count.
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

/// What words say for chains, each looked up once.
pub(super) struct Evidence<'t> {
    language: &'static Language,
    plausibility: &'static Plausibility,
    known: QuickMap<(&'t str, usize), Nats>,
}

impl<'t> Evidence<'t> {
    pub fn new(language: &'static Language, choice: LanguageChoice) -> Self {
        Self { language, plausibility: Plausibility::of(choice), known: QuickMap::default() }
    }

    /// What a token says for a chain, which is known by its number.
    pub fn gain(&mut self, token: &'t str, number: usize, chain: &Chain) -> Nats {
        if let Some(known) = self.known.get(&(token, number)) {
            return *known;
        }
        let gain = match read_token(token, chain) {
            Read::Same => 0,
            Read::Never => NEVER,
            Read::Text(text) => self.weigh(token, &text),
        };
        self.known.insert((token, number), gain);
        gain
    }

    /// Whether a token is right as it stands and would not be as it is read.
    pub fn is_kept(&mut self, token: &'t str, number: usize, chain: &Chain) -> bool {
        self.gain(token, number, chain) <= NEVER
    }

    fn weigh(&self, token: &str, text: &str) -> Nats {
        let (was, is) = (self.standing(token), self.standing(text));
        match (was, is) {
            (Standing::Known(_), Standing::Unknown) => WAS_KNOWN,
            (Standing::Known(_), Standing::Known(_)) => 0,
            (_, Standing::Known(_)) if self.is_disguised(token) => 0,
            (_, Standing::Known(gain)) => gain + self.gain_of_characters(token, text).clamp(0, ODD.min(2 * gain)),
            (_, Standing::Signs) => self.gain_of_characters(token, text).clamp(SIGNS.0, SIGNS.1),
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

    /// How much less odd the characters of a token are as they are read.
    fn gain_of_characters(&self, token: &str, text: &str) -> Nats {
        (1000.0 * (self.cost(token) - self.cost(text))) as Nats
    }

    /// What the characters of a token beyond ASCII cost between their neighbours, in nats.
    fn cost(&self, token: &str) -> f32 {
        let mut before = None;
        let mut rest = token.chars();
        let mut cost = 0.0;
        while let Some(c) = rest.next() {
            if !c.is_ascii() {
                cost += self.plausibility.cost(before, c.encode_utf8(&mut [0; 4]), rest.clone().next());
            }
            before = Some(c);
        }
        cost
    }

    /// How a token stands as text of the language.
    fn standing(&self, token: &str) -> Standing {
        if has_sign_inside(token) {
            return Standing::Unknown;
        }
        let mut standing = Standing::Signs;
        for word in token.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_ascii()) {
            let letters = word.chars().count();
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

/// Whether a sign beyond ASCII stands between two letters, other than a dash or an apostrophe.
fn has_sign_inside(token: &str) -> bool {
    let mut before = None;
    let mut rest = token.chars();
    while let Some(c) = rest.next() {
        let is_sign = !c.is_ascii() && !c.is_alphabetic() && !matches!(c, '–' | '—' | '’' | '…' | '\u{ad}' | '\u{a0}');
        let is_letter = |c: Option<char>| c.is_some_and(char::is_alphabetic);
        if is_sign && is_letter(before) && is_letter(rest.clone().next()) {
            return true;
        }
        before = Some(c);
    }
    false
}

/// The token (what stands between spaces) around a place.
pub(super) fn token_around(text: &str, at: usize) -> Range<usize> {
    let bytes = text.as_bytes();
    let start = bytes[..at].iter().rposition(u8::is_ascii_whitespace).map_or(0, |space| space + 1);
    let end = bytes[at..].iter().position(u8::is_ascii_whitespace).map_or(bytes.len(), |length| at + length);
    start..end
}

/// The runs of a token that a chain reads, with what they become.
pub(super) fn read_runs<'a>(token: &'a str, chain: &'a Chain) -> impl Iterator<Item = (Range<usize>, Read)> + 'a {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + token[at..].find(is_read)?;
        at = token[start..].find(|c| !is_read(c)).map_or(token.len(), |length| start + length);
        Some((start..at, chain.read(&token[start..at])))
    })
}

/// Whether a character is one that chains read: what is beyond ASCII, but for the mark of a lost one and that at a file's start.
fn is_read(c: char) -> bool {
    !c.is_ascii() && !matches!(c, char::REPLACEMENT_CHARACTER | '\u{feff}')
}

/// What a chain makes of a token.
fn read_token(token: &str, chain: &Chain) -> Read {
    let mut text = String::with_capacity(token.len());
    let mut at = 0;
    for (run, read) in read_runs(token, chain) {
        match read {
            Read::Same => {}
            Read::Never => return Read::Never,
            Read::Text(meant) => {
                text.push_str(&token[at..run.start]);
                text.push_str(&meant);
                at = run.end;
            }
        }
    }
    if at == 0 {
        return Read::Same;
    }
    text.push_str(&token[at..]);
    Read::Text(text)
}
