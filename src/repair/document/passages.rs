//! Which language a place is in, by the passage around it.
//!
//! A passage is a line; a longer one is cut at the ends of its sentences, so that a single foreign sentence of a Danish
//! paragraph is told too. Lines of a word each, as lists have them, with a number or a code beside it, are one passage together: a word is in
//! no language. What a
//! short passage leaves open is told by the ones beside it, and by the document.

use std::cell::OnceCell;
use std::ops::Range;
use std::rc::Rc;

use memchr::{memchr, memchr2, memchr3_iter};

use super::{Summary, Told, kind};
use crate::language::Language;
use crate::language::identify::{Tongue, Tongues};
use crate::repair::reading::Reading;
use crate::text::SignIndex;
use crate::text::strides::{self, Lanes, STRIDE};
use crate::tokenize;

/// Log odds from which a place is held to be in another language.
pub(in crate::repair) const FOREIGN: f32 = 2.0;
/// The same where the letters of the place are said to be damaged: of lone lines of Danish in wrong letters one in fifty stands
/// above [`FOREIGN`].
pub(in crate::repair) const FOREIGN_THOUGH_DAMAGED: f32 = 5.0;
/// Log odds for another language below which a place is known to be Danish: of the misread words that were right on pages of
/// four scanners 3 in a hundred stand above.
pub(in crate::repair) const SURELY_OWN: f32 = -1.0;

/// A long line is cut at the end of the first sentence past so many bytes; without one, at the last space before so many.
const SENTENCE: usize = 60;
const LONGEST: usize = 400;
/// A passage of so many bytes tells its language by itself; a line that is no longer is not cut.
const ENOUGH: usize = 160;
/// The same of a list, whose words have no sentence around them: those that two languages share stand beside each other in it.
const ENOUGH_OF_LIST: usize = 640;
/// Words from which on a passage, with those beside it, tells its language.
const TELLING: f32 = 4.0;
/// How much the passages beside a short one count.
const BESIDE: f32 = 0.5;
/// What a passage says for the document is cut off here: one that is long says no more than that it is what it is.
const MOST_OF_PASSAGE: f32 = 3.0;
/// How much the mean of the passages counts for each of them: a short one in a document that is Danish, or is not,
/// throughout is so too by some 90 to 1 before it is looked at; in a mixed one nothing is known before.
const OF_DOCUMENT: f32 = 1.5;
/// Log odds for another language below which a document is Danish throughout: [`OF_DOCUMENT`] times a mean of 2 nats a passage, of
/// the 3 that count at most.
const THROUGHOUT: f32 = -3.0;
/// As if so many passages had said nothing.
const UNSEEN: f32 = 2.0;
/// A passage of fewer words says nothing for the document.
const LEAST_WORDS: f32 = 3.0;
/// Passages of a block, spread evenly, that tell the document's language; each is of up to [`LONGEST`] bytes.
const SAMPLES: usize = 24;
/// Passages of which is kept what they say; places are asked about one after the other.
const KEPT: usize = 1024;

/// The passages of a block's text.
pub(super) struct Passages<'t> {
    text: &'t str,
    told: Rc<Told>,
    document: OnceCell<f32>,
}

impl<'t> Passages<'t> {
    /// Of a text of which so much was told before.
    pub fn new(text: &'t str, summary: Option<&Summary>, told: Rc<Told>) -> Self {
        let document = OnceCell::new();
        if let Some(summary) = summary {
            let _ = document.set(summary.said.prior());
        }
        Self { text, told, document }
    }

    /// Log odds that a place is in another language than Danish.
    pub fn foreign(&self, place: &Range<usize>) -> f32 {
        let number = self.number_at(place);
        if let Some(known) = self.told.foreign.borrow().get(&number) {
            return *known;
        }
        let foreign = self.weigh(number);
        self.told.foreign.borrow_mut().insert(number, foreign);
        foreign
    }

    /// The number of the passage that a place begins in.
    fn number_at(&self, place: &Range<usize>) -> usize {
        let ends = self.ends();
        ends.partition_point(|end| *end <= place.start).min(ends.len().saturating_sub(1))
    }

