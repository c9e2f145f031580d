//! The use cases of `ledger witness`: two organisations cosign each other's checkpoints, by files that they exchange.
//!
//! The same bytes go over HTTP where a witness is reached so (C2SP `tlog-witness`).

use super::keyfile;
use super::open;
use super::verify::text_of;
use crate::moment;
use crate::problem::Problem;
use holdpoint_ledger::note::{Algorithm, KeyName, Note, Verifier};
use holdpoint_ledger::witness::{Request, Response, Witness, take_answer};
use holdpoint_ledger::{Checkpoint, Hash, Store, TrustPolicy};
use holdpoint_policy::quantity::Date;
use std::fs::File;
use std::io::Write;
use std::num::NonZeroU64;
use std::path::{Path, PathBuf};

/// Begins a witness: draws the key with which it cosigns.
#[derive(Clone, Debug)]
pub struct InitWitness {
    /// The file of its secret key.
    pub key: PathBuf,
    /// What it is called under checkpoints.
    pub name: String,
}

impl InitWitness {
    /// Gives its public key.
    pub fn run(&self) -> Result<String, Problem> {
        let name = KeyName::new(&self.name).ok_or_else(|| {
            let message = format!("`{}` cannot be the name of a witness", self.name);
            Problem::new(
                message,
                "take one without blank space and `+`, as in `example.net/witness`",
            )
        })?;
        let signer = keyfile::begin(&self.key, &name, Algorithm::Cosigner)?;
        Ok(signer.verifier().to_string())
    }
}

/// Asks a witness to cosign the last checkpoint that a ledger keeps.
#[derive(Clone, Debug)]
pub struct AskWitness {
    /// The file of the ledger.
    pub path: PathBuf,
    /// The size that the witness saw last; 0 if none.
    pub old: u64,
}

impl AskWitness {
    /// Gives the request.
    pub fn run(&self) -> Result<String, Problem> {
        let store = open(&self.path)?;
        let note = last_checkpoint(&*store)?;
        let size = Checkpoint::parse(note.text()).map_err(Problem::of)?.size();
        let path = match self.old {
            0 => Vec::new(),
            old => proof(&*store, old, size)?,
        };
        let request = Request {
            old: self.old,
            path,
            note,
        };
        Ok(request.to_string())
    }
}

fn proof(store: &dyn Store, old: u64, size: u64) -> Result<Vec<Hash>, Problem> {
    let proof = store.consistency(old, size).map_err(Problem::of)?;
    proof.ok_or_else(|| {
        let message = format!("a checkpoint of {size} entries does not come after one of {old}");
        Problem::new(message, "give the size that the witness saw last with --old")
    })
}

fn last_checkpoint(store: &dyn Store) -> Result<Note, Problem> {
    let last = store.checkpoints().map_err(Problem::of)?.pop();
    last.ok_or_else(|| {
        Problem::new(
            "no checkpoint of the ledger is signed yet",
            "holdpoint ledger checkpoint signs one",
        )
    })
}

/// Cosigns a checkpoint if the ledger only grew since the last one that was cosigned.
#[derive(Clone, Debug)]
pub struct Cosign {
    /// The file of the request.
    pub request: PathBuf,
    /// The file of the witness's secret key.
    pub key: PathBuf,
    /// The file of the trust policy with the logs that it knows.
    pub policy: PathBuf,
    /// The folder in which it keeps what it saw last.
    pub seen: PathBuf,
    /// What to go by instead of the clock.
    pub now: Option<Date>,
}

