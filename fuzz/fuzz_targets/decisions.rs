//! Any file of decisions: it is read or refused, and obeyed without harm to what the input gives back.
#![no_main]

use libfuzzer_sys::fuzz_target;
use ordret::{Options, Repairer};

const DOCUMENT: &str =
    "Sagen blev drÃ¸ftet. Mollers onske om storre Ievering blev fulgt, og IndstiIIing er &#229;ben.\n";

fuzz_target!(|data: &[u8]| {
    let Ok(decisions) = ordret::cli::fuzzing::decisions(data) else { return };
    let repair = Repairer::new(Options::default().with_decisions(decisions));
    assert_eq!(repair.repair(DOCUMENT.as_bytes()).restore(), DOCUMENT.as_bytes());
});
