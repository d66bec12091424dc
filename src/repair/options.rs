use std::str::FromStr;

use thiserror::Error;

use super::exceptions::{Allowances, Decisions, OwnWords};
use crate::codecs::Encoding;
use crate::language::Language;
use crate::text::{Confidence, RuleCode};

/// Which language's words and letters count as evidence.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub enum LanguageChoice {
    /// The embedded Danish pack.
    #[default]
    #[cfg_attr(feature = "serde", serde(rename = "da"))]
    Danish,
    /// The same, for text in the spelling of before 1948, which is right as it stands: å is written aa, nouns have capitals
    /// (`Kjøbenhavn`, `skulde`). Without this choice a document's own words have to show how old its spelling is.
    #[cfg_attr(feature = "serde", serde(rename = "da-historical"))]
    DanishHistorical,
    /// None: only evidence that holds in every language.
    #[cfg_attr(feature = "serde", serde(rename = "none"))]
    None,
    /// A pack of one's own. It has no name among the choices: it is neither parsed nor serialised.
    #[cfg_attr(feature = "serde", serde(skip))]
    Pack(&'static Language),
}

impl LanguageChoice {
    /// Every choice that has a name of its own.
    const ALL: [Self; 3] = [Self::Danish, Self::DanishHistorical, Self::None];

    /// The name, as options and the ledger write it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Danish => "da",
            Self::DanishHistorical => "da-historical",
            Self::None => "none",
            Self::Pack(language) => language.name(),
        }
    }

    /// The pack whose words and letters count; nothing for none.
    pub fn pack(self) -> Option<&'static Language> {
        match self {
            Self::Danish | Self::DanishHistorical => Some(Language::danish()),
            Self::None => None,
            Self::Pack(language) => Some(language),
        }
    }

    /// Whether old spelling is said to be right.
    pub fn is_historical(self) -> bool {
        self == Self::DanishHistorical
    }
}

/// The name is of no known language.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("unknown language {0:?}; known are da, da-historical, none")]
pub struct ParseLanguageError(String);

impl From<&'static Language> for LanguageChoice {
    fn from(language: &'static Language) -> Self {
        Self::Pack(language)
    }
}

impl FromStr for LanguageChoice {
    type Err = ParseLanguageError;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        let known = Self::ALL.into_iter().find(|choice| choice.as_str() == name);
        known.ok_or_else(|| ParseLanguageError(name.to_owned()))
    }
}

/// What becomes of lines that a printer wrapped.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "lowercase"))]
#[non_exhaustive]
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

/// The name is of no known line mode.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("unknown line mode {0:?}; known are join, keep")]
pub struct ParseLineModeError(String);

impl FromStr for LineMode {
    type Err = ParseLineModeError;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        let known = [Self::Join, Self::Keep].into_iter().find(|mode| mode.as_str() == name);
        known.ok_or_else(|| ParseLineModeError(name.to_owned()))
    }
}

/// Which rules may work: all, less those that begin with an ignored code, and only those that begin with a
/// selected one if any is. The longest matching code decides, as in `--select E --ignore E105`.
///
/// ```
/// use ordret::RuleSelection;
///
/// let encoding = RuleSelection::only(["E"]).except(["E105"]);
/// let no_layout = RuleSelection::default().except(["L"]);
/// # assert_eq!(encoding.ignore, ["E105"]);
/// # assert!(no_layout.select.is_empty());
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct RuleSelection {
    /// Codes or beginnings of codes to work; empty means all.
    pub select: Vec<String>,
    /// Codes or beginnings of codes not to work.
    pub ignore: Vec<String>,
}

impl RuleSelection {
    /// The rules whose codes begin with one of these.
    pub fn only<C: Into<String>>(codes: impl IntoIterator<Item = C>) -> Self {
        Self { select: codes.into_iter().map(Into::into).collect(), ignore: Vec::new() }
    }

    /// The same, without the rules whose codes begin with one of these.
    #[must_use]
    pub fn except<C: Into<String>>(mut self, codes: impl IntoIterator<Item = C>) -> Self {
        self.ignore.extend(codes.into_iter().map(Into::into));
        self
    }

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
///
/// Begins with what is best for an archive of Danish text; each `with_…` says otherwise. The fields can be read and set, too.
///
/// ```
/// use ordret::{Confidence, LineMode, Options, Repairer, RuleSelection};
///
/// let options = Options::default()
///     .with_apply(Confidence::Likely)
///     .with_lines(LineMode::Keep)
///     .with_rules(RuleSelection::default().except(["W106"]));
/// let repair = Repairer::new(options).repair(b"Ret til udsigt");
/// assert!(!repair.is_changed());
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
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
    /// Words and phrases that are right, and may be what an unknown word was.
    pub words: OwnWords,
    /// Passages and rules that may stand as they are.
    pub allowances: Allowances,
    /// What was decided of findings before.
    pub decisions: Decisions,
}

impl Options {
    /// The language that counts as evidence; a pack of one's own ([`Language::leak`]) is [`LanguageChoice::Pack`].
    #[must_use]
    pub fn with_language(self, language: LanguageChoice) -> Self {
        Self { language, ..self }
    }

    /// The least level that is applied.
    #[must_use]
    pub fn with_apply(self, apply: Confidence) -> Self {
        Self { apply, ..self }
    }

    /// The rules that may work.
    #[must_use]
    pub fn with_rules(self, rules: RuleSelection) -> Self {
        Self { rules, ..self }
    }

    /// The documents' encoding, where it is known; `None` finds it.
    #[must_use]
    pub fn with_encoding(self, encoding: impl Into<Option<Encoding>>) -> Self {
        Self { encoding: encoding.into(), ..self }
    }

    /// Whether ligatures are spelled out.
    #[must_use]
    pub fn with_ligatures(self, ligatures: bool) -> Self {
        Self { ligatures, ..self }
    }

    /// Whether s is written for the long ſ.
    #[must_use]
    pub fn with_long_s(self, long_s: bool) -> Self {
        Self { long_s, ..self }
    }

    /// What becomes of wrapped lines.
    #[must_use]
    pub fn with_lines(self, lines: LineMode) -> Self {
        Self { lines, ..self }
    }

    /// Whether running heads, footers and page numbers are taken out.
    #[must_use]
    pub fn with_furniture(self, furniture: bool) -> Self {
        Self { furniture, ..self }
    }

    /// Words and phrases that are right, and may be what an unknown word was.
    #[must_use]
    pub fn with_words(self, words: OwnWords) -> Self {
        Self { words, ..self }
    }

    /// Passages and rules that may stand as they are.
    #[must_use]
    pub fn with_allowances(self, allowances: Allowances) -> Self {
        Self { allowances, ..self }
    }

    /// What was decided of findings before.
    #[must_use]
    pub fn with_decisions(self, decisions: Decisions) -> Self {
        Self { decisions, ..self }
    }
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
            words: OwnWords::default(),
            allowances: Allowances::default(),
            decisions: Decisions::default(),
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
