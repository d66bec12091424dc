//! What the benches share: options, text to damage, a small generator of chance, tables.

#![allow(dead_code, reason = "every bench takes what it needs")]

pub mod align;
pub mod damage;
pub mod follow;
pub mod hostile;
pub mod judge;
pub mod pages;
pub mod typeset;
pub mod words;

use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Where the development data may lie when no option says so.
const DATA_VARIABLE: &str = "ORDRET_DATA";
/// Danish prose written for these benches.
const DANISH: &str = include_str!("danish.txt");

/// The options that all benches take.
pub struct Arguments {
    /// The development data.
    pub data: Option<PathBuf>,
    /// How many of the worst mistakes to print for a row.
    pub show: usize,
    /// Run only the rows whose name has this.
    pub only: Option<String>,
    /// What else was said, as `--name value`.
    rest: HashMap<String, String>,
}

impl Arguments {
    /// Reads the command line; `known` names the options of this bench beside the common ones.
    pub fn read(known: &[&str]) -> Self {
        let mut given =
            Self { data: std::env::var_os(DATA_VARIABLE).map(Into::into), show: 0, only: None, rest: HashMap::new() };
        let mut words = std::env::args().skip(1);
        while let Some(word) = words.next() {
            let mut value = || words.next().unwrap_or_else(|| usage(&format!("{word} wants a value"), known));
            match word.as_str() {
                "--bench" | "--test" => {}
                "--data" => given.data = Some(value().into()),
                "--only" => given.only = Some(value().to_lowercase()),
                "--show" => given.show = value().parse().unwrap_or_else(|_| usage("--show wants a number", known)),
                other => match known.iter().find(|name| other.strip_prefix("--") == Some(name)) {
                    Some(name) => drop(given.rest.insert((*name).to_owned(), value())),
                    None => usage(&format!("unknown option {other}"), known),
                },
            }
        }
        if let Some(data) = &given.data
            && !data.is_dir()
        {
            usage(&format!("--data {}: no such folder", data.display()), known);
        }
        given
    }

    /// The value of an option that only this bench knows.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.rest.get(name).map(String::as_str)
    }

    /// Whether a row of this name is wanted.
    pub fn wants(&self, row: &str) -> bool {
        self.only.as_ref().is_none_or(|only| row.to_lowercase().contains(only))
    }

    /// The development data, or a word about running without it.
    pub fn data_or_say(&self) -> Option<&Path> {
        if self.data.is_none() {
            println!("No development data (`-- --data DIR`, or {DATA_VARIABLE}): small built-in text instead.\n");
        }
        self.data.as_deref()
    }

    /// A file of the development data.
    pub fn read_data(&self, path: &str) -> Option<String> {
        let path = self.data.as_ref()?.join(path);
        fs::read_to_string(&path).map_err(|error| println!("{}: {error}\n", path.display())).ok()
    }

    /// Files of a folder of the development data whose names end so, in order of their names.
    pub fn list_data(&self, folder: &str, ending: &str) -> Vec<PathBuf> {
        let Some(data) = &self.data else { return Vec::new() };
        list(&data.join(folder), ending)
    }
}

fn usage(problem: &str, known: &[&str]) -> ! {
    eprintln!("{problem}");
    eprintln!("options: --data DIR, --show N (worst mistakes), --only SUBSTRING");
    for name in known {
        eprintln!("         --{name} VALUE");
    }
    std::process::exit(2)
}

/// Files of a folder whose names end so, in order of their names.
pub fn list(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    files.retain(|path| path.is_file() && path.to_string_lossy().ends_with(ending));
    files.sort();
    files
}

/// SplitMix64: small, and the same on every machine.
pub struct Chance(u64);

impl Chance {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `end`.
    pub fn below(&mut self, end: usize) -> usize {
        (self.next() % end.max(1) as u64) as usize
    }

    /// True once in `n` times.
    pub fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }
}

/// The letters that Danish has beyond a to z.
pub fn is_danish_letter(c: char) -> bool {
    "æøåÆØÅ".contains(c)
}

