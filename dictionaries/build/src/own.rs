//! Reads our own tables: one form a line, roles after a tab, `#` begins a comment line.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use ordret::language::Roles;

use crate::hunspell::Forms;

/// The tables, and the roles a form has where its line names none.
pub const TABLES: [(&str, Roles); 6] = [
    ("abbreviations.txt", Roles::WORD.with(Roles::ABBREVIATION)),
    ("names.txt", Roles::WORD),
    ("pieces.txt", Roles::NONE),
    ("units.txt", Roles::WORD),
    ("variants.txt", Roles::WORD),
    ("words.txt", Roles::WORD),
];

/// Adds the forms of every table in `folder`.
pub fn add(folder: &Path, forms: &mut Forms) -> Result<()> {
    for (name, roles) in TABLES {
        let path = folder.join(name);
        let text = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
        for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
            let (form, named) = line.split_once('\t').unwrap_or((line, ""));
            let roles = roles_named(named).with_context(|| format!("{name}: {form}"))?.with(roles);
            let known = forms.entry(form.to_owned()).or_default();
            *known = known.with(roles).without(Roles::FORBIDDEN);
        }
    }
    Ok(())
}

fn roles_named(names: &str) -> Result<Roles> {
    names.split_whitespace().try_fold(Roles::NONE, |roles, name| {
        let role = match name {
            "begin" => Roles::BEGIN.with(Roles::MIDDLE),
            "head" => Roles::END.with(Roles::SHORT_HEAD),
            _ => bail!("no such role: {name}"),
        };
        Ok(roles.with(role))
    })
}
