//! Pages with running heads, feet and numbers, and documents that only look as if they had some.

use std::ops::Range;

use ordret::Repair;

use super::Chance;
use super::follow::Follow;
use super::typeset::{Printed, Separation, Style};
use super::words::{Alignment, Words};

/// What stands over the pages.
#[derive(Clone, Copy)]
pub enum Head {
    Nothing,
    Title(&'static str),
    /// On odd pages and on even ones.
    Alternating(&'static str, &'static str),
    /// The chapter's, for some pages each.
    Chapters(&'static [&'static str]),
    /// With the page's number in `#`.
    Numbered(&'static str),
}

/// What stands under the pages; `#` is the page's number, `##` the number of pages, `~` the number in Roman letters.
#[derive(Clone, Copy)]
pub struct Foot(pub &'static str);

/// How pages are made up.
#[derive(Clone, Copy)]
pub struct Layout {
    pub head: Head,
    pub foot: Foot,
    /// A form feed between pages.
    pub form_feeds: bool,
    /// One head and foot in so many is misread.
    pub misread: Option<usize>,
    /// Whether feet stand in the middle of the line.
    pub centred: bool,
}

/// A document of pages.
pub struct Pages {
    pub text: String,
    /// Its heads, feet and numbers.
    pub furniture: Vec<Range<usize>>,
    /// Its other lines.
    pub content: Vec<Range<usize>>,
    /// What was printed, without them.
    printed: Printed,
    /// Lines of `printed` that begin a page in the middle of a paragraph.
    cuts: Vec<usize>,
}

impl Pages {
    /// Makes up paragraphs into pages of so many lines. Ends with the last full page.
    pub fn make(paragraphs: &[&str], style: Style, height: usize, count: usize, layout: Layout, seed: u64) -> Self {
        let mut chance = Chance::new(seed);
        let printed = Printed::set(paragraphs.iter().copied(), style);
        let mut pages =
            Self { text: String::new(), furniture: Vec::new(), content: Vec::new(), printed, cuts: Vec::new() };
        let mut line = 0;
        for page in 1..=count {
            let first = line;
            line = pages.fill(first, height, page == count);
            let body = pages.body(first..line);
            if first > 0 && !pages.printed.lines[first].first {
                pages.cuts.push(first);
            }
            pages.push_furniture(&layout.head_of(page, count), style.width, layout, &mut chance, true);
            pages.push_body(&body);
            pages.push_furniture(&layout.foot.of(page, count), style.width, layout, &mut chance, false);
            if page < count {
                pages.text.push_str(if layout.form_feeds { "\u{c}" } else { "\n" });
            }
        }
        pages
    }

    /// The line after the page that begins with `first`. The last page ends with a paragraph.
    fn fill(&self, first: usize, height: usize, last: bool) -> usize {
        let lines = &self.printed.lines;
        let end = (first + height).min(lines.len());
        if last { (end..lines.len()).find(|&line| lines[line].first).unwrap_or(lines.len()) } else { end }
    }

    fn body(&self, lines: Range<usize>) -> String {
        let start = |line: usize| self.printed.lines.get(line).map_or(self.printed.text.len(), |line| line.start);
        self.printed.text[start(lines.start)..start(lines.end)].trim_end().to_owned()
    }

    fn push_body(&mut self, body: &str) {
        for line in body.lines() {
            if !line.trim().is_empty() {
                self.content.push(self.text.len()..self.text.len() + line.len());
            }
            self.text.push_str(line);
            self.text.push('\n');
        }
    }

    fn push_furniture(&mut self, line: &str, width: usize, layout: Layout, chance: &mut Chance, over: bool) {
        if line.is_empty() {
            return;
        }
        let misread = layout.misread.is_some_and(|times| chance.one_in(times));
        let line = if misread { misread_line(line, chance) } else { line.to_owned() };
        if !over {
            self.text.push('\n');
        }
        if layout.centred {
            self.text.push_str(&" ".repeat(width.saturating_sub(line.chars().count()) / 2));
        }
        self.furniture.push(self.text.len()..self.text.len() + line.len());
        self.text.push_str(&line);
        self.text.push_str(if over { "\n\n" } else { "\n" });
    }
}

impl Layout {
    fn head_of(&self, page: usize, count: usize) -> String {
        match self.head {
            Head::Nothing => String::new(),
            Head::Title(title) => title.to_owned(),
            Head::Alternating(odd, even) => (if page % 2 == 1 { odd } else { even }).to_owned(),
            Head::Chapters(titles) => titles[(page - 1) * titles.len() / count].to_owned(),
            Head::Numbered(title) => Foot(title).of(page, count),
        }
    }
}

impl Foot {
    fn of(self, page: usize, count: usize) -> String {
        let text = self.0.replace("##", &count.to_string()).replace('#', &page.to_string());
        text.replace('~', roman(page))
    }
}

fn roman(page: usize) -> &'static str {
    const NUMBERS: [&str; 13] = ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"];
    NUMBERS.get(page).copied().unwrap_or("")
}

/// A line with one or two letters taken for others.
fn misread_line(line: &str, chance: &mut Chance) -> String {
    const MISREAD: [(char, &str); 12] = [
        ('e', "c"),
        ('r', "t"),
        ('m', "rn"),
        ('ø', "o"),
        ('å', "a"),
        ('æ', "ae"),
        ('l', "1"),
        ('i', "l"),
        ('o', "0"),
        ('n', "u"),
        ('d', "cl"),
        ('S', "5"),
    ];
    let mut characters: Vec<String> = line.chars().map(String::from).collect();
    let known = |c: &str| MISREAD.iter().find(|(letter, _)| c.starts_with(*letter)).map(|(_, read)| *read);
    let places: Vec<usize> = (0..characters.len()).filter(|&at| known(&characters[at]).is_some()).collect();
    for _ in 0..2.min(places.len()) {
        let at = places[chance.below(places.len())];
        if let Some(read) = known(&characters[at]) {
            characters[at] = read.to_owned();
        }
    }
    characters.concat()
}

/// What a repair did to pages.
#[derive(Default)]
pub struct PagesTally {
    pub furniture: usize,
    pub found: usize,
    pub content: usize,
    pub lost: usize,
    pub cuts: usize,
    pub joined: usize,
    /// Heads and feet left, content removed, paragraphs still cut.
    pub mistakes: Vec<String>,
}

impl PagesTally {
    pub fn add(&mut self, pages: &Pages, repair: &Repair) {
        let follow = Follow::new(repair);
        for line in &pages.furniture {
            let text = &pages.text[line.clone()];
            self.furniture += 1;
            if follow.became(line).contains(text) {
                self.mistakes.push(format!("left `{}`", super::visible(text)));
            } else {
                self.found += 1;
            }
        }
        self.content(&pages.text, &pages.content, &follow);

        let (gold, output) = (Words::new(&pages.printed.gold), Words::new(repair.text()));
        let alignment = Alignment::new(&gold, &output);
        for &cut in &pages.cuts {
            let line = &pages.printed.lines[cut];
            self.cuts += 1;
            let words = if line.inside { line.word..line.word + 1 } else { line.word - 1..line.word + 1 };
            let exact = words.clone().all(|at| alignment.exact[at]);
            if exact && (line.inside || output.gap(alignment.others[line.word][0]) == " ") {
                self.joined += 1;
            } else {
                let (want, got) = (gold.span(words.clone()), alignment.around(&words, &output));
                let got: String = super::visible(&got).chars().take(90).collect();
                self.mistakes.push(format!("cut `{want}`: got `{got}`"));
            }
        }
    }

