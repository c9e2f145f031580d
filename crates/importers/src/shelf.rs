//! Which records were taken so far, so that a log edited in place does not pass for the one that it was.
//!
//! It must not know what the records say.

use crate::measurement::{Identity, Tool};
use crate::refusal::{Reason, Refusal};
use std::collections::BTreeMap;

/// The identities of records, each with the content that it had first.
#[derive(Clone, Debug, Default)]
pub struct Shelf {
    taken: BTreeMap<(Tool, String), (String, String)>,
}

/// What became of a record that was put on the shelf.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shelved {
    New,
    /// The same content was there before.
    Again,
}

impl Shelf {
    /// Puts a record there. The digest is the caller's; the same log in another form (`.json` and `.eval`) is
    /// another content unless the caller's digest sees through that.
    ///
    /// # Errors
    /// If the same tool gave the same identity to another content.
    pub fn put(&mut self, identity: &Identity) -> Result<Shelved, Refusal> {
        let key = (identity.tool, identity.record.clone());
        let Some((file, digest)) = self.taken.get(&key) else {
            self.taken
                .insert(key, (identity.file.clone(), identity.digest.clone()));
            return Ok(Shelved::New);
        };
        match *digest == identity.digest {
            true => Ok(Shelved::Again),
            false => Err(edited(identity, file, digest)),
        }
    }
}

fn edited(identity: &Identity, file: &str, digest: &str) -> Refusal {
    let Identity {
        record, digest: now, ..
    } = identity;
    let problem = format!(
        "`{record}` was `{digest}` in {file} and is `{now}` here: the record was edited under its old identity"
    );
    let cure = "send the one that was recorded first, in the form that it had, or run anew under an identity of its own";
    Refusal::whole(&identity.file, Reason::Edited, problem, cure)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inspect::read;
    use crate::measurement::Record;
    use crate::testing::{EVAL, ZSTD, changed, packed};

    fn identity(file: &str, bytes: &[u8], digest: &str) -> Identity {
        read(Record { file, bytes, digest }).unwrap().remove(0).identity
    }

    #[test]
    fn two_contents_under_one_identity_are_refused() {
        let edited = packed(&changed("header.json", "mockllm/model", "another/model"), ZSTD);
        let (first, second) = (
            identity("a.eval", EVAL, "sha256:11"),
            identity("b.eval", &edited, "sha256:22"),
        );
        let mut shelf = Shelf::default();
        assert_eq!(shelf.put(&first), Ok(Shelved::New));
        assert_eq!(shelf.put(&first), Ok(Shelved::Again));
        let refusal = shelf.put(&second).unwrap_err();
        assert_eq!(refusal.reason, Reason::Edited);
        assert_eq!(
            refusal.problem,
            "`AXB8Vb3EwPfUbghMdp8scU` was `sha256:11` in a.eval and is `sha256:22` here: the record was edited under \
             its old identity"
        );
        // The first stays the one.
        assert_eq!(shelf.put(&first), Ok(Shelved::Again));
    }
}
