//! Prints an overview.

use std::io::{self, Write};

use super::{Counts, Overview, Row};
use crate::text::visible;

/// How an overview is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OverviewForm {
    /// Tables for people.
    Text,
    /// One object on a line.
    Json,
    /// One table, whose first column says what a row is of.
    Csv,
}

/// How many doubts and failures are shown to people.
const SHOWN: usize = 20;
/// Rules that are shown to people, the most frequent first.
const SHOWN_RULES: usize = 30;

impl Overview {
    /// Prints it.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn print(&self, form: OverviewForm, out: &mut impl Write) -> io::Result<()> {
        match form {
            OverviewForm::Text => self.print_text(out),
            OverviewForm::Json => self.print_json(out),
            OverviewForm::Csv => self.print_csv(out),
        }
    }

    fn print_json(&self, out: &mut impl Write) -> io::Result<()> {
        #[derive(serde::Serialize)]
        struct Line<'a> {
            r#type: &'static str,
            #[serde(flatten)]
            overview: &'a Overview,
        }
        serde_json::to_writer(&mut *out, &Line { r#type: "overview", overview: self })?;
        out.write_all(b"\n")
    }

    fn print_text(&self, out: &mut impl Write) -> io::Result<()> {
        let Counts { documents, mended, no_text, edits, suspects, damaged, left, .. } = self.total;
        writeln!(out, "documents: {documents}; mended: {mended}, no text: {no_text}, skipped: {}", self.skipped)?;
        writeln!(out, "edits: {edits} ({} and surer), suspects: {suspects}", self.apply)?;
        writeln!(out, "words damaged, as estimated: {} before, {} after", percent(damaged), percent(left))?;
        if !self.is_finished {
            writeln!(out, "the run has not come to its end: what is told is what it has done so far")?;
        }
        table(out, "by folder", &self.folders)?;
        table(out, "by encoding", &self.encodings)?;
        self.print_rules(out)?;
        table(out, "the worst documents (one of fewer than 50 words is taken to have 50)", &self.worst)?;
        self.print_doubts(out)?;
        self.print_gone(out)?;
        self.print_failures(out)
    }

    fn print_rules(&self, out: &mut impl Write) -> io::Result<()> {
        if self.rules.is_empty() {
            return Ok(());
        }
        writeln!(out, "\nby kind of damage\n{:>9} {:>9}  rule", "edits", "suspects")?;
        let mut rules: Vec<_> = self.rules.iter().collect();
        rules.sort_by_key(|rule| std::cmp::Reverse(rule.edits + rule.suspects));
        for rule in rules.iter().take(SHOWN_RULES) {
            writeln!(out, "{:>9} {:>9}  {} {}", rule.edits, rule.suspects, rule.rule, rule.about)?;
        }
        more(out, rules.len() as u64, SHOWN_RULES)
    }

    fn print_doubts(&self, out: &mut impl Write) -> io::Result<()> {
        if self.doubtful_encoding_count == 0 {
            return Ok(());
        }
        let count = self.doubtful_encoding_count;
        writeln!(
            out,
            "\nencodings guessed with doubt: {count} (`--encoding NAME`, or a [[files]] with `encoding`, says it)"
        )?;
        for doubt in self.doubtful_encodings.iter().take(SHOWN) {
            writeln!(out, "  {}: {}, perhaps {}", visible(&doubt.path), doubt.encoding, doubt.rival)?;
        }
        more(out, count, SHOWN)
    }

    fn print_gone(&self, out: &mut impl Write) -> io::Result<()> {
        if self.gone_count == 0 {
            return Ok(());
        }
        writeln!(out, "\nkept, though their inputs are gone: {} (`clean --prune` removes them)", self.gone_count)?;
        self.gone.iter().take(SHOWN).try_for_each(|path| writeln!(out, "  {}", visible(path)))?;
        more(out, self.gone_count, SHOWN)
    }

    fn print_failures(&self, out: &mut impl Write) -> io::Result<()> {
        if self.failed_count == 0 {
            return Ok(());
        }
        writeln!(out, "\nfailed: {}", self.failed_count)?;
        for failure in self.failed.iter().take(SHOWN) {
            writeln!(out, "  {}: {}", visible(&failure.path), visible(&failure.cause))?;
        }
        more(out, self.failed_count, SHOWN)
    }

    fn print_csv(&self, out: &mut impl Write) -> io::Result<()> {
        writeln!(out, "of,name,documents,bytes,no_text,mended,edits,suspects,damaged,left,note")?;
        row(out, "total", "", &self.total)?;
        for (of, rows) in [("folder", &self.folders), ("encoding", &self.encodings), ("worst", &self.worst)] {
            rows.iter().try_for_each(|of_row| row(out, of, &of_row.name, &of_row.counts))?;
        }
        for rule in &self.rules {
            writeln!(out, "rule,{},,,,,{},{},,,{}", rule.rule, rule.edits, rule.suspects, quoted(&rule.about))?;
        }
        for doubt in &self.doubtful_encodings {
            writeln!(out, "doubt,{},,,,,,,,,{} perhaps {}", quoted(&doubt.path), doubt.encoding, doubt.rival)?;
        }
        for path in &self.gone {
            writeln!(out, "gone,{},,,,,,,,,its input is no longer there", quoted(path))?;
        }
        for failure in &self.failed {
            writeln!(out, "failed,{},,,,,,,,,{}", quoted(&failure.path), quoted(&failure.cause))?;
        }
        Ok(())
    }
}

fn row(out: &mut impl Write, of: &str, name: &str, counts: &Counts) -> io::Result<()> {
    let Counts { documents, bytes, no_text, mended, edits, suspects, damaged, left, .. } = counts;
    let name = quoted(name);
    writeln!(out, "{of},{name},{documents},{bytes},{no_text},{mended},{edits},{suspects},{damaged:.5},{left:.5},")
}

/// A text as a field of CSV (RFC 4180), with what a terminal would obey escaped.
fn quoted(text: &str) -> String {
    let text = visible(text);
    match text.contains([',', '"', '\n', '\r']) {
        true => format!("\"{}\"", text.replace('"', "\"\"")),
        false => text,
    }
}

fn table(out: &mut impl Write, title: &str, rows: &[Row]) -> io::Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    let head = ("documents", "mended", "edits", "suspects", "damaged", "after");
    writeln!(out, "\n{title}")?;
    writeln!(out, "{:>9} {:>9} {:>9} {:>9} {:>8} {:>8}", head.0, head.1, head.2, head.3, head.4, head.5)?;
    for Row { name, counts } in rows {
        let Counts { documents, mended, edits, suspects, damaged, left, .. } = counts;
        let (damaged, left, name) = (percent(*damaged), percent(*left), visible(name));
        writeln!(out, "{documents:>9} {mended:>9} {edits:>9} {suspects:>9} {damaged:>8} {left:>8}  {name}")?;
    }
    Ok(())
}

fn more(out: &mut impl Write, count: u64, shown: usize) -> io::Result<()> {
    match count.saturating_sub(shown as u64) {
        0 => Ok(()),
        more => writeln!(out, "  and {more} more; `--format json` or csv names more of them"),
    }
}

fn percent(share: f64) -> String {
    format!("{:.2}%", 100.0 * share)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stay_in_their_fields() {
        for (name, wanted) in [("a.txt", "a.txt"), ("a,b", "\"a,b\""), ("\"x\"", "\"\"\"x\"\"\""), ("a\nb", "a\\nb")] {
            assert_eq!(quoted(name), wanted);
        }
    }
}
