//! OpenID AuthZEN 1.0: a subject wants to do an action with a resource; here an action of the policy with a model line.
//!
//! Who the subject is makes no difference: a policy binds the developer, whoever presses the key. It must not know how an
//! answer comes about.

use crate::desk::{Answered, Desk, Question};
use crate::fault::Fault;
use crate::fields::Fields;
use crate::reply::Reply;
use crate::request::Request;
use holdpoint_app::{AsOf, cure};
use serde_json::{Value, json};

/// The type of the one kind of resource that can be asked about.
const RESOURCE: &str = "model";

/// Evaluations of one request, at most.
const EVALUATIONS_MAX: usize = 64;

/// When the rest need not be looked at any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Semantic {
    ExecuteAll,
    DenyOnFirstDeny,
    PermitOnFirstPermit,
}

/// Where what is served.
pub(crate) fn metadata(url: &str) -> Reply {
    Reply::json(
        200,
        &json!({
            "policy_decision_point": url,
            "access_evaluation_endpoint": format!("{url}/access/v1/evaluation"),
            "access_evaluations_endpoint": format!("{url}/access/v1/evaluations"),
        }),
    )
}

/// One question.
pub(crate) async fn evaluation(desk: &Desk, request: &Request) -> Reply {
    let answer = match Fields::of_request(request).and_then(|it| question(it, &Defaults::default())) {
        Ok(question) => desk.decide(question).await,
        Err(fault) => Err(fault),
    };
    let reply = match answer {
        Ok(answered) => Reply::json(200, &permitted(&answered)),
        Err(fault) => Reply::json(fault.status(), &denied(&fault)),
    };
    traced(reply, request)
}

/// Several questions, with members in common.
pub(crate) async fn evaluations(desk: &Desk, request: &Request) -> Reply {
    let reply = match Batch::read(request) {
        Err(fault) => Reply::json(fault.status(), &denied(&fault)),
        // As the protocol has it, it is then one question.
        Ok(batch) if batch.evaluations.is_empty() => return evaluation(desk, request).await,
        Ok(batch) => Reply::json(200, &json!({"evaluations": batch.answers(desk).await})),
    };
    traced(reply, request)
}

/// The client's own mark of a request comes back.
fn traced(reply: Reply, request: &Request) -> Reply {
    match request.header("x-request-id") {
        Some(id) => reply.header("x-request-id", id),
        None => reply,
    }
}

fn permitted(answered: &Answered) -> Value {
    let decision = &answered.decision;
    let reasons: Vec<Value> = decision
        .grounds
        .iter()
        .map(|it| json!({"clause": it.clause, "bars": it.bars, "words": it.words}))
        .collect();
    json!({
        "decision": answered.opens,
        "context": {
            "answer": decision.answer,
            "entry": answered.entry,
            "at": decision.at,
            "grounds": reasons,
            "lease": decision.lease,
        },
    })
}

fn denied(fault: &Fault) -> Value {
    json!({
        "decision": false,
        "context": {
            "answer": "undecided",
            "error": {"status": fault.status(), "message": fault.sentence()},
        },
    })
}

/// What stands for all evaluations of a request that do not say otherwise.
#[derive(Debug, Default)]
struct Defaults {
    subject: Option<Value>,
    action: Option<Value>,
    resource: Option<Value>,
}

const MEMBERS: [&str; 4] = ["subject", "action", "resource", "context"];

/// Reads one question; members beside `type`, `id` and `name` belong into `properties`, and decide nothing.
fn question(fields: Fields, defaults: &Defaults) -> Result<Question, Fault> {
    let mut fields = fields.only(&MEMBERS)?;
    if let Some(context) = fields.take("context") {
        Fields::of(context, fields.place("context"))?;
    }
    let mut entity = |name: &str, default: &Option<Value>, known: &[&str]| {
        let place = fields.place(name);
        let Some(value) = fields.take(name).or_else(|| default.clone()) else {
            let message = format!("`{place}` is missing");
            return Err(Fault::of_field(place, message, "write an object"));
        };
        let mut entity = Fields::of(value, place)?.only(known)?;
        entity.object("properties")?;
        Ok(entity)
    };
    let mut subject = entity("subject", &defaults.subject, &["type", "id", "properties"])?;
    let mut action = entity("action", &defaults.action, &["name", "properties"])?;
    let mut resource = entity("resource", &defaults.resource, &["type", "id", "properties"])?;
    subject.needed_text("type")?;
    subject.needed_text("id")?;
    let kind = resource.needed_text("type")?;
    if kind != RESOURCE {
        let message = format!("nothing is known of resources of the type `{kind}`");
        return Err(Fault::of_field(
            resource.place("type"),
            message,
            cure(&kind, [RESOURCE]),
        ));
    }
    Ok(Question {
        action: action.needed_text("name")?,
        line: resource.needed_text("id")?,
        as_of: AsOf::Now,
        is_recorded: true,
    })
}

#[derive(Debug)]
struct Batch {
    defaults: Defaults,
    evaluations: Vec<Value>,
    semantic: Semantic,
}

impl Batch {
    fn read(request: &Request) -> Result<Batch, Fault> {
        let known = [&MEMBERS[..], &["evaluations", "options"]].concat();
        let mut body = Fields::of_request(request)?.only(&known)?;
        let evaluations = body.array("evaluations")?.unwrap_or_default();
        if evaluations.len() > EVALUATIONS_MAX {
            let message = format!("there are {} evaluations", evaluations.len());
            let help = format!("send {EVALUATIONS_MAX} at most");
            return Err(Fault::of_field("evaluations", message, help));
        }
        let semantic = match body.object("options")? {
            Some(options) => semantic(options)?,
            None => Semantic::ExecuteAll,
        };
        Ok(Batch {
            defaults: Defaults {
                subject: body.take("subject"),
                action: body.take("action"),
                resource: body.take("resource"),
            },
            evaluations,
            semantic,
        })
    }

    /// One for each evaluation, in their order, as far as they are looked at.
    async fn answers(self, desk: &Desk) -> Vec<Value> {
        let mut answers = Vec::new();
        for (index, evaluation) in self.evaluations.into_iter().enumerate() {
            let asked = Fields::of(evaluation, format!("evaluations[{index}]"))
                .and_then(|it| question(it, &self.defaults));
            let answer = match asked {
                Ok(question) => desk.decide(question).await,
                Err(fault) => Err(fault),
            };
            let opens = answer.as_ref().is_ok_and(|it| it.opens);
            answers.push(match answer {
                Ok(answered) => permitted(&answered),
                Err(fault) => denied(&fault),
            });
            let is_enough = match self.semantic {
                Semantic::ExecuteAll => false,
                Semantic::DenyOnFirstDeny => !opens,
                Semantic::PermitOnFirstPermit => opens,
            };
            if is_enough {
                break;
            }
        }
        answers
    }
}

fn semantic(options: Fields) -> Result<Semantic, Fault> {
    let mut options = options.only(&["evaluations_semantic"])?;
    let Some(said) = options.text("evaluations_semantic")? else {
        return Ok(Semantic::ExecuteAll);
    };
    Ok(match said.as_str() {
        "execute_all" => Semantic::ExecuteAll,
        "deny_on_first_deny" => Semantic::DenyOnFirstDeny,
        "permit_on_first_permit" => Semantic::PermitOnFirstPermit,
        _ => {
            let known = ["execute_all", "deny_on_first_deny", "permit_on_first_permit"];
            let field = options.place("evaluations_semantic");
            return Err(Fault::of_field(
                field,
                format!("there is no semantic `{said}`"),
                cure(&said, known),
            ));
        }
    })
}
