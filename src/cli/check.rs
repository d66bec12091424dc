use std::io;
use std::path::PathBuf;
use std::str::FromStr;

use clap::Args;
use thiserror::Error;

use super::console::{Console, Filter};
use super::exit::{Exit, usage};
use super::format::Format;
use super::inputs::Inputs;
use super::memory;
use super::options::{FormatArgs, RepairArgs, SelectionArgs, Settings, ThreadArgs, WatchArgs};
use super::summary;
use crate::archive::{self, Detail, Tally};
use crate::text::Confidence;

/// Report damage and write nothing; exit 1 when there is any; without paths, stdin
///
/// What is less sure than --level is counted in the summary, is not printed, and is no reason to exit 1: a doubtful suspect may
/// be a name, or a word of another language.
#[derive(Args)]
pub(super) struct Check {
    /// Files and folders to look at; - is stdin
    paths: Vec<PathBuf>,
    /// The least level to report, and to exit 1 for: certain (99.5 of 100 are right), likely (95) or doubtful (fewer)
    /// [default: likely]
    #[arg(long, value_name = "LEVEL")]
    level: Option<Confidence>,
    /// Show at most so many findings of a rule in each file, or all [default: 10 as text, else all]
    #[arg(long, value_name = "N")]
    show: Option<Shown>,
    /// Print series: the same passage, found by the same rule and read the same way, is one wherever it stands. Suspects come first,
    /// of any level unless --level says otherwise, then what would be mended; each the most frequent first; --show says how many
    /// [default: 100 as text, else all]
    #[arg(long)]
    group: bool,
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

/// How many findings of a rule are shown of a file, and how many series of all, unless it is said.
const SHOWN: u64 = 10;
const SHOWN_SERIES: u64 = 100;

/// A number of findings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Shown(u64);

/// The text is no number of findings.
#[derive(Debug, Error)]
#[error("{0:?} is neither a number nor `all`")]
struct ParseShownError(String);

impl FromStr for Shown {
    type Err = ParseShownError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "all" => Ok(Self(u64::MAX)),
            number => number.parse().map(Self).map_err(|_| ParseShownError(number.to_owned())),
        }
    }
}

impl Check {
    pub fn run(&self) -> anyhow::Result<Exit> {
        let inputs = Inputs::of(&self.paths)?;
        let settings = Settings::resolve(inputs.paths(), &self.repair, self.threads, self.format, None)?;
        memory::keep_between_blocks(settings.threads);
        let watch = self.watch.watch(settings.format, inputs.paths().iter().map(PathBuf::as_path))?;
        let level = self.level.or(settings.level).unwrap_or(Confidence::Likely);
        let usual = if self.group { SHOWN_SERIES } else { SHOWN };
        let usual = if settings.format == Format::Text { usual } else { u64::MAX };
        let shown = self.show.map_or(usual, |shown| shown.0);
        let (of_a_rule, detail) = if self.group { (u64::MAX, Detail::Ledger) } else { (shown, Detail::Context) };
        let repairer = settings.document_repairer(detail);
        let printer = if self.group {
            let most = usize::try_from(shown).unwrap_or(usize::MAX);
            let printer = settings.format.series_printer(most);
            printer.ok_or_else(|| usage("--group prints text or json; the other formats have no series"))?
        } else {
            settings.format.printer(false)
        };
        // Who looks for what is to be decided wants the doubtful ones above all.
        let printed = if self.group { self.level.or(settings.level).unwrap_or(Confidence::Doubtful) } else { level };
        let filter = Filter { level: printed, of_a_rule, ..Filter::default() };
        let mut console = Console::watched(Some(printer), 0, &watch).filtered(filter);
        let tally = match inputs {
            Inputs::Stdin => archive::check_stream("stdin", io::stdin().lock(), &repairer, &mut console)?,
            Inputs::Paths(paths) => {
                let selection = self.selection.selection(&settings)?;
                console.count(paths, &selection);
                archive::check(paths, &selection, &repairer, settings.threads, &mut console)?
            }
        };
        let hidden = console.hidden();
        console.finish_with(&tally)?;
        summary::checked(&tally, &hidden, &settings)?;
        Ok(verdict(&tally, level, &settings))
    }
}

fn verdict(tally: &Tally, level: Confidence, settings: &Settings) -> Exit {
    if settings.exit_of(tally) == Exit::Failed {
        Exit::Failed
    } else if tally.found_from(level) > 0 {
        Exit::Damage
    } else {
        Exit::Fine
    }
}
