//! Words of a Hunspell dictionary: a `.dic` file of stems and an `.aff` file of what may be put to them.
//!
//! Read is what says which forms are right (hunspell(5)): `SET`, `FLAG`, `AF`, `PFX` and `SFX` with their conditions, two suffixes and
//! one prefix at most, `NEEDAFFIX`, `ONLYINCOMPOUND`, `FORBIDDENWORD`; and which forms compounds begin and end with:
//! `COMPOUNDFLAG`, `COMPOUNDBEGIN`, `COMPOUNDEND`. The rest of the format is for suggestions, and for compounds by other rules; it is
//! passed over.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, HashSet};

use thiserror::Error;

use crate::codecs::Encoding;

/// Forms that a dictionary may have: those of a house's own terms are fewer by far, and those of a whole language are in its pack.
const MOST_FORMS: usize = 200_000;
/// So often may forms be made to find those, many of them again and again.
const MOST_STEPS: usize = 10 * MOST_FORMS;
/// A suffix may carry another.
const MOST_SUFFIXES: usize = 2;

/// A dictionary cannot be read.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum HunspellError {
    /// Its encoding is unknown, or is not what it is said to be.
    #[error("it is not in {0}, as its SET says; write it in UTF-8")]
    Encoding(String),
    /// A line of the affix file is none.
    #[error("line {0} of the affix file is none")]
    Affix(usize),
    /// A line of the dictionary names flags that are none.
    #[error("line {0} of the dictionary has flags that are none")]
    Flags(usize),
    /// It has too many forms.
    #[error("it makes more than {MOST_FORMS} forms; a house's own terms are fewer")]
    TooMany,
}

/// A flag of any kind: a sign, two signs, or a number.
type Flag = u32;

/// Whether compounds begin and end with a form.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Compounding {
    pub begins: bool,
    pub ends: bool,
}

/// Every form that a dictionary says is right.
pub(super) fn forms(affixes: &[u8], dictionary: &[u8]) -> Result<BTreeMap<String, Compounding>, HunspellError> {
    let encoding = said_encoding(affixes);
    let (affixes, dictionary) = (decoded(affixes, &encoding)?, decoded(dictionary, &encoding)?);
    let rules = Rules::read(&affixes)?;
    let mut forms = Forms { rules: &rules, found: BTreeMap::new(), forbidden: HashSet::new(), steps: 0 };
    let lines = dictionary.lines().enumerate().skip(1).map(|(at, line)| (at + 1, line.trim_end()));
    for (number, line) in lines.filter(|(_, line)| !line.is_empty()) {
        let (stem, flags) = stem(line);
        let flags = rules.flags(flags).ok_or(HunspellError::Flags(number))?;
        forms.derive(&stem, &flags, 0)?;
    }
    let Forms { mut found, forbidden, .. } = forms;
    found.retain(|form, _| !forbidden.contains(form));
    Ok(found)
}

/// The name that the affix file gives for the encoding of both.
fn said_encoding(affixes: &[u8]) -> String {
    let text = String::from_utf8_lossy(affixes);
    let said = text.lines().find_map(|line| line.trim_start_matches('\u{feff}').strip_prefix("SET "));
    said.map_or_else(|| "UTF-8".to_owned(), |name| name.trim().to_owned())
}

fn decoded<'b>(bytes: &'b [u8], name: &str) -> Result<Cow<'b, str>, HunspellError> {
    let wrong = || HunspellError::Encoding(name.to_owned());
    // Hunspell writes ISO8859-1.
    let encoding: Result<Encoding, _> = name.parse().or_else(|_| name.replacen("ISO8859", "ISO-8859", 1).parse());
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    encoding.ok().and_then(|encoding| encoding.decode_exact(bytes)).ok_or_else(wrong)
}

/// A line's stem and its flags.
fn stem(line: &str) -> (String, &str) {
    let line = line.split('\t').next().unwrap_or(line);
    // Morphology stands behind a space: `kat po:noun`.
    let is_field = |field: &str| field.as_bytes().get(2) == Some(&b':');
    let end = line.match_indices(' ').find(|(at, _)| is_field(&line[at + 1..])).map_or(line.len(), |(at, _)| at);
    let line = &line[..end];
    let slash = line.match_indices('/').find(|(at, _)| *at > 0 && !line[..*at].ends_with('\\'));
    let (stem, flags) = slash.map_or((line, ""), |(at, _)| (&line[..at], &line[at + 1..]));
    (stem.replace("\\/", "/"), flags.trim())
}

