use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::Path;
use std::time::Duration;

use super::console::Hidden;
use super::format::use_color;
use super::options::Settings;
use super::say::{is_quiet, say, show};
use super::unmet;
use crate::DocumentKind;
use crate::archive::{Evaluated, Learned, Restored, Tally};
use crate::evaluation::Misreadings;
use crate::profile::Profile;
use crate::record::Record;
use crate::report::{Report, Text, TextStyle};
use crate::text::{Confidence, visible};

/// How many files without a partner are named.
const LACKING_NAMES: usize = 20;

/// Shows a few of the edits on stderr.
pub(super) fn examples(records: &[Record]) -> io::Result<()> {
    if records.is_empty() {
        return Ok(());
    }
    let mut out = b"Mended, for example:\n".to_vec();
    let mut text = Text::new(&mut out, TextStyle { color: use_color(&io::stderr()), full: false });
    for record in records {
        text.print(record)?;
    }
    drop(text);
    out.push(b'\n');
    if !is_quiet() {
        show(&out);
    }
    Ok(())
}

/// Says on stderr what a cleaning did.
pub(super) fn cleaned(tally: &Tally, took: Duration, of_files: bool, settings: &Settings) -> io::Result<()> {
    let mut out = Vec::new();
    head(&mut out, tally, took)?;
    edits(&mut out, tally)?;
    if tally.suspect_count() > 0 {
        let count =
            |level| tally.suspects.iter().filter(|((_, of), _)| *of == level).map(|(_, count)| count).sum::<u64>();
        let levels = Confidence::ALL.into_iter().map(|level| (count(level), level)).filter(|(count, _)| *count > 0);
        let levels: Vec<String> = levels.map(|(count, level)| format!("{count} {level}")).collect();
        writeln!(out, "suspects, left as they are: {}", levels.join(", "))?;
    }
    if tally.unchanged_since > 0 {
        writeln!(out, "done before, and unchanged since: {}", files(tally.unchanged_since))?;
    }
    if tally.members_from_before > 0 {
        writeln!(out, "members that were done before the run was ended: {}", tally.members_from_before)?;
    }
    if tally.bytes_from_before > 0 {
        let megabytes = tally.bytes_from_before as f64 / 1e6;
        writeln!(out, "of texts that were under way when the run was ended, done before: {megabytes:.1} MB")?;
    }
    gone(&mut out, tally)?;
    names(&mut out, tally)?;
    if tally.suspect_count() > 0 && of_files {
        writeln!(out, "`ordret check --level doubtful` with the same paths and options shows the suspects")?;
    }
    // What was done before was not looked at anew.
    if tally.unchanged_since == 0 {
        unmet::exceptions(&mut out, settings)?;
    }
    unmet::names(&mut out, settings)?;
    unmet::stale(&mut out, settings)?;
    options_used(&mut out, settings)?;
    if let Some(ledger) = &tally.ledger {
        writeln!(out, "ledger: {}", name(ledger))?;
    }
    if tally.stopped {
        writeln!(
            out,
            "interrupted: the same command goes on from here; until then `ordret restore` gives back what is done"
        )?;
    }
    say(&out);
    Ok(())
}

/// Says on stderr what a check found, and what of it was not shown.
pub(super) fn checked(tally: &Tally, hidden: &Hidden, settings: &Settings) -> io::Result<()> {
    let mut out = Vec::new();
    let recoded = match tally.recoded {
        0 => String::new(),
        count => format!(", {count} in another encoding than UTF-8 and right besides"),
    };
    writeln!(out, "{}: {} to mend{recoded}", files(tally.documents), tally.changed)?;
    members(&mut out, tally)?;
    edits(&mut out, tally)?;
    if tally.suspect_count() > 0 {
        writeln!(out, "suspects: {}", tally.suspect_count())?;
        by_rule(&mut out, &tally.suspects)?;
    }
    if hidden.below > 0 {
        writeln!(out, "not shown, being less sure: {}; `--level doubtful` shows them", hidden.below)?;
    }
    if hidden.repeated > 0 {
        writeln!(out, "not shown, being of a rule that was shown often: {}; `--show all` shows them", hidden.repeated)?;
    }
    names(&mut out, tally)?;
    unmet::exceptions(&mut out, settings)?;
    unmet::names(&mut out, settings)?;
    unmet::stale(&mut out, settings)?;
    options_used(&mut out, settings)?;
    say(&out);
    Ok(())
}

