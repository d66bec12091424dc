//! What is answered: the page, parts of its lists, the state of decisions; and what is written down.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use serde::Serialize;
use serde_json::json;

use super::decided::{DecidedError, DecisionFile};
use super::index::Index;
use crate::report::{SeriesRow, Source};
use crate::text::hex;

/// Rows of a list that are given at once.
const MOST_ROWS: usize = 500;

/// A page that is served: its index, and the decisions made on it.
pub struct Review {
    index: Index,
    decided: Mutex<DecisionFile>,
}

/// What is answered.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Answer {
    /// Of HTTP.
    pub status: u16,
    pub kind: Kind,
    pub body: Vec<u8>,
}

/// What a body is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Json,
    /// A page, with the nonce of its scripts.
    Page(String),
}

/// What is asked for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Question<'a> {
    pub is_post: bool,
    /// Below the address of the page.
    pub path: &'a str,
    /// As it stands behind the `?`.
    pub query: &'a str,
    pub body: &'a str,
}

impl Answer {
    pub fn text(status: u16, body: &str) -> Self {
        Self { status, kind: Kind::Text, body: format!("{body}\n").into_bytes() }
    }

    fn json(body: &impl Serialize) -> Self {
        match serde_json::to_vec(body) {
            Ok(body) => Self { status: 200, kind: Kind::Json, body },
            Err(cause) => Self::text(500, &cause.to_string()),
        }
    }
}

impl Review {
    /// A review of what an index knows, whose decisions go to a file.
    pub fn new(index: Index, decided: DecisionFile) -> Self {
        Self { index, decided: Mutex::new(decided) }
    }

    /// Answers a question. `nonce` is for a page that is given, and of nothing else.
    pub(super) fn answer(&self, question: Question<'_>, nonce: &str) -> Answer {
        let about = parse(question.query);
        match (question.is_post, question.path) {
            (false, "") => self.page(nonce),
            (false, "series") => self.series(&about),
            (false, "places") => self.places(&about),
            (false, "document") => self.document(&about),
            (false, "decisions") => Answer::json(&self.decided.lock().unwrap_or_else(PoisonError::into_inner).all()),
            (true, "decisions") => self.decide(question.body),
            (_, "" | "series" | "places" | "document") => Answer::text(405, "it is only read"),
            _ => Answer::text(404, "there is nothing of this name"),
        }
    }

    fn page(&self, nonce: &str) -> Answer {
        let mut body = Vec::new();
        match self.index.page.write(Source::Served { count: self.index.series.len() }, nonce, &mut body) {
            Ok(()) => Answer { status: 200, kind: Kind::Page(nonce.to_owned()), body },
            Err(cause) => Answer::text(500, &cause.to_string()),
        }
    }

    /// A part of the list of series that some words filter.
    fn series(&self, about: &HashMap<String, String>) -> Answer {
        let Some((from, count)) = part(about) else { return Answer::text(400, "from and count are numbers") };
        let wanted = |name: &str| about.get(name).map(String::as_str).filter(|value| !value.is_empty());
        let (rule, level, folder, state) = (wanted("rule"), wanted("level"), wanted("folder"), wanted("state"));
        let needle = wanted("text").map(str::to_lowercase);
        let decided = self.decided.lock().unwrap_or_else(PoisonError::into_inner);
        let holds = |text: &str| needle.as_deref().is_none_or(|needle| text.to_lowercase().contains(needle));
        let said = |series: &SeriesRow| match series.single {
            true => decided.of_place(&series.id),
            false => decided.of_series(&series.rule, &series.text),
        };
        let is_wanted = |series: &&SeriesRow| {
            rule.is_none_or(|rule| rule == series.rule)
                && level.is_none_or(|level| level == series.level)
                && folder.is_none_or(|folder| series.folders.iter().any(|known| known == folder))
                && state.is_none_or(|state| state == state_of(said(series)))
                && (holds(&series.text) || series.readings.iter().any(|(reading, _)| holds(reading)))
        };
        let found: Vec<&SeriesRow> = self.index.series.iter().filter(is_wanted).collect();
        let rows: Vec<&&SeriesRow> = found.iter().skip(from).take(count).collect();
        Answer::json(&json!({ "shown": found.len(), "rows": rows }))
    }

    fn places(&self, about: &HashMap<String, String>) -> Answer {
        let (Some((from, count)), Some(series)) = (part(about), about.get("series")) else {
            return Answer::text(400, "series is the name of one; from and count are numbers");
        };
        match self.index.places(series, from, count) {
            Ok(places) => Answer::json(&json!({ "places": places })),
            Err(cause) => unreadable(&cause),
        }
    }

    fn document(&self, about: &HashMap<String, String>) -> Answer {
        let Some(number) = about.get("number").and_then(|number| number.parse().ok()) else {
            return Answer::text(400, "number is that of a document");
        };
        match self.index.document(number) {
            Ok(Some(document)) => Answer::json(&document),
            Ok(None) => Answer::text(404, "there is no document of this number"),
            Err(cause) => unreadable(&cause),
        }
    }

    fn decide(&self, lines: &str) -> Answer {
        let mut decided = self.decided.lock().unwrap_or_else(PoisonError::into_inner);
        match decided.add(lines) {
            Ok(()) => Answer::json(&json!({ "decided": decided.len() })),
            Err(fault @ DecidedError::Line(..)) => Answer::text(400, &fault.to_string()),
            Err(DecidedError::File(cause)) => Answer::text(500, &format!("the decisions cannot be written: {cause}")),
        }
    }
}

fn state_of(said: Option<Option<&str>>) -> &'static str {
    match said {
        None => "open",
        Some(None) => "rejected",
        Some(Some(_)) => "accepted",
    }
}

fn unreadable(cause: &std::io::Error) -> Answer {
    Answer::text(500, &format!("the ledger cannot be read: {cause}"))
}

/// Which part of a list is asked for: from where, and how many.
fn part(about: &HashMap<String, String>) -> Option<(usize, usize)> {
    let number = |name: &str, usual: usize| about.get(name).map_or(Some(usual), |value| value.parse().ok());
    Some((number("from", 0)?, number("count", MOST_ROWS)?.min(MOST_ROWS)))
}

/// The names and values of a query.
fn parse(query: &str) -> HashMap<String, String> {
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    pairs.map(|(name, value)| (unescaped(name), unescaped(value))).collect()
}

/// A part of a query as it was before it was escaped; what is no escape stands for itself.
fn unescaped(text: &str) -> String {
    hex::percent_decoded(&text.replace('+', " "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_is_read_whatever_it_holds() {
        let about = parse("text=p%C3%A5+modet&rule=&x=%zz%4&%&a=%FF");
        assert_eq!(about["text"], "på modet");
        assert_eq!((about["rule"].as_str(), about["x"].as_str(), about["a"].as_str()), ("", "%zz%4", "\u{fffd}"));
        assert_eq!(part(&parse("from=3&count=9999999")), Some((3, MOST_ROWS)));
        assert_eq!(part(&parse("from=-1")), None);
    }
}
