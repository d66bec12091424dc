//! What the command does when the machine, the archive or its user is hard on it: signals, pipes that close, full disks, few files
//! that may be open, hostile names, links and options.
#![cfg(all(feature = "cli", unix))]

mod endings;
mod hostile;
mod outputs;
mod printing;
mod selection;
#[path = "../support/mod.rs"]
mod support;

use support::Home;

const DAMAGED: &str = "Sagen blev drÃ¸ftet pÃ¥ mÃ¸det.\n";
const MENDED: &str = "Sagen blev drøftet på mødet.\n";

/// An archive of so many short files.
fn write_archive(home: &Home, files: usize) {
    (0..files).for_each(|number| home.write(&format!("archive/{number:03}.txt"), DAMAGED));
}

/// The archive comes back from an output.
fn assert_restored(home: &Home, output: &str) {
    home.must(&format!("restore {output} -o restored-{output}"));
    assert!(home.files(&format!("restored-{output}")) == home.files("archive"), "{output}");
}
