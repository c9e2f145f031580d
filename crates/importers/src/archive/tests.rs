//! What is wrong with an archive is said, with the member, and nothing large is unpacked on its word.

use super::Archive;
use crate::refusal::{Reason, Refusal};
use crate::testing::{DEFLATE, EVAL, Members, STORED, ZSTD, compressed, members, packed};

fn two() -> Members {
    vec![
        ("a".to_owned(), b"first first first".to_vec()),
        ("b".to_owned(), b"second".to_vec()),
    ]
}

fn trouble(bytes: &[u8]) -> Refusal {
    let all = || -> Result<(), Refusal> {
        let archive = Archive::open("x.eval", bytes)?;
        let names: Vec<&str> = archive.names().collect();
        names.into_iter().try_for_each(|it| archive.read(it).map(drop))
    };
    all().unwrap_err()
}

/// The bytes with some of them others, found by what stands there.
fn patched(mut bytes: Vec<u8>, at: usize, with: &[u8]) -> Vec<u8> {
    bytes[at..at + with.len()].copy_from_slice(with);
    bytes
}

/// Where the second member's entry begins in the directory.
fn second_entry(bytes: &[u8]) -> usize {
    let mut found = (0..bytes.len() - 4).filter(|at| bytes[*at..].starts_with(b"PK\x01\x02"));
    found.nth(1).unwrap()
}

#[test]
fn all_three_ways_of_packing_are_read() {
    for method in [STORED, DEFLATE, ZSTD] {
        assert_eq!(members(&packed(&two(), method)), two());
    }
    let real = members(EVAL);
    assert_eq!(real.len(), 31);
    assert_eq!(real.iter().map(|it| it.1.len()).sum::<usize>(), 232_992);
}

#[test]
fn a_name_that_is_there_twice_is_refused() {
    let mut twice = two();
    twice[1].0 = "a".to_owned();
    let refusal = trouble(&packed(&twice, STORED));
    assert_eq!(refusal.reason, Reason::NamedTwice);
    assert_eq!(
        refusal.to_string(),
        "x.eval, member `a`: `a` is in the archive twice, and readers differ in which they take\n\
         help: write the archive anew from one of them"
    );
}

#[test]
fn a_size_that_is_not_so_is_refused() {
    for method in [STORED, DEFLATE, ZSTD] {
        let bytes = packed(&two(), method);
        let entry = second_entry(&bytes);
        let alone = patched(bytes.clone(), entry + 24, &5u32.to_le_bytes());
        assert!(
            trouble(&alone)
                .problem
                .contains("sizes are one thing in the directory")
        );
        let head = (0..entry)
            .rev()
            .find(|at| bytes[*at..].starts_with(b"PK\x03\x04"))
            .unwrap();
        let both = patched(alone, head + 22, &5u32.to_le_bytes());
        assert_eq!(
            trouble(&both).problem,
            "it unpacks to more than the declared 5 bytes"
        );
    }
}

#[test]
fn a_bomb_is_not_unpacked() {
    let content = vec![0; 3 << 20];
    let bomb = compressed(&content, DEFLATE);
    assert!(bomb.len() < 4000);
    // It declares 64 MiB and one byte: refused on its own word.
    let mut bytes = packed(&two(), STORED);
    let entry = second_entry(&bytes);
    bytes = patched(bytes, entry + 24, &((64u32 << 20) + 1).to_le_bytes());
    let head = (0..entry)
        .rev()
        .find(|at| bytes[*at..].starts_with(b"PK\x03\x04"))
        .unwrap();
    bytes = patched(bytes, head + 22, &((64u32 << 20) + 1).to_le_bytes());
    assert_eq!(trouble(&bytes).reason, Reason::TooLarge);
    // It declares ten bytes and holds three million: not unpacked beyond the eleventh.
    let members = vec![("z".to_owned(), content)];
    let mut bytes = packed(&members, DEFLATE);
    let entry = (0..bytes.len())
        .find(|at| bytes[*at..].starts_with(b"PK\x01\x02"))
        .unwrap();
    bytes = patched(
        patched(bytes, entry + 24, &10u32.to_le_bytes()),
        22,
        &10u32.to_le_bytes(),
    );
    assert_eq!(
        trouble(&bytes).problem,
        "it unpacks to more than the declared 10 bytes"
    );
}

