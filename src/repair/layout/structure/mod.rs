//! What a line is by how it is built: prose, or something whose line ends an author meant.

mod cells;
mod entries;
mod holds;
mod lists;
mod markers;
mod numbered;
mod remarks;
mod settings;

use self::cells::{has_cells, has_leader, may_part_cells};
use self::entries::hold_entries;
use self::holds::{
    hold_cards, hold_chords, hold_code, hold_columns, hold_cues, hold_dashed, hold_front_matter, hold_quoted_cells,
    hold_remarks_of_vim, hold_strings, hold_strings_of_code,
};
use self::lists::{
    doubt_closing_brackets, doubt_dashes, doubt_lone_numbers, hold_counted, hold_single_items, hold_wordless,
};
pub(super) use self::markers::{asks_for_number, item_marker};
use self::numbered::hold_numbered;
pub(super) use self::settings::{STRAY_INDENT, Setting, settings};
use super::lines::Line;
use crate::language::Language;
use crate::text::SignIndex;

/// Letters by which months are told apart, whatever their endings and abbreviations.
const LETTERS_OF_MONTH: usize = 5;

/// What a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Nothing is on it.
    Blank,
    /// Running text, a heading, a verse: nothing but its width and words tell.
    Prose,
    /// The first line of an item of a list: it may go on, but goes on nothing.
    Item,
    /// Ends an entry with dots and a page number: it may go on another, but nothing goes on it.
    Leader,
    /// Ends in a remark or a line break that is meant: it may go on another, but nothing goes on it.
    Closed,
    /// A row of cells: nothing goes on it but the rest of a word.
    Cells,
    /// A quoted or marked-up line, code: stands by itself.
    Fixed,
    /// A remark that nobody reads: stands by itself, and is of no page.
    Remark,
}

/// The kinds of all lines. `signs` are where the signs of the text stand.
pub(super) fn kinds(text: &str, lines: &[Line], signs: &SignIndex, language: Option<&Language>) -> Vec<Kind> {
    let mut kinds = Vec::with_capacity(lines.len());
    let mut walk = signs.walk();
    // Where the fence begins that is open, if one is.
    let mut open: Option<usize> = None;
    for (at, line) in lines.iter().enumerate() {
        let seen = &text[line.text.clone()];
        let is_fence = seen.starts_with("```") || seen.starts_with("~~~");
        let is_inside = open.is_some() && !line.is_blank();
        let may_have_cells = walk.within(&line.text).iter().any(|at| may_part_cells(text.as_bytes()[*at]));
        kinds.push(if is_fence || is_inside { Kind::Fixed } else { kind(seen, may_have_cells, language) });
        // What closes a fence names no language.
        let closes = is_fence && seen.trim_matches(['`', '~']).is_empty();
        open = if open.is_some() { open.filter(|_| !closes) } else { is_fence.then_some(at) };
    }
    // A fence that is never closed is no fence.
    for at in open.map_or(lines.len(), |at| at)..lines.len() {
        kinds[at] = kind(&text[lines[at].text.clone()], true, language);
    }
    doubt_lone_numbers(text, lines, &mut kinds);
    doubt_dashes(text, lines, &mut kinds);
    doubt_closing_brackets(text, lines, &mut kinds);
    hold_single_items(text, lines, &mut kinds);
    hold_wordless(text, lines, &mut kinds);
    hold_counted(text, lines, &mut kinds);
    hold_numbered(text, lines, &mut kinds);
    hold_columns(text, lines, signs, &mut kinds);
    hold_dashed(text, lines, &mut kinds);
    hold_quoted_cells(text, lines, signs, &mut kinds);
    hold_cues(text, lines, signs, &mut kinds);
    hold_strings(text, lines, signs, &mut kinds);
    hold_cards(text, lines, signs, &mut kinds);
    hold_front_matter(text, lines, &mut kinds);
    hold_chords(text, lines, &mut kinds);
    hold_entries(text, lines, signs, &mut kinds);
    hold_code(text, lines, signs, &mut kinds);
    hold_strings_of_code(text, lines, signs, &mut kinds);
    hold_remarks_of_vim(text, lines, &mut kinds);
    remarks::hold(text, lines, signs, &mut kinds);
    kinds
}

