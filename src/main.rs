//! The command `ordret`.

use std::process::ExitCode;

fn main() -> ExitCode {
    ordret::cli::main()
}
