use std::io::Write;
use std::path::PathBuf;

use anyhow::Context;
use clap::{Args, CommandFactory};
use clap_complete::Shell;

use super::Cli;
use super::exit::Exit;
use super::stdout::stdout;

/// Print what a shell needs to complete this command
#[derive(Args)]
pub(super) struct Completions {
    /// The shell: bash, elvish, fish, powershell or zsh
    shell: Shell,
}

impl Completions {
    pub fn run(&self) -> anyhow::Result<Exit> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut Cli::command(), "ordret", &mut script);
        stdout().write_all(&script)?;
        Ok(Exit::Fine)
    }
}

/// Write the manual pages into a folder: one of the command, one of each of its commands
#[derive(Args)]
pub(super) struct Man {
    /// The folder, which is made where it is missing
    dir: PathBuf,
}

impl Man {
    pub fn run(&self) -> anyhow::Result<Exit> {
        let failed = || format!("the manual pages cannot be written to {}", self.dir.display());
        std::fs::create_dir_all(&self.dir).with_context(failed)?;
        clap_mangen::generate_to(Cli::command(), &self.dir).with_context(failed)?;
        Ok(Exit::Fine)
    }
}
