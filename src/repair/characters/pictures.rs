//! Controls that are pictures: what the screens of their time showed for them.

use super::{CONTROLS, NOTHING, UNKNOWN};
use crate::repair::proposal::Proposal;

/// Where frames are drawn (`│`), controls are what the screens of their time show for them: arrows, faces, suits of cards. So are
/// several of one that draw a line; padding and the end of a file are not drawn.
pub(super) fn doubt(text: &str, proposals: &mut [Proposal]) {
    /// One that stands so often on end draws a line.
    const LINE: usize = 4;
    let mut has_frames = None;
    let mut is_picture = |proposal: &Proposal| {
        let run = &text.as_bytes()[proposal.range.clone()];
        let (first, at_end) = (run[0], text[proposal.range.end..].trim_ascii().is_empty());
        if !matches!(first, 0x01..=0x1f) || at_end || run.iter().any(|control| *control != first) {
            return false;
        }
        run.len() >= LINE
            || *has_frames.get_or_insert_with(|| text.contains(|c| ('\u{2500}'..='\u{259f}').contains(&c)))
    };
    for proposal in proposals.iter_mut().filter(|proposal| proposal.evidence.as_str() == NOTHING) {
        if is_picture(proposal) {
            *proposal = Proposal::single(proposal.range.clone(), CONTROLS, "", UNKNOWN, PICTURE);
        }
    }
}

/// What a control may be besides.
const PICTURE: &str = "a control character that may be a picture on the screens of its time";

#[cfg(test)]
mod tests {
    use super::super::tests::{certain, stays};

    #[test]
    fn pictures_of_old_screens_stay() {
        stays("┌──────┐\n│ \u{10} OK  \u{11} │\n└──────┘\nBrættet med \u{10} er valgt.\n");
        stays("Kopiering\n\u{1a}\u{1a}\u{1a}\u{1a}\u{1a}\u{1a}\u{1a}\nfærdig.\n");
        certain("Slut.\n\u{1a}", "Slut.\n");
    }
}
