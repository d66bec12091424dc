//! How often the language of a passage is told right: Danish of all kinds, also misread, and other languages.
//!
//! `cargo bench --bench languages -- [--data DIR] [--more DIR] [--show N] [--only SUBSTRING] [--fit yes] [--write FILE]`
//!
//! Passages are lines of four words or more, and text cut at 50, 100 and 200 characters. What is shown is the share of passages, in
//! percent, that are told wrong: Danish that is given log odds below 0, -2 and -4, other languages above 0, 2 and 4. `--more` names a
//! folder with `foreign/`, `old/` and `modern/`: more texts, of which the last two are Danish. A text may quote other languages, and
//! some do on every page. `--fit` fits what the odds are tempered with; `--write` writes passages of 100 characters to a file, each
//! behind `1` or `0` (Danish or not) and the name of its text, with tabs, for other programs.

mod support;

use std::fs;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use ordret::language::identify::Tongues;
use support::{Arguments, Table, list, percent, sections};

/// Lengths of passages in characters; 0 is a line.
const LENGTHS: [usize; 4] = [0, 50, 100, 200];
/// Words that a line has at least.
const WORDS: usize = 4;
/// Passages of a text and length that are looked at, spread over all of it.
const MOST: usize = 800;
/// Folders of pages that were read by OCR.
const OCR: [&str; 7] =
    ["clean300_dan", "fax_dan", "fax_eng", "fraktur200_frak", "mojibake200_dan", "narrow200_eng", "twocol150_dan"];

/// A text and whether it is Danish.
struct Text {
    name: String,
    is_danish: bool,
    text: String,
}

fn main() {
    let arguments = Arguments::read(&["more", "fit", "write"]);
    let mut texts = arguments.data_or_say().map_or_else(built_in, development);
    if let Some(more) = arguments.get("more") {
        for (folder, is_danish) in [("old", true), ("modern", true), ("foreign", false)] {
            texts.extend(files(&Path::new(more).join(folder), "", is_danish));
        }
    }
    texts.retain(|text| arguments.wants(&text.name) && !text.text.trim().is_empty());
    for is_danish in [true, false] {
        accuracy(&texts, is_danish, arguments.show);
    }
    if arguments.get("fit").is_some() {
        fit(&texts);
    }
    if let Some(path) = arguments.get("write") {
        write(&texts, Path::new(path));
    }
    speed(&texts);
}

/// The texts of the development data.
fn development(data: &Path) -> Vec<Text> {
    let mut texts = files(&data.join("clean"), "danish-ddt-dev.txt", true);
    if let Some(treebank) = texts.first() {
        texts.push(Text { name: "capitals".to_owned(), is_danish: true, text: treebank.text.to_uppercase() });
    }
    texts.push(joined("seeds-gold", &list(&data.join("seeds-gold"), ".txt")));
    texts.extend(OCR.map(|folder| joined(folder, &list(&data.join("ocr").join(folder), ".ocr.txt"))));
    for (name, ending) in
        [("fraktur", ".gold.txt"), ("fraktur as dan", ".dan.ocr.txt"), ("fraktur as frk", ".frk.ocr.txt")]
    {
        texts.push(joined(name, &list(&data.join("fraktur"), ending)));
    }
    texts.extend(files(&data.join("real/old"), ".txt", true));
    texts.extend(files(&data.join("clean"), "norwegian-dev.txt", false));
    texts.extend(files(&data.join("real/foreign"), ".txt", false));
    texts
}

/// The benches' own texts.
fn built_in() -> Vec<Text> {
    let own = Text { name: "Danish".to_owned(), is_danish: true, text: support::built_in_lines().join("\n") };
    let languages = sections(include_str!("support/languages.txt")).into_iter();
    let texts = languages.map(|(name, text)| Text { is_danish: name.contains("Danish"), name, text });
    // What follows is code and signs.
    std::iter::once(own).chain(texts.take_while(|text| text.name != "CSV")).collect()
}

/// A text of each file of a folder whose name ends so.
fn files(folder: &Path, ending: &str, is_danish: bool) -> Vec<Text> {
    let text = |path: &PathBuf| Text {
        name: path.file_stem().unwrap_or_default().to_string_lossy().into_owned(),
        is_danish,
        text: read(path),
    };
    list(folder, ending).iter().map(text).collect()
}

/// Danish in several files as one text.
fn joined(name: &str, paths: &[PathBuf]) -> Text {
    let text = paths.iter().map(|path| read(path) + "\n").collect();
    Text { name: name.to_owned(), is_danish: true, text }
}

/// A file in UTF-8, or else in Latin-1.
fn read(path: &Path) -> String {
    let bytes = fs::read(path).unwrap_or_default();
    String::from_utf8(bytes).unwrap_or_else(|error| error.into_bytes().iter().map(|&byte| char::from(byte)).collect())
}

/// The passages of a text.
fn passages(text: &str, length: usize) -> Vec<String> {
    let mut found = Vec::new();
    let lines = text.lines().map(str::trim);
    if length == 0 {
        found.extend(lines.filter(|line| line.split_whitespace().count() >= WORDS).map(str::to_owned));
    } else {
        let mut passage = String::new();
        for word in lines.flat_map(str::split_whitespace) {
            passage.push_str(word);
            if passage.chars().count() >= length {
                found.push(std::mem::take(&mut passage));
            } else {
                passage.push(' ');
            }
        }
    }
    let every = found.len() / MOST + 1;
    found.into_iter().step_by(every).collect()
}