    /// Whether a place that is in another language is in one which writes nearly no letters beyond ASCII, as English does, by its passage and those
    /// beside it. Names of fields and commands among them look like any language.
    pub fn is_in_plain_letters(&self, place: &Range<usize>) -> bool {
        /// Nats by which another may be likelier: less than two of its common words. Chosen.
        const NEAR: f32 = 8.0;
        let number = self.number_at(place);
        let mut tongues = self.tongues(number);
        tongues.add(&self.beside(number));
        tongues.near(NEAR).any(|tongue| tongue == Tongue::English) || tongues.best() == Tongue::Danish
    }

    fn weigh(&self, number: usize) -> f32 {
        let own = self.tongues(number);
        let missing = ENOUGH.saturating_sub(self.range(number).len()) as f32 / ENOUGH as f32;
        let beside = if missing > 0.0 { self.beside(number) } else { Tongues::default() };
        let document = self.prior();
        let odds = document - own.danish_log_odds() - BESIDE * missing * beside.danish_log_odds();
        // Some pages of a dictionary have nothing but words that are Danish as well.
        let odds = if self.is_list(number) { odds.max(document) } else { odds };
        // A word or two are in no language: a misread one looks like none.
        odds * ((own.words() + beside.words()) / TELLING).min(1.0)
    }

    /// Whether a passage is the entries of a list.
    fn is_list(&self, number: usize) -> bool {
        self.text[self.range(number)].trim_end().contains('\n')
    }

    /// Log odds that a passage of the document is in another language, before it is looked at.
    fn prior(&self) -> f32 {
        *self.document.get_or_init(|| self.sample().prior())
    }

    /// Whether the passages of the document are Danish, as far as they were looked at.
    pub fn is_own_throughout(&self) -> bool {
        self.prior() <= THROUGHOUT
    }

    /// Whether nearly all of them are in another language.
    pub fn is_foreign_throughout(&self) -> bool {
        self.prior() >= -THROUGHOUT
    }

    /// Whether more of them say so than say that they are Danish.
    pub fn is_foreign_rather(&self) -> bool {
        self.prior() > 0.0
    }

    /// What the passages beside one say.
    fn beside(&self, number: usize) -> Tongues {
        let mut tongues = Tongues::default();
        for other in [number.checked_sub(1), Some(number + 1)].into_iter().flatten() {
            if other < self.ends().len() {
                tongues.add(&self.tongues(other));
            }
        }
        tongues
    }

    /// What passages say that are spread evenly over the block.
    pub fn sample(&self) -> Said {
        let mut said = Said::default();
        let passages = self.ends().len();
        for number in (0..passages).step_by(passages.div_ceil(SAMPLES).max(1)) {
            said.count(&self.tongues(number));
        }
        said
    }

    /// Where the passage ends that a place stands in.
    pub fn end(&self, at: usize) -> usize {
        let ends = self.ends();
        ends.get(ends.partition_point(|end| *end <= at)).copied().unwrap_or(self.text.len())
    }

    fn tongues(&self, number: usize) -> Tongues {
        if let Some(known) = self.told.tongues.borrow().get(&number) {
            return *known;
        }
        let passage = &self.text[self.range(number)];
        let has_escapes = memchr(b'\\', passage.as_bytes()).is_some() && self.are_troff();
        let tongues = if has_escapes { Tongues::of(&kind::read_troff(passage)) } else { Tongues::of(passage) };
        let mut kept = self.told.tongues.borrow_mut();
        if kept.len() >= KEPT {
            kept.clear();
        }
        kept.insert(number, tongues);
        tongues
    }

    fn range(&self, number: usize) -> Range<usize> {
        let ends = self.ends();
        let start = number.checked_sub(1).map_or(0, |before| ends[before]);
        start..ends.get(number).copied().unwrap_or(start)
    }

    /// Whether the text is prose: neither program source nor data nor markup.
    pub fn are_prose(&self) -> bool {
        *self.told.is_prose.get_or_init(|| kind::is_prose(self.text, self.signs()))
    }

    /// Where the signs of the text stand.
    pub fn signs(&self) -> &SignIndex {
        self.told.signs(self.text)
    }

