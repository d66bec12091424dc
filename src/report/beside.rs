//! What stands beside passages of a cleaned archive, where its ledger does not say it.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use super::page::Passage;
use crate::codecs::Encoding;
use crate::record::Context;

/// Bytes on each side of a passage that are read, and characters of them that are shown.
const WINDOW: u64 = 256;
const SHOWN: usize = 60;

/// Reads what stands beside passages; keeps the last document open.
pub struct Beside<'a> {
    dir: &'a Path,
    open: Option<(PathBuf, File)>,
}

impl<'a> Beside<'a> {
    /// Reads documents of the cleaned archive `dir`, or the one document that it is.
    pub fn new(dir: &'a Path) -> Self {
        Self { dir, open: None }
    }

    /// What stands beside a passage on its line; nothing where the document is not there any more.
    pub fn of(&mut self, passage: &Passage) -> Context {
        self.read(passage).unwrap_or_default()
    }

    fn read(&mut self, passage: &Passage) -> Option<Context> {
        // A run of one file has that as its output.
        let path = if self.dir.is_file() { self.dir.to_owned() } else { self.dir.join(passage.path.to_path_below()?) };
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
