//! Proofs that one can pass on (C2SP `tlog-proof`, files `.tlog-proof`): an entry's place, the hashes to the
//! root, and the checkpoint with all its signatures, in one text.
//!
//! It must not know what the entry is, nor who is trusted.

use crate::hash::Hash;
use crate::note::{Below, Malformed, Note, line, short};
use crate::receipt::Proof;
use crate::tree::Broken;
use crate::witness::{TrustPolicy, Unvouched, Vouched};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::fmt;

const FIRST_LINE: &str = "c2sp.org/tlog-proof@v1";
/// Hashes of the path, at most.
const HASHES_MAX: usize = 63;

/// A proof together with the checkpoint that it is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TlogProof {
    extra: Option<Vec<u8>>,
    /// INVARIANT: its size is that of the note's checkpoint.
    proof: Proof,
    note: Note,
}

/// Why the proof shows nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unproved {
    /// The checkpoint is not to be relied on.
    Unvouched(Unvouched),
    /// The hashes do not lead from the entry to its root.
    Broken(Broken),
}

impl fmt::Display for Unproved {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Unproved::Unvouched(unvouched) => unvouched.fmt(f),
            Unproved::Broken(broken) => broken.fmt(f),
        }
    }
}

impl std::error::Error for Unproved {}

impl TlogProof {
    /// `extra` is for whoever reads the proof, and nothing vouches for it. The note is of a checkpoint of the
    /// proof's size.
    pub fn new(proof: &Proof, note: &Note, extra: Option<&[u8]>) -> Result<TlogProof, Malformed> {
        let text = written(extra, proof.index, &proof.path, note);
        let whole = TlogProof::parse(text.as_bytes())?;
        if whole.proof.size != proof.size {
            let problem = format!(
                "a checkpoint of {} entries, and a proof for {}",
                whole.proof.size, proof.size
            );
            return Err(line(1, problem, "ask for the proof at the checkpoint's size"));
        }
        Ok(whole)
    }

    /// Reads the text of a `.tlog-proof`.
    pub fn parse(bytes: &[u8]) -> Result<TlogProof, Malformed> {
        let below = Below::parse(bytes)?;
        if below.lines[0] != FIRST_LINE {
            return Err(no_proof(below.lines[0]));
        }
        let extra = below.lines.get(1).and_then(|it| it.strip_prefix("extra "));
        let extra = extra.map(extra_bytes).transpose()?;
        let at = 1 + usize::from(extra.is_some());
        let (index, size) = (below.number(at, "index")?, below.checkpoint.size());
        if index >= size {
            let problem = format!("entry {index} is not among the {size} of the checkpoint");
            return Err(line(at + 1, problem, "put a later checkpoint below the proof"));
        }
        let path = below.hashes(at + 1, HASHES_MAX)?;
        Ok(TlogProof {
            extra,
            proof: Proof { index, size, path },
            note: below.note,
        })
    }

    /// Is the entry with that commitment under the checkpoint, and is the checkpoint one that the policy relies
    /// on?
    pub fn verify(&self, commitment: Hash, policy: &TrustPolicy) -> Result<Vouched, Unproved> {
        let vouched = policy.check(&self.note).map_err(Unproved::Unvouched)?;
        let holds = self.proof.verify(commitment, &vouched.checkpoint);
        holds.map_err(Unproved::Broken)?;
        Ok(vouched)
    }

    /// What nothing vouches for.
    pub fn extra(&self) -> Option<&[u8]> {
        self.extra.as_deref()
    }

    /// The place and the hashes.
    pub fn proof(&self) -> &Proof {
        &self.proof
    }

    /// The checkpoint with its signatures.
    pub fn note(&self) -> &Note {
        &self.note
    }
}

impl fmt::Display for TlogProof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&written(
            self.extra(),
            self.proof.index,
            &self.proof.path,
            &self.note,
        ))
    }
}

fn written(extra: Option<&[u8]>, index: u64, path: &[Hash], note: &Note) -> String {
    let mut text = format!("{FIRST_LINE}\n");
    if let Some(extra) = extra {
        text += &format!("extra {}\n", STANDARD.encode(extra));
    }
    text += &format!("index {index}\n");
    for hash in path {
        text += &format!("{}\n", hash.base64());
    }
    format!("{text}\n{note}")
}

fn extra_bytes(base64: &str) -> Result<Vec<u8>, Malformed> {
    let no_base64 = || {
        let problem = format!("{} is no base64 of extra data", short(base64));
        line(2, problem, "leave the line out, or copy all of it")
    };
    STANDARD.decode(base64).map_err(|_| no_base64())
}

fn no_proof(found: &str) -> Malformed {
    let problem = format!("{} is not how a proof begins", short(found));
    line(1, problem, "begin it with `c2sp.org/tlog-proof@v1`")
}

#[cfg(test)]
mod tests;
