use std::io::{self, Write};

use clap::Args;

use super::exit::{Exit, usage};
use crate::Rule;

/// The manual of the rules: all in a line each, or one in full
#[derive(Args)]
pub(super) struct Rules {
    /// The rule's code, or the beginning of codes
    code: Option<String>,
}

impl Rules {
    pub fn run(&self) -> anyhow::Result<Exit> {
        let code = self.code.as_deref().unwrap_or_default().to_ascii_uppercase();
        let chosen: Vec<&Rule> = crate::rules().iter().filter(|rule| rule.code.0.starts_with(&code)).collect();
        let mut out = io::stdout().lock();
        match chosen.as_slice() {
            [] if !code.is_empty() => {
                return Err(usage(format!("no rule has a code that begins with {code:?}; `ordret rules` lists them")));
            }
            [rule] if !code.is_empty() => writeln!(out, "{} {}\n\n{}", rule.code, rule.name, rule.manual())?,
            rules => {
                for rule in rules {
                    writeln!(out, "{:5} {:24} {}", rule.code, rule.name, rule.summary())?;
                }
            }
        }
        Ok(Exit::Fine)
    }
}
