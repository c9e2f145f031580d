//! What was recorded, and that nobody changed it.

#[deny(clippy::disallowed_methods, clippy::disallowed_types)]
pub mod canonical;
#[deny(clippy::disallowed_methods, clippy::disallowed_types)]
pub mod checkpoint;
#[deny(clippy::disallowed_methods, clippy::disallowed_types)]
mod hash;
#[deny(clippy::disallowed_methods, clippy::disallowed_types)]
pub mod note;
#[deny(clippy::disallowed_methods, clippy::disallowed_types)]
pub mod tree;

pub use hash::Hash;
