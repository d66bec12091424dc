//! The chains: what a text was in, and what it was read as. Everything about them is made from the codecs.

use crate::codecs::{Codec, MarkedCodec, WideCodec, codec, marked_codec, wide_codec};
use std::ops::Range;

use crate::language::{Language, List, PerLanguage};
use crate::repair::LanguageChoice;
use crate::repair::encoding::{MISREAD, RECASED, SWAP, misread, undo};
use crate::repair::plausibility::Plausibility;
use crate::text::{QuickMap, RuleCode};

use super::Nats;
use super::recased::{Case, Recased};

/// One single-byte encoding read as another: what the text was in, what it was read as. The commoner come first: of chains
/// that explain a document alike the first is believed.
const SWAPS: [(&str, &str); 30] = [
    ("CP850", "windows-1252"),
    ("CP865", "windows-1252"),
    ("CP850", "CP437"),
    ("CP865", "CP437"),
    ("windows-1252", "CP850"),
    ("windows-1252", "CP865"),
    ("windows-1252", "CP437"),
    ("MacRoman", "windows-1252"),
    ("windows-1252", "MacRoman"),
    ("CP437", "windows-1252"),
    ("windows-1252", "windows-1250"),
    ("windows-1252", "windows-1251"),
    ("windows-1252", "windows-1253"),
    ("windows-1252", "windows-1257"),
    ("windows-1252", "windows-1255"),
    ("windows-1252", "windows-1256"),
    ("windows-1252", "windows-874"),
    ("windows-1252", "ISO-8859-2"),
    ("windows-1252", "ISO-8859-5"),
    ("windows-1252", "ISO-8859-7"),
    ("windows-1252", "KOI8-R"),
    ("windows-1252", "CP866"),
    ("CP850", "MacRoman"),
    ("CP850", "windows-1251"),
    ("CP850", "CP866"),
    ("MacRoman", "CP850"),
    ("MacRoman", "CP437"),
    ("IBM277", "IBM037"),
    ("IBM277", "IBM1047"),
    ("GSM 03.38", "ISO-8859-1"),
];

/// The single-byte encodings that UTF-8 is read as, and how often in turn.
const UTF8_AS: [(&str, u8); 21] = [
    ("windows-1252", 1),
    ("windows-1252", 2),
    ("windows-1252", 3),
    ("MacRoman", 1),
    ("CP850", 1),
    ("CP437", 1),
    ("CP865", 1),
    ("windows-1250", 1),
    ("windows-1251", 1),
    ("windows-1253", 1),
    ("windows-1254", 1),
    ("windows-1255", 1),
    ("windows-1256", 1),
    ("windows-1257", 1),
    ("windows-874", 1),
    ("ISO-8859-15", 1),
    ("ISO-8859-2", 1),
    ("ISO-8859-5", 1),
    ("ISO-8859-7", 1),
    ("KOI8-R", 1),
    ("CP866", 1),
];

/// The single-byte encodings that UTF-8 is read as before all is set in one case.
const UTF8_RECASED: [(&str, Case); 2] = [("windows-1252", Case::Lower), ("windows-1252", Case::Upper)];

/// The encodings of two bytes a character that UTF-8 is read as.
const UTF8_AS_WIDE: [&str; 4] = ["GBK", "Shift_JIS", "EUC-KR", "Big5"];

/// The byte of a no-break space in every encoding that has one at the place of Latin-1.
const NO_BREAK: u8 = 0xa0;

/// Signs whose last byte may be lost.
const SIGNS: &str = "“”’–—…•€«»§½";

/// Encodings whose combining signs stand before their letters, and what they were read as.
const MARKED: [(&str, &str); 4] =
    [("ANSEL", "windows-1252"), ("ANSEL", "CP850"), ("ISO-5426", "windows-1252"), ("ISO-5426", "CP850")];

