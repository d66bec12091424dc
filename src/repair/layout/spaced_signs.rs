//! A space before a comma, a full stop or another sign of the sentence goes.
//!
//! **Why it is damage.** Where a printer spaced a line, programs that read pages see a space before a sign that stands tight.
//! A search for the phrase, and every program that cuts words at spaces, meets a sign that is a word of its own.
//!
//! **Example.** `i Tanker , der ikke fandt Ro .` → `i Tanker, der ikke fandt Ro.`
//!
//! **When it is certain.** Where several signs of a text of the language are so, one comma in five among them, and others of the same kind
//! are not: who sets a space before all of them means it, as French printers do and programs that part words from signs; and one that
//! is rare is a slip of the hand. It is likely where there are only one or two in a short text. Signs that begin something stay (`.htaccess`, `:-)`, ` ...`), those between digits (`1 : 5000`), a colon behind a label
//! (`Navn : Bo`), a full stop behind what is no word (`git add .`) or before a small letter, and all in code, in tables and in other languages.

use memchr::{memchr_iter, memchr3_iter, memmem};

use super::SPACED_SIGN;
use super::lines::{self, Line};
use super::structure::{self, Kind};
use crate::language::{Knowledge, Language};
use crate::profile::Profile;
use crate::repair::Options;
use crate::repair::document::Portrait;
use crate::repair::document::kind::is_code;
use crate::repair::proposal::Proposal;

/// The signs, by how they are set: commas, full stops, and those before which a thin space is set at times.
const GROUPS: [&[u8]; 3] = [b",", b".", b";:!?"];
/// The share of a group that stands tight at least, where the others are damage. Of an old book read by a machine 46 of 100 commas
/// did, 96 full stops and 35 others; of text that was cut into words and signs none do, but full stops of abbreviations.
const LEAST_TIGHT: [f32; 3] = [0.2, 0.6, 0.2];
/// The share of commas that stand apart at least: in right texts of 1530 to 1940, whose printers set other signs apart at times, and in
/// modern ones at most 4 in 1,000 do; on pages of 1840, written down as they were set, 16 in 100; of the book above 54.
const LEAST_SPACED: f32 = 0.2;
/// Of the commas of a whole text, its code and tables included, one in so many stands apart at least where those of its lines may do so
/// as often as that: other texts are not cut into lines.
const ONE_IN_ALL: usize = 50;
/// One speck in so many signs says that signs are dirt.
const SPECKS: usize = 4;
/// So many spaced signs are no slip of the hand.
const SEVERAL: usize = 3;
const SURE: f32 = 0.997;
const SLIP: f32 = 0.96;
/// A stretch with so many spaced signs, and none that is tight, is set so.
const ALL_SPACED: usize = 4;
/// The share of words that the language knows on a line of prose at least.
const LEAST_KNOWN: f32 = 0.5;
/// Bytes of a label before a colon at most.
const LABEL: usize = 40;

/// Proposes to take the spaces before signs out.
pub(super) fn pass(text: &str, portrait: &Portrait, options: &Options, _: Option<&Profile>) -> Vec<Proposal> {
    let Some(language) = options.language.pack() else { return Vec::new() };
    if !may_be_damaged(text) || !portrait.is_prose() {
        return Vec::new();
    }
    let lines = lines::split(text);
    let kinds = structure::kinds(text, &lines, portrait.signs(), Some(language));
    let running = || lines.iter().zip(&kinds).filter(|(_, kind)| is_running(**kind)).map(|(line, _)| line);
    let counts = running().map(|line| Counts::of(&text[line.text.clone()])).fold(Counts::default(), Counts::and);
    let places: Vec<usize> = running().flat_map(|line| places(text, line, language)).collect();
    let places_found = places.len();
    let allowed = places.into_iter().filter(|&at| counts.are_damaged(group(text.as_bytes()[at + 1])));
    // Where dirt is read for signs, any of them may be that.
    if SPECKS * running().map(|line| specks(&text[line.text.clone()])).sum::<usize>() >= places_found {
        return Vec::new();
    }
    let allowed: Vec<usize> = allowed.filter(|&at| !portrait.is_foreign(&(at..at + 2))).collect();
    let probability = if allowed.len() < SEVERAL { SLIP } else { SURE };
    let said = "a space before a sign, which others of the text have not";
    allowed.into_iter().map(|at| Proposal::single(at..at + 1, SPACED_SIGN, "", probability, said)).collect()
}

