use std::fs;
use std::path::PathBuf;
use std::sync::atomic::Ordering::Relaxed;
use std::sync::atomic::{AtomicBool, AtomicU64};

use super::selection::Selection;
use super::walk::{Found, Inputs};

/// How much there is to do, as far as it is counted.
#[derive(Debug, Default)]
pub struct Census {
    documents: AtomicU64,
    bytes: AtomicU64,
    is_whole: AtomicBool,
}

impl Census {
    /// Counts the selected documents of the inputs, until `stop` is set.
    pub fn take(&self, inputs: &[PathBuf], selection: &Selection, stop: &AtomicBool) {
        for found in Inputs::as_given(inputs).selected(selection).walk() {
            if stop.load(Relaxed) {
                return;
            }
            if let Found::Document(entry) = found {
                // One that cannot be looked at fails later, and is named then.
                let bytes = fs::metadata(&entry.source).map_or(0, |metadata| metadata.len());
                self.documents.fetch_add(1, Relaxed);
                self.bytes.fetch_add(bytes, Relaxed);
            }
        }
        self.is_whole.store(true, Relaxed);
    }

    /// Documents counted so far.
    pub fn documents(&self) -> u64 {
        self.documents.load(Relaxed)
    }

    /// Their bytes.
    pub fn bytes(&self) -> u64 {
        self.bytes.load(Relaxed)
    }

    /// Whether all are counted.
    pub fn is_whole(&self) -> bool {
        self.is_whole.load(Relaxed)
    }
}
