use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::piece::Done;
use crate::archive::document::{DocumentRecords, encodings};
use crate::archive::input::Source;
use crate::archive::ledger::{Item, LedgerReader, LedgerWriter, ReadOptions};
use crate::archive::output::{Drafts, make_own_folder};
use crate::archive::undo::{PartDraft, redo};
use crate::archive::{ArchiveError, Tally};
use crate::record::{DocumentPath, Header, Record};

/// The members of a container that a run did are written down from so many bytes of its file on: what is shorter is done again sooner
/// than a person looks.
const LEAST_BYTES: u64 = if cfg!(test) { 1 } else { 1 << 20 };

/// Where runs write down which members of a container are done, while its file is not.
///
/// It is a journal of each container under way, whose documents are members, and in which nothing is lost that is lost: whatever it says is
/// believed only where a member has the hash that it had then, and becomes what has the hash that it had then.
#[derive(Clone, Debug)]
pub(in crate::archive) struct MembersDone {
    pub folder: PathBuf,
    pub header: Header,
}

impl MembersDone {
    /// The journal of a container.
    pub fn file(&self, container: &DocumentPath) -> PathBuf {
        let name = blake3::hash(&container.bytes()).to_hex();
        self.folder.join(format!("{name}.jsonl"))
    }

    /// Reads what an ended run did of a container of so many bytes, and goes on writing there. Nothing where it is short, or where the file
    /// cannot be written: then it is done without.
    pub(super) fn open(&self, container: &DocumentPath, bytes: u64, drafts: &Arc<Drafts>) -> Option<(Before, Since)> {
        if bytes < LEAST_BYTES {
            return None;
        }
        let path = self.file(container);
        make_own_folder(&self.folder).ok()?;
        self.begin(&path, drafts).ok()
    }

    fn begin(&self, path: &Path, drafts: &Arc<Drafts>) -> Result<(Before, Since), ArchiveError> {
        let failed = || ArchiveError::file(path);
        let how = ReadOptions { torn: true, drafts: Some(Arc::clone(drafts)), ..ReadOptions::default() };
        let (count, end) = whole(path, &self.header)?;
        if end == 0 {
            let _ = fs::remove_file(path);
            let file = File::create_new(path).map_err(failed())?;
            let journal = LedgerWriter::begin(file, path.to_owned(), self.header.clone())?;
            return Ok((Before { reader: None, left: 0, next: None }, Since { journal: Some(journal) }));
        }
        let file = File::options().append(true).open(path).map_err(failed())?;
        file.set_len(end).map_err(failed())?;
        let journal = LedgerWriter::go_on(file, path.to_owned(), self.header.clone());
        let reader = LedgerReader::open(path, how)?;
        Ok((Before { reader, left: count, next: None }, Since { journal: Some(journal) }))
    }
}

/// How many members are whole in a journal of the same settings, and where they end; 0 if there is none.
fn whole(path: &Path, header: &Header) -> Result<(u64, u64), ArchiveError> {
    let how = ReadOptions { torn: true, without_records: true, without_skipped: true, ..ReadOptions::default() };
    let Ok(Some(mut reader)) = LedgerReader::open(path, how) else { return Ok((0, 0)) };
    if reader.header().run != header.run {
        return Ok((0, 0));
    }
    let mut count = 0;
    for item in &mut reader {
        count += u64::from(matches!(item?, Item::Section(_)));
    }
    Ok((count, reader.whole_bytes()))
}

/// What an ended run did of a container, member by member.
pub(super) struct Before {
    reader: Option<LedgerReader>,
    /// So many members were whole; what comes after them is of this run.
    left: u64,
    next: Option<Box<DocumentRecords>>,
}

impl Before {
    /// What is known of the member that comes next in the container.
    pub fn of(&mut self, path: &DocumentPath) -> Option<Box<DocumentRecords>> {
        if self.next.is_none() && self.left > 0 {
            self.left -= 1;
            self.next = self.reader.as_mut().and_then(|reader| match reader.next() {
                Some(Ok(Item::Section(section))) => Some(section),
                _ => None,
            });
        }
        self.next.take_if(|section| section.document.path == *path)
    }
}

/// Writes down what this run does of a container.
pub(super) struct Since {
    journal: Option<LedgerWriter>,
}

impl Since {
    /// Takes a member down that was done whole and anew.
    pub fn take(&mut self, header: &Header, done: &Done) {
        if done.trouble.is_some() || done.is_from_before {
            return;
        }
        let Some(journal) = &mut self.journal else { return };
        if journal.section(&done.section, &header.run).is_err() {
            // Without it the container is done as well, only not as far when it is ended.
            self.journal = None;
        }
    }
}

/// What a member becomes that was done before; nothing if it is not what it was then, or does not become what it became.
pub(super) fn from_before(section: DocumentRecords, source: &mut Source, folder: &Path) -> Option<Done> {
    if source.content().ok()? != section.document.input {
        return None;
    }
    let output = match section.document.is_unchanged() {
        true => None,
        false => {
            let mut output = PartDraft::new(folder);
            let encodings = encodings(&section.document)?;
            redo(source, &section, encodings, &mut output).ok()?;
            Some(output)
        }
    };
    let tally = tally(&section).ok()?;
    let section = DocumentRecords { tally, ..section };
    Some(Done { section, output, trouble: None, is_from_before: true })
}

