use std::fs::File;
use std::io::{self, BufWriter, Read};
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::Args;

use super::exit::{Exit, usage};
use super::told::Told;
use crate::report::{Beside, Limits, Source, gather};
use crate::text::visible;

/// Write a page on which a person sees what a run did, and decides what it doubts
///
/// The page is one file that needs no network. What is decided there is exported as a file, which `--decisions` of clean, check,
/// diff and explain obeys.
#[derive(Args)]
pub(super) struct Report {
    /// The folder or file that `clean` wrote, or its ledger
    dir: PathBuf,
    /// The page
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
}

/// What every page has near its beginning.
const MARK: &str = "<title>ordret</title>";

impl Report {
    pub fn run(&self) -> anyhow::Result<Exit> {
        let told = Told::finished(&self.dir)?;
        refuse_other(&self.output)?;
        let gathering = gather(&told.ledger, Limits::FILE, |_, _| ()).map_err(|cause| told.unreadable(cause))?;
        let mut beside = Beside::new(&told.output);
        let page = gathering.finish(|passage| beside.of(passage));
        let folder = self.output.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let failed = || format!("{} cannot be written", self.output.display());
        let mut out = BufWriter::new(tempfile::NamedTempFile::new_in(folder).with_context(failed)?);
        page.write(Source::File, page.id(), &mut out).with_context(failed)?;
        let file = out.into_inner().map_err(io::IntoInnerError::into_error).with_context(failed)?;
        usual_mode(file.as_file()).with_context(failed)?;
        file.persist(&self.output).with_context(failed)?;
        Ok(Exit::Fine)
    }
}

/// Refuses a file that is there and no page.
fn refuse_other(path: &Path) -> anyhow::Result<()> {
    let Ok(there) = path.metadata() else { return Ok(()) };
    let mut head = Vec::new();
    // A device or a pipe is no page, and may have no end.
    let is_read = there.is_file() && File::open(path).is_ok_and(|file| file.take(1024).read_to_end(&mut head).is_ok());
    if is_read && (head.is_empty() || String::from_utf8_lossy(&head).contains(MARK)) {
        return Ok(());
    }
    Err(usage(format!(
        "{} is there and is no page of ordret; name another file with -o",
        visible(&path.to_string_lossy())
    )))
}

/// A temporary file is its owner's alone; a page is to be handed on.
#[cfg(unix)]
fn usual_mode(file: &File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(std::fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn usual_mode(_: &File) -> io::Result<()> {
    Ok(())
}
