use std::collections::VecDeque;
use std::fmt;
use std::io::{self, IsTerminal};
use std::path::PathBuf;
use std::sync::atomic::Ordering::Relaxed;
use std::sync::atomic::{AtomicBool, AtomicU64};
use std::sync::{Arc, OnceLock};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::say::{is_logged, is_quiet, log, say};
use crate::archive::{Activity, Census, Selection};
use crate::text::visible;

/// A line on a terminal is drawn anew so often: fluently, and hardly ever.
const TICK: Duration = Duration::from_millis(200);
/// Lines in a log come so often: enough to see that a run is alive, and few in a night.
const LINE: Duration = Duration::from_secs(10);
/// What is left is reckoned by the speed of so long a time: what was done before is only looked at, at another speed.
const SPEED_OF: Duration = Duration::from_secs(30);

/// How a run is watched.
#[derive(Clone, Debug, Default)]
pub(super) struct Watch {
    /// Progress goes to stderr in plain lines.
    pub lines: bool,
    /// Each file is named as it is done.
    pub names: bool,
    /// What is said of a file that is done, if that is the same of all.
    pub done: Option<&'static str>,
}

/// What was done so far.
#[derive(Debug, Default)]
struct Done {
    files: AtomicU64,
    bytes: AtomicU64,
    edits: AtomicU64,
    suspects: AtomicU64,
    is_over: AtomicBool,
}

/// Tells how far a run is: on a terminal by a line that is drawn anew, elsewhere by lines, where they are asked for.
pub(super) struct Progress {
    bar: ProgressBar,
    done: Arc<Done>,
    /// What there is to do, where that is counted, and the counting.
    census: Arc<OnceLock<Arc<Census>>>,
    activity: Activity,
    threads: Vec<JoinHandle<()>>,
}

impl Progress {
    pub fn start(watch: &Watch) -> Self {
        let is_drawn = io::stderr().is_terminal() && !is_quiet() && !watch.lines;
        let bar = if is_drawn { spinner() } else { ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden()) };
        let (done, census, activity) = (Arc::default(), Arc::default(), Activity::default());
        let mut progress = Self { bar, done, census, activity, threads: Vec::new() };
        if is_drawn {
            let bar = progress.bar.clone();
            progress.tell_every(TICK, move |told| bar.set_message(told));
        }
        match (watch.lines && !is_quiet(), is_logged()) {
            (true, _) => progress.tell_every(LINE, |told| say(format!("progress: {told}\n"))),
            (false, true) => progress.tell_every(LINE, |told| log(format!("progress: {told}\n"))),
            (false, false) => {}
        }
        progress
    }

    /// What is told of long files while they are read.
    pub fn activity(&self) -> Activity {
        self.activity.clone()
    }

    /// Counts what there is to do beside the doing, if anybody is told.
    pub fn count(&mut self, inputs: &[PathBuf], selection: &Selection) {
        if self.threads.is_empty() {
            return;
        }
        let census = Arc::clone(self.census.get_or_init(Arc::default));
        let (inputs, selection, done) = (inputs.to_vec(), selection.clone(), Arc::clone(&self.done));
        self.threads.push(thread::spawn(move || census.take(&inputs, &selection, &done.is_over)));
    }

    /// A file of so many bytes is done.
    pub fn file(&self, bytes: u64, edits: u64, suspects: u64) {
        let Done { files, bytes: all, edits: all_edits, suspects: all_suspects, .. } = &*self.done;
        for (count, more) in [(files, 1), (all, bytes), (all_edits, edits), (all_suspects, suspects)] {
            count.fetch_add(more, Relaxed);
        }
    }

    /// Does something that writes to the terminal.
    pub fn suspend(&self, work: impl FnOnce()) {
        self.bar.suspend(work);
    }

    /// Ends it.
    pub fn finish(self) {
        self.done.is_over.store(true, Relaxed);
        for thread in self.threads {
            thread.thread().unpark();
            // One that panicked only told.
            let _ = thread.join();
        }
        self.bar.finish_and_clear();
    }

    /// Tells what is done every so often, until all is.
    fn tell_every(&mut self, interval: Duration, tell: impl Fn(String) + Send + 'static) {
        let (done, census, activity) = (Arc::clone(&self.done), Arc::clone(&self.census), self.activity.clone());
        self.threads.push(thread::spawn(move || {
            let mut speed = Speed::new();
            loop {
                thread::park_timeout(interval);
                if done.is_over.load(Relaxed) {
                    return;
                }
                tell(speed.state(&done, census.get(), &activity).to_string());
            }
        }));
    }
}

fn spinner() -> ProgressBar {
    let bar = ProgressBar::new_spinner();
    if let Ok(style) = ProgressStyle::with_template("{spinner} {wide_msg}") {
        bar.set_style(style);
    }
    bar.enable_steady_tick(TICK);
    bar
}

/// How many bytes were done when.
struct Speed {
    start: Instant,
    /// From the oldest that counts to now.
    past: VecDeque<(Duration, u64)>,
}

impl Speed {
    fn new() -> Self {
        Self { start: Instant::now(), past: VecDeque::from([(Duration::ZERO, 0)]) }
    }

