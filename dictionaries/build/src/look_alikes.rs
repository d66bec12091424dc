//! Finds the words that may be other words, misread.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use ordret::language::fingerprint::FingerprintTable;
use ordret::language::{Language, Reach, Respelling, Respellings, Roles};

use crate::hunspell::Forms;
use crate::pairs::without_pairs;

/// -ln of the greatest and the least share that steers a search, as the words stage has them.
const COSTS: (f32, f32) = (0.5, 6.0);
/// Words that are rarer are no readings of others.
const LEAST_LOG_PROBABILITY: f32 = -15.5;
/// How much of a confusion's cost counts: which one OCR makes depends on the scan more than on the letters.
const OF_COST: f32 = 0.5;
/// What pulls less at a word leaves it alone; 98 of 100 errors that neighbours tell are of stronger pull.
const LEAST_PULL: f32 = -2.25;
/// Payloads count eighths of a nat from there, 1 being the least.
const STEPS_A_NAT: f32 = 8.0;

/// Makes the table: each small word that one confusion makes of a likelier one, with how strongly that one pulls.
pub fn table(forms: &Forms, pack: &Path) -> Result<Vec<u8>> {
    let path = pack.join("confusions.tsv");
    let table = Respellings::new(confusions(&fs::read_to_string(&path).with_context(|| path.display().to_string())?));
    let language = without_pairs(pack)?;
    let words = forms.iter().filter(|(form, roles)| is_small_word(form, **roles)).map(|(form, _)| form);
    let pulled = words.filter_map(|word| Some((word.as_str(), payload(pull(word, &table, &language)?)?)));
    let pulled: BTreeMap<&str, u8> = pulled.collect();
    println!("{} words that may be others", pulled.len());
    let entries: Vec<(&str, u8)> = pulled.into_iter().collect();
    Ok(FingerprintTable::write(&entries)?)
}

/// The confusions of small letters.
fn confusions(table: &str) -> Vec<Respelling> {
    let rows = table.lines().filter(|line| !line.starts_with('#')).filter_map(|line| {
        let mut fields = line.split('\t');
        let (meant, written) = (fields.next()?, fields.next()?);
        let share: f32 = fields.next()?.parse().ok()?;
        let is_small = [meant, written].iter().all(|letters| letters.chars().all(char::is_lowercase));
        let cost = (-share.ln()).clamp(COSTS.0, COSTS.1);
        is_small.then(|| Respelling { meant: meant.into(), written: written.into(), cost, spelled: None })
    });
    rows.collect()
}

fn is_small_word(form: &str, roles: Roles) -> bool {
    roles.has(Roles::WORD)
        && !roles.has(Roles::ABBREVIATION)
        && form.chars().all(char::is_lowercase)
        && form.chars().count() > 1
}

/// By how many nats the likeliest other reading of a word is likelier than itself.
fn pull(word: &str, table: &Respellings, language: &Language) -> Option<f32> {
    let reach = Reach { rows: 1, cost: COSTS.1, letters: 0, compounds: false, names: false };
    let own = language.log_probability(word);
    let readings = language.respelled(word, table, reach).into_iter().filter(|found| {
        found.form != word && is_small_word(&found.form, language.roles(&found.form)) && found.steps().len() == 1
    });
    let pulls = readings.filter_map(|found| {
        let probability = language.log_probability(&found.form);
        let cost = table.rows().get(usize::from(found.steps()[0].0))?.cost;
        (probability >= LEAST_LOG_PROBABILITY).then_some(probability - own - OF_COST * cost)
    });
    pulls.max_by(f32::total_cmp)
}

fn payload(pull: f32) -> Option<u8> {
    (pull >= LEAST_PULL).then(|| 1 + ((pull - LEAST_PULL) * STEPS_A_NAT).min(254.0) as u8)
}
