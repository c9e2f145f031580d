//! The use case `ledger verify` on a bundle: three answers, and what the bundle shows.

use super::shown::{PREDICATE_TYPE, ShownEntry, each_shown};
use super::verify::{note, text_of};
use crate::moment;
use crate::outcome::Outcome;
use crate::problem::Problem;
use holdpoint_ledger::TrustPolicy;
use holdpoint_ledger::bundle::{self, Answer, Known, Report};
use holdpoint_ledger::note::Verifier;
use std::fs::File;
use std::io::BufReader;
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
            shown(&self.path, report.size)?
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
        Ok(Known {
            policy,
            pins: self.pins.iter().map(|it| note(it)).collect::<Result<_, _>>()?,
            roots: self.roots.as_deref().map(super::read_roots).transpose()?,
        })
    }

    fn reader(&self) -> Result<BufReader<File>, Problem> {
        let file = File::open(&self.path);
        let file = file.map_err(|why| Problem::of(format!("{}: {why}", self.path.display())))?;
        Ok(BufReader::new(file))
    }
}

type ShownParts = (Vec<OpenEntry>, Option<Vec<(String, u64)>>);

/// What is shown in a bundle that was verified: the open fields of entries that are shown in part; and how many entries
/// are of each kind, if that is shown of all.
fn shown(path: &Path, size: u64) -> Result<ShownParts, Problem> {
    let (mut open, mut kinds, mut n_kinds) = (Vec::new(), Vec::<(String, u64)>::new(), 0);
    each_shown(path, |entry| {
        let predicate_type = match &entry.body {
            Some(body) => type_of_body(body),
            None => entry.revealed_type(),
        };
        if let Some(predicate_type) = predicate_type {
            n_kinds += 1;
            let kind = super::log::kind(&predicate_type);
            match kinds.iter_mut().find(|it| it.0 == kind) {
                Some((_, n)) => *n += 1,
                None => kinds.push((kind.to_owned(), 1)),
            }
        }
        open.extend(open_entry(entry));
        Ok(())
    })?;
    Ok((open, (n_kinds == size && size > 0).then_some(kinds)))
}

fn type_of_body(body: &str) -> Option<String> {
    let body: serde_json::Value = serde_json::from_str(body).ok()?;
    Some(body.get(PREDICATE_TYPE)?.as_str()?.to_owned())
}

fn open_entry(entry: ShownEntry) -> Option<OpenEntry> {
    let (index, received_ms) = (entry.index, entry.received_ms?);
    let fields = entry.fields?;
    let all = fields.len();
    let open = fields.into_iter();
    let fields: Vec<(String, String)> = open.filter_map(|it| Some((it.name?, it.value?))).collect();
    Some(OpenEntry {
        index,
        received: moment::words(moment::date(received_ms)),
        n_withheld: all - fields.len(),
        fields,
    })
}
