//! A whole check as one HTML document that a board can read, print and keep.
//!
//! It asks nothing of the network and runs no script. It must not know files: the caller says where a
//! statement stands and which command lines give the same answers again.

mod input;
mod page;

pub use input::{Command, Input};
pub use page::render;
