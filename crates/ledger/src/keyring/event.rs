//! Key events: entries that add, retire and revoke keys.
//!
//! It must not know who may sign them.

use super::Role;
use crate::attestation::{Attestation, KeyId, STATEMENT_TYPE};
use crate::canonical::shape::{self, Place};
use crate::canonical::{Misshapen, Object, Value};
use crate::note::{Algorithm, Verifier};

/// The type of the predicate.
pub const KEY_EVENT: &str = "urn:holdpoint:key-event:v1";

/// What happens to a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeyEvent {
    /// It may sign in that role, from the next entry on. It never had another role.
    Add { key: Verifier, role: Role },
    /// It signs nothing behind this entry; what it signed stays good.
    Retire { key: KeyId },
    /// Nothing that it signed counts from entry `from` on, which is this one or one before it.
    Revoke { key: KeyId, from: u64 },
}

impl KeyEvent {
    /// The event that an attestation is; `None` if it is something else.
    pub fn read(attestation: &Attestation) -> Result<Option<KeyEvent>, Misshapen> {
        if attestation.predicate_type() != KEY_EVENT {
            return Ok(None);
        }
        let value = Value::Object(attestation.said().clone());
        let whole = Place::whole(&value);
        let predicate = attestation.said().member("predicate");
        let predicate =
            predicate.ok_or_else(|| whole.misshapen("no member `predicate`".to_owned(), "add it"))?;
        event(&whole.inside("predicate", predicate)).map(Some)
    }

    /// The attestation of it, to be signed by root keys.
    pub fn attestation(&self) -> Attestation {
        let subject = shape::object([("digest", shape::object([("sha256", self.key().to_value())]))]);
        let said = shape::object([
            ("_type", shape::text(STATEMENT_TYPE)),
            ("predicate", self.predicate()),
            ("predicateType", shape::text(KEY_EVENT)),
            ("role", shape::text(Role::Root.name())),
            ("subject", Value::Array(vec![subject])),
        ]);
        let said = match said {
            Value::Object(said) => said,
            _ => Object::default(),
        };
        Attestation::new(said).expect("it has all that a statement has")
    }

    /// The key that it is about.
    pub fn key(&self) -> KeyId {
        match self {
            KeyEvent::Add { key, .. } => key.key_id(),
            KeyEvent::Retire { key } | KeyEvent::Revoke { key, .. } => *key,
        }
    }

    fn predicate(&self) -> Value {
        match self {
            KeyEvent::Add { key, role } => shape::object([
                ("action", shape::text("add")),
                ("key", shape::text(&key.to_string())),
                ("role", shape::text(role.name())),
            ]),
            KeyEvent::Retire { key } => {
                shape::object([("action", shape::text("retire")), ("key_id", key.to_value())])
            }
            KeyEvent::Revoke { key, from } => shape::object([
                ("action", shape::text("revoke")),
                ("from", shape::number(*from)),
                ("key_id", key.to_value()),
            ]),
        }
    }
}

fn event(place: &Place<'_>) -> Result<KeyEvent, Misshapen> {
    let action = place
        .members(&["action", "from", "key", "key_id", "role"])?
        .get("action")?;
    match action.text()? {
        "add" => {
            let members = place.members(&["action", "key", "role"])?;
            let role = members.get("role")?;
            let named = Role::named(role.text()?);
            Ok(KeyEvent::Add {
                key: verifier(&members.get("key")?)?,
                role: named.ok_or_else(|| role.wrong(&format!("one of the roles {}", Role::words())))?,
            })
        }
        "retire" => Ok(KeyEvent::Retire {
            key: KeyId::read(&place.members(&["action", "key_id"])?.get("key_id")?)?,
        }),
        "revoke" => {
            let members = place.members(&["action", "from", "key_id"])?;
            Ok(KeyEvent::Revoke {
                key: KeyId::read(&members.get("key_id")?)?,
                from: members.get("from")?.number()?,
            })
        }
        _ => Err(action.wrong("one of `add`, `retire`, `revoke`")),
    }
}

fn verifier(place: &Place<'_>) -> Result<Verifier, Misshapen> {
    let key = Verifier::parse(place.text()?).map_err(|it| place.misshapen(it.problem, it.cure))?;
    if key.algorithm() != Algorithm::Ed25519 {
        let problem = format!("`{}` is the key of a cosigner", key.name());
        return Err(place.misshapen(
            problem,
            "name witnesses in a trust policy; here keys sign entries",
        ));
    }
    Ok(key)
}
