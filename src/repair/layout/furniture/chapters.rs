//! Heads that change from chapter to chapter, or from left pages to right ones.

use super::ALIKE_SURE;
use super::groups::Groups;
use super::pages::Page;
use super::titles::letters;
use std::collections::BTreeMap;

/// How often lines of the same letters stand at an edge: the head of a left page has its number before it, that of a right page
/// behind, and some have lost it.
pub(super) fn sisters(groups: &Groups) -> BTreeMap<(usize, String), usize> {
    let mut sisters = BTreeMap::new();
    for ((edge, words), members) in groups {
        let letters = letters(words);
        if !letters.is_empty() {
            *sisters.entry((*edge, letters)).or_default() += members.len();
        }
    }
    sisters
}

/// The heads with those among them that change with the chapters, some of a page or two: above a head, with nothing but heads above it,
/// and seen more than once.
pub(super) fn with_chapters<'t>(
    mut found: BTreeMap<usize, f32>,
    pages: &[Page],
    sisters: &BTreeMap<(usize, String), usize>,
    seen: impl Fn(usize) -> &'t str,
) -> BTreeMap<usize, f32> {
    for page in pages {
        for (above, pair) in page.top.windows(2).enumerate() {
            let comes_back = |line: usize| sisters.get(&(0, letters(seen(line)))).is_some_and(|times| *times > 1);
            let is_first = page.top[..above].iter().all(|line| found.contains_key(line));
            if is_first && !found.contains_key(&pair[0]) && found.contains_key(&pair[1]) && comes_back(pair[0]) {
                found.insert(pair[0], ALIKE_SURE);
            }
        }
    }
    found
}