    /// The text with its words.
    pub fn reading(&self, language: &'static Language) -> Reading<'_> {
        Reading { text: self.text, words: self.told.words(self.text, language) }
    }

    /// The words that the text is cut into.
    pub fn cut(&self) -> &[tokenize::Word] {
        self.told.cut(self.text)
    }

    /// Whether the text is a source for troff.
    fn are_troff(&self) -> bool {
        *self.told.is_troff.get_or_init(|| kind::is_troff(self.text))
    }

    fn ends(&self) -> &[usize] {
        self.told.ends.get_or_init(|| ends(self.text))
    }
}

/// What passages of a document say of its language.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Said {
    passages: f32,
    /// Log odds for Danish, all together.
    danish: f32,
}

impl Said {
    fn count(&mut self, tongues: &Tongues) {
        if tongues.words() >= LEAST_WORDS {
            self.passages += 1.0;
            self.danish += tongues.danish_log_odds().clamp(-MOST_OF_PASSAGE, MOST_OF_PASSAGE);
        }
    }

    pub fn add(&mut self, other: &Self) {
        self.passages += other.passages;
        self.danish += other.danish;
    }

    /// Log odds that a passage of the document is in another language, before it is looked at.
    fn prior(&self) -> f32 {
        -OF_DOCUMENT * self.danish / (self.passages + UNSEEN)
    }
}

/// Where the passages of a text end; the last one at its end.
pub(in crate::repair) fn ends(text: &str) -> Vec<usize> {
    let bytes = text.as_bytes();
    let mut ends = Vec::with_capacity(bytes.len() / ENOUGH + 1);
    let mut start = 0;
    while start < bytes.len() {
        let line = end_of_line(bytes, start);
        let list = end_of_list(bytes, start, line);
        if list > line {
            start = list;
            ends.push(start);
            continue;
        }
        while let Some(cut) = cut(text, start, line) {
            start = cut;
            ends.push(start);
        }
        start = line;
        ends.push(start);
    }
    ends
}

/// Where a line ends, its line feed included.
fn end_of_line(bytes: &[u8], start: usize) -> usize {
    memchr(b'\n', &bytes[start..]).map_or(bytes.len(), |at| start + at + 1)
}

/// Where the entries of a list end, or enough of them, of which the first is given; that line's end where it is none.
fn end_of_list(bytes: &[u8], start: usize, line: usize) -> usize {
    let mut end = line;
    if !is_entry(&bytes[start..end]) {
        return end;
    }
    while end - start < ENOUGH_OF_LIST && end < bytes.len() {
        let next = end_of_line(bytes, end);
        if !is_entry(&bytes[end..next]) {
            break;
        }
        end = next;
    }
    end
}

/// Whether a line is an entry of a list: a word, with how often it stands, how it is spoken or what is its code, or a word or two that
/// name something; no line of prose, nor of verse.
fn is_entry(line: &[u8]) -> bool {
    const MOST_WORDS: usize = 4;
    let line = line.trim_ascii();
    if line.is_empty() || line.len() >= ENOUGH {
        return false;
    }
    let (mut words, mut others) = (0, 0);
    if memchr2(b' ', b'\t', line).is_none() {
        return true;
    }
    if begins_with_words(line, MOST_WORDS) {
        return false;
    }
    // What the part is that was begun: a word, as its first byte tells and no other denies.
    let mut part: Option<Byte> = None;
    for kind in line.iter().chain(b" ").map(|byte| BYTES[usize::from(*byte)]) {
        match (kind, part) {
            (Byte::Space, Some(of)) => {
                *(if of == Byte::Letter { &mut words } else { &mut others }) += 1;
                if words > MOST_WORDS {
                    return false;
                }
                if words + others == 2 * MOST_WORDS {
                    break;
                }
                part = None;
            }
            (Byte::Space, None) => {}
            // No digit is in a word, nor a sign of codes.
            (Byte::OfCodes, _) => part = Some(kind),
            (_, None) => part = Some(kind),
            (_, Some(_)) => {}
        }
    }
    words > 0 && (others > 0 || line.contains(&b'\t'))
}

