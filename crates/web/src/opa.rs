//! The data API of Open Policy Agent, for clients that ask one already: `holdpoint.allow` and `holdpoint.decision`.
//!
//! A client of that API often takes what is undefined, `{}`, for an answer of its own choice; here there is always a `result`,
//! and it is `false` whatever goes wrong. It must not know how an answer comes about.

use crate::api;
use crate::desk::{Answered, Desk, Question};
use crate::fault::Fault;
use crate::fields::Fields;
use crate::reply::Reply;
use crate::request::Request;
use holdpoint_app::AsOf;
use serde_json::{Value, json};

/// Which part of the package is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rule {
    Package,
    Allow,
    Decision,
}

/// Parameters that say how an answer is shown; of them `pretty` is heeded.
const PARAMETERS: [&str; 5] = ["pretty", "explain", "metrics", "instrument", "provenance"];

/// Answers. That the question cannot be read is a status of its own, that it cannot be answered is `false`: so OPA does.
pub(crate) async fn data(desk: &Desk, request: &Request, rule: Rule) -> Reply {
    let asked = match question(request) {
        Ok(question) => desk.decide(question).await,
        Err(fault) => return unanswered(&fault, fault.status(), rule),
    };
    match asked {
        Ok(answered) => {
            let mut body = json!({"result": result(rule, answered.opens, of(&answered))});
            if let Some(entry) = answered.entry {
                body["decision_id"] = json!(entry.to_string());
            }
            Reply::json(200, &body)
        }
        Err(fault) => unanswered(&fault, 200, rule),
    }
}

fn question(request: &Request) -> Result<Question, Fault> {
    request.query(&PARAMETERS)?;
    let mut body = Fields::of_request(request)?.only(&["input"])?;
    let mut input = body.needed_object("input")?.only(&["action", "model"])?;
    Ok(Question {
        action: input.needed_text("action")?,
        line: input.needed_text("model")?,
        as_of: AsOf::Now,
        is_recorded: true,
    })
}

fn of(answered: &Answered) -> Value {
    let mut decision = api::as_json(answered);
    decision["allow"] = json!(answered.opens);
    decision
}

fn unanswered(fault: &Fault, status: u16, rule: Rule) -> Reply {
    let decision =
        json!({"allow": false, "opens": false, "answer": "undecided", "problem": fault.document()});
    let mut body = json!({"result": result(rule, false, decision)});
    if status != 200 {
        // As OPA words it, for clients that log it.
        body["code"] = json!("invalid_parameter");
        body["message"] = json!(fault.sentence());
    }
    Reply::json(status, &body)
}

fn result(rule: Rule, opens: bool, decision: Value) -> Value {
    match rule {
        Rule::Allow => json!(opens),
        Rule::Decision => decision,
        Rule::Package => json!({"allow": opens, "decision": decision}),
    }
}
