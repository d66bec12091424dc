//! The command: one file a subcommand. Nothing else knows that a terminal exists.

mod by_path;
mod byte_count;
mod check;
mod clean;
mod clock;
mod config;
mod console;
mod decisions;
mod diff;
mod evaluate;
mod exit;
mod explain;
mod format;
#[cfg(fuzzing)]
pub mod fuzzing;
mod inputs;
mod interrupt;
mod learn;
mod manuals;
mod memory;
mod options;
mod overview;
mod profiles;
mod progress;
mod records;
mod report;
mod restore;
mod review;
mod rules;
mod say;
mod spot;
mod stdout;
mod summary;
mod told;
mod unmet;
mod values;
mod version;
mod words;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use exit::Exit;

/// Repairs text that machines have damaged (wrong encodings, OCR), Danish first.
///
/// Repairs what it can prove, reports what it doubts, leaves the rest alone, and can give the original bytes back.
#[derive(Parser)]
#[command(
    name = "ordret",
    override_usage = "ordret <COMMAND>\n       ordret --version [--verbose]",
    arg_required_else_help = true,
    max_term_width = 100,
    after_help = AFTER_HELP
)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    /// Print version
    #[arg(short = 'V', long)]
    version: bool,
    /// With --version: tell the language pack, its sources and the licences, too
    #[arg(long, requires = "version")]
    verbose: bool,
}

const AFTER_HELP: &str = "\
Options may also stand in a file `ordret.toml`, found upward from the folder that holds the first
input, or else from the working folder; never inside an input. The file is named in the summary of
a run. The path `-` is stdin.
Exit: 0 fine, 1 `check` found damage (see its --level), 2 usage, 3 some files failed (the others are
done) or what was printed did not arrive, 130 interrupted (the same command goes on). The first
Ctrl-C lets the files in flight come to their end, a long text only the part of it; a second one
ends at once, and nothing is lost.";

#[derive(Subcommand)]
enum Command {
    Clean(clean::Clean),
    Check(check::Check),
    Diff(diff::Diff),
    Restore(restore::Restore),
    Explain(explain::Explain),
    Report(report::Report),
    Review(review::Review),
    Summary(overview::Summary),
    Learn(learn::Learn),
    Evaluate(evaluate::Evaluate),
    Rules(rules::Rules),
    Completions(manuals::Completions),
    Man(manuals::Man),
}

/// Runs the command that the process was started with; gives its exit code.
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        // Also where help was asked for, which is printed here.
        Err(told) => return print_told(&told),
    };
    let ran = match &cli.command {
        // clap gives no command only where an option stands for one.
        None => version::print(cli.verbose),
        Some(_) if cli.version => version::print(cli.verbose),
        Some(command) => command.run(),
    };
    match ran.unwrap_or_else(|error| Exit::of_error(&error)) {
        Exit::Fine if say::was_unheard() => Exit::Failed.into(),
        exit => exit.into(),
    }
}

/// Prints what clap tells instead of a command: help, or how a command is used.
fn print_told(told: &clap::Error) -> ExitCode {
    match told.print() {
        Ok(()) => u8::try_from(told.exit_code()).map_or(Exit::Usage.into(), ExitCode::from),
        Err(_) => Exit::Failed.into(),
    }
}

impl Command {
    fn run(&self) -> anyhow::Result<Exit> {
        match self {
            Self::Clean(command) => command.run(),
            Self::Check(command) => command.run(),
            Self::Diff(command) => command.run(),
            Self::Restore(command) => command.run(),
            Self::Explain(command) => command.run(),
            Self::Report(command) => command.run(),
            Self::Review(command) => command.run(),
            Self::Summary(command) => command.run(),
            Self::Learn(command) => command.run(),
            Self::Evaluate(command) => command.run(),
            Self::Rules(command) => command.run(),
            Self::Completions(command) => command.run(),
            Self::Man(command) => command.run(),
        }
    }
}