/// What a chain does to bytes, seen from its end.
#[derive(Debug)]
enum Way {
    /// Single bytes of the second were shown by the first.
    Swap(&'static Codec, &'static Codec),
    /// UTF-8 was shown so, so many times.
    Utf8(&'static Codec, u8),
    /// UTF-8 was shown so, and set in one case.
    Recased(&'static Codec, Recased),
    /// UTF-8 was shown so.
    Wide(&'static WideCodec),
    /// Bytes of the second, a letter's signs before it, were shown by the first.
    Marked(&'static Codec, &'static MarkedCodec),
}

/// One encoding that was read as another.
#[derive(Debug)]
pub(super) struct Chain {
    /// The rule that speaks for it.
    pub rule: RuleCode,
    /// What is said of what it reads back.
    pub evidence: String,
    way: Way,
    /// The characters of ASCII that it reads as others.
    plain: Vec<char>,
    /// What stands before the mark of a byte that was lost, because the encoding has no character for it, and what the
    /// letters and signs are that show so.
    lost: Vec<(String, Vec<char>)>,
}

/// What a chain makes of a run of characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Read {
    /// What it is.
    Same,
    /// Something else.
    Text(String),
    /// The chain never shows this.
    Never,
}

/// How one of the language's letters looks after a chain.
#[derive(Debug)]
struct Look {
    chain: usize,
    /// What follows the look's first two characters.
    rest: String,
}

/// Every chain, each at a fixed place, and how the letters of a language look after them.
#[derive(Debug)]
pub(super) struct Chains {
    pub all: Vec<Chain>,
    /// Of each kind.
    looks: [Looks; 2],
    /// Of each kind a bit for the last bits of every character that a look of it begins with.
    beginnings: [[u64; BEGINNINGS / 64]; 2],
}

/// So many are told apart: few characters begin a look, and what begins none is most of what is asked.
const BEGINNINGS: usize = 1024;

/// The bit of a character, and where it is.
fn beginning(c: char) -> (usize, u64) {
    let number = c as usize % BEGINNINGS;
    (number / 64, 1 << (number % 64))
}

/// How letters look, by the first character and the second, if there is one: of the many looks that begin alike few go on alike.
type Looks = QuickMap<(char, Option<char>), Vec<Look>>;

/// What chains show letters as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Characters beyond ASCII.
    Letters,
    /// Signs of ASCII too.
    Signs,
}

impl Chain {
    fn new(rule: RuleCode, name: &str, way: Way) -> Self {
        let evidence = format!("{name}: the words of the document prove it");
        let mut chain = Self { rule, evidence, way, plain: Vec::new(), lost: Vec::new() };
        // Tabs and line ends are what they are, whatever the encoding.
        let plain = ('\0'..'\x7f').filter(|c| !matches!(c, '\t' | '\n' | '\r'));
        chain.plain = plain.filter(|c| chain.letter(*c).is_some_and(|letter| letter != *c)).collect();
        chain
    }

    /// The characters of ASCII that it reads as others.
    pub fn plain(&self) -> &[char] {
        &self.plain
    }

    /// The letter that a token is whose second byte was a no-break space, shown as a plain one or lost since: `Ã` for à.
    pub fn beside_space(&self, token: &str) -> Option<char> {
        let Way::Utf8(shown, 1) = &self.way else { return None };
        let mut chars = token.chars();
        let first = chars.next().and_then(|c| shown.encode(c)).filter(|first| (0xc3..=0xdf).contains(first))?;
        let is_alone = chars.next().is_none() && shown.decode(NO_BREAK) == '\u{a0}';
        std::str::from_utf8(&[first, NO_BREAK]).ok()?.chars().next().filter(|_| is_alone)
    }

    /// The same chain as single passages are read by.
    pub fn of_passages(&self) -> Option<misread::Chain> {
        match &self.way {
            Way::Utf8(shown, _) => misread::chain(shown.name()),
            _ => None,
        }
    }

    /// What it shows letters as.
    fn kind(&self) -> Kind {
        if self.plain.is_empty() { Kind::Letters } else { Kind::Signs }
    }

    /// Whether it reads a character: what is beyond ASCII, but for the mark of a lost one and that at a file's start, and what of
    /// ASCII it reads as something else.
    pub fn reads(&self, c: char) -> bool {
        match c {
            '\0'..='\x7f' => self.plain.contains(&c),
            char::REPLACEMENT_CHARACTER | '\u{feff}' => false,
            // Letters that were put in for lost ones; these encodings do not have them.
            _ => !matches!(self.way, Way::Wide(_)) || !self.lost.iter().any(|(_, letters)| letters.contains(&c)),
        }
    }

    fn swap(was: &'static str, shown: &'static str) -> Option<Self> {
        let way = Way::Swap(codec(shown)?, codec(was)?);
        Some(Self::new(SWAP, &format!("{was} read as {shown}"), way))
    }

    fn utf8(shown: &'static str, times: u8) -> Option<Self> {
        let often = if times > 1 { format!(", {times} times") } else { String::new() };
        Some(Self::new(MISREAD, &format!("UTF-8 read as {shown}{often}"), Way::Utf8(codec(shown)?, times)))
    }

    fn recased(shown: &'static str, case: Case, plausibility: &'static Plausibility) -> Option<Self> {
        let name = match case {
            Case::Lower => format!("UTF-8 read as {shown}, then lower-cased"),
            Case::Upper => format!("UTF-8 read as {shown}, then upper-cased"),
        };
        let shown = codec(shown)?;
        Some(Self::new(RECASED, &name, Way::Recased(shown, Recased::new(shown, case, plausibility))))
    }

    fn wide(shown: &'static str) -> Option<Self> {
        Some(Self::new(MISREAD, &format!("UTF-8 read as {shown}"), Way::Wide(wide_codec(shown)?)))
    }

