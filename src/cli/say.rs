//! What is told on stderr, and in a file beside it.

use std::fs::File;
use std::io::{self, Write};
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering::Relaxed;
use std::sync::{Mutex, OnceLock, PoisonError};

use super::clock::now;

/// Something that was printed did not arrive.
static UNHEARD: AtomicBool = AtomicBool::new(false);
/// Only failures are told on stderr.
static QUIET: AtomicBool = AtomicBool::new(false);
/// Where all is told, too.
static LOG: OnceLock<Mutex<File>> = OnceLock::new();

/// Tells on stderr only what fails, from now on.
pub(super) fn be_quiet() {
    QUIET.store(true, Relaxed);
}

/// Whether only what fails is told.
pub(super) fn is_quiet() -> bool {
    QUIET.load(Relaxed)
}

/// Tells all in this file, too, from now on; a process has one.
pub(super) fn log_to(file: File) {
    // A second file would be another command's.
    let _ = LOG.set(Mutex::new(file));
}

/// Whether all is told in a file, too.
pub(super) fn is_logged() -> bool {
    LOG.get().is_some()
}

/// Tells something on stderr. That nobody can read it ends nothing; the exit code tells it.
pub(super) fn say(text: impl AsRef<[u8]>) {
    if !is_quiet() {
        show(text.as_ref());
    }
    log(text);
}

/// Tells what failed, also where only that is told.
pub(super) fn complain(text: impl AsRef<[u8]>) {
    show(text.as_ref());
    log(text);
}

/// Shows something on stderr, and in no file.
pub(super) fn show(text: impl AsRef<[u8]>) {
    if io::stderr().write_all(text.as_ref()).is_err() {
        unheard();
    }
}

/// Tells something in the file, if there is one: each line with its time.
pub(super) fn log(text: impl AsRef<[u8]>) {
    let Some(file) = LOG.get() else { return };
    let mut lines = Vec::new();
    for line in text.as_ref().split(|&byte| byte == b'\n').filter(|line| !line.is_empty()) {
        lines.extend([now().as_bytes(), b" ", line, b"\n"].concat());
    }
    if file.lock().unwrap_or_else(PoisonError::into_inner).write_all(&lines).is_err() {
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
