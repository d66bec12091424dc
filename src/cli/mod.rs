//! The command: one file a subcommand. Nothing else knows that a terminal exists.

mod check;
mod clean;
mod config;
mod console;
mod diff;
mod evaluate;
mod exit;
mod explain;
mod inputs;
mod learn;
mod options;
mod profiles;
mod restore;
mod rules;
mod summary;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use exit::Exit;

/// Repairs text that machines have damaged (wrong encodings, OCR), Danish first.
///
/// Repairs what it can prove, reports what it doubts, leaves the rest alone, and can give the original bytes back.
#[derive(Parser)]
#[command(name = "ordret", version, max_term_width = 100, after_help = AFTER_HELP)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

const AFTER_HELP: &str = "\
Options may also stand in a file `ordret.toml`, found upward from the first input.
The file is named in the summary of a run. The path `-` is stdin.
Exit: 0 fine, 1 `check` found damage (see its --level), 2 usage, 3 some files failed (the others are done).";

#[derive(Subcommand)]
enum Command {
    Clean(clean::Clean),
    Check(check::Check),
    Diff(diff::Diff),
    Restore(restore::Restore),
    Explain(explain::Explain),
    Learn(learn::Learn),
    Evaluate(evaluate::Evaluate),
    Rules(rules::Rules),
}

/// Runs the command that the process was started with; gives its exit code.
pub fn main() -> ExitCode {
    let ran = match Cli::parse().command {
        Command::Clean(command) => command.run(),
        Command::Check(command) => command.run(),
        Command::Diff(command) => command.run(),
        Command::Restore(command) => command.run(),
        Command::Explain(command) => command.run(),
        Command::Learn(command) => command.run(),
        Command::Evaluate(command) => command.run(),
        Command::Rules(command) => command.run(),
    };
    ran.unwrap_or_else(|error| Exit::of_error(&error)).into()
}
