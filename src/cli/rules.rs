use std::io::Write;

use clap::Args;

use super::exit::{Exit, usage};
use super::options::FormatArgs;
use super::stdout::stdout;
use crate::Rule;

/// The manual of the rules: all in a line each, or one in full
#[derive(Args)]
pub(super) struct Rules {
    /// The rule's code, or the beginning of codes
    code: Option<String>,
    #[command(flatten)]
    format: FormatArgs,
}

/// A rule as a line of JSON.
#[derive(serde::Serialize)]
struct RuleLine<'a> {
    r#type: &'static str,
    code: &'a str,
    name: &'a str,
    summary: String,
    manual: String,
}

impl Rules {
    pub fn run(&self) -> anyhow::Result<Exit> {
        let code = self.code.as_deref().unwrap_or_default().to_ascii_uppercase();
        let chosen: Vec<&Rule> = crate::rules().iter().filter(|rule| rule.code.0.starts_with(&code)).collect();
        let mut out = stdout();
        if chosen.is_empty() && !code.is_empty() {
            return Err(usage(format!("no rule has a code that begins with {code:?}; `ordret rules` lists them")));
        }
        if self.format.is_json()? {
            for rule in chosen {
                let (summary, manual) = (rule.summary(), rule.manual().to_string());
                let line = RuleLine { r#type: "rule", code: rule.code.0, name: rule.name, summary, manual };
                serde_json::to_writer(&mut out, &line)?;
                writeln!(out)?;
            }
            return Ok(Exit::Fine);
        }
        match chosen.as_slice() {
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
