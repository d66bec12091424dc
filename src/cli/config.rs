use std::fmt::Display;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::{env, fs};

use serde::de::{Deserialize, Deserializer, Error};

use super::exit::usage;
use super::options::Format;
use crate::archive::OutputEncoding;
use crate::codecs::Encoding;
use crate::text::Confidence;
use crate::{LanguageChoice, LineMode};

/// The name of the file that options may stand in.
const FILE: &str = "ordret.toml";

/// The options of an `ordret.toml`: those of the command line, by the same names.
#[derive(Clone, Debug, Default, serde::Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub(super) struct Config {
    #[serde(deserialize_with = "by_name")]
    pub language: Option<LanguageChoice>,
    #[serde(deserialize_with = "by_name")]
    pub apply: Option<Confidence>,
    pub select: Option<Vec<String>>,
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
    pub threads: Option<usize>,
    #[serde(deserialize_with = "by_name")]
    pub format: Option<Format>,
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
        let profile = config.profile.map(|profile| path.with_file_name(profile));
        Ok(Self { profile, ..config })
    }
}

fn find_file(input: Option<&Path>) -> Option<PathBuf> {
    let start = match input {
        Some(input) => input.canonicalize().or_else(|_| std::path::absolute(input)).ok()?,
        None => env::current_dir().ok()?,
    };
    start.ancestors().map(|folder| folder.join(FILE)).find(|path| path.is_file())
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
    fn errors_name_the_line() {
        let error = toml::from_str::<Config>("threads = 2\napply = \"sure\"").unwrap_err().to_string();
        assert!(error.contains("line 2") && error.contains("certain, likely, doubtful"), "{error}");
        let error = toml::from_str::<Config>("\n\nlangauge = \"da\"").unwrap_err().to_string();
        assert!(error.contains("line 3") && error.contains("langauge"), "{error}");
    }
}
