//! JSON as other tools write it: read strictly, with the text of every number kept.
//!
//! Only what is wanted is kept; all of it is examined. It must not know what any member means.

mod place;
mod read;
#[cfg(test)]
mod tests;
mod view;

pub(crate) use place::Source;
pub(crate) use read::read;
pub(crate) use view::{View, did_you_mean};

use std::borrow::Cow;

/// One value, and where it begins, in bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Node<'t> {
    pub(crate) at: usize,
    pub(crate) value: Value<'t>,
}

/// A value; numbers are their text, because a platform's float would round them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Value<'t> {
    Null,
    Bool(bool),
    Number(&'t str),
    Text(Cow<'t, str>),
    Array(Vec<Node<'t>>),
    Object(Vec<(Cow<'t, str>, Node<'t>)>),
    /// Examined and not kept.
    Skipped,
}

/// Which parts of a document are kept.
#[derive(Debug)]
pub(crate) enum Want {
    All,
    Nothing,
    /// These members of an object; of the others only the names.
    Members(&'static [(&'static str, &'static Want)]),
    /// The same of every item of an array, or of every member of an object.
    Each(&'static Want),
}

impl Want {
    fn member(&'static self, name: &str) -> &'static Want {
        match self {
            Want::All | Want::Nothing => self,
            Want::Each(want) => want,
            Want::Members(members) => {
                let found = members.iter().find(|(known, _)| *known == name);
                found.map_or(&Want::Nothing, |(_, want)| want)
            }
        }
    }

    fn item(&'static self) -> &'static Want {
        match self {
            Want::All | Want::Nothing => self,
            Want::Each(want) => want,
            Want::Members(_) => &Want::Nothing,
        }
    }
}
