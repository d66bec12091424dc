//! How much encoding damage is mended, kind by kind, and how often something is made worse.
//!
//! `cargo bench --bench encoding -- [--data DIR] [--only SUBSTRING] [--show N]`
//!
//! Correct Danish lines are damaged and repaired at the default level, 40 lines a document, line by line, and (one
//! single-byte page for another) word by word. Columns:
//! - *right*: damaged lines that are as they were before the damage.
//! - *wrong*: lines, damaged or not, with a change into what never stood there.
//! - *partly*: lines that were changed, rightly, but not wholly mended. Who counts every changed line that is not
//!   right as wrong adds these.
//! - *words right*, *offered*, *silent*: damaged words mended; left, with what they were among a suspect's candidates;
//!   left without a suspect.
//! - *one fits*: lines right among those whose every damaged word can be one known word only (letters unknown).

mod support;

use std::collections::HashSet;
use std::time::Instant;

use ordret::Repairer;
use support::damage::{
    Damage, Entity, Letter, Piece, danish_letters, entities, entities_of_mojibake, entities_twice, high_bit_stripped,
    json_escapes, no_break_becomes, page_read_as, percent_escapes, quoted_printable, second_byte_becomes, utf7,
    utf8_read_as,
};
use support::judge::{Document, Judgement, LineFate, Word, WordFate};
use support::{Arguments, Chance, Table, at_least, at_most, danish_lines, is_danish_letter, met, percent, visible};

/// Lines of a document in document mode.
const DOCUMENT_LINES: usize = 40;
/// A word counted fewer times in the vocabulary does not count as known.
const KNOWN: u32 = 3;

/// What the issue asks for.
#[derive(Clone, Copy)]
struct Bar {
    /// Least share of damaged lines right, in percent.
    right: f64,
    /// Greatest share of lines wrongly changed, in percent.
    wrong: f64,
    /// Least share of lone words right, where these are measured.
    words: Option<f64>,
    /// The bar for right is on lines whose every word can be one word only.
    one_fits: bool,
}

const fn bar(right: f64, wrong: f64) -> Bar {
    Bar { right, wrong, words: None, one_fits: false }
}

/// A change of text.
type Change = fn(&str) -> String;

/// What a damaged bit may have been, itself too; nothing where it is as it was.
type Alternatives = fn(&str) -> &'static [&'static str];

/// One kind of damage.
struct Row {
    name: String,
    damage: Damage,
    bar: Bar,
    /// Both texts are changed so afterwards.
    recase: Option<Change>,
    /// The text is made ready so before.
    prepare: Option<Change>,
    /// What a damaged bit may have been, where that is not known.
    alternatives: Option<Alternatives>,
    spaces_alike: bool,
}

impl Row {
    fn new(name: impl Into<String>, damage: Damage, bar: Bar) -> Self {
        let name = name.into();
        Self { name, damage, bar, recase: None, prepare: None, alternatives: None, spaces_alike: false }
    }

    fn letters(name: impl Into<String>, letter: Letter, bar: Bar) -> Self {
        Self::new(name, Damage::Letters(letter), bar)
    }

    fn line(&self, line: &str, chance: &mut Chance) -> Option<Vec<Piece>> {
        let line = self.prepare.map_or_else(|| line.to_owned(), |prepare| prepare(line));
        let mut pieces = self.damage.line(&line, chance)?;
        if let Some(recase) = self.recase {
            for piece in &mut pieces {
                *piece = Piece::new(recase(&piece.gold), recase(&piece.damaged));
            }
        }
        Some(pieces)
    }
}

