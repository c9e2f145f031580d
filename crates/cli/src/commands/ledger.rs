//! `holdpoint ledger`.

use crate::commands::keys::Key;
use crate::commands::witness::{Witness, write};
use crate::commands::{json, refused};
use crate::render::ladder::indented;
use crate::render::style::{BAD, GOOD, painted};
use crate::render::table::{Cell, Table};
use crate::render::{examined, plural};
use crate::terminal::Terminal;
use clap::ValueEnum;
use holdpoint_app::{
    CheckpointLedger, Date, ExamineBundle, ExportLedger, InitLedger, LogLedger, Outcome, Problem, ShowEntry,
    VerifyLedger, View, is_bundle, ledger_words, read_moment,
};
use std::path::{Path, PathBuf};

/// Keep a ledger: begin one, list it, show an entry, verify it, sign checkpoints of it.
#[derive(clap::Args)]
pub(crate) struct Ledger {
    #[command(subcommand)]
    command: Command,
}

#[derive(clap::Subcommand)]
enum Command {
    /// Begin a ledger, with a key that signs its checkpoints.
    ///
    /// The secret key is kept beside the ledger in a file of the same name with `.key`; the public key is printed, for
    /// everybody who verifies.
    Init {
        ledger: PathBuf,
        /// What the ledger is called in its checkpoints.
        #[arg(long, value_name = "NAME", default_value = "ledger")]
        origin: String,
        /// Take the secret key in this file instead of drawing one. Of a ledger in a database, one is drawn into it if it is
        /// not there.
        #[arg(long, value_name = "FILE")]
        key: Option<PathBuf>,
    },
    /// List the entries.
    Log {
        ledger: PathBuf,
        #[arg(long, default_value = "text")]
        format: Format,
    },
    /// Show one entry in full.
    Show { ledger: PathBuf, index: u64 },
    /// Is everything as it was recorded, in a ledger or in a bundle of one? Exit 0 if it is, 1 if not, 4 if that is not
    /// shown.
    ///
    /// A ledger agrees with itself also after somebody rewrote it as a whole; a checkpoint that was kept elsewhere (--pin)
    /// shows that.
    Verify {
        #[arg(value_name = "LEDGER|BUNDLE")]
        ledger: PathBuf,
        /// The ledger's public key, `NAME+ID+KEY`; without it signatures in a ledger are not looked at.
        #[arg(long, value_name = "KEY")]
        key: Option<String>,
        /// A signed checkpoint that was kept elsewhere; may be given several times.
        #[arg(long, value_name = "FILE")]
        pin: Vec<PathBuf>,
        /// Of a bundle: whose checkpoints are believed, and how many witnesses have to have seen them (C2SP tlog-policy).
        #[arg(long, value_name = "FILE")]
        policy: Option<PathBuf>,
        /// The root keys, so that it is looked at who signed the entries.
        #[arg(long, value_name = "FILE")]
        roots: Option<PathBuf>,
    },
    /// Does the file hold together? The same as `verify` with nothing known from elsewhere.
    Fsck { ledger: PathBuf },
    /// Write a bundle of the ledger for others; what is withheld of it is seen to be.
    ///
    /// Everything is shown, unless --entry or --field say of what, and but for what --withhold names.
    Export {
        ledger: PathBuf,
        /// The bundle; it must not be there yet.
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
        /// The ledger as it was at so many entries.
        #[arg(long)]
        size: Option<u64>,
        /// Show this entry, and of others only that they are there. May be given several times.
        #[arg(long, value_name = "INDEX")]
        entry: Vec<u64>,
        /// Show of this entry only that it is there. May be given several times.
        #[arg(long, value_name = "INDEX")]
        withhold: Vec<u64>,
        /// Show this field of every entry that has it. May be given several times.
        #[arg(long, value_name = "NAME")]
        field: Vec<String>,
    },
    /// Write a bundle that shows some fields of some entries, and of all else only that it is there.
    Reveal {
        ledger: PathBuf,
        #[arg(required = true)]
        index: Vec<u64>,
        /// A field to show of each of them. May be given several times.
        #[arg(long, value_name = "NAME", required = true)]
        field: Vec<String>,
        /// A field to show of every entry, as `predicateType` to show of what kind they are.
        #[arg(long, value_name = "NAME")]
        every: Vec<String>,
        /// The bundle; it must not be there yet.
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
    },
    /// Let others cosign the checkpoints of a ledger, and cosign theirs.
    #[command(subcommand)]
    Witness(Witness),
    /// Say whose keys may sign what, and for which party, in a ledger under root keys.
    #[command(subcommand)]
    Key(Key),
    /// Sign a checkpoint of the ledger, keep it, and print it or write it to a file.
    Checkpoint {
        ledger: PathBuf,
        /// The file of the ledger's secret key; the one beside it if not given.
        #[arg(long, value_name = "FILE")]
        key: Option<PathBuf>,
        /// The file of the checkpoint, which must not be there yet.
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
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
            Command::Init { ledger, origin, key } => init(ledger, origin, key.clone(), terminal),
            Command::Log { ledger, format } => log(ledger, *format, terminal),
            Command::Show { ledger, index } => show(ledger, *index, terminal),
            Command::Verify {
                ledger,
                key,
                pin,
                policy,
                roots,
            } if is_bundle(ledger) => {
                let call = ExamineBundle {
                    path: ledger.clone(),
                    key: key.clone(),
                    policy: policy.clone(),
                    pins: pin.clone(),
                    roots: roots.clone(),
                };
                call.run().map(|it| {
                    terminal.print(&examined(&it, terminal));
                    it.outcome
                })
            }
            Command::Verify {
                ledger,
                key,
                pin,
                policy: None,
                roots,
            } => verify(ledger, key.clone(), pin, roots.clone(), terminal),
            Command::Verify { ledger, .. } => Err(Problem {
                message: format!(
                    "{} is no bundle, and --policy is of bundles",
                    ledger_words(ledger)
                ),
                help: Some("holdpoint ledger export writes one".to_owned()),
            }),
            Command::Witness(it) => it.run(terminal),
            Command::Key(it) => it.run(terminal),
            Command::Fsck { ledger } => verify(ledger, None, &[], None, terminal),
            Command::Export {
                ledger,
                out,
                size,
                entry,
                withhold,
                field,
            } => {
                let view = View {
                    all: entry.is_empty() && field.is_empty(),
                    withheld: withhold.clone(),
                    whole: entry.clone(),
                    of_every: field.clone(),
                    of_entry: Vec::new(),
                };
                export(ledger, out, *size, view, terminal)
            }
            Command::Reveal {
                ledger,
                index,
                field,
                every,
                out,
            } => {
                let view = View {
                    of_every: every.clone(),
                    of_entry: index.iter().map(|it| (*it, field.clone())).collect(),
                    ..View::default()
                };
                export(ledger, out, None, view, terminal)
            }
            Command::Checkpoint {
                ledger,
                key,
                out,
                now,
            } => {
                let call = CheckpointLedger {
                    path: ledger.clone(),
                    key: key.clone(),
                    now: *now,
                };
                checkpoint(&call, out.as_deref(), terminal)
            }
        };
        done.unwrap_or_else(|problem| refused(terminal, &problem))
    }
}

