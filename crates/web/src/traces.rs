//! Spans for OpenTelemetry: one for each request, and one in it for each answer of the gate, sent as OTLP over HTTP in JSON.
//!
//! A trace that a client began goes on (W3C `traceparent`), unless it says that it is not kept. What cannot be sent is dropped:
//! nobody waits for traces. It must not know how an answer comes about.

use crate::desk::Answered;
use crate::fault::Fault;
use crate::request::Request;
use crate::watch::Target;
use serde_json::{Value, json};
use std::cell::RefCell;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use tokio::sync::mpsc;

/// Where spans are put until they are sent.
#[derive(Clone, Debug)]
pub(crate) struct Traces(mpsc::Sender<Value>);

/// Requests whose spans wait; of more than that they are dropped.
const WAITING_MAX: usize = 1024;
/// Requests whose spans are sent together.
const TOGETHER_MAX: usize = 128;
/// For others to come.
const GATHERING: Duration = Duration::from_millis(500);

tokio::task_local! {
    /// The answers of the request that this task is about.
    static ANSWERS: RefCell<Vec<Answer>>;
}

#[derive(Debug)]
struct Answer {
    begun: SystemTime,
    ended: SystemTime,
    attributes: Vec<Value>,
    is_answered: bool,
}

/// An answer that began then; forgotten where nobody traces.
pub(crate) fn answered(begun: SystemTime, asked: (&str, &str), answer: &Result<Answered, Fault>) {
    let (action, model) = asked;
    let mut attributes = vec![text("holdpoint.action", action), text("holdpoint.model", model)];
    match answer {
        Ok(it) => {
            attributes.push(text("holdpoint.answer", &it.decision.answer));
            attributes.push(json!({"key": "holdpoint.opens", "value": {"boolValue": it.opens}}));
            attributes.push(number("holdpoint.size", it.decision.size));
            attributes.extend(it.entry.map(|it| number("holdpoint.entry", it)));
        }
        Err(fault) => {
            attributes.push(text("holdpoint.answer", "undecided"));
            attributes.push(text("error.type", fault.name()));
        }
    }
    let answer = Answer {
        begun,
        ended: SystemTime::now(),
        attributes,
        is_answered: answer.is_ok(),
    };
    // Outside of a request, or where nobody traces, there is nowhere to put it.
    let _put = ANSWERS.try_with(|it| it.borrow_mut().push(answer));
}

/// Where a span belongs.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Context {
    trace: String,
    parent: Option<String>,
}

impl Traces {
    /// Sends what is put in, until the server ends.
    pub(crate) fn to(target: Target) -> (Traces, impl Future<Output = ()> + Send + 'static) {
        let (sender, receiver) = mpsc::channel(WAITING_MAX);
        (Traces(sender), send(Arc::new(target), receiver))
    }

    /// Answers a request, and puts down how that went. `status` reads it off the answer.
    pub(crate) async fn during<R>(
        &self,
        request: &Request,
        path: &'static str,
        answer: impl Future<Output = R>,
        status: impl FnOnce(&R) -> u16,
    ) -> R {
        let context = Context::of(request.header("traceparent"));
        let method = request.method.clone();
        let begun = SystemTime::now();
        let scope = async {
            let reply = answer.await;
            (reply, ANSWERS.with(RefCell::take))
        };
        let (reply, answers) = ANSWERS.scope(RefCell::default(), scope).await;
        if let Some(context) = context {
            let spans = spans(&context, (&method, path, status(&reply)), begun, answers);
            // When too many wait they are dropped.
            let _put = self.0.try_send(spans);
        }
        reply
    }
}

fn spans(
    context: &Context,
    (method, path, status): (&str, &str, u16),
    begun: SystemTime,
    answers: Vec<Answer>,
) -> Value {
    let id = drawn::<8>();
    let mut request = json!({
        "traceId": context.trace,
        "spanId": id,
        "name": format!("{method} {path}"),
        "kind": 2,
        "startTimeUnixNano": nanos(begun),
        "endTimeUnixNano": nanos(SystemTime::now()),
        "attributes": [
            text("http.request.method", method),
            text("http.route", path),
            number("http.response.status_code", u64::from(status)),
        ],
        "status": {"code": if status >= 500 { 2 } else { 0 }},
    });
    if let Some(parent) = &context.parent {
        request["parentSpanId"] = json!(parent);
    }
    let answers = answers.into_iter().map(|it| {
        json!({
            "traceId": context.trace,
            "spanId": drawn::<8>(),
            "parentSpanId": id,
            "name": "gate",
            "kind": 1,
            "startTimeUnixNano": nanos(it.begun),
            "endTimeUnixNano": nanos(it.ended),
            "attributes": it.attributes,
            "status": {"code": if it.is_answered { 0 } else { 2 }},
        })
    });
    Value::Array(std::iter::once(request).chain(answers).collect())
}

