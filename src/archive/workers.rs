//! Many documents on some threads. In: what is to be done, in order. Out: what became of it, in the same order.

use std::collections::BTreeMap;
use std::num::NonZero;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rayon::iter::{ParallelBridge, ParallelIterator};

use super::error::ArchiveError;

/// How many items may be under way or wait for an earlier one, so that memory does not grow with the archive.
const WINDOW: usize = 256;

/// Files that a worker may have open at once: the input, the output, its records as written and as read, with one to spare.
#[cfg(unix)]
const FILES_A_THREAD: usize = 5;
/// Files that the rest of the process may have open: the standard streams, the lock, the journal, up to three ledgers that are read, a
/// folder that is walked, one that is synced, and what a system's libraries open.
#[cfg(unix)]
const FILES: usize = 24;

/// Does `work` for every item on `threads` threads (0: as many as the machine has) and hands the results to `each`
/// on the calling thread, in the order of the items; one thread is the calling one, which does all. An error of `each` ends the run.
pub(super) fn in_order<T: Send, R: Send>(
    threads: usize,
    items: impl Iterator<Item = T> + Send,
    work: impl Fn(T) -> R + Sync,
    each: impl FnMut(R) -> Result<(), ArchiveError>,
) -> Result<(), ArchiveError> {
    in_order_within(WINDOW, threads, items, work, each)
}

/// The same, where at most `window` items may be under way or wait for an earlier one.
pub(super) fn in_order_within<T: Send, R: Send>(
    window: usize,
    threads: usize,
    items: impl Iterator<Item = T> + Send,
    work: impl Fn(T) -> R + Sync,
    mut each: impl FnMut(R) -> Result<(), ArchiveError>,
) -> Result<(), ArchiveError> {
    let threads = of_open_files(threads);
    if threads == 1 {
        return items.map(work).try_for_each(each);
    }
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build()?;
    let window = Window { size: window, state: Mutex::default(), moved: Condvar::new() };
    let results = Results::of(window.size);
    std::thread::scope(|scope| {
        let admitted = items.enumerate().take_while(|(index, _)| window.admit(*index));
        let (work, results) = (&work, &results);
        scope.spawn(move || {
            // What ends the work, also a panic, ends the waiting for it.
            let _ended = results.ends();
            pool.install(|| admitted.par_bridge().for_each(|(index, item)| results.push(index, work(item))));
        });
        let handed = hand_over(results, &window, &mut each);
        window.close();
        handed
    })
}

/// As many threads as were asked for; 0: as many as the machine has.
pub(super) fn as_many_as_asked(threads: usize) -> usize {
    match threads {
        0 => std::thread::available_parallelism().map_or(1, NonZero::get),
        threads => threads,
    }
}

/// As many threads as were asked for (0: as many as the machine has), if the process may have the files open that they need.
fn of_open_files(threads: usize) -> usize {
    let threads = as_many_as_asked(threads);
    #[cfg(unix)]
    if let Some(limit) = rustix::process::getrlimit(rustix::process::Resource::Nofile).current {
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        return threads.min((limit.saturating_sub(FILES) / FILES_A_THREAD).max(1));
    }
    threads
}

fn hand_over<R>(
    results: &Results<R>,
    window: &Window,
    each: &mut impl FnMut(R) -> Result<(), ArchiveError>,
) -> Result<(), ArchiveError> {
    let mut early = BTreeMap::new();
    let mut next = 0;
    while let Some(some) = results.take() {
        early.extend(some);
        while let Some(result) = early.remove(&next) {
            each(result)?;
            next += 1;
        }
        window.done(next);
    }
    Ok(())
}

/// Results that were not handed over yet.
///
/// Who takes them is woken for many at once: for short documents, to wake it for each would cost as much as their files do.
struct Results<R> {
    /// So many of them are worth to be waited for.
    worth_it: usize,
    state: Mutex<Waiting<R>>,
    more: Condvar,
}

