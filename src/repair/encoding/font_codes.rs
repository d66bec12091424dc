//! A letter or ligature that stands as a code of the font it was printed in is read back.
//!
//! **Why it is damage.** Fonts number their signs as they like, and a program that takes text out of a PDF or DVI file needs a table that
//! says which sign is which letter. Where there is none, or a wrong one, it writes the number: a control, a character for private use, a
//! letter of no language (`Ɵ` for the ligature of t and i in Calibri), an ampersand. A ring over å stands by itself before its letter.
//!
//! **Example.** `inspekƟon` → `inspektion`, `poli&et` → `politiet`, `p°a` → `på`, and `o<0B>entlig` → `offentlig`, as TeX numbers its fonts.
//!
//! **When it is certain.** One code stands for one thing throughout a document: when it makes known words of three different words at least
//! that were none, hardly any that is none, and nothing else that it may stand for comes near. Two codes of a font of TeX prove the others. What then becomes no
//! known word is certain where the code is no sign that text has.

use std::ops::Range;

use super::FONT_CODE;
use crate::language::{Knowledge, Language};
use crate::repair::Options;
use crate::repair::proposal::Proposal;
use crate::repair::scan::Scan;
use crate::text::{QuickMap, QuickSet};

use super::votes::Votes;

/// Ligatures that fonts have one sign for; the letters of the language's own come besides.
const LIGATURES: [&str; 9] = ["ti", "tt", "ft", "fi", "ff", "fl", "ffi", "ffl", "tti"];
/// The codes of the fonts of TeX (OT1, then T1), which TeX's documentation of font encodings lists, and those of Calibri that PDF files are
/// known for.
const FONTS: [&[(char, Meaning)]; 3] = [
    &[
        ('\u{b}', Meaning::Letters("ff")),
        ('\u{c}', Meaning::Letters("fi")),
        ('\u{e}', Meaning::Letters("ffi")),
        ('\u{f}', Meaning::Letters("ffl")),
        ('\u{17}', Meaning::Ring),
        ('\u{1a}', Meaning::Letters("æ")),
        ('\u{1c}', Meaning::Letters("ø")),
        ('\u{1d}', Meaning::Letters("Æ")),
        ('\u{1f}', Meaning::Letters("Ø")),
    ],
    &[
        ('\u{6}', Meaning::Ring),
        ('\u{1b}', Meaning::Letters("ff")),
        ('\u{1c}', Meaning::Letters("fi")),
        ('\u{1d}', Meaning::Letters("fl")),
        ('\u{1e}', Meaning::Letters("ffi")),
        ('\u{1f}', Meaning::Letters("ffl")),
    ],
    &[('Ɵ', Meaning::Letters("ti")), ('Ʃ', Meaning::Letters("tt")), ('Ō', Meaning::Letters("ft"))],
];
/// Signs that rings are shown as.
const RINGS: [char; 2] = ['°', '˚'];

/// What a different word says that becomes known, by its letters, six and more last; in nats, chosen as those of
/// [`super::whole`], whose words prove chains in the same way.
const BECOMES_KNOWN: [f32; 7] = [0.0, 0.0, 0.5, 1.5, 2.5, 3.5, 4.5];
/// The same of one that is known as a compound alone.
const BECOMES_COMPOUND: f32 = 2.5;
/// The same of one that becomes none.
const STAYS_UNKNOWN: f32 = -1.5;
/// What proves a code: more than 1,000 to 1, and three words.
const PROOF: f32 = 8.0;
const WORDS: usize = 3;
/// The same of a character that no text has, in a document that has proven another code.
const PROOF_AMONG: f32 = 4.0;
const WORDS_AMONG: usize = 1;
/// A code's best meaning says so many times what the next best says.
const AHEAD: f32 = 1.7;
/// Different words of a code that are asked; more say nothing new.
const ASKED: usize = 32;
/// Codes that are looked at; a document with more of them is no text of a font.
const MOST_CODES: usize = 48;
/// Bytes that a word is followed to either side.
const REACH: usize = 64;

