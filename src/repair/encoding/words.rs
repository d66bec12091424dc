//! Words with damaged letters: finds them, has every channel read them, and weighs what comes out.

use super::channels::Channels;
use super::document_words::DocumentWords;
use super::lost_byte;
use super::mention;
use super::rank::Reading;
use super::reader::Reader;
use super::spots::{deeper_spots, may_lack_ligatures, spots};
use super::verdict::{Scarce, Weighed, count, document_words, has_its_letters, propose};
use super::votes::Votes;
use super::weigh::Weigher;
use crate::repair::Options;
use crate::repair::proposal::Proposal;
use crate::repair::scan::Scan;

/// The proposals for every damaged word of a block.
pub(super) fn pass(
    text: &str,
    scan: &Scan,
    options: &Options,
    known: Option<&Votes>,
    proven: &mut Votes,
) -> Vec<Proposal> {
    let Some(weigher) = Weigher::of(options) else { return Vec::new() };
    let Read { readings, votes, words } = read(text, scan, &weigher, known, proven);
    let mentions = mention::Mentions::new(text);
    let has_its_letters = !readings.is_empty() && has_its_letters(text, weigher.language);
    let scarce = has_its_letters.then(|| Scarce::of(readings.iter().map(|(reading, _)| reading), &votes));
    let propose = |reading| propose(text, reading, &votes, &weigher, &mentions, scarce.as_ref(), words.as_ref());
    readings.into_iter().filter_map(propose).collect()
}

/// The damaged words of a block, what its document proves, and what it writes elsewhere.
pub(super) struct Read {
    pub readings: Vec<(Reading, Weighed)>,
    pub votes: Votes,
    pub words: Option<DocumentWords>,
}

/// Reads the damaged words of a block.
pub(super) fn read(text: &str, scan: &Scan, weigher: &Weigher, known: Option<&Votes>, proven: &mut Votes) -> Read {
    let language = weigher.language;
    let channels = Channels::of(language);
    let mut spots = spots(text, scan, language);
    // What an earlier pass over the block has proven, where nothing is known of the document.
    let known = &known.unwrap_or(proven).clone();
    let hidden = if may_lack_ligatures(text, &spots, language) { 0 } else { channels.ligatures };
    let hidden = hidden | lost_byte::ruled_out(text, &spots, &channels.all);
    let mut reader = Reader::new(text, hidden | channels.ruled_out(known), weigher);
    let asked = channels.proves_questions(known);
    reader.rule_out(&spots, !asked, known);
    let mut readings = reader.read_all(&spots, !asked);
    let own = count(text, &readings, weigher);
    let votes = Votes::of_block(&own, Some(known)).into_owned();
    if !asked && channels.proves_questions(&votes) {
        readings = reader.read_all(&spots, false);
    }
    let deeper = deeper_spots(text, &votes, language);
    if !deeper.is_empty() {
        spots.extend(deeper);
        spots.sort_unstable();
        readings = reader.read_all(&spots, !channels.proves_questions(&votes));
    }
    proven.add(&own);
    let weighed = readings.into_iter().map(|reading| {
        let weighed = Weighed::of(text, &reading, &votes, weigher);
        (reading, weighed)
    });
    let readings: Vec<(Reading, Weighed)> = weighed.collect();
    let words = document_words(text, &readings, &votes, weigher);
    Read { readings, votes, words }
}

#[cfg(test)]
mod tests {
    use crate::{Confidence, Options, Repairer};

    fn repaired(text: &str) -> String {
        Repairer::new(Options { apply: Confidence::Likely, ..Options::default() })
            .repair(text.as_bytes())
            .into_text()
            .into_owned()
    }

    #[test]
    fn every_letter_that_a_word_lost_is_found() {
        let right = "Der var et spørgsmål om rødgrød, og på repræsentantskabsmødet blev småbørnene nævnt.";
        for mark in ["\u{fffd}", "\u{fffd}\u{fffd}"] {
            let damaged: String =
                right.chars().map(|c| if c.is_ascii() { c.to_string() } else { mark.to_owned() }).collect();
            assert_eq!(repaired(&damaged), right, "{damaged}");
        }
    }

    #[test]
    fn a_document_that_lost_its_letters_is_sure_of_its_common_words_and_keeps_what_asks() {
        let right = "På rådhuset mødtes borgerne, og så kom regnen.\nSå skulle børn og voksne lære at svømme i søen.\n\
                     Vælg markøren på skærmen, og flyt den til højre.\nDe købte rødgrød, men hvem ved? Ingen så det.\n";
        let damaged: String = right.chars().map(|c| if c.is_ascii() { c } else { '?' }).collect();
        assert_eq!(Repairer::danish().repair(damaged.as_bytes()).text(), right);
    }

