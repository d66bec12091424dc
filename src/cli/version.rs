//! What `--version` tells; with `--verbose` also the pack, its sources and their licences.

use std::collections::BTreeMap;
use std::io::Write;

use anyhow::Context;
use serde::Deserialize;

use super::exit::Exit;
use super::stdout::stdout;

/// The part of a `SOURCES.toml` that is told.
#[derive(Deserialize)]
struct Sources {
    source: BTreeMap<String, Source>,
}

/// A source of embedded data, as `SOURCES.toml` tells it.
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
    let mut out = stdout();
    writeln!(out, "ordret {}", env!("CARGO_PKG_VERSION"))?;
    if verbose {
        print_licences(&mut out)?;
    }
    Ok(Exit::Fine)
}

fn print_licences(out: &mut impl Write) -> anyhow::Result<()> {
    writeln!(out, "licence: {}", env!("CARGO_PKG_LICENSE"))?;
    writeln!(out, "\npack {}: ordret-da {}", ordret_da::NAME, ordret_da::VERSION)?;
    print_sources(out, ordret_da::LICENCE, ordret_da::SOURCES)?;
    writeln!(out, "\nmodel of languages: ordret-languages {}", ordret_languages::VERSION)?;
    print_sources(out, ordret_languages::LICENCE, ordret_languages::SOURCES)
}

/// Prints the licence of a crate of data, and the sources that its `SOURCES.toml` tells.
fn print_sources(out: &mut impl Write, licence: &str, sources: &str) -> anyhow::Result<()> {
    let sources: Sources = toml::from_str(sources).context("the embedded SOURCES.toml cannot be read")?;
    writeln!(out, "licence: {licence}")?;
    for Source { title, holders, address, licence } in sources.source.values() {
        writeln!(out, "  {title}\n    by {holders}")?;
        if let Some(address) = address {
            writeln!(out, "    {address}")?;
        }
        writeln!(out, "    licence: {licence}")?;
    }
    Ok(())
}
