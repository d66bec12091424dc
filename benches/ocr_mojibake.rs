//! Mojibake that was printed and then read by OCR, and the minutes in which it came.
//!
//! `cargo bench --bench ocr_mojibake -- --data DIR [--only SUBSTRING] [--show N]`
//!
//! Pages: gold, what OCR read and what the repair made of it are folded alike (white space, hyphens) and aligned
//! character by character. A *damaged word* has a letter beyond ASCII in the gold and differs in what was read; it
//! is *right* when it stands whole and alone in the output. *Otherwise intact* are those whose other letters were
//! all read rightly, so that the encoding is all that ails them. An *edit* is right when all that it wrote stands in
//! the gold at its place, and nothing beside it got lost or was left over; its *change* is right when that holds of
//! what it wrote anew (an ø that was mended in a word whose l stays a capital I: the change is right, the edit is not).
//!
//! The other conditions of the same folder hold no mojibake: edits of the encoding stage there are judged alike.
//!
//! Minutes: each damaged line must become the gold's; every other line, cut lines too, must stay.

mod support;

use std::collections::HashMap;
use std::fs;
use std::path::Path;

use ordret::{Confidence, Options, Repair, Repairer};
use support::align::{Folded, align, fold, hunks};
use support::{Arguments, Table, at_least, met, percent, visible};

/// What was counted of a folder of pages at a level.
#[derive(Default)]
struct Tally {
    words: usize,
    right: usize,
    intact: usize,
    intact_right: usize,
    offered: usize,
    silent: usize,
    /// Words that were right as they were read, and are no longer.
    broken: usize,
    edits: usize,
    edits_right: usize,
    /// Edits of which the part that they changed is right, whatever else was misread in the word.
    changes_right: usize,
    wrong: Vec<String>,
    left: Vec<String>,
    /// Edits by rule: all, and right ones.
    rules: HashMap<String, (usize, usize)>,
}

/// Words of a folded text that hold a letter, without the signs around them.
fn words(text: &[char]) -> Vec<std::ops::Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    for end in 0..=text.len() {
        if end < text.len() && text[end] != ' ' {
            continue;
        }
        let token = &text[start..end];
        if let Some(first) = token.iter().position(|c| c.is_alphanumeric())
            && let Some(last) = token.iter().rposition(|c| c.is_alphanumeric())
            && token.iter().any(|c| c.is_alphabetic())
        {
            found.push(start + first..start + last + 1);
        }
        start = end + 1;
    }
    found
}

/// Where a word of the gold stands in the other text, if it does so whole and alone.
fn stands(word: &std::ops::Range<usize>, partners: &[Option<usize>], other: &[char]) -> bool {
    let Some(first) = partners[word.start] else { return false };
    let whole = word.clone().enumerate().all(|(n, at)| partners[at] == Some(first + n));
    let letter = |at: Option<usize>| at.and_then(|at| other.get(at)).is_some_and(|c| c.is_alphanumeric());
    whole && !letter(first.checked_sub(1)) && !letter(Some(first + word.len()))
}

/// Whether the letters of ASCII in a word were all read, and only its other letters not.
fn otherwise_intact(word: &std::ops::Range<usize>, gold: &[char], partners: &[Option<usize>]) -> bool {
    let mut last: Option<(usize, usize)> = None;
    for at in word.clone() {
        match partners[at] {
            Some(there) => {
                if let Some((before, there_before)) = last
                    && there - there_before > 1 + 5 * (at - before - 1)
                {
                    return false;
                }
                last = Some((at, there));
            }
            None if gold[at].is_ascii() => return false,
            None => {}
        }
    }
    true
}

