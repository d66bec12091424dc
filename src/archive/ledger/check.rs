use crate::archive::output::Spool;

/// Hexadecimal digits of a section's check: enough that damage is not overseen.
const CHECK_DIGITS: usize = 16;
/// What stands in a document's line before its check, which is the line's end.
pub(super) const CHECK: &str = ",\"check\":\"";
/// What stands behind it.
pub(super) const CHECK_END: &str = "\"}\n";

/// The check of a document's section: of its records, and of its own line up to the check.
pub(super) fn check(line: &[u8], records: &Spool) -> String {
    let mut hasher = records.hasher().clone();
    hasher.update(line);
    hasher.finalize().to_hex().chars().take(CHECK_DIGITS).collect()
}

/// A document's line, and its check if it has one.
pub(super) fn split_check(line: &[u8]) -> (&[u8], Option<&[u8]>) {
    let whole = (line, None);
    let Some(at) = line.len().checked_sub(CHECK.len() + CHECK_DIGITS + CHECK_END.len()) else { return whole };
    let (start, end) = line.split_at(at);
    match end.strip_prefix(CHECK.as_bytes()).and_then(|end| end.strip_suffix(CHECK_END.as_bytes())) {
        Some(check) => (start, Some(check)),
        None => whole,
    }
}
