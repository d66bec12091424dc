//! `SOURCES.toml`: what went in, what came out, with a checksum each.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use sha2::{Digest, Sha256};

/// What stands below this line is written by the recipe.
const MARK: &str = "# Written by the recipe; do not edit below this line.\n";

/// The SHA-256 of some bytes, in hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Checks that the file of the input called `name` is the recorded one.
pub fn check_input(sources: &Path, name: &str, file: &Path) -> Result<()> {
    let table: toml::Table = fs::read_to_string(sources)?.parse()?;
    let recorded = table["input"][name]["file-sha256"].as_str().context("no checksum recorded")?;
    let found = sha256(&fs::read(file).with_context(|| file.display().to_string())?);
    ensure!(found == recorded, "{} has the checksum {found}, recorded is {recorded}", file.display());
    Ok(())
}

/// Records the checksums of everything in `folder` that is made or kept by hand.
pub fn record(sources: &Path, folder: &Path, files: &[String]) -> Result<()> {
    let text = fs::read_to_string(sources)?;
    let (kept, _) = text.split_once(MARK).context("SOURCES.toml has lost its mark")?;
    let mut text = format!("{kept}{MARK}\n[sha256]\n");
    for file in files {
        let path = folder.join(file);
        let bytes = fs::read(&path).with_context(|| path.display().to_string())?;
        text += &format!("\"{file}\" = \"{}\"\n", sha256(&bytes));
    }
    fs::write(sources, text).context("writing SOURCES.toml")
}
