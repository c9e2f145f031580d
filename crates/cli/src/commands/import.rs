//! `holdpoint import`.

use crate::commands::refused;
use crate::terminal::Terminal;
use clap::ValueEnum;
use holdpoint_app::{Date, ImportFormat, ImportRecord, Outcome, read_moment};
use std::path::PathBuf;

/// Put another tool's record on record: a log of an evaluation, or statuses of controls.
///
/// What can be computed again is, and a record that says more than it knows is refused with the reason. What a run says is
/// decided by the rule of the policy's evaluation, with the estimator that it names.
#[derive(clap::Args)]
pub(crate) struct Import {
    ledger: PathBuf,
    file: PathBuf,
    /// The file of the root keys: only what is signed by a key that speaks for whom it names counts.
    #[arg(long, value_name = "FILE")]
    roots: Option<PathBuf>,
    /// The policy's evaluation for which it is evidence.
    #[arg(long, value_name = "NAME")]
    evaluation: Option<String>,
    /// Which metric of the record stands for a quantity of the rule. May be given several times.
    #[arg(long, value_name = "QUANTITY=METRIC", value_parser = pair)]
    quantity: Vec<(String, String)>,
    /// What the run says, where the policy's evaluation has no rule: indicates, rules-out or inconclusive.
    #[arg(long, value_name = "ANSWER")]
    answer: Option<String>,
    /// The samples of a task, where the tool keeps them apart. May be given several times.
    #[arg(long, value_name = "TASK=FILE", value_parser = pair)]
    samples: Vec<(String, String)>,
    /// Whose format it is; told from its content if not given.
    #[arg(long = "as", value_name = "FORMAT")]
    format: Option<Format>,
    /// Who says so.
    #[arg(long, value_name = "PARTY")]
    by: Option<String>,
    /// The model line.
    #[arg(long, value_name = "LINE")]
    model: Option<String>,
    /// Sign with the secret key in this file.
    #[arg(long, value_name = "FILE")]
    key: Option<PathBuf>,
    /// Go by this moment instead of the clock, for a rehearsal.
    #[arg(long, value_name = "DATE", value_parser = read_moment)]
    now: Option<Date>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    InspectAi,
    LmEval,
    EveryEvalEver,
    Oscal,
    Controls,
}

impl Import {
    pub(crate) fn run(&self, terminal: &Terminal) -> Outcome {
        let samples = self
            .samples
            .iter()
            .map(|(task, file)| (task.clone(), PathBuf::from(file)));
        let call = ImportRecord {
            roots: self.roots.clone(),
            path: self.ledger.clone(),
            file: self.file.clone(),
            format: self.format.map(|it| match it {
                Format::InspectAi => ImportFormat::InspectAi,
                Format::LmEval => ImportFormat::LmEvaluationHarness,
                Format::EveryEvalEver => ImportFormat::EveryEvalEver,
                Format::Oscal => ImportFormat::Oscal,
                Format::Controls => ImportFormat::Controls,
            }),
            samples: samples.collect(),
            evaluation: self.evaluation.clone(),
            quantities: self.quantity.clone(),
            answer: self.answer.clone(),
            by: self.by.clone(),
            line: self.model.clone(),
            key: self.key.clone(),
            now: self.now,
        };
        match call.run() {
            Ok(imported) => {
                for remark in imported.remarks {
                    terminal.talk(&format!("note: {remark}\n"));
                }
                for entry in imported.recorded.entries {
                    terminal.print(&format!(
                        "entry {}: {}, {}\n",
                        entry.index, entry.kind, entry.says
                    ));
                }
                Outcome::Fine
            }
            Err(problem) => refused(terminal, &problem),
        }
    }
}

fn pair(text: &str) -> Result<(String, String), String> {
    let pair = text
        .split_once('=')
        .filter(|it| !it.0.is_empty() && !it.1.is_empty());
    let pair = pair.map(|(left, right)| (left.to_owned(), right.to_owned()));
    pair.ok_or_else(|| "write two words with `=` between them".to_owned())
}
