//! What an entry says, read under a policy: who says it, of when, and what happened; or why it cannot be used.
//!
//! It must not know how entries are kept, which other entries there are, or what follows.

mod json;
mod kind;
mod object;
mod owner;
#[cfg(test)]
mod tests;

pub use kind::KINDS;
pub(crate) use owner::owner;

use crate::standing::Statement;
use holdpoint_policy::model::{PartyId, Policy};
use holdpoint_policy::quantity::Date;
use holdpoint_policy::record::Happening;
use json::Json;
use num_bigint::BigUint;
use object::Object;
use std::fmt;

/// What the type of every statement of evidence (`predicateType`) begins with; then the kind and `:v1`.
pub const EVIDENCE: &str = "urn:holdpoint:evidence:";
const VERSION: &str = ":v1";

/// An entry as it is shown.
#[derive(Clone, Copy, Debug)]
pub struct Shown<'a> {
    /// Its index in the ledger.
    pub entry: u64,
    /// When it was received.
    pub received: Date,
    /// The JSON text of its body.
    pub text: &'a str,
}

/// What one entry says of a line.
#[derive(Clone, Debug, PartialEq)]
pub struct Evidence {
    /// Its index in the ledger.
    pub entry: u64,
    /// Who says so.
    pub by: PartyId,
    /// When it was received.
    pub received: Date,
    /// From when on it is so.
    pub from: Date,
    /// Until when the entry vouches for it.
    pub to: Option<Date>,
    /// What is so.
    pub says: Vec<Said>,
    /// Up to when the party vouches that it has recorded all that it has to.
    pub complete: Option<Complete>,
    /// What it does to an entry before it.
    pub correction: Option<Correction>,
}

/// One thing that an entry says.
#[derive(Clone, Debug, PartialEq)]
pub enum Said {
    /// It happened.
    Happened(Happening),
    /// Compute in absolute numbers (FLOP): relative to that of the first checkpoint of the line.
    Compute(BigUint),
}

/// That a party has recorded all that it has to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Complete {
    /// Up to when it looked.
    pub until: Date,
    /// Up to when it records every change before the change takes effect; not before `until`.
    pub holds_until: Date,
    /// How many entries of the line, of whoever, stand before this one.
    pub entries: u64,
}

/// What an entry does to one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Correction {
    /// What it says stands in the place of that entry, from when it is received.
    Supersedes(u64),
    /// That entry is vouched for no more, from when this one is received.
    Retracts(u64),
    /// The party says that the entry is not so.
    Disputes(u64),
}

/// What an entry is to a line.
#[derive(Clone, Debug, PartialEq)]
pub enum Reading {
    /// It says something of the line.
    Evidence(Evidence),
    /// It is about another line, or says nothing of a kind that is evidence.
    Elsewhere,
    /// It cannot be used, and nothing that it says counts.
    Unusable(Unusable),
}

/// Why an entry cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unusable {
    /// Its index in the ledger.
    pub entry: u64,
    /// Who says it, if that much can be read.
    pub by: Option<PartyId>,
    /// It is known to be about the line that was asked for.
    pub is_of_line: bool,
    /// The path of the member, as in `complete.until`.
    pub at: String,
    /// What is wrong with it.
    pub problem: String,
    /// What would mend it.
    pub cure: String,
}

impl fmt::Display for Unusable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Unusable {
            entry,
            at,
            problem,
            cure,
            ..
        } = self;
        write!(f, "entry {entry}, {at}: {problem}\nhelp: {cure}")
    }
}

/// What is wrong, and where; not yet in which entry.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Wrong {
    at: String,
    problem: String,
    cure: String,
}

/// Reads an entry as evidence about a model line.
pub fn read(policy: &Policy, line: &str, shown: Shown<'_>) -> Reading {
    let unusable = |by, is_of_line, wrong: Wrong| {
        Reading::Unusable(Unusable {
            entry: shown.entry,
            by,
            is_of_line,
            at: wrong.at,
            problem: wrong.problem,
            cure: wrong.cure,
        })
    };
    let json = match Json::read(shown.text) {
        Ok(json) => json,
        Err(error) => return unusable(None, false, object::not_json(&error)),
    };
    let Some(kind) = kind_of(&json) else {
        return Reading::Elsewhere;
    };
    let statement = match Object::statement(&json) {
        Ok(it) => it,
        Err(wrong) => return unusable(None, false, wrong),
    };
    match statement.text("line") {
        Ok(it) if it != line => return Reading::Elsewhere,
        Ok(_) => {}
        Err(wrong) => return unusable(None, false, wrong),
    }
    let by = match statement.named("by", "party", &policy.parties, |it| &it.named) {
        Ok(by) => by,
        Err(wrong) => return unusable(None, true, wrong),
    };
    match evidence(policy, kind, &statement, by, shown) {
        Ok(evidence) => Reading::Evidence(evidence),
        Err(wrong) => unusable(Some(by), true, wrong),
    }
}