fn tally(section: &DocumentRecords) -> io::Result<Tally> {
    let mut tally = Tally { members_from_before: 1, ..Tally::default() };
    for record in section.all_records()? {
        match record.map_err(io::Error::other)? {
            Record::Edit(edit) if !edit.is_of_file() => {
                tally.edit(edit.codes(), edit.kind.level);
            }
            Record::Suspect(suspect) => tally.suspect(suspect.rule, suspect.level),
            _ => {}
        }
    }
    Ok(tally)
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::super::repair::{Repairing, clean};
    use super::*;
    use crate::Repairer;
    use crate::archive::document::DocumentRepairer;
    use crate::archive::input::{Containers, Entry};
    use crate::archive::output::{Mirror, Place, Reread};
    use crate::record::{Run, RunOptions};

    const DAMAGED: &str = "Sagen blev drÃ¸ftet pÃ¥ mÃ¸det, og rådet vedtog forslaget.\n";

    /// An archive of texts in several encodings; `word` stands in one of them.
    fn tar(word: &str) -> Vec<u8> {
        let latin = b"Formanden \xf8nskede en afg\xf8relse om \xe5en inden n\xe6ste m\xf8de.\n".repeat(3);
        let wide: Vec<u8> = format!("\u{feff}{DAMAGED}Slut").encode_utf16().flat_map(u16::to_le_bytes).collect();
        let texts: [(&str, Vec<u8>); 6] = [
            ("a.txt", DAMAGED.repeat(40).into_bytes()),
            ("latin.txt", latin),
            ("wide.txt", wide),
            ("right.txt", b"Den er god nok.\n".to_vec()),
            ("a.txt", format!("Samme {word}. {DAMAGED}").into_bytes()),
            ("billede.png", vec![0, 1, 2, 250]),
        ];
        let mut tar = tar::Builder::new(Vec::new());
        for (name, text) in texts {
            let mut header = tar::Header::new_gnu();
            header.set_size(text.len() as u64);
            tar.append_data(&mut header, name, &text[..]).unwrap();
        }
        tar.into_inner().unwrap()
    }

    /// Cleans the tar at a path; gives its new bytes, its records, and how many members were done before.
    fn clean_tar(place: &Place, done: &MembersDone, file: &Path) -> (Vec<u8>, Vec<u8>, Tally) {
        let source = Source::open(file).unwrap();
        let entry = Entry { source: file.to_owned(), path: DocumentPath::new(Path::new("k.tar")).unwrap() };
        let container = Containers::default().open(&source, &entry).unwrap().unwrap();
        let repairer = DocumentRepairer::new(Repairer::danish());
        let how = Repairing { repairer: &repairer, file, drafts: Some(&place.drafts), done: Some(done) };
        let mut draft = Mirror::new(place.clone()).draft(Path::new("k.tar"), file).unwrap();
        let (section, failures) = clean(&container, &how, &mut draft).unwrap();
        assert!(failures.is_empty());
        let (mut output, mut records) = (Vec::new(), Vec::new());
        draft.reread(&mut |read| Ok(read.read_to_end(&mut output).map(drop)?)).unwrap();
        section.records.read().unwrap().read_to_end(&mut records).unwrap();
        (output, records, section.tally)
    }

    #[test]
    fn members_that_were_done_before_become_what_they_became() {
        let home = tempfile::tempdir().unwrap();
        let (place, file) = (Place::folder(&home.path().join("cleaned")), home.path().join("k.tar"));
        fs::write(&file, tar("navn")).unwrap();
        place.open(false, None).unwrap();
        place.sweep().unwrap();
        let header = Header::new(Run::new(RunOptions::default()), Vec::new());
        let done = MembersDone { folder: place.members(), header };
        let path = done.file(&DocumentPath::new(Path::new("k.tar")).unwrap());
        let whole = clean_tar(&place, &done, &file);
        assert_eq!(whole.2.members_from_before, 0);
        assert!(String::from_utf8_lossy(&whole.0).contains("drøftet"));
        let journal = fs::read(&path).unwrap();
        let mut most = 0;
        for cut in (0..=journal.len()).step_by(61).chain([journal.len()]) {
            fs::write(&path, &journal[..cut]).unwrap();
            let (output, records, tally) = clean_tar(&place, &done, &file);
            assert!(output == whole.0 && records == whole.1, "{cut}");
            assert_eq!((&tally.edits, tally.changed_members), (&whole.2.edits, whole.2.changed_members), "{cut}");
            assert!(tally.members_from_before >= most, "{cut}");
            most = tally.members_from_before;
            // What was written behind the cut makes the journal whole again.
            assert!(fs::read(&path).unwrap() == journal, "{cut}");
        }
        assert_eq!(most, 6);
        // A tar that is another one since, and other settings, take nothing over.
        fs::write(&file, tar("sted")).unwrap();
        assert_eq!(clean_tar(&place, &done, &file).2.members_from_before, 5);
        let header =
            Header::new(Run::new(RunOptions { apply: "likely".to_owned(), ..RunOptions::default() }), Vec::new());
        let done = MembersDone { header, ..done };
        assert_eq!(clean_tar(&place, &done, &file).2.members_from_before, 0);
    }
}
