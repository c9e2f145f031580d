//! Whether the file that was opened is still the one at its path.
//!
//! Whoever puts an old copy in its place leaves us with a file that nobody else sees: what we read of it would be
//! believed, and what we write to it be lost. It must not know what is in the file.

use std::io;
use std::path::{Path, PathBuf};

/// Where a file was when it was opened, and which one it was.
#[derive(Clone, Debug)]
pub(super) struct Whereabouts {
    path: PathBuf,
    identity: Identity,
}

/// Device and number; nothing where files have none, and then nothing is noticed.
type Identity = Option<(u64, u64)>;

impl Whereabouts {
    /// Of a file that is there now.
    pub(super) fn of(path: &Path) -> io::Result<Whereabouts> {
        let path = path.canonicalize()?;
        let identity = identity(&path)?;
        Ok(Whereabouts { path, identity })
    }

    /// Says why not, if another file is at the path now, or none.
    pub(super) fn unchanged(&self) -> Result<(), String> {
        match identity(&self.path) {
            Ok(found) if found == self.identity => Ok(()),
            Ok(_) => Err("another file was put in the place of the ledger".to_owned()),
            Err(error) => Err(format!("the file of the ledger is gone: {error}")),
        }
    }
}

#[cfg(unix)]
fn identity(path: &Path) -> io::Result<Identity> {
    use std::os::unix::fs::MetadataExt;
    let found = std::fs::metadata(path)?;
    Ok(Some((found.dev(), found.ino())))
}

#[cfg(not(unix))]
fn identity(path: &Path) -> io::Result<Identity> {
    std::fs::metadata(path).map(|_| None)
}
