use std::io::{BufWriter, Write};
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::exit::Exit;
use super::stdout::stdout;
use super::told::Told;
use crate::report::{LedgerError, LedgerRecords, Overview, OverviewForm, Surveying};

/// Tell what a run did, from its ledger: by folder, by kind of damage, the worst documents
///
/// Also documents whose encoding was guessed with doubt, and what failed, with its cause. Of a run that has not come to its end, what
/// it has done so far.
#[derive(Args)]
pub(super) struct Summary {
    /// The folder or file that `clean` wrote, or its ledger
    dir: PathBuf,
    /// How it is told: text, json (one object) or csv
    #[arg(long, value_name = "FORMAT", value_enum, default_value = "text", hide_possible_values = true)]
    format: Form,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Form {
    Text,
    Json,
    Csv,
}

impl Summary {
    pub fn run(&self) -> anyhow::Result<Exit> {
        let told = Told::of(&self.dir)?;
        let (overview, damage) = read(&told)?;
        let form = match self.format {
            Form::Text => OverviewForm::Text,
            Form::Json => OverviewForm::Json,
            Form::Csv => OverviewForm::Csv,
        };
        let mut out = BufWriter::new(stdout());
        overview.print(form, &mut out)?;
        out.flush()?;
        match damage {
            Some(cause) => Err(told.unreadable(cause)),
            None => Ok(Exit::Fine),
        }
    }
}

/// Reads a ledger; the journal of a run that is under way, or was ended, up to where it is whole. Gives what is wrong with a ledger beside
/// what it says.
fn read(told: &Told) -> anyhow::Result<(Overview, Option<LedgerError>)> {
    let (header, mut records) = LedgerRecords::open(&told.ledger).map_err(|cause| told.unreadable(cause))?;
    let mut surveying = Surveying::new(&header);
    loop {
        match records.read() {
            Ok(Some(record)) => surveying.take(&record),
            Ok(None) => return Ok((surveying.finish(told.is_finished), None)),
            Err(_) if !told.is_finished => return Ok((surveying.finish(false), None)),
            Err(cause) => return Ok((surveying.finish(true), Some(cause))),
        }
    }
}
