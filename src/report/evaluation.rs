//! Prints what an evaluation measured.

use std::io::{self, Write};

use serde::Serialize;

use crate::evaluation::{BINS, Bin, InDocument, Judged, Mistake, Precision, Reliability, Score, Summary, Verdicts};
use crate::text::{printed_probability, visible};

/// How many characters of a passage are shown.
const QUOTED: usize = 80;

/// Prints it for people.
pub fn evaluation_text(out: &mut impl Write, summary: &Summary) -> io::Result<()> {
    let Score { words, chars, fixed, broken, changed_wrong, left, .. } = summary.score;
    writeln!(out, "documents {}  words {words}  characters {chars}", summary.documents)?;
    let score = &summary.score;
    errors(out, "CER", (score.cer_before, score.cer_after), chars)?;
    errors(out, "WER", (score.wer_before, score.wer_after), words)?;
    writeln!(out, "words: fixed {fixed}, broken {broken}, changed but wrong {changed_wrong}, left {left}")?;
    let precision = percent(score.precision());
    let per_100k = score.broken_per_100k();
    writeln!(out, "precision of words {precision}, broken of 100,000 right words {per_100k:.1}")?;
    reliability(out, &summary.reliability)?;
    mistakes(out, "Words broken:", &summary.broken, broken)?;
    mistakes(out, "Words changed but wrong:", &summary.changed_wrong, changed_wrong)?;
    wrong(out, &summary.wrong)
}

/// The rate of errors before and after, and the share of errors that is gone.
fn errors(out: &mut impl Write, name: &str, (before, after): (u64, u64), of: u64) -> io::Result<()> {
    let rate = |errors| ratio_percent(errors, of);
    let removed = ratio_percent(before, before) - ratio_percent(after, before);
    writeln!(
        out,
        "{name} {:.3}% -> {:.3}%  errors {before} -> {after} ({removed:+.1}% removed)",
        rate(before),
        rate(after)
    )
}

/// Verdicts by level and by rule, and the table of claimed and measured probabilities; nothing if nothing was found.
fn reliability(out: &mut impl Write, reliability: &Reliability) -> io::Result<()> {
    if reliability.levels.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n{:16} {:>26}  {:>26}", "", "applied: right/judged", "reported: right/judged")?;
    for (level, precision) in reliability.levels.iter().rev() {
        row(out, level.as_str(), precision)?;
    }
    for (rules, precision) in &reliability.rules {
        row(out, rules, precision)?;
    }
    writeln!(out, "\n{:>12} {:>10} {:>10} {:>10}", "probability", "judged", "claimed", "measured")?;
    for (at, bin) in reliability.bins.iter().enumerate().filter(|(_, bin)| bin.judged > 0) {
        let (from, to) = bounds(at);
        let (claimed, measured) = (percent(bin.claimed()), percent(bin.measured()));
        writeln!(out, "{:>12} {:>10} {claimed:>10} {measured:>10}", format!("{from:.1}-{to:.1}"), bin.judged)?;
    }
    Ok(())
}

fn row(out: &mut impl Write, name: &str, precision: &Precision) -> io::Result<()> {
    let (applied, reported) = (cell(precision.applied), cell(precision.reported));
    writeln!(out, "{name:16} {applied:>26}  {reported:>26}")
}

/// Right of judged in percent, and how many more were not judged.
fn cell(verdicts: Verdicts) -> String {
    let Verdicts { right, wrong, unjudged } = verdicts;
    let more = if unjudged > 0 { format!(" +{unjudged}") } else { String::new() };
    match verdicts.count() {
        0 => "-".to_owned(),
        _ => format!("{right}/{} {}{more}", right + wrong, percent(verdicts.precision())),
    }
}

fn mistakes(out: &mut impl Write, title: &str, kept: &[InDocument<Mistake>], count: u64) -> io::Result<()> {
    if kept.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n{title}")?;
    for InDocument { document, found: Mistake { gold, damaged, repaired, .. } } in kept {
        let [gold, damaged, repaired] = [gold, damaged, repaired].map(|text| visible(text));
        writeln!(out, "  {}: gold `{gold}`, was `{damaged}`, became `{repaired}`", visible(document))?;
    }
    match count - kept.len() as u64 {
        0 => Ok(()),
        more => writeln!(out, "  and {more} more"),
    }
}