    fn marked(was: &'static str, shown: &'static str) -> Option<Self> {
        let way = Way::Marked(codec(shown)?, marked_codec(was)?);
        Some(Self::new(SWAP, &format!("{was} read as {shown}"), way))
    }

    /// Where a run ends that it reads, in a token: with the letter behind the signs that the run ends in.
    pub fn end_of_run(&self, token: &str, end: usize) -> usize {
        let Way::Marked(shown, was) = &self.way else { return end };
        let last = token[..end].chars().next_back().and_then(|c| shown.encode(c));
        let letter = token[end..].chars().next().filter(|_| last.is_some_and(|byte| was.is_mark(byte)));
        end + letter.map_or(0, char::len_utf8)
    }

    /// What a character becomes, if this chain shows every character of its encodings as another one.
    pub fn letter(&self, c: char) -> Option<char> {
        let Way::Swap(shown, was) = &self.way else { return None };
        Some(was.decode(undo::byte_of(shown, c)?))
    }

    /// What a run of characters was that it reads.
    pub fn read(&self, run: &str) -> Read {
        let text = match &self.way {
            Way::Swap(..) => run.chars().map(|c| self.letter(c)).collect::<Option<String>>(),
            Way::Utf8(shown, times) => Some(undo(shown, *times, run).unwrap_or_else(|| run.to_owned())),
            Way::Recased(_, recased) => Some(recased.read(run).unwrap_or_else(|| run.to_owned())),
            Way::Wide(shown) => shown.encode(run).and_then(|bytes| String::from_utf8(bytes).ok()),
            Way::Marked(shown, was) => {
                let bytes: Option<Vec<u8>> = run.chars().map(|c| undo::byte_of(shown, c)).collect();
                bytes.map(|bytes| was.decode(&bytes))
            }
        };
        match text {
            Some(text) if text == run => Read::Same,
            Some(text) if self.never_says(&text) => Read::Never,
            Some(text) => Read::Text(text),
            None => Read::Never,
        }
    }

    /// Whether a reading is none: no text in a single-byte encoding has C1 controls or characters of private use.
    fn never_says(&self, text: &str) -> bool {
        matches!(self.way, Way::Swap(..) | Way::Marked(..))
            && text.contains(|c| matches!(c, '\u{80}'..='\u{9f}' | '\u{f700}'..='\u{f7ff}' | '\u{300}'..='\u{36f}' | '\u{fe20}'..='\u{fe23}'))
    }

    /// Learns how the letters look whose last byte has no character.
    fn learn_lost(&mut self, letters: &str) {
        for letter in letters.chars().chain(SIGNS.chars()) {
            let mut bytes = [0; 4];
            let Some((last, first)) = letter.encode_utf8(&mut bytes).as_bytes().split_last() else { continue };
            let before: Option<String> = match &self.way {
                Way::Utf8(shown, 1) if !shown.is_defined(*last) => {
                    first.iter().map(|byte| shown.is_defined(*byte).then(|| shown.decode(*byte))).collect()
                }
                Way::Wide(shown) if shown.decode(letter.encode_utf8(&mut [0; 4]).as_bytes()).is_none() => {
                    // A reader that knows no character at the first byte shows a mark for each.
                    shown.decode(first).or_else(|| Some(char::REPLACEMENT_CHARACTER.to_string()))
                }
                _ => None,
            };
            let Some(before) = before.filter(|before| !before.is_empty()) else { continue };
            match self.lost.iter_mut().find(|(known, _)| *known == before) {
                Some((_, letters)) => letters.push(letter),
                None => self.lost.push((before, vec![letter])),
            }
        }
    }

    /// The first place in a token where a letter lost its last byte, and what the letter may be.
    pub fn first_lost(&self, token: &str) -> Option<(Range<usize>, &[char])> {
        let marks = token.match_indices(char::REPLACEMENT_CHARACTER);
        let mut lost = marks.filter_map(|(at, mark)| {
            let (before, letters) = self.lost.iter().find(|(before, _)| token[..at].ends_with(before))?;
            Some((at - before.len()..at + mark.len(), letters.as_slice()))
        });
        lost.next()
    }

    /// How a letter looks after the chain, if that is something else.
    fn show(&self, letter: char) -> Option<String> {
        let utf8 = |text: &str, shown: &Codec| text.bytes().map(|byte| shown.decode(byte)).collect::<String>();
        let look = match &self.way {
            Way::Swap(shown, was) => shown.decode(was.encode(letter)?).to_string(),
            Way::Utf8(shown, times) => (0..*times).fold(letter.to_string(), |text, _| utf8(&text, shown)),
            Way::Recased(shown, recased) => recased.show(shown, letter),
            Way::Wide(shown) => shown.decode(letter.encode_utf8(&mut [0; 4]).as_bytes())?,
            Way::Marked(shown, was) => {
                was.encode(letter.encode_utf8(&mut [0; 4]))?.iter().map(|byte| shown.decode(*byte)).collect()
            }
        };
        (!look.chars().eq([letter])).then_some(look)
    }

