//! What the fields of a document of records say: what a profile is learned from.

use super::record_batches::FieldBlocks;
use super::repair_error::RepairError;
use super::repair_package::{bodies, joined};
use super::repair_records::Opened;
use super::repairer::DocumentRepairer;
use crate::Blocks;
use crate::archive::input::Source;
use crate::formats::record::{Kind, Manner};

impl DocumentRepairer {
    /// Calls `each` with every field of the document, its encoding and characters mended; gives how many bytes they have, none where the
    /// document is none of the kind.
    pub(in crate::archive) fn read_fields(
        &self,
        kind: Kind,
        source: &mut Source,
        mut each: impl FnMut(&str),
    ) -> Result<Option<u64>, RepairError> {
        if let Some(package) = kind.package() {
            let Some(bytes) = source.held().map_err(RepairError::Read)? else { return Ok(None) };
            let Ok(opened) = crate::formats::record::office::Opened::open(package, &bytes) else { return Ok(None) };
            let (bodies, _) = bodies(&opened);
            return self.read_blocks(&mut &joined(&bodies), &mut each).map(Some);
        }
        match self.open_records(kind, source)? {
            Opened::Unread(..) => Ok(None),
            Opened::Records(records) => {
                let mut fields = FieldBlocks { source, records: &*records, manner: Manner::default(), count: 0 };
                self.read_blocks(&mut fields, &mut each).map(Some)
            }
        }
    }

    fn read_blocks(&self, fields: &mut impl Blocks, each: &mut dyn FnMut(&str)) -> Result<u64, RepairError> {
        let (survey, _) = self.repairer.survey_fields(fields).map_err(RepairError::Read)?;
        let mut bytes = 0;
        let read = fields.for_each_block(1, &mut |field| {
            bytes += field.len() as u64;
            each(&self.repairer.read_block(field, &survey));
        });
        read.map_err(RepairError::Read)?;
        Ok(bytes)
    }
}
