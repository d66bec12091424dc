//! The recipe of `languages.model`: `cargo run --release --bin languages -- INPUTS COUNTS [MODEL]`.
//!
//! INPUTS is the folder that `./fetch-languages` filled; COUNTS has `unigrams.tsv.gz` and `old/unigrams.tsv.gz`, counts of words of
//! modern Danish and of Danish in its old spelling. The same inputs give the same bytes.

mod faces;
mod inputs;
mod lanes;
mod rows;
mod spelling;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

fn main() -> Result<()> {
    let arguments: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let tables = Path::new(env!("CARGO_MANIFEST_DIR")).join("../languages");
    let (inputs, counts, model) = match arguments.as_slice() {
        [inputs, counts] => (inputs, counts, tables.join("languages.model")),
        [inputs, counts, model] => (inputs, counts, model.clone()),
        _ => bail!("usage: languages INPUTS COUNTS [MODEL]"),
    };
    let lanes = lanes::read(&inputs::Inputs { packages: inputs, counts, tables: &tables })?;
    let file = rows::model(&lanes)?;
    println!("{} bytes", file.len());
    Ok(fs::write(model, file)?)
}