    fn state(&mut self, done: &Done, census: Option<&Arc<Census>>, activity: &Activity) -> State {
        let readings = activity.readings();
        let under_way: u64 = readings.iter().filter(|reading| !reading.is_survey()).map(|reading| reading.at()).sum();
        let now = self.start.elapsed();
        let bytes = done.bytes.load(Relaxed) + under_way;
        self.past.push_back((now, bytes));
        while self.past.get(1).is_some_and(|(then, _)| *then + SPEED_OF <= now) {
            self.past.pop_front();
        }
        let (then, before) = self.past.front().copied().unwrap_or_default();
        State {
            files: done.files.load(Relaxed),
            bytes,
            of: census.map(|census| (census.documents(), census.bytes(), census.is_whole())),
            speed: bytes.saturating_sub(before) as f64 / (now - then).as_secs_f64().max(1e-3),
            edits: done.edits.load(Relaxed),
            suspects: done.suspects.load(Relaxed),
            current: readings.first().map(|reading| {
                let name = reading.path.file_name().unwrap_or(reading.path.as_os_str());
                (name.to_string_lossy().into_owned(), reading.at(), reading.bytes, reading.is_survey())
            }),
        }
    }
}

/// How far a run is.
#[derive(Clone, Debug)]
struct State {
    files: u64,
    bytes: u64,
    /// Files and bytes there are, and whether all are counted.
    of: Option<(u64, u64, bool)>,
    /// Bytes in a second.
    speed: f64,
    edits: u64,
    suspects: u64,
    /// The long file that is done: its name, where it is read, its bytes, and whether it is only looked through yet.
    current: Option<(String, u64, u64, bool)>,
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.of {
            None => write!(f, "{} files, {:.1} MB", self.files, mega(self.bytes))?,
            Some((files, bytes, is_whole)) => {
                let more = if is_whole { "" } else { "+" };
                write!(f, "{} of {files}{more} files, ", self.files)?;
                write!(f, "{:.1} of {:.1}{more} MB", mega(self.bytes), mega(bytes))?;
            }
        }
        write!(f, ", {:.1} MB/s, {} edits, {} suspects", self.speed / MEGA, self.edits, self.suspects)?;
        if let Some((_, bytes, true)) = self.of
            && self.speed > 0.0
        {
            write!(f, ", {} left", time(bytes.saturating_sub(self.bytes) as f64 / self.speed))?;
        }
        match &self.current {
            Some((name, at, bytes, is_survey)) => {
                let what = if *is_survey { " looked through" } else { "" };
                write!(f, "; {}: {:.1} of {:.1} MB{what}", visible(name), mega(*at), mega(*bytes))
            }
            None => Ok(()),
        }
    }
}

const MEGA: f64 = 1_000_000.0;

fn mega(bytes: u64) -> f64 {
    bytes as f64 / MEGA
}

/// A time in words, as exact as it is of interest.
fn time(seconds: f64) -> String {
    const MINUTE: f64 = 60.0;
    const HOUR: f64 = 3600.0;
    match seconds {
        _ if seconds < 2.0 * MINUTE => format!("{seconds:.0} s"),
        _ if seconds < 2.0 * HOUR => format!("{:.0} min", seconds / MINUTE),
        _ if seconds < 48.0 * HOUR => format!("{:.1} h", seconds / HOUR),
        _ => format!("{:.1} days", seconds / (24.0 * HOUR)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_says_what_is_known() {
        let begun = State { files: 3, bytes: 1_500_000, of: None, speed: 0.0, edits: 2, suspects: 0, current: None };
        assert_eq!(begun.to_string(), "3 files, 1.5 MB, 0.0 MB/s, 2 edits, 0 suspects");
        let counting = State { of: Some((40, 9_000_000, false)), speed: 500_000.0, ..begun.clone() };
        let said = "3 of 40+ files, 1.5 of 9.0+ MB, 0.5 MB/s, 2 edits, 0 suspects";
        assert_eq!(counting.to_string(), said);
        let current = Some(("lov\u{1b}.txt".to_owned(), 250_000, 2_000_000, false));
        let counted = State { of: Some((40, 9_000_000, true)), current, ..counting };
        let said =
            "3 of 40 files, 1.5 of 9.0 MB, 0.5 MB/s, 2 edits, 0 suspects, 15 s left; lov\\u{1b}.txt: 0.2 of 2.0 MB";
        assert_eq!(counted.to_string(), said);
    }

    #[test]
    fn times_are_told_as_exactly_as_they_are_of_interest() {
        let cases = [
            (0.4, "0 s"),
            (119.0, "119 s"),
            (120.0, "2 min"),
            (7199.0, "120 min"),
            (9000.0, "2.5 h"),
            (2e5, "2.3 days"),
        ];
        for (seconds, said) in cases {
            assert_eq!(time(seconds), said);
        }
    }

    #[test]
    fn what_was_done_long_ago_tells_no_speed() {
        let (done, activity) = (Done::default(), Activity::default());
        let mut speed = Speed::new();
        speed.start -= Duration::from_secs(100);
        speed.past.push_back((Duration::from_secs(60), 700_000_000));
        done.bytes.store(740_000_000, Relaxed);
        let state = speed.state(&done, None, &activity);
        assert!((0.9e6..1.1e6).contains(&state.speed), "{}", state.speed);
    }
}
