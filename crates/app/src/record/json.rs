//! JSON as people write it, read without losing anything: what canonical JSON cannot hold is refused with its place.
//!
//! It must not know what the members mean.

use crate::problem::Problem;
use holdpoint_ledger::canonical::{Integer, Object, Value};
use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use std::fmt;

/// The objects of a text, one after the other.
pub(super) fn objects(name: &str, text: &str) -> Result<Vec<Object>, Problem> {
    let mut objects = Vec::new();
    for value in serde_json::Deserializer::from_str(text).into_iter::<Exact>() {
        let value = value.map_err(|why| {
            let place = format!("{name}:{}:{}", why.line(), why.column());
            let why = why.to_string();
            let why = why.rsplit_once(" at line ").map_or(why.as_str(), |it| it.0);
            let (why, cure) = why
                .split_once(CURE)
                .unwrap_or((why, "write one JSON object after the other"));
            Problem::new(format!("{place}: {why}"), cure)
        })?;
        match value.0 {
            Value::Object(it) => objects.push(it),
            other => {
                let message = format!("{name}: `{}` is no object", other.to_canonical());
                return Err(Problem::new(message, "write `{\"kind\": ...}`"));
            }
        }
    }
    match objects.is_empty() {
        true => Err(Problem::new(
            format!("{name} says nothing"),
            "write one JSON object after the other",
        )),
        false => Ok(objects),
    }
}

/// One value, as the ledger can keep it.
struct Exact(Value);

impl<'de> Deserialize<'de> for Exact {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Exact, D::Error> {
        from.deserialize_any(Reader).map(Exact)
    }
}

/// Stands before the cure in an error of ours.
const CURE: &str = "; help: ";

struct Reader;

fn integer<E: Error>(value: Option<i64>) -> Result<Value, E> {
    let integer = value.and_then(Integer::new);
    integer.map(Value::Integer).ok_or_else(too_large)
}

fn too_large<E: Error>() -> E {
    E::custom(format!(
        "a number that is not whole, or beyond 2^53 - 1{CURE}write it as a string, `\"2.5e26\"`"
    ))
}

impl<'de> Visitor<'de> for Reader {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E: Error>(self, it: bool) -> Result<Value, E> {
        Ok(Value::Bool(it))
    }

    fn visit_i64<E: Error>(self, it: i64) -> Result<Value, E> {
        integer(Some(it))
    }

    fn visit_u64<E: Error>(self, it: u64) -> Result<Value, E> {
        integer(i64::try_from(it).ok())
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<Value, E> {
        Err(too_large())
    }

    fn visit_str<E: Error>(self, it: &str) -> Result<Value, E> {
        Ok(Value::String(it.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut array = Vec::new();
        while let Some(Exact(item)) = items.next_element()? {
            array.push(item);
        }
        Ok(Value::Array(array))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut members = Vec::new();
        while let Some((name, Exact(value))) = entries.next_entry::<String, Exact>()? {
            members.push((name, value));
        }
        let object = Object::new(members);
        object.map(Value::Object).map_err(|twice| {
            A::Error::custom(format!(
                "a second member `{}`{CURE}leave one of them out",
                twice.0
            ))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_be_lost_is_refused_with_its_place() {
        let wrong = [
            ("{\"a\": 1, \"a\": 2}", "x:1:16: a second member `a`"),
            (
                "{\"a\": 0.5}",
                "x:1:9: a number that is not whole, or beyond 2^53 - 1",
            ),
            (
                "{\"a\": 9007199254740992}",
                "x:1:22: a number that is not whole, or beyond 2^53 - 1",
            ),
            ("{\"a\": NaN}", "x:1:7: expected value"),
            ("[1]", "x: `[1]` is no object"),
            ("", "x says nothing"),
            ("{\"a\": 1} {", "x:1:10: EOF while parsing an object"),
        ];
        for (text, message) in wrong {
            assert_eq!(objects("x", text).expect_err(text).message, message);
        }
        assert_eq!(
            objects("x", "{\"b\": [null, true], \"a\": -1}\n{}").map(|it| it.len()),
            Ok(2)
        );
    }
}
