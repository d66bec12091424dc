use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context as _;
use clap::Args;

use super::by_path::{FileOptions, by_path, everywhere};
use super::byte_count::ByteCount;
use super::config::Config;
use super::decisions::GivenDecisions;
use super::exit::{Exit, usage};
use super::format::Format;
use super::profiles::Taught;
use super::progress::Watch;
use super::records::RecordArgs;
use super::say;
use super::words::GivenWords;
use crate::archive::{
    ByPath, Containers, Detail, DocumentRepairer, OutputEncoding, PlacedDecisions, Selection, Shard, Tally, lies_in,
};
use crate::codecs::Encoding;
use crate::formats::record::RecordOptions;
use crate::profile::Profile;
use crate::record::RunOptions;
use crate::text::{Confidence, visible};
use crate::{Allowances, LanguageChoice, LineMode, Options, Repairer, RuleSelection, rules};

/// What the repair may do.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Repair")]
pub(super) struct RepairArgs {
    /// The language whose words count as evidence: da, da-historical (the spelling of before 1948 is right: aa, capital
    /// nouns), or none [default: da]
    #[arg(long, value_name = "LANGUAGE")]
    language: Option<LanguageChoice>,
    /// The least level to apply; the rest is reported: certain (99.5 of 100 are right), likely (95) or doubtful (fewer)
    /// [default: certain]
    #[arg(long, value_name = "LEVEL")]
    apply: Option<Confidence>,
    /// Work only rules whose codes begin so (as in E,C101)
    #[arg(long, value_name = "CODES", value_delimiter = ',')]
    select: Option<Vec<String>>,
    /// Do not work rules whose codes begin so
    #[arg(long, value_name = "CODES", value_delimiter = ',')]
    ignore: Option<Vec<String>>,
    /// The encoding that the documents are in [default: found out for each]
    #[arg(long, value_name = "NAME")]
    encoding: Option<Encoding>,
    /// Leave the ligatures ﬁ, ﬂ, ﬀ as they are
    #[arg(long)]
    keep_ligatures: bool,
    /// Write s for the long ſ
    #[arg(long)]
    long_s: bool,
    /// What becomes of wrapped lines: join makes one line a paragraph, keep makes only cut words whole [default: join]
    #[arg(long, value_name = "MODE")]
    lines: Option<LineMode>,
    /// Leave running heads, footers and page numbers where they are
    #[arg(long)]
    keep_furniture: bool,
    /// What an archive taught counts as evidence: a file that `ordret learn` wrote
    #[arg(long, value_name = "FILE")]
    profile: Option<PathBuf>,
    /// Words that are right and may be what a misread word was: a file with one word or phrase a line, or the .dic of a Hunspell
    /// dictionary whose .aff lies beside it; may be given again
    #[arg(long, value_name = "FILE")]
    words: Vec<PathBuf>,
    /// What was decided of findings: a file that the page of `ordret report` exports; may be given again
    #[arg(long, value_name = "FILE")]
    decisions: Vec<PathBuf>,
    /// Take options from this file, and look for no other
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    #[command(flatten)]
    records: RecordArgs,
}

/// Which documents are looked at.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Selection")]
pub(super) struct SelectionArgs {
    /// Only files that this glob matches, as in a .gitignore, below the input; may be given again
    #[arg(long, value_name = "GLOB")]
    include: Vec<String>,
    /// No files that this glob matches, as in a .gitignore; may be given again
    #[arg(long, value_name = "GLOB")]
    exclude: Vec<String>,
    /// Only one of so many parts of the inputs, told by the paths: 3/16 is the third of sixteen
    #[arg(long, value_name = "PART")]
    shard: Option<Shard>,
    /// Leave compressed files and archives (.gz, .zst, .bz2, .xz, .tar, .zip) as they are; else what is in them is looked at like other files
    #[arg(long)]
    keep_containers: bool,
    /// Unpack a file to at most so many times its size; up to 64 MiB are always unpacked [default: 200]
    #[arg(long, value_name = "TIMES")]
    max_ratio: Option<u64>,
    /// Unpack a file to at most so many bytes; K, M, G, T behind the number are powers of 1,024 [default: 1T]
    #[arg(long, value_name = "BYTES")]
    max_unpacked: Option<ByteCount>,
}

