use std::io;
use std::path::Path;

use super::form::{Container, Form};
use super::piece::Piece;
use super::{read_stream, read_zip};
use crate::archive::document::DocumentRepairer;
use crate::record::Content;

/// Calls `each` with every piece of a container; gives all that it unpacks to by hash and size, if it is packed as a whole.
///
/// Documents longer than a block wait in files in `folder`. Fails with `each`'s error, and where the container cannot be read to its
/// end.
pub(in crate::archive) fn read<E: From<io::Error>>(
    container: &Container,
    repairer: &DocumentRepairer,
    folder: Option<&Path>,
    each: &mut dyn FnMut(Piece) -> Result<(), E>,
) -> Result<Option<Content>, E> {
    match &container.form {
        Form::Stream(stream) => read_stream::read(container, stream, repairer, folder, each).map(Some),
        Form::Zip(directory) => read_zip::read(container, directory, repairer, folder, each).map(|()| None),
    }
}
