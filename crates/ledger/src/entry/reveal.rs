//! Showing an entry, all of it or field by field. What is withheld is seen to be withheld.
//!
//! It must not know who may see what.

use super::{Body, Entry, Parts, commitment, field_hash, request, value_hash};
use crate::canonical;
use crate::hash::Hash;
use std::fmt;

/// How much of a field is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Show {
    /// Name and value.
    Open,
    /// The name; that there is a value is seen, and which it is not.
    Name,
    /// That there is a field.
    Nothing,
}

/// What somebody is shown of an entry, enough to compute its commitment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reveal {
    /// The number of entries before it.
    pub index: u64,
    /// Milliseconds since 1970.
    pub received_ms: u64,
    /// The salt of the entry.
    pub salt: Hash,
    /// Stands for the request key, which concerns sender and ledger alone.
    pub request: Hash,
    /// Every field of the body, in order.
    pub fields: Vec<Field>,
}

/// A field as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Field {
    /// Name, canonical bytes of the value, and the salt under which they were committed to.
    Open { name: String, value: String, salt: Hash },
    /// The name, and what stands for the value.
    Withheld { name: String, value: Hash },
    /// What stands for name and value.
    Sealed { field: Hash },
}

/// Why what is shown is not the entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Misshown {
    /// It is not what was committed to: something was changed, left out, added or put elsewhere.
    AnotherCommitment,
    /// It was committed to, and is no object: a value is not canonical JSON, or a name is out of order.
    NoBody { field: usize },
}

impl fmt::Display for Misshown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Misshown::AnotherCommitment => f.write_str("what is shown is not what was committed to"),
            Misshown::NoBody { field } => {
                write!(
                    f,
                    "field {field} is no canonical JSON, or its name is out of order"
                )
            }
        }
    }
}

impl std::error::Error for Misshown {}

impl Entry {
    /// Shows of each field as much as `show` says for its name.
    pub fn reveal(&self, show: impl Fn(&str) -> Show) -> Reveal {
        let fields = self.body.fields().map(|field| {
            let salt = self.secret.salt(2 + field.number);
            let (name, value) = (field.name.to_owned(), field.value);
            match show(&name) {
                Show::Open => Field::Open { name, value, salt },
                Show::Name => Field::Withheld {
                    value: value_hash(salt, &value),
                    name,
                },
                Show::Nothing => Field::Sealed {
                    field: field_hash(&name, value_hash(salt, &value)),
                },
            }
        });
        Reveal {
            index: self.index,
            received_ms: self.received_ms,
            salt: self.secret.salt(0),
            request: request(self.secret.salt(1), &self.request_key),
            fields: fields.collect(),
        }
    }
}

impl Reveal {
    /// Is this what was committed to?
    pub fn verify(&self, committed: Hash) -> Result<(), Misshown> {
        let parts = Parts {
            salt: self.salt,
            index: self.index,
            received_ms: self.received_ms,
            request: self.request,
            fields: self.fields.iter().map(Field::hash).collect(),
        };
        if commitment(&parts) != committed {
            return Err(Misshown::AnotherCommitment);
        }
        self.names_and_values()
    }

    /// The body, if every field is open; to be asked after [`Reveal::verify`].
    pub fn body(&self) -> Option<Body> {
        let members: Option<Vec<String>> = self.fields.iter().map(Field::member).collect();
        Body::read(format!("{{{}}}", members?.join(",")).as_bytes()).ok()
    }

    /// How many fields are not open.
    pub fn n_withheld(&self) -> usize {
        let is_open = |it: &&Field| matches!(it, Field::Open { .. });
        self.fields.len() - self.fields.iter().filter(is_open).count()
    }

    /// A ledger that commits to nonsense is found out, even when it shows it well.
    fn names_and_values(&self) -> Result<(), Misshown> {
        let mut last: Option<&str> = None;
        for (number, field) in self.fields.iter().enumerate() {
            let no_body = Misshown::NoBody { field: number };
            let name = field.name();
            if let (Some(last), Some(name)) = (last, name)
                && canonical::name_order(last, name).is_ge()
            {
                return Err(no_body);
            }
            if let Field::Open { value, .. } = field
                && canonical::read(value.as_bytes()).is_err()
            {
                return Err(no_body);
            }
            last = name.or(last);
        }
        Ok(())
    }
}

impl Field {
    pub(super) fn hash(&self) -> Hash {
        match self {
            Field::Open { name, value, salt } => field_hash(name, value_hash(*salt, value)),
            Field::Withheld { name, value } => field_hash(name, *value),
            Field::Sealed { field } => *field,
        }
    }

    fn name(&self) -> Option<&str> {
        match self {
            Field::Open { name, .. } | Field::Withheld { name, .. } => Some(name),
            Field::Sealed { .. } => None,
        }
    }

    fn member(&self) -> Option<String> {
        match self {
            Field::Open { name, value, .. } => {
                let name = canonical::Value::String(name.clone()).to_canonical();
                Some(format!("{name}:{value}"))
            }
            _ => None,
        }
    }
}
