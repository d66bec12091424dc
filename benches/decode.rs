//! Whether the encoding of a document's bytes is found.
//!
//! `cargo bench --bench decode -- [--data DIR] [--tree DIR] [--only SUBSTRING] [--show N]`
//!
//! Danish text is written in an encoding and repaired with no word about which; it is right when the text that
//! comes out is the text that went in, a byte order mark aside. Then text in which `{|}[\]` are what they look
//! like, this repository's sources and those under `--tree` among it: none of it may change.

mod support;

use std::borrow::Cow;

use ordret::Repairer;
use support::damage::Page;
use support::{Arguments, Chance, Table, at_least, danish_lines, is_danish_letter, met, percent, visible};

/// Excerpts of each length.
const EXCERPTS: usize = 500;
/// Characters of an excerpt and the least share that is to be right, in percent.
const BARS: [(usize, f64); 3] = [(200, 99.0), (60, 97.0), (20, 92.0)];
/// Characters of a whole document.
const DOCUMENT: usize = 600;

type Write = Box<dyn Fn(&str) -> Option<Vec<u8>>>;

/// A way to write text in bytes.
struct Row {
    name: &'static str,
    write: Write,
    /// A character that every excerpt must hold, and what to put it in the place of.
    sign: Option<(&'static str, &'static str)>,
}

impl Row {
    fn new(name: &'static str, write: impl Fn(&str) -> Option<Vec<u8>> + 'static) -> Self {
        Self { name, write: Box::new(write), sign: None }
    }

    fn page(name: &'static str) -> Self {
        let page = Page::named(name);
        Self::new(name, move |text| page.encode(text))
    }
}

fn utf16(text: &str, order: fn(u16) -> [u8; 2], bom: bool) -> Option<Vec<u8>> {
    let mark = bom.then_some(0xfeff);
    Some(mark.into_iter().chain(text.encode_utf16()).flat_map(order).collect())
}

fn rows() -> Vec<Row> {
    let mut rows = vec![
        Row::new("UTF-8", |text| Some(text.as_bytes().to_vec())),
        Row::new("UTF-8 with BOM", |text| Some(["\u{feff}".as_bytes(), text.as_bytes()].concat())),
        Row::new("UTF-16LE", |text| utf16(text, u16::to_le_bytes, false)),
        Row::new("UTF-16LE with BOM", |text| utf16(text, u16::to_le_bytes, true)),
        Row::new("UTF-16BE", |text| utf16(text, u16::to_be_bytes, false)),
        Row::new("UTF-16BE with BOM", |text| utf16(text, u16::to_be_bytes, true)),
    ];
    rows.extend(
        ["windows-1252", "ISO-8859-1", "ISO-8859-15", "CP850", "CP865", "MacRoman", "ISO646-DK"].map(Row::page),
    );
    let page = Page::named("windows-1252");
    let dash = Row::new("windows-1252, with –", move |text| page.encode(text));
    rows.push(Row { sign: Some(("–", " i ")), ..dash });
    let page = Page::named("ISO-8859-15");
    let euro = Row::new("ISO-8859-15, with €", move |text| page.encode(text));
    rows.push(Row { sign: Some(("€", "en")), ..euro });
    rows
}

/// Parts of the text of so many characters that begin with a word and hold a Danish letter.
fn excerpts(text: &[char], length: usize, row: &Row) -> Vec<String> {
    let mut chance = Chance::new(length as u64);
    let mut found = Vec::new();
    for _ in 0..EXCERPTS * 20 {
        let mut start = chance.below(text.len().saturating_sub(length).max(1));
        while start > 0 && !text[start - 1].is_whitespace() {
            start -= 1;
        }
        let mut excerpt: String = text[start..].iter().take(length).collect();
        if let Some((sign, place)) = row.sign {
            let Some(at) = excerpt.find(place) else { continue };
            let sign = if place == " i " { format!(" {sign} ") } else { sign.to_owned() };
            excerpt.replace_range(at..at + place.len(), &sign);
        }
        if excerpt.contains(is_danish_letter) {
            found.push(excerpt);
        }
        if found.len() == EXCERPTS {
            break;
        }
    }
    found
}