fn wrong(out: &mut impl Write, kept: &[InDocument<Judged>]) -> io::Result<()> {
    if kept.is_empty() {
        return Ok(());
    }
    writeln!(out, "\nWrong edits and suspects that claimed most:")?;
    for InDocument { document, found } in kept {
        let [document, before, after] = [document, &found.before, &found.after].map(|text| visible(text));
        let done = if found.applied { "edit" } else { "suspect" };
        let Judged { rules, level, probability, .. } = found;
        let probability = printed_probability(*probability);
        writeln!(out, "  {document}: {done} {rules} {level} ({probability}) `{before}` → `{after}`")?;
        let [gold, text] = [&found.gold, &found.text].map(|text| cut(&visible(text)));
        writeln!(out, "    gold `{gold}`, now `{text}`")?;
    }
    Ok(())
}

/// The start of a long text.
fn cut(text: &str) -> String {
    match text.char_indices().nth(QUOTED) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// The probabilities that a bin holds.
fn bounds(bin: usize) -> (f64, f64) {
    (bin as f64 / BINS as f64, (bin + 1) as f64 / BINS as f64)
}

/// `part` of `whole` in percent; 0 of nothing.
fn ratio_percent(part: u64, whole: u64) -> f64 {
    if whole == 0 { 0.0 } else { 100.0 * part as f64 / whole as f64 }
}

fn percent(share: Option<f64>) -> String {
    share.map_or_else(|| "-".to_owned(), |share| format!("{:.2}%", 100.0 * share))
}

/// Prints it for programs: one object, on one line, in the schema of `docs/evaluate.md`.
pub fn evaluation_json(out: &mut impl Write, summary: &Summary) -> io::Result<()> {
    let Reliability { levels, rules, bins } = &summary.reliability;
    let score = &summary.score;
    let line = Line {
        kind: "evaluation",
        documents: summary.documents,
        score,
        precision: score.precision(),
        broken_per_100k: score.broken_per_100k(),
        levels: levels.iter().rev().map(|(level, precision)| Level { level: level.as_str(), precision }).collect(),
        rules: rules.iter().map(|(rules, precision)| Rules { rules, precision }).collect(),
        reliability: bins.iter().enumerate().map(|(at, bin)| bin_line(at, bin)).collect(),
        broken_words: &summary.broken,
        changed_wrong_words: &summary.changed_wrong,
        wrong_edits: &summary.wrong,
    };
    serde_json::to_writer(&mut *out, &line)?;
    writeln!(out)
}

#[derive(Serialize)]
struct Line<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    documents: u64,
    #[serde(flatten)]
    score: &'a Score,
    precision: Option<f64>,
    broken_per_100k: f64,
    levels: Vec<Level<'a>>,
    rules: Vec<Rules<'a>>,
    reliability: Vec<BinLine>,
    broken_words: &'a [InDocument<Mistake>],
    changed_wrong_words: &'a [InDocument<Mistake>],
    wrong_edits: &'a [InDocument<Judged>],
}

#[derive(Serialize)]
struct Level<'a> {
    level: &'static str,
    #[serde(flatten)]
    precision: &'a Precision,
}

#[derive(Serialize)]
struct Rules<'a> {
    rules: &'a str,
    #[serde(flatten)]
    precision: &'a Precision,
}

#[derive(Serialize)]
struct BinLine {
    from: f64,
    to: f64,
    judged: u64,
    right: u64,
    claimed: Option<f64>,
    measured: Option<f64>,
}

fn bin_line(at: usize, bin: &Bin) -> BinLine {
    let (from, to) = bounds(at);
    BinLine { from, to, judged: bin.judged, right: bin.right, claimed: bin.claimed(), measured: bin.measured() }
}
