//! What the command reads of files, for fuzz targets only.

use std::path::{Path, PathBuf};

use super::config::Config;
use super::decisions::GivenDecisions;
use crate::Decisions;

/// Reads a text as an `ordret.toml`.
///
/// # Errors
/// Those that the command would give.
pub fn config(text: &str) -> anyhow::Result<()> {
    Config::parse(text, PathBuf::from("ordret.toml")).map(drop)
}

/// Reads a file of decisions.
///
/// # Errors
/// Those that the command would give.
pub fn decisions(file: &[u8]) -> anyhow::Result<Decisions> {
    let mut given = GivenDecisions::default();
    given.read_lines(file, Path::new("decisions.jsonl"))?;
    given.finish().map(|(decisions, _)| decisions)
}