fn rows() -> Vec<Row> {
    let mut rows = Vec::new();
    for page in ["windows-1252", "ISO-8859-1"] {
        for times in 1..=3 {
            rows.push(Row::letters(format!("UTF-8 as {page} ×{times}"), utf8_read_as(page, times), bar(99.5, 0.0)));
        }
    }
    for page in ["windows-1252", "ISO-8859-1"] {
        let damage = Damage::HalfOfWords(utf8_read_as(page, 1));
        rows.push(Row::new(format!("UTF-8 as {page}, half of the words"), damage, bar(98.0, 0.5)));
    }
    for page in ["CP850", "CP865", "CP437", "MacRoman", "ISO-8859-15", "cp1250", "cp1257", "cp1257, strict"] {
        rows.push(Row::letters(format!("UTF-8 as {page}"), utf8_read_as(page, 1), bar(98.0, 0.2)));
    }
    let swap = Bar { words: Some(80.0), ..bar(95.0, 0.2) };
    for page in ["CP865", "CP850", "MacRoman"] {
        for (from, to) in [(page, "windows-1252"), ("windows-1252", page)] {
            rows.push(Row::letters(format!("{from} as {to}"), page_read_as(from, to), swap));
        }
    }
    rows.push(Row::letters("CP865 as Latin-1 controls", page_read_as("CP865", "ISO-8859-1"), swap));
    let cases: [(&str, Change); 2] =
        [("lower-cased", |text| text.to_lowercase()), ("upper-cased", |text| text.to_uppercase())];
    for (name, recase) in cases {
        let row =
            Row::letters(format!("UTF-8 as windows-1252, {name}"), utf8_read_as("windows-1252", 1), bar(90.0, 0.2));
        rows.push(Row { recase: Some(recase), ..row });
    }
    for (name, second) in [("lost", ""), ("→ space", " "), ("→ ?", "?"), ("→ �", "\u{fffd}")] {
        let row = Row::letters(format!("second byte {name}"), second_byte_becomes(second), bar(90.0, 0.2));
        rows.push(Row { alternatives: Some(of_c3), ..row });
    }
    for (name, space) in [("→ space", " "), ("removed", "")] {
        let row = Row::letters(format!("NBSP {name} (à, no-break space)"), no_break_becomes(space), bar(90.0, 0.2));
        rows.push(Row {
            prepare: Some(|line| format!("{line} Pris: 3 stk. à 25\u{a0}kr.")),
            spaces_alike: true,
            ..row
        });
    }
    let unknown = Bar { one_fits: true, ..bar(90.0, 0.2) };
    for mark in ["\u{fffd}", "?"] {
        let row = Row::letters(format!("{mark} for a letter"), danish_letters(|_| mark.to_owned()), unknown);
        rows.push(Row { alternatives: Some(of_mark), ..row });
    }
    let row = Row::letters("high bit stripped", danish_letters(high_bit_stripped), unknown);
    rows.push(Row { alternatives: Some(of_stripped), ..row });
    let kinds = [("named", Entity::Named), ("decimal", Entity::Decimal), ("hex", Entity::Hex)];
    for (name, kind) in kinds {
        rows.push(Row::letters(format!("entities, {name}"), entities(kind), bar(99.5, 0.0)));
    }
    for (name, kind) in kinds {
        rows.push(Row::letters(format!("entities, {name}, doubly escaped"), entities_twice(kind), bar(99.5, 0.0)));
    }
    for (name, kind) in kinds {
        rows.push(Row::letters(format!("entities, {name}, of mojibake"), entities_of_mojibake(kind), bar(99.5, 0.0)));
    }
    for (name, utf8) in [("Latin-1", false), ("UTF-8", true)] {
        rows.push(Row::letters(format!("quoted-printable, {name}"), quoted_printable(utf8), bar(99.0, 0.0)));
    }
    rows.push(Row::letters("\\u00f8", json_escapes(), bar(99.0, 0.0)));
    rows.push(Row::letters("%C3%B8", percent_escapes(), bar(99.0, 0.0)));
    rows.push(Row::new("UTF-7", Damage::Runs(Box::new(utf7)), bar(99.0, 0.0)));
    rows
}

fn of_c3(damaged: &str) -> &'static [&'static str] {
    if damaged.starts_with('Ã') { &["æ", "ø", "å", "é", "è", "ü", "ö", "ä"] } else { &[] }
}

fn of_mark(damaged: &str) -> &'static [&'static str] {
    if matches!(damaged, "?" | "\u{fffd}") { &["æ", "ø", "å"] } else { &[] }
}

fn of_stripped(damaged: &str) -> &'static [&'static str] {
    match damaged {
        "f" | "F" => &["æ", "f"],
        "x" | "X" => &["ø", "x"],
        "e" | "E" => &["å", "e"],
        _ => &[],
    }
}

