//! What is wrong with a request, or keeps it from being answered: a problem document (RFC 9457) that names the field and the
//! cure. It says `undecided` and opens nothing, so that a client that reads no status is no worse off.
//!
//! It must not know the protocols.

use crate::reply::Reply;
use holdpoint_app::Problem;
use serde_json::{Value, json};

/// Why there is no answer.
#[derive(Clone, Debug)]
pub(crate) struct Fault {
    pub(crate) kind: Kind,
    pub(crate) problem: Problem,
    /// The part of the request, as `input.action` or `?model`.
    pub(crate) field: Option<String>,
}

/// What a client can do about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Write the request otherwise.
    Malformed,
    /// Show a token.
    Unauthorised,
    /// Ask whoever runs the server.
    NotSetUp,
    /// Ask for something else.
    NotFound,
    /// Take another method; these are there.
    MethodNotAllowed(&'static str),
    /// Send it sooner.
    TooSlow,
    /// Send less.
    TooLarge,
    /// Send JSON.
    NotJson,
    /// Ask about something that the policy in force has.
    NotAnswerable,
    /// Tell something else.
    NotRecorded,
    /// Report it.
    Mistake,
    /// Mend the ledger, or come back later.
    Unavailable,
    /// Come back later.
    TimeOut,
}

impl Kind {
    fn status(self) -> u16 {
        match self {
            Kind::Malformed => 400,
            Kind::Unauthorised => 401,
            Kind::NotSetUp => 403,
            Kind::NotFound => 404,
            Kind::MethodNotAllowed(_) => 405,
            Kind::TooSlow => 408,
            Kind::TooLarge => 413,
            Kind::NotJson => 415,
            Kind::NotAnswerable | Kind::NotRecorded => 422,
            Kind::Mistake => 500,
            Kind::Unavailable | Kind::TimeOut => 503,
        }
    }

    /// Its name in `type`, and its title.
    fn words(self) -> (&'static str, &'static str) {
        match self {
            Kind::Malformed => ("malformed", "The request cannot be read"),
            Kind::Unauthorised => ("unauthorised", "The request shows no token that is known"),
            Kind::NotSetUp => ("not-set-up", "The server is not set up for this"),
            Kind::NotFound => ("not-found", "There is nothing at this address"),
            Kind::MethodNotAllowed(_) => ("method", "This address takes another method"),
            Kind::TooSlow => ("too-slow", "The request did not come to its end"),
            Kind::TooLarge => ("too-large", "The request is too large"),
            Kind::NotJson => ("not-json", "The request is no JSON"),
            Kind::NotAnswerable => ("not-answerable", "The gate cannot answer this question"),
            Kind::NotRecorded => ("not-recorded", "This cannot be put on record"),
            Kind::Mistake => ("mistake", "The program made a mistake"),
            Kind::Unavailable => ("unavailable", "The gate cannot answer"),
            Kind::TimeOut => ("time-out", "The gate did not answer in time"),
        }
    }
}

impl Fault {
    pub(crate) fn new(kind: Kind, message: impl Into<String>, help: impl Into<String>) -> Fault {
        Fault {
            kind,
            problem: Problem::new(message, help),
            field: None,
        }
    }

    /// Of a part of the request that cannot be read.
    pub(crate) fn of_field(
        field: impl Into<String>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Fault {
        Fault {
            field: Some(field.into()),
            ..Fault::new(Kind::Malformed, message, help)
        }
    }

    pub(crate) fn status(&self) -> u16 {
        self.kind.status()
    }

    /// `type` of its document without the prefix.
    pub(crate) fn name(&self) -> &'static str {
        self.kind.words().0
    }

    /// In one line, with the cure, where a protocol has room for a text only.
    pub(crate) fn sentence(&self) -> String {
        let field = self.field.as_ref().map_or(String::new(), |it| format!("{it}: "));
        let help = self
            .problem
            .help
            .as_ref()
            .map_or(String::new(), |it| format!(" ({it})"));
        format!("{field}{}{help}", self.problem.message)
    }

    /// The document.
    pub(crate) fn document(&self) -> Value {
        let (name, title) = self.kind.words();
        let mut document = json!({
            "type": format!("urn:holdpoint:problem:{name}"),
            "title": title,
            "status": self.status(),
            "detail": self.problem.message,
        });
        for (name, value) in [("field", &self.field), ("help", &self.problem.help)] {
            if let Some(value) = value {
                document[name] = json!(value);
            }
        }
        document["answer"] = json!("undecided");
        document["opens"] = json!(false);
        document
    }

    pub(crate) fn reply(&self) -> Reply {
        let reply = Reply::json(self.status(), &self.document()).typed("application/problem+json");
        match self.kind {
            Kind::MethodNotAllowed(methods) => reply.header("allow", methods),
            Kind::Unauthorised => reply.header("www-authenticate", "Bearer"),
            Kind::TimeOut => reply.header("retry-after", "1"),
            _ => reply,
        }
    }
}
