//! Control characters are removed: NUL, Ctrl-Z, the remains of terminals and of record formats.
//!
//! **Why it is damage.** The codes below the space, but tab, line ends and form feed, and DEL, are orders to devices.
//! In text they are invisible and part words. An escape sequence of a terminal goes as a whole, and of letters that
//! a printer struck twice (`N<U+0008>N`) one stays. The controls U+0080 to U+009F are no matter of this rule: they were
//! letters or signs, and those that could not be read stay for whoever can.
//!
//! **Example.** `råd<U+0002>hus` → `rådhus`; `Slut.<U+001A>` → `Slut.`.
//!
//! Programs that read PDF files leave some where other characters were: `o<U+001B>entlig` is `offentlig`, and U+0002 or U+FFFE at a
//! line's end is a hyphen, which becomes a soft one for the rules that join lines. Word has U+001E for a hyphen at which no line ends
//! (`IT<U+001E>afdelingen`), and U+001F for one at which a line may.
//!
//! **When it is certain.** At a word or inside it where the word is known without it and, for a ligature's place, unknown with the
//! ligature, or the other way round; between signs and spaces; as an order to a terminal, padding (NUL), Ctrl-Z or DEL. What
//! stands between visible characters may have parted them (records, plural forms of texts to translate), and what stands in an
//! unknown word may have been a letter. Those are reported.
//! Program source may hold controls in its strings and keeps them; where frames are drawn they are pictures of old screens, and reported.

use std::ops::Range;

use super::neighbours::word_parts;
use super::{CONTROLS, NOTHING, Place, SURE, UNKNOWN, pictures};
use crate::language::{Knowledge, Language};
use crate::repair::document::kind::is_source;
use crate::repair::proposal::Proposal;
use crate::repair::{Candidate, Options};

/// It may have stood for something else: a space, the end of a line.
const PARTING: f32 = 0.6;
/// What PDFium writes for a hyphen at a line's end.
const PDF_HYPHEN: u8 = 0x02;
/// What Word writes for a hyphen at which no line ends.
const NO_BREAK_HYPHEN: u8 = 0x1e;
/// What parts records in data: where it stands, 1E does so, too.
const OF_RECORDS: [u8; 2] = [0x1c, 0x1d];
/// The longest escape sequence of a terminal that is believed.
const LONGEST_SEQUENCE: usize = 24;

/// One proposal for every run of controls.
pub(super) fn proposals(text: &str, places: &[usize], options: &Options) -> Vec<Proposal> {
    let mut proposals: Vec<Proposal> = Vec::new();
    let mut done = 0;
    let mut controls = places.iter().copied().filter(|at| text.as_bytes()[*at] != b'\x0c').peekable();
    if controls.peek().is_none() || is_source(text) {
        return proposals;
    }
    for at in controls {
        if at < done {
            continue;
        }
        let range = extent(text, at, done);
        done = range.end;
        proposals.push(propose(text, range, options));
    }
    believe_in_ligatures(text, &mut proposals);
    doubt_separators(text, &mut proposals);
    pictures::doubt(text, &mut proposals);
    proposals
}

/// Where controls may part fields and records, those that end them do, too.
fn doubt_separators(text: &str, proposals: &mut [Proposal]) {
    let control = |proposal: &Proposal| text.as_bytes()[proposal.range.start];
    let Some(parting) = proposals.iter().position(|proposal| proposal.evidence.as_str() == MAY_PART) else { return };
    if !matches!(control(&proposals[parting]), 0x1c..=0x1f) {
        return;
    }
    let ends = |proposal: &&mut Proposal| proposal.evidence.as_str() == NOTHING;
    for proposal in proposals.iter_mut().filter(ends) {
        if matches!(control(proposal), 0x1c..=0x1f) {
            *proposal = Proposal::single(proposal.range.clone(), CONTROLS, "", UNKNOWN, MAY_PART);
        }
    }
}

const MAY_PART: &str = "a control character that may have parted two things";

