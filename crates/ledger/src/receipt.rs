//! What the ledger gives back: a receipt when an entry is stored, a proof when somebody asks.
//!
//! It must not know what was stored.

use crate::canonical::shape::{self, Place, object, read_shape};
use crate::canonical::{Misshapen, Value};
use crate::checkpoint::Checkpoint;
use crate::hash::Hash;
use crate::tree::{Broken, leaf_hash, verify_inclusion};

/// That an entry is stored. The same request gives the same receipt, however often it is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// The number of entries before it.
    pub index: u64,
    /// Milliseconds since 1970; later than the time that the caller gave if the entry before it is later.
    pub received_ms: u64,
    /// The leaf of the tree that stands for the entry.
    pub commitment: Hash,
}

/// What shows that an entry is in a ledger of some size.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// The number of entries before it.
    pub index: u64,
    /// The number of entries of the ledger that the proof is for.
    pub size: u64,
    /// The hashes from leaf to root.
    pub path: Vec<Hash>,
}

/// Hashes from leaf to root, at most: a tree of 2^64 leaves has no more.
pub(crate) const PATH_MAX: usize = 64;
/// A receipt or a proof as JSON is never larger.
const JSON_BYTES_MAX: usize = 10_000;

impl Receipt {
    /// Canonical JSON: `commitment`, `index`, `received_ms`.
    pub fn to_json(&self) -> String {
        let value = object([
            ("commitment", shape::hash(self.commitment)),
            ("index", shape::number(self.index)),
            ("received_ms", shape::number(self.received_ms)),
        ]);
        value.to_canonical()
    }

    /// Reads what [`Receipt::to_json`] writes, and nothing else.
    pub fn from_json(bytes: &[u8]) -> Result<Receipt, Misshapen> {
        read_shape(bytes, JSON_BYTES_MAX, |place| {
            let members = place.members(&["commitment", "index", "received_ms"])?;
            Ok(Receipt {
                commitment: members.get("commitment")?.hash()?,
                index: members.get("index")?.number()?,
                received_ms: members.get("received_ms")?.number()?,
            })
        })
    }
}

impl Proof {
    /// Canonical JSON: `index`, `path`, `size`.
    pub fn to_json(&self) -> String {
        self.to_value().to_canonical()
    }

    /// Reads what [`Proof::to_json`] writes, and nothing else.
    pub fn from_json(bytes: &[u8]) -> Result<Proof, Misshapen> {
        read_shape(bytes, JSON_BYTES_MAX, Proof::of_shape)
    }

    pub(crate) fn to_value(&self) -> Value {
        object([
            ("index", shape::number(self.index)),
            ("path", path_value(&self.path)),
            ("size", shape::number(self.size)),
        ])
    }

    pub(crate) fn of_shape(place: &Place<'_>) -> Result<Proof, Misshapen> {
        let members = place.members(&["index", "path", "size"])?;
        let proof = Proof {
            index: members.get("index")?.number()?,
            size: members.get("size")?.number()?,
            path: path_of_shape(&members.get("path")?)?,
        };
        if proof.index >= proof.size {
            let problem = format!("entry {} is not among {}", proof.index, proof.size);
            return Err(place.misshapen(problem, "ask for the proof at a size above the index"));
        }
        Ok(proof)
    }

    /// Does it show that the entry with that commitment is under the checkpoint's root?
    pub fn verify(&self, commitment: Hash, checkpoint: &Checkpoint) -> Result<(), Broken> {
        if checkpoint.size() != self.size {
            return Err(Broken::OutOfRange);
        }
        let leaf = leaf_hash(commitment.as_bytes());
        verify_inclusion(leaf, self.index, self.size, &self.path, checkpoint.root())
    }
}

pub(crate) fn path_value(path: &[Hash]) -> Value {
    Value::Array(path.iter().map(|it| shape::hash(*it)).collect())
}

pub(crate) fn path_of_shape(place: &Place<'_>) -> Result<Vec<Hash>, Misshapen> {
    place.items(PATH_MAX)?.iter().map(Place::hash).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn receipts_and_proofs_come_back_from_their_json() {
        let receipt = Receipt {
            index: 3,
            received_ms: u64::MAX,
            commitment: Hash::of(&[]),
        };
        let text = receipt.to_json();
        assert!(
            text.ends_with(r#","index":3,"received_ms":"18446744073709551615"}"#),
            "{text}"
        );
        assert_eq!(Receipt::from_json(text.as_bytes()), Ok(receipt));
        let proof = Proof {
            index: 3,
            size: 5,
            path: vec![Hash::of(&[]), Hash::of(&[b"a"])],
        };
        assert_eq!(Proof::from_json(proof.to_json().as_bytes()), Ok(proof));
    }

    #[test]
    fn what_is_no_receipt_or_proof_is_refused_with_its_place() {
        let hash = Hash::of(&[]).to_string();
        let receipt = |members: &str| Receipt::from_json(members.as_bytes()).unwrap_err().place;
        assert_eq!(receipt(&format!("{{\"commitment\":\"{hash}\",\"index\":3}}")), "");
        assert_eq!(
            receipt(r#"{"commitment":"ab","index":3,"received_ms":1}"#),
            "commitment"
        );
        assert_eq!(receipt(r#"{"commitment":"ab","commitment":"ab"}"#), "byte 19");
        let proof = |members: &str| Proof::from_json(members.as_bytes()).unwrap_err().place;
        assert_eq!(
            proof(&format!("{{\"index\":0,\"path\":[\"{hash}\",\"\"],\"size\":3}}")),
            "path[1]"
        );
        assert_eq!(proof("{\"index\":3,\"path\":[],\"size\":3}"), "");
        let long = vec![format!("\"{hash}\""); 65].join(",");
        assert_eq!(
            proof(&format!("{{\"index\":0,\"path\":[{long}],\"size\":3}}")),
            "path"
        );
    }
}