/// Says on stderr what a learning did.
pub(super) fn learned(
    learned: &Learned,
    profile: &Profile,
    took: Duration,
    output: &Path,
    settings: &Settings,
) -> io::Result<()> {
    let mut out = Vec::new();
    let counts = profile.counts();
    if learned.documents > 0 {
        writeln!(out, "{} learned from ({})", files(learned.documents), rate(learned.bytes, took))?;
    }
    list(&mut out, "passed by, being no text", learned.passed, &kinds(&learned.passed_names), "")?;
    list(&mut out, "skipped", learned.skipped, &reasons(&learned.skipped_names), "")?;
    let (words, pairs) = (counts.words().count(), counts.pairs().count());
    writeln!(out, "profile: {} ({words} words, {pairs} pairs)", name(output))?;
    options_used(&mut out, settings)?;
    failures(&mut out, learned.failures)?;
    say(&out);
    Ok(())
}

/// What is said of containers whose files are not what they were.
const REPACKED: &str = "packed anew, with the content that came in, byte for byte, in other packed bytes";
/// What is said of links and the like.
const NOT_KEPT: &str = "not given back, having been skipped";
/// Where all names are.
const EACH: &str = "; `-v` names each";

/// Says on stderr what a restoring did.
pub(super) fn restored(restored: &Restored, took: Duration) -> io::Result<()> {
    let mut out = Vec::new();
    writeln!(out, "{} given back ({})", files(restored.documents), rate(restored.bytes, took))?;
    list(&mut out, REPACKED, restored.repacked, &restored.repacked_names, EACH)?;
    list(&mut out, NOT_KEPT, restored.skipped, &reasons(&restored.skipped_names), EACH)?;
    failures(&mut out, restored.failures)?;
    say(&out);
    Ok(())
}

/// Says on stderr which files an evaluation had to leave out.
pub(super) fn evaluated(evaluated: &Evaluated, settings: &Settings) -> io::Result<()> {
    let mut out = Vec::new();
    if !evaluated.lacking.is_empty() {
        writeln!(out, "left out, having no partner: {}", files(evaluated.lacking.len() as u64))?;
        for lacking in evaluated.lacking.iter().take(LACKING_NAMES) {
            writeln!(out, "  {} (no {} text)", name(&lacking.path), lacking.what)?;
        }
        if evaluated.lacking.len() > LACKING_NAMES {
            writeln!(out, "  and {} more", evaluated.lacking.len() - LACKING_NAMES)?;
        }
    }
    options_used(&mut out, settings)?;
    failures(&mut out, evaluated.failures)?;
    say(&out);
    Ok(())
}

/// Says on stderr what pairs of texts taught.
pub(super) fn misreadings(misreadings: &Misreadings, file: &Path) -> io::Result<()> {
    let confusions = misreadings.confusions();
    let cases: u64 = confusions.iter().map(|confusion| confusion.count).sum();
    say(format!("profile: {} ({} confusions, {cases} cases)\n", name(file), confusions.len()));
    Ok(())
}

fn head(out: &mut impl Write, tally: &Tally, took: Duration) -> io::Result<()> {
    let unchanged = tally.documents - tally.changed - tally.recoded;
    let recoded = match tally.recoded {
        0 => String::new(),
        count => format!("{count} only written in another encoding, "),
    };
    let (mended, rate) = (tally.changed, rate(tally.bytes, took));
    writeln!(out, "{}: {mended} mended, {recoded}{unchanged} unchanged ({rate})", files(tally.documents))?;
    members(out, tally)
}

