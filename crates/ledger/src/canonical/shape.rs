//! Objects of a known shape: every member is asked for by name, and what nobody asked for is refused.
//!
//! It must not know of any particular shape.

use super::{Integer, Object, Unreadable, Value, read};
use crate::hash::Hash;
use std::fmt;

/// Why JSON is not of the shape that it should have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misshapen {
    /// Where: `byte 17` if it is no canonical JSON, else the way to the member, such as `fields[2].salt`; empty
    /// for the whole.
    pub place: String,
    /// What is the matter, with the input's own words in backticks.
    pub problem: String,
    /// What to do about it.
    pub cure: String,
}

impl fmt::Display for Misshapen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = if self.place.is_empty() {
            "the whole"
        } else {
            &self.place
        };
        write!(f, "{place}: {}\nhelp: {}", self.problem, self.cure)
    }
}

impl std::error::Error for Misshapen {}

impl From<Unreadable> for Misshapen {
    fn from(unreadable: Unreadable) -> Misshapen {
        Misshapen {
            place: format!("byte {}", unreadable.at),
            problem: unreadable.problem,
            cure: unreadable.cure.to_owned(),
        }
    }
}

/// One value, and the way to it.
#[derive(Debug, Clone)]
pub(crate) struct Place<'a> {
    way: String,
    value: &'a Value,
}

/// An object whose members are asked for one by one.
pub(crate) struct Members<'a> {
    place: Place<'a>,
    object: &'a Object,
    names: &'static [&'static str],
}

/// Reads canonical bytes, at most `bytes_max`, and lets `shape` take them apart.
pub(crate) fn read_shape<T>(
    bytes: &[u8],
    bytes_max: usize,
    shape: impl FnOnce(&Place<'_>) -> Result<T, Misshapen>,
) -> Result<T, Misshapen> {
    if bytes.len() > bytes_max {
        return Err(Misshapen {
            place: format!("byte {bytes_max}"),
            problem: format!("{} bytes, of which it has at most {bytes_max}", bytes.len()),
            cure: "see that it is the right file; split it if it is".to_owned(),
        });
    }
    shape(&Place::whole(&read(bytes)?))
}

impl<'a> Place<'a> {
    pub(crate) fn whole(value: &'a Value) -> Place<'a> {
        Place::at(String::new(), value)
    }

    pub(crate) fn at(way: String, value: &'a Value) -> Place<'a> {
        Place { way, value }
    }

    pub(crate) fn value(&self) -> &'a Value {
        self.value
    }

    /// The members of the object here, which may be called as `names` says and not otherwise.
    pub(crate) fn members(&self, names: &'static [&'static str]) -> Result<Members<'a>, Misshapen> {
        let Value::Object(object) = self.value else {
            return Err(self.wrong("an object"));
        };
        let members = Members {
            place: self.clone(),
            object,
            names,
        };
        let unknown = object.members().iter().find(|it| !names.contains(&it.0.as_str()));
        match unknown {
            Some((name, _)) => Err(members.unknown(name)),
            None => Ok(members),
        }
    }

    /// The object here, whatever its members are called.
    pub(crate) fn object(&self) -> Result<&'a Object, Misshapen> {
        match self.value {
            Value::Object(object) => Ok(object),
            _ => Err(self.wrong("an object")),
        }
    }

    pub(crate) fn items(&self, n_max: usize) -> Result<Vec<Place<'a>>, Misshapen> {
        let Value::Array(items) = self.value else {
            return Err(self.wrong("an array"));
        };
        if items.len() > n_max {
            let problem = format!("{} items, of which there are at most {n_max}", items.len());
            return Err(self.misshapen(problem, "leave out those that nobody needs"));
        }
        let item = |(index, value)| Place::at(format!("{}[{index}]", self.way), value);
        Ok(items.iter().enumerate().map(item).collect())
    }

    pub(crate) fn text(&self) -> Result<&'a str, Misshapen> {
        match self.value {
            Value::String(text) => Ok(text),
            _ => Err(self.wrong("a string")),
        }
    }

    /// A number from 0 to 2^64 - 1; above 2^53 - 1 it is a string of decimal digits.
    pub(crate) fn number(&self) -> Result<u64, Misshapen> {
        let found = match self.value {
            Value::Integer(integer) => u64::try_from(integer.value()).ok(),
            Value::String(text) => text.parse().ok().filter(|it| number(*it) == *self.value),
            _ => None,
        };
        found.ok_or_else(|| self.wrong("a whole number from 0 on, as a string only above 2^53 - 1"))
    }

    pub(crate) fn hash(&self) -> Result<Hash, Misshapen> {
        let found = self.text().ok().and_then(Hash::from_hex);
        found.ok_or_else(|| self.wrong("32 bytes as 64 small hexadecimal digits"))
    }

    /// A member of the object here.
    pub(crate) fn inside(&self, name: &str, value: &'a Value) -> Place<'a> {
        let dot = if self.way.is_empty() { "" } else { "." };
        Place::at(format!("{}{dot}{name}", self.way), value)
    }

    /// What is here is not what belongs here.
    pub(crate) fn wrong(&self, wanted: &str) -> Misshapen {
        let found = shortened(&self.value.to_canonical());
        self.misshapen(format!("`{found}` is not {wanted}"), &format!("write {wanted}"))
    }

    pub(crate) fn misshapen(&self, problem: String, cure: &str) -> Misshapen {
        Misshapen {
            place: self.way.clone(),
            problem,
            cure: cure.to_owned(),
        }
    }
}

