//! Records for tests: real logs taken apart, changed in one place, and put together again.
//!
//! It must not know what the readers make of them.

use crate::archive::Archive;
use crate::measurement::Record;

/// A log of 12 samples in 2 epochs, 3 in each of 4 clusters, as Inspect AI 0.3.285 wrote it.
pub(crate) const EVAL: &[u8] = include_bytes!("../tests/inspect/inspect-sample-1.eval");
/// A log that says `success` with 2 of 8 samples ended in an error, as Inspect AI 0.3.285 wrote it.
pub(crate) const JSON_WITH_FAILED: &[u8] = include_bytes!("../tests/inspect/inspect-sample-1.json");

pub(crate) fn record<'b>(file: &'b str, bytes: &'b [u8]) -> Record<'b> {
    Record {
        file,
        bytes,
        digest: "sha256:00",
    }
}

/// The members of an archive: name and content.
pub(crate) type Members = Vec<(String, Vec<u8>)>;

pub(crate) fn members(archive: &[u8]) -> Members {
    let archive = Archive::open("a.eval", archive).unwrap();
    let read = |name: &str| (name.to_owned(), archive.read(name).unwrap().unwrap());
    archive.names().map(read).collect()
}

/// The members of the real log with one text changed in one of them, in which it must be.
pub(crate) fn changed(member: &str, from: &str, to: &str) -> Members {
    let mut all = members(EVAL);
    let (_, content) = all.iter_mut().find(|it| it.0 == member).unwrap();
    let text = std::str::from_utf8(content).unwrap();
    assert!(text.contains(from), "`{from}` is in {member}");
    *content = text.replacen(from, to, 1).into_bytes();
    all
}

/// The same log as one JSON document, as the tool's own conversion has it.
pub(crate) fn as_json(members: &Members) -> String {
    let text = |name: &str| {
        let found = members.iter().find(|it| it.0 == name).unwrap();
        String::from_utf8(found.1.clone()).unwrap()
    };
    let samples: Vec<&str> = members
        .iter()
        .filter(|it| it.0.starts_with("samples/"))
        .map(|it| std::str::from_utf8(&it.1).unwrap())
        .collect();
    let header = text("header.json");
    let open = header.trim_end().strip_suffix('}').unwrap();
    format!(
        "{open},\"samples\":[{}],\"reductions\":{}}}",
        samples.join(","),
        text("reductions.json")
    )
}

pub(crate) const STORED: u16 = 0;
pub(crate) const DEFLATE: u16 = 8;
pub(crate) const ZSTD: u16 = 93;

/// An archive of these members.
pub(crate) fn packed(members: &Members, method: u16) -> Vec<u8> {
    let mut archive = Vec::new();
    let mut directory = Vec::new();
    for (name, content) in members {
        let data = compressed(content, method);
        let head = archive.len() as u32;
        let said = said(name, content, &data, method);
        archive.extend(b"PK\x03\x04\x14\0");
        archive.extend(&said);
        archive.extend(name.as_bytes());
        archive.extend(&data);
        directory.extend(b"PK\x01\x02\x14\0\x14\0");
        directory.extend(&said);
        directory.extend([0; 10]);
        directory.extend(head.to_le_bytes());
        directory.extend(name.as_bytes());
    }
    closed(archive, directory, members.len() as u16)
}

/// What head and directory both say: from the flags to the length of the extra field.
fn said(name: &str, content: &[u8], data: &[u8], method: u16) -> Vec<u8> {
    let mut said = vec![0, 0];
    said.extend(method.to_le_bytes());
    said.extend([0; 4]);
    said.extend(crc32fast::hash(content).to_le_bytes());
    said.extend((data.len() as u32).to_le_bytes());
    said.extend((content.len() as u32).to_le_bytes());
    said.extend((name.len() as u16).to_le_bytes());
    said.extend([0, 0]);
    said
}

fn closed(mut archive: Vec<u8>, directory: Vec<u8>, count: u16) -> Vec<u8> {
    let start = archive.len() as u32;
    let size = directory.len() as u32;
    archive.extend(directory);
    archive.extend(b"PK\x05\x06\0\0\0\0");
    archive.extend(count.to_le_bytes());
    archive.extend(count.to_le_bytes());
    archive.extend(size.to_le_bytes());
    archive.extend(start.to_le_bytes());
    archive.extend([0, 0]);
    archive
}

pub(crate) fn compressed(content: &[u8], method: u16) -> Vec<u8> {
    use std::io::Read;
    let mut data = Vec::new();
    match method {
        DEFLATE => {
            flate2::bufread::DeflateEncoder::new(content, flate2::Compression::default())
                .read_to_end(&mut data)
                .unwrap();
        }
        ZSTD => {
            data = ruzstd::encoding::compress_to_vec(content, ruzstd::encoding::CompressionLevel::Fastest)
        }
        _ => data = content.to_vec(),
    }
    data
}
