//! What is made of a language once, and kept as long as the program runs, as languages are.

use std::sync::{Mutex, OnceLock, PoisonError};

use super::Language;

/// A value for each language, made when it is first asked for.
pub(crate) struct PerLanguage<T: 'static> {
    make: fn(&'static Language) -> T,
    /// That of the language which was asked for first: few programs have two.
    first: OnceLock<(&'static Language, T)>,
    others: Mutex<Vec<(&'static Language, &'static T)>>,
}

impl<T> PerLanguage<T> {
    /// Values that `make` makes.
    pub const fn new(make: fn(&'static Language) -> T) -> Self {
        Self { make, first: OnceLock::new(), others: Mutex::new(Vec::new()) }
    }

    /// The value of a language.
    #[inline]
    pub fn of(&'static self, language: &'static Language) -> &'static T {
        let (owner, value) = self.first.get_or_init(|| (language, (self.make)(language)));
        if *owner == language { value } else { self.of_other(language) }
    }

    fn of_other(&self, language: &'static Language) -> &'static T {
        // A value that was made is whole, whatever happened to the thread that made another.
        let mut others = self.others.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, value)) = others.iter().find(|(owner, _)| *owner == language) {
            return value;
        }
        let value: &'static T = Box::leak(Box::new((self.make)(language)));
        others.push((language, value));
        value
    }
}