/// How flags are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum FlagKind {
    #[default]
    Sign,
    Long,
    Number,
}

/// An affix: what it takes off, what it puts there, to which words.
#[derive(Debug)]
struct Affix {
    strip: String,
    add: String,
    condition: Vec<Class>,
    flags: Vec<Flag>,
    /// Whether it may stand beside one at the other end.
    crosses: bool,
}

/// One place of a condition: `.`, `e`, `[ae]`, `[^ae]`.
#[derive(Debug)]
struct Class {
    letters: Vec<char>,
    negated: bool,
}

/// What an affix file says.
#[derive(Debug, Default)]
struct Rules {
    kind: FlagKind,
    /// Lists of flags that stand for their numbers.
    has_aliases: bool,
    aliases: Vec<Vec<Flag>>,
    prefixes: HashMap<Flag, Vec<Affix>>,
    suffixes: HashMap<Flag, Vec<Affix>>,
    /// Whether affixes of a flag cross, by their end and flag.
    crossing: HashSet<(bool, Flag)>,
    need_affix: Option<Flag>,
    only_in_compound: Option<Flag>,
    forbidden: Option<Flag>,
    begin: Vec<Flag>,
    end: Vec<Flag>,
}

impl Rules {
    fn read(text: &str) -> Result<Self, HunspellError> {
        let mut rules = Self::default();
        for (at, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
            rules.line(line).ok_or(HunspellError::Affix(at + 1))?;
        }
        Ok(rules)
    }

    fn line(&mut self, line: &str) -> Option<()> {
        let fields: Vec<&str> = line.split_whitespace().take_while(|field| !field.starts_with('#')).collect();
        match fields[..] {
            ["FLAG", kind] => {
                self.kind = match kind {
                    "long" => FlagKind::Long,
                    "num" => FlagKind::Number,
                    _ => FlagKind::Sign,
                }
            }
            // The head only counts.
            ["AF", _] if !self.has_aliases => self.has_aliases = true,
            ["AF", flags] => self.aliases.push(self.written_flags(flags)?),
            ["NEEDAFFIX", flag] => self.need_affix = Some(self.flag(flag)?),
            ["ONLYINCOMPOUND", flag] => self.only_in_compound = Some(self.flag(flag)?),
            ["FORBIDDENWORD", flag] => self.forbidden = Some(self.flag(flag)?),
            ["COMPOUNDFLAG", flag] => {
                let flag = self.flag(flag)?;
                self.begin.push(flag);
                self.end.push(flag);
            }
            ["COMPOUNDBEGIN", flag] => self.begin.push(self.flag(flag)?),
            ["COMPOUNDEND" | "COMPOUNDLAST", flag] => self.end.push(self.flag(flag)?),
            ["PFX" | "SFX", flag, crosses @ ("Y" | "N"), count] if count.parse::<usize>().is_ok() => {
                if crosses == "Y" {
                    self.crossing.insert((fields[0] == "PFX", self.flag(flag)?));
                }
            }
            ["PFX" | "SFX", flag, strip, add, ref rest @ ..] => {
                let flag = self.flag(flag)?;
                let is_prefix = fields[0] == "PFX";
                let affix = self.affix(is_prefix, flag, (strip, add), rest.first().copied())?;
                let of_end = if is_prefix { &mut self.prefixes } else { &mut self.suffixes };
                of_end.entry(flag).or_default().push(affix);
            }
            _ => {}
        }
        Some(())
    }

    fn affix(&self, is_prefix: bool, flag: Flag, texts: (&str, &str), condition: Option<&str>) -> Option<Affix> {
        let (add, flags) = stem(texts.1);
        let text = |text: &str| if text == "0" { String::new() } else { text.to_owned() };
        let (strip, add, flags) = (text(texts.0), text(&add), self.flags(flags)?);
        let crosses = self.crossing.contains(&(is_prefix, flag));
        Some(Affix { strip, add, condition: classes(condition.unwrap_or("."))?, flags, crosses })
    }

    /// One flag.
    fn flag(&self, text: &str) -> Option<Flag> {
        match self.written_flags(text)?.as_slice() {
            [flag] => Some(*flag),
            _ => None,
        }
    }

    /// The flags of a word or an affix, which may be a number of a list of them.
    fn flags(&self, text: &str) -> Option<Vec<Flag>> {
        match text {
            "" => Some(Vec::new()),
            number if self.has_aliases => {
                number.parse::<usize>().ok()?.checked_sub(1).and_then(|at| self.aliases.get(at)).cloned()
            }
            text => self.written_flags(text),
        }
    }