    /// Whether each of its looks is a character that other languages have as a letter, so that one of them says little.
    pub fn has_plain_looks(&self) -> bool {
        matches!(self.way, Way::Swap(..) | Way::Wide(_) | Way::Marked(..))
    }
}

/// A run that UTF-8 shown so, so many times, became; nothing where it did not.
fn undo(shown: &'static Codec, times: u8, run: &str) -> Option<String> {
    (1..times).try_fold(undo::undone(shown, run)?, |run, _| undo::undone(shown, &run))
}

impl Chains {
    /// Those of a language, made once.
    pub fn of(language: &'static Language) -> &'static Self {
        static OF_LANGUAGE: PerLanguage<Chains> = PerLanguage::new(Chains::new);
        OF_LANGUAGE.of(language)
    }

    fn new(language: &'static Language) -> Self {
        let swaps = SWAPS.into_iter().filter_map(|(was, shown)| Chain::swap(was, shown));
        let utf8 = UTF8_AS.into_iter().filter_map(|(shown, times)| Chain::utf8(shown, times));
        let wide = UTF8_AS_WIDE.into_iter().filter_map(Chain::wide);
        let plausibility = Plausibility::of(LanguageChoice::Pack(language));
        let recased = UTF8_RECASED.into_iter().filter_map(|(shown, case)| Chain::recased(shown, case, plausibility));
        let marked = MARKED.into_iter().filter_map(|(was, shown)| Chain::marked(was, shown));
        let mut all: Vec<Chain> = utf8.chain(swaps).chain(wide).chain(recased).chain(marked).collect();
        let letters = format!("{}{}", language.own_letters(), language.list(List::BorrowedLetters).concat());
        all.iter_mut().for_each(|chain| chain.learn_lost(&letters));
        let mut looks: [Looks; 2] = Default::default();
        for (chain, look) in all.iter().enumerate().flat_map(|(number, chain)| {
            language.own_letters().chars().filter_map(move |letter| Some((number, chain.show(letter)?)))
        }) {
            let mut rest = look.chars();
            // What letters look like in ASCII is asked of texts in capitals alone: see `gate`.
            if let Some(first) = rest.next() {
                let of_kind = &mut looks[all[chain].kind() as usize];
                let of_first = of_kind.entry((first, rest.next())).or_default();
                of_first.push(Look { chain, rest: rest.as_str().to_owned() });
            }
        }
        let mut beginnings = [[0; BEGINNINGS / 64]; 2];
        for (kind, looks) in looks.iter().enumerate() {
            for (first, _) in looks.keys() {
                let (place, bit) = beginning(*first);
                beginnings[kind][place] |= bit;
            }
        }
        Self { all, looks, beginnings }
    }

    /// The chains of a kind after which a letter of the language looks as `text` begins.
    pub fn looks_at(&self, kind: Kind, text: &str) -> impl Iterator<Item = usize> {
        let looks = &self.looks[kind as usize];
        let may_begin = |first: &char| {
            let (place, bit) = beginning(*first);
            self.beginnings[kind as usize][place] & bit != 0
        };
        let mut rest = text.chars();
        let (first, second) = (rest.next().filter(may_begin), rest.next());
        let of = |second| first.and_then(|first| looks.get(&(first, second))).into_iter().flatten();
        let longer = of(second).filter(move |look| second.is_some() && rest.as_str().starts_with(&look.rest));
        of(None).chain(longer).map(|look| look.chain)
    }
}

/// What a chain is worth less than the one before it, where both explain a document alike.
pub(super) const LATER: Nats = 50;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_chain_is_made_and_read_back() {
        let chains = Chains::of(Language::danish());
        let kinds = [SWAPS.len(), UTF8_AS.len(), UTF8_AS_WIDE.len(), UTF8_RECASED.len(), MARKED.len()];
        assert_eq!(chains.all.len(), kinds.iter().sum::<usize>());
        // Recased text does not tell which case a letter had.
        for chain in chains.all.iter().filter(|chain| chain.rule != RECASED) {
            let shown: Vec<(char, String)> =
                "æøåÆØÅ".chars().filter_map(|letter| Some((letter, chain.show(letter)?))).collect();
            assert!(!shown.is_empty(), "{}", chain.evidence);
            for (letter, look) in shown.iter().filter(|(_, look)| !look.is_ascii()) {
                assert_eq!(chain.read(look), Read::Text(letter.to_string()), "{}", chain.evidence);
            }
        }
    }
}