/// Whether a line is running text that the characters stage has no business with.
fn is_prose(line: &str) -> bool {
    let letters = line.chars().filter(|c| c.is_alphabetic()).count();
    let signs = line.chars().filter(|c| !c.is_whitespace()).count();
    let words = line.split_whitespace().filter(|word| word.chars().filter(|c| c.is_alphabetic()).count() >= 2).count();
    let odd = |c: char| {
        c.is_control() || "\u{a0}\u{ad}\u{fffd}\u{feff}ﬁﬂﬀ".contains(c) || ('\u{2000}'..'\u{2010}').contains(&c)
    };
    words >= 2 && letters * 10 >= signs * 6 && !line.contains(odd)
}

/// Correct Danish lines, each once: of the development data, or else the benches' own.
pub fn danish_lines(arguments: &Arguments) -> Vec<String> {
    let mut texts = Vec::new();
    if arguments.data.is_some() {
        texts.extend(arguments.read_data("clean/danish-ddt-dev.txt"));
        texts.extend(arguments.list_data("seeds-gold", ".txt").iter().filter_map(|path| fs::read_to_string(path).ok()));
    }
    if texts.is_empty() {
        texts.push(DANISH.to_owned());
    }
    prose(&texts)
}

/// The benches' own Danish lines.
pub fn built_in_lines() -> Vec<String> {
    prose(&[DANISH.to_owned()])
}

/// The lines of texts that are running Danish, each once.
pub fn prose(texts: &[String]) -> Vec<String> {
    let mut seen = HashSet::new();
    let lines = texts.iter().flat_map(|text| text.lines()).map(|line| line.trim_end());
    lines.filter(|line| is_prose(line) && seen.insert(*line)).map(str::to_owned).collect()
}

/// Words of correct Danish in lower case: those counted at least `least` times, or else those of the given lines.
pub fn vocabulary(arguments: &Arguments, lines: &[String], least: u32) -> HashSet<String> {
    let mut words = HashSet::new();
    if let Some(data) = &arguments.data {
        let counts = data.join("context/unigrams.tsv.gz");
        match Command::new("gzip").arg("-dc").arg(&counts).output() {
            Ok(output) if output.status.success() => {
                for line in String::from_utf8_lossy(&output.stdout).lines() {
                    let mut columns = line.split('\t');
                    let (Some(word), Some(core)) = (columns.next(), columns.next()) else { continue };
                    if core.parse::<u32>().is_ok_and(|count| count >= least) && word.chars().all(char::is_alphabetic) {
                        words.insert(word.to_lowercase());
                    }
                }
            }
            _ => println!("{}: not readable; the text's own words instead\n", counts.display()),
        }
    }
    if words.is_empty() {
        let own = lines.iter().flat_map(|line| line.split(|c: char| !c.is_alphabetic()));
        words.extend(own.filter(|word| !word.is_empty()).map(str::to_lowercase));
    }
    words
}

/// A Markdown table, its columns as wide as their widest cell.
pub struct Table {
    rows: Vec<Vec<String>>,
}

impl Table {
    pub fn new(head: &[&str]) -> Self {
        Self { rows: vec![head.iter().map(|cell| (*cell).to_owned()).collect()] }
    }

    pub fn row(&mut self, cells: &[String]) {
        self.rows.push(cells.to_vec());
    }

    pub fn print(&self) {
        let columns = self.rows[0].len();
        let width = |column: usize| self.rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
        let widths: Vec<usize> = (0..columns).map(width).collect();
        for (number, row) in self.rows.iter().enumerate() {
            let cells: Vec<String> = row
                .iter()
                .zip(&widths)
                .enumerate()
                .map(|(column, (cell, &width))| {
                    let fill = " ".repeat(width - cell.chars().count());
                    if column == 0 { format!("{cell}{fill}") } else { format!("{fill}{cell}") }
                })
                .collect();
            println!("| {} |", cells.join(" | "));
            if number == 0 {
                let rule = |(column, &width): (usize, &usize)| match column {
                    0 => "-".repeat(width.max(3)),
                    _ => format!("{}:", "-".repeat(width.max(3) - 1)),
                };
                println!("| {} |", widths.iter().enumerate().map(rule).collect::<Vec<_>>().join(" | "));
            }
        }
        println!();
    }
}

