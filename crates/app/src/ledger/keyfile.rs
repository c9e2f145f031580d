//! Secret keys in files of their own, as one line `PRIVATE+KEY+NAME+SEED`.
//!
//! It must not know what a key is for.

use crate::problem::Problem;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use holdpoint_ledger::note::{Algorithm, KeyName, Signer};
use std::fs::OpenOptions;
use std::io::Write;
use std::path::Path;

const PREFIX: &str = "PRIVATE+KEY+";

/// Draws a key and keeps it in a file that nobody else can read; a file that is there stays as it is.
pub(crate) fn begin(path: &Path, name: &KeyName) -> Result<Signer, Problem> {
    let mut seed = [0; 32];
    crate::moment::draw(&mut seed);
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let written = options.open(path).and_then(|mut file| {
        writeln!(file, "{PREFIX}{name}+{}", STANDARD.encode(seed))?;
        file.sync_all()
    });
    written.map_err(|why| {
        let message = format!("the key cannot be kept in {}: {why}", path.display());
        Problem::new(message, "a key is never written over another")
    })?;
    Ok(Signer::new(name.clone(), Algorithm::Ed25519, &seed))
}

/// The key in a file.
pub(crate) fn read(path: &Path) -> Result<Signer, Problem> {
    let text = std::fs::read_to_string(path).map_err(|why| {
        Problem::new(
            format!("the key {}: {why}", path.display()),
            "name the file of a secret key",
        )
    })?;
    let parts = text
        .trim_end()
        .strip_prefix(PREFIX)
        .and_then(|it| it.split_once('+'));
    let key = parts.and_then(|(name, seed)| {
        let seed = STANDARD.decode(seed).ok()?.try_into().ok()?;
        Some(Signer::new(KeyName::new(name)?, Algorithm::Ed25519, &seed))
    });
    key.ok_or_else(|| {
        let message = format!("{} holds no secret key", path.display());
        Problem::new(message, format!("it is one line, `{PREFIX}NAME+SEED`"))
    })
}