/// Whether commas stand apart at all, and not too rarely.
fn may_be_damaged(text: &str) -> bool {
    let apart = memmem::find_iter(text.as_bytes(), b" ,").count();
    apart > 0 && apart * ONE_IN_ALL >= memchr_iter(b',', text.as_bytes()).count()
}

fn is_running(kind: Kind) -> bool {
    matches!(kind, Kind::Prose | Kind::Item | Kind::Closed)
}

/// Signs by group, spaced and tight.
#[derive(Clone, Copy, Debug, Default)]
struct Counts {
    spaced: [usize; 3],
    tight: [usize; 3],
}

impl Counts {
    fn of(line: &str) -> Self {
        let mut counts = Self::default();
        spaced(line).for_each(|at| counts.spaced[group(line.as_bytes()[at + 1])] += 1);
        tight(line).for_each(|at| counts.tight[group(line.as_bytes()[at])] += 1);
        counts
    }

    fn and(self, other: Self) -> Self {
        let sum = |one: [usize; 3], two: [usize; 3]| std::array::from_fn(|at| one[at] + two[at]);
        Self { spaced: sum(self.spaced, other.spaced), tight: sum(self.tight, other.tight) }
    }

    /// Whether commas are spaced often enough to be damage, and signs of a group are set both ways.
    fn are_damaged(&self, group: usize) -> bool {
        let tight = |group: usize| self.tight[group] as f32 / (self.spaced[group] + self.tight[group]).max(1) as f32;
        1.0 - tight(0) >= LEAST_SPACED && tight(0) >= LEAST_TIGHT[0] && tight(group) >= LEAST_TIGHT[group]
    }
}

fn group(sign: u8) -> usize {
    GROUPS.iter().position(|group| group.contains(&sign)).unwrap_or(GROUPS.len() - 1)
}

/// Where signs of all groups stand.
fn signs(text: &str) -> impl Iterator<Item = usize> + '_ {
    let bytes = text.as_bytes();
    memchr3_iter(b',', b'.', b';', bytes).chain(memchr3_iter(b':', b'!', b'?', bytes))
}

/// The spaces before signs that end something, each alone behind a word, a number or what closes.
fn spaced(text: &str) -> impl Iterator<Item = usize> + '_ {
    let is_spaced = move |at: &usize| text[..*at].ends_with(' ') && closes(&text[..*at - 1]) && ends(&text[*at + 1..]);
    signs(text).filter(is_spaced).map(|at| at - 1)
}

fn tight(text: &str) -> impl Iterator<Item = usize> + '_ {
    signs(text).filter(move |&at| closes(&text[..at]) && ends(&text[at + 1..]))
}

/// Whether a text ends in what a sign may follow.
fn closes(before: &str) -> bool {
    before.ends_with(|c: char| c.is_alphanumeric() || matches!(c, ')' | ']' | '"' | '”' | '“' | '«' | '»'))
}

/// Whether a sign before a text ends what it stands behind: a space and no other sign follows, a closing mark or the line's end.
fn ends(after: &str) -> bool {
    let rest = after.trim_start_matches(['"', '”', '“', '«', '»', ')']);
    let next = rest.trim_start_matches(' ').chars().next();
    let is_sign = |c: char| matches!(c, ',' | '.' | ';' | ':' | '!' | '?' | '…' | '/' | '=');
    rest.is_empty() || (rest.starts_with(char::is_whitespace) && !next.is_some_and(is_sign))
}

