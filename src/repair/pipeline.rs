use std::borrow::Cow;
use std::io;
use std::sync::Arc;

#[cfg(feature = "cli")]
use super::LineMode;
use super::blocks::{next_block, sample};
use super::draft::Draft;
use super::encoding::Votes;
use super::exceptions::Switches;
use super::survey::{DocumentKind, Proof, Survey};
use super::{BLOCK_BYTES, Blocks, Decision, LanguageChoice, Options, Repair, Suspect, decode, words};
use crate::language::Language;
use crate::profile::Profile;
use crate::text::{Edit, Ledger};

/// Repairs documents. Built once, shared between threads.
///
/// ```
/// let repairer = ordret::Repairer::danish();
/// let documents = ["Mødet åbnede kl. 9.", "MÃ¸det sluttede kl. 10."];
/// std::thread::scope(|threads| {
///     for document in documents {
///         let repairer = &repairer;
///         threads.spawn(move || {
///             let repair = repairer.repair(document.as_bytes());
///             assert!(repair.text().starts_with("Mødet"));
///             assert_eq!(repair.restore(), document.as_bytes());
///         });
///     }
/// });
/// ```
#[derive(Clone, Debug)]
pub struct Repairer {
    pub(super) options: Options,
    archive: Option<Arc<words::Archive>>,
}

impl Repairer {
    /// A repairer with the embedded Danish pack and the default options.
    pub fn danish() -> Self {
        Self::new(Options::default())
    }

    /// A repairer that knows no language.
    pub fn neutral() -> Self {
        Self::new(Options { language: LanguageChoice::None, ..Options::default() })
    }

    /// A repairer with these options.
    pub fn new(options: Options) -> Self {
        Self { options, archive: None }
    }

    /// The same, knowing what an archive taught.
    #[must_use]
    pub fn with_profile(self, profile: Arc<Profile>) -> Self {
        // Without a language no stage asks for the archive's words, and what it was learned in says which are new.
        let language = self.options.language.pack().unwrap_or_else(Language::danish);
        let decided = profile.verdicts().iter().map(|(verdict, said)| Decision {
            rule: verdict.0.clone(),
            text: verdict.1.clone(),
            reading: said.reading.clone(),
            reason: said.reason.clone(),
        });
        let mut options = self.options;
        options.decisions = options.decisions.with_learned(decided);
        Self { options, archive: Some(Arc::new(words::Archive::new(profile, language))) }
    }

    /// The same for fields, one after the other, among which no line is the head of a page; where lines end is left if it is no accident of
    /// how they were set.
    #[cfg(feature = "cli")]
    pub(crate) fn of_fields(&self, keeps_lines: bool) -> Self {
        let lines = if keeps_lines { LineMode::Keep } else { self.options.lines };
        let options = Options { lines, furniture: false, ..self.options.clone() };
        Self { options, archive: self.archive.clone() }
    }

    /// What it knows of an archive.
    pub fn profile(&self) -> Option<&Profile> {
        self.archive().map(|archive| &**archive.profile())
    }

    /// The same with other options. What an archive taught is kept.
    #[must_use]
    pub fn with_options(&self, options: Options) -> Self {
        let pack = |options: &Options| options.language.pack().unwrap_or_else(Language::danish);
        match self.archive().map(words::Archive::profile) {
            Some(profile) if !std::ptr::eq(pack(&self.options), pack(&options)) => {
                Self::new(options).with_profile(Arc::clone(profile))
            }
            _ => Self { options, archive: self.archive.clone() },
        }
    }

    pub(super) fn archive(&self) -> Option<&words::Archive> {
        self.archive.as_deref()
    }

    /// The options it was built with.
    pub fn options(&self) -> &Options {
        &self.options
    }

