use std::path::{Path, PathBuf};
use std::{env, io};

use serde::de::Deserializer;

use super::by_path::FileOptions;
use super::exit::usage;
use super::format::Format;
use super::inputs::read_regular;
use super::values::{by_name, codes, texts};
use crate::archive::{OPTIONS_FILE, OutputEncoding};
use crate::codecs::Encoding;
use crate::text::{Confidence, visible, visible_lines};
use crate::{Allowance, LanguageChoice, LineMode};

/// The largest file of options that is read: the options fill less than a kilobyte, and exceptions some forty bytes each.
const CONFIG_BYTES: u64 = 1 << 20;

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
    /// The fields of records that are text, as the command line has them one by one.
    pub field: Option<Vec<String>>,
    /// The same of the columns of tables.
    pub column: Option<Vec<String>>,
    pub jsonl: Option<bool>,
    pub mail: Option<bool>,
    /// What holds for documents of some paths: each a `[[files]]` of its own.
    pub files: Vec<FileOptions>,
    #[serde(deserialize_with = "globs")]
    pub include: Option<Vec<String>>,
    #[serde(deserialize_with = "globs")]
    pub exclude: Option<Vec<String>>,
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
    /// The options of the nearest file upward from the folder that holds the first input, or else from the working folder; none if
    /// there is no file. A file inside an input is of the archive, and never obeyed.
    pub fn find(inputs: &[PathBuf]) -> anyhow::Result<Self> {
        find_file(inputs).map_or_else(|| Ok(Self::default()), Self::read)
    }

    /// The options of a file.
    ///
    /// Fails if it cannot be read or holds what is no option, and says in which line.
    pub fn read(path: PathBuf) -> anyhow::Result<Self> {
        let name = visible(&path.to_string_lossy());
        let text =
            read_regular(&path, CONFIG_BYTES).and_then(|bytes| String::from_utf8(bytes).map_err(io::Error::other));
        let text = text.map_err(|cause| usage(format!("{name}: {cause}")))?;
        Self::parse(&text, path)
    }

    /// The options that the text of a file says.
    pub fn parse(text: &str, path: PathBuf) -> anyhow::Result<Self> {
        let name = visible(&path.to_string_lossy());
        let wrong = |cause: toml::de::Error| usage(format!("{name}: {}", told(&cause, path.is_symlink())));
        let config: Self = toml::from_str(text).map_err(wrong)?;
        config.refuse_empty(&name)?;
        let beside = |file: PathBuf| path.with_file_name(file);
        let (profile, words) =
            (config.profile.map(beside), config.words.map(|words| words.into_iter().map(beside).collect()));
        Ok(Self { profile, words, path: Some(path), ..config })
    }
}

impl Config {
    /// Fails, as a usage error, where an exception or the options of some files say nothing, or what cannot be.
    fn refuse_empty(&self, name: &str) -> anyhow::Result<()> {
        for (number, allowance) in self.allow.iter().enumerate() {
            let wrong = match &allowance.rule {
                _ if allowance.is_empty() => "says neither passage nor rule nor path",
                Some(rule) if rule == ALWAYS => {
                    "allows what cannot stand: bytes that are foreign to a document's encoding are always decoded; exclude the file"
                }
                _ => continue,
            };
            return Err(usage(format!("{name}: [[allow]] {} {wrong}", number + 1)));
        }
        let mut files = self.files.iter().enumerate();
        match files.find_map(|(number, of)| Some((number + 1, of.wrong()?))) {
            Some((number, wrong)) => Err(usage(format!("{name}: [[files]] {number} {wrong}"))),
            None => Ok(()),
        }
    }
}

/// The code of what is done whatever is said: the output has one encoding.
const ALWAYS: &str = "E001";

/// What is wrong with a file of options. The line is shown, unless the file may be another one than it seems.
fn told(cause: &toml::de::Error, is_link: bool) -> String {
    match is_link {
        true => visible(cause.message()),
        false => visible_lines(cause.to_string().trim_end()),
    }
}

fn find_file(inputs: &[PathBuf]) -> Option<PathBuf> {
    let absolute = |path: &PathBuf| path.canonicalize().or_else(|_| std::path::absolute(path)).ok();
    let inputs: Vec<PathBuf> = inputs.iter().filter_map(absolute).collect();
    let starts = inputs.first().and_then(|input| input.parent()).map(Path::to_owned).into_iter();
    let starts = starts.chain(env::current_dir().ok());
    let files = starts.flat_map(|start| {
        let folders: Vec<PathBuf> = start.ancestors().map(|folder| folder.join(OPTIONS_FILE)).collect();
        folders
    });
    let is_inside = |path: &Path| inputs.iter().any(|input| path.starts_with(input));
    files.into_iter().find(|path| path.is_file() && !is_inside(path))
}

fn globs<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Vec<String>>, D::Error> {
    texts(deserializer).map(Some)
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
