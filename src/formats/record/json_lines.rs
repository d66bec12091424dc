use super::json::Paths;
use super::{Broken, Field, Manner, Records, json_string};

/// A document of JSON values, one a line.
pub(super) struct JsonLines {
    paths: Paths,
    manner: Manner,
}

impl JsonLines {
    pub fn new(fields: &[String]) -> Self {
        Self { paths: Paths(fields.to_vec()), manner: Manner::default() }
    }
}

impl Records for JsonLines {
    fn record_end(&self, bytes: &[u8]) -> Option<usize> {
        memchr::memchr(b'\n', bytes).map(|at| at + 1)
    }

    fn resume(&self, bytes: &[u8]) -> Option<usize> {
        self.record_end(bytes)
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
}
