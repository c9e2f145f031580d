//! What an object starts: the action and the model line that its pods are labelled with.
//!
//! It must not know what is answered.

use crate::fault::Fault;
use serde_json::Value;

/// The label, or annotation, that names the action.
const ACTION: &str = "holdpoint/action";
/// The label, or annotation, that names the model line.
const MODEL: &str = "holdpoint/model";

/// What comes of an object.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Starts {
    /// An action of a model line.
    Work { action: String, line: String },
    /// Nothing, for this reason.
    Nothing(&'static str),
}

/// Where the labels of an object's pods stand, for kinds that make pods; the first that is there counts.
const TEMPLATES: [&str; 2] = ["/spec/jobTemplate/spec/template", "/spec/template"];

/// Reads an object, and what it was before.
pub(super) fn read(object: &Value, before: Option<&Value>) -> Result<Starts, Fault> {
    let named = |it: &Value| Ok::<_, Fault>((name(it, ACTION)?, name(it, MODEL)?));
    let (action, line) = named(object)?;
    let is_as_before = |before: &Value| {
        before.get("spec") == object.get("spec")
            && named(before).is_ok_and(|it| it == (action.clone(), line.clone()))
    };
    if before.is_some_and(is_as_before) {
        return Ok(Starts::Nothing("not asked: what it runs is as before"));
    }
    if runs_nothing(object) {
        return Ok(Starts::Nothing("not asked: it runs nothing"));
    }
    Ok(Starts::Work { action, line })
}

/// So that work can be stopped while the gate is shut.
fn runs_nothing(object: &Value) -> bool {
    let spec = &object["spec"];
    spec["suspend"] == Value::Bool(true)
        || ["replicas", "parallelism"]
            .iter()
            .any(|it| spec[*it].as_u64() == Some(0))
}

/// What a key says on the pods, which cannot be otherwise on the object itself.
fn name(object: &Value, key: &str) -> Result<String, Fault> {
    let template = TEMPLATES.iter().find_map(|at| {
        Some((
            format!("request.object{}", at.replace('/', ".")),
            object.pointer(at)?,
        ))
    });
    let own = said(object, "request.object", key)?;
    let Some((at, template)) = template else {
        return own.ok_or_else(|| missing("request.object", key));
    };
    let on_pods = said(template, &at, key)?.ok_or_else(|| missing(&at, key))?;
    match own {
        Some(own) if own != on_pods => {
            let message = format!("`{key}` is `{own}` on the object and `{on_pods}` on its pods");
            Err(Fault::of_field(
                at,
                message,
                "say the same on both, or leave it out on the object",
            ))
        }
        _ => Ok(on_pods),
    }
}

/// What a label or an annotation says; both may, if they say the same.
fn said(of: &Value, at: &str, key: &str) -> Result<Option<String>, Fault> {
    let mut found: Option<String> = None;
    for place in ["labels", "annotations"] {
        let at = format!("{at}.metadata.{place}");
        match of
            .get("metadata")
            .and_then(|it| it.get(place))
            .and_then(|it| it.get(key))
        {
            None => {}
            Some(Value::String(text)) if !text.trim().is_empty() => match &found {
                Some(other) if other != text => {
                    let message = format!("`{key}` is `{other}` as a label and `{text}` as an annotation");
                    return Err(Fault::of_field(at, message, "leave one of them out"));
                }
                _ => found = Some(text.clone()),
            },
            Some(other) => {
                let message = format!("`{key}` is `{other}`");
                return Err(Fault::of_field(at, message, "write a name"));
            }
        }
    }
    Ok(found)
}

fn missing(at: &str, key: &str) -> Fault {
    let what = match key {
        ACTION => "which action of the policy",
        _ => "which model line",
    };
    Fault::of_field(
        format!("{at}.metadata.labels"),
        format!("no label `{key}` says {what} this is"),
        format!("label the pods with `{key}`"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_pods_count_and_the_object_may_not_say_otherwise() {
        let labels = |action: &str| json!({"labels": {ACTION: action, MODEL: "m1"}});
        let work = |action: &str| {
            Ok(Starts::Work {
                action: action.to_owned(),
                line: "m1".to_owned(),
            })
        };
        let of = |object: Value| read(&object, None).map_err(|it| it.field.unwrap_or_default());
        assert_eq!(of(json!({"metadata": labels("a"), "spec": {}})), work("a"));
        let template = |it: Value| json!({"template": {"metadata": it}});
        assert_eq!(
            of(json!({"metadata": {}, "spec": template(labels("a"))})),
            work("a")
        );
        assert_eq!(
            of(json!({"metadata": labels("b"), "spec": template(labels("a"))})),
            Err("request.object.spec.template".to_owned())
        );
        assert_eq!(
            of(json!({"metadata": labels("a"), "spec": template(json!({}))})),
            Err("request.object.spec.template.metadata.labels".to_owned())
        );
        let cron = json!({"spec": {"jobTemplate": {"spec": template(labels("a"))}}});
        assert_eq!(of(cron), work("a"));
    }
}
