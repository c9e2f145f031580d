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

const SPEAKS_FOR: &str = "speaks_for";
/// Parties for which one key speaks, at most.
const PARTIES_MAX: usize = 100;

/// What happens to a key.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(
    clippy::large_enum_variant,
    reason = "they are read one at a time, and none is kept"
)]
pub enum KeyEvent {
    /// It may sign in that role, from the next entry on. It never had another role.
    Add {
        key: Verifier,
        role: Role,
        /// The parties whose statements count under its signature, each once; of a `log` or `root` key none.
        speaks_for: Vec<String>,
    },
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
            KeyEvent::Add {
                key,
                role,
                speaks_for,
            } => {
                let (action, key) = (shape::text("add"), shape::text(&key.to_string()));
                let role = shape::text(role.name());
                // Without parties the bytes are those from before there were any.
                match speaks_for.is_empty() {
                    true => shape::object([("action", action), ("key", key), ("role", role)]),
                    false => shape::object([
                        ("action", action),
                        ("key", key),
                        ("role", role),
                        (
                            SPEAKS_FOR,
                            Value::Array(speaks_for.iter().map(|it| shape::text(it)).collect()),
                        ),
                    ]),
                }
            }
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
        .members(&["action", "from", "key", "key_id", "role", SPEAKS_FOR])?
        .get("action")?;
    match action.text()? {
        "add" => {
            let members = place.members(&["action", "key", "role", SPEAKS_FOR])?;
            let role = members.get("role")?;
            let named = Role::named(role.text()?);
            let named = named.ok_or_else(|| role.wrong(&format!("one of the roles {}", Role::words())))?;
            Ok(KeyEvent::Add {
                key: verifier(&members.get("key")?)?,
                role: named,
                speaks_for: match members.find(SPEAKS_FOR) {
                    Some(it) => parties(&it, named)?,
                    None => Vec::new(),
                },
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

/// Nobody is said by leaving the member out, so that there is one way to say it.
fn parties(place: &Place<'_>, role: Role) -> Result<Vec<String>, Misshapen> {
    let items = place.items(PARTIES_MAX)?;
    if items.is_empty() {
        let problem = "`[]` names no party".to_owned();
        return Err(place.misshapen(problem, "leave the member out: the key speaks for nobody then"));
    }
    if matches!(role, Role::Log | Role::Root) {
        let problem = format!("a key with the role `{role}` speaks for no party");
        return Err(place.misshapen(problem, "leave the member out, or give the key another role"));
    }
    let mut parties: Vec<String> = Vec::new();
    for item in items {
        let party = item.text()?;
        if party.is_empty() {
            return Err(item.wrong("the name of a party"));
        }
        if parties.iter().any(|it| it == party) {
            let problem = format!("`{}` is named twice", shape::shortened(party));
            return Err(item.misshapen(problem, "keep one of the two"));
        }
        parties.push(party.to_owned());
    }
    Ok(parties)
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
