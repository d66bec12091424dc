//! What `--version` tells; with `--verbose` also the pack, its sources and their licences.

use std::collections::BTreeMap;
use std::io::{self, Write};

use anyhow::Context;
use serde::Deserialize;

use super::exit::Exit;

/// The part of the pack's `SOURCES.toml` that is told.
#[derive(Deserialize)]
struct Sources {
    source: BTreeMap<String, Source>,
}

/// A source of the pack, as `SOURCES.toml` tells it.
#[derive(Deserialize)]
struct Source {
    title: String,
    holders: String,
    #[serde(default)]
    address: Option<String>,
    licence: String,
}

/// Prints the version.
pub(super) fn print(verbose: bool) -> anyhow::Result<Exit> {
    let mut out = io::stdout().lock();
    writeln!(out, "ordret {}", env!("CARGO_PKG_VERSION"))?;
    if verbose {
        print_licences(&mut out)?;
    }
    Ok(Exit::Fine)
}

fn print_licences(out: &mut impl Write) -> anyhow::Result<()> {
    let sources: Sources = toml::from_str(ordret_da::SOURCES).context("the pack's SOURCES.toml cannot be read")?;
    writeln!(out, "licence: {}", env!("CARGO_PKG_LICENSE"))?;
    writeln!(out, "\npack {}: ordret-da {}", ordret_da::NAME, ordret_da::VERSION)?;
    writeln!(out, "licence: {}", ordret_da::LICENCE)?;
    for Source { title, holders, address, licence } in sources.source.values() {
        writeln!(out, "  {title}\n    by {holders}")?;
        if let Some(address) = address {
            writeln!(out, "    {address}")?;
        }
        writeln!(out, "    licence: {licence}")?;
    }
    Ok(())
}
