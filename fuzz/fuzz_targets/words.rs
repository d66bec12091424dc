//! Any list of words, and any dictionary of Hunspell, whose two files a line `---` parts: read or refused, and used.
#![no_main]

use libfuzzer_sys::fuzz_target;
use ordret::{Options, OwnWords, Repairer};

const DOCUMENT: &str = "Mollers onske om Navisionsystemet og tavlemens plads, sagde Aage Sorensen.\n";

fuzz_target!(|text: &str| {
    let list: Result<OwnWords, _> = text.parse();
    let parted = text.split_once("\n---\n");
    let dictionary = parted.and_then(|(affixes, words)| {
        // Many forms take long, and are bounded by their number.
        (words.lines().count() * affixes.lines().count() < 400)
            .then(|| OwnWords::from_hunspell(affixes.as_bytes(), words.as_bytes()).ok())?
    });
    for words in list.ok().into_iter().chain(dictionary) {
        let repair = Repairer::new(Options::default().with_words(words));
        assert_eq!(repair.repair(DOCUMENT.as_bytes()).restore(), DOCUMENT.as_bytes());
    }
});
