use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::Args;

use super::exit::{Exit, usage};
use crate::archive::{LEDGER_FILE, OWN_FOLDER};
use crate::codecs::Encoding;
use crate::record::{Context, FORMAT_VERSION, Record, RecordLines};
use crate::report::{Gathering, Passage};
use crate::text::visible;

/// Write a page on which a person sees what a run did, and decides what it doubts
///
/// The page is one file that needs no network. What is decided there is exported as a file, which `--decisions` of clean, check,
/// diff and explain obeys.
#[derive(Args)]
pub(super) struct Report {
    /// The folder that `clean` wrote
    dir: PathBuf,
    /// The page
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
}

/// Bytes on each side of a passage that are read for what stands beside it, and characters of them that are shown.
const WINDOW: u64 = 256;
const SHOWN: usize = 60;
/// What every page has near its beginning.
const MARK: &str = "<title>ordret</title>";

impl Report {
    pub fn run(&self) -> anyhow::Result<Exit> {
        let ledger = self.dir.join(OWN_FOLDER).join(LEDGER_FILE);
        if !ledger.is_file() {
            return Err(usage(format!(
                "{} holds no finished ledger; name a folder that `ordret clean` wrote, and let a run that was ended early come to its end",
                visible(&self.dir.to_string_lossy())
            )));
        }
        refuse_other(&self.output)?;
        let gathering = gather(&ledger)?;
        let mut beside = Beside { dir: &self.dir, open: None };
        let page = gathering.finish(|passage| beside.of(passage));
        let folder = self.output.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let failed = || format!("{} cannot be written", self.output.display());
        let mut out = BufWriter::new(tempfile::NamedTempFile::new_in(folder).with_context(failed)?);
        page.write(&mut out).with_context(failed)?;
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

/// Gathers a ledger.
fn gather(path: &Path) -> anyhow::Result<Gathering> {
    let failed = || format!("the ledger {} cannot be read", path.display());
    let mut hasher = blake3::Hasher::new();
    hasher.update_reader(File::open(path).with_context(failed)?).with_context(failed)?;
    let id = hasher.finalize().to_hex()[..16].to_owned();
    let mut records = RecordLines::new(BufReader::new(File::open(path).with_context(failed)?));
    let Some(Ok(Record::Ledger(header))) = records.next() else {
        return Err(usage(format!("{} does not begin as a ledger", visible(&path.to_string_lossy()))));
    };
    if header.version > FORMAT_VERSION {
        let (path, version) = (path.display(), header.version);
        return Err(usage(format!(
            "{path} is of version {version}, which a later ordret wrote; this one knows {FORMAT_VERSION}"
        )));
    }
    let mut gathering = Gathering::new(&header, id);
    for record in records {
        gathering.take(&record.with_context(failed)?);
    }
    Ok(gathering)
}

/// Reads what stands beside passages of the mirrored archive; keeps the last document open.
struct Beside<'a> {
    dir: &'a Path,
    open: Option<(PathBuf, File)>,
}

impl Beside<'_> {
    /// What stands beside a passage on its line; nothing where the document is not there any more.
    fn of(&mut self, passage: &Passage) -> Context {
        self.read(passage).unwrap_or(Context { left: String::new(), right: String::new() })
    }

    fn read(&mut self, passage: &Passage) -> Option<Context> {
        let path = self.dir.join(passage.path.to_path_below()?);
        if self.open.as_ref().is_none_or(|(open, _)| *open != path) {
            let file = File::open(&path).ok().filter(|file| file.metadata().is_ok_and(|meta| meta.is_file()))?;
            self.open = Some((path, file));
        }
        let (_, file) = self.open.as_mut()?;
        let encoding = passage.encoding.as_deref().and_then(|name| name.parse::<Encoding>().ok());
        let unit = encoding.map_or(1, Encoding::unit) as u64;
        let (start, end) = (passage.output.start, passage.output.end);
        let from = start.saturating_sub(WINDOW) / unit * unit;
        let mut text = |from: u64, to: u64| -> Option<String> {
            let mut bytes = Vec::new();
            file.seek(SeekFrom::Start(from)).ok()?;
            Read::by_ref(file).take(to.saturating_sub(from)).read_to_end(&mut bytes).ok()?;
            let decoded = encoding
                .filter(|encoding| *encoding != Encoding::Utf8)
                .and_then(|encoding| encoding.decode_exact(&bytes));
            Some(decoded.map_or_else(|| String::from_utf8_lossy(&bytes).into_owned(), |text| text.into_owned()))
        };
        let (before, behind) = (text(from, start)?, text(end, end + WINDOW)?);
        let line = before.rsplit(['\n', '\r']).next().unwrap_or_default().trim_start_matches('\u{fffd}');
        let skipped = line.chars().count().saturating_sub(SHOWN);
        let left: String = line.chars().skip(skipped).collect();
        let line = behind.split(['\n', '\r']).next().unwrap_or_default().trim_end_matches('\u{fffd}');
        let right: String = line.chars().take(SHOWN).collect();
        Some(Context { left, right })
    }
}
