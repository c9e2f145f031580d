//! The use of it all: what a server is set up with, checked before it answers anybody; it serves until it is stopped.
//!
//! It must not know the protocols.

mod tls;
mod tokens;

use crate::desk::{Asking, Desk};
use crate::server::{Server, serve};
use crate::traces::Traces;
use crate::watch::{Target, Watch};
use holdpoint_app::{Date, Mode, Problem};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
pub(crate) use tokens::Tokens;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use tokio::sync::watch;

/// How a server is set up.
#[derive(Clone, Debug)]
pub struct Serve {
    /// The file of the ledger, or of a bundle of it, which records nothing.
    pub ledger: PathBuf,
    /// Of a bundle: the ledger's public key.
    pub verifier: Option<String>,
    /// The file of the root keys; without it nobody looks at who signed.
    pub roots: Option<PathBuf>,
    /// Where it answers; port 0 takes one that is free.
    pub listen: SocketAddr,
    /// How clients know it, if that is not where it listens.
    pub url: Option<String>,
    /// The file of the tokens of which a client has to show one, one a line.
    pub bearer_file: Option<PathBuf>,
    /// The file of the tokens of those who may put evidence on record; without it nobody may.
    pub record_bearer_file: Option<PathBuf>,
    /// Model lines that are looked at again and again.
    pub watched: Vec<String>,
    /// Who is told when an answer about a watched line changes.
    pub notify: Option<Notify>,
    /// Where spans are sent: the address of an OpenTelemetry collector near by, `http`.
    pub traces: Option<String>,
    /// Reviews of Kubernetes are answered without a token, as its API server has none unless it was given one.
    pub is_admission_open: bool,
    /// Whoever reaches the address may ask, also from other machines.
    pub is_open: bool,
    /// The files of a certificate chain and its key, both PEM.
    pub tls: Option<(PathBuf, PathBuf)>,
    /// How long an answer may take.
    pub timeout: Duration,
    /// How strictly an answer is followed.
    pub mode: Mode,
    /// Answers are put on record.
    pub is_recorded: bool,
    /// The file of the secret key that signs the record.
    pub key: Option<PathBuf>,
    /// What to go by instead of the clock.
    pub now: Option<Date>,
}

/// Who is told.
#[derive(Clone, Debug)]
pub struct Notify {
    /// Where events are sent, `http` or `https`.
    pub url: String,
    /// For `https`: the file of the certificates that it is trusted by, in PEM.
    pub authorities: Option<PathBuf>,
    /// The file of the token that is shown there.
    pub bearer_file: Option<PathBuf>,
    /// How long between two looks.
    pub every: Duration,
}

/// A server that has its address, and answers as soon as it is run.
#[derive(Debug)]
pub struct Bound {
    runtime: Runtime,
    listener: TcpListener,
    server: Arc<Server>,
    watch: Option<Watch>,
    stop: watch::Receiver<bool>,
    stopper: Stop,
    url: String,
}

/// Stops a server from elsewhere.
#[derive(Clone, Debug)]
pub struct Stop(Arc<watch::Sender<bool>>);

/// Threads that read and write; what is asked of the ledger has threads of its own.
const WORKERS: usize = 2;
/// After the last request was answered, or given up.
const ENDING: Duration = Duration::from_secs(1);

