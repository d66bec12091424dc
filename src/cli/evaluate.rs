use std::io::{BufWriter, Write};
use std::path::PathBuf;

use clap::Args;

use super::console::Console;
use super::exit::{Exit, usage};
use super::format::Format;
use super::options::{FormatArgs, RepairArgs, Settings, ThreadArgs};
use super::stdout::stdout;
use super::{profiles, summary};
use crate::archive::{self, Measure, Pairing, Repaired};
use crate::evaluation::{Comparison, FoldKind};
use crate::profile::Profile;
use crate::report::{evaluation_json, evaluation_text};

/// Measure a repair against gold texts: errors, words fixed and broken, precision, reliability
///
/// Files pair by folder and by name up to the first dot: page-1.gold.txt with page-1.ocr.txt. What each figure is stands
/// in docs/evaluate.md.
#[derive(Args)]
pub(super) struct Evaluate {
    /// The texts as they should be: a folder, or a file
    #[arg(long, value_name = "DIR")]
    gold: PathBuf,
    /// The texts as they are, to be repaired: a folder, or a file
    #[arg(long, value_name = "DIR")]
    damaged: PathBuf,
    /// Measure these texts, which something else repaired, and repair none
    #[arg(long, value_name = "DIR")]
    repaired: Option<PathBuf>,
    /// Only gold files whose names hold this [default: .gold where any does]
    #[arg(long, value_name = "TEXT")]
    gold_name: Option<String>,
    /// Only damaged and repaired files whose names hold this [default: .ocr where any does]
    #[arg(long, value_name = "TEXT")]
    damaged_name: Option<String>,
    /// Compare characters with their lines; else white space only parts words
    #[arg(long)]
    keep_lines: bool,
    /// Take for the same, in all texts: long-s (ſ is s), quotes (of every style), dashes (of every style)
    #[arg(long, value_name = "KINDS", value_delimiter = ',')]
    fold: Vec<FoldKind>,
    /// Show so many of the worst mistakes of each sort
    #[arg(long, value_name = "N", default_value_t = 10)]
    show: usize,
    /// Learn from the pairs what was read for what, into the profile FILE of -o
    #[arg(long, requires = "output")]
    learn: bool,
    /// The profile to write; `learn --merge` adds it to what an archive teaches
    #[arg(short, long, value_name = "FILE", requires = "learn")]
    output: Option<PathBuf>,
    #[command(flatten)]
    format: FormatArgs,
    #[command(flatten)]
    threads: ThreadArgs,
    #[command(flatten)]
    repair: RepairArgs,
}

impl Evaluate {
    pub fn run(&self) -> anyhow::Result<Exit> {
        let inputs = [self.damaged.clone()];
        let settings = Settings::resolve(&inputs, &self.repair, self.threads, self.format, None)?;
        if settings.format == Format::Sarif {
            return Err(usage("an evaluation has no sarif; use --format text or json"));
        }
        let repaired = match &self.repaired {
            Some(folder) => Repaired::In(folder.clone()),
            None => Repaired::By(Box::new(settings.repairer())),
        };
        if let Some(file) = &self.output {
            profiles::refuse_other(file)?;
        }
        let pairing = Pairing {
            gold: self.gold.clone(),
            damaged: self.damaged.clone(),
            gold_name: self.gold_name.clone(),
            damaged_name: self.damaged_name.clone(),
        };
        let mut console = Console::new(None, 0);
        let comparison = Comparison { keep_lines: self.keep_lines, fold: self.fold.iter().copied().collect() };
        let reader = self.output.as_ref().map(|_| settings.reader());
        let measure = Measure { comparison, mistakes: self.show, reader: reader.as_ref() };
        let evaluated = archive::evaluate(&pairing, &repaired, measure, settings.threads, &mut console)?;
        console.finish()?;
        let mut out = BufWriter::new(stdout());
        match settings.format {
            Format::Json => evaluation_json(&mut out, &evaluated.summary)?,
            Format::Text | Format::Sarif | Format::GitHub => evaluation_text(&mut out, &evaluated.summary)?,
        }
        out.flush()?;
        summary::evaluated(&evaluated, &settings)?;
        if let Some(file) = &self.output {
            let mut profile = Profile::default();
            profile.teach(&evaluated.misreadings.taught());
            profiles::write(file, &profile.write())?;
            summary::misreadings(&evaluated.misreadings, file)?;
        }
        Ok(Exit::of_failures(evaluated.failures))
    }
}
