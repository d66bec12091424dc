use tar::{EntryType, Header};

use super::{BLOCK, CHECKSUM_AT, CHECKSUM_BYTES, header, padding_bytes, sum};

/// The headers of a member whose content becomes so many bytes long. `None` if they are not understood.
pub fn resized(head: &[u8], length: u64) -> Option<Vec<u8>> {
    let mut rest = head;
    let mut written = Vec::with_capacity(head.len());
    loop {
        let (block, behind) = rest.split_first_chunk::<BLOCK>()?;
        if behind.is_empty() {
            written.extend_from_slice(&with_size(block, length));
            return Some(written);
        }
        let header = header(block)?;
        let size = usize::try_from(header.entry_size().ok()?).ok()?;
        let content = behind.get(..size)?;
        rest = behind.get(size + padding_bytes(size as u64)..)?;
        match header.entry_type() {
            EntryType::XHeader => {
                let pax = pax_with_size(content, length)?;
                written.extend_from_slice(&with_size(block, pax.len() as u64));
                written.extend_from_slice(&pax);
                written.extend_from_slice(&padding(pax.len() as u64));
            }
            _ => written.extend_from_slice(&head[head.len() - behind.len() - BLOCK..head.len() - rest.len()]),
        }
    }
}

/// What fills the last block of content of so many bytes.
pub fn padding(length: u64) -> Vec<u8> {
    vec![0; padding_bytes(length)]
}

/// The header with another size.
fn with_size(block: &[u8; BLOCK], size: u64) -> [u8; BLOCK] {
    let mut header = Header::from_byte_slice(block).clone();
    header.set_size(size);
    let bytes = header.as_mut_bytes();
    let sum = sum(bytes, i64::from);
    // As all known programs write it: six digits, a zero byte, a space.
    let checksum = format!("{sum:06o}\0 ");
    bytes[CHECKSUM_AT..CHECKSUM_AT + CHECKSUM_BYTES].copy_from_slice(checksum.as_bytes());
    *bytes
}

/// The records of a pax header, of which that of the size, if there is one, says another.
fn pax_with_size(content: &[u8], size: u64) -> Option<Vec<u8>> {
    let mut rest = content;
    let mut written = Vec::with_capacity(content.len());
    while !rest.is_empty() {
        let space = rest.iter().position(|byte| *byte == b' ')?;
        let length: usize = std::str::from_utf8(&rest[..space]).ok()?.parse().ok()?;
        let record = rest.get(..length)?;
        rest = &rest[length..];
        match record.get(space + 1..)?.starts_with(b"size=") {
            true => written.extend_from_slice(pax_record("size", &size.to_string()).as_bytes()),
            false => written.extend_from_slice(record),
        }
    }
    Some(written)
}

/// A pax record: its own length in digits, a space, the key and the value, a line feed.
fn pax_record(key: &str, value: &str) -> String {
    let body = format!(" {key}={value}\n");
    let mut length = body.len();
    loop {
        let record = format!("{length}{body}");
        if record.len() == length {
            return record;
        }
        length = record.len();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pax_record_counts_itself() {
        assert_eq!(pax_record("size", "1"), "9 size=1\n");
        assert_eq!(pax_record("size", "12"), "11 size=12\n");
        assert_eq!(pax_with_size(b"9 size=1\n8 a=bcd\n", 99).unwrap(), b"11 size=99\n8 a=bcd\n");
        assert_eq!(pax_with_size(b"99 size=1\n", 99), None);
    }

    #[test]
    fn a_resized_header_is_one() {
        let mut header = Header::new_ustar();
        header.set_size(5);
        header.set_cksum();
        let resized = resized(header.as_bytes(), 1 << 34).unwrap();
        let block: &[u8; BLOCK] = resized.first_chunk().unwrap();
        assert_eq!(super::super::header(block).unwrap().entry_size().unwrap(), 1 << 34);
    }
}
