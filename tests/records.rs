//! Documents of records from outside: fields are mended, all else stays byte for byte, and `restore` gives the input back.
#![cfg(feature = "cli")]

use std::fs;
use std::path::Path;

use ordret::archive::{self, Cleaning, Detail, DocumentRepairer, Failure, Observer, OutputEncoding, Selection};
use ordret::formats::record::RecordOptions;
use ordret::record::RunOptions;
use ordret::{Options, Repairer};
use proptest::prelude::*;

#[derive(Default)]
struct Told {
    failures: Vec<String>,
    notes: Vec<String>,
}

impl Observer for Told {
    fn failure(&mut self, failure: &Failure) -> std::io::Result<()> {
        self.failures.push(failure.to_string());
        Ok(())
    }

    fn document(&mut self, document: &ordret::record::Document) -> std::io::Result<()> {
        self.notes.extend(document.note.clone().map(|note| note.into_owned()));
        Ok(())
    }
}

fn cleaning(threads: usize) -> Cleaning {
    let mut records = RecordOptions::default();
    records.fields = vec!["text".into(), "beskeder.indhold".into()];
    records.columns = vec!["tekst".into(), "Bemærkning".into()];
    let (repairer, output_encoding) = (Repairer::new(Options::default()), OutputEncoding::Utf8);
    Cleaning {
        repairer: DocumentRepairer { repairer, records, output_encoding, detail: Detail::Ledger, threads },
        options: RunOptions::default(),
        threads,
        force: false,
        selection: Selection::default(),
        tell_records: true,
        profile: None,
        stop: Default::default(),
    }
}

/// What becomes of a file of this name, and what is said of it; it is given back, and comes out the same with other threads.
fn clean(name: &str, bytes: &[u8]) -> (Vec<u8>, Vec<String>) {
    let home = tempfile::tempdir().unwrap();
    let input = home.path().join("in");
    fs::create_dir(&input).unwrap();
    fs::write(input.join(name), bytes).unwrap();
    let run = |threads: usize| {
        let output = home.path().join(format!("out{threads}"));
        let mut told = Told::default();
        archive::clean(&[input.clone()], &output, &cleaning(threads), &mut told).unwrap();
        assert!(told.failures.is_empty(), "{:?}", told.failures);
        let ledger = fs::read(output.join(".ordret/ledger.jsonl")).unwrap();
        (fs::read(output.join(name)).unwrap(), ledger, told.notes)
    };
    let (one, two) = (run(1), run(2));
    assert!(one == two, "threads make a difference");
    let originals = home.path().join("originals");
    let mut told = Told::default();
    archive::restore(&home.path().join("out2"), &originals, 0, false, &mut told).unwrap();
    assert!(told.failures.is_empty(), "{:?}", told.failures);
    assert!(fs::read(originals.join(name)).unwrap() == bytes, "not given back");
    (one.0, one.2)
}

fn cleaned(name: &str, text: &str) -> String {
    String::from_utf8(clean(name, text.as_bytes()).0).unwrap()
}

/// Text as a program makes of it that reads UTF-8 as windows-1252.
fn misread(text: &str) -> String {
    text.replace('ø', "Ã¸").replace('å', "Ã¥").replace('æ', "Ã¦")
}

/// The same in the escapes of JSON.
fn escaped(text: &str) -> String {
    text.chars().map(|c| if c.is_ascii() { c.to_string() } else { format!("\\u{:04x}", c as u32) }).collect()
}

const RIGHT: &str = "Sagen blev drøftet på mødet, og der blev sat penge af til nye æbletræer.";

#[test]
fn json_is_mended_in_its_fields_and_written_as_it_was() {
    let (raw, damaged) = (RIGHT, misread(RIGHT));
    let (raw_escaped, damaged_escaped) = (escaped(RIGHT), escaped(&damaged));
    let line =
        |text: &str| format!("{{ \"nr\" : 1.50,\"tekst\":\"{damaged}\" , \"text\":\"{text}\",\"x\":[1e3,{{}}]}}\r\n");
    let ascii = |text: &str| format!("{{\"text\":\"{text}\",\"anden\":\"{damaged_escaped}\"}}\n");
    let cases = [
        (line(&damaged), line(raw)),
        (ascii(&damaged_escaped), ascii(&raw_escaped)),
        (
            ascii(&format!("\\\"{damaged_escaped}\\\" \\/ \\ud83d\\ude00 \\ud83d \\u0041")),
            ascii(&format!("\\\"{raw_escaped}\\\" \\/ \\ud83d\\ude00 \\ud83d \\u0041")),
        ),
        (
            format!("{{\"text\":[\"{damaged}\",{{\"text\":\"{damaged}\"}}],\"text\":\"{damaged}\"}}"),
            format!("{{\"text\":[\"{raw}\",{{\"text\":\"{damaged}\"}}],\"text\":\"{raw}\"}}"),
        ),
        (format!("{{\"text\":\"Kom-\\nmunen.\\n\\n{damaged}\"}}"), format!("{{\"text\":\"Kommunen.\\n\\n{raw}\"}}")),
    ];
    for (input, wanted) in cases {
        assert_eq!(cleaned("a.jsonl", &input), wanted);
    }
    let facebook = format!("{{\n  \"beskeder\": [\n    {{\"indhold\": \"{damaged_escaped}\"}}\n  ]\n}}\n");
    assert_eq!(cleaned("m.json", &facebook), facebook.replace(&damaged_escaped, &raw_escaped));
}

