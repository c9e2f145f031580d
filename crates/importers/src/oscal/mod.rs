//! Assessment results of OSCAL 1: findings, and the observations that they rest on.
//!
//! It must not know policies.

mod finding;
#[cfg(test)]
mod tests;

use crate::controls::{ControlState, ControlStatus, is_instant};
use crate::json::{Source, View, Want, did_you_mean, read as read_json};
use crate::measurement::Record;
use crate::refusal::{Reason, Refusal};
use finding::{FINDING, OBSERVATION, Observation, finding};
use std::collections::BTreeMap;

const DOCUMENT: Want = Want::Members(&[(
    "assessment-results",
    &Want::Members(&[
        ("uuid", &Want::All),
        ("metadata", &Want::Members(&[("oscal-version", &Want::All)])),
        ("import-ap", &Want::Plain),
        ("results", &Want::Each(&RESULT)),
    ]),
)]);

const RESULT: Want = Want::Members(&[
    ("uuid", &Want::All),
    ("title", &Want::All),
    ("start", &Want::All),
    ("end", &Want::All),
    ("observations", &Want::Each(&OBSERVATION)),
    ("findings", &Want::Each(&FINDING)),
]);

const RESULT_MEMBERS: [&str; 14] = [
    "uuid",
    "title",
    "description",
    "start",
    "end",
    "props",
    "links",
    "local-definitions",
    "reviewed-controls",
    "attestations",
    "assessment-log",
    "observations",
    "risks",
    "findings",
];

/// Reads the findings of all results, in their order. What has no finding is not in what comes back: absence says
/// nothing either way.
///
/// # Errors
/// If a member is unknown or missing, a state or an instant is none, a finding rests on an observation that is not
/// there, or two findings of one result say opposite things of one target.
pub fn read(record: Record<'_>) -> Result<Vec<ControlStatus>, Refusal> {
    let source = Source::of_bytes(record.file, None, record.bytes)?;
    let node = read_json(&source, &DOCUMENT)?;
    let document = View::new(&source, &node).member("assessment-results")?;
    document.only(&[
        "uuid",
        "metadata",
        "import-ap",
        "local-definitions",
        "results",
        "back-matter",
    ])?;
    version(document)?;
    let mut all = Vec::new();
    for result in document.member("results")?.items()? {
        all.extend(of_result(result)?);
    }
    Ok(all)
}

fn version(document: View<'_, '_>) -> Result<(), Refusal> {
    let version = document.member("metadata")?.member("oscal-version")?;
    match version.text()?.starts_with("1.") {
        true => Ok(()),
        false => {
            let problem = format!(
                "version `{}` of OSCAL, and only 1 is read",
                version.text()?.escape_debug()
            );
            Err(version.refuse(
                Reason::Version,
                problem,
                "convert the document with the tools of OSCAL",
            ))
        }
    }
}

fn of_result(result: View<'_, '_>) -> Result<Vec<ControlStatus>, Refusal> {
    result.only(&RESULT_MEMBERS)?;
    let (start, end) = (instant(result.member("start")?)?, result.optional("end")?);
    let assessed = end.map(instant).transpose()?.unwrap_or(start);
    if let Some(end) = end.filter(|_| earlier(assessed, start)) {
        let problem = format!("it ends at `{assessed}`, before it starts at `{start}`");
        return Err(end.refuse(
            Reason::Contradicts,
            problem,
            "have the assessor mend the document",
        ));
    }
    let observations = observations(result)?;
    let mut found: BTreeMap<String, ControlState> = BTreeMap::new();
    let mut all = Vec::new();
    for view in result.member("findings")?.items()? {
        let status = finding(view, assessed, &observations)?;
        let before = found.insert(status.control.clone(), status.state);
        if before.is_some_and(|it| it != status.state) {
            let problem = format!(
                "another finding of the same result says the opposite of `{}`",
                status.control
            );
            return Err(view.refuse(
                Reason::Contradicts,
                problem,
                "have the assessor say which of them holds",
            ));
        }
        all.push(status);
    }
    Ok(all)
}

fn observations<'d, 't>(result: View<'d, 't>) -> Result<BTreeMap<&'d str, Observation<'d>>, Refusal> {
    let mut all = BTreeMap::new();
    let Some(observations) = result.optional("observations")? else {
        return Ok(all);
    };
    for view in observations.items()? {
        let uuid = view.member("uuid")?;
        if all.insert(uuid.text()?, finding::observation(view)?).is_some() {
            let problem = format!("the observation `{}` is there twice", uuid.text()?);
            return Err(uuid.refuse(
                Reason::NamedTwice,
                problem,
                "give each observation an identity of its own",
            ));
        }
    }
    Ok(all)
}

/// An instant with its offset.
fn instant<'d>(view: View<'d, '_>) -> Result<&'d str, Refusal> {
    let text = view.text()?;
    match is_instant(text) {
        true => Ok(text),
        false => {
            let problem = format!("`{}` is no instant", text.escape_debug());
            let cure = "write an instant with its offset: `2026-01-31T12:00:00Z`";
            Err(view.refuse(Reason::Malformed, problem, cure))
        }
    }
}

/// Of two instants.
fn earlier(left: &str, right: &str) -> bool {
    let parsed = |text: &str| text.parse::<jiff::Timestamp>().ok();
    matches!((parsed(left), parsed(right)), (Some(left), Some(right)) if left < right)
}

fn word<T: Copy>(view: View<'_, '_>, what: &str, known: &[(&str, T)]) -> Result<T, Refusal> {
    let text = view.text()?;
    let found = known.iter().find(|it| it.0 == text);
    found.map(|it| it.1).ok_or_else(|| {
        let names: Vec<&str> = known.iter().map(|it| it.0).collect();
        view.refuse(
            Reason::Unknown,
            format!("`{}` is no {what}", text.escape_debug()),
            did_you_mean(text, &names),
        )
    })
}