/// Whether the gold has a range of the output as it stands, nothing lost beside it and nothing left over.
/// `partners` are the gold's characters for the output's.
fn agrees(range: std::ops::Range<usize>, output: &[char], partners: &[Option<usize>], gold: &[char]) -> bool {
    let partner = |at: usize| partners.get(at).copied().flatten();
    let alike = |at: usize, there: usize| output.get(at) == gold.get(there);
    // Each character stands for the one after its neighbour's; what was misread itself says nothing.
    let mut expected = match range.start.checked_sub(1) {
        None => Some(0),
        Some(before) => partner(before).map(|there| there + 1),
    };
    for at in range.clone() {
        match (partner(at), expected) {
            (None, _) => return false,
            // Of equal characters in a row any may stand for any.
            (Some(there), Some(expected)) if there != expected && !alike(at.wrapping_sub(1), there.wrapping_sub(1)) => {
                return false;
            }
            (Some(there), _) => expected = Some(there + 1),
        }
    }
    let Some(expected) = expected else { return true };
    // A space within the word that the gold does not have.
    let continues = |at: usize| partner(at) == Some(expected) && gold[expected].is_alphanumeric();
    if output.get(range.end) == Some(&' ') && partner(range.end).is_none() && continues(range.end + 1) {
        return false;
    }
    match partner(range.end) {
        Some(after) => after == expected || alike(range.end, expected),
        None => true,
    }
}

/// The part of an edit's output that its input did not have: without what both begin and end with.
fn changed(before: &str, after: &str) -> std::ops::Range<usize> {
    let start = before.char_indices().zip(after.char_indices()).find(|((_, b), (_, a))| a != b);
    let start = start.map_or(before.len().min(after.len()), |((at, _), _)| at);
    let ends = before[start..].chars().rev().zip(after[start..].chars().rev());
    let end = ends.take_while(|(b, a)| a == b).map(|(b, _)| b.len_utf8()).sum::<usize>();
    start..after.len() - end
}

fn page(tally: &mut Tally, name: &str, gold: &str, read: &str, repair: &Repair) {
    let gold = fold(gold);
    let read_folded = fold(read);
    let output = fold(repair.text());
    let in_read = align(&gold.characters, &read_folded.characters);
    let in_output = align(&gold.characters, &output.characters);
    let in_gold = align(&output.characters, &gold.characters);
    let text = |folded: &Folded, range: std::ops::Range<usize>| -> String { folded.characters[range].iter().collect() };
    let around = |partners: &[Option<usize>], word: &std::ops::Range<usize>, other: &Folded| -> String {
        let first = partners[..word.start].iter().rev().flatten().next().map_or(0, |&at| at + 1);
        let last = partners[word.end..].iter().flatten().next().copied().unwrap_or(other.characters.len());
        visible(&text(other, first..last.max(first)))
    };

    for word in words(&gold.characters) {
        let was_right = stands(&word, &in_read, &read_folded.characters);
        let is_right = stands(&word, &in_output, &output.characters);
        if was_right {
            tally.broken += usize::from(!is_right);
            continue;
        }
        if gold.characters[word.clone()].iter().all(char::is_ascii) {
            continue;
        }
        let intact = otherwise_intact(&word, &gold.characters, &in_read);
        tally.words += 1;
        tally.right += usize::from(is_right);
        tally.intact += usize::from(intact);
        tally.intact_right += usize::from(intact && is_right);
        if is_right {
            continue;
        }
        let want = text(&gold, word.clone());
        let got = around(&in_output, &word, &output);
        // The suspects between the neighbours that were read rightly.
        let first = in_output[..word.start].iter().rev().flatten().next().map_or(0, |&at| output.places[at] + 1);
        let last = in_output[word.end..].iter().flatten().next().map_or(repair.text().len(), |&at| output.places[at]);
        let suspects: Vec<_> =
            repair.suspects().iter().filter(|s| s.output.start < last && s.output.end > first).collect();
        let candidates = suspects.iter().flat_map(|suspect| suspect.candidates.iter());
        let offered = candidates
            .clone()
            .any(|candidate| fold(candidate.text()).characters.iter().collect::<String>().contains(&want));
        tally.offered += usize::from(offered);
        tally.silent += usize::from(suspects.is_empty());
        let best: Vec<_> = candidates.take(3).map(|c| format!("{} {:.3}", visible(c.text()), c.probability)).collect();
        let note = if intact { "" } else { " (misread besides)" };
        tally.left.push(format!(
            "  {name}: {want}{note}: read `{}`, got `{got}`, suspects [{}]",
            around(&in_read, &word, &read_folded),
            best.join(" | ")
        ));
    }

    for edit in repair.edits() {
        let range = output.range(&edit.output);
        let right = agrees(range.clone(), &output.characters, &in_gold, &gold.characters);
        let part = changed(&String::from_utf8_lossy(edit.before()), edit.after());
        let part = output.range(&(edit.output.start + part.start..edit.output.start + part.end));
        tally.changes_right += usize::from(agrees(part, &output.characters, &in_gold, &gold.characters));
        tally.edits += 1;
        tally.edits_right += usize::from(right);
        let rules: Vec<String> = edit.rules().iter().map(ToString::to_string).collect();
        let rules = rules.join("+");
        let counts = tally.rules.entry(rules.clone()).or_default();
        counts.0 += 1;
        counts.1 += usize::from(right);
        if !right {
            let first = range.start.saturating_sub(12);
            let last = (range.end + 12).min(output.characters.len());
            let there: Vec<usize> = in_gold[first..last].iter().flatten().copied().collect();
            let gold_there = there.first().zip(there.last()).map(|(&a, &b)| text(&gold, a..b + 1)).unwrap_or_default();
            tally.wrong.push(format!(
                "  {name}: `{}` → `{}` {rules} {:.4}: got `{}`, want `{}`",
                visible(&String::from_utf8_lossy(edit.before())),
                visible(edit.after()),
                edit.probability,
                visible(&text(&output, first..last)),
                visible(&gold_there)
            ));
        }
    }
}

