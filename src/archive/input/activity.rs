use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering::Relaxed;
use std::sync::atomic::{AtomicBool, AtomicU64};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The long files that a run is at, for those who watch it. Copies are one.
///
/// Short ones are done before they could be looked at.
#[derive(Clone, Debug, Default)]
pub struct Activity(Arc<Mutex<Vec<Arc<Reading>>>>);

/// A file that is read, perhaps more than once.
#[derive(Debug)]
pub struct Reading {
    /// The file.
    pub path: PathBuf,
    /// How long it is, in bytes.
    pub bytes: u64,
    at: AtomicU64,
    is_survey: AtomicBool,
}

impl Reading {
    /// The byte that it is read at.
    pub fn at(&self) -> u64 {
        self.at.load(Relaxed)
    }

    /// Whether it is only looked through yet, to learn what it is.
    pub fn is_survey(&self) -> bool {
        self.is_survey.load(Relaxed)
    }
}

impl Activity {
    /// The files that are read, the one that was begun first before the others.
    pub fn readings(&self) -> Vec<Arc<Reading>> {
        self.lock().clone()
    }

    /// Begins a file of so many bytes.
    pub(super) fn begin(&self, path: &Path, bytes: u64) -> Watched {
        let reading = Arc::new(Reading {
            path: path.to_owned(),
            bytes,
            at: AtomicU64::new(0),
            is_survey: AtomicBool::new(false),
        });
        self.lock().push(Arc::clone(&reading));
        Watched { activity: self.clone(), reading }
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Arc<Reading>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Tells how far a file is read, until it is dropped.
pub(super) struct Watched {
    activity: Activity,
    reading: Arc<Reading>,
}

impl Watched {
    /// Notes that it is read up to this byte; what reads it once more beside is not told.
    pub fn at(&self, at: u64) {
        self.reading.at.fetch_max(at, Relaxed);
    }

    /// Begins to read it from its start, to look through it or to repair it.
    pub fn begin(&self, is_survey: bool) {
        self.reading.is_survey.store(is_survey, Relaxed);
        self.reading.at.store(0, Relaxed);
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        self.activity.lock().retain(|reading| !Arc::ptr_eq(reading, &self.reading));
    }
}
