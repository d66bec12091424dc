//! Any bytes as a profile: they are read or refused, what was read is written as the same, and documents are repaired with it.
#![no_main]

use std::sync::Arc;

use libfuzzer_sys::{Corpus, fuzz_target};
use ordret::profile::Profile;
use ordret::{Options, Repairer};

const DOCUMENT: &str =
    "Okonomiudvalget indstiIIer, at modet i Havnby drøftes.\nNavision- systemet og kom-\nmunens arkiv.\n";

fuzz_target!(|data: &[u8]| -> Corpus {
    let Ok(profile) = Profile::read(data) else { return Corpus::Keep };
    let written = profile.write();
    let again = Profile::read(&written).expect("what was written is read");
    assert!(again.write() == written, "a profile is written the same way twice");
    let repairer = Repairer::new(Options::default()).with_profile(Arc::new(profile));
    let repair = repairer.repair(DOCUMENT.as_bytes());
    assert_eq!(repair.restore(), DOCUMENT.as_bytes());
    Corpus::Keep
});
