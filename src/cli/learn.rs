use std::io::{self, BufWriter};
use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::Args;

use super::console::Console;
use super::exit::{Exit, usage};
use super::format::Format;
use super::inputs::is_stdin;
use super::options::{FormatArgs, RepairArgs, SelectionArgs, Settings, ThreadArgs, WatchArgs};
use super::profiles::{self, Taught};
use super::stdout::stdout;
use super::summary;
use super::unmet;
use crate::archive::{self, Learned};
use crate::profile::{Profile, Verdict};
use crate::report::{ProfileSummary, print_profile};
use crate::text::visible;

/// Learn what an archive teaches into a file: its words, their neighbours, its misreadings and habits
///
/// `clean --profile FILE` uses it, `clean --learn` does both. With --merge, profiles become one: learn an archive's
/// parts on many machines and merge them, or add new documents to what is known. With --decisions, what was decided of series
/// becomes rules of the archive, which every run with the profile obeys. What was decided of single places does not: it is about
/// one version of one document.
#[derive(Args)]
pub(super) struct Learn {
    /// Files and folders to learn from, of any encoding
    #[arg(required_unless_present_any = ["merge", "show", "decisions"])]
    paths: Vec<PathBuf>,
    /// The file to write
    #[arg(short, long, value_name = "FILE", required_unless_present = "show")]
    output: Option<PathBuf>,
    /// Add what this profile holds; may be given again
    #[arg(long, value_name = "FILE")]
    merge: Vec<PathBuf>,
    /// Show what a profile holds
    #[arg(long, value_name = "FILE", conflicts_with_all = ["paths", "output", "merge"])]
    show: Option<PathBuf>,
    /// How many of the most frequent words and pairs to show
    #[arg(long, value_name = "N", default_value_t = 20, requires = "show")]
    most: usize,
    #[command(flatten)]
    format: FormatArgs,
    #[command(flatten)]
    watch: WatchArgs,
    #[command(flatten)]
    threads: ThreadArgs,
    #[command(flatten)]
    selection: SelectionArgs,
    #[command(flatten)]
    repair: RepairArgs,
}

impl Learn {
    pub fn run(&self) -> anyhow::Result<Exit> {
        if self.paths.iter().any(|path| is_stdin(path)) {
            return Err(usage("learn takes files and folders, not stdin; write ./- for a file named -"));
        }
        let settings = Settings::resolve(&self.paths, &self.repair, self.threads, self.format, None)?;
        match (&self.show, &self.output) {
            (Some(file), _) => self.show(file, settings.format),
            (None, Some(output)) => {
                profiles::refuse_other(output)?;
                self.learn(output, &settings)
            }
            (None, None) => Err(usage("say where to write with -o FILE")),
        }
    }

    fn learn(&self, output: &Path, settings: &Settings) -> anyhow::Result<Exit> {
        let start = Instant::now();
        let watch = self.watch.watch(Format::Text, self.paths.iter().map(PathBuf::as_path).chain([output]))?;
        let mut console = Console::watched(None, 0, &watch);
        let selection = self.selection.selection(settings)?;
        console.count(&self.paths, &selection);
        let (mut profile, learned) = match self.paths.is_empty() {
            true => (Profile::default(), Learned::default()),
            false => archive::learn(&self.paths, &selection, &settings.learning_repairer(), &mut console)?,
        };
        console.finish()?;
        if learned.documents == 0 && self.merge.is_empty() && settings.options.decisions.is_empty() {
            return Err(usage(format!(
                "nothing was learned from, so {} is not written",
                visible(&output.to_string_lossy())
            )));
        }
        for file in &self.merge {
            let other = Taught::read(file)?.profile;
            refuse_contradictions(&profile, &other, file)?;
            profile.merge(&other);
        }
        for decision in settings.options.decisions.iter() {
            let (reading, reason) = (decision.reading.clone(), decision.reason.clone());
            profile.decide(&decision.rule, &decision.text, Verdict { reading, reason });
        }
        settings.find_confusions(&mut profile);
        profiles::write(output, &profile.write())?;
        unmet::not_learned(settings.placed.len())?;
        summary::learned(&learned, &profile, start.elapsed(), output, settings)?;
        Ok(Exit::of_failures(learned.failures))
    }

    fn show(&self, file: &Path, format: Format) -> anyhow::Result<Exit> {
        let taught = Taught::read(file)?;
        let summary = ProfileSummary::new(&taught.profile, self.most);
        let mut out = BufWriter::new(stdout());
        match format {
            Format::Text => print_profile(&summary, &mut out)?,
            Format::Json => {
                serde_json::to_writer(&mut out, &summary)?;
                io::Write::write_all(&mut out, b"\n")?;
            }
            Format::Sarif | Format::GitHub => return Err(usage("a profile is shown as text or json")),
        }
        io::Write::flush(&mut out)?;
        Ok(Exit::Fine)
    }
}

/// Contradictions that are named.
const NAMED: usize = 20;

/// Fails, as a usage error that names them, where another profile says otherwise of what was decided.
fn refuse_contradictions(profile: &Profile, other: &Profile, file: &Path) -> anyhow::Result<()> {
    let said = |reading: &Option<String>| match reading {
        Some(reading) => format!("{reading:?}"),
        None => "right".to_owned(),
    };
    let contradictions = profile.verdicts().contradictions(other.verdicts());
    let mut named: Vec<String> = contradictions
        .map(|((rule, text), own, others)| {
            let (one, two) = (said(&own.reading), said(&others.reading));
            format!("{rule} {text:?} is {one} ({}), and {two} ({})", own.reason, others.reason)
        })
        .collect();
    if named.is_empty() {
        return Ok(());
    }
    let more = named.len().saturating_sub(NAMED);
    named.truncate(NAMED);
    if more > 0 {
        named.push(format!("and {more} more"));
    }
    let file = visible(&file.to_string_lossy());
    Err(usage(format!("{file} contradicts what was decided before:\n  {}", named.join("\n  "))))
}
