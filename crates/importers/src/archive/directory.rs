//! The directory at the end of the archive, held against the head of every member.
//!
//! It must not know how members are packed.

use super::refuse;
use crate::refusal::{Reason, Refusal};
use std::collections::BTreeSet;
use std::ops::Range;

/// Bytes of one member when unpacked, at most.
const MEMBER_MAX: u64 = 64 << 20;
/// Bytes of all members when unpacked, at most.
const TOTAL_MAX: u64 = 1 << 30;

const END: u32 = 0x0605_4b50;
const CENTRAL: u32 = 0x0201_4b50;
const LOCAL: u32 = 0x0403_4b50;
const END_LENGTH: usize = 22;
const CENTRAL_LENGTH: usize = 46;
const LOCAL_LENGTH: usize = 30;

const AS_WRITTEN: &str = "send the archive as the tool wrote it";

/// A member, as the directory has it.
pub(super) struct Entry {
    pub(super) name: String,
    pub(super) method: u16,
    pub(super) check: u32,
    /// Bytes when unpacked, as declared.
    pub(super) size: usize,
    /// Where the packed bytes are.
    pub(super) data: Range<usize>,
    flags: u16,
    head: usize,
}

pub(super) fn read(file: &str, bytes: &[u8]) -> Result<Vec<Entry>, Refusal> {
    let (range, count) = whereabouts(file, bytes)?;
    let mut at = range.start;
    let mut entries = Vec::new();
    while at < range.end {
        let found = central(bytes, at, range.end);
        let (entry, next) = found.ok_or_else(|| broken(file, "a garbled entry of the directory"))?;
        entries.push(checked(file, bytes, entry, range.start)?);
        at = next;
    }
    if entries.len() != count {
        return Err(broken(
            file,
            "another number of members in the directory than its end mark says",
        ));
    }
    names_once(file, &entries)?;
    apart(file, &entries)?;
    bounded(file, &entries)?;
    Ok(entries)
}

/// Where the directory is, and how many members it says it has.
fn whereabouts(file: &str, bytes: &[u8]) -> Result<(Range<usize>, usize), Refusal> {
    let end = end(bytes);
    let end = end.ok_or_else(|| {
        broken(
            file,
            "no directory of a zip archive, or more than one, at its end",
        )
    })?;
    let (count, size, start) = (
        short(bytes, end + 10),
        word(bytes, end + 12),
        word(bytes, end + 16),
    );
    if word(bytes, end + 4) != 0 || short(bytes, end + 8) != count {
        return Err(broken(file, "an archive of several volumes"));
    }
    if count == u16::MAX || size == u32::MAX || start == u32::MAX {
        let problem = "an archive in the zip64 form, for more than 65534 members or 4 GiB";
        return Err(too_large(file, problem.to_owned()));
    }
    if u64::from(start) + u64::from(size) != end as u64 {
        let problem = "bytes between the directory and its end mark, or a directory that begins elsewhere";
        return Err(broken(file, problem));
    }
    Ok((start as usize..end, usize::from(count)))
}

fn broken(file: &str, problem: &str) -> Refusal {
    refuse(file, None, Reason::Archive, problem.to_owned(), AS_WRITTEN)
}

/// The one end mark whose comment fills the rest.
fn end(bytes: &[u8]) -> Option<usize> {
    let last = bytes.len().checked_sub(END_LENGTH)?;
    let first = last.saturating_sub(usize::from(u16::MAX));
    let fits = |at: &usize| {
        word(bytes, *at) == END && at + END_LENGTH + usize::from(short(bytes, at + 20)) == bytes.len()
    };
    let mut found = (first..=last).filter(fits);
    let one = found.next()?;
    found.next().is_none().then_some(one)
}

/// The entry at `at`, whose data are not known yet, and where the next begins.
fn central(bytes: &[u8], at: usize, end: usize) -> Option<(Entry, usize)> {
    if at + CENTRAL_LENGTH > end || word(bytes, at) != CENTRAL {
        return None;
    }
    let length = |of: usize| usize::from(short(bytes, at + of));
    let name_end = at + CENTRAL_LENGTH + length(28);
    let next = name_end + length(30) + length(32);
    if next > end {
        return None;
    }
    let packed = word(bytes, at + 20) as usize;
    let entry = Entry {
        name: String::from_utf8(bytes[at + CENTRAL_LENGTH..name_end].to_vec()).ok()?,
        flags: short(bytes, at + 8),
        method: short(bytes, at + 10),
        check: word(bytes, at + 16),
        size: word(bytes, at + 24) as usize,
        data: 0..packed,
        head: word(bytes, at + 42) as usize,
    };
    Some((entry, next))
}