/// What comes out for these bytes, without a byte order mark.
fn read<'a>(repairer: &Repairer, bytes: &'a [u8]) -> (Cow<'a, str>, String) {
    let repair = repairer.repair(bytes);
    let encoding = repair.encoding().to_string();
    let text = match repair.into_text() {
        Cow::Borrowed(text) => Cow::Borrowed(text.strip_prefix('\u{feff}').unwrap_or(text)),
        Cow::Owned(text) => Cow::Owned(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text)),
    };
    (text, encoding)
}

fn show(title: &str, mistakes: &[String], show: usize) {
    if show > 0 && !mistakes.is_empty() {
        println!("{title}: {} wrong\n{}\n", mistakes.len(), mistakes[..show.min(mistakes.len())].join("\n"));
    }
}

fn mistake(name: &str, encoding: &str, got: &str, want: &str) -> String {
    // From shortly before the first difference on.
    let same = got.char_indices().zip(want.chars()).find(|((_, g), w)| g != w).map_or(0, |((at, _), _)| at);
    let from = |text: &str| -> String {
        let start = (0..=same.saturating_sub(20)).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
        visible(&text[start..].chars().take(100).collect::<String>())
    };
    format!("  {name} as {encoding}\n     got {}\n    want {}", from(got), from(want))
}

fn main() {
    let arguments = Arguments::read(&["tree"]);
    arguments.data_or_say();
    // What every encoding can hold: with a letter that is foreign to ISO 646 the line is left out.
    let holds = |line: &&String| {
        line.chars().all(|c| c.is_ascii() || is_danish_letter(c)) && !line.contains(['{', '|', '}', '[', '\\', ']'])
    };
    let lines = danish_lines(&arguments);
    let lines: Vec<&String> = lines.iter().filter(holds).collect();
    let text: Vec<char> = lines.iter().flat_map(|line| line.chars().chain(['\n'])).collect();
    println!("{} lines, {} characters\n", lines.len(), text.len());
    let repairer = Repairer::danish();

    let mut table = Table::new(&["encoding", "characters", "excerpts", "right %", "bar", ""]);
    for row in rows().iter().filter(|row| arguments.wants(row.name)) {
        let documents =
            text.chunks(DOCUMENT).filter(|chunk| chunk.len() == DOCUMENT).map(|chunk| chunk.iter().collect());
        let documents: Vec<String> = documents.collect();
        let iso646 = row.name == "ISO646-DK";
        let whole = (row.sign.is_none()).then_some((DOCUMENT, if iso646 { 95.0 } else { 99.0 }, documents));
        let parts = BARS.map(|(length, bar)| (length, bar, excerpts(&text, length, row)));
        for (length, bar, texts) in whole.into_iter().chain(parts) {
            let (mut count, mut right, mut mistakes) = (0, 0, Vec::new());
            for text in texts {
                let Some(bytes) = (row.write)(&text) else { continue };
                let (got, encoding) = read(&repairer, &bytes);
                count += 1;
                right += usize::from(got == text);
                if got != text {
                    mistakes.push(mistake(row.name, &encoding, &got, &text));
                }
            }
            show(&format!("{}, {length}", row.name), &mistakes, arguments.show);
            let cells = [count.to_string(), percent(right, count), bar.to_string(), met(at_least(right, count, bar))];
            table.row(&[&[row.name.to_owned(), length.to_string()], cells.as_slice()].concat());
        }
    }
    table.print();

    mixed(&arguments, &repairer, &lines);
    brackets(&arguments, &repairer);
}

