use std::collections::BTreeMap;
use std::num::NonZero;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError, mpsc};

use rayon::iter::{ParallelBridge, ParallelIterator};

use super::ArchiveError;

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
    let (sender, results) = mpsc::channel();
    std::thread::scope(|scope| {
        let admitted = items.enumerate().take_while(|(index, _)| window.admit(*index));
        let work = &work;
        scope.spawn(move || {
            pool.install(|| {
                admitted.par_bridge().for_each_with(sender, |sender, (index, item)| {
                    // The receiver is gone only when the run has ended early.
                    let _ = sender.send((index, work(item)));
                });
            });
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
    results: mpsc::Receiver<(usize, R)>,
    window: &Window,
    each: &mut impl FnMut(R) -> Result<(), ArchiveError>,
) -> Result<(), ArchiveError> {
    let mut early = BTreeMap::new();
    let mut next = 0;
    for (index, result) in results {
        early.insert(index, result);
        while let Some(result) = early.remove(&next) {
            each(result)?;
            next += 1;
            window.done(next);
        }
    }
    Ok(())
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
}

impl Window {
    /// Waits until the item may start; `false` when the run has ended.
    fn admit(&self, index: usize) -> bool {
        let waits = |state: &mut State| !state.closed && index >= state.done + self.size;
        let state = self.moved.wait_while(self.lock(), waits).unwrap_or_else(PoisonError::into_inner);
        !state.closed
    }

    fn done(&self, done: usize) {
        self.lock().done = done;
        self.moved.notify_all();
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
