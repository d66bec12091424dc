use std::io::{self, BufWriter, IsTerminal, Write};
use std::str::FromStr;

use thiserror::Error;

use super::stdout::stdout;
use crate::report::{GitHub, JsonLines, Report, Sarif, Series, SeriesForm, Text, TextStyle};

/// A way to print findings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Format {
    #[default]
    Text,
    Json,
    Sarif,
    GitHub,
}

/// The name is of no known format.
#[derive(Debug, Error)]
#[error("unknown format {0:?}; known are text, json, sarif, github")]
pub(super) struct ParseFormatError(String);

impl FromStr for Format {
    type Err = ParseFormatError;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        match name {
            "text" => Ok(Self::Text),
            "json" => Ok(Self::Json),
            "sarif" => Ok(Self::Sarif),
            "github" => Ok(Self::GitHub),
            other => Err(ParseFormatError(other.to_owned())),
        }
    }
}

impl Format {
    /// A printer to stdout.
    pub fn printer(self, full: bool) -> Box<dyn Report> {
        let color = use_color(&io::stdout());
        let out = BufWriter::new(stdout());
        match self {
            Self::Text => Box::new(Text::new(out, TextStyle { color, full })),
            Self::Json => Box::new(JsonLines::new(out)),
            Self::Sarif => Box::new(Sarif::new(out)),
            Self::GitHub => Box::new(GitHub::new(out)),
        }
    }
}

impl Format {
    /// A printer of series to stdout, at most so many; nothing for a format that has none.
    pub fn series_printer(self, most: usize) -> Option<Box<dyn Report>> {
        let style = TextStyle { color: use_color(&io::stdout()), full: false };
        let out = BufWriter::new(stdout());
        let form = match self {
            Self::Text => SeriesForm::Text(style),
            Self::Json => SeriesForm::Json,
            Self::Sarif | Self::GitHub => return None,
        };
        Some(Box::new(Series::new(out, form, most)))
    }
}

/// Whether to write colours to the stream: to a terminal, unless `NO_COLOR` is set.
pub(super) fn use_color(stream: &(impl IsTerminal + Write)) -> bool {
    let refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    stream.is_terminal() && !refused
}