struct Waiting<R> {
    results: Vec<(usize, R)>,
    /// Somebody waits for the first of them.
    is_wanted: bool,
    is_over: bool,
}

/// So many results are worth to be waited for, where so many may be under way,
const WORTH_IT: usize = 64;
/// but not for longer than this, in which short documents come by the dozen and of which nobody is aware.
const PATIENCE: Duration = Duration::from_millis(10);

impl<R> Results<R> {
    /// None yet, of items of which so many may be under way.
    fn of(window: usize) -> Self {
        let state = Waiting { results: Vec::new(), is_wanted: false, is_over: false };
        // What may begin waits for room in the window: it never waits for this.
        Self { worth_it: WORTH_IT.min(window / 4), state: Mutex::new(state), more: Condvar::new() }
    }

    fn push(&self, index: usize, result: R) {
        let mut state = self.lock();
        state.results.push((index, result));
        if std::mem::take(&mut state.is_wanted) || state.results.len() == self.worth_it {
            self.more.notify_one();
        }
    }

    /// The results there are, once there are any; `None` when there will be no more.
    fn take(&self) -> Option<Vec<(usize, R)>> {
        let mut state = self.lock();
        while state.results.is_empty() && !state.is_over {
            state.is_wanted = true;
            state = self.more.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        let few = |state: &mut Waiting<R>| state.results.len() < self.worth_it && !state.is_over;
        let waited = self.more.wait_timeout_while(state, PATIENCE, few);
        let (mut state, _) = waited.unwrap_or_else(PoisonError::into_inner);
        let results = std::mem::take(&mut state.results);
        (!results.is_empty()).then_some(results)
    }

    /// Ends the results when it is dropped.
    fn ends(&self) -> impl Drop + '_ {
        struct Ends<'a, R>(&'a Results<R>);
        impl<R> Drop for Ends<'_, R> {
            fn drop(&mut self) {
                self.0.lock().is_over = true;
                self.0.more.notify_all();
            }
        }
        Ends(self)
    }

    fn lock(&self) -> MutexGuard<'_, Waiting<R>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Lets an item in when fewer than `size` items before it are unfinished.
struct Window {
    size: usize,
    state: Mutex<State>,
    moved: Condvar,
}

#[derive(Default)]
struct State {
    done: usize,
    closed: bool,
    /// The item that waits to be let in.
    waiting: Option<usize>,
}

impl Window {
    /// Waits until the item may start; `false` when the run has ended.
    fn admit(&self, index: usize) -> bool {
        let mut state = self.lock();
        while !state.closed && index >= state.done + self.size {
            state.waiting = Some(index);
            state = self.moved.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        state.waiting = None;
        !state.closed
    }

    /// So many are done. Who waits is woken when there is room for many: when all before it are done there is.
    fn done(&self, done: usize) {
        let mut state = self.lock();
        state.done = done;
        if state.waiting.is_some_and(|index| index + self.size.div_ceil(4) <= done + self.size) {
            self.moved.notify_all();
        }
    }

    fn close(&self) {
        self.lock().closed = true;
        self.moved.notify_all();
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_order() {
        for threads in [1, 2, 7] {
            let mut seen = Vec::new();
            let slow_start = |item: u32| {
                if item.is_multiple_of(300) {
                    std::thread::sleep(std::time::Duration::from_millis(20));
                }
                item
            };
            let each = |item| {
                seen.push(item);
                Ok(())
            };
            in_order(threads, 0..2000, slow_start, each).unwrap();
            assert!(seen.iter().copied().eq(0..2000));
        }
    }

    #[test]
    fn an_error_ends_the_run() {
        let each = |item| match item {
            5 => Err(ArchiveError::NoFolder("x".into())),
            _ => Ok(()),
        };
        assert!(in_order(2, 0.., |item: usize| item, each).is_err());
    }
}
