use std::io::{self, BufWriter, IsTerminal};
use std::path::PathBuf;

use clap::Args;

use super::console::Console;
use super::exit::Exit;
use super::format::use_color;
use super::inputs::Inputs;
use super::options::{FormatArgs, RepairArgs, SelectionArgs, Settings, ThreadArgs};
use crate::archive::{self, Detail};
use crate::report;

/// Print what `clean` would change as a unified diff; without paths, of stdin
///
/// The diff is of the decoded text: a patch for documents in UTF-8. That a document's encoding changes stands in a line of
/// its own: `# file.txt: windows-1252 → UTF-8`.
#[derive(Args)]
pub(super) struct Diff {
    /// Files and folders to look at; - is stdin
    paths: Vec<PathBuf>,
    #[command(flatten)]
    threads: ThreadArgs,
    #[command(flatten)]
    selection: SelectionArgs,
    #[command(flatten)]
    repair: RepairArgs,
}

impl Diff {
    pub fn run(&self) -> anyhow::Result<Exit> {
        let inputs = Inputs::of(&self.paths)?;
        let settings = Settings::resolve(inputs.paths(), &self.repair, self.threads, FormatArgs::default(), None)?;
        let repairer = settings.document_repairer(Detail::Hunks);
        let color = use_color(&io::stdout());
        let printer = report::Diff::new(BufWriter::new(io::stdout().lock()), color);
        let printer = if io::stdout().is_terminal() { printer.visible() } else { printer };
        let mut console = Console::new(Some(Box::new(printer)), 0);
        let tally = match inputs {
            Inputs::Stdin => archive::check_stream("stdin", io::stdin().lock(), &repairer, &mut console)?,
            Inputs::Paths(paths) => {
                archive::check(paths, &self.selection.selection(&settings)?, &repairer, settings.threads, &mut console)?
            }
        };
        console.finish()?;
        Ok(Exit::of_failures(tally.failures))
    }
}
