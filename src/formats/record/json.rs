//! Which strings of a JSON value are the fields that were asked for, by their bytes.

use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

use serde::de::IgnoredAny;

use super::{Broken, Field, Manner, RECORD_BYTES, Records, json_string};

/// A value lies so deep at most below the fields' names and arrays that it is looked at.
const DEPTH: usize = 128;
/// A document of one value is held in memory as a whole.
const VALUE_BYTES: usize = 32 << 20;

/// A document of one JSON value, or of one on each of its lines.
pub(super) struct Json {
    paths: Paths,
    manner: Manner,
    has_lines: bool,
}

impl Json {
    pub fn new(fields: &[String], has_lines: bool) -> Self {
        Self { paths: Paths::new(fields), manner: Manner::default(), has_lines }
    }
}

impl Records for Json {
    fn record_end(&self, bytes: &[u8]) -> Option<usize> {
        if self.has_lines { memchr::memchr(b'\n', bytes).map(|at| at + 1) } else { None }
    }

    fn resume(&self, bytes: &[u8]) -> Option<usize> {
        self.record_end(bytes)
    }

    fn longest(&self) -> usize {
        if self.has_lines { RECORD_BYTES } else { VALUE_BYTES }
    }

    fn fields<'r>(&self, record: &'r [u8]) -> Result<Vec<Field<'r>>, Broken> {
        self.paths.fields(record, self.manner)
    }

    fn manner(&self, record: &[u8]) -> Manner {
        json_string::manner(record)
    }

    fn keep_manner(&mut self, manner: Manner) {
        self.manner = manner;
    }

    fn met(&self) -> Option<Vec<String>> {
        self.paths.met()
    }
}

/// The bytes that editors put before a text in UTF-8.
const BOM: &[u8] = b"\xef\xbb\xbf";

/// Paths of names joined with dots.
struct Paths {
    /// Each with whether it led to a text so far.
    all: Vec<(String, AtomicBool)>,
    /// Whether any value was read.
    is_any: AtomicBool,
}

impl Paths {
    fn new(paths: &[String]) -> Self {
        let all = paths.iter().map(|path| (path.clone(), AtomicBool::new(false))).collect();
        Self { all, is_any: AtomicBool::new(false) }
    }

    /// Those that led to a text, if any value was read.
    fn met(&self) -> Option<Vec<String>> {
        let met = self.all.iter().filter(|(_, is_met)| is_met.load(Relaxed)).map(|(path, _)| path.clone());
        self.is_any.load(Relaxed).then(|| met.collect())
    }

    /// The fields of a JSON value. None of nothing but spaces.
    fn fields<'r>(&self, record: &'r [u8], manner: Manner) -> Result<Vec<Field<'r>>, Broken> {
        let start = if record.starts_with(BOM) { BOM.len() } else { 0 };
        let value = &record[start..];
        if value.trim_ascii().is_empty() {
            return Ok(Vec::new());
        }
        serde_json::from_slice::<IgnoredAny>(value).map_err(|_| Broken("not JSON"))?;
        let mut walk = Walk { bytes: record, at: start, found: Vec::new() };
        let paths: Vec<Path> = self.all.iter().enumerate().map(|(at, (path, _))| (at, path.as_str())).collect();
        walk.value(&paths, 0).ok_or(Broken("not JSON"))?;
        self.is_any.store(true, Relaxed);
        let field = |(path, range): (usize, Range<usize>)| {
            self.all[path].1.store(true, Relaxed);
            json_string::field(&record[range.clone()], range.start, manner)
        };
        Ok(walk.found.into_iter().map(field).collect())
    }
}

/// The number of a path, and what of it is still to be gone.
type Path<'p> = (usize, &'p str);

/// A walk through a value that is known to be valid JSON.
struct Walk<'r> {
    bytes: &'r [u8],
    at: usize,
    /// The contents of the strings that were asked for, with the numbers of their paths.
    found: Vec<(usize, Range<usize>)>,
}

