//! Witnesses (C2SP `tlog-witness`): what a log sends, what a witness decides on what it saw last, and what it
//! sends back. Both sides, as functions of bytes.
//!
//! ```text
//! old 40                      the size that the log thinks the witness saw last
//! PlRNCrwHpqhGru...           what shows that the ledger only grew since
//!                             a blank line, and the checkpoint as a signed note
//! example.org/ledger
//! 45
//! ...
//! ```
//!
//! It must not know how bytes are carried, nor the time, nor where what was seen is kept: whoever keeps it must
//! have kept the new checkpoint before the answer is sent, and decide on one request of a log at a time.

mod lines;
mod policy;

pub use lines::Name;
pub use policy::{Log, NamedWitness, TrustPolicy, Unvouched, Vouched};

use crate::checkpoint::Checkpoint;
use crate::hash::Hash;
use crate::note::{Algorithm, Below, KeyName, Malformed, Note, Signature, Signer, Unverified, Verifier};
use crate::verify::{Unfollowed, follow};
use std::fmt;
use std::num::NonZeroU64;

/// Hashes of a proof of consistency, at most.
const HASHES_MAX: usize = 63;
/// What a size that conflicts is sent as.
const SIZE_TYPE: &str = "text/x.tlog.size";

/// A request to cosign a checkpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// The size that the witness saw last, as the log thinks.
    pub old: u64,
    /// The proof of consistency from there.
    pub path: Vec<Hash>,
    /// The checkpoint, signed by its log.
    pub note: Note,
}

/// What is sent back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    /// Of HTTP.
    pub status: u16,
    /// Where it is not plain text.
    pub content_type: Option<&'static str>,
    /// Lines, each with its end.
    pub body: String,
}

/// What a witness decides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// To be sent, after `keep` is safe.
    pub response: Response,
    /// The checkpoint that was cosigned, with the log's signature and ours: the last one from now on.
    pub keep: Option<Note>,
}

/// One that cosigns the checkpoints of some logs.
#[derive(Debug)]
pub struct Witness {
    signer: Signer,
    logs: TrustPolicy,
}

impl Request {
    /// Reads the body of a request.
    pub fn parse(bytes: &[u8]) -> Result<Request, Malformed> {
        let below = Below::parse(bytes)?;
        Ok(Request {
            old: below.number(0, "old")?,
            path: below.hashes(1, HASHES_MAX)?,
            note: below.note,
        })
    }
}

impl fmt::Display for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "old {}", self.old)?;
        self.path
            .iter()
            .try_for_each(|it| writeln!(f, "{}", it.base64()))?;
        write!(f, "\n{}", self.note)
    }
}

impl Witness {
    /// `None` unless the signer is a cosigner. Of the policy only the logs are looked at.
    pub fn new(signer: Signer, logs: TrustPolicy) -> Option<Witness> {
        (signer.verifier().algorithm() == Algorithm::Cosigner).then_some(Witness { signer, logs })
    }

    /// Decides on a request. `last` gives the checkpoint of a log that was cosigned last; `time_s` is now, in
    /// seconds since 1970; zero would say that there is no time.
    pub fn decide(
        &self,
        request: &[u8],
        last: impl FnOnce(&KeyName) -> Option<Checkpoint>,
        time_s: NonZeroU64,
    ) -> Decision {
        match self.cosigned(request, last, time_s) {
            Ok((line, note)) => Decision {
                response: Response::new(200, format!("{line}\n")),
                keep: Some(note),
            },
            Err(response) => Decision { response, keep: None },
        }
    }

    fn cosigned(
        &self,
        request: &[u8],
        last: impl FnOnce(&KeyName) -> Option<Checkpoint>,
        time_s: NonZeroU64,
    ) -> Result<(Signature, Note), Response> {
        let request = Request::parse(request).map_err(|it| Response::new(400, format!("{it}\n")))?;
        let checkpoint = self.logs.log_signed(&request.note).map_err(refused)?;
        let origin = checkpoint.origin().clone();
        let last = last(&origin).unwrap_or_else(|| Checkpoint::empty(origin));
        may_follow(&request, &last, &checkpoint)?;
        let line = request.note.signature(&self.signer, time_s.get());
        let mut kept = request.note.clone();
        kept.add(line.clone());
        Ok((line, kept))
    }
}

fn refused(unvouched: Unvouched) -> Response {
    let status = match &unvouched {
        Unvouched::UnknownLog(_) => 404,
        Unvouched::Unverified(_) => 403,
        _ => 400,
    };
    Response::new(status, format!("{unvouched}\n"))
}

fn may_follow(request: &Request, last: &Checkpoint, next: &Checkpoint) -> Result<(), Response> {
    let (old, size) = (request.old, next.size());
    if old > size {
        return Err(Response::new(
            400,
            format!("the old size {old} is above the checkpoint's, {size}\n"),
        ));
    }
    if old != last.size() {
        return Err(Response {
            content_type: Some(SIZE_TYPE),
            ..Response::new(409, format!("{}\n", last.size()))
        });
    }
    let followed = follow(last, next, &request.path);
    followed.map_err(|it: Unfollowed| Response::new(422, format!("{it}\n")))
}

impl Response {
    fn new(status: u16, body: String) -> Response {
        Response {
            status,
            content_type: None,
            body,
        }
    }
}

/// Why a witness's answer brings no cosignature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unanswered {
    /// It saw another size last; send the proof from there.
    Saw { size: u64 },
    /// It said no.
    Refused { status: u16, why: String },
    /// The answer cannot be read.
    Malformed(Malformed),
    /// It is not signed by the witness, or not rightly.
    Unverified(Unverified),
    /// It does not say when the witness saw the checkpoint.
    Undated,
}

impl fmt::Display for Unanswered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Unanswered::Saw { size } => write!(
                f,
                "the witness saw {size} entries last\nhelp: prove the growth from there"
            ),
            Unanswered::Refused { status, why } => {
                write!(f, "the witness said no ({status}): {}", why.trim_end())
            }
            Unanswered::Malformed(malformed) => malformed.fmt(f),
            Unanswered::Unverified(unverified) => unverified.fmt(f),
            Unanswered::Undated => f.write_str("the witness does not say when it saw the checkpoint"),
        }
    }
}

impl std::error::Error for Unanswered {}

/// Takes a witness's answer, and puts its cosignature under the checkpoint that was sent. Lines of other keys are
/// left out. Gives back when the witness saw it, in seconds since 1970.
pub fn take_answer(note: &mut Note, witness: &Verifier, response: &Response) -> Result<u64, Unanswered> {
    match response.status {
        200 => {}
        409 if response.content_type == Some(SIZE_TYPE) => {
            let size = response.body.strip_suffix('\n').and_then(|it| it.parse().ok());
            return Err(size.map_or_else(|| said_no(response), |size| Unanswered::Saw { size }));
        }
        _ => return Err(said_no(response)),
    }
    let answered = Note::parse(format!("{}\n{}", note.text(), response.body).as_bytes());
    let answered = answered.map_err(Unanswered::Malformed)?;
    let time_s = witness.verify(&answered).map_err(Unanswered::Unverified)?;
    let time_s = time_s.filter(|it| *it > 0).ok_or(Unanswered::Undated)?;
    let lines = answered.signatures().iter();
    for line in lines.filter(|it| it.name() == witness.name() && it.id() == witness.id()) {
        note.add(line.clone());
    }
    Ok(time_s)
}

fn said_no(response: &Response) -> Unanswered {
    Unanswered::Refused {
        status: response.status,
        why: response.body.clone(),
    }
}

#[cfg(test)]
mod tests;
