//! What a person asks for. In: inputs, an output, options. Out: every document done once, in the order of paths, and told to the observer:
//! cleaned into a mirror, only looked at, learned from, or measured.

mod check;
mod clean;
mod cleaner;
mod commit;
mod evaluate;
mod known;
mod learn;
mod outcome;
mod stream;
mod telling;

pub use check::check;
pub use clean::{Cleaning, clean};
pub use evaluate::{Evaluated, Lacking, Measure, Pairing, Repaired, evaluate};
pub use learn::{Learned, learn};
pub use stream::{check_stream, clean_stream};
