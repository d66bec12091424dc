//! Remarks that go on to the end of their line, as TeX, AsciiDoc and Texinfo have them: what is joined behind one is no longer read. And
//! troff, whose every line end may be meant: what it fills it fills itself, and the line of a request is what the request is about.

use super::Kind;
use crate::repair::layout::lines::Line;
use crate::text::SignIndex;

/// How a line begins that is a remark in whole, in languages that are told by it: AsciiDoc, Texinfo.
const STARTS: [&str; 3] = ["//", "@c ", "@comment "];
/// What begins a remark behind a line of a script; no prose has it.
const REMARK_OF_SCRIPTS: &str = " # ";
/// What begins a remark of troff.
const TROFF_REMARKS: [&str; 3] = [".\\\"", "'\\\"", "\\\""];
/// Requests of troff of which one says that a text is troff: of its title, its sections and paragraphs, and of its tables.
const TROFF_REQUESTS: [&str; 10] = [".TH", ".SH", ".SS", ".Sh", ".Ss", ".Dd", ".Dt", ".PP", ".TP", ".TS"];
/// Commands of TeX of which one says that a text is TeX.
const TEX_HEADS: [&str; 8] = [
    "\\documentclass",
    "\\documentstyle",
    "\\usepackage",
    "\\begin{",
    "\\chapter{",
    "\\section{",
    "\\subsection{",
    "\\footnote{",
];
/// Lines with other commands from which on it is TeX.
const TEX_LINES: usize = 3;
/// Commands of TeX that stand between paragraphs: no line goes on with them, and nothing goes on behind them.
const BETWEEN: [&str; 18] = [
    "begin",
    "end",
    "[",
    "]",
    "addcontentsline",
    "maketitle",
    "tableofcontents",
    "par",
    "smallskip",
    "medskip",
    "bigskip",
    "vspace",
    "newpage",
    "clearpage",
    "begingroup",
    "endgroup",
    "centering",
    "includegraphics",
];
/// Environments of TeX whose lines are meant.
const VERBATIM: [&str; 7] = ["verbatim", "Verbatim", "lstlisting", "minted", "alltt", "tabular", "align"];

/// Says of lines that are remarks that they stand by themselves, and of those that end in one that nothing goes on them.
pub(super) fn hold(text: &str, lines: &[Line], signs: &SignIndex, kinds: &mut [Kind]) {
    let starts = |seen: &str| STARTS.iter().any(|start| seen.starts_with(start));
    if signs.has_passage(text, "//", 0) || signs.has_passage(text, "@c", 0) {
        hold_where(text, lines, kinds, |seen| starts(seen).then_some(Kind::Remark));
    }
    if signs.has_passage(text, REMARK_OF_SCRIPTS, 1) {
        hold_where(text, lines, kinds, |seen| seen.contains(REMARK_OF_SCRIPTS).then_some(Kind::Closed));
    }
    if is_troff(text, lines) {
        hold_where(text, lines, kinds, |seen| Some(of_troff(seen)));
    }
    if signs.has(b'\\') && is_tex(text, lines, signs) {
        hold_where(text, lines, kinds, of_tex);
        hold_verbatim(text, lines, kinds);
    }
}

fn hold_where(text: &str, lines: &[Line], kinds: &mut [Kind], held: impl Fn(&str) -> Option<Kind>) {
    for (line, kind) in lines.iter().zip(kinds).filter(|(line, _)| !line.is_blank()) {
        *kind = match (held(&text[line.text.clone()]), *kind) {
            (None, kind) | (Some(Kind::Closed), kind @ (Kind::Fixed | Kind::Remark)) => kind,
            // A row of a table goes on no line before it either.
            (Some(Kind::Closed), Kind::Cells) => Kind::Fixed,
            (Some(held), _) => held,
        };
    }
}

/// A remark of troff, or any other line of it.
fn of_troff(seen: &str) -> Kind {
    if TROFF_REMARKS.iter().any(|start| seen.starts_with(start)) { Kind::Remark } else { Kind::Fixed }
}

/// A remark of TeX, or a line that ends in one or in a line break that is meant.
fn of_tex(seen: &str) -> Option<Kind> {
    if seen.starts_with('%') {
        return Some(Kind::Remark);
    }
    if stands_between(seen) {
        return Some(Kind::Fixed);
    }
    (has_remark(seen) || ends_in_break(seen)).then_some(Kind::Closed)
}

/// Whether a line begins with a command that stands between paragraphs.
fn stands_between(seen: &str) -> bool {
    let Some(command) = seen.strip_prefix('\\') else { return false };
    let letters = command.bytes().take_while(u8::is_ascii_alphabetic).count();
    command.get(..letters.max(1)).is_some_and(|name| BETWEEN.contains(&name))
}

/// Whether a per cent sign stands on a line with no backslash of its own before it.
fn has_remark(seen: &str) -> bool {
    let is_escaped = |at: usize| seen.as_bytes()[..at].iter().rev().take_while(|byte| **byte == b'\\').count() % 2 == 1;
    memchr::memchr_iter(b'%', seen.as_bytes()).any(|at| !is_escaped(at))
}

/// Whether a line ends in `\\`, `\\[2mm]` or `\\*`.
fn ends_in_break(seen: &str) -> bool {
    let seen = seen.strip_suffix(']').and_then(|seen| seen.rsplit_once('[')).map_or(seen, |(before, _)| before);
    seen.trim_end_matches('*').ends_with("\\\\")
}

