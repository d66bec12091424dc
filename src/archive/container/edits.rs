use std::iter::Peekable;

use crate::record::{DocumentEdit, Record, RecordError};

/// The next edit of the member that was read last.
pub(super) fn next_edit(
    records: &mut Peekable<impl Iterator<Item = Result<Record, RecordError>>>,
) -> Option<Result<DocumentEdit, RecordError>> {
    let is_of_member =
        |record: &Result<Record, RecordError>| !matches!(record, Ok(Record::Member(_) | Record::Splice(_)));
    loop {
        match records.next_if(is_of_member)? {
            Ok(Record::Edit(edit)) => return Some(Ok(edit)),
            Ok(_) => {}
            Err(error) => return Some(Err(error)),
        }
    }
}
