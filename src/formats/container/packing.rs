use std::io::{self, BufRead, Write};

/// A way in which a stream of bytes is packed.
pub trait Packing: Sync {
    /// Its name, as the ledger writes it.
    fn name(&self) -> &'static str;

    /// How names of such files end, and how the name of what is inside ends instead.
    fn endings(&self) -> &'static [(&'static str, &'static str)];

    /// Whether such a file may begin so.
    fn begins(&self, start: &[u8]) -> bool;

    /// What the packed bytes unpack to, all parts of it one after another. Its errors say what is wrong with them.
    fn decoder<'a>(&self, packed: Box<dyn BufRead + 'a>) -> io::Result<Box<dyn io::Read + 'a>>;

    /// Packs what is written to it as the file was packed that begins with `like`, with the names and times that it tells.
    fn encoder<'a>(&self, like: &[u8], out: Box<dyn Write + 'a>) -> io::Result<Box<dyn Encoder + 'a>>;
}

/// A writer that packs.
pub trait Encoder: Write {
    /// Writes what it still holds, and the end.
    fn finish(self: Box<Self>) -> io::Result<()>;
}