/// What is promised of a code that is proven: of a word that becomes known, and of any other.
const KNOWN: f32 = 0.998;
const UNKNOWN: f32 = 0.97;

/// What a code stands for.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Meaning {
    Letters(&'static str),
    /// A ring over the letter behind it.
    Ring,
}

/// A place of a code, as one meaning has it.
struct Place {
    /// What is replaced, and by what.
    range: Range<usize>,
    meant: String,
    /// The word that this makes.
    word: String,
}

/// Reads the codes of fonts back.
pub(super) fn pass(text: &str, scan: &Scan, options: &Options, _: Option<&Votes>, _: &mut Votes) -> Vec<Proposal> {
    let Some(language) = options.language.pack() else { return Vec::new() };
    let codes = Codes::find(text, scan, language);
    if codes.places.is_empty() {
        return Vec::new();
    }
    let proven = codes.prove(language);
    let mut proposals = Vec::new();
    for &(code, meaning) in &proven {
        for &at in codes.of(code) {
            let Some(place) = codes.read(at, code, meaning, &proven) else { continue };
            // A ring that stands right before its letter is that letter decomposed: what the characters stage mends.
            if code == '˚' && place.range.len() == code.len_utf8() + 1 {
                continue;
            }
            let is_known = knowledge(&place.word, language) > Knowledge::Unknown;
            if is_known || is_never_text(code) || meaning == Meaning::Ring {
                let probability = if is_known || is_never_text(code) { KNOWN } else { UNKNOWN };
                let evidence = "a code of a font, which makes words throughout the document";
                proposals.push(Proposal::single(place.range, FONT_CODE, place.meant, probability, evidence));
            }
        }
    }
    proposals.sort_by_key(|proposal| (proposal.range.start, proposal.range.end));
    proposals
}

/// Whether a code is a character that no text has. Controls from U+0080 on are letters of an encoding, which other rules read.
fn is_never_text(code: char) -> bool {
    code < ' ' || ('\u{e000}'..='\u{f8ff}').contains(&code)
}

/// How much proves a code, and how many words at least.
fn needed(code: char, proven: &[(char, Meaning)]) -> (f32, usize) {
    let is_among = is_never_text(code) && !proven.is_empty();
    if is_among { (PROOF_AMONG, WORDS_AMONG) } else { (PROOF, WORDS) }
}

fn knowledge(word: &str, language: &Language) -> Knowledge {
    if word.chars().count() > 1 { language.knowledge(word) } else { Knowledge::Unknown }
}

/// The characters of a text that may be codes, beside small letters.
struct Codes<'t> {
    text: &'t str,
    /// Where each stands, by the character.
    places: Vec<(char, Vec<usize>)>,
}

impl<'t> Codes<'t> {
    fn find(text: &'t str, scan: &Scan, language: &Language) -> Self {
        let mut places: QuickMap<char, Vec<usize>> = QuickMap::default();
        let small = |c: Option<char>| c.is_some_and(|c| c.is_ascii_lowercase());
        let mut take = |at: usize, c: char| {
            let ends = at + c.len_utf8();
            let is_beside = small(text[..at].chars().next_back()) || small(text[ends..].chars().next());
            if is_beside || RINGS.contains(&c) || c < ' ' {
                places.entry(c).or_default().push(at);
            }
        };
        for passage in &scan.passages {
            let chars = text[passage.clone()].char_indices();
            chars.filter(|(_, c)| may_be_code(*c, language)).for_each(|(at, c)| take(passage.start + at, c));
        }
        for &at in scan.controls.iter().chain(&scan.ampersands) {
            text[at..].chars().next().into_iter().for_each(|c| take(at, c));
        }
        let mut places: Vec<(char, Vec<usize>)> = places.into_iter().collect();
        places.retain(|(code, of_code)| of_code.len() >= WORDS || is_never_text(*code));
        places.sort_unstable_by_key(|(code, _)| *code);
        places.truncate(MOST_CODES);
        Self { text, places }
    }