impl SelectionArgs {
    /// What they select; what they do not say, the settings say. Fails, as a usage error, where a glob is none.
    pub fn selection(&self, settings: &Settings) -> anyhow::Result<Selection> {
        let or = |said: &Vec<String>, configured: &Vec<String>| if said.is_empty() { configured } else { said }.clone();
        let (include, exclude) = (or(&self.include, &settings.include), or(&self.exclude, &settings.exclude));
        let selection = Selection::new(&include, &exclude, self.shard);
        let mut selection = selection.map_err(|error| usage(visible(&error.to_string())))?;
        let Containers { keep, limits } = &mut selection.containers;
        *keep = self.keep_containers;
        limits.ratio = self.max_ratio.unwrap_or(limits.ratio);
        limits.bytes = self.max_unpacked.map_or(limits.bytes, |ByteCount(bytes)| bytes);
        Ok(selection)
    }
}

/// How many threads work.
#[derive(Args, Clone, Copy, Debug, Default)]
pub(super) struct ThreadArgs {
    /// How many threads work; the output does not depend on it [default: one for each core]
    #[arg(short = 'j', long, value_name = "N")]
    threads: Option<usize>,
}

/// What is told of a run while it works.
#[derive(Args, Clone, Debug, Default)]
pub(super) struct WatchArgs {
    /// Tell on stderr nothing but what fails
    #[arg(short, long, conflicts_with = "verbose")]
    quiet: bool,
    /// Name each file on stderr as it is done
    #[arg(short, long)]
    verbose: bool,
    /// Add to FILE what is told, each line with its time, and every ten seconds how far the run is
    #[arg(long, value_name = "FILE")]
    log: Option<PathBuf>,
}

impl WatchArgs {
    /// Opens the log, if there is to be one, which lies in none of the places that the run reads or writes; gives how the run is
    /// watched. With a report for other programs, progress goes to stderr in plain lines.
    pub fn watch<'p>(&self, format: Format, mut places: impl Iterator<Item = &'p Path>) -> anyhow::Result<Watch> {
        if self.quiet {
            say::be_quiet();
        }
        if let Some(path) = &self.log {
            if let Some(place) = places.find(|place| lies_in(path, place)) {
                let (log, place) = (path.display(), place.display());
                return Err(usage(format!("the log {log} would be written into {place}; name a file elsewhere")));
            }
            let file = File::options().append(true).create(true).open(path);
            say::log_to(file.with_context(|| format!("the log {} cannot be written", path.display()))?);
        }
        Ok(Watch { lines: format != Format::Text, names: self.verbose, done: None })
    }
}

/// How findings are printed.
#[derive(Args, Clone, Copy, Debug, Default)]
pub(super) struct FormatArgs {
    /// How findings are printed: text, json (one record a line), sarif or github (annotations of a
    /// workflow) [default: text]
    #[arg(long, value_name = "FORMAT")]
    format: Option<Format>,
}

impl FormatArgs {
    /// Whether JSON was asked for, by a command that prints nothing but that and text.
    pub fn is_json(self) -> anyhow::Result<bool> {
        match self.format {
            None | Some(Format::Text) => Ok(false),
            Some(Format::Json) => Ok(true),
            Some(Format::Sarif | Format::GitHub) => Err(usage("this command prints text or json")),
        }
    }
}

/// What holds for a run: the command line first, then `ordret.toml`, then the defaults.
#[derive(Clone, Debug)]
pub(super) struct Settings {
    pub options: Options,
    /// What holds for documents of some paths, and how it was made.
    files: Vec<FileOptions>,
    by_path: Option<ByPath>,
    include: Vec<String>,
    exclude: Vec<String>,
    pub taught: Option<Taught>,
    /// BLAKE3 of each file of words.
    words: Vec<String>,
    /// BLAKE3 of each file of decisions.
    decisions: Vec<String>,
    /// What was decided of single places.
    pub placed: PlacedDecisions,
    pub records: RecordOptions,
    /// The fields and columns that the command line names.
    named: Vec<String>,
    pub output_encoding: OutputEncoding,
    pub threads: usize,
    pub format: Format,
    /// The least level that `check` reports, where a file says it.
    pub level: Option<Confidence>,
    /// The file that options were taken from.
    pub options_file: Option<PathBuf>,
}

