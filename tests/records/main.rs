//! Documents of records from outside: fields are mended, all else stays byte for byte, and `restore` gives the input back.
#![cfg(feature = "cli")]

mod json;
mod mail;
mod packages;
mod properties;
mod support;
mod tables;
