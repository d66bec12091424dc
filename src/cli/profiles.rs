//! Profiles as files.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;

use anyhow::Context;

use super::exit::usage;
use crate::profile::Profile;

/// A profile that a run uses.
#[derive(Clone, Debug)]
pub(super) struct Taught {
    pub profile: Arc<Profile>,
    /// BLAKE3 of its file, for the ledger.
    pub blake3: String,
}

impl Taught {
    /// Reads a profile's file.
    ///
    /// Fails, as a usage error that names the file and the reason, where there is none.
    pub fn read(path: &Path) -> anyhow::Result<Self> {
        let refuse = |cause: &dyn std::fmt::Display| usage(format!("the profile {}: {cause}", path.display()));
        let bytes = fs::read(path).map_err(|cause| refuse(&cause))?;
        let profile = Profile::read(&bytes).map_err(|cause| refuse(&cause))?;
        Ok(Self { profile: Arc::new(profile), blake3: hash(&bytes) })
    }

    /// A profile as it was learned, and its file's bytes.
    pub fn learned(profile: Profile) -> (Self, Vec<u8>) {
        let bytes = profile.write();
        (Self { profile: Arc::new(profile), blake3: hash(&bytes) }, bytes)
    }
}

/// Writes a profile's file, which is there whole or not at all.
pub(super) fn write(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let written = tempfile::Builder::new().prefix(".ordret-").tempfile_in(folder).and_then(|mut file| {
        file.write_all(bytes)?;
        file.persist(path).map_err(|error| error.error)
    });
    written.map(drop).with_context(|| format!("the profile {} cannot be written", path.display()))
}

fn hash(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex().to_string()
}
