//! How values stand in a file of options.

use std::fmt::Display;
use std::str::FromStr;

use serde::de::{Deserialize, Deserializer, Error};

/// A value given by its name, as on the command line.
pub(super) fn by_name<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: FromStr<Err: Display>,
{
    let name = String::deserialize(deserializer)?;
    name.parse().map(Some).map_err(D::Error::custom)
}

/// Codes as a list, or in one text as on the command line: `["E", "C101"]`, `"E,C101"`.
pub(super) fn codes<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Vec<String>>, D::Error> {
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

/// Several texts as a list, or one by itself.
pub(super) fn texts<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    #[derive(serde::Deserialize)]
    #[serde(untagged, expecting = "expected a glob or a list of globs")]
    enum Texts {
        One(String),
        List(Vec<String>),
    }
    Ok(match Texts::deserialize(deserializer)? {
        Texts::One(text) => vec![text],
        Texts::List(list) => list,
    })
}
