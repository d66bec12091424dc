//! What the repair of lines and pages gets right: hyphens, wrapped lines, paragraphs, running heads.
//!
//! `cargo bench --bench quality -- [--data DIR] [--only SUBSTRING] [--show N]`
//!
//! Correct Danish is set as a printer would set it (lines of a width, words cut between syllables or at hyphens of
//! their own, pages with heads and feet), repaired, and compared with what it was; pages that OCR has read and minutes
//! as they came are compared with what they should be. Every row stands for the default level and for `likely`, and is
//! followed by its worst mistakes, the most frequent first (ten; `--show` says otherwise).
//!
//! - *right*: the repaired text has exactly the true form there; around a suspended hyphen, joined by one space.
//! - *silent*: not right, and no suspect covers it.
//! - *broken*: words that were right in the damaged text and are not in the repaired one, white space folded.
//! - *F1*: of line breaks that should be there and those that are; one is right between the same two words.

mod support;

use std::collections::HashMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use ordret::{Confidence, Options, Repairer};
use support::align::hunks;
use support::follow::Follow;
use support::pages::{Foot, Head, Layout, Pages, PagesTally, lookalikes};
use support::typeset::{Hyphen, HyphenTally, Printed, Separation, Style};
use support::words::{Alignment, Score, Words};
use support::{Arguments, Chance, Table, at_least, met, percent, visible};

/// Characters a line.
const WIDTHS: [usize; 4] = [34, 45, 60, 72];
/// Paragraphs a document.
const PARAGRAPHS: usize = 5;
/// Characters a line of a page.
const PAGES_WIDTH: usize = 64;
const ALL: [Hyphen; 3] = [Hyphen::Remove, Hyphen::Keep, Hyphen::Hang];