/// `part` of `whole` in percent; `–` of nothing.
pub fn percent(part: usize, whole: usize) -> String {
    if whole == 0 { "–".to_owned() } else { format!("{:.2}", 100.0 * part as f64 / whole as f64) }
}

/// Whether `part` of `whole` is at least `bar` percent.
pub fn at_least(part: usize, whole: usize, bar: f64) -> bool {
    whole == 0 || 100.0 * part as f64 >= bar * whole as f64 - 1e-9
}

/// Whether `part` of `whole` is at most `bar` percent.
pub fn at_most(part: usize, whole: usize, bar: f64) -> bool {
    whole == 0 || 100.0 * part as f64 <= bar * whole as f64 + 1e-9
}

/// The word for a bar.
pub fn met(met: bool) -> String {
    if met { "met" } else { "MISSED" }.to_owned()
}

/// A text on one line, its invisible characters made visible.
pub fn visible(text: &str) -> String {
    let mut shown = String::new();
    for c in text.chars() {
        match c {
            '\n' => shown.push('⏎'),
            '\u{a0}' | '\u{ad}' => shown.extend(c.escape_unicode()),
            c if c.is_control() || ('\u{2000}'..='\u{200f}').contains(&c) || ('\u{e000}'..='\u{f8ff}').contains(&c) => {
                shown.extend(c.escape_unicode());
            }
            c => shown.push(c),
        }
    }
    shown
}

/// Text in which `{|}[\]` are just that, by kind.
pub fn brackets() -> Vec<(String, String)> {
    sections(include_str!("brackets.txt"))
}

/// The parts of a file, each under a line `=== name`.
pub fn sections(file: &str) -> Vec<(String, String)> {
    let mut parts: Vec<(String, String)> = Vec::new();
    for line in file.lines() {
        if let Some(name) = line.strip_prefix("=== ") {
            parts.push((name.to_owned(), String::new()));
        } else if let Some((_, text)) = parts.last_mut() {
            text.push_str(line);
            text.push('\n');
        }
    }
    parts
}

/// Source files below a folder, without what is built, fetched or damaged on purpose.
pub fn sources(root: &Path) -> Vec<(String, Vec<u8>)> {
    const ENDINGS: [&str; 14] =
        ["rs", "toml", "lock", "md", "json", "py", "sh", "c", "h", "js", "html", "css", "yml", "yaml"];
    let mut files = Vec::new();
    let mut folders = vec![root.to_path_buf()];
    while let Some(folder) = folders.pop() {
        let mut entries: Vec<PathBuf> =
            fs::read_dir(folder).into_iter().flatten().flatten().map(|e| e.path()).collect();
        entries.sort();
        for path in entries {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if path.is_symlink() || name.starts_with('.') || name == "target" || name == "fixtures" {
                continue;
            }
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ENDINGS.iter().any(|known| ending == *known))
                && let Ok(mut bytes) = fs::read(&path)
            {
                // The rules' manuals show damage.
                if path.to_string_lossy().contains("src/repair/") {
                    bytes = undocumented(&bytes);
                }
                files.push((path.strip_prefix(root).unwrap_or(&path).display().to_string(), bytes));
            }
        }
    }
    files.sort();
    files
}

/// Rust without the lines that are comments.
fn undocumented(source: &[u8]) -> Vec<u8> {
    let lines = source.split_inclusive(|&byte| byte == b'\n');
    lines.filter(|line| !line.trim_ascii_start().starts_with(b"//")).flatten().copied().collect()
}

