use std::io;
use std::path::PathBuf;

use clap::Args;

use super::console::Console;
use super::exit::Exit;
use super::options::{FormatArgs, RepairArgs, Settings, ThreadArgs};
use super::summary;
use crate::archive::{self, Detail, Tally};

/// Report damage and write nothing; exit 1 when there is any. Without paths, stdin
#[derive(Args)]
pub(super) struct Check {
    /// Files and folders to look at
    paths: Vec<PathBuf>,
    #[command(flatten)]
    format: FormatArgs,
    #[command(flatten)]
    threads: ThreadArgs,
    #[command(flatten)]
    repair: RepairArgs,
}

impl Check {
    pub fn run(&self) -> anyhow::Result<Exit> {
        let settings = Settings::resolve(&self.paths, &self.repair, self.threads, self.format, None)?;
        let mender = settings.mender(Detail::Context);
        let mut console = Console::new(Some(settings.format.printer(false)), 0);
        let tally = match self.paths.is_empty() {
            true => archive::check_stream("stdin", io::stdin().lock(), &mender, &mut console)?,
            false => archive::check(&self.paths, &mender, settings.threads, &mut console)?,
        };
        console.finish()?;
        summary::checked(&tally)?;
        Ok(verdict(&tally))
    }
}

fn verdict(tally: &Tally) -> Exit {
    if tally.failures > 0 {
        Exit::Failed
    } else if tally.edit_count() + tally.suspect_count() > 0 {
        Exit::Damage
    } else {
        Exit::Fine
    }
}
