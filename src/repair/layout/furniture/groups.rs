//! Lines that come back at an edge of the pages.

use super::super::lines::Line;
use super::pages::Page;
use super::template::{Template, are_alike};
use super::{ALIKE, LONGEST};
use std::collections::BTreeMap;

/// Kinds of lines at the edges that misread ones are compared with.
const MOST_GROUPS: usize = 16;

/// What comes back at an edge: the pages that have it, with the line and its numbers.
pub(super) type Groups = BTreeMap<(usize, String), Vec<Member>>;

/// A line at the edge of a page.
#[derive(Debug)]
pub(super) struct Member {
    pub page: usize,
    pub line: usize,
    pub numbers: Vec<u32>,
}

/// The lines at the edges of pages by their words; what is nearly one of the larger groups is put to it.
pub(super) fn groups(text: &str, lines: &[Line], pages: &[Page]) -> Groups {
    let mut groups = Groups::new();
    for (page, edge, line) in candidates(pages) {
        let seen = &text[lines[line].text.clone()];
        if seen.len() <= LONGEST {
            let template = Template::of(seen);
            groups.entry((edge, template.words)).or_default().push(Member { page, line, numbers: template.numbers });
        }
    }
    let mut large: Vec<(usize, String)> =
        groups.iter().filter(|(_, members)| members.len() > 1).map(|(key, _)| key.clone()).collect();
    large.sort_by_key(|key| std::cmp::Reverse(groups[key].len()));
    large.truncate(MOST_GROUPS);
    let small: Vec<(usize, String)> = groups.keys().filter(|key| !large.contains(key)).cloned().collect();
    for key in small {
        let nearest = large.iter().find(|large| large.0 == key.0 && is_alike(&large.1, &key.1));
        if let (Some(large), Some(members)) = (nearest, groups.get(&key)) {
            let numbers =
                members.iter().map(|member| Member { numbers: member.numbers.clone(), ..*member }).collect::<Vec<_>>();
            groups.entry(large.clone()).or_default().extend(numbers);
        }
    }
    for members in groups.values_mut() {
        members.sort_by_key(|member| (member.page, member.line));
        members.dedup_by_key(|member| member.page);
    }
    groups
}

/// Whether one template may be the other, misread.
pub(super) fn is_alike(one: &str, other: &str) -> bool {
    let letters = one.chars().filter(|c| c.is_alphabetic()).count();
    let lengths = (one.len().min(other.len()), one.len().max(other.len()));
    letters >= 4 && 2 * lengths.0 > lengths.1 && are_alike(one, other, ALIKE)
}

/// Every line at an edge: page, edge, line.
fn candidates(pages: &[Page]) -> impl Iterator<Item = (usize, usize, usize)> {
    let of_edge = |page: usize, edge: usize| move |&line: &usize| (page, edge, line);
    pages
        .iter()
        .enumerate()
        .flat_map(move |(at, page)| page.top.iter().map(of_edge(at, 0)).chain(page.bottom.iter().map(of_edge(at, 1))))
}

/// How often lines of each kind stand inside the pages.
pub(super) fn inside(text: &str, lines: &[Line], pages: &[Page]) -> BTreeMap<String, usize> {
    let mut inside = BTreeMap::new();
    for page in pages {
        let middle = page.top.len()..page.lines.len() - page.bottom.len();
        for &line in &page.lines[middle] {
            let seen = &text[lines[line].text.clone()];
            if seen.len() <= LONGEST {
                *inside.entry(Template::of(seen).words).or_default() += 1;
            }
        }
    }
    inside
}
