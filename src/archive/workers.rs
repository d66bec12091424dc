use std::collections::BTreeMap;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError, mpsc};

use rayon::iter::{ParallelBridge, ParallelIterator};

use super::ArchiveError;

/// How many items may be under way or wait for an earlier one, so that memory does not grow with the archive.
const WINDOW: usize = 256;

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
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build()?;
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
    fn an_error_ends_the_run() {
        let each = |item| match item {
            5 => Err(ArchiveError::NoFolder("x".into())),
            _ => Ok(()),
        };
        assert!(in_order(2, 0.., |item: usize| item, each).is_err());
    }
}
