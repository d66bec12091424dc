//! What a run was asked for and could not obey: it is named, as it may be misspelled, out of date, or not needed any more.

use std::io::{self, Write};

use super::options::Settings;
use super::say::say;
use crate::Allowance;
use crate::archive::PlacedDecision;
use crate::text::visible;

/// How many decisions that nothing was found for are named.
const NAMED_DECISIONS: usize = 20;

/// Names the exceptions that nothing was found for: they may be misspelled, or no longer needed.
pub(super) fn exceptions(out: &mut impl Write, settings: &Settings) -> io::Result<()> {
    let options = &settings.options;
    for globs in settings.unmet_files() {
        writeln!(out, "options for files, but no file is one: match = {globs}")?;
    }
    for allowance in options.allowances.unmet() {
        writeln!(out, "allowed, but nothing found for it: {}", inline(allowance))?;
    }
    let of_series = options.decisions.unmet().map(|decision| format!("{} {:?}", decision.rule, decision.text));
    let of_places = settings.placed.unmet().map(in_place);
    decisions(out, "decided, but not found any more", of_series.chain(of_places))
}

/// Names the decisions that were not carried out, since their documents are not what they were.
pub(super) fn stale(out: &mut impl Write, settings: &Settings) -> io::Result<()> {
    decisions(out, "refused, its document was changed since it was decided", settings.placed.stale().map(in_place))
}

fn in_place(decision: &PlacedDecision) -> String {
    let PlacedDecision { rule, text, place, reason, .. } = decision;
    format!("{}: {rule} {text:?} at byte {} ({reason})", place.path, place.input.start)
}

fn decisions(out: &mut impl Write, title: &str, named: impl Iterator<Item = String>) -> io::Result<()> {
    let mut count = 0;
    for name in named {
        count += 1;
        if count <= NAMED_DECISIONS {
            writeln!(out, "{title}: {}", visible(&name))?;
        }
    }
    if count > NAMED_DECISIONS {
        writeln!(out, "and {} more decisions", count - NAMED_DECISIONS)?;
    }
    Ok(())
}

/// An exception as `ordret.toml` may write it on one line.
fn inline(Allowance { passage, rule, path }: &Allowance) -> String {
    let said = [("passage", passage), ("rule", rule), ("path", path)];
    let said = said.into_iter().filter_map(|(name, value)| Some(format!("{name} = {:?}", value.as_deref()?)));
    said.collect::<Vec<_>>().join(", ")
}

/// Says on stderr what of a stream's records was not there.
pub(super) fn streamed(settings: &Settings) -> io::Result<()> {
    let mut out = Vec::new();
    names(&mut out, settings)?;
    say(&out);
    Ok(())
}

/// Names the fields and columns that were asked for and that no record has: they may be misspelled.
pub(super) fn names(out: &mut impl Write, settings: &Settings) -> io::Result<()> {
    let unmet = settings.unmet_names();
    unmet.iter().try_for_each(|name| writeln!(out, "asked for, but text in no record: {}", visible(name)))
}

/// Says on stderr that decisions about single places are no rules of an archive.
pub(super) fn not_learned(places: usize) -> io::Result<()> {
    let mut out = Vec::new();
    if places > 0 {
        let decisions = if places == 1 { "1 decision".to_owned() } else { format!("{places} decisions") };
        writeln!(
            out,
            "not in the profile: {decisions} of single places, each of one version of its document; `--decisions` with clean does them"
        )?;
    }
    say(&out);
    Ok(())
}