impl Walk<'_> {
    /// Passes a value; `paths` lead on from it, and an empty one has arrived.
    fn value(&mut self, paths: &[Path], depth: usize) -> Option<()> {
        match self.next()? {
            b'"' => {
                let content = self.string()?;
                if let Some((path, _)) = paths.iter().find(|(_, rest)| rest.is_empty()) {
                    self.found.push((*path, content));
                }
            }
            b'{' if !paths.is_empty() && depth < DEPTH => self.object(paths, depth)?,
            b'[' if !paths.is_empty() && depth < DEPTH => self.array(paths, depth)?,
            b'{' | b'[' => self.pass_nested()?,
            _ => {
                let is_end = |byte: &u8| matches!(byte, b',' | b']' | b'}') || byte.is_ascii_whitespace();
                self.at += self.bytes[self.at..].iter().position(is_end).unwrap_or(self.bytes.len() - self.at);
            }
        }
        Some(())
    }

    fn object(&mut self, paths: &[Path], depth: usize) -> Option<()> {
        self.at += 1;
        while self.next()? != b'}' {
            let content = self.string()?;
            let name = json_string::text(&self.bytes[content]);
            let below: Vec<Path> = paths.iter().filter_map(|(at, path)| Some((*at, below(path, &name)?))).collect();
            self.pass(b':')?;
            self.value(&below, depth + 1)?;
            self.pass_comma();
        }
        self.pass(b'}')
    }

    fn array(&mut self, paths: &[Path], depth: usize) -> Option<()> {
        self.at += 1;
        while self.next()? != b']' {
            self.value(paths, depth + 1)?;
            self.pass_comma();
        }
        self.pass(b']')
    }

    /// The byte behind spaces.
    fn next(&mut self) -> Option<u8> {
        let rest = self.bytes.get(self.at..)?;
        self.at += rest.iter().position(|byte| !byte.is_ascii_whitespace())?;
        self.bytes.get(self.at).copied()
    }

    fn pass(&mut self, byte: u8) -> Option<()> {
        (self.next()? == byte).then(|| self.at += 1)
    }

    fn pass_comma(&mut self) {
        if self.next() == Some(b',') {
            self.at += 1;
        }
    }

    /// Passes a string; gives its content.
    fn string(&mut self) -> Option<Range<usize>> {
        self.pass(b'"')?;
        let start = self.at;
        loop {
            let next = memchr::memchr2(b'"', b'\\', self.bytes.get(self.at..)?)?;
            self.at += next + 1;
            if self.bytes[self.at - 1] == b'"' {
                return Some(start..self.at - 1);
            }
            self.at += 1;
        }
    }

    /// Passes an object or array without a look at what is in it.
    fn pass_nested(&mut self) -> Option<()> {
        let mut depth = 0usize;
        loop {
            match self.next()? {
                b'"' => {
                    self.string()?;
                    continue;
                }
                b'{' | b'[' => depth += 1,
                b'}' | b']' => depth -= 1,
                _ => {}
            }
            self.at += 1;
            if depth == 0 {
                return Some(());
            }
        }
    }
}

/// What of a path is left below a name, if it leads there.
fn below<'p>(path: &'p str, name: &str) -> Option<&'p str> {
    let rest = path.strip_prefix(name)?;
    if rest.is_empty() {
        (!path.is_empty()).then_some("")
    } else {
        rest.strip_prefix('.').filter(|rest| !rest.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(paths: &[&str], value: &str) -> Vec<String> {
        let paths = Paths::new(&paths.iter().map(|&path| path.to_owned()).collect::<Vec<_>>());
        let fields = paths.fields(value.as_bytes(), Manner::default()).unwrap();
        fields.iter().map(|field| String::from_utf8(field.text.to_vec()).unwrap()).collect()
    }

    #[test]
    fn paths_lead_through_objects_and_arrays_to_strings() {
        let value = r#" {"a": {"b": ["x", {"c": "nej"}, ["y"]], "b.c": "z"}, "a": "to", "d": [{"a": 1}, null]} "#;
        assert_eq!(texts(&["a.b"], value), ["x", "y"]);
        assert_eq!(texts(&["a"], value), ["to"]);
        assert_eq!(texts(&["a.b.c", "a.b"], value), ["x", "nej", "y", "z"]);
        assert_eq!(texts(&["b", "", "a."], value), Vec::<String>::new());
        assert_eq!(texts(&["bl\u{e5}"], r#"{"bl\u00e5": "ja", "tal": -1.5e3}"#), ["ja"]);
    }

    #[test]
    fn what_is_not_asked_for_may_be_as_deep_as_it_likes() {
        let deep =
            format!(r#"{{"x":{}{},"a":"ja"}}"#, "[{\"a\":".repeat(50_000), "0".to_owned() + &"}]".repeat(50_000));
        assert_eq!(texts(&["a"], &deep), ["ja"]);
        let asked = format!("{}\"dyb\"{}", "[".repeat(100_000), "]".repeat(100_000));
        assert_eq!(texts(&["a"], &format!(r#"{{"a":{asked},"a":"ja"}}"#)), ["ja"]);
    }

    #[test]
    fn what_is_not_json_is_broken() {
        let paths = Paths::new(&["a".into()]);
        for value in ["{", r#"{"a":"x"} {"a":"y"}"#, r#"{"a":"x",}"#, "a", r#"{"a":"\x"}"#, "{\"a\":\"\n\"}"] {
            assert!(paths.fields(value.as_bytes(), Manner::default()).is_err(), "{value}");
        }
        assert!(paths.fields(b" \r\n", Manner::default()).unwrap().is_empty());
        assert_eq!(texts(&["a"], "\u{feff}{\"a\":\"x\"}"), ["x"]);
    }
}