/// Whether the word's letters can only be filled in so that one known word comes out, and that is the right one.
fn one_fits(word: &Word, alternatives: Alternatives, known: &HashSet<String>) -> bool {
    let mut readings = vec![String::new()];
    for piece in &word.pieces {
        let others = alternatives(&piece.damaged);
        if others.is_empty() {
            readings.iter_mut().for_each(|reading| reading.push_str(&piece.damaged));
        } else {
            readings = readings
                .iter()
                .flat_map(|reading| others.iter().map(move |other| format!("{reading}{other}")))
                .collect();
        }
        if readings.len() > 4096 {
            return false;
        }
    }
    let is_known = |reading: &str| {
        let mut words = reading.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
        words.all(|word| known.contains(word))
    };
    let fitting: HashSet<String> =
        readings.iter().map(|reading| reading.to_lowercase()).filter(|reading| is_known(reading)).collect();
    fitting.len() == 1 && fitting.contains(&word.gold.to_lowercase())
}

/// What was counted of a row in a mode.
#[derive(Default)]
struct Tally {
    lines: usize,
    clean: usize,
    right: usize,
    wrong: usize,
    partly: usize,
    words: usize,
    words_right: usize,
    words_offered: usize,
    words_silent: usize,
    fitting: usize,
    fitting_right: usize,
    mistakes: Vec<String>,
}

fn measure(repairer: &Repairer, row: &Row, documents: &[Document], known: &HashSet<String>, show: usize) -> Tally {
    let mut tally = Tally::default();
    let mut quiet = Vec::new();
    for document in documents {
        let repair = repairer.repair(document.damaged.as_bytes());
        let judgement = Judgement::new(document, &repair, row.spaces_alike);
        for line in &document.lines {
            let (damaged, gold) = judgement.texts(line);
            let (fate, got) = judgement.line(line);
            if damaged == gold {
                tally.clean += 1;
            } else {
                tally.lines += 1;
                tally.right += usize::from(fate == LineFate::Right);
                tally.partly += usize::from(fate == LineFate::Partly);
                if let Some(alternatives) = row.alternatives
                    && line.words.iter().all(|word| one_fits(word, alternatives, known))
                {
                    tally.fitting += 1;
                    tally.fitting_right += usize::from(fate == LineFate::Right);
                }
            }
            tally.wrong += usize::from(fate == LineFate::Wrong);
            for word in &line.words {
                tally.words += 1;
                match judgement.word(word) {
                    WordFate::Right => tally.words_right += 1,
                    WordFate::Offered => tally.words_offered += 1,
                    WordFate::Silent => tally.words_silent += 1,
                    WordFate::Wrong | WordFate::Suspect => {}
                }
            }
            if fate != LineFate::Right && damaged != gold || fate == LineFate::Wrong {
                let shown = if got == damaged { "(unchanged)".to_owned() } else { visible(&got) };
                let mistake = format!("  {fate:?}: {}\n     got {shown}\n    want {}", visible(damaged), visible(gold));
                if fate == LineFate::Wrong { &mut tally.mistakes } else { &mut quiet }.push(mistake);
            }
        }
    }
    tally.mistakes.extend(quiet);
    tally.mistakes.truncate(show);
    tally
}

fn documents(row: &Row, lines: &[String], mode: Mode) -> Vec<Document> {
    let mut chance = Chance::new(0x0d0e);
    let mut documents = Vec::new();
    let damaged = lines.iter().filter_map(|line| row.line(line, &mut chance));
    match mode {
        Mode::Document => {
            let damaged: Vec<_> = damaged.collect();
            for lines in damaged.chunks(DOCUMENT_LINES) {
                let mut document = Document::default();
                lines.iter().for_each(|line| document.push_line(line));
                documents.push(document);
            }
        }
        Mode::LoneLine | Mode::LoneWord => {
            for line in damaged.filter(|pieces| pieces.iter().any(Piece::is_damaged)) {
                let mut document = Document::default();
                document.push_line(&line);
                documents.push(document);
            }
        }
    }
    documents
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mode {
    Document,
    LoneLine,
    LoneWord,
}

impl Mode {
    fn name(self) -> &'static str {
        match self {
            Self::Document => "document",
            Self::LoneLine => "lone line",
            Self::LoneWord => "lone word",
        }
    }
}

/// The words with a Danish letter, of four letters or more, each once.
fn danish_words(lines: &[String]) -> Vec<String> {
    let mut seen = HashSet::new();
    let words = lines.iter().flat_map(|line| line.split(|c: char| !c.is_alphabetic()));
    let wanted = words.filter(|word| word.chars().count() >= 4 && word.contains(is_danish_letter));
    wanted.filter(|word| seen.insert(*word)).map(str::to_owned).collect()
}

