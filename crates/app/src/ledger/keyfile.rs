//! Secret keys in files of their own, as one line `PRIVATE+KEY+NAME+SEED`, or `PRIVATE+WITNESS+NAME+SEED` of a witness.
//!
//! It must not know what a key is for.

use crate::problem::Problem;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use holdpoint_ledger::note::{Algorithm, KeyName, Signer};
use std::fs::OpenOptions;
use std::io::Write;
use std::path::Path;

const PREFIXES: [(&str, Algorithm); 2] = [
    ("PRIVATE+KEY+", Algorithm::Ed25519),
    ("PRIVATE+WITNESS+", Algorithm::Cosigner),
];

/// Draws a key and keeps it in a file that nobody else can read; a file that is there stays as it is.
pub(crate) fn begin(path: &Path, name: &KeyName, algorithm: Algorithm) -> Result<Signer, Problem> {
    let prefix = PREFIXES.iter().find(|it| it.1 == algorithm).map_or("", |it| it.0);
    let mut seed = [0; 32];
    crate::moment::draw(&mut seed);
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let written = options.open(path).and_then(|mut file| {
        writeln!(file, "{prefix}{name}+{}", STANDARD.encode(seed))?;
        file.sync_all()
    });
    written.map_err(|why| {
        let message = format!("the key cannot be kept in {}: {why}", path.display());
        Problem::new(message, "a key is never written over another")
    })?;
    Ok(Signer::new(name.clone(), algorithm, &seed))
}

/// The key in a file.
pub(crate) fn read(path: &Path) -> Result<Signer, Problem> {
    let text = std::fs::read_to_string(path).map_err(|why| {
        Problem::new(
            format!("the key {}: {why}", path.display()),
            "name the file of a secret key",
        )
    })?;
    let line = text.trim_end();
    let known = PREFIXES
        .iter()
        .find_map(|(prefix, algorithm)| Some((line.strip_prefix(prefix)?, *algorithm)));
    let key = known.and_then(|(rest, algorithm)| {
        let (name, seed) = rest.split_once('+')?;
        let seed = STANDARD.decode(seed).ok()?.try_into().ok()?;
        Some(Signer::new(KeyName::new(name)?, algorithm, &seed))
    });
    key.ok_or_else(|| {
        let message = format!("{} holds no secret key", path.display());
        Problem::new(message, "it is one line, `PRIVATE+KEY+NAME+SEED`")
    })
}
