use std::borrow::Cow;
use std::io::{self, Write};

use super::Report;
use crate::record::{Document, Hunk, Record};
use crate::text::{quoted, visible};

/// Prints what changes as a unified diff of the decoded text.
///
/// For documents in UTF-8 it is a patch; for others their encoding stands behind the name. A document that is written in
/// another encoding than it came in is named in a line that begins with `#`, which programs that apply patches pass over,
/// whether or not it has lines that change.
pub struct Diff<W> {
    out: W,
    color: bool,
    visible: bool,
    /// The names of the document whose hunks come next, until the first came.
    heading: Option<String>,
}

impl<W: Write> Diff<W> {
    /// A diff, with terminal colours if `color`.
    pub fn new(out: W, color: bool) -> Self {
        Self { out, color, visible: false, heading: None }
    }

    /// The same for a terminal, which would obey what stands in the text: what it would obey or hide is spelt out.
    pub fn visible(self) -> Self {
        Self { visible: true, ..self }
    }

    /// Says that the document's encoding changes, if it does.
    fn recoded(&mut self, document: &Document) -> io::Result<()> {
        match (&document.encoding, &document.output_encoding) {
            (Some(from), Some(to)) if from != to => {
                let (on, off) = self.paint('#');
                writeln!(self.out, "{on}# {}: {from} → {to}{off}", visible(&document.path.to_string()))
            }
            _ => Ok(()),
        }
    }

    fn hunk(&mut self, hunk: &Hunk) -> io::Result<()> {
        if let Some(heading) = self.heading.take() {
            self.out.write_all(heading.as_bytes())?;
        }
        let count = |mark| hunk.lines.iter().filter(|line| line.0 == ' ' || line.0 == mark).count();
        let range = |line: u64, count: usize| if count == 1 { line.to_string() } else { format!("{line},{count}") };
        let before = range(hunk.before_line, count('-'));
        let after = range(hunk.after_line, count('+'));
        let (on, off) = self.paint('@');
        writeln!(self.out, "{on}@@ -{before} +{after} @@{off}")?;
        for line in &hunk.lines {
            let (on, off) = self.paint(line.0);
            let text = line.1.strip_suffix('\n');
            let shown = text.unwrap_or(&line.1);
            let shown = if self.visible { Cow::Owned(visible(shown)) } else { Cow::Borrowed(shown) };
            writeln!(self.out, "{on}{}{shown}{off}", line.0)?;
            if text.is_none() {
                writeln!(self.out, "\\ No newline at end of file")?;
            }
        }
        Ok(())
    }

    fn paint(&self, mark: char) -> (&'static str, &'static str) {
        let on = match mark {
            _ if !self.color => return ("", ""),
            '-' => "\x1b[31m",
            '+' => "\x1b[32m",
            '@' | '#' => "\x1b[36m",
            _ => return ("", ""),
        };
        (on, "\x1b[0m")
    }
}

fn heading(document: &Document) -> String {
    let encoding = |name: &Option<String>| match name.as_deref() {
        None | Some("UTF-8") => String::new(),
        Some(name) => format!("\t{name}"),
    };
    let (from, to) = (encoding(&document.encoding), encoding(&document.output_encoding));
    let path = document.path.bytes();
    let start = path.iter().take_while(|byte| **byte == b'/').count();
    let path = &path[start..];
    let name = |side: &[u8]| quoted(&[side, path].concat());
    format!("--- {}{from}\n+++ {}{to}\n", name(b"a/"), name(b"b/"))
}

impl<W: Write> Report for Diff<W> {
    fn print(&mut self, record: &Record) -> io::Result<()> {
        match record {
            Record::Document(document) => {
                self.heading = Some(heading(document));
                self.recoded(document)
            }
            Record::Hunk(hunk) => self.hunk(hunk),
            _ => Ok(()),
        }
    }

    fn finish(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}
