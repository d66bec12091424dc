//! Options and exceptions that hold for documents of some paths.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::exit::usage;
use super::values::{by_name, codes, texts};
use crate::archive::{ByPath, OutputEncoding};
use crate::codecs::Encoding;
use crate::text::{Confidence, visible};
use crate::{LanguageChoice, LineMode, Options, record};

/// A `[[files]]`: what holds for documents whose paths one of its globs matches. What it does not say is as everywhere.
#[derive(Clone, Debug, Default, serde::Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub(super) struct FileOptions {
    #[serde(rename = "match", deserialize_with = "texts")]
    globs: Vec<String>,
    #[serde(deserialize_with = "by_name")]
    language: Option<LanguageChoice>,
    #[serde(deserialize_with = "by_name")]
    apply: Option<Confidence>,
    #[serde(deserialize_with = "codes")]
    pub select: Option<Vec<String>>,
    #[serde(deserialize_with = "codes")]
    pub ignore: Option<Vec<String>>,
    #[serde(deserialize_with = "by_name")]
    encoding: Option<Encoding>,
    #[serde(deserialize_with = "by_name")]
    output_encoding: Option<OutputEncoding>,
    keep_ligatures: Option<bool>,
    long_s: Option<bool>,
    #[serde(deserialize_with = "by_name")]
    lines: Option<LineMode>,
    keep_furniture: Option<bool>,
}

impl FileOptions {
    /// What is wrong with it, if anything.
    pub fn wrong(&self) -> Option<&'static str> {
        match () {
            () if self.globs.is_empty() => Some("does not say which files: match = \"verse/**\""),
            () if self.said().is_empty() => Some("says no option"),
            () => None,
        }
    }

    /// Its globs, as they are named to a person.
    pub fn name(&self) -> String {
        let globs: Vec<String> = self.globs.iter().map(|glob| format!("{:?}", visible(glob))).collect();
        globs.join(", ")
    }

    /// The options that it says, by their names.
    fn said(&self) -> BTreeMap<String, String> {
        let codes = |codes: &Option<Vec<String>>| codes.as_ref().map(|codes| codes.join(","));
        let said = [
            ("language", self.language.map(|language| language.as_str().to_owned())),
            ("apply", self.apply.map(|level| level.as_str().to_owned())),
            ("select", codes(&self.select)),
            ("ignore", codes(&self.ignore)),
            ("encoding", self.encoding.map(|encoding| encoding.name().to_owned())),
            ("output-encoding", self.output_encoding.map(|encoding| encoding.as_str().to_owned())),
            ("keep-ligatures", self.keep_ligatures.map(|keep| keep.to_string())),
            ("long-s", self.long_s.map(|long_s| long_s.to_string())),
            ("lines", self.lines.map(|lines| lines.as_str().to_owned())),
            ("keep-furniture", self.keep_furniture.map(|keep| keep.to_string())),
        ];
        said.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect()
    }

    /// The same as the ledger keeps it.
    pub fn written(&self) -> record::FileOptions {
        record::FileOptions { globs: self.globs.clone(), options: self.said() }
    }

    /// Says what it says of some options.
    fn change(&self, options: &mut Options, output_encoding: &mut OutputEncoding) {
        let set = |option: &mut bool, said: Option<bool>| *option = said.unwrap_or(*option);
        options.language = self.language.unwrap_or(options.language);
        options.apply = self.apply.unwrap_or(options.apply);
        options.encoding = self.encoding.or(options.encoding);
        options.lines = self.lines.unwrap_or(options.lines);
        set(&mut options.long_s, self.long_s);
        set(&mut options.ligatures, self.keep_ligatures.map(|keep| !keep));
        set(&mut options.furniture, self.keep_furniture.map(|keep| !keep));
        let upper = |codes: &Vec<String>| codes.iter().map(|code| code.to_uppercase()).collect();
        if let Some(select) = &self.select {
            options.rules.select = upper(select);
        }
        if let Some(ignore) = &self.ignore {
            options.rules.ignore = upper(ignore);
        }
        *output_encoding = self.output_encoding.unwrap_or(*output_encoding);
    }
}

/// The options without exceptions that hold for some paths only.
pub(super) fn everywhere(options: &Options) -> Options {
    let paths: Vec<bool> = options.allowances.iter().map(|allowance| allowance.path.is_some()).collect();
    let allowances = options.allowances.chosen(|number| !paths[number]);
    Options { allowances, ..options.clone() }
}

/// What holds for documents of some paths, if anything does: first the `[[files]]`, of which the later one outdoes the earlier,
/// then the `[[allow]]`s with a path.
pub(super) fn by_path(
    inputs: &[PathBuf],
    config: Option<&Path>,
    files: &[FileOptions],
    options: &Options,
    output_encoding: OutputEncoding,
) -> anyhow::Result<Option<ByPath>> {
    let mut globs: Vec<Vec<String>> = files.iter().map(|of| of.globs.clone()).collect();
    let paths: Vec<Option<String>> = options.allowances.iter().map(|allowance| allowance.path.clone()).collect();
    // Of each exception its glob, if it has one.
    let mut of_allowances = Vec::with_capacity(paths.len());
    for path in paths {
        of_allowances.push(path.is_some().then_some(globs.len()));
        globs.extend(path.map(|path| vec![path]));
    }
    if globs.is_empty() {
        return Ok(None);
    }
    let (files, options) = (files.to_vec(), options.clone());
    let make = move |matching: &[usize]| {
        let is_for = |number: usize| of_allowances[number].is_none_or(|glob| matching.contains(&glob));
        let mut made = Options { allowances: options.allowances.chosen(is_for), ..options.clone() };
        let mut output_encoding = output_encoding;
        matching
            .iter()
            .filter_map(|number| files.get(*number))
            .for_each(|of| of.change(&mut made, &mut output_encoding));
        (made, output_encoding)
    };
    let folder =
        config.map(|file| file.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new(".")));
    ByPath::new(inputs, folder, &globs, make).map(Some).map_err(|error| usage(visible(&error.to_string())))
}
