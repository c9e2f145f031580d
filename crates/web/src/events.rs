//! CloudEvents 1.0 that come in: evidence that other systems tell, put on record once however often it is sent.
//!
//! It must not know what is evidence.

use crate::desk::Desk;
use crate::fault::{Fault, Kind};
use crate::fields::{self, Fields};
use crate::reply::Reply;
use crate::request::{Request, decoded};
use serde_json::{Map, Value, json};

/// The type of an event whose data is a statement of evidence.
const EVIDENCE: &str = "holdpoint.evidence";
const SPECIFICATION: &str = "1.0";
const STRUCTURED: &str = "application/cloudevents+json";
const BATCH: &str = "application/cloudevents-batch+json";
const HEADER: &str = "ce-";
/// Events of one batch, at most.
const EVENTS_MAX: usize = 1000;
/// Characters of `source` and `id`, at most.
const NAME_MAX: usize = 2000;

/// An event that tells evidence.
#[derive(Clone, Debug)]
pub(crate) struct Event {
    pub(crate) source: String,
    pub(crate) id: String,
    /// A statement.
    pub(crate) data: Value,
}

/// Puts them on record, all or none.
pub(crate) async fn take(desk: &Desk, request: &Request) -> Result<Reply, Fault> {
    let events = match request.media_type().as_deref() {
        Some(STRUCTURED) => vec![event(Fields::of_body(&request.body)?)?],
        Some(BATCH) => batch(&request.body)?,
        Some("application/json") => vec![binary(request)?],
        said => {
            let said = said.unwrap_or("nothing");
            let help = format!("send `{STRUCTURED}`, `{BATCH}`, or `application/json` with headers `ce-...`");
            let mut fault = Fault::new(Kind::NotJson, format!("the body is said to be `{said}`"), help);
            fault.field = Some("Content-Type".to_owned());
            return Err(fault);
        }
    };
    let recorded = desk.record(events).await?;
    let entries: Vec<Value> = recorded
        .entries
        .iter()
        .map(|it| json!({"index": it.index, "kind": it.kind, "was_there": it.was_there}))
        .collect();
    Ok(Reply::json(200, &json!({"entries": entries})))
}

fn batch(body: &[u8]) -> Result<Vec<Event>, Fault> {
    let Value::Array(items) = fields::value(body)? else {
        return Err(Fault::of_field(
            "the body",
            "a batch is a list",
            "send a list of events",
        ));
    };
    if !(1..=EVENTS_MAX).contains(&items.len()) {
        let message = format!("there are {} events", items.len());
        return Err(Fault::of_field(
            "the body",
            message,
            format!("send 1 to {EVENTS_MAX}"),
        ));
    }
    let events = items.into_iter().enumerate();
    events
        .map(|(index, item)| event(Fields::of(item, format!("[{index}]"))?))
        .collect()
}

/// Attributes are in headers, the data is the body.
fn binary(request: &Request) -> Result<Event, Fault> {
    let mut members = Map::new();
    for (name, value) in &request.headers {
        let Some(attribute) = name.as_str().strip_prefix(HEADER) else {
            continue;
        };
        let unreadable = || {
            let help = "write ASCII, and other signs by their bytes as `%C3%BC`";
            Fault::of_field(name.as_str(), "the header cannot be read", help)
        };
        let text = value.to_str().map_err(|_| unreadable())?;
        let text = decoded(text, false).map_err(|_| unreadable())?;
        if members
            .insert(attribute.to_owned(), Value::String(text))
            .is_some()
        {
            return Err(Fault::of_field(
                name.as_str(),
                "the header is there twice",
                "leave one out",
            ));
        }
    }
    if members.contains_key("data") {
        return Err(Fault::of_field(
            "ce-data",
            "data is no header",
            "send it as the body",
        ));
    }
    let at = |fault: Fault| Fault {
        field: fault.field.map(|it| format!("data: {it}")),
        ..fault
    };
    members.insert("data".to_owned(), fields::value(&request.body).map_err(at)?);
    event(Fields::of(Value::Object(members), "")?)
}

/// Reads one, whichever way it came. Attributes that extend it are let pass, as the specification has it, and say nothing here.
fn event(mut it: Fields) -> Result<Event, Fault> {
    let specification = it.needed_text("specversion")?;
    if specification != SPECIFICATION {
        let message = format!("`{specification}` is not what is read here");
        return Err(Fault::of_field(
            it.place("specversion"),
            message,
            format!("send `{SPECIFICATION}`"),
        ));
    }
    let kind = it.needed_text("type")?;
    if kind != EVIDENCE {
        let message = format!("nothing is known of events of the type `{kind}`");
        return Err(Fault::of_field(
            it.place("type"),
            message,
            format!("send `{EVIDENCE}`"),
        ));
    }
    let (source, id) = (name(&mut it, "source")?, name(&mut it, "id")?);
    if let Some(said) = it.text("datacontenttype")?.filter(|it| !is_json(it)) {
        let message = format!("the data is said to be `{said}`");
        return Err(Fault::of_field(
            it.place("datacontenttype"),
            message,
            "send `application/json`",
        ));
    }
    let data = it.take("data");
    let place = it.place("data");
    if let Some(wrong) = it.names().find(|it| !is_attribute(it)) {
        let place = it.place(wrong);
        let help = "an attribute has small letters and digits; what is told stands in `data`";
        return Err(Fault::of_field(
            place.clone(),
            format!("`{place}` is no attribute"),
            help,
        ));
    }
    match data {
        Some(Value::Object(data)) => Ok(Event {
            source,
            id,
            data: Value::Object(data),
        }),
        _ => {
            let help = "send a statement, `{\"kind\": ...}`, as JSON";
            Err(Fault::of_field(place, "the data is no object", help))
        }
    }
}

/// One half of what tells events apart.
fn name(it: &mut Fields, attribute: &str) -> Result<String, Fault> {
    let text = it.needed_text(attribute)?;
    match text.chars().count() > NAME_MAX || text.contains(char::is_control) {
        true => Err(Fault::of_field(
            it.place(attribute),
            "it is too long, or has control characters",
            format!("write {NAME_MAX} characters at most"),
        )),
        false => Ok(text),
    }
}

fn is_json(said: &str) -> bool {
    let (name, _) = said.split_once(';').unwrap_or((said, ""));
    name.trim().eq_ignore_ascii_case("application/json")
}

fn is_attribute(name: &str) -> bool {
    name.bytes()
        .all(|it| it.is_ascii_lowercase() || it.is_ascii_digit())
}