    fn written_flags(&self, text: &str) -> Option<Vec<Flag>> {
        let signs = || text.chars().map(u32::from);
        match self.kind {
            FlagKind::Sign => Some(signs().collect()),
            FlagKind::Number => text.split(',').map(|number| number.trim().parse().ok()).collect(),
            FlagKind::Long => {
                let signs: Vec<u32> = signs().collect();
                let (pairs, rest) = signs.as_chunks::<2>();
                rest.is_empty().then(|| pairs.iter().map(|[one, two]| (one << 11) ^ two).collect())
            }
        }
    }
}

fn classes(text: &str) -> Option<Vec<Class>> {
    let mut classes = Vec::new();
    let mut signs = text.chars();
    while let Some(sign) = signs.next() {
        let (mut letters, mut negated) = (vec![sign], false);
        match sign {
            '.' => (letters, negated) = (Vec::new(), true),
            '[' => {
                letters = signs.by_ref().take_while(|sign| *sign != ']').collect();
                negated = letters.first() == Some(&'^');
                letters.drain(..usize::from(negated));
                if letters.is_empty() {
                    return None;
                }
            }
            _ => {}
        }
        classes.push(Class { letters, negated });
    }
    Some(classes)
}

impl Affix {
    /// The form behind which it stands.
    fn behind(&self, form: &str) -> Option<String> {
        let from = self
            .condition
            .len()
            .checked_sub(1)
            .map_or(Some(form.len()), |last| form.char_indices().rev().nth(last).map(|(at, _)| at))?;
        let stem = form.strip_suffix(self.strip.as_str()).filter(|stem| !stem.is_empty())?;
        self.fits(&form[from..]).then(|| format!("{stem}{}", self.add))
    }

    /// The form before which it stands.
    fn before(&self, form: &str) -> Option<String> {
        let stem = form.strip_prefix(self.strip.as_str()).filter(|stem| !stem.is_empty())?;
        self.fits(form).then(|| format!("{}{stem}", self.add))
    }

    fn fits(&self, letters: &str) -> bool {
        let mut letters = letters.chars();
        self.condition.iter().all(|class| letters.next().is_some_and(|c| class.letters.contains(&c) != class.negated))
    }
}

/// The forms found so far.
struct Forms<'r> {
    rules: &'r Rules,
    found: BTreeMap<String, Compounding>,
    forbidden: HashSet<String>,
    /// Forms that were made, also those that were known.
    steps: usize,
}

