use std::borrow::Cow;
use std::io;
use std::rc::Rc;
use std::sync::Arc;

#[cfg(feature = "cli")]
use super::LineMode;
use super::blocks::{next_block, sample};
use super::document::kind::AffixSigns;
use super::document::{Portrait, Summary};
use super::draft::Draft;
use super::encoding::{self, Votes};
use super::exceptions::Switches;
use super::proposal::Proposal;
use super::scan::scan;
use super::{
    BLOCK_BYTES, Blocks, Decision, LanguageChoice, Options, Repair, Suspect, characters, decode, layout, words,
};
use crate::codecs::Encoding;
use crate::language::Language;
use crate::profile::Profile;
use crate::text::{Edit, Ledger, RuleCode};

/// Whether a document is text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "lowercase"))]
#[non_exhaustive]
pub enum DocumentKind {
    /// Text, repaired where it needed it.
    Text,
    /// No text (an image, an archive, a program): passed through.
    Binary,
    /// Its bytes are not exact in the encoding that it is said to be in, that is one that is not read here, or none of those that are
    /// looked for makes text of them: passed through.
    Undecodable,
    /// A compressed file or an archive, whose members are documents; only who reads archives tells one.
    Container,
}

impl DocumentKind {
    /// The name, as the ledger writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Binary => "binary",
            Self::Undecodable => "undecodable",
            Self::Container => "container",
        }
    }
}

/// What was learned of a whole document before its first block is repaired.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Survey {
    /// The encoding that the document is in.
    pub encoding: Encoding,
    /// The encoding that it may be in as well: it was found among several, with doubt.
    pub rival: Option<Encoding>,
    /// Whether it is text.
    pub kind: DocumentKind,
    /// What its blocks need to know of each other to be decoded.
    pub(super) hints: decode::Hints,
    /// What samples of the document prove, where it is longer than a block. Each block adds what it proves itself.
    proof: Option<Proof>,
}

/// What all blocks of a document prove together.
#[derive(Clone, Debug, Default)]
pub(crate) struct Proof {
    /// Of its encodings.
    votes: Votes,
    /// Of its language and spelling.
    summary: Summary,
    /// Of its misread words.
    misreadings: words::Evidence,
    /// Of its markers.
    switches: Switches,
}

impl Proof {
    /// Adds what the next block proves.
    pub(crate) fn add(&mut self, of_block: &Self) {
        self.votes.add(&of_block.votes);
        self.summary.add(&of_block.summary);
        self.misreadings.add(&of_block.misreadings);
        self.switches.add(&of_block.switches);
    }
}

impl Survey {
    fn misreadings(&self) -> Option<&words::Evidence> {
        self.proof.as_ref().map(|proof| &proof.misreadings)
    }

    /// Whether what all blocks prove is known, as it is once a document of several was surveyed.
    #[cfg(feature = "cli")]
    pub(crate) fn is_proven(&self) -> bool {
        self.proof.is_some()
    }

    /// The same with what all blocks prove.
    pub(crate) fn with_proof(self, proof: Proof) -> Self {
        Self { proof: Some(proof), ..self }
    }

    /// The same for a document whose output is in its own encoding: what it declares stays true.
    #[cfg(feature = "cli")]
    pub(crate) fn keeping_encoding(&self) -> Self {
        Self { hints: self.hints.keeping_encoding(), ..self.clone() }
    }

    /// Whether a marker in an earlier block has left the repair off where this one begins.
    pub(super) fn begins_off(&self, block: &[u8]) -> bool {
        let switches = self.proof.as_ref().map(|proof| &proof.switches);
        switches.is_some_and(|switches| switches.begins_off(block))
    }

    fn votes(&self) -> Option<&Votes> {
        self.proof.as_ref().map(|proof| &proof.votes)
    }
}

/// The rules of layout that know by the language's words and habits what is damage. In another language they are silent.
const OF_LANGUAGE: [RuleCode; 3] = [RuleCode("L101"), RuleCode("L102"), RuleCode("L108")];

