//! What is shown of an entry, as JSON.
//!
//! A field is one of three objects, by how much of it is shown. A value stands as the text of its canonical
//! bytes, since those are what was hashed:
//!
//! ```json
//! {"name":"paused","salt":"...","value":"true"}
//! {"name":"why","value_hash":"..."}
//! {"field_hash":"..."}
//! ```
//!
//! It must not know whether it is what was committed to.

use super::{Body, Field, Reveal};
use crate::canonical::shape::{self, Place, object, read_shape};
use crate::canonical::{Misshapen, Value};

/// Of the members of a body, each at least six bytes long, there are never more.
const FIELDS_MAX: usize = Body::BYTES_MAX / 4;

impl Reveal {
    /// A reveal as JSON of more bytes is refused, so that nobody is made to read without end. A body of some
    /// ten thousand fields can be larger than that, and is shown as a whole.
    pub const JSON_BYTES_MAX: usize = 4 * Body::BYTES_MAX;

    /// Canonical JSON: `fields`, `index`, `received_ms`, `request`, `salt`.
    pub fn to_json(&self) -> String {
        self.to_value().to_canonical()
    }

    /// Reads what [`Reveal::to_json`] writes, and nothing else. What is shown is not verified by that.
    pub fn from_json(bytes: &[u8]) -> Result<Reveal, Misshapen> {
        read_shape(bytes, Self::JSON_BYTES_MAX, Reveal::of_shape)
    }

    pub(crate) fn to_value(&self) -> Value {
        object([
            (
                "fields",
                Value::Array(self.fields.iter().map(Field::to_value).collect()),
            ),
            ("index", shape::number(self.index)),
            ("received_ms", shape::number(self.received_ms)),
            ("request", shape::hash(self.request)),
            ("salt", shape::hash(self.salt)),
        ])
    }

    pub(crate) fn of_shape(place: &Place<'_>) -> Result<Reveal, Misshapen> {
        let members = place.members(&["fields", "index", "received_ms", "request", "salt"])?;
        let fields = members.get("fields")?.items(FIELDS_MAX)?;
        Ok(Reveal {
            index: members.get("index")?.number()?,
            received_ms: members.get("received_ms")?.number()?,
            salt: members.get("salt")?.hash()?,
            request: members.get("request")?.hash()?,
            fields: fields.iter().map(Field::of_shape).collect::<Result<_, _>>()?,
        })
    }
}

impl Field {
    fn to_value(&self) -> Value {
        match self {
            Field::Open { name, value, salt } => object([
                ("name", shape::text(name)),
                ("salt", shape::hash(*salt)),
                ("value", shape::text(value)),
            ]),
            Field::Withheld { name, value } => {
                object([("name", shape::text(name)), ("value_hash", shape::hash(*value))])
            }
            Field::Sealed { field } => object([("field_hash", shape::hash(*field))]),
        }
    }

    fn of_shape(place: &Place<'_>) -> Result<Field, Misshapen> {
        let names = place.object()?;
        if names.member("field_hash").is_some() {
            let field = place.members(&["field_hash"])?.get("field_hash")?.hash()?;
            return Ok(Field::Sealed { field });
        }
        if names.member("value_hash").is_some() {
            let members = place.members(&["name", "value_hash"])?;
            return Ok(Field::Withheld {
                name: members.get("name")?.text()?.to_owned(),
                value: members.get("value_hash")?.hash()?,
            });
        }
        let members = place.members(&["name", "salt", "value"])?;
        Ok(Field::Open {
            name: members.get("name")?.text()?.to_owned(),
            value: members.get("value")?.text()?.to_owned(),
            salt: members.get("salt")?.hash()?,
        })
    }
}
