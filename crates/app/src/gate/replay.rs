//! The use case `decision replay`: the same entries under the same policy have to give the same decision.

use super::Cut;
use super::decision::{DECISION, Decision};
use super::kept::KeptGate;
use crate::ledger::ledger_words;
use crate::outcome::Outcome;
use crate::problem::Problem;
use crate::record::{FRAME, from_serde};
use holdpoint_ledger::canonical::Value;
use holdpoint_policy::quantity::Date;
use std::path::PathBuf;

/// Makes a decision anew.
#[derive(Clone, Debug)]
pub struct ReplayDecision {
    /// The file of the ledger, or of a bundle of it.
    pub path: PathBuf,
    /// The file of the root keys; without it nobody looks at who signed.
    pub roots: Option<PathBuf>,
    /// Of a bundle: the ledger's public key.
    pub verifier: Option<String>,
    /// The entry of the decision.
    pub index: u64,
}

/// What came of it.
#[derive(Clone, Debug)]
pub struct Replayed {
    /// The decision on record.
    pub recorded: Decision,
    /// The members that come out otherwise now, each with what is recorded and what comes out.
    pub differences: Vec<(String, String, String)>,
    /// Faulty if there is a difference.
    pub outcome: Outcome,
}

impl ReplayDecision {
    /// Replays it.
    pub fn run(&self) -> Result<Replayed, Problem> {
        let mut gate = KeptGate::open(&self.path, self.verifier.as_deref(), self.roots.as_deref())?;
        let seen = gate.entries().seen(self.index..self.index + 1)?;
        let body = seen
            .first()
            .filter(|it| it.may_be(|it| it == DECISION))
            .and_then(|it| it.body.as_deref())
            .ok_or_else(|| {
                let message = format!("entry {} is no decision, or is not shown", self.index);
                Problem::new(
                    message,
                    format!(
                        "holdpoint ledger log {} lists the entries",
                        ledger_words(&self.path)
                    ),
                )
            })?;
        let members = body.object().members().iter();
        let said: Vec<(String, Value)> = members
            .filter(|it| !FRAME.contains(&it.0.as_str()))
            .cloned()
            .collect();
        let recorded = read(&said).map_err(|why| Problem::of(format!("entry {}: {why}", self.index)))?;
        let at = Date::parse(&recorded.at);
        let at =
            at.ok_or_else(|| Problem::of(format!("entry {}: `{}` is no date", self.index, recorded.at)))?;
        let cut = Cut {
            size: recorded.size,
            at,
        };
        if cut.size > self.index {
            let message = format!("entry {} says that it rests on {} entries", self.index, cut.size);
            return Err(Problem::of(format!("{message}, and there were {}", self.index)));
        }
        let again = gate.decide_at(cut, &recorded.action, &recorded.line, &recorded.mode)?;
        let differences = differences(&said, &from_serde(&again)?);
        Ok(Replayed {
            outcome: Outcome::fine_if(differences.is_empty()),
            recorded,
            differences,
        })
    }
}

fn read(members: &[(String, Value)]) -> Result<Decision, serde_json::Error> {
    let value = crate::record::object(members.iter().cloned());
    serde_json::from_str(&value.to_canonical())
}

fn differences(recorded: &[(String, Value)], again: &[(String, Value)]) -> Vec<(String, String, String)> {
    let text = |of: &[(String, Value)], name: &str| {
        let found = of.iter().find(|it| it.0 == name);
        found.map_or_else(|| "nothing".to_owned(), |it| it.1.to_canonical())
    };
    let mut names: Vec<&String> = recorded.iter().chain(again).map(|it| &it.0).collect();
    names.sort();
    names.dedup();
    let differing = names
        .into_iter()
        .filter(|it| text(recorded, it) != text(again, it));
    differing
        .map(|it| (it.clone(), text(recorded, it), text(again, it)))
        .collect()
}
