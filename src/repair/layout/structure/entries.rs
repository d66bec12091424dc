//! Files of settings and of translations that are a name and a value in each line: `help-button = Hjælp`.

use super::super::lines::Line;
use super::Kind;
use crate::text::SignIndex;

/// Entries that make a file one.
const LEAST: usize = 3;

/// The lines of a text that is entries of a name and a value, with what hangs below them: what is in a value's lines was set so, and the next
/// entry goes on with none. Elsewhere the entries that stand under each other.
pub(super) fn hold_entries(text: &str, lines: &[Line], signs: &SignIndex, kinds: &mut [Kind]) {
    if !signs.has(b'=') && !signs.has(b':') {
        return;
    }
    let seen = |at: usize| &text[lines[at].text.clone()];
    let is_entry = |at: usize| lines[at].indent == 0 && begins_entry(seen(at));
    let is_at_margin =
        |at: &usize| lines[*at].indent == 0 && !lines[*at].is_blank() && !seen(*at).starts_with(['#', ';', '[']);
    let mut walk = signs.walk();
    // Most lines have neither sign.
    let mut has_sign =
        |line: &Line| walk.within(&line.text).iter().any(|at| matches!(text.as_bytes()[*at], b'=' | b':'));
    let entries: Vec<usize> = (0..lines.len()).filter(|at| has_sign(&lines[*at]) && is_entry(*at)).collect();
    if entries.len() < LEAST {
        return;
    }
    let all = (0..lines.len()).filter(is_at_margin).count();
    if 2 * entries.len() > all {
        kinds.iter_mut().filter(|kind| **kind != Kind::Blank).for_each(|kind| *kind = Kind::Fixed);
        return;
    }
    let beside = entries.windows(2).filter(|pair| pair[1] == pair[0] + 1).flatten();
    beside.for_each(|&at| kinds[at] = Kind::Fixed);
}

/// Whether a line begins with a name as programs have them and `=` (in capitals it may have spaces: `STREET ADDRESS=Adresse`), or with the numbers
/// of a message (`0.3:Vis`).
fn begins_entry(line: &str) -> bool {
    let is_of_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | ',');
    let rest = line.trim_start_matches(is_of_name);
    let name = &line[..line.len() - rest.len()];
    let is_number = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b','));
    match rest.as_bytes() {
        [b':', next, ..] => is_number && name.contains('.') && !matches!(next, b' ' | b'\t'),
        [b'=', ..] | [b' ', b'=', ..] => !name.is_empty(),
        _ => is_name_in_capitals(line),
    }
}

/// Whether what stands before a `=` that a value follows at once is words in capitals, with the signs that names of places and things have.
fn is_name_in_capitals(line: &str) -> bool {
    let is_of_name = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || " -_./()&".contains(c);
    let name = line.split_once('=').filter(|(_, value)| !value.starts_with(' ')).map(|(name, _)| name);
    name.is_some_and(|name| name.starts_with(|c: char| c.is_ascii_uppercase()) && name.chars().all(is_of_name))
}

#[cfg(test)]
mod tests {
    use crate::Repairer;

    #[test]
    fn entries_of_a_name_and_a_value_keep_their_lines() {
        let text = "help-button = Hjælp til den, der vil i gang med programmet\ncopy-button = Kopiér oplysningerne om fejlen til en anden mappe\n\
            copied-note = Oplysningerne er nu kopieret til udklipsholderen\nlong-note =\n    Der opstod en fejl, og programmet kunne ikke gemme\n    \
            ændringerne. Prøv igen, når der er plads på disken.\nclose-button = Luk vinduet og gå tilbage til den første liste\n";
        assert_eq!(Repairer::danish().repair(text.as_bytes()).text(), text);
    }

    #[test]
    fn names_in_capitals_may_have_spaces() {
        let text = "[Adresser]\nSTREET ADDRESS=Adresse på den vej, som kunden bor på\nTHE CONTACT TO SEND TO=Den person, som brevene skal sendes til\n\
            TELEPHONE COLUMN=Kolonne med telefonnumre på de ansatte i\nTOWN/SUBURB=By\nPOSTAL CODE=Postnummer og det distrikt, som det hører til\n";
        assert_eq!(Repairer::danish().repair(text.as_bytes()).text(), text);
    }

    #[test]
    fn messages_with_numbers_keep_their_lines() {
        let text = "0.1:Vis de linjer i filen, som indeholder teksten\n0.2:Tæl linjerne, og vis ikke andet end deres antal\n\
            0.3:Læg ikke mærke til, om bogstaverne er store og små\n0.4:Sæt linjens nummer foran hver linje, der vises\n";
        assert_eq!(Repairer::danish().repair(text.as_bytes()).text(), text);
    }
}
