//! Connections: so many at once, each for so long; heads and bodies of so many bytes, within so much time.
//!
//! It must not know the protocols.

use crate::desk::Desk;
use crate::fault::{Fault, Kind};
use crate::metrics::Seen;
use crate::reply::Reply;
use crate::request::Request;
use crate::routes::{Access, Endpoint, ROUTES, Route, find};
use crate::serve::Tokens;
use crate::traces::Traces;
use crate::{api, authzen, events, kubernetes, opa};
use holdpoint_app::AsOf;
use http_body_util::{BodyExt, Full, LengthLimitError, Limited};
use hyper::body::{Body, Bytes, Incoming};
use hyper::header::{CONNECTION as CONNECTION_HEADER, HeaderValue};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use std::convert::Infallible;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;

/// All that a request may need.
#[derive(Debug)]
pub(crate) struct Server {
    pub(crate) desk: Desk,
    pub(crate) tokens: Option<Tokens>,
    /// Of those who may put on record; without them nobody may.
    pub(crate) recording_tokens: Option<Tokens>,
    /// Model lines that metrics tell of.
    pub(crate) watched: Vec<String>,
    /// Where spans go.
    pub(crate) traces: Option<Traces>,
    /// Reviews of Kubernetes are answered without a token.
    pub(crate) is_admission_open: bool,
    /// How clients know it, without a slash at the end.
    pub(crate) url: String,
    /// The certificate, where TLS is spoken.
    pub(crate) tls: Option<Arc<ServerConfig>>,
}

/// Those who come later wait to be let in.
const CONNECTIONS_MAX: usize = 256;
/// From the first byte of a connection or the end of an answer to the end of the next head.
const HEAD: Duration = Duration::from_secs(5);
const HANDSHAKE: Duration = Duration::from_secs(5);
const BODY: Duration = Duration::from_secs(5);
const HEAD_BYTES_MAX: usize = 16 * 1024;
/// Objects of Kubernetes have 1.5 MiB at most, and a review holds two of them.
const BODY_BYTES_MAX: usize = 4 * 1024 * 1024;
/// Whoever reads its answers too slowly is not waited for longer than that.
const CONNECTION: Duration = Duration::from_secs(300);
/// The first answer after that asks the client to connect anew, so that none is cut off.
const RENEWAL: Duration = Duration::from_secs(240);
/// What is being answered when the server is stopped has that long.
const GRACE: Duration = Duration::from_secs(10);
/// If nobody can be let in now, as when there are no more files to open.
const PAUSE: Duration = Duration::from_millis(50);

/// Lets clients in until it is stopped, and then answers those who are in.
pub(crate) async fn serve(listener: TcpListener, server: Arc<Server>, mut stop: watch::Receiver<bool>) {
    let graceful = GracefulShutdown::new();
    let places = Arc::new(Semaphore::new(CONNECTIONS_MAX));
    loop {
        let next = async {
            let place = Arc::clone(&places).acquire_owned().await;
            (place, listener.accept().await)
        };
        let Some((Ok(place), accepted)) = before(&mut stop, next).await else {
            break;
        };
        let Ok((stream, _)) = accepted else {
            tokio::time::sleep(PAUSE).await;
            continue;
        };
        let (server, watcher) = (Arc::clone(&server), graceful.watcher());
        tokio::spawn(async move {
            let connected = tokio::time::timeout(CONNECTION, connection(stream, server, watcher));
            // That a client went away, or was too slow, is its own affair.
            let _ended = connected.await;
            drop(place);
        });
    }
    drop(listener);
    let _all_answered = tokio::time::timeout(GRACE, graceful.shutdown()).await;
}

/// What comes first: that, or the end.
async fn before<T>(stop: &mut watch::Receiver<bool>, next: impl Future<Output = T>) -> Option<T> {
    let stopped = async {
        // That nobody can stop it any more stops it.
        let _stopped = stop.wait_for(|it| *it).await;
    };
    let (mut next, mut stopped) = (std::pin::pin!(next), std::pin::pin!(stopped));
    std::future::poll_fn(|cx| {
        if stopped.as_mut().poll(cx).is_ready() {
            return std::task::Poll::Ready(None);
        }
        next.as_mut().poll(cx).map(Some)
    })
    .await
}

async fn connection(stream: TcpStream, server: Arc<Server>, watcher: Watcher) {
    // Answers are small: they should go at once.
    let _is_faster = stream.set_nodelay(true);
    match server.tls.clone() {
        None => requests(stream, server, watcher).await,
        Some(tls) => {
            if let Ok(Ok(stream)) =
                tokio::time::timeout(HANDSHAKE, TlsAcceptor::from(tls).accept(stream)).await
            {
                requests(stream, server, watcher).await;
            }
        }
    }
}

