//! The workload: what happens to many models, whose every deployment needs twenty safeguards in place and a run of an
//! evaluation since the last checkpoint and within ninety days.
//!
//! It must not know who answers.

use crate::chance::Chance;

pub(crate) const SAFEGUARDS: usize = 20;
/// Each asks for two safeguards.
pub(crate) const CLAUSES: usize = SAFEGUARDS / 2;
pub(crate) const DAYS_MS: u64 = 90 * 24 * 3_600_000;
/// 2026-01-01, in milliseconds since 1970.
pub(crate) const START_MS: u64 = 1_767_225_600_000;
/// The record runs over a year and a half.
const SPAN_MS: u64 = 548 * 24 * 3_600_000;

#[derive(Clone, Copy, Debug)]
pub(crate) struct Event {
    pub(crate) at_ms: u64,
    pub(crate) model: usize,
    pub(crate) kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Compute has grown; so often before.
    Checkpoint(u64),
    /// The evaluation rules the danger out.
    Passed,
    Attested(usize),
    Revoked(usize),
    /// Somebody asks to deploy.
    Asked,
    /// The developer vouches for its record; the other programs know nothing of that.
    Vouched,
}

/// So many events of so many models, in order of time; every model begins with a checkpoint and all its safeguards.
pub(crate) fn events(n_events: usize, n_models: usize) -> Vec<Event> {
    let mut chance = Chance(42);
    let mut checkpoints = vec![0; n_models];
    let mut events = Vec::with_capacity(n_events);
    for model in 0..n_models {
        let mut begin = vec![Kind::Checkpoint(0), Kind::Vouched];
        begin.extend((0..SAFEGUARDS).map(Kind::Attested));
        events.extend(begin.into_iter().map(|kind| (model, kind)));
    }
    while events.len() < n_events {
        let model = chance.below(n_models);
        let kind = match chance.below(100) {
            0..=3 => {
                checkpoints[model] += 1;
                Kind::Checkpoint(checkpoints[model])
            }
            4..=13 => Kind::Passed,
            14..=15 => Kind::Revoked(chance.below(SAFEGUARDS)),
            16..=74 => Kind::Attested(chance.below(SAFEGUARDS)),
            _ => Kind::Asked,
        };
        events.push((model, kind));
    }
    let apart_ms = SPAN_MS / events.len() as u64;
    let at = (1..).map(|n: u64| START_MS + n * apart_ms);
    let timed = events.into_iter().zip(at);
    timed
        .map(|((model, kind), at_ms)| Event { at_ms, model, kind })
        .collect()
}

pub(crate) fn model_name(model: usize) -> String {
    format!("m{model}")
}

/// The policy in our language.
pub(crate) fn policy_text() -> String {
    let mut lines = vec![
        "policy p1 \"P1\", effective 2025-01-01.".to_owned(),
        "party Lab is the developer.".to_owned(),
        "action training, scales.".to_owned(),
        "action deployment.".to_owned(),
        "capability harm.".to_owned(),
        "evaluation signs of harm.".to_owned(),
        "level ordinary.".to_owned(),
        "level dangerous above ordinary, when harm.".to_owned(),
    ];
    lines.extend((0..SAFEGUARDS).map(|it| format!("safeguard s{it}, by Lab.")));
    lines.extend((0..CLAUSES).map(|it| {
        let (one, other) = (2 * it, 2 * it + 1);
        format!("clause c{it}: before deployment, Lab must have s{one} in place and s{other} in place.")
    }));
    lines.push(
        "clause rerun: before deployment, Lab must run signs every 1.001x compute and every 90 days."
            .to_owned(),
    );
    lines.push("clause clear: before deployment, Lab must have harm ruled out.".to_owned());
    lines.join("\n") + "\n"
}

/// The body of an entry that says so, in the one spelling of JSON; of a question, one that is no evidence.
pub(crate) fn body(event: &Event) -> String {
    let line = model_name(event.model);
    let evidence = |kind: &str, says: &[(&str, String)]| {
        let mut members: Vec<(&str, String)> = says.to_vec();
        members.push(("_type", "\"https://in-toto.io/Statement/v1\"".to_owned()));
        members.push(("by", "\"Lab\"".to_owned()));
        members.push(("line", format!("\"{line}\"")));
        members.push(("predicateType", format!("\"urn:holdpoint:{kind}:v1\"")));
        members.push((
            "subject",
            format!(
                "[{{\"digest\":{{\"sha256\":\"{:064x}\"}},\"name\":\"{line}\"}}]",
                event.model
            ),
        ));
        members.sort();
        let members: Vec<String> = members
            .iter()
            .map(|(name, value)| format!("\"{name}\":{value}"))
            .collect();
        format!("{{{}}}", members.join(","))
    };
    let safeguard = |it: usize, status: &str| {
        let says = [
            ("safeguard", format!("\"s{it}\"")),
            ("status", format!("\"{status}\"")),
        ];
        evidence("evidence:safeguard-status", &says)
    };
    match event.kind {
        // Ever a little more than a thousandth beyond the one before.
        Kind::Checkpoint(n) => {
            let compute = format!("\"{}e20\"", 100_000 + 200 * n);
            evidence("evidence:training-checkpoint", &[("compute", compute)])
        }
        Kind::Passed => {
            let says = [
                ("answer", "\"rules-out\"".to_owned()),
                ("evaluation", "\"signs\"".to_owned()),
            ];
            evidence("evidence:evaluation", &says)
        }
        Kind::Attested(it) => safeguard(it, "in-place"),
        Kind::Revoked(it) => safeguard(it, "not-in-place"),
        Kind::Asked => evidence("request", &[("action", "\"deployment\"".to_owned())]),
        Kind::Vouched => {
            let complete = "{\"entries\":1,\"holds_until\":\"2030-01-01\",\"until\":\"2026-01-01\"}";
            evidence("evidence:watermark", &[("complete", complete.to_owned())])
        }
    }
}
