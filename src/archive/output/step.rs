//! The steps of the writing, so that tests can look at what a run leaves that is killed between two of them.

/// A state of the disk that a killed run may leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::archive) enum Step {
    /// The output is locked; nothing is written.
    Locked,
    /// What an earlier attempt did is in one file, and its journal still there.
    Settled,
    /// The journal is begun.
    Begun,
    /// What became of a block of a long text is written down; the document is not.
    Block,
    /// A document is written; its records are not.
    Drafted,
    /// The records of some documents are written to the journal, perhaps not to the disk.
    Journaled,
    /// They are on the disk.
    Synced,
    /// A document is in its place.
    Placed,
    /// The new ledger is written and does not yet have its name.
    LedgerWritten,
    /// The new ledger has its name, and the journal is still there.
    LedgerNamed,
}

#[cfg(test)]
type Watch = Box<dyn FnMut(Step)>;

#[cfg(test)]
thread_local! {
    /// What is to happen at each step that the thread reaches.
    static WATCH: std::cell::RefCell<Option<Watch>> = const { std::cell::RefCell::new(None) };
}

/// Says that a step was reached.
pub(in crate::archive) fn reached(step: Step) {
    #[cfg(test)]
    WATCH.with_borrow_mut(|watch| {
        if let Some(watch) = watch {
            watch(step);
        }
    });
    #[cfg(not(test))]
    let _ = step;
}

/// Calls `each` at every step that `work` reaches on this thread.
#[cfg(test)]
pub(in crate::archive) fn watch<T>(each: impl FnMut(Step) + 'static, work: impl FnOnce() -> T) -> T {
    WATCH.set(Some(Box::new(each)));
    let result = work();
    WATCH.set(None);
    result
}
