//! What a run leaves that is killed at any step of its writing: nothing is lost, and the same run brings it to the same end.

use std::cell::Cell;
use std::fs;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use super::*;
use crate::archive::output::{Step, watch};
use crate::record::RunOptions;
use crate::{Options, Repairer};

const DAMAGED: &str = "Sagen blev drÃ¸ftet pÃ¥ mÃ¸det.\n";

#[derive(Default)]
struct Told(Vec<String>);

impl Observer for Told {
    fn failure(&mut self, failure: &Failure) -> std::io::Result<()> {
        self.0.push(failure.to_string());
        Ok(())
    }
}

fn cleaning(apply: &str) -> Cleaning {
    let repairer = Repairer::new(Options { apply: apply.parse().unwrap(), ..Options::default() });
    let options = RunOptions { apply: apply.to_owned(), ..RunOptions::default() };
    Cleaning { options, threads: 2, ..Cleaning::new(DocumentRepairer::new(repairer)) }
}

/// A run that must do all it is given.
fn clean_all(root: &Path, output: &Path, cleaning: &Cleaning) -> Tally {
    let mut told = Told::default();
    let tally = clean(&[root.to_owned()], output, cleaning, &mut told).unwrap();
    assert_eq!(told.0, [""; 0]);
    tally
}

/// Files below a folder by their names, with their bytes.
fn files(root: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.push((path.strip_prefix(root).unwrap().to_owned(), fs::read(&path).unwrap()));
            }
        }
    }
    found.sort();
    found
}

