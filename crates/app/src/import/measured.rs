//! What a record measured, as it stands in the evidence; and what it says under the evaluation's rules.
//!
//! It must not know files.

use crate::problem::Problem;
use holdpoint_importers::{self as importers, Identity, Measurement, Tool};
use holdpoint_policy::model::Evaluation;
use serde_json::{Value, json};

/// What a run says.
pub(super) struct Decided {
    pub(super) answer: &'static str,
    pub(super) measured: Value,
}

const ANSWERS: [&str; 3] = ["indicates", "rules-out", "inconclusive"];

/// By the evaluation's rules if it has any; else whoever imports it has to say.
pub(super) fn decide(
    evaluation: &Evaluation,
    measurements: &[Measurement],
    quantities: &[(String, String)],
    said: Option<&str>,
) -> Result<Decided, Problem> {
    let name = &evaluation.named.name;
    match (evaluation.rules.is_empty(), said) {
        (true, Some(said)) => {
            let answer = ANSWERS.into_iter().find(|it| *it == said).ok_or_else(|| {
                Problem::new(
                    format!("`{said}` is no answer"),
                    format!("there are {}", ANSWERS.join(", ")),
                )
            })?;
            let all: Vec<&Measurement> = measurements.iter().collect();
            Ok(Decided {
                answer,
                measured: measured(&all, None),
            })
        }
        (true, None) => Err(Problem::new(
            format!("the policy states no rule by which `{name}` is decided"),
            format!("say what the run says with --answer: {}", ANSWERS.join(", ")),
        )),
        (false, Some(_)) => Err(Problem::new(
            format!("what a run of `{name}` says is decided by the policy's own rule"),
            "leave --answer out",
        )),
        (false, None) => by_rules(evaluation, measurements, quantities),
    }
}

fn by_rules(
    evaluation: &Evaluation,
    measurements: &[Measurement],
    quantities: &[(String, String)],
) -> Result<Decided, Problem> {
    let mut found: Vec<(&str, &Measurement)> = Vec::new();
    for rule in &evaluation.rules {
        let quantity = rule.quantity.as_str();
        if found.iter().any(|it| it.0 == quantity) {
            continue;
        }
        let given = quantities.iter().find(|it| it.0 == quantity);
        let metric = given.map_or(quantity, |it| it.1.as_str());
        let such: Vec<&Measurement> = measurements.iter().filter(|it| it.metric == metric).collect();
        match such[..] {
            [one] => found.push((quantity, one)),
            _ => return Err(not_one(quantity, metric, such.len(), measurements)),
        }
    }
    let decision = importers::decide(&evaluation.rules, &found).map_err(Problem::of)?;
    let used: Vec<&Measurement> = found.iter().map(|it| it.1).collect();
    Ok(Decided {
        answer: match decision.answer {
            importers::Answer::Indicated => "indicates",
            importers::Answer::RuledOut => "rules-out",
            importers::Answer::Neither => "inconclusive",
        },
        measured: measured(&used, Some(&decision)),
    })
}

fn not_one(quantity: &str, metric: &str, n: usize, measurements: &[Measurement]) -> Problem {
    let metrics: Vec<String> = measurements
        .iter()
        .map(|it| format!("{} ({})", it.metric, it.scorer))
        .collect();
    let message = match n {
        0 => format!("the record has no metric `{metric}`, which would stand for the rule's `{quantity}`"),
        _ => {
            format!("the record has {n} metrics `{metric}`, and one has to stand for the rule's `{quantity}`")
        }
    };
    let help = format!(
        "say which with --quantity '{quantity}=METRIC'; it has {}",
        metrics.join(", ")
    );
    Problem::new(message, help)
}

fn measured(used: &[&Measurement], decision: Option<&importers::Decision>) -> Value {
    let identity = used.first().map(|it| &it.identity);
    let numbers: Vec<Value> = used
        .iter()
        .map(|it| {
            json!({
                "metric": it.metric,
                "scorer": it.scorer,
                "mean": it.evidence.mean().to_string(),
                "n": it.evidence.n(),
            })
        })
        .collect();
    let mut measured = json!({ "numbers": numbers });
    if let Some(identity) = identity {
        measured["tool"] = json!(tool(identity.tool));
        measured["record"] = json!(identity.record);
        measured["task"] = json!(identity.task);
        measured["model"] = json!(identity.model);
        measured["sha256"] = json!(identity.digest);
        for (name, value) in [("run", &identity.run), ("created", &identity.created)] {
            if let Some(value) = value {
                measured[name] = json!(value);
            }
        }
    }
    if let Some(decision) = decision {
        let grounds = decision.grounds.iter().map(|ground| {
            let reckonings = ground.reckonings.iter().map(|it| match &it.number {
                Ok(number) => json!({ "estimator": it.estimator, "number": number }),
                Err(why) => json!({ "estimator": it.estimator, "none": why.problem }),
            });
            json!({
                "rule": ground.rule,
                "holds": ground.holds,
                "by": reckonings.collect::<Vec<_>>(),
            })
        });
        measured["rules"] = json!(grounds.collect::<Vec<_>>());
    }
    measured
}

/// What makes a record that was imported as this entry the record that it is; `None` of what names none.
pub(super) fn identity(entry: u64, measured: &Value) -> Option<Identity> {
    let text = |name: &str| measured[name].as_str().map(str::to_owned);
    let word = text("tool")?;
    Some(Identity {
        tool: TOOLS.iter().find(|it| it.1 == word)?.0,
        file: format!("entry {entry}"),
        digest: text("sha256")?,
        record: text("record")?,
        run: text("run"),
        task: text("task")?,
        model: text("model")?,
        created: text("created"),
    })
}

const TOOLS: [(Tool, &str); 3] = [
    (Tool::InspectAi, "inspect-ai"),
    (Tool::LmEvaluationHarness, "lm-eval"),
    (Tool::EveryEvalEver, "every-eval-ever"),
];

fn tool(it: Tool) -> &'static str {
    TOOLS.iter().find(|(tool, _)| *tool == it).map_or("", |it| it.1)
}
