use std::io::Write;
use std::path::PathBuf;

use clap::Args;

use super::exit::{Exit, usage};
use super::interrupt;
use super::say::say;
use super::stdout::stdout;
use super::told::Told;
use crate::review::{DecisionFile, Index, Review as Served, Server};
use crate::text::visible;

/// Serve the page of `ordret report` to a browser on this machine, for archives too large for one file
///
/// The page is at the address that is printed, which holds a token made for this run, and nowhere else. What is decided there is
/// written into a file at once, which `--decisions` of clean, check, diff and explain obeys. Ctrl-C ends it.
#[derive(Args)]
pub(super) struct Review {
    /// The folder or file that `clean` wrote, or its ledger
    dir: PathBuf,
    /// The file that decisions are added to; what it holds is shown as decided
    #[arg(long, value_name = "FILE", default_value = "decisions.jsonl")]
    decisions: PathBuf,
    /// The port to listen on; 0 takes one that is free
    #[arg(long, value_name = "N", default_value_t = 0)]
    port: u16,
}

impl Review {
    pub fn run(&self) -> anyhow::Result<Exit> {
        let told = Told::finished(&self.dir)?;
        let name = visible(&self.decisions.to_string_lossy());
        let decided = DecisionFile::open(&self.decisions);
        let decided = decided.map_err(|cause| usage(format!("the decisions {name}: {cause}")))?;
        let index = Index::of(&told.output, &told.ledger).map_err(|cause| told.unreadable(cause))?;
        let review = Served::new(index, decided);
        let stop = interrupt::flag()?;
        let server = Server::listen(self.port).map_err(|cause| usage(cause.to_string()))?;
        writeln!(stdout(), "{}", server.url())?;
        stdout().flush()?;
        say(format!("decisions are added to {name}; Ctrl-C ends\n"));
        server.run(&review, &stop);
        Ok(Exit::Fine)
    }
}