impl Settings {
    /// The settings for these inputs (none: the working folder's).
    pub fn resolve(
        inputs: &[PathBuf],
        repair: &RepairArgs,
        threads: ThreadArgs,
        format: FormatArgs,
        output_encoding: Option<OutputEncoding>,
    ) -> anyhow::Result<Self> {
        let config = match &repair.config {
            Some(file) => Config::read(file.clone())?,
            None => Config::find(inputs)?,
        };
        let records = repair.records.options(&config)?;
        let defaults = Options::default();
        let codes = |said: &Option<Vec<String>>, configured: Option<Vec<String>>| -> Vec<String> {
            let codes = said.clone().or(configured).unwrap_or_default();
            codes.iter().map(|code| code.to_uppercase()).collect()
        };
        let select = codes(&repair.select, config.select);
        let ignore = codes(&repair.ignore, config.ignore);
        select.iter().chain(&ignore).try_for_each(|code| known_code(code))?;
        let of_files = config.files.iter().flat_map(|of| [&of.select, &of.ignore]).flatten().flatten();
        of_files.map(|code| code.to_uppercase()).try_for_each(|code| known_code(&code))?;
        let mut words = GivenWords::default();
        let files = if repair.words.is_empty() { config.words.as_deref().unwrap_or_default() } else { &repair.words };
        files.iter().try_for_each(|file| words.read(file))?;
        let mut decisions = GivenDecisions::default();
        repair.decisions.iter().try_for_each(|file| decisions.read(file))?;
        config.allow.iter().filter_map(|allowance| allowance.rule.as_deref()).try_for_each(known_code)?;
        let (decided, placed) = decisions.finish()?;
        let options = Options {
            language: repair.language.or(config.language).unwrap_or(defaults.language),
            apply: repair.apply.or(config.apply).unwrap_or(defaults.apply),
            rules: RuleSelection { select, ignore },
            encoding: repair.encoding.or(config.encoding),
            ligatures: !(repair.keep_ligatures || config.keep_ligatures.unwrap_or(!defaults.ligatures)),
            long_s: repair.long_s || config.long_s.unwrap_or(defaults.long_s),
            lines: repair.lines.or(config.lines).unwrap_or(defaults.lines),
            furniture: !(repair.keep_furniture || config.keep_furniture.unwrap_or(!defaults.furniture)),
            words: words.words,
            allowances: Allowances::new(config.allow),
            decisions: decided,
        };
        let output_encoding = output_encoding.or(config.output_encoding).unwrap_or_default();
        let by_path = by_path(inputs, config.path.as_deref(), &config.files, &options, output_encoding)?;
        let profile = repair.profile.as_ref().or(config.profile.as_ref());
        Ok(Self {
            options,
            files: config.files,
            by_path,
            include: config.include.unwrap_or_default(),
            exclude: config.exclude.unwrap_or_default(),
            taught: profile.map(|path| Taught::read(path)).transpose()?,
            words: words.blake3,
            decisions: decisions.blake3,
            placed,
            records,
            named: repair.records.names(),
            output_encoding,
            threads: bounded(threads.threads.or(config.threads).unwrap_or(0))?,
            format: format.format.or(config.format).unwrap_or_default(),
            level: config.level,
            options_file: config.path,
        })
    }

    /// A repairer by these settings.
    pub fn repairer(&self) -> Repairer {
        let repairer = Repairer::new(everywhere(&self.options));
        match &self.taught {
            Some(taught) => repairer.with_profile(Arc::clone(&taught.profile)),
            None => repairer,
        }
    }

