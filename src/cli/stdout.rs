//! Where a command prints: stdout, which errors name.

use std::io::{self, StdoutLock, Write};

/// Stdout, for one command.
pub(super) struct Stdout(StdoutLock<'static>);

/// Stdout, for as long as what is given stands.
pub(super) fn stdout() -> Stdout {
    Stdout(io::stdout().lock())
}

impl Write for Stdout {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes).map_err(|cause| named(&cause))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush().map_err(|cause| named(&cause))
    }
}

/// The error with what it happened to.
fn named(cause: &io::Error) -> io::Error {
    io::Error::new(cause.kind(), format!("stdout cannot be written: {cause}"))
}
