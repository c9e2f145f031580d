//! HTTP by hand, so that wrong requests can be written as well as right ones.

use serde_json::Value;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

#[derive(Clone, Debug)]
pub(crate) struct Client {
    pub(crate) address: String,
}

#[derive(Clone, Debug)]
pub(crate) struct Response {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: String,
}

impl Client {
    pub(crate) fn of(url: &str) -> Client {
        let (_, address) = url.split_once("://").expect("a URL");
        Client {
            address: address.to_owned(),
        }
    }

    pub(crate) fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(&self.address).expect("the server listens");
        let patience = Some(Duration::from_secs(30));
        stream.set_read_timeout(patience).expect("a time-out");
        stream
    }

    pub(crate) fn get(&self, target: &str) -> Response {
        self.send("GET", target, "", "")
    }

    pub(crate) fn post(&self, target: &str, body: &str) -> Response {
        self.send("POST", target, "Content-Type: application/json\r\n", body)
    }

    /// `headers` end in line ends.
    pub(crate) fn send(&self, method: &str, target: &str, headers: &str, body: &str) -> Response {
        self.raw(request(method, target, headers, body).as_bytes())
    }

    /// Whatever is sent, what comes back.
    pub(crate) fn raw(&self, bytes: &[u8]) -> Response {
        let mut stream = self.connect();
        // A server that has heard enough may close before all is sent.
        let _sent = stream.write_all(bytes);
        response(&mut stream)
    }
}

pub(crate) fn request(method: &str, target: &str, headers: &str, body: &str) -> String {
    let length = body.len();
    format!(
        "{method} {target} HTTP/1.1\r\nHost: test\r\nConnection: close\r\nContent-Length: {length}\r\n{headers}\r\n{body}"
    )
}

/// All until the server closes.
pub(crate) fn response(stream: &mut impl Read) -> Response {
    let mut bytes = Vec::new();
    let mut part = [0; 4096];
    while let Ok(n) = stream.read(&mut part) {
        if n == 0 {
            break;
        }
        bytes.extend_from_slice(&part[..n]);
    }
    let text = String::from_utf8(bytes).expect("answers are text");
    let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
    let status = head.split(' ').nth(1).and_then(|it| it.parse().ok());
    Response {
        status: status.unwrap_or(0),
        head: head.to_lowercase(),
        body: body.to_owned(),
    }
}

impl Response {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|why| panic!("{why}: {self:?}"))
    }

    /// Nothing in it can be taken for a yes, by whatever protocol it is read.
    pub(crate) fn opens_nothing(&self) -> bool {
        let says_yes = |it: &Value| {
            let members = ["opens", "result", "decision", "allow"];
            members.iter().any(|name| it[*name] == Value::Bool(true))
                || it["result"]["allow"] == Value::Bool(true)
                || it["response"]["allowed"] == Value::Bool(true)
                || it["answer"] == "proceed"
        };
        match serde_json::from_str(&self.body) {
            Ok(body) => !says_yes(&body),
            Err(_) => !(200..300).contains(&self.status),
        }
    }

    /// A problem document that names a field and a cure.
    pub(crate) fn is_problem(&self, status: u16, field: &str, says: &str) {
        assert_eq!(self.status, status, "{self:?}");
        assert!(
            self.head.contains("content-type: application/problem+json"),
            "{self:?}"
        );
        let problem = self.json();
        assert_eq!(problem["status"], status, "{self:?}");
        assert_eq!(problem["answer"], "undecided", "{self:?}");
        assert_eq!(problem["opens"], false, "{self:?}");
        if !field.is_empty() {
            assert_eq!(problem["field"], field, "{self:?}");
        }
        let told = format!("{}; {}", problem["detail"], problem["help"]);
        assert!(told.contains(says), "{told} should say {says}");
        assert!(self.opens_nothing(), "{self:?}");
    }
}
