use std::fs::File;
use std::io::{self, BufRead, BufReader, Write};
use std::path::{Path, PathBuf};

use clap::Args;

use super::console::{Console, Filter};
use super::exit::{Exit, usage};
use super::format::Format;
use super::inputs::is_stdin;
use super::options::{FormatArgs, RepairArgs, Settings, ThreadArgs};
use super::spot::Spot;
use super::stdout::stdout;
use crate::archive::{self, Detail};
use crate::formats::record::RecordOptions;
use crate::text::{printed_probability, visible};
use crate::{Confidence, WordScores};

/// Explain every edit and suspect of a file: rule, evidence, candidates
///
/// With a line, those that touch it: also an edit that begins on an earlier line and reaches this one; with a column, those that
/// touch it. A member of a container is named as findings name it: minutes.tar.gz//2019/maj.txt.
#[derive(Args)]
pub(super) struct Explain {
    /// The file, or one line of it, or one place; - is stdin
    #[arg(value_name = "FILE[:LINE[:COLUMN]]", required_unless_present = "text", conflicts_with = "text")]
    file: Option<PathBuf>,
    /// Explain this text instead of a file
    #[arg(long)]
    text: Option<String>,
    #[command(flatten)]
    format: FormatArgs,
    #[command(flatten)]
    repair: RepairArgs,
}

impl Explain {
    pub fn run(&self) -> anyhow::Result<Exit> {
        let spot = self.spot();
        let Spot { file, member, line, column } = spot.clone();
        let stdin = if is_stdin(&file) { Some(read_stdin()?) } else { None };
        let paths = if self.file.is_some() && stdin.is_none() { vec![file.clone()] } else { Vec::new() };
        if let Some(folder) = paths.first().filter(|path| path.is_dir()) {
            return Err(usage(format!("{} is a folder; explain takes one file", visible(&folder.to_string_lossy()))));
        }
        if let Some(line) = line.filter(|_| member.is_none()) {
            refuse_line(line, &file, stdin.as_deref())?;
        }
        let settings = Settings::resolve(&paths, &self.repair, ThreadArgs::default(), self.format, None)?;
        let mut repairer = settings.document_repairer(Detail::Context);
        if self.text.is_some() {
            repairer.records = RecordOptions::default();
        }
        let filter = Filter { member, line, column, ..Filter::default() };
        let mut console = Console::new(Some(settings.format.printer(true)), 0).filtered(filter);
        let tally = match &self.text {
            Some(text) => archive::check_stream("text", text.as_bytes(), &repairer, &mut console)?,
            None => match &stdin {
                Some(bytes) => archive::check_stream("stdin", bytes.as_slice(), &repairer, &mut console)?,
                None => archive::check(&paths, &archive::Selection::default(), &repairer, 1, &mut console)?,
            },
        };
        if console.documents() == 0 && tally.failures == 0 {
            let (name, file) = (visible(&spot.name()), visible(&file.to_string_lossy()));
            return Err(usage(format!(
                "{name} is no document of {file}; `ordret check {file}` names those with findings"
            )));
        }
        let nothing_found = console.printed() == 0 && tally.documents > 0;
        console.finish_with(&tally)?;
        if settings.format == Format::Text && tally.failures == 0 {
            if let Some(line) = line.filter(|_| nothing_found) {
                let name = if stdin.is_some() { "stdin".into() } else { visible(&spot.name()) };
                let (column, there) = match column {
                    Some(column) => (format!(":{column}"), "at this place"),
                    None => (String::new(), "on this line"),
                };
                writeln!(stdout(), "{name}:{line}{column}: nothing to mend and nothing to doubt {there}")?;
            }
            // What is packed has no words.
            if tally.containers == 0 {
                stdout().write_all(self.words(&settings, stdin)?.as_bytes())?;
            }
        }
        Ok(Exit::of_failures(tally.failures))
    }
}

impl Explain {
    /// What is to be explained; nothing but a name that is empty where it is a text.
    fn spot(&self) -> Spot {
        self.file.as_deref().map_or_else(Spot::default, Spot::of)
    }

