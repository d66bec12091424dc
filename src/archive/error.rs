use std::io;
use std::path::PathBuf;

use thiserror::Error;

use crate::record::RecordError;

/// A document that could not be done; the others are.
#[derive(Debug, Error)]
#[error("{path}: {trouble}")]
pub struct Failure {
    /// The document, as it was given or found.
    pub path: PathBuf,
    /// What went wrong.
    pub trouble: Trouble,
}

impl Failure {
    pub(super) fn new(path: impl Into<PathBuf>, trouble: Trouble) -> Self {
        Self { path: path.into(), trouble }
    }
}

/// What went wrong with one document.
#[derive(Debug, Error)]
pub enum Trouble {
    /// The file or folder could not be read.
    #[error("cannot be read: {0}")]
    Read(io::Error),
    /// A container could not be unpacked to its end.
    #[error("cannot be unpacked: {0}; it is not written, and nothing of it is lost")]
    Unpack(io::Error),
    /// A member of a container could not be unpacked.
    #[error("cannot be unpacked: {0}; it stays as it came")]
    UnpackMember(io::Error),
    /// Where a member of a container should begin, none can be read.
    #[error("at byte {0} no member can be read; what stands there is kept as it is")]
    NoMember(u64),
    /// More members of a container failed than are told of one by one.
    #[error("{0} more of its members could not be done and are as they came")]
    MoreMembers(u64),
    /// The walk failed here.
    #[error("cannot be walked: {0}")]
    Walk(ignore::Error),
    /// The output could not be written.
    #[error("its output {target} cannot be written: {cause}")]
    Write {
        /// The output.
        target: PathBuf,
        /// Why.
        cause: io::Error,
    },
    /// Something else stands where the output belongs.
    #[error("its output {target} is already there as {what}; move that away or choose another -o")]
    Occupied {
        /// The output.
        target: PathBuf,
        /// What stands there.
        what: &'static str,
    },
    /// A file stands where the output belongs that is not what an earlier run wrote.
    #[error(
        "its output {0} was not written by ordret, or was changed since; move it away, or --force to write over it"
    )]
    NotOurs(PathBuf),
    /// No document of earlier runs is as it was.
    #[error(
        "nothing is removed, as the inputs hold no document that is as it was: name them as the run before did, and clean once \
         without --prune where settings or all documents changed; an output of which nothing is to stay is removed by hand"
    )]
    Emptied,
    /// The input was changed during its repair.
    #[error("was changed while it was read, so nothing was written; clean it again when nobody writes it")]
    Changed,
    /// The path cannot be kept in a ledger without loss.
    #[error("the path is not Unicode, which cannot be recorded on this system; rename it")]
    Path,
    /// The edits do not give the input back.
    #[error("the repair could not be undone ({0}), so the original was copied as it is; please report this file")]
    Unproven(UndoError),
    /// A gold text is not in UTF-8.
    #[error("is not in UTF-8, so it is no measure; write the gold text in UTF-8")]
    Gold,
    /// The run was asked to end while it was at work on it.
    #[error("not done yet, since the run was asked to end; the same command goes on from there")]
    Stopped,
    /// The repair did not come to an end.
    #[error("the repair broke off, so nothing was written; please report this file")]
    Panicked,
    /// The output is no longer what was written.
    #[error(
        "was changed after ordret wrote it, so its original cannot be told; bring back the file as ordret wrote it"
    )]
    Tampered,
    /// A run that was not finished was about to write the output.
    #[error("was not yet in its place when the run ended; `ordret clean` with the same inputs and options does it")]
    Undone,
    /// The last run failed on it.
    #[error("the last run could not clean it, so it is not here as it was then: {0}")]
    NotCleaned(String),
    /// The output is not there.
    #[error("it is not there any more, so it cannot be given back; cleaning its input again writes it anew")]
    Missing,
    /// A run removed the output and did not come to its end.
    #[error("its input is gone, and its output was removed with it, as --prune says")]
    Pruned,
    /// A run was not finished.
    #[error("{text}", text = unfinished(.0.as_deref()))]
    Unfinished(Option<String>),
    /// The ledger is damaged.
    #[error("{0}; bring back the ledger as ordret wrote it")]
    Damage(Damage),
    /// The ledger's path leads out of the folder.
    #[error("the ledger's path leads out of the folder; the ledger is damaged")]
    Escapes,
    /// The ledger's edits do not fit the output.
    #[error("the ledger does not fit it ({0}); bring back the ledger as ordret wrote it")]
    Undo(UndoError),
    /// What the ledger gave is not what came in.
    #[error("the ledger gives other bytes than came in (the hash differs); bring back the ledger as ordret wrote it")]
    Hash,
}

