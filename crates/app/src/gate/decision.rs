//! A decision: the strictest answer of all readings with its grounds, as it is recorded and as programs read it.
//!
//! The same entries give the same bytes. It must not know the clock.

use super::lines::Lines;
use super::{Cut, Mode};
use crate::moment::words;
use crate::problem::Problem;
use crate::words::evidence as say;
use holdpoint_gate::{Answer, Line, Verdict, openings};
use holdpoint_policy::model::{ActionId, Policy};
use holdpoint_policy::quantity::Date;
use holdpoint_policy::suggest::cure;
use serde::{Deserialize, Serialize};

/// The type of the predicate of a decision.
pub(crate) const DECISION: &str = "urn:holdpoint:decision:v1";

/// What was decided, and on which grounds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Decision {
    /// `proceed`, `pause` or `undecided`.
    pub answer: String,
    /// What was asked about.
    pub action: String,
    /// The model line.
    pub line: String,
    /// The moment that was asked about, in UTC.
    pub at: String,
    /// The number of entries of the ledger that it rests on.
    pub size: u64,
    /// The entry of the policy in force.
    pub policy_entry: u64,
    /// The reading under which the grounds are; absent if the policy leaves none open.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub reading: Option<String>,
    /// The clauses that stand against the action.
    pub grounds: Vec<GroundJson>,
    /// Evidence that would open under every reading, the smallest first; none if it is open, or if none would.
    pub openings: Vec<OpeningJson>,
    /// What ends a proceed.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub lease: Option<LeaseJson>,
    /// Entries of the line that could not be used, with the reason.
    pub unusable: Vec<String>,
    /// How strictly the answer is followed.
    pub mode: Mode,
    /// The entries by which approvers open the gate whatever the answer.
    pub overridden_by: Vec<u64>,
    /// The program and its version.
    pub engine: String,
}

/// A clause that stands against an action.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GroundJson {
    /// Its name.
    pub clause: String,
    /// Whether it bars: `true`, `torn`, `not known` or `in conflict`.
    pub bars: String,
    /// Its statement in the language.
    pub words: String,
    /// What makes it so.
    pub reasons: Vec<ReasonJson>,
}

/// One part of a clause's conditions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReasonJson {
    /// The part, as the language writes it.
    pub part: String,
    /// Whether it is so: `true`, `false`, `torn`, `not known` or `in conflict`.
    pub value: String,
    /// The entries that it rests on.
    pub entries: Vec<u64>,
    /// Who has not been heard for too long, where that is why it is not known.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub unheard: Option<String>,
}

/// What would open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OpeningJson {
    /// Each piece of evidence that is missing.
    pub needs: Vec<NeedJson>,
    /// An evaluation that indicates would have to say otherwise.
    pub overturns: bool,
}

/// One piece of evidence that is missing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NeedJson {
    /// What has to be recorded.
    pub what: String,
    /// By whom.
    pub by: String,
}

/// How long a proceed holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LeaseJson {
    /// The moment from which on it does not, if nothing more is recorded; absent if time alone does not end it within
    /// five years.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub until: Option<String>,
    /// The answer from then on.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub then: Option<String>,
    /// The clauses that stand against the action then.
    pub because: Vec<GroundJson>,
    /// What else ends it: compute that grows by so much after the last run of an evaluation.
    pub compute: Vec<String>,
    /// The entry of the revision that is in force from then on, if that is what ends it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub revision: Option<u64>,
}

impl LeaseJson {
    /// Under another policy nothing is promised.
    fn until_revision(self, entry: u64, from: Date) -> LeaseJson {
        let ends_before = self
            .until
            .as_deref()
            .and_then(Date::parse)
            .is_some_and(|it| it <= from);
        match ends_before {
            true => self,
            false => LeaseJson {
                until: Some(words(from)),
                then: None,
                because: Vec::new(),
                revision: Some(entry),
                ..self
            },
        }
    }
}

/// Ways to open that are told, at most.
const WAYS: usize = 3;

/// The action of that name.
pub(super) fn action(policy: &Policy, name: &str) -> Result<ActionId, Problem> {
    let names = || policy.actions.iter().map(|it| it.named.name.as_str());
    let found = names().position(|it| it == name).map(ActionId::from);
    found.ok_or_else(|| {
        Problem::new(
            format!("the policy in force has no action `{name}`"),
            cure(name, names()),
        )
    })
}

/// The strictest answer: a reading that pauses counts before one that leaves it undecided, and that before one that allows.
pub(super) fn decide(lines: &mut Lines, name: &str, cut: Cut, mode: &Mode) -> Result<Decision, Problem> {
    let action = action(&lines.in_force.encoding.base, name)?;
    let verdicts: Vec<Verdict> = lines
        .readings
        .iter_mut()
        .map(|it| it.verdict(action, cut.at).clone())
        .collect();
    let strictness = |it: &Verdict| match it.answer {
        Answer::Pause => 0,
        Answer::Undecided => 1,
        Answer::Proceed => 2,
    };
    let strictest = (0..verdicts.len())
        .min_by_key(|it| strictness(&verdicts[*it]))
        .unwrap_or(0);
    let verdict = &verdicts[strictest];
    let mut all: Vec<&mut Line> = lines.readings.iter_mut().collect();
    let openings = openings(&mut all, action, cut.at, WAYS);
    let lease = match verdict.answer {
        // The first to end counts.
        Answer::Proceed => (0..lines.readings.len())
            .filter_map(|it| Some((it, lines.readings[it].lease(action, cut.at)?)))
            .min_by_key(|(_, it)| (it.closing.is_none(), it.closing.as_ref().map(|it| it.at))),
        _ => None,
    };
    let policy = lines.readings[strictest].policy();
    let grounds = |grounds: &[holdpoint_gate::Ground], policy: &Policy| -> Vec<GroundJson> {
        grounds
            .iter()
            .map(|it| say::ground(policy, &lines.in_force.files, it))
            .collect()
    };
    let lease = lease.map(|(reading, it)| {
        let policy = lines.readings[reading].policy();
        LeaseJson {
            until: it.closing.as_ref().map(|it| words(it.at)),
            then: it.closing.as_ref().map(|it| say::answer(it.answer).to_owned()),
            because: it
                .closing
                .as_ref()
                .map_or(Vec::new(), |it| grounds(&it.grounds, policy)),
            compute: it
                .compute
                .iter()
                .map(|it| say::compute_clock(policy, it))
                .collect(),
            revision: None,
        }
    });
    let lease = match lines.next {
        Some((entry, from)) => lease.map(|it| it.until_revision(entry, from)),
        None => lease,
    };
    let is_open = lines.readings.len() > 1;
    Ok(Decision {
        answer: say::answer(verdict.answer).to_owned(),
        action: name.to_owned(),
        line: lines.name.clone(),
        at: words(cut.at),
        size: cut.size,
        policy_entry: lines.in_force.revision.entry,
        reading: is_open.then(|| lines.reading_words(strictest)),
        grounds: grounds(&verdict.grounds, policy),
        openings: openings.iter().map(|it| say::opening(policy, it)).collect(),
        lease,
        unusable: lines
            .unusable()
            .map(|it| it.to_string().replace('\n', "; "))
            .collect(),
        mode: mode.clone(),
        overridden_by: Vec::new(),
        engine: format!("holdpoint {}", env!("CARGO_PKG_VERSION")),
    })
}
