//! Who can force what, how long, on a finite board.
//!
//! A [`Board`] says whose move it is and where one can go; an [`Arena`] is the part of it that play can
//! reach, as an explicit graph; [`solve`] answers questions about an arena for either side; a [`certificate`]
//! is an answer's grounds as plain data, and [`audit`] reads it against the board without trusting any
//! solver. Where positions are all the ways in which some [`facts`] may hold, they are played in words and never named.
//!
//! This crate knows nothing of what a position stands for, why anyone moves, or what a mark means.

#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

mod arena;
pub mod audit;
mod board;
pub mod certificate;
mod circle;
mod edges;
pub mod facts;
mod index;
mod length;
mod nodes;
mod search;
pub mod solve;

pub use arena::{Arena, TooLarge};
pub use board::{Board, Marks, Position, Side};
pub use length::{Length, Sum};
pub use nodes::{NodeId, NodeSet};
pub use search::shortest_play;
