//! One finding: its target, its state, and what was observed.
//!
//! It must not know the other findings.

use super::{earlier, instant, word};
use crate::controls::{ControlState, ControlStatus};
use crate::json::{View, Want};
use crate::refusal::{Reason, Refusal};
use std::collections::BTreeMap;

pub(super) const OBSERVATION: Want = Want::Members(&[
    ("uuid", &Want::All),
    ("collected", &Want::All),
    ("expires", &Want::All),
]);

pub(super) const FINDING: Want = Want::Members(&[
    ("uuid", &Want::All),
    (
        "target",
        &Want::MembersAnd(&[("status", &Want::All)], &Want::Plain),
    ),
    ("related-observations", &Want::Each(&Want::All)),
]);

const OBSERVATION_MEMBERS: [&str; 13] = [
    "uuid",
    "title",
    "description",
    "props",
    "links",
    "methods",
    "types",
    "origins",
    "subjects",
    "relevant-evidence",
    "collected",
    "expires",
    "remarks",
];
const FINDING_MEMBERS: [&str; 12] = [
    "uuid",
    "title",
    "description",
    "props",
    "links",
    "origins",
    "target",
    "implementation-statement-uuid",
    "related-observations",
    "associated-risks",
    "related-risks",
    "remarks",
];
const TARGET_MEMBERS: [&str; 9] = [
    "type",
    "target-id",
    "title",
    "description",
    "props",
    "links",
    "status",
    "implementation-status",
    "remarks",
];
const STATES: [(&str, ControlState); 2] = [
    ("satisfied", ControlState::Satisfied),
    ("not-satisfied", ControlState::NotSatisfied),
];

/// What was seen, and for how long it counts.
pub(super) struct Observation<'d> {
    expires: Option<&'d str>,
}

pub(super) fn observation<'d>(view: View<'d, '_>) -> Result<Observation<'d>, Refusal> {
    view.only(&OBSERVATION_MEMBERS)?;
    let collected = instant(view.member("collected")?)?;
    let expires = view
        .optional("expires")?
        .map(|it| Ok::<_, Refusal>((it, instant(it)?)))
        .transpose()?;
    match expires {
        Some((view, expires)) if earlier(expires, collected) => {
            let problem = format!("it expires at `{expires}`, before it was collected at `{collected}`");
            Err(view.refuse(
                Reason::Contradicts,
                problem,
                "have the assessor mend the document",
            ))
        }
        _ => Ok(Observation {
            expires: expires.map(|it| it.1),
        }),
    }
}

pub(super) fn finding(
    view: View<'_, '_>,
    assessed: &str,
    observations: &BTreeMap<&str, Observation<'_>>,
) -> Result<ControlStatus, Refusal> {
    view.only(&FINDING_MEMBERS)?;
    let target = view.member("target")?;
    target.only(&TARGET_MEMBERS)?;
    word(
        target.member("type")?,
        "kind of target",
        &[("statement-id", ()), ("objective-id", ())],
    )?;
    let status = target.member("status")?;
    status.only(&["state", "reason", "remarks"])?;
    let state = word(status.member("state")?, "state of an objective", &STATES)?;
    let reason = status.optional("reason")?;
    if let Some(reason) = reason {
        same_way(reason, state)?;
    }
    let seen = seen(view, observations)?;
    let nothing = seen.is_empty().then(|| "it rests on no observation".to_owned());
    Ok(ControlStatus {
        control: target.member("target-id")?.text()?.to_owned(),
        state,
        reason: reason.map(|it| it.text()).transpose()?.map(str::to_owned),
        assessed: assessed.to_owned(),
        assessor: None,
        expires: first_to_expire(&seen).map(str::to_owned),
        entry: view.member("uuid")?.text()?.to_owned(),
        remarks: nothing.into_iter().collect(),
    })
}

fn first_to_expire<'d>(seen: &[&Observation<'d>]) -> Option<&'d str> {
    let all = seen.iter().filter_map(|it| it.expires);
    all.reduce(|left, right| if earlier(right, left) { right } else { left })
}

/// A reason of `pass` for what is not satisfied, or of `fail` for what is.
fn same_way(reason: View<'_, '_>, state: ControlState) -> Result<(), Refusal> {
    let said = reason.text()?;
    let other = match state {
        ControlState::Satisfied => "fail",
        _ => "pass",
    };
    if said != other {
        return Ok(());
    }
    let problem = format!("the reason `{said}` for the opposite state");
    Err(reason.refuse(
        Reason::Contradicts,
        problem,
        "have the assessor mend the document",
    ))
}

fn seen<'o, 'd>(
    finding: View<'_, '_>,
    observations: &'o BTreeMap<&str, Observation<'d>>,
) -> Result<Vec<&'o Observation<'d>>, Refusal> {
    let Some(related) = finding.optional("related-observations")? else {
        return Ok(Vec::new());
    };
    let related = related.items()?.into_iter().map(|it| {
        let uuid = it.member("observation-uuid")?;
        observations.get(uuid.text()?).ok_or_else(|| {
            let problem = format!(
                "it rests on the observation `{}`, which is not in the result",
                uuid.text().unwrap_or_default()
            );
            uuid.refuse(
                Reason::Missing,
                problem,
                "send the document with its observations",
            )
        })
    });
    related.collect()
}