#[test]
fn what_is_no_json_is_named_and_passes_through() {
    let damaged = misread(RIGHT);
    let good = format!("{{\"text\":\"{damaged}\"}}\n");
    let bad = format!("{{\"text\":\"{damaged}\"\n\n{{\"text\":\"{damaged}\"}} x\n\0\n\"{damaged}\"\n");
    let (output, notes) = clean("a.ndjson", format!("{good}{bad}{good}").as_bytes());
    let mended = good.replace(&damaged, RIGHT);
    assert_eq!(String::from_utf8(output).unwrap(), format!("{mended}{bad}{mended}"));
    assert_eq!(notes, ["left as they came: line 2 (not JSON), line 4 (not JSON), line 5 (not JSON)"]);
    let (_, notes) = clean("b.jsonl", b"{\"other\":\"x\"}\n");
    assert_eq!(notes, ["no field of that name"]);
}

#[test]
fn an_edit_never_crosses_the_border_of_a_field() {
    let fields = "{\"text\":\"Der blev bevilget penge til kom-\"}\n{\"text\":\"munens nye skole.\"}\n";
    assert_eq!(cleaned("a.jsonl", fields), fields);
    let heads = "{\"text\":\"Side 1\"}\n".repeat(40);
    assert_eq!(cleaned("a.jsonl", &heads), heads);
}

#[test]
fn fields_prove_together_what_one_cannot() {
    let line = |text: &str| format!("{{\"text\":\"{text}\"}}\n");
    let words = ["rødgrød på bordet", "også børnene så æblerne", "København får måske sne", "gråvejr og blæst på øen"];
    let as_437 = |text: &str| text.replace('ø', "¢").replace('å', "å").replace('æ', "æ");
    let input: String = words.iter().cycle().take(60).map(|text| line(&as_437(text))).collect();
    let wanted: String = words.iter().cycle().take(60).map(|text| line(text)).collect();
    assert_eq!(cleaned("a.jsonl", &input), wanted);
}

#[test]
fn a_long_line_and_many_lines_are_done() {
    let damaged = misread(RIGHT);
    let long = format!("{{\"a\":\"{}\",\"text\":\"{}\"}}\n", "x".repeat(1 << 20), format!("{damaged} ").repeat(4000));
    assert_eq!(cleaned("a.jsonl", &long), long.replace(&damaged, RIGHT));
    let many = format!("{{\"text\":\"{damaged}\",\"id\":\"{damaged}\"}}\n").repeat(16_000);
    let wanted = format!("{{\"text\":\"{RIGHT}\",\"id\":\"{damaged}\"}}\n").repeat(16_000);
    assert!(cleaned("a.jsonl", &many) == wanted);
}

#[test]
fn tables_are_mended_in_their_columns() {
    let damaged = misread(RIGHT);
    let table = |text: &str| {
        format!(
            "\u{feff}nr;tekst;andet\r\n1;\"{text}, sagde \"\"han\"\"\r\n{text}\";{damaged}\r\n\r\n2;{text};\"{damaged}\"\r\n3;for;mange;felter\r\n4;tommer 3\" {text};x"
        )
    };
    let (output, notes) = clean("a.csv", table(&damaged).as_bytes());
    assert_eq!(String::from_utf8(output).unwrap(), table(RIGHT));
    assert_eq!(notes, ["left as they came: line 6 (not as many columns as the first row)"]);
    let tabs = |text: &str| format!("Bemærkning\ttekst\n{text}\t{text}\n\"{text}\"\t\n");
    assert_eq!(cleaned("a.tsv", &tabs(&damaged)), tabs(RIGHT));
}

#[test]
fn a_table_keeps_its_encoding_and_what_it_cannot_say_is_left() {
    let latin = |text: &str| text.chars().map(|c| c as u8).collect::<Vec<u8>>();
    let table = |text: &str| {
        let rows = "2,Mødet om kølevandet på øen,nej\n".repeat(20);
        latin(&format!("nr,tekst,Bemærkning\n1,{text},\"ja, på øen\"\n{rows}"))
    };
    let damaged = "Sagen blev dr&oslash;ftet p&aring; m&oslash;det.";
    let (output, _) = clean("a.csv", &table(damaged));
    assert_eq!(output, table("Sagen blev drøftet på mødet."));
    let right = table(RIGHT);
    assert_eq!(clean("a.csv", &right).0, right);
}

