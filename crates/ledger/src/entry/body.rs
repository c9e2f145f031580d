//! What was recorded: one canonical JSON object, whose members are the fields that can be shown one by one.
//!
//! It must not know what a field means.

use crate::canonical::{Object, Unreadable, Value, read};

/// The exact bytes, and the object that they spell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Body {
    text: String,
    object: Object,
}

/// One member of the object.
pub(super) struct Field<'a> {
    /// The first is 0.
    pub(super) number: u64,
    pub(super) name: &'a str,
    /// The canonical bytes.
    pub(super) value: String,
}

impl Body {
    /// At most so many bytes.
    pub const BYTES_MAX: usize = 1 << 20;

    /// Reads the canonical bytes of an object; anything else is refused with its place.
    pub fn read(bytes: &[u8]) -> Result<Body, Unreadable> {
        if bytes.len() > Self::BYTES_MAX {
            return Err(too_large(bytes.len()));
        }
        match read(bytes)? {
            Value::Object(object) => Ok(Body {
                text: String::from_utf8(bytes.to_vec()).expect("the reader has seen that it is UTF-8"),
                object,
            }),
            _ => Err(no_object()),
        }
    }

    /// The body that says nothing: what padding is made of.
    pub fn padding() -> Body {
        Body {
            text: "{}".to_owned(),
            object: Object::default(),
        }
    }

    /// What is stored, signed and hashed.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What the bytes spell.
    pub fn object(&self) -> &Object {
        &self.object
    }

    pub(super) fn fields(&self) -> impl Iterator<Item = Field<'_>> {
        (0..)
            .zip(self.object.members())
            .map(|(number, (name, value))| Field {
                number,
                name,
                value: value.to_canonical(),
            })
    }
}

fn too_large(n_bytes: usize) -> Unreadable {
    Unreadable {
        at: Body::BYTES_MAX,
        problem: format!("{n_bytes} bytes, of which a body has at most {}", Body::BYTES_MAX),
        cure: "keep the large part elsewhere, and record its hash",
    }
}

fn no_object() -> Unreadable {
    Unreadable {
        at: 0,
        problem: "a body that is no object".to_owned(),
        cure: "write `{\"name\":value}`, so that each field has a name",
    }
}