/// Whether a predicate of this type says something that may bear on a line.
pub fn is_evidence(predicate_type: &str) -> bool {
    predicate_type.starts_with(EVIDENCE)
}

/// Which lines an entry is to, whatever the policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About<'a> {
    /// To every line it is [`Reading::Elsewhere`].
    Nothing,
    /// To every other line it is.
    Line(&'a str),
    /// It does not say which line it is about, and is unusable to every one.
    Every,
}

/// What [`read`] can come to, by the type of the predicate and the member `line` as far as they are strings.
pub fn about<'a>(predicate_type: Option<&str>, line: Option<&'a str>) -> About<'a> {
    match (predicate_type.is_some_and(is_evidence), line) {
        (false, _) => About::Nothing,
        (true, Some(line)) => About::Line(line),
        (true, None) => About::Every,
    }
}

/// The kind that the type of the predicate names; `None` of what is no evidence.
fn kind_of<'a>(json: &'a Json<'_>) -> Option<&'a str> {
    let Json::Object(members) = json else { return None };
    let kind = members.get("predicateType")?.text()?.strip_prefix(EVIDENCE)?;
    Some(kind.strip_suffix(VERSION).unwrap_or(kind))
}

fn evidence(
    policy: &Policy,
    kind: &str,
    statement: &Object<'_>,
    by: PartyId,
    shown: Shown<'_>,
) -> Result<Evidence, Wrong> {
    let told = kind::read(policy, kind, statement)?;
    let from = match told.day {
        Some(day) => day,
        None => statement.date("valid_from")?.unwrap_or(shown.received),
    };
    if from > shown.received {
        let (member, problem) = (
            told.day.map_or("valid_from", |_| "day"),
            "it speaks of a time after it was received",
        );
        return Err(statement.wrong(member, problem.to_owned(), "record it when it has come about"));
    }
    let to = statement.date("valid_to")?;
    if to.is_some_and(|to| to <= from) {
        let problem = "it ends before it begins".to_owned();
        return Err(statement.wrong("valid_to", problem, "write a later date, or leave it out"));
    }
    for said in &told.says {
        owner::may_say(policy, by, said).map_err(|why| statement.wrong("by", why.problem, &why.cure))?;
    }
    let complete = kind::complete(statement)?;
    let correction = correction(statement, told.correction, shown.entry)?;
    statement.nothing_else()?;
    Ok(Evidence {
        entry: shown.entry,
        by,
        received: shown.received,
        from,
        to,
        says: told.says,
        complete,
        correction,
    })
}

/// A kind that is a correction says so itself; any other may supersede an entry.
fn correction(
    statement: &Object<'_>,
    told: Option<Correction>,
    entry: u64,
) -> Result<Option<Correction>, Wrong> {
    let superseded = statement.number("supersedes")?.map(Correction::Supersedes);
    let correction = told.or(superseded);
    match correction {
        Some(it) if it.of() >= entry => {
            let member = if told.is_some() { "entry" } else { "supersedes" };
            let problem = format!("entry {} does not stand before it", it.of());
            Err(statement.wrong(member, problem, "name the entry that it corrects by its index"))
        }
        _ => Ok(correction),
    }
}

impl Correction {
    /// The entry that is corrected.
    pub fn of(self) -> u64 {
        match self {
            Correction::Supersedes(it) | Correction::Retracts(it) | Correction::Disputes(it) => it,
        }
    }
}

impl Said {
    /// As a statement, with what compute is relative to.
    pub(crate) fn statement(&self, baseline: Option<&BigUint>) -> Option<Statement> {
        let happening = match self {
            Said::Happened(it) => it.clone(),
            Said::Compute(now) => {
                let ratio = holdpoint_policy::record::Compute::ratio(now.clone(), baseline?.clone());
                Happening::Compute(ratio?)
            }
        };
        Some(Statement::Happened(happening))
    }
}
