//! Every address that is served, with its methods and who may use it. A test holds `docs/openapi.json` against this table.
//!
//! It must not know how an answer is written.

use crate::fault::{Fault, Kind};

/// An address and a method.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Route {
    pub(crate) method: &'static str,
    pub(crate) path: &'static str,
    pub(crate) endpoint: Endpoint,
    pub(crate) access: Access,
}

/// Who may use it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Access {
    /// Everybody: it says nothing of what is on record.
    Everybody,
    /// Whoever shows a token for asking, where one was set up.
    Asking,
    /// The same, and the API server of Kubernetes, where it has no token.
    Admission,
    /// Whoever shows a token for recording; without such tokens nobody.
    Recording,
}

/// What is served there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Endpoint {
    Health,
    Readiness,
    OpenApi,
    GateSchema,
    StatusSchema,
    Look,
    Decide,
    Status,
    OpaPackage,
    OpaAllow,
    OpaDecision,
    AuthzenMetadata,
    AuthzenEvaluation,
    AuthzenEvaluations,
    Admission,
    Events,
    Metrics,
}

/// All of them.
pub(crate) const ROUTES: &[Route] = &[
    route("GET", "/healthz", Endpoint::Health, Access::Everybody),
    route("GET", "/readyz", Endpoint::Readiness, Access::Everybody),
    route("GET", "/openapi.json", Endpoint::OpenApi, Access::Everybody),
    route(
        "GET",
        "/schemas/gate.schema.json",
        Endpoint::GateSchema,
        Access::Everybody,
    ),
    route(
        "GET",
        "/schemas/status.schema.json",
        Endpoint::StatusSchema,
        Access::Everybody,
    ),
    route("GET", "/v1/decision", Endpoint::Look, Access::Asking),
    route("POST", "/v1/decision", Endpoint::Decide, Access::Asking),
    route("GET", "/v1/status", Endpoint::Status, Access::Asking),
    route("POST", "/v1/data/holdpoint", Endpoint::OpaPackage, Access::Asking),
    route(
        "POST",
        "/v1/data/holdpoint/allow",
        Endpoint::OpaAllow,
        Access::Asking,
    ),
    route(
        "POST",
        "/v1/data/holdpoint/decision",
        Endpoint::OpaDecision,
        Access::Asking,
    ),
    route(
        "GET",
        "/.well-known/authzen-configuration",
        Endpoint::AuthzenMetadata,
        Access::Everybody,
    ),
    route(
        "POST",
        "/access/v1/evaluation",
        Endpoint::AuthzenEvaluation,
        Access::Asking,
    ),
    route(
        "POST",
        "/access/v1/evaluations",
        Endpoint::AuthzenEvaluations,
        Access::Asking,
    ),
    route(
        "POST",
        "/kubernetes/v1/admission",
        Endpoint::Admission,
        Access::Admission,
    ),
    route("POST", "/v1/events", Endpoint::Events, Access::Recording),
    route("GET", "/metrics", Endpoint::Metrics, Access::Asking),
];

const fn route(method: &'static str, path: &'static str, endpoint: Endpoint, access: Access) -> Route {
    Route {
        method,
        path,
        endpoint,
        access,
    }
}

/// What is served there, if that is served by this method.
pub(crate) fn find(method: &str, path: &str) -> Result<Route, Fault> {
    let mut there = ROUTES.iter().filter(|it| it.path == path).peekable();
    if there.peek().is_none() {
        let help = "GET /openapi.json lists what is served";
        return Err(Fault::new(Kind::NotFound, format!("there is no `{path}`"), help));
    }
    let methods: Vec<&str> = there.clone().map(|it| it.method).collect();
    there.find(|it| it.method == method).copied().ok_or_else(|| {
        let allowed = match methods[..] {
            ["GET"] => "GET",
            ["POST"] => "POST",
            _ => "GET, POST",
        };
        let message = format!("`{path}` is not served by {method}");
        Fault::new(
            Kind::MethodNotAllowed(allowed),
            message,
            format!("take {allowed}"),
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn the_openapi_document_has_these_routes_and_no_others() {
        let document: serde_json::Value =
            serde_json::from_str(crate::api::OPENAPI).expect("the document is JSON");
        let paths = document["paths"].as_object().expect("it has paths");
        let documented: BTreeSet<(String, String)> = paths
            .iter()
            .flat_map(|(path, item)| {
                let methods = item.as_object().expect("a path is an object").keys();
                methods.map(move |method| (method.to_uppercase(), path.clone()))
            })
            .collect();
        let served: BTreeSet<(String, String)> = ROUTES
            .iter()
            .map(|it| (it.method.to_owned(), it.path.to_owned()))
            .collect();
        assert_eq!(documented, served);
        for it in ROUTES {
            let open = &document["paths"][it.path][it.method.to_lowercase()]["security"];
            let is_open = *open == serde_json::json!([]);
            assert_eq!(is_open, it.access == Access::Everybody, "{}", it.path);
        }
    }
}