    /// What the words stage thinks of the words that it doubts, in the document as the other stages leave it.
    fn words(&self, settings: &Settings, stdin: Option<Vec<u8>>) -> anyhow::Result<String> {
        let (document, line) = match (&self.text, &self.file) {
            (Some(text), _) => (text.clone().into_bytes(), None),
            (None, Some(_)) => {
                let Spot { file: path, line, .. } = self.spot();
                let is_of_records = match stdin {
                    Some(_) => settings.records.kind_of_stream().is_some(),
                    None => settings.records.kind_of(&path).is_some(),
                };
                // What is judged here is a text as it stands.
                if is_of_records {
                    return Ok(String::new());
                }
                (stdin.map_or_else(|| std::fs::read(path), Ok)?, line)
            }
            (None, None) => return Ok(String::new()),
        };
        let path = self.spot().file;
        let repairer = settings.document_repairer(Detail::Context);
        let judgements = repairer.of(&path).repairer.judge_words(&document);
        let ends: Vec<usize> = memchr::memchr_iter(b'\n', &document).collect();
        let line_of = |at: usize| ends.partition_point(|end| *end < at) as u64 + 1;
        let on_line = |at: usize| line.is_none_or(|line| line_of(at) == line);
        let mut table = String::new();
        for judgement in judgements.iter().filter(|judgement| on_line(judgement.range.start)) {
            let word = &judgement.word;
            let row = |mark: &str, word: &str, scores: &WordScores| {
                let word = visible(word);
                format!(
                    "{mark:<10} {word:<24} {:>8.1} {:>8.1} {:>8.1} {:>10.1} {:>8.1} {:>7.1}\n",
                    scores.channel,
                    scores.language,
                    scores.document,
                    scores.neighbours,
                    scores.profile,
                    scores.total()
                )
            };
            table += &row("stands", word, &judgement.standing);
            let level = Confidence::from_probability(judgement.probability);
            for (number, (candidate, scores)) in judgement.candidates.iter().take(CANDIDATES).enumerate() {
                let mark = if number == 0 { level.as_str() } else { "" };
                table += &row(mark, candidate, scores);
            }
            table += &format!("{:<10} probability {}\n", "", printed_probability(judgement.probability));
        }
        if !table.is_empty() {
            let head = ("word", "channel", "language", "document", "neighbours", "profile", "total");
            let head = format!(
                "\n{:<10} {:<24} {:>8} {:>8} {:>8} {:>10} {:>8} {:>7}\n",
                "", head.0, head.1, head.2, head.3, head.4, head.5, head.6
            );
            table.insert_str(0, &head);
        }
        Ok(table)
    }
}

/// Candidates shown of a word.
const CANDIDATES: usize = 5;

fn read_stdin() -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    std::io::Read::read_to_end(&mut std::io::stdin().lock(), &mut bytes)?;
    Ok(bytes)
}

/// Fails, as a usage error, where a document has no such line.
fn refuse_line(line: u64, file: &Path, stdin: Option<&[u8]>) -> anyhow::Result<()> {
    let lines = match stdin {
        Some(bytes) => lines_of(bytes)?,
        // What cannot be read is told as any other failure.
        None => match File::open(file) {
            Ok(file) => lines_of(BufReader::new(file))?,
            Err(_) => return Ok(()),
        },
    };
    if (1..=lines.max(1)).contains(&line) {
        return Ok(());
    }
    let (name, has) =
        (visible(&file.to_string_lossy()), if lines == 1 { "1 line".into() } else { format!("{lines} lines") });
    Err(usage(format!("{name} has no line {line}: it has {has}, counted from 1")))
}

/// How many lines a document has, as they are counted everywhere: by the bytes that end them.
fn lines_of(mut document: impl BufRead) -> io::Result<u64> {
    let (mut ends, mut last) = (0, b'\n');
    loop {
        let bytes = document.fill_buf()?;
        let Some(end) = bytes.last() else { break };
        last = *end;
        ends += memchr::memchr_iter(b'\n', bytes).count() as u64;
        let read = bytes.len();
        document.consume(read);
    }
    Ok(ends + u64::from(last != b'\n'))
}
