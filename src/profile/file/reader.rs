//! Reads the parts of a profile, and trusts none.

use std::collections::BTreeMap;

use super::super::counts::Counts;
use super::super::habits::{Furniture, Habit};
use super::super::tables::WordCount;
use super::super::{Confusions, Verdict, Verdicts};
use super::ProfileError;

/// What is left to read of a body.
pub(super) struct Reader<'a>(pub &'a [u8]);

const ENDS_EARLY: ProfileError = ProfileError::Content("a part ends early");
const TOO_LARGE: ProfileError = ProfileError::Content("a number is too large");
const NO_ORDER: ProfileError = ProfileError::Content("entries are not in order");

impl<'a> Reader<'a> {
    pub fn number(&mut self) -> Result<u64, ProfileError> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let (&byte, rest) = self.0.split_first().ok_or(ENDS_EARLY)?;
            self.0 = rest;
            let bits = u64::from(byte & 0x7f);
            if shift == 63 && bits > 1 {
                break;
            }
            number |= bits << shift;
            if byte < 0x80 {
                return Ok(number);
            }
        }
        Err(TOO_LARGE)
    }

    pub fn small(&mut self) -> Result<u32, ProfileError> {
        u32::try_from(self.number()?).map_err(|_| TOO_LARGE)
    }

    /// How many entries follow; each takes at least a byte.
    pub fn length(&mut self) -> Result<usize, ProfileError> {
        let length = usize::try_from(self.number()?).map_err(|_| TOO_LARGE)?;
        if length <= self.0.len() { Ok(length) } else { Err(ENDS_EARLY) }
    }

    pub fn bytes(&mut self) -> Result<&'a [u8], ProfileError> {
        let length = self.length()?;
        let (bytes, rest) = self.0.split_at(length);
        self.0 = rest;
        Ok(bytes)
    }

    pub fn text(&mut self) -> Result<&'a str, ProfileError> {
        std::str::from_utf8(self.bytes()?).map_err(|_| ProfileError::Content("a text is not UTF-8"))
    }

    pub fn counts(&mut self) -> Result<Counts, ProfileError> {
        let mut counts = Counts::restored(self.number()?, self.small()?, [self.small()?, self.small()?]);
        let length = self.length()?;
        let mut numbers = Vec::with_capacity(length);
        let mut form = Vec::new();
        for rank in 0..length {
            let shared = self.number()?;
            let shared = usize::try_from(shared).ok().filter(|&shared| shared <= form.len()).ok_or(NO_ORDER)?;
            let rest = self.bytes()?;
            let is_ascending = rank == 0 || rest > &form[shared..];
            form.truncate(shared);
            form.extend(rest);
            if !is_ascending {
                return Err(NO_ORDER);
            }
            let form = std::str::from_utf8(&form).map_err(|_| ProfileError::Content("a word is not UTF-8"))?;
            let [count, any_case, documents] = [self.small()?, self.small()?, self.small()?];
            let number = counts.restore_word(&WordCount { form, count, any_case, documents });
            numbers.push(number.ok_or(ProfileError::Content("a word is too long"))?);
        }
        self.followers(&mut counts, &numbers)?;
        Ok(counts)
    }

    pub fn followers(&mut self, counts: &mut Counts, numbers: &[u32]) -> Result<(), ProfileError> {
        for &left in numbers {
            let mut rank = 0;
            for _ in 0..self.length()? {
                rank = usize::try_from(self.number()?).ok().and_then(|step| step.checked_add(rank)).ok_or(TOO_LARGE)?;
                let right = *numbers.get(rank).ok_or(ProfileError::Content("a pair has no second word"))?;
                counts.restore_pair(left, right, self.small()?);
            }
        }
        Ok(())
    }

    pub fn confusions(&mut self) -> Result<Confusions, ProfileError> {
        let mut weights = BTreeMap::new();
        for _ in 0..self.length()? {
            weights.insert((self.text()?.to_owned(), self.text()?.to_owned()), self.number()?);
        }
        Ok(Confusions::restored(weights))
    }

    pub fn verdicts(&mut self) -> Result<Verdicts, ProfileError> {
        let mut verdicts = Verdicts::default();
        for _ in 0..self.length()? {
            let (rule, text) = (self.text()?, self.text()?);
            let reading = self.number()? > 0;
            let (read, reason) = (self.text()?.to_owned(), self.text()?.to_owned());
            verdicts.insert(rule, text, Verdict { reading: reading.then_some(read), reason });
        }
        Ok(verdicts)
    }

    pub fn furniture(&mut self) -> Result<Furniture, ProfileError> {
        let missing = self.small()?;
        let mut lines = BTreeMap::new();
        for _ in 0..self.length()? {
            lines.insert(self.text()?.to_owned(), Habit { pages: self.small()?, documents: self.small()? });
        }
        Ok(Furniture::restored(lines, missing))
    }
}
