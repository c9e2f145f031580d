//! The use case `record`: statements become entries, in the order in which they stand.
//!
//! What the policy in force would not understand, or the party may not say, is refused before it is on record.

mod events;
mod frame;
mod json;
mod publish;

pub use events::{NotRecorded, RecordEvents};
pub use publish::{NotPublished, PublishPolicy, Published};

use crate::gate::contents::Contents;
use crate::gate::lines::Lines;
use crate::ledger::{Ledger, read_key};
use crate::moment;
use crate::problem::Problem;
use frame::Framed;
pub(crate) use frame::{FRAME, Written, frame, frame_of, object, text};
use holdpoint_ledger::canonical::Value;
use holdpoint_ledger::note::Signer;
use holdpoint_ledger::{
    Attestation, Body, Hash, Keyring, Receipt, RequestKey, Role, Secret, Store, Submission,
};
use holdpoint_policy::quantity::Date;
use std::path::PathBuf;

/// Records statements.
#[derive(Clone, Debug)]
pub struct RecordStatements {
    /// The file of the ledger.
    pub path: PathBuf,
    /// The file of the root keys; without it nobody looks at who signed.
    pub roots: Option<PathBuf>,
    /// What the text is called in messages.
    pub name: String,
    /// JSON objects, one after the other; each has `kind` and the members of its kind.
    pub text: String,
    /// Who says what does not say by whom it is said.
    pub by: Option<String>,
    /// The model line of what does not name one.
    pub line: Option<String>,
    /// The file of the secret key that signs them; without it they are not signed.
    pub key: Option<PathBuf>,
    /// What to go by instead of the clock.
    pub now: Option<Date>,
}

/// What was recorded.
#[derive(Clone, Debug)]
pub struct Recorded {
    /// One for each statement, in their order.
    pub entries: Vec<RecordedEntry>,
}

/// A statement that is on record now.
#[derive(Clone, Debug)]
pub struct RecordedEntry {
    /// The number of entries before it.
    pub index: u64,
    /// Its kind.
    pub kind: String,
    /// What it says, in few words.
    pub says: String,
    /// The same statement stood there before.
    pub was_there: bool,
}

impl RecordStatements {
    /// Records all or nothing.
    pub fn run(&self) -> Result<Recorded, Problem> {
        self.recorded(&[]).map_err(NotRecorded::into)
    }

    /// The same; `requests` are what the sender calls the statements, if it calls them anything.
    fn recorded(&self, requests: &[RequestKey]) -> Result<Recorded, NotRecorded> {
        let (store, mut contents) =
            Contents::of_ledger(&self.path, self.roots.as_deref()).map_err(NotRecorded::Later)?;
        let key = self
            .key
            .as_deref()
            .map(read_key)
            .transpose()
            .map_err(NotRecorded::Later)?;
        let now_ms = moment::now_ms(self.now)?;
        let size = contents.size();
        let in_force = contents.in_force(size, moment::date(now_ms));
        let in_force = in_force.and_then(|it| it.ok_or_else(no_policy));
        let policy = &in_force.map_err(NotRecorded::Later)?.revision;
        let role = contents.role(key.as_ref());
        let mut statements = Vec::new();
        for (number, object) in (1..).zip(json::objects(&self.name, &self.text)?) {
            let named = |it: Problem| Problem {
                message: format!("{}, statement {number}: {}", self.name, it.message),
                ..it
            };
            let mut statement =
                frame::statement(object, self, moment::date(now_ms), policy, role).map_err(named)?;
            statement.request = requests.get(statements.len()).cloned();
            statements.push(statement);
        }
        self.look_over(&store, &mut contents, now_ms, key.as_ref(), &mut statements)?;
        let known = statements.iter().map(|it| it.known(&*store));
        let known = known.collect::<Result<Vec<Option<Receipt>>, Problem>>()?;
        let new = statements.iter().zip(&known).filter(|it| it.1.is_none());
        let submissions = new.map(|(it, _)| {
            let written = it.object()?;
            submission(it.request_key(&written), &written, key.as_ref())
        });
        let submissions = submissions.collect::<Result<Vec<_>, Problem>>()?;
        let mut receipts = match submissions.is_empty() {
            true => Vec::new(),
            false => store.append(submissions, now_ms)?,
        }
        .into_iter();
        let receipts = known.into_iter().filter_map(|it| it.or_else(|| receipts.next()));
        let entries = statements
            .iter()
            .zip(receipts)
            .map(|(it, receipt)| RecordedEntry {
                index: receipt.index,
                kind: it.kind.clone(),
                says: it.says(),
                was_there: receipt.index < size,
            });
        Ok(Recorded {
            entries: entries.collect(),
        })
    }

