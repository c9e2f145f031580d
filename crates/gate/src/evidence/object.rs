//! Members of a statement, read one by one; what nobody has asked for in the end is an error.
//!
//! It must not know what a member means.

use super::Wrong;
use super::json::{Json, Members};
use holdpoint_policy::model::{Grade, Named};
use holdpoint_policy::quantity::Date;
use holdpoint_policy::suggest::{cure, nearest};
use std::cell::RefCell;

/// An object, and which of its members were asked for.
pub(super) struct Object<'a> {
    path: String,
    members: &'a Members<'a>,
    asked: RefCell<Vec<&'a str>>,
}

/// What every attestation has beside what it says.
const FRAME: [&str; 5] = ["_type", "predicateType", "role", "signatures", "subject"];

pub(super) fn not_json(error: &serde_json::Error) -> Wrong {
    Wrong {
        at: format!("column {}", error.column()),
        problem: format!("it is no JSON: {error}"),
        cure: "write one JSON object".to_owned(),
    }
}

impl<'a> Object<'a> {
    /// What an attestation says; its frame is the ledger's business.
    pub(super) fn statement(json: &'a Json<'a>) -> Result<Object<'a>, Wrong> {
        let Json::Object(members) = json else {
            return Err(Wrong {
                at: "the body".to_owned(),
                problem: "it is no object".to_owned(),
                cure: "write one JSON object".to_owned(),
            });
        };
        let statement = Object::new(String::new(), members);
        statement.asked.borrow_mut().extend(FRAME);
        Ok(statement)
    }

    fn new(path: String, members: &'a Members<'a>) -> Object<'a> {
        Object {
            path,
            members,
            asked: RefCell::new(Vec::with_capacity(16)),
        }
    }

    pub(super) fn wrong(&self, member: &str, problem: String, cure: &str) -> Wrong {
        Wrong {
            at: format!("{}{member}", self.path),
            problem,
            cure: cure.to_owned(),
        }
    }

    fn get(&self, member: &'a str) -> Option<&'a Json<'a>> {
        self.asked.borrow_mut().push(member);
        self.members.get(member)
    }

    fn missing(&self, member: &str) -> Wrong {
        let alike = nearest(member, self.members.names());
        let cure = match alike {
            Some(it) => format!("did you mean it by `{it}`?"),
            None => "add it".to_owned(),
        };
        self.wrong(member, format!("there is no member `{member}`"), &cure)
    }

    pub(super) fn text_if_any(&self, member: &'a str) -> Result<Option<&'a str>, Wrong> {
        match self.get(member) {
            None => Ok(None),
            Some(Json::String(text)) => Ok(Some(text)),
            Some(other) => Err(self.wrong(member, format!("`{other}` is no string"), "write a string")),
        }
    }

    pub(super) fn text(&self, member: &'a str) -> Result<&'a str, Wrong> {
        self.text_if_any(member)?.ok_or_else(|| self.missing(member))
    }

    pub(super) fn number(&self, member: &'a str) -> Result<Option<u64>, Wrong> {
        let Some(value) = self.get(member) else {
            return Ok(None);
        };
        let wrong = || self.wrong(member, format!("`{value}` is no whole number"), "write digits");
        match value {
            Json::Number(it) => it.as_u64().map(Some).ok_or_else(wrong),
            _ => Err(wrong()),
        }
    }

    pub(super) fn required_number(&self, member: &'a str) -> Result<u64, Wrong> {
        self.number(member)?.ok_or_else(|| self.missing(member))
    }

    pub(super) fn required_date(&self, member: &'a str) -> Result<Date, Wrong> {
        self.date(member)?.ok_or_else(|| self.missing(member))
    }

    pub(super) fn has(&self, member: &str) -> bool {
        self.members.get(member).is_some()
    }

    /// The names of all members.
    pub(super) fn names(&self) -> impl Iterator<Item = &'a str> {
        self.members.names()
    }

    /// A member that may be there, and whose content is for readers.
    pub(super) fn note(&self, member: &'a str) {
        self.asked.borrow_mut().push(member);
    }

    /// One of the grades of a list, by its name.
    pub(super) fn grade(&self, member: &'a str, grades: &[String]) -> Result<Grade, Wrong> {
        let text = self.text(member)?;
        let position = grades.iter().position(|it| it == text);
        let grade = position.and_then(|it| u8::try_from(it).ok()).map(Grade);
        grade.ok_or_else(|| {
            let cure = cure(text, grades.iter().map(String::as_str));
            self.wrong(member, format!("`{text}` is no grade of it"), &cure)
        })
    }

    pub(super) fn flag(&self, member: &'a str) -> Result<bool, Wrong> {
        let value = self.get(member).ok_or_else(|| self.missing(member))?;
        let wrong = || {
            self.wrong(
                member,
                format!("`{value}` is neither true nor false"),
                "write one of them",
            )
        };
        match value {
            Json::Bool(it) => Ok(*it),
            _ => Err(wrong()),
        }
    }

    pub(super) fn date(&self, member: &'a str) -> Result<Option<Date>, Wrong> {
        let Some(text) = self.text_if_any(member)? else {
            return Ok(None);
        };
        let wrong = || {
            let cure = "write it as `2026-03-02` or `2026-03-02T14:30:00Z`";
            self.wrong(member, format!("`{text}` is no date"), cure)
        };
        Date::parse(text).map(Some).ok_or_else(wrong)
    }

    pub(super) fn texts(&self, member: &'a str) -> Result<Vec<&'a str>, Wrong> {
        let Some(value) = self.get(member) else {
            return Ok(Vec::new());
        };
        let texts = match value {
            Json::Array(items) => items.iter().map(Json::text).collect::<Option<Vec<_>>>(),
            _ => None,
        };
        texts.ok_or_else(|| self.wrong(member, format!("`{value}` is no list of strings"), "write a list"))
    }

    pub(super) fn object(&self, member: &'a str) -> Result<Option<Object<'a>>, Wrong> {
        match self.get(member) {
            None => Ok(None),
            Some(Json::Object(inner)) => Ok(Some(Object::new(format!("{}{member}.", self.path), inner))),
            Some(other) => Err(self.wrong(member, format!("`{other}` is no object"), "write an object")),
        }
    }

    /// Which of the policy's things of a kind is named.
    pub(super) fn named<T, Id: From<usize>>(
        &self,
        member: &'a str,
        kind: &str,
        things: &[T],
        named: impl Fn(&T) -> &Named,
    ) -> Result<Id, Wrong> {
        let name = self.text(member)?;
        self.find(member, name, kind, things, named)
    }

    pub(super) fn find<T, Id: From<usize>>(
        &self,
        member: &'a str,
        name: &str,
        kind: &str,
        things: &[T],
        named: impl Fn(&T) -> &Named,
    ) -> Result<Id, Wrong> {
        let names = || things.iter().map(|it| named(it).name.as_str());
        let found = names().position(|it| it == name).map(Id::from);
        found.ok_or_else(|| {
            let problem = format!("the policy has no {kind} `{name}`");
            self.wrong(member, problem, &cure(name, names()))
        })
    }

    /// One of some words.
    pub(super) fn word<T: Copy>(&self, member: &'a str, words: &[(&str, T)]) -> Result<T, Wrong> {
        let text = self.text(member)?;
        let found = words.iter().find(|(word, _)| *word == text).map(|it| it.1);
        found.ok_or_else(|| {
            let cure = cure(text, words.iter().map(|it| it.0));
            self.wrong(member, format!("`{text}` is not known here"), &cure)
        })
    }

    /// A member that nobody has asked for is not known.
    pub(super) fn nothing_else(&self) -> Result<(), Wrong> {
        let asked = self.asked.borrow();
        let unknown = self.members.names().find(|it| !asked.contains(it));
        match unknown {
            None => Ok(()),
            Some(member) => {
                let known = asked.iter().copied().filter(|it| !FRAME.contains(it));
                let cure = cure(member, known);
                Err(self.wrong(member, format!("`{member}` is not known here"), &cure))
            }
        }
    }
}