    /// Counts lines that must be there still.
    pub fn content(&mut self, text: &str, lines: &[Range<usize>], follow: &Follow) {
        for line in lines {
            self.content += 1;
            let became = follow.became(line);
            let words: Vec<&str> = text[line.clone()].split_whitespace().collect();
            let kept = words.iter().filter(|word| became.contains(word.trim_end_matches('-'))).count();
            if kept * 2 < words.len() || kept == 0 {
                self.lost += 1;
                self.mistakes.push(format!("REMOVED `{}`", super::visible(&text[line.clone()])));
            }
        }
    }
}

/// A document whose lines repeat or count and are content all the same.
pub struct Lookalike {
    pub name: &'static str,
    pub text: String,
}

/// Writes one part, of its number and of paragraphs as they come.
type Part = fn(usize, &mut dyn FnMut() -> String) -> String;

/// Such documents, of the paragraphs given. With form feeds each part begins a page.
pub fn lookalikes(paragraphs: &[&str], width: Option<usize>, form_feeds: bool) -> Vec<Lookalike> {
    const PARTS: usize = 10;
    let mut next = paragraphs.iter().cycle();
    let mut paragraph = || {
        let text = next.next().copied().unwrap_or_default();
        match width {
            Some(width) => Printed::set([text], Style::new(width, Separation::BlankLine)).text,
            None => format!("{text}\n"),
        }
    };
    let mut make = |name, part: Part| {
        let parts: Vec<String> = (1..=PARTS).map(|number| part(number, &mut paragraph)).collect();
        Lookalike { name, text: parts.join(if form_feeds { "\u{c}" } else { "\n" }) }
    };
    let mut documents = vec![
        make("minutes with the same headings", |n, text| {
            format!(
                "Punkt {n}: {}\n\n24-{:06}\n\nBeslutning\n\nGodkendt.\n\nSagsfremstilling\n\n{}\nØkonomiske \
                     konsekvenser\n\nIngen.\n\nBilag\n\nIngen\n",
                TOPICS[n % TOPICS.len()],
                n * 1373,
                text()
            )
        }),
        make("chapters", |n, text| format!("Kapitel {n}\n\n{}\n{}", text(), text())),
        make("paragraphs of a law", |n, text| format!("§ {n}\n\n{}", text())),
        make("points with a number alone", |n, text| format!("{n}\n{}", text())),
        make("points with a number and a full stop alone", |n, text| format!("{n}.\n\n{}", text())),
        make("numbered points", |n, text| format!("Punkt {n}\n\n{}\nDrøftet.\n", text())),
        make("a table in every part", |n, text| {
            let row = |name: &str, budget| format!("{name:<24}{budget:>10}{:>10}\n", budget * 97 / 100 + n);
            let head = format!("{:<24}{:>10}{:>10}\n", "Konto", "Budget", "Forbrug");
            let rows = [row("Løn", 412 * n), row("Drift", 96 * n), row("I alt", 508 * n)].concat();
            format!("{}\n{head}{rows}\n{}", text(), text())
        }),
        make("annexes", |n, text| format!("Bilag {n}\n{}\n\n{}", TOPICS[n % TOPICS.len()], text())),
        make("questions", |n, text| format!("Spørgsmål {n}\n{}\nSvar\n{}", text(), text())),
        make("a diary", |n, text| format!("Mandag den {n}. maj\n\n{}", text())),
        make("years", |n, text| format!("{}\n\n{}", 1989 + n, text())),
    ];
    // With a form or a stanza a page, nobody could tell.
    if !form_feeds {
        documents.extend([
            make("a form, filled in", |n, text| {
                format!("Navn:\nJens Holm\nAlder:\n{}\nBemærkninger:\n{}", 20 + n, text())
            }),
            make("a song with a refrain", |n, _| {
                format!(
                    "{n}\n{}\nog vinden går over vandet,\nder er langt til de lyse nætter,\nsyng med, syng med.\n",
                    TOPICS[n % TOPICS.len()]
                )
            }),
        ]);
    }
    documents
}

const TOPICS: [&str; 11] = [
    "Ny skolegård i Vesterby",
    "Regnskab for svømmehallen",
    "Høring om vindmøller",
    "Lukning af grusgraven",
    "Cykelsti langs åen",
    "Valg af formand",
    "Støtte til spejderne",
    "Skiltning på havnen",
    "Salg af rådhuset",
    "Tilsyn med plejehjem",
    "Ændret åbningstid",
];
