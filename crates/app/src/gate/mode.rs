//! What a deployment makes of an answer: nothing that the policy says, and never the answer itself.
//!
//! It must not know how an answer comes about.

use super::Cut;
use super::contents::Contents;
use crate::ledger::{Entries, read_key};
use crate::moment::{self, words};
use crate::problem::Problem;
use crate::record::{Written, append, frame_of, text};
use holdpoint_ledger::note::Verifier;
use holdpoint_ledger::{Attestation, Body};
use holdpoint_policy::quantity::Date;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// How strictly an answer is followed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "is", deny_unknown_fields)]
pub enum Mode {
    /// Only proceed opens.
    #[default]
    Absolute,
    /// Whatever the answer, work goes on; the answer is on record.
    WatchOnly,
    /// Two of these keys may open what is shut, each with a reason and until a date.
    Overridable {
        /// Public keys, `NAME+ID+KEY`.
        approvers: Vec<String>,
    },
}

/// The type of the predicate of an override.
pub(crate) const OVERRIDE: &str = "urn:holdpoint:override:v1";
/// Approvers that have to agree.
const APPROVERS: usize = 2;

/// Somebody's signed reason why an action may go on though the gate is shut.
#[derive(Clone, Debug)]
pub struct OverrideGate {
    /// The file of the ledger.
    pub path: PathBuf,
    /// The file of the root keys; without it nobody looks at who signed.
    pub roots: Option<PathBuf>,
    /// The action.
    pub action: String,
    /// The model line.
    pub line: String,
    /// Why.
    pub reason: String,
    /// Until when.
    pub until: Date,
    /// The file of the approver's secret key.
    pub key: PathBuf,
    /// What to go by instead of the clock.
    pub now: Option<Date>,
}

impl OverrideGate {
    /// Puts it on record; gives the entry.
    pub fn run(&self) -> Result<u64, Problem> {
        let (store, contents) = Contents::of_ledger(&self.path, self.roots.as_deref())?;
        let key = read_key(&self.key)?;
        let now_ms = moment::now_ms(self.now)?;
        let now = moment::date(now_ms);
        if self.until <= now {
            let message = format!("it would end at {}, which has passed", words(self.until));
            return Err(Problem::new(message, "name a later date"));
        }
        if self.reason.trim().is_empty() {
            return Err(Problem::new(
                "there is no reason",
                "say why in words that can be held against you",
            ));
        }
        let said = [
            ("action", self.action.clone()),
            ("line", self.line.clone()),
            ("reason", self.reason.clone()),
            ("until", words(self.until)),
            ("from", words(now)),
        ];
        let mut members: Vec<_> = said
            .iter()
            .map(|(name, it)| ((*name).to_owned(), text(it)))
            .collect();
        let digest = holdpoint_ledger::Hash::of(&[self.line.as_bytes()]).to_string();
        members.extend(frame_of(OVERRIDE, &self.line, &digest, contents.role(Some(&key))));
        let body = Written::new(members)?;
        Ok(append(&*store, &body, Some(&key), now_ms)?.index)
    }
}

#[derive(Deserialize)]
struct Override {
    action: String,
    line: String,
    until: String,
}

impl Mode {
    /// With these approvers, of whom two have to agree.
    pub fn overridable(approvers: Vec<String>) -> Result<Mode, Problem> {
        let n = told_apart(&approvers)?.len();
        match n >= APPROVERS {
            true => Ok(Mode::Overridable { approvers }),
            false => Err(Problem::new(
                format!("an override takes {APPROVERS} approvers, and {n} can be told apart"),
                "name the public key of each with --approver",
            )),
        }
    }

    /// The entries by which enough approvers open the gate; none if they do not.
    pub(super) fn overriding(
        &self,
        entries: &dyn Entries,
        contents: &Contents,
        cut: Cut,
        (action, line): (&str, &str),
    ) -> Result<Vec<u64>, Problem> {
        let Mode::Overridable { approvers } = self else {
            return Ok(Vec::new());
        };
        let keys = told_apart(approvers)?;
        let mut found: Vec<Option<u64>> = vec![None; keys.len()];
        for index in contents.overrides(cut.size) {
            let seen = entries.seen(*index..index + 1)?;
            let body = seen.first().and_then(|it| it.body.as_deref());
            let body = body.filter(|it| opens(it, cut.at, action, line));
            let attestation = body.and_then(|it| Attestation::read(it).ok().flatten());
            let Some(attestation) = attestation else { continue };
            for (key, found) in keys.iter().zip(&mut found) {
                let keyring = contents.keyring(cut.size);
                let may =
                    keyring.is_none_or(|it| it.may_sign(key.key_id(), attestation.role(), *index).is_ok());
                if may && attestation.is_signed_by(key) == Some(true) {
                    *found = Some(*index);
                }
            }
        }
        if found.iter().flatten().count() < APPROVERS {
            return Ok(Vec::new());
        }
        let mut overriding: Vec<u64> = found.into_iter().flatten().collect();
        overriding.sort_unstable();
        // Two may have signed one entry.
        overriding.dedup();
        Ok(overriding)
    }
}

/// Every key once, however often it is named.
fn told_apart(approvers: &[String]) -> Result<Vec<Verifier>, Problem> {
    let mut keys: Vec<Verifier> = Vec::new();
    for approver in approvers {
        let key = Verifier::parse(approver).map_err(Problem::of)?;
        if keys.iter().all(|it| it.key_id() != key.key_id()) {
            keys.push(key);
        }
    }
    Ok(keys)
}

fn opens(body: &Body, at: Date, action: &str, line: &str) -> bool {
    let said: Result<Override, _> = serde_json::from_str(body.text());
    said.is_ok_and(|it| {
        it.action == action && it.line == line && Date::parse(&it.until).is_some_and(|until| at < until)
    })
}