/// How often a block is read, at most: of damaged pages one in five has more to mend on a second reading, and hardly any on a third.
const MOST_READINGS: usize = 3;

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
    options: Options,
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

    fn archive(&self) -> Option<&words::Archive> {
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
        self.mend_text(&mut draft, survey, None, &mut votes);
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
            self.mend_text(&mut draft, survey, survey.votes(), &mut Votes::default());
        }
        draft.text
    }

    /// Takes a draft through every stage, and again where misread words were mended: they tell what those beside them were, and where
    /// a word was cut. So a second run finds nothing more.
    fn run_stages(&self, draft: &mut Draft, survey: &Survey) {
        for _ in 0..MOST_READINGS {
            self.run_before_words(draft, survey);
            let proposals = {
                let portrait = self.portrait(draft, survey);
                words::pass(&draft.text, &self.options, self.archive(), &portrait, survey.misreadings())
            };
            let mends = proposals.iter().any(|proposal| words::mends_misreading(proposal, &self.options));
            if !draft.apply(proposals, &self.options) || !mends {
                break;
            }
        }
    }

    /// Takes a draft through the stages that come before words.
    fn run_before_words(&self, draft: &mut Draft, survey: &Survey) {
        self.mend_text(draft, survey, survey.votes(), &mut Votes::default());
        for (rules, pass) in layout::PASSES {
            // A pass none of whose rules may work has nothing to say.
            if self.options.rules.allows_any(rules.iter().copied()) {
                let portrait = self.portrait(draft, survey);
                let proposals = pass(&draft.text, &portrait, &self.options, self.profile());
                drop(portrait);
                self.apply_in_language(draft, survey, proposals, |rule| OF_LANGUAGE.contains(&rule));
            }
        }
    }

    /// The portrait of a block's text as it stands.
    fn portrait<'t>(&self, draft: &'t Draft, survey: &Survey) -> Portrait<'t> {
        let summary = survey.proof.as_ref().map(|proof| &proof.summary);
        Portrait::new(&draft.text, &self.options, summary, Rc::clone(&draft.told))
    }

    /// Applies what a stage proposes, but for what the language's words say (`is_of_words`, by its rule) in a passage that is
    /// in another. Says whether the text changed.
    fn apply_in_language(
        &self,
        draft: &mut Draft,
        survey: &Survey,
        mut proposals: Vec<Proposal>,
        is_of_words: impl Fn(RuleCode) -> bool,
    ) -> bool {
        if proposals.is_empty() {
            return false;
        }
        let portrait = self.portrait(draft, survey);
        proposals
            .retain(|proposal| !is_of_words(proposal.rule) || !portrait.is_foreign_though_damaged(&proposal.range));
        drop(portrait);
        draft.apply(proposals, &self.options)
    }

    /// Undoes what was done to the encoding and the characters.
    fn mend_text(&self, draft: &mut Draft, survey: &Survey, known: Option<&Votes>, proven: &mut Votes) {
        let rules = &self.options.rules;
        let mends_encoding = rules.allows_any(encoding::RULES.iter().copied().flatten().map(|rule| rule.code));
        let mends_characters = rules.allows_any(characters::RULES.iter().map(|rule| rule.code));
        draft.apply(decode::declarations(&draft.text, survey.encoding, &survey.hints), &self.options);
        let mut found = scan(&draft.text);
        let mends_encoding = mends_encoding && !encoding::is_of_bytes(&draft.text);
        if mends_encoding && (!found.is_empty() || encoding::is_in_capitals(&draft.text)) {
            let proposals = encoding::first_pass(&draft.text, &found, &self.options, known, proven);
            if self.apply_in_language(draft, survey, proposals, |_| false) {
                found = scan(&draft.text);
            }
        }
        let proposals = decode::iso646_words(&draft.text, survey.encoding, &survey.hints);
        if self.apply_in_language(draft, survey, proposals, |_| true) {
            found = scan(&draft.text);
        }
        if !mends_encoding && !mends_characters {
            return;
        }
        let is_unread = encoding::is_unread(&draft.text, &found, known, proven);
        let mut changed = true;
        for (at, pass) in encoding::PASSES.iter().chain(&characters::PASSES).enumerate() {
            if found.is_empty() {
                break;
            }
            if at == encoding::REPEATED && !changed || is_unread && !encoding::OF_PROOF.contains(&at) {
                continue;
            }
            if !(if at < encoding::PASSES.len() { mends_encoding } else { mends_characters }) {
                continue;
            }
            let is_of_words = encoding::OF_WORDS.contains(&at);
            let not_foreign;
            let seen = if is_of_words && found.is_dense(draft.text.len()) {
                let portrait = self.portrait(draft, survey);
                not_foreign = found.without(|place| portrait.is_foreign_though_damaged(place));
                &not_foreign
            } else {
                &found
            };
            let mut proposals = pass(&draft.text, seen, &self.options, known, proven);
            drop_affix_signs(&draft.text, &mut proposals);
            changed = self.apply_in_language(draft, survey, proposals, |_| is_of_words);
            if changed {
                found = scan(&draft.text);
            }
        }
        if mends_encoding && !is_unread {
            let proposals = encoding::ligatures_pass(&draft.text, &self.options);
            self.apply_in_language(draft, survey, proposals, |_| true);
        }
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

/// Drops what is proposed of signs of affixes in a spelling dictionary.
fn drop_affix_signs(text: &str, proposals: &mut Vec<Proposal>) {
    if !proposals.is_empty() {
        let signs = AffixSigns::of(text);
        proposals.retain(|proposal| !signs.are_at(&proposal.range));
    }
}