fn init(ledger: &Path, origin: &str, key: Option<PathBuf>, terminal: &Terminal) -> Result<Outcome, Problem> {
    let call = InitLedger {
        path: ledger.to_owned(),
        origin: origin.to_owned(),
        key,
    };
    let begun = call.run()?;
    terminal.print(&format!("{}\n", begun.verifier));
    terminal.talk(&format!(
        "began {}; its secret key is in {}: keep it where nobody who writes to the ledger can change both\n",
        ledger_words(ledger),
        begun.key_path.display()
    ));
    Ok(Outcome::Fine)
}

fn checkpoint(call: &CheckpointLedger, out: Option<&Path>, terminal: &Terminal) -> Result<Outcome, Problem> {
    let signed = call.run()?;
    let Some(out) = out else {
        terminal.print(&signed.note);
        return Ok(Outcome::Fine);
    };
    write(out, &signed.note)?;
    terminal.print(&format!(
        "the checkpoint at {} is in {}\n",
        plural(signed.size, "entry", "entries"),
        out.display()
    ));
    Ok(Outcome::Fine)
}

fn log(ledger: &Path, format: Format, terminal: &Terminal) -> Result<Outcome, Problem> {
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

fn show(ledger: &Path, index: u64, terminal: &Terminal) -> Result<Outcome, Problem> {
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

fn export(
    ledger: &Path,
    out: &Path,
    size: Option<u64>,
    view: View,
    terminal: &Terminal,
) -> Result<Outcome, Problem> {
    let call = ExportLedger {
        path: ledger.to_owned(),
        out: out.to_owned(),
        size,
        view,
    };
    let exported = call.run()?;
    terminal.talk(&format!(
        "wrote {} with {} under {}\n",
        out.display(),
        plural(exported.size, "entry", "entries"),
        plural(exported.n_checkpoints as u64, "checkpoint", "checkpoints")
    ));
    Ok(Outcome::Fine)
}

fn verify(
    ledger: &Path,
    key: Option<String>,
    pins: &[PathBuf],
    roots: Option<PathBuf>,
    terminal: &Terminal,
) -> Result<Outcome, Problem> {
    let call = VerifyLedger {
        roots,
        path: ledger.to_owned(),
        key,
        pins: pins.to_vec(),
    };
    let verified = call.run()?;
    for fault in &verified.faults {
        terminal.print(&format!(
            "{} {fault}\n",
            painted("fails:", BAD, terminal.has_colour)
        ));
    }
    if verified.faults.is_empty() {
        let entries = plural(verified.size, "entry", "entries");
        let held = match verified.pinned {
            None => "agree with each other and with the checkpoints that the ledger keeps; no checkpoint kept elsewhere was given \
                     (--pin), so a ledger that was rewritten as a whole would not show"
                .to_owned(),
            Some((pinned, n)) => format!(
                "agree with each other, and the first {pinned} with {} kept elsewhere",
                plural(n as u64, "checkpoint", "checkpoints")
            ),
        };
        let word = painted("holds:", GOOD, terminal.has_colour);
        terminal.print(&indented(&format!("{word} {entries} {held}"), 0, terminal.width));
        if verified.is_unlooked {
            let unlooked = "not looked at: who signed the entries, and whether they might; give the root keys with --roots";
            terminal.print(&indented(unlooked, 0, terminal.width));
        }
    }
    Ok(verified.outcome)
}
