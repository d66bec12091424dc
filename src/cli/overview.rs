use std::fs::File;
use std::io::{self, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::{Args, ValueEnum};

use super::exit::{Exit, usage};
use crate::archive::ledger_of;
use crate::record::{FORMAT_VERSION, Record, RecordLines};
use crate::report::{Overview, OverviewForm, Surveying};
use crate::text::visible;

/// Tell what a run did, from its ledger: by folder, by kind of damage, the worst documents
///
/// Also documents whose encoding was guessed with doubt, and what failed, with its cause. Of a run that has not come to its end, what
/// it has done so far.
#[derive(Args)]
pub(super) struct Summary {
    /// The folder or file that `clean` wrote
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
        let Some((ledger, is_finished)) = ledger_of(&self.dir) else {
            let dir = visible(&self.dir.to_string_lossy());
            return Err(usage(format!("{dir} holds no ledger; name what `ordret clean -o` wrote")));
        };
        let overview = read(&ledger, is_finished)?;
        let form = match self.format {
            Form::Text => OverviewForm::Text,
            Form::Json => OverviewForm::Json,
            Form::Csv => OverviewForm::Csv,
        };
        let mut out = BufWriter::new(io::stdout().lock());
        overview.print(form, &mut out)?;
        out.flush()?;
        Ok(Exit::Fine)
    }
}

/// Reads a ledger; the journal of a run that is under way, or was ended, up to where it is whole.
fn read(path: &Path, is_finished: bool) -> anyhow::Result<Overview> {
    let failed = || format!("the ledger {} cannot be read", path.display());
    let mut records = RecordLines::new(BufReader::new(File::open(path).with_context(failed)?));
    let Some(Ok(Record::Ledger(header))) = records.next() else {
        return Err(usage(format!("{} does not begin as a ledger", visible(&path.to_string_lossy()))));
    };
    if !header.is_known() {
        let (path, version) = (visible(&path.to_string_lossy()), header.version);
        return Err(usage(format!(
            "{path} is of version {version}, and this ordret reads them up to {FORMAT_VERSION}"
        )));
    }
    let mut surveying = Surveying::new(&header);
    let mut has_end = header.version == 1;
    for record in records {
        match record {
            Ok(record) => {
                has_end |= matches!(record, Record::End(_));
                surveying.take(&record);
            }
            Err(_) if !is_finished => break,
            Err(cause) => return Err(cause).with_context(failed),
        }
    }
    Ok(surveying.finish(is_finished && has_end))
}