async fn requests<S: AsyncRead + AsyncWrite + Unpin + Send + 'static>(
    stream: S,
    server: Arc<Server>,
    watcher: Watcher,
) {
    let begun = Instant::now();
    let service = service_fn(move |request| {
        let server = Arc::clone(&server);
        async move {
            let mut response = answer(&server, request).await;
            if begun.elapsed() > RENEWAL {
                response
                    .headers_mut()
                    .insert(CONNECTION_HEADER, HeaderValue::from_static("close"));
            }
            Ok::<_, Infallible>(response)
        }
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD)
        .max_buf_size(HEAD_BYTES_MAX)
        .serve_connection(TokioIo::new(stream), service);
    let _ended = watcher.watch(connection).await;
}

async fn answer(server: &Server, request: hyper::Request<Incoming>) -> hyper::Response<Full<Bytes>> {
    let (head, body) = request.into_parts();
    let request = Request::of(&head);
    let path = ROUTES.iter().map(|it| it.path).find(|it| *it == request.path);
    let path = path.unwrap_or("another");
    let reply = match &server.traces {
        Some(traces) => {
            let answer = respond(server, &request, body);
            traces
                .during(&request, path, answer, |it: &Reply| it.status)
                .await
        }
        None => respond(server, &request, body).await,
    };
    server.desk.metrics.response(path, reply.status);
    reply.into_http()
}

async fn respond(server: &Server, request: &Request, body: Incoming) -> Reply {
    // Whoever may not ask is told so before anything more is read.
    match server.admit(request) {
        Ok(route) => match read(body).await {
            Ok(body) => server.reply(route.endpoint, &request.with(body)).await,
            // The rest of the body is not waited for.
            Err(fault) => fault.reply().header("connection", "close"),
        },
        Err(fault) => fault.reply(),
    }
}

async fn read(body: Incoming) -> Result<Vec<u8>, Fault> {
    let too_large = || {
        let help = format!("send {BODY_BYTES_MAX} bytes at most");
        Fault::new(Kind::TooLarge, "the body is too large", help)
    };
    if body.size_hint().lower() > BODY_BYTES_MAX as u64 {
        return Err(too_large());
    }
    let whole = Limited::new(body, BODY_BYTES_MAX).collect();
    match tokio::time::timeout(BODY, whole).await {
        Ok(Ok(whole)) => Ok(whole.to_bytes().to_vec()),
        Ok(Err(why)) if why.is::<LengthLimitError>() => Err(too_large()),
        Ok(Err(why)) => Err(Fault::new(
            Kind::Malformed,
            format!("the body broke off: {why}"),
            "send it again",
        )),
        Err(_) => {
            let message = format!("the body did not come within {} s", BODY.as_secs());
            Err(Fault::new(Kind::TooSlow, message, "send it again, faster"))
        }
    }
}

impl Server {
    /// What is asked for, if it is there and they may ask for it.
    fn admit(&self, request: &Request) -> Result<Route, Fault> {
        let route = find(&request.method, &request.path)?;
        let tokens = match route.access {
            Access::Everybody => None,
            Access::Admission if self.is_admission_open => None,
            Access::Asking | Access::Admission => self.tokens.as_ref(),
            Access::Recording => Some(self.recording_tokens.as_ref().ok_or_else(not_set_up)?),
        };
        tokens.map_or(Ok(()), |it| it.admit(request))?;
        Ok(route)
    }

    async fn reply(&self, endpoint: Endpoint, request: &Request) -> Reply {
        let reply = self.answer(endpoint, request).await;
        reply.unwrap_or_else(|fault| fault.reply())
    }

    async fn answer(&self, endpoint: Endpoint, request: &Request) -> Result<Reply, Fault> {
        let desk = &self.desk;
        match endpoint {
            Endpoint::Health => Ok(api::health()),
            Endpoint::Readiness => api::readiness(desk).await,
            Endpoint::OpenApi => Ok(Reply::text(200, "application/json", api::OPENAPI)),
            Endpoint::GateSchema => Ok(Reply::text(200, "application/schema+json", api::GATE_SCHEMA)),
            Endpoint::StatusSchema => Ok(Reply::text(200, "application/schema+json", api::STATUS_SCHEMA)),
            Endpoint::Look => api::look(desk, request).await,
            Endpoint::Decide => api::decide(desk, request).await,
            Endpoint::Status => api::status(desk, request).await,
            Endpoint::OpaPackage => Ok(opa::data(desk, request, opa::Rule::Package).await),
            Endpoint::OpaAllow => Ok(opa::data(desk, request, opa::Rule::Allow).await),
            Endpoint::OpaDecision => Ok(opa::data(desk, request, opa::Rule::Decision).await),
            Endpoint::AuthzenMetadata => Ok(authzen::metadata(&self.url)),
            Endpoint::AuthzenEvaluation => Ok(authzen::evaluation(desk, request).await),
            Endpoint::AuthzenEvaluations => Ok(authzen::evaluations(desk, request).await),
            Endpoint::Events => events::take(desk, request).await,
            Endpoint::Metrics => Ok(self.metrics().await),
            Endpoint::Admission => kubernetes::admission(desk, request).await,
        }
    }

    /// What was counted, and how the ledger is now. What cannot be looked at is left out: metrics are no answer.
    async fn metrics(&self) -> Reply {
        let mut seen = Seen {
            size: self.desk.size().await.ok(),
            standings: Vec::new(),
        };
        if seen.size.is_some() {
            for line in &self.watched {
                let standing = self.desk.status(line.clone(), AsOf::Now).await;
                seen.standings.extend(standing);
            }
        }
        let text = self.desk.metrics.text(&seen);
        Reply::text(200, "text/plain; version=0.0.4; charset=utf-8", text)
    }
}

fn not_set_up() -> Fault {
    let help = "start it with --record-bearer-file, which names the tokens of those who may put on record";
    Fault::new(Kind::NotSetUp, "nobody may put on record here", help)
}