#[test]
fn tables_without_the_column_or_with_an_open_quotation_pass_through() {
    let damaged = misread(RIGHT);
    let other = format!("a,b\n{damaged},{damaged}\n");
    let (output, notes) = clean("a.csv", other.as_bytes());
    assert_eq!(String::from_utf8(output).unwrap(), other);
    assert_eq!(notes, ["left as it came: its first row has no column of that name"]);
    let (right, damaged) = ("Mødet blev afholdt på øen.", misread("Mødet blev afholdt på øen."));
    let open = format!("nr,tekst\n1,{damaged}\n2,\"{damaged}\n3,{damaged}\n");
    let (output, notes) = clean("a.csv", open.as_bytes());
    assert_eq!(String::from_utf8(output).unwrap(), open.replacen(&damaged, right, 1));
    assert_eq!(notes, ["left as they came: line 3 (a quotation mark is not closed)"]);
}

/// A message of three parts with this text in each, and the same in its headers.
fn mail(quoted: &str, base64: &str, eight: &str) -> String {
    let lines = [
        "From: \"J\u{f8}rgen\" <j@example.dk>",
        "Subject: =?utf-8?Q?M=C3=83=C2=B8de?=",
        "MIME-Version: 1.0",
        "Content-Type: multipart/mixed; boundary=\"--=_a\"",
        "",
        "MÃ¸det er en forord.",
        "----=_a",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: quoted-printable",
        "",
        quoted,
        "----=_a",
        "Content-Type: text/plain; charset=\"UTF-8\"",
        "Content-Transfer-Encoding: base64",
        "",
        base64,
        "----=_a",
        "Content-Type: text/html; charset=utf-8",
        "Content-Transfer-Encoding: 8bit",
        "",
        eight,
        "----=_a",
        "Content-Type: text/plain; name=\"bilag.txt\"; charset=utf-8",
        "Content-Disposition: attachment",
        "Content-Transfer-Encoding: 8bit",
        "",
        "Sagen blev drÃ¸ftet pÃ¥ mÃ¸det.",
        "----=_a--",
        "",
    ];
    lines.join("\r\n")
}

#[test]
fn mail_is_mended_in_its_parts() {
    let quoted = "Sagen blev dr=C3=83=C2=B8ftet p=C3=83=C2=A5 m=C3=83=C2=B8d=\r\net, og vi s=C3=83=\r\n=C2=A5s. =20\r\n> svar =3D ja";
    let wanted = "Sagen blev dr=C3=B8ftet p=C3=A5 m=C3=B8d=\r\net, og vi s=C3=A5s. =20\r\n> svar =3D ja";
    // «Sagen blev drÃ¸ftet pÃ¥ mÃ¸det.» and «Sagen blev drøftet på mødet.»
    let base64 = "U2FnZW4gYmxldiBkcsODwrhmdGV0IHDDg8KlIG3Dg8K4ZGV0Lg==";
    let wanted_base64 = "U2FnZW4gYmxldiBkcsO4ZnRldCBww6UgbcO4ZGV0Lg==";
    let input = mail(quoted, base64, "<p>Vi sÃ¥ mÃ¸det pÃ¥ skÃ¦rmen.</p>");
    let output = cleaned("a.eml", &input);
    assert_eq!(output, mail(wanted, wanted_base64, "<p>Vi så mødet på skærmen.</p>"));
    let boxed = format!("From a@example.dk Mon Jan 01\r\n{input}\r\nFrom b@example.dk Mon Jan 01\r\n{input}");
    let wanted = format!("From a@example.dk Mon Jan 01\r\n{output}\r\nFrom b@example.dk Mon Jan 01\r\n{output}");
    assert_eq!(cleaned("a.mbox", &boxed), wanted);
}

#[test]
fn mail_that_is_broken_or_lies_comes_to_no_harm() {
    let damaged = misread(RIGHT);
    let message = |headers: &str, body: &str| format!("Subject: x\n{headers}\n\n{body}\n");
    // A character set that has no such letters keeps to its own.
    let lying = message("Content-Type: text/plain; charset=us-ascii", "Han skrev rn\u{c3}\u{b8}det\n");
    let seven = message("Content-Type: text/plain; charset=utf-8", "Sagen blev droftet pa modet i rnandags.");
    let cut = message("Content-Transfer-Encoding: base64", "U2FnZW4gYmxldiBkcsODwrhmdGV0IHDDg8KlIG3Dg8");
    let border = message("Content-Type: multipart/mixed; boundary=a", &format!("--b\n\n{damaged}\n--b--"));
    for input in
        [&lying, &seven, &cut, &border, "ingen mail", "", "\n\n", "Content-Type: multipart/mixed; boundary=\n\nx"]
    {
        clean("a.eml", input.as_bytes());
    }
    assert_eq!(cleaned("a.eml", &border), border);
    assert!(cleaned("a.eml", &seven).is_ascii());
    let flowed = message(
        "Content-Type: text/plain; charset=utf-8; format=flowed",
        &format!("{damaged} \nog kom- \nmunen kom.\n-- \nmig"),
    );
    assert_eq!(cleaned("a.eml", &flowed), flowed.replace(&damaged, RIGHT));
}

