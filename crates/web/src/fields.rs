//! JSON of a request, read without losing anything: a member that is there twice, is unknown, or is of another type is a fault
//! that names it.
//!
//! It must not know what the members mean.

use crate::fault::Fault;
use crate::request::Request;
use holdpoint_app::cure;
use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};
use std::fmt;

/// The members of an object, which are taken out one by one.
#[derive(Debug)]
pub(crate) struct Fields {
    /// Where it stands, as `input`; empty for the whole body.
    at: String,
    members: Map<String, Value>,
}

/// A whole body.
pub(crate) fn value(body: &[u8]) -> Result<Value, Fault> {
    let whole: Result<Whole, _> = serde_json::from_slice(body);
    whole.map(|it| it.0).map_err(|why| {
        let place = format!("line {}, column {}", why.line(), why.column());
        let why = why.to_string();
        let why = why.rsplit_once(" at line ").map_or(why.as_str(), |it| it.0);
        Fault::of_field(place, format!("no JSON: {why}"), "send one JSON object")
    })
}

impl Fields {
    /// Of a request whose body is a JSON object and says so.
    pub(crate) fn of_request(request: &Request) -> Result<Fields, Fault> {
        Fields::of_body(request.json_only()?)
    }

    /// A body that is an object.
    pub(crate) fn of_body(body: &[u8]) -> Result<Fields, Fault> {
        Fields::of(value(body)?, "")
    }

    /// An object that stands there.
    pub(crate) fn of(value: Value, at: impl Into<String>) -> Result<Fields, Fault> {
        let at = at.into();
        match value {
            Value::Object(members) => Ok(Fields { at, members }),
            other => Err(wrong_type(&at, &other, "an object")),
        }
    }

    /// Nothing but these is there.
    pub(crate) fn only(self, known: &[&str]) -> Result<Fields, Fault> {
        let unknown = self.members.keys().find(|it| !known.contains(&it.as_str()));
        match unknown {
            None => Ok(self),
            Some(name) => Err(Fault::of_field(
                self.place(name),
                format!("there is no member `{name}`"),
                cure(name, known.iter().copied()),
            )),
        }
    }

    pub(crate) fn place(&self, name: &str) -> String {
        match self.at.is_empty() {
            true => name.to_owned(),
            false => format!("{}.{name}", self.at),
        }
    }

    /// Of what was not taken out.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.members.keys().map(String::as_str)
    }

    /// All that was not taken out.
    pub(crate) fn whole(self) -> Value {
        Value::Object(self.members)
    }

    pub(crate) fn take(&mut self, name: &str) -> Option<Value> {
        self.members.shift_remove(name)
    }

    pub(crate) fn text(&mut self, name: &str) -> Result<Option<String>, Fault> {
        match self.take(name) {
            None => Ok(None),
            Some(Value::String(it)) => Ok(Some(it)),
            Some(other) => Err(wrong_type(&self.place(name), &other, "a string")),
        }
    }

    /// A text that has to be there, and to say something.
    pub(crate) fn needed_text(&mut self, name: &str) -> Result<String, Fault> {
        let text = self.text(name)?;
        text.filter(|it| !it.trim().is_empty()).ok_or_else(|| {
            let place = self.place(name);
            Fault::of_field(
                place.clone(),
                format!("`{place}` is missing, or empty"),
                "write a string",
            )
        })
    }

    pub(crate) fn boolean(&mut self, name: &str) -> Result<Option<bool>, Fault> {
        match self.take(name) {
            None => Ok(None),
            Some(Value::Bool(it)) => Ok(Some(it)),
            Some(other) => Err(wrong_type(&self.place(name), &other, "true or false")),
        }
    }

    pub(crate) fn object(&mut self, name: &str) -> Result<Option<Fields>, Fault> {
        let place = self.place(name);
        self.take(name).map(|it| Fields::of(it, place)).transpose()
    }

    pub(crate) fn needed_object(&mut self, name: &str) -> Result<Fields, Fault> {
        let object = self.object(name)?;
        object.ok_or_else(|| {
            let place = self.place(name);
            Fault::of_field(place.clone(), format!("`{place}` is missing"), "write an object")
        })
    }

    pub(crate) fn array(&mut self, name: &str) -> Result<Option<Vec<Value>>, Fault> {
        match self.take(name) {
            None => Ok(None),
            Some(Value::Array(it)) => Ok(Some(it)),
            Some(other) => Err(wrong_type(&self.place(name), &other, "a list")),
        }
    }
}

fn wrong_type(at: &str, found: &Value, wanted: &str) -> Fault {
    let place = if at.is_empty() { "the body" } else { at };
    let found = match found {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    };
    Fault::of_field(place, format!("`{place}` is {found}"), format!("write {wanted}"))
}

/// A value in which no member is there twice.
struct Whole(Value);

impl<'de> Deserialize<'de> for Whole {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Whole, D::Error> {
        from.deserialize_any(Reader).map(Whole)
    }
}

struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E: Error>(self, it: bool) -> Result<Value, E> {
        Ok(it.into())
    }

    fn visit_i64<E: Error>(self, it: i64) -> Result<Value, E> {
        Ok(it.into())
    }

    fn visit_u64<E: Error>(self, it: u64) -> Result<Value, E> {
        Ok(it.into())
    }

    fn visit_f64<E: Error>(self, it: f64) -> Result<Value, E> {
        Ok(it.into())
    }

    fn visit_str<E: Error>(self, it: &str) -> Result<Value, E> {
        Ok(it.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut array = Vec::new();
        while let Some(Whole(item)) = items.next_element()? {
            array.push(item);
        }
        Ok(Value::Array(array))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut members = Map::new();
        while let Some((name, Whole(value))) = entries.next_entry::<String, Whole>()? {
            if members.contains_key(&name) {
                return Err(A::Error::custom(format!("a second member `{name}`")));
            }
            members.insert(name, value);
        }
        Ok(Value::Object(members))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_be_lost_is_a_fault_that_names_it() {
        let wrong = [
            (
                "{\"a\": 1, \"a\": 2}",
                "line 1, column 16: no JSON: a second member `a`",
            ),
            ("{\"a\": 1} x", "line 1, column 10: no JSON: trailing characters"),
            ("[]", "the body: `the body` is a list"),
            (
                "{\"actoin\": \"x\"}",
                "actoin: there is no member `actoin` (did you mean `action`?)",
            ),
            ("{\"action\": 1}", "action: `action` is a number (write a string)"),
            ("{\"action\": \" \"}", "action: `action` is missing, or empty"),
        ];
        for (text, message) in wrong {
            let read = Fields::of_body(text.as_bytes())
                .and_then(|it| it.only(&["action"]))
                .and_then(|mut it| it.needed_text("action"));
            let fault = read.expect_err(text).sentence();
            assert!(fault.starts_with(message), "{fault}");
        }
        let deep = "[".repeat(100_000);
        assert!(value(deep.as_bytes()).is_err());
    }
}
