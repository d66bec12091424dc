//! Words of a Hunspell dictionary: a `.dic` file of stems and an `.aff` file of what may be put to them.
//!
//! Read is what says which forms are right (hunspell(5)): `SET`, `FLAG`, `AF`, `PFX` and `SFX` with their conditions, two suffixes and
//! one prefix at most, `NEEDAFFIX`, `ONLYINCOMPOUND`, `FORBIDDENWORD`; and which forms compounds begin and end with:
//! `COMPOUNDFLAG`, `COMPOUNDBEGIN`, `COMPOUNDEND`. The rest of the format is for suggestions, and for compounds by other rules; it is
//! passed over.

mod affixes;

use std::borrow::Cow;
use std::collections::{BTreeMap, HashSet};

use thiserror::Error;

use affixes::Rules;

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