/// Whether the first bytes of a line have more words than so many, among up to twice as many parts: most lines are prose, and told by that.
fn begins_with_words(line: &[u8], most: usize) -> bool {
    let mut first = [b' '; STRIDE];
    let seen = line.len().min(STRIDE);
    first[..seen].copy_from_slice(&line[..seen]);
    let ask = |bytes: Lanes| {
        let digits = bytes.is_of_run(b'9', 10);
        let brackets = bytes.is(b'[').or(bytes.is(b']')).or(bytes.is(b'<')).or(bytes.is(b'>'));
        let codes = digits.or(brackets).or(bytes.is(b'/')).or(bytes.is(b'|')).or(bytes.is(b'='));
        let letters = bytes.lowered().is_of_run(b'z', 26).or(bytes.is_high());
        [bytes.is(b' ').or(bytes.is(b'\t')), letters, codes]
    };
    let [spaces, letters, codes] = strides::bits(&first, ask);
    let (mut rest, mut words) = (!spaces, 0);
    // Parts that end within these bytes, first to last.
    for _ in 0..2 * most {
        let start = rest.trailing_zeros();
        let Some(length) = (rest.unbounded_shr(start)).checked_add(1).map(u64::trailing_zeros) else { break };
        let part = (1_u64.unbounded_shl(length) - 1).unbounded_shl(start);
        if length == 0 || start + length == u64::BITS {
            break;
        }
        words += usize::from(letters >> start & 1 != 0 && codes & part == 0);
        rest &= !part;
    }
    words > most
}

/// What a byte is in the parts of a line.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Byte {
    Space,
    Letter,
    /// A digit, or a sign of codes and of phonetic writing.
    OfCodes,
    Sign,
}

/// What each byte is.
const BYTES: [Byte; 256] = {
    let mut bytes = [Byte::Sign; 256];
    let mut at = 0;
    while at < bytes.len() {
        bytes[at] = match at as u8 {
            b' ' | b'\t' => Byte::Space,
            b'a'..=b'z' | b'A'..=b'Z' | 0x80.. => Byte::Letter,
            b'0'..=b'9' | b'/' | b'[' | b']' | b'|' | b'<' | b'>' | b'=' => Byte::OfCodes,
            _ => Byte::Sign,
        };
        at += 1;
    }
    bytes
};