/// Whether a text is TeX, by its commands.
fn is_tex(text: &str, lines: &[Line], signs: &SignIndex) -> bool {
    let mut commands = signs.places_of(text, "\\", 0).map(|at| &text[at..]);
    commands.any(|rest| TEX_HEADS.iter().any(|head| rest.starts_with(head)))
        || lines.iter().filter(|line| has_command(&text[line.text.clone()])).nth(TEX_LINES - 1).is_some()
}

/// Whether a line has a command of TeX with what it is about: `\emph{…}`, `\cite[12]{…}`.
fn has_command(seen: &str) -> bool {
    let is_command = |at: usize| {
        let rest = &seen.as_bytes()[at + 1..];
        let name = rest.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
        name > 1 && matches!(rest.get(name), Some(b'{' | b'['))
    };
    memchr::memchr_iter(b'\\', seen.as_bytes()).any(is_command)
}

/// Whether a text is troff: one of its requests stands at the start of a line.
fn is_troff(text: &str, lines: &[Line]) -> bool {
    let is_name = |seen: &str| seen.split(' ').next().is_some_and(|name| TROFF_REQUESTS.contains(&name));
    let is_request = |seen: &str| is_name(seen) || seen.starts_with(TROFF_REMARKS[0]);
    let mut begun = lines.iter().map(|line| (line.indent, &text[line.text.clone()]));
    begun.any(|(indent, seen)| indent == 0 && seen.starts_with('.') && is_request(seen))
}

/// The lines of listings and tables of TeX.
fn hold_verbatim(text: &str, lines: &[Line], kinds: &mut [Kind]) {
    let names = |seen: &str, command: &str| {
        let name = seen.split_once(command).map_or("", |(_, rest)| rest);
        VERBATIM.iter().any(|environment| name.starts_with(environment))
    };
    let mut is_inside = false;
    for (line, kind) in lines.iter().zip(kinds) {
        let seen = &text[line.text.clone()];
        is_inside |= names(seen, "\\begin{");
        if is_inside && !matches!(kind, Kind::Blank | Kind::Remark) {
            *kind = Kind::Fixed;
        }
        is_inside &= !names(seen, "\\end{");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Repairer;
    use crate::repair::layout::{lines, structure};

    fn repaired(text: &str) -> String {
        Repairer::danish().repair(text.as_bytes()).into_text().into_owned()
    }

    #[test]
    fn remarks_are_told_where_a_text_has_them() {
        let cases = [
            ("\\begin{quote}\nHele\n% skjult\nTekst % note\n\\end{quote}", 3, Kind::Closed),
            ("\\begin{quote}\nHele\n% skjult\nTekst\n\\end{quote}", 2, Kind::Remark),
            ("\\section{A}\n\nKun 5\\,\\% af alle\nkom med", 2, Kind::Prose),
            ("\\section{A}\n\nHan gik nu\nforbi \\\\\nigen og igen", 3, Kind::Closed),
            ("Kun 5 % af alle\nvar med", 0, Kind::Prose),
            (".TH NAVN 1\n.br\nTekst", 1, Kind::Fixed),
            (".SH NAVN\nTekst \\\" note\nmere", 2, Kind::Fixed),
            (".TH NAVN 1\n.nf\nførste linje\nanden linje\n.fi", 2, Kind::Fixed),
            (".TP\n\\fB\\-v\\fR\nskriver mere ud", 1, Kind::Fixed),
            ("tal += 1 # en til\nreturn tal", 0, Kind::Closed),
            ("= Titel\n// skjult\nTekst", 1, Kind::Remark),
            ("\\begin{verbatim}\na b c\n\\end{verbatim}", 1, Kind::Fixed),
        ];
        for (text, line, wanted) in cases {
            assert_eq!(structure::kinds(text, &lines::split(text), &SignIndex::of(text), None)[line], wanted, "{text}");
        }
    }

    /// A chapter without a preamble: some pages of wrapped lines with remarks of the editor between them.
    fn chapter() -> String {
        let mut text = String::from("\\chapter{Om foreningens virke}\n");
        for page in 2..12 {
            text.push_str("Foreningen har i de forløbne år søgt at samle borgerne om byens\n");
            text.push_str("anliggender, og mange har taget del i \\emph{drøftelserne} om den\n");
            text.push_str("gamle havn, der siden krigen har ligget hen uden nogen plan, og det%\n");
            text.push_str(&format!("% trykt side {page}\n"));
            text.push_str("endda i en tid, hvor kommunen havde råd til at sætte den i stand% [sic]\n");
            text.push_str("for de penge, som salget af skolen og den gamle brandstation gav. Skiøn%\n");
            text.push_str("% trykt herefter\nhed er ikke alt, sagde formanden, men den er heller ikke uden\n");
            text.push_str("værd for dem, der skal bo her.\n\n");
        }
        text
    }

    #[test]
    fn nothing_is_joined_behind_a_remark_of_tex() {
        let seen = |text: &str| -> Vec<String> {
            let lines = text.lines().map(|line| line.split('%').next().unwrap_or_default());
            lines.flat_map(str::split_whitespace).map(str::to_owned).collect()
        };
        let before = chapter();
        let after = repaired(&before);
        assert_eq!(seen(&after), seen(&before));
        assert_eq!(after.matches("% trykt side").count(), 10);
        assert!(after.contains("søgt at samle borgerne om byens anliggender"), "{after}");
    }
}
