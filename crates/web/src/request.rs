//! A request as it was read from the wire: whole, bounded, and with a query in which nothing is lost.
//!
//! It must not know the routes.

use crate::fault::{Fault, Kind};
use holdpoint_app::cure;
use hyper::HeaderMap;
use std::collections::BTreeMap;

/// A request.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    pub(crate) method: String,
    pub(crate) path: String,
    /// What stands behind the `?`, as it came.
    query: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Request {
    /// As far as its head says.
    pub(crate) fn of(head: &hyper::http::request::Parts) -> Request {
        Request {
            method: head.method.as_str().to_owned(),
            path: head.uri.path().to_owned(),
            query: head.uri.query().unwrap_or_default().to_owned(),
            headers: head.headers.clone(),
            body: Vec::new(),
        }
    }

    pub(crate) fn with(&self, body: Vec<u8>) -> Request {
        Request { body, ..self.clone() }
    }

    /// A header that is there once and is text.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut values = self.headers.get_all(name).iter();
        let first = values.next()?.to_str().ok()?;
        values.next().is_none().then_some(first)
    }

    /// The type of the body, in small letters and without parameters.
    pub(crate) fn media_type(&self) -> Option<String> {
        let stated = self.header("content-type")?;
        let (name, _) = stated.split_once(';').unwrap_or((stated, ""));
        Some(name.trim().to_ascii_lowercase())
    }

    /// JSON has to be called so: a page in somebody's browser can send other types without being asked.
    pub(crate) fn json_only(&self) -> Result<&[u8], Fault> {
        match self.media_type().as_deref() {
            Some("application/json") => Ok(&self.body),
            stated => {
                let message = match stated {
                    Some(it) => format!("the body is said to be `{it}`"),
                    None => "nothing says what the body is".to_owned(),
                };
                let mut fault = Fault::new(
                    Kind::NotJson,
                    message,
                    "send JSON with `Content-Type: application/json`",
                );
                fault.field = Some("Content-Type".to_owned());
                Err(fault)
            }
        }
    }

    /// The parameters, of which there are these.
    pub(crate) fn query(&self, known: &[&str]) -> Result<BTreeMap<String, String>, Fault> {
        let mut parameters = BTreeMap::new();
        for pair in self.query.split('&').filter(|it| !it.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let (name, value) = (decoded(name, true)?, decoded(value, true)?);
            if !known.contains(&name.as_str()) {
                let message = format!("there is no parameter `{name}`");
                return Err(Fault::of_field(
                    format!("?{name}"),
                    message,
                    cure(&name, known.iter().copied()),
                ));
            }
            if parameters.insert(name.clone(), value).is_some() {
                let message = format!("`{name}` is there twice");
                return Err(Fault::of_field(
                    format!("?{name}"),
                    message,
                    "leave one of them out",
                ));
            }
        }
        Ok(parameters)
    }
}

/// Percent signs resolved, and plus signs where they stand for blanks.
pub(crate) fn decoded(text: &str, has_plus: bool) -> Result<String, Fault> {
    let wrong = || {
        let message = format!("`{text}` is not percent-encoded UTF-8");
        Fault::of_field("?", message, "write `%` as `%25` and other signs by their bytes")
    };
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' if has_plus => b' ',
            b'%' => {
                let digits = [rest.next().ok_or_else(wrong)?, rest.next().ok_or_else(wrong)?];
                if !digits.iter().all(u8::is_ascii_hexdigit) {
                    return Err(wrong());
                }
                let digits = std::str::from_utf8(&digits).map_err(|_| wrong())?;
                u8::from_str_radix(digits, 16).map_err(|_| wrong())?
            }
            other => other,
        });
    }
    String::from_utf8(bytes).map_err(|_| wrong())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percent_signs_are_resolved_or_refused() {
        assert_eq!(
            decoded("a%20b+c%C3%BC", true).map_err(|it| it.sentence()),
            Ok("a b cü".to_owned())
        );
        for wrong in ["%", "%4", "%zz", "%+1", "%ff"] {
            assert!(decoded(wrong, true).is_err(), "{wrong}");
        }
    }
}
