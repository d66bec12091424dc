//! The repair of packages: documents of word processors and electronic books. Their paragraphs are fields; what becomes of a file in
//! a package is written as a whole, since it is packed, and the edits of its text share those bytes.

use std::io;
use std::ops::Range;

use super::encodings::Encodings;
use super::found::Found;
use super::hashing::Hashing;
use super::hunks;
use super::joined::Joined;
use super::record_writer::{Detail, RecordWriter};
use super::repair_error::RepairError;
use super::repair_records::prove;
use super::repaired::{Note, RepairedDocument};
use super::repairer::DocumentRepairer;
use super::stand::{EditBytes, Stand};
use super::surroundings::{Block, Surroundings};
use super::text_writing::copy;
use crate::archive::input::Source;
use crate::archive::output::Restart;
use crate::codecs::Encoding;
use crate::formats::record::office::{Member, Opened, Package, Splice};
use crate::formats::record::{Field, Kind, RawEdit, Rewritten, rewrite};
use crate::record::Span;
use crate::text::{Edit, Position, hex};
use crate::{Blocks, DocumentKind, Repair, Repairer, Survey};

/// A file of the body, and what becomes of its paragraphs.
pub(super) struct Body<'p> {
    member: &'p Member,
    fields: Vec<Field<'static>>,
    repaired: Vec<Rewritten>,
}

impl DocumentRepairer {
    /// Writes the package with its paragraphs repaired to `out`, and takes down what was found.
    pub(super) fn repair_package(
        &self,
        (kind, package): (Kind, Package),
        source: &mut Source,
        out: &mut dyn Restart,
        writer: &mut RecordWriter,
    ) -> Result<(RepairedDocument, Option<Note>), RepairError> {
        let Some(bytes) = source.held().map_err(RepairError::Read)? else {
            let copied = copy(source, DocumentKind::Binary, out)?;
            return Ok((copied, Some("left as it came: too long".into())));
        };
        let opened = match Opened::open(package, &bytes) {
            Ok(opened) => opened,
            Err(why) => return Ok((copy(source, DocumentKind::Binary, out)?, Some(why.into()))),
        };
        let repairer = self.repairer.of_fields(true);
        let (mut bodies, unread) = bodies(&opened);
        let joined = joined(&bodies);
        let survey = survey(&repairer, &joined)?;
        let mut parts = joined.parted(&repairer.repair_surveyed(&joined.text, &survey)).into_iter();
        for Body { member, fields, repaired } in &mut bodies {
            let parts = fields.iter().zip(&mut parts);
            repaired.extend(parts.map(|(field, (edits, suspects))| rewrite(&member.xml, field, &edits, &suspects)));
        }
        let changed: Vec<_> = bodies.iter().filter_map(|body| Some((body.member, body.rewritten()?))).collect();
        let splices = if changed.is_empty() { Some(Vec::new()) } else { opened.splices(&changed) };
        let Some(splices) = splices else {
            let copied = copy(source, DocumentKind::Binary, out)?;
            return Ok((copied, Some("left as it came: it cannot be written".into())));
        };
        if self.detail == Detail::Hunks {
            note_hunks(&bodies, writer).map_err(RepairError::Write)?;
        }
        let document = blake3::hash(&bytes).to_hex();
        let mut writing =
            Writing { document: &document, bytes: &bytes, output: Hashing::new(out), copied: 0, paragraph: 0 };
        let repaired = writing.write(&opened, &bodies, splices, writer)?;
        let note = (!unread.is_empty()).then(|| format!("not read: {}", unread.join(", ")).into());
        Ok((RepairedDocument { format: Some(kind.as_str()), ..repaired }, note))
    }
}

