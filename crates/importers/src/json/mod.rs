//! JSON as other tools write it: read strictly, with the text of every number kept.
//!
//! Only what is wanted is kept; all of it is examined. It must not know what any member means.

mod lines;
mod place;
mod read;
#[cfg(test)]
mod tests;
mod view;

pub(crate) use lines::each_line;
pub(crate) use place::{Language, Source};
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
    /// What is no array and no object.
    Plain,
    /// These members of an object; of the others only the names.
    Members(&'static [(&'static str, &'static Want)]),
    /// These members of an object, and the same of all others.
    MembersAnd(&'static [(&'static str, &'static Want)], &'static Want),
    /// The same of every item of an array, or of every member of an object.
    Each(&'static Want),
}

impl Want {
    fn member(&'static self, name: &str) -> &'static Want {
        let among = |members: &'static [(&str, &'static Want)], rest: &'static Want| {
            let found = members.iter().find(|(known, _)| *known == name);
            found.map_or(rest, |(_, want)| *want)
        };
        match self {
            Want::All | Want::Nothing | Want::Plain => self,
            Want::Each(want) => want,
            Want::Members(members) => among(members, &Want::Nothing),
            Want::MembersAnd(members, rest) => among(members, rest),
        }
    }

    fn item(&'static self) -> &'static Want {
        match self {
            Want::All | Want::Nothing | Want::Plain => self,
            Want::Each(want) => want,
            Want::Members(_) | Want::MembersAnd(..) => &Want::Nothing,
        }
    }
}
