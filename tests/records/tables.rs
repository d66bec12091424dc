use crate::support::{RIGHT, clean, cleaned, misread};

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

/// What is taken away before a quotation mark would make it one that opens the field.
#[test]
fn no_field_is_opened_by_what_is_taken_away_before_its_quotation_mark() {
    let rows = "2,Mødet om kølevandet på øen,nej\n".repeat(40);
    for taken in ["\u{1a}\u{1a}", "\u{200b}", "\u{1}"] {
        let table = |text: &str| format!("nr,tekst,andet\n1,{taken}\"Sagen blev {text},\"a\"\n{rows}");
        assert_eq!(cleaned("a.csv", &table("drÃ¸ftet pÃ¥ mÃ¸det")), table("drøftet på mødet"));
    }
}

/// In a field that goes on behind its closing quotation mark two marks that meet would be one of its text, and the rest of the row with it.
#[test]
fn quotation_marks_do_not_meet_where_something_between_them_is_taken_away() {
    let rows = "2,Mødet om kølevandet på øen,nej\n".repeat(40);
    let table = format!("nr,tekst,andet\n1,\"Skolens \"\u{0}\"tag blev lagt om,a\n{rows}");
    assert_eq!(cleaned("a.csv", &table), table);
}
