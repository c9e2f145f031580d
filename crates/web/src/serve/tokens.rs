//! Tokens that clients show, one a line of a file.
//!
//! It must not know what a token is for.

use crate::fault::{Fault, Kind};
use crate::request::Request;
use holdpoint_app::Problem;
use std::path::Path;

/// Of which one has to be shown.
pub(crate) struct Tokens(Vec<String>);

/// So short a token can be guessed.
const LENGTH_MIN: usize = 16;

impl Tokens {
    /// Reads them; lines that are empty or begin with `#` are none.
    pub(crate) fn read(path: &Path) -> Result<Tokens, Problem> {
        let text = std::fs::read_to_string(path)
            .map_err(|why| Problem::new(format!("{}: {why}", path.display()), "write a token a line"))?;
        let mut tokens = Vec::new();
        for (number, line) in (1..).zip(text.lines()) {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            if line.len() < LENGTH_MIN || !line.bytes().all(|it| it.is_ascii_graphic()) {
                let message = format!("{}:{number}: this is no token", path.display());
                let help =
                    format!("draw {LENGTH_MIN} or more letters and digits, as by `openssl rand -hex 32`");
                return Err(Problem::new(message, help));
            }
            tokens.push(line.to_owned());
        }
        match tokens.is_empty() {
            true => Err(Problem::new(
                format!("{} holds no token", path.display()),
                "write a token a line, as by `openssl rand -hex 32`",
            )),
            false => Ok(Tokens(tokens)),
        }
    }

    /// The one to show elsewhere. INVARIANT: there is one, else they were not read.
    pub(super) fn into_first(self) -> String {
        self.0.into_iter().next().unwrap_or_default()
    }

    /// One of them is shown.
    pub(crate) fn admit(&self, request: &Request) -> Result<(), Fault> {
        let refused = |message: &str| {
            let help = "send `Authorization: Bearer TOKEN` with a token of --bearer-file";
            let mut fault = Fault::new(Kind::Unauthorised, message, help);
            fault.field = Some("Authorization".to_owned());
            fault
        };
        let Some(shown) = request.header("authorization") else {
            return Err(refused("no token is shown"));
        };
        let (scheme, shown) = shown.split_once(' ').unwrap_or((shown, ""));
        if !scheme.eq_ignore_ascii_case("bearer") {
            return Err(refused("what is shown is no bearer token"));
        }
        // All are compared, so that the time taken says nothing of which one was near.
        let is_known = self.0.iter().fold(false, |found, it| {
            found | is_same(it.as_bytes(), shown.trim().as_bytes())
        });
        match is_known {
            true => Ok(()),
            false => Err(refused("the token is not known")),
        }
    }
}

impl std::fmt::Debug for Tokens {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Tokens({})", self.0.len())
    }
}

/// In a time that depends on the lengths only.
fn is_same(one: &[u8], other: &[u8]) -> bool {
    let differing = one.iter().zip(other).fold(0, |sum, (a, b)| sum | (a ^ b));
    one.len() == other.len() && differing == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_same_is_the_same() {
        assert!(is_same(b"abc", b"abc"));
        for other in ["", "ab", "abcd", "abd", "Abc"] {
            assert!(!is_same(b"abc", other.as_bytes()), "{other}");
        }
    }
}
