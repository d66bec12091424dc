//! The command's behaviour, as data: one file a case.
#![cfg(feature = "cli")]

#[test]
fn cases() {
    trycmd::TestCases::new().case("tests/cmd/*.toml").case("tests/cmd/*.md").case("docs/records.md");
}