/// Entities beside markup that somebody wrote about: how many such lines lose their escapes.
fn markup(repairer: &Repairer, lines: &[String], table: &mut Table) {
    const MARKUP: [&str; 6] = [
        "Skriv &lt;b&gt; foran ordet og &lt;/b&gt; efter det.",
        "Feltet må ikke indeholde tegnene &lt; og &gt;.",
        "Udtrykket a &lt; b &amp;&amp; b &lt; c er sandt.",
        "Brug &lt;a href=&quot;side.html&quot;&gt; til et link.",
        "Overskriften står i &lt;h1&gt;Rådhuset&lt;/h1&gt;.",
        "&lt;script&gt;alert(1)&lt;/script&gt; må aldrig køres.",
    ];
    let letter = entities(Entity::Named);
    let mut opened = 0;
    let mut total = 0;
    for (number, chunk) in lines.chunks(DOCUMENT_LINES).enumerate() {
        for damaged in [false, true] {
            let mut text = String::new();
            for line in chunk {
                line.chars().for_each(|c| text.push_str(&letter(c).unwrap_or_default()));
                text.push('\n');
            }
            let line = MARKUP[number % MARKUP.len()];
            if damaged {
                line.chars()
                    .for_each(|c| text.push_str(&if c == '&' { c.to_string() } else { letter(c).unwrap_or_default() }));
            } else {
                text.push_str(line);
            }
            let repair = repairer.repair(text.as_bytes());
            let last = repair.text().lines().last().unwrap_or_default();
            opened += usize::from(last.contains(['<', '>']));
            total += 1;
        }
    }
    let mut cells = vec!["`&lt;b&gt;` in prose stays".to_owned(), "document".to_owned(), total.to_string()];
    cells.extend([percent(total - opened, total), percent(opened, total)]);
    cells.extend(std::iter::repeat_n("–".to_owned(), 5));
    cells.extend(["100 / 0".to_owned(), met(opened == 0)]);
    table.row(&cells);
}

fn main() {
    let arguments = Arguments::read(&[]);
    arguments.data_or_say();
    let lines = danish_lines(&arguments);
    let known = support::vocabulary(&arguments, &lines, KNOWN);
    let words = danish_words(&lines);
    let repairer = Repairer::danish();
    println!("{} lines, {} words with a Danish letter; {} known words\n", lines.len(), words.len(), known.len());

    let mut table = Table::new(&[
        "damage",
        "mode",
        "lines",
        "right %",
        "wrong %",
        "partly %",
        "words right %",
        "offered %",
        "silent %",
        "one fits %",
        "bar",
        "",
    ]);
    let (mut bars, mut bars_met) = (0, 0);
    let start = Instant::now();
    for row in rows().iter().filter(|row| arguments.wants(&row.name)) {
        for mode in [Mode::Document, Mode::LoneLine, Mode::LoneWord] {
            let least = match (mode, row.bar.words) {
                (Mode::LoneWord, Some(least)) => least,
                (Mode::LoneWord, None) => continue,
                _ => row.bar.right,
            };
            let documents = documents(row, if mode == Mode::LoneWord { &words } else { &lines }, mode);
            let tally = measure(&repairer, row, &documents, &known, arguments.show);
            let right = match row.bar.one_fits {
                true => at_least(tally.fitting_right, tally.fitting, least),
                false => at_least(tally.right, tally.lines, least),
            };
            let is_met = right && at_most(tally.wrong, tally.lines + tally.clean, row.bar.wrong);
            bars += 1;
            bars_met += usize::from(is_met);
            let one = if row.bar.one_fits { "one fits " } else { "" };
            table.row(&[
                row.name.clone(),
                mode.name().to_owned(),
                tally.lines.to_string(),
                percent(tally.right, tally.lines),
                percent(tally.wrong, tally.lines + tally.clean),
                percent(tally.partly, tally.lines),
                percent(tally.words_right, tally.words),
                percent(tally.words_offered, tally.words),
                percent(tally.words_silent, tally.words),
                if row.alternatives.is_some() { percent(tally.fitting_right, tally.fitting) } else { "–".to_owned() },
                format!("{one}{least} / {}", row.bar.wrong),
                met(is_met),
            ]);
            if !tally.mistakes.is_empty() {
                println!("{}, {}:\n{}\n", row.name, mode.name(), tally.mistakes.join("\n"));
            }
        }
    }
    if arguments.wants("markup stays") {
        markup(&repairer, &lines, &mut table);
    }
    table.print();
    println!("{bars_met} of {bars} bars met, in {:.1} s", start.elapsed().as_secs_f64());
}