fn copy(from: &Path, to: &Path) {
    for (name, bytes) in files(from) {
        let path = to.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    fs::create_dir_all(to).unwrap();
}

fn write_archive(root: &Path, generation: usize) {
    for (number, name) in ["a.txt", "b/c.txt", "b/d.txt", "e", "f/g/h.txt", "i.txt", "j.txt"].iter().enumerate() {
        let path = root.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        let text = format!("{}Nummer {number}{generation}\n", DAMAGED.repeat(number));
        fs::write(path, text).unwrap();
    }
    fs::write(root.join("k.tar"), tar_of(generation)).unwrap();
    fs::write(root.join("ordret.toml"), "").unwrap();
}

/// An archive of three texts.
fn tar_of(generation: usize) -> Vec<u8> {
    let mut archive = Vec::new();
    for name in ["a.txt", "b.txt", "c.txt"] {
        let text = format!("{DAMAGED}Nummer {generation}\n");
        let mut header = tar::Header::new_ustar();
        header.as_old_mut().name[..name.len()].copy_from_slice(name.as_bytes());
        header.set_size(text.len() as u64);
        header.set_cksum();
        archive.extend_from_slice(header.as_bytes());
        archive.extend_from_slice(text.as_bytes());
        archive.resize(archive.len().next_multiple_of(512), 0);
    }
    archive.resize(archive.len() + 1024, 0);
    archive
}

/// The state of the output at every step of a run into it, each in a folder of `to`.
fn states(root: &Path, output: &Path, cleaning: &Cleaning, to: &Path) -> Vec<(Step, PathBuf)> {
    let states = Rc::new(Cell::new(Vec::new()));
    let (keep, from, to) = (Rc::clone(&states), output.to_owned(), to.to_owned());
    let each = move |step| {
        let mut all = keep.take();
        let state = to.join(all.len().to_string());
        copy(&from, &state);
        all.push((step, state));
        keep.set(all);
    };
    watch(each, || clean_all(root, output, cleaning));
    states.take()
}

/// Checks that every document of the state comes back as it was in one of the archives, unless what is not done is named; gives how
/// many came back.
fn assert_nothing_is_lost(state: &Path, archives: &[&[(PathBuf, Vec<u8>)]], all: bool, at: &str) {
    let home = tempfile::tempdir().unwrap();
    let originals = home.path().join("originals");
    let mut told = Told::default();
    let restored = restore(state, &originals, 1, false, &mut told);
    let given = if originals.exists() { files(&originals) } else { Vec::new() };
    for file in &given {
        assert!(archives.iter().any(|archive| archive.contains(file)), "{at}: {:?} is neither", file.0);
    }
    let documents = archives[0].len() - 1;
    if given.len() < documents {
        assert!(!all, "{at}: {} of {documents} came back; {:?}", given.len(), told.0);
        // An output whose journal was not even begun holds nothing.
        assert!(restored.is_err() || told.0.iter().any(|told| told.contains("was not finished")), "{at}: {:?}", told.0);
    }
    let tampered = told.0.iter().find(|told| told.contains("was changed after"));
    assert_eq!(tampered, None, "{at}");
}

#[test]
fn a_run_that_is_killed_at_any_step_loses_nothing_and_comes_to_the_same_end() {
    let home = tempfile::tempdir().unwrap();
    let [root, whole, output] = ["archive", "whole", "output"].map(|name| home.path().join(name));
    write_archive(&root, 0);
    let cleaning = cleaning("certain");
    clean_all(&root, &whole, &cleaning);
    let (archive, whole) = (files(&root), files(&whole));
    let states = states(&root, &output, &cleaning, &home.path().join("states"));
    assert!(files(&output) == whole);
    for step in
        [Step::Locked, Step::Begun, Step::Drafted, Step::Journaled, Step::Synced, Step::Placed, Step::LedgerWritten]
    {
        assert!(states.iter().any(|(reached, _)| *reached == step), "{step:?}");
    }
    for (number, (step, state)) in states.iter().enumerate() {
        let at = format!("state {number}, {step:?}");
        assert_nothing_is_lost(state, &[&archive], false, &at);
        clean_all(&root, state, &cleaning);
        assert!(files(state) == whole, "{at}");
        assert_eq!(clean_all(&root, state, &cleaning).unchanged_since, 8, "{at}");
        assert!(files(state) == whole, "{at}");
    }
}

#[test]
fn a_rerun_that_is_killed_at_any_step_leaves_the_run_before_it() {
    // Of a changed archive, and with other settings.
    for (generation, apply) in [(1, "certain"), (0, "likely"), (1, "likely")] {
        let home = tempfile::tempdir().unwrap();
        let [root, whole, output] = ["archive", "whole", "output"].map(|name| home.path().join(name));
        write_archive(&root, 0);
        let first = files(&root);
        for folder in [&whole, &output] {
            clean_all(&root, folder, &cleaning("certain"));
        }
        write_archive(&root, generation);
        let second = files(&root);
        let again = Cleaning { force: true, ..cleaning(apply) };
        clean_all(&root, &whole, &again);
        let whole = files(&whole);
        for (number, (step, state)) in states(&root, &output, &again, &home.path().join("states")).iter().enumerate() {
            let at = format!("generation {generation}, {apply}, state {number}, {step:?}");
            assert_nothing_is_lost(state, &[&first, &second], true, &at);
            if number % 8 != 0 {
                clean_all(&root, state, &again);
                assert!(files(state) == whole, "{at}");
                continue;
            }
            // The run that goes on is killed, too.
            for (deeper, (step, state)) in states_of(&root, state, &again, home.path(), number).iter().enumerate() {
                let at = format!("{at}, then state {deeper}, {step:?}");
                assert_nothing_is_lost(state, &[&first, &second], true, &at);
                clean_all(&root, state, &again);
                assert!(files(state) == whole, "{at}");
            }
        }
    }
}

#[test]
fn a_pruning_that_is_killed_at_any_step_comes_to_the_same_end() {
    let home = tempfile::tempdir().unwrap();
    let [root, whole, output] = ["archive", "whole", "output"].map(|name| home.path().join(name));
    write_archive(&root, 0);
    for folder in [&whole, &output] {
        clean_all(&root, folder, &cleaning("certain"));
    }
    let before = files(&root);
    fs::remove_dir_all(root.join("b")).unwrap();
    fs::remove_file(root.join("i.txt")).unwrap();
    let pruning = Cleaning { prune: true, ..cleaning("certain") };
    assert_eq!(clean_all(&root, &whole, &pruning).pruned, 3);
    let (left, whole) = (files(&root), files(&whole));
    for (number, (step, state)) in states(&root, &output, &pruning, &home.path().join("states")).iter().enumerate() {
        let at = format!("state {number}, {step:?}");
        let originals = home.path().join(format!("originals-{number}"));
        let mut told = Told::default();
        restore(state, &originals, 1, false, &mut told).unwrap();
        let given = files(&originals);
        let documents = left.iter().filter(|(name, _)| !name.ends_with("ordret.toml"));
        assert!(documents.clone().all(|file| given.contains(file)), "{at}");
        assert!(given.iter().all(|file| before.contains(file)), "{at}");
        clean_all(&root, state, &pruning);
        assert!(files(state) == whole, "{at}");
    }
}

fn states_of(root: &Path, state: &Path, cleaning: &Cleaning, home: &Path, number: usize) -> Vec<(Step, PathBuf)> {
    states(root, state, cleaning, &home.join(format!("deeper-{number}")))
}

#[test]
fn inputs_that_change_between_two_killed_runs_are_not_mixed_up() {
    let home = tempfile::tempdir().unwrap();
    let [root, output] = ["archive", "output"].map(|name| home.path().join(name));
    let cleaning = cleaning("certain");
    write_archive(&root, 0);
    let first = files(&root);
    let states = states(&root, &output, &cleaning, &home.path().join("states"));
    for (number, (step, state)) in states.iter().enumerate().step_by(4) {
        write_archive(&root, 1);
        let second = files(&root);
        let deeper = states_of(&root, state, &cleaning, home.path(), number);
        for (deeper, (inner, state)) in deeper.iter().enumerate().step_by(2) {
            let at = format!("state {number}, {step:?}, then state {deeper}, {inner:?}");
            assert_nothing_is_lost(state, &[&first, &second], false, &at);
            write_archive(&root, 0);
            clean_all(&root, state, &cleaning);
            assert!(files(state) == files(&output), "{at}");
            write_archive(&root, 1);
        }
        write_archive(&root, 0);
    }
}

#[test]
fn a_run_that_is_told_to_stop_goes_on_later() {
    let home = tempfile::tempdir().unwrap();
    let [root, whole, output] = ["archive", "whole", "output"].map(|name| home.path().join(name));
    write_archive(&root, 0);
    for number in 0..600 {
        fs::write(root.join(format!("m{number}.txt")), DAMAGED).unwrap();
    }
    clean_all(&root, &whole, &cleaning("certain"));
    let stopped = cleaning("certain");
    let stop = std::sync::Arc::clone(&stopped.stop);
    let each = move |step| {
        if step == Step::Placed {
            stop.store(true, std::sync::atomic::Ordering::Relaxed);
        }
    };
    let tally = watch(each, || clean_all(&root, &output, &stopped));
    assert!(tally.stopped && tally.ledger.is_none() && (1..608).contains(&tally.documents), "{}", tally.documents);
    let rest = clean_all(&root, &output, &cleaning("certain"));
    assert_eq!((rest.documents, rest.unchanged_since), (608, tally.documents));
    assert!(files(&output) == files(&whole));
}

#[test]
fn a_long_text_goes_on_where_it_was_told_to_stop() {
    let home = tempfile::tempdir().unwrap();
    let [root, whole, output] = ["archive", "whole", "output"].map(|name| home.path().join(name));
    fs::create_dir(&root).unwrap();
    fs::write(root.join("lang.txt"), DAMAGED.repeat(3 * crate::BLOCK_BYTES / DAMAGED.len())).unwrap();
    let one_thread = || Cleaning { threads: 1, ..cleaning("certain") };
    clean_all(&root, &whole, &one_thread());
    let stopped = one_thread();
    let stop = std::sync::Arc::clone(&stopped.stop);
    let each = move |step| {
        if step == Step::Block {
            stop.store(true, std::sync::atomic::Ordering::Relaxed);
        }
    };
    let tally = watch(each, || clean_all(&root, &output, &stopped));
    assert!(tally.stopped && tally.documents == 0 && !output.join("lang.txt").exists());
    let rest = clean_all(&root, &output, &one_thread());
    assert!(rest.bytes_from_before > 0);
    assert!(files(&output) == files(&whole));
}

#[test]
fn a_torn_journal_is_read_up_to_its_tear() {
    let home = tempfile::tempdir().unwrap();
    let [root, output] = ["archive", "output"].map(|name| home.path().join(name));
    write_archive(&root, 0);
    let cleaning = cleaning("certain");
    let states = states(&root, &output, &cleaning, &home.path().join("states"));
    let (_, state) = states.iter().rfind(|(step, _)| *step == Step::Placed).unwrap();
    let journal = fs::read(state.join(".ordret/journal.jsonl")).unwrap();
    for cut in (0..=journal.len()).step_by(97) {
        let copied = home.path().join(format!("torn-{cut}"));
        copy(state, &copied);
        fs::write(copied.join(".ordret/journal.jsonl"), &journal[..cut]).unwrap();
        clean_all(&root, &copied, &cleaning);
        assert!(files(&copied) == files(&output), "{cut}");
    }
    let mut flipped = journal.clone();
    let middle = flipped.len() / 2;
    flipped[middle] ^= 1;
    let copied = home.path().join("flipped");
    copy(state, &copied);
    fs::write(copied.join(".ordret/journal.jsonl"), flipped).unwrap();
    clean_all(&root, &copied, &cleaning);
    assert!(files(&copied) == files(&output));
}
