//! Whether a text is a list of changes as the tools of programmers write and read them: entries of many people, each below a line with a
//! day and an address.
//!
//! Its lines were broken at a width, but by a program that breaks them so again, and who compares two states of it compares
//! lines: it is data of its source tree.

use std::ops::Range;

use super::indent;

/// Lines of people from which on a text is such a list.
const LEAST: usize = 2;
/// Of so many lines at the margin one at most is none of people.
const OTHERS: usize = 4;
/// How items begin, and a line of who made a release (Debian's).
const ITEMS: [&str; 3] = ["* ", "- ", "-- "];

/// Whether nearly all that stands at the margin of a text (Debian: one column in) are lines of people with their address and a day, and most
/// of the rest stands further in, in items. `lines` are those of the text that are not blank.
pub(super) fn is_list_of_changes(text: &str, lines: &[Range<usize>]) -> bool {
    let (mut people, mut others, mut items) = (0_usize, 0_usize, 0_usize);
    for line in lines {
        let (depth, seen) = (indent(text, line), &text[line.clone()]);
        if names_person_and_day(seen) {
            people += 1;
        } else if depth == 0 {
            others += 1;
        } else if ITEMS.iter().any(|item| seen.starts_with(item)) {
            items += 1;
        }
        // Nearly as many people, each with an item, would have to come.
        if others * 2 > lines.len() {
            return false;
        }
    }
    // Debian's lists have a line with the release at the margin for each person.
    people >= LEAST && items >= people && others <= people + people.div_ceil(OTHERS)
}

/// Whether a line has an address in angle brackets, and the number of a year.
fn names_person_and_day(seen: &str) -> bool {
    let is_address = |(_, rest): (&str, &str)| {
        rest.split_once('>').is_some_and(|(address, _)| address.contains('@') && !address.contains(' '))
    };
    let is_year = |part: &str| part.len() == 4 && (part.starts_with("19") || part.starts_with("20"));
    seen.split_once('<').is_some_and(is_address) && seen.split(|c: char| !c.is_ascii_digit()).any(is_year)
}

#[cfg(test)]
mod tests {
    use super::super::lines;

    fn is_list(text: &str) -> bool {
        super::is_list_of_changes(text, &lines(text).filter(|line| !line.is_empty()).collect::<Vec<_>>())
    }

    #[test]
    fn lists_of_changes_are_told_from_prose() {
        for list in [
            "2004-03-01  Anna Holm  <anna@a.example>\n\n\t* src/a.c (læs): Linjer, der er\n\ttomme, springes over.\n\n\
             2004-02-11  Bo Kjær  <bo@b.example>\n\n\t* src/b.c: Ny fil.\n",
            "Mon Mar  1 10:11:12 1999  Anna Holm  <anna@a.example>\n\n\t* a.c: Ny.\n\nSun Feb 28 09:00:00 1999  Bo Kjær <bo@b.example>\n\n\t* b.c: Ny.\n",
            "ord (1.2-3) unstable; urgency=low\n\n  * Linjer, der er tomme, springes\n    over.\n\n -- Anna Holm <anna@a.example>  Mon, 01 Mar 2004 10:11:12 +0100\n\n\
             ord (1.2-2) unstable; urgency=low\n\n  * Ny udgave.\n\n -- Bo Kjær <bo@b.example>  Wed, 11 Feb 2004 10:11:12 +0100\n",
        ] {
            assert!(is_list(list), "{list}");
        }
        for prose in [
            "Referat af mødet den 3. maj 2004\n\n  * Formanden bød velkommen.\n  * Regnskabet blev godkendt.\n",
            "Skriv til Anna Holm <anna@a.example> før 1. maj 2004.\n\nHun svarer alle, der skriver til hende,\nog det gør hun gerne.\n",
            "",
        ] {
            assert!(!is_list(prose), "{prose}");
        }
    }
}