/// The files of the body that are XML, and the names of those that are not read.
pub(super) fn bodies<'p>(opened: &'p Opened) -> (Vec<Body<'p>>, Vec<String>) {
    let (mut bodies, mut unread) = (Vec::new(), opened.unread.clone());
    for member in &opened.members {
        match member.fields() {
            Some(fields) => bodies.push(Body { member, fields, repaired: Vec::new() }),
            None => unread.push(opened.name(member)),
        }
    }
    (bodies, unread)
}

/// The paragraphs of all files as one text.
pub(super) fn joined(bodies: &[Body]) -> Joined {
    Joined::of(bodies.iter().flat_map(|body| &body.fields))
}

impl Blocks for &Joined {
    fn for_each_block(&mut self, _: usize, each: &mut dyn FnMut(&[u8])) -> io::Result<()> {
        self.blocks().for_each(each);
        Ok(())
    }
}

fn survey(repairer: &Repairer, joined: &Joined) -> Result<Survey, RepairError> {
    let (survey, are_several) = repairer.survey_fields(&mut { joined }).map_err(RepairError::Read)?;
    if !are_several {
        return Ok(survey);
    }
    let proof = prove(repairer, &survey, joined);
    Ok(survey.with_proof(proof))
}

impl Body<'_> {
    /// Its edits by where they stand, with the number of each one's paragraph.
    fn edits(&self) -> Vec<(usize, &RawEdit)> {
        let edits = self.repaired.iter().enumerate();
        let mut edits: Vec<_> =
            edits.flat_map(|(number, field)| field.edits.iter().map(move |edit| (number, edit))).collect();
        edits.sort_by_key(|(_, edit)| edit.file.start);
        edits
    }

    /// What the file becomes; `None` where it stays.
    fn rewritten(&self) -> Option<Vec<u8>> {
        let edits = self.edits();
        if edits.is_empty() {
            return None;
        }
        let (mut xml, mut copied) = (Vec::with_capacity(self.member.xml.len()), 0);
        for (_, edit) in edits {
            xml.extend_from_slice(&self.member.xml[copied..edit.file.start]);
            xml.extend_from_slice(&edit.bytes);
            copied = edit.file.end;
        }
        xml.extend_from_slice(&self.member.xml[copied..]);
        Some(xml)
    }
}

/// The output of a package as it is written.
struct Writing<'a> {
    /// BLAKE3 of the bytes.
    document: &'a str,
    bytes: &'a [u8],
    output: Hashing<'a>,
    copied: usize,
    /// So many paragraphs were passed.
    paragraph: usize,
}

