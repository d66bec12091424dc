//! What is told on stderr.

use std::io::{self, Write};
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering::Relaxed;

/// Something that was printed did not arrive.
static UNHEARD: AtomicBool = AtomicBool::new(false);

/// Writes to stderr. That nobody can read it ends nothing; the exit code tells it.
pub(super) fn say(text: impl AsRef<[u8]>) {
    if io::stderr().write_all(text.as_ref()).is_err() {
        unheard();
    }
}

/// Notes that something that was printed did not arrive.
pub(super) fn unheard() {
    UNHEARD.store(true, Relaxed);
}

/// Whether something did not arrive.
pub(super) fn was_unheard() -> bool {
    UNHEARD.load(Relaxed)
}
