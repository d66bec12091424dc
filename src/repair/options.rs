use std::str::FromStr;

use crate::codecs::Encoding;
use crate::language::Language;
use crate::text::{Confidence, RuleCode};

/// Which language's words and letters count as evidence.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LanguageChoice {
    /// The embedded Danish pack.
    #[default]
    Danish,
    /// The same, for text in the spelling of before 1948, which is right as it stands: å is written aa, nouns have capitals
    /// (`Kjøbenhavn`, `skulde`). Without this choice a document's own words have to show how old its spelling is.
    DanishHistorical,
    /// None: only evidence that holds in every language.
    None,
}

impl LanguageChoice {
    /// Every choice.
    const ALL: [Self; 3] = [Self::Danish, Self::DanishHistorical, Self::None];

    /// The name, as options and the ledger write it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Danish => "da",
            Self::DanishHistorical => "da-historical",
            Self::None => "none",
        }
    }

    /// The pack whose words and letters count; nothing for none.
    pub fn pack(self) -> Option<&'static Language> {
        match self {
            Self::Danish | Self::DanishHistorical => Some(Language::danish()),
            Self::None => None,
        }
    }

    /// Whether old spelling is said to be right.
    pub fn is_historical(self) -> bool {
        self == Self::DanishHistorical
    }
}

impl FromStr for LanguageChoice {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        let known = Self::ALL.into_iter().find(|choice| choice.as_str() == name);
        known.ok_or_else(|| format!("unknown language {name:?}; known are da, da-historical, none"))
    }
}

/// What becomes of lines that a printer wrapped.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LineMode {
    /// They are joined: one line a paragraph.
    #[default]
    Join,
    /// They stay, and only words that a line end cut are made whole.
    Keep,
}

impl LineMode {
    /// The name, as options and the ledger write it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Join => "join",
            Self::Keep => "keep",
        }
    }
}

impl FromStr for LineMode {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        let known = [Self::Join, Self::Keep].into_iter().find(|mode| mode.as_str() == name);
        known.ok_or_else(|| format!("unknown line mode {name:?}; known are join, keep"))
    }
}

/// Which rules may work: all, less those that begin with an ignored code, and only those that begin with a
/// selected one if any is. The longest matching code decides, as in `--select E --ignore E105`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RuleSelection {
    /// Codes or beginnings of codes to work; empty means all.
    pub select: Vec<String>,
    /// Codes or beginnings of codes not to work.
    pub ignore: Vec<String>,
}

impl RuleSelection {
    /// Whether one of the rules may work.
    pub(crate) fn allows_any(&self, rules: impl IntoIterator<Item = RuleCode>) -> bool {
        (self.select.is_empty() && self.ignore.is_empty()) || rules.into_iter().any(|rule| self.allows(rule))
    }

    /// Whether the rule may work.
    pub fn allows(&self, rule: RuleCode) -> bool {
        let longest = |codes: &[String]| -> Option<usize> {
            codes.iter().filter(|code| rule.0.starts_with(code.as_str())).map(String::len).max()
        };
        let selected = if self.select.is_empty() { Some(0) } else { longest(&self.select) };
        match (selected, longest(&self.ignore)) {
            (None, _) => false,
            (Some(_), None) => true,
            (Some(select), Some(ignore)) => select > ignore,
        }
    }
}

/// What a [`Repairer`](crate::Repairer) may do.
#[derive(Clone, Debug)]
pub struct Options {
    /// The language that counts as evidence.
    pub language: LanguageChoice,
    /// The least level that is applied; what is below is reported as a suspect.
    pub apply: Confidence,
    /// The rules that may work.
    pub rules: RuleSelection,
    /// The documents' encoding, where it is known; `None` finds it.
    pub encoding: Option<Encoding>,
    /// Spell out the ligatures ﬁ, ﬂ, ﬀ (æ and œ are letters and stay).
    pub ligatures: bool,
    /// Write s for the long ſ.
    pub long_s: bool,
    /// What becomes of wrapped lines.
    pub lines: LineMode,
    /// Take out running heads, footers and page numbers.
    pub furniture: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            language: LanguageChoice::Danish,
            apply: Confidence::Certain,
            rules: RuleSelection::default(),
            encoding: None,
            ligatures: true,
            long_s: false,
            lines: LineMode::Join,
            furniture: true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_code_decides() {
        let codes = |codes: &[&str]| codes.iter().map(|code| code.to_string()).collect();
        let selection = RuleSelection { select: codes(&["E"]), ignore: codes(&["E105"]) };
        assert!(selection.allows(RuleCode("E101")));
        assert!(!selection.allows(RuleCode("E105")));
        assert!(!selection.allows(RuleCode("C101")));
        let narrow = RuleSelection { select: codes(&["E105"]), ignore: codes(&["E"]) };
        assert!(narrow.allows(RuleCode("E105")));
        assert!(!narrow.allows(RuleCode("E101")));
    }
}