fn kind(seen: &str, may_have_cells: bool, language: Option<&Language>) -> Kind {
    if seen.is_empty() {
        Kind::Blank
    } else if is_fixed(seen) {
        Kind::Fixed
    } else if may_have_cells && has_cells(seen) {
        Kind::Cells
    } else if has_leader(seen) {
        Kind::Leader
    } else if item_marker(seen, language).is_some() {
        Kind::Item
    } else {
        Kind::Prose
    }
}

/// Whether a line is a quotation, markup or a rule.
fn is_fixed(seen: &str) -> bool {
    let bytes = seen.as_bytes();
    let starts = match bytes[0] {
        b'>' | b'|' => true,
        b'<' => bytes.get(1).is_some_and(|&byte| byte.is_ascii_alphabetic() || matches!(byte, b'/' | b'!')),
        // A heading, or a remark of a script: `# x`, `#`, `#----`; but not `#3`.
        b'#' => !seen.trim_start_matches('#').starts_with(char::is_alphanumeric),
        // A request of troff: `.SH NAME`.
        b'.' => is_request(bytes),
        b'`' => seen.starts_with("```"),
        // The end of a remark of markup, and where a link of Markdown leads.
        b'-' if seen.starts_with("-->") => true,
        b'[' => is_link(seen),
        // A formula by itself.
        b'$' => seen.starts_with("$$"),
        _ => false,
    };
    starts || is_rule(bytes)
}

/// Whether a line says where a link leads: `[aftale]: https://…`.
fn is_link(seen: &str) -> bool {
    let leads = seen.split_once("]: ").map(|(_, leads)| leads.trim_start_matches('<'));
    let address = leads.and_then(|leads| leads.split(' ').next());
    address.is_some_and(|address| address.contains("://") || address.starts_with(['/', '#', '.']))
}

/// Whether a line is a request of troff: a full stop and two letters at most, in capitals but for the last.
fn is_request(bytes: &[u8]) -> bool {
    let name = bytes[1..].split(|byte| *byte == b' ').next().unwrap_or_default();
    (1..=2).contains(&name.len()) && name[0].is_ascii_uppercase() && name.iter().all(u8::is_ascii_alphanumeric)
}

