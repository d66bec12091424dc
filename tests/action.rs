//! The GitHub Action's own script, as a runner starts it.
#![cfg(all(unix, feature = "cli"))]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

fn run(home: &Path, paths: &str, level: &str) -> (Output, String) {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("action/check");
    let said = home.join("output");
    let ran = Command::new("bash")
        .arg(script)
        .arg(env!("CARGO_BIN_EXE_ordret"))
        .current_dir(home)
        .env("GITHUB_OUTPUT", &said)
        .envs([("ORDRET_PATHS", paths), ("ORDRET_LEVEL", level), ("ORDRET_CONFIG", ""), ("ORDRET_SARIF", "o.sarif")])
        .output()
        .unwrap();
    (ran, fs::read_to_string(said).unwrap_or_default())
}

#[test]
fn findings_become_a_file_and_the_verdict_an_output() {
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join("-skadet.txt"), "Sagen blev drÃ¸ftet.\n").unwrap();
    fs::write(home.path().join("en fil.txt"), "Sagen blev drøftet.\n").unwrap();
    for (paths, damaged, results) in [("en fil.txt\n", "false", 0), ("en fil.txt\n-skadet.txt\n\n", "true", 1)] {
        fs::remove_file(home.path().join("output")).ok();
        let (ran, said) = run(home.path(), paths, "likely");
        assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
        assert_eq!(said, format!("sarif=o.sarif\ndamaged={damaged}\n"));
        let sarif: serde_json::Value = serde_json::from_slice(&fs::read(home.path().join("o.sarif")).unwrap()).unwrap();
        assert_eq!(sarif["runs"][0]["results"].as_array().unwrap().len(), results);
    }
    assert_eq!(run(home.path(), "mangler.txt", "likely").0.status.code(), Some(2));
}

/// Every input that the script reads is one that the action gives it.
#[test]
fn the_action_hands_its_inputs_on() {
    let action = include_str!("../action.yml");
    for (variable, input) in [("PATHS", "paths"), ("LEVEL", "level"), ("CONFIG", "config"), ("SARIF", "sarif")] {
        assert!(action.contains(&format!("ORDRET_{variable}: ${{{{ inputs.{input} }}}}")), "{input}");
        assert!(action.contains(&format!("\n  {input}:\n")), "{input}");
        assert!(include_str!("../action/check").contains(&format!("ORDRET_{variable}")), "{variable}");
    }
}
