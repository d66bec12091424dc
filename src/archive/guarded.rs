use std::panic::{AssertUnwindSafe, catch_unwind};

use super::error::Trouble;

/// Does the work; that it broke off becomes a trouble like any other.
pub(super) fn caught<T>(work: impl FnOnce() -> Result<T, Trouble>) -> Result<T, Trouble> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or(Err(Trouble::Panicked))
}
