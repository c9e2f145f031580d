//! TLS, with a certificate that was made for the test.

use crate::client::{Client, Response, request, response};
use crate::house::{House, Running};
use holdpoint_web::Serve;
use std::net::TcpStream;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};

const ASKED: &str = "/v1/decision?action=training&model=open";

pub(crate) struct Made {
    pub(crate) certificate: CertificateDer<'static>,
    pub(crate) files: (PathBuf, PathBuf),
}

pub(crate) fn certificate(house: &House, name: &str) -> Made {
    let made = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).expect("a certificate");
    let path = |end: &str| house.folder.path().join(format!("{name}.{end}"));
    let files = (path("pem"), path("key"));
    std::fs::write(&files.0, made.cert.pem()).expect("it is written");
    std::fs::write(&files.1, made.signing_key.serialize_pem()).expect("it is written");
    Made {
        certificate: made.cert.der().clone(),
        files,
    }
}

pub(crate) fn get(client: &Client, trusted: &CertificateDer<'static>, target: &str) -> Response {
    let mut roots = RootCertStore::empty();
    roots.add(trusted.clone()).expect("a root");
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name = ServerName::try_from("localhost").expect("a name");
    let connection = ClientConnection::new(Arc::new(config), name).expect("a connection");
    let mut stream = StreamOwned::new(connection, client.connect());
    let _sent = std::io::Write::write_all(&mut stream, request("GET", target, "", "").as_bytes());
    response(&mut stream)
}

#[test]
fn who_trusts_the_certificate_is_answered_and_nobody_else() {
    let house = House::new();
    let (made, other) = (certificate(&house, "gate"), certificate(&house, "other"));
    let server = Running::of(Serve {
        tls: Some(made.files.clone()),
        ..house.setup()
    });
    let answered = get(&server.client, &made.certificate, ASKED);
    assert_eq!(answered.status, 200, "{answered:?}");
    assert_eq!(answered.json()["answer"], "proceed");
    assert_eq!(get(&server.client, &other.certificate, ASKED).status, 0);
    // In the clear there is no answer.
    assert!(server.get(ASKED).status != 200);
    // Whoever only connects keeps nobody else from being answered.
    let idle: Vec<TcpStream> = (0..20).map(|_| server.client.connect()).collect();
    std::thread::sleep(Duration::from_millis(100));
    assert_eq!(get(&server.client, &made.certificate, ASKED).status, 200);
    drop(idle);
}

#[test]
fn a_certificate_that_cannot_be_used_is_refused_before_anybody_is_answered() {
    let house = House::new();
    let (made, other) = (certificate(&house, "gate"), certificate(&house, "other"));
    let none = house.folder.path().join("none.pem");
    let empty = house.folder.path().join("empty.pem");
    std::fs::write(&empty, "").expect("it is written");
    let wrong = [
        (none.clone(), made.files.1.clone()),
        (made.files.0.clone(), none),
        (empty.clone(), made.files.1.clone()),
        (made.files.0.clone(), empty),
        (made.files.1.clone(), made.files.0.clone()),
        (made.files.0.clone(), other.files.1),
    ];
    for files in wrong {
        let setup = Serve {
            tls: Some(files.clone()),
            ..house.setup()
        };
        let problem = setup.bind().expect_err("it cannot be used");
        assert!(problem.help.is_some(), "{files:?}: {problem}");
    }
}
