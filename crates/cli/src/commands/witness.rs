//! `holdpoint ledger witness`.

use crate::render::plural;
use crate::terminal::Terminal;
use holdpoint_app::{AskWitness, Cosign, Date, InitWitness, Outcome, Problem, TakeCosignature, read_moment};
use std::fs::OpenOptions;
use std::io::Write;
use std::path::{Path, PathBuf};

#[derive(clap::Subcommand)]
pub(crate) enum Witness {
    /// Draw the key with which a witness cosigns, and print the public half.
    Init {
        /// The file of the secret key, which must not be there yet.
        key: PathBuf,
        /// What the witness is called.
        #[arg(long)]
        name: String,
    },
    /// Write a request to cosign the last checkpoint of a ledger.
    Ask {
        ledger: PathBuf,
        /// How many entries the witness saw last.
        #[arg(long, default_value_t = 0)]
        old: u64,
        /// The request, which must not be there yet.
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
    },
    /// As a witness, cosign a checkpoint if the ledger only grew since the last one; exit 2 if not.
    Cosign {
        request: PathBuf,
        /// The file of the witness's secret key.
        #[arg(long, value_name = "FILE")]
        key: PathBuf,
        /// The logs that it knows (C2SP tlog-policy).
        #[arg(long, value_name = "FILE")]
        policy: PathBuf,
        /// The folder in which it keeps what it saw last.
        #[arg(long, value_name = "FOLDER")]
        seen: PathBuf,
        /// The answer, which must not be there yet.
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
        /// Go by this moment instead of the clock, for a rehearsal.
        #[arg(long, value_name = "DATE", value_parser = read_moment)]
        now: Option<Date>,
    },
    /// Put a witness's answer under the last checkpoint of the ledger.
    Take {
        ledger: PathBuf,
        answer: PathBuf,
        /// The witness's public key, `NAME+ID+KEY`.
        #[arg(long, value_name = "KEY")]
        witness: String,
    },
}

impl Witness {
    pub(crate) fn run(&self, terminal: &Terminal) -> Result<Outcome, Problem> {
        match self {
            Witness::Init { key, name } => {
                let call = InitWitness {
                    key: key.clone(),
                    name: name.clone(),
                };
                terminal.print(&format!("{}\n", call.run()?));
            }
            Witness::Ask { ledger, old, out } => {
                let call = AskWitness {
                    path: ledger.clone(),
                    old: *old,
                };
                write(out, &call.run()?)?;
                terminal.print(&format!("the request is in {}\n", out.display()));
            }
            Witness::Cosign {
                request,
                key,
                policy,
                seen,
                out,
                now,
            } => {
                let call = Cosign {
                    request: request.clone(),
                    key: key.clone(),
                    policy: policy.clone(),
                    seen: seen.clone(),
                    now: *now,
                };
                write(out, &call.run()?)?;
                terminal.print(&format!("cosigned; the answer is in {}\n", out.display()));
            }
            Witness::Take {
                ledger,
                answer,
                witness,
            } => {
                let call = TakeCosignature {
                    path: ledger.clone(),
                    answer: answer.clone(),
                    witness: witness.clone(),
                };
                let cosigned = call.run()?;
                terminal.print(&format!(
                    "{} seen at {}\n",
                    plural(cosigned.size, "entry", "entries"),
                    cosigned.seen
                ));
            }
        }
        Ok(Outcome::Fine)
    }
}

/// A file that is there stays as it is.
pub(super) fn write(path: &Path, text: &str) -> Result<(), Problem> {
    let file = OpenOptions::new().write(true).create_new(true).open(path);
    let written = file.and_then(|mut it| it.write_all(text.as_bytes()));
    written.map_err(|why| Problem {
        message: format!("{} cannot be written: {why}", path.display()),
        help: Some("name a file that is not there yet".to_owned()),
    })
}