/// The levels that every row is measured at.
fn levels() -> [(&'static str, Repairer); 2] {
    [("default", Confidence::Certain), ("likely", Confidence::Likely)]
        .map(|(name, apply)| (name, Repairer::new(Options::default().with_apply(apply))))
}

/// Correct Danish to set.
struct Texts {
    /// Running prose, and the headings and paragraphs of minutes.
    sets: Vec<(&'static str, Vec<String>)>,
    /// Lines that no printer has wrapped, as whole documents.
    unwrapped: Vec<(String, String)>,
}

impl Texts {
    fn read(arguments: &Arguments) -> Self {
        let minutes: Vec<String> =
            arguments.list_data("seeds-gold", ".txt").iter().filter_map(|path| fs::read_to_string(path).ok()).collect();
        let mut sets = Vec::new();
        let mut unwrapped = Vec::new();
        if let Some(treebank) = arguments.read_data("clean/danish-ddt-dev.txt") {
            sets.push(("prose", together(&support::prose(std::slice::from_ref(&treebank)))));
            unwrapped.push(("treebank".to_owned(), treebank));
        }
        if !minutes.is_empty() {
            let leaders = |line: &String| line.contains("....");
            sets.push(("minutes", support::prose(&minutes).into_iter().filter(|line| !leaders(line)).collect()));
            unwrapped.extend(minutes.into_iter().map(|text| ("minutes".to_owned(), text)));
        }
        if sets.is_empty() {
            let lines = support::built_in_lines();
            unwrapped.push(("built-in".to_owned(), lines.join("\n")));
            sets.push(("built-in", together(&lines)));
        }
        Self { sets, unwrapped }
    }

    /// Paragraphs long enough to be prose, of all sets.
    fn long(&self) -> Vec<&str> {
        let all = self.sets.iter().flat_map(|(_, paragraphs)| paragraphs);
        all.map(String::as_str).filter(|paragraph| paragraph.len() >= 120).collect()
    }
}

/// Sentences put together to paragraphs.
fn together(lines: &[String]) -> Vec<String> {
    const LEAST: usize = 250;
    let mut paragraphs: Vec<String> = Vec::new();
    for line in lines {
        match paragraphs.last_mut() {
            Some(last) if last.len() < LEAST => {
                last.push(' ');
                last.push_str(line);
            }
            _ => paragraphs.push(line.clone()),
        }
    }
    paragraphs
}

/// Prints mistakes, equal ones together, the most frequent first.
fn worst(arguments: &Arguments, title: &str, mistakes: &[String]) {
    let count = if arguments.show == 0 { 10 } else { arguments.show };
    if mistakes.is_empty() {
        return;
    }
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for mistake in mistakes {
        *counts.entry(mistake).or_default() += 1;
    }
    let mut groups: Vec<(&str, usize)> = counts.into_iter().collect();
    groups.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    println!("{title}: {} mistakes", mistakes.len());
    for (mistake, times) in groups.into_iter().take(count) {
        println!("  {times} × {mistake}");
    }
    println!();
}

/// Line breaks that should be there, those that are, and those that are both.
#[derive(Default)]
struct Boundaries {
    wanted: usize,
    found: usize,
    right: usize,
    mistakes: Vec<String>,
}

impl Boundaries {
    fn add(&mut self, gold: &str, output: &str) {
        let (gold, output) = (Words::new(gold), Words::new(output));
        let alignment = Alignment::new(&gold, &output);
        let wanted = gold.line_starts();
        let found = alignment.breaks(&output);
        self.wanted += wanted.len();
        self.found += found.len();
        let around = |at: usize| {
            format!("{} | {}", gold.span(at.saturating_sub(3)..at), gold.span(at..(at + 3).min(gold.len())))
        };
        let mut met = std::collections::BTreeSet::new();
        for at in &found {
            match at {
                Some(at) if wanted.binary_search(at).is_ok() && met.insert(*at) => self.right += 1,
                Some(at) => self.mistakes.push(format!("broken in two: {}", around(*at))),
                None => self.mistakes.push("broken in two: unread words".to_owned()),
            }
        }
        self.mistakes.extend(wanted.iter().filter(|at| !met.contains(at)).map(|&at| format!("joined: {}", around(at))));
    }

    fn f1(&self) -> f64 {
        match self.wanted + self.found {
            0 => 1.0,
            all => 2.0 * self.right as f64 / all as f64,
        }
    }
}

/// What natural text, wrapped, is measured by.
#[derive(Default)]
struct Wrapped {
    documents: usize,
    hyphens: HyphenTally,
    by_kind: [HyphenTally; 3],
    score: Score,
    boundaries: Boundaries,
}

impl Wrapped {
    fn add(&mut self, printed: &Printed, repairer: &Repairer) {
        let repair = repairer.repair(printed.text.as_bytes());
        self.documents += 1;
        self.hyphens.add(printed, &ALL, &repair);
        for (tally, kind) in self.by_kind.iter_mut().zip(ALL) {
            tally.add(printed, &[kind], &repair);
        }
        let (gold, damaged, output) = (Words::new(&printed.gold), Words::new(&printed.text), Words::new(repair.text()));
        self.score.add(&gold, &damaged, &output);
        self.boundaries.add(&printed.gold, repair.text());
    }
}

/// Documents of a few paragraphs each, as printed.
fn documents(paragraphs: &[String], style: Style) -> impl Iterator<Item = Printed> {
    paragraphs.chunks(PARAGRAPHS).map(move |chunk| Printed::set(chunk.iter().map(String::as_str), style))
}

fn hyphen_row(table: &mut Table, name: &str, level: &str, documents: usize, tally: &HyphenTally, bar: Option<f64>) {
    table.row(&[
        name.to_owned(),
        level.to_owned(),
        documents.to_string(),
        tally.all.to_string(),
        percent(tally.right, tally.all),
        percent(tally.left, tally.all),
        percent(tally.silent, tally.all),
        bar.map_or("–".to_owned(), |bar| format!("{bar}%")),
        bar.map_or(String::new(), |bar| met(at_least(tally.right, tally.all, bar))),
    ]);
}

fn boundary_row(table: &mut Table, name: &str, level: &str, boundaries: &Boundaries, bar: Option<f64>) {
    table.row(&[
        name.to_owned(),
        level.to_owned(),
        boundaries.wanted.to_string(),
        percent(boundaries.right, boundaries.wanted),
        percent(boundaries.right, boundaries.found),
        format!("{:.4}", boundaries.f1()),
        bar.map_or("–".to_owned(), |bar| format!("{bar}")),
        bar.map_or(String::new(), |bar| met(boundaries.f1() >= bar)),
    ]);
}

/// A row of right words that were changed; the bar is none.
fn broken_row(table: &mut Table, name: &str, level: &str, score: &Score) {
    table.row(&[
        name.to_owned(),
        level.to_owned(),
        score.words.to_string(),
        score.broken.to_string(),
        format!("{:.2}", score.broken_rate() / 10.0),
        "0".to_owned(),
        met(score.broken == 0),
    ]);
}

struct Tables {
    hyphens: Table,
    broken: Table,
    boundaries: Table,
}

/// Rows a, c and e: natural text, wrapped in every way.
fn natural(arguments: &Arguments, texts: &Texts, tables: &mut Tables) {
    let separations = [
        ("blank lines", Separation::BlankLine),
        ("indents", Separation::Indent),
        ("nothing between", Separation::Nothing),
    ];
    for (level, repairer) in levels() {
        let mut kinds: [HyphenTally; 3] = Default::default();
        let mut all = HyphenTally::default();
        let mut count = 0;
        for (set, paragraphs) in &texts.sets {
            for (between, separation) in separations {
                let name = format!("natural, {set}, {between}");
                if !arguments.wants(&name) {
                    continue;
                }
                let mut wrapped = Wrapped::default();
                for width in WIDTHS {
                    for printed in documents(paragraphs, Style::new(width, separation)) {
                        wrapped.add(&printed, &repairer);
                    }
                }
                worst(arguments, &format!("{name}, {level}: hyphens"), &wrapped.hyphens.mistakes);
                worst(arguments, &format!("{name}, {level}: right words changed"), &wrapped.score.mistakes);
                worst(arguments, &format!("{name}, {level}: boundaries"), &wrapped.boundaries.mistakes);
                hyphen_row(&mut tables.hyphens, &name, level, wrapped.documents, &wrapped.hyphens, Some(99.7));
                broken_row(&mut tables.broken, &name, level, &wrapped.score);
                boundary_row(&mut tables.boundaries, &name, level, &wrapped.boundaries, Some(0.99));
                count += wrapped.documents;
                all.merge(wrapped.hyphens);
                for (sum, tally) in kinds.iter_mut().zip(wrapped.by_kind) {
                    sum.merge(tally);
                }
            }
        }
        if count > 0 {
            hyphen_row(&mut tables.hyphens, "natural, all", level, count, &all, Some(99.7));
            for (tally, kind) in kinds.iter().zip(["remove", "keep", "hang"]) {
                hyphen_row(&mut tables.hyphens, &format!("natural, all: {kind}"), level, count, tally, None);
            }
        }
    }
}

/// A word or two with a hyphen to break at: as it was, and as it looks at the line's end.
struct Phrase {
    hyphen: Hyphen,
    text: String,
    broken: String,
}

impl Phrase {
    fn new(hyphen: Hyphen, marked: &str) -> Self {
        let text = match hyphen {
            Hyphen::Remove => marked.replace("-|", ""),
            Hyphen::Keep | Hyphen::Hang => marked.replace('|', ""),
        };
        let line_end = marked.replace("| ", "\n").replace('|', "\n");
        let word = |text: &str| text.chars().rev().take_while(|&c| c != ' ').collect::<Vec<_>>();
        let (before, after) = line_end.split_once('\n').unwrap_or((&line_end, ""));
        let head: String = word(before).into_iter().rev().collect();
        let tail = after.split(' ').next().unwrap_or_default();
        Self { hyphen, text, broken: format!("{head}\n{tail}") }
    }
}

/// The phrases of the hard mix: the bench's own, and those of correct Danish that was counted.
fn phrases(arguments: &Arguments) -> Vec<Phrase> {
    let mut phrases = Vec::new();
    for (kind, lines) in support::sections(include_str!("support/hyphens.txt")) {
        let hyphen = match kind.as_str() {
            "keep" => Hyphen::Keep,
            "hang" => Hyphen::Hang,
            _ => Hyphen::Remove,
        };
        phrases.extend(lines.lines().map(|line| Phrase::new(hyphen, line)));
    }
    phrases.extend(counted_hyphens(arguments).iter().map(|marked| Phrase::new(Hyphen::Keep, marked)));
    phrases
}

/// Words with a hyphen of their own that were counted in correct Danish, where their capitals, which were not, are known.
fn counted_hyphens(arguments: &Arguments) -> Vec<String> {
    const CAPITALS: [&str; 24] = [
        "eu", "it", "ip", "pdf", "xml", "cd", "id", "qr", "html", "url", "dna", "fn", "usb", "csv", "gps", "usa",
        "nato", "dvd", "http", "sql", "cpu", "ssh", "ftp", "dns",
    ];
    const SMALL: [&str; 4] = ["e", "x", "y", "non"];
    let Some(data) = &arguments.data else { return Vec::new() };
    let Ok(output) = Command::new("gzip").arg("-dc").arg(data.join("context/unigrams.tsv.gz")).output() else {
        return Vec::new();
    };
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let words = text.lines().filter_map(|line| line.split('\t').next()?.split_once('-'));
    let known = words.filter(|(_, tail)| tail.chars().count() > 2 && tail.chars().all(char::is_alphabetic));
    known
        .filter_map(|(head, tail)| match head {
            head if CAPITALS.contains(&head) => Some(format!("{}-|{tail}", head.to_uppercase())),
            head if SMALL.contains(&head) => Some(format!("{head}-|{tail}")),
            _ => None,
        })
        .take(150)
        .collect()
}

/// Row b: equally many hyphens of the three kinds.
fn hard_mix(arguments: &Arguments, texts: &Texts, table: &mut Table) {
    let name = "hard mix";
    if !arguments.wants(name) {
        return;
    }
    let phrases = phrases(arguments);
    let mut chance = Chance::new(9);
    let mut by_kind: Vec<Vec<&Phrase>> =
        ALL.iter().map(|&kind| phrases.iter().filter(|phrase| phrase.hyphen == kind).collect()).collect();
    for kind in &mut by_kind {
        for at in (1..kind.len()).rev() {
            kind.swap(at, chance.below(at + 1));
        }
    }
    let sentences: Vec<&str> = texts.long();
    let cases = by_kind.iter().map(Vec::len).min().unwrap_or(0);
    let mut order: Vec<&Phrase> = (0..cases).flat_map(|at| by_kind.iter().map(move |kind| kind[at])).collect();
    for at in (1..order.len()).rev() {
        order.swap(at, chance.below(at + 1));
    }
    let mut printed = Vec::new();
    for phrases in order.chunks(PARAGRAPHS) {
        let style = Style::new(38 + chance.below(30), Separation::BlankLine);
        let mut document = Printed::default();
        let mut wanted = Vec::new();
        for phrase in phrases {
            if let Some((paragraph, word)) = set_to_break(phrase, &sentences, style, &mut chance) {
                wanted.push(document.word_count() + word);
                document.push_paragraph(&paragraph, style);
            }
        }
        document.breaks.retain(|broken| wanted.contains(&broken.words.start));
        printed.push(document);
    }
    for (level, repairer) in levels() {
        let mut all = HyphenTally::default();
        let mut kinds: [HyphenTally; 3] = Default::default();
        for document in &printed {
            let repair = repairer.repair(document.text.as_bytes());
            all.add(document, &ALL, &repair);
            for (tally, kind) in kinds.iter_mut().zip(ALL) {
                tally.add(document, &[kind], &repair);
            }
        }
        hyphen_row(table, name, level, printed.len(), &all, Some(98.0));
        for (tally, kind) in kinds.iter().zip(["remove", "keep", "hang"]) {
            worst(arguments, &format!("{name}, {level}: {kind}"), &tally.mistakes);
            hyphen_row(table, &format!("{name}: {kind}"), level, printed.len(), tally, None);
        }
    }
}

/// A paragraph in which the printer's line ends at the phrase's hyphen, and the word in it that is cut.
fn set_to_break(phrase: &Phrase, texts: &[&str], style: Style, chance: &mut Chance) -> Option<(String, usize)> {
    const TRIES: usize = 600;
    const FRAMES: [(&str, &str); 5] = [
        ("Sagen om ", " blev drøftet på mødet."),
        ("Der blev spurgt til ", ", og svaret kommer senere."),
        ("I går handlede det igen om ", " hele aftenen."),
        ("Avisen skrev om ", " på forsiden."),
        ("Vi har hørt om ", " før."),
    ];
    (0..TRIES).find_map(|_| {
        let text = texts[chance.below(texts.len())];
        let words: Vec<&str> = text.split(' ').collect();
        let before = words[..words.len().min(4 + chance.below(14))].join(" ");
        let before = before.trim_end_matches([',', ':', ';', '-', '.', '–']);
        let (start, end) = FRAMES[chance.below(FRAMES.len())];
        let after = texts[chance.below(texts.len())];
        let paragraph = format!("{before}. {start}{}{end} {after}", phrase.text);
        let printed = Printed::set([paragraph.as_str()], style);
        let broken = printed.breaks.iter().find(|broken| {
            broken.hyphen == phrase.hyphen && broken.printed.trim_end_matches([',', '.']) == phrase.broken
        })?;
        let word = broken.words.start;
        Some((paragraph, word))
    })
}

/// What stands where a hyphen was, and how many of the hyphens it replaced.
fn lookalike_hyphens(arguments: &Arguments, texts: &Texts, table: &mut Table) {
    const SIGNS: [(&str, &str, usize); 13] = [
        ("soft hyphen", "\u{ad}", 1),
        ("¬", "¬", 1),
        ("=", "=", 1),
        ("~", "~", 1),
        ("⸗", "⸗", 1),
        ("en dash", "–", 1),
        ("= for one in three", "=", 3),
        (". for one in three", ".", 3),
        (", for one in three", ",", 3),
        (": for one in three", ":", 3),
        ("* for one in three", "*", 3),
        ("nothing for one in three", "", 3),
        ("nothing for all", "", 1),
    ];
    for (sign, hyphen, one_in) in SIGNS {
        let name = format!("line-end hyphen became {sign}");
        if !arguments.wants(&name) {
            continue;
        }
        for (level, repairer) in levels() {
            let mut tally = HyphenTally::default();
            let mut score = Score::default();
            let mut count = 0;
            for (_, paragraphs) in &texts.sets {
                for width in [45, 60] {
                    let style = Style { hyphen, one_in, ..Style::new(width, Separation::BlankLine) };
                    for mut printed in documents(paragraphs, style) {
                        let repair = repairer.repair(printed.text.as_bytes());
                        let words = Words::new(&printed.gold);
                        score.add(&words, &Words::new(&printed.text), &Words::new(repair.text()));
                        printed
                            .breaks
                            .retain(|broken| broken.hyphen == Hyphen::Remove && !broken.printed.contains("-\n"));
                        tally.add(&printed, &ALL, &repair);
                        count += 1;
                    }
                }
            }
            worst(arguments, &format!("{name}, {level}"), &tally.mistakes);
            worst(arguments, &format!("{name}, {level}: right words changed"), &score.mistakes);
            table.row(&[
                name.clone(),
                level.to_owned(),
                count.to_string(),
                tally.all.to_string(),
                percent(tally.right, tally.all),
                percent(tally.all - tally.right - tally.left, tally.all),
                percent(tally.silent, tally.all),
                score.broken.to_string(),
            ]);
        }
    }
}

/// Row c's other half: what no printer wrapped stays as it is.
fn unwrapped(arguments: &Arguments, texts: &Texts, table: &mut Table) {
    for (level, repairer) in levels() {
        let mut scores: Vec<(&str, Score)> = Vec::new();
        for (set, text) in &texts.unwrapped {
            if scores.iter().all(|(known, _)| known != set) {
                scores.push((set, Score::default()));
            }
            let Some((_, score)) = scores.iter_mut().find(|(known, _)| known == set) else { continue };
            let repair = repairer.repair(text.as_bytes());
            let (before, after) = (text.split('\n').collect::<Vec<_>>(), repair.text().split('\n').collect::<Vec<_>>());
            for (here, there) in hunks(&before, &after) {
                let (was, is) = (before[here].join("⏎"), after[there].join("⏎"));
                println!("unwrapped, {set}, {level}: line changed\n   was {}\n   got {}", visible(&was), visible(&is));
            }
            let words = Words::new(text);
            score.add(&words, &words, &Words::new(repair.text()));
        }
        for (set, score) in &scores {
            let name = format!("unwrapped, {set}");
            if arguments.wants(&name) {
                worst(arguments, &format!("{name}, {level}: right words changed"), &score.mistakes);
                broken_row(table, &name, level, score);
            }
        }
    }
}

/// Row e's other half: what an author broke stays broken, among wrapped paragraphs.
fn structures(arguments: &Arguments, texts: &Texts) {
    let mut table =
        Table::new(&["structures among paragraphs", "level", "documents", "lines", "joined or changed", "bar", ""]);
    let long = texts.long();
    let structures = support::sections(include_str!("support/structures.txt"));
    for (between, blank) in [("blank lines around", true), ("nothing around", false)] {
        let name = format!("structures, {between}");
        if !arguments.wants(&name) {
            continue;
        }
        for (level, repairer) in levels() {
            let (mut lines, mut harmed, mut count) = (0, 0, 0);
            let mut mistakes = Vec::new();
            let mut chance = Chance::new(4);
            for width in [45, 60, 72] {
                let separation = if blank { Separation::BlankLine } else { Separation::Nothing };
                let style = Style::new(width, separation);
                for (kind, structure) in &structures {
                    let mut document = Printed::default();
                    document.push_paragraph(long[chance.below(long.len())], style);
                    document.text.push_str(if blank { "\n" } else { "" });
                    document.push_lines(structure.trim_end());
                    document.push_paragraph(long[chance.below(long.len())], style);
                    let repair = repairer.repair(document.text.as_bytes());
                    let mut output = repair.text().lines().map(str::trim_end);
                    count += 1;
                    for line in structure.lines().filter(|line| !line.trim().is_empty()) {
                        lines += 1;
                        let mut ahead = output.clone();
                        if ahead.any(|other| other == line.trim_end()) {
                            output = ahead;
                        } else {
                            harmed += 1;
                            mistakes.push(format!("{kind}: {}", visible(line)));
                        }
                    }
                }
            }
            worst(arguments, &format!("{name}, {level}"), &mistakes);
            table.row(&[
                name.clone(),
                level.to_owned(),
                count.to_string(),
                lines.to_string(),
                harmed.to_string(),
                "0".to_owned(),
                met(harmed == 0),
            ]);
        }
    }
    table.print();
}

/// Items of lists, each wrapped by the printer, whose other lines stand under the first's text.
fn wrapped_lists(arguments: &Arguments, texts: &Texts, table: &mut Table) {
    type Mark = fn(usize) -> String;
    let marks: [(&str, Mark); 5] = [
        ("wrapped items, -", |_| "- ".to_owned()),
        ("wrapped items, •", |_| "• ".to_owned()),
        ("wrapped items, 1.", |at| format!("{at}. ")),
        ("wrapped items, a)", |at| format!("{}) ", char::from(b'a' + (at - 1) as u8))),
        ("wrapped items, - with no indent after", |_| "- ".to_owned()),
    ];
    let long = texts.long();
    for (name, mark) in marks.into_iter().filter(|(name, _)| arguments.wants(name)) {
        for (level, repairer) in levels() {
            let mut boundaries = Boundaries::default();
            for (number, chunk) in long.chunks(6).take(40).enumerate() {
                let style = Style::new(WIDTHS[number % WIDTHS.len()].max(45), Separation::BlankLine);
                let mut document = Printed::default();
                document.push_paragraph(chunk[0], style);
                document.text.push('\n');
                for (at, item) in chunk.iter().enumerate().skip(1) {
                    let mark = mark(at);
                    let indent = if name.ends_with("after") { String::new() } else { " ".repeat(mark.chars().count()) };
                    document.hang_item(item, style, &mark, &indent);
                }
                boundaries.add(&document.gold, repairer.repair(document.text.as_bytes()).text());
            }
            worst(arguments, &format!("{name}, {level}"), &boundaries.mistakes);
            boundary_row(table, name, level, &boundaries, Some(0.99));
        }
    }
}

/// Row d: pages that OCR has read.
fn ocr(arguments: &Arguments, tables: &mut Tables) {
    const SETS: [(&str, Option<f64>); 8] = [
        ("narrow200_dan", Some(1.05)),
        ("twocol150_dan", Some(2.20)),
        ("clean300_dan", Some(0.78)),
        ("narrow200_eng", None),
        ("fax_dan", None),
        ("fax_eng", None),
        ("fraktur200_frak", None),
        ("mojibake200_dan", None),
    ];
    let mut table = Table::new(&[
        "pages read by OCR",
        "level",
        "words",
        "WER % before",
        "after",
        "fixed",
        "broken",
        "per 100,000",
        "bar: WER, broken",
        "",
    ]);
    for (set, bar) in SETS {
        let name = format!("ocr/{set}");
        let paths = arguments.list_data(&name, ".gold.txt");
        if paths.is_empty() || !arguments.wants(&name) {
            continue;
        }
        for (level, repairer) in levels() {
            let mut score = Score::default();
            let (mut printed, mut read) = (Boundaries::default(), Boundaries::default());
            for path in &paths {
                let other = |kind: &str| fs::read_to_string(path.to_string_lossy().replace(".gold.txt", kind));
                let (Ok(gold), Ok(ocr)) = (fs::read_to_string(path), other(".ocr.txt")) else { continue };
                let repair = repairer.repair(ocr.as_bytes());
                score.add(&Words::new(&gold), &Words::new(&ocr), &Words::new(repair.text()));
                read.add(&gold, repair.text());
                if let Ok(print) = other(".print.txt") {
                    printed.add(&gold, repairer.repair(print.as_bytes()).text());
                }
            }
            worst(arguments, &format!("{name}, {level}: right words changed"), &score.mistakes);
            worst(arguments, &format!("{name} as printed, {level}: boundaries"), &printed.mistakes);
            worst(arguments, &format!("{name} as read, {level}: boundaries"), &read.mistakes);
            let rate = |errors: usize| 100.0 * errors as f64 / score.words.max(1) as f64;
            table.row(&[
                name.clone(),
                level.to_owned(),
                score.words.to_string(),
                format!("{:.3}", rate(score.before)),
                format!("{:.3}", rate(score.after)),
                score.fixed.to_string(),
                score.broken.to_string(),
                format!("{:.1}", score.broken_rate()),
                bar.map_or("–".to_owned(), |bar| format!("{bar:.2}, 0")),
                bar.map_or(String::new(), |bar| met(rate(score.after) <= bar + 1e-9 && score.broken == 0)),
            ]);
            let mojibake = set.contains("mojibake");
            let bar_printed = (!mojibake).then_some(0.99);
            boundary_row(&mut tables.boundaries, &format!("{name} as printed"), level, &printed, bar_printed);
            boundary_row(&mut tables.boundaries, &format!("{name} as read"), level, &read, bar.map(|_| 0.99));
        }
    }
    table.print();
}

const TITLE: &str = "Årsberetning for Nørrekær Museum 2019";
const CHAPTERS: [&str; 3] = ["1 Museets samlinger", "2 Besøgende og formidling", "3 Regnskab og personale"];
const PAPERS: [(&str, Head, &str, Option<usize>); 12] = [
    ("title over, number under", Head::Title(TITLE), "#", None),
    ("number alone under", Head::Nothing, "#", None),
    ("number between dashes", Head::Nothing, "- # -", None),
    ("Side # af ##", Head::Nothing, "Side # af ##", None),
    ("title over, # / ## under", Head::Title(TITLE), "# / ##", None),
    ("Roman numbers", Head::Title("Forord til anden udgave"), "~", None),
    ("odd and even heads", Head::Alternating("Nørrekær Museum", "Årsberetning 2019"), "#", None),
    ("chapters over", Head::Chapters(&CHAPTERS), "Side #", None),
    ("title and number over", Head::Numbered("Referat af byrådets møde · side #"), "", None),
    ("title under", Head::Nothing, "Nørrekær Museum, Strandvejen 4, 9990 Nørrekær", None),
    ("misread heads", Head::Title(TITLE), "Side # af ##", Some(4)),
    ("misread odd and even heads", Head::Alternating("Nørrekær Museum", "Årsberetning 2019"), "- # -", Some(4)),
];

/// Pages a document: so many that every head comes at least three times where heads change.
fn page_counts(head: Head) -> [usize; 5] {
    match head {
        Head::Nothing | Head::Title(_) | Head::Numbered(_) => [4, 5, 7, 9, 12],
        Head::Alternating(..) => [6, 7, 8, 9, 12],
        Head::Chapters(_) => [9, 10, 11, 12, 12],
    }
}

/// Row f: running heads, feet and page numbers.
fn furniture(arguments: &Arguments, texts: &Texts) {
    let mut table = Table::new(&[
        "heads, feet, numbers",
        "level",
        "documents",
        "lines",
        "found %",
        "content lines",
        "removed",
        "cut paragraphs",
        "joined %",
        "bar: found, removed",
        "",
    ]);
    let built_in;
    let mut paragraphs = texts.long();
    if arguments.data.is_none() {
        let lines = support::built_in_lines();
        built_in = together(&support::danish_text(&lines, 200_000, 3).lines().map(str::to_owned).collect::<Vec<_>>());
        paragraphs = built_in.iter().map(String::as_str).collect();
    }
    for form_feeds in [true, false] {
        for (paper, head, foot, misread) in PAPERS {
            let name = format!("pages, {paper}{}", if form_feeds { ", form feeds" } else { "" });
            // Without form feeds only numbers that count tell a running line from a refrain.
            let counts = form_feeds || foot.contains(['#', '~']) || matches!(head, Head::Numbered(_));
            if !arguments.wants(&name) || !counts {
                continue;
            }
            for (level, repairer) in levels() {
                let mut tally = PagesTally::default();
                let mut documents = 0;
                for (seed, count) in page_counts(head).into_iter().enumerate() {
                    let mut chance = Chance::new(seed as u64 + 20);
                    let mut order = paragraphs.clone();
                    for at in (1..order.len()).rev() {
                        order.swap(at, chance.below(at + 1));
                    }
                    let separation = if seed % 2 == 0 { Separation::BlankLine } else { Separation::Indent };
                    let centred = seed >= 3;
                    let layout = Layout { head, foot: Foot(foot), form_feeds, misread, centred };
                    let style = Style::new(PAGES_WIDTH, separation);
                    let pages = Pages::make(&order, style, 24 + 3 * seed, count, layout, seed as u64);
                    tally.add(&pages, &repairer.repair(pages.text.as_bytes()));
                    documents += 1;
                }
                worst(arguments, &format!("{name}, {level}"), &tally.mistakes);
                let is_met = at_least(tally.found, tally.furniture, 99.0) && tally.lost == 0;
                table.row(&[
                    name.clone(),
                    level.to_owned(),
                    documents.to_string(),
                    tally.furniture.to_string(),
                    percent(tally.found, tally.furniture),
                    tally.content.to_string(),
                    tally.lost.to_string(),
                    tally.cuts.to_string(),
                    percent(tally.joined, tally.cuts),
                    "99%, 0".to_owned(),
                    met(is_met),
                ]);
            }
        }
    }
    for (kind, width, form_feeds) in
        [("unwrapped", None, false), ("wrapped", Some(60), false), ("wrapped, form feeds", Some(60), true)]
    {
        let name = format!("no furniture, {kind}");
        if !arguments.wants(&name) {
            continue;
        }
        for (level, repairer) in levels() {
            let mut tally = PagesTally::default();
            let documents = lookalikes(&paragraphs, width, form_feeds);
            for document in &documents {
                let repair = repairer.repair(document.text.as_bytes());
                let mut at = 0;
                let mut lines = Vec::new();
                for line in document.text.split_inclusive(['\n', '\u{c}']) {
                    if !line.trim().is_empty() {
                        lines.push(at..at + line.trim_end().len());
                    }
                    at += line.len();
                }
                let before = tally.mistakes.len();
                tally.content(&document.text, &lines, &Follow::new(&repair));
                for mistake in &mut tally.mistakes[before..] {
                    *mistake = format!("{}: {mistake}", document.name);
                }
            }
            worst(arguments, &format!("{name}, {level}"), &tally.mistakes);
            table.row(&[
                name.clone(),
                level.to_owned(),
                documents.len().to_string(),
                "0".to_owned(),
                "–".to_owned(),
                tally.content.to_string(),
                tally.lost.to_string(),
                "0".to_owned(),
                "–".to_owned(),
                "0 removed".to_owned(),
                met(tally.lost == 0),
            ]);
        }
    }
    table.print();
}

/// Row g: minutes as they came must become exactly what they should be. A line break that should go is met, too,
/// where a suspect covers it.
fn minutes(arguments: &Arguments, data: &Path) {
    let mut table = Table::new(&["minutes", "level", "exact", "but for suspects", "lines that differ", "bar", ""]);
    if !arguments.wants("minutes as they came") {
        return;
    }
    for (level, repairer) in levels() {
        let (mut all, mut exact, mut reported, mut differing) = (0, 0, 0, 0);
        for path in support::list(&data.join("seeds"), ".txt") {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let (Ok(input), Ok(gold)) = (fs::read(&path), fs::read_to_string(data.join("seeds-gold").join(&name)))
            else {
                continue;
            };
            let repair = repairer.repair(&input);
            all += 1;
            let output: Vec<&str> = repair.text().split('\n').collect();
            let gold: Vec<&str> = gold.split('\n').collect();
            let mut is_met = true;
            for (here, there) in hunks(&output, &gold) {
                differing += here.len().max(there.len());
                let covered = output[here.clone()].join(" ") == gold[there.clone()].join(" ")
                    && here.clone().skip(1).all(|line| {
                        let end = output[line].as_ptr().addr() - repair.text().as_ptr().addr();
                        repair.suspects().iter().any(|suspect| suspect.output.start < end && end <= suspect.output.end)
                    });
                is_met &= covered;
                println!(
                    "{name}, {level}{}\n   got {}\n  want {}",
                    if covered { ": a suspect" } else { "" },
                    visible(&output[here].join("\n")),
                    visible(&gold[there].join("\n"))
                );
            }
            exact += usize::from(output == gold);
            reported += usize::from(is_met);
        }
        table.row(&[
            "minutes as they came".to_owned(),
            level.to_owned(),
            format!("{exact} of {all}"),
            format!("{reported} of {all}"),
            differing.to_string(),
            "all".to_owned(),
            met(reported == all),
        ]);
    }
    println!();
    table.print();
}

fn main() {
    let arguments = Arguments::read(&[]);
    arguments.data_or_say();
    let texts = Texts::read(&arguments);
    let mut tables = Tables {
        hyphens: Table::new(&[
            "line-end hyphens",
            "level",
            "documents",
            "hyphens",
            "right %",
            "as printed %",
            "silent %",
            "bar",
            "",
        ]),
        broken: Table::new(&["right words", "level", "words", "changed", "per 10,000", "bar", ""]),
        boundaries: Table::new(&[
            "paragraph boundaries",
            "level",
            "boundaries",
            "recall %",
            "precision %",
            "F1",
            "bar",
            "",
        ]),
    };
    natural(&arguments, &texts, &mut tables);
    hard_mix(&arguments, &texts, &mut tables.hyphens);
    tables.hyphens.print();

    let mut lookalikes = Table::new(&[
        "hyphens that became others",
        "level",
        "documents",
        "hyphens",
        "mended %",
        "wrong %",
        "silent %",
        "broken words",
    ]);
    lookalike_hyphens(&arguments, &texts, &mut lookalikes);
    lookalikes.print();

    unwrapped(&arguments, &texts, &mut tables.broken);
    tables.broken.print();
    ocr(&arguments, &mut tables);
    wrapped_lists(&arguments, &texts, &mut tables.boundaries);
    tables.boundaries.print();
    structures(&arguments, &texts);
    furniture(&arguments, &texts);
    if let Some(data) = arguments.data.clone() {
        minutes(&arguments, &data);
    }
}
