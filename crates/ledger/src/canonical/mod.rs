//! JSON in its one spelling (RFC 8785), with whole numbers only: what the ledger writes, hashes and reads.
//!
//! A number is an integer within 2^53 - 1 on either side of zero, so that every reader of JSON sees the same
//! one; what is larger or has a fraction is written as a decimal string (`"2.5e26"`).
//!
//! It must not know what any member means.

mod read;
pub(crate) mod shape;
mod write;

pub use read::{Unreadable, read};
pub use shape::Misshapen;

use std::cmp::Ordering;

/// A JSON value that has exactly one spelling.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    Null,
    Bool(bool),
    Integer(Integer),
    String(String),
    Array(Vec<Value>),
    Object(Object),
}

impl Value {
    /// Its bytes. [`read`] gives the value back.
    pub fn to_canonical(&self) -> String {
        write::written(self)
    }
}

/// A whole number from -(2^53 - 1) to 2^53 - 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Integer(i64);

impl Integer {
    /// 2^53 - 1.
    pub const MAX: i64 = (1 << 53) - 1;

    /// `None` if it is beyond 2^53 - 1 on either side.
    pub fn new(value: i64) -> Option<Integer> {
        (-Self::MAX..=Self::MAX)
            .contains(&value)
            .then_some(Integer(value))
    }

    /// The number.
    pub fn value(self) -> i64 {
        self.0
    }
}

/// Members in canonical order: by the UTF-16 units of their names, no name twice.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Object(Vec<(String, Value)>);

/// A name that stands twice in one object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedTwice(pub String);

impl Object {
    /// Puts the members in order.
    pub fn new(mut members: Vec<(String, Value)>) -> Result<Object, NamedTwice> {
        members.sort_by(|left, right| name_order(&left.0, &right.0));
        match members.windows(2).find(|it| it[0].0 == it[1].0) {
            Some(twice) => Err(NamedTwice(twice[0].0.clone())),
            None => Ok(Object(members)),
        }
    }

    /// The members in canonical order.
    pub fn members(&self) -> &[(String, Value)] {
        &self.0
    }

    /// The others.
    pub(crate) fn without(mut self, name: &str) -> Object {
        self.0.retain(|it| it.0 != name);
        self
    }

    /// The member of that name.
    pub fn member(&self, name: &str) -> Option<&Value> {
        let found = self.0.binary_search_by(|it| name_order(&it.0, name));
        found.ok().map(|index| &self.0[index].1)
    }

    /// The member of that name, if it is a string.
    pub fn text(&self, name: &str) -> Option<&str> {
        match self.member(name) {
            Some(Value::String(text)) => Some(text),
            _ => None,
        }
    }
}

/// RFC 8785, section 3.2.3: names are compared by UTF-16 units, in which U+1F600 comes before U+FB33.
pub(crate) fn name_order(left: &str, right: &str) -> Ordering {
    // Of letters of ASCII the units are the bytes.
    match left.is_ascii() && right.is_ascii() {
        true => left.cmp(right),
        false => left.encode_utf16().cmp(right.encode_utf16()),
    }
}

#[cfg(test)]
mod tests;
