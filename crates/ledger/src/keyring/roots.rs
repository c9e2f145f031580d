//! Root keys, as they are given from outside: a file of a few lines.
//!
//! ```text
//! threshold 2
//! root example.org/root-1+1a2b3c4d+AW...
//! root example.org/root-2+...
//! root example.org/root-3+...
//! ```
//!
//! It must not know what they sign.

use crate::attestation::KeyId;
use crate::note::{Algorithm, Malformed, Verifier, line, short};
use std::fmt;

/// A file of more bytes is refused.
const BYTES_MAX: usize = 1_000_000;

/// The root keys that everything else hangs on, and how many of them must sign a key event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Roots {
    threshold: usize,
    keys: Vec<Verifier>,
}

impl Roots {
    /// `None` unless `threshold` is from 1 to the number of keys, and the keys differ and are no cosigners'.
    pub fn new(threshold: usize, keys: Vec<Verifier>) -> Option<Roots> {
        let mut ids: Vec<KeyId> = keys.iter().map(Verifier::key_id).collect();
        ids.sort_unstable();
        ids.dedup();
        let can_sign = keys.iter().all(|it| it.algorithm() == Algorithm::Ed25519);
        let fits = (1..=keys.len()).contains(&threshold) && ids.len() == keys.len() && can_sign;
        fits.then_some(Roots { threshold, keys })
    }

    /// Reads a file of one line `threshold K` and lines `root NAME+ID+KEY`. Empty lines, and those that begin
    /// with `#`, are left out.
    pub fn parse(bytes: &[u8]) -> Result<Roots, Malformed> {
        let mut reader = Reader::default();
        let lines = text(bytes)?.split('\n');
        for (number, text) in (1..).zip(lines) {
            reader.line(number, text)?;
        }
        reader.finish()
    }

    /// How many of them must sign a key event.
    pub fn threshold(&self) -> usize {
        self.threshold
    }

    /// In the order in which they were given.
    pub fn keys(&self) -> &[Verifier] {
        &self.keys
    }
}

impl fmt::Display for Roots {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "threshold {}", self.threshold)?;
        self.keys.iter().try_for_each(|it| writeln!(f, "root {it}"))
    }
}

fn text(bytes: &[u8]) -> Result<&str, Malformed> {
    if bytes.len() > BYTES_MAX {
        let problem = format!(
            "{} bytes, of which root keys have at most {BYTES_MAX}",
            bytes.len()
        );
        return Err(line(1, problem, "see that it is the right file"));
    }
    std::str::from_utf8(bytes).map_err(|error| {
        let before = &bytes[..error.valid_up_to()];
        let number = 1 + before.iter().filter(|byte| **byte == b'\n').count();
        line(number, "not UTF-8".to_owned(), "write root keys in UTF-8")
    })
}

#[derive(Default)]
struct Reader {
    /// With the number of its line.
    threshold: Option<(usize, usize)>,
    keys: Vec<Verifier>,
}

impl Reader {
    fn line(&mut self, number: usize, text: &str) -> Result<(), Malformed> {
        match text.split_once(' ') {
            _ if text.is_empty() || text.starts_with('#') => Ok(()),
            Some(("threshold", digits)) => self.threshold(number, digits),
            Some(("root", key)) => self.key(number, key),
            _ => {
                let problem = format!("{} is no line of root keys", short(text));
                Err(line(number, problem, "write `threshold K` or `root NAME+ID+KEY`"))
            }
        }
    }

    fn threshold(&mut self, number: usize, digits: &str) -> Result<(), Malformed> {
        if self.threshold.is_some() {
            let problem = "a second line `threshold`".to_owned();
            return Err(line(number, problem, "keep one of the two"));
        }
        let count = digits.parse().ok().filter(|it: &usize| it.to_string() == digits);
        let count = count.ok_or_else(|| {
            let problem = format!("{} is no number of keys", short(digits));
            line(
                number,
                problem,
                "say how many root keys must sign, in decimal digits",
            )
        })?;
        self.threshold = Some((count, number));
        Ok(())
    }

    fn key(&mut self, number: usize, key: &str) -> Result<(), Malformed> {
        let key = Verifier::parse(key).map_err(|it| Malformed { line: number, ..it })?;
        if key.algorithm() != Algorithm::Ed25519 {
            let problem = format!("{} is the key of a cosigner", short(&key.name().to_string()));
            return Err(line(number, problem, "name witnesses in a trust policy"));
        }
        if self.keys.iter().any(|it| it.key_id() == key.key_id()) {
            let problem = format!("the key of {} stands above", short(&key.name().to_string()));
            return Err(line(number, problem, "keep one of the two"));
        }
        self.keys.push(key);
        Ok(())
    }

    fn finish(self) -> Result<Roots, Malformed> {
        let (threshold, number) = self.threshold.ok_or_else(|| {
            let problem = "no line `threshold`".to_owned();
            line(1, problem, "add `threshold K`: how many root keys must sign")
        })?;
        let n_keys = self.keys.len();
        Roots::new(threshold, self.keys).ok_or_else(|| {
            let problem = format!("`{threshold}` of {n_keys} root keys");
            line(
                number,
                problem,
                "ask for at least one, and not for more than there are",
            )
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::note::{KeyName, Signer};

    fn key(seed: u8, algorithm: Algorithm) -> Verifier {
        let name = KeyName::new(&format!("example.org/root-{seed}")).unwrap();
        Signer::new(name, algorithm, &[seed; 32]).verifier().clone()
    }

    #[test]
    fn root_keys_come_back_as_they_were() {
        let keys = vec![key(1, Algorithm::Ed25519), key(2, Algorithm::Ed25519)];
        let roots = Roots::new(2, keys).unwrap();
        let text = format!("# of the board\n\n{roots}");
        assert_eq!(Roots::parse(text.as_bytes()), Ok(roots));
    }

    #[test]
    fn what_are_no_root_keys_is_refused_at_its_line() {
        let one = key(1, Algorithm::Ed25519);
        let refused = |text: &str| {
            let malformed = Roots::parse(text.as_bytes()).expect_err(text);
            (malformed.line, malformed.problem)
        };
        let with = |lines: &str| refused(&format!("root {one}\n{lines}\n"));
        assert_eq!(refused("").1, "no line `threshold`");
        assert_eq!(with("threshold 0"), (2, "`0` of 1 root keys".to_owned()));
        assert_eq!(with("threshold 2"), (2, "`2` of 1 root keys".to_owned()));
        assert_eq!(with("threshold 01"), (2, "`01` is no number of keys".to_owned()));
        assert_eq!(with("threshold 1\nthreshold 1").0, 3);
        assert_eq!(
            with("threshold"),
            (2, "`threshold` is no line of root keys".to_owned())
        );
        assert_eq!(with("\nroot a").0, 3);
        assert_eq!(with(&format!("root {one}")).0, 2);
        let cosigner = key(2, Algorithm::Cosigner);
        assert!(
            with(&format!("root {cosigner}"))
                .1
                .ends_with("is the key of a cosigner")
        );
        assert_eq!(Roots::parse(b"#\n\xff").unwrap_err().line, 2);
    }
}
