//! JSON as it was read, with its strings where they stand in the text.
//!
//! It must not know what any member means.

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use std::borrow::Cow;
use std::fmt;

/// A value, and what it borrows from the text.
#[derive(Clone, Debug)]
pub(super) enum Json<'t> {
    Null,
    Bool(bool),
    Number(serde_json::Number),
    String(Cow<'t, str>),
    Array(Vec<Json<'t>>),
    Object(Members<'t>),
}

/// In the order of the text.
#[derive(Clone, Debug)]
pub(super) struct Members<'t>(Vec<(Cow<'t, str>, Json<'t>)>);

impl<'t> Json<'t> {
    pub(super) fn read(text: &'t str) -> Result<Json<'t>, serde_json::Error> {
        serde_json::from_str(text)
    }

    pub(super) fn text(&self) -> Option<&str> {
        match self {
            Json::String(text) => Some(text),
            _ => None,
        }
    }

    fn value(&self) -> serde_json::Value {
        match self {
            Json::Null => serde_json::Value::Null,
            Json::Bool(it) => (*it).into(),
            Json::Number(it) => it.clone().into(),
            Json::String(it) => it.as_ref().into(),
            Json::Array(items) => items.iter().map(Json::value).collect(),
            Json::Object(Members(members)) => {
                let members = members.iter().map(|(name, it)| (name.to_string(), it.value()));
                serde_json::Value::Object(members.collect())
            }
        }
    }
}

impl<'t> Members<'t> {
    /// Of a name that stands twice the last counts.
    pub(super) fn get(&self, name: &str) -> Option<&Json<'t>> {
        let found = self.0.iter().rev().find(|it| it.0 == name);
        found.map(|it| &it.1)
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|it| it.0.as_ref())
    }
}

/// As JSON.
impl fmt::Display for Json<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value().fmt(f)
    }
}

impl<'de: 't, 't> Deserialize<'de> for Json<'t> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Json<'t>, D::Error> {
        deserializer.deserialize_any(Reader)
    }
}

struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = Json<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Json<'de>, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E>(self, it: bool) -> Result<Json<'de>, E> {
        Ok(Json::Bool(it))
    }

    fn visit_u64<E>(self, it: u64) -> Result<Json<'de>, E> {
        Ok(Json::Number(it.into()))
    }

    fn visit_i64<E>(self, it: i64) -> Result<Json<'de>, E> {
        Ok(Json::Number(it.into()))
    }

    #[allow(
        clippy::disallowed_types,
        reason = "what has a fraction is handed over so, kept for the message that refuses it, and never counted with"
    )]
    fn visit_f64<E>(self, it: f64) -> Result<Json<'de>, E> {
        Ok(serde_json::Number::from_f64(it).map_or(Json::Null, Json::Number))
    }

    fn visit_borrowed_str<E>(self, it: &'de str) -> Result<Json<'de>, E> {
        Ok(Json::String(Cow::Borrowed(it)))
    }

    fn visit_str<E>(self, it: &str) -> Result<Json<'de>, E> {
        Ok(Json::String(Cow::Owned(it.to_owned())))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Json<'de>, A::Error> {
        let mut all = Vec::new();
        while let Some(item) = items.next_element()? {
            all.push(item);
        }
        Ok(Json::Array(all))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Json<'de>, A::Error> {
        let mut all = Vec::with_capacity(12);
        while let Some(name) = members.next_key::<Name<'de>>()? {
            all.push((name.0, members.next_value()?));
        }
        Ok(Json::Object(Members(all)))
    }
}

/// The name of a member: always a string.
struct Name<'t>(Cow<'t, str>);

impl<'de: 't, 't> Deserialize<'de> for Name<'t> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Name<'t>, D::Error> {
        match Json::deserialize(deserializer)? {
            Json::String(it) => Ok(Name(it)),
            _ => Err(serde::de::Error::custom("a name is a string")),
        }
    }
}
