use std::path::{Path, PathBuf};

/// What stands between a container and the name of its member.
const MEMBER: &str = "//";

/// A document or a place of it, as findings name it: `FILE[//MEMBER][:LINE[:COLUMN]]`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Spot {
    pub file: PathBuf,
    pub member: Option<String>,
    pub line: Option<u64>,
    pub column: Option<u64>,
}

impl Spot {
    /// What is named so. A file of that whole name goes before all else.
    pub fn of(named: &Path) -> Self {
        let whole = Self { file: named.to_owned(), ..Self::default() };
        let (false, Some(text)) = (named.exists(), named.to_str()) else { return whole };
        let numbered = |text| -> Option<(&str, u64)> {
            let (rest, number) = str::rsplit_once(text, ':')?;
            Some((rest, number.parse().ok()?))
        };
        let Some((rest, number)) = numbered(text) else { return whole.in_container(text) };
        match numbered(rest).filter(|_| !Path::new(rest).exists()) {
            Some((rest, line)) => Self { line: Some(line), column: Some(number), ..whole }.in_container(rest),
            None => Self { line: Some(number), ..whole }.in_container(rest),
        }
    }

    /// The same in this file, or in the member of it that is named.
    fn in_container(self, name: &str) -> Self {
        let member = name.split_once(MEMBER).filter(|(file, _)| !Path::new(name).exists() && Path::new(file).is_file());
        match member {
            Some((file, member)) => Self { file: file.into(), member: Some(member.to_owned()), ..self },
            None => Self { file: name.into(), ..self },
        }
    }

    /// The name of the document.
    pub fn name(&self) -> String {
        let file = self.file.to_string_lossy();
        self.member.as_ref().map_or_else(|| file.clone().into_owned(), |member| format!("{file}{MEMBER}{member}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_findings_name_is_found() {
        let home = tempfile::tempdir().unwrap();
        let path = |name: &str| home.path().join(name);
        for name in ["a.txt", "a.tar", "kl. 9:30"] {
            std::fs::write(path(name), "").unwrap();
        }
        let spot = |file: &str, member: Option<&str>, line, column| Spot {
            file: path(file),
            member: member.map(str::to_owned),
            line,
            column,
        };
        for (named, wanted) in [
            ("a.txt", spot("a.txt", None, None, None)),
            ("a.txt:7", spot("a.txt", None, Some(7), None)),
            ("a.txt:7:3", spot("a.txt", None, Some(7), Some(3))),
            ("kl. 9:30", spot("kl. 9:30", None, None, None)),
            ("kl. 9:30:2", spot("kl. 9:30", None, Some(2), None)),
            ("a.tar//b/c.txt", spot("a.tar", Some("b/c.txt"), None, None)),
            ("a.tar//b/c.txt:7:3", spot("a.tar", Some("b/c.txt"), Some(7), Some(3))),
            ("nowhere.txt", spot("nowhere.txt", None, None, None)),
        ] {
            assert_eq!(Spot::of(&path(named)), wanted, "{named}");
        }
    }
}
