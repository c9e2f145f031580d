//! What is in one member: unpacked no further than was declared, and checked.
//!
//! It must not know what the member is.

use super::directory::Entry;
use super::refuse;
use crate::refusal::{Reason, Refusal};
use std::io::Read;

const STORED: u16 = 0;
const DEFLATE: u16 = 8;
const ZSTD: u16 = 93;

pub(super) fn read(file: &str, bytes: &[u8], entry: &Entry) -> Result<Vec<u8>, Refusal> {
    let packed = &bytes[entry.data.clone()];
    let trouble = |problem: String| {
        let cure = "send the archive as the tool wrote it";
        refuse(file, Some(&entry.name), Reason::Archive, problem, cure)
    };
    let unpacked = match entry.method {
        STORED => Ok((packed.to_vec(), 0)),
        DEFLATE => deflated(packed, entry.size),
        ZSTD => zstandard(packed, entry.size),
        other => Err(format!(
            "it is packed by method {other}, and only 0, 8 (deflate) and 93 (zstd) are read"
        )),
    };
    let (unpacked, left) = unpacked.map_err(trouble)?;
    if unpacked.len() != entry.size {
        let more = if unpacked.len() > entry.size {
            "more"
        } else {
            "fewer"
        };
        return Err(trouble(format!(
            "it unpacks to {more} than the declared {} bytes",
            entry.size
        )));
    }
    if left > 0 {
        return Err(trouble(format!("{left} bytes are left behind what was unpacked")));
    }
    match crc32fast::hash(&unpacked) == entry.check {
        true => Ok(unpacked),
        false => Err(trouble("its checksum is not that of its bytes".to_owned())),
    }
}

/// The bytes, at most one more than declared; and how many packed ones were not used.
type Unpacked = Result<(Vec<u8>, usize), String>;

fn deflated(packed: &[u8], size: usize) -> Unpacked {
    let mut decoder = flate2::bufread::DeflateDecoder::new(packed);
    let unpacked =
        bounded(&mut decoder, size).map_err(|error| format!("it is no deflate stream: {error}"))?;
    let left = packed.len() - usize::try_from(decoder.total_in()).unwrap_or(packed.len());
    Ok((unpacked, left))
}

fn zstandard(packed: &[u8], size: usize) -> Unpacked {
    let garbled = |error: &dyn std::fmt::Display| format!("it is no zstd frame: {error}");
    let mut rest = packed;
    let mut decoder = ruzstd::decoding::StreamingDecoder::new(&mut rest).map_err(|error| garbled(&error))?;
    let unpacked = bounded(&mut decoder, size).map_err(|error| garbled(&error))?;
    drop(decoder);
    Ok((unpacked, rest.len()))
}

fn bounded(from: &mut dyn Read, size: usize) -> std::io::Result<Vec<u8>> {
    let mut unpacked = Vec::new();
    from.take(size as u64 + 1).read_to_end(&mut unpacked)?;
    Ok(unpacked)
}