    fn of(&self, code: char) -> &[usize] {
        let found = self.places.binary_search_by_key(&code, |(known, _)| *known);
        found.map(|at| self.places[at].1.as_slice()).unwrap_or_default()
    }

    /// What the codes stand for that prove it; then those of the same font.
    fn prove(&self, language: &'static Language) -> Vec<(char, Meaning)> {
        let mut proven: Vec<(char, Meaning)> = Vec::new();
        loop {
            let before = proven.len();
            for (code, of_code) in &self.places {
                if !proven.iter().any(|(known, _)| known == code)
                    && let Some(meaning) = self.meaning(*code, of_code, &proven, language)
                {
                    proven.push((*code, meaning));
                }
            }
            if proven.len() == before {
                break;
            }
        }
        for font in FONTS {
            if font.iter().filter(|of_font| proven.contains(of_font)).count() > 1 {
                let others = font.iter().filter(|(code, _)| !proven.iter().any(|(known, _)| known == code));
                let others: Vec<(char, Meaning)> = others.copied().collect();
                proven.extend(others);
            }
        }
        proven
    }

    /// What a code stands for, if its words prove it.
    fn meaning(
        &self,
        code: char,
        of_code: &[usize],
        proven: &[(char, Meaning)],
        language: &'static Language,
    ) -> Option<Meaning> {
        let mut best: (f32, Option<Meaning>) = (0.0, None);
        let mut next = 0.0;
        for meaning in meanings(code, language) {
            let said = self.weigh(code, of_code, meaning, proven, language);
            if said > best.0 {
                next = best.0;
                best = (said, Some(meaning));
            } else if said > next {
                next = said;
            }
        }
        let needed = needed(code, proven).0;
        best.1.filter(|_| best.0 >= needed && best.0 >= AHEAD * next)
    }

    /// What the different words with a code say for a meaning of it.
    fn weigh(
        &self,
        code: char,
        of_code: &[usize],
        meaning: Meaning,
        proven: &[(char, Meaning)],
        language: &Language,
    ) -> f32 {
        let mut seen: QuickSet<String> = QuickSet::default();
        let (mut said, mut known) = (0.0, 0);
        for &at in of_code {
            if seen.len() == ASKED {
                break;
            }
            let Some(Place { word, .. }) = self.read(at, code, meaning, proven) else { continue };
            if word.contains(|c| self.is_code(c)) || !seen.insert(word.clone()) {
                continue;
            }
            let letters = word.chars().count();
            let knowledge = knowledge(&word, language);
            said += match knowledge {
                Knowledge::Known => BECOMES_KNOWN[letters.min(BECOMES_KNOWN.len() - 1)],
                Knowledge::Compound => BECOMES_COMPOUND,
                Knowledge::Unknown => STAYS_UNKNOWN,
            };
            known += usize::from(knowledge > Knowledge::Unknown);
        }
        if known < needed(code, proven).1 { 0.0 } else { said }
    }

    fn is_code(&self, c: char) -> bool {
        self.places.binary_search_by_key(&c, |(known, _)| *known).is_ok()
    }

    /// The word around a code as a meaning has it, other codes read as they are proven.
    fn read(&self, at: usize, code: char, meaning: Meaning, proven: &[(char, Meaning)]) -> Option<Place> {
        let (range, meant) = self.replaced(at, code, meaning)?;
        let part = |c: &char| c.is_alphabetic() || self.is_code(*c);
        let start = self.text.floor_char_boundary(at.saturating_sub(REACH));
        let before: Vec<char> = self.text[start..range.start].chars().rev().take_while(part).collect();
        let end = self.text.ceil_char_boundary((range.end + REACH).min(self.text.len()));
        let after = self.text[range.end..end].chars().take_while(part);
        let mut word = String::new();
        let read =
            |word: &mut String, c: char| match proven.iter().chain([&(code, meaning)]).find(|(known, _)| *known == c) {
                Some((_, Meaning::Letters(letters))) => word.push_str(letters),
                _ => word.push(c),
            };
        before.into_iter().rev().for_each(|c| read(&mut word, c));
        word.push_str(&meant);
        after.for_each(|c| read(&mut word, c));
        Some(Place { range, meant, word })
    }