/// Text as fields of records hold it, damaged or not.
fn field() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        Just("mødet".to_owned()),
        Just("mÃ¸det".to_owned()),
        Just("pÃ¥ ".to_owned()),
        Just("kom-\nmunen".to_owned()),
        Just("\"\u{0}\t".to_owned()),
        Just("😀 æ;,".to_owned()),
        "[a-zæøåÆØÅÃ¸¥�\\\\ ]{0,12}",
    ];
    prop::collection::vec(word, 0..12).prop_map(|words| words.join(" "))
}

fn literal(text: &str, is_ascii: bool) -> String {
    let plain = serde_json::to_string(text).unwrap();
    if !is_ascii {
        return plain;
    }
    let mut units = [0; 2];
    let escape = |c: char| match c.is_ascii() {
        true => c.to_string(),
        false => c.encode_utf16(&mut units).iter().map(|unit| format!("\\u{unit:04X}")).collect(),
    };
    plain.chars().map(escape).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn json_stays_json_and_other_fields_stay_byte_for_byte(
        lines in prop::collection::vec((field(), field(), any::<bool>()), 1..6),
    ) {
        let parts = lines.iter().map(|(text, other, is_ascii)| {
            let other = literal(other, *is_ascii);
            (format!("{{\"a\": {other}, \"text\" :"), literal(text, *is_ascii), format!(",\"a\":{other} }}\n"))
        });
        let parts: Vec<_> = parts.collect();
        let input: String = parts.iter().map(|(before, text, after)| format!("{before}{text}{after}")).collect();
        let output = cleaned("a.jsonl", &input);
        prop_assert_eq!(output.lines().count(), lines.len());
        prop_assert!(!input.is_ascii() || output.is_ascii());
        for (line, (before, _, after)) in output.split_inclusive('\n').zip(&parts) {
            prop_assert!(line.starts_with(before) && line.ends_with(after));
            prop_assert!(serde_json::from_str::<serde_json::Value>(line).is_ok());
        }
    }

    #[test]
    fn tables_keep_their_rows_and_their_other_columns(
        rows in prop::collection::vec((field(), field(), any::<bool>()), 1..6),
    ) {
        let cell = |text: &str, is_quoted: bool| match is_quoted {
            true => format!("\"{}\"", text.replace('"', "\"\"")),
            false => text.replace(['"', ';', '\n', '\r'], "."),
        };
        let parts: Vec<_> = rows.iter().map(|(text, other, is_quoted)| {
            let other = cell(other, *is_quoted);
            (format!("{other};"), cell(text, *is_quoted), format!(";{other}\r\n"))
        }).collect();
        let input: String = parts.iter().map(|(before, text, after)| format!("{before}{text}{after}")).collect();
        let output = cleaned("a.csv", &format!("x;tekst;y\r\n{input}"));
        let mut rest = output.strip_prefix("x;tekst;y\r\n").unwrap();
        for (before, _, after) in &parts {
            rest = rest.strip_prefix(before.as_str()).unwrap();
            let end = rest.find(after.as_str()).unwrap();
            rest = &rest[end + after.len()..];
        }
        prop_assert!(rest.is_empty());
    }

    #[test]
    fn any_bytes_come_back(bytes in prop::collection::vec(any::<u8>(), 0..300), kind in 0usize..4, is_headed in any::<bool>()) {
        let name = ["a.jsonl", "a.csv", "a.eml", "a.mbox"][kind];
        let head: &[u8] = [&b""[..], b"x,tekst\n", b"Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\n", b"From x\nContent-Transfer-Encoding: quoted-printable\n\n"][kind];
        clean(name, &if is_headed { [head, &bytes].concat() } else { bytes });
    }
}

#[test]
fn right_text_stays() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/archive/clean");
    let mut lines = String::new();
    for entry in fs::read_dir(folder).unwrap() {
        let text = fs::read_to_string(entry.unwrap().path()).unwrap_or_default();
        lines.extend(text.split("\n\n").map(|text| format!("{{\"text\":{}}}\n", serde_json::to_string(text).unwrap())));
    }
    assert_eq!(cleaned("a.jsonl", &lines), lines);
}
