//! Clients that are slow, greedy, or speak something else.

use crate::client::response;
use crate::house::House;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

const HEAD: &str = "POST /v1/decision HTTP/1.1\r\nHost: test\r\nContent-Type: application/json\r\n";

#[test]
fn a_head_that_does_not_end_is_not_waited_for() {
    let house = House::new();
    let server = house.server();
    let begun = Instant::now();
    let mut stream = server.client.connect();
    // A byte now and then does not prolong it.
    for byte in b"GET /healthz HTTP/1.1\r\nHost: t" {
        if stream.write_all(&[*byte]).is_err() {
            break;
        }
        std::thread::sleep(Duration::from_millis(250));
    }
    let mut rest = Vec::new();
    let _closed = stream.read_to_end(&mut rest);
    assert!(begun.elapsed() < Duration::from_secs(12), "{:?}", begun.elapsed());
    assert!(!String::from_utf8_lossy(&rest).contains("200 OK"));
}

#[test]
fn a_body_that_does_not_end_is_not_waited_for() {
    let house = House::new();
    let server = house.server();
    let begun = Instant::now();
    let mut stream = server.client.connect();
    let said = format!("{HEAD}Content-Length: 39\r\n\r\n{{\"action\": ");
    stream.write_all(said.as_bytes()).expect("it is sent");
    let answered = response(&mut stream);
    answered.is_problem(408, "", "did not come within 5 s");
    assert!(begun.elapsed() < Duration::from_secs(12), "{:?}", begun.elapsed());
}

#[test]
fn a_body_that_is_too_large_is_not_read() {
    let house = House::new();
    let server = house.server();
    let said = format!("{HEAD}Connection: close\r\nContent-Length: 99999999999\r\n\r\n{{");
    server
        .client
        .raw(said.as_bytes())
        .is_problem(413, "", "4194304 bytes at most");
    let mut stream = server.client.connect();
    let said = format!("{HEAD}Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n");
    stream.write_all(said.as_bytes()).expect("it is sent");
    let chunk = format!("10000\r\n{}\r\n", " ".repeat(0x10000));
    let mut n_sent = 0;
    while n_sent < 1000 && stream.write_all(chunk.as_bytes()).is_ok() {
        n_sent += 1;
    }
    assert!(n_sent < 1000, "64 MiB were taken");
}

#[test]
fn what_is_no_http_is_told_so_or_cut_off() {
    let house = House::new();
    let server = house.server();
    let head = "GET /v1/decision?action=training&model=open HTTP/1.1\r\nHost: t\r\n";
    let wrong: [Vec<u8>; 10] = [
        b"\r\n\r\n\r\n".to_vec(),
        b"hello\r\n\r\n".to_vec(),
        vec![0x16, 3, 1, 2, 0, 1, 0, 1, 0xfc, 3, 3],
        b"GET / HTTP/9.9\r\n\r\n".to_vec(),
        b"GET /v1/decision?action=training&model=\xff\xfe HTTP/1.1\r\nHost: t\r\n\r\n".to_vec(),
        format!("{head}X: {}\r\n\r\n", "x".repeat(100_000)).into_bytes(),
        format!("{head}{}\r\n", "X: y\r\n".repeat(10_000)).into_bytes(),
        format!("{head}Content-Length: -1\r\n\r\n").into_bytes(),
        format!("{head}Content-Length: 1\r\nContent-Length: 2\r\n\r\n{{").into_bytes(),
        format!("GET /{} HTTP/1.1\r\nHost: t\r\n\r\n", "x".repeat(70_000)).into_bytes(),
    ];
    for bytes in wrong {
        let mut stream = server.client.connect();
        let _sent = stream.write_all(&bytes);
        let _ended = stream.shutdown(std::net::Shutdown::Write);
        let answered = response(&mut stream);
        let told = String::from_utf8_lossy(&bytes[..bytes.len().min(60)]).into_owned();
        assert!(
            answered.status == 0 || answered.status >= 400,
            "{told}: {answered:?}"
        );
    }
    assert_eq!(server.get("/healthz").status, 200);
}

#[test]
fn connections_that_say_nothing_give_way() {
    let house = House::new();
    let server = house.server();
    let idle: Vec<TcpStream> = (0..300).map(|_| server.client.connect()).collect();
    let asked = server.get("/v1/decision?action=training&model=open");
    assert_eq!(asked.status, 200, "{asked:?}");
    drop(idle);
}

#[test]
fn a_server_that_is_stopped_answers_what_it_was_asked() {
    let house = House::new();
    let mut server = house.server();
    let mut waiting = server.client.connect();
    let body = r#"{"action": "training", "model": "open"}"#;
    let (first, rest) = body.split_at(10);
    let said = format!("{HEAD}Content-Length: {}\r\n\r\n{first}", body.len());
    waiting.write_all(said.as_bytes()).expect("it is sent");
    std::thread::sleep(Duration::from_millis(300));
    let client = server.client.clone();
    let asking = std::thread::spawn(move || {
        std::thread::sleep(Duration::from_millis(300));
        waiting.write_all(rest.as_bytes()).expect("it is sent");
        response(&mut waiting)
    });
    let begun = Instant::now();
    server.stop();
    let answered = asking.join().expect("it ends");
    assert_eq!(answered.status, 200, "{answered:?}");
    assert!(begun.elapsed() < Duration::from_secs(9), "{:?}", begun.elapsed());
    assert!(
        TcpStream::connect(&client.address).is_err(),
        "nobody new is let in"
    );
}
