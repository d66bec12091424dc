use std::io::{self, BufWriter};
use std::path::PathBuf;

use clap::Args;

use super::console::Console;
use super::exit::Exit;
use super::options::{FormatArgs, RepairArgs, Settings, ThreadArgs, use_color};
use crate::archive::{self, Detail};
use crate::report;

/// Print what `clean` would change as a unified diff; without paths, of stdin
///
/// The diff is of the decoded text: a patch for documents in UTF-8; for others, their encoding is named.
#[derive(Args)]
pub(super) struct Diff {
    /// Files and folders to look at
    paths: Vec<PathBuf>,
    #[command(flatten)]
    threads: ThreadArgs,
    #[command(flatten)]
    repair: RepairArgs,
}

impl Diff {
    pub fn run(&self) -> anyhow::Result<Exit> {
        let settings = Settings::resolve(&self.paths, &self.repair, self.threads, FormatArgs::default(), None)?;
        let mender = settings.mender(Detail::Hunks);
        let color = use_color(&io::stdout());
        let printer = report::Diff::new(BufWriter::new(io::stdout().lock()), color);
        let mut console = Console::new(Some(Box::new(printer)), 0);
        let tally = match self.paths.is_empty() {
            true => archive::check_stream("stdin", io::stdin().lock(), &mender, &mut console)?,
            false => archive::check(&self.paths, &mender, settings.threads, &mut console)?,
        };
        console.finish()?;
        Ok(Exit::of_failures(tally.failures))
    }
}
