//! The recipe of the Danish pack: `cargo run --release -- INPUTS [COUNTS]`.
//!
//! INPUTS is the folder that `./fetch` filled. COUNTS, optional, is a profile that `ordret learn` wrote of a corpus of
//! correct Danish, or a folder with gzipped counts of words and word pairs (`unigrams.tsv.gz`, `bigrams.tsv.gz`, and of
//! words in old spelling `old-unigrams.tsv.gz`), which the committed files were made of; without it the committed
//! `frequencies-records.table`, `pairs.table`, `classes.model` and `old-forms.table` stay as they are. The same inputs
//! give the same bytes.

mod classes;
mod frequencies;
mod hunspell;
mod look_alikes;
mod old_forms;
mod own;
mod pairs;
mod sources;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use ordret::language::Roles;
use ordret::language::fingerprint::FingerprintTable;
use ordret::language::letters::Letters;
use ordret::profile::Profile;

use frequencies::Probabilities;
use hunspell::{Forms, Rules};

/// What the pack holds beside `own/`: what this recipe makes, what the scripts beside it make (`confusions.tsv`,
/// `hyphenated.txt`, `letters.tsv`), and what is kept by hand (`lists.tsv`, `oldest.txt`, `spellings.tsv`).
const FILES: [&str; 15] = [
    "classes.model",
    "confusions.tsv",
    "frequencies-records.table",
    "frequencies-wordfreq.table",
    "hyphenated.txt",
    "letters.model",
    "letters.tsv",
    "lists.tsv",
    "look-alikes.table",
    "old-forms.table",
    "oldest.txt",
    "pairs.table",
    "spellings.tsv",
    "words.fst",
    "words.table",
];

fn main() -> Result<()> {
    let mut arguments = std::env::args_os().skip(1).map(PathBuf::from);
    let Some(inputs) = arguments.next() else {
        bail!("usage: ordret-dictionaries INPUTS [COUNTS]");
    };
    let pack = Path::new(env!("CARGO_MANIFEST_DIR")).join("../da");
    let sources = pack.join("SOURCES.toml");

    let forms = collect_forms(&inputs, &sources, &pack)?;
    write_forms(&forms, &pack)?;
    let counts = arguments.next();
    write_frequencies(&inputs, &sources, counts.as_deref(), &pack)?;
    if let Some(folder) = counts.filter(|counts| counts.is_dir()) {
        let old = folder.join("old-unigrams.tsv.gz");
        sources::check_input(&sources, "old-unigrams.tsv.gz", &old)?;
        let today = frequencies::counts(&folder.join("unigrams.tsv.gz"))?;
        let oldest = fs::read_to_string(pack.join("oldest.txt"))?;
        fs::write(pack.join("old-forms.table"), old_forms::table(&old, &forms, &today, &oldest)?)?;
    }
    let look_alikes = look_alikes::table(&forms, &pack)?;
    fs::write(pack.join("look-alikes.table"), &look_alikes)?;
    write_table(&forms, &FingerprintTable::new(look_alikes.into())?, &pack)?;

    let own = own::TABLES.iter().map(|(name, _)| format!("own/{name}"));
    let files: Vec<String> = FILES.iter().map(ToString::to_string).chain(own).collect();
    sources::record(&sources, &pack, &files)
}

/// The forms of the dictionary and of our own tables.
fn collect_forms(inputs: &Path, sources: &Path, pack: &Path) -> Result<Forms> {
    let read = |name: &str| {
        let path = inputs.join(name);
        sources::check_input(sources, name, &path)?;
        fs::read_to_string(&path).with_context(|| path.display().to_string())
    };
    let mut forms = Forms::new();
    Rules::parse(&read("index.aff")?)?.expand(&read("index.dic")?, &mut forms)?;
    let mut forms = tidy(forms);
    own::add(&pack.join("own"), &mut forms)?;
    Ok(forms)
}

/// Keeps what can be a token of text. A forbidden form has no other role; a name may begin a compound
/// (`Kalundborgborgere`), but the parts after it are in lower case.
fn tidy(forms: Forms) -> Forms {
    let mut tidied = Forms::new();
    for (form, mut roles) in forms {
        if roles.has(Roles::FORBIDDEN) {
            roles = Roles::FORBIDDEN;
        }
        if form.contains(char::is_uppercase) {
            roles = roles.without(Roles::MIDDLE.with(Roles::END));
        }
        if form.ends_with('.') && roles.has(Roles::WORD) {
            roles = roles.with(Roles::ABBREVIATION);
        }
        let parts: Vec<&str> = form.split(' ').filter(|part| parts_stand_alone(&form, part)).collect();
        for part in parts {
            if roles != Roles::NONE && is_token(part) {
                let known: &mut Roles = tidied.entry(part.to_owned()).or_default();
                *known = known.with(roles);
            }
        }
    }
    tidied
}