/// Where words prove that controls are ligatures by their place in the font, all are which stand at a letter.
fn believe_in_ligatures(text: &str, proposals: &mut [Proposal]) {
    /// So many prove it.
    const PROOF: usize = 3;
    let is_ligature = |proposal: &&Proposal| proposal.evidence.as_str() == LIGATURE && proposal.probability() == SURE;
    if proposals.iter().filter(is_ligature).count() < PROOF {
        return;
    }
    for proposal in proposals.iter_mut().filter(|proposal| proposal.range.len() == 1) {
        let Some(letters) = ligature(text.as_bytes()[proposal.range.start]) else { continue };
        if text[proposal.range.end..].starts_with(char::is_alphabetic) && proposal.evidence.as_str() != LIGATURE {
            *proposal = Proposal::single(proposal.range.clone(), CONTROLS, letters, SURE, LIGATURE_TOO);
        }
    }
}

/// Why a control is a ligature: by its word, and by those of the others.
const LIGATURE: &str = "a ligature by its place in the font; the word fits";
const LIGATURE_TOO: &str = "a ligature by its place in the font, as others here";

/// What goes together with the control at `at`, from `done` on.
fn extent(text: &str, at: usize, done: usize) -> Range<usize> {
    let bytes = text.as_bytes();
    if let Some(struck) = struck_twice(text, at).filter(|range| range.start >= done) {
        return struck;
    }
    let mut end = at;
    while let Some(byte) = bytes.get(end)
        && is_removed(*byte)
        && (end == at || *byte != b'\x08')
    {
        end += if *byte == b'\x1b' { sequence(&bytes[end..]) } else { 1 };
    }
    at..end.max(at + 1)
}

fn is_removed(byte: u8) -> bool {
    (byte < b' ' && !matches!(byte, b'\t' | b'\n' | b'\r' | b'\x0c')) || byte == b'\x7f'
}

/// The length of a terminal's escape sequence, `ESC [ 1 ; 31 m`; 1 when there is none.
fn sequence(bytes: &[u8]) -> usize {
    if bytes.get(1) != Some(&b'[') {
        return 1;
    }
    let window = &bytes[..bytes.len().min(LONGEST_SEQUENCE)];
    let end = window.iter().skip(2).position(|byte| !matches!(byte, b'0'..=b'9' | b';' | b'?'));
    end.map(|at| at + 2).filter(|at| window[*at].is_ascii_alphabetic()).map_or(1, |at| at + 1)
}

/// A letter and the backspace after it, where the same letter follows; or `_` struck over a letter.
fn struck_twice(text: &str, at: usize) -> Option<Range<usize>> {
    if text.as_bytes()[at] != b'\x08' {
        return None;
    }
    let before = text[..at].chars().next_back()?;
    let after = text[at + 1..].chars().next()?;
    match (before, after) {
        _ if before == after || before == '_' => Some(at - before.len_utf8()..at + 1),
        (_, '_') => Some(at..at + 2),
        _ => None,
    }
}

fn propose(text: &str, range: Range<usize>, options: &Options) -> Proposal {
    let candidate = |text: &str, probability| Candidate { text: text.into(), probability };
    let several = |likelier: &str, evidence: &'static str| Proposal {
        range: range.clone(),
        rule: CONTROLS,
        candidates: smallvec::SmallVec::from_iter([candidate(likelier, PARTING), candidate("", 1.0 - PARTING)]),
        evidence: evidence.into(),
    };
    let single = |text: &str, probability, evidence: &'static str| {
        Proposal::single(range.clone(), CONTROLS, text, probability, evidence)
    };
    match meaning(text, &range, options) {
        Meaning::Nothing => single("", SURE, NOTHING),
        Meaning::Ligature(letters) => single(letters, SURE, LIGATURE),
        Meaning::LigatureOrNothing(letters) => several(letters, "a control character that may have been a ligature"),
        Meaning::OwnHyphen => single("-", SURE, "a hyphen that ends no line, as Word writes it"),
        Meaning::Hyphen => single("\u{ad}", SURE, "a hyphen at a line's end, as programs that read PDF files mark it"),
        Meaning::Parted(sign) => several(sign, MAY_PART),
        Meaning::Unknown => single("", UNKNOWN, "a control character that may have been a letter or a sign"),
    }
}

