//! Whom to believe (C2SP `tlog-policy`): which logs, which witnesses, and how many of them.
//!
//! ```text
//! log example.org/ledger+1a2b3c4d+AW...
//! witness north witness.example.net/w1+...
//! witness south witness.example.com/w2+...
//! group both all north south
//! quorum both
//! ```
//!
//! It must not know when to ask whom.

use super::lines::{Name, Reader, Words};
use crate::checkpoint::Checkpoint;
use crate::note::{KeyName, Malformed, Note, Unverified, Verifier};
use std::fmt;

/// Which checkpoints are believed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrustPolicy {
    pub(super) logs: Vec<Log>,
    pub(super) witnesses: Vec<NamedWitness>,
    /// INVARIANT: the members of a group stand before it.
    pub(super) groups: Vec<Group>,
    /// `None`: no cosignature is needed.
    pub(super) quorum: Option<Member>,
}

/// A log whose checkpoints are believed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Log {
    /// Its name is the origin of the log's checkpoints.
    pub key: Verifier,
    /// Where to reach it.
    pub url: Option<String>,
}

/// A witness whose cosignatures count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedWitness {
    /// What it is called in this policy alone.
    pub name: Name,
    /// What it signs with.
    pub key: Verifier,
    /// Where to reach it.
    pub url: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Group {
    pub(super) name: Name,
    pub(super) threshold: usize,
    pub(super) members: Vec<Member>,
}

/// By position.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Member {
    Witness(usize),
    Group(usize),
}

/// A checkpoint that is believed, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vouched {
    /// What is believed.
    pub checkpoint: Checkpoint,
    /// Who cosigned it, and when they saw it, in seconds since 1970.
    pub witnesses: Vec<(Name, u64)>,
}

/// Why a checkpoint is not believed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unvouched {
    /// The note is of no checkpoint.
    Malformed(Malformed),
    /// No log of that name is in the policy.
    UnknownLog(KeyName),
    /// A signature of a key that is in the policy is missing or wrong.
    Unverified(Unverified),
    /// Too few witnesses cosigned it.
    NoQuorum { quorum: Name, cosigned: Vec<Name> },
}

impl fmt::Display for Unvouched {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Unvouched::Malformed(malformed) => malformed.fmt(f),
            Unvouched::UnknownLog(origin) => write!(f, "no log `{origin}` is in the trust policy"),
            Unvouched::Unverified(unverified) => unverified.fmt(f),
            Unvouched::NoQuorum { quorum, cosigned } => {
                let names: Vec<String> = cosigned.iter().map(Name::to_string).collect();
                let by = if names.is_empty() {
                    "nobody".to_owned()
                } else {
                    names.join(", ")
                };
                write!(f, "the quorum `{quorum}` is not reached: cosigned by {by}")
            }
        }
    }
}

impl std::error::Error for Unvouched {}

impl TrustPolicy {
    /// Reads a policy file.
    pub fn parse(bytes: &[u8]) -> Result<TrustPolicy, Malformed> {
        let mut reader = Reader::default();
        for words in Words::of(bytes)? {
            reader.line(&words)?;
        }
        reader.finish()
    }

    /// Trusts the logs with these keys, and needs no witness.
    pub fn of_logs(keys: Vec<Verifier>) -> TrustPolicy {
        TrustPolicy {
            logs: keys.into_iter().map(|key| Log { key, url: None }).collect(),
            witnesses: Vec::new(),
            groups: Vec::new(),
            quorum: None,
        }
    }

    /// In the order of the file.
    pub fn logs(&self) -> &[Log] {
        &self.logs
    }

    /// In the order of the file.
    pub fn witnesses(&self) -> &[NamedWitness] {
        &self.witnesses
    }

    /// Is the note a checkpoint that is believed? A wrong signature of a key that is in the policy is enough
    /// that it is not.
    pub fn check(&self, note: &Note) -> Result<Vouched, Unvouched> {
        let checkpoint = self.log_signed(note)?;
        let mut witnesses = Vec::new();
        let mut has_cosigned = Vec::new();
        for witness in &self.witnesses {
            let time_s = match witness.key.verify(note) {
                Ok(time_s) => time_s,
                Err(Unverified::Unsigned(_)) => None,
                Err(wrong) => return Err(Unvouched::Unverified(wrong)),
            };
            has_cosigned.push(time_s.is_some());
            witnesses.extend(time_s.map(|it| (witness.name.clone(), it)));
        }
        if !self.is_quorum(&has_cosigned) {
            return Err(Unvouched::NoQuorum {
                quorum: self.quorum_name(),
                cosigned: witnesses.into_iter().map(|it| it.0).collect(),
            });
        }
        Ok(Vouched {
            checkpoint,
            witnesses,
        })
    }

    /// The checkpoint, if a log of the policy signed it; without a look at witnesses.
    pub(crate) fn log_signed(&self, note: &Note) -> Result<Checkpoint, Unvouched> {
        let checkpoint = Checkpoint::parse(note.text()).map_err(Unvouched::Malformed)?;
        let mine = self.logs.iter().filter(|it| it.key.name() == checkpoint.origin());
        let mut last = Unvouched::UnknownLog(checkpoint.origin().clone());
        let mut is_signed = false;
        for log in mine {
            match log.key.verify(note) {
                Ok(_) => is_signed = true,
                Err(it @ Unverified::Unsigned(_)) => last = Unvouched::Unverified(it),
                Err(wrong) => return Err(Unvouched::Unverified(wrong)),
            }
        }
        if is_signed { Ok(checkpoint) } else { Err(last) }
    }

    fn is_quorum(&self, has_cosigned: &[bool]) -> bool {
        let mut groups: Vec<bool> = Vec::new();
        for group in &self.groups {
            let reached = |it: &&Member| reached(**it, has_cosigned, &groups);
            let n_reached = group.members.iter().filter(reached).count();
            groups.push(n_reached >= group.threshold);
        }
        self.quorum.is_none_or(|it| reached(it, has_cosigned, &groups))
    }

    fn quorum_name(&self) -> Name {
        match self.quorum {
            Some(Member::Witness(index)) => self.witnesses[index].name.clone(),
            Some(Member::Group(index)) => self.groups[index].name.clone(),
            None => Name::none(),
        }
    }
}

fn reached(member: Member, witnesses: &[bool], groups: &[bool]) -> bool {
    match member {
        Member::Witness(index) => witnesses[index],
        Member::Group(index) => groups[index],
    }
}