/// Whether a line is drawn: three signs or more and nothing that is read.
fn is_rule(bytes: &[u8]) -> bool {
    let drawn = |byte: &u8| matches!(byte, b'-' | b'=' | b'*' | b'_' | b'~' | b'+' | b'.' | b' ');
    bytes.len() >= 3 && bytes.iter().all(drawn)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_told_by_how_they_are_built() {
        let cases = [
            ("", Kind::Blank),
            ("Mødet blev hævet kl. 16.", Kind::Prose),
            ("- at sagen drøftes", Kind::Item),
            ("o ét punkt", Kind::Item),
            ("1. Godkendelse", Kind::Item),
            ("2.1 Økonomi", Kind::Item),
            ("a) børn", Kind::Item),
            ("IV. Regnskab", Kind::Item),
            ("• mælk", Kind::Item),
            ("Ny leder..... 8", Kind::Leader),
            ("Ny leder….. 8.", Kind::Leader),
            ("Han tøvede...", Kind::Prose),
            ("Navn\tBeløb", Kind::Cells),
            ("Navn    Beløb", Kind::Cells),
            ("Navn\u{a0}\u{a0}\u{a0}Beløb", Kind::Cells),
            ("Navn\u{a0} \u{a0}Beløb", Kind::Cells),
            ("kl.\u{a0}10 i\u{a0}Vejen", Kind::Prose),
            ("| a | b |", Kind::Fixed),
            ("> Hej igen", Kind::Fixed),
            ("## Referat", Kind::Fixed),
            ("<p>Tekst", Kind::Fixed),
            ("-----", Kind::Fixed),
            ("--> her slutter den", Kind::Fixed),
            ("[aftale]: https://example.org/aftale.html", Kind::Fixed),
            ("[1]: se den anden bog", Kind::Prose),
            ("navn;alder;by", Kind::Cells),
            ("Priserne er 12,50, 13,75 og 14,00 kr.", Kind::Prose),
            ("#3 på listen", Kind::Prose),
            ("5. februar var der møde", Kind::Prose),
            ("1.000 kr. i støtte", Kind::Prose),
        ];
        for (line, wanted) in cases {
            let signs = SignIndex::of(line);
            let may_have_cells =
                signs.walk().within(&(0..line.len())).iter().any(|at| may_part_cells(line.as_bytes()[*at]));
            assert_eq!(kind(line, may_have_cells, Some(Language::danish())), wanted, "{line}");
        }
    }

    fn kinds(text: &str) -> Vec<Kind> {
        super::kinds(text, &super::super::lines::split(text), &SignIndex::of(text), None)
    }

    #[test]
    fn a_lone_number_before_a_small_letter_is_an_ordinal() {
        assert_eq!(kinds("2022 var det\n25. år i træk"), [Kind::Prose, Kind::Prose]);
        assert_eq!(kinds("1. mødet\n2. regnskabet"), [Kind::Item, Kind::Item]);
        assert_eq!(kinds("7. Regnskab"), [Kind::Item]);
        assert_eq!(kinds("Mødet blev ledet af N.\nP. Jensen fra Vejen"), [Kind::Prose, Kind::Prose]);
        assert_eq!(kinds("Der var tre punkter\nB. Regnskab\nC. Valg"), [Kind::Prose, Kind::Item, Kind::Item]);
    }

    #[test]
    fn a_line_among_columns_is_one_of_them_though_its_bar_is_gone() {
        let row = "klinger, hvilken toring | pose til at si igennem\n";
        let text = format!("{}linger, hvilken toring jeg skikkede be-\n{}", row.repeat(4), row.repeat(3));
        assert_eq!(kinds(&text), [Kind::Cells; 8]);
        assert_eq!(kinds(&format!("{row}En linje med prosa.\nOg en til.\n{row}"))[1..3], [Kind::Prose; 2]);
    }

    #[test]
    fn a_bracket_that_was_opened_above_is_closed_by_no_item() {
        assert_eq!(kinds("som det hedder (side\n60) i bogen"), [Kind::Prose, Kind::Prose]);
        assert_eq!(kinds("Der er flere (mange)\na) børn\nb) voksne")[1..], [Kind::Item, Kind::Item]);
    }

    #[test]
    fn a_dash_behind_a_full_line_is_one_of_a_sentence() {
        let prose = "Han gik hjem – det var sent – og fandt døren\nåben, skabet tomt og alle lamper tændte igen\n– så løb han ud på gaden, til politiet kom.";
        assert_eq!(kinds(prose), [Kind::Prose; 3]);
        let list = "Han købte – som altid om lørdagen – tre ting\n– mælk og smør\n– rugbrød\n– ost";
        assert_eq!(kinds(list)[1..], [Kind::Item; 3]);
    }

    #[test]
    fn strings_and_manuals_of_programs_stand_by_themselves() {
        let held = |text: &str, line: usize| {
            assert_eq!(kinds(text)[line], Kind::Fixed, "{text}");
        };
        held("import os\n\ndef f():\n    \"\"\"Gør det\n    som skal gøres.\n    \"\"\"\n    return 1", 4);
        held("package Ting;\nuse strict;\n\n=head1 NAVN\n\nTing og sager,\nsom man har.\n\n=cut\n\nmy $x;", 6);
        held("\" En bemærkning, som\n\" går over to linjer", 1);
        let prose = "Han skrev \"\"\"hej\"\"\" i sin bog,\nog så gik han hjem.";
        assert_eq!(kinds(prose), [Kind::Prose, Kind::Prose]);
    }

    #[test]
    fn fenced_lines_stand_by_themselves_if_the_fence_is_closed() {
        let text = "```\nlet a\n```\ntekst";
        assert_eq!(kinds(text), [Kind::Fixed, Kind::Fixed, Kind::Fixed, Kind::Prose]);
        let open = "```\nlet a";
        assert_eq!(kinds(open), [Kind::Fixed, Kind::Prose]);
    }

    #[test]
    fn formulas_rows_without_words_and_songs_with_chords_stand_by_themselves() {
        assert_eq!(kinds("$$x_1 + x_2 = 0$$\n\nhvor summen er nul")[0], Kind::Fixed);
        let moved = "/gamle/sider/om/ /nye/sider/om/ 301\n/gamle/sider/kalender/ /nye/kalender/ 301\n/gamle/kort/ /nye/kort/ 301\n";
        assert_eq!(kinds(moved)[..3], [Kind::Fixed; 3]);
        assert_eq!(kinds("Prisen er 40\nog ikke 30\nsom sidst")[..3], [Kind::Prose; 3]);
        let song =
            "{title: Lygtemanden}\n{artist: Ukendt}\n\nHan går langs alle åens bredder\nog ingen ved, hvor lyset er\n";
        assert_eq!(kinds(song)[3..5], [Kind::Fixed; 2]);
    }
}