/// The spaces of a line that may go.
fn places(text: &str, line: &Line, language: &Language) -> Vec<usize> {
    let seen = &text[line.text.clone()];
    // What costs most is asked last.
    if spaced(seen).next().is_none() || is_code(seen) || known_share(seen, language) < LEAST_KNOWN {
        return Vec::new();
    }
    let found: Vec<usize> = spaced(seen).filter(|&at| may_go(seen, at, language)).collect();
    let is_set_so = found.len() >= ALL_SPACED && tight(seen).next().is_none();
    let is_quoted = |at: &usize| memchr_iter(b'`', &seen.as_bytes()[..*at]).count() % 2 == 1;
    let found = found.into_iter().filter(|at| !is_set_so && !is_quoted(at));
    found.map(|at| line.text.start + at).collect()
}

/// The share of a line's words that the language knows.
fn known_share(line: &str, language: &Language) -> f32 {
    let words = || line.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let known = words().filter(|word| language.knowledge(word) > Knowledge::Unknown).count();
    known as f32 / words().count().max(1) as f32
}

/// How many full stops stand apart in the middle of a sentence: dirt that was read for signs.
fn specks(line: &str) -> usize {
    let is_speck =
        |at: &usize| line.as_bytes()[at + 1] == b'.' && line[at + 2..].trim_start().starts_with(char::is_lowercase);
    spaced(line).filter(is_speck).count()
}

/// Whether the space at a place of a line may go before the sign behind it.
fn may_go(line: &str, at: usize, language: &Language) -> bool {
    let (before, after) = (&line[..at], line[at + 2..].trim_start());
    let is_digit = |c: char| c.is_ascii_digit();
    if before.ends_with(is_digit) && after.starts_with(is_digit) {
        return false;
    }
    match line.as_bytes()[at + 1] {
        b':' => after.starts_with(char::is_lowercase) || (at > LABEL && !after.is_empty()),
        b'.' => !after.starts_with(char::is_lowercase) && language.knowledge(last_word(before)) > Knowledge::Unknown,
        _ => true,
    }
}

fn last_word(before: &str) -> &str {
    let word = before.trim_end_matches(|c: char| !c.is_alphanumeric());
    &word[word.trim_end_matches(char::is_alphanumeric).len()..]
}

#[cfg(test)]
mod tests {
    use crate::{Options, Repairer};

    fn repaired(text: &str) -> String {
        Repairer::danish().repair(text.as_bytes()).into_text().into_owned()
    }

    const DAMAGED: &str = "Han gik længe i tanker , der ikke gav ham ro , og først ud på natten faldt han i søvn. \
        Da han vågnede, var solen oppe ; fuglene sang, og ingen havde kaldt på ham . Hvad var der sket ? \
        Han stod op, tog tøj på, og spurgte: Er her nogen? Men der kom intet svar. Så gik han ned i \
        haven, hvor bordet var dækket; der lå et brev.\n";

    #[test]
    fn spaces_before_signs_go_where_others_stand_tight() {
        let wanted = DAMAGED.replace(" ,", ",").replace(" ;", ";").replace(" .", ".").replace(" ?", "?");
        assert_eq!(repaired(DAMAGED), wanted);
    }

    #[test]
    fn a_single_one_is_likely() {
        let text = "Mødet blev holdt på skolen , og alle var mødt op. Der var kaffe, kage og sang.\n";
        assert_eq!(repaired(text), text);
        let likely = Repairer::new(Options { apply: crate::Confidence::Likely, ..Options::default() });
        assert_eq!(likely.repair(text.as_bytes()).into_text(), text.replace(" ,", ","));
    }

    #[test]
    fn signs_that_are_meant_to_stand_apart_stay() {
        for text in [
            "Han gik , og hun kom , men de så ikke hinanden . Så blev det aften , og alle gik hjem .\n",
            "Hvad ! Er du der ? Ja ; jeg er her : altid. Hvor er du ? Her !\n",
            "Ret filen .htaccess, og skriv git add . i mappen, så er du færdig :-) ikke ? Ja ...\n",
            "Kortet er tegnet i 1 : 5000, og prisen er 2 , 80 kr.\n",
            "Mødet , der var langt , blev holdt . i gården, og alle kom . til orde, sagde han, og gik.\n",
            "Navn : Bo Holm\nSted : Vejen\nAlder : 44\n",
            "Vælg en af disse: a . . . . . 4 eller b . . . . . 5, og skriv det ned.\n",
        ] {
            assert_eq!(repaired(text), text);
        }
    }
}