async fn send(target: Arc<Target>, mut waiting: mpsc::Receiver<Value>) {
    while let Some(first) = waiting.recv().await {
        tokio::time::sleep(GATHERING).await;
        let mut spans = vec![first];
        while spans.len() < TOGETHER_MAX {
            let Ok(next) = waiting.try_recv() else { break };
            spans.push(next);
        }
        let spans: Vec<Value> = spans
            .into_iter()
            .flat_map(|it| match it {
                Value::Array(it) => it,
                other => vec![other],
            })
            .collect();
        let version = env!("CARGO_PKG_VERSION");
        let body = json!({"resourceSpans": [{
            "resource": {"attributes": [text("service.name", "holdpoint"), text("service.version", version)]},
            "scopeSpans": [{"scope": {"name": "holdpoint", "version": version}, "spans": spans}],
        }]});
        // Whoever is away gets the next ones.
        let _sent = target.try_once(&body).await;
    }
}

impl Context {
    /// `None` if the client says that its trace is not kept. What cannot be read begins a new one.
    fn of(traceparent: Option<&str>) -> Option<Context> {
        let read = traceparent.and_then(|it| {
            let parts: Vec<&str> = it.trim().split('-').collect();
            let [version, trace, parent, flags, ..] = parts[..] else {
                return None;
            };
            let is_right = is_hex(version, 2)
                && version != "ff"
                && (version != "00" || parts.len() == 4)
                && is_hex(trace, 32)
                && is_hex(parent, 16)
                && is_hex(flags, 2)
                && [trace, parent].iter().all(|it| it.contains(|it| it != '0'));
            let is_kept = u8::from_str_radix(flags, 16).is_ok_and(|it| it & 1 == 1);
            is_right.then_some((trace, parent, is_kept))
        });
        match read {
            Some((_, _, false)) => None,
            Some((trace, parent, true)) => Some(Context {
                trace: trace.to_owned(),
                parent: Some(parent.to_owned()),
            }),
            None => Some(Context {
                trace: drawn::<16>(),
                parent: None,
            }),
        }
    }
}

fn is_hex(text: &str, length: usize) -> bool {
    text.len() == length && text.bytes().all(|it| matches!(it, b'0'..=b'9' | b'a'..=b'f'))
}

/// So many random bytes in hexadecimal digits.
fn drawn<const N: usize>() -> String {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("the operating system has random bytes to give");
    bytes.iter().map(|it| format!("{it:02x}")).collect()
}

fn nanos(time: SystemTime) -> String {
    time.duration_since(UNIX_EPOCH)
        .unwrap_or_default()
        .as_nanos()
        .to_string()
}

fn text(key: &str, value: &str) -> Value {
    json!({"key": key, "value": {"stringValue": value}})
}

/// As the format writes 64 bits.
fn number(key: &str, value: u64) -> Value {
    json!({"key": key, "value": {"intValue": value.to_string()}})
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trace_goes_on_a_wrong_one_begins_anew_and_one_that_is_not_kept_is_left_alone() {
        let (trace, parent) = ("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331");
        let right = format!("00-{trace}-{parent}-01");
        let on = Context::of(Some(&right)).expect("it is kept");
        assert_eq!((on.trace.as_str(), on.parent.as_deref()), (trace, Some(parent)));
        assert_eq!(Context::of(Some(&format!("00-{trace}-{parent}-00"))), None);
        assert!(
            Context::of(Some(&format!("01-{trace}-{parent}-01-more"))).is_some_and(|it| it.parent.is_some())
        );
        for wrong in [
            String::new(),
            "00".to_owned(),
            right.to_uppercase(),
            format!("ff-{trace}-{parent}-01"),
            format!("00-{trace}-{parent}-01-more"),
            format!("00-{trace}x-{parent}-01"),
            format!("00-{}-{parent}-01", "0".repeat(32)),
            format!("00-{trace}-{}-01", "0".repeat(16)),
            format!("00-{trace}-{parent}-1"),
            format!("00-{trace}-{parent}-zz"),
        ] {
            let anew = Context::of(Some(&wrong)).expect("it is traced");
            assert_eq!(anew.parent, None, "{wrong}");
            assert!(is_hex(&anew.trace, 32) && anew.trace != trace, "{wrong}");
        }
    }
}
