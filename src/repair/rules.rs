use std::sync::LazyLock;

use crate::text::RuleCode;

/// A rule as users meet it: its code, its name and its manual.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// The stable code, such as `E101`.
    pub code: RuleCode,
    /// A short name, such as `utf8-misread`.
    pub name: &'static str,
    /// The source file that the rule lives in; its opening comment is the manual.
    source: &'static str,
}

impl Rule {
    /// A rule whose manual opens the file with the text `source`.
    pub(super) const fn new(code: RuleCode, name: &'static str, source: &'static str) -> Self {
        Self { code, name, source }
    }

    /// The manual: what the rule does, why it is damage, an example, when it is certain. Markdown.
    pub fn manual(&self) -> String {
        let lines = self.source.lines().map_while(|line| line.strip_prefix("//!"));
        lines.map(|line| line.strip_prefix(' ').unwrap_or(line)).collect::<Vec<_>>().join("\n")
    }

    /// The manual's first sentence.
    pub fn summary(&self) -> String {
        let manual = self.manual();
        let first = manual.split("\n\n").next().unwrap_or_default().replace('\n', " ");
        first.split_inclusive(". ").next().unwrap_or_default().trim().to_owned()
    }
}

/// Every rule, by code.
pub fn rules() -> &'static [Rule] {
    static RULES: LazyLock<Vec<Rule>> = LazyLock::new(|| {
        let encoding = super::encoding::RULES.iter().copied().flatten();
        let mut rules: Vec<Rule> = super::decode::RULES
            .iter()
            .chain(encoding)
            .chain(&super::characters::RULES)
            .chain(&super::layout::RULES)
            .chain(&super::words::RULES)
            .copied()
            .collect();
        rules.sort_by_key(|rule| rule.code);
        rules
    });
    &RULES
}