/// This repository.
pub fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// About so many bytes of Danish lines, each a sentence with a Danish letter: words of two of the given lines in new order, so that no
/// line comes twice. Nothing in it is to be mended.
pub fn danish_text(lines: &[String], bytes: usize, seed: u64) -> String {
    let mut chance = Chance::new(seed);
    let mut text = String::with_capacity(bytes + 400);
    while text.len() < bytes {
        let mut words: Vec<&str> = Vec::new();
        for _ in 0..2 {
            let line = &lines[chance.below(lines.len())];
            words.extend(line.split(|c: char| !c.is_alphabetic()).filter(|word| word.chars().count() > 1));
        }
        for at in (1..words.len()).rev() {
            words.swap(at, chance.below(at + 1));
        }
        if words.iter().any(|word| word.contains(is_danish_letter)) {
            text.push_str(&sentence(&words));
        }
    }
    text
}

/// A line of the words, from a capital to a full stop.
fn sentence(words: &[&str]) -> String {
    let words = words.join(" ");
    let mut letters = words.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).chain(".\n".chars()).collect()
}

/// UTF-8 read as windows-1252, line ends as they were.
pub fn mojibake(text: &str) -> String {
    let letter = damage::utf8_read_as("windows-1252", 1);
    let mut damaged = String::with_capacity(text.len() * 5 / 4);
    for c in text.chars() {
        if c.is_ascii() {
            damaged.push(c);
        } else {
            damaged.push_str(&letter(c).unwrap_or_default());
        }
    }
    damaged
}

/// The words of correct modern Danish with how often each was counted, of the development data that [`DATA_VARIABLE`] names.
///
/// # Panics
/// Where there are none.
pub fn word_counts() -> Vec<(String, u64)> {
    /// Rarer words are misprints and names more often than not.
    const LEAST: u64 = 5;
    let data = std::env::var_os(DATA_VARIABLE).unwrap_or_else(|| panic!("{DATA_VARIABLE} names no development data"));
    let path = PathBuf::from(data).join("context/unigrams.tsv.gz");
    let output = Command::new("gzip").arg("-dc").arg(&path).output().expect("gzip reads the counts");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let counted = text.lines().filter_map(|line| {
        let mut columns = line.split('\t');
        let (word, count) = (columns.next()?, columns.next()?.parse::<u64>().ok()?);
        (count >= LEAST && word.chars().all(char::is_alphabetic)).then(|| (word.to_owned(), count))
    });
    counted.collect()
}

/// About so many bytes of sentences whose words are drawn as often as they were counted, a line a paragraph: of 40,000 words
/// in a few megabytes, where [`danish_text`] has 5,000.
pub fn drawn_text(words: &[(String, u64)], bytes: usize, seed: u64) -> String {
    let mut sums = Vec::with_capacity(words.len());
    let total = words.iter().fold(0, |total, (_, count)| {
        sums.push(total + count);
        total + count
    });
    let mut chance = Chance::new(seed);
    let mut text = String::with_capacity(bytes + 400);
    while text.len() < bytes {
        for sentence in 0..1 + chance.below(5) {
            text.push_str(if sentence > 0 { " " } else { "" });
            for place in 0..6 + chance.below(16) {
                let drawn = chance.next() % total.max(1);
                let Some((word, _)) = words.get(sums.partition_point(|sum| *sum <= drawn)) else { return text };
                match place {
                    0 => text.extend(
                        word.chars().next().into_iter().flat_map(char::to_uppercase).chain(word.chars().skip(1)),
                    ),
                    _ => {
                        text.push_str(if chance.one_in(16) { ", " } else { " " });
                        text.push_str(word);
                    }
                }
            }
            text.push('.');
        }
        text.push('\n');
    }
    text
}

/// A text in which one word in ten is misread.
pub fn misread(text: &str, seed: u64) -> String {
    const READ_AS: [(&str, &str); 8] =
        [("ø", "o"), ("æ", "ae"), ("å", "a"), ("m", "rn"), ("l", "I"), ("e", "c"), ("n", "u"), ("h", "b")];
    let mut chance = Chance::new(seed);
    let word = |word: &str| {
        let (meant, read) = READ_AS[chance.below(READ_AS.len())];
        if chance.one_in(4) { word.replacen(meant, read, 1) } else { word.to_owned() }
    };
    text.split(' ').map(word).collect::<Vec<_>>().join(" ")
}