fn measure(arguments: &Arguments, folder: &str, repairer: &Repairer) -> Option<Tally> {
    let mut tally = Tally::default();
    let pages = arguments.list_data(folder, ".gold.txt");
    for path in &pages {
        let other = |kind: &str| fs::read_to_string(path.to_string_lossy().replace(".gold.txt", kind));
        let (Ok(gold), Ok(read)) = (fs::read_to_string(path), other(".ocr.txt")) else { continue };
        let name = path.file_name().unwrap_or_default().to_string_lossy().replace(".gold.txt", "");
        let repair = repairer.repair(read.as_bytes());
        page(&mut tally, &name, &gold, &read, &repair);
    }
    (!pages.is_empty()).then_some(tally)
}

fn show(title: &str, mistakes: &[String], count: usize) {
    if count > 0 && !mistakes.is_empty() {
        println!("{title}: {}\n{}\n", mistakes.len(), mistakes[..count.min(mistakes.len())].join("\n"));
    }
}

fn seeds(arguments: &Arguments, data: &Path, table: &mut Table) {
    for (level, apply) in [("default", Confidence::Certain), ("likely", Confidence::Likely)] {
        let repairer = Repairer::new(Options::default().with_apply(apply));
        let (mut damaged, mut right, mut touched, mut not_restored) = (0, 0, 0, 0);
        let mut mistakes = Vec::new();
        for path in support::list(&data.join("seeds"), ".txt") {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let (Ok(input), Ok(gold)) = (fs::read(&path), fs::read_to_string(data.join("seeds-gold").join(&name)))
            else {
                continue;
            };
            let repair = repairer.repair(&input);
            not_restored += usize::from(repair.restore() != input);
            let input = String::from_utf8_lossy(&input);
            let before: Vec<&str> = input.split('\n').collect();
            let after: Vec<&str> = repair.text().split('\n').collect();
            let gold: Vec<&str> = gold.split('\n').collect();
            let mut wanted = before.clone();
            for (here, there) in hunks(&before, &gold).into_iter().filter(|(here, there)| here.len() == there.len()) {
                for (at, there) in here.zip(there) {
                    wanted[at] = gold[there];
                }
            }
            if after.len() != before.len() {
                mistakes.push(format!("  {name}: {} lines became {}", before.len(), after.len()));
                touched += 1;
            }
            for ((before, after), wanted) in before.iter().zip(&after).zip(&wanted) {
                damaged += usize::from(before != wanted);
                right += usize::from(before != wanted && after == wanted);
                touched += usize::from(before == wanted && after != wanted);
                if after != wanted {
                    mistakes.push(format!(
                        "  {name}\n     was {}\n     got {}\n    want {}",
                        visible(before),
                        visible(after),
                        visible(wanted)
                    ));
                }
            }
        }
        show(&format!("minutes, {level}"), &mistakes, arguments.show);
        let is_met = right == damaged && touched == 0 && not_restored == 0;
        table.row(&[
            level.to_owned(),
            damaged.to_string(),
            right.to_string(),
            touched.to_string(),
            not_restored.to_string(),
            format!("{damaged} / 0"),
            met(is_met),
        ]);
    }
}

