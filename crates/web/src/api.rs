//! Our own protocol: the decision and the status as JSON, with the documents that describe them.
//!
//! It must not know how an answer comes about.

use crate::desk::{Answered, Desk, Question};
use crate::fault::Fault;
use crate::fields::Fields;
use crate::reply::Reply;
use crate::request::Request;
use crate::words;
use holdpoint_app::AsOf;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// All that is served, described.
pub(crate) const OPENAPI: &str = include_str!("../../../docs/openapi.json");
pub(crate) const GATE_SCHEMA: &str = include_str!("../../../docs/schemas/gate.schema.json");
pub(crate) const STATUS_SCHEMA: &str = include_str!("../../../docs/schemas/status.schema.json");

/// It runs.
pub(crate) fn health() -> Reply {
    Reply::json(200, &json!({"is": "alive"}))
}

/// It can answer: the ledger is there and can be read.
pub(crate) async fn readiness(desk: &Desk) -> Result<Reply, Fault> {
    desk.size().await?;
    Ok(Reply::json(200, &json!({"is": "ready"})))
}

/// Asks only; what is asked by GET changes nothing.
pub(crate) async fn look(desk: &Desk, request: &Request) -> Result<Reply, Fault> {
    let mut asked = request.query(&["action", "model", "as-of"])?;
    let question = Question {
        action: needed(&mut asked, "action")?,
        line: needed(&mut asked, "model")?,
        as_of: as_of(asked.remove("as-of").as_deref(), "?as-of")?,
        is_recorded: false,
    };
    Ok(decision(&desk.decide(question).await?, request))
}

/// Asks, and puts the answer on record.
pub(crate) async fn decide(desk: &Desk, request: &Request) -> Result<Reply, Fault> {
    let mut asked = Fields::of_request(request)?.only(&["action", "model", "as_of", "record"])?;
    let question = Question {
        action: asked.needed_text("action")?,
        line: asked.needed_text("model")?,
        as_of: as_of(asked.text("as_of")?.as_deref(), "as_of")?,
        is_recorded: asked.boolean("record")?.unwrap_or(true),
    };
    Ok(decision(&desk.decide(question).await?, request))
}

/// The status opens only if the answer does, for clients that read nothing else.
fn decision(answered: &Answered, request: &Request) -> Reply {
    let status = match (answered.opens, answered.decision.answer.as_str()) {
        (true, _) => 200,
        (false, "pause") => 403,
        (false, _) => 409,
    };
    // For shell scripts, and for people.
    match request.header("accept") {
        Some("text/plain") => {
            let text = words::lines(&answered.decision).join("\n");
            Reply::text(status, "text/plain; charset=utf-8", format!("{text}\n"))
        }
        _ => Reply::json(status, &as_json(answered)),
    }
}

/// As clients read an answer.
pub(crate) fn as_json(answered: &Answered) -> Value {
    json!({
        "opens": answered.opens,
        "answer": answered.decision.answer,
        "entry": answered.entry,
        "decision": answered.decision,
    })
}

pub(crate) async fn status(desk: &Desk, request: &Request) -> Result<Reply, Fault> {
    let mut asked = request.query(&["model", "as-of"])?;
    let line = needed(&mut asked, "model")?;
    let as_of = as_of(asked.remove("as-of").as_deref(), "?as-of")?;
    let standing = desk.status(line, as_of).await?;
    Ok(Reply::json(200, &json!(standing)))
}

fn needed(asked: &mut BTreeMap<String, String>, name: &str) -> Result<String, Fault> {
    let said = asked.remove(name).filter(|it| !it.trim().is_empty());
    said.ok_or_else(|| {
        let message = format!("`{name}` is missing, or empty");
        Fault::of_field(
            format!("?{name}"),
            message,
            format!("add `{name}=...` to the query"),
        )
    })
}

fn as_of(said: Option<&str>, field: &str) -> Result<AsOf, Fault> {
    let Some(said) = said else {
        return Ok(AsOf::Now);
    };
    AsOf::read(said)
        .map_err(|cure| Fault::of_field(field, format!("`{said}` is no point of the record"), cure))
}
