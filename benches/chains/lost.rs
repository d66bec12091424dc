//! Documents whose letters beyond ASCII were lost: nothing tells which letter stood there but the word and what is around it.
//!
//! Columns: *words* that lost a letter; those *right*; *wrong*: changed into something else, and right words that were changed, of as many;
//! left, with the right one among a suspect's candidates (*offered*), with another (*suspect*), with no word of it (*silent*).

use std::collections::HashMap;
use std::time::Instant;

use ordret::Repairer;

use super::support::damage::{Letter, danish_letters, high_bit_stripped, no_break_becomes, second_byte_becomes};
use super::support::judge::{Document, Judgement, WordFate};
use super::support::{Chance, Table, damage::Damage, percent, visible};

/// What the issue asks for: least share right and greatest share wrong, in percent.
const BAR: &str = "85 / 0.3";

/// A way to lose letters.
pub struct Loss {
    pub name: String,
    damage: Damage,
}

impl Loss {
    fn new(name: impl Into<String>, letter: Letter) -> Self {
        Self { name: name.into(), damage: Damage::Letters(letter) }
    }
}

/// Every way.
pub fn losses() -> Vec<Loss> {
    let seconds = [("lost", ""), ("→ space", " "), ("→ no-break space", "\u{a0}"), ("→ ?", "?"), ("→ �", "\u{fffd}")];
    let mut losses: Vec<Loss> = Vec::new();
    for (name, second) in seconds {
        losses.push(Loss::new(format!("second byte {name}"), second_byte_becomes(second)));
    }
    losses.push(Loss::new("no-break spaces → space", no_break_becomes(" ")));
    for mark in ["?", "�", "��"] {
        losses.push(Loss::new(format!("{mark} for a letter"), danish_letters(|_| mark.to_owned())));
    }
    for mark in ["?", "�"] {
        let every = move |c: char| Some(if c.is_ascii() { c.to_string() } else { mark.to_owned() });
        losses.push(Loss::new(format!("{mark} for every sign"), Box::new(every)));
    }
    losses.push(Loss::new("high bit stripped", danish_letters(high_bit_stripped)));
    losses.push(Loss::new("high bit of UTF-8 stripped", danish_letters(bits_of_utf8_stripped)));
    losses
}

/// The high bits of UTF-8 lost: `ø` to `C8`.
fn bits_of_utf8_stripped(c: char) -> String {
    c.to_string().bytes().map(|byte| char::from(byte & 0x7f)).collect()
}

/// What became of the words of all documents.
#[derive(Default)]
struct Tally {
    words: usize,
    right: usize,
    wrong: usize,
    offered: usize,
    suspect: usize,
    silent: usize,
    /// By how often each occurs: the fate's place, and what it is.
    mistakes: HashMap<(u8, String), usize>,
}

impl Tally {
    fn count(&mut self, repairer: &Repairer, document: &Document) {
        let repair = repairer.repair_str(&document.damaged);
        let judgement = Judgement::new(document, &repair, true);
        for word in document.lines.iter().flat_map(|line| &line.words) {
            // Signs that were lost are not asked for: nothing tells a dash from a bullet.
            if !word.pieces.iter().any(|piece| piece.is_damaged() && piece.gold.chars().all(char::is_alphabetic)) {
                continue;
            }
            let (fate, got) = judgement.word_and_text(word);
            self.words += 1;
            let place = match fate {
                WordFate::Right => {
                    self.right += 1;
                    continue;
                }
                WordFate::Wrong => (&mut self.wrong, 0),
                WordFate::Offered => (&mut self.offered, 1),
                WordFate::Suspect => (&mut self.suspect, 2),
                WordFate::Silent => (&mut self.silent, 3),
            };
            *place.0 += 1;
            let got = if place.1 == 0 { format!(" → {}", visible(&got)) } else { String::new() };
            let damaged: String = word.pieces.iter().map(|piece| piece.damaged.as_str()).collect();
            *self.mistakes.entry((place.1, format!("{}{got} for {}", visible(&damaged), word.gold))).or_default() += 1;
        }
        for (before, after) in judgement.harmed() {
            self.wrong += 1;
            *self
                .mistakes
                .entry((0, format!("{} → {} though right", visible(&before), visible(&after))))
                .or_default() += 1;
        }
    }

    fn show(&self, title: &str, most: usize) {
        const FATES: [&str; 4] = ["wrong", "offered", "suspect", "silent"];
        for (place, fate) in FATES.iter().enumerate() {
            let of_fate = self.mistakes.iter().filter(|((known, _), _)| usize::from(*known) == place);
            let mut of_fate: Vec<_> = of_fate.map(|((_, mistake), count)| (*count, mistake)).collect();
            of_fate.sort_by(|one, other| other.0.cmp(&one.0).then_with(|| one.1.cmp(other.1)));
            of_fate.iter().take(most).for_each(|(count, mistake)| println!("{title}\t{fate}\t{count}\t{mistake}"));
        }
    }
}

/// Measures every way that is wanted on documents of right lines.
pub fn measure(repairer: &Repairer, losses: &[&Loss], documents: &[(String, Vec<String>)], show: usize) {
    let head = ["letters lost", "words", "right %", "wrong %", "bar", "offered %", "suspect %", "silent %", "seconds"];
    let mut table = Table::new(&head);
    for loss in losses {
        let start = Instant::now();
        let mut tally = Tally::default();
        for (_, lines) in documents {
            let mut document = Document::default();
            let mut chance = Chance::new(1);
            let pieces = lines.iter().filter_map(|line| loss.damage.line(line, &mut chance));
            pieces.for_each(|pieces| document.push_line(&pieces));
            tally.count(repairer, &document);
        }
        tally.show(&loss.name, show);
        let of_words = |part: usize| percent(part, tally.words);
        let cells = [tally.right, tally.wrong].map(of_words).into_iter().chain([BAR.to_owned()]);
        let cells = cells.chain([tally.offered, tally.suspect, tally.silent].map(of_words));
        let cells = [loss.name.clone(), tally.words.to_string()].into_iter().chain(cells);
        table.row(&cells.chain([format!("{:.1}", start.elapsed().as_secs_f64())]).collect::<Vec<_>>());
    }
    table.print();
}