/// The entry with the place of its data, if the member's own head says the same.
fn checked(file: &str, bytes: &[u8], mut entry: Entry, members_end: usize) -> Result<Entry, Refusal> {
    if entry.flags & 1 != 0 {
        let problem = "it is encrypted".to_owned();
        return Err(refuse(
            file,
            Some(&entry.name),
            Reason::Archive,
            problem,
            "send it unencrypted",
        ));
    }
    match against_head(bytes, &entry, members_end) {
        Ok(data) => {
            entry.data = data;
            Ok(entry)
        }
        Err(what) => {
            let problem = format!("{what} are one thing in the directory and another in the member's head");
            Err(refuse(
                file,
                Some(&entry.name),
                Reason::Archive,
                problem,
                AS_WRITTEN,
            ))
        }
    }
}

/// Where the member's data are; or what its head has otherwise.
fn against_head(bytes: &[u8], entry: &Entry, members_end: usize) -> Result<Range<usize>, &'static str> {
    let head = entry.head;
    if head + LOCAL_LENGTH > members_end || word(bytes, head) != LOCAL {
        return Err("places");
    }
    let name_end = head + LOCAL_LENGTH + usize::from(short(bytes, head + 26));
    let start = name_end + usize::from(short(bytes, head + 28));
    let end = start + entry.data.len();
    if end > members_end {
        return Err("places");
    }
    if bytes[head + LOCAL_LENGTH..name_end] != *entry.name.as_bytes() {
        return Err("names");
    }
    if short(bytes, head + 8) != entry.method {
        return Err("methods");
    }
    // With flag 3 the head was written before the sizes were known, and they stand behind the data.
    let known = entry.flags & 8 == 0;
    let sizes = (word(bytes, head + 18) as usize, word(bytes, head + 22) as usize);
    let same = (word(bytes, head + 14), sizes) == (entry.check, (entry.data.len(), entry.size));
    if known && !same {
        Err("sizes")
    } else {
        Ok(start..end)
    }
}

fn names_once(file: &str, entries: &[Entry]) -> Result<(), Refusal> {
    let mut names = BTreeSet::new();
    match entries.iter().find(|it| !names.insert(&it.name)) {
        Some(twice) => {
            let problem = format!(
                "`{}` is in the archive twice, and readers differ in which they take",
                twice.name
            );
            let cure = "write the archive anew from one of them";
            Err(refuse(file, Some(&twice.name), Reason::NamedTwice, problem, cure))
        }
        None => Ok(()),
    }
}

/// No member's data are another's: that is how small archives become large.
fn apart(file: &str, entries: &[Entry]) -> Result<(), Refusal> {
    let mut ranges: Vec<(usize, usize, &str)> = entries
        .iter()
        .map(|it| (it.head, it.data.end, it.name.as_str()))
        .collect();
    ranges.sort_unstable();
    match ranges.windows(2).find(|it| it[0].1 > it[1].0) {
        Some(pair) => {
            let problem = format!("its bytes are also those of `{}`", pair[0].2);
            Err(refuse(
                file,
                Some(pair[1].2),
                Reason::Archive,
                problem,
                AS_WRITTEN,
            ))
        }
        None => Ok(()),
    }
}

fn bounded(file: &str, entries: &[Entry]) -> Result<(), Refusal> {
    if let Some(large) = entries.iter().find(|it| it.size as u64 > MEMBER_MAX) {
        let problem = format!(
            "`{}` unpacks to {} bytes, and at most {MEMBER_MAX} are read",
            large.name, large.size
        );
        return Err(too_large(file, problem));
    }
    let total: u64 = entries.iter().map(|it| it.size as u64).sum();
    match total > TOTAL_MAX {
        true => Err(too_large(
            file,
            format!("it unpacks to {total} bytes, and at most {TOTAL_MAX} are read"),
        )),
        false => Ok(()),
    }
}

fn too_large(file: &str, problem: String) -> Refusal {
    refuse(
        file,
        None,
        Reason::TooLarge,
        problem,
        "split the run into several records",
    )
}

fn short(bytes: &[u8], at: usize) -> u16 {
    let two = bytes.get(at..at + 2).and_then(|it| it.try_into().ok());
    two.map_or(0, u16::from_le_bytes)
}

fn word(bytes: &[u8], at: usize) -> u32 {
    let four = bytes.get(at..at + 4).and_then(|it| it.try_into().ok());
    four.map_or(0, u32::from_le_bytes)
}
