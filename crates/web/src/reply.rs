//! What goes back over the wire.
//!
//! It must not know what it says.

use hyper::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderName, HeaderValue, X_CONTENT_TYPE_OPTIONS};
use serde_json::Value;

/// A status, headers, and a text.
#[derive(Clone, Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    content_type: &'static str,
    headers: Vec<(&'static str, String)>,
    body: String,
}

impl Reply {
    pub(crate) fn text(status: u16, content_type: &'static str, body: impl Into<String>) -> Reply {
        Reply {
            status,
            content_type,
            headers: Vec::new(),
            body: body.into(),
        }
    }

    pub(crate) fn json(status: u16, body: &Value) -> Reply {
        Reply::text(status, "application/json", format!("{body}\n"))
    }

    pub(crate) fn typed(self, content_type: &'static str) -> Reply {
        Reply { content_type, ..self }
    }

    pub(crate) fn header(mut self, name: &'static str, value: impl Into<String>) -> Reply {
        self.headers.push((name, value.into()));
        self
    }

    /// For the wire. An answer is of its moment: nobody on the way may keep it.
    pub(crate) fn into_http(self) -> hyper::Response<http_body_util::Full<hyper::body::Bytes>> {
        let mut response = hyper::Response::new(http_body_util::Full::from(self.body));
        *response.status_mut() =
            hyper::StatusCode::from_u16(self.status).unwrap_or(hyper::StatusCode::INTERNAL_SERVER_ERROR);
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(self.content_type));
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        for (name, value) in self.headers {
            // What a client sent and gets back may hold what no header may.
            if let Ok(value) = HeaderValue::from_str(&value) {
                headers.insert(HeaderName::from_static(name), value);
            }
        }
        response
    }
}
