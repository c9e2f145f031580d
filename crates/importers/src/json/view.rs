//! Asking a value for what must be in it; what is not there is refused with what is near.
//!
//! It must not know any format.

use super::{Node, Source, Value};
use crate::number::Number;
use crate::refusal::{Reason, Refusal};
use holdpoint_policy::suggest::nearest;

/// Bytes of what is kept as a name, at most.
const ID_MAX: usize = 1000;

/// A value and the text that it stands in.
#[derive(Clone, Copy, Debug)]
pub(crate) struct View<'d, 't> {
    pub(crate) source: &'d Source<'t>,
    pub(crate) node: &'d Node<'t>,
}

impl<'d, 't> View<'d, 't> {
    pub(crate) fn new(source: &'d Source<'t>, node: &'d Node<'t>) -> View<'d, 't> {
        View { source, node }
    }

    fn with(&self, node: &'d Node<'t>) -> View<'d, 't> {
        View {
            source: self.source,
            node,
        }
    }

    pub(crate) fn refuse(&self, reason: Reason, problem: String, cure: impl Into<String>) -> Refusal {
        self.source.refuse(self.node.at, reason, problem, cure)
    }

    /// The member of that name; refused if it is not there or `null`.
    pub(crate) fn member(&self, name: &str) -> Result<View<'d, 't>, Refusal> {
        match self.optional(name)? {
            Some(view) => Ok(view),
            None => Err(self.missing(name)),
        }
    }

    /// The member of that name, if it is there and not `null`.
    pub(crate) fn optional(&self, name: &str) -> Result<Option<View<'d, 't>>, Refusal> {
        let found = self.object()?.iter().find(|it| it.0 == name);
        Ok(found
            .map(|it| self.with(&it.1))
            .filter(|it| it.node.value != Value::Null))
    }

    fn object(&self) -> Result<&'d [(std::borrow::Cow<'t, str>, Node<'t>)], Refusal> {
        match &self.node.value {
            Value::Object(members) => Ok(members),
            _ => Err(self.another_kind("an object")),
        }
    }

    /// The members in the order of the text.
    pub(crate) fn members(&self) -> Result<Vec<(&'d str, View<'d, 't>)>, Refusal> {
        let members = self.object()?.iter();
        Ok(members
            .map(|(name, node)| (name.as_ref(), self.with(node)))
            .collect())
    }

    pub(crate) fn items(&self) -> Result<Vec<View<'d, 't>>, Refusal> {
        match &self.node.value {
            Value::Array(items) => Ok(items.iter().map(|it| self.with(it)).collect()),
            _ => Err(self.another_kind("an array")),
        }
    }

    pub(crate) fn text(&self) -> Result<&'d str, Refusal> {
        match &self.node.value {
            Value::Text(text) => Ok(text),
            _ => Err(self.another_kind("a string")),
        }
    }

    pub(crate) fn boolean(&self) -> Result<bool, Refusal> {
        match &self.node.value {
            Value::Bool(value) => Ok(*value),
            _ => Err(self.another_kind("`true` or `false`")),
        }
    }

    pub(crate) fn number(&self) -> Result<Number, Refusal> {
        let Value::Number(text) = &self.node.value else {
            return Err(self.another_kind("a number"));
        };
        Number::of_text(text).ok_or_else(|| {
            let problem = format!(
                "`{}` has more digits or a larger exponent than is read",
                super::read::cut(text)
            );
            self.refuse(
                Reason::TooLarge,
                problem,
                "write at most 300 digits and exponents within 300",
            )
        })
    }

    /// A whole number from 0 to ten millions.
    pub(crate) fn count(&self) -> Result<usize, Refusal> {
        const MAX: usize = 10_000_000;
        let Value::Number(text) = &self.node.value else {
            return Err(self.another_kind("a whole number from 0"));
        };
        match text.parse() {
            Ok(count) if count <= MAX => Ok(count),
            _ if text.bytes().all(|it| it.is_ascii_digit()) => {
                let problem = format!("`{}`, and at most {MAX} are counted", super::read::cut(text));
                Err(self.refuse(Reason::TooLarge, problem, "split the record"))
            }
            _ => Err(self.another_kind("a whole number from 0")),
        }
    }

    /// A string, or a number as it is written: what tools use as an id. At most 1000 bytes, because ids are kept.
    pub(crate) fn id(&self) -> Result<String, Refusal> {
        let id = match &self.node.value {
            Value::Text(text) => text.as_ref(),
            Value::Number(text) => text,
            _ => return Err(self.another_kind("a string or a number")),
        };
        match id.len() <= ID_MAX {
            true => Ok(id.to_owned()),
            false => {
                let problem = format!("`{}` is longer than {ID_MAX} bytes", super::read::cut(id));
                Err(self.refuse(Reason::TooLarge, problem, "name things shortly"))
            }
        }
    }

    /// A plain value as it is written, strings in quotes so that `1` and `"1"` stay two. `None` of a
    /// long string.
    pub(crate) fn plain(&self) -> Option<String> {
        match &self.node.value {
            Value::Text(text) if text.len() <= ID_MAX => Some(format!("\"{text}\"")),
            Value::Number(text) => Some((*text).to_owned()),
            Value::Bool(value) => Some(value.to_string()),
            _ => None,
        }
    }

    pub(crate) fn is_object(&self) -> bool {
        matches!(self.node.value, Value::Object(_))
    }

    /// Refuses every member whose name is not among `known`.
    pub(crate) fn only(&self, known: &[&str]) -> Result<(), Refusal> {
        let members = self.members()?;
        match members.iter().find(|(name, _)| !known.contains(name)) {
            Some((name, view)) => Err(view.refuse(
                Reason::Unknown,
                format!("`{}` is no member that is known here", super::read::cut(name)),
                did_you_mean(name, known),
            )),
            None => Ok(()),
        }
    }

    pub(crate) fn another_kind(&self, wanted: &str) -> Refusal {
        let found = match &self.node.value {
            Value::Null => "`null`".to_owned(),
            Value::Bool(value) => format!("`{value}`"),
            Value::Number(text) => format!("`{}`", super::read::cut(text)),
            Value::Text(text) => format!("`{}`", super::read::cut(text)),
            Value::Array(_) => "an array".to_owned(),
            Value::Object(_) => "an object".to_owned(),
            Value::Skipped => "something else".to_owned(),
        };
        let cure = "send the record as the tool wrote it";
        self.refuse(Reason::Missing, format!("{found} where {wanted} belongs"), cure)
    }

    fn missing(&self, name: &str) -> Refusal {
        let names: Vec<&str> = match &self.node.value {
            Value::Object(members) => members.iter().map(|it| it.0.as_ref()).collect(),
            _ => Vec::new(),
        };
        let cure = match nearest(name, names) {
            Some(near) => format!(
                "did you mean `{name}` where it says `{}`?",
                super::read::cut(near)
            ),
            None => "send the record as the tool wrote it".to_owned(),
        };
        self.refuse(Reason::Missing, format!("there is no `{name}`"), cure)
    }
}

/// The nearest known word, or all of them.
pub(crate) fn did_you_mean(word: &str, known: &[&str]) -> String {
    match nearest(word, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("known are {}", list(known)),
    }
}

fn list(words: &[&str]) -> String {
    let quoted: Vec<String> = words.iter().map(|it| format!("`{it}`")).collect();
    quoted.join(", ")
}