impl<'a> Members<'a> {
    /// The member, which must be there.
    pub(crate) fn get(&self, name: &'static str) -> Result<Place<'a>, Misshapen> {
        let missing = || self.place.misshapen(format!("no member `{name}`"), "add it");
        self.find(name).ok_or_else(missing)
    }

    /// The member, if it is there.
    pub(crate) fn find(&self, name: &'static str) -> Option<Place<'a>> {
        debug_assert!(self.names.contains(&name), "{name} is a name of this object");
        let value = self.object.member(name)?;
        Some(self.place.inside(name, value))
    }

    fn unknown(&self, name: &str) -> Misshapen {
        let known = self.names.iter().map(|it| format!("`{it}`"));
        let problem = format!("`{}` is no member that is known here", shortened(name));
        let cure = format!("leave it out, or did you mean one of {}?", list(known));
        self.place.misshapen(problem, &cure)
    }
}

/// As [`Place::number`] reads it.
pub(crate) fn number(value: u64) -> Value {
    let integer = i64::try_from(value).ok().and_then(Integer::new);
    integer.map_or_else(|| Value::String(value.to_string()), Value::Integer)
}

/// As [`Place::hash`] reads it.
pub(crate) fn hash(value: Hash) -> Value {
    Value::String(value.to_string())
}

pub(crate) fn text(value: &str) -> Value {
    Value::String(value.to_owned())
}

/// An object of members whose names differ.
pub(crate) fn object<const N: usize>(members: [(&str, Value); N]) -> Value {
    let members = members.map(|(name, value)| (name.to_owned(), value)).into();
    Value::Object(Object::new(members).expect("the names differ"))
}

fn list(words: impl Iterator<Item = String>) -> String {
    words.collect::<Vec<_>>().join(", ")
}

/// A word of the input, not longer than a message can bear.
pub(crate) fn shortened(word: &str) -> String {
    let whole: String = word.chars().take(60).collect();
    let dots = if whole.len() < word.len() { "..." } else { "" };
    let shown = whole.chars().map(|it| {
        if it.is_control() {
            it.escape_debug().to_string()
        } else {
            it.to_string()
        }
    });
    format!("{}{dots}", shown.collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbered(text: &str) -> Result<u64, String> {
        let shape = |place: &Place<'_>| place.members(&["n"])?.get("n")?.number();
        read_shape(text.as_bytes(), 100, shape).map_err(|it| format!("{}: {}", it.place, it.problem))
    }

    #[test]
    fn a_number_has_one_spelling() {
        for value in [0, 1, (1 << 53) - 1, 1 << 53, u64::MAX] {
            let text = object([("n", number(value))]).to_canonical();
            assert_eq!(numbered(&text), Ok(value), "{text}");
        }
        for odd in [
            "\"7\"",
            "-1",
            "\"9007199254740991\"",
            "\"18446744073709551616\"",
            "\"x\"",
            "null",
        ] {
            let found = numbered(&format!("{{\"n\":{odd}}}")).unwrap_err();
            assert!(found.starts_with("n: `"), "{found}");
        }
    }

    #[test]
    fn what_is_unknown_missing_or_too_much_is_refused_with_its_place() {
        assert_eq!(numbered("{}").unwrap_err(), ": no member `n`");
        assert_eq!(
            numbered("{\"m\":1,\"n\":1}").unwrap_err(),
            ": `m` is no member that is known here"
        );
        assert_eq!(numbered("[1]").unwrap_err(), ": `[1]` is not an object");
        assert_eq!(
            numbered("{\"n\":1} ").unwrap_err(),
            "byte 7: blank space between the parts"
        );
        assert!(
            numbered(&" ".repeat(101))
                .unwrap_err()
                .starts_with("byte 100: 101 bytes")
        );
    }
}
