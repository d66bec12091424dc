//! Line ends that are meant, as Markdown marks them.

use super::super::lines::Line;

/// Whether two spaces end a line, as Markdown marks a line end that is meant.
pub(super) fn is_hard_break(text: &str, line: &Line) -> bool {
    let rest = text[line.text.end..].strip_prefix("  ").unwrap_or_default();
    !line.is_blank() && rest.starts_with(['\n', '\r'])
}

/// Whether a text has such line ends, and most of its lines end in no space at all: programs that leave one leave it anywhere. Who
/// writes Markdown leaves a single one now and then, but no more than two.
pub(super) fn has_hard_breaks(text: &str, lines: &[Line]) -> bool {
    let seen = || lines.iter().filter(|line| !line.is_blank());
    let hard = seen().filter(|line| is_hard_break(text, line)).count();
    if hard == 0 {
        return false;
    }
    let spaced = |space: &'static [&'static str]| {
        let is_so = move |line: &&Line| space.iter().any(|space| text[line.text.end..].starts_with(space));
        seen().filter(is_so).count()
    };
    let (all, wide) = (spaced(&[" ", "\t"]), spaced(&["   ", "\t", " \t", "  \t"]));
    (hard == all && 2 * all <= seen().count()) || (wide == 0 && is_markdown(text, lines))
}

/// Whether a text has a heading, a link or settings between two rules as Markdown has them.
fn is_markdown(text: &str, lines: &[Line]) -> bool {
    const RULE: &str = "---";
    let seen = |line: &Line| &text[line.text.clone()];
    let has_settings = || lines.first().map(seen) == Some(RULE) && lines.iter().skip(1).any(|line| seen(line) == RULE);
    text.contains("](")
        || lines.iter().any(|line| seen(line).starts_with("# ") || seen(line).starts_with("## "))
        || has_settings()
}

#[cfg(test)]
mod tests {
    use crate::Repairer;

    #[test]
    fn two_spaces_end_lines_of_a_song_among_settings() {
        let verse = "Der var en mand, som gik til sø  \nså langt fra alle andre  \nog aldrig mere så sin ø  \nså langt fra alle andre.  \n\n";
        let song = format!("---\ntitle: \"Manden\"\n---\n\n{}", verse.repeat(4));
        assert_eq!(Repairer::danish().repair(song.as_bytes()).into_text(), song);
    }
}