/// Of an entry of several words (`a cappella`, `lapis lazuli`), the words of three letters or more are kept.
fn parts_stand_alone(form: &str, part: &str) -> bool {
    part.len() == form.len() || part.chars().count() >= 3
}

fn is_token(form: &str) -> bool {
    let inner = |c: char| c.is_alphabetic() || matches!(c, '-' | '\'' | '.');
    form.starts_with(char::is_alphabetic) && form.chars().all(inner) && !form.ends_with('-')
}

fn write_forms(forms: &Forms, pack: &Path) -> Result<()> {
    let map = fst::Map::from_iter(forms.iter().map(|(form, roles)| (form, u64::from(roles.bits()))))?;
    fs::write(pack.join("words.fst"), map.as_fst().as_bytes())?;
    let entries: Vec<(&str, u8)> = forms.iter().map(|(f, r)| (f.as_str(), r.bits())).collect();
    fs::write(pack.join("words.table"), FingerprintTable::write(&entries)?)?;
    let names = forms.keys().filter(|form| form.contains(char::is_uppercase)).count();
    let count = |role| forms.values().filter(|roles| roles.has(role)).count();
    println!("{} forms, {names} of them with capitals", forms.len());
    println!(
        "{} stand alone, {} begin compounds, {} end them, {} forbidden",
        count(Roles::WORD),
        count(Roles::BEGIN),
        count(Roles::END),
        count(Roles::FORBIDDEN)
    );
    Ok(())
}

/// Writes the table of forms anew, in which those with look-alikes are marked, so that one look tells of both.
fn write_table(forms: &Forms, look_alikes: &FingerprintTable, pack: &Path) -> Result<()> {
    let marked = |form: &str, roles: Roles| match look_alikes.get(form.as_bytes()) {
        0 => roles,
        _ => roles.with(Roles::LOOK_ALIKE),
    };
    let entries: Vec<(&str, u8)> =
        forms.iter().map(|(form, roles)| (form.as_str(), marked(form, *roles).bits())).collect();
    fs::write(pack.join("words.table"), FingerprintTable::write(&entries)?)?;
    Ok(())
}

fn write_frequencies(inputs: &Path, sources: &Path, counts: Option<&Path>, pack: &Path) -> Result<()> {
    let path = inputs.join("small_da.msgpack.gz");
    sources::check_input(sources, "small_da.msgpack.gz", &path)?;
    let words = frequencies::wordfreq(&path)?;
    fs::write(pack.join("frequencies-wordfreq.table"), frequencies::table(&words)?)?;
    fs::write(pack.join("letters.model"), letters(&words))?;
    println!("{} words in wordfreq", words.len());
    match counts {
        Some(folder) => write_counts(folder, sources, pack),
        None => Ok(()),
    }
}

/// What is made of counts: a profile, or a folder of tables. Pairs come last: they stand on all frequencies.
fn write_counts(source: &Path, sources: &Path, pack: &Path) -> Result<()> {
    let (listed, counts) = if source.is_file() {
        let profile = Profile::read(&fs::read(source)?).with_context(|| source.display().to_string())?;
        println!("{} words were learned from; SOURCES.toml is to name them", profile.counts().total());
        (frequencies::of_profile(&profile), pairs::Counts::of_profile(&profile))
    } else {
        let (words, pairs) = (source.join("unigrams.tsv.gz"), source.join("bigrams.tsv.gz"));
        sources::check_input(sources, "unigrams.tsv.gz", &words)?;
        sources::check_input(sources, "bigrams.tsv.gz", &pairs)?;
        (frequencies::counts(&words)?, pairs::Counts::of_tables(&words, &pairs)?)
    };
    fs::write(pack.join("frequencies-records.table"), frequencies::table(&listed)?)?;
    println!("{} words in the counts", listed.len());
    fs::write(pack.join("pairs.table"), pairs::table(&counts, pack)?)?;
    fs::write(pack.join("classes.model"), classes::model(&counts)?)?;
    Ok(())
}

/// The letter model. Words weigh by the square root of their frequency: what is unknown resembles the many rare
/// words more than the few that fill the text.
fn letters(words: &Probabilities) -> Vec<u8> {
    let weight = |probability: f64| (probability / 1e-6).sqrt();
    Letters::write(words.iter().map(|(word, probability)| (word.as_str(), weight(*probability))))
}
