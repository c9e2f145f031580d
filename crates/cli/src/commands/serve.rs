//! `holdpoint serve`.

use crate::commands::refused;
use crate::commands::strictness::Strictness;
use crate::terminal::Terminal;
use holdpoint_app::{Date, Outcome, Problem, read_moment};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

/// Answer for other programs, over HTTP, whether an action may go on.
///
/// Speaks its own JSON (GET /openapi.json describes it), the data API of Open Policy Agent, OpenID AuthZEN, the admission
/// webhook of Kubernetes, CloudEvents and Prometheus. Whatever goes wrong is undecided and opens nothing: a request that cannot
/// be read, a ledger that cannot, an answer that is late. docs/integrations/ has a page for each protocol. Stops when asked to
/// end, after what it is answering.
#[derive(clap::Args)]
pub(crate) struct Serve {
    /// A ledger, or a bundle of one, which records nothing.
    #[arg(long, value_name = "FILE")]
    ledger: PathBuf,
    /// Of a bundle: the ledger's public key, `NAME+ID+KEY`.
    #[arg(long, value_name = "KEY")]
    verifier: Option<String>,
    /// The file of the root keys: only what is signed by a key that speaks for whom it names counts.
    #[arg(long, value_name = "FILE")]
    roots: Option<PathBuf>,
    /// Where to answer; port 0 takes one that is free.
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:8099")]
    listen: SocketAddr,
    /// How clients know the server, if not by that address.
    #[arg(long, value_name = "URL")]
    url: Option<String>,
    /// Answer only who shows one of the tokens in this file, one a line, as a bearer token.
    #[arg(long, value_name = "FILE")]
    bearer_file: Option<PathBuf>,
    /// Answer reviews of Kubernetes without a token, as its API server has none unless it was given one.
    #[arg(long, requires = "bearer_file")]
    open_admission: bool,
    /// Let who shows one of the tokens in this file put evidence on record, as CloudEvents.
    #[arg(long, value_name = "FILE")]
    record_bearer_file: Option<PathBuf>,
    /// A model line that /metrics tells of, and --notify. To be given for each.
    #[arg(long, value_name = "LINE")]
    watch: Vec<String>,
    /// Send a CloudEvent to this address when an answer about a watched line becomes another.
    #[arg(long, value_name = "URL", requires = "watch")]
    notify: Option<String>,
    /// The certificates that an https address of --notify is trusted by, in PEM.
    #[arg(long, value_name = "FILE", requires = "notify")]
    notify_ca: Option<PathBuf>,
    /// The token in this file is shown to the address of --notify.
    #[arg(long, value_name = "FILE", requires = "notify")]
    notify_bearer_file: Option<PathBuf>,
    /// How many seconds between two looks at what is watched.
    #[arg(long, value_name = "SECONDS", default_value = "5", value_parser = seconds)]
    watch_every: Duration,
    /// Send spans of OpenTelemetry to this address of a collector, as OTLP in JSON.
    #[arg(long, value_name = "URL")]
    traces: Option<String>,
    /// Let whoever reaches the address ask, also from other machines, without a token.
    #[arg(long, conflicts_with = "bearer_file")]
    open: bool,
    /// Speak TLS with this certificate chain, in PEM.
    #[arg(long, value_name = "FILE", requires = "tls_key")]
    tls_cert: Option<PathBuf>,
    /// The secret key of the certificate, in PEM.
    #[arg(long, value_name = "FILE", requires = "tls_cert")]
    tls_key: Option<PathBuf>,
    /// How many seconds an answer may take, at most; what is late is undecided.
    #[arg(long, value_name = "SECONDS", default_value = "3", value_parser = seconds)]
    timeout: Duration,
    /// Ask only: put no answer on record.
    #[arg(long)]
    no_record: bool,
    #[command(flatten)]
    strictness: Strictness,
    /// Sign the record with the secret key in this file.
    #[arg(long, value_name = "FILE")]
    key: Option<PathBuf>,
    /// Go by this moment instead of the clock, for a rehearsal.
    #[arg(long, value_name = "DATE", value_parser = read_moment)]
    now: Option<Date>,
}

impl Serve {
    pub(crate) fn run(&self, terminal: &Terminal) -> Outcome {
        match self.serve(terminal) {
            Ok(()) => Outcome::Fine,
            Err(problem) => refused(terminal, &problem),
        }
    }

    fn serve(&self, terminal: &Terminal) -> Result<(), Problem> {
        let server = holdpoint_web::Serve {
            ledger: self.ledger.clone(),
            verifier: self.verifier.clone(),
            roots: self.roots.clone(),
            listen: self.listen,
            url: self.url.clone(),
            bearer_file: self.bearer_file.clone(),
            record_bearer_file: self.record_bearer_file.clone(),
            watched: self.watch.clone(),
            notify: self.notify.clone().map(|url| holdpoint_web::Notify {
                url,
                authorities: self.notify_ca.clone(),
                bearer_file: self.notify_bearer_file.clone(),
                every: self.watch_every,
            }),
            traces: self.traces.clone(),
            is_admission_open: self.open_admission,
            is_open: self.open,
            tls: self.tls_cert.clone().zip(self.tls_key.clone()),
            timeout: self.timeout,
            mode: self.strictness.mode()?,
            is_recorded: !self.no_record,
            key: self.key.clone(),
            now: self.now,
        };
        let bound = server.bind()?;
        terminal.print(&format!("answers at {}\n", bound.url()));
        bound.run();
        Ok(())
    }
}

fn seconds(text: &str) -> Result<Duration, String> {
    let seconds = text.parse::<f64>().ok().filter(|it| (0.01..=60.0).contains(it));
    let seconds = seconds.ok_or_else(|| "write seconds from 0.01 to 60, as `3` or `0.5`".to_owned())?;
    Ok(Duration::from_secs_f64(seconds))
}
