//! Which lines a page has, and how many at least.

use crate::repair::layout::structure::Kind;

/// Lines of a page at least, where no form feed says pages.
pub(super) const PAGE_LINES: f32 = 8.0;
/// The same where the number has a full stop: stanzas and items are numbered so, and are shorter than most pages.
pub(super) const STANZA_LINES: f32 = 24.0;
/// The same where the line says that it is a page number: `- 3 -`, `Side 3`.
pub(super) const SHORT_PAGE_LINES: f32 = 3.0;

/// Whether a line of a kind is seen on its page.
pub(super) fn is_on_page(kind: Kind) -> bool {
    !matches!(kind, Kind::Blank | Kind::Remark)
}
