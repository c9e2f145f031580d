//! `holdpoint ledger key`.

use crate::commands::json;
use crate::render::table::{Cell, Table};
use crate::terminal::Terminal;
use clap::ValueEnum;
use holdpoint_app::{ChangeKeys, Date, DrawKey, HeldKey, KeyChange, ListKeys, Outcome, Problem, read_moment};
use std::path::PathBuf;

#[derive(clap::Subcommand)]
pub(crate) enum Key {
    /// Draw a key into a file, and print the public key.
    New {
        file: PathBuf,
        /// What the key is called, as in `example.org/lab`.
        #[arg(long, value_name = "NAME")]
        name: String,
    },
    /// Let a key sign, from the next entry on.
    Add {
        ledger: PathBuf,
        /// The public key, `NAME+ID+KEY`.
        key: String,
        /// issuer, auditor, government, log or root; a key has one role for all its life.
        #[arg(long, value_name = "ROLE")]
        role: String,
        /// A party, by its name in the policy, whose statements count under the key's signature. May be given several times.
        #[arg(long, value_name = "PARTY")]
        speaks_for: Vec<String>,
        #[command(flatten)]
        by: ByRoots,
    },
    /// Let a key sign no more; what it signed stays good.
    Retire {
        ledger: PathBuf,
        /// Its name, its id, or the public key.
        key: String,
        #[command(flatten)]
        by: ByRoots,
    },
    /// Let nothing that a key signed count from an entry on, as of a key that was stolen.
    Revoke {
        ledger: PathBuf,
        /// Its name, its id, or the public key.
        key: String,
        /// The first entry for which it does not count: this one, or one before it.
        #[arg(long, value_name = "INDEX")]
        from: u64,
        #[command(flatten)]
        by: ByRoots,
    },
    /// List the keys with their lives.
    List {
        ledger: PathBuf,
        /// The file of the root keys: `threshold K`, then lines `root NAME+ID+KEY`.
        #[arg(long, value_name = "FILE")]
        roots: PathBuf,
        #[arg(long, default_value = "text")]
        format: Format,
    },
}

/// Who says so.
#[derive(clap::Args)]
pub(crate) struct ByRoots {
    /// The file of the root keys: `threshold K`, then lines `root NAME+ID+KEY`.
    #[arg(long, value_name = "FILE")]
    roots: PathBuf,
    /// The file of a secret root key, which signs. To be given for as many as must sign.
    #[arg(long, value_name = "FILE", required = true)]
    root_key: Vec<PathBuf>,
    /// Go by this moment instead of the clock, for a rehearsal.
    #[arg(long, value_name = "DATE", value_parser = read_moment)]
    now: Option<Date>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    Text,
    Json,
}

impl Key {
    pub(crate) fn run(&self, terminal: &Terminal) -> Result<Outcome, Problem> {
        let (ledger, by, change, done) = match self {
            Key::New { file, name } => {
                let call = DrawKey {
                    path: file.clone(),
                    name: name.clone(),
                };
                terminal.print(&format!("{}\n", call.run()?));
                return Ok(Outcome::Fine);
            }
            Key::List {
                ledger,
                roots,
                format,
            } => {
                let call = ListKeys {
                    path: ledger.clone(),
                    roots: roots.clone(),
                };
                list(&call.run()?, *format, terminal);
                return Ok(Outcome::Fine);
            }
            Key::Add {
                ledger,
                key,
                role,
                speaks_for,
                by,
            } => {
                let change = KeyChange::Add {
                    key: key.clone(),
                    role: role.clone(),
                    speaks_for: speaks_for.clone(),
                };
                let name = key.split_once('+').map_or(key.as_str(), |it| it.0);
                let parties = match speaks_for.is_empty() {
                    true => String::new(),
                    false => format!(", for {}", speaks_for.join(", ")),
                };
                (ledger, by, change, format!("{name} may sign as {role}{parties}"))
            }
            Key::Retire { ledger, key, by } => {
                let change = KeyChange::Retire { key: key.clone() };
                (ledger, by, change, format!("{key} signs no more"))
            }
            Key::Revoke {
                ledger,
                key,
                from,
                by,
            } => {
                let change = KeyChange::Revoke {
                    key: key.clone(),
                    from: *from,
                };
                (
                    ledger,
                    by,
                    change,
                    format!("{key} does not count from entry {from} on"),
                )
            }
        };
        let call = ChangeKeys {
            path: ledger.clone(),
            roots: by.roots.clone(),
            root_keys: by.root_key.clone(),
            change,
            now: by.now,
        };
        let entry = call.run()?;
        terminal.print(&format!("entry {entry}: {done}\n"));
        Ok(Outcome::Fine)
    }
}

fn list(keys: &[HeldKey], format: Format, terminal: &Terminal) {
    if format == Format::Json {
        terminal.print(&json(&serde_json::json!({ "keys": keys })));
        return;
    }
    let mut table = Table::new(&["key", "role", "speaks for", "added by", "ended", "id"]);
    for key in keys {
        let ended = match (key.revoked_from, key.retired) {
            (Some(from), _) => format!("revoked from entry {from} on"),
            (None, Some(entry)) => format!("retired by entry {entry}"),
            (None, None) => "-".to_owned(),
        };
        let added = key.added.map_or("given".to_owned(), |it| format!("entry {it}"));
        let parties = match key.speaks_for.is_empty() {
            true => "-".to_owned(),
            false => key.speaks_for.join(", "),
        };
        table.row(vec![
            Cell::new(key.name.clone()),
            Cell::new(key.role.clone()),
            Cell::new(parties),
            Cell::new(added),
            Cell::new(ended),
            Cell::new(key.id.get(..16).unwrap_or(&key.id).to_owned()),
        ]);
    }
    terminal.print(&table.text(0, terminal.width, terminal.has_colour));
}
