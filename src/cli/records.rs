use clap::Args;

use super::config::Config;
use super::exit::usage;
use crate::formats::record::RecordOptions;

/// What of records is text.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Records")]
pub(super) struct RecordArgs {
    /// Repair this field of JSON Lines (.jsonl, .ndjson) and JSON (.json), and leave all else as it is: a name, or names joined with
    /// dots; may be given again [default: such files are read as plain text]
    #[arg(long, value_name = "FIELD")]
    field: Vec<String>,
    /// Repair this column of tables (.csv, .tsv, stdin), and leave all else as it is: its name in the first row; may be given again
    /// [default: such files are read as plain text]
    #[arg(long, value_name = "NAME")]
    column: Vec<String>,
    /// The input is JSON Lines, whatever its name; so stdin may be
    #[arg(long)]
    jsonl: bool,
    /// The input is mail, a message or a box of them, whatever its name, as in a Maildir; so stdin may be
    #[arg(long, conflicts_with = "jsonl")]
    mail: bool,
}

impl RecordArgs {
    /// The fields and columns that they name.
    pub fn names(&self) -> Vec<String> {
        self.field.iter().chain(&self.column).cloned().collect()
    }

    /// What they say, and what a file of options says where they say nothing.
    pub fn options(&self, config: &Config) -> anyhow::Result<RecordOptions> {
        let said = |given: &[String], configured: &Option<Vec<String>>| match given.is_empty() {
            true => configured.clone().unwrap_or_default(),
            false => given.to_vec(),
        };
        let options = RecordOptions {
            fields: said(&self.field, &config.field),
            columns: said(&self.column, &config.column),
            json_lines: self.jsonl || config.jsonl.unwrap_or_default(),
            mail: self.mail || config.mail.unwrap_or_default(),
            table_stream: !self.column.is_empty(),
            ..RecordOptions::default()
        };
        if options.fields.iter().chain(&options.columns).any(String::is_empty) {
            return Err(usage("a field or a column has a name"));
        }
        if options.json_lines && options.fields.is_empty() {
            return Err(usage("--jsonl needs the fields that are text: --field NAME"));
        }
        Ok(options)
    }
}