/// Says what was in containers.
fn members(out: &mut impl Write, tally: &Tally) -> io::Result<()> {
    if tally.members == 0 {
        return Ok(());
    }
    let (containers, members) = (files(tally.containers), tally.members);
    let members = if members == 1 { "1 member".to_owned() } else { format!("{members} members") };
    writeln!(out, "in {containers} of these: {members}, {} mended", tally.changed_members)
}

fn edits(out: &mut impl Write, tally: &Tally) -> io::Result<()> {
    if tally.edit_count() > 0 {
        writeln!(out, "edits: {}", tally.edit_count())?;
        by_rule(out, &tally.edits)?;
    }
    Ok(())
}

fn by_rule(out: &mut impl Write, counts: &BTreeMap<(Cow<'static, str>, Confidence), u64>) -> io::Result<()> {
    for ((rules, level), count) in counts {
        writeln!(out, "  {rules:10} {level:8} {count:>8}")?;
    }
    Ok(())
}

/// Says where options were taken from, if from a file.
fn options_used(out: &mut impl Write, settings: &Settings) -> io::Result<()> {
    match &settings.options_file {
        Some(path) => writeln!(out, "options: {}", name(path)),
        None => Ok(()),
    }
}

fn names(out: &mut impl Write, tally: &Tally) -> io::Result<()> {
    const WHOLE: &str = "; the ledger has them all";
    list(out, "passed through, being no text", tally.passed, &kinds(&tally.passed_names), WHOLE)?;
    let (undecoded, names) = (tally.undecoded, &tally.undecoded_names);
    list(
        out,
        "left as they are, their encoding not being told or not read (--encoding says it)",
        undecoded,
        names,
        WHOLE,
    )?;
    list(out, "skipped", tally.skipped, &reasons(&tally.skipped_names), WHOLE)?;
    for (name, note) in &tally.noted {
        writeln!(out, "note: {}: {note}", visible(name))?;
    }
    failures(out, tally.failures)
}

/// Names what earlier runs wrote of files that are gone.
fn gone(out: &mut impl Write, tally: &Tally) -> io::Result<()> {
    // Those that were to be removed and stay have failed.
    let (title, count) = match tally.pruned {
        0 => ("kept, though their inputs are gone (--prune removes them)", tally.gone),
        pruned => ("removed, their inputs being gone", pruned),
    };
    list(out, title, count, &tally.gone_names, "")
}

/// A path as it may be shown.
fn name(path: &Path) -> String {
    visible(&path.to_string_lossy())
}

/// Names of files with why they are no text.
fn kinds(names: &[(String, DocumentKind)]) -> Vec<String> {
    names.iter().map(|(name, kind)| format!("{name} ({})", kind.as_str())).collect()
}

/// Names of things with what they are.
fn reasons(names: &[(String, Cow<'static, str>)]) -> Vec<String> {
    names.iter().map(|(name, why)| format!("{name} ({why})")).collect()
}

/// How many names of files that are as they should be are shown.
const NAMED: usize = 3;

/// The first names of a sort, and how many more there are; `whole` says where to find those.
fn list(out: &mut impl Write, title: &str, count: u64, names: &[String], whole: &str) -> io::Result<()> {
    if count == 0 {
        return Ok(());
    }
    writeln!(out, "{title}: {count}")?;
    let names = &names[..names.len().min(NAMED)];
    for name in names {
        writeln!(out, "  {}", visible(name))?;
    }
    match count - names.len() as u64 {
        0 => Ok(()),
        more => writeln!(out, "  and {more} more{whole}"),
    }
}

fn failures(out: &mut impl Write, count: u64) -> io::Result<()> {
    match count {
        0 => Ok(()),
        count => writeln!(out, "failed: {count}, named above; the others are done"),
    }
}

fn files(count: u64) -> String {
    if count == 1 { "1 file".to_owned() } else { format!("{count} files") }
}

fn rate(bytes: u64, took: Duration) -> String {
    const MEGA: f64 = 1_000_000.0;
    let (megabytes, seconds) = (bytes as f64 / MEGA, took.as_secs_f64());
    format!("{megabytes:.1} MB in {seconds:.1} s, {:.0} MB/s", megabytes / seconds.max(1e-9))
}
