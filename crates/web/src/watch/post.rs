//! Sends an event, or spans, to where somebody wants them: a few times if it has to, and then no more.
//!
//! It must not know what is told.

use holdpoint_app::Problem;
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Bytes;
use hyper::client::conn::http1;
use hyper::{Request, Uri};
use hyper_util::rt::TokioIo;
use serde_json::Value;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::ClientConfig;
use tokio_rustls::rustls::pki_types::ServerName;

/// Where events go.
pub(crate) struct Target {
    host: String,
    port: u16,
    path: String,
    tls: Option<(Arc<ClientConfig>, ServerName<'static>)>,
    token: Option<String>,
}

/// An event in structured mode.
const EVENT: &str = "application/cloudevents+json";
/// One try, from the connection to the answer.
const TRY: Duration = Duration::from_secs(5);
/// Before each try but the first.
const WAITS: [Duration; 4] = [
    Duration::from_millis(500),
    Duration::from_secs(1),
    Duration::from_secs(2),
    Duration::from_secs(4),
];
/// What comes back is not read, but for its status.
const ANSWER_BYTES_MAX: usize = 64 * 1024;

impl Target {
    /// `certificates` are those whom an `https` address is trusted by.
    pub(crate) fn new(
        url: &str,
        certificates: Option<Arc<ClientConfig>>,
        token: Option<String>,
    ) -> Result<Target, Problem> {
        let wrong = || {
            let help = "write it as `http://127.0.0.1:9000/events` or `https://...`";
            Problem::new(format!("`{url}` is no address that events can be sent to"), help)
        };
        let uri: Uri = url.parse().map_err(|_| wrong())?;
        let host = uri
            .host()
            .filter(|it| !it.is_empty())
            .ok_or_else(wrong)?
            .to_owned();
        if uri.authority().is_some_and(|it| it.as_str().contains('@')) {
            return Err(wrong());
        }
        let (default_port, tls) = match (uri.scheme_str(), certificates) {
            (Some("http"), _) => (80, None),
            (Some("https"), Some(config)) => {
                let name = host.trim_matches(['[', ']']).to_owned();
                (
                    443,
                    Some((config, ServerName::try_from(name).map_err(|_| wrong())?)),
                )
            }
            (Some("https"), None) => {
                let help = "give the certificates of those who sign it with --notify-ca";
                return Err(Problem::new(
                    format!("nobody says by whom `{url}` is trusted"),
                    help,
                ));
            }
            _ => return Err(wrong()),
        };
        Ok(Target {
            port: uri.port_u16().unwrap_or(default_port),
            path: uri.path_and_query().map_or("/", |it| it.as_str()).to_owned(),
            host,
            tls,
            token,
        })
    }

    /// One try, whatever comes of it.
    pub(crate) async fn try_once(&self, body: &Value) -> bool {
        let sent = tokio::time::timeout(TRY, self.send(body.to_string(), "application/json")).await;
        sent.is_ok_and(|it| it.is_some_and(|status| (200..300).contains(&status)))
    }

    /// Whether the event arrived.
    pub(crate) async fn deliver(&self, event: &Value) -> bool {
        let body = event.to_string();
        for wait in std::iter::once(None).chain(WAITS.into_iter().map(Some)) {
            if let Some(wait) = wait {
                tokio::time::sleep(wait).await;
            }
            match tokio::time::timeout(TRY, self.send(body.clone(), EVENT)).await {
                Ok(Some(status)) if (200..300).contains(&status) => return true,
                // It will not be taken the next time either.
                Ok(Some(status)) if (400..500).contains(&status) && ![408, 429].contains(&status) => {
                    return false;
                }
                _ => {}
            }
        }
        false
    }

    /// The status that came back, if anything did.
    async fn send(&self, body: String, media_type: &'static str) -> Option<u16> {
        let host = self.host.trim_matches(['[', ']']);
        let stream = TcpStream::connect((host, self.port)).await.ok()?;
        match &self.tls {
            None => self.exchange(stream, body, media_type).await,
            Some((config, name)) => {
                let connector = TlsConnector::from(Arc::clone(config));
                let stream = connector.connect(name.clone(), stream).await.ok()?;
                self.exchange(stream, body, media_type).await
            }
        }
    }

    async fn exchange<S: AsyncRead + AsyncWrite + Unpin + Send + 'static>(
        &self,
        stream: S,
        body: String,
        media_type: &'static str,
    ) -> Option<u16> {
        let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await.ok()?;
        let driver = tokio::spawn(connection);
        let mut request = Request::post(&self.path)
            .header("host", format!("{}:{}", self.host, self.port))
            .header("content-type", media_type);
        if let Some(token) = &self.token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        let request = request.body(Full::new(Bytes::from(body))).ok()?;
        let response = sender.send_request(request).await.ok()?;
        let status = response.status().as_u16();
        let _rest = Limited::new(response.into_body(), ANSWER_BYTES_MAX)
            .collect()
            .await;
        driver.abort();
        Some(status)
    }
}

impl std::fmt::Debug for Target {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Target({}:{}{})", self.host, self.port, self.path)
    }
}