    /// What is replaced at a code's place, and by what.
    fn replaced(&self, at: usize, code: char, meaning: Meaning) -> Option<(Range<usize>, String)> {
        let end = at + code.len_utf8();
        match meaning {
            Meaning::Letters(letters) => Some((at..end, letters.to_owned())),
            Meaning::Ring => {
                // A ring that was set by itself stands apart from its letter, also at a line's end.
                let rest = &self.text[end..];
                let letter = rest.strip_prefix([' ', '\n']).unwrap_or(rest);
                let ringed = match letter.chars().next()? {
                    'a' => "å",
                    'A' => "Å",
                    _ => return None,
                };
                // Of a temperature or an angle it is a sign.
                let is_sign = self.text[..at].trim_end().ends_with(|c: char| c.is_ascii_digit());
                (!is_sign).then(|| (at..end + rest.len() - letter.len() + 1, ringed.to_owned()))
            }
        }
    }
}

/// Whether a character beyond ASCII may be a code: one for private use, a sign of a ring, or a letter that neither the language nor its
/// neighbours write.
fn may_be_code(c: char, language: &Language) -> bool {
    is_never_text(c) || RINGS.contains(&c) || ('\u{100}'..'\u{250}').contains(&c) && !language.own_letters().contains(c)
}

/// What a code may stand for.
fn meanings(code: char, language: &'static Language) -> impl Iterator<Item = Meaning> {
    let is_ring = RINGS.contains(&code);
    let ring = (is_ring || code < ' ') && language.own_letters().contains('å');
    let own = language.own_letters();
    let letters = own.char_indices().map(move |(at, c)| &own[at..at + c.len_utf8()]);
    let letters = letters.filter(move |_| code < ' ').chain(LIGATURES.into_iter().filter(move |_| !is_ring));
    letters.map(Meaning::Letters).chain(ring.then_some(Meaning::Ring))
}

#[cfg(test)]
mod tests {
    use super::super::escapes::tests::{certain, stays};

    const RIGHT: &str = "Kommunen har til dato afsat midler til inspektion af ventilationen. Det er rettet mod aktive \
                         familier. Naturstien bliver sat i stand, og politiet har givet tilladelse til stationen.";

    #[test]
    fn a_code_stands_for_one_ligature_throughout() {
        for code in ["Ɵ", "\u{e09f}", "&", "\u{1}"] {
            certain(&RIGHT.replace("ti", code), RIGHT);
        }
        certain(&RIGHT.replace("ti", "\u{e09f}").replace("tt", "\u{e0a1}"), RIGHT);
    }

    #[test]
    fn codes_of_tex_prove_each_other() {
        let right = "Det næste møde om offentlig økonomi blev afholdt på Ærø, og børnene fik ros, da de gik hjem over \
                     bæltet for sidste gang i år. Vi så også søen, træer, både, en gåde og en fæstning, og råbte.";
        let codes = [("å", "\u{17}a"), ("ff", "\u{b}"), ("æ", "\u{1a}"), ("ø", "\u{1c}"), ("Æ", "\u{1d}")];
        let damaged = codes.iter().fold(right.to_owned(), |text, (letter, code)| text.replace(letter, code));
        certain(&damaged, right);
    }

    #[test]
    fn a_ring_by_itself_is_put_over_its_letter() {
        let right =
            "Både åen og søen er blå, og børnene får råd af bestyrelsen på næste møde, når året går på hæld i Århus.";
        for ring in ["°a", "˚ a"] {
            certain(&right.replace('å', ring).replace('Å', &ring.to_uppercase()), right);
        }
    }

    #[test]
    fn signs_that_are_signs_stay() {
        stays(
            "Møde i H&M, R&D og salg&service; forskning&udvikling, salt&peber og Q&A. Det er 20 °C i maj, 5° a la carte.",
        );
        stays("Jiří Dvořák a Křenek šli přes řeku. Příští týden bude třeba opřít keř u dveří.");
    }
}
