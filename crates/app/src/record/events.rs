//! The use case of recording what another system tells: each statement under a name of its sender's, so that what is told twice
//! is stored once, also where the ledger put in the time or a count.
//!
//! It must not know what a kind means.

use super::frame::Framed;
use super::{FRAME, RecordStatements, Recorded};
use crate::problem::Problem;
use holdpoint_ledger::store::AppendError;
use holdpoint_ledger::{Body, Hash, Receipt, RequestKey, Store};

/// Records statements that have names.
#[derive(Clone, Debug)]
pub struct RecordEvents {
    /// What is told.
    pub statements: RecordStatements,
    /// For each statement, who sends it and how that sender calls it: no two statements share both.
    pub names: Vec<(String, String)>,
}

/// Why nothing was recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotRecorded {
    /// It is wrong, and will be when it is sent again.
    Wrong(Problem),
    /// The ledger could not take it; it may be sent again.
    Later(Problem),
}

impl RecordEvents {
    /// Records all or nothing. What stands there under the same name is left as it is, if it says the same.
    pub fn run(&self) -> Result<Recorded, NotRecorded> {
        let keys: Vec<RequestKey> = self.names.iter().map(key).collect();
        self.statements.recorded(&keys)
    }
}

fn key((source, id): &(String, String)) -> RequestKey {
    let hash = Hash::of(&[source.as_bytes(), b"\0", id.as_bytes()]);
    RequestKey::new(&format!("event:{hash}")).expect("it is short and plain")
}

impl Framed {
    /// The receipt of what stands there under the name that the sender gave; a problem if that says something else.
    pub(super) fn known(&self, store: &dyn Store) -> Result<Option<Receipt>, Problem> {
        let Some(request) = &self.request else {
            return Ok(None);
        };
        let Some(receipt) = store.receipt(request).map_err(Problem::of)? else {
            return Ok(None);
        };
        let entries = store
            .entries(receipt.index..receipt.index + 1)
            .map_err(Problem::of)?;
        match entries.first().is_some_and(|it| self.is_said_by(&it.body)) {
            true => Ok(Some(receipt)),
            false => Err(Problem::new(
                format!(
                    "entry {} has the same source and id, and says something else",
                    receipt.index
                ),
                "give every event an id of its own",
            )),
        }
    }

    /// But for what the ledger puts in: the time, a count, and the frame around it.
    fn is_said_by(&self, body: &Body) -> bool {
        let stored = body.object().members();
        let is_sent =
            |name: &str| name == "predicateType" || (name != "valid_from" && !FRAME.contains(&name));
        let all = stored.iter().chain(self.members()).map(|it| it.0.as_str());
        all.filter(|it| is_sent(it)).all(|name| {
            let value = |of: &[(String, holdpoint_ledger::canonical::Value)]| {
                of.iter().find(|it| it.0 == name).map(|it| it.1.to_canonical())
            };
            match name {
                "complete" => Framed::sent(stored, name) == Framed::sent(self.members(), name),
                _ => value(stored) == value(self.members()),
            }
        })
    }
}

impl From<Problem> for NotRecorded {
    fn from(problem: Problem) -> NotRecorded {
        NotRecorded::Wrong(problem)
    }
}

impl From<AppendError> for NotRecorded {
    fn from(why: AppendError) -> NotRecorded {
        let problem = Problem::of(&why);
        match why {
            AppendError::KeyTaken { .. } | AppendError::Refused { .. } => NotRecorded::Wrong(problem),
            AppendError::NotStored { .. } | AppendError::Unsure { .. } => NotRecorded::Later(problem),
        }
    }
}

impl From<NotRecorded> for Problem {
    fn from(why: NotRecorded) -> Problem {
        match why {
            NotRecorded::Wrong(it) | NotRecorded::Later(it) => it,
        }
    }
}