#[test]
fn many_members_that_unpack_to_much_together_are_refused() {
    let members: Members = (0..18).map(|it| (format!("m{it}"), Vec::new())).collect();
    let mut bytes = packed(&members, STORED);
    let size = (60u32 << 20).to_le_bytes();
    let spots: Vec<usize> = (0..bytes.len())
        .filter(|at| bytes[*at..].starts_with(b"PK\x01\x02"))
        .collect();
    spots
        .into_iter()
        .for_each(|at| bytes[at + 24..at + 28].copy_from_slice(&size));
    let heads: Vec<usize> = (0..bytes.len())
        .filter(|at| bytes[*at..].starts_with(b"PK\x03\x04"))
        .collect();
    heads
        .into_iter()
        .for_each(|at| bytes[at + 22..at + 26].copy_from_slice(&size));
    let refusal = trouble(&bytes);
    assert_eq!(
        (refusal.reason, refusal.problem.contains("1132462080 bytes")),
        (Reason::TooLarge, true)
    );
}

#[test]
fn members_that_share_bytes_are_refused() {
    let bytes = packed(&two(), STORED);
    let entry = second_entry(&bytes);
    let mut shared = patched(bytes, entry + 42, &0u32.to_le_bytes());
    // The head at 0 is that of `a`; named so too, it is a name twice, so call the entry's first name another.
    shared[entry + 46] = b'a';
    assert_eq!(trouble(&shared).reason, Reason::Archive);
}

#[test]
fn bytes_that_changed_are_seen_by_the_checksum() {
    let bytes = packed(&two(), STORED);
    let at = (0..bytes.len())
        .find(|at| bytes[*at..].starts_with(b"second"))
        .unwrap();
    assert_eq!(
        trouble(&patched(bytes, at, b"S")).problem,
        "its checksum is not that of its bytes"
    );
}

#[test]
fn what_is_no_archive_or_half_of_one_is_refused() {
    let bytes = packed(&two(), DEFLATE);
    for end in 0..bytes.len() {
        assert_eq!(trouble(&bytes[..end]).reason, Reason::Archive, "{end}");
    }
    let entry = second_entry(&bytes);
    let encrypted = patched(bytes.clone(), entry + 8, &[1]);
    assert_eq!(trouble(&encrypted).problem, "it is encrypted");
    let renamed = patched(bytes.clone(), entry + 46, b"c");
    assert!(trouble(&renamed).problem.starts_with("names are one thing"));
    let mut hidden = bytes.clone();
    let end = bytes.len() - 22;
    hidden.splice(end..end, *b"hidden");
    assert!(
        trouble(&hidden)
            .problem
            .starts_with("bytes between the directory")
    );
}

/// A frame may declare a window of gigabytes; nothing is kept for it.
#[test]
fn a_zstd_frame_with_a_huge_window_is_refused() {
    // Magic, a frame header without content size whose window is 2^41 bytes, and a last raw block of one byte.
    let frame = [0x28, 0xb5, 0x2f, 0xfd, 0x00, 0xf8, 0x09, 0x00, 0x00, b'x'];
    let members = vec![("z".to_owned(), b"x".to_vec())];
    let plain = packed(&members, STORED);
    let mut bytes = Vec::new();
    // One byte of data becomes the ten of the frame.
    bytes.extend(&plain[..31]);
    bytes.extend(frame);
    bytes.extend(&plain[32..]);
    let entry = (0..bytes.len())
        .find(|at| bytes[*at..].starts_with(b"PK\x01\x02"))
        .unwrap();
    let packed_size = (frame.len() as u32).to_le_bytes();
    for (method, size) in [(8, 18), (entry + 10, entry + 20)] {
        bytes[method..method + 2].copy_from_slice(&ZSTD.to_le_bytes());
        bytes[size..size + 4].copy_from_slice(&packed_size);
    }
    let end = bytes.len() - 22;
    bytes[end + 16..end + 20].copy_from_slice(&(entry as u32).to_le_bytes());
    assert!(
        trouble(&bytes).problem.starts_with("it is no zstd frame"),
        "{:?}",
        trouble(&bytes)
    );
}
