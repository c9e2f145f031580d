//! Attestations: bodies that somebody signed. What is said is an in-toto statement, and what is signed is its
//! canonical bytes as a DSSE envelope has them, so that other tools can verify it.
//!
//! ```text
//! body     {"_type":"https://in-toto.io/Statement/v1", ..., "role":"issuer", "signatures":[...], "subject":[...]}
//! said     the body without the member `signatures`
//! signed   "DSSEv1" SP length SP "application/vnd.in-toto+json" SP length SP bytes of what is said
//! ```
//!
//! The signatures stand beside what they sign, so that each member of a statement stays a field that can be
//! shown without the others. A signature that names a `kind` is of an algorithm that is not known here: it is
//! kept, shown as not checked, and never counts.
//!
//! It must not know what is said: only that it is a statement, in which role, and who signed it. Whether those
//! may is the business of a [`crate::Keyring`].

mod dsse;
mod shape;
mod signature;

pub use signature::{KeyId, Signature};

use crate::canonical::{Misshapen, Object, Value, shape::Place};
use crate::entry::Body;
use crate::keyring::Role;
use crate::note::{Algorithm, Signer, Verifier};

/// What DSSE calls the type of the payload.
pub const PAYLOAD_TYPE: &str = "application/vnd.in-toto+json";
/// What in-toto calls the version of its statements.
pub const STATEMENT_TYPE: &str = "https://in-toto.io/Statement/v1";
/// The member that is not signed.
const SIGNATURES: &str = "signatures";

/// A statement and its signatures, of which nothing is verified yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attestation {
    said: Object,
    /// INVARIANT: the canonical bytes of `said`.
    text: String,
    role: Role,
    signatures: Vec<Signature>,
}

impl Attestation {
    /// What is said, without signatures. It has `_type`, `predicateType`, `role` and `subject` as a statement
    /// has, and whatever else the sender wants, but no `signatures`.
    pub fn new(said: Object) -> Result<Attestation, Misshapen> {
        let value = Value::Object(said);
        let role = shape::statement(&Place::whole(&value))?;
        let text = value.to_canonical();
        let Value::Object(said) = value else {
            unreachable!("it was made an object above");
        };
        Ok(Attestation {
            said,
            text,
            role,
            signatures: Vec::new(),
        })
    }

    /// The attestation in a body; `None` of a body without signatures.
    pub fn read(body: &Body) -> Result<Option<Attestation>, Misshapen> {
        let object = body.object();
        let Some(signatures) = object.member(SIGNATURES) else {
            return Ok(None);
        };
        let mut attestation = Attestation::new(object.clone().without(SIGNATURES))?;
        attestation.signatures = signature::read_all(&Place::at(SIGNATURES.to_owned(), signatures))?;
        Ok(Some(attestation))
    }

    /// As it is stored; it may be too large for that.
    pub fn body(&self) -> Result<Body, Misshapen> {
        let signatures = self.signatures.iter().map(Signature::to_value).collect();
        let mut members = self.said.members().to_vec();
        members.push((SIGNATURES.to_owned(), Value::Array(signatures)));
        let object = Object::new(members).expect("what is said has no signatures");
        Ok(Body::read(Value::Object(object).to_canonical().as_bytes())?)
    }

    /// Adds a signature. A key that signed already signs again.
    ///
    /// # Panics
    /// If it is a cosigner's key, which signs checkpoints alone.
    pub fn sign(&mut self, signer: &Signer) {
        assert!(
            signer.verifier().algorithm() == Algorithm::Ed25519,
            "a cosigner signs checkpoints alone"
        );
        let key = signer.verifier().key_id();
        let bytes = signer.sign_bytes(&self.signed_bytes());
        self.signatures.retain(|it| it.key() != Some(key));
        self.signatures.push(Signature::Ed25519 { key, bytes });
    }

    /// Does the key's own signature stand here, and is it one of what is said? `None` if there is none.
    pub fn is_signed_by(&self, key: &Verifier) -> Option<bool> {
        let found = self.signatures.iter().find(|it| it.key() == Some(key.key_id()))?;
        let Signature::Ed25519 { bytes, .. } = found else {
            unreachable!("only Ed25519 signatures have a key");
        };
        Some(key.verify_bytes(&self.signed_bytes(), bytes))
    }

    /// What is said.
    pub fn said(&self) -> &Object {
        &self.said
    }

    /// In which role it is said.
    pub fn role(&self) -> Role {
        self.role
    }

    /// The address that says what the predicate means.
    pub fn predicate_type(&self) -> &str {
        match self.said.member(shape::PREDICATE_TYPE) {
            Some(Value::String(text)) => text,
            _ => unreachable!("a statement has a type of its predicate"),
        }
    }

    /// In the order in which they stand.
    pub fn signatures(&self) -> &[Signature] {
        &self.signatures
    }

    /// DSSE's pre-authentication encoding.
    fn signed_bytes(&self) -> Vec<u8> {
        let (type_length, length) = (PAYLOAD_TYPE.len(), self.text.len());
        format!("DSSEv1 {type_length} {PAYLOAD_TYPE} {length} {}", self.text).into_bytes()
    }
}

#[cfg(test)]
mod tests;
