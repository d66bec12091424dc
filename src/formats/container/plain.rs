use std::io::{self, BufRead, Write};

use super::packing::{Encoder, Packing};
use super::tar;

pub(super) const NAME: &str = "none";

/// An archive that is not packed.
pub(super) struct Plain;

impl Packing for Plain {
    fn name(&self) -> &'static str {
        NAME
    }

    fn endings(&self) -> &'static [(&'static str, &'static str)] {
        &[(".tar", "")]
    }

    fn begins(&self, start: &[u8]) -> bool {
        tar::begins(start)
    }

    fn decoder<'a>(&self, packed: Box<dyn BufRead + 'a>) -> io::Result<Box<dyn io::Read + 'a>> {
        Ok(Box::new(packed))
    }

    fn encoder<'a>(&self, _: &[u8], out: Box<dyn Write + 'a>) -> io::Result<Box<dyn Encoder + 'a>> {
        Ok(Box::new(Through(out)))
    }
}

struct Through<'a>(Box<dyn Write + 'a>);

impl Write for Through<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

impl Encoder for Through<'_> {
    fn finish(mut self: Box<Self>) -> io::Result<()> {
        self.0.flush()
    }
}
