//! Profiles as files.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use anyhow::Context;

use super::exit::usage;
use crate::profile::{Profile, ProfileError};

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

/// Refuses a file that is there and no profile: a text given by mistake would be lost.
pub(super) fn refuse_other(path: &Path) -> anyhow::Result<()> {
    match fs::read(path) {
        Ok(bytes) if !bytes.is_empty() && matches!(Profile::read(&bytes), Err(ProfileError::Magic)) => {
            Err(usage(format!("{} is there and is no profile; name another file with -o", path.display())))
        }
        _ => Ok(()),
    }
}

/// Writes a profile's file, which takes its name only when it is whole.
pub(super) fn write(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let failed = || format!("the profile {} cannot be written", path.display());
    let mut name = path.file_name().with_context(failed)?.to_owned();
    name.push(".part");
    let part = path.with_file_name(name);
    fs::write(&part, bytes).and_then(|()| fs::rename(&part, path)).with_context(failed)
}

fn hash(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex().to_string()
}
