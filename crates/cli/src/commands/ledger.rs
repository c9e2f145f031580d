//! `holdpoint ledger`.

use crate::commands::{json, refused};
use crate::render::style::{BAD, GOOD, painted};
use crate::render::table::{Cell, Table};
use crate::terminal::Terminal;
use clap::ValueEnum;
use holdpoint_app::{
    CheckpointLedger, Date, InitLedger, LogLedger, Outcome, Problem, ShowEntry, VerifyLedger, read_moment,
};
use std::path::PathBuf;

/// Keep a ledger: begin one, list it, show an entry, verify it, sign its head.
#[derive(clap::Args)]
pub(crate) struct Ledger {
    #[command(subcommand)]
    command: Command,
}

#[derive(clap::Subcommand)]
enum Command {
    /// Begin a ledger, with a key that signs its heads.
    ///
    /// The secret key is kept beside the ledger in a file of the same name with `.key`; the public key is printed, for
    /// everybody who verifies.
    Init {
        ledger: PathBuf,
        /// What the ledger is called in its heads.
        #[arg(long, value_name = "NAME", default_value = "ledger")]
        origin: String,
    },
    /// List the entries.
    Log {
        ledger: PathBuf,
        #[arg(long, default_value = "text")]
        format: Format,
    },
    /// Show one entry in full.
    Show { ledger: PathBuf, index: u64 },
    /// Is everything as it was recorded? Exit 0 if it is, 1 if not.
    ///
    /// A ledger agrees with itself also after somebody rewrote it as a whole; a head that was kept elsewhere (--pin)
    /// shows that.
    Verify {
        ledger: PathBuf,
        /// The ledger's public key, `NAME+ID+KEY`; without it signatures are not looked at.
        #[arg(long, value_name = "KEY")]
        key: Option<String>,
        /// A signed head that was kept elsewhere; may be given several times.
        #[arg(long, value_name = "FILE")]
        pin: Vec<PathBuf>,
    },
    /// Sign the head of the ledger, keep it, and print it.
    Checkpoint {
        ledger: PathBuf,
        /// The file of the ledger's secret key; the one beside it if not given.
        #[arg(long, value_name = "FILE")]
        key: Option<PathBuf>,
        /// Go by this moment instead of the clock, for a rehearsal.
        #[arg(long, value_name = "DATE", value_parser = read_moment)]
        now: Option<Date>,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
}

impl Ledger {
    pub(crate) fn run(&self, terminal: &Terminal) -> Outcome {
        let done = match &self.command {
            Command::Init { ledger, origin } => init(ledger, origin, terminal),
            Command::Log { ledger, format } => log(ledger, *format, terminal),
            Command::Show { ledger, index } => show(ledger, *index, terminal),
            Command::Verify { ledger, key, pin } => {
                let call = VerifyLedger {
                    path: ledger.clone(),
                    key: key.clone(),
                    pins: pin.clone(),
                };
                verify(&call, terminal)
            }
            Command::Checkpoint { ledger, key, now } => {
                let call = CheckpointLedger {
                    path: ledger.clone(),
                    key: key.clone(),
                    now: *now,
                };
                call.run().map(|signed| {
                    terminal.print(&signed.note);
                    Outcome::Fine
                })
            }
        };
        done.unwrap_or_else(|problem| refused(terminal, &problem))
    }
}

fn init(ledger: &std::path::Path, origin: &str, terminal: &Terminal) -> Result<Outcome, Problem> {
    let call = InitLedger {
        path: ledger.to_owned(),
        origin: origin.to_owned(),
    };
    let begun = call.run()?;
    terminal.print(&format!("{}\n", begun.verifier));
    terminal.talk(&format!(
        "began {}; its secret key is in {}: keep it where nobody who writes to the ledger can change both\n",
        ledger.display(),
        begun.key_path.display()
    ));
    Ok(Outcome::Fine)
}

fn log(ledger: &std::path::Path, format: Format, terminal: &Terminal) -> Result<Outcome, Problem> {
    let call = LogLedger {
        path: ledger.to_owned(),
    };
    let listed = call.run()?;
    if format == Format::Json {
        terminal.print(&json(&serde_json::json!({ "entries": listed.rows })));
        return Ok(Outcome::Fine);
    }
    let mut table = Table::new(&["entry", "received", "kind", "by", "model", "says"]);
    for row in listed.rows {
        let or_none = |it: Option<String>| Cell::new(it.unwrap_or_else(|| "-".to_owned()));
        table.row(vec![
            Cell::new(row.index.to_string()),
            Cell::new(row.received),
            Cell::new(row.kind),
            or_none(row.by),
            or_none(row.line),
            Cell::new(row.says),
        ]);
    }
    match table.is_empty() {
        true => terminal.talk("the ledger has no entries yet\n"),
        false => terminal.print(&table.text(0, terminal.width, terminal.has_colour)),
    }
    Ok(Outcome::Fine)
}

fn show(ledger: &std::path::Path, index: u64, terminal: &Terminal) -> Result<Outcome, Problem> {
    let call = ShowEntry {
        path: ledger.to_owned(),
        index,
    };
    let shown = call.run()?;
    terminal.print(&format!(
        "entry {}, received {}, leaf {}\n{}\n",
        shown.row.index, shown.row.received, shown.commitment, shown.body
    ));
    Ok(Outcome::Fine)
}

fn verify(call: &VerifyLedger, terminal: &Terminal) -> Result<Outcome, Problem> {
    let verified = call.run()?;
    for fault in &verified.faults {
        terminal.print(&format!(
            "{} {fault}\n",
            painted("fails:", BAD, terminal.has_colour)
        ));
    }
    if verified.faults.is_empty() {
        let entries = plural(verified.size, "entry", "entries");
        let held = match verified.n_pins {
            0 => {
                "agree with each other and with the heads that the ledger keeps; no head kept elsewhere was \
                  given (--pin), so a ledger that was rewritten as a whole would not show"
                    .to_owned()
            }
            n => format!(
                "are what was signed under {} kept elsewhere",
                plural(n as u64, "head", "heads")
            ),
        };
        let word = painted("holds:", GOOD, terminal.has_colour);
        terminal.print(&format!("{word} {entries} {held}\n"));
    }
    Ok(verified.outcome)
}

fn plural(n: u64, one: &str, many: &str) -> String {
    match n {
        1 => format!("1 {one}"),
        _ => format!("{n} {many}"),
    }
}
