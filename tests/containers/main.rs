//! Compressed files and archives from outside: what `clean` makes of what is in them, what `restore` gives back, and what hostile
//! ones do.
#![cfg(feature = "cli")]

mod archives;
mod compressed;
mod hostile;
#[path = "../support/mirror.rs"]
mod mirror;
mod of_all_kinds;
#[path = "../support/packing.rs"]
mod packing;
#[path = "../support/tars.rs"]
mod tars;
#[path = "../support/zips.rs"]
mod zips;
