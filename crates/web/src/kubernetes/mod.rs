//! The admission webhook of Kubernetes: a review comes, and goes back with yes or no under the same `uid`.
//!
//! It must not know how an answer comes about.

mod object;

use crate::desk::{Answered, Desk, Question};
use crate::fault::Fault;
use crate::fields::Fields;
use crate::reply::Reply;
use crate::request::Request;
use crate::words;
use holdpoint_app::{AsOf, cure};
use object::Starts;
use serde_json::{Value, json};

const VERSION: &str = "admission.k8s.io/v1";
const KIND: &str = "AdmissionReview";
const OPERATIONS: [&str; 4] = ["CREATE", "UPDATE", "DELETE", "CONNECT"];
/// Longer ones are cut by API servers.
const WARNING_CHARS_MAX: usize = 256;
const MESSAGE_CHARS_MAX: usize = 4000;

/// Answers a review. Without a `uid` there is nobody to answer, and the API server goes by `failurePolicy`.
pub(crate) async fn admission(desk: &Desk, request: &Request) -> Result<Reply, Fault> {
    let mut review = Fields::of_request(request)?;
    let mut asked = review.needed_object("request")?;
    let uid = asked.needed_text("uid")?;
    let answer = match question(&mut review, asked) {
        Ok(Asked::Question(question)) => match desk.decide(question).await {
            Ok(answered) => allowed(&answered),
            Err(fault) => refused(&fault),
        },
        Ok(Asked::Nothing(why)) => json!({"allowed": true, "auditAnnotations": {"answer": why}}),
        Err(fault) => refused(&fault),
    };
    let mut response = json!({"uid": uid});
    for (name, value) in answer.as_object().into_iter().flatten() {
        response[name] = value.clone();
    }
    let review = json!({"apiVersion": VERSION, "kind": KIND, "response": response});
    Ok(Reply::json(200, &review))
}

enum Asked {
    Question(Question),
    /// Nothing starts, for this reason, so that there is nothing to ask.
    Nothing(&'static str),
}

fn question(review: &mut Fields, mut asked: Fields) -> Result<Asked, Fault> {
    for (name, known) in [("apiVersion", VERSION), ("kind", KIND)] {
        let said = review.needed_text(name)?;
        if said != known {
            let message = format!("`{said}` is not what is answered here");
            let help = format!("ask for `{known}` in the webhook's admissionReviewVersions");
            return Err(Fault::of_field(name, message, help));
        }
    }
    let is_dry = asked.boolean("dryRun")?.unwrap_or(false);
    let operation = asked.needed_text("operation")?;
    match operation.as_str() {
        // That work ends is never barred; the object is not there then.
        "DELETE" => return Ok(Asked::Nothing("not asked: it is deleted")),
        "CREATE" | "UPDATE" => {}
        "CONNECT" => {
            let help = "leave CONNECT out of the webhook's rules";
            return Err(Fault::of_field(
                "request.operation",
                "nothing is known of what is connected to",
                help,
            ));
        }
        other => {
            let message = format!("there is no operation `{other}`");
            return Err(Fault::of_field(
                "request.operation",
                message,
                cure(other, OPERATIONS),
            ));
        }
    }
    if let Some(part) = asked.text("subResource")?.filter(|it| !it.is_empty()) {
        let message = format!("`{part}` is a part of an object, and says not what is started");
        let help = format!("leave `/{part}` out of the webhook's rules");
        return Err(Fault::of_field("request.subResource", message, help));
    }
    let object = asked.needed_object("object")?.whole();
    let before = asked
        .take("oldObject")
        .filter(|it| !it.is_null() && operation == "UPDATE");
    Ok(match object::read(&object, before.as_ref())? {
        Starts::Nothing(why) => Asked::Nothing(why),
        Starts::Work { action, line } => Asked::Question(Question {
            action,
            line,
            as_of: AsOf::Now,
            is_recorded: !is_dry,
        }),
    })
}

fn allowed(answered: &Answered) -> Value {
    let answer = &answered.decision.answer;
    let message = words::lines(&answered.decision).join("; ");
    let mut audit = json!({"answer": answer});
    if let Some(entry) = answered.entry {
        audit["entry"] = json!(entry.to_string());
    }
    if !answered.opens {
        let message = cut(&message, MESSAGE_CHARS_MAX);
        return json!({
            "allowed": false,
            "status": {"code": 403, "reason": "Forbidden", "message": message},
            "auditAnnotations": audit,
        });
    }
    let mut response = json!({"allowed": true, "auditAnnotations": audit});
    if answer != "proceed" {
        // It goes on all the same, because the deployment says so: whoever starts it should hear.
        response["warnings"] = json!([cut(&format!("holdpoint: {message}"), WARNING_CHARS_MAX)]);
    }
    response
}

fn refused(fault: &Fault) -> Value {
    let message = format!("undecided: {}", fault.sentence());
    json!({
        "allowed": false,
        "status": {"code": fault.status(), "message": cut(&message, MESSAGE_CHARS_MAX)},
        "auditAnnotations": {"answer": "undecided"},
    })
}

fn cut(text: &str, chars_max: usize) -> String {
    match text.char_indices().nth(chars_max - 3) {
        Some((end, _)) if text.chars().count() > chars_max => format!("{}...", &text[..end]),
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_cut_is_as_long_as_it_may_be() {
        assert_eq!(cut("äöüß", 4), "äöüß");
        assert_eq!(cut("äöüßx", 4), "ä...");
    }
}