impl Forms<'_> {
    /// Takes down a form, and goes on with what its flags make of it.
    fn derive(&mut self, form: &str, flags: &[Flag], suffixes: usize) -> Result<(), HunspellError> {
        let rules = self.rules;
        self.note(form, flags)?;
        let prefixes = || flags.iter().filter_map(|flag| rules.prefixes.get(flag)).flatten();
        for prefixed in prefixes().filter_map(|prefix| prefix.before(form)) {
            self.note_affixed(&prefixed, flags)?;
        }
        if suffixes == MOST_SUFFIXES {
            return Ok(());
        }
        for suffix in flags.iter().filter_map(|flag| rules.suffixes.get(flag)).flatten() {
            let Some(suffixed) = suffix.behind(form) else { continue };
            self.derive(&suffixed, &suffix.flags, suffixes + 1)?;
            for prefix in prefixes().filter(|prefix| prefix.crosses && suffix.crosses) {
                if let Some(both) = prefix.before(&suffixed) {
                    self.note_affixed(&both, &suffix.flags)?;
                }
            }
        }
        Ok(())
    }

    /// Takes down a form that has an affix.
    fn note_affixed(&mut self, form: &str, flags: &[Flag]) -> Result<(), HunspellError> {
        let flags: Vec<Flag> = flags.iter().copied().filter(|flag| Some(*flag) != self.rules.need_affix).collect();
        self.note(form, &flags)
    }

    fn note(&mut self, form: &str, flags: &[Flag]) -> Result<(), HunspellError> {
        self.steps += 1;
        let rules = self.rules;
        let has = |flag: &Option<Flag>| flag.is_some_and(|flag| flags.contains(&flag));
        if self.found.len() > MOST_FORMS || self.steps > MOST_STEPS {
            return Err(HunspellError::TooMany);
        }
        if has(&rules.forbidden) {
            self.forbidden.insert(form.to_owned());
        }
        if has(&rules.forbidden) || has(&rules.need_affix) || has(&rules.only_in_compound) {
            return Ok(());
        }
        let is_any = |marks: &[Flag]| marks.iter().any(|mark| flags.contains(mark));
        let known = self.found.entry(form.to_owned()).or_default();
        known.begins |= is_any(&rules.begin);
        known.ends |= is_any(&rules.end);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const AFFIXES: &str = "SET UTF-8\nNEEDAFFIX n\nFORBIDDENWORD f\nONLYINCOMPOUND o\nCOMPOUNDBEGIN b\nCOMPOUNDEND e\n\
        PFX U Y 1\nPFX U 0 u .\n\
        SFX A Y 3\nSFX A 0 en/B [^e]\nSFX A 0 n/B e\nSFX A e er/B e # flertal\n\
        SFX B N 1\nSFX B 0 s [^s]\n";

    fn list(affixes: &str, words: &str) -> Vec<String> {
        let dictionary = format!("{}\n{words}", words.lines().count());
        forms(affixes.as_bytes(), dictionary.as_bytes()).unwrap().into_keys().collect()
    }

    #[test]
    fn stems_take_their_affixes() {
        for (words, wanted) in [
            ("tavle/A", &["tavle", "tavlen", "tavlens", "tavler", "tavlers"][..]),
            ("bord/A", &["bord", "borden", "bordens"]),
            ("ven/U", &["uven", "ven"]),
            ("ven/UA", &["uven", "uvenen", "ven", "venen", "venens"]),
            ("tavl/nA", &["tavlen", "tavlens"]),
            ("og\\/eller po:konj", &["og/eller"]),
            ("Aage Moller po:navn", &["Aage Moller"]),
            ("tavle/A\ntavler/f", &["tavle", "tavlen", "tavlens", "tavlers"]),
            ("halv/o", &[]),
        ] {
            assert_eq!(list(AFFIXES, words), wanted, "{words}");
        }
        let compounding = forms(AFFIXES.as_bytes(), b"2\nnavision/b\ngate/e").unwrap();
        assert_eq!(compounding["navision"], Compounding { begins: true, ends: false });
        assert_eq!(compounding["gate"], Compounding { begins: false, ends: true });
    }

    #[test]
    fn flags_are_signs_pairs_or_numbers_and_may_be_listed() {
        let suffix = |flag: &str| format!("SFX {flag} Y 1\nSFX {flag} 0 s .\n");
        assert_eq!(list(&format!("FLAG long\n{}", suffix("Gs")), "hat/GsXx"), ["hat", "hats"]);
        assert_eq!(list(&format!("FLAG num\n{}", suffix("71")), "hat/71,9"), ["hat", "hats"]);
        assert_eq!(list(&format!("FLAG num\nAF 2\nAF 9\nAF 71,9\n{}", suffix("71")), "hat/2"), ["hat", "hats"]);
    }

    #[test]
    fn what_cannot_be_read_is_named() {
        let latin = b"SET ISO8859-1\n";
        assert_eq!(forms(latin, b"1\nk\xf8bing").unwrap().into_keys().collect::<Vec<_>>(), ["købing"]);
        assert_eq!(forms(b"SET KLINGON\n", b"0").unwrap_err(), HunspellError::Encoding("KLINGON".into()));
        assert_eq!(forms(b"", b"1\nk\xf8bing").unwrap_err(), HunspellError::Encoding("UTF-8".into()));
        assert_eq!(forms(b"FLAG num\n", b"1\nhat/x").unwrap_err(), HunspellError::Flags(2));
        assert_eq!(forms(b"\nSFX A 0 s []\n", b"0").unwrap_err(), HunspellError::Affix(2));
        // A suffix that any form may take twice over makes no more than two of them.
        let endless = "SFX A Y 1\nSFX A 0 s/A .\n";
        assert_eq!(list(endless, "hat/A"), ["hat", "hats", "hatss"]);
        let many: String = (0..20_000).map(|n| format!("SFX A 0 s{n} .\n")).collect();
        let dictionary: String = (0..40).map(|n| format!("ord{n}x/A\n")).collect();
        let (affixes, dictionary) = (format!("SFX A Y 20000\n{many}"), format!("40\n{dictionary}"));
        assert_eq!(forms(affixes.as_bytes(), dictionary.as_bytes()).unwrap_err(), HunspellError::TooMany);
    }
}
