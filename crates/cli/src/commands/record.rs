//! `holdpoint record`.

use crate::commands::refused;
use crate::render::diagnostics;
use crate::terminal::Terminal;
use holdpoint_app::{Date, NotPublished, Outcome, Problem, PublishPolicy, RecordStatements, read_moment};
use std::path::PathBuf;

/// Put evidence on record, or publish a policy.
///
/// FILE holds JSON objects, one after the other; `-` reads them from standard input. Each has `kind`, `by` (the party
/// that says so), `line` (the model line) and the members of its kind, as docs/evidence.md lists them. All are recorded,
/// or none.
#[derive(clap::Args)]
pub(crate) struct Record {
    ledger: PathBuf,
    #[arg(required_unless_present = "policy", conflicts_with = "policy")]
    file: Option<PathBuf>,
    /// The file of the root keys: only what is signed by a key that speaks for whom it names counts.
    #[arg(long, value_name = "FILE")]
    roots: Option<PathBuf>,
    /// Publish this document: it becomes the policy in force.
    #[arg(long, value_name = "FILE")]
    policy: Option<PathBuf>,
    /// From when on the policy is in force, if not at once.
    #[arg(long, value_name = "DATE", value_parser = read_moment, requires = "policy")]
    from: Option<Date>,
    /// Take a name in this meaning; of other names every meaning has to allow an action. May be given several times.
    #[arg(long, value_name = "NAME=READING", requires = "policy")]
    reading: Vec<String>,
    /// Who says what does not say by whom it is said.
    #[arg(long, value_name = "PARTY", conflicts_with = "policy")]
    by: Option<String>,
    /// The model line of what does not name one.
    #[arg(long, value_name = "LINE", conflicts_with = "policy")]
    model: Option<String>,
    /// Sign with the secret key in this file.
    #[arg(long, value_name = "FILE")]
    key: Option<PathBuf>,
    /// Go by this moment instead of the clock, for a rehearsal.
    #[arg(long, value_name = "DATE", value_parser = read_moment)]
    now: Option<Date>,
}

impl Record {
    pub(crate) fn run(&self, terminal: &Terminal) -> Outcome {
        match (&self.policy, &self.file) {
            (Some(policy), _) => self.publish(policy, terminal),
            (None, Some(file)) => {
                let done = self.record(file, terminal);
                done.unwrap_or_else(|problem| refused(terminal, &problem))
            }
            (None, None) => Outcome::Unusable,
        }
    }

    fn record(&self, file: &std::path::Path, terminal: &Terminal) -> Result<Outcome, Problem> {
        let (name, text) = read(file)?;
        let call = RecordStatements {
            roots: self.roots.clone(),
            path: self.ledger.clone(),
            name,
            text,
            by: self.by.clone(),
            line: self.model.clone(),
            key: self.key.clone(),
            now: self.now,
        };
        for entry in call.run()?.entries {
            let note = if entry.was_there { ", as it was before" } else { "" };
            let says = if entry.says.is_empty() {
                String::new()
            } else {
                format!(", {}", entry.says)
            };
            terminal.print(&format!("entry {}: {}{says}{note}\n", entry.index, entry.kind));
        }
        Ok(Outcome::Fine)
    }

    fn publish(&self, policy: &std::path::Path, terminal: &Terminal) -> Outcome {
        let call = PublishPolicy {
            roots: self.roots.clone(),
            path: self.ledger.clone(),
            policy: policy.to_owned(),
            from: self.from,
            readings: self.reading.clone(),
            key: self.key.clone(),
            now: self.now,
        };
        match call.run() {
            Ok(published) => {
                let (index, policy) = (published.index, published.policy);
                terminal.print(&format!(
                    "entry {index}: {policy} is in force from {}\n",
                    published.from
                ));
                Outcome::Fine
            }
            Err(NotPublished::Problem(problem)) => refused(terminal, &problem),
            Err(NotPublished::Words {
                files,
                diagnostics: found,
                outcome,
            }) => {
                terminal.talk(&diagnostics(&files, &found, terminal.talk_has_colour));
                outcome
            }
        }
    }
}

fn read(file: &std::path::Path) -> Result<(String, String), Problem> {
    let (name, text) = match file.as_os_str() == "-" {
        true => (
            "standard input".to_owned(),
            std::io::read_to_string(std::io::stdin()),
        ),
        false => (file.display().to_string(), std::fs::read_to_string(file)),
    };
    match text {
        Ok(text) => Ok((name, text)),
        Err(why) => Err(Problem {
            message: format!("{name}: {why}"),
            help: None,
        }),
    }
}