fn main() {
    let arguments = Arguments::read(&[]);
    let Some(data) = arguments.data_or_say().map(Path::to_path_buf) else {
        println!("The pages and minutes are development data; without them there is nothing to measure here.");
        return;
    };
    let mut table = Table::new(&[
        "pages",
        "level",
        "damaged words",
        "right %",
        "of otherwise intact",
        "right %",
        "offered %",
        "silent %",
        "broken words",
        "edits",
        "edits right %",
        "changes right %",
        "bar: words, edits",
        "",
    ]);
    let folders = [
        "ocr/mojibake200_dan",
        "ocr/clean300_dan",
        "ocr/narrow200_dan",
        "ocr/twocol150_dan",
        "ocr/narrow200_eng",
        "ocr/fax_dan",
        "ocr/fax_eng",
        "ocr/fraktur200_frak",
    ];
    for folder in folders.into_iter().filter(|folder| arguments.wants(folder)) {
        for (level, apply, words_bar, edits_bar) in
            [("default", Confidence::Certain, 60.0, 99.5), ("likely", Confidence::Likely, 85.0, 95.0)]
        {
            let repairer = Repairer::new(Options::default().with_apply(apply));
            let Some(tally) = measure(&arguments, folder, &repairer) else { continue };
            show(&format!("{folder}, {level}: wrong edits"), &tally.wrong, arguments.show);
            let mojibake = folder.contains("mojibake");
            if mojibake {
                show(&format!("{folder}, {level}: words not right"), &tally.left, arguments.show);
                let mut rules: Vec<_> = tally.rules.iter().collect();
                rules.sort();
                for (rule, (all, right)) in rules {
                    println!("{folder}, {level}: {rule}: {all} edits, {right} right");
                }
            }
            let edits_met = at_least(tally.edits_right, tally.edits, edits_bar);
            let is_met = edits_met && (!mojibake || at_least(tally.right, tally.words, words_bar));
            table.row(&[
                folder.to_owned(),
                level.to_owned(),
                tally.words.to_string(),
                percent(tally.right, tally.words),
                tally.intact.to_string(),
                percent(tally.intact_right, tally.intact),
                percent(tally.offered, tally.words),
                percent(tally.silent, tally.words),
                tally.broken.to_string(),
                tally.edits.to_string(),
                percent(tally.edits_right, tally.edits),
                percent(tally.changes_right, tally.edits),
                if mojibake { format!("{words_bar}, {edits_bar}") } else { format!("–, {edits_bar}") },
                met(is_met),
            ]);
        }
    }
    println!();
    table.print();

    if arguments.wants("minutes") {
        let mut table =
            Table::new(&["minutes", "damaged lines", "right", "other lines touched", "not restored", "bar", ""]);
        seeds(&arguments, &data, &mut table);
        table.print();
    }
}
