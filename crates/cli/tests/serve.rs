//! `holdpoint serve` as a process: it says where it answers, answers there, and stops when it is asked to.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

const HOLDPOINT: &str = env!("CARGO_BIN_EXE_holdpoint");

struct Server {
    process: Child,
    address: String,
}

impl Server {
    fn start(arguments: &[&str]) -> Server {
        let mut process = Command::new(HOLDPOINT)
            .args(["serve", "--listen", "127.0.0.1:0"])
            .args(arguments)
            .stdout(Stdio::piped())
            .spawn()
            .expect("it starts");
        let mut line = String::new();
        let output = process.stdout.as_mut().expect("its output");
        BufReader::new(output)
            .read_line(&mut line)
            .expect("it says where");
        let address = line
            .trim()
            .strip_prefix("answers at http://")
            .expect("an address");
        Server {
            address: address.to_owned(),
            process,
        }
    }

    fn get(&self, target: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).expect("it listens");
        let patience = Some(Duration::from_secs(30));
        stream.set_read_timeout(patience).expect("a time-out");
        let request = format!("GET {target} HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).expect("it is sent");
        let mut text = String::new();
        stream.read_to_string(&mut text).expect("it answers");
        text
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ended = self.process.kill();
        let _ended = self.process.wait();
    }
}

#[test]
fn it_answers_where_it_says_and_stops_when_asked_to() {
    let folder = tempfile::tempdir().expect("a folder");
    let ledger = folder.path().join("l.db");
    let ledger = ledger.to_str().expect("a plain path");
    let begun = Command::new(HOLDPOINT)
        .args(["ledger", "init", ledger, "--origin", "example.org/ledger"])
        .output()
        .expect("it runs");
    assert!(begun.status.success());
    let mut server = Server::start(&["--ledger", ledger]);
    let answered = server.get("/v1/decision?action=training&model=m1");
    assert!(answered.starts_with("HTTP/1.1 503 "), "{answered}");
    assert!(answered.contains("no policy is in force"), "{answered}");
    let id = server.process.id().to_string();
    let killed = Command::new("kill").args(["-TERM", &id]).status();
    assert!(killed.expect("kill is there").success());
    let ended = server.process.wait().expect("it ends");
    assert_eq!(ended.code(), Some(0));
}

#[test]
fn a_call_that_cannot_be_served_is_refused_with_its_cure() {
    let wrong = [
        (&["--listen", "0.0.0.0:0"][..], "--bearer-file"),
        (&["--timeout", "0"], "write seconds from 0.01 to 60"),
        (&["--timeout", "1e9"], "write seconds from 0.01 to 60"),
        (&["--listen", "here"], "invalid socket address"),
        (&["--tls-cert", "gate.pem"], "--tls-key"),
        (&["--mode", "overridable"], "--approver"),
        (&["--mode", "watch"], "watch-only"),
        (&["--approver", "x"], "--mode overridable"),
        (&["--open", "--bearer-file", "tokens"], "cannot be used with"),
        (&["--bearer-file", "none"], "a token a line"),
    ];
    for (arguments, says) in wrong {
        let output = Command::new(HOLDPOINT)
            .args(["serve", "--ledger", "l.db"])
            .args(arguments)
            .output()
            .expect("it runs");
        let told = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {told}");
        assert!(told.contains(says), "{arguments:?}: {told}");
    }
}