    /// A repairer by these settings that leaves words as they were read.
    pub fn reader(&self) -> Repairer {
        let mut options = everywhere(&self.options);
        options.rules.ignore.push("W".to_owned());
        Repairer::new(options)
    }

    /// What repairs documents by these settings.
    pub fn document_repairer(&self, detail: Detail) -> DocumentRepairer {
        let (repairer, output_encoding, threads) = (self.repairer(), self.output_encoding, self.threads);
        let (records, placed, by_path) = (self.records.clone(), self.placed.clone(), self.by_path.clone());
        DocumentRepairer { repairer, records, output_encoding, detail, placed, threads, by_path }
    }

    /// What reads documents that are learned from: without what was taught before.
    pub fn learning_repairer(&self) -> DocumentRepairer {
        let repairer = Repairer::new(everywhere(&self.options));
        DocumentRepairer { repairer, ..self.document_repairer(Detail::Ledger) }
    }

    /// The `[[files]]` that no document was met by, by their globs.
    pub fn unmet_files(&self) -> Vec<String> {
        let unmet = self.by_path.iter().flat_map(ByPath::unmet);
        unmet.filter_map(|number| self.files.get(number)).map(FileOptions::name).collect()
    }

    /// Finds what is misread in what was learned, as far as the language can tell.
    pub fn find_confusions(&self, profile: &mut Profile) {
        if let Some(language) = self.options.language.pack() {
            profile.find_confusions(language);
        }
    }

    /// Whether a decision was refused, since its document is not what it was.
    pub fn has_stale_decisions(&self) -> bool {
        self.placed.stale().next().is_some()
    }

    /// How a run with these settings ends that did what it could.
    pub fn exit_of(&self, tally: &Tally) -> Exit {
        let is_whole = !self.has_stale_decisions() && self.unmet_names().is_empty();
        if is_whole { Exit::of_failures(tally.failures) } else { Exit::Failed }
    }

    /// The fields and columns that the command line names and that are text in no record. One that `ordret.toml` names may be in
    /// other folders.
    pub fn unmet_names(&self) -> Vec<&str> {
        self.records.unmet().into_iter().filter(|name| self.named.iter().any(|named| named == name)).collect()
    }

    /// The settings as the ledger keeps them.
    pub fn run_options(&self) -> RunOptions {
        let options = &self.options;
        RunOptions {
            language: options.language.as_str().to_owned(),
            apply: options.apply.as_str().to_owned(),
            select: options.rules.select.clone(),
            ignore: options.rules.ignore.clone(),
            encoding: options.encoding.map(|encoding| encoding.name().to_owned()),
            output_encoding: self.output_encoding.as_str().to_owned(),
            keep_ligatures: !options.ligatures,
            long_s: options.long_s,
            lines: options.lines.as_str().to_owned(),
            keep_furniture: !options.furniture,
            keep_containers: false,
            profile: self.taught.as_ref().map(|taught| taught.blake3.clone()),
            words: self.words.clone(),
            decisions: self.decisions.clone(),
            fields: self.records.fields.clone(),
            columns: self.records.columns.clone(),
            jsonl: self.records.json_lines,
            mail: self.records.mail,
            allow: options.allowances.iter().cloned().collect(),
            files: self.files.iter().map(FileOptions::written).collect(),
        }
    }
}

/// The threads of a command that repairs nothing.
pub(super) fn threads(args: ThreadArgs) -> anyhow::Result<usize> {
    bounded(args.threads.unwrap_or(0))
}

/// The most threads that may be asked for: no machine has as many cores to gain from more.
const THREADS: usize = 1024;

fn bounded(threads: usize) -> anyhow::Result<usize> {
    match threads <= THREADS {
        true => Ok(threads),
        false => Err(usage(format!("{threads} threads are too many; at most {THREADS} work"))),
    }
}

fn known_code(code: &str) -> anyhow::Result<()> {
    if rules().iter().any(|rule| rule.code.0.starts_with(code)) {
        return Ok(());
    }
    Err(usage(format!("no rule has a code that begins with {code:?}; `ordret rules` lists them")))
}