impl Writing<'_> {
    fn write(
        &mut self,
        opened: &Opened,
        bodies: &[Body],
        splices: Vec<Splice>,
        writer: &mut RecordWriter,
    ) -> Result<RepairedDocument, RepairError> {
        let mut input = blake3::Hasher::new();
        if !splices.is_empty() {
            self.output.part_from(&input);
        }
        input.update(self.bytes);
        let mut splices = splices.into_iter().peekable();
        for body in bodies {
            let range = opened.range(body.member);
            let splice = splices.next_if(|splice| splice.range.start == range.start && !body.edits().is_empty());
            self.body(body, range, splice, writer)?;
        }
        for splice in splices {
            let (stand, bytes) = self.splice(&splice, 1)?;
            writer.file_edit(stand, bytes).map_err(RepairError::Write)?;
        }
        self.output.write(&self.bytes[self.copied..])?;
        let encodings = Encodings { input: Encoding::Utf8, output: Encoding::Utf8 };
        let (input, output) = self.output.contents(&input);
        Ok(RepairedDocument {
            kind: DocumentKind::Text,
            format: None,
            fields: None,
            encodings,
            rival: None,
            input,
            output,
        })
    }

    /// Writes a file of the body. Its first edit takes all its bytes, those after it none.
    fn body(
        &mut self,
        body: &Body,
        range: Range<usize>,
        splice: Option<Splice>,
        writer: &mut RecordWriter,
    ) -> Result<(), RepairError> {
        let mut splice = splice;
        for (number, edit) in body.edits() {
            let field = &body.fields[number];
            let (mut stand, bytes) = match splice.take() {
                Some(splice) => self.splice(&splice, 1)?,
                None => (self.nowhere(), EditBytes { before: Some("".into()), after: Some("".into()) }),
            };
            stand.place = self.place(number, field, edit.edit.input.start);
            let found = Found::edit(&edit.edit, stand, bytes, self.surroundings(field));
            writer.take(&[found]).map_err(RepairError::Write)?;
        }
        let suspects = body.repaired.iter().enumerate();
        for (number, suspect) in suspects.flat_map(|(at, field)| field.suspects.iter().map(move |(_, it)| (at, it))) {
            let field = &body.fields[number];
            let of = self.surroundings(field);
            let place = self.place(number, field, suspect.input.start);
            let stand = Stand { input: Span::at(0, &range), place, ..self.nowhere() };
            writer.take(&[Found::suspect(suspect, stand, of)]).map_err(RepairError::Write)?;
        }
        self.paragraph += body.fields.len();
        Ok(())
    }

    /// Writes a splice; gives where it stands and its bytes.
    fn splice(&mut self, splice: &Splice, line: u64) -> Result<(Stand, EditBytes), RepairError> {
        self.output.write(&self.bytes[self.copied..splice.range.start])?;
        let start = self.output.bytes;
        self.output.write(&splice.bytes)?;
        self.copied = splice.range.end;
        let stand = Stand {
            input: Span::at(0, &splice.range),
            output: Span { start, end: self.output.bytes },
            place: Position { line, column: 1 },
        };
        let (before, after) = (hex::encode(&self.bytes[splice.range.clone()]), hex::encode(&splice.bytes));
        Ok((stand, EditBytes { before: Some(before), after: Some(after) }))
    }

    /// The paragraph that a finding stands in.
    fn surroundings<'f>(&'f self, field: &'f Field) -> Surroundings<'f> {
        Surroundings { document: self.document, input: &field.text, encoding: Encoding::Utf8, is_packed: true }
    }

    /// The place that was reached.
    fn nowhere(&self) -> Stand {
        let span = |at: u64| Span { start: at, end: at };
        Stand { input: span(self.copied as u64), output: span(self.output.bytes), place: Position::START }
    }

    /// A paragraph is a line.
    fn place(&self, number: usize, field: &Field, at: usize) -> Position {
        let before = String::from_utf8_lossy(field.text.get(..at).unwrap_or_default());
        let column = before.chars().count() as u64 + 1;
        Position { line: (self.paragraph + number) as u64 + 1, column }
    }
}

/// Takes down the paragraphs that change, each a line.
fn note_hunks(bodies: &[Body], writer: &mut RecordWriter) -> io::Result<()> {
    let (mut before, mut after, mut edits) = (String::new(), String::new(), Vec::new());
    let fields = bodies.iter().flat_map(|body| body.fields.iter().zip(&body.repaired));
    for (field, repaired) in fields {
        let text = String::from_utf8_lossy(&field.text).replace('\n', " ");
        let mut copied = 0;
        for RawEdit { edit, .. } in &repaired.edits {
            after.push_str(text.get(copied..edit.input.start).unwrap_or_default());
            let start = after.len();
            after.push_str(&edit.after);
            copied = edit.input.end;
            let input = before.len() + edit.input.start..before.len() + edit.input.end;
            edits.push(Edit { input, output: start..after.len(), ..edit.clone() });
        }
        after.push_str(text.get(copied..).unwrap_or_default());
        before.push_str(&text);
        before.push('\n');
        after.push('\n');
    }
    let repair = Repair::of_edits(before.as_bytes(), after, edits, Encoding::Utf8);
    let block = Block { document: "", input: before.as_bytes(), repair: &repair, encoding: Encoding::Utf8 };
    hunks::hunks(&block, 1, 1).into_iter().try_for_each(|hunk| writer.hunk(hunk))
}
