//! The use case `import`: another tool's record becomes evidence, or is refused with the reason.
//!
//! What a run says is decided by the rules of the policy's evaluation, never by what the tool says of itself.

mod format;
mod measured;

pub use format::Format;

use crate::gate::contents::Contents;
use crate::ledger::{Ledger, each_entry};
use crate::moment;
use crate::problem::Problem;
use crate::record::{RecordStatements, Recorded, no_policy};
use holdpoint_importers::{self as importers, ControlState, ControlStatus, Measurement, Shelf};
use holdpoint_ledger::Hash;
use holdpoint_policy::model::Policy;
use holdpoint_policy::quantity::Date;
use holdpoint_policy::suggest::{cure, nearest};
use serde_json::{Value, json};
use std::path::PathBuf;

/// Imports one record.
#[derive(Clone, Debug)]
pub struct ImportRecord {
    /// The file of the ledger.
    pub path: PathBuf,
    /// The file of the root keys; without it nobody looks at who signed.
    pub roots: Option<PathBuf>,
    /// The file of the record.
    pub file: PathBuf,
    /// Whose format it is in; told from its content if not given.
    pub format: Option<Format>,
    /// Files with the samples of a record that has them apart, each with the task that they are of.
    pub samples: Vec<(String, PathBuf)>,
    /// The policy's evaluation for which it is evidence.
    pub evaluation: Option<String>,
    /// Which metric of the record stands for which quantity of the evaluation's rules; those of one name if not given.
    pub quantities: Vec<(String, String)>,
    /// What the run says, where the policy's evaluation has no rule that decides it.
    pub answer: Option<String>,
    /// Who says so.
    pub by: Option<String>,
    /// The model line.
    pub line: Option<String>,
    /// The file of the secret key that signs it.
    pub key: Option<PathBuf>,
    /// What to go by instead of the clock.
    pub now: Option<Date>,
}

/// What was imported.
#[derive(Clone, Debug)]
pub struct Imported {
    /// What is on record now.
    pub recorded: Recorded,
    /// What a reader should know before relying on it.
    pub remarks: Vec<String>,
}

impl ImportRecord {
    /// Imports it.
    pub fn run(&self) -> Result<Imported, Problem> {
        let (store, mut contents) = Contents::of_ledger(&self.path, self.roots.as_deref())?;
        let policy = self.policy(&mut contents)?;
        let bytes = read(&self.file)?;
        let name = self.file.display().to_string();
        let format = match self.format {
            Some(it) => it,
            None => Format::of(&name, &bytes)?,
        };
        let digest = Hash::of(&[&bytes]).to_string();
        let record = importers::Record {
            file: &name,
            bytes: &bytes,
            digest: &digest,
        };
        let (statements, remarks) = match format {
            Format::Oscal => self.controls(&policy, importers::oscal::read(record))?,
            Format::Controls if name.ends_with(".csv") => {
                self.controls(&policy, importers::controls::read_csv(record))?
            }
            Format::Controls => self.controls(&policy, importers::controls::read_json(record))?,
            Format::InspectAi => self.evaluation(&store, &policy, importers::inspect::read(record))?,
            Format::LmEvaluationHarness => {
                let samples = self.samples()?;
                let samples: Vec<(&str, importers::Record<'_>)> =
                    samples.iter().map(|it| (it.task.as_str(), it.record())).collect();
                self.evaluation(&store, &policy, importers::lm_eval::read(record, &samples))?
            }
            Format::EveryEvalEver => {
                let samples = self.samples()?;
                let samples = samples.first().map(SampleFile::record);
                self.evaluation(&store, &policy, importers::every_eval_ever::read(record, samples))?
            }
        };
        let recorded = RecordStatements {
            path: self.path.clone(),
            roots: self.roots.clone(),
            name,
            text: statements.iter().map(|it| format!("{it}\n")).collect(),
            by: self.by.clone(),
            line: self.line.clone(),
            key: self.key.clone(),
            now: self.now,
        };
        Ok(Imported {
            recorded: recorded.run()?,
            remarks,
        })
    }

    /// The policy in force, under the first of its readings.
    fn policy(&self, contents: &mut Contents) -> Result<Policy, Problem> {
        let now = moment::date(moment::now_ms(self.now)?);
        let in_force = contents.in_force(contents.size(), now)?.ok_or_else(no_policy)?;
        Ok(in_force.encoding.base.clone())
    }

    fn evaluation(
        &self,
        store: &Ledger,
        policy: &Policy,
        read: Result<Vec<Measurement>, importers::Refusal>,
    ) -> Result<(Vec<Value>, Vec<String>), Problem> {
        let measurements = read.map_err(Problem::of)?;
        let name = self.evaluation.as_deref().ok_or_else(|| {
            let names: Vec<&str> = policy
                .evaluations
                .iter()
                .map(|it| it.named.name.as_str())
                .collect();
            let help = format!("name one with --evaluation: {}", names.join(", "));
            Problem::new(
                "for which evaluation of the policy it is evidence is not said",
                help,
            )
        })?;
        let found = policy.evaluations.iter().find(|it| it.named.name == name);
        let evaluation = found.ok_or_else(|| {
            let names = policy.evaluations.iter().map(|it| it.named.name.as_str());
            Problem::new(
                format!("the policy has no evaluation `{name}`"),
                cure(name, names),
            )
        })?;
        let mut shelf = shelf(store)?;
        if let Some(first) = measurements.first() {
            shelf.put(&first.identity).map_err(Problem::of)?;
        }
        let decided = measured::decide(
            evaluation,
            &measurements,
            &self.quantities,
            self.answer.as_deref(),
        )?;
        let statement = json!({
            "kind": "evaluation",
            "evaluation": name,
            "answer": decided.answer,
            "measured": decided.measured,
        });
        let remarks = measurements.into_iter().flat_map(|it| it.remarks).collect();
        Ok((vec![statement], remarks))
    }

    /// A control stands for the safeguard of the same name.
    fn controls(
        &self,
        policy: &Policy,
        read: Result<Vec<ControlStatus>, importers::Refusal>,
    ) -> Result<(Vec<Value>, Vec<String>), Problem> {
        let mut statements = Vec::new();
        let mut remarks = Vec::new();
        for it in read.map_err(Problem::of)? {
            let names = || policy.safeguards.iter().map(|it| it.named.name.as_str());
            if names().all(|name| name != it.control) {
                let help = match nearest(&it.control, names()) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => "a control is taken for the safeguard of its name".to_owned(),
                };
                let message = format!("{}: the policy has no safeguard `{}`", it.entry, it.control);
                return Err(Problem::new(message, help));
            }
            remarks.extend(
                it.remarks
                    .iter()
                    .map(|remark| format!("{}: {remark}", it.control)),
            );
            statements.extend(safeguard_status(&it, &mut remarks));
        }
        match statements.is_empty() {
            true => Err(Problem::of("no control in it was assessed")),
            false => Ok((statements, remarks)),
        }
    }

