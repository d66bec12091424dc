//! What an affix file says: which affixes there are, to which words they may be put, and what flags mean.

use std::collections::{HashMap, HashSet};

use super::{Flag, HunspellError, stem};

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
pub(super) struct Affix {
    strip: String,
    add: String,
    condition: Vec<Class>,
    pub flags: Vec<Flag>,
    /// Whether it may stand beside one at the other end.
    pub crosses: bool,
}

/// One place of a condition: `.`, `e`, `[ae]`, `[^ae]`.
#[derive(Debug)]
struct Class {
    letters: Vec<char>,
    negated: bool,
}

/// What an affix file says.
#[derive(Debug, Default)]
pub(super) struct Rules {
    kind: FlagKind,
    /// Lists of flags that stand for their numbers.
    has_aliases: bool,
    aliases: Vec<Vec<Flag>>,
    pub prefixes: HashMap<Flag, Vec<Affix>>,
    pub suffixes: HashMap<Flag, Vec<Affix>>,
    /// Whether affixes of a flag cross, by their end and flag.
    crossing: HashSet<(bool, Flag)>,
    pub need_affix: Option<Flag>,
    pub only_in_compound: Option<Flag>,
    pub forbidden: Option<Flag>,
    pub begin: Vec<Flag>,
    pub end: Vec<Flag>,
}

impl Rules {
    pub fn read(text: &str) -> Result<Self, HunspellError> {
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
            ["PFX" | "SFX", flag, "Y", count] if count.parse::<usize>().is_ok() => {
                self.crossing.insert((fields[0] == "PFX", self.flag(flag)?));
            }
            ["PFX" | "SFX", _, "N", count] if count.parse::<usize>().is_ok() => {}
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
    pub fn flags(&self, text: &str) -> Option<Vec<Flag>> {
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
    pub fn behind(&self, form: &str) -> Option<String> {
        let from = self
            .condition
            .len()
            .checked_sub(1)
            .map_or(Some(form.len()), |last| form.char_indices().rev().nth(last).map(|(at, _)| at))?;
        let stem = form.strip_suffix(self.strip.as_str()).filter(|stem| !stem.is_empty())?;
        self.fits(&form[from..]).then(|| format!("{stem}{}", self.add))
    }

    /// The form before which it stands.
    pub fn before(&self, form: &str) -> Option<String> {
        let stem = form.strip_prefix(self.strip.as_str()).filter(|stem| !stem.is_empty())?;
        self.fits(form).then(|| format!("{}{stem}", self.add))
    }

    fn fits(&self, letters: &str) -> bool {
        let mut letters = letters.chars();
        self.condition.iter().all(|class| letters.next().is_some_and(|c| class.letters.contains(&c) != class.negated))
    }
}
