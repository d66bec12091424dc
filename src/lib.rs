//! Repairs text that machines have damaged, Danish first.

pub mod language;
