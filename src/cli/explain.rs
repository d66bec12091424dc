use std::path::{Path, PathBuf};

use clap::Args;

use super::console::Console;
use super::exit::{Exit, usage};
use super::options::{FormatArgs, RepairArgs, Settings, ThreadArgs};
use crate::archive::{self, Detail};

/// Explain every edit and suspect of a file: rule, evidence, candidates
#[derive(Args)]
pub(super) struct Explain {
    /// The file, or one line of it
    #[arg(value_name = "FILE[:LINE]", required_unless_present = "text", conflicts_with = "text")]
    file: Option<PathBuf>,
    /// Explain this text instead of a file
    #[arg(long)]
    text: Option<String>,
    #[command(flatten)]
    format: FormatArgs,
    #[command(flatten)]
    repair: RepairArgs,
}

impl Explain {
    pub fn run(&self) -> anyhow::Result<Exit> {
        let (paths, line) = match &self.file {
            Some(file) => {
                let (path, line) = split_line(file);
                (vec![path], line)
            }
            None => (Vec::new(), None),
        };
        if let Some(folder) = paths.first().filter(|path| path.is_dir()) {
            return Err(usage(format!("{} is a folder; explain takes one file", folder.display())));
        }
        let settings = Settings::resolve(&paths, &self.repair, ThreadArgs::default(), self.format, None)?;
        let mender = settings.mender(Detail::Context);
        let mut console = Console::new(Some(settings.format.printer(true)), 0).only_line(line);
        let tally = match &self.text {
            Some(text) => archive::check_stream("text", text.as_bytes(), &mender, &mut console)?,
            None => archive::check(&paths, &mender, 1, &mut console)?,
        };
        console.finish()?;
        Ok(Exit::of_failures(tally.failures))
    }
}

/// The file, and the line if one is named behind a colon and no file has that whole name.
fn split_line(file: &Path) -> (PathBuf, Option<u64>) {
    let whole = || (file.to_owned(), None);
    if file.exists() {
        return whole();
    }
    let named = file.to_str().and_then(|text| text.rsplit_once(':'));
    match named.and_then(|(path, line)| Some((path, line.parse().ok()?))) {
        Some((path, line)) => (PathBuf::from(path), Some(line)),
        None => whole(),
    }
}