impl Serve {
    /// Takes the address.
    pub fn bind(self) -> Result<Bound, Problem> {
        let tokens = self.bearer_file.as_deref().map(Tokens::read).transpose()?;
        if tokens.is_none() && !self.is_open && !self.listen.ip().is_loopback() {
            let message = format!(
                "{} can be reached from other machines, and no token is asked for",
                self.listen
            );
            let help = "give --bearer-file, or --open if whoever reaches it may ask";
            return Err(Problem::new(message, help));
        }
        let recording_tokens = self.record_bearer_file.as_deref().map(Tokens::read).transpose()?;
        let watch = self
            .notify
            .as_ref()
            .map(|it| it.watch(&self.watched))
            .transpose()?;
        let tls = self
            .tls
            .as_ref()
            .map(|(chain, key)| tls::certificate(chain, key))
            .transpose()?;
        let traces = self.traces.as_deref().map(collector).transpose()?;
        let cannot = |why: std::io::Error| {
            let help = "name an address of this machine and a port that is free with --listen";
            Problem::new(format!("{} cannot be taken: {why}", self.listen), help)
        };
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(WORKERS)
            .enable_all()
            .build()
            .map_err(cannot)?;
        let listener = runtime.block_on(TcpListener::bind(self.listen)).map_err(cannot)?;
        let scheme = if tls.is_some() { "https" } else { "http" };
        let address = listener.local_addr().map_err(cannot)?;
        let url = self.url.unwrap_or_else(|| format!("{scheme}://{address}"));
        let asking = Asking {
            ledger: self.ledger,
            verifier: self.verifier,
            roots: self.roots,
            mode: self.mode,
            is_recorded: self.is_recorded,
            key: self.key,
            now: self.now,
        };
        let (sender, stop) = watch::channel(false);
        let traces = traces.map(|target| {
            let (traces, sending) = Traces::to(target);
            runtime.spawn(sending);
            traces
        });
        Ok(Bound {
            runtime,
            listener,
            watch,
            server: Arc::new(Server {
                desk: Desk::new(asking, self.timeout),
                tokens,
                recording_tokens,
                watched: self.watched,
                traces,
                is_admission_open: self.is_admission_open,
                url: url.trim_end_matches('/').to_owned(),
                tls,
            }),
            stop,
            stopper: Stop(Arc::new(sender)),
            url,
        })
    }
}

/// It stands beside the server, or on the same network: spans tell who asks what.
fn collector(url: &str) -> Result<Target, Problem> {
    match url.starts_with("https:") {
        true => Err(Problem::new(
            format!("`{url}` is no address that spans can be sent to"),
            "send them to a collector near by, as `http://127.0.0.1:4318/v1/traces`, which passes them on",
        )),
        false => Target::new(url, None, None),
    }
}

impl Notify {
    fn watch(&self, lines: &[String]) -> Result<Watch, Problem> {
        if lines.is_empty() {
            let help = "name the model lines with --watch";
            return Err(Problem::new(
                "nothing is watched that anybody could be told of",
                help,
            ));
        }
        let authorities = self.authorities.as_deref().map(tls::trust).transpose()?;
        let token = self.bearer_file.as_deref().map(Tokens::read).transpose()?;
        let target = Target::new(&self.url, authorities, token.map(Tokens::into_first))?;
        Ok(Watch {
            lines: lines.to_vec(),
            every: self.every,
            target: Arc::new(target),
        })
    }
}

impl Bound {
    /// How clients know it.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// What stops it.
    pub fn stopper(&self) -> Stop {
        self.stopper.clone()
    }

    /// Answers until it is stopped, or until the process is asked to end. Requests that have come are answered.
    pub fn run(self) {
        let stopper = self.stopper.clone();
        self.runtime.spawn(async move {
            if until_signal().await.is_ok() {
                stopper.stop();
            }
        });
        let server = Arc::clone(&self.server);
        self.runtime.spawn(async move { server.desk.look_over().await });
        if let Some(watch) = self.watch {
            self.runtime
                .spawn(crate::watch::watch(Arc::clone(&self.server), watch));
        }
        self.runtime
            .block_on(serve(self.listener, self.server, self.stop));
        // A question that hangs must not keep the process.
        self.runtime.shutdown_timeout(ENDING);
    }
}

impl Stop {
    /// Nobody new is let in.
    pub fn stop(&self) {
        self.0.send_replace(true);
    }
}

#[cfg(unix)]
async fn until_signal() -> std::io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut end = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    std::future::poll_fn(|cx| {
        let ended = end.poll_recv(cx).is_ready() || interrupt.poll_recv(cx).is_ready();
        if ended {
            std::task::Poll::Ready(())
        } else {
            std::task::Poll::Pending
        }
    })
    .await;
    Ok(())
}

#[cfg(not(unix))]
async fn until_signal() -> std::io::Result<()> {
    tokio::signal::ctrl_c().await
}
