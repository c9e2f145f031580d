//! The rules of the language: one module a family of statements, rule and test together.
//!
//! It must not know what a name refers to.

mod check;
mod clause;
mod condition;
mod declaration;
mod joined;
mod leaf;
mod property;
mod question;
mod scenario;
mod statement;
mod world;

pub(crate) use statement::FORMS;