impl Cosign {
    /// Gives the answer; what it cosigned is kept before that.
    pub fn run(&self) -> Result<String, Problem> {
        let logs = text_of(&self.policy)?;
        let named = |why: &dyn std::fmt::Display| Problem::of(format!("{}: {why}", self.policy.display()));
        let logs = TrustPolicy::parse(&logs).map_err(|why| named(&why))?;
        let witness = Witness::new(keyfile::read(&self.key)?, logs).ok_or_else(|| {
            let message = format!("the key in {} is no witness's", self.key.display());
            Problem::new(message, "holdpoint ledger witness init draws one")
        })?;
        let now_s = NonZeroU64::new(moment::now_ms(self.now)? / 1000);
        let now_s = now_s.ok_or_else(|| Problem::of("the clock says 1970-01-01"))?;
        let request = text_of(&self.request)?;
        // Two that cosign at once could cosign two histories.
        let _only_one = lock(&self.seen)?;
        let mut unreadable = None;
        let last = |origin: &KeyName| match seen_last(&self.seen, origin) {
            Ok(last) => last,
            Err(why) => {
                unreadable = Some(why);
                None
            }
        };
        let decision = witness.decide(&request, last, now_s);
        if let Some(why) = unreadable {
            return Err(why);
        }
        match decision.keep {
            Some(note) => {
                keep(&self.seen, &note)?;
                Ok(decision.response.body)
            }
            None => Err(refused(&decision.response)),
        }
    }
}

fn refused(response: &Response) -> Problem {
    let why = response.body.trim_end();
    match response.status {
        409 => Problem::new(
            format!("not cosigned: {why} entries were seen last"),
            format!("ask with --old {why}"),
        ),
        _ => Problem::of(format!("not cosigned: {why}")),
    }
}

fn lock(folder: &Path) -> Result<File, Problem> {
    let cannot = |why: std::io::Error| Problem::of(format!("{}: {why}", folder.display()));
    std::fs::create_dir_all(folder).map_err(cannot)?;
    let file = File::create(folder.join("lock")).map_err(cannot)?;
    file.lock().map_err(cannot)?;
    Ok(file)
}

fn file_of(folder: &Path, origin: &KeyName) -> PathBuf {
    folder.join(format!("{}.note", Hash::of(&[origin.to_string().as_bytes()])))
}

fn seen_last(folder: &Path, origin: &KeyName) -> Result<Option<Checkpoint>, Problem> {
    let path = file_of(folder, origin);
    if !path.exists() {
        return Ok(None);
    }
    let note = super::verify::note(&path)?;
    Checkpoint::parse(note.text()).map(Some).map_err(Problem::of)
}

/// On disk before anybody is answered: written beside, synced, and put in the place of the last.
fn keep(folder: &Path, note: &Note) -> Result<(), Problem> {
    let checkpoint = Checkpoint::parse(note.text()).map_err(Problem::of)?;
    let path = file_of(folder, checkpoint.origin());
    let beside = path.with_extension("new");
    let written = File::create(&beside).and_then(|mut file| {
        file.write_all(note.to_string().as_bytes())?;
        file.sync_all()?;
        std::fs::rename(&beside, &path)?;
        File::open(folder)?.sync_all()
    });
    written.map_err(|why| Problem::of(format!("{}: what was seen cannot be kept: {why}", path.display())))
}

/// Puts a witness's answer under the checkpoint that it was asked about.
#[derive(Clone, Debug)]
pub struct TakeCosignature {
    /// The file of the ledger.
    pub path: PathBuf,
    /// The file of the answer.
    pub answer: PathBuf,
    /// The witness's public key.
    pub witness: String,
}

/// A checkpoint that a witness has seen.
#[derive(Clone, Debug)]
pub struct Cosigned {
    /// The number of entries under it.
    pub size: u64,
    /// When the witness saw it, in UTC.
    pub seen: String,
    /// The signed note, with the cosignature.
    pub note: String,
}

impl TakeCosignature {
    /// Takes it, and keeps the checkpoint with it.
    pub fn run(&self) -> Result<Cosigned, Problem> {
        let store = open(&self.path)?;
        let mut note = last_checkpoint(&*store)?;
        let body = String::from_utf8(text_of(&self.answer)?)
            .map_err(|_| Problem::of(format!("{}: it is no text", self.answer.display())))?;
        let response = Response {
            status: 200,
            content_type: None,
            body,
        };
        let witness = Verifier::parse(&self.witness).map_err(Problem::of)?;
        let seen_s = take_answer(&mut note, &witness, &response).map_err(Problem::of)?;
        store.keep_checkpoint(&note).map_err(Problem::of)?;
        let checkpoint = Checkpoint::parse(note.text()).map_err(Problem::of)?;
        Ok(Cosigned {
            size: checkpoint.size(),
            seen: moment::words(moment::date(seen_s.saturating_mul(1000))),
            note: note.to_string(),
        })
    }
}