    /// Repairs a document that is in memory. Never panics, never fails: at worst nothing changes.
    pub fn repair<'a>(&self, input: &'a [u8]) -> Repair<'a> {
        let survey = self.survey_memory(input);
        self.repair_surveyed(input, &survey)
    }

    /// Repairs a text that is known to be UTF-8: one that was decoded already.
    ///
    /// This is [`Repairer::repair`] without its first question, which encoding the bytes are in: [`Options::encoding`] does
    /// not count, the text is never taken for UTF-16, for 7-bit ISO 646 throughout, or for no text at all, whatever signs it
    /// holds. Passages that were decoded wrongly before they came here are mended as ever, and every offset is in bytes of
    /// the text.
    ///
    /// ```
    /// let repair = ordret::Repairer::danish().repair_str("Sagen blev drÃ¸ftet.\0");
    /// assert_eq!(repair.kind(), ordret::DocumentKind::Text);
    /// assert!(repair.text().starts_with("Sagen blev drøftet."));
    /// ```
    pub fn repair_str<'a>(&self, text: &'a str) -> Repair<'a> {
        let detection = decode::detect_text(text, &self.options);
        let survey = self.survey_detected_memory(text.as_bytes(), detection);
        self.repair_surveyed(text.as_bytes(), &survey)
    }

    /// Repairs a document in memory, or a field of one, of which all is known that a block needs.
    pub(crate) fn repair_surveyed<'a>(&self, input: &'a [u8], survey: &Survey) -> Repair<'a> {
        let body = &input[survey.encoding.bom().len()..];
        if body.len() < BLOCK_BYTES {
            let mut repair = self.repair_block(body, survey);
            shift(&mut repair.ledger.edits, &mut repair.suspects, survey.encoding.bom().len(), 0);
            repair.input = input;
            return repair;
        }
        self.repair_blocks(input, survey)
    }

    /// Reads a document twice, to learn what its blocks need to know of each other.
    ///
    /// Then every block that [`Blocks`] gives (the first without the encoding's byte order mark) goes through
    /// [`Repairer::repair_block`]; the outputs, one after the other, are the output of the document.
    ///
    /// # Errors
    /// Those of reading the document.
    pub fn survey(&self, blocks: &mut impl Blocks) -> io::Result<Survey> {
        let detection = decode::detect(blocks, &self.options)?;
        self.survey_detected(blocks, detection)
    }

    /// What is learned of a document by a first look, and whether it has several blocks, each of which is then to be asked
    /// what it proves.
    #[cfg(feature = "cli")]
    pub(crate) fn survey_start(&self, blocks: &mut impl Blocks) -> io::Result<(Survey, bool)> {
        Ok(self.survey_of(decode::detect(blocks, &self.options)?))
    }

    /// What is learned by a first look of the fields of a document, each a block, and whether there are several.
    #[cfg(feature = "cli")]
    pub(crate) fn survey_fields(&self, fields: &mut impl Blocks) -> io::Result<(Survey, bool)> {
        Ok(self.survey_of(decode::detect_fields(fields, &self.options)?))
    }

    fn survey_of(&self, detection: decode::Detection) -> (Survey, bool) {
        let decode::Detection { encoding, rival, kind, blocks: count, hints } = detection;
        (Survey { encoding, rival, kind, hints, proof: None }, kind == DocumentKind::Text && count > 1)
    }

    /// What is to be learned of a document whose encoding was found.
    fn survey_detected(&self, blocks: &mut impl Blocks, detection: decode::Detection) -> io::Result<Survey> {
        let (survey, is_long) = self.survey_of(detection);
        if !is_long {
            return Ok(survey);
        }
        let proof = self.prove(blocks, &survey)?;
        Ok(survey.with_proof(proof))
    }

    /// Learns of a document in memory what its blocks need to know of each other.
    fn survey_memory(&self, document: &[u8]) -> Survey {
        let detection = decode::detect(&mut &*document, &self.options).expect("reading memory cannot fail");
        self.survey_detected_memory(document, detection)
    }

    /// The same of one whose encoding was found.
    fn survey_detected_memory(&self, document: &[u8], detection: decode::Detection) -> Survey {
        let (survey, is_long) = self.survey_of(detection);
        if !is_long {
            return survey;
        }
        let mut proof = Proof::default();
        blocks_of(document, &survey).for_each(|(_, block)| proof.add(&self.prove_block(block, &survey)));
        survey.with_proof(proof)
    }

    /// What samples of all blocks of a long document prove together.
    fn prove(&self, blocks: &mut impl Blocks, survey: &Survey) -> io::Result<Proof> {
        let mut proof = Proof::default();
        let mut bom = survey.encoding.bom().len();
        blocks.for_each_block(survey.encoding.unit(), &mut |block| {
            let body = &block[std::mem::take(&mut bom).min(block.len())..];
            proof.add(&self.prove_block(body, survey));
        })?;
        Ok(proof)
    }

    /// What a sample of one block of a long document proves, whatever the others do.
    pub(crate) fn prove_block(&self, block: &[u8], survey: &Survey) -> Proof {
        let mut votes = Votes::default();
        let sample = sample(block, survey.encoding.unit());
        let mut draft = Draft::decode(&sample, survey);
        self.mend_text(&mut draft, survey, (None, false), &mut votes);
        let portrait = self.portrait(&draft, survey);
        let misreadings = words::evidence(&draft.text, &self.options, self.archive(), &portrait);
        let summary = portrait.summary();
        Proof { votes, summary, misreadings, switches: Switches::of(block, Draft::switched(block, survey)) }
    }

    /// Repairs one block of a surveyed document. Offsets count from the block's start.
    pub fn repair_block<'a>(&self, block: &'a [u8], survey: &Survey) -> Repair<'a> {
        let mut draft = Draft::decode(block, survey);
        if survey.kind == DocumentKind::Text {
            self.run_stages(&mut draft, survey);
            draft.finish();
        }
        Repair {
            input: block,
            text: draft.text,
            ledger: Ledger { edits: draft.edits },
            suspects: draft.suspects,
            encoding: survey.encoding,
            kind: survey.kind,
        }
    }

    /// Reads one block of a surveyed document with its encoding and characters mended, and its lines and words as they
    /// stand: what a profile is learned from.
    pub fn read_block<'a>(&self, block: &'a [u8], survey: &Survey) -> Cow<'a, str> {
        let mut draft = Draft::decode(block, survey);
        if survey.kind == DocumentKind::Text {
            self.mend_text(&mut draft, survey, (survey.votes(), false), &mut Votes::default());
        }
        draft.text
    }

    /// What the words stage thinks of the words that it doubts in a document, as the other stages leave it to that stage:
    /// the scores that a repair decides by. Ranges are of the document.
    pub fn judge_words(&self, document: &[u8]) -> Vec<words::WordJudgement> {
        let survey = self.survey_memory(document);
        let mut judgements = Vec::new();
        if survey.kind != DocumentKind::Text {
            return judgements;
        }
        for (at, block) in blocks_of(document, &survey) {
            let mut draft = Draft::decode(block, &survey);
            self.run_before_words(&mut draft, &survey);
            let portrait = self.portrait(&draft, &survey);
            let judged = words::judgements(&draft.text, &self.options, self.archive(), &portrait, survey.misreadings());
            let places = draft.places_in_block(judged.iter().map(|judgement| &judgement.range));
            judgements.extend(judged.into_iter().zip(places).map(|(judgement, place)| words::WordJudgement {
                range: at + place.start..at + place.end,
                ..judgement
            }));
        }
        judgements
    }

    fn repair_blocks<'a>(&self, input: &'a [u8], survey: &Survey) -> Repair<'a> {
        let mut text = String::with_capacity(input.len());
        let mut edits: Vec<Edit> = Vec::new();
        let mut suspects: Vec<Suspect> = Vec::new();
        for (at, block) in blocks_of(input, survey) {
            let mut part = self.repair_block(block, survey);
            shift(&mut part.ledger.edits, &mut part.suspects, at, text.len());
            text.push_str(&part.text);
            edits.append(&mut part.ledger.edits);
            suspects.append(&mut part.suspects);
        }
        Repair {
            input,
            text: Cow::Owned(text),
            ledger: Ledger { edits },
            suspects,
            encoding: survey.encoding,
            kind: survey.kind,
        }
    }
}

/// The blocks of a document in memory, without its byte order mark, and where each begins.
fn blocks_of<'d>(document: &'d [u8], survey: &Survey) -> impl Iterator<Item = (usize, &'d [u8])> {
    let unit = survey.encoding.unit();
    let mut at = survey.encoding.bom().len();
    std::iter::from_fn(move || {
        let rest = document.get(at..).filter(|rest| !rest.is_empty())?;
        let block = &rest[..next_block(rest, unit)];
        at += block.len();
        Some((at - block.len(), block))
    })
}

/// Moves what was found in a block to where the block lies in the document.
fn shift(edits: &mut [Edit], suspects: &mut [Suspect], input: usize, output: usize) {
    let places = edits
        .iter_mut()
        .map(|edit| (&mut edit.input, &mut edit.output))
        .chain(suspects.iter_mut().map(|suspect| (&mut suspect.input, &mut suspect.output)));
    for (in_range, out_range) in places {
        *in_range = in_range.start + input..in_range.end + input;
        *out_range = out_range.start + output..out_range.end + output;
    }
}
