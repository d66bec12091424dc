//! Numbers that count pages of which some were not seen.

use super::MOST_STEPS;
use super::groups::Member;

/// The pages of members whose last number is above the one before, by not much more than there are pages between them.
pub(super) fn rising(members: &[Member]) -> Vec<usize> {
    /// A misread number may be the first; then the next one begins the row.
    const STARTS: usize = 3;
    let from = |first: usize| {
        let mut row: Vec<&Member> = Vec::new();
        for member in &members[first..] {
            if !member.numbers.is_empty() && row.last().is_none_or(|last| goes_on(last, member)) {
                row.push(member);
            }
        }
        row.into_iter().map(|member| member.page).collect::<Vec<_>>()
    };
    (0..STARTS.min(members.len())).map(from).max_by_key(Vec::len).unwrap_or_default()
}

/// Whether the last number of a line is above that of another one, by as many pages as may be between them, or counts anew in the
/// next chapter: `Side 4-13`, `Side 5-1`.
fn goes_on(last: &Member, next: &Member) -> bool {
    let most = MOST_STEPS + 2 * (next.page - last.page) as u32;
    let is_step = |from: u32, to: u32| to > from && to - from <= most;
    match (&last.numbers[..], &next.numbers[..]) {
        ([from], [to]) => is_step(*from, *to),
        ([chapter, from], [next, to]) => {
            (chapter == next && is_step(*from, *to)) || (is_step(*chapter, *next) && *to <= most)
        }
        _ => false,
    }
}
