//! What is recorded, as an in-toto statement: the frame around the members of its kind.
//!
//! It must not know what a kind means.

use super::RecordStatements;
use crate::gate::revision::Revision;
use crate::moment;
use crate::problem::Problem;
use holdpoint_gate::evidence::{EVIDENCE, KINDS};
use holdpoint_ledger::attestation::STATEMENT_TYPE;
use holdpoint_ledger::canonical::{Integer, Object, Value};
use holdpoint_ledger::{Hash, RequestKey, Role};
use holdpoint_policy::quantity::Date;
use holdpoint_policy::suggest::cure;

/// A statement about a model line.
#[derive(Clone, Debug)]
pub(super) struct Framed {
    pub(super) kind: String,
    pub(super) line: String,
    /// What its sender calls it, if that is not what it says.
    pub(super) request: Option<RequestKey>,
    members: Vec<(String, Value)>,
}

/// An object, its canonical bytes and their hash.
#[derive(Clone, Debug)]
pub(crate) struct Written {
    pub(crate) object: Object,
    pub(crate) text: String,
    pub(crate) hash: String,
}

/// What the ledger itself puts around a statement.
pub(crate) const FRAME: [&str; 5] = ["_type", "predicateType", "role", "signatures", "subject"];

/// Frames what was written down: `kind` becomes the type of the predicate, what is missing and was given with the call is
/// put in.
pub(super) fn statement(
    written: Object,
    call: &RecordStatements,
    now: Date,
    policy: &Revision,
    role: Role,
) -> Result<Framed, Problem> {
    let mut members = written.members().to_vec();
    let kind = take_text(&mut members, "kind")?.ok_or_else(|| {
        Problem::new(
            "there is no member `kind`",
            format!("the kinds are {}", KINDS.join(", ")),
        )
    })?;
    if !KINDS.contains(&kind.as_str()) {
        let message = format!("there is no kind of evidence `{kind}`");
        return Err(Problem::new(message, cure(&kind, KINDS)));
    }
    if let Some((name, _)) = members.iter().find(|it| FRAME.contains(&it.0.as_str())) {
        let message = format!("`{name}` is the ledger's own member");
        return Err(Problem::new(message, "leave it out"));
    }
    for (name, given) in [("by", &call.by), ("line", &call.line)] {
        put_if_missing(&mut members, name, given.as_deref());
    }
    // Once recorded it must not depend on the clock of whoever reads it.
    if kind != "status-period" {
        put_if_missing(&mut members, "valid_from", Some(&moment::words(now)));
    }
    let line = members.iter().find_map(|(name, value)| match value {
        Value::String(text) if name == "line" => Some(text.clone()),
        _ => None,
    });
    let line = line.ok_or_else(|| {
        Problem::new(
            "there is no member `line`",
            "name the model line that it is about, or give --model",
        )
    })?;
    members.extend(frame(&format!("{EVIDENCE}{kind}:v1"), policy, role));
    Ok(Framed {
        kind,
        line,
        request: None,
        members,
    })
}

/// What every statement of ours has beside what it says; its subject is the text in which its names have their meaning.
pub(crate) fn frame(predicate_type: &str, policy: &Revision, role: Role) -> [(String, Value); 4] {
    frame_of(predicate_type, &policy.name, &policy.sha256, role)
}

pub(crate) fn frame_of(predicate_type: &str, name: &str, sha256: &str, role: Role) -> [(String, Value); 4] {
    let digest = object([("sha256".to_owned(), text(sha256))]);
    let subject = object([("digest".to_owned(), digest), ("name".to_owned(), text(name))]);
    [
        ("_type".to_owned(), text(STATEMENT_TYPE)),
        ("predicateType".to_owned(), text(predicate_type)),
        ("role".to_owned(), text(role.name())),
        ("subject".to_owned(), Value::Array(vec![subject])),
    ]
}

pub(crate) fn text(it: &str) -> Value {
    Value::String(it.to_owned())
}

/// INVARIANT of the caller: the names differ.
pub(crate) fn object(members: impl IntoIterator<Item = (String, Value)>) -> Value {
    let object = Object::new(members.into_iter().collect());
    Value::Object(object.expect("the names differ"))
}

fn take_text(members: &mut Vec<(String, Value)>, name: &str) -> Result<Option<String>, Problem> {
    let Some(position) = members.iter().position(|it| it.0 == name) else {
        return Ok(None);
    };
    match members.remove(position).1 {
        Value::String(text) => Ok(Some(text)),
        other => {
            let message = format!("`{name}` is `{}`, which is no string", other.to_canonical());
            Err(Problem::new(message, "write a string"))
        }
    }
}

fn put_if_missing(members: &mut Vec<(String, Value)>, name: &str, given: Option<&str>) {
    let Some(given) = given else { return };
    if members.iter().all(|it| it.0 != name) {
        members.push((name.to_owned(), text(given)));
    }
}

impl Framed {
    /// A party that vouches says of how many entries of the line; whoever leaves it to the ledger gets what is there.
    pub(super) fn count(&mut self, n_entries: u64) -> Result<(), Problem> {
        let complete = self.members.iter_mut().find(|it| it.0 == "complete");
        let Some((_, Value::Object(inner))) = complete else {
            return Ok(());
        };
        if inner.member("entries").is_some() {
            return Ok(());
        }
        let count = i64::try_from(n_entries).ok().and_then(Integer::new);
        let count = count.ok_or_else(|| Problem::of("there are too many entries to be counted"))?;
        let mut members = inner.members().to_vec();
        members.push(("entries".to_owned(), Value::Integer(count)));
        *inner = Object::new(members).expect("it had no such member");
        Ok(())
    }

    /// The texts of it, without the frame.
    pub(super) fn says(&self) -> String {
        let frame = ["_type", "predicateType", "role", "by", "line", "valid_from"];
        let said = self.members.iter().filter(|it| !frame.contains(&it.0.as_str()));
        let texts = said.filter_map(|(name, value)| match value {
            Value::String(text) => Some(format!("{name} {text}")),
            _ => None,
        });
        texts.collect::<Vec<_>>().join(", ")
    }

    /// What it is stored under.
    pub(super) fn request_key(&self, written: &Written) -> RequestKey {
        self.request
            .clone()
            .unwrap_or_else(|| super::request_key(written))
    }

    /// The members that its sender gave it; of `complete` all but the count, which may be the ledger's.
    pub(super) fn sent<'m>(members: &'m [(String, Value)], name: &str) -> Option<Vec<&'m (String, Value)>> {
        let value = &members.iter().find(|it| it.0 == name)?.1;
        let Value::Object(inner) = value else { return None };
        Some(inner.members().iter().filter(|it| it.0 != "entries").collect())
    }

    /// The text of a member.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.members.iter().find_map(|(of, value)| match value {
            Value::String(text) if of == name => Some(text.as_str()),
            _ => None,
        })
    }

    pub(super) fn members(&self) -> &[(String, Value)] {
        &self.members
    }

    pub(super) fn object(&self) -> Result<Written, Problem> {
        Written::new(self.members.clone())
    }
}

impl Written {
    /// What is said, of these members.
    pub(crate) fn new(members: Vec<(String, Value)>) -> Result<Written, Problem> {
        let object =
            Object::new(members).map_err(|twice| Problem::of(format!("a second member `{}`", twice.0)))?;
        let text = Value::Object(object.clone()).to_canonical();
        let hash = Hash::of(&[text.as_bytes()]).to_string();
        Ok(Written { object, text, hash })
    }
}
