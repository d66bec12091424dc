use std::borrow::Cow;
use std::cell::RefCell;
use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

use super::QuickSet;

/// Phrases that a thread remembers.
const REMEMBERED: usize = 1 << 12;

/// Why an edit is believed, in one English phrase. Phrases that are said of many places are in memory once.
#[derive(Clone, PartialEq, Eq)]
pub struct Evidence(Phrase);

#[derive(Clone)]
enum Phrase {
    Static(&'static str),
    Shared(Arc<str>),
}

impl PartialEq for Phrase {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for Phrase {}

impl Phrase {
    fn as_str(&self) -> &str {
        match self {
            Self::Static(phrase) => phrase,
            Self::Shared(phrase) => phrase,
        }
    }
}

thread_local! {
    static SAID: RefCell<QuickSet<Arc<str>>> = RefCell::default();
}

impl Evidence {
    /// The phrase.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

impl Deref for Evidence {
    type Target = str;

    fn deref(&self) -> &str {
        self.as_str()
    }
}

impl fmt::Display for Evidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for Evidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

impl From<&'static str> for Evidence {
    fn from(phrase: &'static str) -> Self {
        Self(Phrase::Static(phrase))
    }
}

impl From<String> for Evidence {
    fn from(phrase: String) -> Self {
        let shared = SAID.with_borrow_mut(|said| {
            if let Some(known) = said.get(phrase.as_str()) {
                return Arc::clone(known);
            }
            if said.len() >= REMEMBERED {
                said.clear();
            }
            let shared: Arc<str> = phrase.into();
            said.insert(Arc::clone(&shared));
            shared
        });
        Self(Phrase::Shared(shared))
    }
}

impl From<&Evidence> for Cow<'static, str> {
    fn from(evidence: &Evidence) -> Self {
        match &evidence.0 {
            Phrase::Static(phrase) => Cow::Borrowed(phrase),
            Phrase::Shared(phrase) => Cow::Owned(phrase.as_ref().to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phrase_is_the_same_however_it_came_about_and_in_memory_once() {
        let (one, other) = (Evidence::from("so".to_owned()), Evidence::from("so".to_owned()));
        assert_eq!(one, other);
        assert_eq!(one, Evidence::from("so"));
        assert_eq!((one.as_ptr(), one.to_string()), (other.as_ptr(), "so".to_owned()));
    }
}