/// UTF-8 documents in which some lines are in a single-byte encoding, a line of UTF-8 before and after.
fn mixed(arguments: &Arguments, repairer: &Repairer, lines: &[&String]) {
    let mut table =
        Table::new(&["mixed documents: UTF-8 and", "one line in", "documents", "right %", "lines", "right %"]);
    for name in ["windows-1252", "CP865", "CP850", "MacRoman"] {
        if !arguments.wants(&format!("mixed {name}")) {
            continue;
        }
        let page = Page::named(name);
        for rare in [2, 5, 20] {
            let mut chance = Chance::new(rare as u64);
            let (mut documents, mut documents_right, mut total, mut right) = (0, 0, 0, 0);
            let mut mistakes = Vec::new();
            for chunk in lines.chunks(40) {
                let mut bytes = Vec::new();
                let mut foreign = 0;
                for line in chunk {
                    if line.contains(is_danish_letter) && chance.one_in(rare) {
                        bytes.extend(page.encode(line).expect("chosen so that it holds"));
                        foreign += 1;
                    } else {
                        bytes.extend(line.as_bytes());
                    }
                    bytes.push(b'\n');
                }
                if foreign == 0 {
                    continue;
                }
                let (got, encoding) = read(repairer, &bytes);
                documents += 1;
                total += chunk.len();
                let got: Vec<&str> = got.lines().collect();
                let lines_right = chunk.iter().zip(&got).filter(|(want, got)| want.as_str() == **got).count();
                right += lines_right;
                documents_right += usize::from(lines_right == chunk.len() && got.len() == chunk.len());
                for (want, got) in chunk.iter().zip(&got).filter(|(want, got)| want.as_str() != **got) {
                    mistakes.push(mistake("a line", &encoding, got, want));
                }
            }
            show(&format!("mixed {name}, one in {rare}"), &mistakes, arguments.show);
            table.row(&[
                name.to_owned(),
                rare.to_string(),
                documents.to_string(),
                percent(documents_right, documents),
                total.to_string(),
                percent(right, total),
            ]);
        }
    }
    table.print();
}

/// Text whose brackets are no letters.
fn brackets(arguments: &Arguments, repairer: &Repairer) {
    if !arguments.wants("brackets") {
        return;
    }
    let snippets = support::brackets();
    let mut sets: Vec<(String, Vec<(String, Vec<u8>)>)> = Vec::new();
    let bytes = |(name, text): &(String, String)| (name.clone(), text.clone().into_bytes());
    sets.push(("snippets".to_owned(), snippets.iter().map(bytes).collect()));
    let ten = |(name, text): &(String, String)| (name.clone(), text.repeat(10).into_bytes());
    sets.push(("snippets, ten times over".to_owned(), snippets.iter().map(ten).collect()));
    let lone = |(name, text): &(String, String)| -> Vec<(String, Vec<u8>)> {
        text.lines().map(|line| (name.clone(), line.as_bytes().to_vec())).collect()
    };
    sets.push(("their lines".to_owned(), snippets.iter().flat_map(lone).collect()));
    let ascii = |(name, bytes): (String, Vec<u8>)| -> (String, Vec<u8>) {
        let lines = bytes.split_inclusive(|&byte| byte == b'\n').filter(|line| line.is_ascii());
        (name, lines.flatten().copied().collect())
    };
    let own: Vec<_> = support::sources(support::repository()).into_iter().map(ascii).collect();
    sets.push(("this repository".to_owned(), own));
    if let Some(tree) = arguments.get("tree") {
        sets.push((tree.to_owned(), support::sources(tree.as_ref()).into_iter().map(ascii).collect()));
    }
    let mut table = Table::new(&["`{|}[\\]` that are no letters", "documents", "changed", "bar", ""]);
    for (set, documents) in sets {
        let mut mistakes = Vec::new();
        for (name, bytes) in &documents {
            let Ok(want) = std::str::from_utf8(bytes) else { continue };
            let (got, encoding) = read(repairer, bytes);
            if got != want {
                mistakes.push(mistake(name, &encoding, &got, want));
            }
        }
        show(&set, &mistakes, arguments.show.max(5));
        table.row(&[
            set,
            documents.len().to_string(),
            mistakes.len().to_string(),
            "0".to_owned(),
            met(mistakes.is_empty()),
        ]);
    }
    table.print();
}