    #[test]
    fn half_of_a_word_that_lost_a_letter_is_no_word() {
        let right = "På rådhuset mødtes borgerne, og så kom regnen.\nHer stod forretningsmænd og så på kuffertlåget.\n\
                     Vælg markøren på skærmen, og flyt den til højre.\nDe købte rødgrød og børn lærte at svømme.\n";
        let damaged: String = right.chars().map(|c| if c.is_ascii() { c } else { '?' }).collect();
        let mended = repaired(&damaged);
        assert!(!mended.contains("ånd") && mended.contains("forretningsmænd"), "{mended}");
    }

    #[test]
    fn another_language_with_one_letter_of_its_own_is_not_misread() {
        // Albanian: every `ë` would be an `æ` of CP865 read as MacRoman, and some of the words Danish ones.
        let strings = "emri = Emri i skedarit të ri\nruaj = Ruaje për më vonë\nfshi = Fshije këtë rresht\nndihme = Ndihmë për \
                       përdoruesit\nkerko = Kërko në faqe\n";
        for text in [strings, "Nga %1 në %2", "Subjekt (në daçi)"] {
            assert_eq!(repaired(text), text);
        }
        // Danish, with all its letters.
        assert_eq!(repaired("Vi mõdtes pÜ fërgen og gik pÜ en sõ."), "Vi mødtes på færgen og gik på en sø.");
    }

    #[test]
    fn a_text_that_has_its_letters_did_not_lose_one_of_them() {
        let sound = "Der står træer på øen, og åen løber gennem lærkeskoven, før den når søen ved møllen. ".repeat(12);
        let misread = format!("{sound}De vilde l?re at svømme.");
        assert_eq!(repaired(&misread), misread);
        let lost = format!("{sound}De ville l?re at sv?mme i s?en, da det var sommer. De k?bte sm?r og s?be.");
        assert!(repaired(&lost).contains("lære at svømme i søen"), "{}", repaired(&lost));
    }

    #[test]
    fn many_damaged_words_are_read_and_letters_and_marks_by_chance_are_not() {
        let words = "K\u{fffd}benhavn, spørgsm\u{fffd}l, r\u{fffd}dgr\u{fffd}d, v\u{fffd}relse, k\u{fffd}rlighed, ";
        let mended = repaired(&words.repeat(60));
        assert!(!mended.contains('\u{fffd}'), "{}", &mended[..200]);
        let chance = "r\u{fffd}e \u{fffd}na\u{fffd} a\u{fffd}r \u{fffd}er\u{fffd}an ".repeat(60);
        assert_eq!(repaired(&chance), chance);
    }

    #[test]
    fn a_mark_between_two_words_is_no_letter_of_the_first() {
        let repaired = repaired("Turen gik fra Br\u{fffd}nsh\u{fffd}j\u{fffd}Husum og hjem. Det var for s\u{fffd}nt.");
        assert!(repaired.starts_with("Turen gik fra Brønshøj\u{fffd}Husum"), "{repaired}");
    }

    #[test]
    fn what_became_a_space_is_no_space_before_a_mark() {
        let right = "Er du sikker på, at børnene må gå? De så, hvor søen lå, og løb ned til vandet.\n\
                     På rådhuset mødtes borgerne, og så kom regnen.\nSå skulle børn og voksne lære at svømme i søen.\n\
                     Vælg markøren på skærmen, og flyt den til højre.\nDe købte rødgrød, og ingen så det.\n\
                     Det er nødvendigt også, når det gælder årsmødet i København på søndag.\n";
        let damaged: String =
            right.chars().map(|c| if c.is_ascii() { c.to_string() } else { "\u{c3} ".to_owned() }).collect();
        let mended = Repairer::danish().repair(damaged.as_bytes()).into_text().into_owned();
        for text in ["sikker på, at", "De så, hvor", "nødvendigt også, når"] {
            assert!(mended.contains(text), "{text}: {mended}");
        }
    }

