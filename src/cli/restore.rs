use std::path::PathBuf;
use std::time::Instant;

use clap::Args;

use super::console::Console;
use super::exit::Exit;
use super::format::Format;
use super::options::{ThreadArgs, WatchArgs, threads};
use super::progress::Watch;
use super::summary;
use crate::archive;

/// Give the input of `clean` back, byte for byte
///
/// A file that was changed after `clean` wrote it is refused and named. Of a run that was ended before its end, what it did is given
/// back, and what it did not do is named.
#[derive(Args)]
pub(super) struct Restore {
    /// The folder or file that `clean` wrote
    dir: PathBuf,
    /// The folder to write the originals to; for a file also a file
    #[arg(short, long, value_name = "ORIGINALS")]
    output: PathBuf,
    /// Write into ORIGINALS although it holds files, and over them
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    watch: WatchArgs,
    #[command(flatten)]
    threads: ThreadArgs,
}

impl Restore {
    pub fn run(&self) -> anyhow::Result<Exit> {
        let watch = Watch {
            done: Some("given back"),
            ..self.watch.watch(Format::Text, [&*self.dir, &*self.output].into_iter())?
        };
        let mut console = Console::watched(None, 0, &watch).steadfast();
        let start = Instant::now();
        let restored = archive::restore(&self.dir, &self.output, threads(self.threads)?, self.force, &mut console)?;
        console.finish()?;
        summary::restored(&restored, start.elapsed())?;
        Ok(Exit::of_failures(restored.failures))
    }
}