    /// Reads the statements as the gate will.
    fn look_over(
        &self,
        store: &Ledger,
        contents: &mut Contents,
        now_ms: u64,
        key: Option<&Signer>,
        statements: &mut [Framed],
    ) -> Result<(), Problem> {
        let (now, size) = (moment::date(now_ms), contents.size());
        let mut lines: Vec<Lines> = Vec::new();
        let mut requests = Vec::new();
        for (number, statement) in (1..).zip(statements) {
            let position = match lines.iter().position(|it| it.name == statement.line) {
                Some(it) => it,
                None => {
                    let of = Lines::fold(store, contents, size, now, &statement.line)?;
                    lines.push(of.ok_or_else(no_policy)?);
                    lines.len() - 1
                }
            };
            statement.count(lines[position].n_entries())?;
            let written = statement.object()?;
            let request = statement.request_key(&written);
            let was_there = store.receipt(&request).map_err(Problem::of)?.is_some();
            if was_there || requests.contains(&request) {
                continue;
            }
            let index = size + requests.len() as u64;
            requests.push(request);
            // What is new in other lines is not about this one.
            lines[position].pass_to(index);
            lines[position]
                .admit(index, now, &written.text)
                .map_err(|wrong| {
                    let place = format!("{}, statement {number}, {}", self.name, wrong.at);
                    Problem::new(format!("{place}: {}", wrong.problem), wrong.cure)
                })?;
            if let (Some(keyring), Some(by)) = (contents.keyring(size), statement.text("by")) {
                speaks_for(keyring, key, index, by).map_err(|it| Problem {
                    message: format!("{}, statement {number}, by: {}", self.name, it.message),
                    ..it
                })?;
            }
        }
        Ok(())
    }
}

/// Whether what the key signs would count as said by that party in the entry at `index`.
fn speaks_for(keyring: &Keyring, key: Option<&Signer>, index: u64, party: &str) -> Result<(), Problem> {
    let key = key.ok_or_else(|| {
        let message = format!("nobody signs for `{party}`, and this ledger counts what is signed");
        Problem::new(
            message,
            "sign with --key FILE, with a key that speaks for the party",
        )
    })?;
    let id = key.verifier().key_id();
    let role = keyring.key(id).map_or(Role::Issuer, |it| it.1);
    keyring.may_speak(id, role, index, party).map_err(|why| {
        let message = format!("the key `{}` may not speak for `{party}`: {why}", key.verifier().name());
        let help = format!(
            "sign with a key that does, or let root keys add one: holdpoint ledger key add ... --speaks-for {party}"
        );
        Problem::new(message, help)
    })
}

pub(crate) fn no_policy() -> Problem {
    Problem::new(
        "no policy is in force in this ledger",
        "holdpoint record LEDGER --policy FILE publishes one",
    )
}

/// What is asked twice in the same words is stored once.
fn request_key(body: &Written) -> RequestKey {
    RequestKey::new(&format!("sha256:{}", body.hash)).expect("it is short and plain")
}

fn submission(request_key: RequestKey, body: &Written, key: Option<&Signer>) -> Result<Submission, Problem> {
    let body = match key {
        None => Body::read(body.text.as_bytes()).map_err(Problem::of)?,
        Some(key) => {
            let mut attestation = Attestation::new(body.object.clone()).map_err(Problem::of)?;
            attestation.sign(key);
            attestation.body().map_err(Problem::of)?
        }
    };
    Ok(Submission {
        request_key,
        secret: Secret::draw(moment::draw),
        body,
    })
}

/// The same words of two people, as of two approvers at one instant, are two requests.
fn signed_request_key(body: &Written, key: Option<&Signer>) -> RequestKey {
    let Some(key) = key else {
        return request_key(body);
    };
    let hash = Hash::of(&[body.text.as_bytes(), key.verifier().to_string().as_bytes()]);
    RequestKey::new(&format!("signed:{hash}")).expect("it is short and plain")
}

/// Records one body of our own.
pub(crate) fn append(
    store: &dyn Store,
    body: &Written,
    key: Option<&Signer>,
    now_ms: u64,
) -> Result<Receipt, Problem> {
    let receipts = store
        .append(
            vec![submission(signed_request_key(body, key), body, key)?],
            now_ms,
        )
        .map_err(Problem::of)?;
    receipts
        .into_iter()
        .next()
        .ok_or_else(|| Problem::of("nothing was stored"))
}

/// Members of what is recorded, of a shape of our own.
pub(crate) fn from_serde(it: &impl serde::Serialize) -> Result<Vec<(String, Value)>, Problem> {
    let text = serde_json::to_string(it).map_err(Problem::of)?;
    let object = json::objects("a decision", &text)?.swap_remove(0);
    Ok(object.members().to_vec())
}