    #[test]
    fn an_accent_of_stress_may_have_been_lost_as_well() {
        let right = "På rådhuset mødtes borgerne, og så kom regnen.\nSå skulle børn og voksne lære at svømme i søen.\n\
                     Vælg markøren på skærmen, og flyt den til højre.\nDe købte rødgrød, og ingen så det.\n\
                     - Kontroll\u{e9}r felterne\n- Eksport\u{e9}r som tekst\n";
        let damaged: String = right.chars().map(|c| if c.is_ascii() { c } else { '?' }).collect();
        let mended = Repairer::danish().repair(damaged.as_bytes()).into_text().into_owned();
        assert!(mended.contains("lære at svømme"), "{mended}");
        assert!(!mended.contains("Kontrollør") && !mended.contains("Eksportør"), "{mended}");
    }

    #[test]
    fn beside_english_a_lost_letter_is_of_the_other_language() {
        let entries = [
            ("Loans", "Lån"),
            ("Because you have borrowed this you may also like", "Fordi du har lånt denne, kan du måske også lide"),
            ("Choose where you want to collect your books", "Vælg, hvor du vil hente dine bøger"),
            ("Your changes have been saved", "Dine ændringer blev gemt, og du får snart svar"),
            ("Pause all of the reservations", "Sæt alle reserveringer på pause"),
            ("This is how you delete your profile", "Sådan sletter du din profil på biblioteket"),
            ("The digital materials are always available", "De digitale materialer er altid tilgængelige"),
            ("Note that your phone company may charge you", "Bemærk, at dit telefonselskab kan opkræve gebyr"),
        ];
        let right: String = entries
            .iter()
            .map(|(id, text)| format!("msgctxt \"Settings (list)\"\nmsgid \"{id}\"\nmsgstr \"{text}\"\n\n"))
            .collect();
        let damaged: String = right.chars().map(|c| if c.is_ascii() { c } else { '?' }).collect();
        let mended = Repairer::danish().repair(damaged.as_bytes()).into_text().into_owned();
        for text in ["måske også lide", "Dine ændringer", "reserveringer på pause", "Sådan sletter"] {
            assert!(mended.contains(text), "{text}: {mended}");
        }
        let english = "Did he say it? We don?t know. What?s more, you?re right, and they?ll see it?s true.\n".repeat(8);
        assert_eq!(Repairer::danish().repair(english.as_bytes()).text(), english);
    }

    #[test]
    fn a_second_run_finds_no_more_of_what_was_lost() {
        let right = "\
         Det var en mørk og kold Aften i Høsten, da Svend gik hjem fra Kjøbstaden over den øde Hede.\n\
         Hans Hustru stod i Døren og ventede ham, og de smaa Børn sov allerede i den store Seng.\n\
         Han havde kjøbt Brød og Smør, en Sæk Rug og et Tørklæde til den ældste Datter.\n\
         Da han kom til Høiene ved Bækken, hørte han en Røst, som kaldte hans Navn tre Gange.\n\
         Han blev bange, men gik dog nærmere, thi han tænkte, at nogen var i Nød derude i Mørket.\n\
         Der sad en gammel Mand paa en Steen og frøs; hans Klæder vare vaade, og hans Læber blaae.\n\
         Svend gav ham sit Brød og førte ham hjem til sin Stue, hvor de varmede ham ved Ilden.\n\
         Næste Morgen var Manden borte, men paa Bordet laae en Ring af Guld og en Nøgle af Sølv.\n\
         Ingen vidste, hvad Nøglen hørte til, før Præsten fandt et Skriin under Kirkens Gulv.\n\
         Deri laae et Brev om en Søn, der var rejst over Havet i sin Ungdom og aldrig vendte hjem.\n\
         Ørkenen bredte sig mellem Bjergene, og Dannemænd sang om Frihed, Ære og Trøst for Sjælen.\n\
         Hærskarernes Herre skjærmede Fædrenes Jord, og Vandringsmænd hvilede ved Kilden i Løvsalen.\n\
         Ældre Folk fortæller endnu om den Nat, da Bølgerne rejste sig, og Skibet gik under i Sønden.\n\
         Færgemanden tog dem over Strømmen, og de ønskede ham Lykke og Velsignelse paa Vejen.\n\
         ";
        for mark in ["?", "\u{fffd}", "\u{fffd}\u{fffd}", "\u{c3}", "\u{c3} "] {
            let damaged: String =
                right.chars().map(|c| if c.is_ascii() { c.to_string() } else { mark.to_owned() }).collect();
            let certain = |text: &str| Repairer::danish().repair(text.as_bytes()).into_text().into_owned();
            for repair in [certain as fn(&str) -> String, repaired] {
                let once = repair(&damaged);
                assert_ne!(once, damaged);
                assert_eq!(repair(&once), once, "{mark}");
            }
        }
    }
}
