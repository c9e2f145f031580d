//! The use case `ledger verify` on a bundle: three answers, and what the bundle shows.

use super::verify::{note, text_of};
use crate::moment;
use crate::outcome::Outcome;
use crate::problem::Problem;
use holdpoint_ledger::bundle::{self, Answer, Known, Report};
use holdpoint_ledger::note::Verifier;
use holdpoint_ledger::{Roots, TrustPolicy};
use serde::Deserialize;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

/// Examines a bundle, with nothing but it and what is known from elsewhere.
#[derive(Clone, Debug)]
pub struct ExamineBundle {
    /// The file of the bundle.
    pub path: PathBuf,
    /// The ledger's public key, if no trust policy is given.
    pub key: Option<String>,
    /// The file of a trust policy.
    pub policy: Option<PathBuf>,
    /// Files with checkpoints that were kept elsewhere.
    pub pins: Vec<PathBuf>,
    /// The file with the root keys.
    pub roots: Option<PathBuf>,
}

/// What came of it.
#[derive(Clone, Debug)]
pub struct Examined {
    /// What holds, fails, and is not shown.
    pub report: Report,
    /// Entries of which some fields are shown, in order; none if something fails.
    pub open: Vec<OpenEntry>,
    /// How many entries there are of each kind, in the order in which they first appear; `None` unless the kinds of all
    /// are shown.
    pub kinds: Option<Vec<(String, u64)>>,
    /// Fine if all holds, faulty if something fails, undecided if something is not shown.
    pub outcome: Outcome,
}

/// What is shown of an entry that is shown in part.
#[derive(Clone, Debug)]
pub struct OpenEntry {
    /// The number of entries before it.
    pub index: u64,
    /// When it was received, in UTC.
    pub received: String,
    /// Its open fields: names, and values in JSON.
    pub fields: Vec<(String, String)>,
    /// Fields of which it is only seen that they are there.
    pub n_withheld: usize,
}

/// How every bundle begins.
const BEGINNING: &str = "{\"bundle\":\"holdpoint/bundle/";

/// Whether a file is a bundle, by its beginning.
pub fn is_bundle(path: &Path) -> bool {
    let mut beginning = [0; BEGINNING.len()];
    let read = File::open(path).and_then(|mut it| std::io::Read::read_exact(&mut it, &mut beginning));
    read.is_ok() && beginning == *BEGINNING.as_bytes()
}

impl ExamineBundle {
    /// Examines it.
    pub fn run(&self) -> Result<Examined, Problem> {
        let known = self.known()?;
        let report = bundle::verify(self.reader()?, &known).map_err(Problem::of)?;
        let (outcome, is_sound) = match report.answer() {
            Answer::Holds => (Outcome::Fine, true),
            Answer::NotShown => (Outcome::Undecided, true),
            Answer::Fails => (Outcome::Faulty, false),
        };
        let shown = if is_sound {
            shown(self.reader()?, report.size)?
        } else {
            (Vec::new(), None)
        };
        Ok(Examined {
            report,
            open: shown.0,
            kinds: shown.1,
            outcome,
        })
    }

    fn known(&self) -> Result<Known, Problem> {
        let named =
            |path: &Path, why: &dyn std::fmt::Display| Problem::of(format!("{}: {why}", path.display()));
        let policy = match (&self.policy, &self.key) {
            (Some(path), _) => TrustPolicy::parse(&text_of(path)?).map_err(|why| named(path, &why))?,
            (None, Some(key)) => TrustPolicy::of_logs(vec![Verifier::parse(key).map_err(Problem::of)?]),
            (None, None) => {
                let message = "nobody is trusted to have signed the bundle's checkpoints";
                let help = "give the ledger's public key with --key, or a trust policy with --policy";
                return Err(Problem::new(message, help));
            }
        };
        let roots = self
            .roots
            .as_deref()
            .map(|path| Roots::parse(&text_of(path)?).map_err(|why| named(path, &why)));
        Ok(Known {
            policy,
            pins: self.pins.iter().map(|it| note(it)).collect::<Result<_, _>>()?,
            roots: roots.transpose()?,
        })
    }

    fn reader(&self) -> Result<BufReader<File>, Problem> {
        let file = File::open(&self.path);
        let file = file.map_err(|why| Problem::of(format!("{}: {why}", self.path.display())))?;
        Ok(BufReader::new(file))
    }
}

/// An entry's line, as docs/ledger.md has it.
#[derive(Deserialize)]
struct Line {
    index: Option<u64>,
    body: Option<String>,
    reveal: Option<Revealed>,
}

#[derive(Deserialize)]
struct Revealed {
    received_ms: u64,
    fields: Vec<Field>,
}

#[derive(Deserialize)]
struct Field {
    name: Option<String>,
    value: Option<String>,
}

type ShownParts = (Vec<OpenEntry>, Option<Vec<(String, u64)>>);

/// What is shown in a bundle that was verified.
fn shown(input: impl BufRead, size: u64) -> Result<ShownParts, Problem> {
    let (mut open, mut kinds, mut n_kinds) = (Vec::new(), Vec::<(String, u64)>::new(), 0);
    for line in input.lines() {
        let line: Line = serde_json::from_str(&line.map_err(Problem::of)?).map_err(Problem::of)?;
        let Some(index) = line.index else { continue };
        let entry = line.reveal.map(|it| open_entry(index, it));
        let kind = match (&line.body, &entry) {
            (Some(body), _) => kind_of_body(body),
            (None, Some(entry)) => {
                let found = entry.fields.iter().find(|it| it.0 == "predicateType");
                found.and_then(|it| serde_json::from_str(&it.1).ok())
            }
            (None, None) => None,
        };
        if let Some(kind) = kind {
            n_kinds += 1;
            let kind = super::log::kind(&kind).to_owned();
            match kinds.iter_mut().find(|it| it.0 == kind) {
                Some((_, n)) => *n += 1,
                None => kinds.push((kind, 1)),
            }
        }
        open.extend(entry);
    }
    Ok((open, (n_kinds == size && size > 0).then_some(kinds)))
}

fn kind_of_body(body: &str) -> Option<String> {
    let body: serde_json::Value = serde_json::from_str(body).ok()?;
    Some(body.get("predicateType")?.as_str()?.to_owned())
}

fn open_entry(index: u64, revealed: Revealed) -> OpenEntry {
    let all = revealed.fields.len();
    let open = revealed.fields.into_iter();
    let fields: Vec<(String, String)> = open.filter_map(|it| Some((it.name?, it.value?))).collect();
    OpenEntry {
        index,
        received: moment::words(moment::date(revealed.received_ms)),
        n_withheld: all - fields.len(),
        fields,
    }
}
