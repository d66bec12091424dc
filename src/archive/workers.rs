use std::collections::BTreeMap;
use std::num::NonZero;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError, mpsc};
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
/// on the calling thread, in the order of the items. An error of `each` ends the run.
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
    let pool = rayon::ThreadPoolBuilder::new().num_threads(of_open_files(threads)).build()?;
    let window = Window { size: window, state: Mutex::default(), moved: Condvar::new() };
    let results = Results::new();
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
fn as_many_as_asked(threads: usize) -> usize {
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

/// Does `work` for every block that `read` gives, on `threads` threads (0: as many as the machine has), and hands each block
/// with its result to `each` on the calling thread, in order. At most two blocks a thread are held.
pub(super) fn blocks_in_order<R: Send, E>(
    threads: usize,
    read: impl FnOnce(&mut dyn FnMut(&[u8]) -> Result<(), E>) -> Result<(), E>,
    work: impl Fn(&[u8]) -> R + Sync,
    mut each: impl FnMut(&[u8], R) -> Result<(), E>,
) -> Result<(), E> {
    if as_many_as_asked(threads) == 1 {
        return read(&mut |block| each(block, work(block)));
    }
    let read = |each: &mut dyn FnMut(Vec<u8>) -> Result<(), E>| read(&mut |block| each(block.to_vec()));
    items_in_order(threads, read, |block| work(block), |block, result| each(&block, result))
}

/// The same for every item that `read` gives, which `work` may change.
pub(super) fn items_in_order<T: Send, R: Send, E>(
    threads: usize,
    read: impl FnOnce(&mut dyn FnMut(T) -> Result<(), E>) -> Result<(), E>,
    work: impl Fn(&mut T) -> R + Sync,
    mut each: impl FnMut(T, R) -> Result<(), E>,
) -> Result<(), E> {
    let threads = as_many_as_asked(threads);
    if threads == 1 {
        return read(&mut |mut item| {
            let result = work(&mut item);
            each(item, result)
        });
    }
    let (jobs, waiting) = mpsc::channel::<(usize, T)>();
    let waiting = Mutex::new(waiting);
    std::thread::scope(|scope| {
        // What ends the run, also a panic, drops this, and so the threads end.
        let jobs = jobs;
        let (sender, results) = mpsc::channel();
        for _ in 0..threads {
            let (sender, waiting, work) = (sender.clone(), &waiting, &work);
            scope.spawn(move || {
                let next = || waiting.lock().unwrap_or_else(PoisonError::into_inner).recv();
                while let Ok((index, mut item)) = next() {
                    let result = catch_unwind(AssertUnwindSafe(|| work(&mut item)));
                    if sender.send((index, item, result)).is_err() {
                        return;
                    }
                }
            });
        }
        drop(sender);
        let (mut sent, mut next, mut early) = (0, 0, BTreeMap::new());
        let mut take = |sent: usize, most: usize| {
            while sent - next > most {
                let Ok((index, item, result)) = results.recv() else { return Ok(()) };
                early.insert(index, (item, result));
                while let Some((item, result)) = early.remove(&next) {
                    each(item, result.unwrap_or_else(|panic| resume_unwind(panic)))?;
                    next += 1;
                }
            }
            Ok(())
        };
        read(&mut |item| {
            // The threads are there as long as there is somebody to send.
            let _ = jobs.send((sent, item));
            sent += 1;
            take(sent, 2 * threads - 1)
        })?;
        take(sent, 0)
    })
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
    state: Mutex<Waiting<R>>,
    more: Condvar,
}

struct Waiting<R> {
    results: Vec<(usize, R)>,
    /// Somebody waits for the first of them.
    is_wanted: bool,
    is_over: bool,
}

/// So many results are worth to be waited for,
const WORTH_IT: usize = 32;
/// but not for longer than this.
const PATIENCE: Duration = Duration::from_millis(1);

impl<R> Results<R> {
    fn new() -> Self {
        let state = Waiting { results: Vec::new(), is_wanted: false, is_over: false };
        Self { state: Mutex::new(state), more: Condvar::new() }
    }

    fn push(&self, index: usize, result: R) {
        let mut state = self.lock();
        state.results.push((index, result));
        if std::mem::take(&mut state.is_wanted) || state.results.len() == WORTH_IT {
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
        let few = |state: &mut Waiting<R>| state.results.len() < WORTH_IT && !state.is_over;
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
    fn blocks_come_in_order_with_what_was_made_of_them() {
        let all: Vec<Vec<u8>> = (0..50u8).map(|number| vec![number; 3]).collect();
        for threads in [1, 2, 7] {
            let mut seen = Vec::new();
            let read = |each: &mut dyn FnMut(&[u8]) -> Result<(), ()>| all.iter().try_for_each(|block| each(block));
            let each = |block: &[u8], sum: u32| {
                assert_eq!(sum, 3 * u32::from(block[0]));
                seen.push(block.to_vec());
                Ok(())
            };
            blocks_in_order(threads, read, |block| block.iter().map(|byte| u32::from(*byte)).sum(), each).unwrap();
            assert_eq!(seen, all);
        }
    }

    #[test]
    fn an_error_or_a_panic_at_a_block_ends_the_run() {
        let read = |each: &mut dyn FnMut(&[u8]) -> Result<(), u8>| (0..100).try_for_each(|number| each(&[number]));
        let each = |_: &[u8], number: u8| if number == 5 { Err(number) } else { Ok(()) };
        assert_eq!(blocks_in_order(3, read, |block| block[0], each), Err(5));
        let panics = || blocks_in_order(2, read, |_| panic!("a block"), |_, ()| Ok(()));
        assert!(catch_unwind(AssertUnwindSafe(panics)).is_err());
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
