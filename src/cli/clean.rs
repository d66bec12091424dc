use std::io;
use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::Args;

use super::console::Console;
use super::exit::{Exit, usage};
use super::format::Format;
use super::inputs::{Inputs, is_stdin};
use super::interrupt;
use super::memory;
use super::options::{FormatArgs, RepairArgs, SelectionArgs, Settings, ThreadArgs, WatchArgs};
use super::profiles::Taught;
use super::stdout::stdout;
use super::summary;
use super::unmet;
use crate::archive::{self, Cleaning, Detail, OutputEncoding, Unwatched};
use crate::record::RunOptions;
use crate::text::visible;

/// Repair files and folders into a folder; without paths, stdin to stdout
///
/// The output mirrors the inputs, files that need no repair are copied as they are, and the ledger in
/// DIR/.ordret/ledger.jsonl names every edit. `ordret restore DIR -o ORIGINALS` gives the inputs back. A single file may go to
/// a file: -o FILE, with its ledger in FILE.ordret.jsonl.
///
/// A run that was interrupted or killed goes on where it was when the same command is given again; what is done and unchanged
/// since is not done again.
#[derive(Args)]
pub(super) struct Clean {
    /// Files and folders to repair; - is stdin
    paths: Vec<PathBuf>,
    /// The folder to write to; for a single file also a file
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,
    /// Write into DIR although it holds files that ordret did not write, over such files and those that were changed since, and over
    /// what was written with other settings
    #[arg(long)]
    force: bool,
    /// Remove from DIR what an earlier run wrote of files that the inputs no longer hold, and its records
    ///
    /// Else it stays, and is named: its records are the only way back to such a file.
    #[arg(long)]
    prune: bool,
    /// First learn what the documents teach, then repair them with it
    ///
    /// With --profile, what they teach is added to it. The profile used is kept in DIR/.ordret/profile.
    #[arg(long)]
    learn: bool,
    /// Show at most so many of the edits on stderr [default: 10; 0 from stdin]
    #[arg(long, value_name = "N")]
    show: Option<usize>,
    /// The encoding to write: utf-8, or each document's original [default: utf-8]
    #[arg(long, value_name = "ENCODING")]
    output_encoding: Option<OutputEncoding>,
    #[command(flatten)]
    format: FormatArgs,
    #[command(flatten)]
    watch: WatchArgs,
    #[command(flatten)]
    threads: ThreadArgs,
    #[command(flatten)]
    selection: SelectionArgs,
    #[command(flatten)]
    repair: RepairArgs,
}

/// How many edits are shown of files, unless it is said.
const SHOWN: usize = 10;

impl Clean {
    pub fn run(&self) -> anyhow::Result<Exit> {
        let inputs = Inputs::of(&self.paths)?;
        let settings =
            Settings::resolve(inputs.paths(), &self.repair, self.threads, self.format, self.output_encoding)?;
        memory::keep_between_blocks(settings.threads);
        if let Some(output) = self.output.as_deref().filter(|output| is_stdin(output)) {
            return Err(stdout_refused(output, inputs));
        }
        match (&self.output, inputs) {
            (Some(output), Inputs::Paths(_)) => self.clean_files(output, settings),
            (None, Inputs::Stdin) if self.learn => Err(usage("--learn needs files or folders and -o DIR")),
            (None, Inputs::Stdin) => self.clean_stdin(&settings),
            (None, Inputs::Paths(_)) => Err(usage("say where to write with -o DIR; the input files are never changed")),
            (Some(_), Inputs::Stdin) => Err(usage("-o DIR needs the files or folders to repair; stdin goes to stdout")),
        }
    }

    fn clean_files(&self, output: &Path, mut settings: Settings) -> anyhow::Result<Exit> {
        let start = Instant::now();
        let watch = self.watch.watch(settings.format, self.paths.iter().map(PathBuf::as_path).chain([output]))?;
        let profile = if self.learn { Some(self.learn(&mut settings)?) } else { None };
        let tell_records = settings.format != Format::Text;
        let selection = self.selection.selection(&settings)?;
        let stop = interrupt::flag()?;
        let printer = tell_records.then(|| settings.format.printer(false));
        let mut console = Console::watched(printer, self.show.unwrap_or(SHOWN), &watch).steadfast();
        console.count(&self.paths, &selection);
        let cleaning = Cleaning {
            repairer: settings.document_repairer(Detail::Ledger),
            options: RunOptions { keep_containers: selection.containers.keep, ..settings.run_options() },
            threads: settings.threads,
            force: self.force,
            prune: self.prune,
            selection,
            tell_records,
            profile,
            activity: console.activity(),
            stop,
        };
        let tally = archive::clean(&self.paths, output, &cleaning, &mut console)?;
        summary::examples(&console.finish_with(&tally)?)?;
        summary::cleaned(&tally, start.elapsed(), true, &settings)?;
        Ok(if tally.stopped { Exit::Interrupted } else { settings.exit_of(&tally) })
    }

    /// Learns from the documents, on top of the profile that was given; gives the bytes of what is known then.
    fn learn(&self, settings: &mut Settings) -> anyhow::Result<Vec<u8>> {
        // What cannot be read is told by the cleaning.
        let (mut profile, _) = archive::learn(
            &self.paths,
            &self.selection.selection(settings)?,
            &settings.learning_repairer(),
            &mut Unwatched,
        )?;
        if let Some(given) = &settings.taught {
            profile.merge(&given.profile);
        }
        settings.find_confusions(&mut profile);
        let (taught, bytes) = Taught::learned(profile);
        settings.taught = Some(taught);
        Ok(bytes)
    }

    /// A filter is quiet, unless it is to show something.
    fn clean_stdin(&self, settings: &Settings) -> anyhow::Result<Exit> {
        self.watch.watch(Format::Text, std::iter::empty())?;
        if settings.format != Format::Text {
            return Err(usage("stdout carries the repaired text, so --format needs files and -o DIR; or use check"));
        }
        let mut console = Console::new(None, self.show.unwrap_or(0));
        let start = Instant::now();
        let repairer = settings.document_repairer(Detail::Ledger);
        let tally = archive::clean_stream("stdin", io::stdin().lock(), &mut stdout(), &repairer, &mut console)?;
        summary::examples(&console.finish()?)?;
        match self.show {
            Some(_) => summary::cleaned(&tally, start.elapsed(), false, settings)?,
            None => unmet::streamed(settings)?,
        }
        Ok(settings.exit_of(&tally))
    }
}

/// Why `-o -` is no output: the ledger has to be beside it.
fn stdout_refused(output: &Path, inputs: Inputs) -> anyhow::Error {
    let stdin = match inputs {
        Inputs::Paths([file]) if !file.is_dir() => format!("ordret clean < {}", visible(&file.to_string_lossy())),
        _ => "ordret clean < FILE".to_owned(),
    };
    usage(format!(
        "-o {0} would be a file of that name, and stdout takes no ledger: `{stdin}` writes a file's text to stdout, -o ./{0} to a file \
         named {0}",
        output.display()
    ))
}
