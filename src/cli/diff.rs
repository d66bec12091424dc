use std::io::{self, BufWriter, IsTerminal};
use std::path::PathBuf;

use clap::Args;

use super::console::{Console, Filter};
use super::exit::Exit;
use super::format::{Format, use_color};
use super::inputs::Inputs;
use super::options::{FormatArgs, RepairArgs, SelectionArgs, Settings, ThreadArgs};
use super::stdout::stdout;
use crate::archive::{self, Detail};
use crate::report;

/// Print what `clean` would change as a unified diff; without paths, of stdin
///
/// The diff is of the decoded text: a patch for documents in UTF-8. That a document's encoding changes stands in a line of
/// its own: `# file.txt: windows-1252 → UTF-8`. In the other formats it is the edits that clean would make.
#[derive(Args)]
pub(super) struct Diff {
    /// Files and folders to look at; - is stdin
    paths: Vec<PathBuf>,
    #[command(flatten)]
    format: FormatArgs,
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
        let settings = Settings::resolve(inputs.paths(), &self.repair, self.threads, self.format, None)?;
        let (printer, detail) = match settings.format {
            Format::Text => (unified(), Detail::Hunks),
            format => (format.printer(false), Detail::Context),
        };
        let repairer = settings.document_repairer(detail);
        let filter = Filter { edits_only: true, ..Filter::default() };
        let mut console = Console::new(Some(printer), 0).filtered(filter);
        let tally = match inputs {
            Inputs::Stdin => archive::check_stream("stdin", io::stdin().lock(), &repairer, &mut console)?,
            Inputs::Paths(paths) => {
                archive::check(paths, &self.selection.selection(&settings)?, &repairer, settings.threads, &mut console)?
            }
        };
        console.finish_with(&tally)?;
        Ok(Exit::of_failures(tally.failures))
    }
}

/// A printer of a unified diff to stdout.
fn unified() -> Box<dyn report::Report> {
    let printer = report::Diff::new(BufWriter::new(stdout()), use_color(&io::stdout()));
    Box::new(if io::stdout().is_terminal() { printer.visible() } else { printer })
}
