use std::fmt::Display;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::{env, fs};

use serde::de::{Deserialize, Deserializer, Error};

use super::exit::usage;
use super::format::Format;
use crate::archive::{OPTIONS_FILE, OutputEncoding};
use crate::codecs::Encoding;
use crate::text::Confidence;
use crate::{Allowance, LanguageChoice, LineMode};

/// The options of an `ordret.toml`: those of the command line, by the same names.
#[derive(Clone, Debug, Default, serde::Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub(super) struct Config {
    #[serde(deserialize_with = "by_name")]
    pub language: Option<LanguageChoice>,
    #[serde(deserialize_with = "by_name")]
    pub apply: Option<Confidence>,
    #[serde(deserialize_with = "codes")]
    pub select: Option<Vec<String>>,
    #[serde(deserialize_with = "codes")]
    pub ignore: Option<Vec<String>>,
    #[serde(deserialize_with = "by_name")]
    pub encoding: Option<Encoding>,
    #[serde(deserialize_with = "by_name")]
    pub output_encoding: Option<OutputEncoding>,
    pub keep_ligatures: Option<bool>,
    pub long_s: Option<bool>,
    #[serde(deserialize_with = "by_name")]
    pub lines: Option<LineMode>,
    pub keep_furniture: Option<bool>,
    /// Below the folder of the file, unless it is absolute.
    pub profile: Option<PathBuf>,
    /// The same, of each.
    pub words: Option<Vec<PathBuf>>,
    /// What may stand as it is: each an `[[allow]]` of its own.
    pub allow: Vec<Allowance>,
    pub threads: Option<usize>,
    #[serde(deserialize_with = "by_name")]
    pub format: Option<Format>,
    #[serde(deserialize_with = "by_name")]
    pub level: Option<Confidence>,
    /// The file itself.
    #[serde(skip)]
    pub path: Option<PathBuf>,
}

impl Config {
    /// The options of the nearest file upward from the input, or from the working folder; none if there is no file.
    ///
    /// Fails if the file cannot be read or holds what is no option, and says in which file and line.
    pub fn find(input: Option<&Path>) -> anyhow::Result<Self> {
        let Some(path) = find_file(input) else { return Ok(Self::default()) };
        let text = fs::read_to_string(&path).map_err(|cause| usage(format!("{}: {cause}", path.display())))?;
        let wrong = |cause: toml::de::Error| usage(format!("{}: {}", path.display(), cause.to_string().trim_end()));
        let config: Self = toml::from_str(&text).map_err(wrong)?;
        if let Some(number) = config.allow.iter().position(Allowance::is_empty) {
            let said = format!("{}: [[allow]] {} says neither passage nor rule", path.display(), number + 1);
            return Err(usage(said));
        }
        let beside = |file: PathBuf| path.with_file_name(file);
        let (profile, words) =
            (config.profile.map(beside), config.words.map(|words| words.into_iter().map(beside).collect()));
        Ok(Self { profile, words, path: Some(path), ..config })
    }
}

fn find_file(input: Option<&Path>) -> Option<PathBuf> {
    let start = match input {
        Some(input) => input.canonicalize().or_else(|_| std::path::absolute(input)).ok()?,
        None => env::current_dir().ok()?,
    };
    start.ancestors().map(|folder| folder.join(OPTIONS_FILE)).find(|path| path.is_file())
}

/// A value given by its name, as on the command line.
fn by_name<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: FromStr<Err: Display>,
{
    let name = String::deserialize(deserializer)?;
    name.parse().map(Some).map_err(D::Error::custom)
}

/// Codes as a list, or in one text as on the command line: `["E", "C101"]`, `"E,C101"`.
fn codes<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Vec<String>>, D::Error> {
    #[derive(serde::Deserialize)]
    #[serde(untagged, expecting = "expected codes of rules, as [\"E\", \"C101\"] or \"E,C101\"")]
    enum Codes {
        Text(String),
        List(Vec<String>),
    }
    Ok(Some(match Codes::deserialize(deserializer)? {
        Codes::Text(text) => text.split(',').map(|code| code.trim().to_owned()).collect(),
        Codes::List(list) => list,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_have_the_names_of_the_command_line() {
        let config: Config =
            toml::from_str("apply = \"likely\"\noutput-encoding = \"original\"\nlong-s = true").unwrap();
        assert_eq!(config.apply, Some(Confidence::Likely));
        assert_eq!(config.output_encoding, Some(OutputEncoding::Original));
        assert_eq!(config.long_s, Some(true));
    }

    #[test]
    fn codes_are_a_list_or_a_text() {
        let codes = |text: &str| toml::from_str::<Config>(text).map(|config| config.select);
        let wanted = Some(vec!["E".to_owned(), "C101".to_owned()]);
        assert_eq!(codes("select = [\"E\", \"C101\"]").unwrap(), wanted);
        assert_eq!(codes("select = \"E, C101\"").unwrap(), wanted);
        assert!(codes("select = 3").unwrap_err().to_string().contains("as [\"E\", \"C101\"]"));
    }

    #[test]
    fn exceptions_are_tables_of_their_own() {
        let config: Config = toml::from_str(
            "words = [\"navne.txt\"]\n[[allow]]\npassage = \"Moller\"\nrule = \"W101\"\n[[allow]]\nrule = \"E108\"",
        )
        .unwrap();
        assert_eq!(config.words, Some(vec![PathBuf::from("navne.txt")]));
        assert_eq!(config.allow.len(), 2);
        assert_eq!(config.allow[0].passage.as_deref(), Some("Moller"));
        let error = toml::from_str::<Config>("[[allow]]\npasage = \"Moller\"").unwrap_err().to_string();
        assert!(error.contains("pasage"), "{error}");
    }

    #[test]
    fn errors_name_the_line() {
        let error = toml::from_str::<Config>("threads = 2\napply = \"sure\"").unwrap_err().to_string();
        assert!(error.contains("line 2") && error.contains("certain, likely, doubtful"), "{error}");
        let error = toml::from_str::<Config>("\n\nlangauge = \"da\"").unwrap_err().to_string();
        assert!(error.contains("line 3") && error.contains("langauge"), "{error}");
    }
}