/// What a run of controls stood for.
enum Meaning {
    Nothing,
    /// These letters, which make the word known.
    Ligature(&'static str),
    /// The same, where the word is known without them too.
    LigatureOrNothing(&'static str),
    Hyphen,
    /// One that belongs to its word.
    OwnHyphen,
    /// Something that parted what stands on both sides, maybe this.
    Parted(&'static str),
    Unknown,
}

fn meaning(text: &str, range: &Range<usize>, options: &Options) -> Meaning {
    let before = text[..range.start].chars().next_back().filter(|c| !c.is_whitespace());
    let after = text[range.end..].chars().next().filter(|c| !c.is_whitespace());
    let control = text.as_bytes()[range.start];
    let is_letter = |c: Option<char>| c.is_some_and(char::is_alphabetic);
    if control == PDF_HYPHEN && is_letter(before) && goes_on_below(&text[range.end..]) {
        return Meaning::Hyphen;
    }
    if is_order(&text[range.clone()])
        || !is_letter(before) && !is_letter(after) && (before.is_none() || after.is_none())
    {
        return Meaning::Nothing;
    }
    let kind = match control {
        b'\x0b' if before.is_some() && after.is_some() => Meaning::Parted("\n"),
        b'\x1c'..=b'\x1f' if before.is_some() && after.is_some() => Meaning::Parted(" "),
        _ => Meaning::Unknown,
    };
    if control == NO_BREAK_HYPHEN && range.len() == 1 && options.language.pack().is_some() && is_own_hyphen(text, range)
    {
        return Meaning::OwnHyphen;
    }
    match options.language.pack() {
        Some(language) if is_at_word(before, after) => in_word(text, range, language).unwrap_or(kind),
        None if before.is_none() || after.is_none() || is_letter(before) && is_letter(after) => match kind {
            Meaning::Parted(sign) => Meaning::Parted(sign),
            _ => Meaning::Nothing,
        },
        _ => kind,
    }
}

/// Whether a letter stands on one side, and on the other a letter, too, or what ends or begins a word.
fn is_at_word(before: Option<char>, after: Option<char>) -> bool {
    let letter = |c: Option<char>| c.is_some_and(char::is_alphabetic);
    let edge = |c: Option<char>| c.is_none_or(|c| c.is_alphabetic() || ".,;:!?()\"'”“»«-".contains(c));
    letter(before) && edge(after) || letter(after) && edge(before)
}

/// What a run of controls in or at a word stood for, as far as the word tells.
fn in_word(text: &str, range: &Range<usize>, language: &Language) -> Option<Meaning> {
    let (head, tail) = word_parts(text, range);
    let known = |word: &str| word.chars().nth(1).is_some() && language.knowledge(word) >= Knowledge::Compound;
    let whole = format!("{head}{tail}");
    let is_whole = known(&whole);
    let ligature = ligature(text.as_bytes()[range.start]).filter(|_| range.len() == 1);
    let ligature = ligature.filter(|letters| known(&format!("{head}{letters}{tail}")));
    let control = text.as_bytes()[range.start];
    let is_separator = matches!(control, 0x1c..=0x1f);
    match ligature {
        None if is_separator && known(&head) && known(&tail) => Some(Meaning::Parted(" ")),
        Some(letters) if is_whole => Some(Meaning::LigatureOrNothing(letters)),
        Some(letters) => Some(Meaning::Ligature(letters)),
        // Two words with a sign between them (`partner_detail`) make a compound as well; a hyphen that ended a line parts such, too.
        None if is_whole && control != PDF_HYPHEN && known(&head) && known(&tail) && !language.is_known(&whole) => {
            Some(Meaning::Unknown)
        }
        None if is_whole => Some(Meaning::Nothing),
        None if head.len() > 1 && tail.len() > 1 && known(&head) && known(&tail) => Some(Meaning::Parted(" ")),
        None => None,
    }
}

/// Whether a hyphen belongs between what stands on both sides: numbers in a sentence, after a letter or an abbreviation, between
/// names. Two common words may be fields of a record.
fn is_own_hyphen(text: &str, range: &Range<usize>) -> bool {
    let is_part = |c: char| c.is_alphanumeric();
    let head = &text[text[..range.start].trim_end_matches(is_part).len()..range.start];
    let tail = &text[range.end..];
    let tail = &tail[..tail.len() - tail.trim_start_matches(is_part).len()];
    let line = &text[text[..range.start].rfind('\n').map_or(0, |end| end + 1)..];
    let line = &line[..line.find('\n').unwrap_or(line.len())];
    // A record has its signs on end; a sentence has words between spaces.
    let is_sentence = line.split(' ').filter(|word| word.chars().all(char::is_alphabetic)).count() > 1;
    let is_vowel = |c: char| "aeiouyAEIOUY".contains(c) || !c.is_ascii();
    let is_number = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let is_capitalised = |part: &str| part.starts_with(char::is_uppercase);
    // `e`, `X`, `IT`, `pc`: no word by itself.
    let is_short = head.chars().count() == 1 || head.chars().all(char::is_uppercase) || !head.contains(is_vowel);
    let is_parted = line.bytes().any(|byte| OF_RECORDS.contains(&byte));
    if head.is_empty() || tail.is_empty() || !is_sentence || is_parted {
        return false;
    }
    is_number(head) && is_number(tail) || is_short && !is_number(head) || is_capitalised(head) && is_capitalised(tail)
}

/// The letters that fonts of TeX (T1) have at a control's place, which programs that read PDF files pass on as it is.
fn ligature(control: u8) -> Option<&'static str> {
    match control {
        0x1b => Some("ff"),
        0x1c => Some("fi"),
        0x1d => Some("fl"),
        0x1e => Some("ffi"),
        0x1f => Some("ffl"),
        _ => None,
    }
}

/// Whether a run is what no letter was: an escape sequence, letters struck twice, padding, bells and deletions.
fn is_order(run: &str) -> bool {
    let bytes = run.as_bytes();
    bytes.len() > 1 && (bytes[0] == b'\x1b' || bytes.contains(&b'\x08'))
        || bytes.iter().all(|byte| matches!(byte, 0 | b'\x07' | b'\x08' | b'\x1a' | b'\x7f'))
}

/// Whether a line ends here and the next one begins with a letter.
fn goes_on_below(rest: &str) -> bool {
    let line = rest.trim_start_matches(' ');
    let below = line.strip_prefix("\r\n").or_else(|| line.strip_prefix('\n'));
    below.is_some_and(|below| below.trim_start_matches(' ').starts_with(char::is_alphabetic))
}

/// U+FFFE, which is no character: PDFium writes it, too, for a hyphen at a line's end.
pub(super) fn propose_hyphen(place: &Place, _: &Options) -> Option<Proposal> {
    let range = place.range();
    let is_hyphen = place.before().is_some_and(char::is_alphabetic) && goes_on_below(&place.text[range.end..]);
    let evidence = "a hyphen at a line's end, as programs that read PDF files mark it";
    is_hyphen.then(|| Proposal::single(range, CONTROLS, "\u{ad}", SURE, evidence))
}

#[cfg(test)]
mod tests {
    use super::super::tests::{certain, stays};
    use crate::Repairer;

    #[test]
    fn controls_are_removed() {
        certain(
            "Bro\u{2}afgiften\u{0}\u{0} for lastbiler\u{7f} stiger.\n\u{1a}",
            "Broafgiften for lastbiler stiger.\n",
        );
        certain("\u{1b}[1;31mRødt\u{1b}[0m lys", "Rødt lys");
        certain("N\u{8}NA\u{8}AV\u{8}VN\u{8}N og _\u{8}h_\u{8}u_\u{8}s", "NAVN og hus");
        certain("Sø\u{b}lvtøj", "Sølvtøj");
    }

    #[test]
    fn controls_that_were_ligatures_or_hyphens_become_them() {
        certain("Den o\u{1b}entlige ka\u{1b}e i \u{1c}rmaet", "Den offentlige kaffe i firmaet");
        certain(
            "Send en e\u{1e}mail til IT\u{1e}afdelingen om kom\u{1f}munens 10\u{1e}12 nye.",
            "Send en e-mail til IT-afdelingen om kommunens 10-12 nye.",
        );
        certain(
            "Den o\u{1b}entlige ka\u{1b}e i \u{1c}rmaet, to\u{1b}ee og \u{1d}ere",
            "Den offentlige kaffe i firmaet, toffee og flere",
        );
        certain("kom\u{2}\nmunen og kom\u{fffe}\r\nmunen", "kom\u{ad}\nmunen og kom\u{ad}\r\nmunen");
    }

    #[test]
    fn what_may_part_is_reported() {
        for text in [
            "Bestyrelsen\u{b}Kassereren",
            "navn\u{1f}vej\u{1e}by.",
            "kommunen\u{1}borgmesteren",
            "kajak\u{11}detalje",
            "1 side\u{3}@count sider",
            "Punkt 3\u{1f}4",
        ] {
            certain(text, text);
            let repair = Repairer::danish().repair(text.as_bytes());
            assert!(!repair.suspects().is_empty(), "{text:?}");
        }
        stays("Side 1\tA\n\u{c}Side 2\r\n");
    }
}