    fn samples(&self) -> Result<Vec<SampleFile>, Problem> {
        let read = self.samples.iter().map(|(task, path)| {
            let bytes = read(path)?;
            Ok(SampleFile {
                task: task.clone(),
                name: path.display().to_string(),
                digest: Hash::of(&[&bytes]).to_string(),
                bytes,
            })
        });
        read.collect()
    }
}

/// The samples of a task, in a file of their own.
struct SampleFile {
    task: String,
    name: String,
    digest: String,
    bytes: Vec<u8>,
}

impl SampleFile {
    fn record(&self) -> importers::Record<'_> {
        importers::Record {
            file: &self.name,
            bytes: &self.bytes,
            digest: &self.digest,
        }
    }
}

fn read(path: &std::path::Path) -> Result<Vec<u8>, Problem> {
    crate::loader::read_bytes(path).map_err(|why| {
        let why = match why {
            crate::loader::Unreadable::Missing => "there is no such file".to_owned(),
            crate::loader::Unreadable::Directory => "it is a folder".to_owned(),
            crate::loader::Unreadable::TooLarge => "it is larger than 16 MiB".to_owned(),
            crate::loader::Unreadable::NotUtf8 { .. } => "it is no text".to_owned(),
            crate::loader::Unreadable::Other(why) => why,
        };
        Problem::of(format!("{}: {why}", path.display()))
    })
}

/// The assessor's day is when it is so from, and what was not assessed says nothing.
fn safeguard_status(it: &ControlStatus, remarks: &mut Vec<String>) -> Option<Value> {
    let status = match it.state {
        ControlState::Satisfied => "in-place",
        ControlState::NotSatisfied => "not-in-place",
        ControlState::NotAssessed => {
            remarks.push(format!(
                "{}: not assessed, so nothing is recorded of it",
                it.control
            ));
            return None;
        }
    };
    let mut statement = json!({
        "kind": "safeguard-status",
        "safeguard": it.control,
        "status": status,
        "valid_from": it.assessed,
    });
    if let Some(expires) = &it.expires {
        statement["valid_to"] = json!(expires);
    }
    Some(statement)
}

/// Every record that was imported into the ledger before.
fn shelf(store: &Ledger) -> Result<Shelf, Problem> {
    let mut shelf = Shelf::default();
    let size = store.size().map_err(Problem::of)?;
    each_entry(store, 0..size, |entry| {
        let measured = entry.body.filter(|it| it.object().member("measured").is_some());
        if let Some(body) = measured {
            let body: Value = serde_json::from_str(body.text()).map_err(Problem::of)?;
            let identity = measured::identity(entry.index, &body["measured"]);
            // Two contents that are on record already are not this record's fault.
            identity.iter().for_each(|it| drop(shelf.put(it)));
        }
        Ok(())
    })?;
    Ok(shelf)
}
