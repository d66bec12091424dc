use std::borrow::Cow;
use std::path::PathBuf;

use crate::DocumentKind;
use crate::archive::container::{self, Ended, Piece};
use crate::archive::document::DocumentRepairer;
use crate::archive::guarded::caught;
use crate::archive::input::{Containers, Entry, Found, Inputs, ReadError, Selection, Source};
use crate::archive::tally::keep;
use crate::archive::workers::in_order_within;
use crate::archive::{ArchiveError, Failure, Observer, Trouble};
use crate::formats::record::Kind;
use crate::profile::{Learner, Profile};
use crate::record::{DocumentPath, Record, Skipped};

/// Documents are learned in parts of so many bytes or files, whatever the number of threads, so that what is forgotten
/// on the way does not depend on it.
const PART_BYTES: u64 = 1 << 20;
const PART_FILES: usize = 256;
/// Parts that may be under way or wait for an earlier one; each takes a few megabytes.
const WINDOW: usize = 4;

/// What a learning did, in numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Learned {
    /// Documents learned from.
    pub documents: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Files that are no text.
    pub passed: u64,
    /// The first of them, by name and kind.
    pub passed_names: Vec<(String, DocumentKind)>,
    /// Things that are no documents.
    pub skipped: u64,
    /// The first of them, by name and what they are.
    pub skipped_names: Vec<(String, Cow<'static, str>)>,
    /// Documents that could not be read.
    pub failures: u64,
}

/// Learns from every document of the inputs, decoded and with its characters mended by the repairer; of records from the fields that
/// it names.
///
/// The profile is the same whatever the number of threads that it says. A document that fails is
/// told to the observer, and the others are done.
pub fn learn(
    inputs: &[PathBuf],
    selection: &Selection,
    repairer: &DocumentRepairer,
    observer: &mut dyn Observer,
) -> Result<(Profile, Learned), ArchiveError> {
    Inputs::refuse_missing(inputs)?;
    let (mut profile, mut learned) = (Profile::default(), Learned::default());
    in_order_within(
        WINDOW,
        repairer.threads,
        Parts(Inputs::as_given(inputs).selected(selection).walk()),
        |part| learn_part(repairer, selection.containers, part),
        |part| {
            profile.merge(&part.profile);
            part.outcomes.into_iter().try_for_each(|outcome| learned.tell(outcome, observer))
        },
    )?;
    Ok((profile, learned))
}

/// What is found, in parts that depend on nothing but the files.
struct Parts<I>(I);

impl<I: Iterator<Item = Found>> Iterator for Parts<I> {
    type Item = Vec<Found>;

    fn next(&mut self) -> Option<Vec<Found>> {
        let (mut part, mut bytes) = (Vec::new(), 0);
        while bytes < PART_BYTES && part.len() < PART_FILES {
            let Some(found) = self.0.next() else { break };
            if let Found::Document(entry) = &found {
                bytes += entry.source.metadata().map_or(0, |metadata| metadata.len());
            }
            part.push(found);
        }
        (!part.is_empty()).then_some(part)
    }
}

struct Part {
    profile: Profile,
    outcomes: Vec<Outcome>,
}

/// What became of one thing that was found.
enum Outcome {
    /// Learned from so many bytes.
    Learned(u64),
    Passed(DocumentPath, DocumentKind),
    Skipped(Skipped),
    Failed(Failure),
}

impl Learned {
    fn tell(&mut self, outcome: Outcome, observer: &mut dyn Observer) -> Result<(), ArchiveError> {
        let told = match outcome {
            Outcome::Learned(bytes) => {
                self.documents += 1;
                self.bytes += bytes;
                observer.learned(bytes)
            }
            Outcome::Passed(path, kind) => {
                self.passed += 1;
                keep(&mut self.passed_names, || (path.to_string(), kind));
                Ok(())
            }
            Outcome::Skipped(skipped) => {
                self.skipped += 1;
                keep(&mut self.skipped_names, || (skipped.path.to_string(), skipped.why.clone()));
                observer.record(&Record::Skipped(skipped))
            }
            Outcome::Failed(failure) => {
                self.failures += 1;
                observer.failure(&failure)
            }
        };
        told.map_err(ArchiveError::Observer)
    }
}

fn learn_part(repairer: &DocumentRepairer, containers: Containers, part: Vec<Found>) -> Part {
    let mut learner = Learner::default();
    let mut outcomes = Vec::new();
    for found in part {
        match found {
            Found::Skipped(skipped) => outcomes.push(Outcome::Skipped(skipped)),
            Found::Failed(failure) => outcomes.push(Outcome::Failed(failure)),
            Found::Document(entry) => {
                let learned = caught(|| learn_entry(repairer, containers, &entry, &mut learner, &mut outcomes));
                outcomes.extend(learned.err().map(|trouble| Outcome::Failed(Failure::new(entry.source, trouble))));
            }
        }
    }
    Part { profile: learner.finish(), outcomes }
}

/// Learns from a file: a document, or those that it holds.
fn learn_entry(
    repairer: &DocumentRepairer,
    containers: Containers,
    entry: &Entry,
    learner: &mut Learner,
    outcomes: &mut Vec<Outcome>,
) -> Result<(), Trouble> {
    let mut source = Source::open(&entry.source).map_err(Trouble::Read)?;
    let Some(container) = containers.open(&source, entry)? else {
        let repairer = repairer.of(&entry.source);
        let kind = repairer.records.kind_of(&entry.source);
        outcomes.push(learn_document(&repairer, kind, &mut source, entry.path.clone(), learner)?);
        return Ok(());
    };
    let mut learn = |piece| {
        outcomes.push(match piece {
            Piece::Document(mut spooled) => {
                let (path, kind) = (spooled.path.clone(), spooled.kind);
                learn_document(repairer, kind, &mut spooled.source, path, learner).map_err(Ended)?
            }
            Piece::Passed(document) => Outcome::Passed(document.path, document.kind),
            Piece::Damaged(at) => Outcome::Failed(Failure::new(entry.source.clone(), Trouble::NoMember(at))),
            Piece::Broken(_, cause) => {
                Outcome::Failed(Failure::new(entry.source.clone(), Trouble::UnpackMember(cause)))
            }
            Piece::Kept(_) | Piece::Padding(_) => return Ok(()),
        });
        Ok(())
    };
    container::read(&container, repairer, None, &mut learn).map(drop).map_err(|Ended(trouble)| trouble)
}

fn learn_document(
    repairer: &DocumentRepairer,
    kind: Option<Kind>,
    source: &mut Source,
    path: DocumentPath,
    learner: &mut Learner,
) -> Result<Outcome, Trouble> {
    if let Some(kind) = kind {
        learner.begin_document();
        let read = repairer.read_fields(kind, source, |field| learner.read(field));
        return match read.map_err(|error| error.trouble(path.to_string().into()))? {
            Some(bytes) => Ok(Outcome::Learned(bytes)),
            None => Ok(Outcome::Passed(path, DocumentKind::Binary)),
        };
    }
    let repairer = &repairer.repairer;
    let survey = repairer.survey(source).map_err(Trouble::Read)?;
    if survey.kind != DocumentKind::Text {
        return Ok(Outcome::Passed(path, survey.kind));
    }
    let mut bytes = survey.encoding.bom().len();
    learner.begin_document();
    source
        .each_block(bytes, survey.encoding.unit(), |block| {
            learner.read(&repairer.read_block(block, &survey));
            bytes += block.len();
            Ok(())
        })
        .map_err(|ReadError(cause)| Trouble::Read(cause))?;
    Ok(Outcome::Learned(bytes as u64))
}
