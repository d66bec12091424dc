//! Where markup stands in a text of prose: a listing, a part of a page that is quoted.

use std::ops::Range;

use memchr::{memchr, memchr_iter, memrchr};

use super::markup::tags;

/// Lines with tags near each other from which on they are a listing; fewer are set in lines of prose.
const LEAST_LINES: usize = 3;
/// Line ends from one tag to the next in a listing, whose lines may have numbers between them.
const APART: usize = 3;
/// Bytes within which a tag ends.
const LONGEST: usize = 300;

/// The bytes of a text that are markup, in whole lines, ascending.
pub(in crate::repair) fn regions_of_markup(text: &str) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let end = |at: usize| {
        let rest = &bytes[at..bytes.len().min(at + LONGEST)];
        at + memchr(b'>', rest).map_or(1, |end| end + 1)
    };
    let line_ends = |between: Range<usize>| memchr_iter(b'\n', &bytes[between]).take(APART + 1).count();
    let mut regions: Vec<(Range<usize>, usize)> = Vec::new();
    for at in tags(text) {
        let last = regions.last_mut().map(|last| (if at < last.0.end { 0 } else { line_ends(last.0.end..at) }, last));
        match last.filter(|(apart, _)| *apart <= APART) {
            Some((apart, (region, lines))) => {
                region.end = region.end.max(end(at));
                *lines += apart.min(1);
            }
            None => regions.push((at..end(at), 1)),
        }
    }
    let line = |region: Range<usize>| {
        let start = memrchr(b'\n', &bytes[..region.start]).map_or(0, |end| end + 1);
        start..memchr(b'\n', &bytes[region.end..]).map_or(bytes.len(), |end| region.end + end)
    };
    regions.into_iter().filter(|(_, lines)| *lines >= LEAST_LINES).map(|(region, _)| line(region)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn listings_are_told_from_tags_in_a_line() {
        let listing = "Sådan ser det ud:\n1\n<?xml\nversion=\"1.0\"?>\n2\n<by id=\"1\">\n3\n<navn>Vejen</navn>\n4\n</by>\nog så videre.";
        let regions = regions_of_markup(listing);
        assert_eq!(regions.len(), 1);
        assert!(listing[regions[0].clone()].starts_with("<?xml") && listing[regions[0].clone()].ends_with("</by>"));
        for prose in ["Han <u>sagde</u> <b>nej</b> og gik.\n\n\n\n\n\n\nHun sagde <i>ja</i>.", "a < b og c > d", ""] {
            assert!(regions_of_markup(prose).is_empty(), "{prose}");
        }
    }
}