/// Where a passage ends before its line does: behind a sentence, else, if it is too long, behind a space, else anywhere.
fn cut(text: &str, start: usize, line: usize) -> Option<usize> {
    if line - start <= ENOUGH {
        return None;
    }
    let most = text.floor_char_boundary((start + LONGEST).min(line));
    let window = &text.as_bytes()[start + SENTENCE..most];
    let ends_sentence = |at: &usize| window.get(at + 1) == Some(&b' ');
    let sentence = memchr3_iter(b'.', b'!', b'?', window).find(ends_sentence).map(|at| start + SENTENCE + at + 2);
    let space = || window.iter().rposition(|byte| *byte == b' ').map(|at| start + SENTENCE + at + 1);
    let is_long = line - start > LONGEST;
    sentence.filter(|end| *end < line).or_else(|| is_long.then(|| space().unwrap_or(most)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passages(text: &str) -> Vec<&str> {
        let mut start = 0;
        ends(text).into_iter().map(|end| &text[std::mem::replace(&mut start, end)..end]).collect()
    }

    #[test]
    fn passages_are_lines_and_sentences_of_long_lines() {
        assert_eq!(passages("En linje.\nEn til.\n\nSidste"), ["En linje.\n", "En til.\n", "\n", "Sidste"]);
        assert_eq!(
            passages("abe 12\nabe /ɑːbə/\nEn abe er et dyr.\n1 2\n"),
            ["abe 12\nabe /ɑːbə/\n", "En abe er et dyr.\n", "1 2\n"]
        );
        let list = "abbedi\nabe\r\nabnorm\n";
        assert_eq!(
            passages(&format!("Ord med a:\n{list}\nabort\nSlut her")),
            ["Ord med a:\n", list, "\n", "abort\n", "Slut her"]
        );
        let long = list.repeat(40);
        let pages = passages(&long);
        assert!(pages[1..].iter().all(|passage| passage.len() < ENOUGH_OF_LIST + ENOUGH) && pages.len() > 1);
        let sentence = "Det her er en sætning, som er lang nok til at stå for sig selv i et langt afsnit. ";
        assert_eq!(passages(&sentence.repeat(6)), [sentence; 6]);
        assert_eq!(passages(&"å".repeat(1000)).concat(), "å".repeat(1000));
        assert!(passages(&"å".repeat(1000)).iter().all(|passage| passage.len() <= LONGEST));
    }

    #[test]
    fn lines_are_told_alike_by_their_first_bytes_and_by_their_parts() {
        let lines = [
            "En linje med fem ord",
            "En linje med fem ord og et til, som går ud over de første 64 bytes af linjen",
            "abe 12 hund 13 kat 14 hest 15 ko 16",
            "a b c d",
            "a b c d e",
            "/a /b /c /d a b c d e",
            "ærø\tå ø æ é",
            "x1 a b c d e",
        ];
        let words = |line: &str| {
            let parts = line.split([' ', '\t']).filter(|part| !part.is_empty()).take(8);
            let is_word = |part: &&str| {
                part.starts_with(|c: char| c.is_alphabetic())
                    && !part.contains(|c: char| c.is_ascii_digit() || "/[]|<>=".contains(c))
            };
            parts.filter(is_word).count()
        };
        for line in lines {
            let has_many = words(line) > 4;
            assert!(!begins_with_words(line.as_bytes(), 4) || has_many, "{line}");
            assert_eq!(
                is_entry(line.as_bytes()),
                !has_many && words(line) > 0 && (words(line) < line.split([' ', '\t']).count() || line.contains('\t')),
                "{line}"
            );
        }
        assert!(begins_with_words(lines[1].as_bytes(), 4) && begins_with_words(lines[0].as_bytes(), 4));
    }

    #[test]
    fn a_list_of_words_is_told_by_all_of_them() {
        let swedish = "accelerera acceptera adress affisch aktuell allmän anläggning bageri beröring beställning bokhylla budgetförslag \
            cykla dagis effektivisera familjefilm fönster glödlampa hjälpa jämföra kläder kyckling lägenhet mellanrum nyckel \
            obehörig påse rättvisa sjukhus skärm snäll stämpel tjänst uppgift utveckling vägg välja ögonblick överens";
        let danish = "accelerere acceptere adresse affald aktuel almindelig anlæg bageri berøring bestilling boghylde budgetforslag \
            cykle daginstitution effektivisere familiefilm vindue glødelampe hjælpe jævnføre tøj kylling lejlighed mellemrum nøgle \
            uvedkommende pose retfærdighed sygehus skærm rar stempel tjeneste opgave udvikling væg vælge øjeblik enig";
        let is_foreign_with = |words: &str, code: &str| {
            let entries: Vec<String> = words.split_whitespace().map(|word| format!("{word}{code}")).collect();
            let list = entries.join("\n");
            let passages = Passages::new(&list, None, Rc::default());
            let places = list.match_indices('\n').map(|(at, _)| at + 1);
            places.map(|at| passages.foreign(&(at..at + 1)) >= FOREIGN).collect::<Vec<_>>()
        };
        for code in ["", " 4711", "\tS 3", "      // [1F38E]"] {
            assert!(is_foreign_with(swedish, code).into_iter().all(|foreign| foreign), "{code}");
            assert!(is_foreign_with(danish, code).into_iter().all(|foreign| !foreign), "{code}");
        }
    }

    #[test]
    fn a_foreign_sentence_of_a_danish_paragraph_is_told() {
        let danish = "Udvalget drøftede sagen på mødet, og formanden lovede at vende tilbage med et svar i næste uge. ";
        let finnish = "Hallitus päätti eilen, että uudet säännöt tulevat voimaan vasta ensi vuoden alussa kaikkialla. ";
        let text = format!("{}{finnish}{}", danish.repeat(4), danish.repeat(4));
        let passages = Passages::new(&text, None, Rc::default());
        let at = |word: &str| passages.foreign(&(text.find(word).unwrap()..text.find(word).unwrap() + 3));
        assert!(at("päätti") > FOREIGN && at("formanden") < SURELY_OWN, "{} {}", at("päätti"), at("formanden"));
    }
}