/// Log odds of the passages of a text that it is what it is.
fn odds(text: &Text, length: usize) -> Vec<f32> {
    let sign = if text.is_danish { 1.0 } else { -1.0 };
    passages(&text.text, length).iter().map(|passage| sign * Tongues::of(passage).danish_log_odds()).collect()
}

fn accuracy(texts: &[Text], is_danish: bool, show: usize) {
    let kind = if is_danish { "Danish" } else { "other languages" };
    let mut table =
        Table::new(&[kind, "lines", "<0", "<-2", "<-4", "50: <0", "<-2", "100: <0", "<-2", "200: <0", "<-2"]);
    for text in texts.iter().filter(|text| text.is_danish == is_danish) {
        let mut cells = vec![text.name.clone()];
        for length in LENGTHS {
            let odds = odds(text, length);
            let below = |limit: f32| percent(odds.iter().filter(|odds| **odds <= limit).count(), odds.len());
            match length {
                0 => cells.extend([odds.len().to_string(), below(0.0), below(-2.0), below(-4.0)]),
                _ => cells.extend([below(0.0), below(-2.0)]),
            }
        }
        table.row(&cells);
        worst(text, show);
    }
    table.print();
}

/// Prints the passages that are told wrong most clearly.
fn worst(text: &Text, show: usize) {
    let mut passages: Vec<(f32, String)> = odds(text, 100).into_iter().zip(passages(&text.text, 100)).collect();
    passages.retain(|(odds, _)| *odds <= 0.0);
    passages.sort_by(|a, b| a.0.total_cmp(&b.0));
    for (odds, passage) in passages.iter().take(show) {
        println!("{} {odds:.1} {}: {passage}", text.name, Tongues::of(passage).best().as_str());
    }
}

/// Fits what the odds must be multiplied with and what must be added, for all lengths and for each: all texts count alike, and no
/// passage for more than [`DOUBT`], since some are not what their text is.
fn fit(texts: &[Text]) {
    const DOUBT: f64 = 6.0;
    println!("fit: times, plus, loss");
    let all: Vec<Vec<Vec<f32>>> = texts.iter().map(|text| LENGTHS.map(|length| odds(text, length)).to_vec()).collect();
    let loss = |lengths: &[usize], times: f64, plus: f64| {
        let mut sum = 0.0;
        for (text, odds) in texts.iter().zip(&all) {
            let plus = if text.is_danish { plus } else { -plus };
            for odds in lengths.iter().map(|&length| &odds[length]).filter(|odds| !odds.is_empty()) {
                let losses = odds.iter().map(|odds| (-(f64::from(*odds) * times + plus)).exp().ln_1p().min(DOUBT));
                sum += losses.sum::<f64>() / odds.len() as f64;
            }
        }
        sum / (texts.len() * lengths.len()) as f64
    };
    for lengths in [&[0, 1, 2, 3][..], &[0], &[1], &[2], &[3]] {
        let grid =
            (4..=20).flat_map(|times| (-6..=6).map(move |plus| (f64::from(times) / 10.0, f64::from(plus) / 4.0)));
        let best =
            grid.map(|(times, plus)| (times, plus, loss(lengths, times, plus))).min_by(|a, b| a.2.total_cmp(&b.2));
        let lengths: Vec<usize> = lengths.iter().map(|&length| LENGTHS[length]).collect();
        println!("{lengths:?}: {best:?}; as it is {:.4}", loss(&[0, 1, 2, 3], 1.0, 0.0));
    }
    println!();
}

fn write(texts: &[Text], path: &Path) {
    let mut lines = String::new();
    for text in texts {
        for passage in passages(&text.text, 100) {
            lines += &format!("{}\t{}\t{passage}\n", u8::from(text.is_danish), text.name);
        }
    }
    fs::write(path, lines).unwrap_or_else(|error| println!("{}: {error}", path.display()));
}

/// Megabytes a second, a line at a time, best of some rounds.
fn speed(texts: &[Text]) {
    const ROUNDS: usize = 5;
    const ROUND: Duration = Duration::from_millis(200);
    let mut table = Table::new(&["speed, MB/s, a line at a time", "MB/s"]);
    for is_danish in [true, false] {
        let text: String =
            texts.iter().filter(|text| text.is_danish == is_danish).map(|text| text.text.as_str()).collect();
        let mut best = 0.0_f64;
        for _ in 0..ROUNDS {
            let (start, mut bytes) = (Instant::now(), 0);
            for line in text.lines().cycle().take_while(|_| start.elapsed() < ROUND) {
                black_box(Tongues::of(line));
                bytes += line.len() + 1;
            }
            best = best.max(bytes as f64 / 1e6 / start.elapsed().as_secs_f64());
        }
        table.row(&[if is_danish { "Danish" } else { "other languages" }.to_owned(), format!("{best:.0}")]);
    }
    table.print();
}
