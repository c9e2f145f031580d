//! What was recorded, and that nobody changed it.
//!
//! An [`Entry`] has a commitment that says nothing until it is shown; a [`Store`] keeps entries and answers
//! with a [`Receipt`]; the commitments are the leaves of a [`tree`], whose root is signed in a
//! [`Checkpoint`]; a [`Proof`] shows that an entry is under it; [`verify`] sees whether anything was changed; a
//! [`bundle`] is all of that in one file, for others.
//!
//! This crate knows nothing of what a payload means, and of the world only the disk and the database, in [`store`]: times and
//! secrets come from the caller.

#[deny(clippy::disallowed_methods, clippy::disallowed_types)]
pub mod attestation;
#[deny(clippy::disallowed_methods, clippy::disallowed_types)]
pub mod bundle;
#[deny(clippy::disallowed_methods, clippy::disallowed_types)]
pub mod canonical;
#[deny(clippy::disallowed_methods, clippy::disallowed_types)]
mod checkpoint;
#[deny(clippy::disallowed_methods, clippy::disallowed_types)]
pub mod entry;
#[deny(clippy::disallowed_methods, clippy::disallowed_types)]
mod hash;
#[deny(clippy::disallowed_methods, clippy::disallowed_types)]
pub mod keyring;
#[deny(clippy::disallowed_methods, clippy::disallowed_types)]
pub mod note;
#[deny(clippy::disallowed_methods, clippy::disallowed_types)]
mod receipt;
pub mod store;
#[deny(clippy::disallowed_methods, clippy::disallowed_types)]
mod tlog_proof;
#[deny(clippy::disallowed_methods, clippy::disallowed_types)]
pub mod tree;
#[deny(clippy::disallowed_methods, clippy::disallowed_types)]
pub mod verify;
#[deny(clippy::disallowed_methods, clippy::disallowed_types)]
pub mod witness;

pub use attestation::Attestation;
pub use checkpoint::Checkpoint;
pub use entry::{Body, Entry, RequestKey, Reveal, Secret};
pub use hash::Hash;
pub use keyring::{KeyEvent, Keyring, Role, Roots};
pub use receipt::{Proof, Receipt};
#[cfg(feature = "postgres")]
pub use store::Postgres;
pub use store::{Sqlite, Store, Submission};
pub use tlog_proof::{TlogProof, Unproved};
pub use witness::TrustPolicy;
