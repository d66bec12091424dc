use std::fs::{self, File};
use std::io;
use std::path::Path;

use crate::record::Content;

/// What stands at a place of the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::archive) enum Standing {
    /// Nothing does.
    Nothing,
    /// A file of one of the contents that were asked for: the first of them, by its number.
    Known(usize),
    /// Something else.
    Other,
}

/// Tells which of the contents stands at a path. The file is read if the size of one fits.
pub(in crate::archive) fn standing<'a>(
    path: &Path,
    contents: impl IntoIterator<Item = &'a Content, IntoIter: Clone>,
) -> io::Result<Standing> {
    let there = match fs::symlink_metadata(path) {
        Ok(there) => there,
        Err(cause) if matches!(cause.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
            return Ok(Standing::Nothing);
        }
        Err(cause) => return Err(cause),
    };
    let contents = contents.into_iter();
    if !there.is_file() || contents.clone().all(|content| content.bytes != there.len()) {
        return Ok(Standing::Other);
    }
    let mut hasher = blake3::Hasher::new();
    hasher.update_reader(File::open(path)?)?;
    let found = contents.into_iter().position(|content| is_content(content, &hasher));
    Ok(found.map_or(Standing::Other, Standing::Known))
}

/// Whether the hash of a content is the one given.
pub(in crate::archive) fn is_content(content: &Content, hasher: &blake3::Hasher) -> bool {
    hasher.count() == content.bytes && *hasher.finalize().to_hex() == *content.blake3
}