/// What is wrong with a ledger.
#[derive(Debug, Error)]
pub enum Damage {
    /// A line cannot be read.
    #[error("{0}")]
    Line(#[from] RecordError),
    /// What it says of a document is not what was written.
    #[error("what is said of {0} is damaged")]
    Section(String),
    /// It has no end.
    #[error("it is cut off after {0} documents")]
    CutOff(u64),
    /// There is more behind its end.
    #[error("what stands behind its end was not written there")]
    BehindEnd,
    /// It is not what its end says.
    #[error("it is not as it was written: it holds {found} whole documents, and {written} were written")]
    NotWhole {
        /// How many are whole.
        found: u64,
        /// How many there were.
        written: u64,
    },
}

fn unfinished(last: Option<&str>) -> String {
    let done = match last {
        Some(last) => format!("in the order of paths, what comes after {last} was not done"),
        None => "nothing was done".to_owned(),
    };
    format!("the run was not finished: {done}; `ordret clean` with the same inputs and options does the rest")
}

/// Why a run as a whole could not be done.
#[derive(Debug, Error)]
pub enum ArchiveError {
    /// The output folder holds what `ordret` did not write.
    #[error("{0} holds other files than ordret wrote there; choose another -o, or --force to write into it")]
    Foreign(PathBuf),
    /// The output folder is no folder.
    #[error("{0} is no folder; choose another -o")]
    NoFolder(PathBuf),
    /// The output is a device, a pipe or a socket, which a file must not take the place of.
    #[error("{0} is no regular file; choose another -o, or give the text on stdin, which is repaired to stdout")]
    NoFile(PathBuf),
    /// Two inputs would be written to the same place.
    #[error("{0} and {1} would both be written to {2} below the output folder; clean them into two folders")]
    Collision(PathBuf, PathBuf, PathBuf),
    /// Two files could be the same text.
    #[error("{0} and {1} have the same name up to the first dot; say with {2} what the name of the right one holds")]
    Ambiguous(PathBuf, PathBuf, &'static str),
    /// Texts that were to be compared are not there.
    #[error("{0}: {1}; give the file or folder that holds the texts")]
    NoTexts(PathBuf, io::Error),
    /// No gold text has a damaged one.
    #[error(
        "no file of {0} pairs with one of {1}; files pair by folder and by name up to the first dot \
         (page-1.gold.txt with page-1.ocr.txt)"
    )]
    Unpaired(PathBuf, PathBuf),
    /// An input is not there.
    #[error("{0}: {1}; name files and folders that are there")]
    NoInput(PathBuf, io::Error),
    /// An input is the output, or a file that is written beside it.
    #[error("{0} would be written over; choose another -o")]
    OutputIsInput(PathBuf),
    /// Another process writes.
    #[error("another run of ordret{by} is at work here ({0} is locked); wait for its end", by = pid(*.1))]
    Busy(PathBuf, u32),
    /// The output was written with other settings.
    #[error("{path} was written with other settings ({}); choose another -o, or --force to do all anew there", .differences.join(", "))]
    OtherSettings {
        /// The output.
        path: PathBuf,
        /// What differs.
        differences: Vec<String>,
    },
    /// A file of the run itself could not be read or written.
    #[error("{path}: {cause}")]
    File {
        /// The file.
        path: PathBuf,
        /// Why.
        cause: io::Error,
    },
    /// There is no ledger.
    #[error("{0} is missing; restore needs what `ordret clean -o` wrote")]
    NoLedger(PathBuf),
    /// A run was ended before it did anything.
    #[error("{0}: {text}", text = unfinished(None))]
    NothingDone(PathBuf),
    /// The ledger is damaged.
    #[error("{path}: {cause}; bring back the ledger as ordret wrote it")]
    Ledger {
        /// The ledger.
        path: PathBuf,
        /// Where and what.
        cause: Damage,
    },
    /// The ledger does not begin with a header that is known.
    #[error("{0} is no ledger that this version of ordret reads (it reads up to version {version})", version = crate::record::FORMAT_VERSION)]
    Version(PathBuf),
    /// The two folders lie in each other.
    #[error(
        "{0} and {1} lie in each other, so outputs would become inputs, or inputs be written over; choose another -o"
    )]
    Nested(PathBuf, PathBuf),
    /// Workers could not be started.
    #[error("the workers could not be started: {0}")]
    Workers(#[from] rayon::ThreadPoolBuildError),
    /// The observer could not take what it was told (its output is closed or full).
    #[error("{0}")]
    Observer(io::Error),
}

fn pid(pid: u32) -> String {
    if pid == 0 { String::new() } else { format!(" (process {pid})") }
}

impl ArchiveError {
    pub(super) fn file(path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |cause| Self::File { path, cause }
    }
}

/// The edits do not fit the output.
#[derive(Debug, Error)]
pub enum UndoError {
    /// The output could not be read, or the input not be written.
    #[error("{0}")]
    File(#[from] io::Error),
    /// The edits could not be read.
    #[error("its edits: {0}")]
    Edits(#[from] RecordError),
    /// The output is not what an edit says.
    #[error("at byte {0} of the output the text is not what the edit says")]
    Edit(u64),
    /// The text between edits is not in the output's encoding, or not in the input's.
    #[error("at byte {0} of the output the text cannot be encoded as it came")]
    Gap(u64),
    /// What came out is not what came in.
    #[error("the hash differs")]
    Hash,
}
