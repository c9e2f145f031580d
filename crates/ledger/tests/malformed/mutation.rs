//! Good inputs made bad, in the ways in which files go bad.
//!
//! It must not know what the inputs mean.

use holdpoint_ledger::Hash;

/// Numbers that are drawn from a seed.
struct Drawn {
    seed: u64,
    n: u64,
}

impl Drawn {
    fn below(&mut self, end: usize) -> usize {
        self.n += 1;
        let hash = Hash::of(&[&self.seed.to_be_bytes(), &self.n.to_be_bytes()]);
        let (bytes, _) = hash.as_bytes().split_first_chunk::<4>().unwrap();
        u32::from_be_bytes(*bytes) as usize % end.max(1)
    }

    fn range(&mut self, length: usize) -> std::ops::Range<usize> {
        let start = self.below(length + 1);
        let end = start + self.below((length - start).min(40) + 1);
        start..end
    }
}

/// Words on which readers have stumbled.
const WORDS: [&[u8]; 24] = [
    b"\n",
    b"\n\n",
    b"\r\n",
    b" ",
    b"\t",
    b"\0",
    b"\xff",
    b"\xed\xa0\x80",
    b"\xef\xbb\xbf",
    "\u{2014} ".as_bytes(),
    "\u{2028}".as_bytes(),
    b"-0",
    b"00",
    b"1e9",
    b"9007199254740992",
    b"18446744073709551616",
    b"NaN",
    b"null",
    b"\"",
    b"\\ud800",
    b"{}",
    b"[[[[[[[[",
    b"====",
    b"+",
];

/// One of the good inputs, changed up to four times.
pub(crate) fn mutated(good: &[Vec<u8>], seed: u64) -> Vec<u8> {
    let mut drawn = Drawn { seed, n: 0 };
    let mut bytes = good[drawn.below(good.len())].clone();
    for _ in 0..=drawn.below(4) {
        change(&mut bytes, good, &mut drawn);
    }
    bytes
}

fn change(bytes: &mut Vec<u8>, good: &[Vec<u8>], drawn: &mut Drawn) {
    let range = drawn.range(bytes.len());
    let word = WORDS[drawn.below(WORDS.len())];
    match drawn.below(10) {
        0 | 1 if !bytes.is_empty() => {
            let at = drawn.below(bytes.len());
            bytes[at] ^= 1 << drawn.below(8);
        }
        2 => drop(bytes.drain(range)),
        3 => drop(bytes.splice(range.start..range.start, word.iter().copied())),
        4 => drop(bytes.splice(range, word.iter().copied())),
        5 => bytes.truncate(range.start),
        6 => {
            let copy = bytes[range.clone()].to_vec();
            drop(bytes.splice(range.end..range.end, copy));
        }
        7 => {
            let other = &good[drawn.below(good.len())];
            let from = drawn.range(other.len());
            drop(bytes.splice(range, other[from].iter().copied()));
        }
        8 => digits(bytes, drawn),
        _ => lines(bytes, drawn),
    }
}

/// Another digit somewhere, so that what is read is of the right shape.
fn digits(bytes: &mut [u8], drawn: &mut Drawn) {
    let places: Vec<usize> = (0..bytes.len())
        .filter(|at| bytes[*at].is_ascii_digit())
        .collect();
    if let Some(at) = places.get(drawn.below(places.len())) {
        bytes[*at] = b'0' + u8::try_from(drawn.below(10)).unwrap();
    }
}

/// Two lines change places, or one stands twice.
fn lines(bytes: &mut Vec<u8>, drawn: &mut Drawn) {
    let mut lines: Vec<&[u8]> = bytes.split(|it| *it == b'\n').collect();
    let (one, other) = (drawn.below(lines.len()), drawn.below(lines.len()));
    if drawn.below(2) == 0 {
        lines.swap(one, other);
    } else {
        lines.insert(one, lines[other]);
    }
    *bytes = lines.join(&b'\n');
}
